//! Analyses over HTTP: the options of `hearback analyze` as a query string.

use super::actor::Reading;
use super::metrics::refuse;
use super::problem::{Outcome, Refusal};
use super::query;
use crate::analyses::{Kind, NAMES, Source};
use crate::app::App;
use crate::view::FilterQuery;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use clap::{Command, FromArgMatches, Subcommand};
use domain::Provenance;
use serde_json::Value;

/// Names of the query that say which signals count; all others are options of the kind.
const FILTERS: [&str; 4] = ["since", "until", "provenance", "where"];

/// An analysis of the signals under the usual filters: a report with `kind`, `method`, `n`,
/// `results`, `warnings`, `refused` and the `card` that says how it was computed. The options are
/// those of `hearback analyze KIND`, with commas between several values.
#[utoipa::path(get, path = "/api/v1/analyses/{kind}", tag = "understand",
    params(("kind" = String, Path), ("since" = Option<String>, Query), ("until" = Option<String>, Query)),
    responses((status = 200, body = Object)))]
pub async fn analyze(
    State(app): State<App>,
    Reading(actor): Reading,
    Path(kind): Path<String>,
    RawQuery(asked): RawQuery,
) -> Outcome<Json<Value>> {
    if !NAMES.contains(&kind.as_str()) {
        return Err(Refusal::not_found("analysis"));
    }
    let asked = asked.unwrap_or_default();
    let mut filter = query::read::<FilterQuery>(&asked)?.filter()?;
    // A score never mixes provenances unless one is named.
    filter.provenance.get_or_insert(Provenance::Direct);
    let kind = read(&kind, &asked)?;
    let source = Source::Signals {
        columns: app.lake.as_ref(),
        workspace: &actor.workspace,
        filter,
        version: app.data_version(&actor.workspace).await?,
    };
    Ok(Json(kind.report(&source).await.map_err(refuse)?))
}

/// The query's options as the command line reads them: `--name value`, a flag by its name alone.
fn read(kind: &str, asked: &str) -> Outcome<Kind> {
    let mut words = vec!["analyze".to_owned(), kind.to_owned()];
    for (name, value) in form_urlencoded::parse(asked.as_bytes()) {
        if FILTERS.contains(&name.as_ref()) {
            continue;
        }
        words.push(if value.is_empty() {
            format!("--{name}")
        } else {
            format!("--{name}={value}")
        });
    }
    let command = Kind::augment_subcommands(Command::new("analyze"))
        .disable_help_flag(true)
        .mut_subcommands(|of_kind| of_kind.disable_help_flag(true));
    let refuse = |error: clap::Error| {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        Refusal::invalid(
            first.trim_start_matches("error: "),
            format!("hearback analyze {kind} --help lists the options"),
        )
    };
    let matches = command.try_get_matches_from(words).map_err(refuse)?;
    Kind::from_arg_matches(&matches).map_err(refuse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_reads_like_a_command_line() {
        let kind = read(
            "cause",
            "by=region,channel&score=nps&since=2026-01-01&period=month",
        );
        assert!(matches!(kind, Ok(Kind::Cause(_))));
        assert!(read("cause", "score=nps").is_err(), "by is missing");
        assert!(read("drivers", "outcome=nps&drivers=a&colour=red").is_err());
    }
}
