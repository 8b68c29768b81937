//! What a weighted sample is reduced to.

use serde::{Deserialize, Serialize};

use crate::StatsError;

/// The answers of one sampling unit; it must be whole before it is added.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Cluster {
    /// Answers.
    pub n: u64,
    /// Sum of weights w.
    pub weight: f64,
    /// Sum of w x.
    pub total: f64,
    /// Sum of w x².
    pub total_sq: f64,
    /// Sum of w².
    pub weight_sq: f64,
}

impl Cluster {
    /// Adds one answer with its weight (any unit) and value.
    ///
    /// # Errors
    /// [`StatsError::Weight`] for a negative or non-finite weight,
    /// [`StatsError::NotFinite`] for a value; nothing is added then.
    pub fn observe(&mut self, weight: f64, value: f64) -> Result<(), StatsError> {
        if !(weight >= 0.0 && weight.is_finite()) {
            return Err(StatsError::Weight { weight });
        }
        if !value.is_finite() {
            return Err(StatsError::NotFinite {
                name: "value",
                value,
            });
        }
        self.merge(&Cluster {
            n: 1,
            weight,
            total: weight * value,
            total_sq: weight * value * value,
            weight_sq: weight * weight,
        });
        Ok(())
    }

    /// Adds the sums of other answers of the same unit.
    pub fn merge(&mut self, other: &Cluster) {
        self.n += other.n;
        self.weight += other.weight;
        self.total += other.total;
        self.total_sq += other.total_sq;
        self.weight_sq += other.weight_sq;
    }
}

/// Sums over the sampling units of one stratum.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Stratum {
    /// Answers.
    pub n: u64,
    /// Sampling units, those without an answer in the domain included: a score
    /// of one area from a sample of all areas counts the units of all areas.
    pub units: u64,
    /// Units in the frame that this stratum was drawn from, where it is known
    /// and the draw was without replacement.
    pub frame: Option<u64>,
    /// Sum of weights w over answers.
    pub weight: f64,
    /// Sum of w x over answers.
    pub total: f64,
    /// Sum of w x² over answers.
    pub total_sq: f64,
    /// Sum of w² over answers (for the effective n).
    pub weight_sq: f64,
    /// Sum over units of (unit's weight)².
    pub unit_weight_sq: f64,
    /// Sum over units of unit's weight times unit's total.
    pub unit_cross: f64,
    /// Sum over units of (unit's total)².
    pub unit_total_sq: f64,
}

impl Stratum {
    /// Adds one answer as a sampling unit of its own.
    ///
    /// # Errors
    /// Those of [`Cluster::observe`].
    pub fn observe(&mut self, weight: f64, value: f64) -> Result<(), StatsError> {
        let mut unit = Cluster::default();
        unit.observe(weight, value)?;
        self.add(&unit);
        Ok(())
    }

    /// Adds one sampling unit; an empty one counts as sampled outside the domain.
    pub fn add(&mut self, unit: &Cluster) {
        self.n += unit.n;
        self.units += 1;
        self.weight += unit.weight;
        self.total += unit.total;
        self.total_sq += unit.total_sq;
        self.weight_sq += unit.weight_sq;
        self.unit_weight_sq += unit.weight * unit.weight;
        self.unit_cross += unit.weight * unit.total;
        self.unit_total_sq += unit.total * unit.total;
    }

    /// Adds the sums of other units of the same stratum; the frame stays, or
    /// is taken over where it was not known.
    pub fn merge(&mut self, other: &Stratum) {
        self.n += other.n;
        self.units += other.units;
        self.frame = self.frame.or(other.frame);
        self.weight += other.weight;
        self.total += other.total;
        self.total_sq += other.total_sq;
        self.weight_sq += other.weight_sq;
        self.unit_weight_sq += other.unit_weight_sq;
        self.unit_cross += other.unit_cross;
        self.unit_total_sq += other.unit_total_sq;
    }

    /// Kish's effective n over strata: (Σw)² / Σw²; 0 without weight.
    pub(crate) fn kish(strata: &[Stratum]) -> f64 {
        let weight: f64 = strata.iter().map(|s| s.weight).sum();
        let weight_sq: f64 = strata.iter().map(|s| s.weight_sq).sum();
        if weight_sq > 0.0 {
            weight * weight / weight_sq
        } else {
            0.0
        }
    }

    /// Variance of this stratum's part of the mean, given mean and whole weight.
    pub(crate) fn variance(&self, mean: f64, weight: f64) -> f64 {
        let units = self.units as f64;
        let square =
            self.unit_total_sq - 2.0 * mean * self.unit_cross + mean * mean * self.unit_weight_sq;
        let sum = self.total - mean * self.weight;
        // A lone unit has no spread of its own: it is measured from the overall
        // mean instead of the stratum's, which errs on the wide side.
        let spread = if self.units > 1 {
            (square - sum * sum / units) * units / (units - 1.0)
        } else {
            square
        };
        let kept = match self.frame {
            Some(frame) if frame > 0 => 1.0 - units / frame as f64,
            _ => 1.0,
        };
        // Rounding can leave a spread of nothing a hair above it; that hair
        // must not pass for a standard error.
        let noise = (64.0 + units)
            * f64::EPSILON
            * (self.unit_total_sq + mean * mean * self.unit_weight_sq);
        if spread <= noise {
            0.0
        } else {
            spread * kept / (weight * weight)
        }
    }
}
