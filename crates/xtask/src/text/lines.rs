//! Lines that teach the language head, and words with known valence.

use std::fs;
use std::path::Path;

use text::train::{LanguageExample, Valence};

use super::TextTaskError;
use super::data::{read, stable};

/// Lines of one language that the subtitles may give to the language head.
const SUBTITLES_FOR_LANGUAGE: usize = 6_000;
/// The same for Norwegian.
const SUBTITLES_FOR_TWIN: usize = 1_900;
/// Fewest lines from which a language can be learned.
const FEWEST_LINES: usize = 400;

/// At most `most` of the lines, spread evenly over the whole.
pub(super) fn thinned(lines: Vec<&str>, most: usize) -> Vec<&str> {
    let count = lines.len();
    let keep = |i: usize| count <= most || (i * most) / count != ((i + 1) * most) / count;
    lines
        .into_iter()
        .enumerate()
        .filter(|(i, _)| keep(*i))
        .map(|(_, line)| line)
        .collect()
}

/// A tenth of the subtitle lines is held out to test the language head.
pub(super) fn held_for_language(line: &str) -> bool {
    (stable(line) >> 23).is_multiple_of(10)
}

/// Lines with their language: those to learn from, and those to test with.
pub fn languages(
    data: &Path,
) -> Result<(Vec<LanguageExample>, Vec<LanguageExample>), TextTaskError> {
    let folder = data.join("xed/Projections");
    let mut fit = Vec::new();
    let mut test = Vec::new();
    let listed = fs::read_dir(&folder).map_err(|source| TextTaskError::Read {
        path: folder.clone(),
        source,
    })?;
    let mut names: Vec<String> = listed
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    for name in names {
        let code = name.split('-').next().unwrap_or_default();
        // Chinese and Japanese are told by their script; Bosnian cannot be told from its
        // neighbours on one line.
        if matches!(
            code,
            "cn" | "zh" | "tw" | "ja" | "ml" | "th" | "el" | "he" | "bs"
        ) {
            continue;
        }
        let language = if code == "br" { "pt" } else { code };
        let content = read(&folder.join(&name))?;
        let lines: Vec<&str> = content
            .lines()
            .filter_map(|l| l.rsplit_once('\t'))
            .map(|l| l.0)
            .collect();
        if lines.len() < FEWEST_LINES {
            continue;
        }
        // Norwegian has twice the lines of Danish, its near twin, and would take it over.
        let most = if code == "no" {
            SUBTITLES_FOR_TWIN
        } else {
            SUBTITLES_FOR_LANGUAGE
        };
        for line in thinned(lines, most) {
            let e = LanguageExample {
                text: line.to_owned(),
                language: language.to_owned(),
            };
            if held_for_language(line) {
                test.push(e)
            } else {
                fit.push(e)
            }
        }
    }
    Ok((fit, test))
}

/// Sentences written for this project, `models/corpus/languages.jsonl`.
pub fn authored_lines() -> Result<Vec<LanguageExample>, TextTaskError> {
    let corpus = include_str!("../../../../models/corpus/languages.jsonl");
    let read = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        let part = |key: &str| value[key].as_str().map(str::to_owned);
        Some(LanguageExample {
            text: part("text")?,
            language: part("language")?,
        })
    };
    let shape = |line: &str| TextTaskError::Shape {
        path: "models/corpus/languages.jsonl".into(),
        detail: format!("{line:?} is not a language and a text"),
    };
    corpus
        .lines()
        .map(|line| read(line).ok_or_else(|| shape(line)))
        .collect()
}

/// Valences of the category A lexicons; pattern's -1..1 is brought to AFINN's scale.
pub fn valences(data: &Path) -> Result<Vec<Valence>, TextTaskError> {
    let mut all = afinn_words(data)?;
    afinn(
        &read(&data.join("afinn/AFINN-emoticon-8.txt"))?,
        "",
        &mut all,
    );
    for language in ["en", "fr", "it", "nl"] {
        for line in read(&data.join(format!("pattern/{language}-sentiment.xml")))?.lines() {
            let value =
                |key: &str| Some(line.split_once(&format!("{key}=\""))?.1.split_once('"')?.0);
            let polarity = value("polarity").and_then(|v| v.parse::<f32>().ok());
            if let (Some(word), Some(polarity)) = (value("form"), polarity) {
                let points = polarity * 4.0;
                all.push(Valence {
                    language: language.to_owned(),
                    word: word.to_lowercase(),
                    points,
                });
            }
        }
    }
    Ok(all)
}

/// AFINN's words in seven languages.
pub fn afinn_words(data: &Path) -> Result<Vec<Valence>, TextTaskError> {
    let mut all = Vec::new();
    for language in ["en", "da", "fi", "fr", "sv", "pl", "tr"] {
        let size = if language == "da" { 32 } else { 165 };
        let content = read(&data.join(format!("afinn/AFINN-{language}-{size}.txt")))?;
        afinn(&content, language, &mut all);
    }
    Ok(all)
}

fn afinn(content: &str, language: &str, all: &mut Vec<Valence>) {
    for line in content.lines() {
        if let Some((word, points)) = line.rsplit_once('\t')
            && let Ok(points) = points.trim().parse::<f32>()
        {
            all.push(Valence {
                language: language.to_owned(),
                word: word.trim().to_lowercase(),
                points,
            });
        }
    }
}
