//! `perks`: which perks customers want, from best-worst tasks.

use std::collections::BTreeMap;

use serde::Serialize;
use stats::Level;
use stats::maxdiff::{self, Task};

use super::rows::Rows;
use super::{AnalyzeError, Analyzed, Missing, Report, Table};

/// Options of `perks`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Column with the perks shown in a task, such as `early access | gift | free delivery`.
    pub shown: String,
    /// Column of the perk named best.
    pub best: String,
    /// Column of the perk named worst.
    pub worst: String,
    /// Column of the respondent; each row a respondent of its own if not named.
    pub respondent: Option<String>,
    /// What stands between the perks shown.
    pub separator: String,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// Columns `shown`, `best`, `worst`; perks parted by `|`; 95 %.
    fn default() -> Self {
        Options {
            shown: "shown".to_owned(),
            best: "best".to_owned(),
            worst: "worst".to_owned(),
            respondent: None,
            separator: "|".to_owned(),
            missing: Missing::default(),
            level: Level::NINETY_FIVE,
        }
    }
}

/// One perk; the most wanted comes first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The perk.
    pub perk: String,
    /// Respondents to whom it was shown.
    pub n: u64,
    /// Times it was shown.
    pub shown: u64,
    /// Times it was best.
    pub best: u64,
    /// Times it was worst.
    pub worst: u64,
    /// `(best - worst) / shown`, -1 to 1.
    pub score: Option<f64>,
    /// Lower end of the score's interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Utility against the mean perk, in log odds; blank where the model is refused.
    pub utility: Option<f64>,
    /// Share of choices if all perks were offered at once.
    pub share: Option<f64>,
    /// Lower end of the share's interval.
    pub share_low: Option<f64>,
    /// Upper end of it.
    pub share_high: Option<f64>,
    /// The same share, averaged over respondents' own tastes.
    pub share_individual: Option<f64>,
}

/// What stands beside the perks.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Tastes {
    /// Tasks.
    pub tasks: u64,
    /// Respondents.
    pub respondents: u64,
    /// How much one perk's utility differs between respondents (standard deviation, log odds).
    pub spread: Option<f64>,
}

/// Ranks perks by best-worst counts and puts them on one scale.
///
/// # Errors
/// Unknown columns, an empty separator, a best or worst that was not shown.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row, Tastes> {
    if options.separator.trim().is_empty() {
        return Err(AnalyzeError::Option(
            "the separator is empty; name what stands between perks, such as |".into(),
        ));
    }
    let missing = &options.missing;
    let columns = [&options.shown, &options.best, &options.worst];
    let cells = [
        table.column(columns[0])?,
        table.column(columns[1])?,
        table.column(columns[2])?,
    ];
    let respondents = match &options.respondent {
        Some(column) => Some(table.groups(column, missing)?.1),
        None => None,
    };
    let rows = Rows::without(table.rows(), |row| {
        let blank = (0..3).find(|&at| missing.holds(&cells[at][row]));
        match (blank, &respondents) {
            (Some(at), _) => Some(format!("no {}", columns[at])),
            (None, Some(of)) if of[row].is_none() => Some("no respondent".to_owned()),
            _ => None,
        }
    });
    let shown_in = |row: usize| cells[0][row].split(options.separator.trim()).map(str::trim);
    let mut numbers = BTreeMap::<&str, usize>::new();
    for &row in &rows.used {
        numbers.extend(shown_in(row).map(|perk| (perk, 0)));
    }
    let mut names = Vec::with_capacity(numbers.len());
    for (at, (name, number)) in numbers.iter_mut().enumerate() {
        *number = at;
        names.push((*name).to_owned());
    }
    let number = |row: usize, perk: &str| {
        numbers.get(perk.trim()).copied().ok_or_else(|| {
            AnalyzeError::Option(format!(
                "row {} names {perk:?}, which no task shows; check how perks are written",
                row + 1
            ))
        })
    };
    let mut tasks = Vec::with_capacity(rows.used.len());
    for (at, &row) in rows.used.iter().enumerate() {
        tasks.push(Task {
            respondent: respondents.as_ref().and_then(|of| of[row]).unwrap_or(at),
            shown: shown_in(row).map(|perk| numbers[perk]).collect(),
            best: number(row, &cells[1][row])?,
            worst: number(row, &cells[2][row])?,
        });
    }
    report(&tasks, &names, &rows, options)
}

fn report(
    tasks: &[Task],
    names: &[String],
    rows: &Rows,
    options: &Options,
) -> Analyzed<Row, Tastes> {
    let counts = maxdiff::counts(tasks, names.len(), options.level)?;
    let mut warnings = Vec::new();
    let model = match maxdiff::logit(tasks, names.len(), options.level) {
        Ok(model) => Some(model),
        Err(why) => {
            warnings.push(format!("no common scale, only counts: {why}"));
            None
        }
    };
    let own = match (&model, &options.respondent) {
        (Some(_), Some(_)) => Some(maxdiff::individual(tasks, names.len())?),
        _ => None,
    };
    if options.respondent.is_none() {
        warnings.push(
            "no respondent is named, so intervals take tasks as independent and may be too narrow"
                .to_owned(),
        );
    }
    let utility = |item: usize| model.as_ref().map(|m| m.utilities[item]);
    let mut results: Vec<Row> = counts
        .iter()
        .map(|count| Row {
            perk: names[count.item].clone(),
            n: count.n,
            shown: count.shown,
            best: count.best,
            worst: count.worst,
            score: count.score,
            low: count.low,
            high: count.high,
            utility: utility(count.item).map(|u| u.value),
            share: utility(count.item).map(|u| u.share),
            share_low: utility(count.item).map(|u| u.share_low),
            share_high: utility(count.item).map(|u| u.share_high),
            share_individual: own.as_ref().map(|own| own.shares[count.item]),
        })
        .collect();
    results.sort_by(|a, b| {
        let value = |row: &Row| row.utility.or(row.score).unwrap_or(f64::NEG_INFINITY);
        value(b).total_cmp(&value(a))
    });
    let respondents: std::collections::BTreeSet<usize> =
        tasks.iter().map(|t| t.respondent).collect();
    let refused = tasks
        .is_empty()
        .then(|| "there is no complete task".to_owned());
    Ok(Report {
        kind: "perks",
        method: "best-worst counts; maxdiff logit with errors by respondent".to_owned(),
        n: rows.n(),
        more: Tastes {
            tasks: tasks.len() as u64,
            respondents: respondents.len() as u64,
            spread: own.map(|own| own.spread),
        },
        results,
        warnings,
        refused,
        card: rows.card(
            vec!["tasks with a best and a worst perk".to_owned()],
            "score = (best - worst) / shown; P(best b, worst w) ∝ exp(v_b - v_w)",
            &[
                "doi:10.1017/CBO9781107337855",
                "doi:10.1017/CBO9780511805271",
            ],
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: impl Iterator<Item = [String; 4]>) -> Table {
        let names = ["who", "shown", "best", "worst"]
            .map(str::to_owned)
            .to_vec();
        Table::new(names, rows.map(|r| r.to_vec())).unwrap()
    }

    #[test]
    fn the_wanted_perk_comes_first_with_its_share() {
        let rows = (0..60).map(|i| {
            let (best, worst) = match i % 6 {
                0..=2 => ("gift", "mail"),
                3 => ("queue", "mail"),
                4 => ("gift", "queue"),
                _ => ("mail", "gift"),
            };
            let who = (i / 6).to_string();
            [
                who,
                "gift | queue|mail".to_owned(),
                best.to_owned(),
                worst.to_owned(),
            ]
        });
        let options = Options {
            respondent: Some("who".to_owned()),
            ..Options::default()
        };
        let report = analyze(&table(rows), &options).unwrap();
        let order: Vec<&str> = report.results.iter().map(|r| r.perk.as_str()).collect();
        assert_eq!(order, ["gift", "queue", "mail"]);
        assert_eq!(report.results[0].score, Some(0.5));
        let shares: f64 = report.results.iter().filter_map(|r| r.share).sum();
        assert!((shares - 1.0).abs() < 1e-9 && report.warnings.is_empty());
        assert_eq!(report.more.respondents, 10);
    }

    #[test]
    fn a_perk_that_was_not_shown_is_named() {
        let row = ["1", "gift|mail", "gift", "queue"].map(str::to_owned);
        let error = analyze(&table(std::iter::once(row)), &Options::default());
        assert!(error.unwrap_err().to_string().contains("queue"));
    }
}
