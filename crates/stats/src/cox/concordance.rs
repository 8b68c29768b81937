//! How well the order of risks foretells the order of leaving.

use serde::Serialize;

use super::sweep::Sweep;
use super::{Cohort, Fit};

/// Pairs of customers of whom it is known who left first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Concordance {
    /// Pairs in which the one of greater risk left first.
    pub concordant: u64,
    /// Pairs in which the other did.
    pub discordant: u64,
    /// Pairs of equal risk.
    pub tied: u64,
}

impl Concordance {
    /// Share of pairs in the right order, ties half; blank without any pair.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        let pairs = self.concordant + self.discordant + self.tied;
        (pairs > 0).then(|| (self.concordant as f64 + self.tied as f64 / 2.0) / pairs as f64)
    }
}

/// Harrell's concordance of a fit on its own cohort, within strata.
///
/// Formula: over pairs of one stratum of which one left while the other was still there (one
/// censored at the same time counts as still there), the share in which the leaver had the
/// greater `x β`; equal ones count half. .5 is chance, 1 perfect order.
/// Arguments: the cohort and its fit. Errors: none; later entries are taken as from the start.
/// Assumptions: censoring does not depend on risk. It flatters a little, being in-sample.
/// Source: Harrell et al. 1996, doi:10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4.
///
/// ```
/// use stats::cox::Concordance;
/// let found = Concordance { concordant: 3, discordant: 1, tied: 2 };
/// assert_eq!(found.value(), Some(4.0 / 6.0));
/// ```
#[must_use]
pub fn concordance(cohort: &Cohort, fit: &Fit) -> Concordance {
    let sweep = Sweep::new(cohort);
    let linear = sweep.x.tr_mul(&fit.coef);
    let mut found = Concordance {
        concordant: 0,
        discordant: 0,
        tied: 0,
    };
    for order in sweep.orders() {
        let mut ranks: Vec<f64> = order.iter().map(|&i| linear[i]).collect();
        ranks.sort_by(f64::total_cmp);
        ranks.dedup();
        let rank = |i: usize| ranks.partition_point(|&r| r < linear[i]);
        let mut seen = Fenwick(vec![0; ranks.len() + 1]);
        let mut count = 0;
        let spells = &cohort.spells;
        for at_once in order.chunk_by(|&a, &b| spells[a].time == spells[b].time) {
            let (deaths, others): (Vec<usize>, Vec<usize>) =
                at_once.iter().partition(|&&i| spells[i].event);
            for &i in &others {
                seen.add(rank(i));
            }
            count += others.len() as u64;
            for &i in &deaths {
                let below = seen.below(rank(i));
                let up_to = seen.below(rank(i) + 1);
                found.concordant += below;
                found.tied += up_to - below;
                found.discordant += count - up_to;
            }
            for &i in &deaths {
                seen.add(rank(i));
            }
            count += deaths.len() as u64;
        }
    }
    found
}

/// Counts by rank with sums over the ranks below one.
struct Fenwick(Vec<u64>);

impl Fenwick {
    fn add(&mut self, rank: usize) {
        let mut at = rank + 1;
        while at < self.0.len() {
            self.0[at] += 1;
            at += at & at.wrapping_neg();
        }
    }

    fn below(&self, rank: usize) -> u64 {
        let (mut at, mut sum) = (rank, 0);
        while at > 0 {
            sum += self.0[at];
            at -= at & at.wrapping_neg();
        }
        sum
    }
}
