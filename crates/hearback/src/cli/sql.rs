//! `hearback sql`: read-only SQL in a workspace's scope.

use super::Global;
use super::door::Door;
use super::failure::{Done, Failure};
use serde_json::{Map, Value, json};

/// A read-only statement.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearback sql \"select a_year, nps(q_netpro) from signals group by 1 order by 1\"\n  hearback sql \"select topic, count(*) from mentions group by 1 order by 2 desc limit 10\"\n\nTables: signals, verbatims, mentions. Functions of the field: nps(score), csat(score, top), ces(score), share(bool), mean_ci(x); each answers score, low, high and n."
)]
pub struct Args {
    /// The statement
    statement: String,
    /// Rows at the most
    #[arg(long, default_value_t = 10_000)]
    limit: usize,
}

pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let answer: Value = match Door::open(global.config(Map::new())?).await? {
        Door::Here(app, _folder) => {
            let answer = app
                .lake
                .sql(&app.default_workspace, &args.statement, args.limit)
                .await?;
            let columns: Vec<Value> = answer
                .columns
                .iter()
                .map(|(name, kind)| json!({ "name": name, "type": kind }))
                .collect();
            json!({ "columns": columns, "rows": answer.rows, "truncated": answer.truncated })
        }
        Door::Server(server) => {
            server
                .post("/api/v1/sql", &json!({ "sql": args.statement }))
                .await?
        }
    };
    if global.json {
        println!("{answer}");
        return Ok(Done::Whole);
    }
    let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    println!(
        "{}",
        list(&answer["columns"])
            .iter()
            .map(|c| text(&c["name"]))
            .collect::<Vec<_>>()
            .join("\t")
    );
    for row in list(&answer["rows"]) {
        println!(
            "{}",
            list(&row).iter().map(text).collect::<Vec<_>>().join("\t")
        );
    }
    if answer["truncated"] == json!(true) {
        global.say("more rows were left out: raise --limit or narrow the statement");
    }
    Ok(Done::Whole)
}
