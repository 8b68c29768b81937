//! One step on one case, taken by a team at its time.

use super::posts::TEAMS;
use super::{Error, Stage};
use act::reply::Draft;
use act::work::{self, Seen};
use act::{Means, reply};
use domain::case::CaseState;
use domain::{Actor, CaseId, Role, UserId};

/// A step on a case.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// The team takes it.
    Take,
    /// Something for colleagues to read.
    Note(String),
    /// Mail with a follow-up link of this reference.
    Reply { text: String, reference: String },
    /// Answered by phone or at the counter.
    Record(String),
    /// Root cause and outcome.
    Close(String, String),
}

/// Takes a step as a team (place in [`TEAMS`]); a step that a closed case does not allow is left out.
/// True when it was taken.
pub(super) async fn take(
    stage: &Stage<'_>,
    team: usize,
    id: &CaseId,
    step: &Step,
    means: &Means<'_>,
) -> Result<bool, Error> {
    let actor = actor(stage, team);
    let Some(case) = stage.store.case(stage.workspace, id).await? else {
        return Ok(false);
    };
    if case.state == CaseState::Closed {
        return Ok(false);
    }
    let seen = Seen {
        case: id,
        rev: Some(case.rev),
    };
    let store = stage.store;
    match step {
        Step::Take if case.owner.as_ref() == Some(&actor.user) => return Ok(false),
        Step::Take => work::assign(store, &actor, seen, &actor.user, means)
            .await
            .map(drop)?,
        Step::Note(text) => work::note(store, &actor, seen, text, means)
            .await
            .map(drop)?,
        // The address may have gone since the fate was dealt: a person can be erased at any time.
        Step::Reply { .. } if case.contact.is_none() => return Ok(false),
        Step::Reply { text, reference } => {
            let signature = format!("{}, Fjordnet", actor.name);
            let draft = Draft {
                text,
                signature: &signature,
                reference,
            };
            reply::reply(store, &actor, seen, draft, means)
                .await
                .map(drop)?;
        }
        Step::Record(how) => work::record_answer(store, &actor, seen, how, means)
            .await
            .map(drop)?,
        Step::Close(cause, outcome) => {
            work::close(store, &actor, seen, cause, outcome, means)
                .await
                .map(drop)?;
        }
    }
    Ok(true)
}

/// A team as an actor.
pub(super) fn actor(stage: &Stage<'_>, team: usize) -> Actor {
    let (id, name) = TEAMS[team % TEAMS.len()];
    Actor {
        workspace: stage.workspace.clone(),
        user: UserId::new(id),
        name: name.into(),
        role: Role::Agent,
    }
}
