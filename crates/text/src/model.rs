//! The model: bytes in, annotations out.

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::document::{Clause, Document, Lexicon};
use crate::emotion::{BASIC, Basic, Emotion, FIELD};
use crate::error::Result;
use crate::hash::bucket;
use crate::intents::{INTENTS, Intents};
use crate::language::{self, UNDETERMINED};
use crate::token::Tokens;
use crate::topics::Codeframe;
use crate::weights::{
    BASIC_AT, EFFORT_AT, EFFORT_GIVEN_AT, FIELD_AT, INTENT_AT, IRONY_AT, LANES, LANGUAGE_LANES,
    SENTIMENT_AT, TOPIC_LANES, Weights,
};
use crate::words::WordTable;

/// Bytes of a verbatim that are read; what stands behind them is not annotated.
pub const READ_CAP_BYTES: usize = 32 * 1024;

/// The weights that this build carries.
static EMBEDDED: &[u8] = include_bytes!("../../../models/fast.hbm");

/// A loaded model. Reading with it changes nothing in it: share it between threads.
#[derive(Debug)]
pub struct Model {
    weights: Weights,
    /// The language table with rows of [`LANGUAGE_LANES`], which add up faster.
    language_rows: Vec<i8>,
    words: WordTable,
    codeframe: Codeframe,
    intents: Intents,
    version: String,
}

/// What every head reads in one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Heads {
    /// Negative, neutral, positive; sums to 1.
    pub sentiment: [f32; 3],
    /// One probability per [`Emotion`], in order.
    pub field: [f32; FIELD],
    /// One probability per [`Basic`], in order.
    pub basic: [f32; BASIC],
    /// One probability per [`INTENTS`], in order.
    pub intents: [f32; INTENTS.len()],
    /// Probability that the words say the opposite of what is meant.
    pub irony: f32,
    /// Probability that the text speaks of effort.
    pub effort_given: f32,
    /// The effort it speaks of, -5 (very hard) to 5 (effortless).
    pub effort: f32,
}

/// What the topic head reads in one clause.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseTopics {
    /// First byte of the clause.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// One probability per topic of [`Model::topics`], in order.
    pub topics: Vec<f32>,
}

/// Buffers of one reading.
#[derive(Default)]
pub(crate) struct Scratch {
    tokens: Tokens,
    language: Vec<u32>,
    pub(crate) document: Document,
}

impl Model {
    /// Reads a model from the bytes of an `.hbm` file.
    ///
    /// # Errors
    /// When the bytes are not a model of this build's shape.
    pub fn load(bytes: &[u8]) -> Result<Self> {
        let weights = Weights::read(bytes)?;
        let digest = Sha256::digest(bytes);
        let short: String = digest
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self {
            words: WordTable::new(weights.words.iter().copied()),
            language_rows: padded(&weights),
            codeframe: Codeframe::embedded()?,
            intents: Intents::embedded()?,
            version: format!("{}-{short}", weights.header.name),
            weights,
        })
    }

    /// The model that was built in.
    ///
    /// # Panics
    /// Never in a build that passed its tests: one of them loads these very bytes.
    pub fn embedded() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| {
            Self::load(EMBEDDED)
                .expect("models/fast.hbm was loaded by a test before it was committed")
        })
    }

    /// Name and the first twelve hex digits of the weights' SHA-256.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The codeframe this build carries.
    pub fn codeframe(&self) -> &Codeframe {
        &self.codeframe
    }

    /// Ids of the topics that the topic head knows, in the order of its columns.
    pub fn topics(&self) -> &[String] {
        &self.weights.header.topics
    }

    /// Languages the model can name, ISO 639-1; the ones known by their script come on top.
    pub fn languages(&self) -> &[String] {
        &self.weights.header.languages
    }

    /// Language code and its probability.
    pub fn language(&self, text: &str) -> (&str, f32) {
        self.language_of(capped(text), &mut Scratch::default())
    }

    /// What every head reads in a text of a known language: what evaluation looks at.
    pub fn heads(&self, text: &str, language: &str) -> Heads {
        let mut document = Document::default();
        self.read(capped(text), language, &self.codeframe, &mut document);
        self.heads_of(&document)
    }

    /// What the topic head reads in each clause of a text of a known language.
    pub fn clause_topics(&self, text: &str, language: &str) -> Vec<ClauseTopics> {
        let mut document = Document::default();
        self.read(capped(text), language, &self.codeframe, &mut document);
        let read = |(place, clause): (usize, &Clause)| ClauseTopics {
            start: clause.start,
            end: clause.end,
            topics: self.topics_of(&document, place),
        };
        document.clauses.iter().enumerate().map(read).collect()
    }

    /// Whether the field emotion is above its threshold.
    pub fn reports(&self, heads: &Heads, emotion: Emotion) -> bool {
        let i = emotion as usize;
        heads.field[i] >= self.weights.header.thresholds[FIELD_AT + i]
    }

    /// Whether the basic emotion is above its threshold.
    pub fn reports_basic(&self, heads: &Heads, basic: Basic) -> bool {
        let i = basic as usize;
        heads.basic[i] >= self.weights.header.thresholds[BASIC_AT + i]
    }

    /// Whether the intent, by its place in [`INTENTS`], is above its threshold.
    pub fn reports_intent(&self, heads: &Heads, intent: usize) -> bool {
        heads.intents[intent] >= self.weights.header.thresholds[INTENT_AT + intent]
    }

    /// Probability from which an emotion is reported.
    pub fn emotion_threshold(&self, emotion: Emotion) -> f32 {
        self.weights.header.thresholds[FIELD_AT + emotion as usize]
    }

    /// Probability from which an intent, by its place in [`INTENTS`], is reported.
    pub fn intent_threshold(&self, intent: usize) -> f32 {
        self.weights.header.thresholds[INTENT_AT + intent]
    }

    /// Whether the text speaks of effort.
    pub fn reports_effort(&self, heads: &Heads) -> bool {
        heads.effort_given >= self.weights.header.thresholds[EFFORT_GIVEN_AT]
    }

    /// Probability from which a topic, by its column, is reported.
    pub fn topic_threshold(&self, topic: usize) -> f32 {
        self.weights.header.topic_thresholds[topic]
    }

    /// The level, -2 to 2, that a sentiment score stands for.
    pub fn level(&self, score: f32) -> i8 {
        let edges = self.weights.header.level_edges;
        let above = edges.iter().filter(|&&edge| score >= edge).count();
        i8::try_from(above).unwrap_or(2) - 2
    }

    /// Reads a text in a known language into a document that every head can read from.
    pub(crate) fn read(
        &self,
        text: &str,
        language: &str,
        codeframe: &Codeframe,
        document: &mut Document,
    ) {
        let with = Lexicon {
            words: &self.words,
            codeframe,
            learned: &self.codeframe,
            intents: &self.intents,
        };
        document.read(text, language, with);
        document.units.clear();
        for clause in &document.clauses {
            let features = &document.deep[clause.deep.clone()];
            document.units.push(self.weights.deep.hidden(features));
        }
    }

    /// Language code and its probability.
    pub(crate) fn language_of<'m>(&'m self, text: &str, scratch: &mut Scratch) -> (&'m str, f32) {
        if let Some((code, share)) = language::by_script(text) {
            return (code, share);
        }
        let header = &self.weights.header;
        let count = header.languages.len();
        scratch.tokens.read(language::part_of(text));
        scratch.language.clear();
        language::features(
            &scratch.tokens,
            header.language_buckets,
            &mut scratch.language,
        );
        if scratch.language.is_empty() || count == 0 {
            return (UNDETERMINED, 0.0);
        }
        let rows = scratch.language.iter().copied();
        let sums = sums::<LANGUAGE_LANES>(&self.language_rows, rows);
        let scale = header.language_scale / (scratch.language.len() as f32).sqrt();
        let mut logits: Vec<f32> = sums
            .iter()
            .zip(&header.language_biases)
            .map(|(&sum, bias)| sum as f32 * scale + bias)
            .collect();
        softmax(&mut logits);
        let best = (0..count).fold(0, |best, i| if logits[i] > logits[best] { i } else { best });
        (&header.languages[best], logits[best])
    }

    /// What every head reads in a whole text.
    pub(crate) fn heads_of(&self, document: &Document) -> Heads {
        let sums = self.sums(document.of_whole());
        let deep = self.weights.deep.of_text(document.units.iter());
        let logits = self.logits(&sums, document.len_of_whole(), &deep);
        let at = |i: usize| sigmoid(logits[i]);
        Heads {
            sentiment: sentiment(&logits),
            field: std::array::from_fn(|i| at(FIELD_AT + i)),
            basic: std::array::from_fn(|i| at(BASIC_AT + i)),
            intents: std::array::from_fn(|i| at(INTENT_AT + i)),
            irony: at(IRONY_AT),
            effort_given: at(EFFORT_GIVEN_AT),
            effort: (logits[EFFORT_AT] * 5.0).clamp(-5.0, 5.0),
        }
    }

    /// Sentiment of the clause at a place: negative, neutral, positive.
    pub(crate) fn sentiment_of(&self, document: &Document, place: usize) -> [f32; 3] {
        let clause = &document.clauses[place];
        let sums = self.sums(document.of_clause(clause));
        let deep = self.weights.deep.of_clause(&document.units[place]);
        sentiment(&self.logits(&sums, clause.features.len() + clause.own.len(), &deep))
    }

    /// Probabilities of the topics in the clause at a place.
    pub(crate) fn topics_of(&self, document: &Document, place: usize) -> Vec<f32> {
        let clause = &document.clauses[place];
        let deep = self.weights.deep.of_topics(&document.units[place]);
        let header = &self.weights.header;
        let rows = clause.topics.iter();
        let rows = rows.map(|&feature| bucket(feature, header.topic_buckets));
        let sums = sums::<TOPIC_LANES>(&self.weights.topic_table, rows);
        let scale = 1.0 / (clause.topics.len().max(1) as f32).sqrt();
        (0..header.topics.len())
            .map(|i| {
                let wide = sums[i] as f32 * header.topic_scales[i] * scale;
                sigmoid((wide + deep[i] + header.topic_biases[i]) * header.topic_sharpness[i])
            })
            .collect()
    }

    fn sums(&self, features: impl Iterator<Item = u32>) -> [i32; LANES] {
        let buckets = self.weights.header.buckets;
        let rows = features.map(|feature| bucket(feature, buckets));
        sums(&self.weights.table, rows)
    }

    fn logits(&self, sums: &[i32; LANES], features: usize, deep: &[f32; LANES]) -> [f32; LANES] {
        let header = &self.weights.header;
        let scale = 1.0 / (features.max(1) as f32).sqrt();
        std::array::from_fn(|i| {
            let wide = sums[i] as f32 * header.scales[i] * scale;
            (wide + deep[i] + header.biases[i]) * header.sharpness[i]
        })
    }
}

fn sentiment(logits: &[f32; LANES]) -> [f32; 3] {
    let mut p: [f32; 3] = std::array::from_fn(|i| logits[SENTIMENT_AT + i]);
    softmax(&mut p);
    p
}

/// The language table with rows as wide as the fastest sums want them.
fn padded(weights: &Weights) -> Vec<i8> {
    let count = weights.header.languages.len().max(1);
    let mut out = vec![0; weights.header.language_buckets as usize * LANGUAGE_LANES];
    let rows = weights.language_table.chunks_exact(count);
    for (wide, row) in out.as_chunks_mut::<LANGUAGE_LANES>().0.iter_mut().zip(rows) {
        wide[..count].copy_from_slice(row);
    }
    out
}

/// Column sums over rows of a table.
fn sums<const WIDTH: usize>(table: &[i8], mut rows: impl Iterator<Item = u32>) -> [i32; WIDTH] {
    let mut sums = [0i32; WIDTH];
    let mut more = true;
    while more {
        // 256 bytes of at most 127 fit in 16 bits, in which twice as many lanes add at once.
        let mut part = [0i16; WIDTH];
        more = false;
        for row in rows.by_ref().take(256) {
            more = true;
            let row = row as usize * WIDTH;
            for (sum, &weight) in part.iter_mut().zip(&table[row..row + WIDTH]) {
                *sum = sum.wrapping_add(i16::from(weight));
            }
        }
        for (sum, part) in sums.iter_mut().zip(part) {
            *sum += i32::from(part);
        }
    }
    sums
}

/// The first [`READ_CAP_BYTES`], cut at a character.
pub(crate) fn capped(text: &str) -> &str {
    &text[..text.floor_char_boundary(READ_CAP_BYTES)]
}

/// 1 / (1 + e^-x).
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Turns logits into probabilities in place.
pub(crate) fn softmax(logits: &mut [f32]) {
    let top = logits.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for logit in logits.iter_mut() {
        *logit = (*logit - top).exp();
        sum += *logit;
    }
    for logit in logits.iter_mut() {
        *logit /= sum;
    }
}
