//! Judging the heads beside sentiment: aspects, emotions and languages.

use std::collections::BTreeMap;
use std::path::Path;

use text::{Basic, Emotion, Model};

use super::TextTaskError;
use super::data::{self, Part};
use super::eval::{Compared, paired};
use super::lines;
use super::metrics::{Classes, Labels};
use super::sets::{self, AspectRow, Classed};

/// A line of the table of emotions or languages.
pub struct Scored {
    /// Name of the set.
    pub name: String,
    /// Texts.
    pub n: usize,
    /// Name and value (0 to 1) of each metric.
    pub values: Vec<(&'static str, f64)>,
}

/// Topics that speak of a MAMS category.
const MAMS_TOPICS: &[(&str, &[&str])] = &[
    ("food", &["food_drink"]),
    ("menu", &["availability", "food_drink"]),
    ("staff", &["staff_attitude", "staff_competence"]),
    (
        "service",
        &[
            "waiting_time",
            "staff_attitude",
            "staff_competence",
            "booking_appointment",
        ],
    ),
    ("price", &["price_value", "payment_billing"]),
    (
        "ambience",
        &["facilities_environment", "noise", "cleanliness"],
    ),
    (
        "place",
        &[
            "facilities_environment",
            "parking_access",
            "noise",
            "cleanliness",
        ],
    ),
];

/// Polarity of given aspects: of the first mention of a fitting topic, else of the sentence.
/// The score that separates neutral from the rest is chosen on the validation split.
pub fn mams(
    model: &Model,
    folder: &Path,
    test: &[AspectRow],
    theirs: impl Fn(usize) -> Option<usize>,
) -> Result<Compared, TextTaskError> {
    let val = sets::mams(folder, "val")?;
    let scores: Vec<f32> = val.iter().map(|row| aspect_score(model, row)).collect();
    let right = |edge: f32| {
        val.iter()
            .zip(&scores)
            .filter(|(row, score)| polar(**score, edge) == row.class)
            .count()
    };
    let edges = (1..14).map(|i| i as f32 * 0.05);
    let edge = edges.max_by_key(|&edge| right(edge)).unwrap_or(0.2);
    let said: Vec<(usize, f64)> = test
        .iter()
        .map(|row| (polar(aspect_score(model, row), edge), 0.0))
        .collect();
    let rows: Vec<Classed> = test
        .iter()
        .map(|row| Classed {
            text: row.text.clone(),
            class: row.class,
        })
        .collect();
    Ok(paired("MAMS-ACSA test, aspect given", &rows, &said, theirs))
}

fn aspect_score(model: &Model, row: &AspectRow) -> f32 {
    let said = model.annotate(&row.text);
    let topics = MAMS_TOPICS
        .iter()
        .find(|(category, _)| *category == row.category)
        .map(|(_, topics)| *topics);
    let mention = said
        .topics
        .iter()
        .find(|m| topics.unwrap_or_default().contains(&m.topic.as_str()));
    mention.map_or(said.sentiment.score, |m| m.sentiment)
}

fn polar(score: f32, edge: f32) -> usize {
    if score < -edge {
        0
    } else if score > edge {
        2
    } else {
        1
    }
}

/// Good or bad mood of TweetEval's emotions (anger, joy, optimism, sadness): the sign alone.
pub fn tweet_mood(
    model: &Model,
    rows: &[Classed],
    theirs: impl Fn(usize) -> Option<f64>,
) -> Compared {
    let sign = |value: f64| if value < 0.0 { 0 } else { 2 };
    let said = rows.iter().map(|row| {
        (
            sign(f64::from(model.annotate(&row.text).sentiment.score)),
            0.0,
        )
    });
    let said: Vec<(usize, f64)> = said.collect();
    let rows: Vec<Classed> = rows
        .iter()
        .map(|row| Classed {
            text: row.text.clone(),
            class: if matches!(row.class, 1 | 2) { 2 } else { 0 },
        })
        .collect();
    paired("TweetEval emotion test, sign only", &rows, &said, |i| {
        theirs(i).map(sign)
    })
}

/// TweetEval's four emotions by the strongest of the field emotions that fit each.
pub fn tweet_emotion(model: &Model, rows: &[Classed]) -> Scored {
    use Emotion as E;
    let groups: [&[Emotion]; 4] = [
        &[E::Angry, E::Frustrated, E::Disgusted],
        &[
            E::Delighted,
            E::Satisfied,
            E::Grateful,
            E::Excited,
            E::Amused,
        ],
        &[E::Hopeful, E::Caring],
        &[E::Sad, E::Disappointed, E::Embarrassed, E::Worried],
    ];
    let mut classes = Classes::new(4);
    for row in rows {
        let heads = model.heads(&row.text, "en");
        let strength = |group: &[Emotion]| {
            group
                .iter()
                .map(|&e| heads.field[e as usize])
                .fold(0.0, f32::max)
        };
        let said = (1..4).fold(0, |best, i| {
            if strength(groups[i]) > strength(groups[best]) {
                i
            } else {
                best
            }
        });
        classes.add(row.class, said);
    }
    Scored {
        name: "TweetEval emotion test (4 classes, never trained on)".to_owned(),
        n: rows.len(),
        values: vec![
            ("accuracy", classes.accuracy()),
            ("macro-F1", classes.macro_f1()),
        ],
    }
}

/// GoEmotions in our eighteen names and in Ekman's seven, and BRIGHTER by language.
pub fn emotions(model: &Model, folder: &Path) -> Result<Vec<Scored>, TextTaskError> {
    let mut field = Labels::new(Emotion::ALL.len());
    let mut ekman = Labels::new(Basic::ALL.len() + 1);
    let mut go = 0;
    let mut brighter: BTreeMap<String, (usize, Labels)> = BTreeMap::new();
    for (_, e) in data::examples(folder)?
        .into_iter()
        .filter(|(part, _)| *part == Part::Test)
    {
        let Some((present, asked)) = e.basic else {
            continue;
        };
        let language = if e.field.is_some() {
            "en"
        } else {
            model.language(&e.text).0
        };
        let heads = model.heads(&e.text, language);
        if let Some(bits) = e.field {
            go += 1;
            for emotion in Emotion::ALL {
                field.add(
                    emotion as usize,
                    bits >> emotion as usize & 1 == 1,
                    model.reports(&heads, emotion),
                );
            }
            let neutral = Emotion::Indifferent as usize;
            ekman.add(
                Basic::ALL.len(),
                bits >> neutral & 1 == 1,
                model.reports(&heads, Emotion::Indifferent),
            );
        }
        let (_, brighter) = if e.field.is_some() {
            (0, &mut ekman)
        } else {
            let entry = brighter
                .entry(e.source)
                .or_insert_with(|| (0, Labels::new(Basic::ALL.len())));
            entry.0 += 1;
            (0, &mut entry.1)
        };
        for basic in Basic::ALL
            .into_iter()
            .filter(|b| asked >> *b as usize & 1 == 1)
        {
            let is = present >> basic as usize & 1 == 1;
            brighter.add(basic as usize, is, model.reports_basic(&heads, basic));
        }
    }
    let scored = |name: String, n: usize, labels: &Labels| Scored {
        name,
        n,
        values: vec![
            ("macro-F1", labels.macro_f1()),
            ("micro-F1", labels.micro_f1()),
        ],
    };
    let mut lines = vec![
        scored(
            "GoEmotions test, Ekman's six and neutral".to_owned(),
            go,
            &ekman,
        ),
        scored("GoEmotions test, our eighteen names".to_owned(), go, &field),
    ];
    for (source, (n, labels)) in &brighter {
        let language = source.trim_start_matches("brighter-");
        lines.push(scored(
            format!("BRIGHTER test, {language}, basic emotions"),
            *n,
            labels,
        ));
    }
    Ok(lines)
}

/// Share of lines whose language is named rightly: held-out subtitles, and BRIGHTER's tests.
pub fn languages(model: &Model, folder: &Path) -> Result<Vec<Scored>, TextTaskError> {
    let mut counts: BTreeMap<(&str, String), (usize, usize)> = BTreeMap::new();
    let (_, subtitles) = lines::languages(folder)?;
    let mut add = |set: &'static str, language: String, right: bool| {
        let entry = counts.entry((set, language)).or_default();
        entry.0 += usize::from(right);
        entry.1 += 1;
    };
    for e in subtitles {
        let right = model.language(&e.text).0 == e.language;
        add("XED subtitles, held out", e.language, right);
    }
    for (_, e) in data::examples(folder)?
        .into_iter()
        .filter(|(part, _)| *part == Part::Test)
    {
        let set = match e.source.as_str() {
            "dynasent-r1" => "DynaSent round 1 test",
            source if source.starts_with("brighter") => "BRIGHTER test",
            _ => continue,
        };
        let right = model.language(&e.text).0 == e.language;
        add(set, e.language, right);
    }
    let lines = counts
        .into_iter()
        .map(|((set, language), (right, n))| Scored {
            name: format!("{set}, {language}"),
            n,
            values: vec![("accuracy", right as f64 / n as f64)],
        });
    Ok(lines.collect())
}
