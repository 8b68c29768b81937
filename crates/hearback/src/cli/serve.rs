//! `hearback serve`: the web app, the API and the worker loop until a signal ends it.

use super::door::ServerFile;
use super::failure::{Done, Failure};
use super::{Global, start_log};
use crate::app::App;
use crate::config::Config;
use crate::folder::{Folder, SERVER_FILE, write_private};
use crate::{http, secret, worker};
use serde_json::{Map, json};
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Where to serve.
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "Example:\n  hearback serve --data /var/lib/hearback --listen 127.0.0.1:8080 --public-url https://voice.example.org\n\nThe first start prints a one-time link that makes the first account."
)]
pub struct Args {
    /// Address and port; port 0 takes a free one
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// The address people use
    #[arg(long)]
    public_url: Option<String>,
}

impl Args {
    pub(super) fn flags(&self) -> Map<String, serde_json::Value> {
        let mut flags = Map::new();
        if let Some(listen) = self.listen {
            flags.insert("listen".into(), json!(listen));
        }
        if let Some(url) = &self.public_url {
            flags.insert("public_url".into(), json!(url));
        }
        flags
    }
}

pub async fn run(global: Global, args: Args) -> Result<Done, Failure> {
    let config = global.config(args.flags())?;
    let folder = lock(&config)?;
    let listener = bind(&config).await?;
    let app = open(config, &listener, false).await?;
    serve(global, app, folder, listener).await
}

/// Takes the folder for this server.
pub(super) fn lock(config: &Config) -> Result<Folder, Failure> {
    start_log(&config.log);
    crate::crash::arm();
    Folder::lock(&config.data)
        .map_err(|e| Failure::conflict(e.to_string(), "one server serves a folder"))
}

/// Takes the port.
pub(super) async fn bind(config: &Config) -> Result<TcpListener, Failure> {
    TcpListener::bind(config.listen).await.map_err(|e| {
        Failure::conflict(
            format!("cannot listen on {}: {e}", config.listen),
            "choose another with --listen",
        )
    })
}

/// Opens the app for the port that was taken.
pub(super) async fn open(
    mut config: Config,
    listener: &TcpListener,
    demo: bool,
) -> Result<App, Failure> {
    config.listen = listener.local_addr()?;
    let mut app = App::open(config, demo).await?;
    if app.store.dialect() == store::Dialect::Sqlite {
        // The folder's lock says that no other process works on these rows.
        app.store.end_leases().await?;
    }
    let token = secret::token();
    let file = ServerFile {
        url: format!("http://{}", app.config.listen),
        token: token.clone(),
    };
    write_private(&app.config.data.join(SERVER_FILE), &json!(file).to_string())?;
    app.local_token = Some(token.into());
    Ok(app)
}

/// Serves until SIGINT or SIGTERM, then finishes what it took.
pub(super) async fn serve(
    global: Global,
    app: App,
    folder: Folder,
    listener: TcpListener,
) -> Result<Done, Failure> {
    let address = format!("http://{}", app.config.listen);
    println!("{address}");
    if !app.store.has_users().await? {
        println!(
            "link: {}",
            app.sign_in_link(&app.default_workspace, None).await?
        );
        global.say("open the link once to make the first account");
    } else if app.demo {
        let user = domain::UserId::new(crate::demo::ADMIN);
        println!(
            "link: {}",
            app.sign_in_link(&app.default_workspace, Some(&user))
                .await?
        );
        global.say("the link signs you in once");
    }
    if !http::assets::is_embedded() {
        global.say("this binary has no web app: build it with cargo xtask ui");
    }
    let (stop, stopped) = watch::channel(false);
    let loops = tokio::spawn(worker::run(app.clone(), stopped.clone()));
    let mut draining = stopped;
    let router = http::router(app.clone());
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        // The sender lives as long as this function: an error cannot come before the value.
        let _ = draining.wait_for(|stop| *stop).await;
    });
    let server = tokio::spawn(async move { server.await });
    wait_for_signal().await;
    global.say("finishing what was taken …");
    let _ = stop.send(true);
    // Open event streams never end by themselves.
    let _ = tokio::time::timeout(std::time::Duration::from_secs(10), server).await;
    let _ = tokio::time::timeout(std::time::Duration::from_secs(20), loops).await;
    app.couriers.drain().await;
    app.lake.close().await;
    app.store.close().await;
    let _ = std::fs::remove_file(folder.path(SERVER_FILE));
    Ok(Done::Whole)
}

async fn wait_for_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            tracing::warn!("SIGTERM cannot be watched");
            let _ = interrupt.await;
            return;
        };
        tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
