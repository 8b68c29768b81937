//! Endpoints: where alerts go. Secrets go in and never come out.

use crate::{Error, Means, Result};
use domain::time::Micros;
use domain::{Actor, EndpointId};
use serde::Serialize;
use store::Store;
use store::act::EndpointRow;

/// An endpoint as people may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Endpoint {
    /// Id.
    pub id: EndpointId,
    /// `webhook` or `slack`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Where it is; of a Slack address only the host, because the rest is its secret.
    pub url: String,
    /// Whether notices are sent.
    pub enabled: bool,
    /// When it was switched off.
    pub disabled_at: Option<Micros>,
    /// When it was made.
    pub created_at: Micros,
}

/// An endpoint as it is saved. When one is changed, what is `None` stays.
#[derive(Clone, Default)]
pub struct EndpointDraft {
    /// `webhook` or `slack`; cannot be changed later.
    pub kind: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its address; the door has asked the egress client about it.
    pub url: Option<String>,
    /// `whsec_…` for webhooks; the door has read it. None for Slack.
    pub secret: Option<String>,
    /// Whether notices are sent.
    pub enabled: Option<bool>,
}

fn shown(row: EndpointRow) -> Endpoint {
    let url = if row.kind == "slack" {
        let host = row.url.splitn(4, '/').take(3).collect::<Vec<_>>();
        format!("{}/…", host.join("/"))
    } else {
        row.url
    };
    Endpoint {
        id: row.id,
        kind: row.kind,
        name: row.name,
        url,
        enabled: row.disabled_at.is_none(),
        disabled_at: row.disabled_at,
        created_at: row.created_at,
    }
}

/// Endpoints of the workspace, oldest first.
pub async fn list(store: &Store, actor: &Actor) -> Result<Vec<Endpoint>> {
    let rows = store.endpoints(&actor.workspace).await?;
    Ok(rows.into_iter().map(shown).collect())
}

/// Makes an endpoint, or changes the one with this id.
pub async fn save(
    store: &Store,
    actor: &Actor,
    id: Option<&EndpointId>,
    draft: EndpointDraft,
    means: &Means<'_>,
) -> Result<Endpoint> {
    let standing = match id {
        Some(id) => Some(
            store
                .endpoint(&actor.workspace, id)
                .await?
                .ok_or_else(|| Error::not_found("endpoint", id))?,
        ),
        None => None,
    };
    let row = merged(standing, draft, means)?;
    check(&row)?;
    let mut tx = store.begin().await?;
    tx.save_endpoint(&actor.workspace, &row).await?;
    tx.audit(actor, "endpoint.saved", row.id.as_str(), means.now)
        .await?;
    tx.commit().await?;
    Ok(shown(row))
}

/// Removes an endpoint; what still waits for it becomes dead letters.
pub async fn delete(
    store: &Store,
    actor: &Actor,
    id: &EndpointId,
    means: &Means<'_>,
) -> Result<()> {
    let mut tx = store.begin().await?;
    if !tx.delete_endpoint(&actor.workspace, id).await? {
        return Err(Error::not_found("endpoint", id));
    }
    tx.audit(actor, "endpoint.deleted", id.as_str(), means.now)
        .await?;
    tx.commit().await?;
    Ok(())
}

fn merged(
    standing: Option<EndpointRow>,
    draft: EndpointDraft,
    means: &Means<'_>,
) -> Result<EndpointRow> {
    let changes_kind = |row: &EndpointRow| draft.kind.as_ref().is_some_and(|k| *k != row.kind);
    if standing.as_ref().is_some_and(changes_kind) {
        return Err(Error::invalid(
            "endpoint_invalid",
            "the kind of an endpoint cannot be changed",
            "make a new one and delete this",
        ));
    }
    let mut row = standing.unwrap_or_else(|| EndpointRow {
        id: EndpointId::new((means.mint)()),
        kind: draft.kind.unwrap_or_default(),
        name: String::new(),
        url: String::new(),
        secret: String::new(),
        disabled_at: None,
        created_at: means.now,
    });
    if let Some(name) = draft.name {
        row.name = name.trim().to_owned();
    }
    if let Some(url) = draft.url {
        row.url = url.trim().to_owned();
    }
    if let Some(secret) = draft.secret {
        row.secret = secret;
    }
    match draft.enabled {
        Some(true) => row.disabled_at = None,
        Some(false) => {
            row.disabled_at.get_or_insert(means.now);
        }
        None => {}
    }
    Ok(row)
}

fn check(row: &EndpointRow) -> Result<()> {
    let bad = |detail: String, hint: &str| Err(Error::invalid("endpoint_invalid", detail, hint));
    if row.name.is_empty()
        || row.name.chars().nth(100).is_some()
        || row.name.chars().any(char::is_control)
    {
        return bad(
            "the endpoint has no name of 1 to 100 characters on one line".into(),
            "name it after who listens there",
        );
    }
    let address = row.url.starts_with("https://") || row.url.starts_with("http://");
    if !address
        || row.url.len() > 2_000
        || row.url.chars().any(|c| c.is_whitespace() || c.is_control())
    {
        return bad(
            "the endpoint's address is no https address".into(),
            "write it as https://host/path",
        );
    }
    match row.kind.as_str() {
        "webhook" if !row.secret.starts_with("whsec_") => bad(
            "the webhook has no secret".into(),
            "give the secret that begins with whsec_, or let one be made",
        ),
        "slack" if !row.secret.is_empty() => bad(
            "a Slack-shaped endpoint takes no secret".into(),
            "leave it out; its address is the secret",
        ),
        "webhook" | "slack" => Ok(()),
        other => bad(
            format!("'{other}' is no kind of endpoint"),
            "use webhook or slack",
        ),
    }
}
