//! What becomes of each case: decided beforehand, so that the demo has cases in every state.

use super::bare::DAY;
use super::dice::Dice;
use super::posts::promise_hours;
use super::story::Told;
use act::rule::{Rule, decide};
use domain::SignalId;
use domain::case::Priority;
use domain::time::Micros;
use std::collections::BTreeMap;

const HOUR: i64 = 3_600_000_000;
/// Open cases whose answer is not due yet.
const OPEN: usize = 8;
/// Open cases that nobody answered in time.
const OVERDUE: usize = 4;
/// Cases that were answered and not closed.
const ANSWERED: usize = 8;

/// What becomes of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Somebody will answer; it is not due yet.
    Open,
    /// Somebody should have answered.
    Overdue,
    /// Answered, not closed.
    Answered,
    /// Answered and closed.
    Closed,
    /// Closed without an answer, because the person left no address.
    Unreachable,
}

/// A signal that will open a case.
#[derive(Debug, Clone)]
pub(super) struct Fated {
    pub(super) told: Told,
    pub(super) fate: Fate,
    /// Whether the first answer comes within what was promised.
    pub(super) in_time: bool,
    /// What is promised, in microseconds.
    pub(super) promised: i64,
}

/// The fates of those signals that the rules will open a case for. They are dealt from the newest
/// case to the oldest: who spoke last still waits.
pub(super) fn deal(
    dice: &mut Dice,
    told: &[Told],
    rules: &[Rule],
    now: Micros,
) -> BTreeMap<SignalId, Fated> {
    let (mut open, mut overdue, mut answered) = (0, 0, 0);
    let mut fates = BTreeMap::new();
    for told in told.iter().rev() {
        let signal = &told.incoming.signal;
        let Some(opening) = decide(rules, signal, None) else {
            continue;
        };
        let hours = opening
            .due_hours
            .map_or_else(|| promise_hours(told.post), i64::from);
        let due_at = signal.received_at + hours * HOUR;
        let days = (now - signal.received_at) / DAY;
        let reachable = told.incoming.customer.is_some() && signal.consent.purpose != "research";
        let fate = if open < OPEN && due_at > now + HOUR {
            open += 1;
            Fate::Open
        } else if !reachable {
            Fate::Unreachable
        } else if opening.priority == Priority::Urgent {
            Fate::Closed
        } else if overdue < OVERDUE && due_at < now - 6 * HOUR && days < 21 && dice.chance(0.3) {
            overdue += 1;
            Fate::Overdue
        } else if answered < ANSWERED && days < 18 && dice.chance(0.6) {
            answered += 1;
            Fate::Answered
        } else {
            Fate::Closed
        };
        // While the couriers were on strike, answers were late too.
        let share = match (opening.priority, told.about) {
            (Priority::Urgent, _) => 1.0,
            (_, "strike") => 0.62,
            _ => 0.82,
        };
        let in_time = dice.chance(share);
        let fated = Fated {
            told: told.clone(),
            fate,
            in_time,
            promised: hours * HOUR,
        };
        fates.insert(signal.id.clone(), fated);
    }
    fates
}
