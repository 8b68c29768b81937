//! Topics with their places and the sentiment of their clauses.

use text::{Model, TopicMention};

fn topics(text: &str) -> Vec<TopicMention> {
    Model::embedded().annotate(text).topics
}

#[test]
fn each_clause_feels_for_itself() {
    let text = "The staff were lovely and helpful, but the queue was terrible.";
    let found = topics(text);
    let of = |id: &str| found.iter().find(|m| m.topic == id).unwrap();
    assert_eq!(
        &text[of("staff_attitude").start..of("staff_attitude").end],
        "staff"
    );
    assert_eq!(
        &text[of("waiting_time").start..of("waiting_time").end],
        "queue"
    );
    assert!(of("staff_attitude").sentiment > 0.2, "{found:?}");
    assert!(of("waiting_time").sentiment < -0.2, "{found:?}");
}

#[test]
fn every_seeded_language_names_the_waiting_time() {
    for text in [
        "The waiting time was far too long for everyone.",
        "Die Wartezeit war für alle viel zu lang.",
        "Le temps d'attente était beaucoup trop long.",
        "El tiempo de espera fue demasiado largo para todos.",
        "De wachttijd was voor iedereen veel te lang.",
        "Ventetiden var alt for lang for os alle sammen.",
        "Väntetiden var alldeles för lång för oss alla.",
        "Odotusaika oli meille kaikille aivan liian pitkä.",
        "O tempo de espera foi muito longo para todos.",
        "Il tempo di attesa era troppo lungo per tutti.",
    ] {
        assert!(
            topics(text).iter().any(|m| m.topic == "waiting_time"),
            "{text}"
        );
    }
}

#[test]
fn a_topic_is_named_once_per_clause() {
    let found = topics("Friendly staff, helpful manager.");
    assert_eq!(
        found.iter().filter(|m| m.topic == "staff_attitude").count(),
        1
    );
}

#[test]
fn words_inside_words_are_no_topics() {
    assert!(
        topics("I am happy and I apply myself.")
            .iter()
            .all(|m| m.topic != "website_app")
    );
}
