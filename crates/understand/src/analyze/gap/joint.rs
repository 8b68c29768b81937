//! All items as the boxes of one question.

use serde::Serialize;
use stats::StatsError;
use stats::gap::rao_scott;

use super::counts::Between;
use crate::analyze::AnalyzeError;

/// Whether two groups tick the same boxes, over all items at once (second-order Rao-Scott test);
/// blank where one item is compared, or where none of it can be said.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Boxes {
    /// Sum of the items' chi-squares, corrected for boxes that go together and for the design.
    pub statistic: Option<f64>,
    /// Its degrees of freedom; commonly no whole number.
    pub df: Option<f64>,
    /// Degrees of freedom of the design: people, or clusters, less 1.
    pub df_design: Option<f64>,
    /// Chance of so uneven a result if the groups tick every box alike.
    pub p: Option<f64>,
    /// Items in the test; those that are ticked, or left, too rarely stay out of it.
    pub tested: Vec<String>,
    /// Why several items were not tested as one.
    pub not_tested: Option<String>,
}

/// The test of all items of two groups.
pub(super) fn of(read: &Between) -> Result<Boxes, AnalyzeError> {
    let people = [&read.people[0][..], &read.people[1][..]];
    let units = [&read.units[0][..], &read.units[1][..]];
    let not = |why: String| Boxes {
        not_tested: Some(format!("the items are not tested as one question: {why}")),
        ..Boxes::default()
    };
    let found = match rao_scott(&people, Some(&units)) {
        Ok(found) => found,
        Err(error @ (StatsError::Few { .. } | StatsError::Apart)) => {
            return Ok(not(error.to_string()));
        }
        Err(error) => return Err(error.into()),
    };
    let tested: Vec<String> = found
        .items
        .iter()
        .map(|&j| read.items[j].name.clone())
        .collect();
    if let [only] = tested.as_slice() {
        return Ok(not(format!(
            "only {only} is answered with yes and with no often enough (5 of each expected in each group); at least 2 items are needed"
        )));
    }
    Ok(Boxes {
        statistic: Some(found.statistic),
        df: Some(found.df),
        df_design: Some(found.df_design),
        p: Some(found.p),
        tested,
        not_tested: None,
    })
}
