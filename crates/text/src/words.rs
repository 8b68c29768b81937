//! What is known of single words before any training: valence from open lexicons, and cues.
//!
//! Valences come in with the model file, hashed; the lexicons' texts are not in this
//! repository. Keys join the word and its language, so that German *die* is not English *die*.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::cues::{self, Cue};
use crate::hash::{finish, step, word};

/// What is known of one word in one language.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Known {
    /// Valence, about -4 (bad) to 4 (good); 0 when unknown.
    pub valence: f32,
    /// What it does to the words after it.
    pub cue: Option<Cue>,
}

/// Units of the stored valence: 1/31 of a point, so that ±4 fits in a byte.
const VALENCE_UNITS: f32 = 31.0;

/// Hash of a word in a language.
pub fn key(language: u64, word_hash: u64) -> u32 {
    finish(step(word_hash, language))
}

/// Hash of a language code.
pub fn language_hash(code: &str) -> u64 {
    word(code)
}

/// Stored form of a valence in points.
pub fn pack_valence(points: f32) -> i8 {
    (points * VALENCE_UNITS).round().clamp(-127.0, 127.0) as i8
}

/// The words of all languages in one table.
#[derive(Debug, Default)]
pub struct WordTable(HashMap<u32, Known, BuildHasherDefault<AsIs>>);

impl WordTable {
    /// Joins the model's hashed valences with the cues of this build.
    pub fn new(valences: impl Iterator<Item = (u32, i8)>) -> Self {
        let mut table = Self::default();
        for (key, packed) in valences {
            table.0.entry(key).or_default().valence = f32::from(packed) / VALENCE_UNITS;
        }
        for (language, text, cue) in cues::all() {
            table
                .0
                .entry(key(language_hash(language), word(text)))
                .or_default()
                .cue = Some(cue);
        }
        table
    }

    /// What is known of the word with hash `word_hash` in the language with hash `language`.
    #[inline]
    pub fn look_up(&self, language: u64, word_hash: u64) -> Known {
        self.0
            .get(&key(language, word_hash))
            .copied()
            .unwrap_or_default()
    }
}

/// The keys are hashes already.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 << 8) | u64::from(byte);
        }
    }
    fn write_u32(&mut self, key: u32) {
        // The table wants entropy in the high bits too.
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_what_it_means_in_its_language() {
        let en = language_hash("en");
        let table = WordTable::new([(key(en, word("die")), pack_valence(-3.0))].into_iter());
        assert!((table.look_up(en, word("die")).valence + 3.0).abs() < 0.05);
        assert_eq!(
            table.look_up(language_hash("de"), word("die")),
            Known::default()
        );
        assert_eq!(table.look_up(en, word("not")).cue, Some(Cue::Negates));
    }
}
