//! From respondents to numbers.

use stats::drivers::{
    Answer, Asymmetry, Effect, MOST_EXACT, Ordinal, Replicates, assess, asymmetry, effects,
    logit_dominance, ordinal, pairs, resample, tie_groups,
};
use stats::share::estimate_weighted;
use stats::{Interval, Rules, StatsError, design::Stratum};

use super::rows::Rows;
use super::{Driver, Fit, More, Options, Pair};
use crate::analyze::AnalyzeError;

/// Variance inflation from which an effect is called uncertain.
const INFLATED: f64 = 5.0;
/// Most drivers for a logistic regression of every subset.
const MOST_LOGIT: usize = 8;

pub(super) struct Numbers {
    pub drivers: Vec<Driver>,
    pub more: More,
    pub warnings: Vec<String>,
}

pub(super) fn numbers(rows: &Rows, options: &Options) -> Result<Numbers, AnalyzeError> {
    let level = options.level;
    let count = rows.drivers.len();
    let references = match options.target {
        Some(target) => vec![target; count],
        None => rows.means(),
    };
    let sample = rows.sample(references.clone(), None)?;
    let shortfall = rows.unanswered().then(|| rows.shortfall(&references));
    let moments = sample.moments()?;
    let found = assess(&moments, sample.layout(), shortfall.as_deref())?;
    let again = resample(
        &sample,
        shortfall.as_deref(),
        options.replicates,
        options.seed,
    )?;
    let ends = |list: &[f64]| Replicates::interval(list, level);
    let importance = found.lmg.as_ref().unwrap_or(&found.johnson);
    let total: f64 = importance.iter().sum();
    let spans: Vec<(f64, Interval)> = (0..count)
        .map(|j| (importance[j], ends(&again.importance[j])))
        .collect();
    let ties = tie_groups(&spans);
    let effect: Vec<Option<Effect>> = if sample.complete() {
        effects(&sample, level)?
    } else {
        let of = |j: usize| Effect {
            value: found.effect[j],
            interval: ends(&again.effect[j]),
        };
        let known = |j: usize| found.inflation[j].is_finite().then(|| of(j));
        (0..count).map(known).collect()
    };
    let cuts = cuts(rows, options);
    let kano = asymmetry(
        &rows.outcome,
        &rows.answers,
        &cuts,
        Some(&rows.weight),
        options.cluster.is_some().then_some(&rows.unit),
        level,
    )
    .ok();
    let halo = match &rows.halo {
        Some(halo) => {
            let sample = rows.sample(references.clone(), Some(halo))?;
            let found = assess(&sample.moments()?, sample.layout(), shortfall.as_deref())?;
            Some(found.lmg.unwrap_or(found.johnson))
        }
        None => None,
    };
    let logit = logit(rows, options)?;
    let boxes = options.ordinal.then(|| as_boxes(rows));
    let boxed = boxes.as_ref().and_then(|found| found.as_ref().ok());

    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| importance[b].total_cmp(&importance[a]));
    let driver = |&j: &usize| {
        let kano: Option<Asymmetry> = kano.as_ref().map(|k| k[j]);
        let penalty = kano.and_then(|k| k.penalty);
        let reward = kano.and_then(|k| k.reward);
        let share = ends(&again.share[j]);
        let performance = ends(&again.performance[j]).holding(found.performance[j]);
        let opportunity = ends(&again.opportunity[j]).holding(found.opportunity[j]);
        let span = spans[j].1.holding(importance[j]);
        let low = low_share(rows, j, cuts[j].0, level)?;
        let scored = |row: &&Vec<Answer>| matches!(row[j], Answer::Score(_));
        Ok(Driver {
            driver: rows.drivers[j].clone(),
            importance_lmg: found.lmg.as_ref().map(|lmg| lmg[j]),
            importance_johnson: found.johnson[j],
            low: span.low,
            high: span.high,
            share: importance[j] / total,
            share_low: share.low,
            share_high: share.high,
            tie_group: ties[j],
            effect: effect[j].map(|e| e.value),
            effect_low: effect[j].map(|e| e.interval.low),
            effect_high: effect[j].map(|e| e.interval.high),
            performance: found.performance[j],
            performance_low: performance.low,
            performance_high: performance.high,
            low_share: low.map(|l| l.0),
            low_share_low: low.map(|l| l.1.low),
            low_share_high: low.map(|l| l.1.high),
            reference: references[j],
            opportunity: found.opportunity[j],
            opportunity_low: opportunity.low,
            opportunity_high: opportunity.high,
            n: rows.answers.iter().filter(scored).count() as u64,
            encountered: found.encountered[j],
            penalty: penalty.map(|e| e.value),
            penalty_low: penalty.map(|e| e.interval.low),
            penalty_high: penalty.map(|e| e.interval.high),
            reward: reward.map(|e| e.value),
            reward_low: reward.map(|e| e.interval.low),
            reward_high: reward.map(|e| e.interval.high),
            asymmetry: kano.map(|k| k.kind),
            importance_without_halo: halo.as_ref().map(|h| h[j]),
            importance_logit: logit.as_ref().map(|l| l.1[j]),
            importance_ordinal: boxed.map(|b| b.importance[j]),
            inflation: found.inflation[j].is_finite().then_some(found.inflation[j]),
        })
    };
    let drivers = order
        .iter()
        .map(driver)
        .collect::<Result<Vec<Driver>, AnalyzeError>>()?;
    let span = ends(&again.r2).holding(found.r2);
    let pair = |p: stats::drivers::Pair| Pair {
        a: rows.drivers[order[p.a]].clone(),
        b: rows.drivers[order[p.b]].clone(),
        p: p.p,
    };
    let sorted: Vec<Vec<f64>> = order.iter().map(|&j| again.importance[j].clone()).collect();
    let complete = rows.complete() as u64;
    let more = More {
        fit: Fit {
            r2: Some(found.r2),
            low: Some(span.low),
            high: Some(span.high),
            n: moments.n,
            n_effective: moments.n_effective,
            complete: Some(complete),
            r2_mcfadden: logit.as_ref().map(|l| l.0),
        },
        pairs: pairs(&sorted).into_iter().map(pair).collect(),
    };
    let mut warnings = warnings(&drivers, &more.fit, again.failed, options.replicates);
    if let Some(Err(why)) = &boxes {
        warnings.push(format!(
            "no importance with answers as ordered boxes: {why}"
        ));
    }
    let by_boxes = |driver: &&Driver| driver.importance_ordinal.unwrap_or(0.0);
    let first = drivers
        .iter()
        .max_by(|a, b| by_boxes(a).total_cmp(&by_boxes(b)));
    if let Some(first) = first.filter(|first| boxed.is_some() && first.tie_group > 1) {
        warnings.push(format!(
            "with answers as ordered boxes rather than numbers, {} is the most important driver",
            first.driver
        ));
    }
    Ok(Numbers {
        drivers,
        more,
        warnings,
    })
}

fn warnings(drivers: &[Driver], fit: &Fit, failed: usize, replicates: u64) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(complete) = fit.complete.filter(|complete| *complete < fit.n) {
        warnings.push(format!(
            "{complete} of {} rows have a score of every driver; none was left out for that",
            fit.n
        ));
    }
    let first: Vec<&str> = drivers
        .iter()
        .filter(|d| d.tie_group == 1)
        .map(|d| d.driver.as_str())
        .collect();
    if first.len() > 1 {
        let list = first.join(", ");
        warnings.push(format!(
            "the most important drivers cannot be told apart: {list}"
        ));
    }
    for driver in drivers {
        match driver.inflation {
            None => warnings.push(format!(
                "{} depends on other drivers or does not vary, so it has no effect of its own",
                driver.driver
            )),
            Some(inflation) if inflation > INFLATED => warnings.push(format!(
                "{} moves with the other drivers (variance inflation {inflation:.1}): its effect is uncertain",
                driver.driver
            )),
            Some(_) => {}
        }
    }
    if drivers.len() > MOST_EXACT {
        warnings.push(format!(
            "{} drivers are more than the {MOST_EXACT} of which every subset is tried; importance is Johnson's",
            drivers.len()
        ));
    }
    if failed > 0 {
        warnings.push(format!(
            "{failed} of {replicates} samples drawn again gave no numbers, since a column did not vary in them"
        ));
    }
    warnings
}

/// Where a driver's score is low and where it is high.
fn cuts(rows: &Rows, options: &Options) -> Vec<(f64, f64)> {
    let scores = rows.answers.iter().flatten().filter_map(|a| match a {
        Answer::Score(score) => Some(*score),
        _ => None,
    });
    // One scale for all: the widest seen.
    let most = scores.fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = match most {
        m if m <= 5.0 => (2.0, 5.0),
        m if m <= 7.0 => (3.0, 6.0),
        _ => (6.0, 9.0),
    };
    let pair = (options.low.unwrap_or(low), options.high.unwrap_or(high));
    vec![pair; rows.drivers.len()]
}

/// Share of low scores among scores, with its interval.
fn low_share(
    rows: &Rows,
    j: usize,
    cut: f64,
    level: stats::Level,
) -> Result<Option<(f64, Interval)>, AnalyzeError> {
    let mut stratum = Stratum::default();
    for (row, weight) in rows.answers.iter().zip(&rows.weight) {
        if let Answer::Score(score) = row[j] {
            stratum.observe(*weight, f64::from(u8::from(score <= cut)))?;
        }
    }
    let rules = Rules {
        level,
        ..Rules::default()
    };
    if stratum.n < rules.min_n {
        return Ok(None);
    }
    let found = estimate_weighted(&[stratum], &rules)?;
    let shown = found.value.zip(found.interval());
    Ok(shown.map(|(value, interval)| (value / 100.0, interval.times(0.01))))
}

/// Importance with answers as ordered boxes.
fn as_boxes(rows: &Rows) -> Result<Ordinal, StatsError> {
    let places = |values: Vec<Option<f64>>| -> Vec<Option<usize>> {
        let mut seen: Vec<f64> = values.iter().copied().flatten().collect();
        seen.sort_by(f64::total_cmp);
        seen.dedup();
        let place = |value: Option<f64>| value.map(|v| seen.partition_point(|s| *s < v));
        values.into_iter().map(place).collect()
    };
    let score = |answer: &Answer| match answer {
        Answer::Score(score) => Some(*score),
        _ => None,
    };
    let outcome = places(rows.outcome.iter().map(|y| Some(*y)).collect());
    let drivers = (0..rows.drivers.len())
        .map(|j| places(rows.answers.iter().map(|row| score(&row[j])).collect()));
    let columns: Vec<Vec<Option<usize>>> = [outcome].into_iter().chain(drivers).collect();
    ordinal(&columns, &rows.weight)
}

/// McFadden's R² and each driver's part of it, where asked.
fn logit(rows: &Rows, options: &Options) -> Result<Option<(f64, Vec<f64>)>, AnalyzeError> {
    if !options.logit {
        return Ok(None);
    }
    let count = rows.drivers.len();
    if let Some(value) = rows.outcome.iter().find(|y| **y != 0.0 && **y != 1.0) {
        return Err(AnalyzeError::Option(format!(
            "logit needs an outcome of 0 and 1, but {} holds {value}",
            options.outcome
        )));
    }
    if count > MOST_LOGIT {
        return Err(AnalyzeError::Option(format!(
            "logit tries every subset of the drivers, and {count} are too many; name at most {MOST_LOGIT}"
        )));
    }
    let means = rows.means();
    let of = |i: usize, c: usize| {
        let j = c / 2;
        match (rows.answers[i][j], c % 2) {
            (Answer::Score(score), 0) => score - means[j],
            (Answer::Score(_), _) => 0.0,
            (_, absent) => absent as f64,
        }
    };
    let n = rows.outcome.len();
    let varies = |c: &usize| (0..n).any(|i| of(i, *c) != of(0, *c));
    let kept: Vec<usize> = (0..2 * count).filter(varies).collect();
    let groups: Vec<Vec<usize>> = (0..count)
        .map(|j| (0..kept.len()).filter(|&at| kept[at] / 2 == j).collect())
        .collect();
    let x: Vec<Vec<f64>> = kept
        .iter()
        .map(|&c| (0..n).map(|i| of(i, c)).collect())
        .collect();
    let found = logit_dominance(&x, &groups, &rows.outcome, Some(&rows.weight))?;
    Ok(Some((found.total, found.general)))
}
