//! Where an analysis takes its columns from: a file, or the data folder.

use crate::app::App;
use crate::cli::Global;
use crate::cli::door::Door;
use crate::cli::failure::{Done, Failure};
use crate::folder::Folder;
use columns::{Filter, Grain};
use domain::Provenance;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Map;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use understand::analyze::{Report, Table, asked};

/// What every kind takes.
#[derive(Debug, clap::Args)]
pub struct Input {
    /// A .csv or .tsv file (also .gz) with a header; without it the data folder is analyzed
    file: Option<PathBuf>,
    /// First day, YYYY-MM-DD (data folder only)
    #[arg(long)]
    since: Option<Date>,
    /// The day after the last, YYYY-MM-DD (data folder only)
    #[arg(long)]
    until: Option<Date>,
    /// Only where NAME:VALUE; may be repeated (data folder only)
    #[arg(long = "where")]
    conditions: Vec<String>,
}

impl Input {
    /// The columns that an analysis names; with a grain also the period, in `period`.
    pub async fn table(
        &self,
        global: &Global,
        names: &[String],
        grain: Option<Grain>,
    ) -> Result<Table, Failure> {
        match &self.file {
            Some(path) => read(path),
            None => {
                let (app, _folder) = self.app(global).await?;
                let filter = self.filter()?;
                let workspace = &app.default_workspace;
                Ok(asked::table(app.lake.as_ref(), workspace, names, grain, &filter).await?)
            }
        }
    }

    /// Whether a file is analyzed.
    pub fn is_file(&self) -> bool {
        self.file.is_some()
    }

    /// The data folder, opened.
    pub async fn app(&self, global: &Global) -> Result<(Box<App>, Folder), Failure> {
        match Door::open(global.config(Map::new())?).await? {
            Door::Here(app, folder) => Ok((app, folder)),
            Door::Server(_) => Err(Failure::conflict(
                "a server is running on this data folder",
                "open its Drivers, Compare and Gaps screens, ask GET /api/v1/analyses/KIND, or stop it",
            )),
        }
    }

    /// Which signals of the data folder count: direct ones, under the conditions.
    pub fn filter(&self) -> Result<Filter, Failure> {
        let mut equals: Vec<(String, Vec<String>)> = Vec::new();
        for condition in &self.conditions {
            let (name, value) = condition.split_once(':').ok_or_else(|| {
                Failure::usage(
                    format!("--where '{condition}' has no colon"),
                    "write --where location:Oslo",
                )
            })?;
            match equals.iter_mut().find(|(known, _)| known == name) {
                Some((_, values)) => values.push(value.to_owned()),
                None => equals.push((name.to_owned(), vec![value.to_owned()])),
            }
        }
        Ok(Filter {
            since: self.since,
            until: self.until,
            provenance: Some(Provenance::Direct),
            equals,
            between: None,
        })
    }
}

/// Prints a report: JSON when asked for.
pub fn show<R: Serialize, M: Serialize>(
    global: &Global,
    report: &Report<R, M>,
) -> Result<Done, Failure> {
    let value =
        serde_json::to_value(report).map_err(|e| Failure::failed(e.to_string(), "report this"))?;
    if global.json {
        println!("{value}");
    } else {
        super::print::print(&value);
    }
    Ok(Done::Whole)
}

fn read(path: &Path) -> Result<Table, Failure> {
    let missing = |e: std::io::Error| {
        Failure::missing(
            format!("cannot read {}: {e}", path.display()),
            "check the path",
        )
    };
    let file = File::open(path).map_err(missing)?;
    let name = path.to_string_lossy().to_lowercase();
    let (bare, input): (&str, Box<dyn Read>) = match name.strip_suffix(".gz") {
        Some(bare) => (bare, Box::new(flate2::read::MultiGzDecoder::new(file))),
        None => (name.as_str(), Box::new(file)),
    };
    let unreadable = |e: csv::Error| {
        Failure::failed(
            format!("{} does not read: {e}", path.display()),
            "give a CSV file in UTF-8 with as many cells in every row as in its header",
        )
    };
    let delimiter = if bare.ends_with(".tsv") { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(input);
    let names = reader.headers().map_err(unreadable)?.iter();
    let names = names.map(|n| n.trim_start_matches('\u{feff}').trim().to_owned());
    let names: Vec<String> = names.collect();
    let rows = reader
        .records()
        .map(|row| Ok(row?.iter().map(str::to_owned).collect::<Vec<String>>()))
        .collect::<Result<Vec<_>, csv::Error>>()
        .map_err(unreadable)?;
    Ok(Table::new(names, rows)?)
}
