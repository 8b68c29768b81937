//! `hearback export`: signals as JSON Lines or CSV that a spreadsheet opens safely.

use super::Global;
use super::door::Door;
use super::failure::{Done, Failure};
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

/// What to write, and where.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearback export signals --out signals.csv\n  hearback export verbatims --format jsonl > verbatims.jsonl"
)]
pub struct Args {
    /// signals, verbatims or mentions
    #[arg(value_parser = ["signals", "verbatims", "mentions"])]
    table: String,
    /// csv or jsonl (default: by the file's name, else jsonl)
    #[arg(long, value_parser = ["csv", "jsonl"])]
    format: Option<String>,
    /// The file; standard output when absent
    #[arg(long)]
    out: Option<PathBuf>,
}

const MOST_ROWS: usize = 5_000_000;

pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let named_csv = args
        .out
        .as_ref()
        .is_some_and(|p| p.extension().is_some_and(|e| e == "csv"));
    let csv = args.format.as_deref().map_or(named_csv, |f| f == "csv");
    let (columns, rows): (Vec<String>, Vec<Vec<Value>>) =
        match Door::open(global.config(Map::new())?).await? {
            Door::Here(app, _folder) => {
                let answer = app
                    .lake
                    .rows(&app.default_workspace, &args.table, MOST_ROWS)
                    .await?;
                (
                    answer.columns.into_iter().map(|(name, _)| name).collect(),
                    answer.rows,
                )
            }
            Door::Server(_) => {
                return Err(Failure::conflict(
                    "a server holds the data folder",
                    "stop it to export, or use POST /api/v1/sql",
                ));
            }
        };
    let mut out: Box<dyn Write> = match &args.out {
        Some(path) => Box::new(BufWriter::new(File::create(path)?)),
        None => Box::new(BufWriter::new(stdout().lock())),
    };
    let n = rows.len();
    if csv {
        write_csv(&mut out, &columns, rows)?
    } else {
        write_lines(&mut out, &columns, rows)?
    }
    out.flush()?;
    global.say(&format!("{n} rows of {}", args.table));
    Ok(Done::Whole)
}

fn write_lines(
    out: &mut dyn Write,
    columns: &[String],
    rows: Vec<Vec<Value>>,
) -> Result<(), Failure> {
    for row in rows {
        let object: Map<String, Value> = columns
            .iter()
            .cloned()
            .zip(row)
            .filter(|(_, v)| !v.is_null())
            .collect();
        writeln!(out, "{}", json!(object))?;
    }
    Ok(())
}

fn write_csv(
    out: &mut dyn Write,
    columns: &[String],
    rows: Vec<Vec<Value>>,
) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(out);
    let failed = |e: csv::Error| Failure::failed(e.to_string(), "check the disk");
    writer
        .write_record(columns.iter().map(|c| safe(c)))
        .map_err(failed)?;
    for row in rows {
        let cells = row.iter().map(|v| match v {
            Value::Null => String::new(),
            Value::String(text) => safe(text),
            other => other.to_string(),
        });
        writer.write_record(cells).map_err(failed)?;
    }
    writer.flush()?;
    Ok(())
}

/// A cell that no spreadsheet takes for a formula: text that could start one gets an apostrophe.
/// Numbers are typed as numbers and keep their sign.
fn safe(text: &str) -> String {
    let first = text.trim_start_matches([' ', '\u{feff}']).chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\0' | '＝' | '＋' | '－' | '＠') => {
            format!("'{text}")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_cell_that_could_be_a_formula_gets_an_apostrophe() {
        for text in ["=1+1", " =cmd", "+1", "-x", "@sum", "\tx", "＝x"] {
            assert!(safe(text).starts_with('\''), "{text}");
        }
        assert_eq!(safe("good service"), "good service");
    }
}
