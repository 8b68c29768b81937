//! `hearback themes`: what people talk about, and changing how it is told apart.

mod edits;
mod learn;
mod print;
mod rising;

use super::Global;
use super::door::{Door, Server};
use super::failure::{Done, Failure};
use crate::app::App;
use crate::http::actor::local_admin;
use crate::{themes, worker};
use columns::VerbatimFilter;
use edits::EditCommand;
use serde_json::{Map, Value, json};
use std::time::Duration;
use understand::themes::preview::MOST;

/// Themes: the tree, its versions, and edits.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearback themes list\n  hearback themes preview merge queue waiting_time\n  hearback themes merge queue waiting_time --note \"the same to us\"\n  hearback themes emerging\n  hearback themes accept \"parking barrier\" --parent place\n  hearback themes near \"nobody picks up the phone\"\n  hearback themes learn\n\nAn edit makes a new version of the codeframe; what was received is then read again, and the\nolder reading stays on show until the new one is whole."
)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// The tree with counts and net sentiment
    List,
    /// One topic with its phrases
    Show {
        /// The topic's id, or one that was merged into it
        topic: String,
    },
    /// Versions of the codeframe
    Versions,
    /// Runs of annotations, and how far a replay is
    Runs,
    /// What an edit would change; nothing is stored
    Preview {
        /// Try it on this many of the newest comments
        #[arg(long, default_value_t = MOST)]
        verbatims: usize,
        #[command(subcommand)]
        edit: EditCommand,
    },
    #[command(flatten)]
    Edit(EditCommand),
    /// An older version again; topics that came later are retired
    Back {
        /// The version
        version: i64,
    },
    #[command(flatten)]
    Rising(rising::Command),
    #[command(flatten)]
    Learn(learn::Command),
}

impl Args {
    /// Learning from corrections.
    pub fn learn() -> Self {
        Self {
            command: Command::Learn(learn::Command::Learn),
        }
    }
}

pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let door = Door::open(global.config(Map::new())?).await?;
    let answer = match &door {
        Door::Here(app, _folder) => here(&global, app, &args.command).await?,
        Door::Server(server) => there(server, &args.command).await?,
    };
    let answer = match &args.command {
        Command::Show { topic } => one(&answer, topic)?,
        _ => answer,
    };
    if global.json {
        println!("{answer}");
        return Ok(Done::Whole);
    }
    match &args.command {
        Command::List => print::tree(&answer),
        Command::Show { .. } => print::topic(&answer),
        Command::Versions => print::versions(&answer),
        Command::Runs => print::runs(&answer),
        Command::Preview { .. } => print::preview(&answer),
        Command::Edit(_) | Command::Back { .. } => print::applied(&answer),
        Command::Rising(command) => rising::print(command, &answer),
        Command::Learn(command) => learn::print(command, &answer),
    }
    Ok(Done::Whole)
}

async fn here(global: &Global, app: &App, command: &Command) -> Result<Value, Failure> {
    let workspace = &app.default_workspace;
    match command {
        Command::List | Command::Show { .. } => {
            let all = VerbatimFilter::default();
            value(&themes::list(app, workspace, &all).await?)
        }
        Command::Versions => value(&themes::versions(app, workspace).await?),
        Command::Runs => value(&themes::runs(app, workspace).await?),
        Command::Preview { verbatims, edit } => {
            let edits = vec![edit.edit()?];
            value(&themes::preview(app, workspace, edits, *verbatims).await?)
        }
        Command::Edit(command) => {
            let (actor, edits) = (local_admin(workspace), [command.edit()?]);
            let applied = themes::apply(app, &actor, &edits, None, command.note()).await?;
            finished(global, app, &value(&applied)?).await
        }
        Command::Back { version } => {
            let actor = local_admin(workspace);
            let applied = themes::go_back(app, &actor, *version, None).await?;
            finished(global, app, &value(&applied)?).await
        }
        Command::Rising(command) => {
            let answer = rising::here(app, command).await?;
            finished(global, app, &answer).await
        }
        Command::Learn(command) => {
            let answer = learn::here(app, command).await?;
            finished(global, app, &answer).await
        }
    }
}

/// The answer, after what it began was read again.
async fn finished(global: &Global, app: &App, answer: &Value) -> Result<Value, Failure> {
    if answer["run"].is_string() {
        global.say("reading again what people said …");
        replayed(app).await?;
    }
    Ok(answer.clone())
}

fn value(view: &impl serde::Serialize) -> Result<Value, Failure> {
    serde_json::to_value(view).map_err(|e| Failure::failed(e.to_string(), "report this"))
}

/// Works until no replay is open: without a server nobody else would.
async fn replayed(app: &App) -> Result<(), Failure> {
    let workspace = &app.default_workspace;
    loop {
        while worker::run_jobs(app).await {
            // The lake takes the rows as they come, so that few of them wait in memory.
            worker::flush(app, false).await;
        }
        worker::flush(app, true).await;
        if app.store.live_runs(workspace).await?.building.is_none() {
            break;
        }
        // It waits for room among the hot rows.
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    app.lake.close().await;
    app.store.close().await;
    Ok(())
}

async fn there(server: &Server, command: &Command) -> Result<Value, Failure> {
    match command {
        Command::List | Command::Show { .. } => server.get("/api/v1/themes", &[]).await,
        Command::Versions => server.get("/api/v1/themes/versions", &[]).await,
        Command::Runs => server.get("/api/v1/themes/runs", &[]).await,
        Command::Preview { verbatims, edit } => {
            let asked = json!({ "edits": [edit.edit()?], "verbatims": verbatims });
            server.post("/api/v1/themes/preview", &asked).await
        }
        Command::Edit(command) => {
            let asked = json!({ "edits": [command.edit()?], "note": command.note() });
            server.post("/api/v1/themes/edits", &asked).await
        }
        Command::Back { version } => {
            let asked = json!({ "to": version });
            server.post("/api/v1/themes/back", &asked).await
        }
        Command::Rising(command) => rising::there(server, command).await,
        Command::Learn(command) => learn::there(server, command).await,
    }
}

/// One topic of the tree.
fn one(tree: &Value, topic: &str) -> Result<Value, Failure> {
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let named = |t: &Value| t["topic"] == topic || list(t, "aliases").iter().any(|a| a == topic);
    let groups = list(tree, "groups");
    let mut topics = groups.iter().flat_map(|group| list(group, "topics"));
    topics.find(named).ok_or_else(|| {
        Failure::missing(
            format!("there is no topic '{topic}'"),
            "hearback themes list shows the ids",
        )
    })
}
