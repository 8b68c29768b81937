//! A text on its way to the heads: its clauses and their features, hashed once.

use crate::clause::clauses;
use crate::deep::HIDDEN;
use crate::features::{self, INTENT_PHRASE, TOPIC_PHRASE, Tone};
use crate::hash::word;
use crate::intents::Intents;
use crate::token::Tokens;
use crate::topics::{Codeframe, TopicHit};
use crate::words::{WordTable, language_hash};

/// How often a phrase that was found counts: one of them stands against some hundred others.
const PHRASE_WEIGHT: usize = 4;
/// The same for a phrase of a topic.
const TOPIC_WEIGHT: usize = 6;

/// A text's features. Buffers are kept from one reading to the next.
#[derive(Debug, Default)]
pub struct Document {
    /// The clauses in order.
    pub clauses: Vec<Clause>,
    /// Features of the clauses, one after another.
    pub features: Vec<u32>,
    /// What only the whole text has: its tone, its length, intents said outright.
    pub whole: Vec<u32>,
    /// What has a vector in the clauses, one after another.
    pub deep: Vec<u32>,
    /// Hidden units of the clauses, as the model that reads fills them in.
    pub units: Vec<[f32; HIDDEN]>,
    /// Where the codeframe's phrases stand, in reading order.
    pub hits: Vec<TopicHit>,
    tokens: Tokens,
}

/// A clause and the places of its features.
#[derive(Debug, Clone)]
pub struct Clause {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Its features in [`Document::features`].
    pub features: std::ops::Range<usize>,
    /// What has a vector in it, in [`Document::deep`].
    pub deep: std::ops::Range<usize>,
    /// Its tone and length as features.
    pub own: Vec<u32>,
    /// What tells its topics as features: its words, and the codeframe's phrases in it.
    pub topics: Vec<u32>,
}

/// What a text is read with.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon<'a> {
    /// Valences and cues.
    pub words: &'a WordTable,
    /// Phrases by which topics are named to people: a workspace's, or those of this build.
    pub codeframe: &'a Codeframe,
    /// Phrases that the topic head learned with: whatever a workspace changes, the head reads
    /// what it was taught.
    pub learned: &'a Codeframe,
    /// Phrases that say an intent.
    pub intents: &'a Intents,
}

impl Document {
    /// Reads a text in a known language (ISO 639-1); what the value held before is forgotten.
    pub fn read(&mut self, text: &str, language: &str, with: Lexicon<'_>) {
        self.clauses.clear();
        self.features.clear();
        self.whole.clear();
        self.deep.clear();
        self.units.clear();
        let hash = language_hash(language);
        let mut tone = Tone::default();
        for (start, end) in clauses(text, language) {
            self.tokens.read(&text[start..end]);
            let from = self.features.len();
            let deep_from = self.deep.len();
            let mut topics = Vec::with_capacity(64);
            let of_clause = features::clause(
                &self.tokens,
                hash,
                with.words,
                &mut self.features,
                &mut topics,
                &mut self.deep,
            );
            let mut own = Vec::with_capacity(40);
            of_clause.push(&mut own);
            tone.join(&of_clause);
            self.clauses.push(Clause {
                start,
                end,
                features: from..self.features.len(),
                deep: deep_from..self.deep.len(),
                own,
                topics,
            });
        }
        tone.push(&mut self.whole);
        for intent in with.intents.said(text, language) {
            let feature = features::phrase(INTENT_PHRASE, intent as u64);
            self.whole.extend([feature; PHRASE_WEIGHT]);
        }
        self.hits = with.codeframe.find(text, language);
        let other = !std::ptr::eq(with.codeframe, with.learned);
        let found = other.then(|| with.learned.find(text, language));
        for hit in found.as_ref().unwrap_or(&self.hits) {
            if let Some(clause) = self
                .clauses
                .iter_mut()
                .rfind(|clause| clause.start <= hit.start)
            {
                let id = word(&with.learned.topics()[hit.topic].id);
                let feature = features::phrase(TOPIC_PHRASE, id);
                clause.topics.extend([feature; TOPIC_WEIGHT]);
            }
        }
    }

    /// All features of the whole text.
    pub fn of_whole(&self) -> impl Iterator<Item = u32> + '_ {
        self.features.iter().chain(&self.whole).copied()
    }

    /// How many features the whole text has.
    pub fn len_of_whole(&self) -> usize {
        self.features.len() + self.whole.len()
    }

    /// All features of a clause that tell how it feels.
    pub fn of_clause<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = u32> + 'a {
        let shared = &self.features[clause.features.clone()];
        shared.iter().chain(&clause.own).copied()
    }
}
