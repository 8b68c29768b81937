//! Stretches of time whose counts are published one after another.

use std::ops::Range;

use super::{Cells, audit};
use crate::StatsError;

/// Which stretches of time may be published, each beside those before it: last week's report and
/// today's may share all days but two, and their difference shows who came on these.
///
/// Formula: the ends of all published stretches cut the days into pieces; a stretch is the sum of
/// its pieces. A piece with 1 to `k - 1` people is given away where linear programming
/// ([`audit`]) leaves it a range narrower than `k`; a stretch that gives a piece away is not
/// published, and does not count for those after it. Pieces of `k` people or more, and empty
/// ones, need no hiding.
/// Arguments: `days`, people by day, each once; `stretches` of days, in order of publishing;
/// `k` in people.
/// Errors: [`StatsError::Dimensions`] for a stretch that ends before it begins or beyond the days.
/// Assumptions: those of [`audit`]; a person who came on several days is counted on each.
/// Source: Hundepool et al. 2012, Statistical Disclosure Control, sections 4.3 and 4.4.
///
/// ```
/// use stats::privacy::windows;
/// let days = [9, 8, 7, 6, 9, 2, 8];
/// // Five days, then six: two people came on the sixth. Seven days show ten of two days.
/// assert_eq!(windows(&days, &[0..5, 0..6, 0..7], 5).unwrap(), [true, false, true]);
/// ```
pub fn windows(days: &[u64], stretches: &[Range<usize>], k: u64) -> Result<Vec<bool>, StatsError> {
    windows_of_cells(&[days], stretches, k)
}

/// Which stretches of time may be published of a table of cells, each with all of the table's
/// cells and margins or with none.
///
/// Formula: as [`windows`], where a stretch that gives a piece away in any cell is not published
/// in any. A margin is the sum of cells that are published beside it, so it tells nothing more.
/// Arguments: people by cell and day; `stretches` of days, in order of publishing; `k` in people.
/// Errors: [`StatsError::Dimensions`] for cells of unequal days, or a stretch that ends before it
/// begins or beyond the days.
/// Assumptions, source: those of [`windows`].
///
/// ```
/// use stats::privacy::windows_of_cells;
/// let cells = [[9, 8, 9], [6, 7, 1]];
/// // Of the second cell, the third day would show one person.
/// let cells = [&cells[0][..], &cells[1][..]];
/// assert_eq!(windows_of_cells(&cells, &[0..2, 0..3], 5).unwrap(), [true, false]);
/// ```
pub fn windows_of_cells(
    cells: &[&[u64]],
    stretches: &[Range<usize>],
    k: u64,
) -> Result<Vec<bool>, StatsError> {
    let days = cells.first().map_or(0, |days| days.len());
    let wrong = |given| StatsError::Dimensions {
        given,
        needed: days,
    };
    if let Some(other) = cells.iter().find(|cell| cell.len() != days) {
        return Err(wrong(other.len()));
    }
    let mut published: Vec<&Range<usize>> = Vec::new();
    let mut may = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        if stretch.start > stretch.end || stretch.end > days {
            return Err(wrong(stretch.end));
        }
        published.push(stretch);
        let mut safe = true;
        for days in cells {
            safe = safe && is_safe(days, &published, k)?;
        }
        if !safe {
            published.pop();
        }
        may.push(safe);
    }
    Ok(may)
}

/// Whether no piece of few people can be worked out from these stretches.
fn is_safe(days: &[u64], stretches: &[&Range<usize>], k: u64) -> Result<bool, StatsError> {
    let mut ends: Vec<usize> = stretches.iter().flat_map(|s| [s.start, s.end]).collect();
    ends.sort_unstable();
    ends.dedup();
    let pieces: Vec<Range<usize>> = ends
        .windows(2)
        .map(|ends| ends[0]..ends[1])
        .filter(|piece| stretches.iter().any(|s| holds(s, piece)))
        .collect();
    let counts: Vec<u64> = pieces
        .iter()
        .map(|p| days[p.clone()].iter().sum())
        .collect();
    let small = |count: u64| (1..k).contains(&count);
    if !counts.iter().any(|&count| small(count)) {
        return Ok(true);
    }
    let of = |stretch: &&Range<usize>| {
        let inside = (0..pieces.len()).filter(|&p| holds(stretch, &pieces[p]));
        inside.collect::<Vec<usize>>()
    };
    let cells = Cells {
        inner: pieces.len(),
        sums: stretches.iter().map(of).collect(),
    };
    let numbers = cells.count(&counts).into_iter().enumerate();
    let shown: Vec<Option<f64>> = numbers
        .map(|(number, count)| (number >= pieces.len()).then_some(count as f64))
        .collect();
    let found = audit(&cells, &shown, k)?;
    let mut ranges = found.ranges.iter();
    Ok(!ranges.any(|r| small(counts[r.number]) && !r.safe))
}

fn holds(stretch: &Range<usize>, piece: &Range<usize>) -> bool {
    stretch.start <= piece.start && piece.end <= stretch.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_reports_together_give_away_what_no_two_of_them_do() {
        // Any two of them differ by the six of an outer day; the first two less the third are the
        // two people of the middle.
        let found = windows(&[6, 2, 6], &[0..2, 1..3, 0..3], 5).unwrap();
        assert_eq!(found, [true, true, false]);
        let found = windows(&[6, 2, 6], &[0..2, 0..3], 5).unwrap();
        assert_eq!(found, [true, true]);
    }

    #[test]
    fn few_people_are_not_published_and_an_empty_stretch_is() {
        assert_eq!(
            windows(&[3, 9], &[0..1, 1..2, 0..2], 5).unwrap(),
            [false, true, false]
        );
        assert_eq!(windows(&[0, 9], &[0..1, 0..2, 1..1], 5).unwrap(), [true; 3]);
        let beyond = windows(&[9], &[0..2, 0..1], 5);
        assert!(beyond.is_err());
        assert!(windows_of_cells(&[&[9, 9], &[9]], &[], 5).is_err());
    }
}
