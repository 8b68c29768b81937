//! Time cut into windows of equal length, counted back from the newest day.

use jiff::ToSpan;
use jiff::civil::Date;

/// The newest window and those before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Windows {
    newest: Date,
    days: u32,
    /// All windows, the newest included.
    pub(super) count: usize,
}

impl Windows {
    /// The newest window ends with `newest`; `history` windows lie before it.
    pub(super) fn new(newest: Date, days: u32, history: u32) -> Self {
        Windows {
            newest,
            days: days.max(1),
            count: history as usize + 1,
        }
    }

    /// Which window holds the day, 0 the newest; none where it lies outside of all.
    pub(super) fn of(&self, day: Date) -> Option<usize> {
        let hours = self.newest.duration_since(day).as_hours();
        let days = usize::try_from(hours / 24).ok().filter(|_| hours >= 0)?;
        Some(days / self.days as usize).filter(|&at| at < self.count)
    }

    /// First and last day of a window.
    pub(super) fn bounds(&self, at: usize) -> (Date, Date) {
        let days = i64::from(self.days);
        let back = |days: i64| self.newest.saturating_sub(days.days());
        let last = days * at as i64;
        (back(last + days - 1), back(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn windows_are_counted_back_from_the_newest_day() {
        let windows = Windows::new(date(2026, 3, 10), 7, 4);
        assert_eq!(windows.of(date(2026, 3, 10)), Some(0));
        assert_eq!(windows.of(date(2026, 3, 4)), Some(0));
        assert_eq!(windows.of(date(2026, 3, 3)), Some(1));
        assert_eq!(windows.of(date(2026, 2, 4)), Some(4));
        assert_eq!(windows.of(date(2026, 2, 3)), None);
        assert_eq!(windows.of(date(2026, 3, 11)), None);
        assert_eq!(windows.bounds(1), (date(2026, 2, 25), date(2026, 3, 3)));
    }
}
