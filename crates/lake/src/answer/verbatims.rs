//! Verbatims to read, with the scores and attributes of their signals.

use super::scores::{on, start_of};
use super::signals::{among, newest_first, total};
use super::{cells, filter, names, page};
use crate::error::of_engine;
use crate::lake::{MENTIONS, SIGNALS};
use crate::read::Reading;
use columns::{By, Error, Page, PageAsk, Result, ValueCount, VerbatimFilter, VerbatimRow};
use datafusion::arrow::array::{Array, RecordBatch};
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::prelude::{ident, lit};
use domain::annotation::{Mention, VerbatimRecord};
use domain::{CustomerId, PostId, Provenance, SignalId};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// What orders verbatims of one instant.
const KEYS: [&str; 2] = ["signal", "question"];

/// Which verbatim a mention is in: signal, question, run.
type Place = (String, String, String);

/// One page of verbatims, newest first.
pub(crate) async fn verbatims(
    reading: &Reading,
    wanted: &VerbatimFilter,
    ask: &PageAsk,
) -> Result<Page<VerbatimRow>> {
    let rows = filter::verbatims(reading, wanted).await?;
    let total = total(reading, rows.clone()).await?;
    let limit = page::limit(ask);
    let behind = page::behind(ask, &KEYS)?;
    let rows = filter::keep(rows, behind.into_iter().collect())
        .and_then(|rows| rows.sort(newest_first(&KEYS))?.limit(0, Some(limit + 1)))
        .map_err(of_engine)?;
    let answer = reading.collect(rows).await?;
    let more = answer.num_rows() > limit;
    let mut records = records(&answer)?;
    records.truncate(limit);
    let mut mentions = mentions_of(reading, &records).await?;
    let signals = signals_of(reading, &records).await?;
    let next = records.last().filter(|_| more);
    let next =
        next.map(|last| page::mark(last.occurred_at, &[last.signal.as_str(), &last.question]));
    let rows = records
        .into_iter()
        .map(|mut verbatim| {
            verbatim.mentions = mentions.remove(&place(&verbatim)).unwrap_or_default();
            let given = signals.get(verbatim.signal.as_str()).cloned();
            let given = given.unwrap_or_default();
            VerbatimRow {
                verbatim,
                scores: given.scores,
                attributes: given.attributes,
                purpose: given.purpose,
            }
        })
        .collect();
    Ok(Page { rows, next, total })
}

/// See [`columns::Columns::verbatim_counts`].
pub(crate) async fn counts(
    reading: &Reading,
    wanted: &VerbatimFilter,
    by: &By,
) -> Result<Vec<ValueCount>> {
    let rows = filter::verbatims(reading, wanted).await?;
    let (rows, key) = match by {
        By::Period(grain) => (rows, start_of(*grain)),
        By::Column(name) => {
            let column = names::dimension(&reading.signals, name)?;
            filter::with_column(reading, rows, &column).await?
        }
    };
    let counted = rows
        .aggregate(vec![key.alias("k0")], vec![count(lit(1)).alias("n_rows")])
        .and_then(|rows| rows.sort(vec![ident("k0").sort(true, false)]))
        .map_err(of_engine)?;
    let answer = reading.collect(counted).await?;
    let By::Period(grain) = by else {
        return cells::value_counts(&answer);
    };
    let (days, n) = (
        cells::days(&answer, "k0")?,
        cells::whole(&answer, "n_rows")?,
    );
    let label = |row| days.is_valid(row).then(|| grain.label(on(days.value(row))));
    Ok((0..answer.num_rows())
        .map(|row| ValueCount {
            value: label(row),
            n: n.value(row).unsigned_abs(),
        })
        .collect())
}

fn place(verbatim: &VerbatimRecord) -> Place {
    (
        verbatim.signal.as_str().to_owned(),
        verbatim.question.clone(),
        verbatim.run.clone(),
    )
}

fn records(answer: &RecordBatch) -> Result<Vec<VerbatimRecord>> {
    let text = |name| cells::texts(answer, name);
    let (signal, question, words) = (text("signal")?, text("question")?, text("text")?);
    let (customer, post, provenance) = (text("customer")?, text("post")?, text("provenance")?);
    let (channel, location, run) = (text("channel")?, text("location")?, text("run")?);
    let (language, label) = (text("language")?, text("sentiment_label")?);
    let at = cells::whole(answer, "occurred_at")?;
    let days = cells::days(answer, "occurred_on")?;
    let sentiment = cells::numbers(answer, "sentiment")?;
    let confidence = cells::numbers(answer, "confidence")?;
    let named = |names, numbers, row| -> Result<Vec<(String, f64)>> {
        let (names, numbers) = (
            cells::column(answer, names)?,
            cells::column(answer, numbers)?,
        );
        Ok(cells::named(names, numbers, row))
    };
    (0..answer.num_rows())
        .map(|row| {
            let word = provenance.value(row);
            Ok(VerbatimRecord {
                signal: SignalId::new(signal.value(row)),
                question: question.value(row).to_owned(),
                text: words.value(row).to_owned(),
                customer: cells::text(&customer, row).map(CustomerId::new),
                post: PostId::new(post.value(row)),
                provenance: Provenance::parse(word)
                    .ok_or_else(|| Error::Engine(format!("'{word}' is no provenance")))?,
                channel: channel.value(row).to_owned(),
                location: cells::text(&location, row),
                occurred_at: at.value(row),
                occurred_on: Date::constant(1970, 1, 1)
                    .checked_add(i64::from(days.value(row)).days())
                    .map_err(|e| Error::Engine(e.to_string()))?,
                test: false,
                run: run.value(row).to_owned(),
                language: language.value(row).to_owned(),
                sentiment_label: label.value(row).to_owned(),
                sentiment: sentiment.value(row),
                confidence: confidence.value(row),
                emotions: named("emotions", "emotion_confidences", row)?,
                intents: named("intents", "intent_confidences", row)?,
                mentions: Vec::new(),
            })
        })
        .collect()
}

async fn mentions_of(
    reading: &Reading,
    records: &[VerbatimRecord],
) -> Result<HashMap<Place, Vec<Mention>>> {
    let mut found: HashMap<Place, Vec<Mention>> = HashMap::new();
    let Some(wanted) = among("signal", records.iter().map(|r| r.signal.as_str())) else {
        return Ok(found);
    };
    let columns = [
        "signal",
        "question",
        "run",
        "topic",
        "sentiment",
        "start_at",
        "end_at",
    ];
    let order = ["start_at", "end_at", "topic"].map(|name| ident(name).sort(true, false));
    let rows = reading.table(MENTIONS).await?;
    let rows = rows
        .filter(wanted)
        .and_then(|rows| {
            rows.select(columns.map(ident).to_vec())?
                .sort(order.to_vec())
        })
        .map_err(of_engine)?;
    let answer = reading.collect(rows).await?;
    let text = |name| cells::texts(&answer, name);
    let (signal, question, run) = (text("signal")?, text("question")?, text("run")?);
    let (topic, sentiment) = (text("topic")?, cells::numbers(&answer, "sentiment")?);
    let start = cells::whole(&answer, "start_at")?;
    let end = cells::whole(&answer, "end_at")?;
    let offset = |at: i64| usize::try_from(at).unwrap_or(0);
    for row in 0..answer.num_rows() {
        let place = [&signal, &question, &run].map(|column| column.value(row).to_owned());
        found.entry(place.into()).or_default().push(Mention {
            topic: topic.value(row).to_owned(),
            sentiment: sentiment.value(row),
            start: offset(start.value(row)),
            end: offset(end.value(row)),
        });
    }
    Ok(found)
}

/// What else a signal holds.
#[derive(Clone, Default)]
struct Given {
    scores: BTreeMap<String, f64>,
    attributes: BTreeMap<String, String>,
    purpose: String,
}

async fn signals_of(
    reading: &Reading,
    records: &[VerbatimRecord],
) -> Result<HashMap<String, Given>> {
    let Some(wanted) = among("id", records.iter().map(|r| r.signal.as_str())) else {
        return Ok(HashMap::new());
    };
    let rows = reading.table(SIGNALS).await?;
    let rows = rows
        .filter(wanted)
        .and_then(|rows| {
            rows.select(
                ["id", "answers", "attributes", "purpose"]
                    .map(ident)
                    .to_vec(),
            )
        })
        .map_err(of_engine)?;
    let answer = reading.collect(rows).await?;
    let ids = cells::texts(&answer, "id")?;
    let answers = cells::column(&answer, "answers")?;
    let attributes = cells::column(&answer, "attributes")?;
    let purposes = cells::texts(&answer, "purpose")?;
    Ok((0..answer.num_rows())
        .map(|row| {
            let given = Given {
                scores: cells::scores(answers, row),
                attributes: cells::attributes(attributes, row),
                purpose: purposes.value(row).to_owned(),
            };
            (ids.value(row).to_owned(), given)
        })
        .collect())
}
