//! What goes over the wire: views of the rooms' results.

pub mod alerts;
pub mod cases;
pub mod explore;
mod filter;
pub mod imports;
pub mod loops;
pub mod metric;
pub mod themes;

pub use filter::FilterQuery;

use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A number with its interval, its n and how it was computed; never bare.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EstimateView {
    /// The score; absent when refused.
    pub score: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval.
    pub high: Option<f64>,
    /// Answers.
    pub n: u64,
    /// Answers of equal weight that would say as much.
    pub n_effective: f64,
    /// How the interval was computed.
    pub method: String,
    /// Why there is no score.
    pub refused: Option<String>,
}

impl From<&stats::Estimate> for EstimateView {
    fn from(estimate: &stats::Estimate) -> Self {
        Self {
            score: estimate.value,
            low: estimate.low,
            high: estimate.high,
            n: estimate.n,
            n_effective: estimate.n_effective,
            method: estimate.method.to_string(),
            refused: estimate.refused.map(|why| why.to_string()),
        }
    }
}

/// Where a number comes from: what "how computed" shows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct How {
    /// The formula in words.
    pub formula: String,
    /// The interval's method and level.
    pub interval: String,
    /// The filters in force.
    pub filters: Vec<String>,
    /// What was not counted.
    pub left_out: Vec<LeftOutView>,
    /// Which state of the data answered.
    pub data_version: String,
    /// The method's source.
    pub source: String,
}

/// What was not counted and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeftOutView {
    /// Why.
    pub reason: String,
    /// How many.
    pub n: u64,
}

impl From<&understand::LeftOut> for LeftOutView {
    fn from(left: &understand::LeftOut) -> Self {
        Self {
            reason: left.reason.clone(),
            n: left.n,
        }
    }
}

/// A page of rows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PageView<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Pass as `after` for the next page.
    pub next: Option<String>,
    /// All rows under the filter.
    pub total: u64,
}

/// A list that fits on one page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListView<T> {
    /// The rows.
    pub rows: Vec<T>,
}

/// A group's names and values.
pub type GroupView = BTreeMap<String, Option<String>>;
