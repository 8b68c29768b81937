//! `hearback analyze`: one analysis of a file or of the data folder.

mod file;
mod print;

use super::Global;
use super::door::Door;
use super::failure::{Done, Failure};
use crate::analyses::{Kind, Source};
use clap::{ArgMatches, Command, FromArgMatches, Subcommand};
use columns::Filter;
use domain::Provenance;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::path::PathBuf;
use understand::analyze::Table;

/// A kind of analysis with its options, and what it is of.
#[derive(Debug)]
pub struct Args {
    kind: Kind,
    input: Input,
}

// What is analyzed. No doc comment: clap would take it for the description of every kind.
#[derive(Debug, Clone, clap::Args)]
struct Input {
    /// A .csv or .tsv file (also .gz) with a header; the data folder where none is named
    file: Option<PathBuf>,
    /// First day, YYYY-MM-DD (data folder)
    #[arg(long, help_heading = "Which signals of the data folder")]
    since: Option<Date>,
    /// The day after the last, YYYY-MM-DD (data folder)
    #[arg(long, help_heading = "Which signals of the data folder")]
    until: Option<Date>,
    /// Only where NAME:VALUE; may be repeated (data folder)
    #[arg(long = "where", help_heading = "Which signals of the data folder")]
    conditions: Vec<String>,
}

/// Every kind takes the input beside its own options.
impl clap::Args for Args {
    fn augment_args(command: Command) -> Command {
        Kind::augment_subcommands(command)
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommand_value_name("KIND")
            .mut_subcommands(Input::augment_args)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Args {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (_, of_kind) = matches.subcommand().ok_or_else(missing)?;
        Ok(Self {
            kind: Kind::from_arg_matches(matches)?,
            input: Input::from_arg_matches(of_kind)?,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Computes the report and prints it.
pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let report = match &args.input.file {
        Some(path) => args.kind.report(&Source::File(file::read(path)?)).await?,
        None if args.kind.needs_nothing() => {
            args.kind.report(&Source::File(Table::default())).await?
        }
        None => of_signals(&global, &args).await?,
    };
    if global.json {
        println!("{report}");
    } else {
        print::print(&report);
    }
    Ok(Done::Whole)
}

async fn of_signals(global: &Global, args: &Args) -> Result<Value, Failure> {
    let filter = args.input.filter()?;
    match Door::open(global.config(Map::new())?).await? {
        Door::Here(app, _folder) => {
            let source = Source::Signals {
                columns: app.lake.as_ref(),
                workspace: &app.default_workspace,
                filter,
            };
            Ok(args.kind.report(&source).await?)
        }
        Door::Server(_) => Err(Failure::conflict(
            "a server is running on this data folder",
            "ask it, GET /api/v1/analyses/KIND takes the same options; or stop it",
        )),
    }
}

impl Input {
    /// Direct signals under the conditions; several values of one name are alternatives.
    fn filter(&self) -> Result<Filter, Failure> {
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
