//! `hearback model`: what the text model is, how well it reads, and other encoders to compare.

mod eval;
mod labeled;
mod score;

use super::Global;
use super::failure::{Done, Failure};
use crate::config::Config;
use crate::encoders;
use serde_json::{Map, json};
use std::path::PathBuf;

/// The card of the model that is built in.
static CARD: &str = include_str!("../../../../models/CARD.md");

/// The text model: its card, a test on your own labels, further encoders, and learning.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearback model card\n  hearback model eval labeled.jsonl\n  hearback model add ./my-encoder --name mine\n  hearback model eval labeled.csv --model mine\n  hearback model train\n\neval reads the fields text, sentiment (negative, neutral, positive, or a number whose sign counts),\ntopics, intents and emotions; in CSV several labels stand in one cell, parted by |. A row without a\nfield says nothing of that head; an empty one says that no label holds."
)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// The card: data, licenses, how well it reads, known failures
    Card,
    /// How well a model reads rows with labels, head by head with intervals
    Eval(eval::Args),
    /// Keep an encoder's folder (Hugging Face files) in the data folder
    Add {
        /// The folder: config.json, tokenizer.json, model.safetensors, perhaps hearback.json
        folder: PathBuf,
        /// The name by which eval finds it (default: the folder's)
        #[arg(long)]
        name: Option<String>,
    },
    /// Encoders that were added
    List,
    /// Learn from what people of this workspace corrected; the same as themes learn
    Train,
}

pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    match &args.command {
        Command::Card => {
            let version = text::Model::embedded().version();
            if global.json {
                println!("{}", json!({ "version": version, "card": CARD }));
            } else {
                println!("{CARD}");
            }
            Ok(Done::Whole)
        }
        Command::Eval(args) => eval::run(&global, &global.config(Map::new())?, args),
        Command::Add { folder, name } => {
            let config = global.config(Map::new())?;
            let name = encoders::add(&config, folder, name.as_deref())?;
            if global.json {
                println!("{}", json!({ "name": name }));
            } else {
                println!("{name} is added; try it with hearback model eval FILE --model {name}");
            }
            Ok(Done::Whole)
        }
        Command::List => list(&global, &global.config(Map::new())?),
        Command::Train => super::themes::run(global, super::themes::Args::learn()).await,
    }
}

fn list(global: &Global, config: &Config) -> Result<Done, Failure> {
    let (embedded, names) = (text::Model::embedded().version(), encoders::names(config)?);
    if global.json {
        println!("{}", json!({ "embedded": embedded, "added": names }));
        return Ok(Done::Whole);
    }
    println!("{embedded} (built in)");
    for name in names {
        println!("{name}");
    }
    Ok(Done::Whole)
}
