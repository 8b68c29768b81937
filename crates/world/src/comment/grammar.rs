//! The grammar: sections of alternatives, and how a comment is put together from them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Polarity, noise};
use crate::Draw;
use crate::touchpoint::TOUCHPOINTS;

/// What a comment shall say.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    /// `en` or `de`; another language is written in English.
    pub language: &'a str,
    /// Touchpoints and polarity, the strongest first; none for a word of general content.
    pub about: &'a [(usize, Polarity)],
    /// Whether a strike of the carriers is to blame.
    pub strike: bool,
    /// Whether the opposite is said.
    pub sarcastic: bool,
}

/// The ways to say things in each language.
#[derive(Debug)]
pub struct Grammar {
    languages: BTreeMap<&'static str, BTreeMap<String, Vec<&'static str>>>,
}

/// The grammar that comes with the crate.
pub fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| Grammar {
        languages: [
            ("en", read(include_str!("en.txt"))),
            ("de", read(include_str!("de.txt"))),
        ]
        .into(),
    })
}

/// Lines `section.name: one | another`; empty lines and those that begin with `#` say nothing.
fn read(text: &'static str) -> BTreeMap<String, Vec<&'static str>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, ways)| (name.to_owned(), ways.split(" | ").map(str::trim).collect()))
        .collect()
}

impl Grammar {
    /// The ways to say something, such as `wait.bad`, in a language.
    #[must_use]
    pub fn ways(&self, language: &str, name: &str) -> &[&'static str] {
        let known = self
            .languages
            .get(language)
            .or_else(|| self.languages.get("en"));
        known
            .and_then(|ways| ways.get(name))
            .map_or(&[], Vec::as_slice)
    }

    /// A comment.
    pub fn write(&self, draw: &mut Draw, brief: &Brief) -> String {
        let pick = |draw: &mut Draw, name: &str| {
            let ways = self.ways(brief.language, name);
            ways.get(draw.below(ways.len()))
                .copied()
                .unwrap_or_default()
        };
        let Some(&(_, first)) = brief.about.first() else {
            let name = if draw.chance(0.5) {
                "general.good"
            } else {
                "general.plain"
            };
            let text = sentence(pick(draw, name));
            return noise::typed(draw, text, true);
        };
        let mut sentences: Vec<String> = Vec::new();
        let mut opener = String::new();
        if brief.sarcastic {
            sentences.push(sentence(pick(draw, "sarcasm")));
        } else if draw.chance(0.3) {
            opener = pick(
                draw,
                if first.is_good() {
                    "opener.good"
                } else {
                    "opener.bad"
                },
            )
            .into();
        }
        for &(k, polarity) in brief.about {
            let id = TOUCHPOINTS[k].id;
            let end = if polarity.is_good() { "good" } else { "bad" };
            let subject = pick(draw, &format!("{id}.subject"));
            let said = pick(draw, &format!("{id}.{end}"));
            let mut phrase = said.replace('~', subject);
            if !polarity.is_good() && id == "delivery" && brief.strike {
                phrase = pick(draw, "strike").replace('~', subject);
            } else if !polarity.is_good() && draw.chance(0.2) {
                phrase = format!("{phrase}{}", pick(draw, "cause"));
            }
            if !opener.is_empty() {
                phrase = format!("{opener} {phrase}");
                opener.clear();
            }
            sentences.push(sentence(&phrase));
        }
        if !first.is_good() && draw.chance(0.25) {
            sentences.push(sentence(pick(draw, "request")));
        }
        noise::typed(draw, sentences.join(" "), first.is_good())
    }
}

/// Begins with a capital letter and ends with a stop.
fn sentence(phrase: &str) -> String {
    let mut letters = phrase.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let mut text: String = first.to_uppercase().chain(letters).collect();
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}
