//! SQL for people: one read-only question over one workspace.

use crate::error::of_engine;
use crate::read::Scope;
use crate::{Lake, Result};
use columns::Error;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Float64Type, Int64Type};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::{DataFrame, SessionContext};
use datafusion::sql::parser::{DFParser, Statement};
use datafusion::sql::sqlparser::ast;
use domain::WorkspaceId;
use futures::StreamExt;
use serde_json::Value;

/// An answer to SQL.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SqlAnswer {
    /// Names and types (`text`, `number`, `whole`, `flag`, `date`, `instant`, `list`, `struct`).
    pub columns: Vec<(String, String)>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// Whether there were more rows than asked for.
    pub truncated: bool,
}

impl Lake {
    /// Answers one `SELECT` over `signals`, `verbatims` and `mentions` of a workspace, with at most
    /// `max_rows` rows. Nothing else can be named, and nothing can be changed.
    ///
    /// # Errors
    /// [`Error::BadStatement`] for what is no question or does not parse, [`Error::UnknownColumn`],
    /// [`Error::TooLarge`], [`Error::Busy`].
    pub async fn sql(
        &self,
        workspace: &WorkspaceId,
        text: &str,
        max_rows: usize,
    ) -> Result<SqlAnswer> {
        let statement = question(text)?;
        let reading = self.read(workspace, Scope::Asked).await?;
        let work = answer(reading.session.clone(), statement, max_rows);
        Ok(reading.within(work).await?)
    }
}

impl Lake {
    /// All rows of `signals`, `verbatims` or `mentions`, as [`Lake::sql`] answers.
    ///
    /// # Errors
    /// As [`Lake::sql`]; another name is no table.
    pub async fn rows(
        &self,
        workspace: &WorkspaceId,
        table: &str,
        max_rows: usize,
    ) -> Result<SqlAnswer> {
        self.sql(workspace, &format!("SELECT * FROM {table}"), max_rows)
            .await
    }
}

/// The one question in a text.
fn question(text: &str) -> columns::Result<Statement> {
    let refuse = |why: &str| {
        Error::BadStatement(format!(
            "{why}: write one SELECT over signals, verbatims and mentions"
        ))
    };
    let mut statements =
        DFParser::parse_sql(text).map_err(|e| refuse(&format!("this does not parse: {e}")))?;
    let Some(statement) = statements.pop_front() else {
        return Err(refuse("there is no statement"));
    };
    if !statements.is_empty() {
        return Err(refuse("there is more than one statement"));
    }
    match &statement {
        Statement::Statement(inner) if matches!(**inner, ast::Statement::Query(_)) => Ok(statement),
        _ => Err(refuse("only questions are answered here")),
    }
}

async fn answer(
    session: SessionContext,
    statement: Statement,
    max_rows: usize,
) -> columns::Result<SqlAnswer> {
    let state = session.state();
    let plan = state
        .statement_to_plan(statement)
        .await
        .map_err(of_engine)?;
    // A query may hide a change in a common table expression.
    SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false)
        .verify_plan(&plan)
        .map_err(of_engine)?;
    let rows = DataFrame::new(state, plan)
        .limit(0, Some(max_rows.saturating_add(1)))
        .map_err(of_engine)?;
    let columns = rows
        .schema()
        .fields()
        .iter()
        .map(|field| (field.name().clone(), kind(field.data_type()).to_owned()))
        .collect();
    let mut stream = rows.execute_stream().await.map_err(of_engine)?;
    let mut found = Vec::new();
    while let Some(batch) = stream.next().await {
        let batch = batch.map_err(of_engine)?;
        append(&batch, &mut found)?;
    }
    let truncated = found.len() > max_rows;
    found.truncate(max_rows);
    Ok(SqlAnswer {
        columns,
        rows: found,
        truncated,
    })
}

fn append(batch: &RecordBatch, rows: &mut Vec<Vec<Value>>) -> columns::Result<()> {
    for row in 0..batch.num_rows() {
        let cells = batch.columns().iter().map(|column| cell(column, row));
        rows.push(cells.collect::<columns::Result<_>>()?);
    }
    Ok(())
}

/// What a column's type is called.
fn kind(kind: &DataType) -> &'static str {
    match kind {
        DataType::Boolean => "flag",
        DataType::Date32 | DataType::Date64 => "date",
        DataType::Timestamp(..) => "instant",
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => "list",
        DataType::Struct(_) => "struct",
        whole if whole.is_integer() => "whole",
        number if number.is_numeric() => "number",
        _ => "text",
    }
}

/// One cell as JSON.
fn cell(column: &ArrayRef, row: usize) -> columns::Result<Value> {
    if column.is_null(row) {
        return Ok(Value::Null);
    }
    let engine = |e: datafusion::arrow::error::ArrowError| Error::Engine(e.to_string());
    let to = |kind| datafusion::arrow::compute::cast(&column.slice(row, 1), kind).map_err(engine);
    Ok(match column.data_type() {
        DataType::Boolean => column.as_boolean().value(row).into(),
        DataType::UInt64 => {
            let value: &datafusion::arrow::array::UInt64Array = column.as_primitive();
            value.value(row).into()
        }
        whole if whole.is_integer() => {
            let one = to(&DataType::Int64)?;
            one.as_primitive::<Int64Type>().value(0).into()
        }
        number if number.is_numeric() => {
            let one = to(&DataType::Float64)?;
            // Infinite numbers have no JSON; null says that there is no number.
            Value::from(one.as_primitive::<Float64Type>().value(0))
        }
        DataType::Struct(_) => {
            let structs = column.as_struct();
            let fields = structs.fields().iter().zip(structs.columns());
            let cells =
                fields.map(|(field, column)| Ok((field.name().clone(), cell(column, row)?)));
            Value::Object(cells.collect::<columns::Result<_>>()?)
        }
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(row);
            let cells = (0..items.len()).map(|item| cell(&items, item));
            Value::Array(cells.collect::<columns::Result<_>>()?)
        }
        _ => {
            let format = FormatOptions::default();
            let formatter = ArrayFormatter::try_new(column, &format).map_err(engine)?;
            formatter.value(row).to_string().into()
        }
    })
}
