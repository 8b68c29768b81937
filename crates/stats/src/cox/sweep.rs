//! Who was at risk at each event time, from the last to the first.

use nalgebra::{DMatrix, DVector};

use super::{Cohort, Ties};

/// Sums over a set of customers: of the risk `r`, of `r x` and of `r x x'`.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    pub zeroth: f64,
    pub first: DVector<f64>,
    pub second: DMatrix<f64>,
}

impl Sums {
    fn new(size: usize) -> Self {
        Sums {
            zeroth: 0.0,
            first: DVector::zeros(size),
            second: DMatrix::zeros(size, size),
        }
    }

    fn clear(&mut self) {
        self.zeroth = 0.0;
        self.first.fill(0.0);
        self.second.fill(0.0);
    }

    fn add(&mut self, risk: f64, x: &[f64]) {
        self.zeroth += risk;
        for (j, &xj) in x.iter().enumerate() {
            let risen = risk * xj;
            self.first[j] += risen;
            let mut column = self.second.column_mut(j);
            for (k, &xk) in x.iter().enumerate().skip(j) {
                column[k] += risen * xk;
            }
        }
    }
}

/// One event time in one stratum.
pub(super) struct Moment<'a> {
    pub stratum: usize,
    pub time: f64,
    /// Who had the event.
    pub deaths: &'a [usize],
    risk: &'a Sums,
    tied: &'a Sums,
}

/// What one of several tied events saw: the risk, its mean covariates and their spread.
pub(super) struct Draw {
    /// Share of the tied ones' risk that was already gone.
    pub gone: f64,
    pub risk: f64,
    pub mean: DVector<f64>,
    /// Lower triangle only.
    pub spread: DMatrix<f64>,
}

impl Moment<'_> {
    /// One draw per event, as the ties are handled.
    pub fn draws(&self, ties: Ties) -> impl Iterator<Item = Draw> + '_ {
        let count = self.deaths.len();
        // Under Breslow all are drawn from the same risk set.
        let distinct = match ties {
            Ties::Efron => count,
            Ties::Breslow => 1,
        };
        (0..count).map(move |k| {
            let gone = (k % distinct) as f64 / count as f64;
            let risk = self.risk.zeroth - gone * self.tied.zeroth;
            let mean = (&self.risk.first - &self.tied.first * gone) / risk;
            let mut spread = (&self.risk.second - &self.tied.second * gone) / risk;
            for j in 0..mean.len() {
                for k in j..mean.len() {
                    spread[(k, j)] -= mean[j] * mean[k];
                }
            }
            Draw {
                gone,
                risk,
                mean,
                spread,
            }
        })
    }
}

/// The order in which customers come under and leave observation, by stratum.
pub(super) struct Sweep<'a> {
    pub cohort: &'a Cohort,
    /// Centered covariates, one column per customer.
    pub x: DMatrix<f64>,
    strata: Vec<Order>,
}

#[derive(Default)]
struct Order {
    /// Customers by the end of their spell, the last first.
    by_time: Vec<usize>,
    /// Those who came later than the start, the last first.
    by_entry: Vec<usize>,
}

impl<'a> Sweep<'a> {
    pub fn new(cohort: &'a Cohort) -> Self {
        let of = |i: usize| cohort.stratum.as_ref().map_or(0, |s| s[i]);
        let rows = 0..cohort.spells.len();
        let count = rows.clone().map(of).max().map_or(0, |last| last + 1);
        let mut strata: Vec<Order> = (0..count).map(|_| Order::default()).collect();
        for i in rows {
            let order = &mut strata[of(i)];
            order.by_time.push(i);
            if cohort.spells[i].entry > f64::NEG_INFINITY {
                order.by_entry.push(i);
            }
        }
        let spells = &cohort.spells;
        for order in &mut strata {
            order
                .by_time
                .sort_by(|&a, &b| spells[b].time.total_cmp(&spells[a].time));
            order
                .by_entry
                .sort_by(|&a, &b| spells[b].entry.total_cmp(&spells[a].entry));
        }
        Sweep {
            cohort,
            x: cohort.centered(),
            strata,
        }
    }

    /// Strata, empty ones included.
    pub fn strata(&self) -> usize {
        self.strata.len()
    }

    /// Customers of each stratum, those seen longest first.
    pub fn orders(&self) -> impl Iterator<Item = &[usize]> {
        self.strata.iter().map(|order| order.by_time.as_slice())
    }

    /// `exp(x β)` of each customer and the logarithm it was divided by to stay in range.
    pub fn risks(&self, coef: &DVector<f64>) -> (Vec<f64>, f64) {
        let linear = self.x.tr_mul(coef);
        let top = linear.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (linear.iter().map(|l| (l - top).exp()).collect(), top)
    }

    /// Calls `at` for every event time, the last first within each stratum.
    pub fn visit(&self, risks: &[f64], mut at: impl FnMut(&Moment)) {
        let size = self.x.nrows();
        let spells = &self.cohort.spells;
        let (mut risk, mut tied) = (Sums::new(size), Sums::new(size));
        let mut deaths = Vec::new();
        for (stratum, order) in self.strata.iter().enumerate() {
            risk.clear();
            let mut not_yet = order.by_entry.iter().peekable();
            for at_once in order
                .by_time
                .chunk_by(|&a, &b| spells[a].time == spells[b].time)
            {
                deaths.clear();
                tied.clear();
                for &i in at_once {
                    let x = self.x.column(i);
                    risk.add(risks[i], x.as_slice());
                    if spells[i].event {
                        deaths.push(i);
                        tied.add(risks[i], x.as_slice());
                    }
                }
                if deaths.is_empty() {
                    continue;
                }
                let time = spells[at_once[0]].time;
                while let Some(&i) = not_yet.next_if(|&&i| spells[i].entry >= time) {
                    risk.add(-risks[i], self.x.column(i).as_slice());
                }
                at(&Moment {
                    stratum,
                    time,
                    deaths: &deaths,
                    risk: &risk,
                    tied: &tied,
                });
            }
        }
    }
}
