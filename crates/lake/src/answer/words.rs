//! Words to look at many of: what is emerging, what is alike, what was corrected.

use super::signals::newest_first;
use super::{cells, filter};
use crate::error::of_engine;
use crate::lake::MENTIONS;
use crate::read::Reading;
use columns::{Error, Result, VerbatimFilter, Words};
use datafusion::prelude::ident;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::HashMap;

/// The words of the newest verbatims under a filter, newest first.
pub(crate) async fn words(
    reading: &Reading,
    wanted: &VerbatimFilter,
    most: usize,
) -> Result<Vec<Words>> {
    let columns = [
        "signal",
        "question",
        "run",
        "text",
        "language",
        "occurred_on",
        "occurred_at",
    ];
    let rows = filter::verbatims(reading, wanted)
        .await?
        .select(columns.map(ident).to_vec())
        .and_then(|rows| {
            rows.sort(newest_first(&["signal", "question"]))?
                .limit(0, Some(most))
        })
        .map_err(of_engine)?;
    let mut topics = topics_of(reading, rows.clone()).await?;
    let answer = reading.collect(rows).await?;
    let text = |name| cells::texts(&answer, name);
    let (signal, question) = (text("signal")?, text("question")?);
    let (words, language) = (text("text")?, text("language")?);
    let days = cells::days(&answer, "occurred_on")?;
    (0..answer.num_rows())
        .map(|row| {
            let place = (signal.value(row).to_owned(), question.value(row).to_owned());
            Ok(Words {
                topics: topics.remove(&place).unwrap_or_default(),
                signal: place.0,
                question: place.1,
                text: words.value(row).to_owned(),
                language: language.value(row).to_owned(),
                on: Date::constant(1970, 1, 1)
                    .checked_add(i64::from(days.value(row)).days())
                    .map_err(|e| Error::Engine(e.to_string()))?,
            })
        })
        .collect()
}

/// Topics with their first bytes by signal and question.
async fn topics_of(
    reading: &Reading,
    verbatims: datafusion::prelude::DataFrame,
) -> Result<HashMap<(String, String), Vec<(String, usize)>>> {
    let mentions = reading.table(MENTIONS).await?;
    let rows = filter::mentions_of(mentions, verbatims)
        .and_then(|rows| {
            rows.select(
                ["signal", "question", "topic", "start_at"]
                    .map(ident)
                    .to_vec(),
            )?
            .sort(vec![
                ident("start_at").sort(true, false),
                ident("topic").sort(true, false),
            ])
        })
        .map_err(of_engine)?;
    let answer = reading.collect(rows).await?;
    let text = |name| cells::texts(&answer, name);
    let (signal, question, topic) = (text("signal")?, text("question")?, text("topic")?);
    let start = cells::whole(&answer, "start_at")?;
    let mut found: HashMap<(String, String), Vec<(String, usize)>> = HashMap::new();
    for row in 0..answer.num_rows() {
        let place = (signal.value(row).to_owned(), question.value(row).to_owned());
        let at = usize::try_from(start.value(row)).unwrap_or(0);
        let mention = (topic.value(row).to_owned(), at);
        found.entry(place).or_default().push(mention);
    }
    Ok(found)
}
