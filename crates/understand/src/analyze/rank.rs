//! `rank`: which places are better and worse, beyond the luck of few answers.

use serde::Serialize;
use stats::mean::Moments;
use stats::ranking::{self, Place, Ranking};
use stats::share::Counts;
use stats::{Level, nps};

use super::rows::Rows;
use super::{AnalyzeError, Analyzed, Missing, Report, Table};

/// What is ranked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Metric {
    /// The mean of the score as it stands.
    #[default]
    Mean,
    /// NPS from answers of 0 to 10, in points.
    Nps,
    /// The share of yes (1) among yes and no (0).
    Share,
}

/// Options of `rank`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Column of the scores, one answer a row.
    pub score: String,
    /// Column of the places.
    pub by: String,
    /// What is ranked.
    pub metric: Metric,
    /// Whether a low value is a bad one.
    pub low_is_worst: bool,
    /// Draws for the ranks.
    pub draws: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// Columns `score` and `place`, means, low is bad, 2,000 draws, 95 %.
    fn default() -> Self {
        let ranking = ranking::Options::default();
        Options {
            score: "score".to_owned(),
            by: "place".to_owned(),
            metric: Metric::Mean,
            low_is_worst: ranking.low_is_worst,
            draws: ranking.draws,
            seed: ranking.seed,
            missing: Missing::default(),
            level: ranking.level,
        }
    }
}

/// One place; the worst come first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The place.
    pub place: String,
    /// Its numbers.
    #[serde(flatten)]
    pub found: Place,
}

/// What stands beside the places.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Center {
    /// What is ranked: `mean`, `nps` or `share`.
    pub metric: &'static str,
    /// The value that places are shrunken toward.
    pub center: Option<f64>,
    /// Lower end of its interval.
    pub center_low: Option<f64>,
    /// Upper end of its interval.
    pub center_high: Option<f64>,
    /// True spread between places (standard deviation).
    pub between: Option<f64>,
    /// Spread of one answer within a place.
    pub within: Option<f64>,
}

/// Ranks places by their shrunken value, with the chance to be truly among the worst tenth.
///
/// # Errors
/// Unknown columns, cells that are no numbers, scores that the metric has no place for.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row, Center> {
    let scores = table.numbers(&options.score, &options.missing)?;
    let (names, of) = table.groups(&options.by, &options.missing)?;
    let rows = Rows::without(table.rows(), |row| match (scores[row], of[row]) {
        (None, _) => Some(format!("no {}", options.score)),
        (_, None) => Some(format!("no {}", options.by)),
        _ => None,
    });
    let answers = rows.used.iter().filter_map(|&row| of[row].zip(scores[row]));
    let how = ranking::Options {
        low_is_worst: options.low_is_worst,
        draws: options.draws,
        seed: options.seed,
        level: options.level,
    };
    let (found, metric) = match options.metric {
        Metric::Share => {
            let mut counts = vec![Counts::default(); names.len()];
            for (place, score) in answers {
                if score != 0.0 && score != 1.0 {
                    return Err(AnalyzeError::Option(format!(
                        "the score {score} is neither 1 for yes nor 0 for no; rank by the mean instead"
                    )));
                }
                counts[place].observe(score == 1.0);
            }
            (ranking::shares(&counts, &how)?, "share")
        }
        Metric::Mean | Metric::Nps => {
            let mut moments = vec![Moments::default(); names.len()];
            for (place, score) in answers {
                let value = match options.metric {
                    Metric::Nps => 100.0 * nps::standing_value(score)?,
                    _ => score,
                };
                moments[place].observe(value)?;
            }
            let metric = match options.metric {
                Metric::Nps => "nps",
                _ => "mean",
            };
            (ranking::means(&moments, &how)?, metric)
        }
    };
    Ok(report(options, &rows, names, found, metric))
}

fn report(
    options: &Options,
    rows: &Rows,
    names: Vec<String>,
    found: Ranking,
    metric: &'static str,
) -> Report<Row, Center> {
    let refused = found.refused.map(|why| why.to_string());
    let pairs = names.into_iter().zip(found.places);
    let mut results: Vec<Row> = pairs.map(|(place, found)| Row { place, found }).collect();
    results.sort_by(|a, b| {
        let order = a.found.value.total_cmp(&b.found.value);
        let order = if options.low_is_worst {
            order
        } else {
            order.reverse()
        };
        order.then_with(|| a.place.cmp(&b.place))
    });
    let mut warnings = Vec::new();
    let most = results.iter().map(|r| r.found.p_worst).fold(0.0, f64::max);
    if refused.is_none() && most < 0.8 {
        warnings.push(format!(
            "no place is among the worst tenth for sure (at most {:.0} %); read bands, not ranks",
            100.0 * most
        ));
    }
    Report {
        kind: "rank",
        method: found.method.as_str().to_owned(),
        n: rows.n(),
        more: Center {
            metric,
            center: found.center,
            center_low: found.low,
            center_high: found.high,
            between: found.between,
            within: found.within,
        },
        results,
        warnings,
        refused,
        card: rows.card(
            vec![format!(
                "an answer to {} at a known {}",
                options.score, options.by
            )],
            "value = center + weight (raw - center), weight = between² / (between² + within² / n)",
            &["doi:10.1080/01621459.1975.10479864", "doi:10.1002/sim.1970"],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(per_place: usize) -> Table {
        let names = ["score", "place"].map(str::to_owned).to_vec();
        let rows = (0..12 * per_place).map(|i| {
            let place = i % 12;
            let score = if place == 3 {
                i / 12 % 5
            } else {
                5 + i / 12 % 6
            };
            vec![score.to_string(), format!("store {place:02}")]
        });
        Table::new(names, rows).unwrap()
    }

    #[test]
    fn the_worst_place_comes_first_and_is_surely_so() {
        let report = analyze(&table(60), &Options::default()).unwrap();
        assert_eq!(report.results[0].place, "store 03");
        let worst = report.results[0].found;
        assert!(worst.p_worst > 0.99 && worst.high < report.more.center.unwrap());
        let nps = Options {
            metric: Metric::Nps,
            ..Options::default()
        };
        let report = analyze(&table(60), &nps).unwrap();
        assert_eq!(report.results[0].found.raw, Some(-100.0));
    }

    #[test]
    fn few_places_are_refused_and_a_mean_is_no_share() {
        let names = ["score", "place"].map(str::to_owned).to_vec();
        let rows = (0..40).map(|i: u32| vec![(i % 7).to_string(), (i % 4).to_string()]);
        let table = Table::new(names, rows).unwrap();
        let report = analyze(&table, &Options::default()).unwrap();
        assert!(report.refused.is_some() && report.results.is_empty());
        let share = Options {
            metric: Metric::Share,
            ..Options::default()
        };
        assert!(analyze(&table, &share).is_err());
    }
}
