//! Labels of periods, in the order of time and with their gaps.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::{AnalyzeError, Missing, Table};

/// Where a label lies in time, in periods of its kind; none where it is of another kind.
type Place = fn(&str) -> Option<i64>;

/// The periods of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Periods {
    /// Label of each period from the first to the last; none where the column skips one.
    pub labels: Vec<Option<String>>,
    /// Each row's period.
    pub of: Vec<Option<usize>>,
    /// Periods in a year, where the labels tell.
    pub per_year: Option<f64>,
    /// What a reader must know about the order.
    pub warning: Option<String>,
}

impl Periods {
    /// Reads a column of dates (2026-03-02), weeks (2026-W10), months (2026-03), quarters
    /// (2026-Q1) or numbers; other labels are taken in the order of their letters.
    pub fn read(table: &Table, column: &str, missing: &Missing) -> Result<Self, AnalyzeError> {
        let (names, groups) = table.groups(column, missing)?;
        let kinds: [(Place, f64); 4] = [(quarter, 4.0), (week, 52.0), (month, 12.0), (day, 365.0)];
        let read = |of: Place| -> Option<Vec<i64>> { names.iter().map(|n| of(n)).collect() };
        for (of, per_year) in kinds {
            if let Some(places) = read(of).filter(|p| !p.is_empty()) {
                let (places, per_year) = if per_year == 365.0 {
                    spaced(places)
                } else {
                    (places, per_year)
                };
                return Ok(Self::placed(&names, &groups, &places, Some(per_year), None));
            }
        }
        if let Some(places) = read(|n| n.parse().ok()).filter(|p| dense(p)) {
            return Ok(Self::placed(&names, &groups, &places, None, None));
        }
        let places: Vec<i64> = (0..).take(names.len()).collect();
        let warning = format!(
            "the labels of {column} are no dates, weeks, months or numbers in a row; they are taken in the order of their letters, without gaps"
        );
        Ok(Self::placed(&names, &groups, &places, None, Some(warning)))
    }

    fn placed(
        names: &[String],
        groups: &[Option<usize>],
        places: &[i64],
        per_year: Option<f64>,
        warning: Option<String>,
    ) -> Self {
        let first = places.iter().min().copied().unwrap_or(0);
        let last = places.iter().max().copied().unwrap_or(-1);
        let mut labels = vec![None; usize::try_from(last - first + 1).unwrap_or(0)];
        let at: Vec<usize> = places.iter().map(|p| (p - first) as usize).collect();
        // Two spellings of one period (1 and 01) share it.
        for (name, &at) in names.iter().zip(&at) {
            labels[at].get_or_insert_with(|| name.clone());
        }
        Periods {
            labels,
            of: groups.iter().map(|g| g.map(|g| at[g])).collect(),
            per_year,
            warning,
        }
    }

    /// The label of a period, or its number where the column skips it.
    pub fn label(&self, at: usize) -> String {
        let label = self.labels.get(at).cloned().flatten();
        label.unwrap_or_else(|| format!("period {at}"))
    }

    /// Periods in a year: as asked, else as the labels tell, else 52 with a warning.
    pub fn yearly(
        &self,
        asked: Option<f64>,
        warnings: &mut Vec<String>,
    ) -> Result<f64, AnalyzeError> {
        match asked.or(self.per_year) {
            Some(yearly) if yearly.is_finite() && yearly >= 1.0 => Ok(yearly),
            Some(yearly) => Err(AnalyzeError::Option(format!(
                "{yearly} periods a year are not 1 or more; give 52 for weeks, 12 for months"
            ))),
            None => {
                warnings.push(
                    "the labels do not say how long a period is; it is taken for a week (52 a year)"
                        .to_owned(),
                );
                Ok(52.0)
            }
        }
    }
}

/// The streams of a column, or one without a name.
pub(super) fn streams(
    table: &Table,
    column: Option<&str>,
    missing: &Missing,
) -> Result<(Vec<String>, Vec<Option<usize>>), AnalyzeError> {
    match column {
        Some(column) => table.groups(column, missing),
        None => Ok((vec![String::new()], vec![Some(0); table.rows()])),
    }
}

/// Whether numbers can be periods: not so far apart that gaps outnumber them by far.
fn dense(places: &[i64]) -> bool {
    let (Some(first), Some(last)) = (places.iter().min(), places.iter().max()) else {
        return false;
    };
    last.abs_diff(*first) < 4 * places.len() as u64 + 8
}

fn year(text: &str) -> Option<i64> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

fn quarter(label: &str) -> Option<i64> {
    let (left, right) = label.split_once(['Q', 'q'])?;
    let quarter = right.parse::<i64>().ok().filter(|q| (1..=4).contains(q))?;
    Some(4 * year(left.trim_end_matches(['-', ' ']))? + quarter - 1)
}

fn week(label: &str) -> Option<i64> {
    let (left, right) = label.split_once(['W', 'w'])?;
    let year = i16::try_from(year(left.trim_end_matches(['-', ' ']))?).ok()?;
    let week = ISOWeekDate::new(year, right.parse().ok()?, Weekday::Monday).ok()?;
    Some(days(week.date()).div_euclid(7))
}

fn month(label: &str) -> Option<i64> {
    let (left, right) = match label.split_once('-') {
        Some(parts) => parts,
        None if label.len() == 6 && label.is_ascii() => label.split_at(4),
        None => return None,
    };
    let month = right.parse::<i64>().ok().filter(|m| (1..=12).contains(m))?;
    Some(12 * year(left)? + month - 1)
}

fn day(label: &str) -> Option<i64> {
    let dashed = label.len() == 10 && label.as_bytes()[4] == b'-';
    label.parse::<Date>().ok().filter(|_| dashed).map(days)
}

/// Days since 0001-01-01, a Monday.
fn days(date: Date) -> i64 {
    let before = i64::from(date.year()) - 1;
    365 * before + before.div_euclid(4) - before.div_euclid(100)
        + before.div_euclid(400)
        + i64::from(date.day_of_year())
        - 1
}

/// Days that lie whole weeks apart are weeks, those on the first of months are months.
fn spaced(places: Vec<i64>) -> (Vec<i64>, f64) {
    let first = places[0];
    if places.len() > 1 && places.iter().all(|p| (p - first) % 7 == 0) {
        return (places.iter().map(|p| p.div_euclid(7)).collect(), 52.0);
    }
    let start = Date::constant(1, 1, 1);
    let dates: Option<Vec<Date>> = places
        .iter()
        .map(|p| start.checked_add(jiff::Span::new().days(*p)).ok())
        .collect();
    match dates {
        Some(dates) if places.len() > 1 && dates.iter().all(|d| d.day() == 1) => {
            let month = |d: &Date| 12 * i64::from(d.year()) + i64::from(d.month()) - 1;
            (dates.iter().map(month).collect(), 12.0)
        }
        _ => (places, 365.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(labels: &[&str]) -> Periods {
        let rows = labels.iter().map(|l| vec![(*l).to_owned()]);
        let table = Table::new(vec!["when".to_owned()], rows).unwrap();
        Periods::read(&table, "when", &Missing::default()).unwrap()
    }

    #[test]
    fn weeks_run_on_over_the_turn_of_a_long_year_and_gaps_stay_open() {
        let found = read(&["2021-W01", "2020-W53", "2021-W03"]);
        assert_eq!(found.of, [Some(1), Some(0), Some(3)]);
        assert_eq!(
            (found.per_year, found.labels[2].clone()),
            (Some(52.0), None)
        );
    }

    #[test]
    fn months_quarters_days_and_numbers_are_told_apart() {
        assert_eq!(read(&["2025-12", "2026-02"]).of, [Some(0), Some(2)]);
        assert_eq!(read(&["2025Q4", "2026-Q1"]).per_year, Some(4.0));
        assert_eq!(read(&["202512", "202601"]).of, [Some(0), Some(1)]);
        let mondays = read(&["2026-03-02", "2026-03-16", "2026-03-09"]);
        assert_eq!((mondays.of[1], mondays.per_year), (Some(2), Some(52.0)));
        assert_eq!(
            read(&["2026-01-01", "2026-02-01", "2026-03-01"]).per_year,
            Some(12.0)
        );
        assert_eq!(read(&["2026-01-01", "2026-01-03"]).of[1], Some(2));
        let numbers = read(&["9", "10", "11"]);
        assert_eq!((numbers.of[0], numbers.per_year), (Some(0), None));
        assert!(read(&["late", "early"]).warning.is_some());
    }
}
