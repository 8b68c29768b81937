//! Views of what topics do to a score.

use crate::view::EstimateView;
use serde::Serialize;
use understand::effects::{Effects, TopicEffect};
use utoipa::ToSchema;

/// What the comments on each topic do to a score.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EffectsView {
    /// The question; absent where no question holds a score.
    pub question: Option<String>,
    /// `nps`, `csat`, `ces` or `mean`.
    pub metric: Option<String>,
    /// The score of all.
    pub all: Option<EstimateView>,
    /// By topic.
    pub rows: Vec<TopicEffectView>,
    /// How it is computed.
    pub how: String,
}

/// A topic and the score.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TopicEffectView {
    /// Stable id.
    pub topic: String,
    /// The score of those who talk about it.
    pub with: EstimateView,
    /// The score of all others.
    pub without: EstimateView,
    /// With less without.
    pub difference: Option<f64>,
    /// The difference in words, with what it is worth.
    pub words: String,
    /// The score of all, less what it would be without those who talk about the topic; absent
    /// where either group is too small.
    pub effect: Option<f64>,
    /// Lower end of the effect's 95 % interval.
    pub low: Option<f64>,
    /// Upper end of the effect's 95 % interval.
    pub high: Option<f64>,
    /// People with a score who talk about it.
    pub n: u64,
}

const HOW: &str = "Effect: the score of all, less the score without those who talk about the topic; \
    that is the share of those who do, times the difference between the two groups. The interval is \
    that of the difference (95 %). An association: people choose what they talk about.";

impl EffectsView {
    /// The view of effects, where there is a score.
    pub fn new(effects: Option<Effects>) -> Self {
        let (mut question, mut metric, mut all, mut rows) = (None, None, None, Vec::new());
        if let Some(found) = effects {
            question = Some(found.definition.question.clone());
            metric = Some(found.definition.kind.as_str().to_owned());
            all = Some(EstimateView::from(&found.all));
            rows = found.topics.iter().map(TopicEffectView::from).collect();
        }
        Self {
            question,
            metric,
            all,
            rows,
            how: HOW.to_owned(),
        }
    }
}

impl From<&TopicEffect> for TopicEffectView {
    fn from(found: &TopicEffect) -> Self {
        Self {
            topic: found.topic.clone(),
            with: EstimateView::from(&found.with),
            without: EstimateView::from(&found.without),
            difference: found.difference.value,
            words: found.difference.words(),
            effect: found.effect.map(|e| e.value),
            low: found.effect.map(|e| e.low),
            high: found.effect.map(|e| e.high),
            n: found.with.n,
        }
    }
}
