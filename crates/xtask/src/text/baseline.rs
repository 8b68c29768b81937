//! Other readers, run by the scripts of `bench/text` on the very rows that we are judged on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::TextTaskError;
use super::data::read;
use super::judged::Said;
use super::tasks::Task;

/// The baselines: name, title and script.
pub const BASELINES: [(&str, &str, &str); 5] = [
    ("vader", "VADER", "lexicons.py"),
    ("afinn", "AFINN", "lexicons.py"),
    ("textblob", "TextBlob", "lexicons.py"),
    ("fasttext", "fastText, same mix", "fasttext_mix.py"),
    ("minilm", "MiniLM frozen + LR", "minilm.py"),
];

/// What a reader said of every task it took part in.
pub type Answers = BTreeMap<&'static str, Vec<Option<Said>>>;

/// A baseline's answers.
pub struct Baseline {
    /// Its title.
    pub title: &'static str,
    /// Why it did not run; `None` when it did.
    pub failed: Option<String>,
    /// Its answers by task.
    pub answers: Answers,
    /// Texts per second of CPU time, sentiment alone.
    pub per_second: Option<f64>,
}

#[derive(Deserialize)]
struct Speed {
    seconds: f64,
    read: f64,
}

/// Where baselines read and write.
#[derive(Debug, Clone, Copy)]
pub struct Places<'a> {
    /// A Python with the packages of `requirements.txt`; `None` runs none.
    pub python: Option<&'a Path>,
    /// The folder of the scripts.
    pub scripts: &'a Path,
    /// A folder for rows and answers.
    pub work: &'a Path,
}

/// Runs every baseline on every task. A baseline whose rows, lessons and script are those of an
/// earlier run is not run again; one that fails says why.
pub fn run(places: Places<'_>, tasks: &[Task]) -> Result<Vec<Baseline>, TextTaskError> {
    let digest = write_tasks(places.work, tasks)?;
    let of = |&(name, title, script): &(&'static str, &'static str, &str)| {
        eprintln!("baseline {title}");
        let failed = match places.python {
            Some(python) => run_one(places, python, name, script, &digest)?,
            None => Some("no --python was given".to_owned()),
        };
        let (answers, per_second) = if failed.is_none() {
            answers(&places.work.join(name), tasks)?
        } else {
            Default::default()
        };
        Ok(Baseline {
            title,
            failed,
            answers,
            per_second,
        })
    };
    BASELINES.iter().map(of).collect()
}

fn write(path: &Path, content: &str) -> Result<(), TextTaskError> {
    fs::write(path, content).map_err(|source| TextTaskError::Write {
        path: path.to_owned(),
        source,
    })
}

/// Writes the tasks and gives the digest of all that was written.
fn write_tasks(work: &Path, tasks: &[Task]) -> Result<String, TextTaskError> {
    fs::create_dir_all(work).map_err(|source| TextTaskError::Write {
        path: work.to_owned(),
        source,
    })?;
    let mut digest = Sha256::new();
    let mut listed = Vec::new();
    for task in tasks {
        let (lessons, rows) = (
            format!("{}-lessons.jsonl", task.name),
            format!("{}-rows.jsonl", task.name),
        );
        let lines = task.lessons.iter().zip(task.few_lessons());
        let lines: String = lines
            .map(|(l, few)| {
                format!(
                    "{}\n",
                    json!({"text": l.text, "labels": l.labels, "few": few})
                )
            })
            .collect();
        digest.update(&lines);
        write(&work.join(&lessons), &lines)?;
        let lines = task.rows().zip(task.sample());
        let lines: String = lines
            .map(|(r, few)| format!("{}\n", json!({"text": r.text, "few": few})))
            .collect();
        digest.update(&lines);
        write(&work.join(&rows), &lines)?;
        listed.push(json!({
            "name": task.name, "labels": task.labels, "many": task.many,
            "lessons": lessons, "rows": rows,
        }));
    }
    let listed = serde_json::Value::from(listed).to_string();
    digest.update(&listed);
    write(&work.join("tasks.json"), &listed)?;
    Ok(hex(&digest.finalize()))
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Runs a script, unless its answers are there; gives the last line of its complaint if it fails.
fn run_one(
    places: Places<'_>,
    python: &Path,
    name: &str,
    script: &str,
    digest: &str,
) -> Result<Option<String>, TextTaskError> {
    let script = places.scripts.join(script);
    let shared = places.scripts.join("tasks.py");
    let mut all = Sha256::new();
    all.update(digest);
    all.update(read(&script)?);
    all.update(read(&shared)?);
    let stamp = hex(&all.finalize());
    let stamp_file = places.work.join(name).join("stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
        eprintln!("  the answers of an earlier run on the same rows stand");
        return Ok(None);
    }
    let ran = Command::new(python)
        .arg(&script)
        .arg(name)
        .arg(places.work)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("OMP_NUM_THREADS", "1")
        .env("OPENBLAS_NUM_THREADS", "1")
        .output();
    let ran = match ran {
        Ok(ran) => ran,
        Err(error) => return Ok(Some(format!("{}: {error}", python.display()))),
    };
    if !ran.status.success() {
        let said = String::from_utf8_lossy(&ran.stderr);
        let last = said.trim().lines().last().unwrap_or("it said nothing");
        return Ok(Some(last.to_owned()));
    }
    write(&stamp_file, &stamp)?;
    Ok(None)
}

fn answers(folder: &Path, tasks: &[Task]) -> Result<(Answers, Option<f64>), TextTaskError> {
    let shape = |path: PathBuf, detail: String| TextTaskError::Shape { path, detail };
    let mut all = Answers::new();
    for task in tasks {
        let path = folder.join(format!("{}.jsonl", task.name));
        // A lexicon knows sentiment alone.
        if !path.is_file() {
            continue;
        }
        let mut said: Vec<Option<Said>> = Vec::new();
        for line in read(&path)?.lines() {
            let one = serde_json::from_str(line);
            said.push(one.map_err(|error| shape(path.clone(), error.to_string()))?);
        }
        if said.len() != task.rows().count() {
            let detail = format!("{} answers to {} rows", said.len(), task.rows().count());
            return Err(shape(path, detail));
        }
        all.insert(task.name, said);
    }
    let path = folder.join("speed.json");
    let speed: Speed =
        serde_json::from_str(&read(&path)?).map_err(|error| shape(path, error.to_string()))?;
    let per_second = (speed.seconds > 0.0).then(|| speed.read / speed.seconds);
    Ok((all, per_second))
}
