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
mod scorecard;
mod shell;
mod tally;
mod test;
mod text;
mod text_encoder;
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
        /// Only these parts (start, files, intake, queries, drivers); prints their results only
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Scores every analysis in simulated worlds whose truth is known and writes
    /// docs/methods/SCORECARD.md
    Scorecard {
        /// Worlds, the seeds from 1 on
        #[arg(long, default_value_t = 20)]
        worlds: u64,
        /// Only the rows whose names hold one of these words; prints them only
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
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
        /// The folder of the encoder to learn from; models/encoder unless given
        #[arg(long)]
        encoder: Option<PathBuf>,
        /// Learns from people's labels alone, not from the encoder
        #[arg(long, conflicts_with = "encoder")]
        alone: bool,
    },
    /// Judges the text model beside other readers and writes models/RESULTS.md and models/CARD.md
    EvalText {
        /// The folder with the data sets; `data/text` in the shared folder beside the
        /// repository unless given
        #[arg(long)]
        data: Option<PathBuf>,
        /// A Python with the packages of bench/text/requirements.txt; without one the columns of the
        /// other readers say that they were not run
        #[arg(long)]
        python: Option<PathBuf>,
    },
    /// Fine-tunes the accurate tier's encoder and writes models/encoder
    TrainEncoder {
        /// The folder of the base model: model.safetensors, config.json, tokenizer.json
        #[arg(long)]
        base: PathBuf,
        /// The folder with the data sets; `data/text` in the shared folder beside the
        /// repository unless given
        #[arg(long)]
        data: Option<PathBuf>,
        /// The folder to write; models/encoder unless given
        #[arg(long)]
        out: Option<PathBuf>,
        /// Minutes that the training steps may take on this machine
        #[arg(long, default_value_t = 35.0)]
        minutes: f64,
        /// Exactly this many steps instead, to repeat a run
        #[arg(long)]
        steps: Option<usize>,
        /// Most held-back rows of each data set to calibrate on
        #[arg(long, default_value_t = 700)]
        calibrate: usize,
    },
    /// Measures anew, after train-text, how sure the fast tier is, and writes it into
    /// models/encoder/hearback.json for the cascade
    TrainCascade {
        /// The folder with the data sets; `data/text` in the shared folder beside the
        /// repository unless given
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Judges an encoder on every test split and writes its CARD.md
    EvalEncoder {
        /// The model's folder; models/encoder unless given
        #[arg(long)]
        model: Option<PathBuf>,
        /// The folder with the data sets; `data/text` in the shared folder beside the
        /// repository unless given
        #[arg(long)]
        data: Option<PathBuf>,
        /// At most this many rows of each set, for a quick look
        #[arg(long)]
        most: Option<usize>,
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
            only,
        } => bench::run(&root, quick, debug, signals, clone, &only),
        Command::Scorecard { worlds, only } => scorecard::run(&root, worlds, &only),
        Command::Tidy => tidy::run(&root),
        Command::Ui => ui::run(&root).map(|()| ExitCode::SUCCESS),
        Command::Build => build::run(&root),
        Command::TrainText {
            data,
            encoder,
            alone,
        } => text_model::train_it(&root, data, encoder, alone),
        Command::EvalText { data, python } => text_model::judge_it(&root, data, python),
        Command::TrainEncoder {
            base,
            data,
            out,
            minutes,
            steps,
            calibrate,
        } => {
            let asked = text_encoder::Train {
                base,
                data,
                out,
                minutes,
                steps,
                calibrate,
            };
            text_encoder::train_it(&root, asked)
        }
        Command::TrainCascade { data } => text_encoder::cascade_it(&root, data),
        Command::EvalEncoder { model, data, most } => {
            text_encoder::judge_it(&root, model, data, most)
        }
        Command::Openapi { check } => openapi::run(&root, check),
    }
}
