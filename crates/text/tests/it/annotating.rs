//! The built-in model on plain sentences.

use text::{Model, SentimentLabel};

fn label(text: &str) -> SentimentLabel {
    Model::embedded().annotate(text).sentiment.label
}

fn intents(text: &str) -> Vec<String> {
    Model::embedded()
        .annotate(text)
        .intents
        .into_iter()
        .map(|i| i.intent)
        .collect()
}

#[test]
fn plain_english_is_read_rightly() {
    for text in [
        "I love this place, excellent service!",
        "The best hotel we have ever stayed in.",
    ] {
        assert_eq!(label(text), SentimentLabel::Positive, "{text}");
    }
    for text in [
        "Terrible. I want my money back!",
        "The worst experience ever, rude and slow.",
    ] {
        assert_eq!(label(text), SentimentLabel::Negative, "{text}");
    }
    assert_eq!(label("The store opens at nine."), SentimentLabel::Neutral);
}

#[test]
fn negation_turns_praise_round() {
    let model = Model::embedded();
    let score = |text: &str| model.annotate(text).sentiment.score;
    assert!(score("The food was not good at all") < score("The food was good") - 0.5);
}

#[test]
fn languages_are_named() {
    let model = Model::embedded();
    for (text, language) in [
        (
            "The waiting time was far too long and nobody told us why.",
            "en",
        ),
        (
            "Die Wartezeit war viel zu lang und niemand hat uns etwas gesagt.",
            "de",
        ),
        (
            "Le temps d'attente était beaucoup trop long et personne ne nous a prévenus.",
            "fr",
        ),
        (
            "El tiempo de espera fue demasiado largo y nadie nos dijo nada.",
            "es",
        ),
        (
            "De wachttijd was veel te lang en niemand heeft ons iets verteld.",
            "nl",
        ),
        (
            "Ventetiden var meget lang, og der var ikke nogen, som sagde noget til mig.",
            "da",
        ),
        (
            "Väntetiden var alldeles för lång och ingen berättade varför för oss.",
            "sv",
        ),
        (
            "Odotusaika oli aivan liian pitkä eikä kukaan kertonut meille miksi.",
            "fi",
        ),
        (
            "O tempo de espera foi muito longo e ninguém nos disse nada.",
            "pt",
        ),
        (
            "Il tempo di attesa è stato troppo lungo e nessuno ci ha detto perché.",
            "it",
        ),
        ("待ち時間が長すぎました。", "ja"),
        ("等待时间太长了。", "zh"),
        ("대기 시간이 너무 길었어요.", "ko"),
    ] {
        assert_eq!(model.annotate(text).language, language, "{text}");
    }
}

#[test]
fn nothing_said_is_neutral_in_no_language() {
    for text in ["", " ", "\n\t \u{a0}"] {
        let said = Model::embedded().annotate(text);
        assert_eq!(
            (said.language.as_str(), said.sentiment.label),
            ("und", SentimentLabel::Neutral)
        );
        assert_eq!(
            (said.sentiment.score, said.sentiment.confidence),
            (0.0, 0.0)
        );
        assert!(said.topics.is_empty() && said.emotions.is_empty() && said.intents.is_empty());
    }
    assert_eq!(Model::embedded().annotate("12345 !!!").language, "und");
}

#[test]
fn intents_that_are_plain_are_heard() {
    assert!(
        intents("Terrible service, I will never come back.")
            .contains(&"threatens_to_leave".to_owned())
    );
    assert!(intents("Could someone call me about my order?").contains(&"wants_contact".to_owned()));
    assert!(
        intents("It would be nice if you had more vegan food.").contains(&"suggestion".to_owned())
    );
    assert!(intents("What time do you open on Sunday?").contains(&"question".to_owned()));
    assert!(
        intents("I love this shop, excellent staff, thank you!").contains(&"praise".to_owned())
    );
    assert!(
        intents("Terrible, the worst service ever, rude staff.").contains(&"complaint".to_owned())
    );
    assert!(
        !intents("We will come back soon, a lovely place.")
            .contains(&"threatens_to_leave".to_owned())
    );
}

#[test]
fn gratitude_and_anger_are_felt() {
    let emotions = |text: &str| -> Vec<String> {
        Model::embedded()
            .annotate(text)
            .emotions
            .into_iter()
            .map(|e| e.emotion)
            .collect()
    };
    assert!(emotions("Thank you so much for your kind help!").contains(&"valued".to_owned()));
    let cross = emotions("I am so angry, this is disgusting");
    assert!(cross.contains(&"angry".to_owned()), "{cross:?}");
}

#[test]
fn levels_follow_the_score_and_doubt_is_told() {
    let read = |text: &str| Model::embedded().annotate(text).sentiment;
    assert!(read("Absolutely fantastic, the best ever!").level > 0);
    assert!(read("Terrible, the worst ever, I hate it.").level < 0);
    let doubtful = read("It was on the left of the other one, however brown.");
    assert_eq!(doubtful.unsure, doubtful.confidence < 0.5);
}

#[test]
fn a_workspace_codeframe_decides_what_is_a_topic() {
    let model = Model::embedded();
    let mut frame: serde_json::Value =
        serde_json::from_str(&model.codeframe().to_json().unwrap()).unwrap();
    let topics = frame["topics"].as_array_mut().unwrap();
    let renamed = topics.iter_mut().find(|topic| topic["id"] == "noise");
    let renamed = renamed.unwrap();
    renamed["id"] = "sound".into();
    renamed["aliases"] = serde_json::json!(["noise"]);
    topics.push(serde_json::json!({
        "id": "dragons", "parent": "place", "label": "Dragons",
        "patterns": {"en": ["dragon*"]},
    }));
    let frame = text::Codeframe::parse(&frame.to_string()).unwrap();
    let found = |text: &str| -> Vec<String> {
        let said = model.annotate_with(text, &frame);
        said.topics.into_iter().map(|m| m.topic).collect()
    };
    assert!(found("Two dragons sat in the lobby.").contains(&"dragons".to_owned()));
    let loud = "It was so noisy, the loud music and the noise all night.";
    assert!(found(loud).contains(&"sound".to_owned()));
    assert!(!found(loud).contains(&"noise".to_owned()));
}
