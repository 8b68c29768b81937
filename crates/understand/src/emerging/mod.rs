//! Themes that the codeframe does not have yet: found in clauses that no topic explains.
//!
//! From phrases to themes, each step deterministic and without regard to the input's order:
//!
//! 1. Phrases of 1 to 3 words (of 2 to 4 characters in Japanese, Chinese and Thai) that at least
//!    [`Rules::support`] verbatims hold, unless they are at home where a topic explains a clause.
//! 2. Phrases held by nearly the same verbatims (Jaccard) make a seed; the mean TF-IDF vector
//!    of its clauses is a center; spherical k-means grows the clusters, see `clusters.rs`.
//! 3. c-TF-IDF names each cluster, see `labels.rs`; its clauses nearest the center are quotes.
//! 4. The verbatims of the newest window are held against the windows before it, and all
//!    themes together are judged: [`stats::burst`].
//!
//! Nothing here is put into force: a person accepts a theme, and its [`Theme::phrases`] become
//! the first rules of the new topic.

mod clusters;
pub mod gather;
mod index;
mod labels;
mod like;
mod seeds;
mod stop;
mod theme;
mod told;
mod vectors;
mod windows;
mod words;

use jiff::civil::Date;
use stats::burst::Series;

pub use like::{Example, Like, find_like};
pub use theme::{Clause, Emerging, Heard, Phrase, Quote, Rules, Theme};

use crate::Result;
use clusters::grow;
use index::Index;
use told::{Told, series};
use windows::Windows;

/// Cosine from which two seeds are one.
const SAME_CENTER: f64 = 0.5;
/// Cosine to its center that a clause needs to belong to a cluster.
const NEAR: f64 = 0.4;
/// Most phrases looked at, the most widely held first.
const MOST_PHRASES: usize = 10_000;

/// Finds themes in the clauses of the windows that end with the day `newest`.
///
/// # Errors
/// [`Rules::false_themes`] is not above 0.
pub fn find(clauses: &[Clause], newest: Date, rules: &Rules) -> Result<Emerging> {
    let windows = Windows::new(newest, rules.window_days, rules.history);
    let index = Index::new(clauses, &windows);
    let support = rules.support.max(1);
    let candidates = index.candidates(support, MOST_PHRASES);
    let vectors = index.vectors();
    let seeds = seeds::seeds(&index, &candidates, rules.overlap);
    let centers = seeds::centers(&index, &vectors, &seeds, SAME_CENTER);
    let clusters = grow(&vectors, centers, NEAR, |members| {
        index.verbatims_of(members.iter().map(|m| m.0)).len() >= support
    });
    let labels = labels::labels(&index, &clusters, &candidates);
    let held: Vec<Vec<u32>> = clusters
        .iter()
        .map(|c| index.verbatims_of(c.members.iter().map(|m| m.0)))
        .collect();
    let series: Vec<Series> = held.iter().map(|held| series(&index, held)).collect();
    let bursts = stats::burst::judge_within(&series, rules.false_themes)?;
    let told = Told {
        index: &index,
        clauses,
        windows: &windows,
        rules,
    };
    let mut themes: Vec<Theme> = (0..clusters.len())
        .map(|i| told.theme(&clusters[i], &labels[i], &held[i], bursts[i]))
        .collect();
    let judged = themes.len();
    themes.sort_by(|a, b| {
        let q = |t: &Theme| {
            if t.burst.bursting {
                t.burst.q.unwrap_or(1.0)
            } else {
                2.0
            }
        };
        let weight = |t: &Theme| t.support as f64 * t.cohesion;
        q(a).total_cmp(&q(b))
            .then(weight(b).total_cmp(&weight(a)))
            .then_with(|| a.key.cmp(&b.key))
    });
    themes.truncate(rules.themes);
    Ok(Emerging {
        themes,
        judged,
        verbatims: index.verbatims.len(),
        unexplained: index.loose.len(),
        outside: index.outside,
    })
}

#[cfg(test)]
mod tests;
