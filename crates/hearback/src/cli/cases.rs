//! `hearback cases`: what people are owed.

use super::Global;
use super::door::Door;
use super::failure::{Done, Failure};
use crate::clock;
use crate::http::actor::local_admin;
use crate::view::cases::CaseView;
use domain::case::{CaseFilter, CaseOrder, CaseState};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Which cases.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  hearback cases --state open --json")]
pub struct Args {
    /// open, answered or closed
    #[arg(long, value_parser = ["open", "answered", "closed"])]
    state: Option<String>,
    /// Cases at the most
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=200))]
    limit: i64,
}

pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let answer: Value = match Door::open(global.config(Map::new())?).await? {
        Door::Here(app, _folder) => {
            let actor = local_admin(&app.default_workspace);
            let filter = CaseFilter {
                state: args.state.as_deref().and_then(CaseState::parse),
                ..CaseFilter::default()
            };
            let page = act::inbox::page(
                &app.store,
                &actor,
                &filter,
                CaseOrder::Due,
                None,
                args.limit,
            )
            .await
            .map_err(|e| Failure::failed(e.to_string(), "run hearback doctor"))?;
            let users = app.store.users(&app.default_workspace).await?;
            let names: BTreeMap<String, String> =
                users.into_iter().map(|u| (u.id.into(), u.name)).collect();
            let rows: Vec<CaseView> = page
                .cases
                .into_iter()
                .map(|c| CaseView::new(c, &names, clock::now()))
                .collect();
            json!({ "rows": rows, "next": page.next, "total": page.total })
        }
        Door::Server(server) => {
            let mut query = vec![("limit", args.limit.to_string())];
            query.extend(args.state.map(|s| ("state", s)));
            server.get("/api/v1/cases", &query).await?
        }
    };
    if global.json {
        println!("{answer}");
        return Ok(Done::Whole);
    }
    for case in answer["rows"].as_array().into_iter().flatten() {
        let word = |name: &str| case[name].as_str().unwrap_or("–").to_owned();
        println!(
            "#{:<5} {:9} {:7} due {}  {}",
            case["number"],
            word("state"),
            word("priority"),
            word("due_at"),
            word("title")
        );
    }
    Ok(Done::Whole)
}
