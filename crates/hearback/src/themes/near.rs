//! Search by meaning, "more like this", and effects on a score, for the door.

use super::aside;
use crate::app::App;
use crate::view::explore::verbatim;
use crate::view::themes::near::{NearRow, NearView};
use columns::{Columns, PageAsk, VerbatimFilter};
use domain::WorkspaceId;
use std::collections::HashMap;
use understand::Result;
use understand::meaning::{MOST, Sought, nearest};

/// Rows of the lake's pages.
const PAGE: usize = 200;

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub enum For<'a> {
    /// What these words mean.
    Words(&'a str),
    /// What this verbatim says: its signal and question.
    Verbatim(&'a str, &'a str),
}

/// The verbatims nearest in meaning under a filter. None where the verbatim is not there.
///
/// # Errors
/// The rows or the lake did not answer.
pub async fn near(
    app: &App,
    workspace: &WorkspaceId,
    sought: For<'_>,
    filter: &VerbatimFilter,
    limit: usize,
) -> Result<Option<NearView>> {
    let lake = app.lake.as_ref();
    let frame = app.frames.on_show(&app.store, workspace).await?;
    let sought = match sought {
        For::Words(typed) => Some(Sought::words(app.model, &frame, typed)),
        For::Verbatim(signal, question) => {
            Sought::verbatim(lake, workspace, signal, question).await?
        }
    };
    let Some(sought) = sought else {
        return Ok(None);
    };
    let pool = lake.words(workspace, filter, MOST).await?;
    let compared = pool.len();
    let found = aside(move || nearest(&sought, &pool, limit)).await?;
    let mut rows = HashMap::new();
    for part in found.chunks(PAGE / 4) {
        let of = VerbatimFilter {
            of: part.iter().map(|near| near.signal.clone()).collect(),
            ..VerbatimFilter::default()
        };
        let page = PageAsk {
            limit: PAGE,
            after: None,
        };
        for row in lake.verbatims(workspace, &of, &page).await?.rows {
            let v = &row.verbatim;
            rows.insert((v.signal.to_string(), v.question.clone()), row);
        }
    }
    let mut near = Vec::with_capacity(found.len());
    for found in found {
        let Some(row) = rows.remove(&(found.signal.clone(), found.question)) else {
            continue;
        };
        let case = app
            .store
            .case_id_of_signal(workspace, &row.verbatim.signal)
            .await?;
        let said = app.store.judgments_of(workspace, &found.signal).await?;
        near.push(NearRow {
            score: found.score,
            words: found.words,
            topics: found
                .topics
                .iter()
                .map(|topic| frame.body.label_of(topic).to_owned())
                .collect(),
            verbatim: verbatim(row, &frame.body, case.map(Into::into), &said),
        });
    }
    Ok(Some(NearView {
        rows: near,
        compared,
    }))
}
