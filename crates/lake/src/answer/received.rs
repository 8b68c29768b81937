//! Signals as they were received, for reading their words again.

use super::cells;
use crate::error::of_engine;
use crate::lake::SIGNALS;
use crate::read::Reading;
use columns::{Error, Result};
use datafusion::prelude::{ident, lit};
use domain::{Answer, Consent, CustomerId, PostId, Provenance, Signal, SignalId};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What an annotation needs of a signal.
const COLUMNS: [&str; 11] = [
    "id",
    "seq",
    "post",
    "provenance",
    "channel",
    "location",
    "customer",
    "occurred_at",
    "occurred_on",
    "test",
    "answers",
];

/// The signals of some batches with their batches, in the order they came.
pub(crate) async fn received(
    reading: &Reading,
    after: i64,
    through: i64,
) -> Result<Vec<(i64, Signal)>> {
    let wanted = ident("seq")
        .gt(lit(after))
        .and(ident("seq").lt_eq(lit(through)));
    let order = ["seq", "id"].map(|name| ident(name).sort(true, false));
    let rows = reading
        .table(SIGNALS)
        .await?
        .filter(wanted)
        .and_then(|rows| {
            rows.select(COLUMNS.map(ident).to_vec())?
                .sort(order.to_vec())
        })
        .map_err(of_engine)?;
    let answer = reading.collect(rows).await?;
    let text = |name| cells::texts(&answer, name);
    let (ids, posts, provenances) = (text("id")?, text("post")?, text("provenance")?);
    let (channels, locations, customers) = (text("channel")?, text("location")?, text("customer")?);
    let (seqs, at) = (
        cells::whole(&answer, "seq")?,
        cells::whole(&answer, "occurred_at")?,
    );
    let (days, tests) = (
        cells::days(&answer, "occurred_on")?,
        cells::whole(&answer, "test")?,
    );
    let answers = cells::column(&answer, "answers")?;
    (0..answer.num_rows())
        .map(|row| {
            let word = provenances.value(row);
            let signal = Signal {
                id: SignalId::new(ids.value(row)),
                post: PostId::new(posts.value(row)),
                external_id: String::new(),
                rev: 1,
                provenance: Provenance::parse(word)
                    .ok_or_else(|| Error::Engine(format!("'{word}' is no provenance")))?,
                channel: channels.value(row).to_owned(),
                touchpoint: None,
                occurred_at: at.value(row),
                received_at: at.value(row),
                occurred_on: Date::constant(1970, 1, 1)
                    .checked_add(i64::from(days.value(row)).days())
                    .map_err(|e| Error::Engine(e.to_string()))?,
                location: cells::text(&locations, row),
                customer: cells::text(&customers, row).map(CustomerId::new),
                language: None,
                attributes: BTreeMap::new(),
                answers: cells::words(answers, row)
                    .into_iter()
                    .map(|(question, words)| Answer::verbatim(question, words))
                    .collect(),
                consent: Consent::default(),
                test: tests.value(row) != 0,
                weight: None,
                stratum: None,
                cluster: None,
                follow_up: None,
            };
            Ok((seqs.value(row), signal))
        })
        .collect()
}
