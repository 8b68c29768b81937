//! Spells of tenure, and the table of their endings.

use serde::{Deserialize, Serialize};

use crate::StatsError;

/// One customer's time under observation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spell {
    /// When the customer came under observation, in the unit of `time`; minus infinity for from
    /// the start. Later entries are left truncation: customers known only since the data begin.
    pub entry: f64,
    /// When the observation ended, 0 or more, in any unit.
    pub time: f64,
    /// Whether it ended by the event; else it is censored.
    pub event: bool,
}

impl Spell {
    /// A spell observed from the start.
    #[must_use]
    pub fn new(time: f64, event: bool) -> Self {
        Spell {
            entry: f64::NEG_INFINITY,
            time,
            event,
        }
    }

    /// Refuses what is no spell.
    pub(crate) fn check(&self) -> Result<(), StatsError> {
        if !self.time.is_finite() || self.time < 0.0 {
            return Err(StatsError::Tenure { time: self.time });
        }
        if self.entry.is_nan() || self.entry >= self.time {
            return Err(StatsError::Entry {
                entry: self.entry,
                time: self.time,
            });
        }
        Ok(())
    }
}

/// What happened at one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// Customers under observation just before it; those censored at it are among them.
    pub at_risk: u64,
    /// Events at it.
    pub events: u64,
    /// Customers last seen at it without the event.
    pub censored: u64,
}

/// One [`Step`] per distinct time at which a spell ended, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LifeTable {
    steps: Vec<Step>,
    /// Entries later than the start, in order.
    late: Vec<f64>,
    n: u64,
}

impl LifeTable {
    /// A table from spells in any order.
    ///
    /// # Errors
    /// [`StatsError::Tenure`] and [`StatsError::Entry`] for what is no spell.
    pub fn from_spells(spells: &[Spell]) -> Result<Self, StatsError> {
        spells.iter().try_for_each(Spell::check)?;
        let endings = spells
            .iter()
            .map(|s| (s.time, u64::from(s.event), u64::from(!s.event)));
        let late = spells.iter().map(|s| s.entry).filter(|e| e.is_finite());
        Ok(LifeTable::tabulate(endings.collect(), late.collect()))
    }

    /// A table from `(time, events, censored)` counts in any order, times repeated or not; all
    /// observed from the start. This is what a `group by time` gives.
    ///
    /// # Errors
    /// [`StatsError::Tenure`] for a time that is negative or not finite.
    pub fn from_counts(
        counts: impl IntoIterator<Item = (f64, u64, u64)>,
    ) -> Result<Self, StatsError> {
        let counts: Vec<(f64, u64, u64)> = counts.into_iter().collect();
        for &(time, ..) in &counts {
            Spell::new(time, false).check()?;
        }
        Ok(LifeTable::tabulate(counts, Vec::new()))
    }

    /// Adds the spells of another table.
    pub fn merge(&mut self, other: &LifeTable) {
        let steps = self.steps.iter().chain(&other.steps);
        let endings = steps.map(|s| (s.time, s.events, s.censored)).collect();
        let late = self.late.iter().chain(&other.late).copied().collect();
        *self = LifeTable::tabulate(endings, late);
    }

    fn tabulate(mut endings: Vec<(f64, u64, u64)>, mut late: Vec<f64>) -> Self {
        endings.sort_by(|a, b| a.0.total_cmp(&b.0));
        late.sort_by(f64::total_cmp);
        let mut steps: Vec<Step> = Vec::new();
        for (time, events, censored) in endings {
            match steps.last_mut() {
                Some(step) if step.time == time => {
                    step.events += events;
                    step.censored += censored;
                }
                _ => steps.push(Step {
                    time,
                    at_risk: 0,
                    events,
                    censored,
                }),
            }
        }
        let n = steps.iter().map(|s| s.events + s.censored).sum();
        let mut left = n;
        for step in &mut steps {
            let yet_to_come = late.len() - late.partition_point(|&e| e < step.time);
            step.at_risk = left - yet_to_come as u64;
            left -= step.events + step.censored;
        }
        LifeTable { steps, late, n }
    }

    /// Customers under observation just before `time`, whether or not a spell ended at it.
    #[must_use]
    pub fn at_risk(&self, time: f64) -> u64 {
        let next = self.steps.partition_point(|s| s.time < time);
        self.steps.get(next).map_or(0, |step| {
            // Between its time and this one some of those at risk there came.
            let come = |t: f64| self.late.partition_point(|&e| e < t);
            step.at_risk - (come(step.time) - come(time)) as u64
        })
    }

    /// The steps in order of time.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Spells.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Events.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.steps.iter().map(|s| s.events).sum()
    }

    /// The last time at which anybody was seen.
    #[must_use]
    pub fn last(&self) -> Option<f64> {
        self.steps.last().map(|s| s.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_in_any_order_and_their_counts_give_the_same_table() {
        let spells = [(3.0, true), (1.0, false), (3.0, false), (1.0, true)];
        let table = LifeTable::from_spells(&spells.map(|(t, e)| Spell::new(t, e))).unwrap();
        let counted = LifeTable::from_counts([(3.0, 1, 1), (1.0, 1, 1)]).unwrap();
        assert_eq!(table, counted);
        assert_eq!(table.steps()[0].at_risk, 4);
        assert_eq!(table.steps()[1].at_risk, 2);
    }

    #[test]
    fn who_came_later_was_not_at_risk_before() {
        let late = Spell {
            entry: 2.0,
            time: 5.0,
            event: true,
        };
        let table = LifeTable::from_spells(&[Spell::new(2.0, true), late]).unwrap();
        assert_eq!(table.steps()[0].at_risk, 1);
        assert_eq!(table.steps()[1].at_risk, 1);
        assert_eq!((table.at_risk(1.5), table.at_risk(3.0)), (1, 1));
        let mut both = LifeTable::from_spells(&[late]).unwrap();
        both.merge(&LifeTable::from_counts([(2.0, 1, 0)]).unwrap());
        assert_eq!(both, table);
        let never = Spell { entry: 5.0, ..late };
        assert!(LifeTable::from_spells(&[never]).is_err());
        assert!(LifeTable::from_counts([(f64::NAN, 1, 0)]).is_err());
    }
}
