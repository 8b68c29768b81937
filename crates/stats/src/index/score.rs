//! The index itself, over all and by group.

use serde::{Deserialize, Serialize};

use crate::index::{Weighing, check, weights};
use crate::mean::{self, Moments};
use crate::style::Scale;
use crate::{Estimate, Method, Refusal, Rules, StatsError, Unit, bootstrap, random};

/// How a weighted mean of answers becomes a number up to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// `100 mean / highest`: a mean of 1 to 10 times 10 (UKCSI).
    OfHighest,
    /// `100 (mean - lowest) / (highest - lowest)`: 0 to 100 (ACSI, ECSI).
    OfRange,
}

impl Form {
    /// A weighted mean on the scale as an index.
    fn of(self, mean: f64, scale: Scale) -> f64 {
        let (lowest, highest) = (scale.lowest(), scale.highest());
        match self {
            Form::OfHighest => 100.0 * mean / highest,
            Form::OfRange => 100.0 * (mean - lowest) / (highest - lowest),
        }
    }
}

/// The index of one group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Scored {
    /// The index with its interval.
    pub estimate: Estimate,
    /// Standard error; with estimated weights that of the bootstrap.
    pub se: f64,
    /// Standard error as if the weights had been known: `s / √n` of the people's own indices.
    pub naive_se: f64,
}

/// The index over all and by group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Index {
    /// Weight of each item, adding up to 1.
    pub weights: Vec<f64>,
    /// Mean of each item over all people, on the scale.
    pub means: Vec<f64>,
    /// The index over all.
    pub whole: Scored,
    /// The index of each group, with the same weights.
    pub groups: Vec<Scored>,
    /// Bootstrap samples used; 0 where weights were not estimated.
    pub replicates: usize,
}

/// An index of several items with the error of its weights.
///
/// Formula: person's index = [`Form`] of `Σ w_i x_i`; the index is its mean. With equal or given
/// weights the interval is t's; with estimated ones people are drawn anew `replicates` times,
/// weights are estimated again each time, and the percentile interval is taken. Groups are scored
/// with the weights of all people.
/// Arguments: one row per person, one answer per item on the scale; `group` of each row, from 0 to
/// `groups` - 1; weighing; form; scale; `replicates` (1,000 is common) and `seed`; rules.
/// Errors: those of [`weights`]; [`StatsError::Length`]; [`StatsError::Scale`] for an answer off
/// the scale.
/// Assumptions: people independent; items share the scale.
/// Sources: as [`weights`]; Efron and Tibshirani 1993, An Introduction to the Bootstrap.
///
/// ```
/// use stats::index::{Form, Weighing, index};
/// use stats::{Rules, style::Scale};
/// let rows: Vec<Vec<f64>> = (0..40).map(|i| vec![f64::from(5 + i % 5), 8.0]).collect();
/// let scale = Scale::new(1.0, 10.0)?;
/// let all = vec![0; 40];
/// let found = index(&rows, (&all, 1), Weighing::Equal, Form::OfHighest, scale, (0, 0), &Rules::default())?;
/// assert_eq!(found.whole.estimate.value, Some(75.0));
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn index(
    rows: &[Vec<f64>],
    (group, groups): (&[usize], usize),
    weighing: Weighing<'_>,
    form: Form,
    scale: Scale,
    (replicates, seed): (usize, u64),
    rules: &Rules,
) -> Result<Index, StatsError> {
    let items = check(rows, 1)?;
    if group.len() != rows.len() {
        return Err(StatsError::Length {
            name: "groups",
            given: group.len(),
            rows: rows.len(),
        });
    }
    let (lowest, highest) = (scale.lowest(), scale.highest());
    let off = |v: &&f64| **v < lowest || **v > highest;
    if let Some(&mean) = rows.iter().flatten().find(off) {
        return Err(StatsError::Scale {
            mean,
            lowest,
            highest,
        });
    }
    let own = weights(rows, weighing, &vec![1; rows.len()])?;
    let estimated = matches!(weighing, Weighing::Component | Weighing::Outcome(_));
    let mut drawn = vec![Vec::new(); groups + 1];
    for replicate in 0..if estimated { replicates } else { 0 } {
        let mut rng = random::stream(seed, replicate as u64);
        let times = random::multiplicity(&mut rng, rows.len());
        // A sample in which an item does not vary says nothing about its weight.
        let Ok(again) = weights(rows, weighing, &times) else {
            continue;
        };
        for (place, value) in means(rows, group, groups, &again, &times)
            .iter()
            .enumerate()
        {
            if let Some(value) = value {
                drawn[place].push(form.of(*value, scale));
            }
        }
    }
    let used = drawn[groups].len();
    let mut moments = vec![Moments::default(); groups + 1];
    for (row, &g) in rows.iter().zip(group) {
        let value = form.of(row.iter().zip(&own).map(|(x, w)| x * w).sum(), scale);
        moments[g].observe(value)?;
        moments[groups].observe(value)?;
    }
    let ends = (form.of(lowest, scale), form.of(highest, scale));
    let mut scored = moments
        .iter()
        .zip(drawn)
        .map(|(m, drawn)| one(m, drawn, estimated, ends, rules))
        .collect::<Result<Vec<Scored>, StatsError>>()?;
    let whole = scored.remove(groups);
    let n = rows.len() as f64;
    Ok(Index {
        weights: own,
        means: (0..items)
            .map(|i| rows.iter().map(|r| r[i]).sum::<f64>() / n)
            .collect(),
        whole,
        groups: scored,
        replicates: used,
    })
}

/// Weighted mean answer of each group and of all, each row counted `times`.
fn means(
    rows: &[Vec<f64>],
    group: &[usize],
    groups: usize,
    weights: &[f64],
    times: &[u32],
) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0.0); groups + 1];
    for ((row, &g), &t) in rows.iter().zip(group).zip(times) {
        let value: f64 = row.iter().zip(weights).map(|(x, w)| x * w).sum();
        for place in [g, groups] {
            sums[place].0 += f64::from(t) * value;
            sums[place].1 += f64::from(t);
        }
    }
    let mean = |(sum, n): (f64, f64)| (n > 0.0).then(|| sum / n);
    sums.into_iter().map(mean).collect()
}

/// One group's index; `ends` are the index at the scale's ends.
fn one(
    moments: &Moments,
    mut drawn: Vec<f64>,
    estimated: bool,
    ends: (f64, f64),
    rules: &Rules,
) -> Result<Scored, StatsError> {
    let n = moments.n;
    let naive_se = (moments.variance().unwrap_or(0.0) / n.max(1) as f64).sqrt();
    let plain = mean::estimate_on_scale(moments, ends.0, ends.1, rules)?;
    if !estimated {
        return Ok(Scored {
            estimate: plain,
            se: naive_se,
            naive_se,
        });
    }
    let method = Method::Bootstrap;
    let mut spread = Moments::default();
    for value in &drawn {
        spread.observe(*value)?;
    }
    let se = spread.variance().unwrap_or(0.0).sqrt();
    let refused = plain
        .refused
        .or((se <= 0.0).then_some(Refusal::NoSpread { n }));
    let estimate = match (refused, plain.value) {
        (None, Some(value)) => {
            let interval = bootstrap::percentile(&mut drawn, rules.level);
            Estimate::shown(value, interval, n, Unit::Scale, method, rules)
        }
        (refused, _) => {
            let refusal = refused.unwrap_or(Refusal::NoSpread { n });
            Estimate::refused(refusal, n, Unit::Scale, method, rules)
        }
    };
    Ok(Scored {
        estimate,
        se,
        naive_se,
    })
}
