//! From a head's numbers to what is told about a text.

use crate::emotion::Basic;

use super::settings::{ClassifierSettings, HeadSettings, Link};

/// What an encoder says of one text; `None` where the model has no such head. Everything but
/// `valence` is a probability.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EncoderReading {
    /// Negative, neutral, positive; together 1.
    pub sentiment: Option<[f32; 3]>,
    /// -1 (as bad as can be) to 1.
    pub valence: Option<f32>,
    /// Anger, disgust, fear, joy, sadness, surprise, neutral; each by itself.
    pub ekman: Option<[f32; 7]>,
    /// The field emotions, in the order of [`crate::Emotion`]; each by itself.
    pub field: Option<[f32; 11]>,
    /// The intents, in the order of the head's labels; each by itself.
    pub intents: Option<Vec<f32>>,
    /// The topics, in the order of the head's labels; each by itself.
    pub topics: Option<Vec<f32>>,
}

/// Probabilities, or the value, of one row of a head.
pub(super) fn linked(row: &[f32], link: Link, temperature: f32) -> Vec<f32> {
    let cooled = row.iter().map(|x| x / temperature.max(1e-3));
    match link {
        Link::Value => row.iter().map(|x| x.clamp(-1.0, 1.0)).collect(),
        Link::Sigmoid => cooled.map(|x| 1.0 / (1.0 + (-x).exp())).collect(),
        Link::Softmax => {
            let cooled: Vec<f32> = cooled.collect();
            let most = cooled.iter().fold(f32::MIN, |most, x| most.max(*x));
            let powers: Vec<f32> = cooled.iter().map(|x| (x - most).exp()).collect();
            let total: f32 = powers.iter().sum();
            powers.iter().map(|p| p / total).collect()
        }
    }
}

impl EncoderReading {
    /// Enters one of our heads.
    pub(super) fn enter(&mut self, name: &str, head: &HeadSettings, row: &[f32]) {
        let values = linked(row, head.link, head.temperature);
        match name {
            "sentiment" => self.sentiment = values.try_into().ok(),
            "valence" => self.valence = values.first().copied(),
            "ekman" => self.ekman = values.try_into().ok(),
            "field" => self.field = values.try_into().ok(),
            "intents" => self.intents = Some(values),
            "topics" => self.topics = Some(values),
            _ => {}
        }
    }

    /// Enters a foreign classifier's numbers under our labels.
    pub(super) fn translate(&mut self, told: &ClassifierSettings, row: &[f32]) {
        let values = linked(row, told.link, told.temperature);
        let named = || told.labels.iter().zip(&values);
        if told.head == "ekman" {
            let of = |basic: Basic| -> f32 {
                named()
                    .filter(|(label, _)| *label == basic.name())
                    .map(|(_, p)| p)
                    .sum()
            };
            self.ekman = Some(Basic::ALL.map(of));
            return;
        }
        let mut classes = [0f32; 3];
        let (mut stars, mut rated) = (0f32, 0f32);
        for (label, p) in named() {
            let class = match label.as_str() {
                "negative" | "1" | "2" => 0,
                "neutral" | "3" => 1,
                _ => 2,
            };
            classes[class] += p;
            if let Ok(number) = label.parse::<f32>() {
                (stars, rated) = (stars + number * p, rated + p);
            }
        }
        self.sentiment = Some(classes);
        if rated > 0.0 {
            self.valence = Some((stars / rated - 3.0) / 2.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_become_sentiment_and_valence() {
        let told = ClassifierSettings {
            head: "sentiment".to_owned(),
            labels: ["1", "2", "3", "4", "5"].map(str::to_owned).to_vec(),
            link: Link::Softmax,
            temperature: 1.0,
        };
        let mut reading = EncoderReading::default();
        reading.translate(&told, &[0.0, 0.0, 0.0, 0.0, 20.0]);
        assert!(reading.sentiment.is_some_and(|s| s[2] > 0.999));
        assert!(reading.valence.is_some_and(|v| v > 0.99));
    }

    #[test]
    fn a_temperature_above_one_takes_confidence_away() {
        let sure = linked(&[4.0, 0.0], Link::Softmax, 1.0)[0];
        assert!(linked(&[4.0, 0.0], Link::Softmax, 2.0)[0] < sure);
        assert!((linked(&[0.0], Link::Sigmoid, 2.0)[0] - 0.5).abs() < 1e-6);
        assert_eq!(linked(&[-3.0], Link::Value, 1.0), [-1.0]);
    }
}
