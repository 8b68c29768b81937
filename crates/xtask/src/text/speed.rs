//! Comments per second on one core, as this build runs.

use std::fs;
use std::sync::OnceLock;
use std::time::Instant;

use text::Model;

use super::tasks::Task;

/// A measured speed.
pub struct Speed {
    /// What was read.
    pub name: &'static str,
    /// Texts read.
    pub texts: usize,
    /// Their mean length in bytes.
    pub mean_bytes: f64,
    /// Texts fully annotated per second on one core.
    pub per_second: f64,
}

/// Rounds over the same texts; the fastest is told, since other work on the machine only slows.
const ROUNDS: usize = 7;
/// Texts of a set that are read in a round.
const TEXTS: usize = 2_000;
/// The sets that are read.
const SETS: [&str; 5] = ["tweeteval", "dynasent-r1", "sst-3", "nhs", "authored"];

/// Annotates a part of the sets of sentiment, every head, on the clock.
pub fn measure(model: &Model, sentiment: &Task) -> Vec<Speed> {
    let sets = sentiment.sets.iter();
    sets.filter(|set| SETS.contains(&set.name))
        .map(|set| {
            let rows = &set.rows[..set.rows.len().min(TEXTS)];
            let mut fastest = f64::INFINITY;
            let mut topics = Vec::new();
            for _ in 0..ROUNDS {
                let started = seconds();
                let found = rows.iter().map(|r| model.annotate(&r.text).topics.len());
                topics.push(found.sum::<usize>());
                fastest = fastest.min(seconds() - started);
            }
            topics.dedup();
            assert_eq!(topics.len(), 1, "the same texts give the same topics");
            let bytes: usize = rows.iter().map(|row| row.text.len()).sum();
            Speed {
                name: set.name,
                texts: rows.len(),
                mean_bytes: bytes as f64 / rows.len() as f64,
                per_second: rows.len() as f64 / fastest,
            }
        })
        .collect()
}

/// Seconds that this thread spent on a core, where the system tells (Linux), else seconds of
/// the wall clock since the first call.
#[expect(
    clippy::disallowed_methods,
    reason = "measuring speed is what this function is for"
)]
fn seconds() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let spent = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = spent.and_then(|line| line.split(' ').next()?.parse::<u64>().ok());
    match spent {
        Some(nanoseconds) => nanoseconds as f64 / 1e9,
        None => START.get_or_init(Instant::now).elapsed().as_secs_f64(),
    }
}
