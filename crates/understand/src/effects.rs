//! What the comments on a topic do to a score.
//!
//! The score of those who talk about a topic beside that of all others, and how the score of all
//! would differ without the former. Both are associations: people choose what they talk about.

use crate::Result;
use crate::metric::{Definition, Kind, measure};
use crate::overview::questions;
use columns::{Columns, Filter};
use domain::{Provenance, WorkspaceId};
use stats::change::{self, Change};
use stats::{Estimate, Rules};

/// A topic and a score.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicEffect {
    /// Stable id.
    pub topic: String,
    /// The score of those who talk about it.
    pub with: Estimate,
    /// The score of all others.
    pub without: Estimate,
    /// The former less the latter, with its verdict.
    pub difference: Change,
    /// By how much the score of all is higher or lower than it would be without them.
    pub effect: Option<Effect>,
}

/// By how much a score is higher or lower because of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// In the score's unit.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// People in the group.
    pub n: u64,
}

/// The effects of all topics on one score.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// The score.
    pub definition: Definition,
    /// The score of all.
    pub all: Estimate,
    /// One per topic that anybody with a score talks about.
    pub topics: Vec<TopicEffect>,
}

/// The effects on the score of `question`; of the first score there is where none is named. None
/// when there is no score.
///
/// Formula: with scores S of those with and without, and w the share of those with, all scores
/// here being means of what each person counts, `S(all) - S(without) = w (S(with) - S(without))`.
/// The interval is that of the difference times w, the share taken as it is. Groups too small for
/// a score ([`Rules`]) have neither difference nor effect. Without a provenance in the filter only
/// direct signals count.
///
/// # Errors
/// The columns did not answer.
pub async fn effects(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    question: Option<&str>,
    filter: &Filter,
) -> Result<Option<Effects>> {
    let found = questions(columns, workspace, filter).await?;
    let named = |key: &str| key == question.map_or(key, |q| q.trim_start_matches("q_"));
    let Some((kind, key)) = found.into_iter().find(|(_, key)| named(key)) else {
        return Ok(None);
    };
    // A mean needs values here, not only their sums.
    let scale = (kind == Kind::Mean).then_some((-1e12, 1e12));
    let definition = Definition::new(kind, &key, scale, None)?;
    let filter = Filter {
        provenance: Some(filter.provenance.unwrap_or(Provenance::Direct)),
        ..filter.clone()
    };
    let all = measure(columns, workspace, &definition, &[], None, &filter).await?;
    let Some(all) = all.rows.into_iter().next() else {
        return Ok(None);
    };
    let tallies = columns.topic_scores(workspace, &key, &filter).await?;
    let topics = tallies
        .into_iter()
        .map(|tally| effect(&definition, &all.values, tally.topic, tally.values))
        .collect::<Result<_>>()?;
    Ok(Some(Effects {
        definition,
        all: all.estimate,
        topics,
    }))
}

fn effect(
    definition: &Definition,
    all: &[(f64, u64)],
    topic: String,
    mut with: Vec<(f64, u64)>,
) -> Result<TopicEffect> {
    let rules = Rules::default();
    with.retain(|(value, _)| definition.refuses(*value).is_none());
    let without: Vec<(f64, u64)> = all
        .iter()
        .map(|&(value, n)| {
            let of_topic = with
                .iter()
                .find(|(v, _)| *v == value)
                .map_or(0, |(_, n)| *n);
            (value, n.saturating_sub(of_topic))
        })
        .filter(|(_, n)| *n > 0)
        .collect();
    let (with, _) = definition.estimate(&with, &rules)?;
    let (without, _) = definition.estimate(&without, &rules)?;
    let difference = change::between(&without, &with, &change::Question::default())?;
    let share = with.n as f64 / (with.n + without.n).max(1) as f64;
    let effect = difference
        .value
        .zip(difference.low.zip(difference.high))
        .map(|(value, (low, high))| Effect {
            value: share * value,
            low: share * low,
            high: share * high,
            n: with.n,
        });
    Ok(TopicEffect {
        topic,
        with,
        without,
        difference,
        effect,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nps() -> Definition {
        Definition::new(Kind::Nps, "nps", None, None).unwrap()
    }

    #[test]
    fn the_effect_is_what_the_score_would_lose_without_them() {
        // 60 of 100 give 10, 40 give 0: NPS 20. The topic has 5 of the former, 25 of the latter.
        let all = [(0.0, 40), (10.0, 60)];
        let found = effect(&nps(), &all, "queue".into(), vec![(0.0, 25), (10.0, 5)]).unwrap();
        let without = found.without.value.unwrap();
        assert!((without - 100.0 * (55.0 - 15.0) / 70.0).abs() < 1e-9);
        let effect = found.effect.unwrap();
        assert!((effect.value - (20.0 - without)).abs() < 1e-9, "{effect:?}");
        assert!(effect.low < effect.value && effect.value < effect.high && effect.high < 0.0);
        assert_eq!((effect.n, found.with.n, found.without.n), (30, 30, 70));
    }

    #[test]
    fn a_handful_of_people_has_no_effect() {
        let all = [(0.0, 40), (10.0, 60)];
        let found = effect(&nps(), &all, "queue".into(), vec![(0.0, 4)]).unwrap();
        assert!(found.effect.is_none() && found.with.refused.is_some());
        assert_eq!((found.with.n, found.without.n), (4, 96));
    }
}
