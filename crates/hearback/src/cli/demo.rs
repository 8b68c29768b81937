//! `hearback demo`: a brand with a story, a full dashboard in seconds.

use super::failure::{Done, Failure};
use super::{Global, serve};
use crate::{clock, demo, wiring, worker};
use std::path::PathBuf;

/// Where to serve.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  hearback demo\n\nThe story is seeded once into the data folder (default: hearback-demo) and stays there."
)]
pub struct Args {
    #[command(flatten)]
    serve: serve::Args,
}

pub async fn run(mut global: Global, args: Args) -> Result<Done, Failure> {
    global
        .data
        .get_or_insert_with(|| PathBuf::from("hearback-demo"));
    let mut config = global.config(args.serve.flags())?;
    if config.log == "info" {
        config.log = "warn".into();
    }
    let folder = serve::lock(&config)?;
    let listener = serve::bind(&config).await?;
    let app = serve::open(config, &listener, true).await?;
    if !app.store.has_users().await? {
        let begun = clock::monotonic();
        global.say("telling the story of Fjordnet …");
        let redact = wiring::redacted;
        let stage = demo::Stage {
            store: &app.store,
            ingest: &app.ingest,
            workspace: &app.default_workspace,
            now: clock::now(),
            seed: demo::SEED,
            redact: &redact,
            public_url: &app.public_url,
        };
        let failed =
            |e: demo::Error| Failure::failed(e.to_string(), "name an empty folder with --data");
        let seeded = demo::seed(&stage).await.map_err(failed)?;
        global.say("reading what people say …");
        while worker::run_jobs(&app).await {}
        let alerts = demo::look_back(&stage, app.lake.as_ref())
            .await
            .map_err(failed)?;
        global.say(&format!(
            "{} signals, {} cases worked, {alerts} alerts, in {:.1} s",
            seeded.signals,
            seeded.cases_worked,
            begun.elapsed().as_secs_f64()
        ));
    }
    serve::serve(global, app, folder, listener).await
}
