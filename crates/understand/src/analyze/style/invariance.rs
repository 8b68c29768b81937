//! The ladder of invariance, with items left free that were named before, or found by looking.

use stats::StatsError;
use stats::style::{Freed as Found, Ladder, MOST_FREE, cfa, ladder, partial};

use super::compare::Columns;
use super::{Comparability, Freed, Group, Options};
use crate::analyze::{AnalyzeError, Report};

/// What asks for items to be freed by looking.
const AUTO: &str = "auto";

/// The ladder and whether every intercept is held equal, or a warning why there is none.
pub(super) fn climb(
    columns: &Columns<'_>,
    of: &[Option<usize>],
    groups: usize,
    options: &Options,
    report: &mut Report<Group, Comparability>,
) -> Result<Option<(Ladder, bool)>, AnalyzeError> {
    let auto = options.free == [AUTO] && !columns.names.iter().any(|name| name == AUTO);
    let mut free = Vec::with_capacity(options.free.len());
    for name in options.free.iter().filter(|_| !auto) {
        match columns.names.iter().position(|n| n == name) {
            Some(at) => free.push(at),
            None => {
                return Err(AnalyzeError::Option(format!(
                    "{name:?} cannot be left free, since it is not among the items compared: {}",
                    columns.names.join(", ")
                )));
            }
        }
    }
    let mut rows = vec![Vec::new(); groups];
    for (row, group) in of.iter().enumerate() {
        if let (Some(group), Some(answers)) = (group, Columns::whole(&columns.items, row)) {
            rows[*group].push(answers);
        }
    }
    let moments: Result<Vec<cfa::Group>, StatsError> = rows
        .iter()
        .map(|rows| cfa::Group::from_rows(rows))
        .collect();
    let found = moments.and_then(|groups| match auto {
        true => partial(&groups, MOST_FREE, options.level).map(|p| (p.ladder, p.freed)),
        false => ladder(&groups, &free, options.level).map(|ladder| (ladder, Vec::new())),
    });
    let item = |at: usize| columns.names.get(at).map_or("?", String::as_str);
    match found {
        Ok((ladder, found)) => {
            tell(&ladder, &found, columns.names, report);
            if columns.names.len() == 3 {
                report.warnings.push(
                    "with three items the form of the factor always fits; its first step says nothing"
                        .to_owned(),
                );
            }
            let held = free.is_empty() && found.is_empty();
            Ok(Some((ladder, held)))
        }
        Err(StatsError::FlatItem { item: at, group }) => {
            report.warnings.push(format!(
                "invariance is not tested: {} does not vary in {}, or repeats the items before it",
                item(at),
                report.results[group].group
            ));
            Ok(None)
        }
        Err(error @ (StatsError::Few { .. } | StatsError::NotConverged { .. })) => {
            report
                .warnings
                .push(format!("invariance is not tested: {error}"));
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Says what was freed after looking.
fn tell(
    ladder: &Ladder,
    found: &[Found],
    names: &[String],
    report: &mut Report<Group, Comparability>,
) {
    let freed = found.iter().map(|freed| Freed {
        item: names[freed.item].clone(),
        modification: freed.modification,
        df: freed.df,
        cfi: freed.cfi,
    });
    report.more.freed = freed.collect();
    if found.is_empty() {
        return;
    }
    report.more.after_looking = ladder.refusal().is_none();
    let list: Vec<&str> = found.iter().map(|f| names[f.item].as_str()).collect();
    let (list, items) = (list.join(", "), names.len());
    report.warnings.push(match report.more.after_looking {
        true => format!(
            "the intercepts of {list} were left free after looking at these answers, so latent means rest on the other {} of {items} items; their errors do not know of the choice, so confirm it on other answers",
            items - found.len()
        ),
        false => format!(
            "intercepts still differ with those of {list} left free, which are as many of {items} items as may be (two in five, and two stay held), so nothing is left free"
        ),
    });
}
