//! An alert: a stream of answers left what its past explains.
//!
//! Open → Closed, and muted in between for as long as a person says. What people say about an
//! alert ("not useful") makes the monitor quieter on its stream.

use crate::time::Micros;
use crate::{AlertId, SignalId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is watched over time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stream {
    /// Counted or averaged.
    pub kind: StreamKind,
    /// The topic's id, or the question's key.
    pub what: String,
    /// The place; all of them when absent.
    pub location: Option<String>,
}

impl Stream {
    /// A text that is the same for the same stream, and no other's.
    pub fn key(&self) -> String {
        let place = self.location.as_deref().unwrap_or("");
        format!("{}\u{1f}{}\u{1f}{place}", self.kind.as_str(), self.what)
    }
}

/// How a stream is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreamKind {
    /// How many verbatims mention a topic and are displeased with it, of all verbatims.
    Topic,
    /// The mean of a question.
    Score,
}

impl StreamKind {
    /// The word as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Score => "score",
        }
    }
}

/// A part of a shift: a value of a dimension, and how much of the shift it explains.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShiftCell {
    /// The dimension's column.
    pub dimension: String,
    /// Its value; absent for "not given".
    pub value: Option<String>,
    /// What was observed there.
    pub observed: f64,
    /// What its own past would have given.
    pub expected: f64,
    /// Its part of the difference, 0 to 1; parts of one dimension add up to 1 at most.
    pub share: f64,
}

/// What the monitor saw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    /// Where.
    pub stream: Stream,
    /// First day of the first period that is out of line.
    pub since: Date,
    /// First day of the last period that was looked at.
    pub through: Date,
    /// Counted, or averaged, since then.
    pub observed: f64,
    /// What the past before explains.
    pub expected: f64,
    /// Lower end of what it explains, at the alarm's level.
    pub low: f64,
    /// Upper end of what it explains.
    pub high: f64,
    /// Verbatims or answers behind it.
    pub n: u64,
    /// The monitor's statistic.
    pub statistic: f64,
    /// The limit that it passed.
    pub limit: f64,
    /// False alarms that this limit lets through on such a stream, per year.
    pub false_per_year: f64,
    /// Where it comes from, the largest part first.
    pub cells: Vec<ShiftCell>,
    /// Signals whose words tell of it; the words stay where they are.
    pub signals: Vec<SignalId>,
}

/// Where an alert stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// Someone should look.
    Open,
    /// Nobody wants to hear of it for a while.
    Muted,
    /// Looked at, or over.
    Closed,
}

impl AlertState {
    /// The word as stored and shown in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Muted => "muted",
            Self::Closed => "closed",
        }
    }
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "open" => Some(Self::Open),
            "muted" => Some(Self::Muted),
            "closed" => Some(Self::Closed),
            _ => None,
        }
    }
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Id.
    pub id: AlertId,
    /// What was seen, as of the newest look.
    pub shift: Shift,
    /// Where it stands.
    pub state: AlertState,
    /// When it was opened.
    pub opened_at: Micros,
    /// When the numbers were last brought up to date.
    pub seen_at: Micros,
    /// Until when a muted one stays quiet.
    pub muted_until: Option<Micros>,
    /// When it was closed.
    pub closed_at: Option<Micros>,
    /// Whether a person found it useful; absent while nobody said.
    pub useful: Option<bool>,
}

/// A step that an alert's state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the alert is closed; wait for the next one on its stream")]
pub struct AlertClosed;

impl Alert {
    /// A new alert.
    pub fn open(id: AlertId, shift: Shift, now: Micros) -> Self {
        Self {
            id,
            shift,
            state: AlertState::Open,
            opened_at: now,
            seen_at: now,
            muted_until: None,
            closed_at: None,
            useful: None,
        }
    }

    /// The same alert with newer numbers; one whose mute is over is open again.
    ///
    /// # Errors
    /// [`AlertClosed`].
    pub fn seen_again(mut self, shift: Shift, now: Micros) -> Result<Self, AlertClosed> {
        self = self.not_closed()?;
        if self.muted_until.is_some_and(|until| until <= now) {
            self.state = AlertState::Open;
            self.muted_until = None;
        }
        self.shift = shift;
        self.seen_at = now;
        Ok(self)
    }

    /// Quiet until an instant.
    ///
    /// # Errors
    /// [`AlertClosed`].
    pub fn mute(mut self, until: Micros) -> Result<Self, AlertClosed> {
        self = self.not_closed()?;
        self.state = AlertState::Muted;
        self.muted_until = Some(until);
        Ok(self)
    }

    /// Closed; a new shift on its stream opens a new alert.
    ///
    /// # Errors
    /// [`AlertClosed`].
    pub fn close(mut self, now: Micros) -> Result<Self, AlertClosed> {
        self = self.not_closed()?;
        self.state = AlertState::Closed;
        self.closed_at = Some(now);
        self.muted_until = None;
        Ok(self)
    }

    /// Says whether it was useful, also of a closed one; the newest word counts.
    #[must_use]
    pub fn judge(mut self, useful: bool) -> Self {
        self.useful = Some(useful);
        self
    }

    fn not_closed(self) -> Result<Self, AlertClosed> {
        if self.state == AlertState::Closed {
            return Err(AlertClosed);
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(observed: f64) -> Shift {
        Shift {
            stream: Stream {
                kind: StreamKind::Topic,
                what: "delivery_time".into(),
                location: Some("Oslo".into()),
            },
            since: Date::constant(2026, 3, 2),
            through: Date::constant(2026, 3, 9),
            observed,
            expected: 10.0,
            low: 4.0,
            high: 17.0,
            n: 200,
            statistic: 8.1,
            limit: 6.0,
            false_per_year: 0.1,
            cells: Vec::new(),
            signals: Vec::new(),
        }
    }

    #[test]
    fn a_muted_alert_takes_newer_numbers_in_silence_until_its_time_is_over() {
        let alert = Alert::open(AlertId::new("a"), shift(30.0), 0);
        let muted = alert.mute(100).unwrap();
        let later = muted.seen_again(shift(35.0), 50).unwrap();
        assert_eq!(
            (later.state, later.shift.observed),
            (AlertState::Muted, 35.0)
        );
        let over = later.seen_again(shift(40.0), 100).unwrap();
        assert_eq!((over.state, over.muted_until), (AlertState::Open, None));
    }

    #[test]
    fn a_closed_alert_changes_no_more_but_can_be_judged() {
        let closed = Alert::open(AlertId::new("a"), shift(30.0), 0)
            .close(9)
            .unwrap();
        assert_eq!(
            closed.clone().seen_again(shift(1.0), 10).unwrap_err(),
            AlertClosed
        );
        assert_eq!(closed.clone().mute(10).unwrap_err(), AlertClosed);
        assert_eq!(closed.clone().close(10).unwrap_err(), AlertClosed);
        assert_eq!(closed.judge(false).useful, Some(false));
    }

    #[test]
    fn streams_with_and_without_a_place_have_keys_of_their_own() {
        let here = shift(1.0).stream;
        let everywhere = Stream {
            location: None,
            ..here.clone()
        };
        assert_ne!(here.key(), everywhere.key());
    }
}
