//! The style of a group: the mean of each index over its people.

use serde::{Deserialize, Serialize};

use crate::mean::{self, Moments};
use crate::style::{Person, Scale};
use crate::{Estimate, Rules, StatsError};

/// Moments of every index over the people of a group.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Of extreme responding.
    pub ers: Moments,
    /// Of acquiescence.
    pub ars: Moments,
    /// Of disacquiescence.
    pub drs: Moments,
    /// Of midpoint responding.
    pub mrs: Moments,
    /// Of net acquiescence.
    pub nars: Moments,
    /// Of variability within the person.
    pub irv: Moments,
    /// Of the person's mean answer.
    pub mean: Moments,
}

/// The style of a group, each index with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Styles {
    /// Extreme responding, 0 to 1.
    pub ers: Estimate,
    /// Acquiescence, 0 to 1.
    pub ars: Estimate,
    /// Disacquiescence, 0 to 1.
    pub drs: Estimate,
    /// Midpoint responding, 0 to 1.
    pub mrs: Estimate,
    /// Net acquiescence, -1 to 1.
    pub nars: Estimate,
    /// Variability within the person, in steps of the scale.
    pub irv: Estimate,
    /// Mean answer, on the scale; not comparable between groups whose styles differ.
    pub mean: Estimate,
}

impl Tally {
    /// Adds one person.
    ///
    /// # Errors
    /// [`StatsError::NotFinite`].
    pub fn observe(&mut self, person: &Person) -> Result<(), StatsError> {
        for (moments, value) in [
            (&mut self.ers, person.ers),
            (&mut self.ars, person.ars),
            (&mut self.drs, person.drs),
            (&mut self.mrs, person.mrs),
            (&mut self.nars, person.nars),
            (&mut self.mean, person.mean),
        ] {
            moments.observe(value)?;
        }
        match person.irv {
            Some(irv) => self.irv.observe(irv),
            None => Ok(()),
        }
    }

    /// Adds the people of another tally.
    pub fn merge(&mut self, other: &Tally) {
        self.ers.merge(&other.ers);
        self.ars.merge(&other.ars);
        self.drs.merge(&other.drs);
        self.mrs.merge(&other.mrs);
        self.nars.merge(&other.nars);
        self.irv.merge(&other.irv);
        self.mean.merge(&other.mean);
    }

    /// Each index with its t interval over people.
    ///
    /// Formula: [`mean::estimate_on_scale`] over people (0 to 1, -1 to 1, or the answer scale);
    /// [`mean::estimate`] for the variability.
    /// Arguments: the answer scale; rules. Errors: [`StatsError::Scale`].
    /// Assumptions and sources: as [`person`](super::person); people are independent.
    ///
    /// ```text
    /// 1,500 Canadians on 11 items of 1 to 4: ers 0.397 (0.382 .. 0.412)
    /// ```
    pub fn estimate(&self, scale: Scale, rules: &Rules) -> Result<Styles, StatsError> {
        let share = |m: &Moments| mean::estimate_on_scale(m, 0.0, 1.0, rules);
        Ok(Styles {
            ers: share(&self.ers)?,
            ars: share(&self.ars)?,
            drs: share(&self.drs)?,
            mrs: share(&self.mrs)?,
            nars: mean::estimate_on_scale(&self.nars, -1.0, 1.0, rules)?,
            irv: mean::estimate(&self.irv, rules),
            mean: mean::estimate_on_scale(&self.mean, scale.lowest(), scale.highest(), rules)?,
        })
    }
}
