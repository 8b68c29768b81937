//! Taking the style out with anchors: items or vignettes whose truth is the same for everyone.

use serde::{Deserialize, Serialize};

use crate::change::{Difference, from_standard_errors};
use crate::mean::Moments;
use crate::{Estimate, Interval, Level, Method, Refusal, Rules, StatsError, Unit, quantile};

/// Error of a spread, in its standard errors, below which a stretch is not believed.
const SURE: f64 = 4.0;

/// One person's answers to the items in question and to the anchors.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Mean of the person's answers to the items, on the scale.
    pub score: f64,
    /// The person's answer to each anchor, on the same scale.
    pub anchors: Vec<f64>,
}

/// How a group's scale maps to the common one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Mapping {
    /// Where the group puts the anchors, on its own scale.
    pub location: f64,
    /// How far apart it puts them: standard deviation of the anchors' means (dividing by their
    /// number).
    pub spread: f64,
    /// What a step of the group's scale is on the common one; 1 where only shifts are corrected.
    pub stretch: f64,
}

/// One group's score on the common scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Anchored {
    /// The mapping that was used.
    pub mapping: Mapping,
    /// Mean of the items as answered; not comparable between groups.
    pub raw: Estimate,
    /// Mean of the items on the common scale.
    pub corrected: Estimate,
    /// Standard error of the corrected mean, the anchors' own included.
    pub se: f64,
    /// Standard deviation of corrected scores between people.
    pub sd: f64,
}

/// All groups on one scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Equated {
    /// Where the common scale puts the anchors: the mean of the groups.
    pub location: f64,
    /// How far apart it puts them: the mean of the groups.
    pub spread: f64,
    /// Whether stretch was corrected too; with one anchor, or anchors that some group hardly
    /// tells apart, only the shift is.
    pub stretched: bool,
    /// One entry per group, in the order given.
    pub groups: Vec<Anchored>,
}

/// Puts the groups' scores on one scale, by linear equating on anchors.
///
/// Formula: with a group's anchor location a and spread s, and their means A and S over groups,
/// `corrected = A + (y - a) S / s`; the standard error is that of the mean over people of the
/// influence `(S/s) [(y_i - v_i) - (y - a) q_i / s]`, with v_i the person's mean anchor and q_i
/// the person's part in the spread. A and S are conventions and carry no error.
/// Arguments: the people of each group, all with every anchor; rules.
/// Errors: [`StatsError::Few`] without groups, people or anchors; [`StatsError::Length`];
/// [`StatsError::NotFinite`].
/// Assumptions: the anchors' truth is equal in all groups (vignette equivalence), and people use
/// the scale alike for anchors and items (response consistency); few answers lie at the ends.
/// Sources: King et al. 2004, doi:10.1017/S000305540400108X; Kolen and Brennan 2014, Test
/// Equating, Scaling, and Linking, chapter 2, doi:10.1007/978-1-4939-0317-7.
///
/// ```
/// use stats::style::{Pair, equate};
/// let people = |shift: f64| -> Vec<Pair> {
///     (0..40).map(|i| f64::from(i % 4)).map(|x| Pair {
///         score: 3.0 + shift + x / 2.0, anchors: vec![1.0 + shift + x, 4.0 + shift + x],
///     }).collect()
/// };
/// let found = equate(&[people(0.0), people(2.0)], &Default::default())?;
/// let score = |g: usize| found.groups[g].corrected.value.unwrap();
/// assert!((score(0) - score(1)).abs() < 1e-12);
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn equate(groups: &[Vec<Pair>], rules: &Rules) -> Result<Equated, StatsError> {
    check(groups)?;
    let placed: Vec<Placed> = groups.iter().map(|people| Placed::new(people)).collect();
    let count = groups.len() as f64;
    let location = placed.iter().map(|p| p.location).sum::<f64>() / count;
    let spread = placed.iter().map(|p| p.spread).sum::<f64>() / count;
    let stretched = placed.iter().all(Placed::tells_anchors_apart);
    let groups = groups
        .iter()
        .zip(&placed)
        .map(|(people, placed)| {
            let stretch = if stretched {
                spread / placed.spread
            } else {
                1.0
            };
            anchored(people, placed, location, stretch, stretched, rules)
        })
        .collect::<Result<Vec<Anchored>, StatsError>>()?;
    Ok(Equated {
        location,
        spread,
        stretched,
        groups,
    })
}

/// The difference of two groups on the common scale, second less first.
///
/// Formula, errors: [`from_standard_errors`]. Assumptions: as [`equate`]; groups are separate
/// people.
///
/// ```text
/// equal truth, one group shifted by -0.35 and stretched by 0.8: raw d -0.49, corrected 0.02
/// ```
pub fn differ(first: &Anchored, second: &Anchored, level: Level) -> Result<Difference, StatsError> {
    let side = |a: &Anchored| a.corrected.value.map(|value| (value, a.se));
    match (side(first), side(second)) {
        (Some(before), Some(after)) => from_standard_errors(before, after, 0.0, level),
        _ => Err(StatsError::NotFinite {
            name: "corrected score",
            value: f64::NAN,
        }),
    }
}

fn check(groups: &[Vec<Pair>]) -> Result<(), StatsError> {
    let few = |name, given, needed| StatsError::Few {
        name,
        given,
        needed,
    };
    let first = groups.first().and_then(|people| people.first());
    let anchors = first.map_or(0, |pair| pair.anchors.len());
    if groups.is_empty() {
        return Err(few("groups", 0, 1));
    }
    for people in groups {
        if people.len() < 2 {
            return Err(few("people who answered every anchor", people.len(), 2));
        }
        for pair in people {
            if pair.anchors.len() != anchors {
                return Err(StatsError::Length {
                    name: "a person's anchors",
                    given: pair.anchors.len(),
                    rows: anchors,
                });
            }
            let mut values = pair.anchors.iter().chain([&pair.score]);
            if let Some(&value) = values.find(|v| !v.is_finite()) {
                let name = "answer";
                return Err(StatsError::NotFinite { name, value });
            }
        }
    }
    if anchors == 0 {
        return Err(few("anchors", 0, 1));
    }
    Ok(())
}

/// Where a group puts the anchors.
struct Placed {
    location: f64,
    spread: f64,
    /// Each person's part in the spread, which adds up to 0.
    parts: Vec<f64>,
}

impl Placed {
    fn new(people: &[Pair]) -> Self {
        let n = people.len() as f64;
        let anchors = people.first().map_or(0, |p| p.anchors.len());
        let means: Vec<f64> = (0..anchors)
            .map(|j| people.iter().map(|p| p.anchors[j]).sum::<f64>() / n)
            .collect();
        let k = anchors as f64;
        let location = means.iter().sum::<f64>() / k;
        let squares: f64 = means.iter().map(|a| (a - location).powi(2)).sum();
        let spread = (squares / k).sqrt();
        let part = |p: &Pair| -> f64 {
            if spread <= 0.0 {
                return 0.0;
            }
            let moved = means.iter().zip(&p.anchors);
            moved.map(|(a, v)| (a - location) * (v - a)).sum::<f64>() / (k * spread)
        };
        Placed {
            location,
            spread,
            parts: people.iter().map(part).collect(),
        }
    }

    fn tells_anchors_apart(&self) -> bool {
        self.spread > 0.0 && self.spread > SURE * error_of_mean(&self.parts)
    }
}

/// Standard error of a mean of values whose mean is 0.
fn error_of_mean(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let squares: f64 = values.iter().map(|v| v * v).sum();
    (squares / (n * (n - 1.0))).sqrt()
}

fn anchored(
    people: &[Pair],
    placed: &Placed,
    location: f64,
    stretch: f64,
    stretched: bool,
    rules: &Rules,
) -> Result<Anchored, StatsError> {
    let mut scores = Moments::default();
    for pair in people {
        scores.observe(pair.score)?;
    }
    let n = scores.n;
    let mean = scores.sum / n as f64;
    let away = mean - placed.location;
    let influence: Vec<f64> = people
        .iter()
        .zip(&placed.parts)
        .map(|(pair, part)| {
            let own = pair.anchors.iter().sum::<f64>() / pair.anchors.len() as f64;
            let bend = if stretched {
                away * part / placed.spread
            } else {
                0.0
            };
            stretch * (pair.score - own - away - bend)
        })
        .collect();
    let se = error_of_mean(&influence);
    let value = location + away * stretch;
    let (unit, method) = (Unit::Scale, Method::Equated);
    let corrected = match rules.too_few(n) {
        Some(refusal) => Estimate::refused(refusal, n, unit, method, rules),
        None if se <= 0.0 => Estimate::refused(Refusal::NoSpread { n }, n, unit, method, rules),
        None => {
            let t = quantile::student_t(0.5 + rules.level.share() / 2.0, n as f64 - 1.0);
            let interval = Interval::around(value, t * se);
            Estimate::shown(value, interval, n, unit, method, rules)
        }
    };
    Ok(Anchored {
        mapping: Mapping {
            location: placed.location,
            spread: placed.spread,
            stretch,
        },
        raw: crate::mean::estimate(&scores, rules),
        corrected,
        se,
        sd: stretch * scores.variance().unwrap_or(0.0).sqrt(),
    })
}
