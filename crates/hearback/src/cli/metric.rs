//! `hearback metric`: a score with its interval and n.

use super::Global;
use super::door::Door;
use super::failure::{Done, Failure};
use crate::analyses::scale;
use crate::view::FilterQuery;
use crate::view::metric::MetricView;
use columns::Grain;
use serde_json::{Map, Value};
use understand::metric::{Definition, Kind, measure};

/// A score, by any attribute and period.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearback metric nps --question netpro --by year --json\n  hearback metric csat --question q7_all --by year --grain month\n\nNPS is in points over the whole numbers 0-10; csat and share are 0-100; ces is a mean on its scale.\nScores of fewer than 10 answers are null; what is not counted stands in left_out with its reason."
)]
pub struct Args {
    /// nps, csat, ces, mean or share
    kind: String,
    /// The question's key (default: the metric's own name)
    #[arg(long)]
    question: Option<String>,
    /// Group by an attribute or dimension; may be repeated
    #[arg(long)]
    by: Vec<String>,
    /// day, week, month, quarter or year
    #[arg(long)]
    grain: Option<String>,
    /// The scale's ends, as 1..5
    #[arg(long, value_parser = scale)]
    scale: Option<(f64, f64)>,
    /// Lowest value that counts as satisfied (csat) or as yes (share)
    #[arg(long)]
    top: Option<f64>,
    #[command(flatten)]
    which: FilterQuery,
}

pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let kind = Kind::parse(&args.kind).ok_or_else(|| {
        Failure::usage(
            format!("'{}' is no metric", args.kind),
            "use nps, csat, ces, mean or share",
        )
    })?;
    let question = args
        .question
        .clone()
        .unwrap_or_else(|| kind.as_str().into());
    let grain = args
        .grain
        .as_deref()
        .map(|w| {
            Grain::parse(w).ok_or_else(|| {
                Failure::usage(
                    format!("'{w}' is no grain"),
                    "use day, week, month, quarter or year",
                )
            })
        })
        .transpose()?;
    let config = global.config(Map::new())?;
    let view: Value = match Door::open(config).await? {
        Door::Here(app, _folder) => {
            let definition = Definition::new(kind, &question, args.scale, args.top)?;
            let measured = measure(
                app.lake.as_ref(),
                &app.default_workspace,
                &definition,
                &args.by,
                grain,
                &args.which.filter()?,
            )
            .await?;
            serde_json::to_value(MetricView::from(&measured))
                .map_err(|e| Failure::failed(e.to_string(), ""))?
        }
        Door::Server(server) => {
            let mut query = vec![("question", question)];
            query.extend(args.by.iter().map(|b| ("by", b.clone())));
            query.extend(args.which.pairs());
            query.extend(args.grain.clone().map(|g| ("grain", g)));
            query.extend(args.top.map(|t| ("top", t.to_string())));
            query.extend(args.scale.into_iter().flat_map(|(low, high)| {
                [
                    ("scale_low", low.to_string()),
                    ("scale_high", high.to_string()),
                ]
            }));
            let mut answer = server
                .get(&format!("/api/v1/metrics/{}", kind.as_str()), &query)
                .await?;
            if let Some(object) = answer.as_object_mut() {
                object.remove("how");
            }
            answer
        }
    };
    if global.json {
        println!("{view}")
    } else {
        print_table(&view)
    }
    Ok(Done::Whole)
}

fn print_table(view: &Value) {
    let number = |row: &Value, name: &str| {
        row[name]
            .as_f64()
            .map_or_else(|| "–".to_owned(), |x| format!("{x:.1}"))
    };
    for row in view["rows"].as_array().into_iter().flatten() {
        let group: Vec<String> = row["group"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(k, v)| format!("{k}={}", v.as_str().unwrap_or("–")))
            .collect();
        println!(
            "{:40} {:>8}  ({} .. {})  n {:>8}  {}",
            group.join(" "),
            number(row, "score"),
            number(row, "low"),
            number(row, "high"),
            row["n"],
            row["method"].as_str().unwrap_or("")
        );
    }
    for left in view["left_out"].as_array().into_iter().flatten() {
        println!(
            "left out: {} ({})",
            left["n"],
            left["reason"].as_str().unwrap_or("")
        );
    }
}
