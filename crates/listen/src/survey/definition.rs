//! What a survey asks; opening and closing it at a post.

use super::words;
use crate::posts::{self, Post};
use crate::{Error, Result};
use domain::{PostId, WorkspaceId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::Store;

/// A survey of three short steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Survey {
    /// The page's title.
    pub title: String,
    /// The language of the page: `en` or `de`.
    pub language: String,
    /// The question that a number from 0 to 10 answers.
    pub score: String,
    /// Its key; `nps` by default.
    pub score_key: String,
    /// The question that words answer.
    pub why: String,
    /// Its key; `why` by default.
    pub why_key: String,
    /// What the person agrees to by leaving an address; empty asks for none.
    pub consent: String,
}

impl Default for Survey {
    fn default() -> Self {
        Self {
            title: "How was it?".into(),
            language: "en".into(),
            score: "How likely are you to recommend us to a friend?".into(),
            score_key: "nps".into(),
            why: "What is the main reason for your answer?".into(),
            why_key: "why".into(),
            consent: "You may contact me about this answer.".into(),
        }
    }
}

impl Survey {
    /// The same survey with its keys in their one spelling.
    ///
    /// # Errors
    /// [`Error::Survey`] naming the field and what may stand there.
    pub fn checked(mut self) -> Result<Self> {
        self.score_key = domain::name::key_of(&self.score_key);
        self.why_key = domain::name::key_of(&self.why_key);
        let texts = [
            ("title", &self.title, true),
            ("score", &self.score, true),
            ("why", &self.why, true),
            ("consent", &self.consent, false),
        ];
        for (field, text, needed) in texts {
            if needed && text.trim().is_empty() {
                return Err(refused(field, "is empty: write what the person shall read"));
            }
            if text.chars().count() > 2_000 || text.contains('\0') {
                return Err(refused(field, "is too long: use at most 2000 characters"));
            }
        }
        if self.score_key == self.why_key {
            return Err(refused("why_key", "is that of the score: give it another"));
        }
        if !words::languages().contains(&self.language.as_str()) {
            return Err(Error::Survey {
                field: "language",
                problem: format!(
                    "'{}' has no words: use {}",
                    crate::flaw::brief(&self.language),
                    words::languages().join(" or ")
                ),
            });
        }
        Ok(self)
    }

    /// The survey of a post; `None` when it has none, or one that no longer reads.
    pub fn of(post: &Post) -> Option<Self> {
        serde_json::from_str::<Self>(post.survey.as_deref()?)
            .ok()?
            .checked()
            .ok()
    }

    /// SHA-256 of the consent text that was shown, hex; `None` when none is shown.
    pub fn notice(&self) -> Option<String> {
        let shown = self.consent.trim();
        (!shown.is_empty()).then(|| crate::receive::hex(&Sha256::digest(shown.as_bytes())))
    }
}

fn refused(field: &'static str, problem: &str) -> Error {
    Error::Survey {
        field,
        problem: problem.to_owned(),
    }
}

/// Opens a survey at a post, or changes the open one; an open one keeps its address.
///
/// `token` becomes the public address: at least 128 random bits as 22 to 64 letters and digits.
///
/// # Errors
/// [`Error::NotReady`] when the post lacks stage, owner or promise; a survey that cannot be shown.
pub async fn open(
    store: &Store,
    workspace: &WorkspaceId,
    post: &PostId,
    survey: Survey,
    token: &str,
) -> Result<Post> {
    let mut post = posts::find(store, workspace, post.as_str()).await?;
    posts::open(&post)?;
    posts::ready(&post)?;
    let survey = survey.checked()?;
    if post.survey_token.is_none() {
        check_token(token)?;
        post.survey_token = Some(token.to_owned());
    }
    let text = serde_json::to_string(&survey).map_err(|e| refused("definition", &e.to_string()))?;
    post.survey = Some(text);
    posts::save(store, workspace, &post).await?;
    Ok(post)
}

/// Refuses a token that could be guessed.
pub(super) fn check_token(token: &str) -> Result<()> {
    if (22..=64).contains(&token.len()) && domain::id::is_id(token) {
        return Ok(());
    }
    Err(refused(
        "token",
        "can be guessed: mint 128 random bits, 22 letters and digits or more",
    ))
}

/// Closes a post's survey: its address is gone for good. Open responses are still flushed.
pub async fn close(store: &Store, workspace: &WorkspaceId, post: &PostId) -> Result<Post> {
    let mut post = posts::find(store, workspace, post.as_str()).await?;
    post.survey_token = None;
    posts::save(store, workspace, &post).await?;
    Ok(post)
}
