//! Instants and dates: UTC microseconds, and the local date fixed at intake.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Unix microseconds, UTC.
pub type Micros = i64;

/// The refusal to read a text as a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a time: write 2026-03-01T09:30:00Z, 2026-03-01 09:30 or 2026-03-01")]
pub struct NotATime(pub String);

/// An instant as RFC 3339 text with microseconds where there are any.
pub fn to_text(at: Micros) -> String {
    match Timestamp::from_microsecond(at) {
        Ok(at) => at.to_string(),
        Err(_) => format!("{at} µs"),
    }
}

/// Reads RFC 3339, `YYYY-MM-DD[ T]hh:mm[:ss]` (in `zone`) or a date (its start in `zone`).
pub fn parse(text: &str, zone: &TimeZone) -> Result<Micros, NotATime> {
    let trimmed = text.trim();
    if let Ok(at) = trimmed.parse::<Timestamp>() {
        return Ok(at.as_microsecond());
    }
    let civil = trimmed
        .parse::<jiff::civil::DateTime>()
        .or_else(|_| trimmed.parse::<Date>().map(|d| d.at(0, 0, 0, 0)))
        .map_err(|_| NotATime(text.chars().take(60).collect()))?;
    civil
        .to_zoned(zone.clone())
        .map(|z| z.timestamp().as_microsecond())
        .map_err(|_| NotATime(text.chars().take(60).collect()))
}

/// The local date of an instant in a time zone.
pub fn local_date(at: Micros, zone: &TimeZone) -> Date {
    let at = Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    zone.to_datetime(at).date()
}

/// Days since 1970-01-01, as the lake stores dates.
pub fn to_days(on: Date) -> i32 {
    on.since(Date::constant(1970, 1, 1))
        .map(|span| span.get_days())
        .unwrap_or(0)
}

/// The date so many days after 1970-01-01; `None` beyond the calendar.
pub fn from_days(days: i32) -> Option<Date> {
    let span = jiff::Span::new().try_days(i64::from(days)).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_its_start_in_the_zone_given() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(
            to_text(parse("2026-03-01", &zone).unwrap()),
            "2026-02-28T22:00:00Z"
        );
        assert_eq!(
            local_date(parse("2026-03-01", &zone).unwrap(), &zone),
            Date::constant(2026, 3, 1)
        );
    }

    #[test]
    fn what_is_no_time_is_named() {
        assert!(
            parse("soon", &TimeZone::UTC)
                .unwrap_err()
                .to_string()
                .contains("'soon'")
        );
    }

    #[test]
    fn days_count_from_the_epoch() {
        assert_eq!(to_days(Date::constant(1970, 1, 2)), 1);
        assert_eq!(to_days(Date::constant(2026, 1, 1)), 20_454);
    }
}
