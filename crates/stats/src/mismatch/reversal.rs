//! Who reads the scale the other way round.

use serde::{Deserialize, Serialize};

use super::{Fit, Pairs, Tone, contradicts};
use crate::{Level, StatsError};

/// Whether one respondent, language or template takes the scale the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reversal {
    /// Pairs whose words agree with the score.
    pub agree: u64,
    /// Pairs whose words say the opposite.
    pub contradict: u64,
    /// Pairs with a score of either side.
    pub n: u64,
    /// Chance that the scale is read the other way round.
    pub posterior: f64,
    /// Whether that is more likely than not, on 3 pairs or more.
    pub reversed: bool,
}

/// Fewest pairs on which a scale is said to be reversed.
const FEWEST: u64 = 3;

/// Chance that a group of pairs comes from a scale read the other way round ("1 is best").
///
/// Formula: Bayes' rule with likelihood `Π chance(words | score)` for the usual scale and
/// `Π chance(words | the opposite score)` for the reversed one, chances from `fit`.
/// Arguments: the pairs of one respondent, language or template; the fit over all; `prior`, the
/// share of such groups that are reversed, commonly 0.01.
/// Errors: [`StatsError::Level`] unless `prior` is above 0 and below 1.
/// Assumptions: pairs of a group are independent given how it reads the scale; few groups are
/// reversed, so the fit over all describes the usual ones. Simulated with 5 answers a person (4 of
/// them on a side) and a reader of 90 %, 75 % of the reversed are found and 0.1 % of the usual taken
/// for reversed.
/// Source: Kass and Raftery 1995, doi:10.1080/01621459.1995.10476572.
///
/// ```
/// use stats::Level;
/// use stats::mismatch::{Confusion, Pairs, fit, reversed};
/// let all = Pairs([[150, 30, 20], [0; 3], [20, 60, 520]]);
/// let fit = fit(&all, Confusion::of_accuracy(0.9).unwrap(), None, Level::default()).unwrap();
/// // Four low scores beside praise, one high score beside complaint.
/// let found = reversed(&Pairs([[0, 0, 4], [0; 3], [1, 0, 0]]), &fit, 0.01).unwrap();
/// assert!(found.reversed && found.posterior > 0.99);
/// ```
pub fn reversed(pairs: &Pairs, fit: &Fit, prior: f64) -> Result<Reversal, StatsError> {
    let prior = Level::new(prior)?;
    let mut odds = prior.share().ln() - prior.alpha().ln();
    let (mut agree, mut contradict, mut n) = (0, 0, 0);
    for score in [Tone::Negative, Tone::Positive] {
        for words in [Tone::Negative, Tone::Neutral, Tone::Positive] {
            let count = pairs.0[score as usize][words as usize];
            n += count;
            if words == score {
                agree += count;
            } else if contradicts(score, words) {
                contradict += count;
            }
            let usual = fit.chance(score, words, false).filter(|p| *p > 0.0);
            let round = fit.chance(score, words, true).filter(|p| *p > 0.0);
            if let (Some(usual), Some(round)) = (usual, round) {
                odds += count as f64 * (round.ln() - usual.ln());
            }
        }
    }
    let posterior = 1.0 / (1.0 + (-odds).exp());
    Ok(Reversal {
        agree,
        contradict,
        n,
        posterior,
        reversed: n >= FEWEST && posterior > 0.5,
    })
}
