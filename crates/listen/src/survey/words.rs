//! The page's own words, per language.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The catalogues: one file per language, the same keys in each.
const CATALOGUES: [(&str, &str); 2] = [
    ("en", include_str!("../../locales/en.json")),
    ("de", include_str!("../../locales/de.json")),
];

static WORDS: LazyLock<BTreeMap<&'static str, Map<String, Value>>> = LazyLock::new(|| {
    CATALOGUES
        .into_iter()
        // A catalogue is a constant; a test reads every one of them.
        .map(|(language, text)| (language, serde_json::from_str(text).unwrap_or_default()))
        .collect()
});

/// The languages that pages can be shown in.
pub fn languages() -> Vec<&'static str> {
    CATALOGUES.iter().map(|(language, _)| *language).collect()
}

/// The words of a language; English for one that is not there.
pub(super) fn words(language: &str) -> &'static Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    WORDS
        .get(language)
        .or_else(|| WORDS.get("en"))
        .unwrap_or(&NONE)
}

/// One text with its `{places}` filled.
pub(super) fn say(language: &str, key: &str, places: &[(&str, &str)]) -> String {
    let mut text = words(language)
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or(key)
        .to_owned();
    for (place, value) in places {
        text = text.replace(&format!("{{{place}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_words() {
        let keys = |language: &str| words(language).keys().cloned().collect::<Vec<_>>();
        let english = keys("en");
        assert!(english.len() > 20);
        for language in languages() {
            assert_eq!(keys(language), english, "{language}");
            assert!(
                words(language)
                    .values()
                    .all(|v| v.as_str().is_some_and(|t| !t.is_empty()))
            );
        }
        assert_eq!(
            say("de", "step", &[("n", "1"), ("of", "3")]),
            "Schritt 1 von 3"
        );
    }
}
