//! Emerging themes and search by meaning on the command line.

use crate::app::App;
use crate::cli::door::Server;
use crate::cli::failure::Failure;
use crate::http::actor::local_admin;
use crate::themes::emerging::{Accept, Asked, accept, list};
use crate::themes::near::{For, near};
use columns::{Filter, VerbatimFilter};
use jiff::civil::Date;
use serde_json::{Value, json};

/// What is new.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Themes that no topic explains, in a period against those before
    Emerging {
        #[command(flatten)]
        period: Period,
    },
    /// Make a topic of an emerging theme
    Accept {
        /// The theme's key
        key: String,
        /// The id of the topic's group
        #[arg(long)]
        parent: String,
        /// The topic's English label (default: the theme's)
        #[arg(long)]
        label: Option<String>,
        /// Why; kept with the version
        #[arg(long, default_value = "")]
        note: String,
        #[command(flatten)]
        period: Period,
    },
    /// Comments that mean what these words say, the nearest first
    Near {
        /// The words
        words: String,
        /// How many
        #[arg(long, default_value_t = 10)]
        limit: usize,
    },
}

/// The period in which themes rise.
#[derive(Debug, Clone, clap::Args)]
pub struct Period {
    /// First day (default: a week before the end)
    #[arg(long)]
    since: Option<Date>,
    /// The day after the last (default: after the last day with data)
    #[arg(long)]
    until: Option<Date>,
    /// Periods of the same length before, to compare with (default: 12)
    #[arg(long)]
    before: Option<u32>,
}

impl Period {
    fn asked(&self) -> Asked {
        Asked {
            filter: Filter {
                since: self.since,
                until: self.until,
                ..Filter::default()
            },
            before: self.before,
        }
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let since = self.since.map(|day| ("since", day.to_string()));
        let until = self.until.map(|day| ("until", day.to_string()));
        let before = self.before.map(|n| ("before", n.to_string()));
        [since, until, before].into_iter().flatten().collect()
    }
}

pub async fn here(app: &App, command: &Command) -> Result<Value, Failure> {
    let workspace = &app.default_workspace;
    match command {
        Command::Emerging { period } => super::value(&list(app, workspace, &period.asked()).await?),
        Command::Accept {
            key,
            parent,
            label,
            note,
            period,
        } => {
            let order = Accept {
                key,
                label: label.as_deref(),
                parent,
                base: None,
                note,
            };
            let actor = local_admin(workspace);
            let accepted = accept(app, &actor, &period.asked(), &order).await?;
            let accepted = accepted.ok_or_else(|| {
                Failure::missing(
                    format!("no theme '{key}' emerges in this period"),
                    "hearback themes emerging lists the keys",
                )
            })?;
            super::value(&accepted)
        }
        Command::Near { words, limit } => {
            let all = VerbatimFilter::default();
            let found = near(app, workspace, For::Words(words), &all, *limit).await?;
            super::value(&found)
        }
    }
}

pub async fn there(server: &Server, command: &Command) -> Result<Value, Failure> {
    match command {
        Command::Emerging { period } => {
            server.get("/api/v1/themes/emerging", &period.query()).await
        }
        Command::Accept {
            key,
            parent,
            label,
            note,
            period,
        } => {
            let asked = json!({
                "key": key, "parent": parent, "label": label, "note": note,
                "since": period.since, "until": period.until, "before": period.before,
            });
            server.post("/api/v1/themes/emerging/accept", &asked).await
        }
        Command::Near { words, limit } => {
            let query = [("q", words.clone()), ("limit", limit.to_string())];
            server.get("/api/v1/verbatims/near", &query).await
        }
    }
}

pub fn print(command: &Command, answer: &Value) {
    match command {
        Command::Emerging { .. } => themes(answer),
        Command::Accept { .. } => println!(
            "topic {} is made in version {}",
            answer["topic"].as_str().unwrap_or("–"),
            answer["version"]
        ),
        Command::Near { .. } => {
            for row in answer["rows"].as_array().into_iter().flatten() {
                println!(
                    "{:>5.2}  {}",
                    row["score"].as_f64().unwrap_or(0.0),
                    row["verbatim"]["text"].as_str().unwrap_or_default()
                );
            }
        }
    }
}

fn themes(answer: &Value) {
    let number = |value: &Value, digits: usize| {
        value
            .as_f64()
            .map_or_else(|| "–".to_owned(), |x| format!("{x:.digits$}"))
    };
    for row in answer["rows"].as_array().into_iter().flatten() {
        let ratio = &row["ratio"];
        println!(
            "{} {:32} {:>4} now, {:>5} before, x{} ({} .. {}), q {}  [{}]",
            if row["rising"] == true { "^" } else { " " },
            row["label"].as_str().unwrap_or_default(),
            row["now"]["n"],
            row["before"]["n"],
            number(&ratio["value"], 1),
            number(&ratio["low"], 1),
            number(&ratio["high"], 1),
            number(&row["q"], 3),
            row["key"].as_str().unwrap_or_default(),
        );
        if let Some(quote) = row["quotes"][0]["text"].as_str() {
            println!("    “{quote}”");
        }
    }
    println!(
        "{} themes in {} comments; ^ rises for real, at most one in ten of these by chance",
        answer["judged"], answer["verbatims"]
    );
}
