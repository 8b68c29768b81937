//! Places ranked by a share of yes.

use rand::Rng;
use rand_distr::{Beta, Distribution};
use statrs::function::gamma::ln_gamma;

use super::{Options, Place, Ranking, band, check, limits, order};
use crate::share::Counts;
use crate::{Interval, Method, Refusal, StatsError, quantile, random};

/// Steps of the grid over the likeness of places.
const GRID: u32 = 120;

/// Places ranked by a share: empirical Bayes with a beta-binomial.
///
/// Formula: hits `k_i` of `n_i` are binomial with chance `θ_i ~ Beta(mM, (1 - m) M)`. With
/// `ρ = 1 / (M + 1)`, the correlation of answers within a place, `m` is the mean of observed
/// shares weighted by `n / (1 + (n - 1) ρ)`; `ρ` is integrated over a grid with a flat prior by
/// the beta-binomial likelihood. Given `ρ`, `θ_i` is `Beta(mM + k, (1 - m) M + n - k)`; value and
/// interval are of the beta with the mixture's mean and variance. Ranks come from joint draws.
/// Arguments: hits and others by place, places without answers allowed; see [`Options`]. Values
/// are shares 0 to 1. Errors: [`StatsError::Draws`] for no draws. Refused with fewer than 5 places
/// with answers, or where all answers agree.
/// Assumptions: answers within a place are independent given its chance.
/// Sources: Efron and Morris 1975, doi:10.1080/01621459.1975.10479864; Griffiths 1973,
/// doi:10.2307/2529131 (beta-binomial by likelihood).
///
/// ```
/// use stats::ranking::{Options, shares};
/// use stats::share::Counts;
/// let counts = [(1, 1), (60, 40), (80, 20), (40, 60), (55, 45), (62, 38)];
/// let places: Vec<Counts> = counts.map(|(hits, others)| Counts { hits, others }).to_vec();
/// let found = shares(&places, &Options::default()).unwrap();
/// assert!(found.places[3].p_worst > 0.8 && found.places[2].p_best > 0.9);
/// assert!(found.places[0].weight < 0.3);
/// ```
pub fn shares(places: &[Counts], options: &Options) -> Result<Ranking, StatsError> {
    let method = Method::BetaBinomial;
    if let Some(refused) = check(options, places.iter().map(Counts::n), method)? {
        return Ok(refused);
    }
    let n: u64 = places.iter().map(Counts::n).sum();
    let hits: u64 = places.iter().map(|p| p.hits).sum();
    if hits == 0 || hits == n {
        return Ok(Ranking::refused(Refusal::NoSpread { n }, n, method));
    }
    let grid = grid(places);
    let mixed = |of: &dyn Fn(&Given) -> f64| grid.iter().map(|g| g.chance * of(g)).sum::<f64>();
    let center = mixed(&|g| g.center);
    let center_se = mixed(&|g| g.center_variance + (g.center - center).powi(2)).sqrt();
    let around = Interval::around(center, options.level.z() * center_se).clipped(0.0, 1.0);

    let mut rng = random::stream(options.seed, 0);
    let draws = (0..options.draws).map(|_| {
        let mut left: f64 = rng.random();
        let given = grid.iter().find(|g| {
            left -= g.chance;
            left <= 0.0
        });
        let given = given.unwrap_or(&grid[grid.len() - 1]);
        let draw = |place: &Counts| {
            let (a, b) = given.shapes(place);
            Beta::new(a, b).map_or(given.center, |beta| beta.sample(&mut rng))
        };
        places.iter().map(draw).collect()
    });
    let alpha = options.level.alpha();
    let standings = order::standings(draws, places.len(), options.low_is_worst, alpha);
    let within = (center * (1.0 - center)).sqrt();
    let place = |(at, standing): (usize, order::Standing)| {
        let counts = &places[at];
        let value = mixed(&|g| g.mean(counts));
        let variance = mixed(&|g| g.variance(counts) + (g.mean(counts) - value).powi(2));
        let size = value * (1.0 - value) / variance - 1.0;
        let end = |p: f64| quantile::beta(p, value * size, (1.0 - value) * size);
        let (low, high) = (end(alpha / 2.0), end(1.0 - alpha / 2.0));
        let raw = (counts.n() > 0).then(|| counts.hits as f64 / counts.n() as f64);
        Place {
            n: counts.n(),
            raw,
            value,
            low,
            high,
            weight: mixed(&|g| counts.n() as f64 / (counts.n() as f64 + g.size)),
            p_worst: standing.worst,
            p_best: standing.best,
            rank_low: standing.low,
            rank_high: standing.high,
            band: band(low, high, center),
            funnel: raw.map(|raw| limits(raw, center, within, counts.n())),
        }
    };
    Ok(Ranking {
        center: Some(center),
        low: Some(around.low),
        high: Some(around.high),
        between: Some(mixed(&|g| g.center * (1.0 - g.center) / (g.size + 1.0)).sqrt()),
        within: Some(within),
        n,
        places: standings.into_iter().enumerate().map(place).collect(),
        method,
        refused: None,
    })
}

/// The posterior given one likeness of answers within places.
struct Given {
    chance: f64,
    center: f64,
    center_variance: f64,
    /// `M`: answers that the center is worth.
    size: f64,
}

impl Given {
    fn shapes(&self, place: &Counts) -> (f64, f64) {
        (
            self.center * self.size + place.hits as f64,
            (1.0 - self.center) * self.size + place.others as f64,
        )
    }

    fn mean(&self, place: &Counts) -> f64 {
        let (a, b) = self.shapes(place);
        a / (a + b)
    }

    fn variance(&self, place: &Counts) -> f64 {
        let (a, b) = self.shapes(place);
        let center = place.n() as f64 / (place.n() as f64 + self.size);
        let mean = a / (a + b);
        mean * (1.0 - mean) / (a + b + 1.0) + (1.0 - center).powi(2) * self.center_variance
    }
}

/// The grid over `ρ`, finer near zero, with the chance of each step.
fn grid(places: &[Counts]) -> Vec<Given> {
    let known: Vec<&Counts> = places.iter().filter(|p| p.n() > 0).collect();
    let mut steps: Vec<Given> = Vec::new();
    let mut logs = Vec::new();
    for step in 0..GRID {
        let root = (f64::from(step) + 0.5) / f64::from(GRID);
        let rho = root * root;
        let size = 1.0 / rho - 1.0;
        let weight = |p: &Counts| p.n() as f64 / (1.0 + (p.n() - 1) as f64 * rho);
        let total: f64 = known.iter().map(|p| weight(p)).sum();
        let share = |p: &Counts| p.hits as f64 / p.n() as f64;
        let center = known.iter().map(|p| weight(p) * share(p)).sum::<f64>() / total;
        let (a, b) = (center * size, (1.0 - center) * size);
        let beta = |a: f64, b: f64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
        let fit: f64 = known
            .iter()
            .map(|p| beta(a + p.hits as f64, b + p.others as f64) - beta(a, b))
            .sum();
        // The last factor makes the prior flat in `ρ` on a grid of its roots.
        logs.push(fit + root.ln());
        steps.push(Given {
            chance: 0.0,
            center,
            center_variance: center * (1.0 - center) / total,
            size,
        });
    }
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = logs.iter().map(|l| (l - highest).exp()).sum();
    for (step, log) in steps.iter_mut().zip(logs) {
        step.chance = (log - highest).exp() / sum;
    }
    steps
}
