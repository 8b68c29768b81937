//! The command line: data on stdout, messages and progress on stderr.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 not allowed, 5 conflict,
//! 6 done in part (rows were rejected), 130 interrupted.

mod analyze;
mod annotate;
pub mod backup;
mod cases;
mod demo;
mod doctor;
mod door;
mod export;
pub mod failure;
mod import;
mod input;
mod metric;
mod model;
mod restore;
mod serve;
mod sql;
mod themes;
mod verify;
mod world;

use crate::config::{self, Config};
use clap::{CommandFactory, Parser, Subcommand};
use failure::{Done, Failure};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Hear customers, understand them, answer them, prove what changed.
#[derive(Debug, Parser)]
#[command(
    name = "hearback",
    version,
    after_help = "Start with: hearback demo\nExit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 not allowed, 5 conflict, 6 done in part, 130 interrupted"
)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, clap::Args)]
pub struct Global {
    /// The data folder (default: hearback-data)
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    /// A configuration file in TOML
    #[arg(long, global = true, env = "HEARBACK_CONFIG")]
    config: Option<PathBuf>,
    /// postgres://… instead of SQLite in the data folder
    #[arg(long, global = true)]
    database_url: Option<String>,
    /// Print one JSON document on stdout
    #[arg(long, global = true)]
    json: bool,
    /// No progress and no messages but errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the web app and the API
    Serve(serve::Args),
    /// Serve a brand with a story: a full dashboard in seconds
    Demo(demo::Args),
    /// Bring a file in: CSV, TSV, Excel, JSON Lines, Qualtrics; gz too
    Import(import::Args),
    /// Write signals out as CSV or JSON Lines
    Export(export::Args),
    /// A score with its interval and n, by any attribute and period
    Metric(metric::Args),
    /// Read-only SQL over signals, verbatims and mentions
    Sql(sql::Args),
    /// What moves customers, where, since when, and how sure we are
    #[command(
        after_help = "Examples:\n  hearback analyze drivers survey.csv --outcome nps --drivers food,staff,price --json\n  hearback analyze cause --data my-data --metric nps --score nps --period month --by location,channel\n\nhearback analyze KIND --help shows an example of each and what its numbers mean."
    )]
    Analyze(Box<analyze::Args>),
    /// Write a simulated brand whose truth is known
    World(world::Args),
    /// Say what texts say: CSV or JSON Lines in, JSON Lines out
    Annotate(annotate::Args),
    /// Themes: the tree, what an edit would change, and edits
    Themes(themes::Args),
    /// The text model: its card, a test on your labels, further encoders
    Model(model::Args),
    /// List cases
    Cases(cases::Args),
    /// Copy everything into a folder while the server runs or not
    Backup(backup::Args),
    /// Bring a backup back; erased people stay erased
    Restore(restore::Args),
    /// Check that nothing acknowledged was lost
    Verify(verify::Args),
    /// Look at the installation and say what needs attention
    Doctor(doctor::Args),
    /// Print the OpenAPI 3.1 description of the API
    Openapi,
    /// Print shell completions
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// Runs the command line and returns its exit code.
pub fn run() -> ExitCode {
    end_quietly_on_closed_pipes();
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: no runtime: {error}");
            return ExitCode::from(1);
        }
    };
    match runtime.block_on(dispatch(cli)) {
        Ok(done) => ExitCode::from(done.code()),
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.code())
        }
    }
}

/// Whoever reads our output may stop early (`head`, `less`): that is the end, not an error.
fn end_quietly_on_closed_pipes() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic
            .payload()
            .downcast_ref::<String>()
            .map_or("", String::as_str);
        if said.starts_with("failed printing to stdout") && said.contains("Broken pipe") {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

async fn dispatch(cli: Cli) -> Result<Done, Failure> {
    let global = cli.global;
    match cli.command {
        Command::Serve(args) => serve::run(global, args).await,
        Command::Demo(args) => demo::run(global, args).await,
        Command::Import(args) => import::run(global, args).await,
        Command::Export(args) => export::run(global, args).await,
        Command::Metric(args) => metric::run(global, args).await,
        Command::Sql(args) => sql::run(global, args).await,
        Command::Analyze(args) => analyze::run(global, *args).await,
        Command::World(args) => world::run(&global, &args),
        Command::Annotate(args) => annotate::run(&global, &args),
        Command::Themes(args) => themes::run(global, args).await,
        Command::Model(args) => model::run(global, args).await,
        Command::Cases(args) => cases::run(global, args).await,
        Command::Backup(args) => backup::run(global, args).await,
        Command::Restore(args) => restore::run(global, args).await,
        Command::Verify(args) => verify::run(global, args).await,
        Command::Doctor(args) => doctor::run(global, args).await,
        Command::Openapi => {
            let text = crate::http::openapi()
                .to_pretty_json()
                .map_err(|e| Failure::failed(e.to_string(), "report this"))?;
            println!("{text}");
            Ok(Done::Whole)
        }
        Command::Completions { shell } => {
            clap_complete::generate(
                shell,
                &mut Cli::command(),
                "hearback",
                &mut std::io::stdout(),
            );
            Ok(Done::Whole)
        }
    }
}

impl Global {
    /// The configuration with this command's own flags on top.
    fn config(&self, mut flags: Map<String, Value>) -> Result<Config, Failure> {
        if let Some(data) = &self.data {
            flags.insert("data".into(), json!(data));
        }
        if let Some(url) = &self.database_url {
            flags.insert("database_url".into(), json!(url));
        }
        config::load(self.config.as_deref(), &Value::Object(flags))
            .map_err(|e| Failure::usage(e.to_string(), "see docs/reference/configuration.md"))
    }

    /// A message for a person, on stderr.
    fn say(&self, words: &str) {
        if !self.quiet {
            eprintln!("{words}");
        }
    }
}

/// Starts logging to stderr; words of customers never reach the log.
fn start_log(filter: &str) {
    let filter = tracing_subscriber::EnvFilter::try_new(filter)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    // A second start (tests in one process) keeps the first.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
