//! `hearback annotate`: what texts say, without a data folder.

use super::Global;
use super::failure::{Done, Failure};
use super::input::Input;
use serde::Serialize;
use serde_json::Value;
use std::io::{BufRead, BufReader, BufWriter, Read, Write, stdout};
use std::path::PathBuf;
use text::{Annotation, Model};

/// Texts from a CSV or JSON Lines file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  hearback annotate comments.csv --column feedback --json > annotated.jsonl\n\nOne JSON object per row, in the file's order; rows count from 1; start and end are UTF-8 byte offsets."
)]
pub struct Args {
    /// A .csv, .tsv or .jsonl file (also .gz), or - for JSON Lines on standard input
    file: PathBuf,
    /// The column or field with the text
    #[arg(long, default_value = "text")]
    column: String,
}

#[derive(Serialize)]
struct Line<'a> {
    row: u64,
    #[serde(flatten)]
    annotation: &'a Annotation,
}

pub fn run(global: &Global, args: &Args) -> Result<Done, Failure> {
    let model = Model::embedded();
    let mut out = BufWriter::new(stdout().lock());
    let mut row = 0_u64;
    let mut each = |text: &str| -> Result<(), Failure> {
        row += 1;
        let annotation = model.annotate(text);
        if global.json {
            let line = serde_json::to_string(&Line {
                row,
                annotation: &annotation,
            })
            .map_err(|e| Failure::failed(e.to_string(), ""))?;
            writeln!(out, "{line}")?;
        } else {
            let topics: Vec<&str> = annotation.topics.iter().map(|t| t.label.as_str()).collect();
            writeln!(
                out,
                "{row}\t{}\t{}\t{:+.2}\t{}",
                annotation.language,
                annotation.sentiment.label.name(),
                annotation.sentiment.score,
                topics.join(", ")
            )?;
        }
        Ok(())
    };
    let input = Input::open(&args.file)?;
    let read = match input.delimiter {
        Some(delimiter) => table(input.bytes, delimiter, &args.column, &mut each),
        None => lines(input.bytes, &args.column, &mut each),
    };
    match read.and_then(|()| out.flush().map_err(Failure::from)) {
        // The reader of our output went away (head, less): that is no failure.
        Err(failure) if failure.is_closed_pipe() => Ok(Done::Whole),
        other => other.map(|()| Done::Whole),
    }
}

fn table(
    input: Box<dyn Read>,
    delimiter: u8,
    column: &str,
    each: &mut dyn FnMut(&str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let unreadable = |e: csv::Error| {
        Failure::failed(
            format!("the file does not read: {e}"),
            "check its quoting, or convert it to UTF-8",
        )
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(input);
    let headers = reader.byte_headers().map_err(unreadable)?;
    let names: Vec<String> = headers
        .iter()
        .map(|h| {
            String::from_utf8_lossy(h)
                .trim_start_matches('\u{feff}')
                .to_owned()
        })
        .collect();
    let place = names.iter().position(|n| n == column).ok_or_else(|| {
        Failure::usage(
            format!("there is no column '{column}'"),
            format!("the columns are {}", names.join(", ")),
        )
    })?;
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(unreadable)? {
        each(&String::from_utf8_lossy(
            record.get(place).unwrap_or_default(),
        ))?;
    }
    Ok(())
}

fn lines(
    input: Box<dyn Read>,
    field: &str,
    each: &mut dyn FnMut(&str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for (i, line) in BufReader::new(input).lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let value: Value = serde_json::from_str(&line).map_err(|e| {
            Failure::usage(
                format!("line {} is not JSON: {e}", i + 1),
                "write one JSON object per line",
            )
        })?;
        each(value.get(field).and_then(Value::as_str).unwrap_or(""))?;
    }
    Ok(())
}
