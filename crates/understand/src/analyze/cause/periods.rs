//! Which two periods are compared.

use super::super::AnalyzeError;
use super::Options;

/// Words for an earlier and a later period that the alphabet would put the wrong way round.
const PAIRS: [[&str; 2]; 6] = [
    ["before", "after"],
    ["pre", "post"],
    ["previous", "current"],
    ["last", "this"],
    ["old", "new"],
    ["baseline", "now"],
];

/// The places of the earlier and the later period: those asked for, else the last two in order
/// (numbers as numbers, well-known pairs of words by their meaning).
pub(super) fn choose(
    names: &[String],
    options: &Options,
    warnings: &mut Vec<String>,
) -> Result<[usize; 2], AnalyzeError> {
    let place = |asked: &String| {
        names.iter().position(|n| n == asked.trim()).ok_or_else(|| {
            AnalyzeError::Option(format!(
                "there is no period {asked:?} in column {:?}; there are {}",
                options.period,
                names.join(", ")
            ))
        })
    };
    let before = options.before.as_ref().map(place).transpose()?;
    let after = options.after.as_ref().map(place).transpose()?;
    let mut order: Vec<usize> = (0..names.len()).collect();
    let numbers: Option<Vec<f64>> = names.iter().map(|n| n.parse().ok()).collect();
    if let Some(numbers) = numbers {
        order.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b]));
    }
    let is = |place: usize, word: &str| names[place].eq_ignore_ascii_case(word);
    if let [a, b] = order[..]
        && PAIRS.iter().any(|[old, new]| is(a, new) && is(b, old))
    {
        order.reverse();
    }
    let after = after.or_else(|| order.iter().rev().copied().find(|p| Some(*p) != before));
    let earlier = |p: &usize| order.iter().position(|o| o == p);
    let before = before.or_else(|| {
        let until = after.as_ref().and_then(earlier)?;
        order[..until].last().copied()
    });
    match (before, after) {
        (Some(before), Some(after)) if before != after => {
            if names.len() > 2 && (options.before.is_none() || options.after.is_none()) {
                warnings.push(format!(
                    "column {:?} holds {} periods; {} is compared with {}, name others with --before and --after",
                    options.period,
                    names.len(),
                    names[after],
                    names[before]
                ));
            }
            Ok([before, after])
        }
        _ => Err(AnalyzeError::Option(format!(
            "column {:?} holds {}; a change needs an earlier and a later period",
            options.period,
            if names.is_empty() {
                "no period".to_owned()
            } else {
                names.join(", ")
            }
        ))),
    }
}
