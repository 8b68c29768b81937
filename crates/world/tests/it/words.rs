//! The grammar says enough, in both languages, about every touchpoint.

use std::collections::BTreeSet;

use world::Draw;
use world::comment::{Brief, Corpus, Polarity, grammar};
use world::touchpoint::TOUCHPOINTS;

#[test]
fn every_touchpoint_can_be_praised_and_blamed_in_forty_ways() {
    for language in ["en", "de"] {
        for touchpoint in &TOUCHPOINTS {
            let ways = |part: &str| {
                grammar()
                    .ways(language, &format!("{}.{part}", touchpoint.id))
                    .len()
            };
            for end in ["bad", "good"] {
                assert!(
                    ways("subject") * ways(end) >= 40,
                    "{language} {} {end}",
                    touchpoint.id
                );
            }
        }
        for name in [
            "opener.bad",
            "opener.good",
            "cause",
            "request",
            "sarcasm",
            "strike",
            "general.good",
            "general.plain",
        ] {
            assert!(
                grammar().ways(language, name).len() >= 4,
                "{language} {name}"
            );
        }
    }
}

#[test]
fn comments_vary_and_hold_no_gap() {
    let draw = &mut Draw::new(1, 1);
    let mut seen = BTreeSet::new();
    for _ in 0..500 {
        let brief = Brief {
            language: "en",
            about: &[(3, Polarity::Bad)],
            strike: false,
            sarcastic: false,
        };
        let text = grammar().write(draw, &brief);
        assert!(!text.contains(['~', '|']) && text.len() > 8, "{text}");
        seen.insert(text);
    }
    assert!(seen.len() > 150, "{}", seen.len());
}

#[test]
fn a_corpus_keeps_what_a_shop_could_hear_about_one_thing() {
    let mut corpus = Corpus::default();
    corpus.read(concat!(
        r#"{"language":"en","industry":"retail","text":"Parcel soaked.","aspects":[{"topic":"delivery","polarity":-1}],"irony":false,"pii":[]}"#,
        "\n",
        r#"{"language":"en","industry":"airline","text":"No bag.","aspects":[{"topic":"delivery","polarity":-1}],"irony":false,"pii":[]}"#,
        "\nnot a row\n",
    ));
    assert_eq!(corpus.len(), 1);
    let draw = &mut Draw::new(1, 1);
    assert_eq!(
        corpus.pick(draw, "en", "delivery", Polarity::Bad),
        Some("Parcel soaked.")
    );
    assert_eq!(corpus.pick(draw, "en", "delivery", Polarity::Good), None);
}
