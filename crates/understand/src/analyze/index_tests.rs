use super::*;

fn table(blank: usize) -> Table {
    let names = ["a", "b", "loyal", "sector"].map(str::to_owned).to_vec();
    let rows = (0..80).map(|i: usize| {
        let a = if i < blank {
            String::new()
        } else {
            (5 + i % 5).to_string()
        };
        let b = (4 + (i * 3) % 7).to_string();
        let loyal = (i % 5 * 2).to_string();
        vec![
            a,
            b,
            loyal,
            if i.is_multiple_of(2) {
                "shops"
            } else {
                "banks"
            }
            .to_owned(),
        ]
    });
    Table::new(names, rows).unwrap()
}

fn options() -> Options {
    Options {
        items: vec!["a".to_owned(), "b".to_owned()],
        ..Options::default()
    }
}

#[test]
fn a_mean_of_one_to_ten_times_ten_with_the_items_and_weights_in_sight() {
    let report = analyze(&table(0), &options()).unwrap();
    let [a, b] = &report.more.items[..] else {
        panic!("{report:?}")
    };
    assert_eq!((a.weight, b.weight, a.mean), (0.5, 0.5, 7.0));
    let value = report.results[0].index.value.unwrap();
    assert!((value - 10.0 * (a.mean + b.mean) / 2.0).abs() < 1e-9);
    assert_eq!(report.more.weighing, "equal");
    assert!(report.more.alpha.is_some());
}

#[test]
fn a_skipped_item_leaves_the_row_out_and_says_so() {
    let report = analyze(&table(20), &options()).unwrap();
    assert_eq!((report.n, report.card.left_out[0].n), (60, 20));
    assert!(report.warnings.iter().any(|w| w.contains("20 of 80")));
    assert!(analyze(&table(71), &options()).unwrap().refused.is_some());
}

#[test]
fn estimated_weights_are_named_and_hold_for_every_group() {
    let asked = Options {
        outcome: Some("loyal".to_owned()),
        form: Form::OfRange,
        by: vec!["sector".to_owned()],
        replicates: 100,
        ..options()
    };
    let report = analyze(&table(0), &asked).unwrap();
    assert!(report.more.items[0].weight > 0.8, "{:?}", report.more.items);
    assert_eq!(report.results.len(), 3);
    assert_eq!(report.results[1].group["sector"], "banks");
    let whole = report.results[0].index.value.unwrap();
    let halves: f64 = report.results[1..]
        .iter()
        .map(|r| r.index.value.unwrap())
        .sum();
    assert!((halves / 2.0 - whole).abs() < 1e-9);
    assert!(report.warnings.iter().any(|w| w.contains("same weights")));
    let both = Options {
        weights: Some(vec![1.0, 1.0]),
        ..asked
    };
    assert!(analyze(&table(0), &both).is_err());
}
