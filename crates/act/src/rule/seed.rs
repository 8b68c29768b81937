//! The rules that a new workspace begins with.

use super::{Condition, Op, RuleBody};
use domain::case::Priority;

/// English words that ask for a person at once. Workspaces in other languages add their own.
const SAFETY: [&str; 16] = [
    "unsafe",
    "not safe",
    "injur*",
    "bleeding",
    "ambulance",
    "assault*",
    "harass*",
    "threaten*",
    "discriminat*",
    "poison*",
    "allergic reaction",
    "suicid*",
    "kill myself",
    "choking",
    "on fire",
    "abus*",
];

/// Names and bodies of the rules that a new workspace begins with.
pub fn usual() -> Vec<(&'static str, RuleBody)> {
    vec![
        (
            "Detractor",
            RuleBody {
                when: vec![Condition::Score {
                    question: "nps".into(),
                    op: Op::AtMost,
                    value: 6.0,
                }],
                priority: Priority::Normal,
                due_hours: None,
                title: Some("Scored {score} on {question}".into()),
                max_age_days: super::USUAL_AGE_DAYS,
            },
        ),
        (
            "Safety",
            RuleBody {
                when: vec![Condition::Text {
                    any: SAFETY.map(str::to_owned).to_vec(),
                }],
                priority: Priority::Urgent,
                due_hours: Some(4),
                title: Some("Safety: {phrase}".into()),
                max_age_days: super::USUAL_AGE_DAYS,
            },
        ),
    ]
}
