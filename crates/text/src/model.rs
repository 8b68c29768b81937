//! The model: bytes in, annotations out.

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::emotion::{Basic, Emotion};
use crate::error::Result;
use crate::features;
use crate::hash::bucket;
use crate::intents::Intents;
use crate::language::{self, UNDETERMINED};
use crate::token::Tokens;
use crate::topics::Codeframe;
use crate::weights::{BASIC_AT, FIELD_AT, LANES, SENTIMENT_AT, USED, Weights};
use crate::words::WordTable;

/// Bytes of a verbatim that are read; what stands behind them is not annotated.
pub const READ_CAP_BYTES: usize = 32 * 1024;

/// The weights that this build carries.
static EMBEDDED: &[u8] = include_bytes!("../../../models/fast.hbm");

/// A loaded model. Reading with it changes nothing in it: share it between threads.
#[derive(Debug)]
pub struct Model {
    weights: Weights,
    words: WordTable,
    codeframe: Codeframe,
    pub(crate) intents: Intents,
    version: String,
}

/// Probabilities of every head for one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Heads {
    /// Negative, neutral, positive; sums to 1.
    pub sentiment: [f32; 3],
    /// One probability per [`Emotion`], in order.
    pub field: [f32; crate::emotion::FIELD],
    /// One probability per [`Basic`], in order.
    pub basic: [f32; crate::emotion::BASIC],
}

/// Buffers of one reading.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) tokens: Tokens,
    features: Vec<u32>,
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

    /// The topics this model looks for.
    pub fn codeframe(&self) -> &Codeframe {
        &self.codeframe
    }

    /// Languages the model can name, ISO 639-1; the ones known by their script come on top.
    pub fn languages(&self) -> &[String] {
        &self.weights.header.languages
    }

    /// Language code and its probability.
    pub fn language(&self, text: &str) -> (&str, f32) {
        let text = capped(text);
        let mut scratch = Scratch::default();
        scratch.tokens.read(text);
        self.language_of(text, &mut scratch)
    }

    /// Probabilities of every head for a text in a known language: what evaluation reads.
    pub fn heads(&self, text: &str, language: &str) -> Heads {
        let mut scratch = Scratch::default();
        scratch.tokens.read(capped(text));
        self.heads_of_tokens(language, &mut scratch)
    }

    /// Whether the field emotion (else the basic one) is above its threshold.
    pub fn reports(&self, heads: &Heads, emotion: Emotion) -> bool {
        heads.field[emotion as usize] >= self.weights.header.field_thresholds[emotion as usize]
    }

    /// Whether the basic emotion is above its threshold.
    pub fn reports_basic(&self, heads: &Heads, basic: Basic) -> bool {
        heads.basic[basic as usize] >= self.weights.header.basic_thresholds[basic as usize]
    }

    /// Language code and its probability for a text whose tokens are read.
    pub(crate) fn language_of<'m>(&'m self, text: &str, scratch: &mut Scratch) -> (&'m str, f32) {
        if let Some((code, share)) = language::by_script(text) {
            return (code, share);
        }
        let header = &self.weights.header;
        let count = header.languages.len();
        scratch.features.clear();
        language::features(
            &scratch.tokens,
            header.language_buckets,
            &mut scratch.features,
        );
        if scratch.features.is_empty() || count == 0 {
            return (UNDETERMINED, 0.0);
        }
        let mut sums = vec![0i32; count];
        for &row in &scratch.features {
            let row = &self.weights.language_table[row as usize * count..][..count];
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(weight);
            }
        }
        let scale = header.language_scale / (scratch.features.len() as f32).sqrt();
        let mut logits: Vec<f32> = sums
            .iter()
            .zip(&header.language_biases)
            .map(|(&sum, bias)| sum as f32 * scale + bias)
            .collect();
        softmax(&mut logits);
        let best = (0..count).fold(0, |best, i| if logits[i] > logits[best] { i } else { best });
        (&header.languages[best], logits[best])
    }

    /// Probabilities of every head for the tokens in `scratch`.
    pub(crate) fn heads_of_tokens(&self, language: &str, scratch: &mut Scratch) -> Heads {
        scratch.features.clear();
        features::extract(
            &scratch.tokens,
            language,
            &self.words,
            &mut scratch.features,
        );
        let header = &self.weights.header;
        let sums = self.sums(&scratch.features);
        let scale = 1.0 / (scratch.features.len().max(1) as f32).sqrt();
        let mut logits = [0f32; USED];
        for (i, logit) in logits.iter_mut().enumerate() {
            *logit = sums[i] as f32 * header.scales[i] * scale + header.biases[i];
        }
        let mut sentiment = [0f32; 3];
        for (p, logit) in sentiment.iter_mut().zip(&logits[SENTIMENT_AT..]) {
            *p = logit / header.temperature;
        }
        softmax(&mut sentiment);
        Heads {
            sentiment,
            field: std::array::from_fn(|i| sigmoid(logits[FIELD_AT + i])),
            basic: std::array::from_fn(|i| sigmoid(logits[BASIC_AT + i])),
        }
    }

    /// Column sums over the rows of the features.
    fn sums(&self, features: &[u32]) -> [i32; LANES] {
        let mut sums = [0i32; LANES];
        // 256 bytes of at most 127 fit in 16 bits, in which twice as many lanes add at once.
        for block in features.chunks(256) {
            let mut part = [0i16; LANES];
            for &feature in block {
                let row = bucket(feature, self.weights.header.buckets) as usize * LANES;
                let row = &self.weights.table[row..row + LANES];
                for (sum, &weight) in part.iter_mut().zip(row) {
                    *sum = sum.wrapping_add(i16::from(weight));
                }
            }
            for (sum, part) in sums.iter_mut().zip(part) {
                *sum += i32::from(part);
            }
        }
        sums
    }
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
