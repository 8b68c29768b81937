//! Signing in and out; one-time links.

use super::actor::{COOKIE, Reading, session_token};
use super::problem::{Outcome, Refusal};
use crate::app::App;
use crate::{clock, secret};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{Actor, Role, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use store::access::User;
use utoipa::ToSchema;

const SESSION_US: i64 = 14 * 86_400_000_000;
const HOUR_US: i64 = 3_600_000_000;
/// Wrong passwords per address and hour, whatever the caller's network address says.
const GUESSES_PER_HOUR: i64 = 10;
const SHORTEST_PASSWORD: usize = 12;

/// Who is signed in, and where.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    user: SessionUser,
    workspace: SessionWorkspace,
    public_url: String,
    mail_configured: bool,
    translates: bool,
    demo: bool,
    version: &'static str,
}

/// The person.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionUser {
    id: String,
    name: String,
    role: String,
}

/// The workspace.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionWorkspace {
    id: String,
    name: String,
    time_zone: String,
}

/// E-mail and password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    email: String,
    password: String,
}

/// A one-time link, and for the first run the account to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkUse {
    token: String,
    name: Option<String>,
    email: Option<String>,
    password: Option<String>,
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", responses((status = 200, body = SessionView)))]
pub async fn current(
    State(app): State<App>,
    Reading(actor): Reading,
) -> Outcome<Json<SessionView>> {
    Ok(Json(view(&app, &actor).await?))
}

/// Signs in with e-mail and password.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignIn, responses((status = 200, body = SessionView)))]
pub async fn sign_in(State(app): State<App>, Json(asked): Json<SignIn>) -> Outcome<Response> {
    let now = clock::now();
    let refused = || {
        Refusal::new(
            StatusCode::UNAUTHORIZED,
            "wrong_credentials",
            "e-mail or password is wrong",
            "try again",
        )
    };
    if app
        .store
        .failed_sign_ins(&asked.email, now - HOUR_US)
        .await?
        >= GUESSES_PER_HOUR
    {
        return Err(Refusal::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_guesses",
            "too many wrong passwords for this address",
            "wait an hour",
        ));
    }
    let found = app.store.user_by_email(&asked.email).await?;
    let hash = found
        .as_ref()
        .and_then(|(_, user)| user.password_hash.clone());
    let password = asked.password;
    let right =
        tokio::task::spawn_blocking(move || secret::password_matches(&password, hash.as_deref()))
            .await
            .map_err(|e| super::problem::internal(&e))?;
    match found {
        Some((workspace, user)) if right && user.disabled_at.is_none() => {
            start(&app, &workspace, &user).await
        }
        _ => {
            app.store
                .sign_in_failed(&asked.email, now, now - HOUR_US)
                .await?;
            Err(refused())
        }
    }
}

/// Uses a one-time link up.
#[utoipa::path(post, path = "/api/v1/session/link", tag = "session", request_body = LinkUse, responses((status = 200, body = SessionView)))]
pub async fn use_link(State(app): State<App>, Json(asked): Json<LinkUse>) -> Outcome<Response> {
    let now = clock::now();
    let hash = secret::hash(&asked.token);
    let mut tx = app.store.begin().await?;
    let Some((workspace, user)) = tx.use_sign_in_link(&hash, now).await? else {
        return Err(Refusal::new(
            StatusCode::UNAUTHORIZED,
            "link_used",
            "this link was used or has expired",
            "ask for a new one, or start the server again on an empty folder",
        ));
    };
    let user = match user {
        Some(id) => {
            let users = app.store.users(&workspace).await?;
            let mut user = users
                .into_iter()
                .find(|u| u.id == id && u.disabled_at.is_none())
                .ok_or_else(|| Refusal::not_found("user"))?;
            if user.password_hash.is_none() && asked.password.is_none() && !app.demo {
                // The link stays unused: this transaction is dropped.
                return Err(Refusal::conflict(
                    "account_needed",
                    "this link lets you choose a password",
                    "send a password of at least 12 characters",
                ));
            }
            if let Some(password) = asked.password {
                let hash = checked_hash(password).await?;
                tx.set_password(&user.id, &hash).await?;
                user.password_hash = Some(hash);
            }
            user
        }
        None => {
            let (Some(name), Some(email), Some(password)) =
                (asked.name, asked.email, asked.password)
            else {
                // The link stays unused: this transaction is dropped.
                return Err(Refusal::conflict(
                    "account_needed",
                    "this link sets Hearback up",
                    "send name, email and a password of at least 12 characters",
                ));
            };
            let user = User {
                id: UserId::new(clock::new_id()),
                email: checked_email(&email)?,
                name,
                password_hash: Some(checked_hash(password).await?),
                role: Role::Admin,
                disabled_at: None,
            };
            tx.add_user(&workspace, &user, now).await?;
            user
        }
    };
    tx.commit().await?;
    start(&app, &workspace, &user).await
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses((status = 204)))]
pub async fn sign_out(
    State(app): State<App>,
    headers: HeaderMap,
    Reading(_actor): Reading,
) -> Outcome<Response> {
    if let Some(token) = session_token(&headers) {
        app.store.end_session(&secret::hash(token)).await?;
    }
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, cookie(&app, "", 0))],
    )
        .into_response())
}

/// An address that can be mailed to.
pub fn checked_email(email: &str) -> Outcome<String> {
    let trimmed = email.trim().to_lowercase();
    trimmed.parse::<lettre::Address>().map_err(|_| {
        Refusal::invalid(
            format!("'{email}' is no e-mail address"),
            "write it like name@example.org",
        )
    })?;
    Ok(trimmed)
}

async fn checked_hash(password: String) -> Outcome<String> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(Refusal::invalid(
            "the password is too short",
            format!("use at least {SHORTEST_PASSWORD} characters; a sentence is good"),
        ));
    }
    let hash = tokio::task::spawn_blocking(move || secret::password_hash(&password)).await;
    hash.map_err(|e| super::problem::internal(&e))?
        .map_err(|e| super::problem::internal(&e))
}

async fn start(app: &App, workspace: &WorkspaceId, user: &User) -> Outcome<Response> {
    let now = clock::now();
    let token = secret::token();
    let mut tx = app.store.begin().await?;
    tx.start_session(
        workspace,
        &user.id,
        &secret::hash(&token),
        now,
        now + SESSION_US,
    )
    .await?;
    tx.commit().await?;
    let actor = Actor {
        workspace: workspace.clone(),
        user: user.id.clone(),
        name: user.name.clone(),
        role: user.role,
    };
    let body = view(app, &actor).await?;
    Ok((
        [(
            header::SET_COOKIE,
            cookie(app, &token, SESSION_US / 1_000_000),
        )],
        Json(body),
    )
        .into_response())
}

fn cookie(app: &App, token: &str, seconds: i64) -> HeaderValue {
    let secure = if app.public_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    let text =
        format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    // Tokens are URL-safe base 64, so the value is always a header value.
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

async fn view(app: &App, actor: &Actor) -> Outcome<SessionView> {
    let workspace = app
        .store
        .workspace(&actor.workspace)
        .await?
        .ok_or_else(|| Refusal::not_found("workspace"))?;
    Ok(SessionView {
        user: SessionUser {
            id: actor.user.to_string(),
            name: actor.name.clone(),
            role: actor.role.as_str().into(),
        },
        workspace: SessionWorkspace {
            id: workspace.id.into(),
            name: workspace.name,
            time_zone: workspace.time_zone,
        },
        public_url: app.public_url.to_string(),
        mail_configured: app.config.mail.smtp_url.is_some(),
        translates: app.config.translator.url.is_some(),
        demo: app.demo,
        version: env!("CARGO_PKG_VERSION"),
    })
}
