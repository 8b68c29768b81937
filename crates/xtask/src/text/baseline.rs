//! VADER, run by `bench/text/vader.py` on the very rows that we are judged on.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::TextTaskError;

/// What VADER said.
pub struct Baseline {
    /// Its compound score for each text, in order.
    pub compounds: Vec<f64>,
    /// Seconds its scoring took.
    pub seconds: f64,
}

/// The class of a compound score, by the thresholds its authors publish.
pub fn class(compound: f64) -> usize {
    if compound <= -0.05 {
        0
    } else if compound >= 0.05 {
        2
    } else {
        1
    }
}

/// Writes the rows, runs the script and reads its answers.
pub fn run(
    python: &Path,
    script: &Path,
    work: &Path,
    texts: &[&str],
) -> Result<Baseline, TextTaskError> {
    let failed = |detail: String| TextTaskError::Baseline { detail };
    let write = |path: &Path, content: String| {
        fs::write(path, content).map_err(|source| TextTaskError::Write {
            path: path.to_owned(),
            source,
        })
    };
    fs::create_dir_all(work).map_err(|source| TextTaskError::Write {
        path: work.to_owned(),
        source,
    })?;
    let (rows, answers) = (
        work.join("vader-rows.jsonl"),
        work.join("vader-answers.jsonl"),
    );
    let lines: String = texts
        .iter()
        .map(|t| format!("{}\n", serde_json::Value::from(*t)))
        .collect();
    write(&rows, lines)?;
    let status = Command::new(python)
        .arg(script)
        .arg(&rows)
        .arg(&answers)
        .status();
    let status = status.map_err(|error| failed(format!("{}: {error}", python.display())))?;
    if !status.success() {
        return Err(failed(format!("{} ended with {status}", script.display())));
    }
    let content = super::data::read(&answers)?;
    let mut numbers = content.lines().map(|line| line.parse::<f64>());
    let seconds = match numbers.next() {
        Some(Ok(seconds)) => seconds,
        _ => return Err(failed(format!("{} holds no time", answers.display()))),
    };
    let compounds: Vec<f64> = numbers.filter_map(Result::ok).collect();
    if compounds.len() != texts.len() {
        return Err(failed(format!(
            "{} answers to {} rows",
            compounds.len(),
            texts.len()
        )));
    }
    Ok(Baseline { compounds, seconds })
}
