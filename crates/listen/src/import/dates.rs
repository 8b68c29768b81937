//! When something happened, as people write it in tables.

use domain::time::{self, Micros};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// Whether the day or the month stands first in `03/04/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

/// A date of numbers as it stands: two numbers, then the year; and the time of day.
struct Parts {
    first: i8,
    second: i8,
    year: i16,
    time: Time,
}

/// Reads a time: RFC 3339, ISO dates, or numbers with `/`, `.` or `-` in the order given.
pub(super) fn read(cell: &str, order: DateOrder, zone: &TimeZone) -> Option<Micros> {
    let cell = cell.trim();
    if !cell.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    if let Ok(at) = time::parse(cell, zone) {
        return plausible(at);
    }
    // `2020-03-05 04:47:57.580 UTC`, `2026-03-01 09:30:00 +0000`, `2026/03/01`.
    if let Some(iso) = cell
        .strip_suffix(" UTC")
        .or_else(|| cell.strip_suffix(" +0000"))
    {
        return time::parse(iso, &TimeZone::UTC).ok().and_then(plausible);
    }
    if cell.len() >= 10 && cell.as_bytes()[4] == b'/' {
        return time::parse(&cell.replacen('/', "-", 2), zone)
            .ok()
            .and_then(plausible);
    }
    let parts = parts(cell)?;
    let (day, month) = match order {
        DateOrder::Dmy => (parts.first, parts.second),
        DateOrder::Mdy => (parts.second, parts.first),
    };
    let at = DateTime::from_parts(Date::new(parts.year, month, day).ok()?, parts.time);
    let at = at.to_zoned(zone.clone()).ok()?;
    plausible(at.timestamp().as_microsecond())
}

/// From 1970 on: earlier dates are empty cells of some program.
fn plausible(at: Micros) -> Option<Micros> {
    (at >= 0).then_some(at)
}

/// Whether a cell shows that the day, or that the month, stands first: `(is_date, dmy, mdy)`.
pub(super) fn evidence(cell: &str) -> (bool, bool, bool) {
    if read(cell, DateOrder::Dmy, &TimeZone::UTC).is_some() {
        let numeric = parts(cell.trim());
        return (true, numeric.is_some_and(|p| p.first > 12), false);
    }
    let month_first = read(cell, DateOrder::Mdy, &TimeZone::UTC).is_some();
    (month_first, false, month_first)
}

fn parts(cell: &str) -> Option<Parts> {
    let (date, clock) = match cell.split_once([' ', 'T', ',']) {
        Some((date, clock)) => (date, clock.trim()),
        None => (cell, ""),
    };
    let mut numbers = date.split(['/', '.', '-']);
    let first = numbers.next()?;
    let second = numbers.next()?;
    let year = numbers.next()?;
    if numbers.next().is_some() || first.len() > 2 || second.len() > 2 {
        return None;
    }
    let year = match (year.len(), year.parse::<i16>().ok()?) {
        (4, year) => year,
        (2, year @ 70..) => 1900 + year,
        (2, year) => 2000 + year,
        _ => return None,
    };
    Some(Parts {
        first: first.parse().ok()?,
        second: second.parse().ok()?,
        year,
        time: clock_of(clock)?,
    })
}

/// `09:30`, `09:30:15.5`, `9:30 PM`; midnight when there is none.
fn clock_of(text: &str) -> Option<Time> {
    if text.is_empty() {
        return Some(Time::midnight());
    }
    let upper = text.to_ascii_uppercase();
    let (clock, shift) = if let Some(clock) = upper.strip_suffix("PM") {
        (clock.trim(), Some(12))
    } else if let Some(clock) = upper.strip_suffix("AM") {
        (clock.trim(), Some(0))
    } else {
        (upper.as_str(), None)
    };
    let mut numbers = clock.split(':');
    let hour: i8 = numbers.next()?.parse().ok()?;
    let minute: i8 = numbers.next()?.parse().ok()?;
    let second: f64 = numbers.next().map_or(Some(0.0), |s| s.parse().ok())?;
    let hour = match shift {
        Some(shift) if (1..=12).contains(&hour) => hour % 12 + shift,
        Some(_) => return None,
        None => hour,
    };
    if numbers.next().is_some() || !(0.0..60.0).contains(&second) {
        return None;
    }
    Time::new(hour, minute, second as i8, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cell: &str, order: DateOrder) -> Option<String> {
        read(cell, order, &TimeZone::UTC).map(time::to_text)
    }

    #[test]
    fn dates_are_read_in_the_order_given() {
        assert_eq!(
            text("03/04/2026", DateOrder::Dmy).unwrap(),
            "2026-04-03T00:00:00Z"
        );
        assert_eq!(
            text("03/04/2026", DateOrder::Mdy).unwrap(),
            "2026-03-04T00:00:00Z"
        );
        assert_eq!(
            text("1.2.26 9:05 PM", DateOrder::Dmy).unwrap(),
            "2026-02-01T21:05:00Z"
        );
        assert_eq!(
            text("2020-03-05 04:47:57", DateOrder::Mdy).unwrap(),
            "2020-03-05T04:47:57Z"
        );
        assert_eq!(
            text("2026/03/01", DateOrder::Dmy).unwrap(),
            "2026-03-01T00:00:00Z"
        );
    }

    #[test]
    fn what_is_no_date_is_none() {
        for cell in [
            "",
            "soon",
            "31/31/2026",
            "12",
            "1/2/3/4",
            "12/31/1899 09:30:00 AM",
            "1.5",
        ] {
            assert_eq!(text(cell, DateOrder::Dmy), None, "{cell}");
        }
    }

    #[test]
    fn a_day_above_twelve_shows_the_order() {
        assert_eq!(evidence("30/09/2021"), (true, true, false));
        assert_eq!(evidence("09/30/2021"), (true, false, true));
        assert_eq!(evidence("09/10/2021"), (true, false, false));
        assert_eq!(evidence("x"), (false, false, false));
    }
}
