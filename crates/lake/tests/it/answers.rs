use crate::help::*;
use columns::{Ask, By, ColumnKind, Columns, Error, Filter, Grain, PageAsk, VerbatimFilter};
use domain::Provenance;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A lake with 90 days of signals and words: a third in one file, a third in another, a third hot.
async fn world() -> World {
    let world = World::new().await;
    for (part, range) in [0..60, 60..120, 120..180].into_iter().enumerate() {
        world.receive(&signals(range.clone())).await;
        world.annotate(&verbatims(range)).await;
        if part < 2 {
            world.lake.append(&world.ws).await.unwrap();
        }
    }
    world
}

fn equals(column: &str, values: &[&str]) -> Filter {
    Filter {
        equals: vec![(column.into(), values.iter().map(|v| (*v).into()).collect())],
        ..Filter::default()
    }
}

fn some(values: &[&str]) -> Vec<Option<String>> {
    values.iter().map(|v| Some((*v).to_owned())).collect()
}

pub async fn columns_values_and_names_are_found_as_people_write_them() {
    let world = world().await;
    let columns = world.lake.columns(&world.ws).await.unwrap();
    let named = |kind| {
        let of_kind = columns.iter().filter(move |c| c.kind == kind);
        of_kind.map(|c| c.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(named(ColumnKind::Question), ["q_netpro"]);
    assert_eq!(named(ColumnKind::Attribute), ["a_segment"]);
    assert!(named(ColumnKind::Dimension).contains(&"location"));

    let values = |column: &'static str| {
        let world = &world;
        async move {
            world
                .lake
                .values(&world.ws, column, &Filter::default(), 3)
                .await
        }
    };
    let stores = values("location").await.unwrap();
    assert_eq!(stores.len(), 3);
    assert_eq!(
        (stores[0].value.as_deref(), stores[0].n),
        (Some("store 0"), 36)
    );
    for name in ["segment", "a_segment", "Segment"] {
        assert_eq!(values(name).await.unwrap()[0].n, 60, "{name}");
    }
    assert_eq!(
        values("netpro").await.unwrap()[0].value.as_deref(),
        Some("0")
    );
    for (slip, meant) in [
        ("segmnt", "a_segment"),
        ("loaction", "location"),
        ("netp", "q_netpro"),
    ] {
        match values(slip).await {
            Err(Error::UnknownColumn { name, near }) => {
                assert_eq!((name.as_str(), near), (slip, vec![meant.to_owned()]));
            }
            other => panic!("{other:?}"),
        }
    }
    match values("weather").await {
        Err(Error::UnknownColumn { near, .. }) => assert!(near.is_empty(), "{near:?}"),
        other => panic!("{other:?}"),
    }
}

pub async fn a_tally_by_week_and_store_holds_every_answer_once() {
    let world = world().await;
    let ask = Ask {
        question: "NetPro".into(),
        by: vec!["location".into()],
        grain: Some(Grain::Week),
        filter: Filter {
            since: Some(Date::constant(2026, 3, 9)),
            until: Some(Date::constant(2026, 3, 23)),
            provenance: Some(Provenance::Direct),
            ..Filter::default()
        },
    };
    let tally = world.lake.tally(&world.ws, &ask).await.unwrap();
    let weeks: BTreeSet<_> = tally.iter().map(|t| t.group[0].clone()).collect();
    assert_eq!(
        weeks.into_iter().collect::<Vec<_>>(),
        some(&["2026-W11", "2026-W12"])
    );
    let mut expected: Vec<(String, f64)> = (0..180)
        .filter(|n| (7..21).contains(&(n % 90)))
        .map(|n| (format!("store {}", n % 5), (n % 11) as f64))
        .collect();
    let mut found: Vec<(String, f64)> = tally
        .iter()
        .flat_map(|t| {
            let store = t.group[1].clone().unwrap();
            let each = t.values.iter().flat_map(|(v, n)| vec![*v; *n as usize]);
            each.map(move |v| (store.clone(), v)).collect::<Vec<_>>()
        })
        .collect();
    for list in [&mut expected, &mut found] {
        list.sort_by(|a, b| a.partial_cmp(b).unwrap());
    }
    assert_eq!(found, expected);
    for (grain, label) in [
        (Grain::Day, "2026-03-09"),
        (Grain::Month, "2026-03"),
        (Grain::Quarter, "2026-Q1"),
        (Grain::Year, "2026"),
    ] {
        let ask = Ask {
            grain: Some(grain),
            by: Vec::new(),
            ..ask.clone()
        };
        let tally = world.lake.tally(&world.ws, &ask).await.unwrap();
        assert_eq!(tally[0].group, some(&[label]));
    }
}

pub async fn moments_agree_with_the_tally() {
    let world = world().await;
    let ask = Ask {
        question: "q_netpro".into(),
        by: vec!["segment".into()],
        filter: Filter {
            between: Some(("netpro".into(), 3.0, 8.0)),
            ..Filter::default()
        },
        ..Ask::default()
    };
    let moments = world.lake.moments(&world.ws, &ask).await.unwrap();
    let tally = world.lake.tally(&world.ws, &ask).await.unwrap();
    assert_eq!(moments.len(), 3);
    for (m, t) in moments.iter().zip(&tally) {
        assert_eq!(m.group, t.group);
        assert!(t.values.iter().all(|(v, _)| (3.0..8.0).contains(v)));
        let sum = |of: fn(f64) -> f64| {
            t.values
                .iter()
                .map(|(v, n)| of(*v) * *n as f64)
                .sum::<f64>()
        };
        assert_eq!(m.n, t.values.iter().map(|(_, n)| n).sum::<u64>());
        assert_eq!(
            (m.sum, m.sum_sq, m.missing),
            (sum(|v| v), sum(|v| v * v), 0)
        );
    }
}

pub async fn filters_by_value_take_numbers_dates_and_nothing_given() {
    let world = world().await;
    let n = |filter: Filter| {
        let world = &world;
        async move {
            let page = world
                .lake
                .signals(&world.ws, &filter, &PageAsk::default())
                .await;
            page.map(|page| page.total)
        }
    };
    assert_eq!(n(equals("netpro", &["9", "10.0"])).await.unwrap(), 32);
    assert_eq!(n(equals("occurred_on", &["2026-03-02"])).await.unwrap(), 2);
    assert_eq!(
        n(equals("location", &["store 1", "store 2"]))
            .await
            .unwrap(),
        72
    );
    assert_eq!(n(equals("touchpoint", &[""])).await.unwrap(), 180);
    assert_eq!(n(equals("touchpoint", &[])).await.unwrap(), 0);
    let refused = n(equals("netpro", &["many"]))
        .await
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("'many'") && refused.contains("q_netpro"),
        "{refused}"
    );
}

pub async fn pages_of_signals_hold_each_once_newest_first() {
    let world = world().await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let ask = PageAsk { limit: 50, after };
        let page = world
            .lake
            .signals(&world.ws, &Filter::default(), &ask)
            .await
            .unwrap();
        assert_eq!(page.total, 180);
        seen.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut sorted = seen.clone();
    sorted.sort_by(|a, b| b.occurred_at.cmp(&a.occurred_at).then(a.id.cmp(&b.id)));
    assert_eq!(seen, sorted);
    assert_eq!(
        seen.iter().map(|s| &s.id).collect::<BTreeSet<_>>().len(),
        180
    );
    let one = seen.iter().find(|s| s.id == "S00000009").unwrap();
    assert_eq!(one.scores["netpro"], 9.0);
    assert_eq!(one.attributes["segment"], "seg 0");
    assert_eq!(one.words, ["Words of number 9"]);
    let bad = PageAsk {
        limit: 1,
        after: Some("yesterday".into()),
    };
    let refused = world
        .lake
        .signals(&world.ws, &Filter::default(), &bad)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("'yesterday'"));
}

pub async fn a_verbatim_comes_back_whole_with_what_else_was_answered() {
    let world = world().await;
    let filter = VerbatimFilter {
        search: Some("NUMBER 33".into()),
        ..VerbatimFilter::default()
    };
    let page = world
        .lake
        .verbatims(&world.ws, &filter, &PageAsk::default())
        .await
        .unwrap();
    // "number 33" and 133: words are looked for anywhere.
    assert_eq!(page.total, 2);
    let found = page
        .rows
        .iter()
        .find(|r| r.verbatim.signal.as_str() == "S00000033")
        .unwrap();
    let mut expected = verbatim(33);
    expected
        .mentions
        .sort_by(|a, b| (a.start, a.end, &a.topic).cmp(&(b.start, b.end, &b.topic)));
    assert_eq!(found.verbatim, expected);
    assert_eq!(
        (found.scores["netpro"], found.attributes["segment"].as_str()),
        (0.0, "seg 0")
    );
    assert_eq!(found.purpose, "service");
}

pub async fn verbatims_are_filtered_by_what_they_say_and_by_their_signals() {
    let world = world().await;
    let base = VerbatimFilter::default;
    type Holds = fn(usize) -> bool;
    let cases: Vec<(VerbatimFilter, Holds)> = vec![
        (base(), |_| true),
        (
            VerbatimFilter {
                sentiment: Some("negative".into()),
                ..base()
            },
            |n| n % 2 == 1,
        ),
        (
            VerbatimFilter {
                intent: Some("praise".into()),
                ..base()
            },
            |n| n % 2 == 0,
        ),
        (
            VerbatimFilter {
                topics: vec!["waiting".into()],
                ..base()
            },
            |n| n % 3 == 0,
        ),
        (
            VerbatimFilter {
                question: Some("other".into()),
                ..base()
            },
            |_| false,
        ),
        (
            VerbatimFilter {
                language: Some("en".into()),
                ..base()
            },
            |_| true,
        ),
        (
            VerbatimFilter {
                signals: equals("location", &["store 4"]),
                ..base()
            },
            |n| n % 5 == 4,
        ),
        (
            VerbatimFilter {
                signals: equals("segment", &["seg 1"]),
                ..base()
            },
            |n| n % 3 == 1,
        ),
        (
            VerbatimFilter {
                signals: Filter {
                    between: Some(("netpro".into(), 9.0, 11.0)),
                    ..Filter::default()
                },
                topics: vec!["waiting".into()],
                ..base()
            },
            |n| n % 11 >= 9 && n % 3 == 0,
        ),
        (
            VerbatimFilter {
                pattern: Some("^words .* (1?[0-9])7$".into()),
                ..base()
            },
            |n| n % 10 == 7 && n > 10,
        ),
    ];
    for (filter, holds) in cases {
        let ask = PageAsk {
            limit: 200,
            after: None,
        };
        let page = world
            .lake
            .verbatims(&world.ws, &filter, &ask)
            .await
            .unwrap();
        let expected: BTreeSet<String> = (0..180)
            .filter(|n| holds(*n))
            .map(|n| format!("S{n:08}"))
            .collect();
        let found: BTreeSet<String> = page
            .rows
            .iter()
            .map(|r| r.verbatim.signal.as_str().to_owned())
            .collect();
        assert_eq!(found, expected, "{filter:?}");
        assert_eq!(page.total, expected.len() as u64);
        let sentiments = world.lake.sentiments(&world.ws, &filter).await.unwrap();
        assert_eq!(sentiments.iter().map(|s| s.n).sum::<u64>(), page.total);
        let topics = world.lake.topics(&world.ws, &filter).await.unwrap();
        let waiting = (0..180).filter(|n| holds(*n) && n % 3 == 0).count() as u64;
        let of = |topic: &str| topics.iter().find(|t| t.topic == topic).cloned();
        assert_eq!(of("staff").map_or(0, |t| t.verbatims), page.total);
        assert_eq!(of("waiting").map_or(0, |t| t.negative), waiting);
        let staff = of("staff").map_or((0, 0), |t| (t.positive, t.neutral));
        assert_eq!(staff, (waiting, page.total - waiting));
    }
}

pub async fn a_pattern_that_is_none_is_refused_by_name() {
    let world = world().await;
    let filter = VerbatimFilter {
        pattern: Some("late(".into()),
        ..VerbatimFilter::default()
    };
    let asked = world.lake.sentiments(&world.ws, &filter).await;
    let refused = asked.unwrap_err().to_string();
    assert!(refused.contains("'late('"), "{refused}");
}

pub async fn verbatims_are_counted_by_their_own_columns_by_those_of_signals_and_by_time() {
    let world = world().await;
    let waiting = VerbatimFilter {
        topics: vec!["waiting".into()],
        ..VerbatimFilter::default()
    };
    type Key = fn(usize) -> String;
    let column = |name: &str| By::Column(name.into());
    let cases: [(By, Key); 4] = [
        (column("location"), |n| format!("store {}", n % 5)),
        (column("segment"), |n| format!("seg {}", n % 3)),
        (column("netpro"), |n| (n % 11).to_string()),
        (By::Period(Grain::Month), |n| {
            Grain::Month.label(verbatim(n).occurred_on)
        }),
    ];
    for (by, key) in cases {
        for (filter, step) in [(VerbatimFilter::default(), 1), (waiting.clone(), 3)] {
            let counted = world.lake.verbatim_counts(&world.ws, &filter, &by).await;
            let found: BTreeMap<String, u64> = counted
                .unwrap()
                .into_iter()
                .map(|c| (c.value.unwrap(), c.n))
                .collect();
            let mut expected = BTreeMap::new();
            for n in (0..180).step_by(step) {
                *expected.entry(key(n)).or_insert(0) += 1;
            }
            assert_eq!(found, expected, "{by:?}");
        }
    }
}
