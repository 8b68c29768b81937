//! Words that someone else sent too.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Letters in a shingle: long enough to tell texts apart, also in scripts without spaces.
const SHINGLE: usize = 5;
/// Fewest shingles of a text that can be a copy; "all good, thank you" is everyone's own.
const FEWEST: usize = 20;
/// Hashes kept, in bands of [`BAND`]: texts alike by 0.8 meet in a band with chance 0.9999.
const HASHES: usize = 64;
/// Hashes in a band.
const BAND: usize = 4;

/// That a text is a near copy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Copy {
    /// The first row that has (nearly) these words; may be the row itself.
    pub first: usize,
    /// Rows that have them, this one included.
    pub rows: u64,
    /// Jaccard similarity to the first row, 0 to 1.
    pub similarity: f64,
}

/// Near copies among texts; blank for a text that is like no other, or is too short to tell.
///
/// Formula: Jaccard similarity of the sets of 5-letter shingles (letters and digits, lower case,
/// single spaces), at least `least`, against the first text of each bucket; buckets by MinHash, 16 bands of
/// 4 hashes. Texts of fewer than 20 shingles are left out.
/// Arguments: texts, `None` where nothing was written; `least`, commonly 0.8.
/// Assumptions: questionnaires do not put words into the mouth (templates are copies, too).
/// Source: Broder 1997, doi:10.1109/SEQUEN.1997.666900.
///
/// ```
/// let texts = ["The staff were friendly and the shop was clean.", "Delivery took three weeks!",
///     "the staff were friendly and the shop was clean"].map(Some);
/// let found = stats::quality::copies(&texts, 0.8);
/// assert_eq!((found[2].unwrap().first, found[1]), (0, None));
/// ```
#[must_use]
pub fn copies(texts: &[Option<&str>], least: f64) -> Vec<Option<Copy>> {
    let shingles: Vec<BTreeSet<u64>> = texts.iter().map(|t| shingled(t.unwrap_or(""))).collect();
    let mut buckets: BTreeMap<(usize, u64), usize> = BTreeMap::new();
    let mut first: Vec<Option<(usize, f64)>> = vec![None; texts.len()];
    for (row, own) in shingles.iter().enumerate() {
        if own.len() < FEWEST {
            continue;
        }
        let mut best = (row, 1.0);
        for (band, key) in bands(own).into_iter().enumerate() {
            let met = *buckets.entry((band, key)).or_insert(row);
            let root = first[met].map_or(met, |(root, _)| root);
            let similarity = jaccard(own, &shingles[root]);
            if root != row && similarity >= least && root < best.0 {
                best = (root, similarity);
            }
        }
        first[row] = Some(best);
    }
    let mut rows: BTreeMap<usize, u64> = BTreeMap::new();
    for (root, _) in first.iter().flatten() {
        *rows.entry(*root).or_default() += 1;
    }
    let copy = |found: Option<(usize, f64)>| {
        let (first, similarity) = found?;
        let rows = rows.get(&first).copied().filter(|n| *n > 1)?;
        Some(Copy {
            first,
            rows,
            similarity,
        })
    };
    first.into_iter().map(copy).collect()
}

fn shingled(text: &str) -> BTreeSet<u64> {
    let mut letters: Vec<char> = Vec::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            letters.push(c);
        } else if letters.last().is_some_and(|last| *last != ' ') {
            letters.push(' ');
        }
    }
    while letters.last() == Some(&' ') {
        letters.pop();
    }
    let hash = |window: &[char]| {
        window
            .iter()
            .fold(0, |hash, &c| mix(hash ^ u64::from(u32::from(c))))
    };
    letters.windows(SHINGLE).map(hash).collect()
}

fn bands(shingles: &BTreeSet<u64>) -> Vec<u64> {
    let least: Vec<u64> = (0..HASHES as u64)
        .map(|seed| {
            let hashed = shingles.iter().map(|s| mix(s ^ mix(seed)));
            hashed.min().unwrap_or(0)
        })
        .collect();
    least
        .chunks(BAND)
        .map(|band| band.iter().fold(0, |key, hash| mix(key ^ hash)))
        .collect()
}

fn jaccard(a: &BTreeSet<u64>, b: &BTreeSet<u64>) -> f64 {
    let both = a.intersection(b).count() as f64;
    both / (a.len() as f64 + b.len() as f64 - both)
}

/// A 64-bit mixer (the finalizer of SplitMix64).
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}
