//! Operations of the transformer with a gradient of their own.
//!
//! candle's fused layer norm and softmax have no backward pass, and its composed ones walk a
//! tensor ten times. These walk it once, on all of candle's threads, and the same module
//! serves reading and training. All of them want rows that lie next to each other.

use candle_core::{CpuStorage, CustomOp1, CustomOp2, CustomOp3, Layout, Result, Shape, Tensor};
use rayon::prelude::*;

use super::arith::{ROWS, dot, exp, moments, normal, sum};

fn slice<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    let values = storage.as_slice::<f32>()?;
    match layout.contiguous_offsets() {
        Some((from, to)) => Ok(&values[from..to]),
        None => candle_core::bail!("the encoder's operations want contiguous tensors"),
    }
}

fn width(layout: &Layout) -> usize {
    layout.dims().last().copied().unwrap_or(1).max(1)
}

type Made = Result<(CpuStorage, Shape)>;

fn made(values: Vec<f32>, shape: &Shape) -> Made {
    Ok((CpuStorage::F32(values), shape.clone()))
}

/// Adds a row to every row.
pub(super) struct AddRow;

impl CustomOp2 for AddRow {
    fn name(&self) -> &'static str {
        "add-row"
    }

    fn cpu_fwd(&self, s1: &CpuStorage, l1: &Layout, s2: &CpuStorage, l2: &Layout) -> Made {
        let (x, row) = (slice(s1, l1)?, slice(s2, l2)?);
        let mut out = vec![0f32; x.len()];
        let k = row.len();
        out.par_chunks_mut(k * ROWS)
            .zip(x.par_chunks(k * ROWS))
            .for_each(|(out, x)| {
                for (out, x) in out.chunks_exact_mut(k).zip(x.chunks_exact(k)) {
                    for (o, (x, b)) in out.iter_mut().zip(x.iter().zip(row)) {
                        *o = x + b;
                    }
                }
            });
        made(out, l1.shape())
    }

    fn bwd(
        &self,
        _: &Tensor,
        row: &Tensor,
        _: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let grad = grad.contiguous()?;
        let down = grad.apply_op1_no_bwd(&SumRows)?.reshape(row.shape())?;
        Ok((Some(grad), Some(down)))
    }
}

/// Sum over all rows.
struct SumRows;

impl CustomOp1 for SumRows {
    fn name(&self) -> &'static str {
        "sum-rows"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Made {
        let (x, k) = (slice(storage, layout)?, width(layout));
        let part = |rows: &[f32]| {
            let mut out = vec![0f32; k];
            for row in rows.chunks_exact(k) {
                for (o, x) in out.iter_mut().zip(row) {
                    *o += x;
                }
            }
            out
        };
        made(
            total(x.par_chunks(k * ROWS).map(part).collect(), k),
            &Shape::from(k),
        )
    }
}

/// Adds up partial sums in their order, whatever thread made them.
fn total(parts: Vec<Vec<f32>>, k: usize) -> Vec<f32> {
    let mut out = vec![0f32; k];
    for part in parts {
        for (o, x) in out.iter_mut().zip(part) {
            *o += x;
        }
    }
    out
}

/// The Gaussian error linear unit, `x Φ(x)`.
pub(super) struct Gelu;

impl CustomOp1 for Gelu {
    fn name(&self) -> &'static str {
        "gelu"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Made {
        let x = slice(storage, layout)?;
        let mut out = vec![0f32; x.len()];
        out.par_chunks_mut(16_384)
            .zip(x.par_chunks(16_384))
            .for_each(|(out, x)| {
                for (o, &x) in out.iter_mut().zip(x) {
                    *o = x * normal(x).0;
                }
            });
        made(out, layout.shape())
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        Ok(Some(x.apply_op2_no_bwd(&grad.contiguous()?, &GeluSlope)?))
    }
}

struct GeluSlope;

impl CustomOp2 for GeluSlope {
    fn name(&self) -> &'static str {
        "gelu-slope"
    }

    fn cpu_fwd(&self, s1: &CpuStorage, l1: &Layout, s2: &CpuStorage, l2: &Layout) -> Made {
        // One over the root of two pi.
        const HEIGHT: f32 = 0.398_942_3;
        let (x, grad) = (slice(s1, l1)?, slice(s2, l2)?);
        let mut out = vec![0f32; x.len()];
        out.par_chunks_mut(16_384)
            .zip(x.par_chunks(16_384))
            .zip(grad.par_chunks(16_384))
            .for_each(|((out, x), grad)| {
                for (o, (&x, g)) in out.iter_mut().zip(x.iter().zip(grad)) {
                    let (below, bell) = normal(x);
                    *o = g * (below + x * HEIGHT * bell);
                }
            });
        made(out, l1.shape())
    }
}

/// Layer norm of rows, with scale and shift.
pub(super) struct LayerNorm {
    /// Added to the variance.
    pub eps: f32,
}

impl CustomOp3 for LayerNorm {
    fn name(&self) -> &'static str {
        "layer-norm"
    }

    fn cpu_fwd(
        &self,
        s1: &CpuStorage,
        l1: &Layout,
        s2: &CpuStorage,
        l2: &Layout,
        s3: &CpuStorage,
        l3: &Layout,
    ) -> Made {
        let (x, scale, shift) = (slice(s1, l1)?, slice(s2, l2)?, slice(s3, l3)?);
        let k = width(l1);
        let mut out = vec![0f32; x.len()];
        out.par_chunks_mut(k * ROWS)
            .zip(x.par_chunks(k * ROWS))
            .for_each(|(out, x)| {
                for (out, x) in out.chunks_exact_mut(k).zip(x.chunks_exact(k)) {
                    let (mean, over) = moments(x, self.eps);
                    for (o, ((x, a), b)) in out.iter_mut().zip(x.iter().zip(scale).zip(shift)) {
                        *o = (x - mean) * over * a + b;
                    }
                }
            });
        made(out, l1.shape())
    }

    fn bwd(
        &self,
        x: &Tensor,
        scale: &Tensor,
        _: &Tensor,
        _: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let grad = grad.contiguous()?;
        let down = x.apply_op3_no_bwd(scale, &grad, &NormDown { eps: self.eps })?;
        let scales = x.apply_op2_no_bwd(&grad, &NormScale { eps: self.eps })?;
        let shifts = grad.apply_op1_no_bwd(&SumRows)?;
        Ok((Some(down), Some(scales), Some(shifts)))
    }
}

/// Gradient of the layer norm's input.
struct NormDown {
    eps: f32,
}

impl CustomOp3 for NormDown {
    fn name(&self) -> &'static str {
        "layer-norm-down"
    }

    fn cpu_fwd(
        &self,
        s1: &CpuStorage,
        l1: &Layout,
        s2: &CpuStorage,
        l2: &Layout,
        s3: &CpuStorage,
        l3: &Layout,
    ) -> Made {
        let (x, scale, grad) = (slice(s1, l1)?, slice(s2, l2)?, slice(s3, l3)?);
        let k = width(l1);
        let mut out = vec![0f32; x.len()];
        out.par_chunks_mut(k * ROWS)
            .zip(x.par_chunks(k * ROWS))
            .zip(grad.par_chunks(k * ROWS))
            .for_each(|((out, x), grad)| {
                let (mut hat, mut scaled) = (vec![0f32; k], vec![0f32; k]);
                let rows = x.chunks_exact(k).zip(grad.chunks_exact(k));
                for (out, (x, grad)) in out.chunks_exact_mut(k).zip(rows) {
                    let (mean, over) = moments(x, self.eps);
                    for (h, x) in hat.iter_mut().zip(x) {
                        *h = (x - mean) * over;
                    }
                    for (s, (g, a)) in scaled.iter_mut().zip(grad.iter().zip(scale)) {
                        *s = g * a;
                    }
                    let level = sum(&scaled) / k as f32;
                    let tilt = dot(&scaled, &hat) / k as f32;
                    for (o, (s, h)) in out.iter_mut().zip(scaled.iter().zip(&hat)) {
                        *o = over * (s - level - h * tilt);
                    }
                }
            });
        made(out, l1.shape())
    }
}

/// Gradient of the layer norm's scale.
struct NormScale {
    eps: f32,
}

impl CustomOp2 for NormScale {
    fn name(&self) -> &'static str {
        "layer-norm-scale"
    }

    fn cpu_fwd(&self, s1: &CpuStorage, l1: &Layout, s2: &CpuStorage, l2: &Layout) -> Made {
        let (x, grad, k) = (slice(s1, l1)?, slice(s2, l2)?, width(l1));
        let part = |(x, grad): (&[f32], &[f32])| {
            let mut out = vec![0f32; k];
            for (x, grad) in x.chunks_exact(k).zip(grad.chunks_exact(k)) {
                let (mean, over) = moments(x, self.eps);
                for (o, (x, g)) in out.iter_mut().zip(x.iter().zip(grad)) {
                    *o += (x - mean) * over * g;
                }
            }
            out
        };
        let rows = x.par_chunks(k * ROWS).zip(grad.par_chunks(k * ROWS));
        made(total(rows.map(part).collect(), k), &Shape::from(k))
    }
}

/// Softmax of scaled attention scores over the tokens that are there: scores have the shape
/// texts × heads × tokens × tokens, and a text's padding gets no attention.
pub(super) struct Attend {
    /// Factor on the scores.
    pub scale: f32,
    /// Tokens of each text.
    pub lengths: Vec<usize>,
}

impl CustomOp1 for Attend {
    fn name(&self) -> &'static str {
        "attend"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Made {
        let (x, t) = (slice(storage, layout)?, width(layout));
        let of_text = (x.len() / self.lengths.len().max(1)).max(1);
        let mut out = vec![0f32; x.len()];
        out.par_chunks_mut(of_text)
            .zip(x.par_chunks(of_text))
            .zip(&self.lengths)
            .for_each(|((out, x), &length)| {
                for (out, x) in out.chunks_exact_mut(t).zip(x.chunks_exact(t)) {
                    let (out, x) = (&mut out[..length], &x[..length]);
                    let most = x.iter().fold(f32::MIN, |most, x| most.max(*x));
                    for (o, x) in out.iter_mut().zip(x) {
                        *o = exp((x - most) * self.scale);
                    }
                    let share = 1.0 / sum(out);
                    out.iter_mut().for_each(|o| *o *= share);
                }
            });
        made(out, layout.shape())
    }

    fn bwd(&self, _: &Tensor, res: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        let down = AttendDown { scale: self.scale };
        Ok(Some(res.apply_op2_no_bwd(&grad.contiguous()?, &down)?))
    }
}

struct AttendDown {
    scale: f32,
}

impl CustomOp2 for AttendDown {
    fn name(&self) -> &'static str {
        "attend-down"
    }

    fn cpu_fwd(&self, s1: &CpuStorage, l1: &Layout, s2: &CpuStorage, l2: &Layout) -> Made {
        let (shares, grad, t) = (slice(s1, l1)?, slice(s2, l2)?, width(l1));
        let mut out = vec![0f32; shares.len()];
        out.par_chunks_mut(t * ROWS)
            .zip(shares.par_chunks(t * ROWS))
            .zip(grad.par_chunks(t * ROWS))
            .for_each(|((out, shares), grad)| {
                let rows = shares.chunks_exact(t).zip(grad.chunks_exact(t));
                for (out, (shares, grad)) in out.chunks_exact_mut(t).zip(rows) {
                    let mean = dot(shares, grad);
                    for (o, (p, g)) in out.iter_mut().zip(shares.iter().zip(grad)) {
                        *o = p * (g - mean) * self.scale;
                    }
                }
            });
        made(out, l1.shape())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::{Device, Var};

    fn waves(count: usize, pace: f32) -> Vec<f32> {
        (0..count)
            .map(|i| (i as f32 * pace + 0.3).sin() * 1.5)
            .collect()
    }

    fn var(shape: &[usize], pace: f32) -> Var {
        let values = waves(shape.iter().product(), pace);
        Var::from_vec(values, shape, &Device::Cpu).unwrap()
    }

    /// Compares the gradient of every element with the slope of a small step.
    fn slopes_agree(inputs: &[Var], of: impl Fn(&[Var]) -> Tensor) {
        let weighed = |out: Tensor| {
            let weights = waves(out.elem_count(), 0.77);
            let weights = Tensor::from_vec(weights, out.dims(), &Device::Cpu).unwrap();
            (out * weights).unwrap().sum_all().unwrap()
        };
        let grads = weighed(of(inputs)).backward().unwrap();
        for (at, input) in inputs.iter().enumerate() {
            let found = grads.get(input.as_tensor()).unwrap().flatten_all().unwrap();
            let found = found.to_vec1::<f32>().unwrap();
            let start = input.flatten_all().unwrap().to_vec1::<f32>().unwrap();
            for (i, found) in found.iter().enumerate() {
                let at_step = |step: f32| {
                    let mut values = start.clone();
                    values[i] += step;
                    let moved = Tensor::from_vec(values, input.dims(), &Device::Cpu).unwrap();
                    input.set(&moved).unwrap();
                    let out = weighed(of(inputs)).to_scalar::<f32>().unwrap();
                    f64::from(out)
                };
                let slope = (at_step(1e-2) - at_step(-1e-2)) / 2e-2;
                let back = Tensor::from_vec(start.clone(), input.dims(), &Device::Cpu).unwrap();
                input.set(&back).unwrap();
                assert!(
                    (f64::from(*found) - slope).abs() < 2e-2,
                    "input {at}, {i}: {found} {slope}"
                );
            }
        }
    }

    #[test]
    fn gelu_knows_its_slope() {
        let values = Var::new(&[-3.0f32, -0.5, 0.0, 0.7, 2.5], &Device::Cpu).unwrap();
        slopes_agree(&[values], |v| v[0].apply_op1(Gelu).unwrap());
    }

    #[test]
    fn layer_norm_knows_the_slopes_of_all_its_inputs() {
        let inputs = [var(&[3, 5], 1.1), var(&[5], 0.9), var(&[5], 0.4)];
        slopes_agree(&inputs, |v| {
            v[0].apply_op3(&v[1], &v[2], LayerNorm { eps: 1e-5 })
                .unwrap()
        });
    }

    #[test]
    fn a_row_added_everywhere_gets_the_sum_of_all_slopes() {
        slopes_agree(&[var(&[70, 2], 0.8), var(&[2], 0.5)], |v| {
            v[0].apply_op2(&v[1], AddRow).unwrap()
        });
    }

    #[test]
    fn attention_passes_padding_by() {
        let attend = || Attend {
            scale: 0.5,
            lengths: vec![3, 2],
        };
        let scores = var(&[2, 1, 3, 3], 1.3);
        let shares = scores.apply_op1(attend()).unwrap().flatten_all().unwrap();
        let shares = shares.to_vec1::<f32>().unwrap();
        for (at, row) in shares.chunks(3).enumerate() {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{row:?}");
            assert!(at < 3 || row[2] == 0.0, "{row:?}");
        }
        slopes_agree(&[scores], |v| v[0].apply_op1(attend()).unwrap());
    }
}
