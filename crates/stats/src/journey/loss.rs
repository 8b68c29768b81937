//! What failing a moment costs.

use nalgebra::DVector;
use serde::{Deserialize, Serialize};

use super::pattern::Patterns;
use crate::{Interval, Level, Method, Refusal, StatsError, bootstrap, random};

/// One customer's journey.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// For each moment whether it failed; none where the customer did not meet it.
    pub failed: Vec<Option<bool>>,
    /// Segment of the customer, a number from 0.
    pub segment: usize,
    /// Whether the customer was lost.
    pub lost: bool,
}

/// How intervals of recoverable loss are found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LossOptions {
    /// Bootstrap replicates of customers; 0 for no interval.
    pub replicates: u32,
    /// Seed of the replicates.
    pub seed: u64,
    /// Confidence of the intervals.
    pub level: Level,
    /// Length of the list of first moments whose membership is asked about.
    pub top: usize,
}

impl Default for LossOptions {
    /// 400 replicates, 95 %, the first three.
    fn default() -> Self {
        LossOptions {
            replicates: 400,
            seed: 0,
            level: Level::NINETY_FIVE,
            top: 3,
        }
    }
}

/// How surely a moment matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// It costs for sure and is among the first for sure (9 of 10 replicates).
    Sure,
    /// It costs for sure; its place is open.
    Likely,
    /// It may cost nothing.
    Unclear,
}

/// What one moment's failures cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Moment {
    /// The moment, in the order of the failures.
    pub moment: usize,
    /// Customers in all.
    pub n: u64,
    /// Share of customers who met it.
    pub reach: f64,
    /// Share of those who met it for whom it failed; blank where nobody met it.
    pub failure_rate: Option<f64>,
    /// Log odds ratio of loss where it fails; blank where refused.
    pub effect: Option<f64>,
    /// Lower end of the effect's interval (Wald).
    pub effect_low: Option<f64>,
    /// Upper end of it.
    pub effect_high: Option<f64>,
    /// Share of all customers who would not be lost if it never failed.
    pub recoverable: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
    /// Customers lost per failure.
    pub loss_per_failure: Option<f64>,
    /// Share of replicates in which it is among the first moments.
    pub p_top: Option<f64>,
    /// How surely it matters.
    pub confidence: Option<Confidence>,
    /// How the interval was computed.
    pub method: Method,
    /// Why it is blank.
    pub refused: Option<Refusal>,
}

/// Recoverable loss per moment: how many customers would stay if it never failed.
///
/// Formula: logit of loss on a failure and an exposure indicator per moment and on segments, with
/// a ridge of .02 on all but the intercept; for moment k the mean over customers of the chance of
/// loss less that with its failures absent. Interval by the percentile bootstrap of customers.
/// Arguments: one [`Visit`] per customer, all with the same moments; see [`LossOptions`].
/// Errors: [`StatsError::Length`] where moments differ between customers, those of
/// [`newton`](crate::regress::newton). Refused where all or no customers were lost, or nobody met
/// a failure of the moment.
/// Assumptions: failures hit customers of one segment and exposure as if by chance; effects add
/// on the log odds. In 40 worlds of nine touchpoints and 8,000 customers, whose last touchpoints
/// count more than the model knows, the three costliest are found by .96 (lowest score .34, most
/// failures .60, greatest effect .70) with a rank correlation of .81.
/// Sources: Robins 1986, doi:10.1016/0270-0255(86)90088-6 (the counterfactual by the g-formula);
/// Dalessandro et al. 2012, doi:10.1145/2351356.2351363 (causal caution).
///
/// ```
/// use stats::journey::{LossOptions, Visit, recoverable_loss};
/// let visit = |i: u32| {
///     let failed = vec![Some(i % 4 == 0), (i % 2 == 0).then_some(i % 5 == 0)];
///     let lost = if failed[0] == Some(true) { i % 3 > 0 } else { i % 10 == 1 };
///     Visit { failed, segment: 0, lost }
/// };
/// let visits: Vec<Visit> = (0..600).map(visit).collect();
/// let found = recoverable_loss(&visits, &LossOptions::default()).unwrap();
/// assert!(found[0].low.unwrap() > 0.05 && found[0].recoverable > found[1].recoverable);
/// ```
pub fn recoverable_loss(
    visits: &[Visit],
    options: &LossOptions,
) -> Result<Vec<Moment>, StatsError> {
    let moments = visits.first().map_or(0, |v| v.failed.len());
    if let Some(visit) = visits.iter().find(|v| v.failed.len() != moments) {
        return Err(StatsError::Length {
            name: "moments of a customer",
            given: visit.failed.len(),
            rows: moments,
        });
    }
    let n = visits.len() as u64;
    let mut found: Vec<Moment> = (0..moments).map(|k| described(visits, k)).collect();
    let lost = visits.iter().filter(|v| v.lost).count() as u64;
    if lost == 0 || lost == n {
        for moment in &mut found {
            moment.refused = Some(Refusal::NoSpread { n });
        }
        return Ok(found);
    }
    let patterns = Patterns::new(visits, moments);
    let counts = patterns.counts(|_| 1.0);
    let (coef, cov) = patterns.fit(&counts, DVector::zeros(patterns.columns()))?;
    let saved = patterns.recoverable(&counts, &coef, moments);
    let mut drawn: Vec<Vec<f64>> = vec![Vec::new(); moments];
    let mut first = vec![0.0; moments];
    for replicate in 0..options.replicates {
        let mut rng = random::stream(options.seed, u64::from(replicate));
        let times = random::multiplicity(&mut rng, visits.len());
        let counts = patterns.counts(|customer| f64::from(times[customer]));
        // A replicate without any loss, or of nothing else, says nothing.
        let Ok((coef, _)) = patterns.fit(&counts, coef.clone()) else {
            continue;
        };
        let saved = patterns.recoverable(&counts, &coef, moments);
        for k in top(&saved, options.top) {
            first[k] += 1.0;
        }
        for (list, saved) in drawn.iter_mut().zip(saved) {
            list.push(saved);
        }
    }
    for (k, moment) in found.iter_mut().enumerate() {
        if moment.failure_rate.unwrap_or(0.0) == 0.0 {
            moment.refused = Some(Refusal::TooFew { n: 0, needed: 1 });
            continue;
        }
        let half = options.level.z() * cov[(1 + k, 1 + k)].sqrt();
        let effect = Interval::around(coef[1 + k], half);
        moment.effect = Some(coef[1 + k]);
        (moment.effect_low, moment.effect_high) = (Some(effect.low), Some(effect.high));
        moment.recoverable = Some(saved[k]);
        let failures = moment.reach * moment.failure_rate.unwrap_or(0.0);
        moment.loss_per_failure = Some(saved[k] / failures);
        let replicates = drawn[k].len() as f64;
        if drawn[k].is_empty() {
            continue;
        }
        let interval = bootstrap::percentile(&mut drawn[k], options.level).holding(saved[k]);
        (moment.low, moment.high) = (Some(interval.low), Some(interval.high));
        let p_top = first[k] / replicates;
        moment.p_top = Some(p_top);
        moment.confidence = Some(match (interval.low > 0.0, p_top >= 0.9) {
            (true, true) => Confidence::Sure,
            (true, false) => Confidence::Likely,
            (false, _) => Confidence::Unclear,
        });
    }
    Ok(found)
}

/// The `count` moments of greatest value.
fn top(values: &[f64], count: usize) -> impl Iterator<Item = usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    order.into_iter().take(count)
}

/// How often a moment was met and failed.
fn described(visits: &[Visit], moment: usize) -> Moment {
    let met = visits.iter().filter_map(|v| v.failed[moment]);
    let (mut reached, mut failed) = (0.0, 0.0);
    for fails in met {
        reached += 1.0;
        failed += f64::from(fails);
    }
    Moment {
        moment,
        n: visits.len() as u64,
        reach: reached / visits.len() as f64,
        failure_rate: (reached > 0.0).then(|| failed / reached),
        effect: None,
        effect_low: None,
        effect_high: None,
        recoverable: None,
        low: None,
        high: None,
        loss_per_failure: None,
        p_top: None,
        confidence: None,
        method: Method::Bootstrap,
        refused: None,
    }
}
