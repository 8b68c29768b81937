//! Who says what, when and where: the story as signals.

use super::asked;
use super::bare::{incoming, seal, signal};
use super::dice::Dice;
use super::people::{Person, STORES};
use super::posts::PostIds;
use super::said::{Standing, mood, scores, standing, words};
use super::texts::{Polarity, Wanted, comment};
use super::turns;
use domain::answer::Missing;
use domain::{Answer, CustomerRef};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use store::Incoming;

/// Signals of people who tried out a form, and of machines.
const TESTS: usize = 30;

/// How often each post is spoken at.
const SHARES: [(&str, f64); 7] = [
    ("relationship", 22.0),
    ("delivery", 16.0),
    ("store-visit", 19.0),
    ("support-call", 16.0),
    ("app", 12.0),
    ("onboarding", 6.0),
    ("reviews", 9.0),
];

/// A signal of the story, and what it is about in `answers.json`.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) incoming: Incoming,
    pub(super) about: &'static str,
    /// The key of its post.
    pub(super) post: &'static str,
}

/// The whole story until the end of `today`, in the order in which it was received.
pub(super) fn tell(today: Date, seed: u64, ids: &PostIds) -> Vec<Told> {
    let mut dice = Dice::new(seed);
    let mut told = Vec::with_capacity(9_500);
    for ago in (0..=turns::FIRST_DAY).rev() {
        // A story that would begin before the calendar does is shorter.
        let Ok(on) = today.checked_sub(ago.days()) else {
            continue;
        };
        let weekend = matches!(on.weekday(), Weekday::Saturday | Weekday::Sunday);
        for _ in 0..dice.about(turns::voices(ago, on.month(), weekend)) {
            let post = dice.weighted(&SHARES, "relationship");
            let person = Person::any(&mut dice);
            told.push(one(&mut dice, person, post, on, ago, ids));
        }
        for _ in 0..turns::asked_with_letter(ago) {
            let person = Person::any(&mut dice);
            told.push(one(&mut dice, person, "relationship", on, ago, ids));
        }
        for post in turns::unasked(ago) {
            let person = Person::of_region(&mut dice, "North");
            told.push(one(&mut dice, person, post, on, ago, ids));
        }
    }
    if let Ok(on) = today.checked_sub(turns::BARE_CABLE.days()) {
        told.push(bare_cable(&mut dice, on, ids));
    }
    for _ in 0..TESTS {
        let ago = dice.under(120) as i32;
        if let Ok(on) = today.checked_sub(ago.days()) {
            told.push(test(&mut dice, on, ids));
        }
    }
    told.sort_by(|a, b| {
        let key = |t: &Told| (t.incoming.signal.received_at, t.incoming.signal.id.clone());
        key(a).cmp(&key(b))
    });
    for (number, told) in told.iter_mut().enumerate() {
        told.incoming.signal.external_id = format!("fjordnet-{:06}", number + 1);
        seal(&mut told.incoming);
    }
    told
}

/// What one person says at a post.
fn one(
    dice: &mut Dice,
    person: Person,
    post: &'static str,
    on: Date,
    ago: i32,
    ids: &PostIds,
) -> Told {
    let store = if dice.chance(0.92) {
        person.home
    } else {
        dice.under(STORES.len())
    };
    let turn = turns::turn(dice, post, &person, store, ago);
    let mood = mood(dice, post, turn, ago, on);
    let mut answers = scores(dice, post, mood);
    let low_high = answers.first().map(standing).unwrap_or(Standing::Middle);
    let words = words(dice, post, &person, turn, ago, low_high);
    if post == "relationship" {
        answers = asked::answers(&person, answers, mood, turn, ago);
    }
    match words {
        Some((text, _)) => answers.push(Answer::verbatim("why", text)),
        None => answers.push(Answer::missing("why", Missing::Blank)),
    }
    let about = match (turn, words) {
        (Some(turn), _) => turn.name,
        (None, Some((_, theme))) => theme,
        (None, None) => "general",
    };
    let mut signal = signal(dice, post, on, ids);
    signal.answers = answers;
    signal.language = Some(person.language.into());
    signal.location = match post {
        "store-visit" => Some(STORES[store].2.into()),
        "reviews" if about == "harbor" || dice.chance(0.4) => Some(STORES[store].2.into()),
        "delivery" | "onboarding" => Some(STORES[person.home].1.into()),
        _ => None,
    };
    let mut customer = None;
    if post != "reviews" {
        signal.attributes = [
            (
                "segment",
                if person.business {
                    "business"
                } else {
                    "consumer"
                }
                .to_owned(),
            ),
            ("country", person.country().to_owned()),
            ("region", person.region().to_owned()),
            ("plan", person.plan.to_owned()),
            ("tenure_year", person.tenure_years.to_string()),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
        let anonymous = if post == "store-visit" { 0.2 } else { 0.06 };
        if !dice.chance(anonymous) {
            customer = Some(CustomerRef {
                kind: "email".into(),
                value: person.email,
            });
        }
    }
    Told {
        incoming: incoming(dice, signal, customer),
        about,
        post,
    }
}

/// A family with a cable hanging by the stairs: the one thing in the story that cannot wait.
fn bare_cable(dice: &mut Dice, on: Date, ids: &PostIds) -> Told {
    let post = "onboarding";
    let wanted = Wanted {
        language: "en",
        post,
        theme: "technician",
        polarity: Polarity::Negative,
        turn: Some("cable"),
        era: "any",
    };
    let person = Person::any(dice);
    let mut told = one(dice, person, post, on, turns::BARE_CABLE, ids);
    let signal = &mut told.incoming.signal;
    signal.answers = scores(dice, post, -3.0);
    signal
        .answers
        .extend(comment(dice, &wanted).map(|(text, _)| Answer::verbatim("why", text)));
    signal.language = Some(wanted.language.into());
    signal.consent.purpose = "service".into();
    let known = || CustomerRef {
        kind: "email".into(),
        value: "keen.otter.4200@example.org".into(),
    };
    told.incoming.customer.get_or_insert_with(known);
    told.about = wanted.theme;
    told
}

/// Somebody trying out the form, or a machine; never counted anywhere.
fn test(dice: &mut Dice, on: Date, ids: &PostIds) -> Told {
    let post = dice.weighted(
        &[("relationship", 3.0), ("store-visit", 1.0), ("app", 1.0)],
        "app",
    );
    let wanted = Wanted {
        language: "en",
        post,
        theme: "test",
        polarity: Polarity::Neutral,
        turn: Some("bot"),
        era: "any",
    };
    let mut signal = signal(dice, post, on, ids);
    signal.test = true;
    let extreme = if dice.chance(0.5) { 4.0 } else { -4.0 };
    signal.answers = scores(dice, post, extreme);
    signal
        .answers
        .extend(comment(dice, &wanted).map(|(text, _)| Answer::verbatim("why", text)));
    Told {
        incoming: incoming(dice, signal, None),
        about: "general",
        post,
    }
}
