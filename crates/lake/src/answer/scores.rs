//! Sufficient statistics of a question by group, each with one aggregate.

use super::{cells, filter, names};
use crate::error::of_engine;
use crate::lake::SIGNALS;
use crate::read::Reading;
use columns::{Ask, CubeAsk, CubeRow, Error, Filter, Grain, MomentsRow, Result, Tally};
use datafusion::arrow::array::{Array, ArrayRef, Int32Array, RecordBatch};
use datafusion::arrow::datatypes::DataType;
use datafusion::functions::datetime::expr_fn::date_trunc;
use datafusion::functions_aggregate::expr_fn::{count, sum};
use datafusion::prelude::{DataFrame, Expr, cast, ident, lit};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

type Group = Vec<Option<String>>;

/// What is grouped and how its keys are read back.
struct Grouping {
    rows: DataFrame,
    keys: Vec<Expr>,
    grain: Option<Grain>,
}

async fn grouping(
    reading: &Reading,
    by: &[String],
    grain: Option<Grain>,
    filter: &Filter,
) -> Result<Grouping> {
    let schema = &reading.signals;
    let mut keys = Vec::new();
    if let Some(grain) = grain {
        keys.push(start_of(grain).alias("k0"));
    }
    for name in by {
        let column = names::dimension(schema, name)?;
        keys.push(ident(column).alias(format!("k{}", keys.len())));
    }
    let wanted = filter::signals(schema, filter)?;
    let rows = filter::keep(reading.table(SIGNALS).await?, wanted).map_err(of_engine)?;
    Ok(Grouping { rows, keys, grain })
}

/// The first day of the period that a row is in.
pub(super) fn start_of(grain: Grain) -> Expr {
    let on = ident("occurred_on");
    match grain {
        Grain::Day => on,
        longer => cast(date_trunc(lit(longer.as_str()), on), DataType::Date32),
    }
}

/// The keys of an answer's groups.
struct Keys {
    period: Option<(Grain, Int32Array)>,
    rest: Vec<ArrayRef>,
}

impl Keys {
    fn of(answer: &RecordBatch, width: usize, grain: Option<Grain>) -> Result<Self> {
        let period = match grain {
            Some(grain) => Some((grain, cells::days(answer, "k0")?)),
            None => None,
        };
        let rest = (usize::from(grain.is_some())..width)
            .map(|key| Ok(Arc::clone(cells::column(answer, &format!("k{key}"))?)))
            .collect::<Result<_>>()?;
        Ok(Self { period, rest })
    }

    /// The group of one row.
    fn group(&self, row: usize) -> Result<Group> {
        let period = self.period.iter().map(|(grain, days)| {
            let day = days.is_valid(row).then(|| on(days.value(row)));
            Ok(day.map(|day| grain.label(day)))
        });
        let rest = self.rest.iter().map(|key| cells::group_text(key, row));
        period.chain(rest).collect()
    }
}

pub(super) fn on(days: i32) -> Date {
    // Days beyond the calendar cannot come from a stored date.
    domain::time::from_days(days).unwrap_or(Date::constant(1970, 1, 1))
}

/// How often each value of the question was given, by group.
pub(crate) async fn tally(reading: &Reading, ask: &Ask) -> Result<Vec<Tally>> {
    let question = names::question(&reading.signals, &ask.question)?;
    let asked = grouping(reading, &ask.by, ask.grain, &ask.filter).await?;
    let width = asked.keys.len();
    let mut keys = asked.keys;
    keys.push(ident(&question).alias("value"));
    let counted = asked
        .rows
        .aggregate(keys, vec![count(lit(1)).alias("n_rows")])
        .map_err(of_engine)?;
    let answer = reading.collect(counted).await?;
    let (values, counts) = (
        cells::numbers(&answer, "value")?,
        cells::whole(&answer, "n_rows")?,
    );
    let keys = Keys::of(&answer, width, asked.grain)?;
    let mut groups: BTreeMap<Group, Tally> = BTreeMap::new();
    for row in 0..answer.num_rows() {
        let group = keys.group(row)?;
        let tally = groups.entry(group.clone()).or_insert(Tally {
            group,
            values: Vec::new(),
            missing: 0,
        });
        let n = counts.value(row).unsigned_abs();
        if values.is_valid(row) {
            tally.values.push((values.value(row), n));
        } else {
            tally.missing += n;
        }
    }
    Ok(groups
        .into_values()
        .map(|mut tally| {
            tally.values.sort_by(|a, b| a.0.total_cmp(&b.0));
            tally
        })
        .collect())
}

/// Count, sum and sum of squares of the question, by group.
pub(crate) async fn moments(reading: &Reading, ask: &Ask) -> Result<Vec<MomentsRow>> {
    let question = names::question(&reading.signals, &ask.question)?;
    let asked = grouping(reading, &ask.by, ask.grain, &ask.filter).await?;
    let width = asked.keys.len();
    let value = || ident(&question);
    let aggregates = vec![
        count(lit(1)).alias("n_rows"),
        count(value()).alias("n_given"),
        sum(value()).alias("sum_given"),
        sum(value() * value()).alias("sum_squares"),
    ];
    let summed = asked
        .rows
        .aggregate(asked.keys, aggregates)
        .map_err(of_engine)?;
    let answer = reading.collect(summed).await?;
    let whole = |name| cells::whole(&answer, name);
    let (rows, given) = (whole("n_rows")?, whole("n_given")?);
    let sums = cells::numbers(&answer, "sum_given")?;
    let squares = cells::numbers(&answer, "sum_squares")?;
    let keys = Keys::of(&answer, width, asked.grain)?;
    let mut groups: BTreeMap<Group, MomentsRow> = BTreeMap::new();
    for row in 0..answer.num_rows() {
        let group = keys.group(row)?;
        let n = given.value(row).unsigned_abs();
        let all = rows.value(row).unsigned_abs();
        if all == 0 {
            continue;
        }
        let moments = MomentsRow {
            group: group.clone(),
            n,
            sum: if n == 0 { 0.0 } else { sums.value(row) },
            sum_sq: if n == 0 { 0.0 } else { squares.value(row) },
            missing: all
                .checked_sub(n)
                .ok_or_else(|| Error::Engine(format!("{n} values were counted in {all} rows")))?,
        };
        groups.insert(group, moments);
    }
    Ok(groups.into_values().collect())
}

/// How many signals have each combination of values, in the order of the combinations.
pub(crate) async fn cube(reading: &Reading, ask: &CubeAsk) -> Result<Vec<CubeRow>> {
    let asked = grouping(reading, &ask.by, ask.grain, &ask.filter).await?;
    let width = asked.keys.len();
    let counted = asked
        .rows
        .aggregate(asked.keys, vec![count(lit(1)).alias("n_rows")])
        .and_then(|rows| rows.limit(0, Some(ask.most + 1)))
        .map_err(of_engine)?;
    let answer = reading.collect(counted).await?;
    if answer.num_rows() > ask.most {
        return Err(Error::BadStatement(format!(
            "{} together have more than {} combinations: leave a column out, or take a coarser one",
            ask.by.join(", "),
            ask.most
        )));
    }
    let counts = cells::whole(&answer, "n_rows")?;
    let keys = Keys::of(&answer, width, asked.grain)?;
    let mut rows = (0..answer.num_rows())
        .map(|row| {
            Ok(CubeRow {
                group: keys.group(row)?,
                n: counts.value(row).unsigned_abs(),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    rows.retain(|row| row.n > 0);
    rows.sort_by(|a, b| a.group.cmp(&b.group));
    Ok(rows)
}
