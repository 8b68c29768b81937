//! Views of verbatims by nearness.

use crate::view::explore::VerbatimView;
use serde::Serialize;
use utoipa::ToSchema;

/// Verbatims nearest in meaning, the nearest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NearView {
    /// The rows.
    pub rows: Vec<NearRow>,
    /// Verbatims that were compared, the newest under the filter.
    pub compared: usize,
}

/// One of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NearRow {
    /// How near, above 0 and at most 1.
    pub score: f64,
    /// Words both have, the most telling first.
    pub words: Vec<String>,
    /// Labels of topics both are about.
    pub topics: Vec<String>,
    /// The verbatim.
    pub verbatim: VerbatimView,
}
