//! The encoder's answers, kept in the target folder: reading some hundred thousand texts takes it
//! a quarter of an hour and more.

use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};
use text::Codeframe;
use text::emotion::{BASIC, FIELD};
use text::encoder::{Encoder, EncoderFiles, EncoderReading};
use text::intents::INTENTS;
use text::train::Soft;

use super::super::TextTaskError;
use super::super::baseline::hex;
use super::super::data::stable;
use super::Teacher;
use crate::clock::Stopwatch;

/// Texts read between two lines of the log; what was read is kept with each line.
const TOLD: usize = 4_096;
/// Bytes of a text's hash.
const KEY: usize = 8;
/// Probabilities before those of the topics.
const BEFORE_TOPICS: usize = 3 + FIELD + BASIC + INTENTS.len();
/// Units of a kept probability.
const UNITS: f32 = 65_535.0;

/// What the encoder says of the texts, in their order.
pub(super) fn read(
    teacher: Teacher<'_>,
    texts: &[String],
    frame: &Codeframe,
) -> Result<Vec<Soft>, TextTaskError> {
    let file = |name: &str| {
        let path = teacher.encoder.join(name);
        fs::read(&path).map_err(|source| TextTaskError::Read { path, source })
    };
    let (weights, hearback) = (file("model.safetensors")?, file("hearback.json")?);
    let mut digest = Sha256::new();
    digest.update(&weights);
    digest.update(meaning(&hearback));
    for topic in frame.topics() {
        digest.update(&topic.id);
    }
    let name = format!("soft-{}.bin", &hex(&digest.finalize())[..16]);
    let path = teacher.work.join(name);
    let encoder = Encoder::open(EncoderFiles {
        config: &file("config.json")?,
        tokenizer: &file("tokenizer.json")?,
        weights,
        hearback: &hearback,
    })?;
    let width = BEFORE_TOPICS + frame.topics().len();
    let mut known = kept(&path, width);
    let missing = texts.iter().map(String::as_str);
    let mut missing: Vec<&str> = missing
        .filter(|text| !known.contains_key(&stable(text)))
        .collect();
    // Alike in length: the encoder pads less.
    missing.sort_by_key(|text| (text.len(), *text));
    let write = |source| TextTaskError::Write {
        path: path.clone(),
        source,
    };
    let mut out = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .map_err(write)?;
    let (watch, mut done) = (Stopwatch::start(), 0);
    for part in missing.chunks(TOLD) {
        let mut bytes = Vec::new();
        for (text, reading) in part.iter().zip(encoder.read(part)?) {
            let row = packed(&encoder, reading, frame);
            bytes.extend(stable(text).to_le_bytes());
            bytes.extend(row.iter().flat_map(|p| p.to_le_bytes()));
            known.insert(stable(text), row);
        }
        out.write_all(&bytes).map_err(write)?;
        done += part.len();
        eprintln!(
            "encoder: {done} of {} texts read in {}",
            missing.len(),
            watch.read()
        );
    }
    let said = texts.iter().filter_map(|text| known.get(&stable(text)));
    Ok(said.map(|row| soft(row)).collect())
}

/// What of `hearback.json` bears on the answers: the heads, not what was measured of the fast tier.
fn meaning(hearback: &[u8]) -> String {
    let told: serde_json::Value = serde_json::from_slice(hearback).unwrap_or_default();
    told["heads"].to_string()
}

/// Answers of earlier runs by the texts' hashes; none where there is no such file.
fn kept(path: &Path, width: usize) -> HashMap<u64, Vec<u16>> {
    let bytes = fs::read(path).unwrap_or_default();
    let record = |record: &[u8]| {
        let (key, row) = record.split_at(KEY);
        let key = u64::from_le_bytes(key.try_into().ok()?);
        let row = row.as_chunks::<2>().0.iter();
        Some((key, row.map(|p| u16::from_le_bytes(*p)).collect()))
    };
    let records = bytes.chunks_exact(KEY + 2 * width);
    records.filter_map(record).collect()
}

fn packed(encoder: &Encoder, reading: EncoderReading, frame: &Codeframe) -> Vec<u16> {
    let mut topics = vec![0f32; frame.topics().len()];
    let names = encoder.settings().heads.get("topics");
    let names = names.iter().flat_map(|head| &head.labels);
    for (name, p) in names.zip(reading.topics.unwrap_or_default()) {
        if let Some(place) = frame.index_of(name) {
            topics[place] = p;
        }
    }
    let mut all = Vec::with_capacity(BEFORE_TOPICS + topics.len());
    all.extend(reading.sentiment.unwrap_or_default());
    all.extend(reading.field.unwrap_or_default());
    all.extend(reading.ekman.unwrap_or_default());
    all.extend(reading.intents.unwrap_or_default());
    all.resize(BEFORE_TOPICS, 0.0);
    all.extend(topics);
    all.iter().map(|p| (p * UNITS).round() as u16).collect()
}

fn soft(row: &[u16]) -> Soft {
    let p = |at: usize| f32::from(row[at]) / UNITS;
    Soft {
        sentiment: std::array::from_fn(p),
        field: std::array::from_fn(|i| p(3 + i)),
        basic: std::array::from_fn(|i| p(3 + FIELD + i)),
        intents: std::array::from_fn(|i| p(3 + FIELD + BASIC + i)),
        topics: (BEFORE_TOPICS..row.len()).map(p).collect(),
    }
}
