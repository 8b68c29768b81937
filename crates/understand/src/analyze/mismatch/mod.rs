//! `mismatch`: answers whose score and words contradict each other.

#[cfg(test)]
mod tests;
mod words;

use serde::Serialize;
use stats::Level;
use stats::mismatch::{Confusion, Fit, Pairs, Side, Tone, contradicts, fit, reversed};

use super::{AnalyzeError, Analyzed, Card, Missing, Report, Table};
use crate::left_out::Reasons;

/// Options of `mismatch`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Column of the scores, 0 to 10.
    pub score: String,
    /// Column of sentiments: negative, neutral, positive, or numbers from -1 to 1.
    pub sentiment: Option<String>,
    /// Column of words, read by the built-in model where there is no `sentiment`.
    pub text: Option<String>,
    /// Chance, above 0 and below 1, that a sentiment is read right; judge a sample to know it.
    pub accuracy: f64,
    /// Share of scores that contradict their words, where it is known; else it is estimated.
    pub prevalence: Option<f64>,
    /// Columns whose groups may read the scale the other way round: respondent, language, template.
    pub by: Vec<String>,
    /// Share of such groups that do, before looking.
    pub prior: f64,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// Column `score`, a reader right in 90 %, 1 % of groups reversed, 95 %.
    fn default() -> Self {
        Options {
            score: "score".to_owned(),
            sentiment: None,
            text: None,
            accuracy: 0.9,
            prevalence: None,
            by: Vec::new(),
            prior: 0.01,
            missing: Missing::default(),
            level: Level::NINETY_FIVE,
        }
    }
}

/// One answer to review; the surest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flagged {
    /// Row, counted from 1 after the header.
    pub row: u64,
    /// The score.
    pub score: f64,
    /// How the words were read.
    pub words: Tone,
    /// Chance that they really contradict the score.
    pub posterior: f64,
    /// Pairs of this side that the chance rests on.
    pub n: u64,
}

/// What is known of all answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct All {
    /// Share of the flagged that are real, expected.
    pub precision: Option<f64>,
    /// Share of the real ones that are flagged, expected.
    pub recall: Option<f64>,
    /// Real contradictions among scores of 0 to 2 and of 9 and 10.
    pub sides: Vec<OneSide>,
    /// Groups that probably read the scale the other way round.
    pub reversed: Vec<Group>,
}

/// Real contradictions on one side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OneSide {
    /// low or high.
    pub scores: &'static str,
    /// Share of the answers whose words say the opposite, 0 to 1.
    pub share: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// Answers with words on this side.
    pub n: u64,
}

/// A group that probably reads the scale the other way round.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The column.
    pub by: String,
    /// Its value.
    pub value: String,
    /// Chance that it does.
    pub posterior: f64,
    /// Pairs that agree.
    pub agree: u64,
    /// Pairs that contradict each other.
    pub contradict: u64,
    /// Pairs with a score of either side.
    pub n: u64,
}

/// Flags answers whose score and words contradict each other, with the chance that it is real.
///
/// # Errors
/// Unknown columns, no column of sentiments or words, sentiments that are none, scores off 0 to 10
/// are left out.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Flagged, All> {
    let scores = table.numbers(&options.score, &options.missing)?;
    let words = words::read(table, options)?;
    let mut left_out = Reasons::default();
    let mut rows: Vec<Option<(f64, Tone, Tone)>> = Vec::with_capacity(scores.len());
    let mut pairs = Pairs::default();
    for (score, words) in scores.iter().zip(words) {
        let read = match (*score, words) {
            (None, _) => Err("no score".to_owned()),
            (_, None) => Err("no words".to_owned()),
            (Some(score), Some(words)) => Tone::of_score(score)
                .map(|side| (score, side, words))
                .map_err(|_| format!("{score} is not a whole number from 0 to 10")),
        };
        if let Ok((_, side, words)) = &read {
            pairs.observe(*side, *words);
        }
        rows.push(match read {
            Ok(row) => Some(row),
            Err(why) => {
                left_out.add(why, 1);
                None
            }
        });
    }
    let reader = Confusion::of_accuracy(options.accuracy)?;
    let found = fit(&pairs, reader, options.prevalence, options.level)?;
    let used = rows.iter().flatten().count() as u64;
    let mut results = flagged(&rows, &found);
    results.sort_by(|a, b| b.posterior.total_cmp(&a.posterior).then(a.row.cmp(&b.row)));
    let mut more = All {
        precision: found.precision,
        recall: found.recall,
        sides: vec![side("low", &found.low), side("high", &found.high)],
        reversed: Vec::new(),
    };
    for by in &options.by {
        more.reversed
            .extend(groups(table, by, &rows, &found, options)?);
    }
    let warnings = warnings(&more, &found, options);
    Ok(Report {
        kind: "mismatch",
        method: format!(
            "flags of scores 0 to 2 with positive and 9 to 10 with negative words; chance by Bayes' rule from fitted prevalence and a reader right in {:.0} %",
            100.0 * options.accuracy
        ),
        n: used,
        more,
        refused: (used == 0).then(|| "no row has both a score and words".to_owned()),
        results,
        warnings,
        card: Card {
            filters: Vec::new(),
            rows_read: table.rows() as u64,
            rows_used: used,
            left_out: left_out.list(),
            formula: "P(real) = θ(opposite) C(opposite, read) / Σ θ(s) C(s, read)",
            sources: &["doi:10.1093/oxfordjournals.aje.a112510"],
        },
    })
}

fn flagged(rows: &[Option<(f64, Tone, Tone)>], found: &Fit) -> Vec<Flagged> {
    let one = |(at, row): (usize, &Option<(f64, Tone, Tone)>)| {
        let (score, side, words) = (*row)?;
        if !contradicts(side, words) {
            return None;
        }
        let of = if side == Tone::Positive {
            &found.high
        } else {
            &found.low
        };
        Some(Flagged {
            row: at as u64 + 1,
            score,
            words,
            posterior: found.posterior(side, words)?,
            n: of.n,
        })
    };
    rows.iter().enumerate().filter_map(one).collect()
}

fn side(scores: &'static str, side: &Side) -> OneSide {
    OneSide {
        scores,
        share: side.opposite,
        low: side.interval.low,
        high: side.interval.high,
        n: side.n,
    }
}

/// The groups of a column that probably read the scale the other way round, the surest first.
fn groups(
    table: &Table,
    by: &str,
    rows: &[Option<(f64, Tone, Tone)>],
    found: &Fit,
    options: &Options,
) -> Result<Vec<Group>, AnalyzeError> {
    let (names, of) = table.groups(by, &options.missing)?;
    let mut pairs = vec![Pairs::default(); names.len()];
    for (row, group) in rows.iter().zip(of) {
        if let (Some((_, side, words)), Some(group)) = (row, group) {
            pairs[group].observe(*side, *words);
        }
    }
    let mut groups = Vec::new();
    for (value, pairs) in names.into_iter().zip(pairs) {
        let told = reversed(&pairs, found, options.prior)?;
        if told.reversed {
            groups.push(Group {
                by: by.to_owned(),
                value,
                posterior: told.posterior,
                agree: told.agree,
                contradict: told.contradict,
                n: told.n,
            });
        }
    }
    groups.sort_by(|a, b| b.posterior.total_cmp(&a.posterior));
    Ok(groups)
}

fn warnings(more: &All, found: &Fit, options: &Options) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(precision) = more.precision.filter(|p| *p < 0.5) {
        warnings.push(format!(
            "only {:.0} % of the flagged are expected to be real; review them, do not correct scores",
            100.0 * precision
        ));
    }
    for side in more
        .sides
        .iter()
        .filter(|s| s.n > 0 && s.high - s.low > 0.2)
    {
        warnings.push(format!(
            "the {} answers with {} scores say little about how common contradictions are ({:.2} to {:.2})",
            side.n, side.scores, side.low, side.high
        ));
    }
    if options.text.is_some() && options.sentiment.is_none() {
        warnings.push(format!(
            "the words were read by the built-in model; {:.0} % right is assumed, judge a sample and give --accuracy",
            100.0 * options.accuracy
        ));
    }
    if found.low.n + found.high.n == 0 {
        warnings.push("no score is 0 to 2 or 9 to 10, so nothing can contradict".to_owned());
    }
    warnings
}
