//! The change as a walk from before to after, in pieces that add up.

use serde::{Deserialize, Serialize};

use super::cube::{Cell, Cube};
use super::mix::{Along, Split, Whole};
use super::set::group_of;

/// What a piece of the change is due to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Due {
    /// The make-up of the respondents along the dimension that explains most of the mix.
    MixOf {
        /// The dimension.
        dimension: usize,
    },
    /// All other changes in the make-up of the respondents.
    OtherMix,
    /// Changed answers in a cell (less the rows of the cells before it).
    Rate {
        /// The cell.
        cell: Cell,
    },
    /// Changed answers everywhere else.
    OtherRate,
}

/// One piece.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What it is due to.
    pub due: Due,
    /// How far it moved the mean, in the unit of the values.
    pub change: f64,
}

pub(super) fn steps(
    cube: &Cube,
    whole: &Whole,
    split: &Split,
    along: &[Along],
    causes: &[Cell],
) -> Vec<Step> {
    let mut steps = Vec::with_capacity(causes.len() + 3);
    let widest = along
        .iter()
        .fold(None, |best: Option<&Along>, a| match best {
            Some(best) if best.mix.abs() >= a.mix.abs() => Some(best),
            _ => Some(a),
        });
    if let Some(widest) = widest {
        steps.push(Step {
            due: Due::MixOf {
                dimension: widest.dimension,
            },
            change: widest.mix,
        });
        if along.len() > 1 {
            steps.push(Step {
                due: Due::OtherMix,
                change: split.mix - widest.mix,
            });
        }
    }
    let mut rates = vec![0.0; causes.len() + 1];
    for (at, pair) in cube.finest() {
        rates[group_of(causes.iter(), at)] += whole.parts(pair).rate;
    }
    for (cell, &change) in causes.iter().zip(&rates) {
        steps.push(Step {
            due: Due::Rate { cell: cell.clone() },
            change,
        });
    }
    // What is left, rather than the sum of the other rates, so that the pieces end where the
    // change ends to the last digit.
    let told: f64 = steps.iter().map(|s| s.change).sum();
    steps.push(Step {
        due: Due::OtherRate,
        change: split.delta - told,
    });
    steps
}
