//! The topics of a second reading, and where in the text they are spoken of.

use super::HeadSettings;
use crate::annotate::{rounded, trimmed};
use crate::annotation::TopicMention;
use crate::document::Document;
use crate::model::{Model, capped};
use crate::topics::{Codeframe, TopicHit};

/// How much the encoder's probability of a topic counts; the rest is the fast tier's.
const SHARE: f32 = 0.6;
/// Probability from which the fast tier's clause is taken for the place of a topic.
const PLACED: f32 = 0.03;

/// What the encoder says of the topics of a text, and by which names it knows them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    /// The head that names topics.
    pub head: &'a HeadSettings,
    /// A probability per label of it.
    pub topics: &'a [f32],
    /// How the text as a whole is felt, -1 to 1.
    pub whole: f32,
}

/// The mentions of a text, in reading order, where the fast tier found `first`.
///
/// A topic is told whose probability, by both tiers, reaches the encoder's threshold; so is one
/// that a phrase of the codeframe names, and one that the encoder does not know. It stands where
/// the fast tier found it, else at the clause that the fast tier takes for it most, else at the
/// whole text.
pub(super) fn mentions(
    text: &str,
    language: &str,
    said: Said<'_>,
    codeframe: &Codeframe,
    first: &[TopicMention],
) -> Vec<TopicMention> {
    let text = capped(text);
    let model = Model::embedded();
    let mut document = Document::default();
    model.read(text, language, codeframe, &mut document);
    let clauses = document.clauses.len();
    let by_clause: Vec<Vec<f32>> = (0..clauses)
        .map(|place| model.topics_of(&document, place))
        .collect();
    let hits = codeframe.find(text, language);
    let known = known(said, codeframe);
    let unknown = |mention: &&TopicMention| {
        let place = codeframe.index_of(&mention.topic);
        known.iter().all(|(known, _)| Some(*known) != place)
    };
    let mut out: Vec<TopicMention> = first.iter().filter(unknown).cloned().collect();
    for (place, p) in &known {
        let topic = &codeframe.topics()[*place];
        let columns: Vec<usize> = (0..model.topics().len())
            .filter(|&column| codeframe.index_of(&model.topics()[column]) == Some(*place))
            .collect();
        let of = |clause: usize| {
            let all = columns.iter().map(|&column| by_clause[clause][column]);
            all.fold(0.0, f32::max)
        };
        let best = (0..clauses).fold(0, |best, i| if of(i) > of(best) { i } else { best });
        let most = if clauses == 0 { 0.0 } else { of(best) };
        let confidence = SHARE * p.probability + (1.0 - SHARE) * most;
        let told = confidence >= p.threshold;
        let confidence = rounded(confidence);
        let mut found = first.iter().filter(|m| m.topic == topic.id).peekable();
        if found.peek().is_some() {
            let stays = found.filter(|m| told || named(&hits, *place, m));
            out.extend(stays.cloned().map(|m| TopicMention { confidence, ..m }));
        } else if told {
            let (start, end, sentiment) = if clauses > 1 && most >= PLACED {
                let [negative, _, positive] = model.sentiment_of(&document, best);
                let (start, end) = trimmed(text, &document.clauses[best]);
                (start, end, rounded(positive - negative))
            } else {
                let start = text.len() - text.trim_start().len();
                (start, text.trim_end().len(), said.whole)
            };
            out.push(TopicMention {
                topic: topic.id.clone(),
                label: topic.label.clone(),
                sentiment,
                confidence,
                start,
                end,
            });
        }
    }
    let place = |m: &TopicMention| codeframe.index_of(&m.topic);
    out.sort_by_key(|m| (m.start, place(m)));
    out
}

/// A topic's probability, and the one from which it is told.
struct Known {
    probability: f32,
    threshold: f32,
}

/// The topics in force that the encoder knows, by their places in the codeframe; of several that
/// were merged, the one that says most.
fn known(said: Said<'_>, codeframe: &Codeframe) -> Vec<(usize, Known)> {
    let mut all: Vec<(usize, Known)> = Vec::new();
    for (at, (name, &probability)) in said.head.labels.iter().zip(said.topics).enumerate() {
        let Some(place) = codeframe.index_of(name) else {
            continue;
        };
        let threshold = said.head.thresholds.get(at).copied().unwrap_or(0.5);
        let new = Known {
            probability,
            threshold,
        };
        match all.iter_mut().find(|(known, _)| *known == place) {
            Some((_, known)) if known.probability >= probability => {}
            Some((_, known)) => *known = new,
            None => all.push((place, new)),
        }
    }
    all
}

/// Whether a phrase of the codeframe stands at the mention.
fn named(hits: &[TopicHit], place: usize, mention: &TopicMention) -> bool {
    let at = (place, mention.start, mention.end);
    hits.iter().any(|hit| (hit.topic, hit.start, hit.end) == at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::Link;

    const TEXT: &str = "  The car park was full. My letter got no reply, and then none again. ";

    fn told(
        labels: &[&str],
        topics: &[f32],
        codeframe: &Codeframe,
        first: &[TopicMention],
    ) -> Vec<TopicMention> {
        let head = HeadSettings {
            link: Link::Sigmoid,
            labels: labels.iter().map(|&name| name.to_owned()).collect(),
            temperature: 1.0,
            thresholds: vec![0.3; labels.len()],
        };
        let head = &head;
        let said = Said {
            head,
            topics,
            whole: -0.5,
        };
        mentions(TEXT, "en", said, codeframe, first)
    }

    fn found(topic: &str, (start, end): (usize, usize)) -> TopicMention {
        TopicMention {
            topic: topic.to_owned(),
            label: String::new(),
            sentiment: 0.0,
            confidence: 0.4,
            start,
            end,
        }
    }

    fn ids(mentions: &[TopicMention]) -> Vec<&str> {
        mentions.iter().map(|m| m.topic.as_str()).collect()
    }

    #[test]
    fn a_topic_that_the_encoder_alone_finds_is_put_at_a_clause_or_the_whole_text() {
        let frame = Codeframe::embedded().unwrap();
        let labels = ["complaint_handling", "noise"];
        let said = told(&labels, &[0.95, 0.0], &frame, &[]);
        assert_eq!(ids(&said), ["complaint_handling"]);
        let core = TEXT[said[0].start..said[0].end].trim();
        assert_eq!(core.len(), said[0].end - said[0].start);
        assert!(said[0].confidence > 0.5, "{said:?}");
        assert_eq!(said[0].label, "Complaint handling");
        assert!(told(&labels, &[0.2, 0.0], &frame, &[]).is_empty());
    }

    #[test]
    fn what_the_encoder_denies_goes_unless_a_phrase_names_it() {
        let frame = Codeframe::embedded().unwrap();
        let named = frame.find(TEXT, "en");
        let named = named
            .iter()
            .find(|hit| frame.topics()[hit.topic].id == "parking_access");
        let named = named.map(|hit| (hit.start, hit.end)).unwrap();
        let first = [
            found("parking_access", named),
            found("noise", (25, 50)),
            found("ours", (25, 50)),
        ];
        let labels = ["parking_access", "noise"];
        let said = told(&labels, &[0.0, 0.0], &frame, &first);
        // The encoder has no word for the last one.
        assert_eq!(ids(&said), ["parking_access", "ours"]);
        assert_eq!((said[0].start, said[0].end), named);
        let said = told(&labels, &[0.9, 0.9], &frame, &first);
        assert_eq!(ids(&said).len(), 3);
        assert!(said[0].confidence > 0.5);
    }

    #[test]
    fn a_retired_topic_is_told_no_more_and_a_merged_one_under_its_new_name() {
        let json = r#"{"version":"1","groups":[{"id":"g","label":"G"}],"topics":[
            {"id":"a","parent":"g","label":"A","patterns":{},"aliases":["billing"]},
            {"id":"noise","parent":"g","label":"P","patterns":{},"retired":true}]}"#;
        let frame = Codeframe::parse(json).unwrap();
        let said = told(&["noise", "billing"], &[0.9, 0.9], &frame, &[]);
        assert_eq!(ids(&said), ["a"]);
    }
}
