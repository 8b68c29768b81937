//! What is said of the drivers.

use serde::Serialize;
use stats::drivers::Kano;

/// One driver. Shares are 0 to 1; `_low` and `_high` are the ends of the interval at the asked
/// level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Driver {
    /// Column.
    pub driver: String,
    /// Share of the outcome's variance, averaged over all orders; blank above 16 drivers.
    pub importance_lmg: Option<f64>,
    /// Share of the outcome's variance by Johnson's relative weights.
    pub importance_johnson: f64,
    /// Lower end of importance (LMG, or Johnson above 16 drivers).
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Importance as a share of all drivers' importance.
    pub share: f64,
    /// Its interval.
    pub share_low: f64,
    /// Its interval.
    pub share_high: f64,
    /// Drivers with one number cannot be told apart in importance; 1 holds the most important.
    pub tie_group: usize,
    /// Points of the outcome per point of the driver, beside all other drivers; blank where the
    /// driver depends on others.
    pub effect: Option<f64>,
    /// Its interval.
    pub effect_low: Option<f64>,
    /// Its interval.
    pub effect_high: Option<f64>,
    /// Mean score of those who encountered it.
    pub performance: f64,
    /// Its interval.
    pub performance_low: f64,
    /// Its interval.
    pub performance_high: f64,
    /// Share of those who scored it whose score is low; blank where too few did.
    pub low_share: Option<f64>,
    /// Its interval.
    pub low_share_low: Option<f64>,
    /// Its interval.
    pub low_share_high: Option<f64>,
    /// Score below which it falls short.
    pub reference: f64,
    /// Expected points of the outcome if every score below the reference were at it.
    pub opportunity: f64,
    /// Its interval.
    pub opportunity_low: f64,
    /// Its interval.
    pub opportunity_high: f64,
    /// Rows with a score.
    pub n: u64,
    /// Share who encountered it.
    pub encountered: f64,
    /// Points of the outcome lost where the score is low, against a middling one.
    pub penalty: Option<f64>,
    /// Its interval.
    pub penalty_low: Option<f64>,
    /// Its interval.
    pub penalty_high: Option<f64>,
    /// Points gained where it is high.
    pub reward: Option<f64>,
    /// Its interval.
    pub reward_low: Option<f64>,
    /// Its interval.
    pub reward_high: Option<f64>,
    /// Basic, performance, excitement or indifferent.
    pub asymmetry: Option<Kano>,
    /// Importance with the person's leaning held constant, where asked.
    pub importance_without_halo: Option<f64>,
    /// Share of McFadden's R² in a logistic regression, where asked.
    pub importance_logit: Option<f64>,
    /// Importance with answers as ordered boxes, among those who met the drivers; a check of the
    /// others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub importance_ordinal: Option<f64>,
    /// By how much the variance of the effect is multiplied because drivers move together.
    pub inflation: Option<f64>,
}

/// What stands beside the drivers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct More {
    /// How well the drivers explain the outcome.
    pub fit: Fit,
    /// How surely one driver matters more than another.
    pub pairs: Vec<Pair>,
}

/// How well the drivers explain the outcome.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Fit {
    /// Share of the outcome's variance explained by all drivers; blank where refused.
    pub r2: Option<f64>,
    /// Its interval.
    pub low: Option<f64>,
    /// Its interval.
    pub high: Option<f64>,
    /// Rows used.
    pub n: u64,
    /// Rows of equal weight that would say as much.
    pub n_effective: f64,
    /// Rows with a score of every driver; blank where rows were not read one by one.
    pub complete: Option<u64>,
    /// McFadden's R² of the logistic regression, where asked.
    pub r2_mcfadden: Option<f64>,
}

/// Two drivers and how surely the first is the more important.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// A driver.
    pub a: String,
    /// One listed after it.
    pub b: String,
    /// Share of samples drawn again in which `a` is the more important.
    pub p: f64,
}
