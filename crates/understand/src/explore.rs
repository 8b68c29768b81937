//! What people talk about, and how they feel about it.

use crate::Result;
use crate::themes::FrameBody;
use columns::{Columns, VerbatimFilter};
use domain::WorkspaceId;
use stats::{Estimate, Rules, nps};

/// One topic under a filter.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicSummary {
    /// Stable id.
    pub topic: String,
    /// Label of the codeframe in force.
    pub label: String,
    /// Label of the group above it.
    pub parent: Option<String>,
    /// Verbatims that mention it.
    pub verbatims: u64,
    /// Negative mentions.
    pub negative: u64,
    /// Neutral mentions.
    pub neutral: u64,
    /// Positive mentions.
    pub positive: u64,
    /// Share of positive minus share of negative mentions, in points. Not an NPS.
    pub net: Estimate,
}

/// Topics, most mentioned first.
///
/// Net sentiment is the same multinomial difference as NPS, so it has the same interval.
///
/// # Errors
/// The columns did not answer.
pub async fn topics(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    codeframe: &FrameBody,
    filter: &VerbatimFilter,
) -> Result<Vec<TopicSummary>> {
    let rules = Rules::default();
    let tallies = columns.topics(workspace, filter).await?;
    Ok(tallies
        .into_iter()
        .map(|tally| {
            let parent = codeframe.topic(&tally.topic).map(|t| t.parent.as_str());
            let counts = nps::Counts {
                promoters: tally.positive,
                passives: tally.neutral,
                detractors: tally.negative,
            };
            TopicSummary {
                label: codeframe.label_of(&tally.topic).to_owned(),
                parent: parent.map(|group| codeframe.label_of(group).to_owned()),
                verbatims: tally.verbatims,
                negative: tally.negative,
                neutral: tally.neutral,
                positive: tally.positive,
                net: nps::estimate(&counts, &rules),
                topic: tally.topic,
            }
        })
        .collect())
}
