//! Whether and how the groups' means are compared.

use stats::style::cfa;
use stats::style::{Anchored, Ladder, Pair, differ, equate, ladder};
use stats::{Estimate, Rules, StatsError, mean};

use super::{Comparability, Group, Options, Step, raw_refusal};
use crate::analyze::{AnalyzeError, Report};

/// What is compared.
pub(super) struct Columns<'a> {
    pub names: &'a [String],
    pub items: Vec<Vec<Option<f64>>>,
    pub anchors: Vec<Vec<Option<f64>>>,
}

impl Columns<'_> {
    /// A row's answers, if it has all of them.
    fn whole(columns: &[Vec<Option<f64>>], row: usize) -> Option<Vec<f64>> {
        columns.iter().map(|c| c[row]).collect()
    }
}

/// Fills in the ladder, the means that may be shown, and the ranks, or the refusal.
pub(super) fn compare(
    columns: &Columns<'_>,
    of: &[Option<usize>],
    options: &Options,
    rules: &Rules,
    report: &mut Report<Group, Comparability>,
) -> Result<(), AnalyzeError> {
    let groups = report.results.len();
    let ladder = climb(columns, of, groups, options, report)?;
    if let Some(ladder) = &ladder {
        report.more.invariance = Step::all(ladder);
        if ladder.refusal().is_none() {
            let latent = &ladder.scalar.fit.latent_means;
            for (group, mean) in report.results.iter_mut().zip(latent) {
                group.latent_mean = Some(*mean);
            }
        }
        if [&ladder.configural, &ladder.metric, &ladder.scalar]
            .iter()
            .any(|rung| rung.fit.improper)
        {
            report.warnings.push(
                "a variance of the factor model came out below 0; read its steps with care"
                    .to_owned(),
            );
        }
    }
    let anchors = !options.anchors.is_empty();
    let refusal = raw_refusal(anchors, ladder.as_ref());
    report.more.raw_comparable = refusal.is_none() && ladder.is_some();
    if !anchors {
        let mut why = refusal.map_or_else(String::new, |r| r.to_string());
        if let Some(failed) = ladder.as_ref().and_then(Ladder::refusal) {
            why = format!("{why}; besides, {failed}");
        }
        report.refused = Some(why);
        return Ok(());
    }
    if let Some(why) = refusal {
        report
            .warnings
            .push(format!("raw means are left out: {why}"));
    }
    corrected(columns, of, rules, report)?;
    if report.more.raw_comparable {
        for (at, group) in report.results.iter_mut().enumerate() {
            group.raw_mean = Some(raw_mean(columns, of, at, rules)?);
        }
    }
    Ok(())
}

/// The ladder, or a warning why there is none.
fn climb(
    columns: &Columns<'_>,
    of: &[Option<usize>],
    groups: usize,
    options: &Options,
    report: &mut Report<Group, Comparability>,
) -> Result<Option<Ladder>, AnalyzeError> {
    let mut free = Vec::with_capacity(options.free.len());
    for name in &options.free {
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
    let found = moments.and_then(|groups| ladder(&groups, &free, options.level));
    let item = |at: usize| columns.names.get(at).map_or("?", String::as_str);
    match found {
        Ok(ladder) => {
            if columns.names.len() == 3 {
                report.warnings.push(
                    "with three items the form of the factor always fits; its first step says nothing"
                        .to_owned(),
                );
            }
            Ok(Some(ladder))
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

/// Means on the scale of the anchors, and the groups' places.
fn corrected(
    columns: &Columns<'_>,
    of: &[Option<usize>],
    rules: &Rules,
    report: &mut Report<Group, Comparability>,
) -> Result<(), AnalyzeError> {
    let mut people = vec![Vec::new(); report.results.len()];
    for (row, group) in of.iter().enumerate() {
        let whole = Columns::whole(&columns.items, row);
        let anchors = Columns::whole(&columns.anchors, row);
        if let (Some(group), Some(items), Some(anchors)) = (group, whole, anchors) {
            people[*group].push(Pair {
                score: items.iter().sum::<f64>() / items.len() as f64,
                anchors,
            });
        }
    }
    let equated = match equate(&people, rules) {
        Ok(equated) => equated,
        Err(error @ StatsError::Few { .. }) => {
            report.refused = Some(error.to_string());
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    if !equated.stretched {
        report.warnings.push(
            "the anchors correct only the shift: give two or more that lie clearly apart to correct the stretch"
                .to_owned(),
        );
    }
    report.more.stretch_corrected = Some(equated.stretched);
    let ranks = ranks(&equated.groups, rules)?;
    for ((group, anchored), rank) in report.results.iter_mut().zip(&equated.groups).zip(ranks) {
        group.corrected_mean = Some(anchored.corrected);
        group.rank = rank;
    }
    report.more.ranked_by = Some("means corrected by anchors");
    Ok(())
}

/// Best and worst place of each group: those that stand above and below it for sure, at a false
/// discovery rate of 5 % over all pairs.
fn ranks(groups: &[Anchored], rules: &Rules) -> Result<Vec<Option<(u64, u64)>>, AnalyzeError> {
    let shown: Vec<usize> = (0..groups.len())
        .filter(|&g| groups[g].corrected.value.is_some())
        .collect();
    let mut pairs = Vec::new();
    for (at, &a) in shown.iter().enumerate() {
        for &b in &shown[at + 1..] {
            pairs.push((a, b, differ(&groups[a], &groups[b], rules.level)?));
        }
    }
    let p: Vec<f64> = pairs.iter().map(|(_, _, d)| d.p).collect();
    let q = stats::change::benjamini_hochberg(&p)?;
    let mut above = vec![0; groups.len()];
    let mut below = vec![0; groups.len()];
    for ((a, b, difference), q) in pairs.iter().zip(q) {
        if q <= rules.level.alpha() {
            let (high, low) = if difference.value > 0.0 {
                (*b, *a)
            } else {
                (*a, *b)
            };
            below[high] += 1;
            above[low] += 1;
        }
    }
    let count = shown.len() as u64;
    Ok((0..groups.len())
        .map(|g| shown.contains(&g).then(|| (1 + above[g], count - below[g])))
        .collect())
}

fn raw_mean(
    columns: &Columns<'_>,
    of: &[Option<usize>],
    group: usize,
    rules: &Rules,
) -> Result<Estimate, AnalyzeError> {
    let mut moments = mean::Moments::default();
    for (row, own) in of.iter().enumerate() {
        if *own == Some(group)
            && let Some(items) = Columns::whole(&columns.items, row)
        {
            moments.observe(items.iter().sum::<f64>() / items.len() as f64)?;
        }
    }
    Ok(mean::estimate(&moments, rules))
}
