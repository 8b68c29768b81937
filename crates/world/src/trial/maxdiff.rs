//! Perks chosen as best and worst of four, by people who differ.

use crate::Draw;

/// Perks.
pub const ITEMS: usize = 12;
/// Perks shown in a task.
pub const SHOWN: usize = 4;
/// Tasks a person.
pub const TASKS: usize = 10;

/// One task.
#[derive(Debug, Clone, Copy)]
pub struct Task {
    /// Who chose, counted from 0.
    pub person: usize,
    /// The perks shown.
    pub shown: [usize; SHOWN],
    /// The perk chosen as best.
    pub best: usize,
    /// The perk chosen as worst.
    pub worst: usize,
}

/// The tasks of one world.
#[derive(Debug, Clone)]
pub struct Study {
    /// Every task of every person.
    pub tasks: Vec<Task>,
    /// True mean utilities of the perks, -1.2 to 1.2.
    pub utility: [f64; ITEMS],
}

/// The choices of `people`.
#[must_use]
pub fn study(seed: u64, people: usize) -> Study {
    let draw = &mut Draw::new(seed, 15);
    let order = draw.order(ITEMS);
    let utility: [f64; ITEMS] =
        std::array::from_fn(|k| -1.2 + 2.4 * order[k] as f64 / (ITEMS - 1) as f64);
    let mut tasks = Vec::with_capacity(people * TASKS);
    for person in 0..people {
        let own: [f64; ITEMS] = std::array::from_fn(|k| utility[k] + 0.8 * draw.normal());
        for _ in 0..TASKS {
            let order = draw.order(ITEMS);
            let shown: [usize; SHOWN] = std::array::from_fn(|place| order[place]);
            let best = choose(draw, &shown, |k| own[k], usize::MAX);
            let worst = choose(draw, &shown, |k| -own[k], best);
            tasks.push(Task {
                person,
                shown,
                best,
                worst,
            });
        }
    }
    Study { tasks, utility }
}

/// The shown perk of the highest utility with noise, the one that is `taken` aside.
fn choose(
    draw: &mut Draw,
    shown: &[usize; SHOWN],
    utility: impl Fn(usize) -> f64,
    taken: usize,
) -> usize {
    let mut chosen = (f64::NEG_INFINITY, shown[0]);
    for &item in shown {
        let felt = utility(item) + draw.gumbel();
        if item != taken && felt > chosen.0 {
            chosen = (felt, item);
        }
    }
    chosen.1
}
