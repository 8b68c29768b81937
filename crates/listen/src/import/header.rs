//! What the columns are called, and how many rows at the top say so.

use std::collections::HashMap;

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Header {
    /// What identifies it: the header, or the ImportId of a Qualtrics export.
    pub name: String,
    /// What people read: the question's text where there is one.
    pub label: String,
}

/// How the top of a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Top {
    /// One row of names.
    Plain,
    /// Qualtrics before 2017: codes (`V1`, `Q1`), then texts.
    QualtricsLegacy,
    /// Qualtrics: names, texts in the respondent's language, ImportIds.
    Qualtrics,
}

impl Top {
    /// Rows before the first row of data.
    pub(super) fn rows(self) -> usize {
        match self {
            Self::Plain => 1,
            Self::QualtricsLegacy => 2,
            Self::Qualtrics => 3,
        }
    }

    /// The layout of the first rows of a table.
    pub(super) fn of(rows: &[Vec<String>]) -> Self {
        let ids = |row: &Vec<String>| {
            let filled = row.iter().filter(|c| !c.trim().is_empty()).count();
            let with_id = row.iter().filter(|c| import_id(c).is_some()).count();
            with_id > 0 && with_id * 2 >= filled
        };
        if rows.get(2).is_some_and(ids) {
            return Self::Qualtrics;
        }
        let legacy = rows
            .first()
            .is_some_and(|r| r.first().is_some_and(|c| c == "V1"))
            && rows.get(1).is_some_and(|r| {
                r.first()
                    .is_some_and(|c| c.eq_ignore_ascii_case("ResponseID"))
            });
        if legacy {
            Self::QualtricsLegacy
        } else {
            Self::Plain
        }
    }

    /// The columns of a table with these first rows.
    pub(super) fn headers(self, rows: &[Vec<String>]) -> Vec<Header> {
        let first = rows.first().map_or(&[][..], Vec::as_slice);
        let cell = |row: usize, column: usize| {
            rows.get(row)
                .and_then(|r| r.get(column))
                .map(|c| c.trim())
                .filter(|c| !c.is_empty())
        };
        let named = first.iter().enumerate().map(|(i, name)| {
            let name = name.trim();
            let text = cell(1, i).unwrap_or(name);
            match self {
                Self::Plain => (name.to_owned(), name.to_owned()),
                Self::QualtricsLegacy if is_code(name) => (text.to_owned(), text.to_owned()),
                Self::QualtricsLegacy => (name.to_owned(), text.to_owned()),
                Self::Qualtrics => (
                    cell(2, i)
                        .and_then(import_id)
                        .unwrap_or_else(|| name.to_owned()),
                    text.to_owned(),
                ),
            }
        });
        distinct(named)
    }
}

/// `V1` … of the legacy layout, which differ from export to export.
fn is_code(name: &str) -> bool {
    name.strip_prefix('V')
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// The ImportId in `{"ImportId":"QID1"}`; exports exist with either kind of quotes.
fn import_id(cell: &str) -> Option<String> {
    let cell = cell.trim();
    if !cell.starts_with('{') || !cell.contains("ImportId") {
        return None;
    }
    let value = match serde_json::from_str::<serde_json::Value>(cell) {
        Ok(object) => object.get("ImportId")?.as_str()?.to_owned(),
        Err(_) => {
            let (_, rest) = cell.split_once("ImportId")?;
            let rest = rest.trim_start_matches(['\'', '"', ' ', ':']);
            rest.split(['\'', '"']).next()?.to_owned()
        }
    };
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Names that tell columns apart: nameless ones get their place, repeated ones a number.
pub(super) fn distinct(named: impl Iterator<Item = (String, String)>) -> Vec<Header> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut taken = std::collections::HashSet::new();
    let mut headers = Vec::new();
    for (i, (name, label)) in named.enumerate() {
        let base = if name.is_empty() {
            format!("column {}", i + 1)
        } else {
            name
        };
        let mut unique = base.clone();
        while !taken.insert(unique.clone()) {
            let n = seen.entry(base.clone()).or_insert(1);
            *n += 1;
            unique = format!("{base} ({n})");
        }
        let label = if label.is_empty() {
            unique.clone()
        } else {
            label
        };
        headers.push(Header {
            name: unique,
            label,
        });
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter()
            .map(|r| r.iter().map(|c| (*c).to_owned()).collect())
            .collect()
    }

    #[test]
    fn the_third_row_of_qualtrics_is_the_key_and_the_second_the_words() {
        let rows = table(&[
            &["Q1", "Q2"],
            &["Wie war es?", "Warum?"],
            &["{\"ImportId\":\"QID1\"}", "{'ImportId': 'QID2_TEXT'}"],
        ]);
        assert_eq!(Top::of(&rows), Top::Qualtrics);
        let headers = Top::Qualtrics.headers(&rows);
        assert_eq!(
            (headers[0].name.as_str(), headers[0].label.as_str()),
            ("QID1", "Wie war es?")
        );
        assert_eq!(headers[1].name, "QID2_TEXT");
    }

    #[test]
    fn nameless_and_repeated_columns_are_told_apart() {
        let rows = table(&[&["a", "", "a", "a (2)", "a"]]);
        let names: Vec<_> = Top::Plain
            .headers(&rows)
            .into_iter()
            .map(|h| h.name)
            .collect();
        assert_eq!(names, ["a", "column 2", "a (2)", "a (2) (2)", "a (3)"]);
    }
}
