//! Logistic regression on vectors of the encoder: what a few labels of one's own can do.

use std::collections::BTreeMap;

use candle_core::{DType, Device, Result, Tensor, Var};
use text::encoder::adam::Adam;

/// Steps over all rows at once.
const STEPS: usize = 300;
/// First learning rate; it falls to nothing.
const RATE: f32 = 0.5;
/// Weight decay per step, times the rate.
const DECAY: f32 = 1e-4;

/// Class numbers of `asked`, learned from `vectors` of unit length with their `classes`.
pub(super) fn regress(
    vectors: &[Vec<f32>],
    classes: &[usize],
    asked: &[Vec<f32>],
) -> Result<Vec<usize>> {
    let width = vectors.first().map_or(0, Vec::len);
    let count = classes.iter().max().map_or(0, |most| most + 1);
    let matrix =
        |rows: &[Vec<f32>]| Tensor::from_vec(rows.concat(), (rows.len(), width), &Device::Cpu);
    let mut wanted = vec![0f32; classes.len() * count];
    for (row, class) in classes.iter().enumerate() {
        wanted[row * count + class] = 1.0;
    }
    let wanted = Tensor::from_vec(wanted, (classes.len(), count), &Device::Cpu)?;
    let rows = matrix(vectors)?;
    let weights = Var::zeros((width, count), DType::F32, &Device::Cpu)?;
    let variables = BTreeMap::from([("weights".to_owned(), weights.clone())]);
    let mut adam = Adam::default();
    for step in 0..STEPS {
        let said = rows.matmul(weights.as_tensor())?;
        let wrong = super::loss::cross_entropy(&said, &wanted)?.sum_all()?;
        let grads = (wrong / classes.len().max(1) as f64)?.backward()?;
        let rate = RATE * (1.0 - step as f32 / STEPS as f32);
        adam.step(&variables, &grads, |_| (rate, DECAY))?;
    }
    let said = matrix(asked)?
        .matmul(weights.as_tensor())?
        .to_vec2::<f32>()?;
    Ok(said.iter().map(|row| super::tune::greatest(row)).collect())
}

#[cfg(test)]
mod tests {
    use super::regress;

    #[test]
    fn directions_are_told_apart() {
        let vectors = [vec![1.0, 0.0], vec![0.0, 1.0], vec![-0.7, -0.7]];
        let said = regress(&vectors, &[0, 1, 2], &[vec![0.9, 0.1], vec![-1.0, -0.9]]);
        assert_eq!(said.unwrap(), [0, 2]);
    }
}
