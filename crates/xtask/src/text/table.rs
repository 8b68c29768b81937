//! The table of issue 3: its lines, what each should reach, and who reached it.

use super::accurate::Accurate;
use super::baseline::{Answers, Baseline};
use super::figure::Figure;
use super::judged::Measure;
use super::tasks::{self, Task};

/// What a tier should reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// Nothing was set.
    None,
    /// At least this many percent (or this r).
    AtLeast(f64),
    /// At least VADER's number and this much more.
    OverVader(f64),
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Its title.
    pub title: &'static str,
    /// Task and set.
    pub task: &'static str,
    /// The set.
    pub set: &'static str,
    /// How agreement is counted.
    pub measure: Measure,
    /// For the fast tier.
    pub fast: Goal,
    /// For the accurate tier.
    pub accurate: Goal,
}

const fn line(
    title: &'static str,
    (task, set): (&'static str, &'static str),
    measure: Measure,
    fast: Goal,
    accurate: Goal,
) -> Line {
    Line {
        title,
        task,
        set,
        measure,
        fast,
        accurate,
    }
}

use Goal::{AtLeast, OverVader};
use tasks::{ASPECTS, BANKING, EMOTIONS, INTENTS, LANGUAGE, SENTIMENT, TOPICS};

/// The lines, in the order of the issue.
pub const LINES: [Line; 14] = [
    line(
        "TweetEval sentiment test",
        (SENTIMENT, "tweeteval"),
        Measure::MacroRecall,
        AtLeast(61.0),
        AtLeast(68.0),
    ),
    line(
        "DynaSent round 1 test",
        (SENTIMENT, "dynasent-r1"),
        Measure::MacroF1,
        AtLeast(63.0),
        AtLeast(69.0),
    ),
    line(
        "SST-5 test as 3 classes",
        (SENTIMENT, "sst-3"),
        Measure::MacroF1,
        AtLeast(56.0),
        AtLeast(61.0),
    ),
    line(
        "vader_truth held-out fifth, Amazon",
        (SENTIMENT, "vader-truth-amazon"),
        Measure::Pearson,
        OverVader(-0.03),
        OverVader(0.0),
    ),
    line(
        "vader_truth held-out fifth, tweets",
        (SENTIMENT, "vader-truth-tweets"),
        Measure::Pearson,
        OverVader(-0.03),
        OverVader(0.0),
    ),
    line(
        "vader_truth held-out fifth, movies",
        (SENTIMENT, "vader-truth-movie"),
        Measure::Pearson,
        OverVader(-0.03),
        OverVader(0.0),
    ),
    line(
        "GoEmotions test, Ekman's six and neutral",
        (EMOTIONS, "goemotions"),
        Measure::LabelMacroF1,
        AtLeast(55.0),
        AtLeast(60.0),
    ),
    line(
        "Banking77 test",
        (BANKING, "banking77"),
        Measure::Accuracy,
        AtLeast(92.0),
        AtLeast(93.0),
    ),
    line(
        "MAMS-ACSA test, aspect given",
        (ASPECTS, "mams-acsa"),
        Measure::Accuracy,
        AtLeast(76.0),
        AtLeast(79.0),
    ),
    line(
        "Authored held-out, sentiment",
        (SENTIMENT, "authored"),
        Measure::MacroF1,
        AtLeast(80.0),
        Goal::None,
    ),
    line(
        "Authored held-out, topics",
        (TOPICS, "authored-topics"),
        Measure::LabelMicroF1,
        AtLeast(75.0),
        Goal::None,
    ),
    line(
        "Authored held-out, intents",
        (INTENTS, "authored-intents"),
        Measure::LabelMacroF1,
        AtLeast(80.0),
        Goal::None,
    ),
    line(
        "NHS comments, sign of criticality",
        (SENTIMENT, "nhs"),
        Measure::MacroF1,
        OverVader(8.0),
        Goal::None,
    ),
    line(
        "Language, review-length",
        (LANGUAGE, "language-review"),
        Measure::MacroRecall,
        AtLeast(98.0),
        Goal::None,
    ),
];

/// The short lines' line stands apart, since it is measured on subtitles alone.
pub const SHORT: Line = line(
    "Language, short lines",
    (LANGUAGE, "language-short"),
    Measure::MacroRecall,
    AtLeast(92.0),
    Goal::None,
);

/// A line with what every reader reached.
pub struct Reached {
    /// The line.
    pub line: Line,
    /// The baselines, in their order; `None` where one did not take part.
    pub baselines: Vec<Option<Figure>>,
    /// The fast tier.
    pub fast: Option<Figure>,
    /// The accurate tier.
    pub accurate: Option<Figure>,
}

/// Percent, or r as it is.
pub fn scale(measure: Measure) -> f64 {
    if measure == Measure::Pearson {
        1.0
    } else {
        100.0
    }
}

/// Fills every line.
pub fn fill(
    all: &[Task],
    fast: &Answers,
    baselines: &[Baseline],
    accurate: Option<&Accurate>,
) -> Vec<Reached> {
    let lines = LINES.iter().chain([&SHORT]);
    let reached = lines.map(|&line| Reached {
        line,
        baselines: baselines
            .iter()
            .map(|b| figure(all, &b.answers, line))
            .collect(),
        fast: figure(all, fast, line),
        accurate: accurate.and_then(|a| figure(all, &a.answers, line)),
    });
    reached.collect()
}

fn figure(all: &[Task], answers: &Answers, line: Line) -> Option<Figure> {
    let task = all.iter().find(|task| task.name == line.task)?;
    let said = answers.get(task.name)?.get(task.places(line.set)?)?;
    let rows = &task.sets.iter().find(|set| set.name == line.set)?.rows;
    line.measure
        .figure(task.labels.len(), rows.iter().zip(said))
}

/// The goal as a number, once VADER's is known.
pub fn needed(goal: Goal, measure: Measure, vader: Option<Figure>) -> Option<f64> {
    match goal {
        Goal::None => None,
        AtLeast(least) => Some(least),
        OverVader(more) => vader.map(|figure| figure.value * scale(measure) + more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_over_vader_moves_with_vader() {
        let vader = Some(Figure {
            value: 0.42,
            low: 0.4,
            high: 0.44,
            n: 9,
        });
        let nhs = needed(OverVader(8.0), Measure::MacroF1, vader).unwrap();
        assert!((nhs - 50.0).abs() < 1e-9);
        let r = needed(OverVader(-0.03), Measure::Pearson, vader).unwrap();
        assert!((r - 0.39).abs() < 1e-9);
        assert_eq!(needed(OverVader(8.0), Measure::MacroF1, None), None);
    }
}
