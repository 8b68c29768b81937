//! `eval-text`: every reader on the same rows; one table, printed and written to RESULTS.md.

use std::fs;
use std::path::Path;

use text::Model;

use super::baseline::{self, Baseline, Places};
use super::card::{self, Card};
use super::checklist::Checklist;
use super::results::{self, Results};
use super::tasks::{self, Task};
use super::{
    TextTaskError, accurate, authored, calibration, facts, fast, gather, heads, privacy, speed,
    table,
};

/// Where evaluation reads and writes.
#[derive(Debug, Clone, Copy)]
pub struct EvalPaths<'a> {
    /// Folder with the data sets, `shared/data/text`.
    pub data: &'a Path,
    /// NHS comments, `shared/data/insight/nhs_px_text_data.csv.gz`; left out when absent.
    pub nhs: Option<&'a Path>,
    /// The model file to judge, `models/fast.hbm`.
    pub model: &'a Path,
    /// The results to write, `models/RESULTS.md`.
    pub results: &'a Path,
    /// The card to write, `models/CARD.md`.
    pub card: &'a Path,
    /// Folder of the accurate tier, `models/encoder`; left out when absent.
    pub encoder: &'a Path,
    /// The baselines' scripts, `bench/text`.
    pub scripts: &'a Path,
    /// A Python with `bench/text/requirements.txt`; without one the columns say so.
    pub python: Option<&'a Path>,
    /// Folder for the rows given to the baselines, outside the repository's files.
    pub work: &'a Path,
}

/// Judges every reader on every test set and writes the results and the card.
///
/// # Errors
/// When a set is missing, the model cannot be loaded or an answer file has another form.
pub fn eval(paths: EvalPaths<'_>) -> Result<(), TextTaskError> {
    let bytes = fs::read(paths.model).map_err(|source| TextTaskError::Read {
        path: paths.model.to_owned(),
        source,
    })?;
    let model = Model::load(&bytes)?;
    let comments = authored::comments()?;
    let checklist = Checklist::embedded().map_err(|error| TextTaskError::Shape {
        path: "checklist/cases.json".into(),
        detail: error.to_string(),
    })?;
    let all = gather::tasks(paths.data, paths.nhs, &comments, &checklist)?;
    let fast = fast::answers(&model, &bytes, paths.data, &all)?;
    let places = Places {
        python: paths.python,
        scripts: paths.scripts,
        work: paths.work,
    };
    let baselines = baseline::run(places, &all)?;
    let accurate = accurate::read(paths.encoder, &model, &fast, &all)?;
    let emotions = of(&all, tasks::EMOTIONS)?;
    let mut redaction = privacy::redaction(paths.data)?;
    redaction.extend(privacy::authored_redaction(&comments));
    eprintln!("numbers and intervals");
    let results = results::write(&Results {
        version: model.version(),
        reached: &table::fill(&all, &fast, &baselines, accurate.as_ref()),
        tasks: &all,
        fast: &fast,
        baselines: &baselines,
        accurate: accurate.as_ref(),
        checklist: &checklist,
        calibrated: &calibration::measure(&model, &comments, emotions),
        others: &heads::others(&model, paths.data, &comments)?,
        redaction: &redaction,
        speed: &speed::measure(&model, of(&all, tasks::SENTIMENT)?),
    });
    let written = card::write(&Card {
        bytes: &bytes,
        version: model.version(),
        facts: &facts::facts(paths.data)?,
        languages: &heads::by_language(&all, &fast),
    });
    save(paths.card, &written)?;
    save(paths.results, &results)?;
    print!("{results}");
    Ok(())
}

fn of<'a>(all: &'a [Task], name: &str) -> Result<&'a Task, TextTaskError> {
    let found = all.iter().find(|task| task.name == name);
    found.ok_or_else(|| TextTaskError::Shape {
        path: "the tasks".into(),
        detail: format!("there is no task {name:?}"),
    })
}

fn save(path: &Path, content: &str) -> Result<(), TextTaskError> {
    fs::write(path, content).map_err(|source| TextTaskError::Write {
        path: path.to_owned(),
        source,
    })
}

/// What a reader said of the texts of the checklist.
pub fn of_checklist<'a>(
    all: &[Task],
    answers: &'a baseline::Answers,
) -> Option<&'a [Option<super::judged::Said>]> {
    let task = all.iter().find(|task| task.name == tasks::SENTIMENT)?;
    answers.get(task.name)?.get(task.places("checklist")?)
}

/// Why a column is empty, where it is.
pub fn absent(baselines: &[Baseline]) -> impl Iterator<Item = (&str, &str)> {
    let failed = baselines.iter();
    failed.filter_map(|b| Some((b.title, b.failed.as_deref()?)))
}
