//! `hearback.json`: which heads a model has and how their numbers are to be read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::{EncoderError, Result, bad};

const FILE: &str = "hearback.json";

/// How the vectors of tokens become the vector of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pooling {
    /// The first token's.
    Cls,
    /// Their mean.
    Mean,
}

/// What turns a head's numbers into probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Link {
    /// One of the labels is right.
    Softmax,
    /// Each label is right or not by itself.
    Sigmoid,
    /// The number itself, cut to -1..1.
    Value,
}

/// One head.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeadSettings {
    /// What its numbers mean.
    pub link: Link,
    /// Names of its columns.
    pub labels: Vec<String>,
    /// Divides its numbers before they become probabilities.
    #[serde(default = "one")]
    pub temperature: f32,
    /// Probability from which a label is said; empty where the greatest is said.
    #[serde(default)]
    pub thresholds: Vec<f32>,
}

/// Which of our heads a foreign classifier stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassifierSettings {
    /// `sentiment` or `ekman`.
    pub head: String,
    /// Our label for each of its columns, in their order.
    pub labels: Vec<String>,
    /// What its numbers mean.
    #[serde(default = "softmax")]
    pub link: Link,
    /// Divides its numbers before they become probabilities.
    #[serde(default = "one")]
    pub temperature: f32,
}

/// The whole file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Name and version of the model, kept with what it reads.
    pub version: String,
    /// Tokens at which a text is cut.
    pub max_length: usize,
    /// How a text's vector is made.
    pub pooling: Pooling,
    /// Our heads by name.
    #[serde(default)]
    pub heads: BTreeMap<String, HeadSettings>,
    /// A foreign classifier, where the model has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classifier: Option<ClassifierSettings>,
    /// Languages that it reads, ISO 639-1; empty where it reads any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Quantiles, at equal steps from 0 to 1, of how sure the fast tier is of texts like those
    /// that it will read; empty where nobody measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cascade: Vec<f32>,
    /// How the model came about; not read.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub training: serde_json::Value,
}

fn one() -> f32 {
    1.0
}

fn softmax() -> Link {
    Link::Softmax
}

/// Tokens read of a text by a model that says nothing of it.
const LONGEST: usize = 256;

impl Settings {
    /// Reads the file; an empty one stands for a foreign sentiment classifier with these labels.
    pub(super) fn parse(json: &[u8], labels: &[String]) -> Result<Self> {
        if !json.is_empty() {
            let settings: Self = serde_json::from_slice(json).map_err(bad(FILE))?;
            for (name, head) in &settings.heads {
                let thresholds = head.thresholds.len();
                if thresholds != 0 && thresholds != head.labels.len() {
                    let detail = format!(
                        "head {name:?} has {thresholds} thresholds for {} labels",
                        head.labels.len()
                    );
                    return Err(bad(FILE)(detail));
                }
            }
            return Ok(settings);
        }
        Ok(Self {
            version: "foreign".to_owned(),
            max_length: LONGEST,
            pooling: Pooling::Cls,
            heads: BTreeMap::new(),
            classifier: Some(ClassifierSettings {
                head: "sentiment".to_owned(),
                labels: sentiment_labels(labels)?,
                link: Link::Softmax,
                temperature: 1.0,
            }),
            languages: Vec::new(),
            cascade: Vec::new(),
            training: serde_json::Value::Null,
        })
    }
}

/// What foreign labels say of sentiment: `negative`, `neutral`, `positive`, or `1` to `5` stars.
fn sentiment_labels(labels: &[String]) -> Result<Vec<String>> {
    let plain = |label: &String| {
        let lower = label.to_lowercase();
        let words = ["neg", "neu", "pos"]
            .iter()
            .zip(["negative", "neutral", "positive"]);
        let mut named = words.filter(|(start, _)| lower.contains(**start));
        if let Some((_, name)) = named.next() {
            return Some(name.to_owned());
        }
        let digits: String = lower.chars().filter(char::is_ascii_digit).collect();
        // `LABEL_1` is the number of a column, not of stars.
        let stars = lower.contains("star") || lower == digits;
        (stars && matches!(digits.as_str(), "1" | "2" | "3" | "4" | "5")).then_some(digits)
    };
    let found: Option<Vec<String>> = labels.iter().map(plain).collect();
    match found {
        Some(found) if found.len() >= 2 => Ok(found),
        _ => Err(EncoderError::UnknownLabels(labels.to_vec())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn labels_that_name_sentiment_or_stars_need_no_settings() {
        let of = |names: &[&str]| sentiment_labels(&labels(names)).map_err(|e| e.to_string());
        assert_eq!(
            of(&["Negative", "Neutral", "Positive"]).unwrap(),
            ["negative", "neutral", "positive"]
        );
        assert_eq!(of(&["POS", "NEG"]).unwrap(), ["positive", "negative"]);
        assert_eq!(
            of(&["1 star", "2 stars", "5 stars"]).unwrap(),
            ["1", "2", "5"]
        );
        assert!(
            of(&["LABEL_0", "LABEL_1", "LABEL_2"])
                .unwrap_err()
                .contains("hearback.json")
        );
        assert!(of(&["joy", "anger"]).is_err());
    }

    #[test]
    fn a_head_with_too_few_thresholds_is_refused() {
        let json = br#"{"version":"1","max_length":9,"pooling":"mean","heads":{"ekman":
            {"link":"sigmoid","labels":["anger","joy"],"thresholds":[0.5]}}}"#;
        let error = Settings::parse(json, &[]).unwrap_err().to_string();
        assert!(error.contains("1 thresholds for 2 labels"), "{error}");
    }
}
