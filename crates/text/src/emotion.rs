//! The emotions the model names, and how they relate to the labels it was trained on.
//!
//! Two heads stand behind them. The *field* head knows the eleven names of customer-experience
//! work; it learned from our corpus in fourteen languages and, in English, from GoEmotions. The
//! *basic* head knows Ekman's six and neutral, from GoEmotions, BRIGHTER and XED.

/// An emotion in the words of customer-experience work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(usize)]
pub enum Emotion {
    /// Needs were met.
    Satisfied,
    /// A worry was taken away.
    Reassured,
    /// Feels known, respected, cared for.
    Valued,
    /// More than was expected.
    Delighted,
    /// Looks forward to it.
    Excited,
    /// Says that it does not matter.
    Indifferent,
    /// Expected more.
    Disappointed,
    /// Blocked, tried in vain.
    Frustrated,
    /// Outraged.
    Angry,
    /// Fears that something goes or went wrong.
    Worried,
    /// Feels watched or pushed.
    CreepedOut,
}

/// A basic emotion (Ekman), as the multilingual data sets label it, or none of them.
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
    Neutral,
}

/// Number of field emotions.
pub const FIELD: usize = 11;
/// Number of basic emotions, neutral included.
pub const BASIC: usize = 7;

impl Emotion {
    /// All of them, in the order of the model's columns.
    pub const ALL: [Self; FIELD] = [
        Self::Satisfied,
        Self::Reassured,
        Self::Valued,
        Self::Delighted,
        Self::Excited,
        Self::Indifferent,
        Self::Disappointed,
        Self::Frustrated,
        Self::Angry,
        Self::Worried,
        Self::CreepedOut,
    ];

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Reassured => "reassured",
            Self::Valued => "valued",
            Self::Delighted => "delighted",
            Self::Excited => "excited",
            Self::Indifferent => "indifferent",
            Self::Disappointed => "disappointed",
            Self::Frustrated => "frustrated",
            Self::Angry => "angry",
            Self::Worried => "worried",
            Self::CreepedOut => "creeped_out",
        }
    }

    /// The emotion with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.name() == name)
    }

    /// The basic emotion it is nearest to.
    pub fn basic(self) -> Basic {
        match self {
            Self::Satisfied | Self::Reassured | Self::Valued | Self::Delighted | Self::Excited => {
                Basic::Joy
            }
            Self::Indifferent => Basic::Neutral,
            Self::Disappointed => Basic::Sadness,
            Self::Frustrated | Self::Angry => Basic::Anger,
            Self::Worried => Basic::Fear,
            Self::CreepedOut => Basic::Disgust,
        }
    }

    /// The field emotion that a label of GoEmotions comes nearest to; `None` where none does
    /// (a neutral text is not an indifferent one).
    pub fn of_goemotions(label: &str) -> Option<Self> {
        Some(match label {
            "approval" | "admiration" | "pride" => Self::Satisfied,
            "relief" => Self::Reassured,
            "gratitude" | "caring" => Self::Valued,
            "joy" | "love" | "amusement" => Self::Delighted,
            "excitement" | "optimism" | "desire" => Self::Excited,
            "disappointment" | "sadness" | "grief" | "remorse" => Self::Disappointed,
            "annoyance" | "disapproval" => Self::Frustrated,
            "anger" => Self::Angry,
            "fear" | "nervousness" => Self::Worried,
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
        Self::Neutral,
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
            Self::Neutral => "neutral",
        }
    }

    /// The Ekman group of a label of GoEmotions, as its authors give it.
    pub fn of_goemotions(label: &str) -> Option<Self> {
        Some(match label {
            "anger" | "annoyance" | "disapproval" => Self::Anger,
            "disgust" => Self::Disgust,
            "fear" | "nervousness" => Self::Fear,
            "joy" | "amusement" | "approval" | "excitement" | "gratitude" | "love" | "optimism"
            | "relief" | "pride" | "admiration" | "desire" | "caring" => Self::Joy,
            "sadness" | "disappointment" | "embarrassment" | "grief" | "remorse" => Self::Sadness,
            "surprise" | "realization" | "confusion" | "curiosity" => Self::Surprise,
            "neutral" => Self::Neutral,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_the_order_of_the_lists() {
        let in_place = |(i, &e): (usize, &Emotion)| e as usize == i;
        assert!(Emotion::ALL.iter().enumerate().all(in_place));
        assert!(Basic::ALL.iter().enumerate().all(|(i, &b)| b as usize == i));
        let found = |&e: &Emotion| Emotion::named(e.name()) == Some(e);
        assert!(Emotion::ALL.iter().all(found));
    }
}
