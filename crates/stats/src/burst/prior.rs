//! What all candidates of a family together say about one of them: rates and dispersions.

use statrs::function::gamma::ln_gamma;

use super::Series;

/// Dispersions that are weighed against each other, evenly spaced on the log scale.
const DISPERSIONS: usize = 25;
/// The least and the greatest of them; below the least counts are as good as Poisson.
const RANGE: (f64, f64) = (0.002, 4.0);
/// Spreads of the log dispersion between candidates, from all alike to very unlike.
const SPREADS: [f64; 6] = [0.1, 0.3, 0.6, 0.9, 1.2, 1.5];
/// The least and the greatest shape of the rates' prior, as mentions added to the history.
const SHAPES: (f64, f64) = (0.5, 1.0);

/// A gamma prior of the rate and a discrete one of the dispersion.
#[derive(Debug, Clone)]
pub(super) struct Prior {
    /// Mentions that the prior of the rate adds to a history.
    pub(super) mentions: f64,
    /// Verbatims that it adds.
    pub(super) exposure: f64,
    /// Dispersions, ascending.
    pub(super) dispersions: Vec<f64>,
    /// How likely each of them is for a candidate that nothing else is known of; sums to 1.
    pub(super) weights: Vec<f64>,
}

/// Mentions, exposure and the sum of the squared shares of exposure of a history.
pub(super) struct Heard {
    pub(super) mentions: f64,
    pub(super) exposure: f64,
    pub(super) uneven: f64,
}

impl Heard {
    pub(super) fn of(series: &Series) -> Self {
        let (mut mentions, mut exposure, mut squares) = (0.0, 0.0, 0.0);
        for window in &series.history {
            let e = window.exposure as f64;
            if e > 0.0 {
                mentions += window.count as f64;
                exposure += e;
                squares += e * e;
            }
        }
        Heard {
            mentions,
            exposure,
            uneven: if exposure > 0.0 {
                squares / (exposure * exposure)
            } else {
                1.0
            },
        }
    }
}

impl Prior {
    /// The prior that the histories of a family make likely.
    ///
    /// Rates: gamma with the family's mean rate and the shape of greatest likelihood within
    /// [`SHAPES`]. Dispersions: log-normal, center and spread not chosen but averaged by how
    /// likely they make all histories, each as likely as any other beforehand; a small family
    /// thus keeps a wide prior.
    pub(super) fn of(family: &[Series]) -> Self {
        let step = (RANGE.1 / RANGE.0).ln() / (DISPERSIONS - 1) as f64;
        let logs: Vec<f64> = (0..DISPERSIONS)
            .map(|i| RANGE.0.ln() + step * i as f64)
            .collect();
        let dispersions: Vec<f64> = logs.iter().map(|l| l.exp()).collect();
        let (mentions, exposure) = rates(family);
        let likelihoods: Vec<Vec<f64>> = family
            .iter()
            .map(|series| likelihood(series, &dispersions))
            .collect();
        let mut laws = Vec::with_capacity(DISPERSIONS * SPREADS.len());
        for center in &logs {
            for spread in SPREADS {
                let mut law: Vec<f64> = logs
                    .iter()
                    .map(|l| (-0.5 * ((l - center) / spread).powi(2)).exp())
                    .collect();
                normalize(&mut law);
                laws.push(law);
            }
        }
        let scores: Vec<f64> = laws
            .iter()
            .map(|law| {
                likelihoods
                    .iter()
                    .map(|each| dot(law, each).max(f64::MIN_POSITIVE).ln())
                    .sum()
            })
            .collect();
        let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut weights = vec![0.0; DISPERSIONS];
        for (law, score) in laws.iter().zip(scores) {
            let trust = (score - best).exp();
            for (weight, share) in weights.iter_mut().zip(law) {
                *weight += trust * share;
            }
        }
        normalize(&mut weights);
        Prior {
            mentions,
            exposure,
            dispersions,
            weights,
        }
    }

    /// How likely each dispersion is for a candidate with this history.
    pub(super) fn posterior(&self, series: &Series) -> Vec<f64> {
        let mut weights = likelihood(series, &self.dispersions);
        for (weight, prior) in weights.iter_mut().zip(&self.weights) {
            *weight *= prior;
        }
        normalize(&mut weights);
        weights
    }
}

/// How likely each dispersion makes the history given its total, up to a factor: the
/// Dirichlet-multinomial law of negative binomial counts whose mean is not known, exact for equal
/// exposures and matched in spread for others.
fn likelihood(series: &Series, dispersions: &[f64]) -> Vec<f64> {
    let heard = Heard::of(series);
    let windows = || series.history.iter().filter(|w| w.exposure > 0);
    let mut logs: Vec<f64> = dispersions
        .iter()
        .map(|dispersion| {
            let all = 1.0 / (dispersion * heard.uneven);
            let mut log = -rising(all, heard.mentions);
            for window in windows().filter(|w| w.count > 0) {
                let share = window.exposure as f64 / heard.exposure;
                log += rising(all * share, window.count as f64);
            }
            log
        })
        .collect();
    let best = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for log in &mut logs {
        *log = (*log - best).exp();
    }
    logs
}

/// `ln Γ(a + k) - ln Γ(a)`.
fn rising(a: f64, k: f64) -> f64 {
    if k <= 16.0 {
        (0..k as u32).map(|i| (a + f64::from(i)).ln()).sum()
    } else {
        ln_gamma(a + k) - ln_gamma(a)
    }
}

/// Mentions and verbatims that the gamma prior of the rates adds to every history.
fn rates(family: &[Series]) -> (f64, f64) {
    let heard: Vec<Heard> = family
        .iter()
        .map(Heard::of)
        .filter(|h| h.exposure > 0.0)
        .collect();
    let mentions: f64 = heard.iter().map(|h| h.mentions).sum();
    let exposure: f64 = heard.iter().map(|h| h.exposure).sum();
    if mentions == 0.0 {
        return (SHAPES.1, 0.0);
    }
    let mean = mentions / exposure;
    let score = |shape: f64| -> f64 {
        heard
            .iter()
            .map(|h| {
                let ratio = mean * h.exposure / shape;
                rising(shape, h.mentions)
                    - shape * ratio.ln_1p()
                    - h.mentions * ratio.recip().ln_1p()
            })
            .sum()
    };
    let shape = highest(score, SHAPES);
    (shape, shape / mean)
}

/// Where a function of one hump is greatest (golden section, to 1e-10 of the range).
fn highest(score: impl Fn(f64) -> f64, range: (f64, f64)) -> f64 {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = range;
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (score(left), score(right));
    for _ in 0..48 {
        if at_left > at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = score(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = score(right);
        }
    }
    let middle = (low + high) / 2.0;
    // A likelihood that rises throughout is greatest at an end, which the halving only nears.
    [range.0, range.1].into_iter().fold(
        middle,
        |best, end| if score(end) >= score(best) { end } else { best },
    )
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn normalize(weights: &mut [f64]) {
    let sum: f64 = weights.iter().sum();
    for weight in weights {
        *weight /= sum;
    }
}
