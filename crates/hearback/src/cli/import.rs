//! `hearback import`: a file comes in, once, however often it is given.

use super::door::{Door, Server};
use super::failure::{Done, Failure};
use super::input::bar;
use super::{Global, start_log};
use crate::app::App;
use crate::importing::{self, Order};
use crate::{clock, worker};
use domain::ImportId;
use listen::import::{Mapping, Progress};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The file and what is known of it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearback import survey.csv.gz --post airport --json\n  hearback import comments.xlsx --dry-run\n  hearback import export.csv --map MAP.toml\n\nColumns are guessed unless --map says what they are; --save-map writes the guess. Importing the same\nfile again adds nothing. Rejected rows go to the file named in rejects_file, with row and reason."
)]
pub struct Args {
    /// CSV, TSV, Excel, OpenDocument, JSON Lines or Qualtrics; .gz too
    file: PathBuf,
    /// The listening post; made if it is not there
    #[arg(long)]
    post: Option<String>,
    /// What the columns are (see docs/reference/mapping.md)
    #[arg(long)]
    map: Option<PathBuf>,
    /// Write the mapping in force to a file
    #[arg(long)]
    save_map: Option<PathBuf>,
    /// Read and check everything, store nothing
    #[arg(long)]
    dry_run: bool,
}

pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let config = global.config(Map::new())?;
    start_log("warn");
    if !args.file.is_file() {
        return Err(Failure::missing(
            format!("there is no file {}", args.file.display()),
            "check the path",
        ));
    }
    let mapping = args.map.as_deref().map(read_mapping).transpose()?;
    let begun = clock::monotonic();
    let (mut summary, door) = match Door::open(config).await? {
        Door::Here(app, folder) => {
            let summary = here(&global, &args, &app, mapping).await?;
            (summary, Some((app, folder)))
        }
        Door::Server(server) => (there(&args, &server, mapping).await?, None),
    };
    let seconds = begun.elapsed().as_secs_f64();
    if let Some((app, _folder)) = door {
        if !args.dry_run {
            global.say("reading what people say …");
            while worker::run_jobs(&app).await {}
            worker::flush(&app, true).await;
        }
        app.lake.close().await;
        app.store.close().await;
    }
    summary["seconds"] = json!((seconds * 1000.0).round() / 1000.0);
    if global.json {
        println!("{summary}");
    } else {
        println!(
            "received {}, accepted {}, duplicates {}, rejected {} in {seconds:.1} s",
            summary["received"], summary["accepted"], summary["duplicates"], summary["rejected"]
        );
        if let Some(path) = summary["rejects_file"].as_str() {
            println!("rejected rows with their reasons: {path}");
        }
    }
    Ok(if summary["rejected"].as_u64().unwrap_or(0) > 0 {
        Done::Partly
    } else {
        Done::Whole
    })
}

fn read_mapping(path: &Path) -> Result<Mapping, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| {
        Failure::missing(
            format!("cannot read {}: {e}", path.display()),
            "check the path",
        )
    })?;
    Mapping::parse(&text)
        .map_err(|e| Failure::usage(e.to_string(), "see docs/reference/mapping.md"))
}

async fn here(
    global: &Global,
    args: &Args,
    app: &App,
    mapping: Option<Mapping>,
) -> Result<Value, Failure> {
    let name = args
        .file
        .file_name()
        .map_or_else(|| "file".into(), |n| n.to_string_lossy().into_owned());
    let source = importing::source(&args.file, &name)?;
    let known = mapping.as_ref().map(|m| m.file.clone()).unwrap_or_default();
    let sniffed = importing::sniff(&source, known).await.map_err(refuse)?;
    if mapping.is_none() {
        for warning in &sniffed.warnings {
            global.say(&format!("note: {warning}"));
        }
    }
    let mapping = mapping.unwrap_or_else(|| sniffed.mapping.clone());
    if let Some(path) = &args.save_map {
        std::fs::write(path, mapping.to_toml().map_err(refuse)?)?;
    }
    let post = args
        .post
        .clone()
        .or_else(|| mapping.post.clone())
        .unwrap_or_else(|| "default".into());
    let bar = bar(global);
    bar.set_length(source.bytes);
    let mut progress = |p: &Progress| {
        bar.set_position(p.bytes_read);
        bar.set_message(format!("{} rows", p.summary.received));
    };
    let cancel = Arc::new(AtomicBool::new(false));
    let stop = Arc::clone(&cancel);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.store(true, Ordering::Relaxed);
        }
    });
    let order = Order {
        id: ImportId::new(clock::new_id()),
        workspace: app.default_workspace.clone(),
        post,
        source,
        sniffed,
        mapping,
        dry_run: args.dry_run,
    };
    let summary = importing::run(app, order, &cancel, &mut progress)
        .await
        .map_err(refuse)?;
    bar.finish_and_clear();
    Ok(json!({
        "received": summary.received, "accepted": summary.accepted, "duplicates": summary.duplicates,
        "rejected": summary.rejected, "rejects_file": summary.rejects_file,
    }))
}

async fn there(args: &Args, server: &Server, mapping: Option<Mapping>) -> Result<Value, Failure> {
    let name = args
        .file
        .file_name()
        .map_or_else(|| "file".into(), |n| n.to_string_lossy().into_owned());
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    encoded.append_pair("name", &name);
    let sniffed = server
        .post_bytes(
            &format!("/api/v1/imports/sniff?{}", encoded.finish()),
            std::fs::read(&args.file)?,
        )
        .await?;
    let text = mapping.map(|m| m.to_toml()).transpose().map_err(refuse)?;
    let order = json!({ "upload": sniffed["upload"], "post": args.post, "mapping_toml": text, "dry_run": args.dry_run });
    let mut state = server.post("/api/v1/imports", &order).await?;
    while state["state"] == "running" {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let id = state["id"].as_str().unwrap_or_default().to_owned();
        state = server.get(&format!("/api/v1/imports/{id}"), &[]).await?;
    }
    if state["state"] != "done" {
        return Err(Failure::failed(
            state["error"]
                .as_str()
                .unwrap_or("the import was stopped")
                .to_owned(),
            "run it again: it goes on where it stood",
        ));
    }
    Ok(json!({
        "received": state["received"], "accepted": state["accepted"], "duplicates": state["duplicates"],
        "rejected": state["rejected"], "rejects_file": state["rejects_file"],
    }))
}

fn refuse(error: listen::Error) -> Failure {
    match error {
        listen::Error::Canceled(_) => Failure::failed(error.to_string(), ""),
        listen::Error::Store(_) | listen::Error::Stopped(_) => {
            Failure::failed(error.to_string(), "run it again: it goes on where it stood")
        }
        _ => Failure::usage(error.to_string(), "see docs/reference/mapping.md"),
    }
}
