//! How a person scores and what they say, in the mood they are in.

use super::dice::Dice;
use super::people::Person;
use super::texts::{Polarity, Wanted, comment};
use super::turns::{self, Turn};
use domain::Answer;
use jiff::civil::Date;

/// The mood of one person at a post, in deviations from its usual one.
pub(super) fn mood(dice: &mut Dice, post: &str, turn: Option<Turn>, ago: i32, on: Date) -> f64 {
    let mut mood = turns::usual_mood(post, ago, on.day_of_year()) + dice.normal();
    // Now and then something goes badly wrong for one person.
    if dice.chance(0.06) {
        mood -= dice.between(1.0, 3.0);
    }
    mood + turn.map_or(0.0, |t| t.shift)
}

/// What each post asks, answered in this mood; the leading question first.
pub(super) fn scores(dice: &mut Dice, post: &str, mood: f64) -> Vec<Answer> {
    let keys: &[&str] = match post {
        "relationship" | "follow-up" => &["nps"],
        "delivery" | "store-visit" => &["nps", "csat"],
        "support-call" => &["csat", "ces"],
        "app" if dice.chance(0.5) => &["csat", "ces"],
        "onboarding" => &["ces", "csat"],
        _ => &["csat"],
    };
    keys.iter()
        .map(|key| {
            let (middle, spread, low, high) = match *key {
                "nps" => (8.35, 1.9, 0.0, 10.0),
                "ces" => (5.4, 1.2, 1.0, 7.0),
                _ => (4.0, 0.95, 1.0, 5.0),
            };
            let felt = mood + 0.25 * dice.normal();
            // Rounding can leave a negative zero, which nobody ever clicked on.
            let score = (middle + spread * felt).round().clamp(low, high) + 0.0;
            Answer::score(*key, score)
        })
        .collect()
}

/// How a person stands by the leading score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Low,
    Middle,
    High,
}

/// Where the leading answer puts them.
pub(super) fn standing(answer: &Answer) -> Standing {
    let (low, high) = match answer.question.as_str() {
        "nps" => (6.0, 9.0),
        "ces" => (3.0, 6.0),
        _ => (2.0, 4.0),
    };
    match answer.value {
        Some(score) if score <= low => Standing::Low,
        Some(score) if score >= high => Standing::High,
        _ => Standing::Middle,
    }
}

/// What they say and about which theme, if they say anything.
pub(super) fn words(
    dice: &mut Dice,
    post: &str,
    person: &Person,
    turn: Option<Turn>,
    ago: i32,
    standing: Standing,
) -> Option<(&'static str, &'static str)> {
    let tells = match (post, standing) {
        ("reviews", _) => 0.97,
        (_, Standing::Low) => 0.62,
        (_, Standing::Middle) => 0.34,
        (_, Standing::High) => 0.31,
    };
    if !dice.chance(tells) {
        return None;
    }
    let polarity = match standing {
        Standing::Low if dice.chance(0.9) => Polarity::Negative,
        Standing::Low => Polarity::Mixed,
        Standing::High if dice.chance(0.92) => Polarity::Positive,
        Standing::High => Polarity::Mixed,
        Standing::Middle => dice.weighted(
            &[
                (Polarity::Mixed, 45.0),
                (Polarity::Neutral, 20.0),
                (Polarity::Negative, 20.0),
                (Polarity::Positive, 15.0),
            ],
            Polarity::Mixed,
        ),
    };
    // Who is hit by a turn of the story mostly speaks of it.
    let turn = turn.filter(|_| dice.chance(0.88));
    let wanted = Wanted {
        language: person.language,
        post,
        theme: turn.map_or_else(|| theme(dice, post, polarity, ago), |t| t.theme),
        polarity,
        turn: turn.map(|t| t.name),
        era: if ago < turns::NEW_APP {
            "new_app"
        } else {
            "old_app"
        },
    };
    comment(dice, &wanted).map(|(text, group)| (text, group.theme.as_str()))
}

/// What people talk about at a post when nothing special happens.
fn theme(dice: &mut Dice, post: &str, polarity: Polarity, ago: i32) -> &'static str {
    let called_back = polarity == Polarity::Negative && ago < turns::CALLBACK;
    let waiting = if called_back { 12.0 } else { 38.0 };
    let list: &[(&'static str, f64)] = match post {
        "delivery" => &[("delivery", 88.0), ("communication", 12.0)],
        "store-visit" => &[("store", 66.0), ("staff", 34.0)],
        "support-call" => &[
            ("staff", 32.0),
            ("waiting", waiting),
            ("network", 12.0),
            ("billing", 10.0),
            ("technician", 8.0),
        ],
        "app" => &[("app", 92.0), ("website", 8.0)],
        "onboarding" => &[
            ("technician", 52.0),
            ("delivery", 16.0),
            ("staff", 12.0),
            ("communication", 10.0),
            ("website", 10.0),
        ],
        "reviews" => &[
            ("network", 26.0),
            ("store", 18.0),
            ("billing", 16.0),
            ("delivery", 14.0),
            ("staff", 14.0),
            ("app", 12.0),
        ],
        _ => &[
            ("network", 28.0),
            ("billing", 20.0),
            ("communication", 10.0),
            ("staff", 8.0),
            ("waiting", 8.0),
            ("contract", 8.0),
            ("technician", 5.0),
            ("website", 5.0),
            ("app", 5.0),
            ("delivery", 3.0),
        ],
    };
    dice.weighted(list, "network")
}
