//! Views of the codeframe, its versions and the runs read by it.

pub mod effects;
pub mod emerging;
pub mod learning;
pub mod near;
pub mod profile;

use super::EstimateView;
use domain::time;
use serde::Serialize;
use std::collections::BTreeMap;
use store::understand::{CodeframeVersion, Run};
use understand::explore::TopicSummary;
use understand::themes::preview::{Moved, Preview, Said};
use understand::themes::{FrameBody, TopicBody};
use utoipa::ToSchema;

/// The tree of themes with counts of the annotations on show.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ThemesView {
    /// Version of the codeframe that the annotations on show were read by.
    pub version: i64,
    /// The newest version; higher while what was received is read again.
    pub newest: i64,
    /// The run on show.
    pub run: Option<String>,
    /// The run that is being made.
    pub replay: Option<RunView>,
    /// Verbatims under the filter.
    pub verbatims: u64,
    /// Those that no topic explains.
    pub untagged: u64,
    /// The tree.
    pub groups: Vec<ThemeGroupView>,
}

/// A group of topics.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ThemeGroupView {
    /// Stable id.
    pub id: String,
    /// English label.
    pub label: String,
    /// Label per language, English aside.
    pub labels: BTreeMap<String, String>,
    /// Its topics, in the order of the codeframe.
    pub topics: Vec<ThemeView>,
}

/// A topic.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ThemeView {
    /// Stable id.
    pub topic: String,
    /// English label.
    pub label: String,
    /// Label per language, English aside.
    pub labels: BTreeMap<String, String>,
    /// Id of its group.
    pub parent: String,
    /// What belongs to it.
    pub definition: String,
    /// Phrases per language.
    pub patterns: BTreeMap<String, Vec<String>>,
    /// Ids of topics that were merged into it.
    pub aliases: Vec<String>,
    /// Whether it is no longer looked for.
    pub retired: bool,
    /// Comments that show what is meant.
    pub examples: Vec<String>,
    /// Verbatims that mention it.
    pub verbatims: u64,
    /// Mentions.
    pub mentions: u64,
    /// Negative mentions.
    pub negative: u64,
    /// Neutral mentions.
    pub neutral: u64,
    /// Positive mentions.
    pub positive: u64,
    /// Share positive minus share negative, in points, with its interval and n.
    pub net: EstimateView,
}

/// The tree of a codeframe with what was found.
pub fn groups(frame: &FrameBody, found: Vec<TopicSummary>) -> Vec<ThemeGroupView> {
    let mut found: BTreeMap<String, TopicSummary> =
        found.into_iter().map(|f| (f.topic.clone(), f)).collect();
    let mut theme = |topic: &TopicBody| {
        let counted = found.remove(&topic.id);
        let count = |of: fn(&TopicSummary) -> u64| counted.as_ref().map_or(0, of);
        let none = stats::nps::estimate(&stats::nps::Counts::default(), &stats::Rules::default());
        ThemeView {
            topic: topic.id.clone(),
            label: topic.label.clone(),
            labels: topic.labels.clone(),
            parent: topic.parent.clone(),
            definition: topic.definition.clone(),
            patterns: topic.patterns.clone(),
            aliases: topic.aliases.clone(),
            retired: topic.retired,
            examples: topic.examples.clone(),
            verbatims: count(|t| t.verbatims),
            mentions: count(|t| t.negative + t.neutral + t.positive),
            negative: count(|t| t.negative),
            neutral: count(|t| t.neutral),
            positive: count(|t| t.positive),
            net: EstimateView::from(counted.as_ref().map_or(&none, |t| &t.net)),
        }
    };
    frame
        .groups
        .iter()
        .map(|group| ThemeGroupView {
            id: group.id.clone(),
            label: group.label.clone(),
            labels: group.labels.clone(),
            topics: frame
                .topics
                .iter()
                .filter(|t| t.parent == group.id)
                .map(&mut theme)
                .collect(),
        })
        .collect()
}

/// Versions of the codeframe.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionsView {
    /// The version that the annotations on show were read by.
    pub on_show: i64,
    /// Newest first.
    pub rows: Vec<VersionView>,
}

/// One version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionView {
    /// 0 is the program's own.
    pub version: i64,
    /// Why it was made.
    pub note: String,
    /// Who made it; absent for the program's own.
    pub made_by: Option<String>,
    /// When.
    pub made_at: Option<String>,
}

impl VersionView {
    /// The program's own.
    pub fn own() -> Self {
        Self {
            version: 0,
            note: "comes with the program".into(),
            made_by: None,
            made_at: None,
        }
    }
}

impl From<CodeframeVersion> for VersionView {
    fn from(row: CodeframeVersion) -> Self {
        Self {
            version: row.version,
            note: row.note,
            made_by: Some(row.made_by),
            made_at: Some(time::to_text(row.made_at)),
        }
    }
}

/// Runs of annotations.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunsView {
    /// Whether what was received is being read again.
    pub replaying: bool,
    /// Newest first.
    pub rows: Vec<RunView>,
}

/// One run.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunView {
    /// Its id, which verbatims and mentions carry.
    pub run: String,
    /// Model and codeframe.
    pub reads_by: String,
    /// Version of the codeframe.
    pub codeframe: i64,
    /// `building`, `active`, `replaced` or `abandoned`.
    pub state: String,
    /// Signals that were read again.
    pub signals_done: i64,
    /// Signals there were to read again.
    pub signals_total: i64,
    /// When it began.
    pub started_at: String,
    /// When it went on show.
    pub finished_at: Option<String>,
    /// When it was replaced or given up.
    pub ended_at: Option<String>,
    /// When its rows were removed.
    pub removed_at: Option<String>,
}

impl From<Run> for RunView {
    fn from(run: Run) -> Self {
        Self {
            run: run.run,
            reads_by: run.reads_by,
            codeframe: run.codeframe,
            state: run.state.as_str().to_owned(),
            signals_done: run.signals_done,
            signals_total: run.signals_total,
            started_at: time::to_text(run.started_at),
            finished_at: run.finished_at.map(time::to_text),
            ended_at: run.ended_at.map(time::to_text),
            removed_at: run.removed_at.map(time::to_text),
        }
    }
}

/// What edits would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewView {
    /// The version that the edits were tried on; pass it as `base` to apply them.
    pub base: i64,
    /// Verbatims that were read, the newest.
    pub verbatims: u64,
    /// The topics of the edits, and every other whose counts differ.
    pub topics: Vec<MovedView>,
    /// Verbatims that no topic explains.
    pub untagged: BeforeAfter,
}

/// Two counts.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct BeforeAfter {
    /// As things are.
    pub before: u64,
    /// As they would be.
    pub after: u64,
}

/// One topic before and after.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MovedView {
    /// Stable id.
    pub topic: String,
    /// Label.
    pub label: String,
    /// As things are.
    pub before: SaidView,
    /// As they would be.
    pub after: SaidView,
}

/// How much is said about a topic.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct SaidView {
    /// Verbatims that mention it.
    pub verbatims: u64,
    /// Mentions.
    pub mentions: u64,
}

impl From<Said> for SaidView {
    fn from(said: Said) -> Self {
        Self {
            verbatims: said.verbatims,
            mentions: said.mentions,
        }
    }
}

impl From<Moved> for MovedView {
    fn from(moved: Moved) -> Self {
        Self {
            topic: moved.topic,
            label: moved.label,
            before: moved.before.into(),
            after: moved.after.into(),
        }
    }
}

impl PreviewView {
    /// The view of a preview on a version.
    pub fn new(base: i64, preview: Preview) -> Self {
        Self {
            base,
            verbatims: preview.verbatims,
            topics: preview.topics.into_iter().map(Into::into).collect(),
            untagged: BeforeAfter {
                before: preview.untagged_before,
                after: preview.untagged_after,
            },
        }
    }
}

/// What an edit led to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AppliedView {
    /// The new version.
    pub version: i64,
    /// The run that is being made; null when nothing has to be read again.
    pub run: Option<String>,
}
