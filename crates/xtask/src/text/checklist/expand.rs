//! From templates to cases.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Case, Checklist, Kind, Test};

/// Letters from which a word is long enough for a slip of the finger.
const LONG: usize = 5;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lists: BTreeMap<String, Vec<Filler>>,
    tests: Vec<Template>,
}

/// A word, or two that stand for each other.
#[derive(Deserialize)]
#[serde(untagged)]
enum Filler {
    One(String),
    Two([String; 2]),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    capability: String,
    name: String,
    kind: Kind,
    #[serde(default)]
    expect: Vec<Expected>,
    #[serde(default)]
    texts: Vec<String>,
    #[serde(default)]
    pairs: Vec<[String; 2]>,
    #[serde(default)]
    edit: Option<Edit>,
    /// Cases taken, spread evenly over all that the words give.
    #[serde(default)]
    most: Option<usize>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Expected {
    Negative,
    Neutral,
    Positive,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Edit {
    Swap,
    Drop,
    Plain,
}

/// Reads templates and fills them in every way, in order.
pub fn expand(json: &str) -> Result<Checklist, serde_json::Error> {
    let file: File = serde_json::from_str(json)?;
    let (mut tests, mut cases) = (Vec::new(), Vec::new());
    for template in &file.tests {
        let test = tests.len();
        tests.push(Test {
            capability: template.capability.clone(),
            name: template.name.clone(),
            kind: template.kind,
            expect: template.expect.iter().map(|&e| e as usize).collect(),
        });
        let mut all = Vec::new();
        for text in &template.texts {
            let filled = filled(&file.lists, vec![text.clone()]);
            all.extend(filled.into_iter().map(|mut texts| {
                let first = texts.swap_remove(0);
                let second = template.edit.map(|edit| edited(&first, edit));
                Case {
                    test,
                    first,
                    second,
                }
            }));
        }
        for [first, second] in &template.pairs {
            let filled = filled(&file.lists, vec![first.clone(), second.clone()]);
            all.extend(filled.into_iter().map(|mut texts| {
                let second = texts.pop();
                let first = texts.swap_remove(0);
                Case {
                    test,
                    first,
                    second,
                }
            }));
        }
        let (n, most) = (all.len(), template.most.unwrap_or(usize::MAX));
        let taken = all.into_iter().enumerate();
        let taken = taken.filter(|(i, _)| n <= most || (i * most) / n != ((i + 1) * most) / n);
        cases.extend(taken.map(|(_, case)| case));
    }
    Ok(Checklist { tests, cases })
}

/// Fills the first gap of the texts with every word of its list, then the next.
fn filled(lists: &BTreeMap<String, Vec<Filler>>, texts: Vec<String>) -> Vec<Vec<String>> {
    let gap = texts.iter().find_map(|text| {
        let inside = text.split_once('{')?.1.split_once('}')?.0;
        Some(inside.split('.').next().unwrap_or(inside).to_owned())
    });
    let Some(words) = gap.as_ref().and_then(|gap| Some((gap, lists.get(gap)?))) else {
        return vec![texts];
    };
    let (gap, words) = words;
    let mut all = Vec::new();
    for word in words {
        let put = |text: &String| match word {
            Filler::One(word) => text.replace(&format!("{{{gap}}}"), word),
            Filler::Two([first, second]) => text
                .replace(&format!("{{{gap}.0}}"), first)
                .replace(&format!("{{{gap}.1}}"), second),
        };
        all.extend(filled(lists, texts.iter().map(put).collect()));
    }
    all
}

/// The text with a slip in its last long word, or without capitals and marks.
fn edited(text: &str, edit: Edit) -> String {
    if let Edit::Plain = edit {
        let kept = text.chars().filter(|c| c.is_alphanumeric() || *c == ' ');
        return kept.flat_map(char::to_lowercase).collect();
    }
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let long = |word: &&mut String| word.chars().filter(|c| c.is_alphabetic()).count() >= LONG;
    if let Some(word) = words.iter_mut().rev().find(long) {
        let mut letters: Vec<char> = word.chars().collect();
        match edit {
            Edit::Drop => {
                letters.remove(2);
            }
            _ => letters.swap(2, 3),
        }
        *word = letters.into_iter().collect();
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_touch_one_word() {
        assert_eq!(
            edited("Very slow service.", Edit::Swap),
            "Very slow sevrice."
        );
        assert_eq!(
            edited("Very slow service.", Edit::Drop),
            "Very slow sevice."
        );
        assert_eq!(edited("Very slow, I say!", Edit::Plain), "very slow i say");
    }

    #[test]
    fn both_texts_of_a_pair_get_the_same_words() {
        let json = r#"{"lists": {"a": ["x", "y"], "n": [["1", "2"]]}, "tests": [{"capability": "c",
            "name": "t", "kind": "same", "pairs": [["{a} {n.0}", "{n.1} {a}"]]}]}"#;
        let list = expand(json).unwrap();
        assert_eq!(
            list.texts().collect::<Vec<_>>(),
            ["x 1", "2 x", "y 1", "2 y"]
        );
    }
}
