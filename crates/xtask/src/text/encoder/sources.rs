//! The sets that the encoder learns from, each with its licence and its own held-out part.

use std::path::Path;

use text::emotion::{BASIC, Basic, Emotion, FIELD};

use super::super::TextTaskError;
use super::super::data::{fifth, read, stable};
use super::super::overlap::TestTexts;
use super::super::rated::mams_sentences;
use super::rows::{Head, Parted, Row, Source, Target};

/// Weight of a polarity that is only implied by emotions.
const IMPLIED: f32 = 0.4;
/// Ratings of the VADER ground truth run from -4 to 4.
const RATING: f32 = 4.0;

type Rows = Result<Vec<Parted>, TextTaskError>;

/// Text, Ekman classes and field emotions.
type Felt = (String, [f32; BASIC], [f32; FIELD]);

/// Every public source; near copies of the held texts are left out.
pub(super) fn public(data: &Path, held: &TestTexts) -> Result<Vec<Source>, TextTaskError> {
    let by = "CC BY 4.0";
    let mut all = vec![
        split("dynasent", by, 2.0, dynasent(data)?, held),
        split("goemotions", by, 0.5, goemotions(data)?, held),
        split("mams-acsa", "Apache-2.0", 1.0, mams_categories(data)?, held),
        split("mams-atsa", "Apache-2.0", 0.3, mams_terms(data)?, held),
        split("banking77", by, 1.0, banking(data)?, held),
    ];
    for (name, file, passes) in [
        ("vader-amazon", "amazonReviewSnippets", 1.5),
        ("vader-tweets", "tweets", 2.0),
        ("vader-movie", "movieReviewSnippets", 0.5),
        ("vader-nyt", "nytEditorialSnippets", 0.3),
    ] {
        all.push(split(name, "MIT", passes, vader(data, name, file)?, held));
    }
    Ok(all)
}

/// Sorts rows into a source; `true` marks a row to calibrate on.
pub(super) fn split(
    name: &'static str,
    license: &'static str,
    passes: f64,
    rows: Vec<Parted>,
    held: &TestTexts,
) -> Source {
    let mut source = Source {
        name,
        license,
        passes,
        ..Source::default()
    };
    for (tune, row) in rows {
        if held.hold(&row.text) {
            source.left_out += 1;
        } else if tune {
            source.tune.push(row);
        } else {
            source.fit.push(row);
        }
    }
    source
}

fn shape(path: &Path) -> impl Fn(String) -> TextTaskError {
    let path = path.to_owned();
    move |detail| TextTaskError::Shape {
        path: path.clone(),
        detail,
    }
}

/// Majority labels mixed half and half with the raters' shares; a fifth is held back.
fn dynasent(data: &Path) -> Rows {
    let mut rows = Vec::new();
    for file in ["round01-yelp-dev", "round02-dynabench-dev"] {
        let path = data.join(format!("dynasent/{file}.jsonl"));
        for line in read(&path)?.lines() {
            let value: serde_json::Value =
                serde_json::from_str(line).map_err(|error| shape(&path)(error.to_string()))?;
            let text = value["sentence"].as_str().unwrap_or_default();
            let classes = ["negative", "neutral", "positive"];
            let gold = value["gold_label"].as_str();
            let Some(class) = classes.iter().position(|name| gold == Some(name)) else {
                continue;
            };
            let votes = |name: &str| {
                let list = value["label_distribution"][name].as_array();
                list.map_or(0, Vec::len) as f32
            };
            let mixed = votes("mixed") / 2.0;
            let shares = [
                votes("negative") + mixed,
                votes("neutral"),
                votes("positive") + mixed,
            ];
            let total = shares.iter().sum::<f32>().max(1.0);
            let tune = fifth(text) == 1;
            let mut wanted = vec![0.0; 3];
            wanted[class] = 1.0;
            if !tune {
                for (wanted, share) in wanted.iter_mut().zip(shares) {
                    *wanted = 0.5 * *wanted + 0.5 * share / total;
                }
            }
            rows.push((
                tune,
                Row::text(text, vec![Target::new(Head::Sentiment, wanted, 1.0)]),
            ));
        }
    }
    Ok(rows)
}

/// Mean ratings as valence and, softened at the borders, as sentiment; sentences of one
/// document stay together.
fn vader(data: &Path, name: &str, file: &str) -> Rows {
    let mut rows = Vec::new();
    for (part, text, mean) in vader_lines(data, name, file)? {
        if part == 0 {
            continue;
        }
        let above = |edge: f32| 1.0 / (1.0 + (-(mean - edge) * 4.0).exp());
        let (positive, not_negative) = (above(0.5), above(-0.5));
        let shares = vec![1.0 - not_negative, not_negative - positive, positive];
        let targets = vec![
            Target::new(Head::Sentiment, shares, 1.0),
            Target::new(Head::Valence, vec![mean / RATING], 1.0),
        ];
        rows.push((part == 1, Row::text(&text, targets)));
    }
    Ok(rows)
}

/// Fifth of its document, text and mean rating of every line; fifth 0 is the test.
pub(super) fn vader_lines(
    data: &Path,
    name: &str,
    file: &str,
) -> Result<Vec<(u64, String, f32)>, TextTaskError> {
    let content = read(&data.join(format!("vader_truth/{file}_GroundTruth.txt")))?;
    let rows = content.lines().filter_map(|line| {
        let mut cells = line.splitn(3, '\t');
        let (id, mean, text) = (cells.next()?, cells.next()?, cells.next()?);
        let document = format!("{name} {}", id.split('_').next().unwrap_or(id));
        Some((fifth(&document), text.to_owned(), mean.trim().parse().ok()?))
    });
    Ok(rows.collect())
}

/// Text and Ekman classes of a split of GoEmotions, with the field emotions they imply.
pub(super) fn goemotions_lines(data: &Path, file: &str) -> Result<Vec<Felt>, TextTaskError> {
    let folder = data.join("goemotions/original");
    let labels = read(&folder.join("labels.txt"))?;
    let labels: Vec<&str> = labels.lines().map(str::trim).collect();
    let content = read(&folder.join(format!("{file}.tsv")))?;
    let rows = content.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (text, ids) = (cells.next()?, cells.next()?);
        let (mut ekman, mut field) = ([0.0; BASIC], [0.0; FIELD]);
        for id in ids.split(',').filter_map(|id| id.parse::<usize>().ok()) {
            let label = labels.get(id)?;
            ekman[Basic::of_goemotions(label)? as usize] = 1.0;
            if let Some(emotion) = Emotion::of_goemotions(label) {
                field[emotion as usize] = 1.0;
            }
        }
        Some((text.to_owned(), ekman, field))
    });
    Ok(rows.collect())
}

fn goemotions(data: &Path) -> Rows {
    let mut rows = Vec::new();
    for (file, tune) in [("train", false), ("dev", true)] {
        let lines = goemotions_lines(data, file)?;
        for (text, ekman, field) in lines {
            let bad = ekman[0] + ekman[1] + ekman[2] + ekman[4] > 0.0;
            let (good, surprise, neutral) = (ekman[3] > 0.0, ekman[5] > 0.0, ekman[6] > 0.0);
            let class = match (bad, good) {
                (true, false) => Some(0),
                (false, true) => Some(2),
                (false, false) if neutral && !surprise => Some(1),
                _ => None,
            };
            let mut targets = vec![
                Target::new(Head::Ekman, ekman.to_vec(), 1.0),
                field_target(&field),
            ];
            // Implied polarity teaches, but sets no scale.
            if let (Some(class), false) = (class, tune) {
                let mut target = Target::class(Head::Sentiment, class, 3);
                target.weight.fill(IMPLIED);
                targets.push(target);
            }
            rows.push((tune, Row::text(&text, targets)));
        }
    }
    Ok(rows)
}

/// GoEmotions knows nothing of indifference or of being creeped out.
fn field_target(field: &[f32; FIELD]) -> Target {
    let mut target = Target::new(Head::Field, field.to_vec(), 0.5);
    for unknown in [Emotion::Indifferent, Emotion::CreepedOut] {
        target.weight[unknown as usize] = 0.0;
    }
    target
}

/// Restaurant sentences with the categories they speak of.
fn mams_categories(data: &Path) -> Rows {
    mams(data, "ACSA", "aspectCategory")
}

/// Restaurant sentences with the terms they speak of.
fn mams_terms(data: &Path) -> Rows {
    mams(data, "ATSA", "aspectTerm")
}

fn mams(data: &Path, folder: &str, element: &str) -> Rows {
    let mut rows = Vec::new();
    for (file, tune) in [("train", false), ("val", true)] {
        let path = data.join(format!("mams/{folder}/{file}.xml"));
        for sentence in mams_sentences(&read(&path)?, element) {
            for aspect in sentence.aspects {
                let row = Row::pair(&sentence.text, &aspect.name, aspect.polarity);
                rows.push((tune, row));
            }
        }
    }
    Ok(rows)
}

/// Text and category of a split of Banking77.
pub(super) fn banking_lines(
    data: &Path,
    file: &str,
) -> Result<Vec<(String, String)>, TextTaskError> {
    let path = data.join(format!("banking77/{file}.csv"));
    let content = read(&path)?;
    let mut reader = csv::Reader::from_reader(content.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.map_err(|error| shape(&path)(error.to_string()))?;
        match (row.get(0), row.get(1)) {
            (Some(text), Some(category)) => Ok((text.to_owned(), category.to_owned())),
            _ => Err(shape(&path)(format!(
                "{row:?} is not a text and a category"
            ))),
        }
    });
    rows.collect()
}

/// The categories of Banking77, sorted.
pub(super) fn banking_labels(data: &Path) -> Result<Vec<String>, TextTaskError> {
    let rows = banking_lines(data, "train")?;
    let mut labels: Vec<String> = rows.into_iter().map(|(_, category)| category).collect();
    labels.sort();
    labels.dedup();
    Ok(labels)
}

fn banking(data: &Path) -> Rows {
    let labels = banking_labels(data)?;
    let rows = banking_lines(data, "train")?
        .into_iter()
        .map(|(text, category)| {
            let class = labels.iter().position(|label| *label == category);
            let target = Target::class(Head::Banking, class.unwrap_or(0), labels.len());
            (stable(&text) % 20 == 1, Row::text(&text, vec![target]))
        });
    Ok(rows.collect())
}
