//! Why an analysis could not begin.

/// Why an analysis could not begin; data that cannot say is no error but a refusal in the report.
#[derive(Debug, thiserror::Error)]
pub enum AnalyzeError {
    /// No column of that name.
    #[error("there is no column {name:?}; {hint}")]
    Column {
        /// As asked.
        name: String,
        /// The nearest names, or all.
        hint: String,
    },
    /// A cell that holds no number.
    #[error(
        "row {row} of column {column:?} holds {value:?}, which is no number; name it in --missing if it stands for no answer"
    )]
    Number {
        /// Column.
        column: String,
        /// Row, counted from 1 after the header.
        row: usize,
        /// The cell.
        value: String,
    },
    /// A row with another number of cells than the header.
    #[error("row {row} has {cells} cells where the header has {columns}; mend the file")]
    Ragged {
        /// Row, counted from 1 after the header.
        row: usize,
        /// Its cells.
        cells: usize,
        /// Cells of the header.
        columns: usize,
    },
    /// An option whose value has no meaning; the text names the value and the mend.
    #[error("{0}")]
    Option(String),
    /// The numbers do not fit the statistic.
    #[error(transparent)]
    Stats(#[from] stats::StatsError),
}
