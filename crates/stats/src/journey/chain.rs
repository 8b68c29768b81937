//! Paths as a first-order Markov chain.

use nalgebra::{DMatrix, DVector};

use super::Path;

/// Chances to move between steps, from the start, and to conversion; the rest is loss.
pub(super) struct Chain {
    /// From step (row) to step (column).
    pub moves: DMatrix<f64>,
    /// From the start to each step.
    pub start: DVector<f64>,
    /// From each step to conversion.
    pub converts: DVector<f64>,
    /// From the start to conversion, by paths without any step.
    pub direct: f64,
}

/// The chain that paths with these weights make.
pub(super) fn chain(paths: &[Path], steps: usize) -> Chain {
    let mut chain = Chain {
        moves: DMatrix::zeros(steps, steps),
        start: DVector::zeros(steps),
        converts: DVector::zeros(steps),
        direct: 0.0,
    };
    let mut leaves = DVector::<f64>::zeros(steps);
    let mut all = 0.0;
    for path in paths {
        let weight = path.converted + path.lost;
        all += weight;
        let Some((&first, &last)) = path.steps.first().zip(path.steps.last()) else {
            chain.direct += path.converted;
            continue;
        };
        chain.start[first] += weight;
        for pair in path.steps.windows(2) {
            chain.moves[(pair[0], pair[1])] += weight;
            leaves[pair[0]] += weight;
        }
        chain.converts[last] += path.converted;
        leaves[last] += weight;
    }
    if all > 0.0 {
        chain.start /= all;
        chain.direct /= all;
    }
    for (step, &left) in leaves.iter().enumerate() {
        if left > 0.0 {
            chain.moves.row_mut(step).unscale_mut(left);
            chain.converts[step] /= left;
        }
    }
    chain
}

impl Chain {
    /// Expected visits to each step (column) from each step (row), itself counted: `(I - Q)⁻¹`.
    /// Every step ends in conversion or loss with some chance, so the inverse exists.
    pub fn visits(&self) -> Option<DMatrix<f64>> {
        let size = self.moves.nrows();
        (DMatrix::identity(size, size) - &self.moves).try_inverse()
    }

    /// Chance of conversion given the visits.
    pub fn conversion(&self, visits: &DMatrix<f64>) -> f64 {
        self.direct + self.start.dot(&(visits * &self.converts))
    }
}

/// The visits once whoever comes to `step` is lost there.
pub(super) fn without(visits: &mut DMatrix<f64>, step: usize) {
    let (into, out) = (
        visits.column(step).into_owned(),
        visits.row(step).into_owned(),
    );
    let again = visits[(step, step)];
    visits.ger(-1.0 / again, &into, &out.transpose(), 1.0);
    // Rounding leaves traces where there is nothing any more.
    visits.column_mut(step).fill(0.0);
    visits.row_mut(step).fill(0.0);
}
