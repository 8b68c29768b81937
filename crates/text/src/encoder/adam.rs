//! AdamW (Loshchilov and Hutter, 2019), one pass over a variable's memory per step.

use std::collections::BTreeMap;
use std::sync::Mutex;

use candle_core::backprop::GradStore;
use candle_core::{CpuStorage, InplaceOp2, Layout, Result, Var};
use rayon::prelude::*;

const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
const EPS: f32 = 1e-8;
/// Values one thread takes at a time.
const CHUNK: usize = 1 << 15;

struct Moments {
    first: Vec<f32>,
    second: Vec<f32>,
}

/// One variable's step.
struct Step<'a> {
    moments: Mutex<&'a mut Moments>,
    rate: f32,
    decay: f32,
    /// `1 - β^t` of both moments.
    settled: (f32, f32),
}

impl InplaceOp2 for Step<'_> {
    fn name(&self) -> &'static str {
        "adam-w"
    }

    fn cpu_fwd(
        &self,
        values: &mut CpuStorage,
        l1: &Layout,
        slope: &CpuStorage,
        l2: &Layout,
    ) -> Result<()> {
        let (Some((from, to)), Some((low, high))) =
            (l1.contiguous_offsets(), l2.contiguous_offsets())
        else {
            candle_core::bail!("the optimizer wants contiguous tensors")
        };
        let CpuStorage::F32(values) = values else {
            candle_core::bail!("the optimizer wants f32 variables")
        };
        let Ok(mut moments) = self.moments.lock() else {
            candle_core::bail!("another thread failed while it held the optimizer")
        };
        let slope = &slope.as_slice::<f32>()?[low..high];
        let Moments { first, second } = &mut **moments;
        let keep = 1.0 - self.rate * self.decay;
        let rate = self.rate / self.settled.0;
        let over = 1.0 / self.settled.1;
        values[from..to]
            .par_chunks_mut(CHUNK)
            .zip(slope.par_chunks(CHUNK))
            .zip(first.par_chunks_mut(CHUNK))
            .zip(second.par_chunks_mut(CHUNK))
            .for_each(|(((values, slope), first), second)| {
                let rows = values
                    .iter_mut()
                    .zip(slope)
                    .zip(first.iter_mut().zip(second));
                for ((value, g), (m, v)) in rows {
                    *m = BETA1 * *m + (1.0 - BETA1) * g;
                    *v = BETA2 * *v + (1.0 - BETA2) * g * g;
                    *value = *value * keep - rate * *m / ((*v * over).sqrt() + EPS);
                }
            });
        Ok(())
    }
}

/// The optimizer and its memory.
#[derive(Default)]
pub struct Adam {
    memory: BTreeMap<String, Moments>,
    steps: i32,
}

impl Adam {
    /// Moves every variable; `rate` and weight decay are a variable's by its name.
    ///
    /// # Errors
    /// When a variable or its gradient is no contiguous f32 tensor.
    pub fn step(
        &mut self,
        variables: &BTreeMap<String, Var>,
        grads: &GradStore,
        of: impl Fn(&str) -> (f32, f32),
    ) -> Result<()> {
        self.steps += 1;
        let settled = (1.0 - BETA1.powi(self.steps), 1.0 - BETA2.powi(self.steps));
        for (name, variable) in variables {
            let Some(slope) = grads.get(variable.as_tensor()) else {
                continue;
            };
            let count = variable.elem_count();
            let moments = self.memory.entry(name.clone()).or_insert_with(|| Moments {
                first: vec![0.0; count],
                second: vec![0.0; count],
            });
            let (rate, decay) = of(name);
            let step = Step {
                moments: Mutex::new(moments),
                rate,
                decay,
                settled,
            };
            variable
                .as_tensor()
                .inplace_op2(&slope.contiguous()?, &step)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::Device;

    #[test]
    fn it_walks_to_the_bottom_of_a_bowl() {
        let start = Var::new(&[3.0f32, -2.0], &Device::Cpu).unwrap();
        let variables = BTreeMap::from([("x".to_owned(), start.clone())]);
        let mut adam = Adam::default();
        for step in 0..400 {
            let bowl = (start.as_tensor() - 1.0)
                .unwrap()
                .sqr()
                .unwrap()
                .sum_all()
                .unwrap();
            let grads = bowl.backward().unwrap();
            let rate = 0.1 * (1.0 - step as f32 / 400.0);
            adam.step(&variables, &grads, |_| (rate, 0.0)).unwrap();
            // The first step is as long as the rate, whatever the slope.
            if step == 0 {
                let moved = start.as_tensor().to_vec1::<f32>().unwrap();
                assert!((moved[0] - 2.9).abs() < 1e-4, "{moved:?}");
            }
        }
        let ended = start.as_tensor().to_vec1::<f32>().unwrap();
        assert!(ended.iter().all(|x| (x - 1.0).abs() < 0.01), "{ended:?}");
    }
}
