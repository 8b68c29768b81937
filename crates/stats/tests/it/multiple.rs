//! A question of several boxes between groups: R's numbers (`tests/vectors/multiple.R`), and how
//! often equal groups are told apart.

use rand::Rng;
use serde_json::Value;
use stats::StatsError;
use stats::gap::{Respondent, rao_scott};
use stats::random::stream;

/// People and their units by group.
fn read(case: &Value) -> (Vec<Vec<Respondent>>, Vec<Vec<usize>>) {
    let list = |key: &str| case[key].as_array().unwrap();
    let groups = list("groups");
    let count = groups.iter().map(|g| g.as_u64().unwrap()).max().unwrap() as usize;
    let (mut people, mut units) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for (i, group) in groups.iter().enumerate() {
        let g = group.as_u64().unwrap() as usize - 1;
        let agrees = list("items").iter().map(|j| j[i].as_u64().map(|y| y == 1));
        people[g].push(Respondent {
            agrees: agrees.collect(),
            weight: list("weights")[i].as_f64().unwrap(),
        });
        units[g].push(list("units")[i].as_u64().unwrap() as usize);
    }
    (people, units)
}

#[test]
fn a_question_of_several_boxes_gets_the_numbers_of_surveys_covariance() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/multiple.json")).unwrap();
    let mut worst = 0.0f64;
    for case in vectors["cases"].as_array().unwrap() {
        let (people, units) = read(case);
        let people: Vec<&[Respondent]> = people.iter().map(Vec::as_slice).collect();
        let units: Vec<&[usize]> = units.iter().map(Vec::as_slice).collect();
        let found = rao_scott(&people, Some(&units)).unwrap();
        let of = |key: &str| case[key].as_f64().unwrap();
        for (key, found) in [
            ("pearson", found.pearson),
            ("statistic", found.statistic),
            ("df", found.df),
            ("df_design", found.df_design),
            ("p", found.p),
        ] {
            let off = (found / of(key) - 1.0).abs();
            worst = worst.max(off);
            assert!(off < 1e-9, "{key} of {}: {found}", case["name"]);
        }
        let first: Vec<Vec<Respondent>> = people.iter().map(|g| alone(g)).collect();
        let first: Vec<&[Respondent]> = first.iter().map(Vec::as_slice).collect();
        let found = rao_scott(&first, Some(&units)).unwrap();
        // svychisq linearizes around observed instead of pooled shares.
        let f = case["svychisq"][0].as_f64().unwrap();
        let off = (found.statistic / found.df / f - 1.0).abs();
        assert!(off < 0.02, "{}: {off}", case["name"]);
    }
    println!("worst {worst:.1e}");
}

/// The first item only.
fn alone(people: &[Respondent]) -> Vec<Respondent> {
    let one = |p: &Respondent| Respondent {
        agrees: vec![p.agrees[0]],
        weight: p.weight,
    };
    people.iter().map(one).collect()
}

/// Six boxes that go together: each is ticked by chance, or as the person ticks all.
fn group(rng: &mut impl Rng, n: usize, more: f64) -> Vec<Respondent> {
    let person = |rng: &mut dyn FnMut() -> f64| {
        let own = rng();
        let ticks = |j: u32, rng: &mut dyn FnMut() -> f64| {
            let luck = if rng() < 0.6 { own } else { rng() };
            Some(luck < 0.15 + 0.1 * f64::from(j) + more)
        };
        Respondent {
            agrees: (0..6).map(|j| ticks(j, rng)).collect(),
            weight: 1.0,
        }
    };
    (0..n).map(|_| person(&mut || rng.random())).collect()
}

/// Share of 1,000 trials with p of 0.05 or less.
fn told_apart(sizes: [usize; 2], more: f64) -> f64 {
    let trials = 1000;
    let one = |number: u64| {
        let mut rng = stream(9, number);
        let groups = [
            group(&mut rng, sizes[0], 0.0),
            group(&mut rng, sizes[1], more),
        ];
        rao_scott(&[&groups[0], &groups[1]], None).unwrap().p <= 0.05
    };
    (0..trials).filter(|&t| one(t)).count() as f64 / trials as f64
}

#[test]
fn equal_groups_are_told_apart_one_time_in_twenty() {
    for sizes in [[60, 60], [40, 200], [400, 400]] {
        let found = told_apart(sizes, 0.0);
        println!("{sizes:?}: {found}");
        assert!((0.03..0.075).contains(&found), "{sizes:?}: {found}");
    }
    let power = told_apart([200, 200], 0.12);
    println!("power {power}");
    assert!(power > 0.7, "{power}");
}

#[test]
fn what_says_nothing_is_named() {
    let people = |n: usize, yes: usize| -> Vec<Respondent> {
        let one = |i: usize| Respondent {
            agrees: vec![Some(i < yes)],
            weight: 1.0,
        };
        (0..n).map(one).collect()
    };
    let (all, none, few) = (people(50, 50), people(50, 0), people(50, 1));
    let apart = rao_scott(&[&all, &none], None);
    assert_eq!(apart.unwrap_err(), StatsError::Apart);
    let rare = rao_scott(&[&few, &none], None);
    assert!(matches!(rare, Err(StatsError::Few { given: 0, .. })));
    let half = people(50, 25);
    let one_store = [0; 50];
    let units: [&[usize]; 2] = [&one_store, &one_store];
    let clustered = rao_scott(&[&half, &half], Some(&units));
    assert!(matches!(clustered, Err(StatsError::Few { given: 1, .. })));
    assert!(rao_scott(&[&half], None).is_err());
}
