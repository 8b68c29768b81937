//! What verbatims talk about and how.

use super::{cells, filter, names};
use crate::error::of_engine;
use crate::lake::{MENTIONS, SIGNALS};
use crate::read::Reading;
use columns::{Filter, Result, TopicScores, TopicTally, ValueCount, VerbatimFilter};
use datafusion::common::JoinType;
use datafusion::functions_aggregate::expr_fn::{count, sum};
use datafusion::prelude::{Expr, ident, lit, when};

/// A mention whose clause is felt at least this strongly, on −1..1, is negative or positive;
/// what lies between is neutral. A third of the way: the three labels share the scale evenly.
pub(super) const FELT: f64 = 1.0 / 3.0;

/// Topics with the verbatims and mentions under a filter, most talked about first.
pub(crate) async fn topics(reading: &Reading, wanted: &VerbatimFilter) -> Result<Vec<TopicTally>> {
    let mut mentions = reading.table(MENTIONS).await?;
    if *wanted != VerbatimFilter::default() {
        let verbatims = filter::verbatims(reading, wanted).await?;
        mentions = filter::mentions_of(mentions, verbatims).map_err(of_engine)?;
    }
    let felt = || ident("sentiment");
    let one_if = |condition: Expr| when(condition, lit(1_i64)).otherwise(lit(0_i64));
    let per_topic = || -> std::result::Result<_, datafusion::error::DataFusionError> {
        let total = |name: &str| sum(ident(name)).alias(name);
        mentions
            .aggregate(
                ["topic", "signal", "question", "run"].map(ident).to_vec(),
                vec![
                    sum(one_if(felt().lt_eq(lit(-FELT)))?).alias("negative"),
                    sum(one_if(felt().gt_eq(lit(FELT)))?).alias("positive"),
                    count(lit(1)).alias("mentioned"),
                ],
            )?
            .aggregate(
                vec![ident("topic")],
                vec![
                    count(lit(1)).alias("verbatims"),
                    total("negative"),
                    total("positive"),
                    total("mentioned"),
                ],
            )?
            .sort(vec![
                ident("verbatims").sort(false, false),
                ident("topic").sort(true, false),
            ])
    };
    let answer = reading.collect(per_topic().map_err(of_engine)?).await?;
    let topic = cells::texts(&answer, "topic")?;
    let whole = |name| cells::whole(&answer, name);
    let (verbatims, mentioned) = (whole("verbatims")?, whole("mentioned")?);
    let (negative, positive) = (whole("negative")?, whole("positive")?);
    Ok((0..answer.num_rows())
        .map(|row| {
            let (negative, positive) = (negative.value(row), positive.value(row));
            TopicTally {
                topic: topic.value(row).to_owned(),
                verbatims: verbatims.value(row).unsigned_abs(),
                negative: negative.unsigned_abs(),
                neutral: (mentioned.value(row) - negative - positive).unsigned_abs(),
                positive: positive.unsigned_abs(),
            }
        })
        .collect())
}

/// What those answered who talk about each topic: every signal once per topic.
pub(crate) async fn scores(
    reading: &Reading,
    question: &str,
    wanted: &Filter,
) -> Result<Vec<TopicScores>> {
    let question = names::question(&reading.signals, question)?;
    let conditions = filter::signals(&reading.signals, wanted)?;
    let signals = filter::keep(reading.table(SIGNALS).await?, conditions).map_err(of_engine)?;
    let mentions = reading.table(MENTIONS).await?;
    let counted = || -> std::result::Result<_, datafusion::error::DataFusionError> {
        let given = signals
            .filter(ident(&question).is_not_null())?
            .select(vec![ident("id"), ident(&question).alias("value")])?;
        mentions
            .select(vec![ident("topic"), ident("signal")])?
            .distinct()?
            .join(given, JoinType::Inner, &["signal"], &["id"], None)?
            .aggregate(
                vec![ident("topic"), ident("value")],
                vec![count(lit(1)).alias("n_rows")],
            )?
            .sort(vec![
                ident("topic").sort(true, false),
                ident("value").sort(true, false),
            ])
    };
    let answer = reading.collect(counted().map_err(of_engine)?).await?;
    let topic = cells::texts(&answer, "topic")?;
    let value = cells::numbers(&answer, "value")?;
    let n = cells::whole(&answer, "n_rows")?;
    let mut found: Vec<TopicScores> = Vec::new();
    for row in 0..answer.num_rows() {
        let given = (value.value(row), n.value(row).unsigned_abs());
        match found.last_mut().filter(|t| t.topic == topic.value(row)) {
            Some(known) => known.values.push(given),
            None => found.push(TopicScores {
                topic: topic.value(row).to_owned(),
                values: vec![given],
            }),
        }
    }
    Ok(found)
}

/// Verbatims per sentiment label, most frequent first.
pub(crate) async fn sentiments(
    reading: &Reading,
    wanted: &VerbatimFilter,
) -> Result<Vec<ValueCount>> {
    let label = || ident("sentiment_label");
    let counted = filter::verbatims(reading, wanted)
        .await?
        .aggregate(vec![label()], vec![count(lit(1)).alias("n_rows")])
        .and_then(|rows| {
            rows.sort(vec![
                ident("n_rows").sort(false, false),
                label().sort(true, false),
            ])
        })
        .map_err(of_engine)?;
    cells::value_counts(&reading.collect(counted).await?)
}
