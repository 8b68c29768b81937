//! Rules that name a topic which was merged: they look for the one it is part of now.

use crate::Result;
use crate::rule::{Condition, Rule};
use domain::WorkspaceId;
use serde::Deserialize;
use store::Store;

/// What is read of a codeframe, a table of the room before this one.
#[derive(Debug, Deserialize)]
struct Frame {
    topics: Vec<Topic>,
}

#[derive(Debug, Deserialize)]
struct Topic {
    id: String,
    #[serde(default)]
    aliases: Vec<String>,
}

/// The rules with merged topics under their present ids as well; what is stored stays as it is.
///
/// # Errors
/// The rows did not answer; the codeframe does not read.
pub(crate) async fn follow(
    store: &Store,
    workspace: &WorkspaceId,
    mut rules: Vec<Rule>,
) -> Result<Vec<Rule>> {
    let by_topic = |rule: &Rule| {
        let mut conditions = rule.body.when.iter();
        conditions.any(|c| matches!(c, Condition::Topic { .. }))
    };
    if !rules.iter().any(by_topic) {
        return Ok(rules);
    }
    let version = store.newest_codeframe(workspace).await?;
    if let Some(row) = store.codeframe(workspace, version).await? {
        let frame: Frame =
            serde_json::from_str(&row.body).map_err(|source| store::Error::Unreadable {
                what: "codeframe",
                source,
            })?;
        rules.iter_mut().for_each(|rule| renamed(rule, &frame));
    }
    Ok(rules)
}

fn renamed(rule: &mut Rule, frame: &Frame) {
    for condition in &mut rule.body.when {
        let Condition::Topic { any, .. } = condition else {
            continue;
        };
        let named = |topic: &&Topic| any.iter().any(|id| topic.aliases.contains(id));
        let now = frame.topics.iter().filter(named).map(|t| t.id.clone());
        let now: Vec<String> = now.collect();
        for id in now {
            if !any.contains(&id) {
                any.push(id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::RuleId;

    #[test]
    fn a_rule_on_a_merged_topic_looks_for_the_one_it_is_part_of() {
        let frame: Frame = serde_json::from_str(
            r#"{"version":"2","topics":[{"id":"waiting","aliases":["queue","line"]},{"id":"price"}]}"#,
        )
        .unwrap();
        let body = r#"{"when":[{"field":"topic","any":["queue","line","price"]},{"field":"sentiment","any":["negative"]}]}"#;
        let mut rule = Rule {
            id: RuleId::new("r"),
            name: "queues".into(),
            body: serde_json::from_str(body).unwrap(),
            enabled: true,
        };
        renamed(&mut rule, &frame);
        let Condition::Topic { any, .. } = &rule.body.when[0] else {
            panic!("{rule:?}");
        };
        assert_eq!(any, &["queue", "line", "price", "waiting"]);
    }
}
