//! Sums of products as an aggregate: `(whose, weight, outcome, driver…)` gives the sums of every
//! part in a row.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Float64Type};
use datafusion::common::Result;
use datafusion::common::scalar::ScalarValue;
use datafusion::common::utils::SingleRowListArrayBuilder;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility,
};
use stats::drivers::{Covariance, Layout};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What the aggregate is made for.
#[derive(Debug, PartialEq)]
struct Covariances {
    signature: Signature,
    parts: usize,
    layout: Layout,
}

impl Eq for Covariances {}

impl Hash for Covariances {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let shape = (self.parts, self.layout.split);
        (&self.signature, shape).hash(state);
        let bits = |x: &f64| x.to_bits();
        self.layout
            .references
            .iter()
            .map(bits)
            .for_each(|b| b.hash(state));
    }
}

/// The aggregate for so many parts of a layout without controls.
pub(crate) fn function(parts: usize, layout: &Layout) -> AggregateUDF {
    AggregateUDF::from(Covariances {
        signature: Signature::any(3 + layout.drivers(), Volatility::Immutable),
        parts: parts.max(1),
        layout: layout.clone(),
    })
}

/// The parts in the numbers that the aggregate gives.
pub(crate) fn parts_of(numbers: &[f64], parts: usize, columns: usize) -> Vec<Covariance> {
    let empty = Covariance::new(columns);
    let size = 3 + empty.sums.len() + empty.products.len();
    let mut all = vec![empty; parts.max(1)];
    for (part, numbers) in all.iter_mut().zip(numbers.chunks_exact(size)) {
        part.n = super::statistic::count(numbers[0]);
        (part.weight, part.weight_sq) = (numbers[1], numbers[2]);
        let (sums, products) = numbers[3..].split_at(columns);
        part.sums.copy_from_slice(sums);
        part.products.copy_from_slice(products);
    }
    all
}

fn list() -> DataType {
    DataType::List(Arc::new(Field::new_list_field(DataType::Float64, true)))
}

impl AggregateUDFImpl for Covariances {
    fn name(&self) -> &str {
        "covariances"
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(list())
    }
    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Sums {
            parts: vec![Covariance::new(self.layout.columns()); self.parts],
            layout: self.layout.clone(),
        }))
    }
    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let name = format!("{}[sums]", args.name);
        Ok(vec![Arc::new(Field::new(name, list(), true))])
    }
}

#[derive(Debug)]
struct Sums {
    parts: Vec<Covariance>,
    layout: Layout,
}

/// FNV-1a: the same part for the same person, on every machine.
fn part(whose: &[u8], parts: usize) -> usize {
    let hash = whose.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The low bits of FNV are its weakest.
    ((hash ^ (hash >> 32)) % parts as u64) as usize
}

impl Sums {
    fn numbers(&self) -> ScalarValue {
        let numbers = self.parts.iter().flat_map(|part| {
            let head = [part.n as f64, part.weight, part.weight_sq];
            let sums = part.sums.iter().chain(&part.products).copied();
            head.into_iter().chain(sums)
        });
        let numbers = Float64Array::from_iter_values(numbers);
        SingleRowListArrayBuilder::new(Arc::new(numbers)).build_list_scalar()
    }

    /// The columns of every signal: the outcome, then of each driver the one column that is not 0
    /// (or one that is), in rising order. Read driver by driver, as they lie in memory.
    fn columns(&self, outcomes: &Float64Array, drivers: &[Float64Array]) -> Vec<(usize, f64)> {
        let width = 1 + drivers.len();
        let mut flat = vec![(0, 0.0); outcomes.len() * width];
        for (to, outcome) in flat.chunks_exact_mut(width).zip(outcomes.values()) {
            to[0].1 = *outcome;
        }
        for (j, driver) in drivers.iter().enumerate() {
            let (score, absent) = (self.layout.score(j), self.layout.absent(j));
            let (reference, split) = (self.layout.references[j], self.layout.split);
            for (row, to) in flat.chunks_exact_mut(width).enumerate() {
                to[1 + j] = if driver.is_null(row) {
                    (absent, 1.0)
                } else {
                    let from = driver.value(row) - reference;
                    (score + usize::from(split && from > 0.0), from)
                };
            }
        }
        flat
    }
}

fn refused(why: impl Into<String>) -> DataFusionError {
    DataFusionError::Execution(why.into())
}

impl Accumulator for Sums {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let whose = cast(&values[0], &DataType::Utf8View)?;
        let whose = whose.as_string_view();
        let numbers = values[1..]
            .iter()
            .map(|column| {
                let column = cast(column, &DataType::Float64)?;
                Ok(column.as_primitive::<Float64Type>().clone())
            })
            .collect::<Result<Vec<Float64Array>>>()?;
        let [weights, outcomes, drivers @ ..] = numbers.as_slice() else {
            return Err(refused("an outcome and a weight are needed"));
        };
        let count = self.parts.len();
        let mut dealt: Vec<(usize, usize)> = (0..weights.len())
            .filter(|&row| weights.is_valid(row) && outcomes.is_valid(row))
            .map(|row| (part(whose.value(row).as_bytes(), count), row))
            .collect();
        // Part by part, since the products of one fit a core's cache and those of all do not. Rows
        // of a part stay in order, so its sums are the same to the bit.
        dealt.sort_by_key(|(of, _)| *of);
        let (width, flat) = (1 + drivers.len(), self.columns(outcomes, drivers));
        for (of, row) in dealt {
            let weight = weights.value(row);
            if !(weight.is_finite() && weight >= 0.0) {
                return Err(refused(format!(
                    "the weight {weight} is not a finite number of 0 or more"
                )));
            }
            self.parts[of].push_sparse(&flat[row * width..][..width], weight);
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let columns = self.layout.columns();
        for numbers in states[0].as_list::<i32>().iter().flatten() {
            let numbers = numbers.as_primitive::<Float64Type>().values().to_vec();
            let others = parts_of(&numbers, self.parts.len(), columns);
            for (sum, more) in self.parts.iter_mut().zip(&others) {
                sum.merge(more).map_err(|e| refused(e.to_string()))?;
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.numbers()])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(self.numbers())
    }

    fn size(&self) -> usize {
        let one = |part: &Covariance| part.sums.len() + part.products.len() + 16;
        size_of_val(self) + self.parts.iter().map(one).sum::<usize>() * size_of::<f64>()
    }
}
