//! The partial likelihood and its maximum.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

use super::Cohort;
use super::robust;
use super::sweep::Sweep;
use crate::StatsError;

/// How events at the same time are handled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// The tied ones leave the risk set bit by bit (Efron); close to the exact likelihood.
    #[default]
    Efron,
    /// All see the same risk set (Breslow); too flat where ties are many.
    Breslow,
}

/// Log hazard ratios and their errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Log hazard ratio per unit of each covariate.
    pub coef: DVector<f64>,
    /// Their covariance from the inverse information.
    pub cov: DMatrix<f64>,
    /// Their covariance between clusters, without assuming the model's spread.
    pub sandwich: DMatrix<f64>,
    /// Log partial likelihood without any effect, and at the maximum.
    pub log_likelihood: [f64; 2],
    /// Spells.
    pub n: u64,
    /// Events.
    pub events: u64,
    /// How ties were handled.
    pub ties: Ties,
}

/// The log partial likelihood with its slope and curvature.
pub(super) struct Surface {
    pub height: f64,
    pub slope: DVector<f64>,
    pub information: DMatrix<f64>,
}

pub(super) fn surface(sweep: &Sweep, coef: &DVector<f64>, ties: Ties) -> Surface {
    let size = coef.len();
    let (risks, _) = sweep.risks(coef);
    let mut found = Surface {
        height: 0.0,
        slope: DVector::zeros(size),
        information: DMatrix::zeros(size, size),
    };
    sweep.visit(&risks, |moment| {
        for &i in moment.deaths {
            found.height += risks[i].ln();
            found.slope += sweep.x.column(i);
        }
        for draw in moment.draws(ties) {
            found.height -= draw.risk.ln();
            found.slope -= &draw.mean;
            found.information += &draw.spread;
        }
    });
    found.information.fill_upper_triangle_with_lower_triangle();
    found
}

/// Log hazard ratios by the maximum of the partial likelihood.
///
/// Formula: `l(β) = Σ_events (x β - log Σ_at risk exp(x β))`, for `d` tied events with the k-th
/// (from 0) risk set less `k / d` of the tied ones (Efron); Newton steps, halved where they do
/// not rise. `cov` is the inverse information; `sandwich` is `Σ_c D_c D_c'` over clusters with
/// `D = cov` times the summed score residuals (Lin and Wei).
/// Arguments: a cohort (see there), strata with a baseline of their own; how ties are handled.
/// Errors: [`StatsError::Length`], [`StatsError::NotFinite`], [`StatsError::Tenure`],
/// [`StatsError::Entry`] for arguments that do not fit; [`StatsError::NobodyLeft`]; [`StatsError::NoCovariate`];
/// [`StatsError::Redundant`] for a covariate that others give; [`StatsError::Endless`] for one
/// whose effect has no end, since one side has no event.
/// Assumptions: hazards are proportional (ask [`proportionality`](super::proportionality)),
/// effects linear in the log hazard; who is censored would have left as the others do.
/// Sources: Cox 1972, doi:10.1111/j.2517-6161.1972.tb00899.x; Efron 1977,
/// doi:10.1080/01621459.1977.10480613; Lin and Wei 1989, doi:10.1080/01621459.1989.10478874.
///
/// ```
/// use nalgebra::DMatrix;
/// use stats::cox::{Cohort, Term, Ties, fit};
/// use stats::survival::Spell;
/// let spells = [4.0, 3.0, 2.0, 5.0, 1.0, 6.0].map(|t| Spell::new(t, true));
/// let x = DMatrix::from_column_slice(6, 1, &[0.0, 1.0, 1.0, 1.0, 0.0, 0.0]);
/// let cohort = Cohort::new(spells.to_vec(), x, vec![Term::number("yearly contract")]);
/// let found = fit(&cohort, Ties::Efron).unwrap();
/// assert!(found.coef[0].abs() < 1.0 && found.cov[(0, 0)] > 0.0);
/// ```
pub fn fit(cohort: &Cohort, ties: Ties) -> Result<Fit, StatsError> {
    const STEPS: usize = 40;
    const HALVINGS: usize = 30;
    cohort.check()?;
    let sweep = Sweep::new(cohort);
    let scale = scales(cohort, &sweep.x)?;
    let mut coef = DVector::zeros(scale.len());
    let mut here = surface(&sweep, &coef, ties);
    let without = here.height;
    let mut longest = 0;
    for _ in 0..STEPS {
        let Some(curve) = here.information.clone().cholesky() else {
            break;
        };
        let mut step = curve.solve(&here.slope);
        let reach = |step: &DVector<f64>| step.component_mul(&scale).amax();
        longest = step.component_mul(&scale).iamax();
        if reach(&step) < 1e-9 {
            coef += step;
            let cov = surface(&sweep, &coef, ties).information.cholesky();
            let Some(cov) = cov.map(|c| c.inverse()) else {
                break;
            };
            return Ok(Fit {
                sandwich: robust::sandwich(&sweep, &coef, &cov, ties),
                cov,
                log_likelihood: [without, surface(&sweep, &coef, ties).height],
                n: cohort.spells.len() as u64,
                events: cohort.events(),
                ties,
                coef,
            });
        }
        let mut next = surface(&sweep, &(&coef + &step), ties);
        for _ in 0..HALVINGS {
            if next.height >= here.height - 1e-9 * here.height.abs() {
                break;
            }
            step /= 2.0;
            next = surface(&sweep, &(&coef + &step), ties);
        }
        coef += step;
        here = next;
    }
    Err(StatsError::Endless {
        column: cohort.columns()[longest].to_owned(),
    })
}

/// The spread of each covariate; refuses one that the ones before it give.
fn scales(cohort: &Cohort, x: &DMatrix<f64>) -> Result<DVector<f64>, StatsError> {
    const TOLERANCE: f64 = 1e-9;
    let cross = x * x.transpose();
    let size = cross.nrows();
    // Cholesky's squared pivots are what the columns before leave of each column.
    let mut factor = DMatrix::<f64>::zeros(size, size);
    for j in 0..size {
        let known: f64 = (0..j).map(|k| factor[(j, k)].powi(2)).sum();
        let left = cross[(j, j)] - known;
        if left.is_nan() || left <= TOLERANCE * cross[(j, j)] {
            return Err(StatsError::Redundant {
                column: cohort.columns()[j].to_owned(),
            });
        }
        factor[(j, j)] = left.sqrt();
        for i in j + 1..size {
            let known: f64 = (0..j).map(|k| factor[(i, k)] * factor[(j, k)]).sum();
            factor[(i, j)] = (cross[(i, j)] - known) / factor[(j, j)];
        }
    }
    Ok(cross.diagonal().map(|s| (s / x.ncols() as f64).sqrt()))
}
