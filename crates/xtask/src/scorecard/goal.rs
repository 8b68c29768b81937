//! What a row asks for, and what worlds have shown of it.

/// What one world showed for one goal: a value per cell, for the naive method and for ours.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    /// The naive method's values; empty where there is none.
    pub(crate) naive: Vec<f64>,
    /// Our values; one per cell.
    pub(crate) ours: Vec<f64>,
}

impl Shown {
    /// One figure of both.
    pub(crate) fn both(naive: f64, ours: f64) -> Self {
        Shown {
            naive: vec![naive],
            ours: vec![ours],
        }
    }

    /// A figure that no naive method has.
    pub(crate) fn ours(ours: f64) -> Self {
        Shown {
            naive: Vec::new(),
            ours: vec![ours],
        }
    }
}

/// What must be reached, on the mean of all worlds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    AtLeast(f64),
    AtMost(f64),
    Between(f64, f64),
}

impl Target {
    /// By how much a value fails; 0 or less where it does not.
    fn misses(self, value: f64) -> f64 {
        match self {
            Target::AtLeast(least) => least - value,
            Target::AtMost(most) => value - most,
            Target::Between(least, most) => (least - value).max(value - most),
        }
    }

    pub(crate) fn words(self, digits: usize) -> String {
        match self {
            Target::AtLeast(x) => format!("≥ {x:.digits$}"),
            Target::AtMost(x) if x.abs() < 1e-6 && x != 0.0 => format!("≤ {x:.0e}"),
            Target::AtMost(x) => format!("≤ {x:.digits$}"),
            Target::Between(a, b) => format!("{a:.digits$} to {b:.digits$}"),
        }
    }
}

/// One figure that a row is held to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Goal {
    /// What is counted.
    pub(crate) what: &'static str,
    /// The method that is commonly used; empty where there is none.
    pub(crate) naive: &'static str,
    /// The best achievable, from `golden/world`.
    pub(crate) best: &'static str,
    /// What must be reached.
    pub(crate) target: Target,
    /// How far a short run of few worlds may miss it.
    pub(crate) slack: f64,
    /// Digits after the point.
    pub(crate) digits: usize,
}

/// One row: an analysis, the world it is tried on, and what it must reach there.
pub(crate) struct Row {
    /// The analysis.
    pub(crate) name: &'static str,
    /// What is simulated, and which of our functions answers.
    pub(crate) world: &'static str,
    /// What it is held to.
    pub(crate) goals: &'static [Goal],
    /// Tries one world: a figure per goal, or why there is none.
    pub(crate) measure: fn(u64) -> Result<Vec<Shown>, String>,
}

/// One goal over all worlds. Where a goal has several cells, it is told of the cell that is
/// furthest from its target on the mean.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    /// The naive method's mean in its own furthest cell.
    pub(crate) naive: Option<f64>,
    /// Our mean.
    pub(crate) mean: f64,
    /// Its 95 % interval over worlds.
    pub(crate) low: f64,
    /// The upper end.
    pub(crate) high: f64,
    /// The world that is furthest from the target.
    pub(crate) worst: f64,
    /// Whether the mean reaches the target.
    pub(crate) met: bool,
    /// Whether no world lies more than two standard deviations of a world below the target.
    pub(crate) floor: bool,
    misses: f64,
}

impl Summary {
    /// Over the worlds' figures of one goal.
    pub(crate) fn of(goal: &Goal, worlds: &[&Shown]) -> Self {
        let furthest = |cells: Vec<Vec<f64>>| {
            cells.into_iter().max_by(|a, b| {
                let misses = |v: &[f64]| goal.target.misses(mean(v));
                misses(a).total_cmp(&misses(b))
            })
        };
        let naive = furthest(by_cell(worlds.iter().map(|w| &w.naive[..])));
        let values = furthest(by_cell(worlds.iter().map(|w| &w.ours[..]))).unwrap_or_default();
        let center = mean(&values);
        let spread = sd(&values);
        let half = t_95(values.len()) * spread / (values.len() as f64).sqrt();
        let further =
            |a: &&f64, b: &&f64| goal.target.misses(**a).total_cmp(&goal.target.misses(**b));
        let worst = values.iter().max_by(further).copied().unwrap_or(f64::NAN);
        let misses = goal.target.misses(center);
        Summary {
            naive: naive.map(|v| mean(&v)),
            mean: center,
            low: center - half,
            high: center + half,
            worst,
            // What is not a number reaches nothing.
            met: misses <= 1e-12,
            floor: goal.target.misses(worst) <= 2.0 * spread + 1e-12,
            misses,
        }
    }

    /// Whether it is near enough to the target for few worlds.
    pub(crate) fn nearly(&self, goal: &Goal) -> bool {
        self.misses <= goal.slack
    }

    /// Missed by less than the interval: more worlds might tell.
    pub(crate) fn is_open(&self) -> bool {
        !self.met && self.misses <= (self.high - self.low) / 2.0
    }
}

/// The worlds' values, cell by cell.
fn by_cell<'a>(worlds: impl Iterator<Item = &'a [f64]>) -> Vec<Vec<f64>> {
    let mut cells: Vec<Vec<f64>> = Vec::new();
    for world in worlds {
        cells.resize(cells.len().max(world.len()), Vec::new());
        for (cell, &value) in cells.iter_mut().zip(world) {
            cell.push(value);
        }
    }
    cells
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

pub(super) fn sd(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let center = mean(values);
    let squares: f64 = values.iter().map(|v| (v - center).powi(2)).sum();
    (squares / (values.len() - 1) as f64).sqrt()
}

/// Student's t at 97.5 % for so many values (Cornish and Fisher 1960, good to .03 from 4 on).
fn t_95(values: usize) -> f64 {
    let df = values.saturating_sub(1).max(1) as f64;
    let z: f64 = 1.959_964;
    match values {
        0..=2 => 12.71,
        3 => 4.30,
        _ => {
            let one = (z.powi(3) + z) / 4.0;
            let two = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
            let three = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
            z + one / df + two / df.powi(2) + three / df.powi(3)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOAL: Goal = Goal {
        what: "coverage",
        naive: "Wald",
        best: ".95",
        target: Target::Between(0.935, 0.97),
        slack: 0.01,
        digits: 3,
    };

    #[test]
    fn a_goal_is_told_of_its_worst_cell() {
        let worlds = [
            Shown {
                naive: vec![0.9, 0.8],
                ours: vec![0.95, 0.93],
            },
            Shown {
                naive: vec![0.92, 0.7],
                ours: vec![0.95, 0.92],
            },
        ];
        let found = Summary::of(&GOAL, &worlds.iter().collect::<Vec<_>>());
        assert_eq!(found.naive, Some(0.75));
        assert!((found.mean - 0.925).abs() < 1e-12 && !found.met);
        assert!((found.worst - 0.92).abs() < 1e-12);
        assert!(!found.nearly(&GOAL) || found.mean > 0.9249);
    }

    #[test]
    fn the_interval_is_that_of_students_t() {
        // t at 97.5 %: 2.776 with 4 degrees of freedom, 2.093 with 19.
        assert!((t_95(5) - 2.776).abs() < 0.03);
        assert!((t_95(20) - 2.093).abs() < 0.002);
        let found = Summary::of(&GOAL, &[]);
        assert!(!found.met && found.mean.is_nan());
    }
}
