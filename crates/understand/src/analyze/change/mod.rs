//! `change`: what moved between two periods, whole and by segment, and how surely.

mod overlap;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use stats::change::{Change, Family, Overlap, Question, Verdict, between, judge, shrink};
use stats::{Estimate, Level, Rules};

use super::scores::{Sample, SampleColumns, Scored, Scores};
use super::{AnalyzeError, Analyzed, Card, Report, Table};

/// Options of `change`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which score.
    pub scored: Scored,
    /// Column of the periods.
    pub period: String,
    /// Periods before; the last but one if none is named.
    pub before: Vec<String>,
    /// Periods after; the last if none is named.
    pub after: Vec<String>,
    /// Columns whose levels are compared too, one column at a time.
    pub by: Vec<String>,
    /// Column of design weights.
    pub weight: Option<String>,
    /// Column that names who answered. With it, answers of one person count as one draw, and
    /// people in both periods are allowed for.
    pub respondent: Option<String>,
    /// Whether the same people may have answered in both periods; without `respondent` nothing is
    /// compared then.
    pub panel: bool,
    /// Smallest change that would matter, in the score's unit; without one nothing is called the
    /// same.
    pub margin: Option<f64>,
    /// Share of the segments shown as changed that may be false (Benjamini and Hochberg).
    pub q: f64,
    /// Chance with which a change of the size that "could have been seen" is found.
    pub power: Level,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// NPS of `score` between the last two of `period`, q 0.10, power 80 %.
    fn default() -> Self {
        Options {
            scored: Scored::default(),
            period: "period".to_owned(),
            before: Vec::new(),
            after: Vec::new(),
            by: Vec::new(),
            weight: None,
            respondent: None,
            panel: false,
            margin: None,
            q: 0.10,
            power: Question::default().power,
            level: Level::NINETY_FIVE,
        }
    }
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// Column and level of the segment; empty for the whole.
    pub segment: BTreeMap<String, String>,
    /// The score before.
    pub before: Estimate,
    /// The score after.
    pub after: Estimate,
    /// After less before, with interval, p, q, what could have been seen, and the verdict: up,
    /// down, same or cannot_tell.
    #[serde(flatten)]
    pub change: Change,
    /// The change as it should be ranked among the segments: pulled toward their mean by as much
    /// as it is noise. Blank for the whole and for segments that were not compared.
    pub shrunken: Option<f64>,
    /// People who answered in both periods, where that is known.
    pub shared: Option<u64>,
    /// The verdict as a sentence.
    pub words: String,
}

/// What stands beside the comparisons.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Periods {
    /// Periods before.
    pub before: Vec<String>,
    /// Periods after.
    pub after: Vec<String>,
    /// Segments compared, the family that q is for.
    pub family: u64,
    /// Segments that went up.
    pub up: u64,
    /// Segments that went down.
    pub down: u64,
    /// Segments of which it cannot be told.
    pub cannot_tell: u64,
}

/// Compares two periods, whole and by the levels of each column asked.
///
/// The whole is judged alone at its level; the segments are one family, judged by Benjamini and
/// Hochberg's q.
///
/// # Errors
/// Unknown columns, cells that are no numbers, periods that are not in the file.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Changed, Periods> {
    let missing = &options.scored.missing;
    let scores = Scores::read(table, &options.scored)?;
    let (names, of) = table.groups(&options.period, missing)?;
    let sides = sides(options, &names)?;
    let columns = SampleColumns {
        weight: options.weight.as_deref(),
        unit: options.respondent.as_deref(),
        ..SampleColumns::default()
    };
    let sample = Sample::read(table, &columns, missing)?;
    let used: Vec<usize> = (0..table.rows())
        .filter(|&row| scores.adds[row].is_some() && sample.weight[row].is_some())
        .collect();
    let inside = |row: usize, side: &BTreeSet<usize>| of[row].is_some_and(|p| side.contains(&p));
    let in_either = used
        .iter()
        .filter(|&&row| inside(row, &sides.0) || inside(row, &sides.1))
        .count() as u64;

    let words = |side: &BTreeSet<usize>| side.iter().map(|&p| names[p].clone()).collect();
    let mut left_out = scores.left_out.clone();
    left_out.add(
        format!("outside the periods compared, by {}", options.period),
        used.len() as u64 - in_either,
    );
    let mut report = Report {
        kind: "change",
        method: format!(
            "difference of {} from the two intervals (MOVER); segments by Benjamini-Hochberg at q {}",
            options.scored.metric.as_str(),
            options.q
        ),
        n: in_either,
        more: Periods {
            before: words(&sides.0),
            after: words(&sides.1),
            ..Periods::default()
        },
        results: Vec::new(),
        warnings: Vec::new(),
        refused: None,
        card: Card {
            rows_read: table.rows() as u64,
            rows_used: in_either,
            left_out: left_out.list(),
            formula: "d = after - before; interval from both intervals and the covariance of shared people",
            sources: &[
                "doi:10.1002/sim.3095",
                "doi:10.1111/j.2517-6161.1995.tb02031.x",
                "doi:10.1007/BF01068419",
            ],
            filters: vec![scores.definition.formula()],
        },
    };
    let overlaps = sides.0.intersection(&sides.1).count() > 0;
    if (overlaps || options.panel) && options.respondent.is_none() {
        let why = stats::change::Why::OverlapUnknown;
        report.refused = Some(format!(
            "{why}; name the column of respondents, and their overlap is allowed for"
        ));
        return Ok(report);
    }

    let judge_one = Compare {
        scores: &scores,
        sample: &sample,
        respondent: options.respondent.is_some(),
        rules: Rules {
            level: options.level,
            ..Rules::default()
        },
        question: Question {
            overlap: Overlap::None,
            margin: options.margin,
            power: options.power,
        },
    };
    let split = |rows: &[usize]| {
        let of = |side| rows.iter().copied().filter(|&r| inside(r, side)).collect();
        (of(&sides.0), of(&sides.1))
    };
    let mut whole = judge_one.compare(BTreeMap::new(), split(&used))?;
    if let Some(judged) = judge(&[whole.change], Family::NAMED)?.pop() {
        // Alone, it keeps the verdict at its own level; q is then p.
        let verdict = whole.change.verdict;
        whole.change = judged;
        whole.change.verdict = verdict;
    }
    report.refused = whole.change.why.map(|why| why.to_string());
    report.results.push(whole);
    for column in &options.by {
        let (levels, of) = table.groups(column, missing)?;
        for (level, name) in levels.iter().enumerate() {
            let rows: Vec<usize> = used
                .iter()
                .copied()
                .filter(|&r| of[r] == Some(level))
                .collect();
            let segment = BTreeMap::from([(column.clone(), name.clone())]);
            report
                .results
                .push(judge_one.compare(segment, split(&rows))?);
        }
    }
    family(&mut report, options)?;
    warn(&mut report, options, names.len());
    Ok(report)
}

/// Places of the periods before and after.
fn sides(
    options: &Options,
    names: &[String],
) -> Result<(BTreeSet<usize>, BTreeSet<usize>), AnalyzeError> {
    // Numbers are ordered as numbers: month 10 comes after month 9.
    let mut order: Vec<usize> = (0..names.len()).collect();
    let numbers: Option<Vec<f64>> = names.iter().map(|n| n.parse().ok()).collect();
    if let Some(numbers) = numbers {
        order.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b]));
    }
    let last = |back: usize| order.len().checked_sub(back).map(|at| order[at]);
    let side = |asked: &[String], back: usize| -> Result<BTreeSet<usize>, AnalyzeError> {
        if asked.is_empty() {
            return match last(back) {
                Some(place) => Ok(BTreeSet::from([place])),
                None => Err(AnalyzeError::Option(format!(
                    "column {:?} holds {} periods; a change needs two",
                    options.period,
                    names.len()
                ))),
            };
        }
        let place = |word: &String| {
            names.iter().position(|n| n == word.trim()).ok_or_else(|| {
                AnalyzeError::Option(format!(
                    "there is no period {word:?} in column {:?}; there are {}",
                    options.period,
                    names.join(", ")
                ))
            })
        };
        asked.iter().map(place).collect()
    };
    Ok((side(&options.before, 2)?, side(&options.after, 1)?))
}

/// How one comparison is made.
struct Compare<'a> {
    scores: &'a Scores,
    sample: &'a Sample,
    respondent: bool,
    rules: Rules,
    question: Question,
}

impl Compare<'_> {
    fn compare(
        &self,
        segment: BTreeMap<String, String>,
        (first, second): (Vec<usize>, Vec<usize>),
    ) -> Result<Changed, AnalyzeError> {
        let (before, after) = (self.estimate(&first)?, self.estimate(&second)?);
        let mut question = self.question;
        let mut shared = None;
        if self.respondent {
            let found = overlap::between(self.scores, self.sample, &first, &second);
            shared = Some(found.shared);
            question.overlap = Overlap::Correlated {
                correlation: found.correlation,
            };
        }
        let change = between(&before, &after, &question)?;
        Ok(Changed {
            segment,
            before,
            after,
            words: change.words(),
            change,
            shrunken: None,
            shared,
        })
    }

    /// One period's score; people who answered once each, without weights, are a plain sample.
    fn estimate(&self, rows: &[usize]) -> Result<Estimate, AnalyzeError> {
        let people: BTreeSet<usize> = rows.iter().map(|&r| self.sample.unit[r]).collect();
        let first = rows.first().and_then(|&r| self.sample.weight[r]);
        let equal = rows.iter().all(|&r| self.sample.weight[r] == first);
        if people.len() == rows.len() && equal {
            return self.scores.plain(rows, &self.rules);
        }
        let mut inside = vec![false; self.scores.adds.len()];
        rows.iter().for_each(|&r| inside[r] = true);
        let adds: Vec<Option<f64>> = self
            .scores
            .adds
            .iter()
            .zip(&inside)
            .map(|(value, inside)| value.filter(|_| *inside))
            .collect();
        // Only the people of this period are a sample of it.
        let period = Sample {
            weight: self
                .sample
                .weight
                .iter()
                .zip(&inside)
                .map(|(w, inside)| w.filter(|_| *inside))
                .collect(),
            stratum: self.sample.stratum.clone(),
            unit: self.sample.unit.clone(),
            frame: None,
            plain: false,
        };
        let strata = period.strata(&adds, |_| true)?;
        if strata.is_empty() || people.len() < 2 {
            return self.scores.plain(&[], &self.rules);
        }
        self.scores.designed(&strata, &self.rules)
    }
}

/// Judges the segments together and shrinks them for ranking.
fn family(report: &mut Report<Changed, Periods>, options: &Options) -> Result<(), AnalyzeError> {
    let segments = &mut report.results[1..];
    let changes: Vec<Change> = segments.iter().map(|s| s.change).collect();
    let judged = judge(&changes, Family::BenjaminiHochberg { q: options.q })?;
    let z = options.level.z();
    let known: Vec<(usize, (f64, f64))> = judged
        .iter()
        .enumerate()
        .filter_map(|(at, c)| {
            let se = (c.high? - c.low?) / (2.0 * z);
            (se > 0.0).then_some((at, (c.value?, se)))
        })
        .collect();
    let shrunken = shrink(&known.iter().map(|(_, pair)| *pair).collect::<Vec<_>>())?;
    for (segment, change) in segments.iter_mut().zip(judged) {
        segment.words = change.words();
        segment.change = change;
    }
    for ((at, _), shrunk) in known.iter().zip(shrunken) {
        segments[*at].shrunken = Some(shrunk.value);
    }
    let count = |verdict| {
        segments
            .iter()
            .filter(|s| s.change.verdict == verdict)
            .count() as u64
    };
    let (up, down) = (count(Verdict::Up), count(Verdict::Down));
    let cannot_tell = count(Verdict::CannotTell);
    report.more.family = changes.iter().filter(|c| c.p.is_some()).count() as u64;
    (report.more.up, report.more.down, report.more.cannot_tell) = (up, down, cannot_tell);
    Ok(())
}

fn warn(report: &mut Report<Changed, Periods>, options: &Options, periods: usize) {
    if options.respondent.is_none() {
        report.warnings.push(
            "every answer is taken as another person's; if people answered in both periods, name the column of respondents"
                .to_owned(),
        );
    }
    if options.margin.is_none() {
        report.warnings.push(
            "no margin is named, so nothing is called the same: cannot_tell is not \"flat\""
                .to_owned(),
        );
    }
    if options.before.is_empty() && periods > 2 {
        report.warnings.push(format!(
            "of {periods} periods the last two are compared: {} and {}",
            report.more.before.join(", "),
            report.more.after.join(", ")
        ));
    }
    let small = report
        .results
        .iter()
        .skip(1)
        .filter(|s| s.change.p.is_none())
        .count();
    if small > 0 {
        report.warnings.push(format!(
            "{small} segments have too few answers in one of the periods to be compared"
        ));
    }
}

#[cfg(test)]
mod tests;
