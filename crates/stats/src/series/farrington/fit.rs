//! The weighted quasi-Poisson regression on past weeks.

use nalgebra::{DMatrix, DVector, RowDVector};
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::window::Past;
use super::{Scale, Settings};
use crate::StatsError;
use crate::regress::{Design, Family, Fit, glm};
use crate::series::count::Period;

/// What the past lets expect of the judged week.
pub(super) struct Fitted {
    pub mean: f64,
    /// Standard error of the mean.
    pub se: f64,
    pub dispersion: f64,
    pub trend: bool,
}

impl Fitted {
    pub fn of(
        weeks: &[Period],
        past: &[Past],
        index: usize,
        settings: &Settings,
    ) -> Result<Self, StatsError> {
        let most = past.iter().map(|p| weeks[p.index].count).max().unwrap_or(0);
        // A trend needs 3 years, is significant, and expects no more than was ever counted.
        if settings.years >= 3
            && let Ok(with) = fitted(weeks, past, index, settings, true)
            && with.trend_p < settings.trend_below
            && with.mean <= most as f64
        {
            return Ok(with.into());
        }
        fitted(weeks, past, index, settings, false).map(Into::into)
    }
}

impl From<Regressed> for Fitted {
    fn from(r: Regressed) -> Self {
        Fitted {
            mean: r.mean,
            se: r.se,
            dispersion: r.dispersion,
            trend: r.trend,
        }
    }
}

struct Regressed {
    mean: f64,
    se: f64,
    dispersion: f64,
    trend: bool,
    trend_p: f64,
}

fn fitted(
    weeks: &[Period],
    past: &[Past],
    index: usize,
    settings: &Settings,
    trend: bool,
) -> Result<Regressed, StatsError> {
    let start = past.first().map_or(0, |p| p.index);
    let terms = |index: usize, part: usize| {
        let mut row = vec![1.0];
        row.extend((2..=settings.parts).map(|p| f64::from(u8::from(p == part))));
        if trend {
            row.push((index - start) as f64);
        }
        RowDVector::from_vec(row)
    };
    let rows: Vec<_> = past.iter().map(|p| terms(p.index, p.part)).collect();
    if rows.is_empty() {
        return Err(StatsError::ShortSeries {
            periods: 0,
            needed: 1,
        });
    }
    let column = |of: &dyn Fn(&Period) -> f64| {
        DVector::from_iterator(past.len(), past.iter().map(|p| of(&weeks[p.index])))
    };
    let mut design = Design::new(DMatrix::from_rows(&rows), column(&|w| w.count as f64));
    design.offset = Some(column(&|w| w.exposure.ln()));
    let first = glm(&design, Family::QuasiPoisson)?;
    design.weight = Some(weights(&design, &first, settings.outbreak));
    let fit = glm(&design, Family::QuasiPoisson)?;

    let scale = match settings.scale {
        Scale::Pearson => fit.dispersion,
        Scale::WorkingResiduals => working(&design, &fit),
    };
    let unscaled = &fit.cov / fit.dispersion;
    let now = terms(index, settings.parts);
    let mean = (&now * &fit.coef)[0].exp() * weeks[index].exposure;
    let floor = if settings.scale == Scale::Pearson {
        scale.max(1.0)
    } else {
        scale
    };
    let variance = floor * (&now * &unscaled * now.transpose())[0];
    let last = fit.coef.len() - 1;
    let trend_p = if trend {
        let t = fit.coef[last] / (scale * unscaled[(last, last)]).sqrt();
        StudentsT::new(0.0, 1.0, fit.df_residual).map_or(1.0, |law| 2.0 * law.sf(t.abs()))
    } else {
        1.0
    };
    Ok(Regressed {
        mean,
        se: mean * variance.sqrt(),
        dispersion: fit.dispersion.max(1.0),
        trend,
        trend_p,
    })
}

/// Weights that are small for past outbreaks; their mean is 1.
fn weights(design: &Design, fit: &Fit, outbreak: f64) -> DVector<f64> {
    let dispersion = fit.dispersion.max(1.0);
    let raw: Vec<f64> = (0..design.y.len())
        .map(|i| {
            let (y, mean) = (design.y[i], fit.fitted[i]);
            let x = design.x.row(i);
            let hat = mean * (x * &fit.cov * x.transpose())[0] / fit.dispersion;
            let anscombe = 1.5 * (y.powf(2.0 / 3.0) * mean.powf(-1.0 / 6.0) - mean.sqrt());
            let s = anscombe / (dispersion * (1.0 - hat)).sqrt();
            if s > outbreak { s.powi(-2) } else { 1.0 }
        })
        .collect();
    let mean = raw.iter().sum::<f64>() / raw.len() as f64;
    DVector::from_iterator(raw.len(), raw.iter().map(|w| w / mean))
}

/// The dispersion of working residuals; see [`Scale::WorkingResiduals`].
fn working(design: &Design, fit: &Fit) -> f64 {
    let weight = |i: usize| design.weight.as_ref().map_or(1.0, |w| w[i]);
    let term = |i: usize| weight(i) * (design.y[i] / fit.fitted[i] - 1.0).powi(2);
    (0..design.y.len()).map(term).sum::<f64>() / fit.df_residual
}
