//! How much of a change is who answered (mix), how much is what they said (rate).

use serde::{Deserialize, Serialize};

use super::cube::{Cube, Pair};
use crate::{Interval, Level, Refusal};

/// A change taken apart; all in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Split {
    /// Mean before.
    pub before: f64,
    /// Mean after.
    pub after: f64,
    /// After less before.
    pub delta: f64,
    /// Interval of `delta`.
    pub interval: Interval,
    /// What the changed make-up of the respondents did.
    pub mix: f64,
    /// What changed answers within cells did; `mix + rate` is `delta`.
    pub rate: f64,
    /// Share of the weight, 0 to 1, in cells that were heard in one period only; their whole
    /// part counts as mix.
    pub unmatched: f64,
    /// Rows before.
    pub n_before: u64,
    /// Rows after.
    pub n_after: u64,
}

/// A dimension's own view of the change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Along {
    /// Which dimension.
    pub dimension: usize,
    /// Mix over its values alone, in the unit of the values.
    pub mix: f64,
    /// Rate within its values; `mix + rate` is the whole change.
    pub rate: f64,
    /// Values whose mean rose.
    pub rose: u64,
    /// Values whose mean fell.
    pub fell: u64,
    /// Simpson's paradox: the whole went one way and every value of the dimension the other.
    pub reversed: bool,
}

/// The mix and rate parts of one cell, against the mean `center` of both periods.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parts {
    pub mix: f64,
    pub rate: f64,
}

/// What both periods look like as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole {
    pub pair: Pair,
    pub means: [f64; 2],
    /// Midway between the two means.
    pub center: f64,
    /// Spread of one row's value over both periods.
    pub spread: f64,
}

impl Whole {
    /// The whole of a cube, unless a period has fewer than `needed` rows.
    pub(super) fn of(cube: &Cube, needed: u64) -> Result<Self, Refusal> {
        let pair = cube.total();
        let needed = needed.max(2);
        let n = pair[0].n.min(pair[1].n);
        match (pair[0].mean(), pair[1].mean()) {
            (Some(before), Some(after)) if n >= needed => Ok(Whole {
                pair,
                means: [before, after],
                center: f64::midpoint(before, after),
                spread: f64::midpoint(pair[0].spread(), pair[1].spread()),
            }),
            _ => Err(Refusal::TooFew { n, needed }),
        }
    }

    /// Shares of the weight that a cell has before and after.
    pub(super) fn shares(&self, cell: &Pair) -> [f64; 2] {
        [0, 1].map(|t| cell[t].weight / self.pair[t].weight)
    }

    /// A cell's parts of the change.
    pub(super) fn parts(&self, cell: &Pair) -> Parts {
        let [w0, w1] = self.shares(cell);
        let (m0, m1) = match (cell[0].mean(), cell[1].mean()) {
            (Some(m0), Some(m1)) => (m0, m1),
            (Some(m), None) | (None, Some(m)) => (m, m),
            (None, None) => return Parts::default(),
        };
        Parts {
            mix: (w1 - w0) * (f64::midpoint(m0, m1) - self.center),
            rate: (m1 - m0) * f64::midpoint(w0, w1),
        }
    }

    pub(super) fn delta(&self) -> f64 {
        self.means[1] - self.means[0]
    }

    /// Squared standard error of the change.
    pub(super) fn error2(&self) -> f64 {
        let error2 = |t: usize| self.pair[t].error2(self.means[t], self.spread);
        error2(0) + error2(1)
    }
}

pub(super) fn split(cube: &Cube, whole: &Whole, level: Level) -> Split {
    let (mut mix, mut rate, mut unmatched) = (0.0, 0.0, 0.0);
    for (_, pair) in cube.finest() {
        let parts = whole.parts(pair);
        mix += parts.mix;
        rate += parts.rate;
        if pair[0].mean().is_some() != pair[1].mean().is_some() {
            unmatched += whole.shares(pair).iter().sum::<f64>() / 2.0;
        }
    }
    Split {
        before: whole.means[0],
        after: whole.means[1],
        delta: whole.delta(),
        interval: Interval::around(whole.delta(), level.z() * whole.error2().sqrt()),
        mix,
        rate,
        unmatched,
        n_before: whole.pair[0].n,
        n_after: whole.pair[1].n,
    }
}

pub(super) fn along(cube: &Cube, whole: &Whole, dimension: usize) -> Along {
    let (mut mix, mut rate, mut rose, mut fell, mut other) = (0.0, 0.0, 0, 0, 0);
    for pair in cube.along(&[dimension]).values() {
        let parts = whole.parts(pair);
        mix += parts.mix;
        rate += parts.rate;
        match parts.rate {
            r if r > 0.0 => rose += 1,
            r if r < 0.0 => fell += 1,
            _ => other += 1,
        }
    }
    let delta = whole.delta();
    let against = if delta < 0.0 { rose } else { fell };
    Along {
        dimension,
        mix,
        rate,
        rose,
        fell,
        reversed: delta != 0.0 && against > 1 && against == rose + fell + other,
    }
}
