//! Columns of text, as a file or a query gave them.

use std::collections::BTreeMap;

use super::AnalyzeError;

/// A rectangle of cells, by column. A cell of nothing but spaces is blank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    names: Vec<String>,
    columns: Vec<Vec<String>>,
}

/// Which cells stand for no answer; blank ones always do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Missing(Vec<String>);

impl Missing {
    /// Reads `6,blank,NA`: values in any order, `blank` for an empty cell.
    #[must_use]
    pub fn parse(list: &str) -> Self {
        let words = list.split(',').map(str::trim);
        Missing(
            words
                .filter(|w| !w.is_empty() && *w != "blank")
                .map(str::to_owned)
                .collect(),
        )
    }

    /// The codes, without the blank cell.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The codes that are numbers.
    #[must_use]
    pub fn numbers(&self) -> Vec<f64> {
        self.codes().filter_map(|code| code.parse().ok()).collect()
    }

    /// These codes and others.
    #[must_use]
    pub fn and(&self, other: &Missing) -> Self {
        Missing(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// The codes that cannot be a score from 0 to 10, such as `NA`, `-1` or `99`.
    #[must_use]
    pub fn beyond_scores(&self) -> Self {
        let score = |code: &str| {
            let number = code.parse::<f64>();
            number.is_ok_and(|n| (0.0..=10.0).contains(&n) && n.fract() == 0.0)
        };
        Missing(self.0.iter().filter(|code| !score(code)).cloned().collect())
    }

    /// Whether a cell stands for no answer. `6` also stands for `6.0`.
    #[must_use]
    pub fn holds(&self, cell: &str) -> bool {
        let cell = cell.trim();
        cell.is_empty() || self.0.iter().any(|word| {
            word == cell
                || matches!((word.parse::<f64>(), cell.parse::<f64>()), (Ok(a), Ok(b)) if a == b)
        })
    }
}

impl Table {
    /// A table from its header and its rows.
    ///
    /// # Errors
    /// [`AnalyzeError::Ragged`] when a row has more or fewer cells than the header.
    pub fn new(
        names: Vec<String>,
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Result<Self, AnalyzeError> {
        let mut columns = vec![Vec::new(); names.len()];
        for (at, row) in rows.into_iter().enumerate() {
            if row.len() != names.len() {
                return Err(AnalyzeError::Ragged {
                    row: at + 1,
                    cells: row.len(),
                    columns: names.len(),
                });
            }
            for (column, cell) in columns.iter_mut().zip(row) {
                column.push(cell);
            }
        }
        Ok(Table { names, columns })
    }

    /// Rows below the header.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// The header.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The cells of a column.
    ///
    /// # Errors
    /// [`AnalyzeError::Column`] when there is none of that name.
    pub fn column(&self, name: &str) -> Result<&[String], AnalyzeError> {
        match self.names.iter().position(|n| n == name) {
            Some(at) => Ok(&self.columns[at]),
            None => Err(AnalyzeError::Column {
                name: name.to_owned(),
                hint: format!("there are {}", self.names.join(", ")),
            }),
        }
    }

    /// A column of numbers; `None` where no answer stands.
    ///
    /// # Errors
    /// [`AnalyzeError::Column`], and [`AnalyzeError::Number`] for a cell that is neither a finite
    /// number nor missing.
    pub fn numbers(&self, name: &str, missing: &Missing) -> Result<Vec<Option<f64>>, AnalyzeError> {
        let read = |(at, cell): (usize, &String)| {
            if missing.holds(cell) {
                return Ok(None);
            }
            match cell.trim().parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(Some(value)),
                _ => Err(AnalyzeError::Number {
                    column: name.to_owned(),
                    row: at + 1,
                    value: cell.clone(),
                }),
            }
        };
        self.column(name)?.iter().enumerate().map(read).collect()
    }

    /// A column as groups: the distinct trimmed cells in order, and each row's group; `None`
    /// where no answer stands.
    ///
    /// # Errors
    /// [`AnalyzeError::Column`] when there is none of that name.
    pub fn groups(
        &self,
        name: &str,
        missing: &Missing,
    ) -> Result<(Vec<String>, Vec<Option<usize>>), AnalyzeError> {
        let cells = self.column(name)?;
        let there = cells.iter().map(|c| c.trim()).filter(|c| !missing.holds(c));
        let mut numbers: BTreeMap<&str, usize> = there.map(|c| (c, 0)).collect();
        let mut names = Vec::with_capacity(numbers.len());
        for (at, (name, number)) in numbers.iter_mut().enumerate() {
            *number = at;
            names.push((*name).to_owned());
        }
        let of = cells.iter().map(|c| numbers.get(c.trim()).copied());
        Ok((names, of.collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let rows = [["9", "North"], ["6.0", " South "], [" ", "North"]];
        Table::new(row(["score", "region"]), rows.map(row)).unwrap()
    }

    #[test]
    fn a_code_for_no_answer_is_none_however_it_is_written() {
        let scores = table().numbers("score", &Missing::parse("6, blank"));
        assert_eq!(scores.unwrap(), [Some(9.0), None, None]);
    }

    #[test]
    fn a_word_among_numbers_is_named_with_its_row() {
        let error = table()
            .numbers("region", &Missing::default())
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("row 1") && error.contains("North"),
            "{error}"
        );
        let error = table().column("Score").unwrap_err().to_string();
        assert!(error.contains("score, region"), "{error}");
    }

    #[test]
    fn groups_are_counted_in_the_order_of_their_names() {
        let (names, of) = table().groups("region", &Missing::default()).unwrap();
        assert_eq!(names, ["North", "South"]);
        assert_eq!(of, [Some(0), Some(1), Some(0)]);
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        let names = vec!["a".to_owned()];
        let error = Table::new(names, [vec![], vec![]]).unwrap_err();
        assert!(error.to_string().contains("row 1 has 0 cells"), "{error}");
    }
}
