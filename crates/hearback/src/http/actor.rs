//! Who is calling: a handler states the right it needs as a parameter, so it cannot be forgotten.

use super::problem::Refusal;
use crate::app::App;
use crate::{clock, secret};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use domain::access::Right;
use domain::{Actor, UserId};
use subtle::ConstantTimeEq;

/// The cookie that holds the session token.
pub const COOKIE: &str = "hearback_session";
/// The header that a browser page of another site cannot set.
pub const GUARD: &str = "x-hearback";

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident = $right:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name(pub Actor);
        impl<S: Send + Sync> FromRequestParts<S> for $name where App: FromRef<S> {
            type Rejection = Refusal;
            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
                let actor = actor(parts, &App::from_ref(state)).await?;
                if actor.role.may($right) { Ok(Self(actor)) } else {
                    Err(Refusal::new(StatusCode::FORBIDDEN, "forbidden",
                        format!("the role {} may not do this", actor.role.as_str()),
                        "ask an admin of the workspace for another role"))
                }
            }
        }
    )*};
}

rights! {
    /// May read scores, verbatims and reports.
    Reading = Right::Read;
    /// May send signals in.
    Ingesting = Right::Ingest;
    /// May import files and run SQL.
    Analyzing = Right::Analyze;
    /// May work cases, reply and see the outbox.
    Working = Right::Work;
    /// May change settings, users and keys, and erase.
    Administering = Right::Administer;
}

async fn actor(parts: &Parts, app: &App) -> Result<Actor, Refusal> {
    let now = clock::now();
    if let Some(key) = bearer(&parts.headers) {
        if let Some(actor) = app.local_actor(key) {
            return Ok(actor);
        }
        let hash = secret::hash(key);
        let age = match app.keys.recall(&hash, now) {
            Ok(actor) => return Ok(actor),
            Err(age) => age,
        };
        let actor = app.store.key_actor(&hash, now).await?.ok_or_else(|| {
            Refusal::new(
                StatusCode::UNAUTHORIZED,
                "unknown_key",
                "the API key is unknown or revoked",
                "make a new one under Settings, API keys",
            )
        })?;
        app.keys.keep(hash, actor.clone(), now, age);
        return Ok(actor);
    }
    let token = session_token(&parts.headers).ok_or_else(signed_out)?;
    let actor = app
        .store
        .session_actor(&secret::hash(token), now)
        .await?
        .ok_or_else(signed_out)?;
    if parts.method != Method::GET
        && parts.method != Method::HEAD
        && !parts.headers.contains_key(GUARD)
    {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "guard_missing",
            format!("a change with a session needs the header {GUARD}"),
            "send it from our own pages, or use an API key",
        ));
    }
    Ok(actor)
}

fn signed_out() -> Refusal {
    Refusal::new(
        StatusCode::UNAUTHORIZED,
        "signed_out",
        "nobody is signed in",
        "sign in, or send an API key as 'Authorization: Bearer hbk_…'",
    )
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
        .map(str::trim)
}

/// The session token of a request's cookie.
pub fn session_token(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == COOKIE).then_some(value)
        })
}

impl App {
    /// The actor behind the token that a server leaves in its data folder for this machine's user.
    fn local_actor(&self, token: &str) -> Option<Actor> {
        let local = self.local_token.as_deref()?;
        bool::from(local.as_bytes().ct_eq(token.as_bytes()))
            .then(|| local_admin(&self.default_workspace))
    }
}

/// The user id of the operator at the command line.
pub const LOCAL_USER: &str = "operator";

/// The operator at the command line.
pub fn local_admin(workspace: &domain::WorkspaceId) -> Actor {
    Actor {
        workspace: workspace.clone(),
        user: UserId::new(LOCAL_USER),
        name: "operator".into(),
        role: domain::Role::Admin,
    }
}
