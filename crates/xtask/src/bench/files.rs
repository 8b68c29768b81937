//! Files brought in and texts read, by the command line.

use super::figures::{grouped, mebibytes, table};
use super::watched::measured;
use super::{Bench, data};
use crate::error::Error;
use crate::shell;
use serde_json::Value;

/// The section of the report.
pub(super) fn section(bench: &Bench) -> Result<String, Error> {
    let comments = data::comments(&bench.root)?;
    let import = import(bench, &comments)?;
    let annotate = annotate(bench, &comments)?;
    let heads = ["what", "count", "seconds", "a second", "peak RSS"];
    Ok(format!(
        "## Files and texts\n\n{}",
        table(&heads, &[import, annotate])
    ))
}

fn import(bench: &Bench, comments: &[String]) -> Result<Vec<String>, Error> {
    let rows = bench.import_rows;
    bench.say(&format!("import of {} rows", grouped(rows as f64)));
    let folder = bench.folder("import")?;
    let (file, map) = (folder.join("rows.csv"), folder.join("map.toml"));
    data::csv_rows(&file, 0..rows, comments)?;
    std::fs::write(&map, data::MAP).map_err(Error::file(&map))?;
    let mut command = shell::program(&bench.hearback);
    command.args(["import", "--json", "--quiet", "--post", "bench", "--map"]);
    command
        .arg(&map)
        .arg("--data")
        .arg(folder.join("data"))
        .arg(&file);
    let ended = measured(&mut command)?;
    let told: Value = serde_json::from_str(&ended.text)
        .map_err(|e| Error::Failed(format!("the import printed no JSON: {e}")))?;
    let accepted = told["accepted"].as_u64().unwrap_or(0);
    if accepted != rows {
        return Err(Error::Failed(format!(
            "{rows} rows were imported, but only {accepted} were accepted: {told}"
        )));
    }
    bench.clear(&folder)?;
    Ok(row(
        "`hearback import` of CSV, rows",
        rows,
        ended.seconds,
        ended.peak,
    ))
}

fn annotate(bench: &Bench, comments: &[String]) -> Result<Vec<String>, Error> {
    bench.say(&format!("annotating {} texts", grouped(bench.texts as f64)));
    let folder = bench.folder("annotate")?;
    let file = folder.join("texts.jsonl");
    data::texts(&file, bench.texts, comments)?;
    let bound = std::path::Path::new("/usr/bin/taskset").is_file();
    let mut command = if bound {
        let mut command = shell::program("taskset");
        command.args(["-c", "0"]).arg(&bench.hearback);
        command
    } else {
        shell::program(&bench.hearback)
    };
    command.args(["annotate", "--json", "--quiet"]).arg(&file);
    let ended = measured(&mut command)?;
    let lines = ended.text.lines().count();
    if lines != bench.texts {
        return Err(Error::Failed(format!(
            "{} texts were annotated, but {lines} came back",
            bench.texts
        )));
    }
    bench.clear(&folder)?;
    let what = if bound {
        "`hearback annotate` on one core, verbatims"
    } else {
        "`hearback annotate` (no `taskset` here: on all cores), verbatims"
    };
    Ok(row(what, lines as u64, ended.seconds, ended.peak))
}

fn row(what: &str, count: u64, seconds: f64, peak: u64) -> Vec<String> {
    vec![
        what.to_owned(),
        grouped(count as f64),
        format!("{seconds:.2}"),
        grouped(count as f64 / seconds),
        mebibytes(peak),
    ]
}
