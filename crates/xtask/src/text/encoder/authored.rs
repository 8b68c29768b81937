//! The authored corpus as rows of the encoder.

use std::collections::BTreeSet;

use text::Emotion;
use text::intents::INTENTS;

use super::super::TextTaskError;
use super::super::authored::{self, Comment};
use super::super::data::Part;
use super::rows::{Head, Parted, Row, Target};

/// The English ones.
pub(super) fn comments() -> Result<Vec<Comment>, TextTaskError> {
    let mut all = authored::comments()?;
    all.retain(|comment| comment.language == "en");
    Ok(all)
}

/// The words under which an aspect's polarity is asked for where no label is known.
pub(super) fn words(topic: &str) -> String {
    topic.replace('_', " ")
}

/// Topics in the order of the codeframe, then those that it does not have; only those that
/// occur to learn from.
pub(super) fn topics(codeframe: &text::Codeframe, comments: &[Comment]) -> Vec<String> {
    let learned = comments.iter().filter(|c| c.split == "train");
    let mut occur: BTreeSet<&str> = learned.flat_map(Comment::topics).collect();
    let framed = codeframe.topics().iter().map(|topic| topic.id.as_str());
    let mut all: Vec<String> = framed
        .filter(|id| occur.remove(id))
        .map(str::to_owned)
        .collect();
    all.extend(occur.into_iter().map(str::to_owned));
    all
}

/// Whole comments, and their aspects; the tuning part is calibrated on.
pub(super) fn rows(comments: &[Comment], topics: &[String]) -> (Vec<Parted>, Vec<Parted>) {
    let (mut whole, mut pairs) = (Vec::new(), Vec::new());
    let learned: Vec<&Comment> = comments.iter().filter(|c| c.split == "train").collect();
    let flags = |names: &[&str], said: &dyn Fn(&str) -> bool| -> Vec<f32> {
        names
            .iter()
            .map(|name| f32::from(u8::from(said(name))))
            .collect()
    };
    let topic_names: Vec<&str> = topics.iter().map(String::as_str).collect();
    for comment in &learned {
        let tune = authored::part(comment) == Part::Tune;
        let strength = [-0.75, -0.4, 0.0, 0.4, 0.75];
        let valence = strength[(comment.sentiment + 2).clamp(0, 4).unsigned_abs() as usize];
        let spoken = comment.topics();
        let targets = vec![
            Target::class(Head::Sentiment, comment.class(), 3),
            Target::new(Head::Valence, vec![valence], 1.0),
            Target::new(
                Head::Field,
                flags(&Emotion::ALL.map(Emotion::name), &|n| {
                    comment.emotions.iter().any(|e| e == n)
                }),
                1.0,
            ),
            Target::new(
                Head::Intents,
                flags(&INTENTS, &|n| comment.intents.iter().any(|i| i == n)),
                1.0,
            ),
            Target::new(
                Head::Topics,
                flags(&topic_names, &|n| spoken.contains(n)),
                1.0,
            ),
        ];
        whole.push((tune, Row::text(&comment.text, targets)));
        for aspect in &comment.aspects {
            let class = (aspect.polarity.signum() + 1).unsigned_abs() as usize;
            pairs.push((tune, Row::pair(&comment.text, &words(&aspect.topic), class)));
            if comment.aspects.len() > 1
                && let Some(phrase) = comment.text.get(aspect.start..aspect.end)
            {
                pairs.push((tune, Row::pair(&comment.text, phrase, class)));
            }
        }
    }
    for head in [Head::Field, Head::Intents, Head::Topics] {
        lift_rare(&mut whole, head);
    }
    (whole, pairs)
}

/// Gives a present label the weight of the square root of how rare it is.
fn lift_rare(rows: &mut [Parted], head: Head) {
    let mut present: Vec<f32> = Vec::new();
    for (_, row) in rows.iter() {
        if let Some(target) = row.target(head) {
            present.resize(target.wanted.len(), 0.0);
            present
                .iter_mut()
                .zip(&target.wanted)
                .for_each(|(p, w)| *p += w);
        }
    }
    let all = rows.len() as f32;
    let lift: Vec<f32> = present
        .iter()
        .map(|p| ((all - p) / p.max(1.0)).max(1.0).sqrt())
        .collect();
    for (_, row) in rows {
        let Some(target) = row.targets.iter_mut().find(|target| target.head == head) else {
            continue;
        };
        for ((weight, wanted), lift) in target.weight.iter_mut().zip(&target.wanted).zip(&lift) {
            if *wanted > 0.5 {
                *weight *= lift;
            }
        }
    }
}
