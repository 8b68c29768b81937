//! Penalty for bad, reward for good: effects that are not the same in both directions.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

use super::{Answer, Effect};
use crate::regress::{Design, Fit, wls};
use crate::{Interval, Level, StatsError};

/// What kind of a driver it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kano {
    /// Bad costs more than good brings: it must be there.
    Basic,
    /// Both count, neither surely more.
    Performance,
    /// Good brings more than bad costs: it delights.
    Excitement,
    /// Neither surely counts.
    Indifferent,
}

/// Penalty and reward of one driver.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Asymmetry {
    /// Points of the outcome where the score is low, against a middling one; blank where nobody
    /// is low, or all are.
    pub penalty: Option<Effect>,
    /// Points where it is high.
    pub reward: Option<Effect>,
    /// Reward and penalty together: below 0 where bad weighs more.
    pub balance: Option<Effect>,
    /// What kind of a driver that makes it.
    pub kind: Kano,
}

/// Penalty-reward contrast analysis.
///
/// Formula: least squares of the outcome on three indicators a driver: score at or below the
/// lower cut (penalty), at or above the upper cut (reward), no score. Intervals by the sandwich.
/// Kind: basic or excitement where the interval of penalty + reward lies below or above 0;
/// else performance where either interval leaves 0 out; else indifferent.
/// Arguments: `outcome` of each row; `answers`, one list a row; `cuts`, lower and upper a
/// driver; `weight` and `cluster` of each row; `level`.
/// Errors: those of [`wls`].
/// Assumptions: effects of drivers add up; the cuts part bad, middling and good.
/// Sources: Brandt 1987, A procedure for identifying value-enhancing service components;
/// Matzler and Sauerwein 2002, doi:10.1108/09564230210445078; Mikulić and Prebežac 2011,
/// doi:10.1108/09604521111100243.
///
/// ```
/// use stats::Level;
/// use stats::drivers::{Answer::Score, Kano, asymmetry};
/// let scores = [1.0, 3.0, 5.0, 1.0, 3.0, 5.0];
/// let outcome = [2.0, 8.0, 8.1, 2.1, 8.1, 8.0];
/// let answers = scores.map(|s| vec![Score(s)]);
/// let level = Level::NINETY_FIVE;
/// let found = asymmetry(&outcome, &answers, &[(2.0, 5.0)], None, None, level).unwrap();
/// assert_eq!(found[0].kind, Kano::Basic);
/// assert!((found[0].penalty.unwrap().value + 6.0).abs() < 1e-9);
/// ```
pub fn asymmetry(
    outcome: &[f64],
    answers: &[Vec<Answer>],
    cuts: &[(f64, f64)],
    weight: Option<&[f64]>,
    cluster: Option<&[usize]>,
    level: Level,
) -> Result<Vec<Asymmetry>, StatsError> {
    super::layout::same("answers", answers.len(), outcome.len())?;
    let indicator = |row: &Vec<Answer>, column: usize| -> bool {
        let (low, high) = cuts[column / 3];
        match (row[column / 3], column % 3) {
            (Answer::Score(score), 0) => score <= low,
            (Answer::Score(score), 1) => score >= high,
            (Answer::Score(_), _) => false,
            (_, part) => part == 2,
        }
    };
    for row in answers {
        super::layout::same("answers", row.len(), cuts.len())?;
    }
    let varies = |c: &usize| {
        answers
            .iter()
            .any(|row| indicator(row, *c) != indicator(&answers[0], *c))
    };
    let mut kept: Vec<usize> = (0..3 * cuts.len()).filter(varies).collect();
    let fit = loop {
        let x = DMatrix::from_fn(outcome.len(), kept.len() + 1, |i, c| match c {
            0 => 1.0,
            _ => f64::from(u8::from(indicator(&answers[i], kept[c - 1]))),
        });
        let design = Design {
            weight: weight.map(DVector::from_column_slice),
            cluster: cluster.map(<[usize]>::to_vec),
            ..Design::new(x, DVector::from_column_slice(outcome))
        };
        match wls(&design) {
            Err(StatsError::RankDeficient { column }) if column > 0 => {
                kept.remove(column - 1);
            }
            fit => break fit?,
        }
    };
    let at = |column: usize| kept.iter().position(|&c| c == column).map(|at| at + 1);
    Ok((0..cuts.len())
        .map(|j| told(&fit, at(3 * j), at(3 * j + 1), level))
        .collect())
}

fn told(fit: &Fit, low: Option<usize>, high: Option<usize>, level: Level) -> Asymmetry {
    let of = |at: usize| Effect {
        value: fit.coef[at],
        interval: fit.interval(at, level),
    };
    let (penalty, reward) = (low.map(of), high.map(of));
    let balance = low.zip(high).map(|(low, high)| {
        let value = fit.coef[low] + fit.coef[high];
        let v = &fit.sandwich;
        let variance = v[(low, low)] + v[(high, high)] + 2.0 * v[(low, high)];
        let t = crate::quantile::student_t(0.5 + level.share() / 2.0, fit.df_residual);
        Effect {
            value,
            interval: Interval::around(value, t * variance.max(0.0).sqrt()),
        }
    });
    let counts = |e: Option<Effect>| e.is_some_and(|e| !e.interval.contains(0.0));
    let kind = match balance {
        Some(b) if b.interval.high < 0.0 => Kano::Basic,
        Some(b) if b.interval.low > 0.0 => Kano::Excitement,
        _ if counts(penalty) || counts(reward) => Kano::Performance,
        _ => Kano::Indifferent,
    };
    Asymmetry {
        penalty,
        reward,
        balance,
        kind,
    }
}
