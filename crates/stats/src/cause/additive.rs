//! Which dimension, and which of its values, explain that a count is not what was expected.

use serde::{Deserialize, Serialize};

use crate::StatsError;

/// One value of a dimension: what was expected and what came.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Element {
    /// Expected count.
    pub expected: f64,
    /// Count that came.
    pub actual: f64,
}

/// How a dimension explains the whole deviation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The dimension, in the order given.
    pub dimension: usize,
    /// Its values that explain it, the most surprising first.
    pub values: Vec<Part>,
    /// Sum of their surprise.
    pub surprise: f64,
    /// Share of the whole deviation that they explain; above 1 where others made up for it.
    pub explained: f64,
}

/// One value's part.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Part {
    /// The value, in the order given.
    pub value: usize,
    /// Actual less expected count.
    pub deviation: f64,
    /// Share of the whole deviation.
    pub explained: f64,
    /// Part of the Jensen-Shannon divergence between expected and actual shares, in nats.
    pub surprise: f64,
}

/// Dimensions ranked by how surprisingly few of their values explain a deviation of a count.
///
/// Formula: for each value with expected `f` of `F` and actual `a` of `A`, the explained share is
/// `(a - f) / (A - F)` and the surprise `½ (p ln(2p / (p + q)) + q ln(2q / (p + q)))` with
/// `p = f / F`, `q = a / A`. In each dimension, values with an explained share of at least
/// `each` are taken by falling surprise until together they explain at least `all`; a dimension
/// that cannot is left out. Dimensions come by falling surprise.
/// Arguments: per dimension its values, all with the same totals; `each` and `all` as shares,
/// commonly 0.1 and 0.67.
/// Errors: [`StatsError::NotFinite`] for a count that is negative or not finite. Where nothing
/// was expected, nothing came, or both are equal, the list is empty.
/// Assumptions: counts add up over the values; the expectation is right. Ranks, does not test:
/// take a deviation that a control chart has found.
/// Source: Bhagwan et al. 2014, Adtributor, NSDI.
///
/// ```
/// use stats::cause::additive::{Element, explain};
/// let of = |pairs: [(f64, f64); 2]| pairs.map(|(expected, actual)| Element { expected, actual });
/// let (store, channel) = (of([(50.0, 90.0), (50.0, 50.0)]), of([(60.0, 82.0), (40.0, 58.0)]));
/// let found = explain(&[&channel, &store], 0.1, 0.67).unwrap();
/// assert_eq!((found[0].dimension, found[0].values[0].value), (1, 0));
/// assert_eq!(found[0].explained, 1.0);
/// ```
pub fn explain(
    dimensions: &[&[Element]],
    each: f64,
    all: f64,
) -> Result<Vec<Explanation>, StatsError> {
    let mut found = Vec::new();
    for (dimension, elements) in dimensions.iter().enumerate() {
        for value in elements.iter().flat_map(|e| [e.expected, e.actual]) {
            if !(value.is_finite() && value >= 0.0) {
                let name = "count";
                return Err(StatsError::NotFinite { name, value });
            }
        }
        let expected: f64 = elements.iter().map(|e| e.expected).sum();
        let actual: f64 = elements.iter().map(|e| e.actual).sum();
        if expected == 0.0 || actual == 0.0 || expected == actual {
            continue;
        }
        let mut parts: Vec<Part> = elements
            .iter()
            .enumerate()
            .map(|(value, e)| Part {
                value,
                deviation: e.actual - e.expected,
                explained: (e.actual - e.expected) / (actual - expected),
                surprise: surprise(e.expected / expected, e.actual / actual),
            })
            .collect();
        parts.sort_by(|a, b| b.surprise.total_cmp(&a.surprise));
        let (mut values, mut explained) = (Vec::new(), 0.0);
        for part in parts {
            if explained < all && part.explained >= each {
                explained += part.explained;
                values.push(part);
            }
        }
        if explained >= all {
            found.push(Explanation {
                dimension,
                surprise: values.iter().map(|p| p.surprise).sum(),
                values,
                explained,
            });
        }
    }
    found.sort_by(|a, b| b.surprise.total_cmp(&a.surprise));
    Ok(found)
}

fn surprise(p: f64, q: f64) -> f64 {
    let half = |x: f64| {
        if x > 0.0 {
            x * (2.0 * x / (p + q)).ln()
        } else {
            0.0
        }
    };
    (half(p) + half(q)) / 2.0
}
