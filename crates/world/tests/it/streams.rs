//! Bounds of alarms on counts and of new themes.

use world::trial::{alerts, theme};

use crate::figures::{mean, solve};

/// What an alarm rule did on the streams of one world.
#[derive(Debug)]
struct Record {
    false_per_store_year: f64,
    recall: f64,
    delay: f64,
}

fn judge(streams: &[alerts::Stream], alarms: &[Vec<bool>]) -> Record {
    let (mut wrong, mut events, mut found, mut delay) = (0.0, 0.0, 0.0, 0.0);
    for (stream, alarm) in streams.iter().zip(alarms) {
        wrong += (alerts::FIRST..alerts::WEEKS)
            .filter(|&w| alarm[w] && !stream.risen(w))
            .count() as f64;
        if let Some(rise) = stream.rise {
            events += 1.0;
            if let Some(first) = (0..alerts::LASTS).find(|w| alarm[rise.week + w]) {
                found += 1.0;
                delay += first as f64;
            }
        }
    }
    let years =
        (streams.len() / alerts::TOPICS) as f64 * (alerts::WEEKS - alerts::FIRST) as f64 / 52.0;
    Record {
        false_per_store_year: wrong / years,
        recall: found / events,
        delay: delay / found,
    }
}

/// The season and the level that the weeks before `week` let expect: fitted sum of the past and
/// the factor of now.
fn season(pool: &[f64], week: usize) -> (f64, f64) {
    let past = &pool[..week - 2];
    let center = mean(past);
    let waves = |t: usize| {
        let angle = std::f64::consts::TAU * t as f64 / 52.0;
        [1.0, angle.sin(), angle.cos()]
    };
    let mut square = vec![vec![0.0; 3]; 3];
    let mut right = vec![0.0; 3];
    for (t, y) in past.iter().enumerate() {
        let x = waves(t);
        for i in 0..3 {
            right[i] += x[i] * y / center;
            for j in 0..3 {
                square[i][j] += x[i] * x[j];
            }
        }
    }
    let b = solve(square, right);
    let at = |t: usize| waves(t).iter().zip(&b).map(|(x, b)| x * b).sum::<f64>();
    ((0..past.len()).map(at).sum(), at(week))
}

/// Expected count of a stream in a week from its past without the greatest 5 %.
fn expected(counts: &[u64], week: usize, (fitted, now): (f64, f64)) -> f64 {
    let past = &counts[..week - 2];
    let mut sorted: Vec<u64> = past.to_vec();
    sorted.sort_unstable();
    let at = 0.95 * (sorted.len() - 1) as f64;
    let (low, high) = (
        sorted[at as usize] as f64,
        sorted[(at as usize + 1).min(sorted.len() - 1)] as f64,
    );
    let cap = low + (high - low) * at.fract() + 1.0;
    let sum: f64 = past.iter().map(|&c| (c as f64).min(cap)).sum();
    (sum + 6.0) / (fitted + 2.0) * now
}

#[test]
fn a_cusum_of_likelihood_ratios_finds_rises_at_few_false_alarms() {
    let streams = alerts::streams(3, 60);
    let pool: Vec<f64> = (0..alerts::WEEKS)
        .map(|w| streams.iter().map(|s| s.counts[w] as f64).sum())
        .collect();
    let seasons: Vec<(f64, f64)> = (0..alerts::WEEKS)
        .map(|w| {
            if w < alerts::FIRST {
                (1.0, 1.0)
            } else {
                season(&pool, w)
            }
        })
        .collect();
    let weeks = alerts::FIRST..alerts::WEEKS;
    let cusum: Vec<Vec<bool>> = streams
        .iter()
        .map(|stream| {
            let mut level: f64 = 0.0;
            let mut alarm = vec![false; alerts::WEEKS];
            for w in weeks.clone() {
                let m = expected(&stream.counts, w, seasons[w]);
                let x = stream.counts[w] as f64;
                let size = alerts::SIZE;
                let ratio = x * 2.5_f64.ln() - (size + x) * ((size + 2.5 * m) / (size + m)).ln();
                level = (level + ratio).max(0.0);
                alarm[w] = level > 6.0;
                if alarm[w] {
                    level = 0.0;
                }
            }
            alarm
        })
        .collect();
    let ours = judge(&streams, &cusum);
    assert!((ours.false_per_store_year - 0.42).abs() < 0.25, "{ours:?}");
    assert!((ours.recall - 0.709).abs() < 0.12, "{ours:?}");
    assert!((ours.delay - 1.41).abs() < 0.3, "{ours:?}");
    let naive: Vec<Vec<bool>> = streams
        .iter()
        .map(|s| {
            let over = |w: usize| s.counts[w] as f64 > 1.5 * (s.counts[w - 1] as f64).max(1.0);
            (0..alerts::WEEKS)
                .map(|w| weeks.contains(&w) && over(w))
                .collect()
        })
        .collect();
    let naive = judge(&streams, &naive);
    assert!(
        (naive.false_per_store_year - 180.0).abs() < 12.0,
        "{naive:?}"
    );
}

#[test]
fn a_new_theme_is_heard_in_its_first_week() {
    let found = (0..10)
        .filter(|&seed| {
            let all = theme::weeks(seed, 0.01, 1);
            (0..theme::NEW).any(|term| {
                let before: u64 = all.history[term].iter().sum();
                let now = all.since[term][0];
                // 1 % of 800 is 8; 0.4 a week were heard before.
                now >= 5 && now > before
            })
        })
        .count();
    assert!(found >= 7, "{found} of 10");
}
