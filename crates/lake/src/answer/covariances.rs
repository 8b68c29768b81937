//! Sums of products of an outcome and its drivers: one scan, whatever the number of signals.

use super::{cells, filter, names};
use crate::error::of_engine;
use crate::functions::covariances::{function, parts_of};
use crate::lake::SIGNALS;
use crate::read::Reading;
use columns::{CovarianceAsk, Error, Result};
use datafusion::functions::core::expr_fn::coalesce;
use datafusion::prelude::{Expr, ident, lit, when};
use datafusion::scalar::ScalarValue;
use stats::drivers::Covariance;

/// See [`columns::Columns::covariances`].
pub(crate) async fn covariances(reading: &Reading, ask: &CovarianceAsk) -> Result<Vec<Covariance>> {
    let schema = &reading.signals;
    let given = |name: &str, missing: &[f64]| -> Result<Expr> {
        let column = ident(names::question(schema, name)?);
        if missing.is_empty() {
            return Ok(column);
        }
        let codes = missing.iter().map(|code| lit(*code)).collect();
        when(
            column.clone().in_list(codes, false),
            lit(ScalarValue::Float64(None)),
        )
        .otherwise(column)
        .map_err(of_engine)
    };
    let outcome = given(&ask.outcome, &ask.outcome_missing)?;
    let weight = match &ask.weight {
        Some(name) => ident(names::question(schema, name)?),
        None => lit(1.0),
    };
    let whose = coalesce(vec![ident("customer"), ident("id")]);
    let mut arguments = vec![whose, weight, outcome.clone()];
    for driver in &ask.drivers {
        arguments.push(given(driver, &ask.missing)?);
    }
    let mut wanted = filter::signals(schema, &ask.filter)?;
    wanted.push(outcome.is_not_null());
    let sums = function(ask.parts, &ask.layout, ask.sums_only).call(arguments);
    let rows = filter::keep(reading.table(SIGNALS).await?, wanted)
        .and_then(|rows| rows.aggregate(Vec::new(), vec![sums.alias("sums")]))
        .map_err(of_engine)?;
    let answer = reading.collect(rows).await?;
    let numbers = cells::number_list(cells::column(&answer, "sums")?, 0)
        .ok_or_else(|| Error::Engine("the sums of products are no list".to_owned()))?;
    Ok(parts_of(&numbers, ask.parts, ask.layout.columns()))
}
