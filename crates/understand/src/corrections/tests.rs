use super::*;

fn kind(one_of: bool) -> Kind {
    Kind {
        name: if one_of { "sentiment" } else { "topic" }.to_owned(),
        one_of,
        threshold: 0.5,
    }
}

fn reading(of: &[(&str, f64)]) -> Reading {
    of.iter().map(|&(l, p)| (l.to_owned(), p)).collect()
}

const FILLER: [&str; 7] = [
    "on Monday",
    "in the shop",
    "with my sister",
    "for the second visit",
    "at the counter",
    "near the station",
    "before lunch",
];

/// A workspace where "sick" praises and the model does not know it; "cold" it reads rightly.
fn rows(n: usize) -> Vec<Correction> {
    (0..n)
        .map(|i| {
            let filler = format!("{} {}", FILLER[i % 7], FILLER[(i / 7) % 7]);
            let (text, new) = if i % 3 == 0 {
                (format!("cold food {filler} number {i}"), "negative")
            } else {
                (format!("sick beats {filler} number {i}"), "positive")
            };
            Correction {
                id: format!("verbatim-{i}"),
                text,
                old: Some("negative".into()),
                new: Some(new.into()),
                reading: reading(&[("negative", 0.7), ("neutral", 0.2), ("positive", 0.1)]),
            }
        })
        .collect()
}

fn right(learned: &Learned, text: &str, label: &str) -> bool {
    let read = learned.apply(text, &rows(1)[0].reading);
    let sum: f64 = read.values().sum();
    assert!((sum - 1.0).abs() < 1e-9, "{read:?}");
    read.iter().all(|(_, p)| *p <= read[label])
}

#[test]
fn what_people_correct_is_learned_and_what_they_confirm_stays() {
    let learned = fit(&rows(120), &kind(true), "m1", &Rules::default(), None).unwrap();
    assert!(right(&learned, "sick beats by the river", "positive"));
    assert!(right(&learned, "cold food by the river", "negative"));
    assert!(right(&learned, "a word that nobody said", "negative"));
    let trial = learned.trial;
    assert!((15..=35).contains(&trial.n), "{trial:?}");
    assert_eq!(trial.learned + trial.n, 120);
    assert_eq!(trial.corrected_right, trial.n);
    assert_eq!(
        (trial.corrected_right - trial.incumbent_right) as u64,
        trial.paired.won - trial.paired.lost
    );
    assert!(trial.paired.p_better < 0.01);
}

#[test]
fn the_same_rows_in_any_order_give_the_same_bytes_and_bytes_read_back() {
    let mut turned = rows(60);
    turned.reverse();
    let one = fit(&rows(60), &kind(true), "m1", &Rules::default(), None).unwrap();
    let two = fit(&turned, &kind(true), "m1", &Rules::default(), None).unwrap();
    let bytes = one.to_bytes().unwrap();
    assert_eq!(bytes, two.to_bytes().unwrap());
    assert_eq!(Learned::from_bytes(&bytes).unwrap(), one);
    let text = String::from_utf8(bytes).unwrap();
    let other = text.replace("\"format\":1", "\"format\":9");
    assert!(matches!(
        Learned::from_bytes(other.as_bytes()),
        Err(Unreadable::Format { found: 9 })
    ));
    assert!(Learned::from_bytes(b"{}").is_err());
}

#[test]
fn fewer_than_twenty_labels_are_refused_with_the_number() {
    let refused = fit(&rows(19), &kind(true), "m1", &Rules::default(), None).unwrap_err();
    assert_eq!(
        refused,
        Refused::TooFew {
            labels: 19,
            needed: 20
        }
    );
    assert!(refused.to_string().contains("19"));
}

#[test]
fn corrections_without_rhyme_are_not_kept() {
    // The right label depends on nothing that stands in the text.
    let mut kept = 0;
    for world in 0..20_u64 {
        let rows: Vec<Correction> = rows(100)
            .into_iter()
            .enumerate()
            .map(|(i, row)| {
                let coin = finish(step(step(SEED, world), i as u64)).is_multiple_of(2);
                let label = if coin { "negative" } else { "positive" };
                Correction {
                    text: format!("{} {}", FILLER[i % 7], FILLER[(i / 7) % 7]),
                    new: Some(label.to_owned()),
                    reading: reading(&[("negative", 0.5), ("positive", 0.5)]),
                    ..row
                }
            })
            .collect();
        kept += usize::from(fit(&rows, &kind(true), "m1", &Rules::default(), None).is_ok());
    }
    // 10 % luck is allowed: of 20 worlds more than 6 are once in 400 times.
    assert!(kept <= 6, "{kept}");
}

#[test]
fn a_correction_that_loses_or_may_be_luck_says_so_with_its_numbers() {
    // The model is right everywhere: nothing can beat it.
    let confirmed: Vec<Correction> = rows(60)
        .into_iter()
        .filter(|row| row.new == row.old)
        .chain(rows(60).into_iter().map(|row| Correction {
            id: format!("{}-b", row.id),
            new: Some("negative".into()),
            ..row
        }))
        .collect();
    let refused = fit(&confirmed, &kind(true), "m1", &Rules::default(), None).unwrap_err();
    let Refused::NotBetter { trial } = refused else {
        panic!("{refused}");
    };
    assert_eq!((trial.incumbent_right, trial.paired.won), (trial.n, 0));
    let sure = Rules {
        luck: 1e-9,
        ..Rules::default()
    };
    let refused = fit(&rows(60), &kind(true), "m1", &sure, None).unwrap_err();
    assert!(matches!(refused, Refused::NotSure { .. }));
    assert!(refused.to_string().contains("may be luck"), "{refused}");
}

#[test]
fn where_any_number_of_labels_may_hold_each_is_moved_alone() {
    let rows: Vec<Correction> = (0..100)
        .map(|i| {
            let filler = format!("{} {} {i}", FILLER[i % 7], FILLER[(i / 7) % 7]);
            let row = |text: String, old: Option<&str>, new: Option<&str>| Correction {
                id: format!("v{i}"),
                text,
                old: old.map(str::to_owned),
                new: new.map(str::to_owned),
                reading: reading(&[("price", 0.8), ("staff", 0.6)]),
            };
            match i % 3 {
                0 => row(
                    format!("the fee went up {filler}"),
                    Some("price"),
                    Some("fees"),
                ),
                1 => row(format!("priceless smile {filler}"), Some("price"), None),
                _ => row(format!("too dear {filler}"), Some("price"), Some("price")),
            }
        })
        .collect();
    let learned = fit(&rows, &kind(false), "m1", &Rules::default(), None).unwrap();
    let read = |text: &str| learned.apply(text, &rows[0].reading);
    let fee = read("the fee went up in spring");
    assert!(fee["fees"] > 0.5 && fee["price"] < 0.5, "{fee:?}");
    assert!(read("priceless smile by the lake")["price"] < 0.5);
    let dear = read("too dear by the lake");
    assert!(dear["price"] > 0.5, "{dear:?}");
    // Nobody ever spoke of staff.
    assert_eq!(dear["staff"], 0.6);
    assert!(dear.get("fees").is_none_or(|p| *p < 0.5));
}

#[test]
fn the_words_of_a_row_held_out_are_not_learned_from() {
    let mut same = rows(80);
    let held = same.iter().position(|r| is_held_out(&r.id)).unwrap();
    let copies = same
        .iter()
        .filter(|r| !is_held_out(&r.id))
        .take(10)
        .cloned()
        .collect::<Vec<_>>();
    for (row, copy) in same.iter_mut().filter(|r| !is_held_out(&r.id)).zip(copies) {
        assert_eq!(row.id, copy.id);
        row.text = rows(80)[held].text.to_uppercase();
    }
    let trial = match fit(&same, &kind(true), "m1", &Rules::default(), None) {
        Ok(learned) => learned.trial,
        Err(Refused::NotBetter { trial } | Refused::NotSure { trial }) => trial,
        Err(refused) => panic!("{refused}"),
    };
    assert_eq!(trial.learned + trial.n, 70);
}

#[test]
fn a_fifth_is_held_out() {
    let held = (0..5000).filter(|i| is_held_out(&format!("id{i}"))).count();
    assert!((900..1100).contains(&held), "{held}");
}

#[test]
fn what_is_in_force_must_be_beaten_unless_it_was_learned_on_another_model() {
    let rules = Rules::default();
    let learned = fit(&rows(120), &kind(true), "m1", &rules, None).unwrap();
    let again = fit(&rows(120), &kind(true), "m1", &rules, Some(&learned));
    assert!(matches!(again, Err(Refused::NotBetter { .. })), "{again:?}");
    let other = Learned {
        model: "m0".into(),
        ..learned
    };
    assert!(fit(&rows(120), &kind(true), "m1", &rules, Some(&other)).is_ok());
}
