//! Users, API keys, the audit log, and erasing a person.

use super::actor::Administering;
use super::problem::{Outcome, Refusal};
use super::session::checked_email;
use crate::app::App;
use crate::view::ListView;
use crate::{clock, secret};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::{KeyId, Role, UserId, time};
use serde::{Deserialize, Serialize};
use store::access::{ApiKey, User};
use utoipa::ToSchema;

/// A member of the workspace.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserView {
    id: String,
    name: String,
    email: String,
    role: String,
    disabled: bool,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id.into(),
            name: user.name,
            email: user.email,
            role: user.role.as_str().into(),
            disabled: user.disabled_at.is_some(),
        }
    }
}

/// Someone to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    name: String,
    email: String,
    role: String,
}

/// The new member and the one-time link to hand over.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitedView {
    user: UserView,
    link: String,
}

/// What to change about a member.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    role: String,
    disabled: bool,
}

/// Members of the workspace.
#[utoipa::path(get, path = "/api/v1/users", tag = "settings", responses((status = 200, body = ListView<UserView>)))]
pub async fn users(
    State(app): State<App>,
    super::actor::Reading(actor): super::actor::Reading,
) -> Outcome<Json<ListView<UserView>>> {
    let users = app.store.users(&actor.workspace).await?;
    Ok(Json(ListView {
        rows: users.into_iter().map(Into::into).collect(),
    }))
}

/// Adds a member; answers with a one-time link to hand over.
#[utoipa::path(post, path = "/api/v1/users", tag = "settings", request_body = NewUser, responses((status = 201, body = InvitedView)))]
pub async fn add_user(
    State(app): State<App>,
    Administering(actor): Administering,
    Json(asked): Json<NewUser>,
) -> Outcome<(StatusCode, Json<InvitedView>)> {
    let now = clock::now();
    let user = User {
        id: UserId::new(clock::new_id()),
        email: checked_email(&asked.email)?,
        name: asked.name.trim().to_owned(),
        password_hash: None,
        role: role(&asked.role)?,
        disabled_at: None,
    };
    let mut tx = app.store.begin().await?;
    tx.add_user(&actor.workspace, &user, now).await?;
    tx.audit(&actor, "user.added", user.id.as_str(), now)
        .await?;
    tx.commit().await?;
    let link = app.sign_in_link(&actor.workspace, Some(&user.id)).await?;
    Ok((
        StatusCode::CREATED,
        Json(InvitedView {
            user: user.into(),
            link,
        }),
    ))
}

/// Changes a member's role or disables them.
#[utoipa::path(patch, path = "/api/v1/users/{id}", tag = "settings", params(("id" = String, Path)), request_body = UserChange, responses((status = 204)))]
pub async fn change_user(
    State(app): State<App>,
    Administering(actor): Administering,
    Path(id): Path<String>,
    Json(asked): Json<UserChange>,
) -> Outcome<StatusCode> {
    let now = clock::now();
    let id = UserId::parse(&id).map_err(|_| Refusal::not_found("user"))?;
    if id == actor.user {
        return Err(Refusal::conflict(
            "own_role",
            "this is your own account",
            "ask another admin to change it",
        ));
    }
    let mut tx = app.store.begin().await?;
    if !tx
        .change_user(
            &actor.workspace,
            &id,
            role(&asked.role)?,
            asked.disabled.then_some(now),
        )
        .await?
    {
        return Err(Refusal::not_found("user"));
    }
    tx.audit(&actor, "user.changed", id.as_str(), now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn role(word: &str) -> Outcome<Role> {
    Role::parse(word).ok_or_else(|| {
        Refusal::invalid(
            format!("'{word}' is no role"),
            "use viewer, analyst, agent or admin",
        )
    })
}

/// An API key; its secret is shown once, when it is made.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyView {
    id: String,
    name: String,
    role: String,
    created_at: String,
    last_used_at: Option<String>,
    revoked_at: Option<String>,
}

impl From<ApiKey> for KeyView {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id.into(),
            name: key.name,
            role: key.role.as_str().into(),
            created_at: time::to_text(key.created_at),
            last_used_at: key.last_used_at.map(time::to_text),
            revoked_at: key.revoked_at.map(time::to_text),
        }
    }
}

/// A key to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    name: String,
    role: String,
}

/// The new key with its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewKeyView {
    key: KeyView,
    secret: String,
}

/// API keys.
#[utoipa::path(get, path = "/api/v1/keys", tag = "settings", responses((status = 200, body = ListView<KeyView>)))]
pub async fn keys(
    State(app): State<App>,
    Administering(actor): Administering,
) -> Outcome<Json<ListView<KeyView>>> {
    let keys = app.store.api_keys(&actor.workspace).await?;
    Ok(Json(ListView {
        rows: keys.into_iter().map(Into::into).collect(),
    }))
}

/// Makes an API key; the secret is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/keys", tag = "settings", request_body = NewKey, responses((status = 201, body = NewKeyView)))]
pub async fn add_key(
    State(app): State<App>,
    Administering(actor): Administering,
    Json(asked): Json<NewKey>,
) -> Outcome<(StatusCode, Json<NewKeyView>)> {
    let now = clock::now();
    let secret_text = format!("hbk_{}", secret::token());
    let key = ApiKey {
        id: KeyId::new(clock::new_id()),
        name: asked.name,
        role: role(&asked.role)?,
        created_at: now,
        last_used_at: None,
        revoked_at: None,
    };
    let mut tx = app.store.begin().await?;
    tx.add_api_key(&actor, &key, &secret::hash(&secret_text))
        .await?;
    tx.audit(&actor, "key.added", key.id.as_str(), now).await?;
    tx.commit().await?;
    Ok((
        StatusCode::CREATED,
        Json(NewKeyView {
            key: key.into(),
            secret: secret_text,
        }),
    ))
}

/// Revokes an API key at once.
#[utoipa::path(delete, path = "/api/v1/keys/{id}", tag = "settings", params(("id" = String, Path)), responses((status = 204)))]
pub async fn revoke_key(
    State(app): State<App>,
    Administering(actor): Administering,
    Path(id): Path<String>,
) -> Outcome<StatusCode> {
    let now = clock::now();
    let id = KeyId::parse(&id).map_err(|_| Refusal::not_found("key"))?;
    let mut tx = app.store.begin().await?;
    if !tx.revoke_api_key(&actor.workspace, &id, now).await? {
        return Err(Refusal::not_found("key"));
    }
    tx.audit(&actor, "key.revoked", id.as_str(), now).await?;
    tx.commit().await?;
    app.keys.forget();
    Ok(StatusCode::NO_CONTENT)
}

/// One entry of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditView {
    seq: i64,
    at: String,
    actor: String,
    action: String,
    subject: String,
}

/// The newest 200 entries of the audit log.
#[utoipa::path(get, path = "/api/v1/audit", tag = "settings", responses((status = 200, body = ListView<AuditView>)))]
pub async fn audit(
    State(app): State<App>,
    Administering(actor): Administering,
) -> Outcome<Json<ListView<AuditView>>> {
    let entries = app.store.audit_log(&actor.workspace, 200).await?;
    let rows = entries
        .into_iter()
        .map(|e| AuditView {
            seq: e.seq,
            at: time::to_text(e.at),
            actor: e.actor,
            action: e.action,
            subject: e.subject,
        })
        .collect();
    Ok(Json(ListView { rows }))
}

/// Whom to erase: a reference as the sources name it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseAsk {
    kind: String,
    value: String,
}

/// What was erased.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasedView {
    signals: usize,
    done: bool,
}

/// Erases a person from rows, hot rows, lake and files; they cannot come back by import or restore.
#[utoipa::path(post, path = "/api/v1/customers/erase", tag = "settings", request_body = EraseAsk, responses((status = 200, body = ErasedView)))]
pub async fn erase(
    State(app): State<App>,
    Administering(actor): Administering,
    Json(asked): Json<EraseAsk>,
) -> Outcome<Json<ErasedView>> {
    let signals = crate::erase::erase(&app, &actor, &asked.kind, &asked.value)
        .await?
        .ok_or_else(|| Refusal::not_found("customer"))?;
    Ok(Json(ErasedView {
        signals,
        done: true,
    }))
}

/// A read-only statement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SqlAsk {
    sql: String,
}

/// The statement's answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct SqlView {
    columns: Vec<SqlColumn>,
    rows: Vec<Vec<serde_json::Value>>,
    truncated: bool,
}

/// A column of the answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct SqlColumn {
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

/// Read-only SQL over this workspace's signals, verbatims and mentions.
#[utoipa::path(post, path = "/api/v1/sql", tag = "understand", request_body = SqlAsk, responses((status = 200, body = SqlView)))]
pub async fn sql(
    State(app): State<App>,
    super::actor::Analyzing(actor): super::actor::Analyzing,
    Json(asked): Json<SqlAsk>,
) -> Outcome<Json<SqlView>> {
    let answer = app.lake.sql(&actor.workspace, &asked.sql, 10_000).await?;
    let columns = answer
        .columns
        .into_iter()
        .map(|(name, kind)| SqlColumn { name, kind })
        .collect();
    Ok(Json(SqlView {
        columns,
        rows: answer.rows,
        truncated: answer.truncated,
    }))
}
