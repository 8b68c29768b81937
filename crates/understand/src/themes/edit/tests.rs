use super::*;
use crate::themes::GroupBody;
use std::collections::BTreeSet;

fn labels(text: &str) -> ByLanguage<String> {
    [("en".to_owned(), text.to_owned())].into()
}

fn patterns(list: &[&str]) -> ByLanguage<Vec<String>> {
    [(
        "en".to_owned(),
        list.iter().map(|p| (*p).to_owned()).collect(),
    )]
    .into()
}

fn new(id: &str, parent: Option<&str>, list: &[&str]) -> NewTopic {
    NewTopic {
        id: id.into(),
        labels: labels(id),
        parent: parent.map(Into::into),
        patterns: patterns(list),
        ..NewTopic::default()
    }
}

fn frame() -> FrameBody {
    let group = |id: &str| GroupBody {
        id: id.into(),
        label: id.into(),
        labels: ByLanguage::new(),
    };
    let mut frame = FrameBody {
        version: "1".into(),
        groups: vec![group("people"), group("place")],
        topics: Vec::new(),
    };
    for (id, parent, list) in [
        ("staff", "people", ["staff", "waiter*"]),
        ("queue", "place", ["queue*", "line"]),
        ("parking", "place", ["parking", "car park"]),
    ] {
        frame.add(&new(id, Some(parent), &list)).unwrap();
    }
    frame
}

fn merge(topic: &str, into: &str) -> Edit {
    Edit::Merge {
        topic: topic.into(),
        into: into.into(),
    }
}

#[test]
fn each_edit_does_what_it_says_and_nothing_else() {
    let before = frame();
    let after = edited(
        &before,
        &[
            Edit::Rename {
                topic: "staff".into(),
                labels: labels("Our people"),
            },
            Edit::Rename {
                topic: "place".into(),
                labels: labels("The place"),
            },
            Edit::Rename {
                topic: "queue".into(),
                labels: [("de".to_owned(), "Schlange".to_owned())].into(),
            },
            Edit::Move {
                topic: "parking".into(),
                parent: "people".into(),
            },
            Edit::Split {
                topic: "queue".into(),
                new: new("line", None, &["Line"]),
            },
            Edit::Patterns {
                topic: "parking".into(),
                language: "de".into(),
                patterns: vec![" Parkplatz* ".into(), "parkplatz*".into()],
            },
            Edit::Retire {
                topic: "staff".into(),
            },
        ],
    )
    .unwrap();
    let topic = |id: &str| after.topic(id).unwrap();
    assert_eq!(
        (topic("staff").label_in("en"), topic("staff").retired),
        ("Our people", true)
    );
    assert_eq!(
        (topic("queue").label_in("de"), topic("queue").label_in("fr")),
        ("Schlange", "queue")
    );
    assert_eq!(after.label_of("place"), "The place");
    assert_eq!(topic("parking").parent, "people");
    assert_eq!(topic("parking").patterns["de"], ["parkplatz*"]);
    assert_eq!(
        (
            topic("queue").patterns["en"].clone(),
            topic("line").patterns["en"].clone()
        ),
        (vec!["queue*".to_owned()], vec!["line".to_owned()])
    );
    assert_eq!(topic("line").parent, "place");
    assert!(!after.reads_like(&before));
    let restored = edited(
        &after,
        &[Edit::Restore {
            topic: "staff".into(),
        }],
    )
    .unwrap();
    assert!(!restored.topic("staff").unwrap().retired);
}

#[test]
fn other_labels_and_groups_read_alike() {
    let before = frame();
    let edits = [
        Edit::Rename {
            topic: "staff".into(),
            labels: labels("x y"),
        },
        Edit::Move {
            topic: "staff".into(),
            parent: "place".into(),
        },
    ];
    assert!(edited(&before, &edits).unwrap().reads_like(&before));
    assert!(
        !edited(
            &before,
            &[Edit::Retire {
                topic: "staff".into()
            }]
        )
        .unwrap()
        .reads_like(&before)
    );
}

#[test]
fn a_merge_keeps_phrases_and_leads_from_the_old_id_to_the_new() {
    let after = edited(
        &frame(),
        &[merge("parking", "queue"), merge("queue", "staff")],
    )
    .unwrap();
    assert_eq!(after.topics.len(), 1);
    assert_eq!(after.topics[0].aliases, ["queue", "parking"]);
    assert_eq!(after.topics[0].patterns["en"].len(), 6);
    for id in ["parking", "queue", "staff"] {
        assert_eq!(after.current(id), "staff");
    }
    assert_eq!(after.current("never"), "never");
}

#[test]
fn what_cannot_be_done_is_named_and_changes_nothing() {
    let unknown = || EditError::UnknownTopic("nobody".into());
    let pattern = |pattern: &str| EditError::BadPattern {
        pattern: pattern.into(),
        language: "en".into(),
    };
    let set = |language: &str, list: &[&str]| Edit::Patterns {
        topic: "staff".into(),
        language: language.into(),
        patterns: list.iter().map(|p| (*p).to_owned()).collect(),
    };
    for (edits, error) in [
        (vec![merge("nobody", "staff")], unknown()),
        (vec![merge("staff", "nobody")], unknown()),
        (
            vec![merge("staff", "staff")],
            EditError::Itself("staff".into()),
        ),
        (
            vec![merge("queue", "staff"), merge("parking", "queue")],
            EditError::Merged {
                topic: "queue".into(),
                into: "staff".into(),
            },
        ),
        (
            vec![
                Edit::Retire {
                    topic: "staff".into(),
                },
                merge("staff", "queue"),
            ],
            EditError::Retired("staff".into()),
        ),
        (
            vec![Edit::Move {
                topic: "staff".into(),
                parent: "nowhere".into(),
            }],
            EditError::UnknownGroup("nowhere".into()),
        ),
        (
            vec![Edit::Add {
                new: new("queue", Some("place"), &["abc"]),
            }],
            EditError::Taken("queue".into()),
        ),
        (
            vec![Edit::Add {
                new: new("place", Some("place"), &["abc"]),
            }],
            EditError::Taken("place".into()),
        ),
        (
            vec![
                merge("queue", "staff"),
                Edit::Add {
                    new: new("queue", Some("place"), &["abc"]),
                },
            ],
            EditError::Taken("queue".into()),
        ),
        (
            vec![Edit::Add {
                new: new("Queue time", Some("place"), &["abc"]),
            }],
            EditError::BadId("Queue time".into()),
        ),
        (
            vec![Edit::Add {
                new: new("fresh", None, &["abc"]),
            }],
            EditError::UnknownGroup(String::new()),
        ),
        (
            vec![Edit::Add {
                new: new("fresh", Some("place"), &[]),
            }],
            EditError::NoPatterns("fresh".into()),
        ),
        (
            vec![Edit::Add {
                new: new("fresh", Some("place"), &["*a*"]),
            }],
            pattern("*a*"),
        ),
        (
            vec![Edit::Add {
                new: new("fresh", Some("place"), &["a*b c"]),
            }],
            pattern("a*b c"),
        ),
        (
            vec![Edit::Split {
                topic: "queue".into(),
                new: new("fresh", None, &["absent"]),
            }],
            EditError::NoSuchPattern {
                topic: "queue".into(),
                pattern: "absent".into(),
                language: "en".into(),
            },
        ),
        (
            vec![Edit::Split {
                topic: "queue".into(),
                new: new("fresh", None, &["queue*", "line"]),
            }],
            EditError::Emptied("queue".into()),
        ),
        (vec![set("en", &[])], EditError::NoPatterns("staff".into())),
        (
            vec![set("English", &["abc"])],
            EditError::BadLanguage("English".into()),
        ),
        (
            vec![Edit::Rename {
                topic: "staff".into(),
                labels: labels(" "),
            }],
            EditError::BadLabel {
                label: " ".into(),
                language: "en".into(),
            },
        ),
        (
            vec![Edit::Add {
                new: NewTopic {
                    labels: ByLanguage::new(),
                    ..new("fresh", Some("place"), &["abc"])
                },
            }],
            EditError::NoLabel("fresh".into()),
        ),
        (
            vec![Edit::Rename {
                topic: "staff".into(),
                labels: ByLanguage::new(),
            }],
            EditError::NoLabel("staff".into()),
        ),
    ] {
        assert_eq!(edited(&frame(), &edits), Err(error), "{edits:?}");
    }
}

/// A walk over edits that a seed chooses, good ones and bad ones.
fn walk(mut seed: u64) -> FrameBody {
    let mut frame = frame();
    let mut next = |n: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    for step in 0..40 {
        let mut ids: Vec<String> = frame
            .topics
            .iter()
            .flat_map(|t| t.aliases.iter().chain([&t.id]).cloned())
            .collect();
        ids.extend(["people".into(), "place".into(), "nobody".into()]);
        let mut id = || ids[next(ids.len() as u64) as usize].clone();
        let (topic, other) = (id(), id());
        let language = "en".to_owned();
        let phrase = frame
            .topic(&topic)
            .and_then(|t| t.patterns.values().flatten().next().cloned())
            .unwrap_or_default();
        let edit = match next(8) {
            0 => Edit::Move {
                topic,
                parent: other,
            },
            1 | 2 => merge(&topic, &other),
            3 => Edit::Split {
                topic,
                new: new(&format!("s{step}"), None, &[&phrase]),
            },
            4 => Edit::Add {
                new: new(
                    &format!("a{}", step % 7),
                    Some("place"),
                    &[&format!("word {step}")],
                ),
            },
            5 => Edit::Retire { topic },
            6 => Edit::Restore { topic },
            _ => Edit::Patterns {
                topic,
                language,
                patterns: vec![format!("phrase {step}"), "line".into()],
            },
        };
        if let Ok(after) = edited(&frame, &[edit]) {
            frame = after;
        }
    }
    frame
}

#[test]
fn no_walk_over_edits_leaves_a_dangling_parent_or_an_id_twice() {
    let mut lengths = BTreeSet::new();
    for seed in 0..300 {
        let frame = walk(seed);
        lengths.insert(frame.topics.len());
        let groups: BTreeSet<&str> = frame.groups.iter().map(|g| g.id.as_str()).collect();
        let mut seen = groups.clone();
        for topic in &frame.topics {
            assert!(groups.contains(topic.parent.as_str()), "{seed}: {topic:?}");
            assert!(!topic.patterns.is_empty(), "{seed}: {topic:?}");
            for id in topic.aliases.iter().chain([&topic.id]) {
                // Ids and aliases are one set without repetition, so no alias leads in a circle.
                assert!(seen.insert(id), "{seed}: {id} stands there twice");
                assert_eq!(frame.current(id), topic.id, "{seed}");
            }
        }
    }
    assert!(lengths.len() > 3, "the walks differ: {lengths:?}");
}
