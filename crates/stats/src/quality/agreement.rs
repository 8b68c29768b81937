//! Whether a respondent agrees with himself.

use super::distance::moments;

/// Fewest pairs or scales from which a correlation within one person is taken.
const FEWEST: usize = 3;

/// Pairs of items that go together over all respondents: correlated by at least `least`.
///
/// Arguments: `items` as in [`mahalanobis`](super::mahalanobis); `least`, commonly 0.6.
/// Source: Meade and Craig 2012, doi:10.1037/a0028085.
#[must_use]
pub fn synonyms(items: &[&[Option<f64>]], least: f64) -> Vec<(usize, usize)> {
    let (_, covariance) = moments(items);
    let mut pairs = Vec::new();
    for a in 0..items.len() {
        for b in a + 1..items.len() {
            let scale = (covariance[(a, a)] * covariance[(b, b)]).sqrt();
            if covariance[(a, b)] >= least * scale && scale > 0.0 {
                pairs.push((a, b));
            }
        }
    }
    pairs
}

/// Psychometric synonyms: one respondent's correlation over pairs of items that go together.
///
/// Formula: Pearson's correlation of first and second members over `pairs`; blank with fewer
/// than 3 answered pairs, or where either side does not vary.
/// Arguments: one respondent's answers; pairs from [`synonyms`].
/// Source: Meade and Craig 2012, doi:10.1037/a0028085.
///
/// ```
/// use stats::quality::psychsyn;
/// let answers = [1.0, 2.0, 4.0, 2.0, 4.0, 5.0].map(Some);
/// assert!(psychsyn(&answers, &[(0, 3), (1, 4), (2, 5)]).unwrap() > 0.9);
/// ```
#[must_use]
pub fn psychsyn(answers: &[Option<f64>], pairs: &[(usize, usize)]) -> Option<f64> {
    let answered = pairs
        .iter()
        .filter_map(|&(a, b)| Some((answers[a]?, answers[b]?)));
    correlation(&answered.collect::<Vec<_>>())
}

/// Even-odd consistency: one respondent's correlation of half scales, for scales of half length.
///
/// Formula: r over scales of the means of their even and odd items, stepped up by Spearman-Brown,
/// `2r / (1 + r)`, at least -1; blank with fewer than 3 scales that have both halves.
/// Arguments: one respondent's answers; `scales`, the items of each scale, reversed items mended.
/// Source: Jackson 1976; Johnson 2005, doi:10.1016/j.jrp.2004.09.009.
///
/// ```
/// use stats::quality::even_odd;
/// let answers = [5.0, 5.0, 2.0, 2.0, 3.0, 3.0].map(Some);
/// let scales = [vec![0, 1], vec![2, 3], vec![4, 5]];
/// assert!((even_odd(&answers, &scales).unwrap() - 1.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn even_odd(answers: &[Option<f64>], scales: &[Vec<usize>]) -> Option<f64> {
    let half = |scale: &[usize], from: usize| {
        let chosen = scale.iter().skip(from).step_by(2);
        let there: Vec<f64> = chosen.filter_map(|&i| answers[i]).collect();
        (!there.is_empty()).then(|| there.iter().sum::<f64>() / there.len() as f64)
    };
    let halves = scales
        .iter()
        .filter_map(|s| Some((half(s, 1)?, half(s, 0)?)));
    let r = correlation(&halves.collect::<Vec<_>>())?;
    Some(if r <= -1.0 / 3.0 {
        -1.0
    } else {
        2.0 * r / (1.0 + r)
    })
}

fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < FEWEST {
        return None;
    }
    let n = pairs.len() as f64;
    let (sx, sy) = pairs
        .iter()
        .fold((0.0, 0.0), |(x, y), p| (x + p.0, y + p.1));
    let (mx, my) = (sx / n, sy / n);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        xx += (x - mx) * (x - mx);
        yy += (y - my) * (y - my);
        xy += (x - mx) * (y - my);
    }
    (xx > 0.0 && yy > 0.0).then(|| xy / (xx * yy).sqrt())
}
