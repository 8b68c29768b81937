//! Views of a topic beside its surroundings.

use crate::http::explore::label_of;
use crate::view::EstimateView;
use serde::Serialize;
use understand::profile::{Lift, Profile};
use understand::themes::FrameBody;
use utoipa::ToSchema;

/// A topic over time, beside other topics and by group.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProfileView {
    /// Stable id.
    pub topic: String,
    /// Comments that mention it.
    pub verbatims: u64,
    /// All comments under the filter.
    pub of: u64,
    /// `week` or `month`.
    pub grain: String,
    /// Share of each period's comments that mention it, percent, oldest first.
    pub trend: Vec<ShareView>,
    /// Topics that go with it more or less often than without it.
    pub beside: Vec<LiftView>,
    /// Groups that mention it more or less often than all others.
    pub groups: Vec<LiftView>,
    /// Topics compared.
    pub topics_compared: usize,
    /// Groups compared.
    pub groups_compared: usize,
    /// How it is computed.
    pub how: String,
}

/// The share of a period.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShareView {
    /// Such as `2026-W09`.
    pub period: String,
    /// In percent.
    pub share: EstimateView,
}

/// A share that stands apart.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LiftView {
    /// The column; `topic` for another topic.
    pub column: String,
    /// The group's value, or the other topic's id.
    pub value: String,
    /// In words: the other topic's label, or the column and its value.
    pub label: String,
    /// Share in percent: in the group, or among the comments on the topic.
    pub here: EstimateView,
    /// Share in percent elsewhere.
    pub elsewhere: EstimateView,
    /// The former less the latter, in points.
    pub difference: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of its 95 % interval.
    pub high: Option<f64>,
    /// The adjusted p value.
    pub q: Option<f64>,
}

const HOW: &str = "Share of the comments that mention the topic, with Wilson's 95 % interval. Told are the topics and \
    groups whose share differs from that of all other comments at a false discovery rate of 10 % \
    (Benjamini and Hochberg), with at least 20 comments on either side. Comments count as independent; \
    an association, not a cause.";

impl ProfileView {
    /// The view of a profile, with labels of the codeframe on show.
    pub fn new(found: Profile, frame: &FrameBody) -> Self {
        let all = |lifts: Vec<Lift>| lifts.into_iter().map(|l| lift(l, frame)).collect();
        Self {
            topic: found.topic,
            verbatims: found.verbatims,
            of: found.of,
            grain: found.grain.as_str().to_owned(),
            trend: found
                .trend
                .into_iter()
                .map(|point| ShareView {
                    period: point.period,
                    share: EstimateView::from(&point.share),
                })
                .collect(),
            beside: all(found.beside),
            groups: all(found.groups),
            topics_compared: found.compared.0,
            groups_compared: found.compared.1,
            how: HOW.to_owned(),
        }
    }
}

fn lift(found: Lift, frame: &FrameBody) -> LiftView {
    let label = match found.column.as_str() {
        "topic" => frame.label_of(&found.value).to_owned(),
        column => format!("{}: {}", label_of(column), found.value),
    };
    LiftView {
        label,
        here: EstimateView::from(&found.here),
        elsewhere: EstimateView::from(&found.elsewhere),
        difference: found.difference.value,
        low: found.difference.low,
        high: found.difference.high,
        q: found.difference.q,
        column: found.column,
        value: found.value,
    }
}
