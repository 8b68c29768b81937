//! `hearback analyze`: one analysis of a file or of the data folder.

mod file;
mod print;

use super::Global;
use super::door::Door;
use super::failure::{Done, Failure};
use crate::analyses::{Kind, Source};
use crate::view::FilterQuery;
use clap::parser::ValueSource;
use clap::{ArgMatches, Command, FromArgMatches, Subcommand};
use domain::Provenance;
use serde_json::{Map, Value};
use std::path::PathBuf;
use understand::analyze::Table;

/// A kind of analysis with its options, and what it is of.
#[derive(Debug)]
pub struct Args {
    kind: Kind,
    input: Input,
    /// The kind's name and its options as given, for a server to read.
    name: String,
    options: Vec<(String, String)>,
}

// What is analyzed. No doc comment: clap would take it for the description of every kind.
#[derive(Debug, Clone, clap::Args)]
struct Input {
    /// A .csv or .tsv file (also .gz) with a header; the data folder where none is named
    file: Option<PathBuf>,
    #[command(flatten)]
    which: FilterQuery,
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
        let (name, of_kind) = matches.subcommand().ok_or_else(missing)?;
        let kind = Kind::from_arg_matches(matches)?;
        let options = given(name, of_kind);
        Ok(Self {
            kind,
            input: Input::from_arg_matches(of_kind)?,
            name: name.to_owned(),
            options,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The options of a kind that stand on the command line; a flag has an empty value.
fn given(name: &str, matches: &ArgMatches) -> Vec<(String, String)> {
    let described = Kind::augment_subcommands(Command::new("analyze"));
    let kind = described.find_subcommand(name);
    let mut given = Vec::new();
    for option in kind.iter().flat_map(|kind| kind.get_arguments()) {
        let id = option.get_id().as_str();
        let Some(long) = option.get_long() else {
            continue;
        };
        if matches.value_source(id) != Some(ValueSource::CommandLine) {
            continue;
        }
        if option.get_action().takes_values() {
            let values = matches.get_raw(id).into_iter().flatten();
            given.extend(values.map(|v| (long.to_owned(), v.to_string_lossy().into_owned())));
        } else {
            given.push((long.to_owned(), String::new()));
        }
    }
    given
}

/// Computes the report and prints it.
pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let report = match &args.input.file {
        Some(path) => args.kind.report(&file::read(path)?).await?,
        None if args.kind.needs_nothing() => {
            let given = Source::File {
                table: Table::default(),
                version: "as given".into(),
            };
            args.kind.report(&given).await?
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
    match Door::open(global.config(Map::new())?).await? {
        Door::Here(app, _folder) => {
            let mut filter = args.input.which.filter()?;
            filter.provenance.get_or_insert(Provenance::Direct);
            let source = Source::Signals {
                columns: app.lake.as_ref(),
                workspace: &app.default_workspace,
                filter,
                version: app.data_version(&app.default_workspace).await?,
            };
            Ok(args.kind.report(&source).await?)
        }
        Door::Server(server) => {
            let mut query: Vec<(&str, String)> = args.input.which.pairs();
            query.extend(
                args.options
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.clone())),
            );
            server
                .get(&format!("/api/v1/analyses/{}", args.name), &query)
                .await
        }
    }
}
