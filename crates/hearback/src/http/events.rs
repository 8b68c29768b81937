//! Server-sent events: what changed, so that an open screen can ask again.

use super::actor::Reading;
use crate::app::App;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{self, Stream};
use std::convert::Infallible;
use tokio::sync::broadcast::error::RecvError;

/// A stream of `changed` events of the caller's workspace.
#[utoipa::path(get, path = "/api/v1/events", tag = "session", responses((status = 200, description = "text/event-stream of {\"what\": …}")))]
pub async fn events(
    State(app): State<App>,
    Reading(actor): Reading,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let watched = (app.changes.subscribe(), actor.workspace);
    let stream = stream::unfold(watched, |(mut changes, workspace)| async move {
        loop {
            let what = match changes.recv().await {
                Ok(change) if change.workspace == workspace => change.what,
                Ok(_) => continue,
                // Whoever fell behind asks for everything again.
                Err(RecvError::Lagged(_)) => "signals",
                Err(RecvError::Closed) => return None,
            };
            let event = Event::default()
                .event("changed")
                .data(format!("{{\"what\":\"{what}\"}}"));
            return Some((Ok(event), (changes, workspace)));
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}
