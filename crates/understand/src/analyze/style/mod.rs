//! `style`: how groups (countries) use a scale, and whether their means may be compared.

mod compare;
mod invariance;

use std::collections::BTreeMap;

use serde::Serialize;
use stats::style::cfa::LatentMean;
use stats::style::{Ladder, Profile, Scale, Styles, Tally, person};
use stats::{Estimate, Level, Refusal, Rules};

use super::{AnalyzeError, Analyzed, Card, Missing, Report, Table};
use crate::left_out::Reasons;

/// Options of `style`.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Columns of the items, all on one scale.
    pub items: Vec<String>,
    /// Column of the groups, such as the country.
    pub by: String,
    /// Ends of the scale; the lowest and highest answer seen if none are named.
    pub scale: Option<(f64, f64)>,
    /// Columns of anchors on the same scale: vignettes, or items whose truth is the same in every
    /// group. Without them no group is ranked.
    pub anchors: Vec<String>,
    /// Items whose mean is compared and whose invariance is tested; all items if none are named.
    /// The first is the marker.
    pub compare: Vec<String>,
    /// Items whose intercepts may differ (partial invariance), named before looking; or the one
    /// word `auto`: where intercepts do not hold, those with the largest modification are freed.
    pub free: Vec<String>,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The group.
    pub group: String,
    /// People.
    pub n: u64,
    /// Extreme responding: share of answers at either end, 0 to 1.
    pub ers: Estimate,
    /// Acquiescence: share of answers above the middle.
    pub ars: Estimate,
    /// Disacquiescence: share of answers below the middle.
    pub drs: Estimate,
    /// Midpoint responding: share of answers on the middle or the two steps around it.
    pub mrs: Estimate,
    /// Net acquiescence, -1 to 1.
    pub nars: Estimate,
    /// Standard deviation within the person, in steps of the scale.
    pub irv: Estimate,
    /// Item means by item: less the person's own mean, so that only the profile is left.
    pub profile: BTreeMap<String, f64>,
    /// Mean of the compared items as answered; only where raw means may be compared.
    pub raw_mean: Option<Estimate>,
    /// Mean of the compared items on the scale that the anchors share.
    pub corrected_mean: Option<Estimate>,
    /// Mean of the common factor against the first group; only where intercepts hold.
    pub latent_mean: Option<LatentMean>,
    /// Best and worst place the group can have among the groups, 1 the highest; groups whose
    /// places overlap cannot be told apart.
    pub rank: Option<(u64, u64)>,
}

/// What stands beside the groups.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Comparability {
    /// The steps of the ladder of invariance: fit and whether each holds.
    pub invariance: Vec<Step>,
    /// Items whose intercepts were freed after looking, or tried in vain, in order.
    pub freed: Vec<Freed>,
    /// Whether items were left free after looking at these answers, and the others hold.
    pub after_looking: bool,
    /// Whether raw means may be compared: anchors are there, and intercepts hold (with none left
    /// free, since the means hold every item).
    pub raw_comparable: bool,
    /// What the ranks are of: the means corrected by anchors; blank where no group is ranked.
    pub ranked_by: Option<&'static str>,
    /// Whether anchors corrected the stretch too, or only the shift.
    pub stretch_corrected: Option<bool>,
}

/// An item whose intercepts were left free after looking.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Freed {
    /// The item.
    pub item: String,
    /// Modification index: by how much chi-square was to fall.
    pub modification: f64,
    /// Its degrees of freedom: groups less 1.
    pub df: u64,
    /// CFI with this item and those before it free.
    pub cfi: f64,
}

/// One step of the ladder.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// configural, metric or scalar.
    pub step: &'static str,
    /// Chi-square against the unrestricted model.
    pub chi2: f64,
    /// Its degrees of freedom.
    pub df: u64,
    /// Comparative fit index, 0 to 1.
    pub cfi: f64,
    /// CFI less that of the step before; -0.010 or less fails.
    pub delta_cfi: Option<f64>,
    /// Root mean square error of approximation.
    pub rmsea: f64,
    /// Standardized root mean square residual.
    pub srmr: f64,
    /// Whether this step and all before it hold.
    pub holds: bool,
}

impl Step {
    fn all(ladder: &Ladder) -> Vec<Self> {
        [&ladder.configural, &ladder.metric, &ladder.scalar]
            .into_iter()
            .map(|rung| Step {
                step: rung.fit.equal.as_str(),
                chi2: rung.fit.chi2,
                df: rung.fit.df,
                cfi: rung.fit.cfi,
                delta_cfi: rung.delta_cfi,
                rmsea: rung.fit.rmsea,
                srmr: rung.fit.srmr,
                holds: rung.holds,
            })
            .collect()
    }
}

/// Reads the style of every group, tests invariance, and corrects means by anchors.
///
/// Refused are raw rankings without anchors or where a step of the ladder fails; ranks are given
/// only of means that anchors corrected.
///
/// # Errors
/// Unknown columns, cells that are no numbers, answers off the scale, no items.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Group, Comparability> {
    let missing = &options.missing;
    if options.items.len() < 2 {
        return Err(AnalyzeError::Option(format!(
            "{} items are too few; name two or more columns on one scale",
            options.items.len()
        )));
    }
    let read = |names: &[String]| -> Result<Vec<Vec<Option<f64>>>, AnalyzeError> {
        names.iter().map(|n| table.numbers(n, missing)).collect()
    };
    let items = read(&options.items)?;
    let compared = if options.compare.is_empty() {
        &options.items
    } else {
        &options.compare
    };
    let columns = compare::Columns {
        names: compared,
        items: read(compared)?,
        anchors: read(&options.anchors)?,
    };
    let (names, of) = table.groups(&options.by, missing)?;
    let scale = scale(options, &items)?;
    let rules = Rules {
        level: options.level,
        ..Rules::default()
    };

    let (mut rows_used, mut silent, mut nowhere) = (0, 0, 0);
    let mut tallies = vec![(Tally::default(), Profile::new(items.len())); names.len()];
    for row in 0..table.rows() {
        let Some(group) = of[row] else {
            nowhere += 1;
            continue;
        };
        let answers: Vec<Option<f64>> = items.iter().map(|item| item[row]).collect();
        match person(&answers, scale)? {
            None => silent += 1,
            Some(found) => {
                tallies[group].0.observe(&found)?;
                tallies[group].1.observe(&answers)?;
                rows_used += 1;
            }
        }
    }
    let mut results = Vec::with_capacity(names.len());
    for (name, (tally, profile)) in names.iter().zip(&tallies) {
        let styles = tally.estimate(scale, &rules)?;
        results.push(group(name, &styles, profile, &options.items));
    }
    let mut left_out = Reasons::default();
    left_out.add("no group", nowhere);
    left_out.add("no answer to any item", silent);
    let mut report = Report {
        kind: "style",
        method: "style indices, multi-group factor analysis (maximum likelihood), anchor equating"
            .to_owned(),
        n: rows_used,
        more: Comparability::default(),
        results,
        warnings: Vec::new(),
        refused: None,
        card: Card {
            rows_read: table.rows() as u64,
            rows_used,
            left_out: left_out.list(),
            filters: vec![format!(
                "items {} on {} to {}, by {}",
                options.items.join(", "),
                scale.lowest(),
                scale.highest(),
                options.by
            )],
            formula: "shares of answers at the ends, above, below and on the middle; invariance by change of CFI; corrected mean = A + (mean - anchors) S / spread of anchors",
            sources: &[
                "doi:10.1509/jmkr.38.2.143.18840",
                "doi:10.1207/S15328007SEM0902_5",
                "doi:10.1017/S000305540400108X",
                "doi:10.1037/0033-2909.105.3.456",
            ],
        },
    };
    if options.scale.is_none() {
        report.warnings.push(format!(
            "the scale is taken as {} to {}, the lowest and highest answer seen; name its ends",
            scale.lowest(),
            scale.highest()
        ));
    }
    if names.len() < 2 {
        report.refused = Some(format!("{} group is nothing to compare", names.len()));
        return Ok(report);
    }
    compare::compare(&columns, &of, options, &rules, &mut report)?;
    Ok(report)
}

/// The scale asked, or the range of answers.
fn scale(options: &Options, items: &[Vec<Option<f64>>]) -> Result<Scale, AnalyzeError> {
    let (lowest, highest) = options.scale.unwrap_or_else(|| {
        let all = items.iter().flatten().flatten().copied();
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
            (low.min(x), high.max(x))
        })
    });
    Ok(Scale::new(lowest, highest)?)
}

fn group(name: &str, styles: &Styles, profile: &Profile, items: &[String]) -> Group {
    let centered = items.iter().zip(&profile.centered);
    Group {
        group: name.to_owned(),
        n: styles.mean.n,
        ers: styles.ers,
        ars: styles.ars,
        drs: styles.drs,
        mrs: styles.mrs,
        nars: styles.nars,
        irv: styles.irv,
        profile: centered
            .filter(|(_, m)| m.n > 0)
            .map(|(item, m)| (item.clone(), m.sum / m.n as f64))
            .collect(),
        raw_mean: None,
        corrected_mean: None,
        latent_mean: None,
        rank: None,
    }
}

/// Why raw means are not ranked, anchors aside.
fn raw_refusal(anchors: bool, ladder: Option<&Ladder>) -> Option<Refusal> {
    if anchors {
        ladder.and_then(Ladder::refusal)
    } else {
        Some(Refusal::NoAnchors)
    }
}

#[cfg(test)]
mod tests;
