//! Item means of a group, with the person's own level and stretch left in or taken out.

use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::mean::Moments;

/// Moments of each item over a group, as answered and within the person.
///
/// What is left after centering is a profile: which items stand higher than the person's other
/// items. Every difference in level between groups is gone, the true one included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Answers as given.
    pub raw: Vec<Moments>,
    /// Less the person's mean.
    pub centered: Vec<Moments>,
    /// Less the person's mean, over the person's standard deviation; 0 for who answers all alike.
    pub standardized: Vec<Moments>,
}

impl Profile {
    /// A profile over `items` items, with nobody in it.
    #[must_use]
    pub fn new(items: usize) -> Self {
        let none = vec![Moments::default(); items];
        Profile {
            raw: none.clone(),
            centered: none.clone(),
            standardized: none,
        }
    }

    /// Adds one person's answers, one entry per item.
    ///
    /// Formula: `x`, `x - m` and `(x - m) / s` with the person's mean m and standard deviation s
    /// over the items answered (dividing by items - 1).
    /// Errors: [`StatsError::Length`], [`StatsError::NotFinite`]; nothing is added then.
    /// Assumptions: items share a scale. Source: Fischer 2004, doi:10.1177/0022022104264122.
    ///
    /// ```
    /// let mut profile = stats::style::Profile::new(2);
    /// profile.observe(&[Some(5.0), Some(3.0)])?;
    /// assert_eq!((profile.raw[0].sum, profile.centered[0].sum), (5.0, 1.0));
    /// # Ok::<(), stats::StatsError>(())
    /// ```
    pub fn observe(&mut self, answers: &[Option<f64>]) -> Result<(), StatsError> {
        if answers.len() != self.raw.len() {
            return Err(StatsError::Length {
                name: "a person's answers",
                given: answers.len(),
                rows: self.raw.len(),
            });
        }
        let mut own = Moments::default();
        for value in answers.iter().flatten() {
            own.observe(*value)?;
        }
        let Some(mean) = own.mean() else {
            return Ok(());
        };
        let spread = own.variance().unwrap_or(0.0).sqrt();
        for (item, value) in answers.iter().enumerate() {
            let Some(value) = value else { continue };
            let away = value - mean;
            let standard = if spread > 0.0 { away / spread } else { 0.0 };
            self.raw[item].observe(*value)?;
            self.centered[item].observe(away)?;
            self.standardized[item].observe(standard)?;
        }
        Ok(())
    }
}
