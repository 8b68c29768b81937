//! Splits of the public sets in the form in which every reader is judged.

use std::path::Path;

use text::Basic;

use super::TextTaskError;
use super::data::{fifth, read};
use super::sets::Classed;

/// DynaSent's test of round 1: 0 negative, 1 neutral, 2 positive.
pub fn dynasent(data: &Path) -> Result<Vec<Classed>, TextTaskError> {
    let path = data.join("dynasent/round01-yelp-test.jsonl");
    let mut rows = Vec::new();
    for line in read(&path)?.lines() {
        let value: serde_json::Value =
            serde_json::from_str(line).map_err(|error| TextTaskError::Shape {
                path: path.clone(),
                detail: error.to_string(),
            })?;
        let known = ["negative", "neutral", "positive"];
        let class = known.iter().position(|l| value["gold_label"] == **l);
        if let (Some(class), Some(text)) = (class, value["sentence"].as_str()) {
            let text = text.to_owned();
            rows.push(Classed { text, class });
        }
    }
    Ok(rows)
}

/// Texts of a part of VADER's ground truth that are held out, with people's mean rating, -4 to 4.
pub fn vader_truth(data: &Path, part: &str) -> Result<Vec<(String, f64)>, TextTaskError> {
    let (file, source) = match part {
        "amazon" => ("amazonReviewSnippets", "vader-amazon"),
        "movie" => ("movieReviewSnippets", "vader-movie"),
        "nyt" => ("nytEditorialSnippets", "vader-nyt"),
        _ => ("tweets", "vader-tweets"),
    };
    let content = read(&data.join(format!("vader_truth/{file}_GroundTruth.txt")))?;
    let rows = content.lines().filter_map(|line| {
        let mut cells = line.splitn(3, '\t');
        let (id, mean, text) = (cells.next()?, cells.next()?, cells.next()?);
        // The split by document that training uses.
        let document = format!("{source} {}", id.split('_').next().unwrap_or(id));
        let mean: f64 = mean.trim().parse().ok()?;
        (fifth(&document) == 0).then(|| (text.to_owned(), mean))
    });
    Ok(rows.collect())
}

/// Texts of a split of GoEmotions, with the Ekman groups of their labels and neutral, by their
/// places in [`Basic::ALL`].
pub fn goemotions(data: &Path, split: &str) -> Result<Vec<(String, Vec<usize>)>, TextTaskError> {
    let folder = data.join("goemotions/original");
    let names = read(&folder.join("labels.txt"))?;
    let names: Vec<Option<Basic>> = names
        .lines()
        .map(|l| Basic::of_goemotions(l.trim()))
        .collect();
    let content = read(&folder.join(format!("{split}.tsv")))?;
    let rows = content.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (text, ids) = (cells.next()?, cells.next()?);
        let ids = ids.split(',').filter_map(|id| id.parse::<usize>().ok());
        let found = ids.filter_map(|id| names.get(id).copied().flatten());
        let mut labels: Vec<usize> = found.map(|basic| basic as usize).collect();
        labels.sort_unstable();
        labels.dedup();
        Some((text.to_owned(), labels))
    });
    Ok(rows.collect())
}

/// Texts of a split of Banking77 with the name of what is asked.
pub fn banking(data: &Path, split: &str) -> Result<Vec<(String, String)>, TextTaskError> {
    let path = data.join(format!("banking77/{split}.csv"));
    let content = read(&path)?;
    let mut reader = csv::Reader::from_reader(content.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| TextTaskError::Shape {
            path: path.clone(),
            detail: error.to_string(),
        })?;
        if let (Some(text), Some(intent)) = (row.get(0), row.get(1)) {
            rows.push((text.to_owned(), intent.to_owned()));
        }
    }
    Ok(rows)
}

/// Texts of a split of BRIGHTER in a language, by its code there.
pub fn brighter(data: &Path, split: &str, code: &str) -> Result<Vec<String>, TextTaskError> {
    let path = data.join(format!("brighter/{split}/{code}.csv"));
    let content = read(&path)?;
    let mut reader = csv::Reader::from_reader(content.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    Ok(rows
        .filter_map(|row| row.get(1).map(str::to_owned))
        .collect())
}
