//! The authored words of the story, read from `demos/fjordnet/`.

use super::dice::Dice;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static COMMENTS: &str = include_str!("../../../../demos/fjordnet/comments.json");
static ANSWERS: &str = include_str!("../../../../demos/fjordnet/answers.json");

/// How a comment is felt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Polarity {
    Positive,
    Negative,
    Mixed,
    Neutral,
}

/// Comments of one language about one thing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub(super) language: String,
    pub(super) theme: String,
    pub(super) polarity: Polarity,
    /// `any`, or the turn of the story that it belongs to.
    pub(super) when: String,
    /// The posts at which it may be said.
    pub(super) posts: Vec<String>,
    pub(super) texts: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comments {
    #[serde(rename = "brand")]
    _brand: String,
    groups: Vec<Group>,
}

/// Why something happened and what became of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Closing {
    pub(super) root_cause: String,
    pub(super) outcome: String,
}

/// What people are answered about a theme, and how such cases end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answers {
    pub(super) replies: Vec<String>,
    pub(super) closed: Vec<Closing>,
}

/// How a case ends that was opened again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reopened {
    pub(super) how: String,
    pub(super) root_cause: String,
    pub(super) outcome: String,
}

/// Everything that the people of the story write themselves.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Desk {
    /// By theme; `general` where a theme has none.
    pub(super) cases: BTreeMap<String, Answers>,
    /// By language: replies to those who do not write English.
    pub(super) languages: BTreeMap<String, Vec<String>>,
    /// Answers that were given outside of mail.
    pub(super) answered_by: Vec<String>,
    pub(super) notes: Vec<String>,
    /// For those who left no address.
    pub(super) unreachable: Closing,
    pub(super) reopened: Reopened,
}

impl Desk {
    /// The answers about a theme.
    pub(super) fn about(&self, theme: &str) -> Option<&Answers> {
        self.cases.get(theme).or_else(|| self.cases.get("general"))
    }
}

#[allow(
    clippy::expect_used,
    reason = "embedded when this was built; a test reads both"
)]
fn embedded<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("the demo's embedded words do not read")
}

static BOOK: LazyLock<Vec<Group>> = LazyLock::new(|| embedded::<Comments>(COMMENTS).groups);
static DESK: LazyLock<Desk> = LazyLock::new(|| embedded(ANSWERS));

/// All groups of comments.
pub(super) fn book() -> &'static [Group] {
    &BOOK
}

/// What the people who answer write.
pub(super) fn desk() -> &'static Desk {
    &DESK
}

/// Which comment is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) language: &'a str,
    pub(super) post: &'a str,
    pub(super) theme: &'a str,
    pub(super) polarity: Polarity,
    /// The turn of the story to look in first.
    pub(super) turn: Option<&'a str>,
    /// The turn that always goes beside `any`: before or after the new app.
    pub(super) era: &'a str,
}

/// A comment that fits: of the turn if it has one, else of the theme, else of the same feeling.
pub(super) fn comment(
    dice: &mut Dice,
    wanted: &Wanted<'_>,
) -> Option<(&'static str, &'static Group)> {
    let here = |g: &&Group| {
        g.language == wanted.language
            && g.polarity == wanted.polarity
            && g.posts.iter().any(|p| p == wanted.post)
    };
    let fitting: Vec<&'static Group> = book().iter().filter(here).collect();
    let usual = |g: &&&'static Group| g.when == "any" || g.when == wanted.era;
    let of_turn = fitting
        .iter()
        .filter(|g| Some(g.when.as_str()) == wanted.turn);
    let of_theme = fitting.iter().filter(|g| g.theme == wanted.theme);
    let tries: [Vec<&'static Group>; 3] = [
        of_turn.copied().collect(),
        of_theme.filter(usual).copied().collect(),
        fitting.iter().filter(usual).copied().collect(),
    ];
    let groups = tries.into_iter().find(|groups| !groups.is_empty())?;
    // By comment, not by group: a group of twenty is met more often than one of two.
    let mut place = dice.under(groups.iter().map(|g| g.texts.len()).sum());
    for group in groups {
        match group.texts.get(place) {
            Some(text) => return Some((text, group)),
            None => place -= group.texts.len(),
        }
    }
    None
}
