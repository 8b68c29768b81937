//! What an example teaches: a text, and a target for some of the heads.

use text::encoder::Link;

/// The heads that are trained, in the order of [`HEADS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(usize)]
pub(super) enum Head {
    Sentiment,
    Valence,
    Ekman,
    Field,
    Intents,
    Topics,
    /// Reads a text with an aspect's words.
    Polarity,
    /// Banking77's 77 intents: kept to judge the encoder by.
    Banking,
}

/// Name, meaning and weight in the loss of every head.
pub(super) const HEADS: [(Head, &str, Link, f64); 8] = [
    (Head::Sentiment, "sentiment", Link::Softmax, 1.5),
    (Head::Valence, "valence", Link::Value, 4.0),
    (Head::Ekman, "ekman", Link::Sigmoid, 0.5),
    (Head::Field, "field", Link::Sigmoid, 0.3),
    (Head::Intents, "intents", Link::Sigmoid, 0.4),
    (Head::Topics, "topics", Link::Sigmoid, 0.2),
    (Head::Polarity, "polarity", Link::Softmax, 1.0),
    (Head::Banking, "banking77", Link::Softmax, 0.4),
];

/// What one head should say, and how much each column counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    pub head: Head,
    pub wanted: Vec<f32>,
    pub weight: Vec<f32>,
}

impl Target {
    /// All columns count alike.
    pub(super) fn new(head: Head, wanted: Vec<f32>, weight: f32) -> Self {
        let weight = vec![weight; wanted.len()];
        Self {
            head,
            wanted,
            weight,
        }
    }

    /// One right class of several.
    pub(super) fn class(head: Head, class: usize, classes: usize) -> Self {
        let mut wanted = vec![0.0; classes];
        wanted[class] = 1.0;
        Self::new(head, wanted, 1.0)
    }
}

/// One example.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub text: String,
    /// The aspect's words, for a pair.
    pub words: Option<String>,
    pub targets: Vec<Target>,
}

impl Row {
    pub(super) fn text(text: &str, targets: Vec<Target>) -> Self {
        Self {
            text: text.to_owned(),
            words: None,
            targets,
        }
    }

    pub(super) fn pair(text: &str, words: &str, class: usize) -> Self {
        Self {
            text: text.to_owned(),
            words: Some(words.to_owned()),
            targets: vec![Target::class(Head::Polarity, class, 3)],
        }
    }

    pub(super) fn target(&self, head: Head) -> Option<&Target> {
        self.targets.iter().find(|target| target.head == head)
    }
}

/// A row, and whether it is held back to calibrate on.
pub(super) type Parted = (bool, Row);

/// Rows of one data set.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub name: &'static str,
    pub license: &'static str,
    /// How often its rows are read while every other source is read as often as it says.
    pub passes: f64,
    /// Learned from.
    pub fit: Vec<Row>,
    /// Calibrated on, never learned from.
    pub tune: Vec<Row>,
    /// Near copies of test texts that were left out.
    pub left_out: usize,
}
