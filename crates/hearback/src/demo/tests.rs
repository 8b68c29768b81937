//! The story is the same every time, and what was planted can be seen in it.

use super::people::STORES;
use super::texts::{book, desk};
use super::turns::{HARBOR, NEW_APP, SLIPPING, STRIKE};
use super::{PostIds, SEED, signals};
use domain::Signal;
use domain::time::to_days;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};

const TODAY: Date = date(2026, 3, 1);

fn told() -> Vec<Signal> {
    let story = signals(TODAY, SEED, &PostIds::default());
    story.into_iter().map(|i| i.signal).collect()
}

fn ago(signal: &Signal) -> i32 {
    to_days(TODAY) - to_days(signal.occurred_on)
}

fn mean<'a>(signals: impl Iterator<Item = &'a Signal>, question: &str) -> f64 {
    let scores: Vec<f64> = signals
        .filter(|s| !s.test)
        .filter_map(|s| s.score(question))
        .collect();
    assert!(
        scores.len() > 30,
        "{} scores of {question} say nothing",
        scores.len()
    );
    scores.iter().sum::<f64>() / scores.len() as f64
}

fn of_region(signal: &Signal) -> Option<&str> {
    signal.attributes.get("region").map(String::as_str)
}

#[test]
fn the_same_day_and_seed_tell_the_same_story_and_another_seed_another() {
    let bytes = |seed| {
        let story = signals(TODAY, seed, &PostIds::default());
        let sent: Vec<_> = story
            .iter()
            .map(|i| (&i.signal, &i.body_hash, &i.customer, &i.fresh_customer))
            .collect();
        serde_json::to_vec(&sent).unwrap()
    };
    assert!(bytes(SEED) == bytes(SEED));
    assert!(bytes(SEED) != bytes(SEED + 1));
}

#[test]
fn there_are_about_9000_signals_of_18_months_with_about_3800_comments() {
    let story = told();
    assert!(
        (8_500..9_600).contains(&story.len()),
        "{} signals",
        story.len()
    );
    let comments = story
        .iter()
        .filter(|s| s.verbatims().next().is_some())
        .count();
    assert!((3_500..4_200).contains(&comments), "{comments} comments");
    let oldest = story.iter().map(ago).max().unwrap();
    assert!((540..=548).contains(&oldest) && story.iter().all(|s| ago(s) >= 0));
    assert_eq!(story.iter().filter(|s| s.test).count(), 30);
    assert!(story.iter().all(|s| s.received_at >= s.occurred_at));
    assert!(story.is_sorted_by_key(|s| s.received_at));
    let scores = story
        .iter()
        .flat_map(|s| s.answers.iter().filter_map(|a| a.value));
    assert!(
        scores
            .into_iter()
            .all(|score| score.is_sign_positive() && score.fract() == 0.0)
    );
}

#[test]
fn no_id_is_given_twice_and_some_people_speak_more_than_once() {
    let story = signals(TODAY, SEED, &PostIds::default());
    let ids: BTreeSet<_> = story.iter().map(|i| &i.signal.id).collect();
    let keys: BTreeSet<_> = story
        .iter()
        .map(|i| (&i.signal.post, &i.signal.external_id))
        .collect();
    assert_eq!((ids.len(), keys.len()), (story.len(), story.len()));
    let mut people = BTreeMap::new();
    for reference in story.iter().filter_map(|i| i.customer.as_ref()) {
        *people.entry(&reference.value).or_insert(0) += 1;
    }
    assert!(people.values().filter(|n| **n > 1).count() > 500);
}

#[test]
fn the_strike_pulls_nps_and_csat_in_the_north_down_and_nowhere_else() {
    let story = told();
    let in_strike = |s: &&Signal| (STRIKE.1..=STRIKE.0).contains(&ago(s));
    for (question, at_least) in [("nps", 1.5), ("csat", 0.5)] {
        let of = |north: bool, strike: bool| {
            let here = story
                .iter()
                .filter(|s| (of_region(s) == Some("North")) == north);
            mean(here.filter(in_strike_is(strike, in_strike)), question)
        };
        let dip = of(true, false) - of(true, true);
        assert!(dip >= at_least, "{question} in the north fell by {dip}");
        let elsewhere = of(false, false) - of(false, true);
        assert!(
            elsewhere.abs() < dip / 2.0,
            "{question} elsewhere fell by {elsewhere}"
        );
    }
    let late = ["late", "delivery", "strike", "parcel", "tracking"];
    let words: Vec<String> = story
        .iter()
        .filter(|s| of_region(s) == Some("North") && s.language.as_deref() == Some("en"))
        .filter(in_strike)
        .flat_map(|s| {
            s.verbatims()
                .map(|(_, w)| w.to_lowercase())
                .collect::<Vec<_>>()
        })
        .collect();
    let about = words
        .iter()
        .filter(|w| late.iter().any(|l| w.contains(l)))
        .count();
    assert!(
        about * 3 > words.len(),
        "{about} of {} are about deliveries",
        words.len()
    );
}

fn in_strike_is<'a>(
    wanted: bool,
    in_strike: impl Fn(&&'a Signal) -> bool + Copy,
) -> impl FnMut(&&'a Signal) -> bool {
    move |s| in_strike(s) == wanted
}

#[test]
fn the_harbor_store_slips_and_the_new_app_helps() {
    let story = told();
    let visits = |store: &'static str, recent: bool| {
        let here = story.iter().filter(move |s| {
            s.post.as_str() == "store-visit" && s.location.as_deref() == Some(store)
        });
        mean(
            here.filter(move |s| (ago(s) < HARBOR / 2) == recent),
            "csat",
        )
    };
    assert!(visits(SLIPPING, false) - visits(SLIPPING, true) > 0.6);
    assert!((visits("Stockholm Central", false) - visits("Stockholm Central", true)).abs() < 0.4);
    let app = |new: bool| {
        let here = story.iter().filter(|s| s.post.as_str() == "app");
        mean(here.filter(move |s| (ago(s) < NEW_APP) == new), "csat")
    };
    assert!(
        app(true) - app(false) > 0.4,
        "from {} to {}",
        app(false),
        app(true)
    );
}

#[test]
fn there_are_at_least_450_comments_in_seven_languages_and_all_can_be_said_somewhere() {
    let mut texts = BTreeSet::new();
    let mut languages = BTreeMap::new();
    for group in book() {
        for post in &group.posts {
            assert!(
                super::posts::POSTS.iter().any(|row| row.0 == post),
                "no post '{post}'"
            );
        }
        for text in &group.texts {
            assert!(texts.insert(text), "twice: {text}");
        }
        *languages.entry(group.language.as_str()).or_insert(0) += group.texts.len();
    }
    assert!(texts.len() >= 450, "{} comments", texts.len());
    assert_eq!(languages.len(), 7);
    assert!(languages.values().all(|n| *n >= 20), "{languages:?}");
    let said: BTreeSet<String> = told()
        .iter()
        .flat_map(|s| s.verbatims().map(|(_, w)| w.to_owned()).collect::<Vec<_>>())
        .collect();
    assert!(
        said.len() >= 450,
        "only {} of {} comments are used",
        said.len(),
        texts.len()
    );
}

#[test]
fn every_theme_of_the_story_has_replies_and_endings() {
    for theme in ["strike", "price_letter", "harbor", "general"] {
        assert!(desk().cases.contains_key(theme), "no answers about {theme}");
    }
    for (theme, answers) in &desk().cases {
        assert!(
            !answers.replies.is_empty() && !answers.closed.is_empty(),
            "{theme}"
        );
    }
    assert!(desk().languages.values().all(|list| list.len() > 1));
}

#[test]
fn no_mail_address_leads_to_anybody() {
    let mut told = serde_json::to_string(&told()).unwrap();
    for incoming in signals(TODAY, SEED, &PostIds::default()) {
        told.extend(incoming.customer.map(|c| format!(" {} ", c.value)));
    }
    told.push_str(include_str!("../../../../demos/fjordnet/answers.json"));
    let mut found = 0;
    for (at, _) in told.match_indices('@') {
        assert!(
            told[at..].starts_with("@example.org"),
            "{}",
            &told[at - 10..at + 20]
        );
        found += 1;
    }
    assert!(found > 5_000);
}

#[test]
fn every_store_is_visited() {
    let story = told();
    for (_, _, store) in STORES {
        assert!(
            story.iter().any(|s| s.location.as_deref() == Some(store)),
            "{store}"
        );
    }
}
