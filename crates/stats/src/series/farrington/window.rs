//! Which past weeks are looked at.

use super::Settings;
use crate::StatsError;
use crate::series::count::Period;

/// A past week and the part of the year it lies in, counted from 1; the last part is that around
/// the judged week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Past {
    pub index: usize,
    pub part: usize,
}

/// The past weeks of the windows, and with several parts those between, in order.
///
/// The weeks between two windows are dealt to the other parts in equal runs; where they do not
/// come out even, the first runs are a week longer.
pub(super) fn past(
    weeks: &[Period],
    index: usize,
    same: &[usize],
    settings: &Settings,
) -> Result<Vec<Past>, StatsError> {
    let (half, parts) = (settings.half_window, settings.parts.max(1));
    let reach = same.last().map_or(0, |&oldest| oldest + 1);
    if same.len() < settings.years || reach <= half || index >= weeks.len() {
        return Err(StatsError::ShortSeries {
            periods: weeks.len(),
            needed: settings.years * settings.cycle + half + 1,
        });
    }
    let mut part = vec![0; index + 1];
    part[index - half.min(index)..].fill(parts);
    let mut later = index;
    for &week in &same[..settings.years] {
        part[week - half..(week + half + 1).min(index + 1)].fill(parts);
        let (from, to) = (week + half + 1, later.saturating_sub(half));
        if parts > 1 && to > from {
            let (run, rest) = ((to - from) / (parts - 1), (to - from) % (parts - 1));
            let mut at = from;
            for number in 1..parts {
                let end = at + run + usize::from(number <= rest);
                part[at..end].fill(number);
                at = end;
            }
        }
        later = week;
    }
    let end = index.saturating_sub(settings.gap);
    let used = (0..end).filter(|&t| part[t] > 0 && weeks[t].observed());
    Ok(used
        .map(|index| Past {
            index,
            part: part[index],
        })
        .collect())
}
