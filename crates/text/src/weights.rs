//! The `.hbm` file: magic, header length, JSON header, then three plain sections.
//!
//! ```text
//! "HBM1" | u32 header bytes (little endian) | header as JSON
//! shared table:   header.buckets × 32 signed bytes, one row per bucket
//! language table: header.language_buckets × languages signed bytes
//! words:          header.words × u32 keys (little endian, ascending), then as many signed bytes
//! ```

use serde::{Deserialize, Serialize};

use crate::emotion::{BASIC, FIELD};
use crate::error::{Result, TextError};

/// Columns of a row of the shared table: one 32-byte read serves every head.
pub const LANES: usize = 32;
/// Sentiment stands in columns 0 to 2: negative, neutral, positive.
pub const SENTIMENT_AT: usize = 0;
/// First column of the field emotions.
pub const FIELD_AT: usize = 3;
/// First column of the basic emotions.
pub const BASIC_AT: usize = FIELD_AT + FIELD;
/// Columns in use; the rest are spare and zero.
pub const USED: usize = BASIC_AT + BASIC;

const MAGIC: &[u8; 4] = b"HBM1";

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
    /// Divides the sentiment logits so that probabilities are calibrated.
    pub temperature: f32,
    /// Probability above which a field emotion is reported.
    pub field_thresholds: Vec<f32>,
    /// Probability above which a basic emotion is reported.
    pub basic_thresholds: Vec<f32>,
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
}

/// A model file, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// The header.
    pub header: Header,
    /// Shared table, [`LANES`] per row.
    pub table: Vec<i8>,
    /// Language table, one row of all languages per bucket.
    pub language_table: Vec<i8>,
    /// Keys ([`crate::words::key`]) and packed valences, by ascending key.
    pub words: Vec<(u32, i8)>,
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
        let language = header.language_buckets as usize * header.languages.len();
        let words = header.words as usize;
        let expected = 8 + length + shared + language + words * 5;
        if bytes.len() != expected {
            return Err(short(expected));
        }
        let (table, rest) = bytes[8 + length..].split_at(shared);
        let (language_table, rest) = rest.split_at(language);
        let (keys, valences) = rest.split_at(words * 4);
        let keys = keys
            .chunks_exact(4)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        Ok(Self {
            table: signed(table),
            language_table: signed(language_table),
            words: keys.zip(signed(valences)).collect(),
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
        out.extend(self.language_table.iter().map(|w| w.cast_unsigned()));
        out.extend(self.words.iter().flat_map(|(key, _)| key.to_le_bytes()));
        out.extend(
            self.words
                .iter()
                .map(|(_, valence)| valence.cast_unsigned()),
        );
        Ok(out)
    }
}

fn signed(bytes: &[u8]) -> Vec<i8> {
    bytes.iter().map(|b| b.cast_signed()).collect()
}

impl Header {
    fn check(&self) -> Result<()> {
        let lists = [
            ("scales", self.scales.len(), LANES),
            ("biases", self.biases.len(), LANES),
            ("field_thresholds", self.field_thresholds.len(), FIELD),
            ("basic_thresholds", self.basic_thresholds.len(), BASIC),
            (
                "language_biases",
                self.language_biases.len(),
                self.languages.len(),
            ),
        ];
        for (name, found, expected) in lists {
            if found != expected {
                let detail =
                    format!("{name} holds {found} numbers where this build needs {expected}");
                return Err(TextError::BadHeader { detail });
            }
        }
        let too_large = self.buckets > 1 << 24 || self.language_buckets > 1 << 24;
        if self.buckets == 0 || self.language_buckets == 0 || too_large {
            let detail = format!(
                "buckets {} and language_buckets {} must be from 1 to 16777216",
                self.buckets, self.language_buckets
            );
            return Err(TextError::BadHeader { detail });
        }
        Ok(())
    }
}
