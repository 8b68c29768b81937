//! Tying the answer to a follow-up survey to its case.

use crate::{Error, Means, Result};
use domain::case::FollowUpPolicy;
use domain::{Actor, Signal, WorkspaceId};
use store::{Store, Tx};

/// The setting that holds a workspace's [`FollowUpPolicy`] as JSON.
pub const POLICY_SETTING: &str = "follow_up_policy";

/// The workspace's policy, or the usual one.
pub(crate) async fn policy(store: &Store, workspace: &WorkspaceId) -> Result<FollowUpPolicy> {
    match store.setting(workspace, POLICY_SETTING).await? {
        None => Ok(FollowUpPolicy::default()),
        Some(json) => {
            Ok(
                serde_json::from_str(&json).map_err(|source| store::Error::Unreadable {
                    what: "follow-up policy",
                    source,
                })?,
            )
        }
    }
}

/// Saves the workspace's policy.
pub(crate) async fn save_policy(
    store: &Store,
    actor: &Actor,
    policy: &FollowUpPolicy,
    means: &Means<'_>,
) -> Result<()> {
    let (low, high) = (policy.reopen_at_most, policy.recovered_at_least);
    if !low.is_finite() || !high.is_finite() || low >= high {
        return Err(Error::invalid(
            "policy_invalid",
            format!("a case would reopen at {low} and count as recovered at {high}"),
            "give two numbers, the first below the second",
        ));
    }
    let json = serde_json::to_string(policy).map_err(|source| store::Error::Unreadable {
        what: "follow-up policy",
        source,
    })?;
    let mut tx = store.begin().await?;
    tx.set_setting(&actor.workspace, POLICY_SETTING, &json)
        .await?;
    tx.audit(actor, "follow_up_policy.saved", POLICY_SETTING, means.now)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Records a follow-up answer on its case; true when the signal carries a reference of ours.
pub(crate) async fn tie(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    signal: &Signal,
    policy: &FollowUpPolicy,
    means: &Means<'_>,
) -> Result<bool> {
    let Some(reference) = &signal.follow_up else {
        return Ok(false);
    };
    let Some(id) = tx.case_of_follow_up(workspace, reference).await? else {
        return Ok(false);
    };
    let Some(case) = tx.case(workspace, &id).await? else {
        return Ok(false);
    };
    if let Some(changed) = case.follow_up(&signal.id, policy.score(signal), policy, means.now) {
        tx.save_case(workspace, &changed.case).await?;
        tx.add_case_events(workspace, &changed.case.id, &changed.events)
            .await?;
    }
    Ok(true)
}
