//! What happens in the story, and how it bears on people's mood. Days are counted back from today.

use super::dice::Dice;
use super::people::{Person, STORES};

/// How far back the story begins: 18 months.
pub(super) const FIRST_DAY: i32 = 548;
/// The strike of the couriers in the north: from, to.
pub(super) const STRIKE: (i32, i32) = (49, 28);
/// The release of the new app.
pub(super) const NEW_APP: i32 = 70;
/// Since then support calls people back.
pub(super) const CALLBACK: i32 = 140;
/// Since then the harbor store slips.
pub(super) const HARBOR: i32 = 180;
/// The letter about higher prices.
pub(super) const PRICE_LETTER: i32 = 5;
/// The day of an installation that was left unsafe.
pub(super) const BARE_CABLE: i32 = 9;
/// The first day on which Fjordnet answers people one by one.
pub(super) const ANSWERING: i32 = 42;
/// The store that slips.
pub(super) const SLIPPING: &str = "Bergen Harbor";

/// How a turn of the story bears on one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Turn {
    /// Its name in `comments.json` (`when`) and `answers.json`.
    pub(super) name: &'static str,
    /// What people talk about then.
    pub(super) theme: &'static str,
    /// What it does to the mood, in deviations.
    pub(super) shift: f64,
}

/// The turn that bears on a person who speaks at a post that many days ago, if any.
pub(super) fn turn(
    dice: &mut Dice,
    post: &str,
    person: &Person,
    store: usize,
    ago: i32,
) -> Option<Turn> {
    let strikes = (STRIKE.1..=STRIKE.0).contains(&ago) && person.region() == "North";
    if strikes {
        let (share, shift) = match post {
            "delivery" => (0.9, -2.3),
            "relationship" => (0.8, -2.0),
            "support-call" => (0.65, -1.6),
            "reviews" => (0.6, -1.6),
            "store-visit" => (0.55, -1.6),
            _ => (0.0, 0.0),
        };
        if dice.chance(share) {
            return Some(Turn {
                name: "strike",
                theme: "delivery",
                shift,
            });
        }
    }
    if STORES[store].2 == SLIPPING && ago < HARBOR && matches!(post, "store-visit" | "reviews") {
        let far = f64::from(HARBOR - ago) / f64::from(HARBOR);
        return Some(Turn {
            name: "harbor",
            theme: "store",
            shift: -1.7 * far,
        });
    }
    let told = ago < PRICE_LETTER && !person.business;
    if told && matches!(post, "relationship" | "support-call") && dice.chance(0.65) {
        return Some(Turn {
            name: "price_letter",
            theme: "billing",
            shift: -2.0,
        });
    }
    None
}

/// The mood at a post before anything happens to one person, in deviations: what the post is like,
/// what was done about it, and the time of the year (`day_of_year` 1–366).
pub(super) fn usual_mood(post: &str, ago: i32, day_of_year: i16) -> f64 {
    let post_mood = match post {
        "store-visit" => 0.25,
        "onboarding" => 0.15,
        "delivery" => 0.1,
        "support-call" if ago < CALLBACK => 0.15,
        "support-call" => -0.3,
        "app" if ago < NEW_APP => 0.45,
        "app" => -0.4,
        "reviews" => -0.35,
        _ => 0.0,
    };
    // Best in July, worst in January.
    let turn_of_year = (f64::from(day_of_year) - 196.0) / 365.0 * std::f64::consts::TAU;
    post_mood + 0.12 * turn_of_year.cos()
}

/// How many speak on a day: the brand grows, weekends are quiet, the weeks before the holidays are not.
pub(super) fn voices(ago: i32, month: i8, weekend: bool) -> f64 {
    let growth = 1.2 - 0.4 * f64::from(ago) / f64::from(FIRST_DAY);
    let season = match month {
        7 => 0.75,
        11 | 12 => 1.2,
        _ => 1.0,
    };
    16.6 * growth * season * if weekend { 0.7 } else { 1.12 }
}

/// Where more people of the North than usual speak on a day of the strike: parcels do not come.
pub(super) fn unasked(ago: i32) -> &'static [&'static str] {
    if (STRIKE.1..=STRIKE.0).contains(&ago) {
        &["delivery", "delivery", "reviews", "delivery"]
    } else {
        &[]
    }
}

/// How many more answer the relationship survey on a day because it was sent along with the letter.
pub(super) fn asked_with_letter(ago: i32) -> usize {
    if ago < PRICE_LETTER { 5 } else { 0 }
}
