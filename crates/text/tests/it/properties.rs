//! What holds for any text whatever.

use proptest::prelude::*;
use text::{Model, READ_CAP_BYTES, clause::clauses, redact};

/// Text as people and machines write it: words, numbers, marks, and any character at all.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "the staff", "queue", "not", "but", "Wartezeit", "très", "ŻÓŁĆ", "İ", "ß", "很好", "が", "👍🏽",
            "jo@example.org", "+45 20 30 40 50", "4111111111111111", "https://a.b/?t=1", "::1", "1.2.3.4",
            "DE89370400440532013000", "\u{0}", "\u{200d}", "\u{feff}", "...", "?!", "\n", "\t", ", ",
        ]).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => "[0-9 ().+/-]{1,24}",
        1 => "[a-zA-Z0-9@.:/_-]{1,24}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn an_annotation_stays_within_its_ranges(text in texts()) {
        let model = Model::embedded();
        let said = model.annotate(&text);
        prop_assert!((-1.0..=1.0).contains(&said.sentiment.score));
        prop_assert!((0.0..=1.0).contains(&said.sentiment.confidence));
        prop_assert!((0.0..=1.0).contains(&said.language_confidence));
        for mention in &said.topics {
            prop_assert!(mention.start < mention.end && mention.end <= text.len());
            prop_assert!(text.is_char_boundary(mention.start) && text.is_char_boundary(mention.end));
            prop_assert!((-1.0..=1.0).contains(&mention.sentiment));
        }
        prop_assert!(said.topics.is_sorted_by_key(|mention| mention.start));
        prop_assert!(said.emotions.iter().all(|e| (0.0..=1.0).contains(&e.confidence)));
        prop_assert!(said.intents.iter().all(|i| (0.0..=1.0).contains(&i.confidence)));
        prop_assert_eq!(&said, &model.annotate(&text));
    }

    #[test]
    fn redaction_keeps_everything_else(text in texts()) {
        let redacted = redact(&text);
        let mut from = 0;
        let mut rebuilt = String::new();
        for span in &redacted.spans {
            prop_assert!(from <= span.start && span.start < span.end && span.end <= text.len());
            rebuilt.push_str(&text[from..span.start]);
            rebuilt.push_str(&format!("[{}]", span.kind.name()));
            from = span.end;
        }
        rebuilt.push_str(&text[from..]);
        prop_assert_eq!(rebuilt, redacted.text);
    }

    #[test]
    fn clauses_hold_every_letter_once(text in texts()) {
        let cuts = clauses(&text, "en");
        prop_assert!(cuts.windows(2).all(|pair| pair[0].1 <= pair[1].0));
        let inside: usize = cuts.iter().map(|&(a, b)| text[a..b].chars().filter(|c| c.is_alphanumeric()).count()).sum();
        prop_assert_eq!(inside, text.chars().filter(|c| c.is_alphanumeric()).count());
    }
}

#[test]
fn a_very_long_text_is_read_to_the_cap_and_no_further() {
    let model = Model::embedded();
    let long = "Die Schlange war lang. é".repeat(60_000);
    assert!(long.len() > 1 << 20);
    let said = model.annotate(&long);
    assert!(
        said.topics
            .iter()
            .all(|mention| mention.end <= READ_CAP_BYTES)
    );
    assert_eq!(
        said,
        model.annotate(&long[..long.floor_char_boundary(READ_CAP_BYTES)])
    );
    assert!(redact(&long).spans.is_empty());
}

#[test]
fn texts_made_to_be_slow_are_read_like_any_other() {
    let model = Model::embedded();
    for piece in [
        "1 ", "1.", "a.", "a-", "::", "aa", "wait", "1,000 ", "- ", "http://", "(1) ", "GB12 ",
    ] {
        let long = piece.repeat((1 << 18) / piece.len());
        let redacted = redact(&long);
        assert!(
            redacted.spans.iter().all(|span| span.end <= long.len()),
            "{piece:?}"
        );
        assert!(
            (-1.0..=1.0).contains(&model.annotate(&long).sentiment.score),
            "{piece:?}"
        );
    }
}
