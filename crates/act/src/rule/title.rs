//! A case's title from a rule's template: known names in braces, nothing else.

use domain::Problem;

/// What may stand in braces.
pub(super) const NAMES: [&str; 8] = [
    "score", "question", "post", "location", "channel", "topic", "phrase", "rule",
];

/// The longest title, in characters.
const LONGEST: usize = 200;

/// Whether all braces close and hold a known name.
pub(super) fn check(template: &str) -> Result<(), Problem> {
    let bad = |detail: String, hint: String| Err(Problem::new("rule_invalid", detail, hint));
    if template.chars().nth(LONGEST).is_some() {
        return bad(
            "the title has more than 200 characters".into(),
            "shorten it".into(),
        );
    }
    if template.chars().any(char::is_control) {
        return bad(
            "the title holds a line end or control character".into(),
            "write it as one line".into(),
        );
    }
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('{') {
        let name = after.split_once('}').map(|(name, _)| name);
        match name {
            Some(name) if NAMES.contains(&name) => rest = &after[name.len() + 1..],
            Some(name) => {
                return bad(
                    format!("the title names '{{{name}}}', which there is not"),
                    format!("use one of {{{}}}", NAMES.join("}, {")),
                );
            }
            None => {
                return bad(
                    "the title has a '{' that is not closed".into(),
                    "close it with '}'".into(),
                );
            }
        }
    }
    Ok(())
}

/// Fills the names in; what is not known becomes `–`.
pub(super) fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            rest = after;
            continue;
        };
        match value(name) {
            Some(text) => out.push_str(&text),
            None => out.push('–'),
        }
        rest = behind;
    }
    out.push_str(rest);
    out.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect()
}
