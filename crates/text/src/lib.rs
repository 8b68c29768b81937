//! What a verbatim says: a pure function of the text and the model.
//!
//! [`Model::annotate`] names the language, the sentiment, emotions, topics with their places,
//! and intents. [`redact()`] removes what could identify or harm a person. Nothing here reads a
//! clock, a file or a random number, and no text makes it fail.
//!
//! ```
//! let said = text::Model::embedded().annotate("Great food, but the queue was endless!");
//! assert_eq!(said.language, "en");
//! assert!(said.topics.iter().any(|mention| mention.topic == "waiting_time"));
//! ```
//!
//! How it works: [`token`] splits, [`features`] hashes once for all heads, [`weights`] holds a
//! byte per feature and column, [`train`] makes them. `models/CARD.md` says how well.

mod annotate;
pub mod annotation;
pub mod cascade;
pub mod clause;
pub mod cues;
pub mod deep;
pub mod document;
pub mod emotion;
#[cfg(feature = "encoder")]
pub mod encoder;
pub mod error;
pub mod features;
pub mod hash;
pub mod intents;
pub mod language;
pub mod matcher;
pub mod model;
pub mod redact;
pub mod token;
pub mod topics;
pub mod train;
pub mod weights;
pub mod words;

pub use annotation::{
    Annotation, EmotionReading, IntentReading, Sentiment, SentimentLabel, TopicMention,
};
pub use cascade::SecondReader;
pub use emotion::{Basic, Emotion};
pub use error::{Result, TextError};
pub use model::{Heads, Model, READ_CAP_BYTES};
pub use redact::{Redacted, Redaction, RedactionKind, redact};
pub use topics::{Codeframe, Topic, TopicGroup};
