//! Users, sessions, one-time links and API keys. Secrets are stored as SHA-256 only.

use crate::{Result, Store, Tx};
use domain::time::Micros;
use domain::{Actor, KeyId, Role, UserId, WorkspaceId};
use sqlx::Row;

/// Someone who signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Id.
    pub id: UserId,
    /// Sign-in address, lower case.
    pub email: String,
    /// Name as others see it.
    pub name: String,
    /// Argon2id hash in PHC format; absent until the person has set a password.
    pub password_hash: Option<String>,
    /// Role in the workspace asked about.
    pub role: Role,
    /// Set when the person may no longer sign in.
    pub disabled_at: Option<Micros>,
}

/// An API key as the settings screen shows it; the secret is shown once, when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Id.
    pub id: KeyId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it was made.
    pub created_at: Micros,
    /// When it was last used.
    pub last_used_at: Option<Micros>,
    /// When it was revoked.
    pub revoked_at: Option<Micros>,
}

const USER: &str =
    "SELECT u.id, u.email, u.name, u.password_hash, m.role, u.disabled_at FROM users u
    JOIN members m ON m.user_id = u.id AND m.workspace = $1";

fn user(row: &sqlx::any::AnyRow) -> Result<User> {
    Ok(User {
        id: UserId::new(row.try_get::<String, _>(0)?),
        email: row.try_get(1)?,
        name: row.try_get(2)?,
        password_hash: row.try_get(3)?,
        role: role(&row.try_get::<String, _>(4)?),
        disabled_at: row.try_get(5)?,
    })
}

/// A role we do not know (written by a newer version) may only read.
fn role(word: &str) -> Role {
    Role::parse(word).unwrap_or(Role::Viewer)
}

impl Store {
    /// Members of a workspace, by name.
    pub async fn users(&self, workspace: &WorkspaceId) -> Result<Vec<User>> {
        let sql = sqlx::AssertSqlSafe(format!("{USER} ORDER BY u.name, u.id"));
        let rows = sqlx::query(sql)
            .bind(workspace.as_str())
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(user).collect()
    }

    /// The workspace and user behind an address, wherever they are a member first.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<(WorkspaceId, User)>> {
        let row = sqlx::query(
            "SELECT u.id, u.email, u.name, u.password_hash, m.role, u.disabled_at, m.workspace FROM users u
             JOIN members m ON m.user_id = u.id WHERE u.email = $1 ORDER BY m.workspace LIMIT 1",
        )
        .bind(email.to_lowercase())
        .fetch_optional(&self.reader)
        .await?;
        row.map(|r| Ok((WorkspaceId::new(r.try_get::<String, _>(6)?), user(&r)?)))
            .transpose()
    }

    /// How often a wrong password was given for an address since an instant.
    pub async fn failed_sign_ins(&self, email: &str, since: Micros) -> Result<i64> {
        let row =
            sqlx::query("SELECT COUNT(*) FROM sign_in_attempts WHERE email = $1 AND at >= $2")
                .bind(email.to_lowercase())
                .bind(since)
                .fetch_one(&self.reader)
                .await?;
        Ok(row.try_get(0)?)
    }

    /// Remembers a wrong password and forgets those before `keep_since`.
    pub async fn sign_in_failed(&self, email: &str, at: Micros, keep_since: Micros) -> Result<()> {
        sqlx::query("DELETE FROM sign_in_attempts WHERE at < $1")
            .bind(keep_since)
            .execute(&self.writer)
            .await?;
        sqlx::query("INSERT INTO sign_in_attempts (email, at) VALUES ($1, $2)")
            .bind(email.to_lowercase())
            .bind(at)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// The actor behind a session token's hash.
    pub async fn session_actor(&self, token_hash: &str, now: Micros) -> Result<Option<Actor>> {
        let row = sqlx::query(
            "SELECT s.workspace, u.id, u.name, m.role FROM sessions s
             JOIN users u ON u.id = s.user_id AND u.disabled_at IS NULL
             JOIN members m ON m.user_id = u.id AND m.workspace = s.workspace
             WHERE s.token_hash = $1 AND s.expires_at > $2",
        )
        .bind(token_hash)
        .bind(now)
        .fetch_optional(&self.reader)
        .await?;
        row.map(|r| actor(&r)).transpose()
    }

    /// The actor behind an API key's hash; notes the use once a minute.
    pub async fn key_actor(&self, secret_hash: &str, now: Micros) -> Result<Option<Actor>> {
        let row = sqlx::query(
            "SELECT workspace, id, name, role, last_used_at FROM api_keys WHERE secret_hash = $1 AND revoked_at IS NULL",
        )
        .bind(secret_hash)
        .fetch_optional(&self.reader)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let used: Option<i64> = row.try_get(4)?;
        if used.is_none_or(|at| now - at > 60_000_000) {
            sqlx::query("UPDATE api_keys SET last_used_at = $2 WHERE secret_hash = $1")
                .bind(secret_hash)
                .bind(now)
                .execute(&self.writer)
                .await?;
        }
        actor(&row).map(Some)
    }

    /// API keys of a workspace, newest first.
    pub async fn api_keys(&self, workspace: &WorkspaceId) -> Result<Vec<ApiKey>> {
        let rows = sqlx::query(
            "SELECT id, name, role, created_at, last_used_at, revoked_at FROM api_keys WHERE workspace = $1 ORDER BY id DESC",
        )
        .bind(workspace.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|r| {
                Ok(ApiKey {
                    id: KeyId::new(r.try_get::<String, _>(0)?),
                    name: r.try_get(1)?,
                    role: role(&r.try_get::<String, _>(2)?),
                    created_at: r.try_get(3)?,
                    last_used_at: r.try_get(4)?,
                    revoked_at: r.try_get(5)?,
                })
            })
            .collect()
    }

    /// Whether anyone can sign in yet.
    pub async fn has_users(&self) -> Result<bool> {
        Ok(sqlx::query("SELECT 1 FROM users LIMIT 1")
            .fetch_optional(&self.reader)
            .await?
            .is_some())
    }

    /// Ends a session.
    pub async fn end_session(&self, token_hash: &str) -> Result<()> {
        sqlx::query("DELETE FROM sessions WHERE token_hash = $1")
            .bind(token_hash)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

fn actor(row: &sqlx::any::AnyRow) -> Result<Actor> {
    Ok(Actor {
        workspace: WorkspaceId::new(row.try_get::<String, _>(0)?),
        user: UserId::new(row.try_get::<String, _>(1)?),
        name: row.try_get(2)?,
        role: role(&row.try_get::<String, _>(3)?),
    })
}

impl Tx {
    /// Adds a user to a workspace.
    ///
    /// # Errors
    /// [`crate::Error::Taken`] when the address is in use.
    pub async fn add_user(
        &mut self,
        workspace: &WorkspaceId,
        user: &User,
        at: Micros,
    ) -> Result<()> {
        let made = sqlx::query(
            "INSERT INTO users (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(user.id.as_str())
        .bind(user.email.to_lowercase())
        .bind(user.name.as_str())
        .bind(user.password_hash.clone())
        .bind(at)
        .execute(self.connection())
        .await?;
        if made.rows_affected() == 0 {
            return Err(crate::Error::Taken {
                what: "user",
                id: user.email.clone(),
            });
        }
        sqlx::query("INSERT INTO members (workspace, user_id, role) VALUES ($1, $2, $3)")
            .bind(workspace.as_str())
            .bind(user.id.as_str())
            .bind(user.role.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Changes a member's role or disables them; ends their sessions. False if there is no such member.
    pub async fn change_user(
        &mut self,
        workspace: &WorkspaceId,
        user: &UserId,
        role: Role,
        disabled_at: Option<Micros>,
    ) -> Result<bool> {
        let done =
            sqlx::query("UPDATE members SET role = $3 WHERE workspace = $1 AND user_id = $2")
                .bind(workspace.as_str())
                .bind(user.as_str())
                .bind(role.as_str())
                .execute(self.connection())
                .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("UPDATE users SET disabled_at = $2 WHERE id = $1")
            .bind(user.as_str())
            .bind(disabled_at)
            .execute(self.connection())
            .await?;
        sqlx::query("DELETE FROM sessions WHERE user_id = $1")
            .bind(user.as_str())
            .execute(self.connection())
            .await?;
        Ok(true)
    }

    /// Sets a password hash and ends the user's sessions.
    pub async fn set_password(&mut self, user: &UserId, password_hash: &str) -> Result<()> {
        sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1")
            .bind(user.as_str())
            .bind(password_hash)
            .execute(self.connection())
            .await?;
        sqlx::query("DELETE FROM sessions WHERE user_id = $1")
            .bind(user.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Starts a session.
    pub async fn start_session(
        &mut self,
        workspace: &WorkspaceId,
        user: &UserId,
        token_hash: &str,
        at: Micros,
        expires_at: Micros,
    ) -> Result<()> {
        sqlx::query("DELETE FROM sessions WHERE expires_at <= $1")
            .bind(at)
            .execute(self.connection())
            .await?;
        sqlx::query("INSERT INTO sessions (token_hash, user_id, workspace, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(token_hash)
            .bind(user.as_str())
            .bind(workspace.as_str())
            .bind(at)
            .bind(expires_at)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Leaves a one-time link: to sign in as `user`, or to set the workspace up when there is none.
    pub async fn add_sign_in_link(
        &mut self,
        workspace: &WorkspaceId,
        user: Option<&UserId>,
        token_hash: &str,
        at: Micros,
        expires_at: Micros,
    ) -> Result<()> {
        sqlx::query("INSERT INTO sign_in_links (token_hash, workspace, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(token_hash)
            .bind(workspace.as_str())
            .bind(user.map(|u| u.as_str().to_owned()))
            .bind(at)
            .bind(expires_at)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Uses a one-time link up; the workspace and user it was for.
    pub async fn use_sign_in_link(
        &mut self,
        token_hash: &str,
        now: Micros,
    ) -> Result<Option<(WorkspaceId, Option<UserId>)>> {
        let row = sqlx::query(
            "UPDATE sign_in_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
             RETURNING workspace, user_id",
        )
        .bind(token_hash)
        .bind(now)
        .fetch_optional(self.connection())
        .await?;
        row.map(|r| {
            Ok((
                WorkspaceId::new(r.try_get::<String, _>(0)?),
                r.try_get::<Option<String>, _>(1)?.map(UserId::new),
            ))
        })
        .transpose()
    }

    /// Makes an API key.
    pub async fn add_api_key(
        &mut self,
        actor: &Actor,
        key: &ApiKey,
        secret_hash: &str,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO api_keys (workspace, id, name, role, user_id, secret_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(actor.workspace.as_str())
        .bind(key.id.as_str())
        .bind(key.name.as_str())
        .bind(key.role.as_str())
        .bind(actor.user.as_str())
        .bind(secret_hash)
        .bind(key.created_at)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Revokes an API key; false if there is none.
    pub async fn revoke_api_key(
        &mut self,
        workspace: &WorkspaceId,
        key: &KeyId,
        at: Micros,
    ) -> Result<bool> {
        let done = sqlx::query("UPDATE api_keys SET revoked_at = $3 WHERE workspace = $1 AND id = $2 AND revoked_at IS NULL")
            .bind(workspace.as_str())
            .bind(key.as_str())
            .bind(at)
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}
