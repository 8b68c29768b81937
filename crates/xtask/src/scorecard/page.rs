//! The scorecard as a page.

use super::goal::{Goal, Row, Summary};
use super::refusals::Refusal;
use std::fmt::Write;

/// A row with its summaries, in the order of its goals; or why it could not be tried.
pub(crate) struct Scored {
    pub(crate) row: &'static Row,
    pub(crate) found: Result<Vec<Summary>, String>,
}

/// The whole page.
pub(crate) fn page(worlds: u64, scored: &[Scored], refusals: &[Refusal]) -> String {
    let goals: Vec<&Summary> = scored
        .iter()
        .flat_map(|s| s.found.iter().flatten())
        .collect();
    let met = goals.iter().filter(|s| s.met).count();
    let floors = goals.iter().filter(|s| s.floor).count();
    let failed = scored.iter().filter(|s| s.found.is_err()).count();
    let held = refusals.iter().filter(|r| r.held()).count();
    let mut page = format!(
        "# Scorecard\n\n\
How often our own numbers are wrong, counted in simulated worlds whose truth is known. \
`cargo xtask scorecard --worlds {worlds}` writes this page; the worlds are the seeds 1 to \
{worlds} of `crates/world`, drawn with the parameters of the specification, and every number of \
a column other than *best achievable* was measured in this run. A figure is the mean over \
worlds with its 95 % interval over worlds. Where a figure has several cells (sample sizes, \
shapes), the cell furthest from its target is told. *Worst world* is the single world furthest \
from the target.\n\n\
**{met} of {} figures meet their target on the mean; in {floors} no world lies more than two \
standard deviations of a world outside it; {held} of {} refusals hold both ways{}.**\n\n",
        goals.len(),
        refusals.len(),
        if failed == 0 {
            String::new()
        } else {
            format!("; {failed} rows could not be tried")
        }
    );
    page.push_str(
        "| analysis | figure | naive method | best achievable | target | ours | worst world | met |\n\
|---|---|---|---|---|---|---|---|\n",
    );
    for scored in scored {
        match &scored.found {
            Ok(found) => {
                for (goal, summary) in scored.row.goals.iter().zip(found) {
                    line(&mut page, scored.row.name, goal, summary);
                }
            }
            Err(why) => {
                let _ = writeln!(
                    page,
                    "| {} | could not be tried: {why} | | | | | | no |",
                    scored.row.name
                );
            }
        }
    }
    page.push_str("\n*met*: yes; *no* where the mean misses its target by more than half its interval; *open* where by less, so that more worlds might tell.\n");
    page.push_str("\n## What is tried\n\n");
    for scored in scored {
        let _ = writeln!(page, "* **{}.** {}", scored.row.name, scored.row.world);
    }
    page.push_str("\n## What is refused\n\nEach case is tried both ways: with data that cannot say, and with data that can.\n\n| case | refused where it must be | answered where it can be | in words |\n|---|---|---|---|\n");
    for refusal in refusals {
        let yes = |it: bool| if it { "yes" } else { "no" };
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            refusal.case,
            yes(refusal.refuses),
            yes(refusal.answers),
            refusal.words
        );
    }
    page
}

fn line(page: &mut String, name: &str, goal: &Goal, summary: &Summary) {
    let digits = goal.digits;
    let number = |x: f64| match x.abs() {
        tiny if tiny > 0.0 && tiny < 1e-6 => format!("{x:.0e}"),
        _ => format!("{x:.digits$}"),
    };
    let naive = summary.naive.map_or_else(
        || "–".to_owned(),
        |x| format!("{} ({})", number(x), goal.naive),
    );
    let met = match summary {
        s if s.met => "yes",
        s if s.is_open() => "open",
        _ => "no",
    };
    let _ = writeln!(
        page,
        "| {name} | {} | {naive} | {} | {} | {} ({} to {}) | {}{} | {met} |",
        goal.what,
        goal.best,
        goal.target.words(digits),
        number(summary.mean),
        number(summary.low),
        number(summary.high),
        number(summary.worst),
        if summary.floor {
            ""
        } else {
            " (below the floor)"
        },
    );
}
