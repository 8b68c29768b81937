//! Views of corrections and of what was learned from them.

use domain::time;
use serde::Serialize;
use store::understand::{Judgment, Lessons};
use understand::corrections::{Outcome, Refused, Trial, Tried};
use utoipa::ToSchema;

/// What a person said of a label.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SaidLabel {
    /// `sentiment`, `topic`, `intent` or `emotion`.
    pub kind: String,
    /// The label that was read.
    pub old: Option<String>,
    /// The label that is right.
    pub new: Option<String>,
}

impl From<&Judgment> for SaidLabel {
    fn from(said: &Judgment) -> Self {
        Self {
            kind: said.kind.clone(),
            old: said.old.clone(),
            new: said.new.clone(),
        }
    }
}

/// How much people said, and what was learned.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CorrectionsView {
    /// Labels of a kind that learning needs.
    pub needed: usize,
    /// The version in force; 0 corrects nothing.
    pub version: i64,
    /// By kind.
    pub kinds: Vec<KindView>,
    /// All versions, newest first.
    pub versions: Vec<LessonView>,
}

/// One kind of label.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KindView {
    /// `sentiment`, `topic`, `intent` or `emotion`.
    pub kind: String,
    /// What people said of such labels.
    pub said: usize,
    /// How much of that is held out to check a correction.
    pub held_out: usize,
    /// How the correction in force did on what was held out.
    pub trial: Option<TrialView>,
}

/// How a correction did on labels that it had not seen.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct TrialView {
    /// Labels it learned from.
    pub learned: usize,
    /// Labels held out.
    pub n: usize,
    /// Of those, what was in force before had so many right.
    pub before: usize,
    /// And the correction so many.
    pub after: usize,
    /// Chance of so many more if it is no better.
    pub p: f64,
}

impl From<Trial> for TrialView {
    fn from(trial: Trial) -> Self {
        Self {
            learned: trial.learned,
            n: trial.n,
            before: trial.incumbent_right,
            after: trial.corrected_right,
            p: trial.paired.p_better,
        }
    }
}

/// A version of what readings are corrected by.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LessonView {
    /// From 1.
    pub version: i64,
    /// Why it was made.
    pub note: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: String,
}

impl From<Lessons> for LessonView {
    fn from(row: Lessons) -> Self {
        Self {
            version: row.version,
            note: row.note,
            made_by: row.made_by,
            made_at: time::to_text(row.made_at),
        }
    }
}

/// What learning led to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LearntView {
    /// The version in force now.
    pub version: i64,
    /// Whether anything new is in force.
    pub learned: bool,
    /// The run that is being made.
    pub run: Option<String>,
    /// By kind of which anything was said.
    pub kinds: Vec<TriedView>,
}

/// What came of one kind.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TriedView {
    /// The kind.
    pub kind: String,
    /// What people said of such labels.
    pub said: usize,
    /// Whether the correction is in force.
    pub accepted: bool,
    /// How it did on what was held out; absent where it was not tried.
    pub trial: Option<TrialView>,
    /// Why it is not in force.
    pub why: Option<String>,
}

impl LearntView {
    /// The view of what was tried, and kept.
    pub fn new(before: i64, kept: Option<Outcome>, tried: &[Tried]) -> Self {
        Self {
            version: kept.as_ref().map_or(before, |kept| kept.version),
            learned: kept.is_some(),
            run: kept.and_then(|kept| kept.run),
            kinds: tried.iter().map(TriedView::from).collect(),
        }
    }
}

impl From<&Tried> for TriedView {
    fn from(tried: &Tried) -> Self {
        let trial = match &tried.outcome {
            Ok(learned) => Some(learned.trial),
            Err(Refused::NotBetter { trial } | Refused::NotSure { trial }) => Some(*trial),
            Err(_) => None,
        };
        Self {
            kind: tried.kind.clone(),
            said: tried.said,
            accepted: tried.outcome.is_ok(),
            trial: trial.map(TrialView::from),
            why: tried.outcome.as_ref().err().map(ToString::to_string),
        }
    }
}
