//! Key drivers: what an outcome depends on, how much a point is worth, and what mending it would
//! bring.
//!
//! Three numbers per driver, never one: importance (a share of the outcome's variance), effect
//! (a coefficient) and performance (a mean), and from them the opportunity. All of them come
//! from [`Moments`], which one scan fills ([`Covariance`]); rows whose answers are missing in
//! parts go to [`Patterns`] and are completed by [`Patterns::expectation_maximization`].
//!
//! | item | what it says |
//! |---|---|
//! | [`lmg`] | importance, averaged over all orders; exact up to [`MOST_EXACT`] drivers |
//! | [`genizi`] | importance, Johnson's relative weights, any number of drivers |
//! | [`first`], [`last`], [`pratt`], [`car`], [`betasq`], [`vif`] | the other measures, and collinearity |
//! | [`Layout`] | touchpoints as columns: score below and above a reference, and not encountered |
//! | [`assess`], [`resample`](resample()) | all numbers of a driver at once, and their intervals |
//! | [`effects`] | coefficients with sandwich intervals |
//! | [`pairs`], [`tie_groups`] | which driver is surely above another |
//! | [`logit_dominance`] | importance for a yes-no outcome |
//! | [`polychoric`], [`ordinal`] | importance where answers are ordered boxes, no numbers |
//! | [`asymmetry`] | penalty for bad, reward for good |

mod assess;
mod asymmetry;
mod covariance;
mod dominance;
mod effect;
mod em;
mod layout;
mod lmg;
mod measures;
mod ordinal;
mod patterns;
mod polychoric;
mod resample;
mod sample;
mod sweep;
mod ties;

pub use assess::{Assessed, assess};
pub use asymmetry::{Asymmetry, Kano, asymmetry};
pub use covariance::{Covariance, Moments};
pub use dominance::{Dominance, logit_dominance};
pub use effect::{Effect, effects};
pub use layout::{Answer, Layout};
pub use lmg::{MOST_EXACT, explained, lmg, shapley};
pub use measures::{betasq, car, first, genizi, last, pratt, vif};
pub use ordinal::{Ordinal, ordinal};
pub use patterns::Patterns;
pub use polychoric::{MOST_VALUES, Polychoric, polychoric};
pub use resample::{Replicates, resample, resample_parts};
pub use sample::Sample;
pub use ties::{Pair, pairs, tie_groups};
