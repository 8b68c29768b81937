//! Learning from "this is wrong": a small correction on top of what the model read.
//!
//! People of a workspace correct labels. [`fit`] learns from four fifths of those rows what to
//! add to the model's log odds, word by word, and keeps the correction only if it is right more
//! often than what is in force on the last fifth. The model itself is never changed, so not
//! applying a correction undoes it. Nothing is drawn at random: the same rows give the same
//! bytes.

mod base;
mod keeping;
mod learn;
mod lessons;
mod said;

pub use base::{KINDS, kind};
pub use keeping::{Outcome, Tried, keep, retrain, undo};
pub use lessons::Lessons;
pub use said::{Label, SaidError, SaidKind, say, take_back, taught};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stats::paired::{Paired, exact};
use text::hash::{SEED, finish, step};

use learn::{Weights, learn};

/// Labels of one kind with their probabilities, 0 to 1, as the model read them.
pub type Reading = BTreeMap<String, f64>;

/// A kind of label, such as sentiment or topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kind {
    /// Its name, such as `sentiment`.
    pub name: String,
    /// Whether exactly one label holds (sentiment) or any number of them (topics, intents).
    pub one_of: bool,
    /// Probability from which a label counts as read where any number may hold.
    pub threshold: f64,
}

/// What a person said of one label of one verbatim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Id of the verbatim or clause; decides alone whether the row is held out.
    pub id: String,
    /// The words, redacted.
    pub text: String,
    /// The label that the model had read, if the row is about one.
    pub old: Option<String>,
    /// The label that is right; the same as `old` where a person confirms it, none where
    /// `old` does not hold and nothing takes its place.
    pub new: Option<String>,
    /// What the model read, for all labels of a kind of which one holds; elsewhere labels that
    /// are missing count as next to impossible.
    pub reading: Reading,
}

/// When a correction is tried and kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Fewest corrected labels to learn from, held-out ones included.
    pub labels: usize,
    /// Greatest chance that the improvement on the held-out labels is luck.
    pub luck: f64,
}

impl Default for Rules {
    /// 20 labels, 10 %.
    fn default() -> Self {
        Rules {
            labels: 20,
            luck: 0.10,
        }
    }
}

/// How the correction did on labels that it had not seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Labels it learned from.
    pub learned: usize,
    /// Labels held out.
    pub n: usize,
    /// Held-out labels that what is in force has right: the model, with the correction before.
    pub incumbent_right: usize,
    /// Held-out labels that are right with the correction.
    pub corrected_right: usize,
    /// The exact test over the labels on which the two differ.
    pub paired: Paired,
}

/// Why no correction was made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Refused {
    /// Too little to learn from.
    #[error("{labels} corrected labels are too few; correct at least {needed}")]
    TooFew {
        /// Labels there are.
        labels: usize,
        /// Labels needed.
        needed: usize,
    },
    /// By the ids' chance no label is held out, or none is left to learn from.
    #[error("{n} of {labels} labels would be held out to check the result; correct a few more")]
    NoTrial {
        /// Labels there are.
        labels: usize,
        /// Labels held out.
        n: usize,
    },
    /// It was not better on the labels held out.
    #[error(
        "the correction is right on {} of {} labels held out, what is in force on {}; it is not used",
        trial.corrected_right, trial.n, trial.incumbent_right
    )]
    NotBetter {
        /// How it did.
        trial: Trial,
    },
    /// It was better by so little that it may be luck.
    #[error(
        "the correction is right on {} of {} labels held out, what is in force on {}, which may be luck (p {:.2}); correct more labels",
        trial.corrected_right, trial.n, trial.incumbent_right, trial.paired.p_better
    )]
    NotSure {
        /// How it did.
        trial: Trial,
    },
}

/// What is added to the readings of one kind of label. Read it from bytes, apply it, or leave
/// it away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    format: u32,
    /// The kind of label.
    pub kind: Kind,
    /// Version of the model whose readings it corrects; it fits no other.
    pub model: String,
    /// How it did on the labels held out.
    pub trial: Trial,
    weights: Weights,
}

/// The form of [`Learned`]'s bytes.
const FORMAT: u32 = 1;

/// Bytes that are no correction of this build.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// They are no JSON of the right shape.
    #[error("the stored correction does not read: {0}; train again")]
    Json(#[from] serde_json::Error),
    /// They were written by another version.
    #[error("the stored correction has format {found}, this build reads {FORMAT}; train again")]
    Format {
        /// The format found.
        found: u32,
    },
}

impl Learned {
    /// As JSON, to be stored; the same correction gives the same bytes.
    ///
    /// # Errors
    /// A weight is not finite, which [`fit`] never makes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Unreadable> {
        Ok(serde_json::to_vec(self)?)
    }

    /// From [`Learned::to_bytes`].
    ///
    /// # Errors
    /// The bytes are none of this build's.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        let learned: Self = serde_json::from_slice(bytes)?;
        if learned.format != FORMAT {
            return Err(Unreadable::Format {
                found: learned.format,
            });
        }
        Ok(learned)
    }

    /// The reading as corrected. Probabilities of a kind of which one label holds still add up
    /// to 1; labels that nobody ever corrected keep their log odds.
    #[must_use]
    pub fn apply(&self, text: &str, reading: &Reading) -> Reading {
        self.weights.apply(self.kind.one_of, text, reading)
    }
}

/// Learns a correction from what people said, and tries it on a fifth held out.
///
/// Formula: for a label l of a text with unit-length word vector x, log odds (for one-of kinds:
/// log probability, then softmax) of the model plus `β_l · x`; β minimizes the log loss plus
/// `λ |β|² / 2`. There is no intercept: people correct what the model got wrong, so the labels'
/// shares among corrections say nothing about those elsewhere. A row is held out by a hash of
/// its id; rows that learn and have the words of one held out are left out. It is kept if the
/// held-out labels that only it has right outnumber those that only the incumbent has right, and
/// McNemar's exact test ([`stats::paired::exact`]) gives luck at most [`Rules::luck`].
///
/// Arguments: rows of one kind in any order; confirmations (`old` equal to `new`) teach it what
/// to leave alone and should be given. Where a verbatim is corrected twice, the caller gives
/// the last word only. `model` is the version that read the rows. The incumbent is the model
/// alone, or with the correction of the same model that is in force.
///
/// # Errors
/// [`Refused`], whose words are fit for a screen.
pub fn fit(
    rows: &[Correction],
    kind: &Kind,
    model: &str,
    rules: &Rules,
    incumbent: Option<&Learned>,
) -> Result<Learned, Refused> {
    let incumbent = incumbent.filter(|incumbent| incumbent.model == model);
    let mut rows: Vec<&Correction> = rows.iter().collect();
    rows.sort_by(|a, b| {
        let key = |r: &Correction| (r.id.clone(), r.old.clone(), r.new.clone(), r.text.clone());
        key(a).cmp(&key(b))
    });
    let judged: Vec<Judged<'_>> = rows.iter().flat_map(|row| judged(row, kind)).collect();
    if judged.len() < rules.labels {
        return Err(Refused::TooFew {
            labels: judged.len(),
            needed: rules.labels,
        });
    }
    let (held, mut taught): (Vec<Judged<'_>>, Vec<Judged<'_>>) =
        judged.iter().partition(|j| is_held_out(&j.row.id));
    let seen: std::collections::BTreeSet<String> =
        held.iter().map(|j| plain(&j.row.text)).collect();
    taught.retain(|j| !seen.contains(&plain(&j.row.text)));
    if held.is_empty() || taught.is_empty() {
        return Err(Refused::NoTrial {
            labels: judged.len(),
            n: held.len(),
        });
    }
    let weights = learn(&taught, kind.one_of);
    let trial = tested(&weights, &held, taught.len(), kind, incumbent);
    if trial.paired.won <= trial.paired.lost {
        return Err(Refused::NotBetter { trial });
    }
    if trial.paired.p_better > rules.luck {
        return Err(Refused::NotSure { trial });
    }
    Ok(Learned {
        format: FORMAT,
        kind: kind.clone(),
        model: model.to_owned(),
        trial,
        weights,
    })
}

/// Whether the rows of a verbatim are held out: one id in five, the same ones every time.
#[must_use]
pub fn is_held_out(id: &str) -> bool {
    finish(id.bytes().fold(SEED, |h, b| step(h, u64::from(b)))).is_multiple_of(5)
}

/// One label of one text and whether it holds.
#[derive(Debug, Clone, Copy)]
struct Judged<'a> {
    row: &'a Correction,
    label: &'a str,
    holds: bool,
}

/// One-of kinds: the right label. Others: each label that the row speaks of.
fn judged<'a>(row: &'a Correction, kind: &Kind) -> Vec<Judged<'a>> {
    let judge = |label: &'a String, holds| Judged { row, label, holds };
    let right = row.new.iter().map(|label| judge(label, true));
    if kind.one_of {
        return right.collect();
    }
    let wrong = row.old.iter().filter(|old| Some(*old) != row.new.as_ref());
    right
        .chain(wrong.map(|label| judge(label, false)))
        .collect()
}

fn tested(
    weights: &Weights,
    held: &[Judged<'_>],
    learned: usize,
    kind: &Kind,
    incumbent: Option<&Learned>,
) -> Trial {
    let (mut incumbent_right, mut corrected_right, mut won, mut lost) = (0, 0, 0, 0);
    for judged in held {
        let row = judged.row;
        let before = match incumbent {
            Some(incumbent) => is_right(&incumbent.apply(&row.text, &row.reading), judged, kind),
            None => is_right(&row.reading, judged, kind),
        };
        let corrected = weights.apply(kind.one_of, &row.text, &row.reading);
        let after = is_right(&corrected, judged, kind);
        incumbent_right += usize::from(before);
        corrected_right += usize::from(after);
        won += u64::from(after && !before);
        lost += u64::from(before && !after);
    }
    Trial {
        learned,
        n: held.len(),
        incumbent_right,
        corrected_right,
        paired: exact(won, lost),
    }
}

fn is_right(reading: &Reading, judged: &Judged<'_>, kind: &Kind) -> bool {
    if kind.one_of {
        // The first of equals, as labels are ordered.
        let best = reading
            .iter()
            .rev()
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(label, _)| label.as_str());
        return best == Some(judged.label);
    }
    let read = reading.get(judged.label).copied().unwrap_or(0.0) >= kind.threshold;
    read == judged.holds
}

/// Letters only, so that the same words said twice are noticed.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests;
