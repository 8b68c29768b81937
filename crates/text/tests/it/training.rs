//! Training small models: the same data give the same bytes, and what was taught is known.

use text::intents::INTENTS;
use text::train::{
    Example, LanguageExample, Material, Recipe, Soft, TopicExample, Valence, calibrate, train,
};
use text::{Basic, Emotion, Model, SentimentLabel};

fn example(text: &str, class: usize) -> Example {
    let mut sentiment = [0.0; 3];
    sentiment[class] = 1.0;
    let (field, basic) = match class {
        0 => (1 << Emotion::Angry as u32, 1 << Basic::Anger as u32),
        2 => (1 << Emotion::Delighted as u32, 1 << Basic::Joy as u32),
        _ => (1 << Emotion::Indifferent as u32, 1 << Basic::Neutral as u32),
    };
    Example {
        text: text.to_owned(),
        language: "en".to_owned(),
        source: "lesson".to_owned(),
        weight: 1.0,
        emotion_weight: 1.0,
        sentiment: Some(sentiment),
        field: Some((field, u32::MAX)),
        basic: Some((basic, 0b111_1111)),
        intents: Some(if class == 0 { 1 } else { 0 }),
        irony: Some(false),
        effort: Some((class == 0).then_some(-4.0)),
        level: Some([-2, 0, 2][class]),
        soft: None,
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

fn clauses() -> Vec<TopicExample> {
    let taught = |text: &str, topics| TopicExample {
        text: text.to_owned(),
        language: "en".to_owned(),
        topics: Some(topics),
        soft: None,
    };
    let both = [
        taught("a zorb of mud", 0b10),
        taught("the chair is brown", 0),
    ];
    both.into_iter().cycle().take(60).collect()
}

fn recipe(seed: u64) -> Recipe {
    Recipe {
        buckets: 4096,
        topic_buckets: 1024,
        language_buckets: 512,
        seed,
        ..Recipe::default()
    }
}

fn small(seed: u64) -> Vec<u8> {
    let recipe = recipe(seed);
    let valences = [Valence {
        language: "en".to_owned(),
        word: "splendid".to_owned(),
        points: 3.0,
    }];
    let material = Material {
        examples: &lessons(),
        topics: &clauses(),
        languages: &lines(),
        valences: &valences,
    };
    let mut weights = train(material, &recipe).unwrap();
    let calibration = calibrate(&weights, &lessons(), &clauses()).unwrap();
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
    let cross = model.heads("a vile and awful soup", "en");
    assert_eq!(INTENTS[0], "complaint");
    assert!(model.reports_intent(&cross, 0) && !model.reports_intent(&heads, 0));
    assert!(
        model.reports_effort(&cross) && cross.effort < -2.0,
        "{cross:?}"
    );
    let about = |text: &str| model.clause_topics(text, "en")[0].topics[1];
    assert!(about("mud and zorb") > 0.5 && about("the brown chair") < 0.2);
    assert!(model.reports_basic(&heads, Basic::Joy) && !model.reports_basic(&heads, Basic::Anger));
}

#[test]
fn the_share_of_people_hears_nothing_of_the_better_reader() {
    let mut examples = lessons();
    for e in &mut examples {
        let [negative, neutral, positive] = e.sentiment.unwrap_or_default();
        e.soft = Some(Soft {
            sentiment: [positive, neutral, negative],
            ..Soft::default()
        });
    }
    let label = |people: f32, soft_sentiment: f32| {
        let material = Material {
            examples: &examples,
            topics: &[],
            languages: &lines(),
            valences: &[],
        };
        let recipe = Recipe {
            people,
            soft_sentiment,
            ..recipe(7)
        };
        let weights = train(material, &recipe).unwrap();
        let model = Model::load(&weights.write().unwrap()).unwrap();
        let said = model.heads("grand and lovely", "en").sentiment;
        (0..3).max_by(|a, b| said[*a].total_cmp(&said[*b]))
    };
    assert_eq!(label(0.0, 9.0), Some(0));
    assert_eq!(label(1.0, 9.0), Some(2));
}
