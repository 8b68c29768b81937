//! `hearback annotate`: what texts say, without a data folder.

use super::Global;
use super::failure::{Done, Failure};
use super::input::{Input, bar};
use crate::encoders;
use indicatif::ProgressBar;
use serde::Serialize;
use serde_json::Value;
use std::io::{BufRead, BufReader, BufWriter, Read, StdoutLock, Write, stdout};
use std::path::PathBuf;
use text::encoder::Second;
use text::{Annotation, Model, SecondReader};

/// Texts that are read together: what is held in memory at once.
const BLOCK: usize = 1_024;

/// Texts from a CSV or JSON Lines file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearback annotate comments.csv --column feedback --json > annotated.jsonl\n  hearback annotate comments.csv --encoder models/encoder --share 0.3 --json\n\nOne JSON object per row, in the file's order; rows count from 1; start and end are UTF-8 byte offsets. With an encoder the least certain texts are read again by it, slower and better."
)]
pub struct Args {
    /// A .csv, .tsv or .jsonl file (also .gz), or - for JSON Lines on standard input
    file: PathBuf,
    /// The column or field with the text
    #[arg(long, default_value = "text")]
    column: String,
    /// The folder of an encoder that reads again what the built-in model is least sure of
    #[arg(long)]
    encoder: Option<PathBuf>,
    /// The share of the texts that the encoder reads, 0 to 1
    #[arg(long, default_value_t = 0.2, requires = "encoder")]
    share: f32,
}

#[derive(Serialize)]
struct Line<'a> {
    row: u64,
    #[serde(flatten)]
    annotation: &'a Annotation,
}

/// Reads texts block by block and writes what they say.
struct Annotator<'a> {
    model: &'static Model,
    second: Option<Second>,
    json: bool,
    out: BufWriter<StdoutLock<'a>>,
    bar: ProgressBar,
    block: Vec<String>,
    row: u64,
}

pub fn run(global: &Global, args: &Args) -> Result<Done, Failure> {
    let second = match &args.encoder {
        Some(folder) => Some(encoders::asked(encoders::open(folder)?, args.share)?),
        None => None,
    };
    let bar = bar(global);
    let mut annotator = Annotator {
        model: Model::embedded(),
        second,
        json: global.json,
        out: BufWriter::new(stdout().lock()),
        bar: bar.clone(),
        block: Vec::with_capacity(BLOCK),
        row: 0,
    };
    let input = Input::open(&args.file, &bar)?;
    let mut each = |text: &str| annotator.add(text);
    let read = match input.delimiter {
        Some(delimiter) => table(input.bytes, delimiter, &args.column, &mut each),
        None => lines(input.bytes, &args.column, &mut each),
    };
    let read = read.and_then(|()| annotator.end());
    bar.finish_and_clear();
    match read {
        // The reader of our output went away (head, less): that is no failure.
        Err(failure) if failure.is_closed_pipe() => Ok(Done::Whole),
        other => other.map(|()| Done::Whole),
    }
}

impl Annotator<'_> {
    fn add(&mut self, text: &str) -> Result<(), Failure> {
        self.block.push(text.to_owned());
        if self.block.len() == BLOCK {
            self.write()?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Failure> {
        self.write()?;
        Ok(self.out.flush()?)
    }

    /// Reads and writes the block at hand.
    fn write(&mut self) -> Result<(), Failure> {
        let texts: Vec<&str> = self.block.iter().map(String::as_str).collect();
        let mut read: Vec<Annotation> = texts.iter().map(|t| self.model.annotate(t)).collect();
        if let Some(second) = &self.second {
            second.read_again(&texts, self.model.codeframe(), &mut read);
        }
        for annotation in &read {
            self.row += 1;
            if self.json {
                let row = self.row;
                let line = serde_json::to_string(&Line { row, annotation })
                    .map_err(|e| Failure::failed(e.to_string(), ""))?;
                writeln!(self.out, "{line}")?;
            } else {
                let topics = annotation.topics.iter().map(|t| t.label.as_str());
                writeln!(
                    self.out,
                    "{}\t{}\t{}\t{:+.2}\t{}",
                    self.row,
                    annotation.language,
                    annotation.sentiment.label.name(),
                    annotation.sentiment.score,
                    topics.collect::<Vec<_>>().join(", ")
                )?;
            }
        }
        self.block.clear();
        self.bar.set_message(format!("{} texts", self.row));
        Ok(())
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
