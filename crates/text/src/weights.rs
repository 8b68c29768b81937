//! The `.hbm` file: magic, header length, JSON header, then five plain sections.
//!
//! ```text
//! "HBM3" | u32 header bytes (little endian) | header as JSON
//! shared table:   header.buckets × 32 signed bytes, one row per bucket
//! topic table:    header.topic_buckets × 64 signed bytes, one row per bucket
//! language table: header.language_buckets × languages signed bytes
//! words:          header.words × u32 keys (little endian, ascending), then as many signed bytes
//! deep part:      header.vectors × 64 signed bytes, then its two layers in f32 (little endian)
//! ```

use serde::{Deserialize, Serialize};

use crate::deep::{self, Deep};
use crate::emotion::{BASIC, FIELD};
use crate::error::{Result, TextError};
use crate::intents::INTENTS;

/// Columns of a row of the shared table: one 32-byte read serves every head of a whole text.
pub const LANES: usize = 32;
/// Columns of a row of the topic table.
pub const TOPIC_LANES: usize = 64;
/// Columns of a row of the language table in memory, and so the most languages.
pub const LANGUAGE_LANES: usize = 32;
/// Sentiment stands in columns 0 to 2: negative, neutral, positive.
pub const SENTIMENT_AT: usize = 0;
/// First column of the field emotions.
pub const FIELD_AT: usize = 3;
/// First column of the basic emotions.
pub const BASIC_AT: usize = FIELD_AT + FIELD;
/// First column of the intents.
pub const INTENT_AT: usize = BASIC_AT + BASIC;
/// Column of irony.
pub const IRONY_AT: usize = INTENT_AT + INTENTS.len();
/// Column of whether effort is spoken of.
pub const EFFORT_GIVEN_AT: usize = IRONY_AT + 1;
/// Column of the effort itself, in fifths: -1 is very hard, 1 effortless.
pub const EFFORT_AT: usize = EFFORT_GIVEN_AT + 1;
/// Columns in use.
pub const USED: usize = EFFORT_AT + 1;

const MAGIC: &[u8; 4] = b"HBM3";

/// What the sections need to be read, and what the model's card quotes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Name of the model.
    pub name: String,
    /// Rows of the shared table.
    pub buckets: u32,
    /// Value of one unit in each column.
    pub scales: Vec<f32>,
    /// Added to each column's sum.
    pub biases: Vec<f32>,
    /// Multiplies each column's sum and bias so that probabilities are calibrated; sentiment's
    /// three share one.
    pub sharpness: Vec<f32>,
    /// Probability above which a column's label is reported.
    pub thresholds: Vec<f32>,
    /// Scores that part the five levels of sentiment, ascending.
    pub level_edges: [f32; 4],
    /// Ids of the topic table's columns.
    pub topics: Vec<String>,
    /// Rows of the topic table.
    pub topic_buckets: u32,
    /// Value of one unit in each topic column.
    pub topic_scales: Vec<f32>,
    /// Added to each topic's sum.
    pub topic_biases: Vec<f32>,
    /// Multiplies each topic's sum and bias.
    pub topic_sharpness: Vec<f32>,
    /// Probability above which a topic is reported.
    pub topic_thresholds: Vec<f32>,
    /// ISO 639-1 codes of the language head's columns.
    pub languages: Vec<String>,
    /// Rows of the language table.
    pub language_buckets: u32,
    /// Value of one unit of the language table.
    pub language_scale: f32,
    /// Added to each language's sum.
    pub language_biases: Vec<f32>,
    /// Entries of the word list.
    pub words: u32,
    /// Vectors of the deep part.
    pub vectors: u32,
    /// Value of one unit of the vectors.
    pub vector_scale: f32,
}

/// A model file, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// The header.
    pub header: Header,
    /// Shared table, [`LANES`] per row.
    pub table: Vec<i8>,
    /// Topic table, [`TOPIC_LANES`] per row.
    pub topic_table: Vec<i8>,
    /// Language table, one row of all languages per bucket.
    pub language_table: Vec<i8>,
    /// Keys ([`crate::words::key`]) and packed valences, by ascending key.
    pub words: Vec<(u32, i8)>,
    /// The deep part.
    pub deep: Deep,
}

impl Weights {
    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are no model, are cut short, or hold a header of another shape.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let found = bytes.get(..4).unwrap_or(bytes);
        if found != MAGIC {
            return Err(TextError::NotAModel {
                found: String::from_utf8_lossy(found).into_owned(),
            });
        }
        let short = |expected| TextError::WrongLength {
            expected,
            found: bytes.len(),
        };
        let length = bytes
            .get(4..8)
            .and_then(|b| b.try_into().ok())
            .ok_or_else(|| short(8))?;
        let length = u32::from_le_bytes(length) as usize;
        let header = bytes.get(8..8 + length).ok_or_else(|| short(8 + length))?;
        let header: Header =
            serde_json::from_slice(header).map_err(|error| TextError::BadHeader {
                detail: error.to_string(),
            })?;
        header.check()?;
        let shared = header.buckets as usize * LANES;
        let topics = header.topic_buckets as usize * TOPIC_LANES;
        let language = header.language_buckets as usize * header.languages.len();
        let words = header.words as usize;
        let deep = deep::bytes(header.vectors);
        let expected = 8 + length + shared + topics + language + words * 5 + deep;
        if bytes.len() != expected {
            return Err(short(expected));
        }
        let (table, rest) = bytes[8 + length..].split_at(shared);
        let (topic_table, rest) = rest.split_at(topics);
        let (language_table, rest) = rest.split_at(language);
        let (keys, rest) = rest.split_at(words * 4);
        let (valences, deep) = rest.split_at(words);
        let keys = keys
            .chunks_exact(4)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        Ok(Self {
            table: signed(table),
            topic_table: signed(topic_table),
            language_table: signed(language_table),
            words: keys.zip(signed(valences)).collect(),
            deep: Deep::read(header.vectors, header.vector_scale, deep),
            header,
        })
    }

    /// Writes the model file that [`Weights::read`] reads.
    ///
    /// # Errors
    /// When a number in the header is not finite.
    pub fn write(&self) -> Result<Vec<u8>> {
        let header = serde_json::to_vec(&self.header).map_err(|error| TextError::BadHeader {
            detail: error.to_string(),
        })?;
        let mut out = Vec::with_capacity(header.len() + self.table.len() + 64);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&(header.len() as u32).to_le_bytes());
        out.extend_from_slice(&header);
        out.extend(self.table.iter().map(|w| w.cast_unsigned()));
        out.extend(self.topic_table.iter().map(|w| w.cast_unsigned()));
        out.extend(self.language_table.iter().map(|w| w.cast_unsigned()));
        out.extend(self.words.iter().flat_map(|(key, _)| key.to_le_bytes()));
        out.extend(
            self.words
                .iter()
                .map(|(_, valence)| valence.cast_unsigned()),
        );
        self.deep.write(&mut out);
        Ok(out)
    }
}

fn signed(bytes: &[u8]) -> Vec<i8> {
    bytes.iter().map(|b| b.cast_signed()).collect()
}

impl Header {
    fn check(&self) -> Result<()> {
        let topics = self.topics.len();
        let lists = [
            ("scales", self.scales.len(), LANES),
            ("biases", self.biases.len(), LANES),
            ("sharpness", self.sharpness.len(), LANES),
            ("thresholds", self.thresholds.len(), LANES),
            ("topic_scales", self.topic_scales.len(), topics),
            ("topic_biases", self.topic_biases.len(), topics),
            ("topic_sharpness", self.topic_sharpness.len(), topics),
            ("topic_thresholds", self.topic_thresholds.len(), topics),
            (
                "language_biases",
                self.language_biases.len(),
                self.languages.len(),
            ),
        ];
        if topics > TOPIC_LANES {
            let detail = format!("{topics} topics do not fit in {TOPIC_LANES} columns");
            return Err(TextError::BadHeader { detail });
        }
        if self.languages.len() > LANGUAGE_LANES {
            let languages = self.languages.len();
            let detail = format!("{languages} languages do not fit in {LANGUAGE_LANES} columns");
            return Err(TextError::BadHeader { detail });
        }
        for (name, found, expected) in lists {
            if found != expected {
                let detail =
                    format!("{name} holds {found} numbers where this build needs {expected}");
                return Err(TextError::BadHeader { detail });
            }
        }
        let tables = [
            self.buckets,
            self.topic_buckets,
            self.language_buckets,
            self.vectors,
        ];
        if tables.iter().any(|&rows| rows == 0 || rows > 1 << 24) {
            let detail = format!("the tables' rows {tables:?} must be from 1 to 16777216");
            return Err(TextError::BadHeader { detail });
        }
        Ok(())
    }
}
