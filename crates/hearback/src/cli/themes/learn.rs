//! Corrections of labels and learning from them on the command line.

use crate::app::App;
use crate::cli::door::Server;
use crate::cli::failure::Failure;
use crate::http::actor::local_admin;
use crate::themes::learning;
use serde_json::{Value, json};
use understand::corrections::Label;

/// What people said of labels.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Say what is right on one label of a comment
    Correct {
        /// The signal the comment came with
        signal: String,
        /// The question it answers
        question: String,
        /// sentiment, topic, intent or emotion
        #[arg(long, default_value = "topic")]
        kind: String,
        /// The label that was read
        #[arg(long)]
        old: Option<String>,
        /// The label that is right; left out where the old one does not hold
        #[arg(long)]
        new: Option<String>,
    },
    /// How much was said of labels, and what was learned
    Corrections,
    /// Learn from what was said; kept only where it beats what is in force
    Learn,
    /// Back to what was in force before the last learning
    Unlearn,
}

pub async fn here(app: &App, command: &Command) -> Result<Value, Failure> {
    let actor = local_admin(&app.default_workspace);
    match command {
        Command::Correct {
            signal,
            question,
            kind,
            old,
            new,
        } => {
            let label = Label {
                kind: kind.clone(),
                old: old.clone(),
                new: new.clone(),
            };
            learning::say(app, &actor, (signal, question), &[label]).await?;
            Ok(Value::Null)
        }
        Command::Corrections => super::value(&learning::list(app, &actor.workspace).await?),
        Command::Learn => super::value(&learning::learn(app, &actor).await?),
        Command::Unlearn => {
            let undone = learning::unlearn(app, &actor).await?.ok_or_else(|| {
                Failure::conflict(
                    "nothing is in force that was learned from corrections",
                    "hearback themes learn learns",
                )
            })?;
            super::value(&undone)
        }
    }
}

pub async fn there(server: &Server, command: &Command) -> Result<Value, Failure> {
    match command {
        Command::Correct {
            signal,
            question,
            kind,
            old,
            new,
        } => {
            let encode = |piece: &str| {
                form_urlencoded::byte_serialize(piece.as_bytes())
                    .collect::<String>()
                    .replace('+', "%20")
            };
            let path = format!(
                "/api/v1/verbatims/{}/{}/corrections",
                encode(signal),
                encode(question)
            );
            let asked = json!({ "labels": [{ "kind": kind, "old": old, "new": new }] });
            server.post(&path, &asked).await
        }
        Command::Corrections => server.get("/api/v1/themes/corrections", &[]).await,
        Command::Learn => server.post("/api/v1/themes/learn", &Value::Null).await,
        Command::Unlearn => server.post("/api/v1/themes/unlearn", &Value::Null).await,
    }
}

pub fn print(command: &Command, answer: &Value) {
    match command {
        Command::Correct { .. } => println!("kept"),
        Command::Corrections => {
            for kind in answer["kinds"].as_array().into_iter().flatten() {
                println!(
                    "{:10} {:>5} labels, {} of them held out{}",
                    kind["kind"].as_str().unwrap_or_default(),
                    kind["said"],
                    kind["held_out"],
                    trial(&kind["trial"])
                );
            }
            println!(
                "version {} is in force; learning needs {} labels of a kind",
                answer["version"], answer["needed"]
            );
        }
        Command::Learn => {
            for kind in answer["kinds"].as_array().into_iter().flatten() {
                let why = kind["why"].as_str();
                println!(
                    "{:10} {}",
                    kind["kind"].as_str().unwrap_or_default(),
                    why.map_or_else(
                        || format!("learned{}", trial(&kind["trial"])),
                        str::to_owned
                    )
                );
            }
            println!("version {} is in force", answer["version"]);
        }
        Command::Unlearn => println!("version {} is in force", answer["version"]),
    }
}

fn trial(trial: &Value) -> String {
    if trial.is_null() {
        return String::new();
    }
    format!(
        ": right on {} of {} labels held out, before on {}",
        trial["after"], trial["n"], trial["before"]
    )
}
