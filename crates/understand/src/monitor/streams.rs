//! Weeks of verbatims as streams: a topic at each place, and everywhere.

use crate::analyze::{AnalyzeError, Table};
use columns::{Grain, TopicWeek};
use domain::alert::{Stream, StreamKind};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Column of the verbatims that could have named the topic.
pub(super) const EXPOSURE: &str = "exposure";
/// Column of the stream's number.
pub(super) const STREAM: &str = "stream";
/// Places watched: those with the most verbatims.
const PLACES: usize = 100;
/// Fewest displeased verbatims of a topic over the whole past for it to be watched somewhere.
const FEWEST: u64 = 10;

/// The table that `spikes` reads, and the streams by their numbers; `None` without verbatims.
pub(super) fn table(weeks: &[TopicWeek]) -> Result<Option<(Table, Vec<Stream>)>, AnalyzeError> {
    let mut exposure: BTreeMap<(Option<&str>, Date), u64> = BTreeMap::new();
    let mut places: BTreeMap<&str, u64> = BTreeMap::new();
    for all in weeks.iter().filter(|w| w.topic.is_none()) {
        *exposure.entry((None, all.week)).or_default() += all.n;
        if let Some(place) = all.location.as_deref() {
            *exposure.entry((Some(place), all.week)).or_default() += all.n;
            *places.entry(place).or_default() += all.n;
        }
    }
    let mut by_size: Vec<(&str, u64)> = places.into_iter().collect();
    by_size.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let watched: BTreeSet<&str> = by_size
        .iter()
        .take(PLACES)
        .map(|(place, _)| *place)
        .collect();

    let mut counts: BTreeMap<(&str, Option<&str>), BTreeMap<Date, u64>> = BTreeMap::new();
    for week in weeks {
        let Some(topic) = week.topic.as_deref() else {
            continue;
        };
        let mut add = |place| {
            let of_stream = counts.entry((topic, place)).or_default();
            *of_stream.entry(week.week).or_default() += week.n;
        };
        add(None);
        if let Some(place) = week.location.as_deref().filter(|p| watched.contains(p)) {
            add(Some(place));
        }
    }
    counts.retain(|_, weeks| weeks.values().sum::<u64>() >= FEWEST);
    if counts.is_empty() {
        return Ok(None);
    }
    let mut streams = Vec::with_capacity(counts.len());
    let mut rows = Vec::new();
    for ((topic, place), of_stream) in &counts {
        for ((at, week), of) in &exposure {
            if at != place {
                continue;
            }
            let count = of_stream.get(week).copied().unwrap_or(0);
            rows.push(vec![
                count.to_string(),
                Grain::Week.label(*week),
                of.to_string(),
                streams.len().to_string(),
            ]);
        }
        streams.push(Stream {
            kind: StreamKind::Topic,
            what: (*topic).to_owned(),
            location: place.map(str::to_owned),
        });
    }
    let names = ["count", "period", EXPOSURE, STREAM].map(str::to_owned);
    Ok(Some((Table::new(names.to_vec(), rows)?, streams)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(topic: Option<&str>, place: Option<&str>, day: i8, n: u64) -> TopicWeek {
        TopicWeek {
            topic: topic.map(str::to_owned),
            location: place.map(str::to_owned),
            week: Date::constant(2026, 3, day),
            n,
        }
    }

    #[test]
    fn a_topic_is_watched_at_each_place_and_everywhere_and_silence_counts_as_none() {
        let weeks = [
            week(None, Some("Oslo"), 2, 40),
            week(None, Some("Oslo"), 9, 50),
            week(None, None, 9, 7),
            week(Some("price"), Some("Oslo"), 9, 12),
            week(Some("noise"), Some("Oslo"), 9, 2),
        ];
        let (table, streams) = table(&weeks).unwrap().unwrap();
        let places: Vec<_> = streams
            .iter()
            .map(|s| (s.what.as_str(), s.location.as_deref()))
            .collect();
        assert_eq!(places, [("price", None), ("price", Some("Oslo"))]);
        assert_eq!(table.column("count").unwrap(), ["0", "12", "0", "12"]);
        assert_eq!(table.column(EXPOSURE).unwrap(), ["40", "57", "40", "50"]);
        assert_eq!(table.column("period").unwrap()[0], "2026-W10");
    }
}
