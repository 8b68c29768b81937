//! Development only: the project's commands, run as `cargo xtask COMMAND`.
//!
//! Two of them matter to everybody: `demo` shows the product, `test` runs what CI runs.

mod bench;
mod build;
mod clock;
mod demo;
mod error;
mod house;
mod openapi;
mod postgres;
mod shell;
mod tally;
mod test;
mod text;
mod text_model;
mod tidy;
mod tools;
mod ui;

use clap::{Parser, Subcommand};
use error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

/// The commands of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds web and server, seeds the demo story and serves it
    Demo {
        /// Build with the release profile: much slower to build, faster to run
        #[arg(long)]
        release: bool,
        /// The port on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// The data folder; a temporary one unless given
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Runs everything that CI checks, in order, up to the first failure
    Test {
        /// Only these steps, for example `--only tidy,clippy`
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
        /// Prints the steps and stops
        #[arg(long)]
        list: bool,
    },
    /// Runs a command beside a temporary PostgreSQL, for example
    /// `cargo xtask postgres cargo nextest run -p store`
    Postgres {
        /// The command and its arguments
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
    /// Measures against peers on this machine and writes bench/RESULTS.md
    Bench {
        /// Less data and shorter loads, to try the measuring itself
        #[arg(long)]
        quick: bool,
        /// Measures the release build, as happens without a word
        #[arg(long, conflicts_with = "debug")]
        release: bool,
        /// Measures the dev build; prints its results only
        #[arg(long)]
        debug: bool,
        /// Signals in the lake for the dashboard queries
        #[arg(long)]
        signals: Option<u64>,
        /// Also times the first demo of a clean clone of what is committed
        #[arg(long)]
        clone: bool,
    },
    /// Checks the rules of the house that no compiler knows
    Tidy,
    /// Builds the web app only
    Ui,
    /// Builds the web app and the release binary
    Build,
    /// Writes web/api/openapi.json and the TypeScript types made from it
    Openapi {
        /// Writes nothing; fails where the committed files differ
        #[arg(long)]
        check: bool,
    },
    /// Trains the text model and writes models/fast.hbm
    TrainText {
        /// The folder with the data sets; `data/text` in the shared folder beside the
        /// repository unless given
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Judges the text model on every test split and writes models/CARD.md
    EvalText {
        /// The folder with the data sets; `data/text` in the shared folder beside the
        /// repository unless given
        #[arg(long)]
        data: Option<PathBuf>,
        /// A Python that has vaderSentiment; without one the card says that VADER was left out
        #[arg(long)]
        python: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(e) => {
            eprintln!("error: {e}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Error> {
    let root = house::root()?;
    match command {
        Command::Demo {
            release,
            port,
            data,
        } => demo::run(&root, release, port, data.as_deref()),
        Command::Test { list: true, .. } => Ok(test::list()),
        Command::Test { only, .. } => test::run(&root, &only),
        Command::Postgres { command } => postgres::run_beside(&command),
        Command::Bench {
            quick,
            release: _,
            debug,
            signals,
            clone,
        } => bench::run(&root, quick, debug, signals, clone),
        Command::Tidy => tidy::run(&root),
        Command::Ui => ui::run(&root).map(|()| ExitCode::SUCCESS),
        Command::Build => build::run(&root),
        Command::TrainText { data } => text_model::train_it(&root, data),
        Command::EvalText { data, python } => text_model::judge_it(&root, data, python),
        Command::Openapi { check } => openapi::run(&root, check),
    }
}
