//! Whether a confidence of 0.8 is right eight times in ten.

use text::intents::INTENTS;
use text::{Basic, Emotion, Model};

use super::authored::Comment;
use super::figure::{Figure, Tally};
use super::linear::top;
use super::tasks::Task;

/// Bins of equal width between 0 and 1.
const BINS: usize = 10;
/// Probabilities below this are left out of the second number: the many labels that a text
/// plainly does not have would hide how the others fare.
const LIKELY: f32 = 0.1;

/// Confidences of one text with whether each was right.
type Told = Vec<(f32, bool)>;

/// The expected calibration error of a head.
pub struct Calibrated {
    /// The head and where it was measured.
    pub head: String,
    /// Over all probabilities: mean distance between confidence and share right, 0 to 1.
    pub all: Option<Figure>,
    /// Over the probabilities of at least [`LIKELY`]; `None` for a head with one answer.
    pub likely: Option<Figure>,
}

/// Every head on the held-out comments, and the basic emotions on GoEmotions' test.
pub fn measure(model: &Model, comments: &[Comment], emotions: &Task) -> Vec<Calibrated> {
    let held: Vec<&Comment> = comments.iter().filter(|c| c.split == "test").collect();
    let read: Vec<(&Comment, text::Heads)> = held
        .iter()
        .map(|&c| (c, model.heads(&c.text, &c.language)))
        .collect();
    let each = |of: &dyn Fn(&Comment, &text::Heads) -> Told| -> Vec<Told> {
        read.iter().map(|(c, heads)| of(c, heads)).collect()
    };
    let mut out = vec![
        one(
            "sentiment",
            held.iter().map(|c| sentiment(model, c)).collect(),
        ),
        many(
            "emotions of the field",
            each(&|c, heads| {
                let is = |e: Emotion| c.emotions.iter().any(|n| n == e.name());
                Emotion::ALL
                    .map(|e| (heads.field[e as usize], is(e)))
                    .to_vec()
            }),
        ),
        many(
            "intents",
            each(&|c, heads| {
                let named = |name: &str| c.intents.iter().any(|n| n == name);
                let all = INTENTS.iter().zip(heads.intents);
                all.map(|(name, p)| (p, named(name))).collect()
            }),
        ),
        many("topics", held.iter().map(|c| topics(model, c)).collect()),
        many("irony", each(&|c, heads| vec![(heads.irony, c.irony)])),
        many(
            "whether effort is spoken of",
            each(&|c, heads| vec![(heads.effort_given, c.effort.is_some())]),
        ),
        one(
            "language",
            held.iter()
                .map(|c| {
                    let (code, p) = model.language(&c.text);
                    vec![(p, code == c.language)]
                })
                .collect(),
        ),
    ];
    let basics = emotions.rows().map(|row| {
        let heads = model.heads(&row.text, &row.language);
        let is = |b: Basic| row.labels.contains(&(b as usize));
        Basic::ALL
            .map(|b| (heads.basic[b as usize], is(b)))
            .to_vec()
    });
    out.push(many("basic emotions, GoEmotions test", basics.collect()));
    out
}

fn sentiment(model: &Model, comment: &Comment) -> Told {
    let p = model.heads(&comment.text, &comment.language).sentiment;
    let best = top(&p);
    let is = (comment.sentiment.signum() + 1).unsigned_abs() as usize;
    vec![(p[best], best == is)]
}

/// A topic's probability in a comment is that of its surest clause.
fn topics(model: &Model, comment: &Comment) -> Told {
    let clauses = model.clause_topics(&comment.text, &comment.language);
    let named = |id: &str| comment.aspects.iter().any(|a| a.topic == id);
    let ids = model.topics().iter().enumerate();
    ids.map(|(i, id)| {
        let surest = clauses.iter().map(|c| c.topics[i]).fold(0.0, f32::max);
        (surest, named(id))
    })
    .collect()
}

fn one(head: &str, told: Vec<Told>) -> Calibrated {
    Calibrated {
        head: head.to_owned(),
        all: error(&told, 0.0),
        likely: None,
    }
}

fn many(head: &str, told: Vec<Told>) -> Calibrated {
    Calibrated {
        likely: error(&told, LIKELY),
        ..one(head, told)
    }
}

/// ECE = Σ over bins of |Σ confidence − right| / all, over confidences of at least `least`.
fn error(told: &[Told], least: f32) -> Option<Figure> {
    let mut tally = Tally::new(3 * BINS);
    for text in told {
        let counted = text.iter().filter(|(p, _)| *p >= least);
        tally.add(counted.flat_map(|&(p, right)| {
            let bin = ((p * BINS as f32) as usize).min(BINS - 1);
            let right = if right { 1.0 } else { 0.0 };
            [
                (bin * 3, 1.0),
                (bin * 3 + 1, f64::from(p)),
                (bin * 3 + 2, right),
            ]
        }));
    }
    tally.figure(|sums| {
        let all: f64 = sums.iter().step_by(3).sum();
        let gaps = sums.chunks_exact(3).map(|bin| (bin[1] - bin[2]).abs());
        gaps.sum::<f64>() / all.max(1.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_that_is_too_sure_is_told_so() {
        let told: Vec<Told> = (0..10)
            .map(|i| vec![(0.95, i < 5), (0.01, false)])
            .collect();
        let likely = error(&told, LIKELY).unwrap();
        assert!((likely.value - 0.45).abs() < 1e-6);
        let all = error(&told, 0.0).unwrap();
        assert!((all.value - (0.45 + 0.01) / 2.0).abs() < 1e-6);
    }
}
