//! Answering the person: the mail goes to the outbox in the transaction of the case's event.

use crate::sincerity::{self, Repeated};
use crate::work::{Seen, load};
use crate::{Error, Means, Result, mail};
use domain::case::Case;
use domain::{Actor, NewNotice, NoticeId};
use serde_json::json;
use store::Store;

pub use crate::mail::Mail;

/// Replies of this long are compared with, in microseconds: a week.
const COMPARED_FOR: i64 = 7 * 86_400_000_000;
/// The most replies compared with.
const COMPARED_WITH: i64 = 500;
/// The fewest characters of a follow-up reference: 128 bits even in hexadecimal digits take 32.
const REFERENCE: usize = 22;

/// A reply on its way.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// What the person is told.
    pub text: &'a str,
    /// Who signs, one line: a name, a team.
    pub signature: &'a str,
    /// An unguessable reference for the follow-up link: at least 22 of `[A-Za-z0-9_-]`, from 128 random bits.
    pub reference: &'a str,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Replied {
    /// The case as it is now.
    pub case: Case,
    /// The notice in the outbox; its id is the mail's Message-ID.
    pub notice: NoticeId,
    /// The mail.
    pub mail: Mail,
    /// A warning: others got the same text this week.
    pub repeated: Option<Repeated>,
}

/// What would be sent, and whether others got the same; nothing is written.
pub async fn preview(
    store: &Store,
    actor: &Actor,
    seen: Seen<'_>,
    draft: Draft<'_>,
    means: &Means<'_>,
) -> Result<(Mail, Option<Repeated>)> {
    let case = load(store, actor, seen).await?;
    let changed = case
        .reply(draft.text, json!({}), actor.user.as_str(), means.now)
        .map_err(|e| Error::Refused(e.into()))?;
    let mail = composed(&changed.case, draft, means)?;
    let repeated = compare(store, actor, &changed.case, draft, means).await?;
    Ok((mail, repeated))
}

/// Sends the reply: event, follow-up reference and notice commit together or not at all.
pub async fn reply(
    store: &Store,
    actor: &Actor,
    seen: Seen<'_>,
    draft: Draft<'_>,
    means: &Means<'_>,
) -> Result<Replied> {
    if draft.reference.len() < REFERENCE || !domain::is_id(draft.reference) {
        return Err(Error::invalid(
            "reference_invalid",
            "the follow-up reference can be guessed",
            "mint at least 22 characters of [A-Za-z0-9_-] from 128 random bits",
        ));
    }
    let case = load(store, actor, seen).await?;
    let notice = NoticeId::new((means.mint)());
    let details = json!({ "notice": notice, "reference": draft.reference });
    let changed = case
        .reply(draft.text, details, actor.user.as_str(), means.now)
        .map_err(|e| Error::Refused(e.into()))?;
    let case = changed.case;
    let mail = composed(&case, draft, means)?;
    let repeated = compare(store, actor, &case, draft, means).await?;
    let outgoing = NewNotice {
        id: notice.clone(),
        channel: "email".into(),
        recipient: mail.to.clone(),
        body: json!({ "subject": mail.subject, "text": mail.text }),
        case: Some(case.id.clone()),
        customer: case.customer.clone(),
    };
    let mut tx = store.begin().await?;
    tx.save_case(&actor.workspace, &case).await?;
    tx.add_case_events(&actor.workspace, &case.id, &changed.events)
        .await?;
    tx.save_follow_up(&actor.workspace, draft.reference, &case.id, means.now)
        .await?;
    tx.post(&actor.workspace, &outgoing, means.now).await?;
    tx.commit().await?;
    Ok(Replied {
        case,
        notice,
        mail,
        repeated,
    })
}

fn composed(case: &Case, draft: Draft<'_>, means: &Means<'_>) -> Result<Mail> {
    let signature = draft.signature.trim();
    if signature.is_empty()
        || signature.chars().any(char::is_control)
        || signature.chars().nth(200).is_some()
    {
        return Err(Error::invalid(
            "signature_invalid",
            "the reply is not signed by 1 to 200 characters on one line",
            "sign with a name or a team",
        ));
    }
    let quote = case.words.as_deref().map(|words| (means.redact)(words));
    let link = means.link(&format!("/f/{}", draft.reference));
    // `Case::reply` has refused a case without an address.
    let to = case.contact.as_deref().unwrap_or_default();
    mail::compose(case, to, draft.text, quote.as_deref(), signature, &link).map_err(|e| {
        Error::invalid(
            "reply_invalid",
            format!("the mail cannot be composed: {e}"),
            "shorten the reply",
        )
    })
}

async fn compare(
    store: &Store,
    actor: &Actor,
    case: &Case,
    draft: Draft<'_>,
    means: &Means<'_>,
) -> Result<Option<Repeated>> {
    let others = store
        .replies_since(
            &actor.workspace,
            means.now - COMPARED_FOR,
            &case.id,
            COMPARED_WITH,
        )
        .await?;
    let others = others.iter().map(|w| (w.case.as_str(), w.text.as_str()));
    Ok(sincerity::repeated(draft.text, others))
}
