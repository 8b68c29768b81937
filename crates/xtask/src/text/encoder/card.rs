//! The encoder's card: what it is, what it learned from, how it does.

use std::fmt::Write as _;

use text::encoder::Settings;

use super::eval::Measured;
use super::{Folder, sha256};

/// A value as the table shows it: percent, a correlation or a speed.
pub(super) fn shown(metric: &str, value: f64) -> String {
    match metric {
        "texts per second" => format!("{value:.0}"),
        "valence Pearson r" => format!("{value:.3}"),
        _ => format!("{:.1}", 100.0 * value),
    }
}

/// The whole card, in Markdown.
pub(super) fn write(folder: &Folder, settings: &Settings, lines: &[Measured]) -> String {
    let facts = &settings.training;
    let mut out = format!(
        "# {}\n\nWritten by `cargo xtask eval-encoder`; do not edit.\n\n\
         * File: `model.safetensors`, {} bytes, SHA-256 `{}`\n",
        settings.version,
        folder.weights.len(),
        sha256(&folder.weights)
    );
    if let Some(base) = facts["base_sha256"].as_str() {
        let _ = writeln!(
            out,
            "* Base: all-MiniLM-L6-v2 (Apache-2.0), SHA-256 `{base}`\n\
             * Trained with `cargo xtask train-encoder`: {} steps of {} examples after {} \
             steps in an earlier run, {} examples per second; word vectors frozen; AdamW",
            facts["steps"], facts["batch"], facts["steps_before"], facts["examples_per_second"]
        );
        out.push_str("\n## Learned from\n\n| data set | license | rows | passes, if run to the end of all | held back | near copies of test texts left out |\n|---|---|--:|--:|--:|--:|\n");
        for row in facts["data"].as_array().into_iter().flatten() {
            let cell = |key: &str| row[key].to_string().trim_matches('"').to_owned();
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} |",
                cell("source"),
                cell("license"),
                cell("rows"),
                cell("passes"),
                cell("held_back"),
                cell("left_out")
            );
        }
    }
    if let Some(heads) = facts["held_back"].as_object() {
        out.push_str("\n## What int8 costs\n\nOn held-back rows; macro-F1 (topics: micro-F1; valence: Pearson r).\n\n| head | f32 | int8 |\n|---|--:|--:|\n");
        for (name, value) in heads {
            let _ = writeln!(out, "| {name} | {} | {} |", value["f32"], value["int8"]);
        }
    }
    out.push_str("\n## How well\n\nPercent, unless it is a correlation or a speed. English only. Nothing here was tuned on\nthese rows.\n\n| set | n | metric | value |\n|---|--:|---|--:|\n");
    for line in lines {
        let value = shown(line.metric, line.value);
        let _ = writeln!(
            out,
            "| {} | {} | {} | {value} |",
            line.set, line.n, line.metric
        );
    }
    out
}
