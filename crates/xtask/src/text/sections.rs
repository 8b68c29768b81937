//! The parts of `models/RESULTS.md` after its table.

use std::fmt::Write as _;

use super::accurate::Accurate;
use super::checklist::Test;
use super::eval::of_checklist;
use super::figure::Figure;
use super::heads::{self, Scored};
use super::judged::Measure;
use super::pii;
use super::results::{Results, header, shown};
use super::speed::Speed;
use super::tasks;

/// Pass rate that negation and contrast should reach, percent.
const CHECKLIST_GOAL: f64 = 90.0;
/// Texts per second that the cascade should reach.
const CASCADE_SPEED: f64 = 2_000.0;
/// Points that it may then stay behind the accurate tier.
const CASCADE_BEHIND: f64 = 1.0;
/// Points that a language may stay behind English.
const BEHIND: f64 = 10.0;

/// Pass rates by capability and kind, and the tests that fail most.
pub fn checklist(results: &Results<'_>, out: &mut String, missed: &mut Vec<String>) {
    out.push_str("\n## CheckList: share of cases passed\n\n");
    out.push_str(&header(results, "capability | kind | cases", "wanted"));
    let list = results.checklist;
    let readers: Vec<_> = results
        .baselines
        .iter()
        .map(|b| &b.answers)
        .chain([results.fast])
        .map(|answers| of_checklist(results.tasks, answers))
        .collect();
    for capability in list.capabilities() {
        let mut kinds: Vec<&str> = Vec::new();
        for test in list.tests.iter().filter(|t| t.capability == capability) {
            if !kinds.contains(&test.kind.family()) {
                kinds.push(test.kind.family());
            }
        }
        let goal = matches!(capability, "negation" | "contrast").then_some(CHECKLIST_GOAL);
        for kind in kinds.into_iter().map(Some).chain([None]) {
            let rates = readers.iter().map(|said| {
                list.passed((*said)?, |t| {
                    t.capability == capability && kind.is_none_or(|k| t.kind.family() == k)
                })
            });
            let rates: Vec<Option<Figure>> = rates.collect();
            let fast = rates.last().copied().flatten();
            let n = fast.map_or(0, |f| f.n);
            let cells: Vec<String> = rates.iter().map(|&r| shown(r, Measure::Accuracy)).collect();
            let wanted = match (kind, goal) {
                (None, Some(goal)) => format!("≥ {goal:.0}"),
                _ => String::new(),
            };
            let _ = writeln!(
                out,
                "| {capability} | {} | {n} | {} | {wanted} |",
                kind.unwrap_or("**all**"),
                cells.join(" | ")
            );
            if let (None, Some(goal), Some(fast)) = (kind, goal, fast)
                && 100.0 * fast.value < goal
            {
                let value = 100.0 * fast.value;
                missed.push(format!(
                    "CheckList {capability}, fast tier: {value:.1} of {goal:.0}"
                ));
            }
        }
    }
    if let Some(said) = of_checklist(results.tasks, results.fast) {
        let rate = |test: &Test| {
            let same = |t: &Test| (&t.capability, &t.name) == (&test.capability, &test.name);
            list.passed(said, same)
        };
        let weak = list.tests.iter().filter_map(|test| {
            let passed = 100.0 * rate(test)?.value;
            let line = format!("{}, {} ({passed:.0})", test.capability, test.name);
            (passed < CHECKLIST_GOAL).then_some(line)
        });
        let weak: Vec<String> = weak.collect();
        let _ = writeln!(
            out,
            "\nTests of which the fast tier passes less than 90: {}.",
            weak.join("; ")
        );
    }
}

/// The authored numbers by language, and who stays behind English.
pub fn by_language(results: &Results<'_>, out: &mut String, missed: &mut Vec<String>) {
    out.push_str("\n## Authored held-out comments by language, fast tier\n\n| language | n | sentiment macro-F1 | topics micro-F1 | intents macro-F1 | within 10 points of English |\n|---|--:|---|---|---|---|\n");
    let all = heads::by_language(results.tasks, results.fast);
    let english = all.first().map(|l| l.heads);
    for line in &all {
        let cells = line.heads.map(|f| shown(f, Measure::MacroF1));
        let names = ["sentiment", "topics", "intents"];
        let mut behind = Vec::new();
        for (i, name) in names.into_iter().enumerate() {
            let gap = english.and_then(|en| Some(100.0 * (en[i]?.value - line.heads[i]?.value)));
            if let Some(gap) = gap.filter(|gap| *gap > BEHIND) {
                behind.push(format!("{name} {gap:.1} behind"));
            }
        }
        let verdict = if behind.is_empty() {
            "yes".to_owned()
        } else {
            missed.push(format!(
                "{} against English, fast tier: {}",
                line.language,
                behind.join(", ")
            ));
            format!("**no**: {}", behind.join(", "))
        };
        let n = line.heads[0].map_or(0, |f| f.n);
        let _ = writeln!(
            out,
            "| {} | {n} | {} | {verdict} |",
            line.language,
            cells.join(" | ")
        );
    }
}

/// Share of texts whose language is named rightly, by language.
pub fn languages(results: &Results<'_>, out: &mut String) {
    for (set, title) in [
        ("language-review", "Language named rightly, review-length"),
        ("language-short", "Language named rightly, short lines"),
    ] {
        let split = heads::split(
            results.tasks,
            results.fast,
            tasks::LANGUAGE,
            set,
            Measure::Accuracy,
        );
        let _ = writeln!(out, "\n## {title}: {} languages, fast tier\n", split.len());
        let cells: Vec<String> = split
            .iter()
            .map(|(language, f)| format!("{language} {:.1} ({})", 100.0 * f.value, f.n))
            .collect();
        let _ = writeln!(
            out,
            "Percent, with the number of texts: {}.",
            cells.join(", ")
        );
    }
}

/// Expected calibration errors.
pub fn calibration(results: &Results<'_>, out: &mut String) {
    out.push_str("\n## Calibration: expected calibration error, percent\n\nTen bins. The second number leaves out probabilities below 0.1.\n\n| head | n | all probabilities | those of 0.1 and more |\n|---|--:|---|---|\n");
    for line in results.calibrated {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            line.head,
            line.all.map_or(0, |f| f.n),
            shown(line.all, Measure::Accuracy),
            shown(line.likely, Measure::Accuracy)
        );
    }
}

/// Redaction in three numbers a set.
pub fn privacy(results: &Results<'_>, out: &mut String, missed: &mut Vec<String>) {
    out.push_str(
        "\n## Redaction\n\n| set | n | percent | wanted | reached |\n|---|--:|---|---|---|\n",
    );
    for line in pii::lines(results.redaction) {
        let reached = line.figure.value >= line.wanted;
        let (value, wanted) = (100.0 * line.figure.value, 100.0 * line.wanted);
        if !reached {
            missed.push(format!("{}: {value:.1} of {wanted:.0}", line.title));
        }
        let _ = writeln!(
            out,
            "| {} | {} | {} | ≥ {wanted:.0} | {} |",
            line.title,
            line.figure.n,
            shown(Some(line.figure), Measure::Accuracy),
            if reached { "yes" } else { "**no**" }
        );
    }
}

/// The cascade at every share: what it reads and what it costs.
pub fn cascade(accurate: &Accurate, speed: &[Speed], out: &mut String, missed: &mut Vec<String>) {
    out.push_str("\n## The cascade\n\nMacro-F1 of sentiment on the rows that the accurate tier read, by the share of texts that it may\nread again: those that the fast tier is least sure of. Speed is computed from that of both tiers\non the authored comments.\n\n");
    let sets = accurate.cascade.first().map_or(&[][..], |line| &line.sets);
    let names: Vec<&str> = sets.iter().map(|(name, _)| *name).collect();
    let _ = writeln!(
        out,
        "| share allowed | share read | {} | texts per second |\n|--:|--:|{}--:|",
        names.join(" | "),
        "---|".repeat(names.len())
    );
    let fast = speed.iter().find(|s| s.name == "authored");
    let fast = fast.map_or(f64::INFINITY, |s| s.per_second);
    let mean = |sets: &[(&str, Figure)]| {
        let sum: f64 = sets.iter().map(|(_, figure)| 100.0 * figure.value).sum();
        sum / sets.len().max(1) as f64
    };
    let best = accurate.cascade.last().map_or(0.0, |line| mean(&line.sets));
    let mut behind = f64::INFINITY;
    for line in &accurate.cascade {
        let per_second = 1.0 / (1.0 / fast + line.asked / accurate.per_second);
        let cells: Vec<String> = line
            .sets
            .iter()
            .map(|&(_, figure)| shown(Some(figure), Measure::MacroF1))
            .collect();
        let _ = writeln!(
            out,
            "| {:.0} % | {:.1} % | {} | {per_second:.0} |",
            100.0 * line.share,
            100.0 * line.asked,
            cells.join(" | ")
        );
        if per_second >= CASCADE_SPEED {
            behind = behind.min(best - mean(&line.sets));
        }
    }
    if behind > CASCADE_BEHIND {
        missed.push(format!(
            "Cascade at {CASCADE_SPEED:.0} texts per second and more: {behind:.1} points of macro-F1 behind the accurate tier, wanted {CASCADE_BEHIND:.0} at most"
        ));
    }
}

/// A table of plain numbers.
pub fn plain(title: &str, lines: &[Scored], out: &mut String) {
    let _ = writeln!(
        out,
        "\n## {title}\n\nPercent.\n\n| set | n | | |\n|---|--:|--:|--:|"
    );
    for line in lines {
        let cells: Vec<String> = line
            .values
            .iter()
            .map(|(name, value)| format!("{name} {:.1}", 100.0 * value))
            .collect();
        let cell = |i: usize| cells.get(i).map_or("", String::as_str);
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            line.name,
            line.n,
            cell(0),
            cell(1)
        );
    }
}
