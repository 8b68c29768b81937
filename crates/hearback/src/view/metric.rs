//! Views of scores.

use super::{EstimateView, GroupView, How, LeftOutView};
use serde::Serialize;
use stats::nps;
use understand::metric::{Definition, Measured, Row};
use utoipa::ToSchema;

/// One group's score, as the command line and the API print it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MetricRow {
    /// The group; the period under `period` when a grain was asked.
    pub group: GroupView,
    /// Answers counted.
    pub n: u64,
    /// The score; absent below ten answers.
    pub score: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval.
    pub high: Option<f64>,
    /// How the interval was computed.
    pub method: String,
    /// Promoters, passives and detractors, for NPS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<StandingCounts>,
    /// Why there is no score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// Promoters, passives, detractors.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct StandingCounts {
    /// 9 and 10.
    pub promoters: u64,
    /// 7 and 8.
    pub passives: u64,
    /// 0 to 6.
    pub detractors: u64,
}

impl From<nps::Counts> for StandingCounts {
    fn from(counts: nps::Counts) -> Self {
        Self {
            promoters: counts.promoters,
            passives: counts.passives,
            detractors: counts.detractors,
        }
    }
}

/// Scores by group with what they leave out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MetricView {
    /// One row per group.
    pub rows: Vec<MetricRow>,
    /// What was not counted, most first.
    pub left_out: Vec<LeftOutView>,
    /// How it was computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
}

impl From<&Row> for MetricRow {
    fn from(row: &Row) -> Self {
        let estimate = EstimateView::from(&row.estimate);
        Self {
            group: row.group.iter().cloned().collect(),
            n: estimate.n,
            score: estimate.score,
            low: estimate.low,
            high: estimate.high,
            method: estimate.method,
            counts: row.counts.map(Into::into),
            refused: estimate.refused,
        }
    }
}

impl From<&Measured> for MetricView {
    fn from(measured: &Measured) -> Self {
        Self {
            rows: measured.rows.iter().map(Into::into).collect(),
            left_out: measured.left_out.iter().map(Into::into).collect(),
            how: None,
        }
    }
}

/// The card of a metric: formula, interval, filters, data.
pub fn how(
    definition: &Definition,
    left_out: &[understand::LeftOut],
    filters: Vec<String>,
    data_version: String,
) -> How {
    use understand::metric::Kind;
    let (interval, source) = match definition.kind {
        Kind::Nps => (
            "95 %, adjusted Wald with three triangular pseudo-answers",
            "Rocks 2016, doi:10.1080/00031305.2016.1198279",
        ),
        Kind::Csat | Kind::Share => (
            "95 %, Wilson score",
            "Wilson 1927, doi:10.1080/01621459.1927.10502953",
        ),
        Kind::Ces | Kind::Mean => (
            "95 %, Student t on the mean",
            "Student 1908, doi:10.1093/biomet/6.1.1",
        ),
    };
    How {
        formula: definition.formula(),
        interval: interval.into(),
        filters,
        left_out: left_out.iter().map(Into::into).collect(),
        data_version,
        source: source.into(),
    }
}
