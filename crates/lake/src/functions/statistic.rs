//! What the functions share: sufficient statistics as an aggregate's state.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Fields, Float64Type};
use datafusion::common::Result;
use datafusion::common::scalar::{ScalarStructBuilder, ScalarValue};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Signature, TypeSignature, Volatility,
};
use stats::Estimate;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::Arc;

/// Sufficient statistics of one score.
pub(crate) trait Statistic: Debug + Default + Send + Sync + 'static {
    /// The function's name.
    const NAME: &'static str;
    /// What it takes; numbers and flags arrive as `f64`.
    const TAKES: &'static [DataType];
    /// Numbers in its state.
    const STATE: usize;

    /// Adds one row; none of its values is null.
    fn observe(&mut self, row: &[f64]) -> std::result::Result<(), String>;
    /// The state as numbers, counts among them (exact up to 2^53).
    fn state(&self) -> Vec<f64>;
    /// Adds another state.
    fn merge(&mut self, state: &[f64]);
    /// The score.
    fn estimate(&self) -> std::result::Result<Estimate, String>;
}

/// A count in a state.
pub(crate) fn count(number: f64) -> u64 {
    // States are made by `Statistic::state` from whole numbers that are not negative.
    number as u64
}

struct Function<S> {
    signature: Signature,
    statistic: PhantomData<fn() -> S>,
}

/// The aggregate function of a statistic.
pub(crate) fn function<S: Statistic>() -> AggregateUDF {
    AggregateUDF::from(Function::<S> {
        signature: Signature::new(
            TypeSignature::Coercible(
                S::TAKES
                    .iter()
                    .map(|kind| {
                        use datafusion::common::types::{logical_boolean, logical_float64};
                        use datafusion::logical_expr::{Coercion, TypeSignatureClass};
                        if *kind == DataType::Boolean {
                            Coercion::new_exact(TypeSignatureClass::Native(logical_boolean()))
                        } else {
                            Coercion::new_implicit(
                                TypeSignatureClass::Native(logical_float64()),
                                vec![TypeSignatureClass::Numeric],
                                datafusion::common::types::NativeType::Float64,
                            )
                        }
                    })
                    .collect(),
            ),
            Volatility::Immutable,
        ),
        statistic: PhantomData,
    })
}

impl<S: Statistic> Debug for Function<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Function").field("name", &S::NAME).finish()
    }
}

impl<S: Statistic> PartialEq for Function<S> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<S: Statistic> Eq for Function<S> {}

impl<S: Statistic> Hash for Function<S> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        S::NAME.hash(state);
    }
}

/// `{score, low, high, n}`.
fn answer_fields() -> Fields {
    let number = |name: &str| Field::new(name, DataType::Float64, true);
    Fields::from(vec![
        number("score"),
        number("low"),
        number("high"),
        Field::new("n", DataType::Int64, true),
    ])
}

impl<S: Statistic> AggregateUDFImpl for Function<S> {
    fn name(&self) -> &str {
        S::NAME
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(answer_fields()))
    }
    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Observed(S::default())))
    }
    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok((0..S::STATE)
            .map(|at| {
                let name = format!("{}[{at}]", args.name);
                Arc::new(Field::new(name, DataType::Float64, true))
            })
            .collect())
    }
}

#[derive(Debug)]
struct Observed<S>(S);

fn refused(why: String) -> DataFusionError {
    DataFusionError::Execution(why)
}

fn numbers(columns: &[ArrayRef]) -> Result<Vec<Float64Array>> {
    columns
        .iter()
        .map(|column| {
            let column = cast(column, &DataType::Float64)?;
            Ok(column.as_primitive::<Float64Type>().clone())
        })
        .collect()
}

impl<S: Statistic> Accumulator for Observed<S> {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let columns = numbers(values)?;
        let mut cells = vec![0.0; columns.len()];
        for row in 0..columns.first().map_or(0, Array::len) {
            if columns.iter().any(|column| column.is_null(row)) {
                continue;
            }
            for (cell, column) in cells.iter_mut().zip(&columns) {
                *cell = column.value(row);
            }
            self.0
                .observe(&cells)
                .map_err(|why| refused(format!("{}: {why}", S::NAME)))?;
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let columns = numbers(states)?;
        for row in 0..columns.first().map_or(0, Array::len) {
            let state: Vec<f64> = columns.iter().map(|column| column.value(row)).collect();
            self.0.merge(&state);
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(self.0.state().into_iter().map(ScalarValue::from).collect())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let estimate = self.0.estimate().map_err(refused)?;
        if estimate.n == 0 {
            return ScalarValue::try_from(&DataType::Struct(answer_fields()));
        }
        let n = i64::try_from(estimate.n).unwrap_or(i64::MAX);
        let cells = [
            ScalarValue::Float64(estimate.value),
            ScalarValue::Float64(estimate.low),
            ScalarValue::Float64(estimate.high),
            ScalarValue::Int64(Some(n)),
        ];
        let mut answer = ScalarStructBuilder::new();
        for (field, cell) in answer_fields().iter().zip(cells) {
            answer = answer.with_scalar(Arc::clone(field), cell);
        }
        answer.build()
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}
