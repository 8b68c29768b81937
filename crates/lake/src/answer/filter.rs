//! Filters as conditions on columns.

use super::names;
use crate::lake::{MENTIONS, SIGNALS};
use crate::read::Reading;
use columns::{Error, Filter, Result, VerbatimFilter};
use datafusion::arrow::datatypes::{DataType, Schema};
use datafusion::common::JoinType;
use datafusion::error::DataFusionError;
use datafusion::functions::string::expr_fn::{contains, lower};
use datafusion::functions_nested::expr_fn::array_has;
use datafusion::logical_expr::{Operator, binary_expr};
use datafusion::prelude::{DataFrame, Expr, ident, lit};
use datafusion::scalar::ScalarValue;
use domain::time::to_days;
use jiff::civil::Date;

/// What makes a verbatim the same one in `verbatims` and `mentions`.
const SAME_VERBATIM: [&str; 3] = ["signal", "question", "run"];
/// Dimensions that verbatims and mentions carry themselves.
const SHARED: [&str; 5] = ["post", "provenance", "channel", "location", "customer"];

/// Rows that meet every condition.
pub(crate) fn keep(
    rows: DataFrame,
    wanted: Vec<Expr>,
) -> std::result::Result<DataFrame, DataFusionError> {
    match wanted.into_iter().reduce(Expr::and) {
        Some(wanted) => rows.filter(wanted),
        None => Ok(rows),
    }
}

/// A date as the engine has it.
fn date(on: Date) -> Expr {
    lit(ScalarValue::Date32(Some(to_days(on))))
}

fn period(filter: &Filter) -> Vec<Expr> {
    let on = || ident("occurred_on");
    let since = filter.since.map(|since| on().gt_eq(date(since)));
    let until = filter.until.map(|until| on().lt(date(until)));
    let provenance = filter
        .provenance
        .map(|p| ident("provenance").eq(lit(p.as_str())));
    [since, until, provenance].into_iter().flatten().collect()
}

/// The conditions of a filter on `signals`.
pub(crate) fn signals(schema: &Schema, filter: &Filter) -> Result<Vec<Expr>> {
    let mut wanted = period(filter);
    for (name, values) in &filter.equals {
        let column = names::dimension(schema, name)?;
        let field = schema
            .field_with_name(&column)
            .map_err(|e| Error::Engine(e.to_string()))?;
        wanted.push(one_of(&column, field.data_type(), values)?);
    }
    if let Some((name, from, to)) = &filter.between {
        let column = names::question(schema, name)?;
        wanted.push(
            ident(&column)
                .gt_eq(lit(*from))
                .and(ident(&column).lt(lit(*to))),
        );
    }
    Ok(wanted)
}

/// The column has one of the values; an empty value stands for "not given".
fn one_of(column: &str, kind: &DataType, values: &[String]) -> Result<Expr> {
    let refuse = |value: &str, what: &str| {
        Error::BadFilter(format!(
            "'{value}' is no {what}, and column '{column}' holds nothing else: write one"
        ))
    };
    let given: Vec<Expr> = values
        .iter()
        .filter(|value| !value.is_empty())
        .map(|value| match kind {
            DataType::Float64 | DataType::Int64 => value
                .trim()
                .parse::<f64>()
                .map(lit)
                .map_err(|_| refuse(value, "number")),
            DataType::Date32 => value
                .trim()
                .parse::<Date>()
                .map(date)
                .map_err(|_| refuse(value, "date such as 2026-03-01")),
            DataType::Boolean => value
                .trim()
                .parse::<bool>()
                .map(lit)
                .map_err(|_| refuse(value, "'true' or 'false'")),
            DataType::Timestamp(..) => value
                .trim()
                .parse::<jiff::Timestamp>()
                .map(|at| {
                    lit(ScalarValue::TimestampMicrosecond(
                        Some(at.as_microsecond()),
                        None,
                    ))
                })
                .map_err(|_| refuse(value, "time such as 2026-03-01T09:30:00Z")),
            _ => Ok(lit(value.as_str())),
        })
        .collect::<Result<_>>()?;
    let blank = values.iter().any(String::is_empty).then(|| match kind {
        DataType::Utf8View => ident(column).is_null().or(ident(column).eq(lit(""))),
        _ => ident(column).is_null(),
    });
    let given = (!given.is_empty()).then(|| ident(column).in_list(given, false));
    Ok(match (given, blank) {
        (Some(given), Some(blank)) => given.or(blank),
        (Some(one), None) | (None, Some(one)) => one,
        // No value at all is met by nothing.
        (None, None) => lit(false),
    })
}

/// The words match a regular expression (the syntax of the crate `regex`, which takes time linear
/// in the text whatever the expression), in any case.
fn matches(pattern: &str) -> Result<Expr> {
    // Compiled here as well, so that a mistake is told before anything is read.
    regex::RegexBuilder::new(pattern)
        .size_limit(1 << 20)
        .build()
        .map_err(|e| Error::BadFilter(format!("'{pattern}' is no regular expression: {e}")))?;
    Ok(binary_expr(
        ident("text"),
        Operator::RegexIMatch,
        lit(pattern),
    ))
}

/// The verbatims under a filter.
pub(crate) async fn verbatims(reading: &Reading, filter: &VerbatimFilter) -> Result<DataFrame> {
    let mut wanted = period(&filter.signals);
    let mut of_signals = Filter::default();
    for (name, values) in &filter.signals.equals {
        let column = names::dimension(&reading.signals, name)?;
        if SHARED.contains(&column.as_str()) {
            wanted.push(one_of(&column, &DataType::Utf8View, values)?);
        } else {
            of_signals.equals.push((column, values.clone()));
        }
    }
    of_signals.between.clone_from(&filter.signals.between);
    for (column, value) in [
        ("question", &filter.question),
        ("sentiment_label", &filter.sentiment),
        ("language", &filter.language),
    ] {
        if let Some(value) = value {
            wanted.push(ident(column).eq(lit(value.as_str())));
        }
    }
    wanted.extend(super::signals::among(
        "signal",
        filter.of.iter().map(String::as_str),
    ));
    if let Some(intent) = &filter.intent {
        wanted.push(array_has(ident("intents"), lit(intent.as_str())));
    }
    for word in filter
        .search
        .iter()
        .flat_map(|text| text.split_whitespace())
    {
        wanted.push(contains(lower(ident("text")), lit(word.to_lowercase())));
    }
    if let Some(pattern) = &filter.pattern {
        wanted.push(matches(pattern)?);
    }
    let mut rows = keep(reading.table(crate::lake::VERBATIMS).await?, wanted)
        .map_err(crate::error::of_engine)?;
    if !filter.topics.is_empty() {
        let topics: Vec<Expr> = filter.topics.iter().map(|t| lit(t.as_str())).collect();
        let mentions = reading.table(MENTIONS).await?;
        rows = mentions
            .filter(ident("topic").in_list(topics, false))
            .and_then(|mentions| semi(rows, mentions, &SAME_VERBATIM, &SAME_VERBATIM))
            .map_err(crate::error::of_engine)?;
    }
    if filter.untagged {
        let mentions = reading.table(MENTIONS).await?;
        rows = joined(
            rows,
            mentions,
            JoinType::LeftAnti,
            &SAME_VERBATIM,
            &SAME_VERBATIM,
        )
        .map_err(crate::error::of_engine)?;
    }
    if of_signals != Filter::default() {
        let signals = reading.table(SIGNALS).await?;
        let conditions = self::signals(&reading.signals, &of_signals)?;
        rows = keep(signals, conditions)
            .and_then(|signals| semi(rows, signals, &["signal"], &["id"]))
            .map_err(crate::error::of_engine)?;
    }
    Ok(rows)
}

/// Verbatims with a column of theirs or of their signals, and how it is named then.
pub(crate) async fn with_column(
    reading: &Reading,
    verbatims: DataFrame,
    column: &str,
) -> Result<(DataFrame, Expr)> {
    if SHARED.contains(&column) {
        return Ok((verbatims, ident(column)));
    }
    let signals = reading.table(SIGNALS).await?;
    let joined = signals
        .select(vec![
            ident("id").alias("of_id"),
            ident(column).alias("of_column"),
        ])
        .and_then(|signals| verbatims.join(signals, JoinType::Inner, &["signal"], &["of_id"], None))
        .map_err(crate::error::of_engine)?;
    Ok((joined, ident("of_column")))
}

/// The mentions of those verbatims.
pub(crate) fn mentions_of(
    mentions: DataFrame,
    verbatims: DataFrame,
) -> std::result::Result<DataFrame, DataFusionError> {
    semi(mentions, verbatims, &SAME_VERBATIM, &SAME_VERBATIM)
}

fn semi(
    rows: DataFrame,
    among: DataFrame,
    left: &[&str],
    right: &[&str],
) -> std::result::Result<DataFrame, DataFusionError> {
    joined(rows, among, JoinType::LeftSemi, left, right)
}

/// Rows that have a partner among others (semi join), or have none (anti join).
fn joined(
    rows: DataFrame,
    among: DataFrame,
    kind: JoinType,
    left: &[&str],
    right: &[&str],
) -> std::result::Result<DataFrame, DataFusionError> {
    // Renamed, so that no name is ambiguous in the join.
    let names: Vec<String> = right.iter().map(|name| format!("among_{name}")).collect();
    let columns = right
        .iter()
        .zip(&names)
        .map(|(name, new)| ident(*name).alias(new));
    let among = among.select(columns.collect::<Vec<_>>())?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    rows.join(among, kind, left, &names, None)
}
