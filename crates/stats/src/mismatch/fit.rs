//! How common real contradictions are, beside the reader's errors.

use serde::{Deserialize, Serialize};

use super::{Confusion, Pairs, Tone, contradicts};
use crate::{Interval, Level, StatsError};

/// Rounds of the EM algorithm; it converges geometrically on three shares.
const ROUNDS: usize = 500;
/// Halvings towards an end of the interval.
const HALVINGS: u32 = 40;

/// What people with a score of one side really wrote.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Side {
    /// Shares of negative, neutral and positive words.
    pub shares: [f64; 3],
    /// Share, 0 to 1, whose words say the opposite of the score.
    pub opposite: f64,
    /// Interval of `opposite`.
    pub interval: Interval,
    /// Pairs of this side.
    pub n: u64,
}

/// What is known of all pairs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fit {
    /// Low scores.
    pub low: Side,
    /// High scores.
    pub high: Side,
    /// How the reader errs.
    pub confusion: Confusion,
    /// Share of flagged pairs that are real contradictions, expected; blank without a flag.
    pub precision: Option<f64>,
    /// Share of real contradictions that are flagged, expected; blank where there are none.
    pub recall: Option<f64>,
}

impl Fit {
    fn side(&self, score: Tone) -> Option<&Side> {
        match score {
            Tone::Negative => Some(&self.low),
            Tone::Positive => Some(&self.high),
            Tone::Neutral => None,
        }
    }

    /// Chance that a pair really contradicts itself: that the words mean the opposite of the score,
    /// given how they were read. Blank for a score of neither side, or one never seen.
    #[must_use]
    pub fn posterior(&self, score: Tone, words: Tone) -> Option<f64> {
        let side = self.side(score)?;
        let read = |meant: usize| side.shares[meant] * self.confusion.0[meant][words as usize];
        let all: f64 = (0..3).map(read).sum();
        (all > 0.0).then(|| read(score.opposite() as usize) / all)
    }

    /// Chance of reading these words beside this score, for people who read the scale the usual
    /// way or the other way round; blank for a score of neither side.
    pub(super) fn chance(&self, score: Tone, words: Tone, round: bool) -> Option<f64> {
        let score = if round { score.opposite() } else { score };
        let side = self.side(score)?;
        let read = |meant: usize| side.shares[meant] * self.confusion.0[meant][words as usize];
        Some((0..3).map(read).sum())
    }
}

/// How common words are that contradict the score, for high and for low scores.
///
/// Formula: for each side, shares θ of negative, neutral and positive meaning of greatest
/// likelihood, where the tone r is read with chance `Σ θ(s) C(s, r)` (EM); the interval of the
/// opposite share is that of the profile likelihood. The chance that a flagged pair is real is
/// `θ(o) C(o, r) / Σ θ(s) C(s, r)` for the opposite tone o: prevalence and the reader's error
/// both count.
/// Arguments: counted pairs; `confusion` of the reader, known from a judged sample; `prevalence`,
/// the share of all pairs of both sides that contradict themselves, where it is known from
/// elsewhere: the fitted shares are then scaled to it.
/// Errors: [`StatsError::Level`] for a `prevalence` that is not between 0 and 1.
/// Assumptions: the reader errs the same way whatever the score; a wrong `confusion` moves the
/// shares, so judge a sample. With 3 % swapped and a reader of 90 % the flags are right in 52 %
/// and find 90 % (simulated).
/// Sources: Rogan and Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510; Dempster, Laird and
/// Rubin 1977.
///
/// ```
/// use stats::Level;
/// use stats::mismatch::{Confusion, Pairs, Tone, fit};
/// let reader = Confusion::of_accuracy(0.9).unwrap();
/// let found = fit(&Pairs([[150, 30, 20], [0; 3], [20, 60, 520]]), reader, None, Level::default());
/// let real = found.unwrap().posterior(Tone::Negative, Tone::Positive).unwrap();
/// assert!(real > 0.7 && real < 0.8);
/// ```
pub fn fit(
    pairs: &Pairs,
    confusion: Confusion,
    prevalence: Option<f64>,
    level: Level,
) -> Result<Fit, StatsError> {
    let mut sides = [Tone::Negative, Tone::Positive].map(|score| {
        let opposite = score.opposite() as usize;
        side(&pairs.0[score as usize], opposite, &confusion, level)
    });
    if let Some(asked) = prevalence {
        let asked = Level::new(asked)?.share();
        let n: f64 = sides.iter().map(|s| s.n as f64).sum();
        let fitted: f64 = sides.iter().map(|s| s.opposite * s.n as f64).sum::<f64>() / n.max(1.0);
        for (side, opposite) in sides.iter_mut().zip([2, 0]) {
            // Without a fitted share both sides are held to be as prone.
            let to = if fitted > 0.0 {
                side.opposite * asked / fitted
            } else {
                asked
            };
            set(side, opposite, to.min(1.0));
        }
    }
    let [low, high] = sides;
    let mut found = Fit {
        low,
        high,
        confusion,
        precision: None,
        recall: None,
    };
    let (mut flagged, mut hits, mut real) = (0.0, 0.0, 0.0);
    for score in [Tone::Negative, Tone::Positive] {
        let Some(side) = found.side(score) else {
            continue;
        };
        real += side.opposite * side.n as f64;
        for words in [Tone::Negative, Tone::Positive] {
            let share = found.chance(score, words, false).unwrap_or(0.0);
            if contradicts(score, words) {
                let expected = share * side.n as f64;
                flagged += expected;
                hits += expected * found.posterior(score, words).unwrap_or(0.0);
            }
        }
    }
    found.precision = (flagged > 0.0).then(|| hits / flagged);
    found.recall = (real > 0.0).then(|| hits / real);
    Ok(found)
}

/// Sets the opposite share and scales the others.
fn set(side: &mut Side, opposite: usize, to: f64) {
    let others = 1.0 - side.shares[opposite];
    for (meant, share) in side.shares.iter_mut().enumerate() {
        if meant == opposite {
            *share = to;
        } else {
            *share = if others > 0.0 {
                *share * (1.0 - to) / others
            } else {
                (1.0 - to) / 2.0
            };
        }
    }
    side.opposite = to;
    side.interval = Interval { low: to, high: to };
}

fn side(counts: &[u64; 3], opposite: usize, confusion: &Confusion, level: Level) -> Side {
    let n: u64 = counts.iter().sum();
    let (shares, best) = greatest(counts, opposite, confusion, None);
    let value = shares[opposite];
    let drop = level.z() * level.z() / 2.0;
    let inside = |share: f64| greatest(counts, opposite, confusion, Some(share)).1 >= best - drop;
    let edge = |end: f64| {
        if inside(end) {
            return end;
        }
        let (mut inner, mut outer) = (value, end);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(inner, outer);
            if inside(middle) {
                inner = middle;
            } else {
                outer = middle;
            }
        }
        inner
    };
    Side {
        shares,
        opposite: value,
        interval: Interval {
            low: edge(0.0),
            high: edge(1.0),
        },
        n,
    }
}

/// Shares of greatest likelihood, and its logarithm; the opposite share may be held.
fn greatest(
    counts: &[u64; 3],
    opposite: usize,
    confusion: &Confusion,
    held: Option<f64>,
) -> ([f64; 3], f64) {
    let n = counts.iter().sum::<u64>() as f64;
    let mut shares = [1.0 / 3.0; 3];
    let hold = |shares: &mut [f64; 3]| {
        if let Some(to) = held {
            let others = 1.0 - shares[opposite];
            for (meant, share) in shares.iter_mut().enumerate() {
                *share = match meant == opposite {
                    true => to,
                    false if others > 0.0 => *share * (1.0 - to) / others,
                    false => (1.0 - to) / 2.0,
                };
            }
        }
    };
    hold(&mut shares);
    if counts == &[0; 3] {
        return (shares, 0.0);
    }
    let chance = |shares: &[f64; 3], read: usize| -> f64 {
        (0..3)
            .map(|meant| shares[meant] * confusion.0[meant][read])
            .sum()
    };
    for _ in 0..ROUNDS {
        let mut next = [0.0; 3];
        for (read, &count) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let all = chance(&shares, read);
            for (meant, next) in next.iter_mut().enumerate() {
                *next += count as f64 * shares[meant] * confusion.0[meant][read] / all / n;
            }
        }
        hold(&mut next);
        let moved: f64 = shares.iter().zip(next).map(|(a, b)| (a - b).abs()).sum();
        shares = next;
        if moved < 1e-12 {
            break;
        }
    }
    let read = counts.iter().enumerate().filter(|(_, n)| **n > 0);
    let likelihood = read
        .map(|(read, &n)| n as f64 * chance(&shares, read).ln())
        .sum();
    (shares, likelihood)
}
