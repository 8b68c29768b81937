//! Test sets that are never trained on: their rows and what people said of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::TextTaskError;
use super::data::{Part, examples, read};
use super::rated::{MamsAspect, mams_sentences};

/// A text with its class.
#[derive(Debug, Clone)]
pub struct Classed {
    /// The text.
    pub text: String,
    /// Index of its class.
    pub class: usize,
}

/// Stanford Sentiment Treebank test, its five grades as three classes.
pub fn sst(data: &Path, file: &str) -> Result<Vec<Classed>, TextTaskError> {
    let content = read(&data.join("sst5").join(file))?;
    let rows = content.lines().filter_map(|line| {
        let (label, text) = line.split_once(char::is_whitespace)?;
        let class = match label {
            "__label__1" | "__label__2" => 0,
            "__label__3" => 1,
            "__label__4" | "__label__5" => 2,
            _ => return None,
        };
        Some(Classed {
            text: text.to_owned(),
            class,
        })
    });
    Ok(rows.collect())
}

/// A TweetEval task's test split.
pub fn tweeteval(data: &Path, task: &str) -> Result<Vec<Classed>, TextTaskError> {
    let folder = data.join("tweeteval").join(task);
    let texts = read(&folder.join("test_text.txt"))?;
    let labels = read(&folder.join("test_labels.txt"))?;
    let rows = texts
        .lines()
        .zip(labels.lines())
        .filter_map(|(text, label)| {
            Some(Classed {
                text: text.to_owned(),
                class: label.trim().parse().ok()?,
            })
        });
    Ok(rows.collect())
}

/// Texts of the test sets that are no category A set: they must not be met in training.
pub fn texts_of_other_tests(data: &Path) -> Result<Vec<String>, TextTaskError> {
    let mut texts = Vec::new();
    for file in ["sst_dev.txt", "sst_test.txt"] {
        texts.extend(sst(data, file)?.into_iter().map(|row| row.text));
    }
    for task in ["sentiment", "emotion", "irony"] {
        texts.extend(tweeteval(data, task)?.into_iter().map(|row| row.text));
    }
    for file in ["mams/ACSA/test.xml", "mams/ATSA/test.xml"] {
        let sentences = mams_sentences(&read(&data.join(file))?, "aspectCategory");
        texts.extend(sentences.into_iter().map(|sentence| sentence.text));
    }
    Ok(texts)
}

/// A named set of texts with three classes of sentiment: 0 negative, 1 neutral, 2 positive.
pub struct SentimentSet {
    /// Its name in the table.
    pub name: String,
    /// Its rows.
    pub rows: Vec<Classed>,
}

/// Every test set with sentiment. `nhs` is the gzipped file of NHS comments.
pub fn sentiment(data: &Path, nhs: Option<&Path>) -> Result<Vec<SentimentSet>, TextTaskError> {
    let mut held: BTreeMap<String, Vec<Classed>> = BTreeMap::new();
    for (part, e) in examples(data)? {
        let Some(target) = e.sentiment.filter(|_| part == Part::Test) else {
            continue;
        };
        let class = (1..3).fold(0, |best, i| if target[i] > target[best] { i } else { best });
        held.entry(e.source).or_default().push(Classed {
            text: e.text,
            class,
        });
    }
    let mut sets = Vec::new();
    let mut take = |source: &str, name: &str| {
        if let Some(rows) = held.remove(source) {
            sets.push(SentimentSet {
                name: name.to_owned(),
                rows,
            });
        }
    };
    take("dynasent-r1", "DynaSent round 1 test");
    for part in ["amazon", "tweets", "movie", "nyt"] {
        take(
            &format!("vader-{part}"),
            &format!("VADER ground truth, {part}, held-out fifth"),
        );
    }
    take("goemotions", "GoEmotions test, polarity of its emotions");
    for (code, name) in [
        ("de", "German"),
        ("es", "Spanish"),
        ("pt", "Portuguese"),
        ("ru", "Russian"),
        ("sv", "Swedish"),
        ("uk", "Ukrainian"),
        ("zh", "Chinese"),
    ] {
        take(
            &format!("brighter-{code}"),
            &format!("BRIGHTER test, {name}, polarity of its emotions"),
        );
    }
    sets.insert(
        1,
        SentimentSet {
            name: "SST-5 test as 3 classes".to_owned(),
            rows: sst(data, "sst_test.txt")?,
        },
    );
    let rows = tweeteval(data, "sentiment")?;
    sets.insert(
        2,
        SentimentSet {
            name: "TweetEval sentiment test".to_owned(),
            rows,
        },
    );
    if let Some(path) = nhs {
        let name = "NHS comments, sign of criticality (extra)".to_owned();
        sets.insert(
            3,
            SentimentSet {
                name,
                rows: nhs_comments(path)?,
            },
        );
    }
    Ok(sets)
}

/// Comments with the sign of their criticality, -5 (harsh) to 5 (glowing).
pub fn nhs_comments(path: &Path) -> Result<Vec<Classed>, TextTaskError> {
    let shape = |detail: String| TextTaskError::Shape {
        path: path.to_owned(),
        detail,
    };
    let bytes = fs::read(path).map_err(|source| TextTaskError::Read {
        path: path.to_owned(),
        source,
    })?;
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(bytes.as_slice()));
    let columns = reader
        .headers()
        .map_err(|error| shape(error.to_string()))?
        .clone();
    let column = |name: &str| {
        columns
            .iter()
            .position(|c| c == name)
            .ok_or_else(|| shape(format!("there is no column {name}")))
    };
    let (text, grade) = (column("feedback")?, column("criticality")?);
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| shape(error.to_string()))?;
        let (Some(text), Some(Ok(grade))) = (row.get(text), row.get(grade).map(str::parse::<i32>))
        else {
            continue;
        };
        if (-5..=5).contains(&grade) && text.chars().any(char::is_alphanumeric) {
            let class = (grade.signum() + 1).unsigned_abs() as usize;
            rows.push(Classed {
                text: text.to_owned(),
                class,
            });
        }
    }
    Ok(rows)
}

/// An aspect of a MAMS sentence.
pub struct AspectRow {
    /// The sentence.
    pub text: String,
    /// The aspect's category.
    pub category: String,
    /// 0 negative, 1 neutral, 2 positive.
    pub class: usize,
}

/// Aspects of MAMS-ACSA: `train`, `val` or `test`.
pub fn mams(data: &Path, split: &str) -> Result<Vec<AspectRow>, TextTaskError> {
    let sentences = mams_sentences(
        &read(&data.join(format!("mams/ACSA/{split}.xml")))?,
        "aspectCategory",
    );
    let rows = sentences.into_iter().flat_map(|sentence| {
        let text = sentence.text;
        let row = move |a: MamsAspect| AspectRow {
            text: text.clone(),
            category: a.name,
            class: a.polarity,
        };
        sentence.aspects.into_iter().map(row)
    });
    Ok(rows.collect())
}
