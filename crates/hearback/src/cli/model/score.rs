//! How well labels are read: shares and F1 with bootstrap intervals.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Samples drawn for an interval.
const SAMPLES: usize = 1_000;

/// Labels that hold, beside those read, of one row.
#[derive(Debug, Clone, Default)]
pub struct Pair {
    /// What people said.
    pub right: BTreeSet<String>,
    /// What the model read.
    pub read: BTreeSet<String>,
}

/// A number between 0 and 1 with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figure {
    /// The number.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// How well one head reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeadScore {
    /// Which.
    pub head: String,
    /// Rows that say something of it.
    pub n: usize,
    /// Share of rows on which all labels are right.
    pub exact: Figure,
    /// Of the labels read, the share that holds.
    pub precision: Figure,
    /// Of the labels that hold, the share that is read.
    pub recall: Figure,
    /// Harmonic mean of both over all labels together.
    pub micro_f1: Figure,
    /// Mean F1 of the labels that people gave or the model read.
    pub macro_f1: Figure,
}

/// Scores one head; none without rows. The same rows give the same numbers.
pub fn score(head: &str, pairs: &[Pair]) -> Option<HeadScore> {
    if pairs.is_empty() {
        return None;
    }
    let names: BTreeSet<&str> = pairs
        .iter()
        .flat_map(|pair| pair.right.iter().chain(&pair.read))
        .map(String::as_str)
        .collect();
    let places: BTreeMap<&str, usize> = names.into_iter().zip(0..).collect();
    let at = |labels: &BTreeSet<String>| -> Vec<usize> {
        labels.iter().map(|label| places[label.as_str()]).collect()
    };
    let rows: Vec<(Vec<usize>, Vec<usize>)> =
        pairs.iter().map(|p| (at(&p.right), at(&p.read))).collect();
    let whole = measures(rows.iter(), places.len());
    let mut draws = Draws(rows.len() as u64);
    let mut samples: Vec<[f64; 5]> = (0..SAMPLES)
        .map(|_| {
            let drawn = (0..rows.len()).map(|_| &rows[draws.below(rows.len())]);
            measures(drawn, places.len())
        })
        .collect();
    let mut figure = |i: usize| {
        samples.sort_by(|a, b| a[i].total_cmp(&b[i]));
        Figure {
            value: whole[i],
            low: samples[SAMPLES / 40][i],
            high: samples[SAMPLES - 1 - SAMPLES / 40][i],
        }
    };
    Some(HeadScore {
        head: head.to_owned(),
        n: rows.len(),
        exact: figure(0),
        precision: figure(1),
        recall: figure(2),
        micro_f1: figure(3),
        macro_f1: figure(4),
    })
}

/// Exact share, precision, recall, micro-F1 and macro-F1.
fn measures<'a>(
    rows: impl Iterator<Item = &'a (Vec<usize>, Vec<usize>)>,
    labels: usize,
) -> [f64; 5] {
    let (mut n, mut exact) = (0_usize, 0_usize);
    // Per label: read rightly, read, held.
    let mut counts = vec![[0_usize; 3]; labels];
    for (right, read) in rows {
        n += 1;
        exact += usize::from(right == read);
        for &label in read {
            counts[label][0] += usize::from(right.contains(&label));
            counts[label][1] += 1;
        }
        for &label in right {
            counts[label][2] += 1;
        }
    }
    let share = |part: usize, whole: usize| {
        if whole == 0 {
            0.0
        } else {
            part as f64 / whole as f64
        }
    };
    let f1 = |[hit, read, held]: [usize; 3]| share(2 * hit, read + held);
    let total = counts.iter().fold([0; 3], |sum, count| {
        [sum[0] + count[0], sum[1] + count[1], sum[2] + count[2]]
    });
    let met: Vec<f64> = counts
        .iter()
        .filter(|count| count[1] + count[2] > 0)
        .map(|count| f1(*count))
        .collect();
    [
        share(exact, n),
        share(total[0], total[1]),
        share(total[0], total[2]),
        f1(total),
        met.iter().sum::<f64>() / met.len().max(1) as f64,
    ]
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers for the same seed.
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((u128::from(x ^ (x >> 31)) * n as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(right: &[&str], read: &[&str]) -> Pair {
        let set = |labels: &[&str]| labels.iter().map(|l| (*l).to_owned()).collect();
        Pair {
            right: set(right),
            read: set(read),
        }
    }

    #[test]
    fn the_numbers_are_those_of_the_definitions() {
        let pairs = [
            pair(&["a"], &["a"]),
            pair(&["a", "b"], &["a"]),
            pair(&[], &["c"]),
            pair(&["b"], &["b"]),
        ];
        let found = score("topic", &pairs).unwrap();
        // a: 2 of 2 and 2; b: 1 of 1 and 2; c: 0 of 1 and 0.
        assert_eq!((found.n, found.exact.value), (4, 0.5));
        assert_eq!((found.precision.value, found.recall.value), (0.75, 0.75));
        assert_eq!(found.micro_f1.value, 0.75);
        assert!((found.macro_f1.value - (1.0 + 2.0 / 3.0) / 3.0).abs() < 1e-12);
        assert!(found.exact.low <= 0.5 && found.exact.high >= 0.5);
        assert_eq!(score("topic", &pairs), Some(found));
        assert_eq!(score("topic", &[]), None);
    }

    #[test]
    fn more_rows_make_a_narrower_interval() {
        let rows = |n: usize| -> Vec<Pair> {
            (0..n)
                .map(|i| pair(&["a"], if i % 3 == 0 { &["b"] } else { &["a"] }))
                .collect()
        };
        let wide = score("x", &rows(30)).unwrap().exact;
        let narrow = score("x", &rows(3_000)).unwrap().exact;
        assert!(wide.high - wide.low > 3.0 * (narrow.high - narrow.low));
        assert!(narrow.low > 0.63 && narrow.high < 0.70, "{narrow:?}");
    }
}
