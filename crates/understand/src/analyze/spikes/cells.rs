//! Rows added up to streams of periods.

use stats::series::count::Period;

use super::Options;
use crate::analyze::periods::Periods;
use crate::analyze::{AnalyzeError, Table};
use crate::left_out::Reasons;

/// Counts and exposures of each stream.
pub(super) struct Cells {
    pub streams: Vec<Vec<Period>>,
    /// Streams and periods that have no row and count as 0.
    pub filled: u64,
}

impl Cells {
    pub fn read(
        table: &Table,
        options: &Options,
        periods: &Periods,
        of: &[Option<usize>],
        streams: usize,
        skipped: &mut Reasons,
    ) -> Result<Self, AnalyzeError> {
        let missing = &options.missing;
        let counts = table.numbers(&options.count, missing)?;
        let exposures = match &options.exposure {
            Some(column) => Some(table.numbers(column, missing)?),
            None => None,
        };
        let length = periods.labels.len();
        let mut cells = vec![vec![Period::default(); length]; streams];
        for row in 0..table.rows() {
            let exposure = exposures.as_ref().map_or(Some(1.0), |e| e[row]);
            let (Some(count), Some(at), Some(stream), Some(exposure)) =
                (counts[row], periods.of[row], of[row], exposure)
            else {
                skipped.no(match (counts[row], periods.of[row], of[row]) {
                    (None, _, _) => &options.count,
                    (_, None, _) => &options.period,
                    (_, _, None) => options.stream.as_deref().unwrap_or("stream"),
                    _ => options.exposure.as_deref().unwrap_or("exposure"),
                });
                continue;
            };
            check(row, count, exposure, options)?;
            let cell = &mut cells[stream][at];
            cell.count += count as u64;
            cell.exposure = match exposures {
                Some(_) => cell.exposure + exposure,
                None => 1.0,
            };
        }
        // A period that no stream has a row for was not observed at all.
        let mut filled = 0;
        if exposures.is_none() {
            for at in 0..length {
                if cells.iter().any(|s| s[at].observed()) {
                    for cell in cells.iter_mut().map(|s| &mut s[at]) {
                        filled += u64::from(!cell.observed());
                        cell.exposure = 1.0;
                    }
                }
            }
        }
        Ok(Cells {
            streams: cells,
            filled,
        })
    }
}

fn check(row: usize, count: f64, exposure: f64, options: &Options) -> Result<(), AnalyzeError> {
    if count < 0.0 || count.fract() != 0.0 || count > 1e15 {
        return Err(AnalyzeError::Option(format!(
            "row {} of column {:?} holds {count}, which is no count; give whole numbers of 0 or more",
            row + 1,
            options.count
        )));
    }
    let named = options.exposure.as_deref().unwrap_or("exposure");
    if exposure < 0.0 || (exposure == 0.0 && count > 0.0) {
        return Err(AnalyzeError::Option(format!(
            "row {} has {count} events at an exposure {exposure} in column {named:?}; give exposures above 0",
            row + 1,
        )));
    }
    Ok(())
}
