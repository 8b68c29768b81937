//! The ladder of invariance: form, loadings, intercepts.

use serde::{Deserialize, Serialize};

use crate::style::cfa::{Equal, Fit, Group, fit};
use crate::{Level, Refusal, StatsError};

/// Smallest CFI at which one factor behind the items is believed.
pub const FIT: f64 = 0.90;
/// Change of CFI at or below which a step fails.
pub const DROP: f64 = -0.010;

/// One step of the ladder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rung {
    /// The model.
    pub fit: Fit,
    /// CFI less that of the step before; blank on the first.
    pub delta_cfi: Option<f64>,
    /// Whether this step and all before it hold.
    pub holds: bool,
}

/// All three steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ladder {
    /// One factor behind the same items in every group.
    pub configural: Rung,
    /// Equal loadings.
    pub metric: Rung,
    /// Equal loadings and intercepts, but for the items that were left free.
    pub scalar: Rung,
    /// Items whose intercepts were left free, counted from 0.
    pub free: Vec<usize>,
}

impl Ladder {
    /// The reason why group means must not be compared, if there is one.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let fall = |rung: &Rung| -rung.delta_cfi.unwrap_or(0.0);
        if !self.configural.holds {
            let cfi = self.configural.fit.cfi;
            Some(Refusal::FormDiffers { cfi })
        } else if !self.metric.holds {
            let fall = fall(&self.metric);
            Some(Refusal::LoadingsDiffer { fall })
        } else if !self.scalar.holds {
            let fall = fall(&self.scalar);
            Some(Refusal::InterceptsDiffer { fall })
        } else {
            None
        }
    }
}

/// Whether items mean the same in every group, step by step.
///
/// Formula: [`fit`] with form, loadings and intercepts equal; a step fails where CFI changes by
/// [`DROP`] or less from the step before, the first where CFI is below [`FIT`]. A step after one
/// that failed does not hold either.
/// Arguments: groups (2 or more); items whose intercepts stay `free` (partial invariance: name
/// them before looking, and keep at least 2 held); level of the factor means' intervals.
/// Errors: those of [`fit`]; [`StatsError::Few`].
/// Assumptions: as [`fit`]. With three items the form always fits.
/// Sources: Cheung and Rensvold 2002, doi:10.1207/S15328007SEM0902_5; Vandenberg and Lance 2000,
/// doi:10.1177/109442810031002; Byrne, Shavelson and Muthén 1989, doi:10.1037/0033-2909.105.3.456
/// (partial invariance).
///
/// ```text
/// PISA, 5 items, 3 countries: CFI .989, .986, .956: the intercepts differ, raw means are refused
/// ```
pub fn ladder(groups: &[Group], free: &[usize], level: Level) -> Result<Ladder, StatsError> {
    let items = groups.first().map_or(0, |g| g.mean.len());
    let few = |name, given, needed| StatsError::Few {
        name,
        given,
        needed,
    };
    if groups.len() < 2 {
        return Err(few("groups", groups.len(), 2));
    }
    let held = (0..items).filter(|i| !free.contains(i)).count();
    if held < 2 {
        return Err(few("items with equal intercepts", held, 2));
    }
    let first = fit(groups, Equal::Configural, &[], level)?;
    let second = fit(groups, Equal::Metric, &[], level)?;
    let third = fit(groups, Equal::Scalar, free, level)?;
    let climb = |fit: Fit, before: &Rung| {
        let delta = fit.cfi - before.fit.cfi;
        Rung {
            holds: before.holds && delta > DROP,
            delta_cfi: Some(delta),
            fit,
        }
    };
    let configural = Rung {
        holds: first.cfi >= FIT,
        delta_cfi: None,
        fit: first,
    };
    let metric = climb(second, &configural);
    let scalar = climb(third, &metric);
    Ok(Ladder {
        configural,
        metric,
        scalar,
        free: free.to_vec(),
    })
}
