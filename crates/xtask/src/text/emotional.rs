//! Sets in which people named emotions: GoEmotions, BRIGHTER and XED.

use std::path::Path;

use text::train::Example;
use text::{Basic, Emotion};

use super::TextTaskError;
use super::data::{Part, example, read};
use super::lines::{held_for_language, thinned};

/// Lines of one language that the subtitles may give to sentiment and emotion.
const SUBTITLES_FOR_HEADS: usize = 4_000;
/// How much a row of GoEmotions counts for the emotions.
const GOEMOTIONS_WEIGHT: f32 = 1.0;
/// Field emotions that no label of GoEmotions says anything of.
const NEVER_ASKED: u32 = 1 << Emotion::Indifferent as u32 | 1 << Emotion::CreepedOut as u32;
/// Languages whose subtitles also teach sentiment and emotion.
const HEAD_LANGUAGES: &[&str] = &[
    "de", "fr", "es", "nl", "da", "sv", "no", "it", "pt", "pl", "ru", "tr",
];

/// GoEmotions in our names; polarity is what its emotions imply.
pub(super) fn goemotions(
    data: &Path,
    file: &str,
    part: Part,
    all: &mut Vec<(Part, Example)>,
) -> Result<(), TextTaskError> {
    let folder = data.join("goemotions/original");
    let labels = read(&folder.join("labels.txt"))?;
    let labels: Vec<&str> = labels.lines().map(str::trim).collect();
    for line in read(&folder.join(format!("{file}.tsv")))?.lines() {
        let mut cells = line.split('\t');
        let (Some(text), Some(ids)) = (cells.next(), cells.next()) else {
            continue;
        };
        let ids = ids.split(',').filter_map(|id| id.parse::<usize>().ok());
        let named: Vec<&str> = ids.filter_map(|id| labels.get(id).copied()).collect();
        let mut e = example(text, "en", "goemotions", 0.4);
        e.emotion_weight = GOEMOTIONS_WEIGHT;
        let felt = named
            .iter()
            .filter_map(|label| Emotion::of_goemotions(label));
        let felt = felt.fold(0, |bits, f| bits | 1 << f as u32);
        e.field = Some((felt, !NEVER_ASKED));
        let basics = named.iter().filter_map(|label| Basic::of_goemotions(label));
        let basics = basics.fold(0, |bits, b| bits | 1 << b as u32);
        e.basic = Some((basics, 0b111_1111));
        e.sentiment = polarity(basics, basics == 1 << Basic::Neutral as u32);
        all.push((part, e));
    }
    Ok(())
}

/// Sentiment that basic emotions imply; `None` when they are mixed or only surprise.
fn polarity(basics: u32, neutral: bool) -> Option<[f32; 3]> {
    let has = |b: Basic| basics & (1 << b as u32) != 0;
    let good = has(Basic::Joy);
    let bad = has(Basic::Anger) || has(Basic::Disgust) || has(Basic::Fear) || has(Basic::Sadness);
    match (bad, good, neutral) {
        (true, false, _) => Some([1.0, 0.0, 0.0]),
        (false, true, _) => Some([0.0, 0.0, 1.0]),
        (false, false, true) if !has(Basic::Surprise) => Some([0.0, 1.0, 0.0]),
        _ => None,
    }
}

/// One language and split of BRIGHTER; a file without labels gives nothing.
pub(super) fn brighter(
    data: &Path,
    code: &str,
    language: &str,
    file: &str,
    part: Part,
    all: &mut Vec<(Part, Example)>,
) -> Result<(), TextTaskError> {
    let path = data.join(format!("brighter/{file}/{code}.csv"));
    let shape = |detail: String| TextTaskError::Shape {
        path: path.clone(),
        detail,
    };
    let content = read(&path)?;
    let mut reader = csv::Reader::from_reader(content.as_bytes());
    let columns = reader
        .headers()
        .map_err(|error| shape(error.to_string()))?
        .clone();
    for row in reader.records() {
        let row = row.map_err(|error| shape(error.to_string()))?;
        let (mut present, mut asked) = (0, 0);
        for basic in Basic::ALL {
            let cell = columns
                .iter()
                .position(|c| c == basic.name())
                .and_then(|i| row.get(i));
            match cell {
                Some("1") => {
                    (present, asked) = (present | 1 << basic as u32, asked | 1 << basic as u32)
                }
                Some("0") => asked |= 1 << basic as u32,
                _ => {}
            }
        }
        if asked == 0 {
            continue;
        }
        let mut e = example(
            row.get(1).unwrap_or_default(),
            language,
            &format!("brighter-{language}"),
            0.7,
        );
        e.basic = Some((present, asked));
        e.sentiment = polarity(present, present == 0);
        all.push((part, e));
    }
    Ok(())
}

/// XED numbers Plutchik's eight; anticipation (2) and trust (8) have no basic emotion here.
fn xed_basics(ids: &str) -> u32 {
    ids.split(',').fold(0, |bits, id| match id.trim() {
        "1" => bits | 1 << Basic::Anger as u32,
        "3" => bits | 1 << Basic::Disgust as u32,
        "4" => bits | 1 << Basic::Fear as u32,
        "5" => bits | 1 << Basic::Joy as u32,
        "6" => bits | 1 << Basic::Sadness as u32,
        "7" => bits | 1 << Basic::Surprise as u32,
        _ => bits,
    })
}

/// Subtitles with emotions, annotated or projected, and neutral ones.
pub(super) fn xed_heads(data: &Path, all: &mut Vec<(Part, Example)>) -> Result<(), TextTaskError> {
    let folder = data.join("xed");
    let mut files = vec![
        (
            "en".to_owned(),
            folder.join("AnnotatedData/en-annotated.tsv"),
        ),
        (
            "fi".to_owned(),
            folder.join("AnnotatedData/fi-annotated.tsv"),
        ),
    ];
    for language in HEAD_LANGUAGES {
        let name = if *language == "tr" {
            "tr-projections2"
        } else {
            &format!("{language}-projections")
        };
        files.push((
            (*language).to_owned(),
            folder.join(format!("Projections/{name}.tsv")),
        ));
    }
    for (language, path) in files {
        let content = read(&path)?;
        let lines = thinned(content.lines().collect(), SUBTITLES_FOR_HEADS);
        for line in lines.into_iter().filter(|line| !held_for_language(line)) {
            let Some((text, ids)) = line.rsplit_once('\t') else {
                continue;
            };
            let basics = xed_basics(ids);
            let weight = if language == "en" { 0.1 } else { 0.4 };
            let mut e = example(text, &language, &format!("xed-{language}"), weight);
            e.emotion_weight = 0.4;
            e.basic = Some((basics, 0b11_1111));
            e.sentiment = polarity(basics, false);
            all.push((Part::Fit, e));
        }
    }
    for (language, file, column) in [("en", "neu_en.txt", 1), ("fi", "neu_fi.txt", 1)] {
        let content = read(&folder.join("AnnotatedData").join(file))?;
        for line in thinned(content.lines().collect(), SUBTITLES_FOR_HEADS) {
            let Some(text) = line.split('\t').nth(column) else {
                continue;
            };
            let weight = if language == "en" { 0.1 } else { 0.4 };
            let mut e = example(text, language, &format!("xed-{language}"), weight);
            e.emotion_weight = 0.4;
            e.basic = Some((0, 0b11_1111));
            e.sentiment = polarity(0, true);
            all.push((Part::Fit, e));
        }
    }
    Ok(())
}
