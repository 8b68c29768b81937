//! `tenure`: how long customers stay, when they leave, and what makes the difference.
//!
//! [`anniversary`] asks whether satisfaction dips around an anniversary.

pub mod anniversary;
mod effects;
mod reasons;

pub use effects::{Effects, PeriodEffects};
pub use reasons::{AtTenure, Reason};

use serde::Serialize;
use stats::Level;
use stats::survival::{
    Boundary, Hazard, LifeTable, LogRank, Middle, RestrictedMean, Spell, at_boundary,
    discrete_hazard, kaplan_meier, log_rank, restricted_mean,
};

use super::rows::{Rows, flags};
use super::{Analyzed, Missing, Report, Table};

/// Options of `tenure`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Column of the tenure, commonly in months: until the customer left, or until now.
    pub time: String,
    /// Column that says whether the customer left (1) or is still there (0).
    pub event: String,
    /// Column that says why a customer left; empty cells of those who left are a reason of their
    /// own.
    pub reason: Option<String>,
    /// Column of the groups to compare.
    pub by: Option<String>,
    /// Columns that may make the difference: numbers, or words as groups.
    pub covariates: Vec<String>,
    /// Column of strata, each with a hazard of its own beside the covariates.
    pub strata: Option<String>,
    /// Column of clusters, such as store or household, for the errors of the covariates.
    pub cluster: Option<String>,
    /// Tenures at which the share still there is given; those up to the last one seen are shown.
    pub at: Vec<f64>,
    /// Until when the mean tenure is taken; the last of `at` that the data reach, if not named.
    pub horizon: Option<f64>,
    /// Tenures at which contracts end.
    pub boundaries: Vec<f64>,
    /// How far around a boundary its neighbors reach.
    pub reach: f64,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// Columns `tenure` and `churned`; months 1 to 72; contracts of 12 and 24 months.
    fn default() -> Self {
        Options {
            time: "tenure".to_owned(),
            event: "churned".to_owned(),
            reason: None,
            by: None,
            covariates: Vec::new(),
            strata: None,
            cluster: None,
            at: vec![1.0, 3.0, 6.0, 12.0, 18.0, 24.0, 36.0, 48.0, 60.0, 72.0],
            horizon: None,
            boundaries: vec![12.0, 24.0],
            reach: 3.0,
            missing: Missing::default(),
            level: Level::NINETY_FIVE,
        }
    }
}

/// The share still there at one tenure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The group; empty for all.
    pub group: String,
    /// The tenure.
    pub time: f64,
    /// Customers under observation at it.
    pub n: u64,
    /// Share still there just after it, 0 to 1.
    pub survival: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// One group as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The group; empty for all.
    pub group: String,
    /// Customers.
    pub n: u64,
    /// Of them, who left.
    pub events: u64,
    /// Tenure by which half have left.
    pub median: Middle,
    /// Mean tenure until the horizon.
    pub restricted_mean: RestrictedMean,
}

/// What stands beside the curve.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Beside {
    /// All, then each group.
    pub groups: Vec<Group>,
    /// Chance to leave at each tenure; blank where tenures are too many to be whole periods.
    pub hazards: Vec<Hazard>,
    /// The hazard at each end of contracts beside that of its neighbors.
    pub boundaries: Vec<Boundary>,
    /// Whether the groups leave at different rates.
    pub log_rank: Option<LogRank>,
    /// The same with more weight on early tenures (Peto).
    pub peto: Option<LogRank>,
    /// What the covariates do.
    pub effects: Option<Effects>,
    /// Share who have left for each reason; blank without a column of reasons or with one reason.
    pub reasons: Vec<Reason>,
}

/// Most distinct tenures that are taken for whole periods.
const PERIODS: usize = 240;

/// Survival of all and by group, hazards around contract ends, effects of covariates.
///
/// # Errors
/// Unknown columns, cells that are no numbers or neither yes nor no, negative tenures.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row, Beside> {
    let missing = &options.missing;
    let time = table.numbers(&options.time, missing)?;
    let event = flags(table, &options.event, missing)?;
    let by = match &options.by {
        Some(column) => Some(table.groups(column, missing)?),
        None => None,
    };
    let rows = Rows::without(table.rows(), |row| match (time[row], event[row]) {
        (None, _) => Some(format!("no {}", options.time)),
        (_, None) => Some(format!("no {}", options.event)),
        _ => None,
    });
    let spell = |row: usize| {
        let time = time[row].unwrap_or(f64::NAN);
        Spell::new(time, event[row] == Some(true))
    };
    let spells: Vec<Spell> = rows.used.iter().map(|&row| spell(row)).collect();
    let whole = LifeTable::from_spells(&spells)?;
    let mut parts = vec![(String::new(), whole.clone())];
    if let Some((names, of)) = &by {
        for (at, name) in names.iter().enumerate() {
            let within = rows.used.iter().filter(|&&row| of[row] == Some(at));
            let spells: Vec<Spell> = within.map(|&row| spell(row)).collect();
            parts.push((name.clone(), LifeTable::from_spells(&spells)?));
        }
    }
    let last = whole.last().unwrap_or(0.0);
    let reached = options.at.iter().copied().filter(|&at| at <= last);
    let horizon = options
        .horizon
        .unwrap_or_else(|| reached.clone().fold(0.0, f64::max));
    let mut report = Report {
        kind: "tenure",
        method: "Kaplan-Meier with log-log interval".to_owned(),
        n: rows.n(),
        more: Beside::default(),
        results: Vec::new(),
        warnings: Vec::new(),
        refused: None,
        card: rows.card(
            vec![format!("a known {} and {}", options.time, options.event)],
            "S(t) = Π (1 - left / at risk) over tenures up to t",
            &[
                "doi:10.1080/01621459.1958.10501452",
                "doi:10.1111/j.2517-6161.1972.tb00899.x",
                "doi:10.1093/biomet/81.3.515",
            ],
        ),
    };
    if whole.events() == 0 {
        report.refused = Some("nobody left, so nothing can be said about when; wait".to_owned());
        return Ok(report);
    }
    for (group, part) in &parts {
        let curve = kaplan_meier(part, options.level);
        let shown = reached
            .clone()
            .filter(|at| part.last().is_some_and(|last| *at <= last))
            .filter_map(|at| Some((at, curve.at(at)?)));
        report.results.extend(shown.map(|(at, point)| Row {
            group: group.clone(),
            time: at,
            n: part.at_risk(at),
            survival: point.survival,
            low: point.low,
            high: point.high,
        }));
        report.more.groups.push(Group {
            group: group.clone(),
            n: part.n(),
            events: part.events(),
            median: curve.median(),
            restricted_mean: restricted_mean(part, horizon, options.level),
        });
    }
    if whole.steps().len() <= PERIODS {
        report.more.hazards = discrete_hazard(&whole, options.level);
        let boundaries = options.boundaries.iter().filter(|&&at| at <= last);
        report.more.boundaries = boundaries
            .map(|&at| at_boundary(&whole, at, options.reach, options.level))
            .collect();
    } else {
        report.warnings.push(format!(
            "{} distinct tenures are no whole periods; round them up to months for hazards",
            whole.steps().len()
        ));
    }
    if parts.len() > 2 {
        let tables: Vec<LifeTable> = parts.into_iter().skip(1).map(|p| p.1).collect();
        report.more.log_rank = log_rank(&tables, 0.0).ok();
        report.more.peto = log_rank(&tables, 1.0).ok();
    }
    if let Some(column) = &options.reason {
        let (names, of) = table.groups(column, missing)?;
        let left: Vec<(Spell, Option<usize>)> = spells
            .iter()
            .zip(&rows.used)
            .map(|(spell, &row)| (*spell, of[row]))
            .collect();
        match reasons::reasons(&names, &left, reached.clone(), options.level) {
            Ok(reasons) => report.more.reasons = reasons,
            Err(why) => report.warnings.push(format!("no shares by reason: {why}")),
        }
    }
    if !options.covariates.is_empty() {
        match effects::effects(table, options, &rows.used, &spells)? {
            Ok(effects) => {
                let drifting = effects.periods.len();
                if drifting > 0 {
                    report.warnings.push(
                        "some effects change over the tenure; they have no single hazard ratio, read them by period"
                            .to_owned(),
                    );
                }
                report.more.effects = Some(effects);
            }
            Err(why) => report.warnings.push(format!("no effects: {why}")),
        }
    }
    Ok(report)
}

#[cfg(test)]
mod tests;
