//! Personal and follow-up links: for one response of one person.

use super::Survey;
use super::definition::check_token;
use crate::{Error, Result, posts};
use domain::time::Micros;
use domain::{CustomerId, PostId, WorkspaceId};
use sha2::{Digest, Sha256};
use store::{Store, Tx};

/// A link as stored.
pub use store::listen::SurveyLink as Link;

/// A link to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// The secret in the address: 128 random bits or more, minted by the caller.
    pub token: String,
    /// The post that asks; it must have a survey.
    pub post: PostId,
    /// Who is asked, if known.
    pub customer: Option<CustomerId>,
    /// An opaque reference of another room; it comes back in `Signal.follow_up`.
    pub follow_up: Option<String>,
}

/// Makes a link, in the caller's transaction, after [`link`] has checked it.
pub async fn make_link(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    link: NewLink,
    now: Micros,
) -> Result<()> {
    check_token(&link.token)?;
    let row = Link {
        token: link.token,
        workspace: workspace.clone(),
        post: link.post,
        customer: link.customer,
        follow_up: link.follow_up,
        created_at: now,
        used_at: None,
    };
    Ok(tx.insert_survey_link(&row).await?)
}

/// Makes a link in a transaction of its own.
///
/// # Errors
/// An unknown or archived post, a post without a survey, a token that could be guessed.
pub async fn link(
    store: &Store,
    workspace: &WorkspaceId,
    link: NewLink,
    now: Micros,
) -> Result<()> {
    let post = posts::find(store, workspace, link.post.as_str()).await?;
    posts::open(&post)?;
    if Survey::of(&post).is_none() {
        return Err(Error::Survey {
            field: "post",
            problem: format!("'{}' has no survey: open one first", post.name),
        });
    }
    let mut tx = store.begin().await?;
    make_link(&mut tx, workspace, link, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The response that a link leads to: always the same, so that its key in the rows makes the link
/// single use, and a second device goes on where the first stopped.
pub(super) fn response_of(token: &str) -> String {
    format!(
        "L{}",
        &crate::receive::hex(&Sha256::digest(token.as_bytes()))[..31]
    )
}
