//! `model.safetensors`, in f32, f16, bf16 or our int8, to f32 tensors and back to int8.
//!
//! In our int8 form every matrix is an I8 tensor whose row `i` is multiplied by element `i` of
//! the f32 tensor `NAME.scale`; vectors stay f32.

use std::collections::{BTreeMap, HashMap};

use candle_core::{Device, Tensor};
use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};

use super::error::{EncoderError, Result, bad};
use super::names::ours;

const FILE: &str = "model.safetensors";
/// Greatest step of an int8 row.
const STEPS: f32 = 127.0;

/// Tensors by our names. Matrices that are multiplied with lie with their inputs as rows and
/// their outputs as columns, the other way round than in files.
pub type Tensors = HashMap<String, Tensor>;

/// Whether a matrix is looked up by row rather than multiplied with.
fn is_table(name: &str) -> bool {
    name.starts_with("emb.")
}

/// Reads the file's tensors that an encoder needs.
pub(super) fn read(bytes: &[u8]) -> Result<Tensors> {
    let file = SafeTensors::deserialize(bytes).map_err(bad(FILE))?;
    let mut tensors = Tensors::new();
    for (theirs, view) in file.tensors() {
        let Some(name) = ours(&theirs).filter(|name| !name.ends_with(".scale")) else {
            continue;
        };
        let scale = match view.dtype() {
            Dtype::I8 => {
                let scale = file.tensor(&format!("{theirs}.scale")).map_err(bad(FILE))?;
                Some(floats(&theirs, &scale)?)
            }
            _ => None,
        };
        let mut values = floats(&theirs, &view)?;
        if let Some(scale) = scale {
            let width = values.len() / scale.len().max(1);
            for (row, scale) in values.chunks_mut(width.max(1)).zip(scale) {
                row.iter_mut().for_each(|value| *value *= scale);
            }
        }
        let tensor = Tensor::from_vec(values, view.shape(), &Device::Cpu)?;
        let turned = view.shape().len() == 2 && !is_table(&name);
        let tensor = if turned {
            tensor.t()?.contiguous()?
        } else {
            tensor
        };
        tensors.insert(name, tensor);
    }
    Ok(tensors)
}

fn floats(name: &str, view: &TensorView<'_>) -> Result<Vec<f32>> {
    let data = view.data();
    let halves = || data.as_chunks::<2>().0.iter();
    Ok(match view.dtype() {
        Dtype::F32 => data
            .as_chunks::<4>()
            .0
            .iter()
            .map(|b| f32::from_le_bytes(*b))
            .collect(),
        Dtype::F16 => halves()
            .map(|b| half::f16::from_le_bytes(*b).to_f32())
            .collect(),
        Dtype::BF16 => halves()
            .map(|b| half::bf16::from_le_bytes(*b).to_f32())
            .collect(),
        Dtype::I8 => data
            .iter()
            .map(|b| f32::from(i8::from_le_bytes([*b])))
            .collect(),
        other => {
            let detail = format!("{name} is {other:?}, not F32, F16, BF16 or I8");
            return Err(bad(FILE)(detail));
        }
    })
}

/// The tensor of that name.
pub(super) fn take(tensors: &Tensors, name: &str) -> Result<Tensor> {
    let found = tensors.get(name).cloned();
    found.ok_or_else(|| EncoderError::NoTensor(name.to_owned()))
}

/// Writes tensors as a file: matrices as int8 where `small`, else all as f32.
///
/// # Errors
/// When a tensor holds anything but f32.
pub fn write(tensors: &Tensors, small: bool) -> Result<Vec<u8>> {
    let mut parts: BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)> = BTreeMap::new();
    let plain = |values: &[f32]| values.iter().flat_map(|v| v.to_le_bytes()).collect();
    for (name, tensor) in tensors {
        let matrix = tensor.rank() == 2;
        let turned = matrix && !is_table(name);
        let tensor = if turned {
            tensor.t()?.contiguous()?
        } else {
            tensor.clone()
        };
        let shape = tensor.dims().to_vec();
        let values = tensor.flatten_all()?.to_vec1::<f32>()?;
        if small && matrix {
            let mut steps = Vec::with_capacity(values.len());
            let mut scales = Vec::with_capacity(shape[0]);
            for row in values.chunks(shape[1].max(1)) {
                let most = row.iter().fold(0f32, |most, v| most.max(v.abs()));
                let scale = if most > 0.0 { most / STEPS } else { 1.0 };
                scales.push(scale);
                steps.extend(row.iter().map(|v| (v / scale).round() as i8 as u8));
            }
            let rows = vec![scales.len()];
            parts.insert(format!("{name}.scale"), (Dtype::F32, rows, plain(&scales)));
            parts.insert(name.clone(), (Dtype::I8, shape, steps));
        } else {
            parts.insert(name.clone(), (Dtype::F32, shape, plain(&values)));
        }
    }
    let mut views = Vec::new();
    for (name, (dtype, shape, data)) in &parts {
        let view = TensorView::new(*dtype, shape.clone(), data).map_err(bad(FILE))?;
        views.push((name.as_str(), view));
    }
    serialize(views, None).map_err(bad(FILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tensors() -> Tensors {
        let table = Tensor::new(&[[0.5f32, -1.0], [0.001, 0.002], [0.0, 0.0]], &Device::Cpu);
        let matrix = Tensor::new(&[[1.0f32, 2.0, 3.0], [-4.0, 5.0, 600.0]], &Device::Cpu);
        let vector = Tensor::new(&[0.123f32, 4.0], &Device::Cpu);
        HashMap::from([
            ("emb.word".to_owned(), table.unwrap()),
            ("layer.0.q.weight".to_owned(), matrix.unwrap()),
            ("layer.0.q.bias".to_owned(), vector.unwrap()),
        ])
    }

    #[test]
    fn what_is_written_in_full_is_read_back_to_the_bit() {
        let read = read(&write(&tensors(), false).unwrap()).unwrap();
        for (name, tensor) in tensors() {
            assert_eq!(read[&name].dims(), tensor.dims());
            let flat = |t: &Tensor| t.flatten_all().unwrap().to_vec1::<f32>().unwrap();
            assert_eq!(flat(&read[&name]), flat(&tensor), "{name}");
        }
    }

    #[test]
    fn a_small_row_keeps_its_own_scale() {
        let read = read(&write(&tensors(), true).unwrap()).unwrap();
        let table = read["emb.word"].to_vec2::<f32>().unwrap();
        assert!((table[1][0] - 0.001).abs() < 0.000_01, "{table:?}");
        let matrix = read["layer.0.q.weight"].to_vec2::<f32>().unwrap();
        // Outputs are the rows of the file: 600 does not drown 1.
        assert!((matrix[0][0] - 1.0).abs() < 0.02 && (matrix[1][2] - 600.0).abs() < 3.0);
    }
}
