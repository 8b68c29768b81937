//! Fjordnet's listening posts, questions and teams.

use super::asked::{ANCHORS, PARTS};
use super::{Error, Stage};
use domain::time::Micros;
use domain::{PostId, Provenance, Role, UserId};
use listen::posts::PostFields;
use listen::questions::Question;
use listen::survey::Survey;
use store::access::User;

/// The posts that the story speaks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostIds {
    /// The half-yearly relationship survey.
    pub relationship: PostId,
    /// After a parcel was delivered.
    pub delivery: PostId,
    /// After a visit to a store.
    pub store_visit: PostId,
    /// After a call with support.
    pub support_call: PostId,
    /// Inside the app.
    pub app: PostId,
    /// After the first week.
    pub onboarding: PostId,
    /// Public reviews.
    pub reviews: PostId,
    /// After an answer to a case.
    pub follow_up: PostId,
}

impl Default for PostIds {
    fn default() -> Self {
        let id = |key: &str| PostId::new(key);
        Self {
            relationship: id("relationship"),
            delivery: id("delivery"),
            store_visit: id("store-visit"),
            support_call: id("support-call"),
            app: id("app"),
            onboarding: id("onboarding"),
            reviews: id("reviews"),
            follow_up: id("follow-up"),
        }
    }
}

impl PostIds {
    /// The id behind a post's key in `comments.json`.
    pub(super) fn of(&self, key: &str) -> &PostId {
        match key {
            "delivery" => &self.delivery,
            "store-visit" => &self.store_visit,
            "support-call" => &self.support_call,
            "app" => &self.app,
            "onboarding" => &self.onboarding,
            "reviews" => &self.reviews,
            "follow-up" => &self.follow_up,
            _ => &self.relationship,
        }
    }
}

/// A post as the story sets it up: key, name, stage, touchpoint, owner, promise in hours, channel.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    &'static str,
);

pub(super) const POSTS: [Row; 8] = [
    (
        "relationship",
        "Relationship survey",
        "use",
        "twice a year",
        "Customer care",
        120,
        "email",
    ),
    (
        "delivery",
        "Delivery",
        "delivery",
        "parcel delivered",
        "Logistics",
        48,
        "email",
    ),
    (
        "store-visit",
        "Store visit",
        "advice",
        "visit to a store",
        "Stores",
        72,
        "web",
    ),
    (
        "support-call",
        "Support call",
        "help",
        "call with support",
        "Customer care",
        24,
        "phone",
    ),
    ("app", "App", "use", "inside the app", "Digital", 72, "app"),
    (
        "onboarding",
        "First week",
        "onboarding",
        "line activated",
        "Field service",
        48,
        "email",
    ),
    (
        "reviews",
        "Public reviews",
        "word of mouth",
        "public review",
        "Marketing",
        96,
        "review",
    ),
    (
        "follow-up",
        "After our answer",
        "help",
        "answer to a case",
        "Customer care",
        48,
        "web",
    ),
];

/// The hours within which a post promises an answer.
pub(super) fn promise_hours(key: &str) -> i64 {
    POSTS
        .iter()
        .find(|row| row.0 == key)
        .map_or(48, |row| row.5)
}

/// The teams that work cases: id, name.
pub(super) const TEAMS: [(&str, &str); 4] = [
    ("care-north", "Care team North"),
    ("care-south", "Care team South"),
    ("field-service", "Field service"),
    ("store-desk", "Store desk"),
];

/// Makes posts and questions and the teams, as of when the story begins.
pub(super) async fn set_up(stage: &Stage<'_>, ids: &PostIds, at: Micros) -> Result<(), Error> {
    let made = listen::posts::list(stage.store, stage.workspace).await?;
    for (key, name, stage_of, touchpoint, owner, promise_hours, channel) in POSTS {
        let fields = PostFields {
            name: name.into(),
            stage: stage_of.into(),
            touchpoint: Some(touchpoint.into()),
            owner: Some(owner.into()),
            promise_hours,
            channel: channel.into(),
            provenance: provenance(key),
            purpose: "service".into(),
        };
        let id = ids.of(key);
        // A fresh workspace has the post that takes follow-up answers already.
        if made.iter().any(|post| post.id == *id) {
            listen::posts::update(stage.store, stage.workspace, id, fields).await?;
        } else {
            listen::posts::create(stage.store, stage.workspace, id.clone(), fields, at).await?;
        }
    }
    open_survey(stage, &ids.relationship).await?;
    listen::questions::register(stage.store, stage.workspace, &questions(), at).await?;
    let mut tx = stage.store.begin().await?;
    let teams = TEAMS.map(|(id, name)| (id, name, Role::Agent));
    for (id, name, role) in [(super::ADMIN, "Brand lead", Role::Admin)]
        .into_iter()
        .chain(teams)
    {
        let user = User {
            id: UserId::new(id),
            email: format!("{id}@example.org"),
            name: name.into(),
            password_hash: None,
            role,
            disabled_at: None,
        };
        tx.add_user(stage.workspace, &user, at).await?;
    }
    Ok(tx.commit().await?)
}

/// Opens the public page of the relationship survey, at an address that nobody can guess.
async fn open_survey(stage: &Stage<'_>, post: &PostId) -> Result<(), Error> {
    let survey = Survey {
        title: "How are we doing?".into(),
        score: "How likely are you to recommend Fjordnet to a friend?".into(),
        why: "Why?".into(),
        consent: "Fjordnet may contact me about this answer.".into(),
        ..Survey::default()
    };
    let token = crate::secret::token();
    listen::survey::open(stage.store, stage.workspace, post, survey, &token).await?;
    Ok(())
}

/// Reviews are said elsewhere; everything else is asked.
pub(super) fn provenance(key: &str) -> Provenance {
    if key == "reviews" {
        Provenance::Indirect
    } else {
        Provenance::Direct
    }
}

fn questions() -> Vec<Question> {
    let question = |key: &str, label: &str, kind: &str, scale: Option<(f64, f64)>| Question {
        key: key.into(),
        version: 1,
        label: label.into(),
        kind: kind.into(),
        scale_low: scale.map(|s| s.0),
        scale_high: scale.map(|s| s.1),
    };
    let mut all = vec![
        question(
            "nps",
            "How likely are you to recommend Fjordnet to a friend?",
            "score",
            Some((0.0, 10.0)),
        ),
        question("csat", "How satisfied are you?", "score", Some((1.0, 5.0))),
        question(
            "ces",
            "Fjordnet made it easy for me.",
            "score",
            Some((1.0, 7.0)),
        ),
        question("why", "Why?", "verbatim", None),
    ];
    let parts = PARTS.map(|part| (part.0, part.1));
    let anchors = ANCHORS.map(|anchor| (anchor.0, anchor.1));
    for (key, label) in parts.into_iter().chain(anchors) {
        all.push(question(key, label, "score", Some((1.0, 5.0))));
    }
    all
}
