//! `models/RESULTS.md`: the table of issue 3, and what stands behind it.

use std::fmt::Write as _;

use super::accurate::Accurate;
use super::baseline::{Answers, Baseline};
use super::calibration::Calibrated;
use super::checklist::Checklist;
use super::eval::absent;
use super::figure::Figure;
use super::heads::Scored;
use super::judged::Measure;
use super::sections;
use super::speed::Speed;
use super::table::{Reached, needed, scale};
use super::tasks::Task;

/// Everything that is printed.
pub struct Results<'a> {
    /// The fast tier's version.
    pub version: &'a str,
    /// The table's lines.
    pub reached: &'a [Reached],
    /// The tasks.
    pub tasks: &'a [Task],
    /// The fast tier's answers.
    pub fast: &'a Answers,
    /// The other readers.
    pub baselines: &'a [Baseline],
    /// The accurate tier; none where its model is not there.
    pub accurate: Option<&'a Accurate>,
    /// The checklist.
    pub checklist: &'a Checklist,
    /// Calibration.
    pub calibrated: &'a [Calibrated],
    /// Heads that no line of the table names.
    pub others: &'a [Scored],
    /// Redaction.
    pub redaction: &'a [Scored],
    /// Speeds.
    pub speed: &'a [Speed],
}

const READING: &str = include_str!("reading.md");
const TRIED: &str = include_str!("tried.md");
/// Comments per second on a core that the fast tier should reach.
const SPEED_GOAL: f64 = 30_000.0;

/// The whole file, in Markdown.
pub fn write(results: &Results<'_>) -> String {
    let mut missed = Vec::new();
    let mut out = format!(
        "# Text results\n\nWritten by `cargo xtask eval-text --python VENV/bin/python`; do not edit. \
         Fast tier: {}.\n\n{READING}\n",
        results.version
    );
    main_table(results, &mut out, &mut missed);
    sections::checklist(results, &mut out, &mut missed);
    sections::by_language(results, &mut out, &mut missed);
    sections::languages(results, &mut out);
    sections::calibration(results, &mut out);
    sections::plain("Other heads and sets", results.others, &mut out);
    sections::privacy(results, &mut out, &mut missed);
    sections::plain(
        "Redaction by kind and language",
        results.redaction,
        &mut out,
    );
    speed(results, &mut out, &mut missed);
    near_copies(results, &mut out);
    out.push_str("\n## Not reached\n\n");
    if missed.is_empty() {
        out.push_str("Every goal that was measured here was reached.\n");
    }
    for line in missed {
        let _ = writeln!(out, "* {line}");
    }
    let _ = write!(out, "\n{TRIED}");
    out
}

/// The number with its interval.
pub fn shown(figure: Option<Figure>, measure: Measure) -> String {
    let by = scale(measure);
    let digits = if measure == Measure::Pearson { 3 } else { 1 };
    figure.map_or("–".to_owned(), |f| {
        format!(
            "{:.digits$} ({:.digits$}–{:.digits$})",
            by * f.value,
            by * f.low,
            by * f.high
        )
    })
}

/// Head of a table with a column for each reader.
pub fn header(results: &Results<'_>, first: &str, last: &str) -> String {
    let titles: Vec<&str> = results.baselines.iter().map(|b| b.title).collect();
    head(&titles, first, last)
}

fn head(titles: &[&str], first: &str, last: &str) -> String {
    let head = format!("| {first} | {} | fast tier | {last} |", titles.join(" | "));
    let dashes = "---|".repeat(head.matches('|').count() - 1);
    format!("{head}\n|{dashes}\n")
}

fn main_table(results: &Results<'_>, out: &mut String, missed: &mut Vec<String>) {
    out.push_str("## The table\n\n");
    out.push_str(&header(
        results,
        "set | measure | n",
        "wanted | reached | accurate tier | wanted | reached",
    ));
    for reached in results.reached {
        let line = reached.line;
        let vader = reached.baselines.first().copied().flatten();
        let by = scale(line.measure);
        let digits = if line.measure == Measure::Pearson {
            3
        } else {
            1
        };
        let mut judged = |tier: &str, value: Option<f64>, goal| {
            let wanted: Option<f64> = needed(goal, line.measure, vader);
            let verdict = match (value, wanted) {
                (Some(value), Some(wanted)) if value >= wanted => "yes",
                (Some(value), Some(wanted)) => {
                    missed.push(format!(
                        "{}, {}, {tier}: {value:.2} of {wanted:.2}",
                        line.title,
                        line.measure.name()
                    ));
                    "**no**"
                }
                _ => "–",
            };
            let wanted = wanted.map_or("–".to_owned(), |w| format!("≥ {w:.digits$}"));
            (wanted, verdict)
        };
        let fast = judged("fast tier", reached.fast.map(|f| by * f.value), line.fast);
        let accurate = judged(
            "accurate tier",
            reached.accurate.map(|f| by * f.value),
            line.accurate,
        );
        let marked = |figure: Option<Figure>| {
            let few = figure.is_some_and(|f| reached.fast.is_some_and(|all| f.n < all.n));
            let mark = if few { " †" } else { "" };
            format!("{}{mark}", shown(figure, line.measure))
        };
        let others: Vec<String> = reached.baselines.iter().map(|&f| marked(f)).collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            line.title,
            line.measure.name(),
            reached.fast.map_or(0, |f| f.n),
            others.join(" | "),
            shown(reached.fast, line.measure),
            fast.0,
            fast.1,
            marked(reached.accurate),
            accurate.0,
            accurate.1,
        );
    }
    out.push_str("\n† on a sample of at most 600 rows of the set, picked by hash.\n");
    for (title, why) in absent(results.baselines) {
        let _ = writeln!(out, "\n{title} was not run: {why}.");
    }
}

fn speed(results: &Results<'_>, out: &mut String, missed: &mut Vec<String>) {
    out.push_str("\n## Speed\n\nTexts per second of one core's time, in the build that wrote this file. Fast tier: all heads, the\nfastest of seven rounds. The others: sentiment alone, one round over all rows.\n\n| reader and texts | n | mean bytes | per second |\n|---|--:|--:|--:|\n");
    for speed in results.speed {
        let _ = writeln!(
            out,
            "| fast tier, {} | {} | {:.0} | {:.0} |",
            speed.name, speed.texts, speed.mean_bytes, speed.per_second
        );
        if speed.per_second < SPEED_GOAL {
            missed.push(format!(
                "Texts per second, fast tier, {}: {:.0} of {SPEED_GOAL:.0}",
                speed.name, speed.per_second
            ));
        }
    }
    for baseline in results.baselines {
        if let Some(per_second) = baseline.per_second {
            let _ = writeln!(out, "| {} | | | {per_second:.0} |", baseline.title);
        }
    }
    if let Some(accurate) = results.accurate {
        let _ = writeln!(
            out,
            "| accurate tier, all heads | | | {:.0} |",
            accurate.per_second
        );
        sections::cascade(accurate, results.speed, out, missed);
    }
}

fn near_copies(results: &Results<'_>, out: &mut String) {
    out.push_str("\n## Near copies of test texts\n\nLeft out of what the readers above learned from; see the card for the fast tier's sets.\n\n| task | lessons | left out |\n|---|--:|--:|\n");
    for task in results.tasks {
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            task.name,
            task.lessons.len(),
            task.left_out
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_dashes() {
        let head = head(&["VADER", "AFINN"], "set | n", "wanted");
        let bars: Vec<usize> = head.lines().map(|l| l.matches('|').count()).collect();
        assert_eq!(bars, [7, 7]);
    }
}
