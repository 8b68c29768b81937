//! Authored comments that the caller may pass in, to be mixed with those of the grammar.

use std::collections::BTreeMap;

use super::Polarity;
use crate::Draw;

/// Comments about one thing each, by language, topic and polarity.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    texts: BTreeMap<(String, String, Polarity), Vec<String>>,
}

#[derive(serde::Deserialize)]
struct Row {
    language: String,
    #[serde(default)]
    industry: String,
    text: String,
    #[serde(default)]
    irony: bool,
    #[serde(default)]
    aspects: Vec<Aspect>,
    #[serde(default)]
    pii: Vec<serde_json::Value>,
}

#[derive(serde::Deserialize)]
struct Aspect {
    topic: String,
    polarity: f64,
}

impl Corpus {
    /// Takes in a file of `models/corpus`: JSON Lines with `language`, `industry`, `text`,
    /// `irony`, `pii` and `aspects` of `topic` and `polarity`.
    ///
    /// Only what a shop's customers could have written is kept: retail, about one thing, meant
    /// as said, naming nobody. Lines that are something else are left out.
    pub fn read(&mut self, lines: &str) {
        let rows = lines
            .lines()
            .filter_map(|line| serde_json::from_str::<Row>(line).ok());
        for row in rows {
            let [aspect] = &row.aspects[..] else { continue };
            let fits = row.industry == "retail" && !row.irony && row.pii.is_empty();
            if fits && aspect.polarity != 0.0 {
                let polarity = Polarity::of(aspect.polarity);
                self.texts
                    .entry((row.language, aspect.topic.clone(), polarity))
                    .or_default()
                    .push(row.text);
            }
        }
    }

    /// Comments held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.values().map(Vec::len).sum()
    }

    /// Whether none is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// One of the comments in this language about this topic, if there are any.
    pub fn pick(
        &self,
        draw: &mut Draw,
        language: &str,
        topic: &str,
        polarity: Polarity,
    ) -> Option<&str> {
        let key = (language.to_owned(), topic.to_owned(), polarity);
        let texts = self.texts.get(&key)?;
        texts.get(draw.below(texts.len())).map(String::as_str)
    }
}
