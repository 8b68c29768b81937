//! What would be lost if a step were closed.

use rand_distr::{Distribution, Poisson};
use serde::Serialize;

use super::chain::{Chain, chain};
use super::{Path, check};
use crate::{Level, Method, Refusal, StatsError, bootstrap, random};

/// How intervals of path measures are found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PathOptions {
    /// Bootstrap replicates.
    pub replicates: u32,
    /// Seed of the replicates, and of sampled coalitions.
    pub seed: u64,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for PathOptions {
    /// 400 replicates, 95 %.
    fn default() -> Self {
        PathOptions {
            replicates: 400,
            seed: 0,
            level: Level::NINETY_FIVE,
        }
    }
}

/// The removal effect of one step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Removal {
    /// The step.
    pub step: usize,
    /// Share of conversions that would be lost if whoever comes to the step were lost there.
    pub effect: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
    /// The effect over the sum of all effects.
    pub share: Option<f64>,
    /// Customers whose path came to the step.
    pub n: f64,
    /// How the interval was computed.
    pub method: Method,
    /// Why it is blank.
    pub refused: Option<Refusal>,
}

/// Markov removal effects, exactly.
///
/// Formula: with the chances to move `Q`, visits `N = (I - Q)⁻¹` and chances to convert
/// `h = N r`, closing step k loses all who reach it, `(s' N)_k / N_kk`, with their chance `h_k`:
/// `effect_k = (s' N)_k h_k / (N_kk P)` for the whole chance `P = s' h`. Interval by the Poisson
/// bootstrap of customers.
/// Arguments: paths with counts of converted and lost customers; steps numbered from 0.
/// Errors: [`StatsError::Weight`] for a negative count. Refused where nobody converted.
/// Assumptions: the next step hangs only on the present one. It describes traffic: that a step is
/// passed by the converted does not say that it converts them.
/// Sources: Anderl et al. 2016, doi:10.1016/j.ijresmar.2016.03.001; Kemeny and Snell 1960, Finite
/// Markov Chains, chapter 3.
///
/// ```
/// use stats::journey::{Path, PathOptions, removal};
/// let paths = [
///     Path { steps: vec![0, 1], converted: 5.0, lost: 5.0 },
///     Path { steps: vec![1], converted: 5.0, lost: 5.0 },
/// ];
/// let found = removal(&paths, &PathOptions::default()).unwrap();
/// // All conversions pass step 1, half of them step 0.
/// assert!((found[0].effect.unwrap() - 0.5).abs() < 1e-12);
/// assert!((found[1].effect.unwrap() - 1.0).abs() < 1e-12);
/// ```
pub fn removal(paths: &[Path], options: &PathOptions) -> Result<Vec<Removal>, StatsError> {
    let steps = check(paths)?;
    let observed = effects(&chain(paths, steps));
    let mut replicates: Vec<Vec<f64>> = (0..steps).map(|_| Vec::new()).collect();
    if observed.is_some() {
        for replicate in 0..options.replicates {
            let mut rng = random::stream(options.seed, u64::from(replicate));
            let mut draw = |count: f64| Poisson::new(count).map_or(0.0, |p| p.sample(&mut rng));
            let drawn: Vec<Path> = paths
                .iter()
                .map(|path| Path {
                    steps: path.steps.clone(),
                    converted: draw(path.converted),
                    lost: draw(path.lost),
                })
                .collect();
            let drawn = effects(&chain(&drawn, steps)).unwrap_or_default();
            for (list, effect) in replicates.iter_mut().zip(drawn) {
                list.push(effect);
            }
        }
    }
    let total: f64 = observed.iter().flatten().sum();
    let removals = replicates.into_iter().enumerate().map(|(step, mut drawn)| {
        let effect = observed.as_ref().map(|e| e[step]);
        let interval = (!drawn.is_empty())
            .then(|| bootstrap::percentile(&mut drawn, options.level))
            .zip(effect)
            .map(|(interval, effect)| interval.holding(effect).clipped(0.0, 1.0));
        let through = paths.iter().filter(|p| p.steps.contains(&step));
        Removal {
            step,
            effect,
            low: interval.map(|i| i.low),
            high: interval.map(|i| i.high),
            share: effect.map(|e| if total > 0.0 { e / total } else { 0.0 }),
            n: through.map(|p| p.converted + p.lost).sum(),
            method: Method::Bootstrap,
            refused: effect
                .is_none()
                .then_some(Refusal::TooFew { n: 0, needed: 1 }),
        }
    });
    Ok(removals.collect())
}

/// The effect of each step; none where nobody converts.
fn effects(chain: &Chain) -> Option<Vec<f64>> {
    let visits = chain.visits()?;
    let all = chain.conversion(&visits);
    let (reached, converts) = (visits.tr_mul(&chain.start), &visits * &chain.converts);
    let effect = |k: usize| reached[k] * converts[k] / (visits[(k, k)] * all);
    (all > 0.0).then(|| (0..reached.len()).map(effect).collect())
}
