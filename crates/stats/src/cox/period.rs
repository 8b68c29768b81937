//! Effects that differ between parts of the tenure.

use super::{Cohort, Fit, Ties, fit};
use crate::StatsError;
use crate::survival::Spell;

/// The effects in one part of the tenure.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// Tenure after which it begins.
    pub from: f64,
    /// Tenure with which it ends; infinite for the last one.
    pub to: f64,
    /// Those who came so far, followed to the end of the period, less those of `nobody`.
    pub cohort: Cohort,
    /// Groups of which nobody left in the period: their ratio is 0 and has no interval.
    pub nobody: Vec<String>,
    /// The effects in it, or why there are none.
    pub fit: Result<Fit, StatsError>,
}

/// Effects that may differ between parts of the tenure: one fit per part.
///
/// Formula: [`fit`] on those under observation after `from`, events after `to` censored at it.
/// Since each event time adds a factor of its own to the partial likelihood, this is the model
/// whose every effect is a step function of tenure. A group of which nobody left in a period has
/// no risk at the maximum, which is the maximum without it; it is set aside in `nobody`.
/// Arguments: the cohort; `cuts` inside the tenure in any order, in the unit of its times,
/// commonly of [`event_quantiles`].
/// Errors: [`StatsError::NotFinite`] for a cut; what fails in one period stands in its `fit`.
/// Assumptions: hazards are proportional within each part.
/// Source: Therneau and Grambsch 2000, Modeling Survival Data, section 6.5.
///
/// ```
/// use nalgebra::DMatrix;
/// use stats::cox::{Cohort, Term, Ties, by_period};
/// use stats::survival::Spell;
/// let spells: Vec<Spell> = (1..=40).map(|t| Spell::new(f64::from(t), true)).collect();
/// let x = DMatrix::from_fn(40, 1, |row, _| f64::from(row % 3 == 0));
/// let cohort = Cohort::new(spells, x, vec![Term::number("x")]);
/// let periods = by_period(&cohort, Ties::Efron, &[20.0]).unwrap();
/// assert_eq!(periods.len(), 2);
/// assert_eq!(periods[1].fit.as_ref().unwrap().events, 20);
/// ```
pub fn by_period(cohort: &Cohort, ties: Ties, cuts: &[f64]) -> Result<Vec<Period>, StatsError> {
    if let Some(&value) = cuts.iter().find(|c| !c.is_finite()) {
        return Err(StatsError::NotFinite { name: "cut", value });
    }
    let mut cuts = cuts.to_vec();
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    let starts = std::iter::once(f64::NEG_INFINITY).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([f64::INFINITY]);
    let periods = starts.zip(ends).map(|(from, to)| {
        let spells = &cohort.spells;
        let rows: Vec<usize> = (0..spells.len())
            .filter(|&i| spells[i].time > from && spells[i].entry < to)
            .collect();
        let within = rows.iter().map(|&i| Spell {
            entry: spells[i].entry.max(from),
            time: spells[i].time.min(to),
            event: spells[i].event && spells[i].time <= to,
        });
        let (cohort, nobody) = without_the_faithful(cohort.subset(&rows, within.collect()));
        Period {
            from: from.max(0.0),
            to,
            // Nothing is left to be fitted where one side of every effect kept all its customers.
            fit: match nobody.first().filter(|_| cohort.x.ncols() == 0) {
                Some(column) => Err(StatsError::Endless {
                    column: column.clone(),
                }),
                None => fit(&cohort, ties),
            },
            cohort,
            nobody,
        }
    });
    Ok(periods.collect())
}

/// Sets groups (columns of zeros and ones) aside of which nobody left, and names them.
fn without_the_faithful(mut cohort: Cohort) -> (Cohort, Vec<String>) {
    let spells = &cohort.spells;
    let faithful = |column: usize| {
        let x = cohort.x.column(column);
        x.iter().all(|&v| v == 0.0 || v == 1.0)
            && x.iter().zip(spells).all(|(&v, s)| v == 0.0 || !s.event)
    };
    let aside: Vec<usize> = (0..cohort.x.ncols()).filter(|&c| faithful(c)).collect();
    let names = cohort.columns();
    let nobody: Vec<String> = aside.iter().map(|&c| names[c].to_owned()).collect();
    let rows: Vec<usize> = (0..spells.len())
        .filter(|&i| aside.iter().all(|&c| cohort.x[(i, c)] == 0.0))
        .collect();
    let spells = rows.iter().map(|&i| cohort.spells[i]).collect();
    cohort = cohort.subset(&rows, spells);
    cohort.x = cohort.x.remove_columns_at(&aside);
    for term in &mut cohort.terms {
        term.columns.retain(|column| !nobody.contains(column));
    }
    cohort.terms.retain(|term| !term.columns.is_empty());
    (cohort, nobody)
}

/// Times that part the events into `parts` of about the same number.
#[must_use]
pub fn event_quantiles(cohort: &Cohort, parts: usize) -> Vec<f64> {
    let spells = cohort.spells.iter();
    let mut times: Vec<f64> = spells.filter(|s| s.event).map(|s| s.time).collect();
    times.sort_by(f64::total_cmp);
    let last = times.last().copied();
    let mut cuts: Vec<f64> = (1..parts)
        .filter_map(|part| times.get((times.len() * part / parts).checked_sub(1)?))
        .copied()
        .filter(|&cut| Some(cut) < last)
        .collect();
    cuts.dedup();
    cuts
}
