//! The tasks that readers are judged on: what may be learned from, and what is read.

use super::data::stable;
use super::judged::Row;

/// Names of the tasks.
pub const SENTIMENT: &str = "sentiment";
/// Ekman's six emotions and neutral.
pub const EMOTIONS: &str = "emotions";
/// What a bank's customer asks for.
pub const BANKING: &str = "banking77";
/// Polarity of a given aspect.
pub const ASPECTS: &str = "aspects";
/// Topics of the codeframe.
pub const TOPICS: &str = "topics";
/// What the writer wants.
pub const INTENTS: &str = "intents";
/// The language.
pub const LANGUAGE: &str = "language";

/// Texts of a set that slow readers read.
const SAMPLE: usize = 600;
/// English texts that slow readers learn a task from: the encoder among them knows English only.
const LESSONS: usize = 6_000;

/// A task: labels, lessons and the sets that are read.
pub struct Task {
    /// Its name.
    pub name: &'static str,
    /// Its labels.
    pub labels: Vec<String>,
    /// Whether a text may have several labels, or none.
    pub many: bool,
    /// Texts to learn from, with their labels by place; near copies of test texts are gone.
    pub lessons: Vec<Lesson>,
    /// Lessons that were left out as near copies of test texts.
    pub left_out: usize,
    /// The sets.
    pub sets: Vec<Set>,
}

/// A text to learn from.
pub struct Lesson {
    /// The text.
    pub text: String,
    /// Its labels by place.
    pub labels: Vec<usize>,
    /// ISO 639-1 code of its language.
    pub language: String,
}

/// A set of texts to read.
pub struct Set {
    /// Its name.
    pub name: &'static str,
    /// The texts.
    pub rows: Vec<Row>,
}

impl Task {
    /// All rows of all sets, in order: what a reader is given.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sets.iter().flat_map(|set| &set.rows)
    }

    /// Places in the answers of the set with this name.
    pub fn places(&self, set: &str) -> Option<std::ops::Range<usize>> {
        let mut from = 0;
        for known in &self.sets {
            if known.name == set {
                return Some(from..from + known.rows.len());
            }
            from += known.rows.len();
        }
        None
    }

    /// Which of [`Task::rows`] slow readers read: at most [`SAMPLE`] of each set, by hash; of the
    /// checklist, whose cases come in pairs, all.
    pub fn sample(&self) -> Vec<bool> {
        let most = |set: &Set| {
            if set.name == "checklist" {
                usize::MAX
            } else {
                SAMPLE
            }
        };
        let sets = self.sets.iter();
        sets.flat_map(|set| few(set.rows.iter().map(|row| row.text.as_str()), most(set)))
            .collect()
    }

    /// Which of the lessons slow readers learn from.
    pub fn few_lessons(&self) -> Vec<bool> {
        // A task with many labels needs all it has.
        let most = if self.name == BANKING {
            usize::MAX
        } else {
            LESSONS
        };
        let english = |lesson: &&Lesson| lesson.language == "en";
        let texts = self.lessons.iter().filter(english).map(|l| l.text.as_str());
        let mut marks = few(texts, most).into_iter();
        self.lessons
            .iter()
            .map(|lesson| english(&lesson) && marks.next().unwrap_or(false))
            .collect()
    }
}

/// Marks at most `most` of the texts, those with the smallest hashes.
fn few<'a>(texts: impl Iterator<Item = &'a str>, most: usize) -> Vec<bool> {
    let hashes: Vec<u64> = texts.map(|text| stable(text).rotate_left(29)).collect();
    let mut sorted = hashes.clone();
    sorted.sort_unstable();
    let edge = sorted.get(most).copied().unwrap_or(u64::MAX);
    hashes.into_iter().map(|hash| hash < edge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_as_large_as_asked_and_the_same_again() {
        let texts: Vec<String> = (0..50).map(|i| format!("text {i}")).collect();
        let marks = || few(texts.iter().map(String::as_str), 20);
        assert_eq!(marks().iter().filter(|&&m| m).count(), 20);
        assert_eq!(marks(), marks());
        assert!(few(texts.iter().map(String::as_str), 90).iter().all(|&m| m));
    }
}
