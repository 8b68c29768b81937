//! The emotions the model names, and how they relate to the labels it was trained on.
//!
//! Two heads stand behind them. The *field* head knows eighteen names and was trained on
//! GoEmotions only, so it reads English. The *basic* head knows six (anger, disgust, fear, joy,
//! sadness, surprise) and was trained on GoEmotions, BRIGHTER and XED in many languages; in
//! other languages than English its six are given the nearest field names.

/// An emotion in the words of customer-experience work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(usize)]
#[allow(missing_docs)]
pub enum Emotion {
    Delighted,
    Satisfied,
    Grateful,
    Excited,
    Amused,
    Hopeful,
    Caring,
    Angry,
    Frustrated,
    Disgusted,
    Worried,
    Disappointed,
    Sad,
    Embarrassed,
    Confused,
    Surprised,
    Curious,
    Indifferent,
}

/// A basic emotion, as the multilingual data sets label it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(usize)]
#[allow(missing_docs)]
pub enum Basic {
    Anger,
    Disgust,
    Fear,
    Joy,
    Sadness,
    Surprise,
}

/// Number of field emotions.
pub const FIELD: usize = 18;
/// Number of basic emotions.
pub const BASIC: usize = 6;

impl Emotion {
    /// All of them, in the order of the model's columns.
    pub const ALL: [Self; FIELD] = [
        Self::Delighted,
        Self::Satisfied,
        Self::Grateful,
        Self::Excited,
        Self::Amused,
        Self::Hopeful,
        Self::Caring,
        Self::Angry,
        Self::Frustrated,
        Self::Disgusted,
        Self::Worried,
        Self::Disappointed,
        Self::Sad,
        Self::Embarrassed,
        Self::Confused,
        Self::Surprised,
        Self::Curious,
        Self::Indifferent,
    ];

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Delighted => "delighted",
            Self::Satisfied => "satisfied",
            Self::Grateful => "grateful",
            Self::Excited => "excited",
            Self::Amused => "amused",
            Self::Hopeful => "hopeful",
            Self::Caring => "caring",
            Self::Angry => "angry",
            Self::Frustrated => "frustrated",
            Self::Disgusted => "disgusted",
            Self::Worried => "worried",
            Self::Disappointed => "disappointed",
            Self::Sad => "sad",
            Self::Embarrassed => "embarrassed",
            Self::Confused => "confused",
            Self::Surprised => "surprised",
            Self::Curious => "curious",
            Self::Indifferent => "indifferent",
        }
    }

    /// The basic emotion it belongs to (Ekman grouping of GoEmotions); `None` for indifference.
    pub fn basic(self) -> Option<Basic> {
        Some(match self {
            Self::Delighted | Self::Satisfied | Self::Grateful | Self::Excited => Basic::Joy,
            Self::Amused | Self::Hopeful | Self::Caring => Basic::Joy,
            Self::Angry | Self::Frustrated => Basic::Anger,
            Self::Disgusted => Basic::Disgust,
            Self::Worried => Basic::Fear,
            Self::Disappointed | Self::Sad | Self::Embarrassed => Basic::Sadness,
            Self::Confused | Self::Surprised | Self::Curious => Basic::Surprise,
            Self::Indifferent => return None,
        })
    }

    /// The field emotion that stands for a label of GoEmotions.
    pub fn of_goemotions(label: &str) -> Option<Self> {
        Some(match label {
            "joy" | "love" => Self::Delighted,
            "approval" | "relief" | "admiration" | "pride" => Self::Satisfied,
            "gratitude" => Self::Grateful,
            "excitement" => Self::Excited,
            "amusement" => Self::Amused,
            "optimism" | "desire" => Self::Hopeful,
            "caring" => Self::Caring,
            "anger" => Self::Angry,
            "annoyance" | "disapproval" => Self::Frustrated,
            "disgust" => Self::Disgusted,
            "fear" | "nervousness" => Self::Worried,
            "disappointment" => Self::Disappointed,
            "sadness" | "grief" | "remorse" => Self::Sad,
            "embarrassment" => Self::Embarrassed,
            "confusion" => Self::Confused,
            "surprise" | "realization" => Self::Surprised,
            "curiosity" => Self::Curious,
            "neutral" => Self::Indifferent,
            _ => return None,
        })
    }
}

impl Basic {
    /// All of them, in the order of the model's columns.
    pub const ALL: [Self; BASIC] = [
        Self::Anger,
        Self::Disgust,
        Self::Fear,
        Self::Joy,
        Self::Sadness,
        Self::Surprise,
    ];

    /// The name used in the data sets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Anger => "anger",
            Self::Disgust => "disgust",
            Self::Fear => "fear",
            Self::Joy => "joy",
            Self::Sadness => "sadness",
            Self::Surprise => "surprise",
        }
    }

    /// The field emotion it is reported as where only the basic head can read.
    pub fn nearest(self) -> Emotion {
        match self {
            Self::Anger => Emotion::Angry,
            Self::Disgust => Emotion::Disgusted,
            Self::Fear => Emotion::Worried,
            Self::Joy => Emotion::Delighted,
            Self::Sadness => Emotion::Sad,
            Self::Surprise => Emotion::Surprised,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_the_order_of_the_lists() {
        assert!(
            Emotion::ALL
                .iter()
                .enumerate()
                .all(|(i, &e)| e as usize == i)
        );
        assert!(Basic::ALL.iter().enumerate().all(|(i, &b)| b as usize == i));
        assert!(Basic::ALL.iter().all(|b| b.nearest().basic() == Some(*b)));
    }
}
