//! The pattern of one respondent's answers.

/// The longest run of the same answer; items without an answer do not break a run.
///
/// Formula: the greatest number of neighboring answers that are equal.
/// Arguments: one respondent's answers in the order they were asked, in the item's unit.
/// Assumptions: the items share a scale. Source: Johnson 2005, doi:10.1016/j.jrp.2004.09.009;
/// Curran 2016, doi:10.1016/j.jesp.2015.07.006.
///
/// ```
/// use stats::quality::longstring;
/// assert_eq!(longstring(&[1.0, 4.0, 4.0, 4.0, 2.0].map(Some)), 3);
/// ```
#[must_use]
pub fn longstring(answers: &[Option<f64>]) -> u64 {
    let (mut longest, mut run, mut last) = (0, 0, None);
    for answer in answers.iter().copied().flatten() {
        run = if last == Some(answer) { run + 1 } else { 1 };
        last = Some(answer);
        longest = longest.max(run);
    }
    longest
}

/// Intra-individual response variability: the standard deviation of one's answers.
///
/// Formula: `√(Σ (x - mean)² / (k - 1))` over the k items answered; blank below 2.
/// Arguments: one respondent's answers, in the item's unit.
/// Assumptions: the items share a scale. Low for straight lines, high for random answers.
/// Source: Dunn, Heggestad, Shanock and Theilgard 2018, doi:10.1007/s10869-016-9479-0.
///
/// ```
/// use stats::quality::irv;
/// assert_eq!(irv(&[Some(1.0), None, Some(3.0)]), Some(2.0_f64.sqrt()));
/// ```
#[must_use]
pub fn irv(answers: &[Option<f64>]) -> Option<f64> {
    let there: Vec<f64> = answers.iter().copied().flatten().collect();
    let k = there.len() as f64;
    if there.len() < 2 {
        return None;
    }
    let mean = there.iter().sum::<f64>() / k;
    let squares: f64 = there.iter().map(|x| (x - mean) * (x - mean)).sum();
    Some((squares / (k - 1.0)).sqrt())
}
