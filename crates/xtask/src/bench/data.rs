//! Data that is generated: the same numbers give the same bytes.

use crate::error::Error;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::Path;

/// One row in this many has a comment.
const COMMENT_EVERY: u64 = 20;

/// What the columns of the generated CSV are.
pub(super) const MAP: &str = r#"version = 1

[[columns]]
column = "id"
role = "external_id"

[[columns]]
column = "when"
role = "occurred_at"

[[columns]]
column = "site"
role = "location"

[[columns]]
column = "plan"
role = "attribute"

[[columns]]
column = "region"
role = "attribute"

[[columns]]
column = "nps"
role = "score"
key = "nps"
low = 0.0
high = 10.0

[[columns]]
column = "csat"
role = "score"
key = "csat"
low = 1.0
high = 5.0

[[columns]]
column = "comment"
role = "verbatim"
key = "comment"
"#;

/// The comments of the demo story, in the order of the file.
pub(super) fn comments(root: &Path) -> Result<Vec<String>, Error> {
    let file = root.join("demos/fjordnet/comments.json");
    let text = std::fs::read_to_string(&file).map_err(Error::file(&file))?;
    let told: Value = serde_json::from_str(&text)
        .map_err(|e| Error::Failed(format!("'{}' is no JSON: {e}", file.display())))?;
    let groups = told["groups"].as_array().into_iter().flatten();
    let texts = groups.flat_map(|group| group["texts"].as_array().into_iter().flatten());
    let found: Vec<String> = texts
        .filter_map(|t| t.as_str().map(str::to_owned))
        .collect();
    if found.is_empty() {
        return Err(Error::Missing(format!("'{}' has no texts", file.display())));
    }
    Ok(found)
}

/// Writes the rows of a range as CSV.
pub(super) fn csv_rows(path: &Path, rows: Range<u64>, comments: &[String]) -> Result<(), Error> {
    let file = File::create(path).map_err(Error::file(path))?;
    let mut out = BufWriter::new(file);
    let write = || {
        writeln!(out, "id,when,site,plan,region,nps,csat,comment")?;
        for row in rows {
            writeln!(out, "{}", line(row, comments))?;
        }
        out.flush()
    };
    write().map_err(Error::file(path))
}

fn line(row: u64, comments: &[String]) -> String {
    let mut dice = row;
    let mut below = |n: u64| {
        dice = mixed(dice);
        dice % n
    };
    let nps = match below(100) {
        0..25 => below(7),
        25..55 => 7 + below(2),
        _ => 9 + below(2),
    };
    let comment = if below(COMMENT_EVERY) == 0 {
        comments[below(comments.len() as u64) as usize].replace('"', "\"\"")
    } else {
        String::new()
    };
    format!(
        "r{row},2025-{:02}-{:02}T{:02}:{:02}:00Z,Site {},{},{},{nps},{},\"{comment}\"",
        1 + below(12),
        1 + below(28),
        below(24),
        below(60),
        below(40),
        ["Basic", "Plus", "Max"][below(3) as usize],
        ["north", "south", "east", "west"][below(4) as usize],
        1 + below(5),
    )
}

/// Writes an outcome from 0 to 10 and what people say of touchpoints from 1 to 5; three in ten are
/// not met.
pub(super) fn rated_rows(path: &Path, rows: Range<u64>, drivers: usize) -> Result<(), Error> {
    let file = File::create(path).map_err(Error::file(path))?;
    let mut out = BufWriter::new(file);
    let write = || {
        let names: Vec<String> = (1..=drivers).map(|n| format!("d{n}")).collect();
        writeln!(out, "id,when,y,{}", names.join(","))?;
        for row in rows {
            let mut dice = !row;
            let mut below = |n: u64| {
                dice = mixed(dice);
                dice % n
            };
            let (month, day) = (1 + below(12), 1 + below(28));
            let mood = below(4);
            let mut said = String::new();
            let mut sum = 0;
            for n in 0..drivers {
                let score = (1 + (below(4) + mood) / 2 + below(2)).min(5);
                said.push(',');
                if below(10) < 7 {
                    sum += if n < 5 { score } else { 0 };
                    said.push_str(&score.to_string());
                }
            }
            let y = (sum / 3 + below(4)).min(10);
            writeln!(out, "r{row},2025-{month:02}-{day:02}T10:00:00Z,{y}{said}")?;
        }
        out.flush()
    };
    write().map_err(Error::file(path))
}

/// What the columns of [`rated_rows`] are.
pub(super) fn rated_map(drivers: usize) -> String {
    let mut map = "version = 1\n".to_owned();
    let mut column = |name: &str, role: &str, rest: &str| {
        map.push_str(&format!(
            "\n[[columns]]\ncolumn = \"{name}\"\nrole = \"{role}\"\n{rest}"
        ));
    };
    column("id", "external_id", "");
    column("when", "occurred_at", "");
    column("y", "score", "key = \"y\"\nlow = 0.0\nhigh = 10.0\n");
    for n in 1..=drivers {
        let rest = format!("key = \"d{n}\"\nlow = 1.0\nhigh = 5.0\n");
        column(&format!("d{n}"), "score", &rest);
    }
    map
}

/// Writes `count` texts as JSON Lines, the comments over and over.
pub(super) fn texts(path: &Path, count: usize, comments: &[String]) -> Result<(), Error> {
    let file = File::create(path).map_err(Error::file(path))?;
    let mut out = BufWriter::new(file);
    for text in comments.iter().cycle().take(count) {
        writeln!(out, "{}", json!({ "text": text })).map_err(Error::file(path))?;
    }
    out.flush().map_err(Error::file(path))
}

/// One step of SplitMix64 (Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195).
fn mixed(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_repeat_and_read_as_csv_with_every_column_filled_as_meant() {
        let comments = ["He said \"late\", twice".to_owned()];
        let text: String = (0..2_000).map(|row| line(row, &comments) + "\n").collect();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2_000);
        assert!(rows.iter().all(|row| row.len() == 8));
        let filled = rows.iter().filter(|row| !row[7].is_empty()).count();
        assert!((50..150).contains(&filled), "{filled}");
        assert!(
            rows.iter()
                .all(|row| row[7].is_empty() || row[7] == comments[0])
        );
        let happy = rows
            .iter()
            .filter(|row| row[5].parse::<u32>().unwrap() >= 9)
            .count();
        assert!((800..1_000).contains(&happy), "{happy}");
        assert_eq!(line(77, &comments), line(77, &comments));
    }
}
