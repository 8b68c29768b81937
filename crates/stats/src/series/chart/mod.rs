//! Charts: where values lie beside limits that common variation keeps within.

mod cusum;
mod ewma;
mod residual;
mod share;
mod xbar;

pub use cusum::{CusumPoint, cusum};
pub use ewma::{EwmaPoint, Widening, ewma};
pub use residual::{Baseline, Sample, baseline};
pub use share::{Counted, ShareChart, laney, p_chart};
pub use xbar::{Xbar, xbar};

/// Expected range of n standard normal values, n from 2, as tables print it.
const RANGE: [f64; 9] = [
    1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.970, 3.078,
];

/// How many standard errors Shewhart's limits lie from the center.
const SIGMAS: f64 = 3.0;
