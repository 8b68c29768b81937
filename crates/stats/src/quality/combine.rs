//! Many kinds of evidence into one.

/// Table step and length, in `√s`.
const STEP: f64 = 0.02;
const POINTS: usize = 1_500;

/// Share of a sorted reference that is as large as `value` or larger, ties counting half, never 0.
pub(super) fn upper_share(reference: &[f64], value: f64) -> f64 {
    let n = reference.len();
    let at_least = n - reference.partition_point(|r| *r < value);
    let above = n - reference.partition_point(|r| *r <= value);
    let half = (at_least + above) as f64 / 2.0;
    ((half + 1.0) / (n as f64 + 1.0)).min(1.0)
}

/// Evidence ranked among all rows: the share with as much or more; blank stays blank.
pub(super) fn ranks(evidence: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut all: Vec<f64> = evidence.iter().copied().flatten().collect();
    all.sort_by(f64::total_cmp);
    let share = |e: &Option<f64>| e.map(|e| upper_share(&all, e));
    evidence.iter().map(share).collect()
}

/// Chance that `Σ (ln p)²` over `families` independent p values is `score` or more, by chance.
///
/// Formula: `G(s) = exp(-√s)` for one family; for one more,
/// `exp(-√s) + ∫ exp(-r) G(s - r²) dr` from 0 to `√s`, by trapezoids of 0.02.
/// Arguments: `score` of 0 or more, without unit; without families the chance is 1.
/// Squares weigh one extreme family more than Fisher's sum does, since the careless are rarely
/// careless in every way.
///
/// ```
/// let p = stats::quality::independent_tail(9.0, 1);
/// assert!((p - (-3.0_f64).exp()).abs() < 1e-12);
/// ```
#[must_use]
pub fn independent_tail(score: f64, families: usize) -> f64 {
    Tail::new(families).at(score)
}

/// [`independent_tail`] for one number of families, tabulated once.
pub(super) struct Tail(Vec<f64>);

impl Tail {
    pub fn new(families: usize) -> Self {
        let root = |i: usize| i as f64 * STEP;
        let mut table = vec![if families == 0 { 1.0 } else { 0.0 }; POINTS];
        if families > 0 {
            (0..POINTS).for_each(|i| table[i] = (-root(i)).exp());
        }
        for _ in 1..families {
            let fewer = Tail(table.clone());
            for (i, value) in table.iter_mut().enumerate() {
                let s = root(i) * root(i);
                let part = |j: usize| {
                    let end = if j == 0 || j == i { 0.5 } else { 1.0 };
                    end * (-root(j)).exp() * fewer.at(s - root(j) * root(j))
                };
                let inner: f64 = if i == 0 { 0.0 } else { (0..=i).map(part).sum() };
                *value = ((-root(i)).exp() + STEP * inner).min(1.0);
            }
        }
        Tail(table)
    }

    pub fn at(&self, score: f64) -> f64 {
        let place = score.max(0.0).sqrt() / STEP;
        let low = (place.floor() as usize).min(POINTS - 2);
        let part = place - low as f64;
        let (a, b) = (self.0[low], self.0[low + 1]);
        if a > 0.0 && b > 0.0 {
            // Tails fall like an exponential, so between two points do their logarithms.
            (a.ln() + (b.ln() - a.ln()) * part).exp()
        } else {
            a
        }
    }
}
