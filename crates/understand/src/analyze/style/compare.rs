//! Whether and how the groups' means are compared.

use stats::style::{Anchored, Ladder, Pair, differ, equate};
use stats::{Estimate, Rules, StatsError, mean};

use super::invariance::climb;
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
    pub(super) fn whole(columns: &[Vec<Option<f64>>], row: usize) -> Option<Vec<f64>> {
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
    let held = ladder.as_ref().is_some_and(|(_, held)| *held);
    let ladder = ladder.map(|(ladder, _)| ladder);
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
    report.more.raw_comparable = refusal.is_none() && held;
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
    } else if ladder.is_some() && !held {
        report.warnings.push(
            "raw means are left out: they hold items whose intercepts differ; compare the latent means, or leave these items out of compare".to_owned(),
        );
    }
    corrected(columns, of, rules, report)?;
    if report.more.raw_comparable {
        for (at, group) in report.results.iter_mut().enumerate() {
            group.raw_mean = Some(raw_mean(columns, of, at, rules)?);
        }
    }
    Ok(())
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
