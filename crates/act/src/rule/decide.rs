//! Whether a signal needs a case. Pure: the same rules and signal give the same answer.

use super::condition::Held;
use super::{Rule, title};
use domain::annotation::VerbatimRecord;
use domain::case::Priority;
use domain::{RuleId, Signal};
use std::cmp::Reverse;

/// The question whose score a case shows when no rule looked at another one.
const USUAL_QUESTION: &str = "nps";
const DAY: i64 = 86_400_000_000;

/// What a rule wants to be opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The rule.
    pub rule: RuleId,
    /// How much it matters.
    pub priority: Priority,
    /// Hours until an answer is due, when the rule says so.
    pub due_hours: Option<u32>,
    /// One line for the inbox.
    pub title: String,
    /// What held, in words.
    pub why: String,
    /// The score that was given.
    pub score: Option<f64>,
    /// The person's words, as said.
    pub words: Option<String>,
}

/// What the rules make of a signal: the opening of the highest priority, of the earlier rule among equals.
///
/// `annotation` holds the signal's verbatims as read by the model, or `None` while they are not
/// read: then conditions that need them do not hold. Test signals, and what happened longer ago
/// than a rule allows, open nothing.
pub fn decide(
    rules: &[Rule],
    signal: &Signal,
    annotation: Option<&[VerbatimRecord]>,
) -> Option<Opening> {
    if signal.test {
        return None;
    }
    let age = signal.received_at - signal.occurred_at;
    rules
        .iter()
        .filter(|rule| rule.enabled && age <= i64::from(rule.body.max_age_days) * DAY)
        .filter_map(|rule| {
            let held: Option<Vec<Held>> = rule
                .body
                .when
                .iter()
                .map(|c| c.holds(signal, annotation))
                .collect();
            Some((rule, held?))
        })
        .min_by_key(|(rule, _)| Reverse(rule.body.priority))
        .map(|(rule, held)| opening(rule, signal, &held))
}

fn opening(rule: &Rule, signal: &Signal, held: &[Held]) -> Opening {
    let scored = held.iter().find_map(|h| h.score.clone()).or_else(|| {
        let score = signal.score(USUAL_QUESTION)?;
        Some((USUAL_QUESTION.to_owned(), score))
    });
    let template = rule.body.title.as_deref().unwrap_or("{rule}");
    let title = title::fill(template, |name| match name {
        "score" => scored.as_ref().map(|(_, score)| score.to_string()),
        "question" => scored.as_ref().map(|(question, _)| question.clone()),
        "post" => Some(signal.post.to_string()),
        "location" => signal.location.clone(),
        "channel" => Some(signal.channel.clone()),
        "topic" => held.iter().find_map(|h| h.topic.clone()),
        "phrase" => held.iter().find_map(|h| h.phrase.clone()),
        _ => Some(rule.name.clone()),
    });
    let why: Vec<&str> = held.iter().map(|h| h.why.as_str()).collect();
    let words: Vec<&str> = signal.verbatims().map(|(_, words)| words.trim()).collect();
    Opening {
        rule: rule.id.clone(),
        priority: rule.body.priority,
        due_hours: rule.body.due_hours,
        title,
        why: why.join("; "),
        score: scored.map(|(_, score)| score),
        words: (!words.is_empty()).then(|| words.join("\n\n")),
    }
}
