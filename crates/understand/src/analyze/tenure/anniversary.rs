//! `tenure` with a score: whether satisfaction dips around an anniversary.

use serde::Serialize;
use stats::Level;
use stats::anniversary::{self, Answer, Contrast, contrast};

use super::super::rows::Rows;
use super::super::{Analyzed, Missing, Report, Table};

/// Options of `tenure` with a score.
#[derive(Debug, Clone)]
pub struct Options {
    /// Column of the scores.
    pub score: String,
    /// Column of the tenure when answering, in months.
    pub tenure: String,
    /// Column of when the customer joined, in months from any start.
    pub cohort: Option<String>,
    /// Column of the calendar period of the answer.
    pub calendar: Option<String>,
    /// Column of the customer, where customers answered repeatedly.
    pub person: Option<String>,
    /// First month of the window.
    pub from: f64,
    /// Last month of the window.
    pub to: f64,
    /// Months on each side that it is held against.
    pub flank: f64,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the interval.
    pub level: Level,
}

impl Default for Options {
    /// Columns `score` and `tenure`; months 11 to 14 against 4 months on each side.
    fn default() -> Self {
        let window = anniversary::Options::default();
        Options {
            score: "score".to_owned(),
            tenure: "tenure".to_owned(),
            cohort: None,
            calendar: None,
            person: None,
            from: window.from,
            to: window.to,
            flank: window.flank,
            missing: Missing::default(),
            level: window.level,
        }
    }
}

/// The contrast of one window.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// First month of the window.
    pub from: f64,
    /// Last month of it.
    pub to: f64,
    /// How much lower (below 0) or higher the score is inside.
    #[serde(flatten)]
    pub contrast: Contrast,
}

/// The local contrast at an anniversary.
///
/// # Errors
/// Unknown columns, cells that are no numbers, a window that is none.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row> {
    let missing = &options.missing;
    let scores = table.numbers(&options.score, missing)?;
    let tenures = table.numbers(&options.tenure, missing)?;
    let cohorts = match &options.cohort {
        Some(column) => Some(table.numbers(column, missing)?),
        None => None,
    };
    let groups = |column: &Option<String>| match column {
        Some(column) => table.groups(column, missing).map(|(_, of)| Some(of)),
        None => Ok(None),
    };
    let (calendar, person) = (groups(&options.calendar)?, groups(&options.person)?);
    let named = |column: &Option<String>| column.clone().unwrap_or_default();
    let rows = Rows::without(table.rows(), |row| {
        let blank =
            |of: &Option<Vec<Option<usize>>>| of.as_ref().is_some_and(|of| of[row].is_none());
        if scores[row].is_none() {
            Some(format!("no {}", options.score))
        } else if tenures[row].is_none() {
            Some(format!("no {}", options.tenure))
        } else if cohorts.as_ref().is_some_and(|c| c[row].is_none()) {
            Some(format!("no {}", named(&options.cohort)))
        } else if blank(&calendar) {
            Some(format!("no {}", named(&options.calendar)))
        } else {
            None
        }
    });
    let answer = |&row: &usize| {
        Some(Answer {
            score: scores[row]?,
            tenure: tenures[row]?,
            cohort: cohorts.as_ref().and_then(|c| c[row]),
            calendar: calendar.as_ref().and_then(|c| c[row]),
            person: person.as_ref().and_then(|p| p[row]),
        })
    };
    let answers: Vec<Answer> = rows.used.iter().filter_map(answer).collect();
    let window = anniversary::Options {
        from: options.from,
        to: options.to,
        flank: options.flank,
        level: options.level,
    };
    let found = contrast(&answers, &window)?;
    let mut warnings = Vec::new();
    if options.cohort.is_none() && options.calendar.is_none() {
        warnings.push(
            "neither cohort nor calendar is named; if later customers differ, the contrast may too"
                .to_owned(),
        );
    }
    if !found.dropped.is_empty() {
        warnings.push(format!(
            "{} follow from tenure and the other terms and are left out",
            found.dropped.join(", ")
        ));
    }
    let refused = found.refused.map(|why| why.to_string());
    Ok(Report {
        kind: "tenure",
        method: "local contrast, least squares with robust errors".to_owned(),
        n: rows.n(),
        more: super::super::Nothing {},
        results: vec![Row {
            from: options.from,
            to: options.to,
            contrast: found,
        }],
        warnings,
        refused,
        card: rows.card(
            vec![format!("a known {} and {}", options.score, options.tenure)],
            "score ~ inside + tenure + cohort + calendar within the flanks; the coefficient of inside",
            &["doi:10.1093/acprof:oso/9780195152968.001.0001"],
        ),
    })
}
