//! Rules: what they read, what they refuse, what they decide.

use crate::house::houses;
use act::rule::{Rule, RuleBody, decide, usual};
use act::rules::{RuleDraft, delete, list, save};
use domain::annotation::{Mention, VerbatimRecord};
use domain::case::Priority;
use domain::{RuleId, Signal};
use serde_json::{Value, json};

fn rule(name: &str, body: Value) -> Rule {
    Rule {
        id: RuleId::new(name),
        name: name.into(),
        body: RuleBody::read(&body).unwrap_or_else(|e| panic!("{name}: {e}")),
        enabled: true,
    }
}

fn signal(score: f64, words: &str) -> Signal {
    serde_json::from_value(json!({
        "id": "s1", "post": "p1", "external_id": "x", "rev": 1, "provenance": "direct", "channel": "web",
        "occurred_at": 0, "received_at": 0, "occurred_on": "2026-03-02", "location": "Bern",
        "attributes": {"branch": "north"}, "consent": {"purpose": "service", "basis": "consent"},
        "answers": [{"question": "nps", "value": score}, {"question": "why", "text": words}],
    }))
    .unwrap()
}

fn read_as(label: &str, topic: &str, felt: f64) -> VerbatimRecord {
    serde_json::from_value(json!({
        "signal": "s1", "question": "why", "text": "x", "post": "p1", "provenance": "direct", "channel": "web",
        "occurred_at": 0, "occurred_on": "2026-03-02", "run": "m1", "language": "en",
        "sentiment_label": label, "sentiment": felt, "confidence": 0.9,
        "mentions": [Mention { topic: topic.into(), sentiment: felt, start: 0, end: 1 }],
    }))
    .unwrap()
}

#[test]
fn every_condition_must_hold() {
    let body = json!({"when": [
        {"field": "score", "question": "nps", "op": "at_most", "value": 6},
        {"field": "location", "any": ["bern", "Basel"]},
        {"field": "channel", "any": ["web"]},
        {"field": "post", "any": ["p1"]},
        {"field": "text", "any": ["cold"]},
        {"field": "attribute", "key": "branch", "any": ["north"]},
    ], "title": "{score} on {question} at {location} ({phrase}, {topic})"});
    let opening = decide(&[rule("all", body.clone())], &signal(2.0, "so cold"), None).unwrap();
    assert_eq!(opening.title, "2 on nps at Bern (cold, –)");
    assert_eq!(opening.score, Some(2.0));
    assert_eq!(opening.words.as_deref(), Some("so cold"));
    assert!(
        opening
            .why
            .starts_with("nps is 2 (at most 6); it is about bern")
    );
    let mut off = rule("all", body.clone());
    off.enabled = false;
    assert_eq!(decide(&[off], &signal(2.0, "so cold"), None), None);
    for i in 0..6 {
        let mut other = body.clone();
        other["when"][i] = match i {
            0 => json!({"field": "score", "question": "nps", "op": "below", "value": 2}),
            1 => json!({"field": "location", "any": ["Chur"]}),
            2 => json!({"field": "channel", "any": ["kiosk"]}),
            3 => json!({"field": "post", "any": ["p2"]}),
            4 => json!({"field": "text", "any": ["hot"]}),
            _ => json!({"field": "attribute", "key": "branch", "any": ["south"]}),
        };
        assert_eq!(
            decide(&[rule("all", other)], &signal(2.0, "so cold"), None),
            None,
            "{i}"
        );
    }
}

#[test]
fn scores_are_compared_in_five_ways() {
    for (op, at, holds) in [
        ("at_most", 6.0, true),
        ("at_most", 5.9, false),
        ("at_least", 6.0, true),
        ("at_least", 6.1, false),
        ("below", 6.0, false),
        ("below", 6.1, true),
        ("above", 6.0, false),
        ("above", 5.9, true),
        ("equals", 6.0, true),
        ("equals", 5.0, false),
    ] {
        let body = json!({"when": [{"field": "score", "question": "nps", "op": op, "value": at}]});
        assert_eq!(
            decide(&[rule("r", body)], &signal(6.0, ""), None).is_some(),
            holds,
            "6 {op} {at}"
        );
    }
}

#[test]
fn sentiment_and_topic_wait_for_annotation() {
    let body = json!({"when": [
        {"field": "sentiment", "any": ["negative"]},
        {"field": "topic", "any": ["food"], "felt": "negative"},
    ], "title": "{topic}"});
    let rules = [rule("felt", body)];
    assert!(rules[0].needs_annotation());
    let said = signal(9.0, "cold food");
    assert_eq!(decide(&rules, &said, None), None);
    let negative = [read_as("negative", "food", -0.7)];
    assert_eq!(
        decide(&rules, &said, Some(&negative)).unwrap().title,
        "food"
    );
    assert_eq!(
        decide(&rules, &said, Some(&[read_as("negative", "staff", -0.7)])),
        None
    );
    assert_eq!(
        decide(&rules, &said, Some(&[read_as("positive", "food", 0.7)])),
        None
    );
}

#[test]
fn the_highest_priority_wins_and_the_earlier_rule_among_equals() {
    let low = json!({"when": [{"field": "channel", "any": ["web"]}], "priority": "low"});
    let high = json!({"when": [{"field": "channel", "any": ["web"]}], "priority": "high"});
    let rules = [rule("a", low), rule("b", high.clone()), rule("c", high)];
    let opening = decide(&rules, &signal(1.0, ""), None).unwrap();
    assert_eq!(
        (opening.rule.as_str(), opening.priority),
        ("b", Priority::High)
    );
}

#[test]
fn tests_and_old_history_open_nothing() {
    let rules = [rule(
        "a",
        json!({"when": [{"field": "channel", "any": ["web"]}]}),
    )];
    let mut said = signal(1.0, "");
    said.test = true;
    assert_eq!(decide(&rules, &said, None), None);
    let mut old = signal(1.0, "");
    old.received_at = 31 * 86_400_000_000;
    assert_eq!(decide(&rules, &old, None), None);
    old.received_at = 30 * 86_400_000_000;
    assert!(decide(&rules, &old, None).is_some());
}

#[test]
fn the_usual_rules_see_detractors_and_danger() {
    let rules: Vec<Rule> = usual()
        .into_iter()
        .map(|(name, body)| {
            body.check().unwrap();
            Rule {
                id: RuleId::new(name),
                name: name.into(),
                body,
                enabled: true,
            }
        })
        .collect();
    assert_eq!(
        decide(&rules, &signal(6.0, "meh"), None).unwrap().title,
        "Scored 6 on nps"
    );
    assert_eq!(decide(&rules, &signal(7.0, "meh"), None), None);
    let danger = decide(&rules, &signal(3.0, "I was injured on the stairs"), None).unwrap();
    assert_eq!(
        (danger.priority, danger.due_hours),
        (Priority::Urgent, Some(4))
    );
    assert_eq!(danger.title, "Safety: injur*");
}

#[test]
fn a_rule_that_does_not_read_says_what_and_how_to_mend_it() {
    let one = json!({"field": "channel", "any": ["web"]});
    for (body, says) in [
        (json!({"when": []}), "has no condition"),
        (json!({"when": [one], "surprise": 1}), "surprise"),
        (
            json!({"when": [{"field": "weather", "any": ["rain"]}]}),
            "weather",
        ),
        (
            json!({"when": [{"field": "score", "question": "nps", "op": "near", "value": 1}]}),
            "near",
        ),
        (
            json!({"when": [{"field": "score", "question": "nps", "op": "below", "value": 1, "x": 2}]}),
            "x",
        ),
        (
            json!({"when": [{"field": "score", "question": " ", "op": "below", "value": 1}]}),
            "condition 1: the score has no question",
        ),
        (
            json!({"when": [{"field": "text", "any": ["!"]}]}),
            "'!' has no word",
        ),
        (
            json!({"when": [{"field": "topic", "any": []}]}),
            "'topic' names nothing",
        ),
        (
            json!({"when": [{"field": "sentiment", "any": ["angry"]}]}),
            "angry",
        ),
        (json!({"when": [one], "priority": "soon"}), "soon"),
        (json!({"when": [one], "due_hours": 0}), "due_hours is 0"),
        (json!({"when": [one], "title": "{secret}"}), "{secret}"),
        (json!({"when": [one], "title": "{score"}), "not closed"),
        (json!({"when": vec![one.clone(); 21]}), "21 conditions"),
    ] {
        let refused = RuleBody::read(&body).unwrap_err();
        assert!(refused.detail.contains(says), "{body}: {refused}");
        assert!(!refused.hint.is_empty());
    }
}

#[tokio::test]
async fn rules_are_kept_changed_and_removed_in_their_workspace_only() {
    for house in houses().await {
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let draft = RuleDraft {
            name: " Kiosk ".into(),
            body: json!({"when": [{"field": "channel", "any": ["kiosk"]}], "priority": "low"}),
            enabled: true,
        };
        let made = save(&house.store, &house.actor, None, &draft, &means)
            .await
            .unwrap();
        assert_eq!(made.name, "Kiosk");
        let changed = RuleDraft {
            enabled: false,
            ..draft.clone()
        };
        save(&house.store, &house.actor, Some(&made.id), &changed, &means)
            .await
            .unwrap();
        let all = list(&house.store, house.workspace()).await.unwrap();
        assert_eq!(all.len(), 3, "two usual ones and this");
        assert!(all.iter().any(|r| r.id == made.id && !r.enabled));
        let mut stranger = house.actor.clone();
        stranger.workspace = domain::WorkspaceId::new("w2");
        assert!(
            list(&house.store, &stranger.workspace)
                .await
                .unwrap()
                .is_empty()
        );
        for refused in [
            save(&house.store, &stranger, Some(&made.id), &draft, &means)
                .await
                .map(|_| ()),
            delete(&house.store, &stranger, &made.id, &means).await,
        ] {
            assert!(matches!(
                refused,
                Err(act::Error::NotFound { what: "rule", .. })
            ));
        }
        delete(&house.store, &house.actor, &made.id, &means)
            .await
            .unwrap();
        assert_eq!(
            list(&house.store, house.workspace()).await.unwrap().len(),
            2
        );
        let nameless = RuleDraft {
            name: " ".into(),
            ..draft
        };
        assert!(
            save(&house.store, &house.actor, None, &nameless, &means)
                .await
                .is_err()
        );
    }
}
