//! What the relationship survey asks beside its score, and how Sweden answers it.

use super::dice::Dice;
use super::people::Person;
use super::turns::Turn;
use domain::Answer;
use domain::answer::Missing;

/// A part of the service: question, its words, mean, how much it follows the mood, share of people
/// who met it, and the theme of the turns that bear on it.
type Part = (&'static str, &'static str, f64, f64, f64, &'static str);

pub(super) const PARTS: [Part; 6] = [
    (
        "network",
        "The network works where I need it.",
        4.1,
        0.85,
        1.0,
        "network",
    ),
    ("price", "The price is fair.", 3.5, 0.6, 1.0, "billing"),
    (
        "support",
        "Support solved it when I asked.",
        3.8,
        0.75,
        0.5,
        "staff",
    ),
    (
        "delivery",
        "Parcels came when they were promised.",
        4.2,
        0.5,
        0.45,
        "delivery",
    ),
    ("app", "The app does what I want.", 3.8, 0.4, 0.7, "app"),
    (
        "letters",
        "Letters and messages are clear.",
        3.9,
        0.25,
        0.9,
        "communication",
    ),
];

/// Stories about strangers that everybody judges: their truth is the same in every country.
pub(super) const ANCHORS: [(&str, &str, f64); 2] = [
    (
        "anchor_mended",
        "Anna's line fails. Support answers after ten minutes and mends it the next day. How satisfied may she be?",
        3.7,
    ),
    (
        "anchor_wrong_bill",
        "Erik's bill is wrong three months in a row, and nobody calls him back. How satisfied may he be?",
        2.1,
    ),
];

/// The survey's answers in the order asked: the score, the parts, the anchors.
///
/// People in Sweden are neither more nor less content; they keep to the middle and the lower end
/// of a scale. The draws are the person's own, so that the rest of the story does not hang on them.
pub(super) fn answers(
    person: &Person,
    scored: Vec<Answer>,
    mood: f64,
    turn: Option<Turn>,
    ago: i32,
) -> Vec<Answer> {
    let mut own = Dice::new(person.number.rotate_left(20) ^ u64::from(ago.unsigned_abs()));
    let moved = person.country() == "Sweden";
    let on = |middle: f64, felt: f64, low: f64, high: f64| {
        let shown = if moved {
            middle + 0.8 * (felt - middle) - 0.06 * (high - low)
        } else {
            felt
        };
        shown.round().clamp(low, high) + 0.0
    };
    let mut all = scored;
    for answer in &mut all {
        if moved && let Some(score) = answer.value {
            // The score was rounded already; a part of a step is put back before it is moved.
            let felt = score + own.between(-0.5, 0.5);
            answer.value = Some(on(5.0, felt, 0.0, 10.0));
        }
    }
    for (question, _, mean, follows, met, theme) in PARTS {
        let hit = turn.filter(|t| t.theme == theme).map_or(0.0, |t| t.shift);
        let felt = mean + 0.8 * follows * mood + 0.6 * own.normal() + 0.5 * hit;
        all.push(if own.chance(met) || hit < 0.0 {
            Answer::score(question, on(3.0, felt, 1.0, 5.0))
        } else {
            Answer::missing(question, Missing::NotEncountered)
        });
    }
    for (question, _, truth) in ANCHORS {
        let felt = truth + 0.7 * own.normal();
        all.push(Answer::score(question, on(3.0, felt, 1.0, 5.0)));
    }
    all
}
