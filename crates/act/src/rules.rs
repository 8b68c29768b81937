//! Keeping the rules: list, save, delete, seed.

use crate::rule::{Rule, RuleBody, usual};
use crate::{Error, Means, Result};
use domain::{Actor, RuleId, WorkspaceId};
use store::act::RuleRow;
use store::{Store, Tx};

/// A rule as it is saved from the settings screen.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleDraft {
    /// Its name as people see it.
    pub name: String,
    /// The rule's JSON, see [`RuleBody`].
    pub body: serde_json::Value,
    /// Whether it is looked at.
    pub enabled: bool,
}

/// The rules of a workspace, oldest first.
///
/// # Errors
/// A stored rule that does not read (it was written by a newer version) is an error, so that it
/// is not silently left out.
pub async fn list(store: &Store, workspace: &WorkspaceId) -> Result<Vec<Rule>> {
    store
        .rules(workspace)
        .await?
        .into_iter()
        .map(|row| {
            let body =
                serde_json::from_str(&row.body).map_err(|source| store::Error::Unreadable {
                    what: "rule",
                    source,
                })?;
            Ok(Rule {
                id: row.id,
                name: row.name,
                body,
                enabled: row.enabled,
            })
        })
        .collect()
}

/// Makes a rule, or changes the one with this id.
pub async fn save(
    store: &Store,
    actor: &Actor,
    id: Option<&RuleId>,
    draft: &RuleDraft,
    means: &Means<'_>,
) -> Result<Rule> {
    let name = draft.name.trim();
    if name.is_empty() || name.chars().nth(100).is_some() || name.chars().any(char::is_control) {
        return Err(Error::invalid(
            "name_invalid",
            format!(
                "'{}' is no name for a rule",
                name.chars().take(40).collect::<String>()
            ),
            "give 1 to 100 characters on one line",
        ));
    }
    let body = RuleBody::read(&draft.body).map_err(Error::Invalid)?;
    if let Some(id) = id
        && !store
            .rules(&actor.workspace)
            .await?
            .iter()
            .any(|r| r.id == *id)
    {
        return Err(Error::not_found("rule", id));
    }
    let id = id.cloned().unwrap_or_else(|| RuleId::new((means.mint)()));
    let mut tx = store.begin().await?;
    write(
        &mut tx,
        &actor.workspace,
        &id,
        name,
        &body,
        draft.enabled,
        means,
    )
    .await?;
    tx.audit(actor, "rule.saved", id.as_str(), means.now)
        .await?;
    tx.commit().await?;
    Ok(Rule {
        id,
        name: name.to_owned(),
        body,
        enabled: draft.enabled,
    })
}

/// Removes a rule; the cases it opened stay.
pub async fn delete(store: &Store, actor: &Actor, id: &RuleId, means: &Means<'_>) -> Result<()> {
    let mut tx = store.begin().await?;
    if !tx.delete_rule(&actor.workspace, id).await? {
        return Err(Error::not_found("rule", id));
    }
    tx.audit(actor, "rule.deleted", id.as_str(), means.now)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Writes the rules that a new workspace begins with, in the transaction that makes it.
pub async fn seed(tx: &mut Tx, workspace: &WorkspaceId, means: &Means<'_>) -> Result<()> {
    for (name, body) in usual() {
        let id = RuleId::new((means.mint)());
        write(tx, workspace, &id, name, &body, true, means).await?;
    }
    Ok(())
}

async fn write(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: &RuleId,
    name: &str,
    body: &RuleBody,
    enabled: bool,
    means: &Means<'_>,
) -> Result<()> {
    let body = serde_json::to_string(body).map_err(|source| store::Error::Unreadable {
        what: "rule",
        source,
    })?;
    let row = RuleRow {
        id: id.clone(),
        name: name.to_owned(),
        body,
        enabled,
        created_at: means.now,
    };
    Ok(tx.save_rule(workspace, &row).await?)
}
