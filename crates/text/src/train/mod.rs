//! Training: examples in, weights out; the same examples and recipe give the same bytes.
//!
//! One sparse linear model per head over the shared features, by stochastic gradient with
//! Adagrad steps, one thread, its own generator. Each source of examples has biases of its own
//! that are thrown away afterwards: what a data set's annotators found frequent stays with it.

mod calibrate;
mod deep;
mod language;
mod shared;
mod topics;

pub use calibrate::{Calibration, calibrate};

use crate::document::Lexicon;
use crate::emotion::{BASIC, FIELD};
use crate::error::Result;
use crate::hash::word;
use crate::intents::{INTENTS, Intents};
use crate::topics::Codeframe;
use crate::weights::{Header, LANES, Weights};
use crate::words::{WordTable, key, language_hash, pack_valence};

/// A text and what people said of it; a head learns from it where its target is there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Example {
    /// The text.
    pub text: String,
    /// ISO 639-1 code of its language.
    pub language: String,
    /// Data set and part; examples of one source share a throw-away bias.
    pub source: String,
    /// How much it counts for sentiment; 1 is normal.
    pub weight: f32,
    /// How much it counts for the emotions; 1 is normal.
    pub emotion_weight: f32,
    /// Share of raters who said negative, neutral, positive; sums to 1.
    pub sentiment: Option<[f32; 3]>,
    /// Field emotions, one bit per [`crate::Emotion`]: those present, and those raters looked for.
    pub field: Option<(u32, u32)>,
    /// Basic emotions, one bit per [`crate::Basic`]: those present, and those raters looked for.
    pub basic: Option<(u32, u32)>,
    /// Intents, one bit per [`crate::intents::INTENTS`].
    pub intents: Option<u32>,
    /// Whether it means the opposite of what it says.
    pub irony: Option<bool>,
    /// The effort it speaks of, -5 to 5; `Some(None)` when raters found that it speaks of none.
    pub effort: Option<Option<f32>>,
    /// The level of sentiment, -2 to 2: sets the edges between levels.
    pub level: Option<i8>,
    /// What a better reader says of it.
    pub soft: Option<Soft>,
}

/// What a better reader says of a text, in probabilities.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Soft {
    /// Negative, neutral, positive; sums to 1.
    pub sentiment: [f32; 3],
    /// Field emotions.
    pub field: [f32; FIELD],
    /// Basic emotions.
    pub basic: [f32; BASIC],
    /// Intents.
    pub intents: [f32; INTENTS.len()],
    /// Topics of the codeframe, in its order.
    pub topics: Vec<f32>,
}

/// A clause and the topics it speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicExample {
    /// The clause.
    pub text: String,
    /// ISO 639-1 code of its language.
    pub language: String,
    /// One bit per topic of the codeframe, in its order, where people said so.
    pub topics: Option<u64>,
    /// What a better reader says, in the same order, in probabilities.
    pub soft: Option<Vec<f32>>,
}

/// All that a model learns from.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// Texts with what people said of them.
    pub examples: &'a [Example],
    /// Clauses with their topics.
    pub topics: &'a [TopicExample],
    /// Texts with their language.
    pub languages: &'a [LanguageExample],
    /// Words with their valence.
    pub valences: &'a [Valence],
}

/// A text and its language.
#[derive(Debug, Clone, PartialEq)]
pub struct LanguageExample {
    /// The text.
    pub text: String,
    /// ISO 639-1 code.
    pub language: String,
}

/// A word's valence from an open lexicon.
#[derive(Debug, Clone, PartialEq)]
pub struct Valence {
    /// ISO 639-1 code; empty for emoticons, which have no language.
    pub language: String,
    /// The word in lower case.
    pub word: String,
    /// About -4 (bad) to 4 (good).
    pub points: f32,
}

/// The settings of a training run.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// Name of the model.
    pub name: String,
    /// Rows of the shared table.
    pub buckets: u32,
    /// Rows of the topic table.
    pub topic_buckets: u32,
    /// Rows of the language table.
    pub language_buckets: u32,
    /// Passes over the examples.
    pub epochs: usize,
    /// Passes over the clauses with topics.
    pub topic_epochs: usize,
    /// Passes over the language examples.
    pub language_epochs: usize,
    /// Adagrad's step for sentiment.
    pub rate: f32,
    /// Adagrad's step for the emotions.
    pub emotion_rate: f32,
    /// Adagrad's step for intents, irony and effort.
    pub intent_rate: f32,
    /// Adagrad's step for the topics.
    pub topic_rate: f32,
    /// Share of features left out at random in each step.
    pub dropout: f32,
    /// 0 leaves class frequencies as they are, 1 makes classes count the same.
    pub balance: f32,
    /// Pull of the weights towards zero.
    pub decay: f32,
    /// How much what a better reader says counts for sentiment, beside 1 for people's labels.
    pub soft_sentiment: f32,
    /// The same for the emotions.
    pub soft_emotions: f32,
    /// The same for the intents.
    pub soft_intents: f32,
    /// The same for the topics.
    pub soft_topics: f32,
    /// Share of the linear part's sentiment that learns from people's labels alone; the other
    /// share, and the deep part, learn from both.
    pub people: f32,
    /// Vectors of the deep part.
    pub vectors: u32,
    /// Adagrad's step for the deep part.
    pub vector_rate: f32,
    /// Share of what has a vector that is left out at random in each step.
    pub vector_dropout: f32,
    /// Seed of the generator; not 0.
    pub seed: u64,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            name: "fast-2".to_owned(),
            buckets: 220_000,
            topic_buckets: 32_000,
            language_buckets: 1 << 15,
            epochs: 6,
            topic_epochs: 8,
            language_epochs: 6,
            rate: 0.06,
            emotion_rate: 0.25,
            intent_rate: 0.15,
            topic_rate: 0.2,
            dropout: 0.2,
            balance: 0.5,
            decay: 0.0,
            soft_sentiment: 0.5,
            soft_emotions: 0.5,
            soft_intents: 0.2,
            soft_topics: 0.5,
            people: 0.35,
            vectors: 24_000,
            vector_rate: 0.02,
            vector_dropout: 0.2,
            seed: 88_172_645_463_325_252,
        }
    }
}

/// Trains every head and packs the weights into bytes; what [`calibrate`] sets is left at 0.5
/// and 1.
///
/// # Errors
/// When the codeframe or the phrases of this build do not read.
pub fn train(material: Material<'_>, recipe: &Recipe) -> Result<Weights> {
    let words = packed(material.valences);
    let known = WordTable::new(words.iter().copied());
    let (codeframe, intents) = (Codeframe::embedded()?, Intents::embedded()?);
    let with = Lexicon {
        words: &known,
        codeframe: &codeframe,
        learned: &codeframe,
        intents: &intents,
    };
    let shared = shared::train(material.examples, with, recipe);
    let topics = topics::train(material.topics, with, recipe);
    let language = language::train(material.languages, recipe);
    let count = codeframe.topics().len();
    let both = topics.biases.iter().zip(&shared.deep_topics);
    let topic_biases = both.map(|(wide, deep)| wide + deep).collect();
    let header = Header {
        name: recipe.name.clone(),
        buckets: recipe.buckets,
        scales: shared.scales,
        biases: shared.biases,
        sharpness: vec![1.0; LANES],
        thresholds: vec![0.5; LANES],
        level_edges: [-0.6, -0.2, 0.2, 0.6],
        topics: codeframe.topics().iter().map(|t| t.id.clone()).collect(),
        topic_buckets: recipe.topic_buckets,
        topic_scales: topics.scales,
        topic_biases,
        topic_sharpness: vec![1.0; count],
        topic_thresholds: vec![0.5; count],
        languages: language.codes,
        language_buckets: recipe.language_buckets,
        language_scale: language.scale,
        language_biases: language.biases,
        words: words.len() as u32,
        vectors: recipe.vectors,
        vector_scale: shared.deep.scale,
    };
    Ok(Weights {
        header,
        table: shared.table,
        topic_table: topics.table,
        language_table: language.table,
        words,
        deep: shared.deep,
    })
}

/// Hashed valences by key; words that share a key share their mean.
fn packed(valences: &[Valence]) -> Vec<(u32, i8)> {
    let mut all: Vec<(u32, f32)> = valences
        .iter()
        .map(|v| {
            let language = if v.language.is_empty() {
                0
            } else {
                language_hash(&v.language)
            };
            (key(language, word(&v.word)), v.points)
        })
        .collect();
    all.sort_by_key(|(key, _)| *key);
    all.chunk_by(|a, b| a.0 == b.0)
        .map(|same| {
            let mean = same.iter().map(|(_, points)| points).sum::<f32>() / same.len() as f32;
            (same[0].0, pack_valence(mean))
        })
        .filter(|&(_, valence)| valence != 0)
        .collect()
}

/// The share of a table's weights that may be cut off to the largest byte.
const CLIPPED: f64 = 0.0002;

/// Value of one unit such that all but the largest weights fit in a signed byte.
fn scale_of(mut sizes: Vec<f32>) -> f32 {
    if sizes.is_empty() {
        return 1.0 / 127.0;
    }
    let at = ((sizes.len() - 1) as f64 * (1.0 - CLIPPED)) as usize;
    let (_, &mut edge, _) = sizes.select_nth_unstable_by(at, f32::total_cmp);
    edge.max(1e-6) / 127.0
}

fn to_byte(weight: f32, scale: f32) -> i8 {
    (weight / scale).round().clamp(-127.0, 127.0) as i8
}

/// Marsaglia's xorshift: good enough to shuffle, the same everywhere.
struct Generator(u64);

impl Generator {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    fn shuffle(&mut self, list: &mut [usize]) {
        for i in (1..list.len()).rev() {
            list.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}
