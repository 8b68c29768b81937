//! How wrong the heads are about a batch.

use candle_core::{Device, Result, Tensor};
use text::encoder::Link;

use super::rows::{HEADS, Head, Row};

/// Targets of one head for a batch, and what each counts; rows × columns.
struct Sheet {
    wanted: Tensor,
    weight: Tensor,
}

fn sheet(rows: &[&Row], head: Head, columns: usize) -> Result<Option<Sheet>> {
    if !rows.iter().any(|row| row.target(head).is_some()) {
        return Ok(None);
    }
    let (mut wanted, mut weight) = (Vec::new(), Vec::new());
    for row in rows {
        match row.target(head) {
            Some(target) => {
                wanted.extend(&target.wanted);
                weight.extend(&target.weight);
            }
            None => {
                wanted.resize(wanted.len() + columns, 0.0);
                weight.resize(weight.len() + columns, 0.0);
            }
        }
    }
    let shape = (rows.len(), columns);
    Ok(Some(Sheet {
        wanted: Tensor::from_vec(wanted, shape, &Device::Cpu)?,
        weight: Tensor::from_vec(weight, shape, &Device::Cpu)?,
    }))
}

/// Loss of a batch, summed over columns and averaged over rows, and each head's part of it.
/// `logits` gives a head's numbers.
pub(super) fn loss<E: From<candle_core::Error>>(
    rows: &[&Row],
    logits: impl Fn(&'static str) -> std::result::Result<Tensor, E>,
) -> std::result::Result<(Tensor, [Option<f32>; HEADS.len()]), E> {
    let mut total = Tensor::zeros((), candle_core::DType::F32, &Device::Cpu)?;
    let mut parts = [None; HEADS.len()];
    for (head, name, link, share) in HEADS {
        let columns = rows
            .iter()
            .find_map(|row| row.target(head))
            .map_or(0, |t| t.wanted.len());
        let Some(sheet) = sheet(rows, head, columns)? else {
            continue;
        };
        let said = logits(name)?;
        let wrong = match link {
            Link::Softmax => cross_entropy(&said, &sheet.wanted)?,
            Link::Sigmoid => binary(&said, &sheet.wanted)?,
            Link::Value => (said - &sheet.wanted)?.sqr()?,
        };
        let part = ((wrong * &sheet.weight)?.sum_all()? / rows.len() as f64)?;
        let taught = rows.iter().filter(|row| row.target(head).is_some()).count();
        parts[head as usize] = Some(part.to_scalar::<f32>()? * rows.len() as f32 / taught as f32);
        total = (total + (part * share)?)?;
    }
    Ok((total, parts))
}

/// `-wanted · log softmax(said)`.
pub(super) fn cross_entropy(said: &Tensor, wanted: &Tensor) -> Result<Tensor> {
    let most = said.max_keepdim(1)?.detach();
    let low = said.broadcast_sub(&most)?;
    let log = low.broadcast_sub(&low.exp()?.sum_keepdim(1)?.log()?)?;
    (log * wanted)?.neg()
}

/// `log(1 + e^said) - wanted · said`, without overflow.
fn binary(said: &Tensor, wanted: &Tensor) -> Result<Tensor> {
    let soft = (said.abs()?.neg()?.exp()? + 1.0)?.log()?;
    (said.relu()? + soft)? - (said * wanted)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_agree_with_the_formulas() {
        let tensor = |v: &[[f32; 2]; 1]| Tensor::new(v, &Device::Cpu).unwrap();
        let flat = |t: Tensor| t.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        let said = tensor(&[[2.0, -1.0]]);
        // log(1 + e^-3) = 0.048587.
        let soft = flat(cross_entropy(&said, &tensor(&[[1.0, 0.0]])).unwrap());
        assert!((soft[0] - 0.048_587).abs() < 1e-5 && soft[1] == 0.0);
        // log(1 + e^2) = 2.126928; log(1 + e^-1) + 1 = 1.313262.
        let each = flat(binary(&said, &tensor(&[[0.0, 1.0]])).unwrap());
        assert!((each[0] - 2.126_928).abs() < 1e-5 && (each[1] - 1.313_262).abs() < 1e-5);
    }
}
