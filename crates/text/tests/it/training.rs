//! Training small models: the same data give the same bytes, and what was taught is known.

use text::train::{Example, LanguageExample, Recipe, Valence, calibrate, train};
use text::{Basic, Emotion, Model, SentimentLabel};

fn example(text: &str, class: usize) -> Example {
    let mut sentiment = [0.0; 3];
    sentiment[class] = 1.0;
    let (field, basic) = match class {
        0 => (1 << Emotion::Angry as u32, 1 << Basic::Anger as u32),
        2 => (1 << Emotion::Delighted as u32, 1 << Basic::Joy as u32),
        _ => (1 << Emotion::Indifferent as u32, 0),
    };
    Example {
        text: text.to_owned(),
        language: "en".to_owned(),
        source: "lesson".to_owned(),
        weight: 1.0,
        emotion_weight: 1.0,
        sentiment: Some(sentiment),
        field: Some(field),
        basic: Some((basic, 0b11_1111)),
    }
}

fn lessons() -> Vec<Example> {
    let said = [
        ("what a grand day", 2),
        ("grand and lovely", 2),
        ("a vile soup", 0),
        ("vile and awful", 0),
        ("the chair is brown", 1),
        ("it is a chair", 1),
    ];
    said.iter()
        .cycle()
        .take(60)
        .map(|&(text, class)| example(text, class))
        .collect()
}

fn lines() -> Vec<LanguageExample> {
    [
        ("the chair and the soup", "en"),
        ("der Stuhl und die Suppe", "de"),
    ]
    .iter()
    .cycle()
    .take(40)
    .map(|&(text, language)| LanguageExample {
        text: text.to_owned(),
        language: language.to_owned(),
    })
    .collect()
}

fn small(seed: u64) -> Vec<u8> {
    let recipe = Recipe {
        buckets: 4096,
        language_buckets: 512,
        seed,
        ..Recipe::default()
    };
    let valences = [Valence {
        language: "en".to_owned(),
        word: "splendid".to_owned(),
        points: 3.0,
    }];
    let mut weights = train(&lessons(), &lines(), &valences, &recipe).unwrap();
    let calibration = calibrate(&weights, &lessons()).unwrap();
    calibration.apply(&mut weights.header);
    weights.write().unwrap()
}

#[test]
fn the_same_data_and_seed_give_the_same_bytes() {
    assert_eq!(small(7), small(7));
    assert_ne!(small(7), small(8));
}

#[test]
fn what_was_taught_is_known() {
    let model = Model::load(&small(7)).unwrap();
    let label = |text: &str| model.annotate(text).sentiment.label;
    assert_eq!(label("a grand soup"), SentimentLabel::Positive);
    assert_eq!(label("a vile chair"), SentimentLabel::Negative);
    assert_eq!(label("the chair is brown"), SentimentLabel::Neutral);
    assert_eq!(model.language("die Suppe und der Stuhl").0, "de");
    let heads = model.heads("what a grand and lovely day", "en");
    assert!(model.reports(&heads, Emotion::Delighted) && !model.reports(&heads, Emotion::Angry));
    assert!(model.reports_basic(&heads, Basic::Joy) && !model.reports_basic(&heads, Basic::Anger));
}
