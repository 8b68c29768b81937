use super::*;

/// Two countries of 200 people with the same opinion on 1 to 9, four items and two anchors; the
/// second answers `shift` lower throughout, and item 3 of it a further `bias` lower.
fn table(shift: f64, bias: f64) -> Table {
    let names = ["country", "i1", "i2", "i3", "i4", "a1", "a2"];
    let mut rows = Vec::new();
    for (country, shift, bias) in [("A", 0.0, 0.0), ("B", shift, bias)] {
        for i in 0..200_u32 {
            let opinion = f64::from(i % 5) - 2.0;
            // The same noise in both countries: only the style differs.
            let noise = |k: u32| {
                let x = u64::from(i * 8 + k + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let x = (x ^ (x >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                ((x >> 40) % 3) as f64 - 1.0
            };
            let item = |k: u32, extra: f64| (5.0 + opinion + noise(k) - shift - extra).to_string();
            let anchor = |k: u32, at: f64| (at + noise(k) - shift).to_string();
            rows.push(vec![
                country.to_owned(),
                item(0, 0.0),
                item(1, 0.0),
                item(2, bias),
                item(3, 0.0),
                anchor(4, 3.0),
                anchor(5, 7.0),
            ]);
        }
    }
    Table::new(names.map(str::to_owned).to_vec(), rows).unwrap()
}

fn options(anchors: &[&str]) -> Options {
    Options {
        items: ["i1", "i2", "i3", "i4"].map(str::to_owned).to_vec(),
        by: "country".to_owned(),
        scale: Some((0.0, 10.0)),
        anchors: anchors.iter().map(|a| (*a).to_owned()).collect(),
        ..Options::default()
    }
}

#[test]
fn without_anchors_styles_are_shown_but_no_country_is_ranked() {
    let report = analyze(&table(1.0, 0.0), &options(&[])).unwrap();
    assert!(report.refused.unwrap().contains("anchors"));
    assert_eq!(report.more.ranked_by, None);
    for group in &report.results {
        assert_eq!(
            (group.raw_mean, group.corrected_mean, group.rank),
            (None, None, None)
        );
        assert!(group.ars.value.is_some() && group.profile.len() == 4);
    }
    assert!(report.results[0].ars.value > report.results[1].ars.value);
}

#[test]
fn with_anchors_countries_that_merely_answer_lower_tie() {
    let report = analyze(&table(1.0, 0.0), &options(&["a1", "a2"])).unwrap();
    assert_eq!(report.refused, None);
    assert_eq!(report.more.stretch_corrected, Some(true));
    let [a, b] = &report.results[..] else {
        panic!("{report:?}")
    };
    let means = [a, b].map(|g| g.corrected_mean.unwrap().value.unwrap());
    assert!((means[0] - means[1]).abs() < 1e-9, "{means:?}");
    assert_eq!((a.rank, b.rank), (Some((1, 2)), Some((1, 2))));
    assert!(report.more.raw_comparable && a.raw_mean.is_some());
}

#[test]
fn a_biased_item_takes_the_raw_means_away_and_leaves_the_ladder_to_see() {
    let biased = analyze(&table(0.0, 2.0), &options(&["a1", "a2"])).unwrap();
    assert!(!biased.more.raw_comparable);
    assert!(biased.results.iter().all(|g| g.raw_mean.is_none()));
    assert!(
        biased.warnings.iter().any(|w| w.contains("raw means")),
        "{:?}",
        biased.warnings
    );
    let scalar = &biased.more.invariance[2];
    assert!(scalar.step == "scalar" && !scalar.holds && scalar.delta_cfi < Some(-0.01));
    let free = Options {
        free: vec!["i3".to_owned()],
        ..options(&["a1", "a2"])
    };
    let freed = analyze(&table(0.0, 2.0), &free).unwrap();
    // The raw means hold the freed item, so only the latent ones are told.
    assert!(!freed.more.raw_comparable && freed.results.iter().all(|g| g.raw_mean.is_none()));
    assert!(freed.results.iter().all(|g| g.latent_mean.is_some()));
}

#[test]
fn a_biased_item_is_found_and_said_to_be_freed_after_looking() {
    let auto = |anchors: &[&str]| Options {
        free: vec!["auto".to_owned()],
        ..options(anchors)
    };
    let report = analyze(&table(0.0, 2.0), &auto(&[])).unwrap();
    let [freed] = &report.more.freed[..] else {
        panic!("{report:?}")
    };
    assert_eq!((freed.item.as_str(), freed.df), ("i3", 1));
    assert!(freed.modification > 10.0 && report.more.after_looking);
    assert!(report.more.invariance[2].holds);
    let told = report.warnings.iter().find(|w| w.contains("after looking"));
    assert!(told.unwrap().contains("i3"), "{:?}", report.warnings);
    let latent = report.results[1].latent_mean.unwrap();
    assert!(latent.value.abs() < 0.05 && latent.low < latent.high);
    // A latent mean is still no rank without anchors, and raw means hold the biased item.
    assert!(report.refused.unwrap().contains("anchors"));
    let anchored = analyze(&table(0.0, 2.0), &auto(&["a1", "a2"])).unwrap();
    assert!(!anchored.more.raw_comparable && anchored.results[0].raw_mean.is_none());
    assert!(anchored.results.iter().all(|g| g.rank.is_some()));
    // Where intercepts hold, nothing is freed.
    let fair = analyze(&table(1.0, 0.0), &auto(&["a1", "a2"])).unwrap();
    assert!(fair.more.freed.is_empty() && !fair.more.after_looking);
    assert!(fair.more.raw_comparable);
}

#[test]
fn with_too_few_unbiased_items_the_refusal_stays() {
    let mut table = table(0.0, 2.0);
    // The last item of the second country is lower too: two of four, one of which may be freed.
    let lower = |cell: &String, i: usize| match i < 200 {
        true => cell.clone(),
        false => (cell.parse::<f64>().unwrap() - 2.0).to_string(),
    };
    let columns: Vec<Vec<String>> = table
        .names()
        .iter()
        .map(|name| {
            let column = table.column(name).unwrap();
            match name == "i4" {
                true => column
                    .iter()
                    .enumerate()
                    .map(|(i, c)| lower(c, i))
                    .collect(),
                false => column.to_vec(),
            }
        })
        .collect();
    let rows = (0..400).map(|i| columns.iter().map(|c| c[i].clone()).collect());
    table = Table::new(table.names().to_vec(), rows.collect::<Vec<_>>()).unwrap();
    let asked = Options {
        free: vec!["auto".to_owned()],
        ..options(&["a1", "a2"])
    };
    let report = analyze(&table, &asked).unwrap();
    assert!(!report.more.after_looking && !report.more.raw_comparable);
    assert_eq!(report.more.freed.len(), 1);
    assert!(!report.more.invariance[2].holds);
    assert!(report.results.iter().all(|g| g.latent_mean.is_none()));
    let words = report.warnings.join(" ");
    assert!(
        words.contains("still differ") && words.contains("raw means"),
        "{words}"
    );
}

#[test]
fn an_answer_off_the_scale_and_a_foreign_free_item_are_named() {
    let mut asked = options(&[]);
    asked.scale = Some((1.0, 5.0));
    assert!(analyze(&table(0.0, 0.0), &asked).is_err());
    let mut asked = options(&[]);
    asked.free = vec!["a1".to_owned()];
    let error = analyze(&table(0.0, 0.0), &asked).unwrap_err().to_string();
    assert!(error.contains("a1"), "{error}");
}
