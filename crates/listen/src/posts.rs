//! Listening posts: create, list, find, change, archive.
//!
//! A post may take in files and signals at once; it can only *ask* (open a survey page) once it
//! has a stage, an owner and a response promise.

use crate::near::near;
use crate::{Error, Result};
use domain::time::Micros;
use domain::{PostId, Provenance, WorkspaceId};
use store::{Store, Tx};

/// A listening post.
pub use store::listen::PostRow as Post;

/// The post that takes what names no other; its id and its name.
pub const DEFAULT: &str = "default";

/// Letters of a name or another short field.
const SHORT: usize = 200;

/// What a person may set of a post.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct PostFields {
    /// Its name, unique in the workspace.
    pub name: String,
    /// The journey stage.
    pub stage: String,
    /// The moment of interaction.
    pub touchpoint: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Hours within which a person is answered, 1 to 8,760; 0 promises nothing.
    pub promise_hours: i64,
    /// The channel of signals that name none.
    pub channel: String,
    /// The provenance of signals that name none.
    pub provenance: Provenance,
    /// The purpose of consent of signals that name none.
    pub purpose: String,
}

impl Default for PostFields {
    fn default() -> Self {
        Self {
            name: String::new(),
            stage: String::new(),
            touchpoint: None,
            owner: None,
            promise_hours: 0,
            channel: "web".into(),
            provenance: Provenance::Direct,
            purpose: "service".into(),
        }
    }
}

impl PostFields {
    /// Fields of a post that is made for a name alone.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// The same fields in their one spelling.
    ///
    /// # Errors
    /// [`Error::Post`] naming the field that cannot be.
    fn checked(mut self) -> Result<Self> {
        let words = [
            ("name", &mut self.name, true),
            ("stage", &mut self.stage, false),
            ("channel", &mut self.channel, true),
            ("purpose", &mut self.purpose, true),
        ];
        for (field, value, needed) in words {
            *value = clean(field, value)?;
            if needed && value.is_empty() {
                return Err(refused(field, value, "it may not be empty"));
            }
        }
        for (field, value) in [
            ("touchpoint", &mut self.touchpoint),
            ("owner", &mut self.owner),
        ] {
            let word = clean(field, value.as_deref().unwrap_or(""))?;
            *value = Some(word).filter(|w| !w.is_empty());
        }
        if !(0..=8_760).contains(&self.promise_hours) {
            return Err(refused(
                "promise_hours",
                &self.promise_hours.to_string(),
                "give 1 to 8760 hours, or 0 for no promise",
            ));
        }
        Ok(self)
    }
}

fn clean(field: &'static str, value: &str) -> Result<String> {
    let value = value.trim();
    if value.chars().count() > SHORT || value.chars().any(char::is_control) {
        return Err(refused(
            field,
            value,
            "use one line of at most 200 characters",
        ));
    }
    Ok(value.to_owned())
}

fn refused(field: &'static str, value: &str, mend: &'static str) -> Error {
    Error::Post {
        field,
        value: crate::flaw::brief(value),
        mend,
    }
}

/// What a post lacks before it can ask anybody: `stage`, `owner`, `promise_hours`.
pub fn lacks(post: &Post) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if post.stage.is_empty() {
        missing.push("stage");
    }
    if post.owner.is_none() {
        missing.push("owner");
    }
    if post.promise_hours <= 0 {
        missing.push("promise_hours");
    }
    missing
}

/// All posts of a workspace, archived ones too, oldest first.
pub async fn list(store: &Store, workspace: &WorkspaceId) -> Result<Vec<Post>> {
    Ok(store.posts(workspace).await?)
}

/// A post by name or id, archived or not.
///
/// # Errors
/// [`Error::UnknownPost`] with names that look like it.
pub async fn find(store: &Store, workspace: &WorkspaceId, name: &str) -> Result<Post> {
    pick(&store.posts(workspace).await?, name).cloned()
}

/// A post by name or id out of a list that is there already.
pub(crate) fn pick<'a>(posts: &'a [Post], name: &str) -> Result<&'a Post> {
    posts
        .iter()
        .find(|p| p.id.as_str() == name)
        .or_else(|| posts.iter().find(|p| p.name == name))
        .ok_or_else(|| Error::UnknownPost {
            name: crate::flaw::brief(name),
            near: near(name, posts.iter().map(|p| p.name.as_str())),
        })
}

/// Makes a post.
///
/// # Errors
/// A field that cannot be, or a name that is taken.
pub async fn create(
    store: &Store,
    workspace: &WorkspaceId,
    id: PostId,
    fields: PostFields,
    now: Micros,
) -> Result<Post> {
    let post = filled(id, fields.checked()?, now);
    let mut tx = store.begin().await?;
    tx.insert_post(workspace, &post).await?;
    tx.commit().await?;
    Ok(post)
}

/// The default post, made if it is not there; every workspace has one.
pub async fn ensure_default(store: &Store, workspace: &WorkspaceId, now: Micros) -> Result<Post> {
    ensure(store, workspace, DEFAULT, PostId::new(DEFAULT), now).await
}

/// As [`ensure_default`], in the transaction that makes the workspace.
pub async fn insert_default(tx: &mut Tx, workspace: &WorkspaceId, now: Micros) -> Result<Post> {
    let post = filled(PostId::new(DEFAULT), PostFields::named(DEFAULT), now);
    match tx.insert_post(workspace, &post).await {
        Ok(()) | Err(store::Error::Taken { .. }) => Ok(post),
        Err(error) => Err(error.into()),
    }
}

/// The post of a name, made with `id` if no post has the name or id.
///
/// # Errors
/// [`Error::ArchivedPost`] when it was archived.
pub async fn ensure(
    store: &Store,
    workspace: &WorkspaceId,
    name: &str,
    id: PostId,
    now: Micros,
) -> Result<Post> {
    let post = match find(store, workspace, name).await {
        Err(Error::UnknownPost { .. }) => {
            match create(store, workspace, id, PostFields::named(name), now).await {
                // Someone was quicker.
                Err(Error::Store(store::Error::Taken { .. })) => {
                    find(store, workspace, name).await?
                }
                other => other?,
            }
        }
        other => other?,
    };
    open(&post)?;
    Ok(post)
}

/// Refuses an archived post.
pub(crate) fn open(post: &Post) -> Result<()> {
    match post.archived_at {
        Some(_) => Err(Error::ArchivedPost(post.name.clone())),
        None => Ok(()),
    }
}

/// Changes what a person may set of a post.
///
/// # Errors
/// Unknown, archived or taken posts; a field that cannot be; an open survey whose post would
/// lack a stage, an owner or a promise.
pub async fn update(
    store: &Store,
    workspace: &WorkspaceId,
    id: &PostId,
    fields: PostFields,
) -> Result<Post> {
    let before = find(store, workspace, id.as_str()).await?;
    open(&before)?;
    let after = Post {
        survey_token: before.survey_token,
        survey: before.survey,
        archived_at: before.archived_at,
        ..filled(before.id, fields.checked()?, before.created_at)
    };
    if after.survey_token.is_some() {
        ready(&after)?;
    }
    save(store, workspace, &after).await?;
    Ok(after)
}

/// Refuses a post that lacks what it needs to go live.
pub(crate) fn ready(post: &Post) -> Result<()> {
    let lacks = lacks(post);
    if lacks.is_empty() {
        return Ok(());
    }
    Err(Error::NotReady {
        name: post.name.clone(),
        lacks,
    })
}

/// Archives a post: its survey page is gone, nothing more comes in. The default post stays.
pub async fn archive(
    store: &Store,
    workspace: &WorkspaceId,
    id: &PostId,
    now: Micros,
) -> Result<Post> {
    let mut post = find(store, workspace, id.as_str()).await?;
    if post.id.as_str() == DEFAULT {
        return Err(refused(
            "archived_at",
            "now",
            "the default post takes what names no other; archive another one",
        ));
    }
    post.archived_at = post.archived_at.or(Some(now));
    save(store, workspace, &post).await?;
    Ok(post)
}

pub(crate) async fn save(store: &Store, workspace: &WorkspaceId, post: &Post) -> Result<()> {
    let mut tx = store.begin().await?;
    if !tx.update_post(workspace, post).await? {
        return Err(Error::UnknownPost {
            name: post.id.to_string(),
            near: Vec::new(),
        });
    }
    tx.commit().await?;
    Ok(())
}

fn filled(id: PostId, fields: PostFields, now: Micros) -> Post {
    Post {
        id,
        name: fields.name,
        stage: fields.stage,
        touchpoint: fields.touchpoint,
        owner: fields.owner,
        promise_hours: fields.promise_hours,
        channel: domain::name::key_of(&fields.channel),
        provenance: fields.provenance,
        purpose: fields.purpose,
        survey_token: None,
        survey: None,
        created_at: now,
        archived_at: None,
    }
}
