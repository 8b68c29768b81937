//! Sums of products of questions: one scan, whatever the number of signals.

use super::{cells, filter, names};
use crate::error::of_engine;
use crate::functions::products::{function, parts_of};
use crate::lake::SIGNALS;
use crate::read::Reading;
use columns::{Error, Products, ProductsAsk, Result};
use datafusion::functions::core::expr_fn::coalesce;
use datafusion::prelude::{Expr, ident, lit, when};
use datafusion::scalar::ScalarValue;

/// See [`columns::Columns::products`].
pub(crate) async fn products(reading: &Reading, ask: &ProductsAsk) -> Result<Vec<Products>> {
    let schema = &reading.signals;
    let given = |name: &str| -> Result<Expr> {
        let column = ident(names::question(schema, name)?);
        if ask.missing.is_empty() {
            return Ok(column);
        }
        let codes = ask.missing.iter().map(|code| lit(*code)).collect();
        when(
            column.clone().in_list(codes, false),
            lit(ScalarValue::Float64(None)),
        )
        .otherwise(column)
        .map_err(of_engine)
    };
    let outcome = given(&ask.outcome)?;
    let weight = match &ask.weight {
        Some(name) => ident(names::question(schema, name)?),
        None => lit(1.0),
    };
    let mut arguments = vec![coalesce(vec![ident("customer"), ident("id")]), weight];
    for question in &ask.questions {
        arguments.push(given(question)?);
    }
    let mut wanted = filter::signals(schema, &ask.filter)?;
    wanted.push(outcome.is_not_null());
    let sums = function(ask.parts, ask.questions.len()).call(arguments);
    let rows = filter::keep(reading.table(SIGNALS).await?, wanted)
        .and_then(|rows| rows.aggregate(Vec::new(), vec![sums.alias("sums")]))
        .map_err(of_engine)?;
    let answer = reading.collect(rows).await?;
    let numbers = cells::number_list(cells::column(&answer, "sums")?, 0)
        .ok_or_else(|| Error::Engine("the sums of products are no list".to_owned()))?;
    Ok(parts_of(&numbers, ask.parts, ask.questions.len()))
}
