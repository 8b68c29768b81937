//! The model fitted, and how well it fits.

use nalgebra::DVector;
use serde::{Deserialize, Serialize};

use crate::style::cfa::layout::{Layout, Own};
use crate::style::cfa::{Equal, Group, scoring};
use crate::{Interval, Level, StatsError};

/// Mean of the factor in one group, against the first group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LatentMean {
    /// Mean less that of the first group, in the first item's unit.
    pub value: f64,
    /// Standard error; 0 in the first group, which is the reference.
    pub se: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fit {
    /// What was held equal.
    pub equal: Equal,
    /// People in all groups.
    pub n: u64,
    /// Likelihood-ratio chi-square against the unrestricted model.
    pub chi2: f64,
    /// Its degrees of freedom.
    pub df: u64,
    /// Comparative fit index, 0 to 1.
    pub cfi: f64,
    /// Root mean square error of approximation.
    pub rmsea: f64,
    /// Standardized root mean square residual, means included.
    pub srmr: f64,
    /// Bayesian information criterion.
    pub bic: f64,
    /// Loadings by group and item; the first item's is 1.
    pub loadings: Vec<Vec<f64>>,
    /// Intercepts by group and item, on the answer scale.
    pub intercepts: Vec<Vec<f64>>,
    /// Factor means by group; only where intercepts are held equal.
    pub latent_means: Vec<LatentMean>,
    /// Whether an error or factor variance came out below 0: the model does not suit the data.
    pub improper: bool,
}

/// Fits one factor to several groups by maximum likelihood, with means.
///
/// Formula: maximizes the normal likelihood of `x = ν + λ f + e`; chi-square is
/// `Σ n [log |Σ| + tr Σ⁻¹ T - log |S| - p]`; CFI is 1 less max(χ² - df, 0) over the greater of
/// that and of the same for the model of independent items with means of their own; RMSEA is
/// `√(G max(χ²/df - 1, 0) / N)`.
/// Arguments: the groups' means and covariances over the same items (3 or more; the first is the
/// marker); what is `equal`; items whose intercepts stay `free` under [`Equal::Scalar`] (partial
/// invariance); level of the intervals of the factor means.
/// Errors: [`StatsError::Few`], [`StatsError::Length`], [`StatsError::FlatItem`],
/// [`StatsError::NotConverged`].
/// Assumptions: items near normal (with 5 and more steps nearly so), people independent; the
/// marker's loading is not 0.
/// Sources: Jöreskog 1971, doi:10.1007/BF02291366; Bentler 1990, doi:10.1037/0033-2909.107.2.238;
/// Steiger 1998, doi:10.1080/10705519809540115 (RMSEA of several groups).
///
/// ```
/// use stats::style::cfa::{Equal, Group, fit};
/// let cov = [1.0, 0.5, 0.4, 0.5, 1.0, 0.6, 0.4, 0.6, 1.0];
/// let cov = nalgebra::DMatrix::from_row_slice(3, 3, &cov);
/// let group = Group { n: 500, mean: vec![3.0, 3.5, 2.0].into(), cov };
/// let found = fit(&[group.clone(), group], Equal::Scalar, &[], Default::default())?;
/// assert_eq!(found.df, 4);
/// assert!(found.chi2 < 1e-6 && found.latent_means[1].value.abs() < 1e-6);
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn fit(
    groups: &[Group],
    equal: Equal,
    free: &[usize],
    level: Level,
) -> Result<Fit, StatsError> {
    let (items, logs) = check(groups)?;
    let layout = Layout::new(items, groups.len(), equal, free);
    let found = scoring::search(&layout, groups, start(&layout, groups))?;
    let owns: Vec<Own> = (0..groups.len())
        .map(|g| layout.group(g, &found.values))
        .collect();

    let (p, count) = (items as f64, groups.len() as f64);
    let n: u64 = groups.iter().map(|g| g.n).sum();
    let whole = n as f64;
    let full: f64 = groups
        .iter()
        .zip(&logs)
        .map(|(g, log)| g.n as f64 * (log + p))
        .sum();
    let apart: f64 = groups
        .iter()
        .zip(&logs)
        .map(|(g, log)| g.n as f64 * (g.cov.diagonal().map(f64::ln).sum() - log))
        .sum();
    let chi2 = (found.deviance - full).max(0.0);
    let moments = groups.len() * (items * (items + 1) / 2 + items);
    let df = (moments - layout.count) as u64;
    let excess = (chi2 - df as f64).max(0.0);
    let excess_apart = (apart - count * p * (p - 1.0) / 2.0).max(0.0);
    let worst = excess.max(excess_apart);
    let z = level.z();
    let latent_means = (0..groups.len())
        .filter(|_| equal == Equal::Scalar)
        .map(|g| {
            let place = layout.of[g].last().copied().flatten();
            let value = owns[g].mean;
            let se = place.map_or(0.0, |at| found.cov[(at, at)].max(0.0).sqrt());
            let Interval { low, high } = Interval::around(value, z * se);
            LatentMean {
                value,
                se,
                low,
                high,
            }
        })
        .collect();
    let constant = whole * p * (2.0 * std::f64::consts::PI).ln();
    Ok(Fit {
        equal,
        n,
        chi2,
        df,
        cfi: if worst > 0.0 {
            1.0 - excess / worst
        } else {
            1.0
        },
        rmsea: if df > 0 {
            (count * excess / (whole * df as f64)).sqrt()
        } else {
            0.0
        },
        srmr: srmr(groups, &owns),
        bic: constant + found.deviance + layout.count as f64 * whole.ln(),
        loadings: owns.iter().map(|o| listed(&o.loading)).collect(),
        intercepts: owns.iter().map(|o| listed(&o.intercept)).collect(),
        latent_means,
        improper: owns
            .iter()
            .any(|o| o.variance < 0.0 || o.error.iter().any(|e| *e < 0.0)),
    })
}

fn listed(values: &DVector<f64>) -> Vec<f64> {
    values.iter().copied().collect()
}

/// Number of items, and the log determinant of each group's covariances.
pub(super) fn check(groups: &[Group]) -> Result<(usize, Vec<f64>), StatsError> {
    let few = |name, given, needed| StatsError::Few {
        name,
        given,
        needed,
    };
    let Some(first) = groups.first() else {
        return Err(few("groups", 0, 1));
    };
    let items = first.mean.len();
    if items < 3 {
        return Err(few("items", items, 3));
    }
    let mut logs = Vec::with_capacity(groups.len());
    for (at, group) in groups.iter().enumerate() {
        for given in [group.mean.len(), group.cov.nrows(), group.cov.ncols()] {
            if given != items {
                return Err(StatsError::Length {
                    name: "a group's items",
                    given,
                    rows: items,
                });
            }
        }
        if group.n <= items as u64 {
            let given = usize::try_from(group.n).unwrap_or(usize::MAX);
            return Err(few("people in a group", given, items + 1));
        }
        logs.push(log_determinant(group, at)?);
    }
    Ok((items, logs))
}

/// The log determinant, or the first item that the ones before it explain in full.
fn log_determinant(group: &Group, at: usize) -> Result<f64, StatsError> {
    let mut sum = 0.0;
    let mut before = 1.0;
    for item in 0..group.mean.len() {
        let upto = group.cov.view((0, 0), (item + 1, item + 1)).into_owned();
        let flat = StatsError::FlatItem { item, group: at };
        let determinant = upto.determinant();
        // Share of the item's variance that the ones before leave unexplained.
        let left = determinant / before;
        if left.is_nan() || left <= 1e-10 * group.cov[(item, item)].abs() {
            return Err(flat);
        }
        sum += left.ln();
        before = determinant;
    }
    Ok(sum)
}

/// Where the search begins: loadings from the items' shared covariance with the others.
pub(super) fn start(layout: &Layout, groups: &[Group]) -> DVector<f64> {
    let p = layout.items;
    let whole: f64 = groups.iter().map(|g| g.n as f64).sum();
    let pooled = groups
        .iter()
        .map(|g| &g.cov * (g.n as f64 / whole))
        .fold(nalgebra::DMatrix::zeros(p, p), |a, b| a + b);
    let shared = |i: usize| pooled.row(i).sum() - pooled[(i, i)];
    let mut values = DVector::zeros(layout.count);
    for (group, places) in groups.iter().zip(&layout.of) {
        let mut set = |at: usize, value: f64| {
            if let Some(place) = places[at] {
                values[place] = value;
            }
        };
        for i in 1..p {
            let ratio = shared(i) / shared(0);
            let known = ratio.is_finite() && ratio.abs() < 10.0;
            set(i - 1, if known { ratio } else { 1.0 });
        }
        for i in 0..p {
            set(p - 1 + i, 0.5 * group.cov[(i, i)]);
            set(2 * p + i, group.mean[i]);
        }
        set(2 * p - 1, 0.5 * group.cov[(0, 0)]);
    }
    values
}

/// Root mean square of standardized residuals, by group, weighted by people.
fn srmr(groups: &[Group], owns: &[Own]) -> f64 {
    let whole: f64 = groups.iter().map(|g| g.n as f64).sum();
    let one = |(group, own): (&Group, &Own)| {
        let p = group.mean.len();
        let (cov, means) = (own.cov(), own.means());
        let scale = |i: usize| group.cov[(i, i)].sqrt();
        let mut sum = 0.0;
        for i in 0..p {
            sum += ((group.mean[i] - means[i]) / scale(i)).powi(2);
            for j in 0..=i {
                sum += ((group.cov[(i, j)] - cov[(i, j)]) / (scale(i) * scale(j))).powi(2);
            }
        }
        let cells = p * (p + 1) / 2 + p;
        group.n as f64 / whole * (sum / cells as f64).sqrt()
    };
    groups.iter().zip(owns).map(one).sum()
}
