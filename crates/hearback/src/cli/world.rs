//! `hearback world`: a simulated brand whose truth is known, as files.

use super::Global;
use super::failure::{Done, Failure};
use serde_json::json;
use std::path::PathBuf;
use world::comment::Corpus;
use world::{Brand, Size, files};

/// A simulated brand: what it can know of itself, and the truth.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  hearback world --seed 7 --out brand\n  hearback import brand/responses.csv\n  hearback analyze cause brand/responses.csv --score ltr --period month --by region,channel\n\nThe same seed gives the same files. truth.json says what was planted: a delivery strike, a store that slips, a country that answers differently, drivers, switchers, anniversary dips."
)]
pub struct Args {
    /// The same seed gives the same brand
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder to write; made if it is not there
    #[arg(long)]
    out: PathBuf,
    /// The size that methods are scored on instead of the demo's
    #[arg(long)]
    full: bool,
    /// Labeled comments (JSON Lines) to let customers say, beside the built-in grammar; may be repeated
    #[arg(long)]
    comments: Vec<PathBuf>,
}

pub fn run(global: &Global, args: &Args) -> Result<Done, Failure> {
    let mut corpus = Corpus::default();
    for path in &args.comments {
        let lines = std::fs::read_to_string(path).map_err(|e| {
            Failure::missing(
                format!("cannot read {}: {e}", path.display()),
                "check the path",
            )
        })?;
        corpus.read(&lines);
    }
    let size = if args.full {
        Size::full()
    } else {
        Size::demo()
    };
    let brand = Brand::simulate(args.seed, &size, &corpus);
    std::fs::create_dir_all(&args.out)?;
    let mut written = Vec::new();
    for file in files::all(&brand) {
        std::fs::write(args.out.join(file.name), &file.bytes)?;
        global.say(&format!("{} ({} bytes)", file.name, file.bytes.len()));
        written.push(json!({ "file": file.name, "bytes": file.bytes.len() }));
    }
    if global.json {
        println!("{}", json!({ "seed": args.seed, "files": written }));
    }
    Ok(Done::Whole)
}
