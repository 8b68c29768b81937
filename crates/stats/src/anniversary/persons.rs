//! Random intercepts of persons who answered repeatedly.

use std::collections::BTreeMap;

use super::Answer;
use crate::StatsError;
use crate::regress::{Design, wls};

/// Rows of each person who has a number.
fn rows(answers: &[&Answer]) -> BTreeMap<usize, Vec<usize>> {
    let mut rows = BTreeMap::<usize, Vec<usize>>::new();
    for (i, answer) in answers.iter().enumerate() {
        if let Some(person) = answer.person {
            rows.entry(person).or_default().push(i);
        }
    }
    rows.retain(|_, of| of.len() > 1);
    rows
}

/// Share of the residual variance between persons, from products of residuals of one person;
/// none where nobody answered twice or where it is not above 0.
pub(super) fn spread(answers: &[&Answer], plain: &Design) -> Result<Option<f64>, StatsError> {
    let rows = rows(answers);
    if rows.is_empty() {
        return Ok(None);
    }
    let fit = wls(plain)?;
    let residuals = &plain.y - &fit.fitted;
    let (mut products, mut pairs) = (0.0, 0.0);
    for of in rows.values() {
        let sum: f64 = of.iter().map(|&i| residuals[i]).sum();
        let squares: f64 = of.iter().map(|&i| residuals[i].powi(2)).sum();
        products += sum * sum - squares;
        pairs += (of.len() * (of.len() - 1)) as f64;
    }
    let share = products / pairs / fit.dispersion;
    Ok((share > 0.0).then_some(share.min(0.99)))
}

/// Rows less a part of their person's mean: `θ = 1 - √((1 - s) / (1 - s + m s))` for the share
/// `s` between persons and `m` answers, which makes least squares that of random intercepts.
pub(super) fn demeaned(answers: &[&Answer], mut plain: Design, between: f64) -> Design {
    // Demeaned rows are left with the variance within persons; those who answered once have all
    // of it and are scaled down to that.
    let mut part = vec![(1.0 - between).sqrt(); answers.len()];
    for of in rows(answers).values() {
        let m = of.len() as f64;
        let theta = 1.0 - ((1.0 - between) / (1.0 - between + m * between)).sqrt();
        let mean_y = of.iter().map(|&i| plain.y[i]).sum::<f64>() / m;
        for &i in of {
            plain.y[i] -= theta * mean_y;
            part[i] = 1.0;
        }
        for j in 0..plain.x.ncols() {
            let mean_x = of.iter().map(|&i| plain.x[(i, j)]).sum::<f64>() / m;
            for &i in of {
                plain.x[(i, j)] -= theta * mean_x;
            }
        }
    }
    for (i, part) in part.into_iter().enumerate() {
        plain.y[i] *= part;
        plain.x.row_mut(i).scale_mut(part);
    }
    plain
}
