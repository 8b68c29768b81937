//! A rule: conditions over a signal and what was read in it; all must hold, then a case is opened.

mod condition;
mod decide;
mod phrase;
mod seed;
mod title;

pub use condition::{Condition, Felt, Op, Sentiment};
pub use decide::{Opening, decide};
pub use seed::usual;

use domain::case::Priority;
use domain::{Problem, RuleId};
use serde::{Deserialize, Serialize};

/// The most conditions a rule may have.
const MOST_CONDITIONS: usize = 20;
/// Signals about something longer ago open no case, unless the rule says otherwise.
const USUAL_AGE_DAYS: u32 = 30;

/// What a rule looks for and what follows: the JSON that is stored and edited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleBody {
    /// What must hold; all of it.
    pub when: Vec<Condition>,
    /// How much the case matters.
    #[serde(default)]
    pub priority: Priority,
    /// Hours until an answer is due; the listening post's promise where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_hours: Option<u32>,
    /// The case's title, with `{score}`, `{question}`, `{post}`, `{location}`, `{channel}`, `{topic}`,
    /// `{phrase}`, `{rule}` filled in; the rule's name where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What happened more days before it was received opens no case, so that importing history does
    /// not promise answers to people of years ago.
    #[serde(default = "usual_age")]
    pub max_age_days: u32,
}

fn usual_age() -> u32 {
    USUAL_AGE_DAYS
}

/// A rule, ready to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Id.
    pub id: RuleId,
    /// Its name as people see it.
    pub name: String,
    /// Conditions and consequences.
    pub body: RuleBody,
    /// Whether it is looked at.
    pub enabled: bool,
}

impl Rule {
    /// Whether it asks for something that only annotation knows.
    pub fn needs_annotation(&self) -> bool {
        self.body.when.iter().any(Condition::needs_annotation)
    }
}

impl RuleBody {
    /// Reads and checks a rule's JSON.
    pub fn read(json: &serde_json::Value) -> Result<Self, Problem> {
        let body: Self = serde_json::from_value(json.clone()).map_err(|e| {
            Problem::new(
                "rule_invalid",
                format!("the rule does not read: {e}"),
                "compare it with the example in the reference of rules",
            )
        })?;
        body.check()?;
        Ok(body)
    }

    /// Whether the rule can be kept: sizes, values, names in the title.
    pub fn check(&self) -> Result<(), Problem> {
        let problem = |detail: String, hint: &str| Err(Problem::new("rule_invalid", detail, hint));
        if self.when.is_empty() {
            return problem(
                "the rule has no condition and would open a case for everything".into(),
                "add at least one condition to 'when'",
            );
        }
        if self.when.len() > MOST_CONDITIONS {
            return problem(
                format!("the rule has {} conditions", self.when.len()),
                "keep at most 20; make a second rule for the others",
            );
        }
        for (i, condition) in self.when.iter().enumerate() {
            if let Err((what, mend)) = condition.check() {
                return problem(format!("condition {}: {what}", i + 1), mend);
            }
        }
        if let Some(hours) = self.due_hours
            && !(1..=8_760).contains(&hours)
        {
            return problem(
                format!("due_hours is {hours}"),
                "give 1 to 8760 hours, or leave it out to take the post's promise",
            );
        }
        title::check(self.title.as_deref().unwrap_or_default())
    }
}
