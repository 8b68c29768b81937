//! The model's card: what it is, what it learned from, how it does, where it fails.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::eval::Compared;
use super::facts::Fact;
use super::heads::Scored;
use super::speed::Speed;

/// Everything the card prints.
pub struct Card<'a> {
    /// The model file.
    pub bytes: &'a [u8],
    /// The model's version.
    pub version: &'a str,
    /// Sentiment beside the baseline.
    pub compared: &'a [Compared],
    /// Emotions.
    pub emotions: &'a [Scored],
    /// Languages and redaction.
    pub languages: &'a [Scored],
    /// Speeds.
    pub speed: &'a [Speed],
    /// Texts per second of the baseline.
    pub baseline_per_second: Option<f64>,
    /// What was learned from.
    pub facts: &'a [Fact],
}

const ABOUT: &str = include_str!("about.md");
const LIMITS: &str = include_str!("limits.md");

/// The whole card, in Markdown.
pub fn write(card: &Card<'_>) -> String {
    let digest = Sha256::digest(card.bytes);
    let sha: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut out = format!(
        "# Text model {}\n\nWritten by `cargo xtask eval-text`; do not edit.\n\n\
         * File: `models/fast.hbm`, {} bytes\n* SHA-256: `{sha}`\n\n{ABOUT}\n",
        card.version,
        card.bytes.len()
    );
    out.push_str("## Learned from\n\n| data set | licence | texts | left out as near copies of test texts |\n|---|---|--:|--:|\n");
    for fact in card.facts {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            fact.source, fact.licence, fact.texts, fact.left_out
        );
    }
    out.push_str("\n## How well\n\n");
    out.push_str(&tables(card));
    out.push_str(&behind(card.compared));
    out.push('\n');
    out.push_str(LIMITS);
    out
}

/// The tables, as printed and as in the card.
pub fn tables(card: &Card<'_>) -> String {
    let mut out = String::from("### Sentiment beside VADER\n\n");
    out.push_str("Percent. VADER (vaderSentiment 3.3.2) ran on the same rows; its published thresholds of ±0.05 apply. The difference is of accuracy, paired by row, with its 95 % interval.\n\n");
    out.push_str("| set | n | ours: accuracy | macro-F1 | macro-recall | VADER: accuracy | macro-F1 | macro-recall | difference | verdict |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n");
    for line in card.compared {
        let ours = three(&line.ours);
        let theirs = line
            .theirs
            .as_ref()
            .map_or("not run | not run | not run".to_owned(), three);
        let (difference, verdict) = verdict(line);
        let _ = writeln!(
            out,
            "| {} | {} | {ours} | {theirs} | {difference} | {verdict} |",
            line.name,
            line.ours.count()
        );
    }
    if let Some(line) = card.compared.first() {
        let _ = writeln!(
            out,
            "\nCalibration: on {} the mean confidence is {:.1} and the accuracy {:.1}.\n",
            line.name,
            100.0 * line.confidence,
            100.0 * line.ours.accuracy()
        );
    }
    out.push_str("### Emotions, languages and redaction\n\nPercent. VADER has no such heads. Not judged, since there is no head in this version: TweetEval irony, Banking77, CLINC150.\n\n| set | n | | |\n|---|--:|--:|--:|\n");
    for line in card.emotions.iter().chain(card.languages) {
        let values: Vec<String> = line
            .values
            .iter()
            .map(|(name, value)| format!("{name} {:.1}", 100.0 * value))
            .collect();
        let second = values.get(1).map_or("", String::as_str);
        let _ = writeln!(
            out,
            "| {} | {} | {} | {second} |",
            line.name, line.n, values[0]
        );
    }
    out.push_str("\n### Speed\n\nFull annotation on one core of the machine that wrote this card, in the build that ran it; CPU\ntime of the fastest of seven rounds. VADER's is the CPU time of one round.\n\n| texts | n | mean bytes | comments per second |\n|---|--:|--:|--:|\n");
    for speed in card.speed {
        let _ = writeln!(
            out,
            "| {} | {} | {:.0} | {:.0} |",
            speed.name, speed.texts, speed.mean_bytes, speed.per_second
        );
    }
    if let Some(per_second) = card.baseline_per_second {
        let _ = writeln!(
            out,
            "| VADER, sentiment alone, all rows of the table above | | | {per_second:.0} |"
        );
    }
    out
}

fn three(classes: &super::metrics::Classes) -> String {
    format!(
        "{:.1} | {:.1} | {:.1}",
        100.0 * classes.accuracy(),
        100.0 * classes.macro_f1(),
        100.0 * classes.macro_recall()
    )
}

fn verdict(line: &Compared) -> (String, &'static str) {
    let Some((difference, half)) = line.difference else {
        return ("not run".to_owned(), "not run");
    };
    let said = if difference - half > 0.0 {
        "ahead"
    } else if difference + half < 0.0 {
        "**behind**"
    } else {
        "cannot tell"
    };
    (
        format!("{:+.1} ± {:.1}", 100.0 * difference, 100.0 * half),
        said,
    )
}

/// Sets on which the baseline leads, by the paired difference and by the other two numbers.
fn behind(compared: &[Compared]) -> String {
    let list = |wanted: &dyn Fn(&Compared) -> bool| {
        let names = compared
            .iter()
            .filter(|line| wanted(line))
            .map(|line| line.name.as_str());
        let names: Vec<&str> = names.collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join("; ")
        }
    };
    let higher = |line: &Compared| {
        line.theirs.as_ref().is_some_and(|theirs| {
            theirs.macro_f1() > line.ours.macro_f1()
                || theirs.macro_recall() > line.ours.macro_recall()
        })
    };
    format!(
        "\n## Where VADER wins\n\n\
         * More accurate than this model: {}.\n\
         * The rows cannot tell which is more accurate: {}.\n\
         * Higher macro-F1 or macro-recall: {}.\n",
        list(&|line| verdict(line).1 == "**behind**"),
        list(&|line| verdict(line).1 == "cannot tell"),
        list(&higher)
    )
}
