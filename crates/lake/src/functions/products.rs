//! Sums of products as an aggregate: `(whose, weight, x…)` gives the sums of every part in a row.

use columns::Products;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Float64Type};
use datafusion::common::Result;
use datafusion::common::scalar::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility,
};
use std::sync::Arc;

/// What the aggregate is made for.
#[derive(Debug, PartialEq, Eq, Hash)]
struct SumsOfProducts {
    signature: Signature,
    parts: usize,
    questions: usize,
}

/// The aggregate for so many parts and questions.
pub(crate) fn function(parts: usize, questions: usize) -> AggregateUDF {
    AggregateUDF::from(SumsOfProducts {
        signature: Signature::any(2 + questions, Volatility::Immutable),
        parts: parts.max(1),
        questions,
    })
}

/// The parts in the numbers that the aggregate gives.
pub(crate) fn parts_of(numbers: &[f64], parts: usize, questions: usize) -> Vec<Products> {
    let empty = Products::zero(questions);
    let size = 2 + empty.sums.len();
    let mut all = vec![empty; parts.max(1)];
    for (part, numbers) in all.iter_mut().zip(numbers.chunks_exact(size)) {
        part.n = super::statistic::count(numbers[0]);
        part.weight_sq = numbers[1];
        part.sums.copy_from_slice(&numbers[2..]);
    }
    all
}

fn list() -> DataType {
    DataType::List(Arc::new(Field::new_list_field(DataType::Float64, true)))
}

impl AggregateUDFImpl for SumsOfProducts {
    fn name(&self) -> &str {
        "sums_of_products"
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(list())
    }
    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Sums {
            parts: vec![Products::zero(self.questions); self.parts],
        }))
    }
    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let name = format!("{}[sums]", args.name);
        Ok(vec![Arc::new(Field::new(name, list(), true))])
    }
}

#[derive(Debug)]
struct Sums {
    parts: Vec<Products>,
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
        let numbers: Vec<ScalarValue> = self
            .parts
            .iter()
            .flat_map(|part| {
                let head = [part.n as f64, part.weight_sq];
                head.into_iter().chain(part.sums.iter().copied())
            })
            .map(ScalarValue::from)
            .collect();
        ScalarValue::List(ScalarValue::new_list(&numbers, &DataType::Float64, true))
    }
}

impl Accumulator for Sums {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let whose = cast(&values[0], &DataType::Utf8View)?;
        let whose = whose.as_string_view();
        let columns = values[1..]
            .iter()
            .map(|column| {
                let column = cast(column, &DataType::Float64)?;
                Ok(column.as_primitive::<Float64Type>().clone())
            })
            .collect::<Result<Vec<Float64Array>>>()?;
        let Some((weights, columns)) = columns.split_first() else {
            return Ok(());
        };
        let parts = self.parts.len();
        for row in 0..weights.len() {
            if weights.is_null(row) {
                continue;
            }
            let weight = weights.value(row);
            if !(weight.is_finite() && weight >= 0.0) {
                let told = format!("the weight {weight} is not a finite number of 0 or more");
                return Err(DataFusionError::Execution(told));
            }
            let cells = columns
                .iter()
                .map(|column| column.is_valid(row).then(|| column.value(row)));
            self.parts[part(whose.value(row).as_bytes(), parts)].push(weight, cells);
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let lists = states[0].as_list::<i32>();
        let questions = self.parts[0].width / 2;
        for numbers in lists.iter().flatten() {
            let numbers = numbers.as_primitive::<Float64Type>().values().to_vec();
            let others = parts_of(&numbers, self.parts.len(), questions);
            for (sum, more) in self.parts.iter_mut().zip(&others) {
                sum.merge(more);
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
        let one = self.parts.first().map_or(0, |part| part.sums.len());
        size_of_val(self) + self.parts.len() * (one + 4) * size_of::<f64>()
    }
}
