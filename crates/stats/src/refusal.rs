//! Why a number is left blank.

use serde::{Deserialize, Serialize};

/// The reason why no value is shown; its words are fit for a screen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Refusal {
    /// Fewer answers than a headline needs.
    #[error("{n} answers are too few for a score; at least {needed} are needed")]
    TooFew {
        /// Answers there are.
        n: u64,
        /// Answers needed.
        needed: u64,
    },
    /// All values are equal, so the sample says nothing about its own error.
    #[error(
        "all {n} values are the same, so their spread is unknown; name the ends of the scale to get an interval"
    )]
    NoSpread {
        /// Values there are.
        n: u64,
    },
    /// No anchors: style and true level are one.
    #[error(
        "without anchors, items or vignettes whose truth is the same for everyone, style and true level cannot be told apart; groups are not ranked"
    )]
    NoAnchors,
    /// Not even the form holds: one factor does not stand behind the items.
    #[error(
        "one factor does not fit the items in every group (CFI {cfi:.3}, below 0.90), so their mean is no common measure; choose items of one subject"
    )]
    FormDiffers {
        /// The comparative fit index.
        cfi: f64,
    },
    /// Loadings differ between groups.
    #[error(
        "the items do not weigh the same in every group (CFI falls by {fall:.3}, 0.010 or more), so raw means are not compared; use anchors"
    )]
    LoadingsDiffer {
        /// How far CFI falls.
        fall: f64,
    },
    /// Intercepts differ between groups.
    #[error(
        "equal opinion does not give equal answers in every group (CFI falls by {fall:.3}, 0.010 or more), so raw means are not compared; use anchors"
    )]
    InterceptsDiffer {
        /// How far CFI falls.
        fall: f64,
    },
    /// The data end before the horizon that was asked about.
    #[error(
        "customers were last seen at {last}, before the horizon {horizon}; choose an earlier horizon"
    )]
    Horizon {
        /// The horizon.
        horizon: f64,
        /// When anybody was last seen.
        last: f64,
    },
    /// An effect that is not the same throughout the tenure.
    #[error(
        "the effect changes over the tenure (p = {p:.2e}), so no single hazard ratio describes it; read it by period"
    )]
    Drifts {
        /// Adjusted p of the check.
        p: f64,
    },
    /// Fewer places than a ranking needs.
    #[error("{places} places with answers are too few to rank; at least {needed} are needed")]
    TooFewPlaces {
        /// Places with answers.
        places: u64,
        /// Places needed.
        needed: u64,
    },
}
