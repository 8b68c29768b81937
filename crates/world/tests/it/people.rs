//! Bounds of style, tenure, ranking, careless answers, and perks.

use world::trial::{careless, maxdiff, rank, style, tenure};

use crate::figures::{auc, kendall, mean, over_seeds, sd, solve, top};

#[test]
fn equal_countries_look_half_a_deviation_apart_until_the_anchors_are_used() {
    let distance = |anchored: bool| {
        over_seeds(20, |seed| {
            let (a, b) = style::equal_pair(seed, 600);
            let level = |c: &style::Country| -> Vec<f64> {
                let items = c
                    .items
                    .iter()
                    .map(|items| items.iter().map(|&x| f64::from(x)).sum::<f64>() / 10.0);
                if !anchored {
                    return items.collect();
                }
                let of = |k: usize| {
                    mean(
                        &c.anchors
                            .iter()
                            .map(|a| f64::from(a[k]))
                            .collect::<Vec<_>>(),
                    )
                };
                let anchors = [of(0), of(1), of(2), of(3)];
                items.map(|y| (y - mean(&anchors)) / sd(&anchors)).collect()
            };
            let (a, b) = (level(&a), level(&b));
            let all: Vec<f64> = a.iter().chain(&b).copied().collect();
            (mean(&b) - mean(&a)) / sd(&all)
        })
    };
    let raw = distance(false);
    assert!((raw + 0.487).abs() < 0.05, "{raw}");
    let anchored = distance(true);
    assert!((anchored - 0.022).abs() < 0.05, "{anchored}");
}

#[test]
fn the_anniversary_is_seen_by_its_neighbors_and_not_by_the_slope() {
    let found: Vec<(f64, f64)> = (0..20)
        .map(|seed| {
            let all = tenure::customers(seed, 20_000);
            let of = |months: fn(u32) -> bool| -> Vec<f64> {
                let here = all.iter().filter(|c| months(c.tenure));
                here.map(|c| c.satisfaction).collect()
            };
            let dip = mean(&of(|m| (11..=14).contains(&m)));
            let beside = mean(&of(|m| (7..=10).contains(&m) || (15..=18).contains(&m)));
            let months: Vec<f64> = all.iter().map(|c| f64::from(c.tenure)).collect();
            let (center, spread) = (mean(&months), sd(&months));
            let products: Vec<f64> = all
                .iter()
                .map(|c| (f64::from(c.tenure) - center) * c.satisfaction)
                .collect();
            (dip - beside, mean(&products) / (spread * spread))
        })
        .collect();
    let local = mean(&found.iter().map(|f| f.0).collect::<Vec<_>>());
    assert!((local + 0.435).abs() < 0.03, "{local}");
    let slope = mean(&found.iter().map(|f| f.1).collect::<Vec<_>>());
    assert!((slope - 0.0092).abs() < 0.003, "{slope}");
}

#[test]
fn shrinking_stores_to_their_mean_is_three_times_as_near_to_the_truth() {
    let error = |shrunk: bool| {
        over_seeds(30, |seed| {
            let stores = rank::stores(seed);
            let n: Vec<f64> = stores.iter().map(|s| s.answers.n() as f64).collect();
            let raw: Vec<f64> = stores
                .iter()
                .map(|s| {
                    let a = &s.answers;
                    (a.promoters as f64 - a.detractors as f64) / a.n() as f64
                })
                .collect();
            let total: f64 = n.iter().sum();
            let center = raw.iter().zip(&n).map(|(e, n)| e * n).sum::<f64>() / total;
            let within = 0.75 - 0.35 * 0.35;
            let q: f64 = raw
                .iter()
                .zip(&n)
                .map(|(e, n)| n * (e - center).powi(2))
                .sum();
            let squares: f64 = n.iter().map(|n| n * n).sum();
            let between = ((q - 239.0 * within) / (total - squares / total)).max(0.0);
            let errors: Vec<f64> = (0..stores.len())
                .map(|s| {
                    let keep = if shrunk {
                        between / (between + within / n[s])
                    } else {
                        1.0
                    };
                    (center + keep * (raw[s] - center) - stores[s].truth / 100.0).powi(2)
                })
                .collect();
            mean(&errors).sqrt()
        })
    };
    let raw = error(false);
    assert!((raw - 0.195).abs() < 0.015, "{raw}");
    let shrunk = error(true);
    assert!((shrunk - 0.057).abs() < 0.004, "{shrunk}");
}

#[test]
fn three_signals_together_find_who_does_not_read() {
    let one = |seed: u64| {
        let all = careless::respondents(seed, 3000);
        let bad: Vec<bool> = all
            .iter()
            .map(|r| r.care != careless::Care::Attentive)
            .collect();
        let run: Vec<f64> = all.iter().map(|r| run_of_same(&r.items)).collect();
        let time: Vec<f64> = all.iter().map(|r| -r.seconds.ln()).collect();
        let apart = mahalanobis(&all);
        let z = |v: &[f64]| -> Vec<f64> {
            let median = |v: &[f64]| {
                let mut v = v.to_vec();
                v.sort_by(f64::total_cmp);
                (v[v.len() / 2] + v[(v.len() - 1) / 2]) / 2.0
            };
            let m = median(v);
            let mad = median(&v.iter().map(|x| (x - m).abs()).collect::<Vec<_>>());
            v.iter()
                .map(|x| ((x - m) / (1.4826 * mad + 1e-9)).max(0.0))
                .collect()
        };
        let (a, b, c) = (z(&run), z(&apart), z(&time));
        let all: Vec<f64> = (0..bad.len()).map(|i| a[i] + b[i] + 1.5 * c[i]).collect();
        (auc(&all, &bad), auc(&time, &bad), auc(&run, &bad))
    };
    let found: Vec<_> = (0..4).map(one).collect();
    let of = |pick: fn(&(f64, f64, f64)) -> f64| mean(&found.iter().map(pick).collect::<Vec<_>>());
    assert!((of(|f| f.0) - 0.991).abs() < 0.008, "{found:?}");
    assert!((of(|f| f.1) - 0.899).abs() < 0.03, "{found:?}");
    assert!((of(|f| f.2) - 0.629).abs() < 0.05, "{found:?}");
}

/// Longest run of the same answer, less one.
fn run_of_same(items: &[u8]) -> f64 {
    let (mut best, mut run) = (0, 0);
    for pair in items.windows(2) {
        run = if pair[0] == pair[1] { run + 1 } else { 0 };
        best = best.max(run);
    }
    f64::from(best)
}

fn mahalanobis(all: &[careless::Respondent]) -> Vec<f64> {
    let k = careless::ITEMS;
    let n = all.len() as f64;
    let column = |i: usize| all.iter().map(move |r| f64::from(r.items[i]));
    let center: Vec<f64> = (0..k).map(|i| column(i).sum::<f64>() / n).collect();
    let covariance: Vec<Vec<f64>> = (0..k)
        .map(|i| {
            (0..k)
                .map(|j| {
                    let sum: f64 = column(i)
                        .zip(column(j))
                        .map(|(a, b)| (a - center[i]) * (b - center[j]))
                        .sum();
                    sum / (n - 1.0) + if i == j { 0.01 } else { 0.0 }
                })
                .collect()
        })
        .collect();
    all.iter()
        .map(|r| {
            let apart: Vec<f64> = (0..k).map(|i| f64::from(r.items[i]) - center[i]).collect();
            let solved = solve(covariance.clone(), apart.clone());
            apart.iter().zip(solved).map(|(a, b)| a * b).sum()
        })
        .collect()
}

#[test]
fn counting_best_and_worst_recovers_the_order_of_perks() {
    for (people, tau, hit) in [(50, 0.901, 0.90), (150, 0.974, 0.989), (300, 0.994, 0.989)] {
        let found: Vec<(f64, f64)> = (0..20)
            .map(|seed| {
                let study = maxdiff::study(seed, people);
                let (mut score, mut shown) = ([0.0; 12], [0.0; 12]);
                for task in &study.tasks {
                    score[task.best] += 1.0;
                    score[task.worst] -= 1.0;
                    for item in task.shown {
                        shown[item] += 1.0;
                    }
                }
                let score: Vec<f64> = (0..12).map(|k| score[k] / shown[k]).collect();
                let best = top(&study.utility, 3);
                let hits = top(&score, 3).iter().filter(|k| best.contains(k)).count();
                (kendall(&score, &study.utility), hits as f64 / 3.0)
            })
            .collect();
        let of = |pick: fn(&(f64, f64)) -> f64| mean(&found.iter().map(pick).collect::<Vec<_>>());
        assert!(
            (of(|f| f.0) - tau).abs() < 0.03,
            "{people}: {}",
            of(|f| f.0)
        );
        assert!(
            (of(|f| f.1) - hit).abs() < 0.08,
            "{people}: {}",
            of(|f| f.1)
        );
    }
}
