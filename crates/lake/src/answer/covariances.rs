//! Sums of products of an outcome and its drivers: one scan, whatever the number of signals.

use super::{cells, filter, names};
use crate::error::of_engine;
use crate::functions::covariances::{function, parts_of};
use crate::lake::SIGNALS;
use crate::read::Reading;
use columns::{CovarianceAsk, Error, Result};
use datafusion::functions::core::expr_fn::coalesce;
use datafusion::functions_aggregate::expr_fn::sum;
use datafusion::prelude::{DataFrame, Expr, ident, lit, when};
use datafusion::scalar::ScalarValue;
use stats::drivers::Covariance;

/// The signals that have the outcome, and what is asked of them.
struct Asked {
    rows: DataFrame,
    outcome: Expr,
    weight: Expr,
    drivers: Vec<Expr>,
}

async fn asked(reading: &Reading, ask: &CovarianceAsk) -> Result<Asked> {
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
    let drivers = ask.drivers.iter().map(|name| given(name, &ask.missing));
    let drivers = drivers.collect::<Result<_>>()?;
    let mut wanted = filter::signals(schema, &ask.filter)?;
    wanted.push(outcome.clone().is_not_null());
    let rows = filter::keep(reading.table(SIGNALS).await?, wanted).map_err(of_engine)?;
    Ok(Asked {
        rows,
        outcome,
        weight,
        drivers,
    })
}

/// See [`columns::Columns::covariances`].
pub(crate) async fn covariances(reading: &Reading, ask: &CovarianceAsk) -> Result<Vec<Covariance>> {
    let asked = asked(reading, ask).await?;
    let whose = coalesce(vec![ident("customer"), ident("id")]);
    let mut arguments = vec![whose, asked.weight, asked.outcome];
    arguments.extend(asked.drivers);
    let sums = function(ask.parts, &ask.layout).call(arguments);
    let rows = asked.rows.aggregate(Vec::new(), vec![sums.alias("sums")]);
    let answer = reading.collect(rows.map_err(of_engine)?).await?;
    let numbers = cells::number_list(cells::column(&answer, "sums")?, 0)
        .ok_or_else(|| Error::Engine("the sums of products are no list".to_owned()))?;
    Ok(parts_of(&numbers, ask.parts, ask.layout.columns()))
}

/// See [`columns::Columns::driver_means`].
pub(crate) async fn means(reading: &Reading, ask: &CovarianceAsk) -> Result<Vec<Option<f64>>> {
    let asked = asked(reading, ask).await?;
    let mut sums = Vec::with_capacity(2 * asked.drivers.len());
    for (j, driver) in asked.drivers.into_iter().enumerate() {
        let met = when(driver.clone().is_not_null(), asked.weight.clone());
        sums.push(sum(driver * asked.weight.clone()).alias(format!("s{j}")));
        sums.push(sum(met.end().map_err(of_engine)?).alias(format!("w{j}")));
    }
    let rows = asked.rows.aggregate(Vec::new(), sums).map_err(of_engine)?;
    let answer = reading.collect(rows).await?;
    (0..ask.drivers.len())
        .map(|j| {
            let of = |name: String| -> Result<f64> {
                let column = cells::numbers(&answer, &name)?;
                Ok(column.iter().next().flatten().unwrap_or(0.0))
            };
            let (sum, weight) = (of(format!("s{j}"))?, of(format!("w{j}"))?);
            Ok((weight > 0.0).then(|| sum / weight))
        })
        .collect()
}
