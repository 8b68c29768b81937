//! Verbatims by week and place: the streams that a monitor watches.

use super::scores::start_of;
use super::{cells, filter};
use crate::answer::topics::FELT;
use crate::error::of_engine;
use crate::lake::MENTIONS;
use crate::read::Reading;
use columns::{Error, Grain, Result, TopicWeek, VerbatimFilter};
use datafusion::arrow::array::{Array, RecordBatch};
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::prelude::{DataFrame, Expr, ident, lit};

fn week() -> Expr {
    start_of(Grain::Week).alias("week")
}

/// See [`columns::Columns::topic_weeks`].
pub(crate) async fn topic_weeks(
    reading: &Reading,
    wanted: &VerbatimFilter,
) -> Result<Vec<TopicWeek>> {
    let verbatims = filter::verbatims(reading, wanted).await?;
    let all = counted(verbatims.clone(), vec![ident("location"), week()])?;
    let mentions = reading.table(MENTIONS).await?;
    let mentions = filter::mentions_of(mentions, verbatims).map_err(of_engine)?;
    // A verbatim that is displeased with a topic twice counts once.
    let displeased = mentions
        .filter(ident("sentiment").lt_eq(lit(-FELT)))
        .and_then(|rows| {
            let one = ["topic", "location", "signal", "question"].map(ident);
            rows.aggregate([one.to_vec(), vec![week()]].concat(), Vec::new())
        })
        .map_err(of_engine)?;
    let by = ["topic", "location", "week"].map(ident).to_vec();
    let displeased = counted(displeased, by)?;
    let mut weeks = rows(&reading.collect(all).await?, false)?;
    weeks.extend(rows(&reading.collect(displeased).await?, true)?);
    weeks.sort_by(|a, b| (&a.topic, &a.location, a.week).cmp(&(&b.topic, &b.location, b.week)));
    Ok(weeks)
}

fn counted(rows: DataFrame, by: Vec<Expr>) -> Result<DataFrame> {
    rows.aggregate(by, vec![count(lit(1)).alias("n_rows")])
        .map_err(of_engine)
}

fn rows(answer: &RecordBatch, topics: bool) -> Result<Vec<TopicWeek>> {
    let topic = topics.then(|| cells::texts(answer, "topic")).transpose()?;
    let location = cells::texts(answer, "location")?;
    let (weeks, counts) = (
        cells::days(answer, "week")?,
        cells::whole(answer, "n_rows")?,
    );
    (0..answer.num_rows())
        .filter(|&row| weeks.is_valid(row))
        .map(|row| {
            let week = domain::time::from_days(weeks.value(row)).ok_or_else(|| {
                Error::Engine(format!("day {} is beyond the calendar", weeks.value(row)))
            })?;
            Ok(TopicWeek {
                topic: topic.as_ref().and_then(|topic| cells::text(topic, row)),
                location: cells::text(&location, row),
                week,
                n: counts.value(row).unsigned_abs(),
            })
        })
        .collect()
}
