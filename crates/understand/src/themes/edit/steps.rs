//! The edits one by one.

use super::{EditError, NewTopic, checks};
use crate::themes::frame::FIRST_LANGUAGE;
use crate::themes::{FrameBody, TopicBody};
use std::collections::BTreeMap;

impl FrameBody {
    pub(super) fn rename(
        &mut self,
        id: &str,
        labels: &BTreeMap<String, String>,
    ) -> Result<(), EditError> {
        if labels.is_empty() {
            return Err(EditError::NoLabel(id.to_owned()));
        }
        checks::labels(labels)?;
        let group = self.groups.iter_mut().find(|g| g.id == id);
        if let Some(group) = group {
            let (label, others) =
                in_english(labels).unwrap_or_else(|| (group.label.clone(), labels.clone()));
            group.label = label;
            group.labels.extend(others);
            return Ok(());
        }
        let topic = self.topic_mut(id)?;
        let (label, others) =
            in_english(labels).unwrap_or_else(|| (topic.label.clone(), labels.clone()));
        topic.label = label;
        topic.labels.extend(others);
        Ok(())
    }

    pub(super) fn put_under(&mut self, id: &str, group: &str) -> Result<(), EditError> {
        self.check_group(group)?;
        group.clone_into(&mut self.topic_mut(id)?.parent);
        Ok(())
    }

    pub(super) fn merge(&mut self, id: &str, into: &str) -> Result<(), EditError> {
        if id == into {
            return Err(EditError::Itself(id.to_owned()));
        }
        self.live_mut(into)?;
        let gone = self.live_mut(id)?.clone();
        self.topics.retain(|t| t.id != id);
        let stays = self.live_mut(into)?;
        for (language, phrase) in gone.phrases() {
            let list = stays.patterns.entry(language.to_owned()).or_default();
            if !list.iter().any(|p| p == phrase) {
                list.push(phrase.to_owned());
            }
        }
        stays.aliases.push(gone.id);
        stays.aliases.extend(gone.aliases);
        for example in gone.examples {
            if !stays.examples.contains(&example) {
                stays.examples.push(example);
            }
        }
        Ok(())
    }

    pub(super) fn split(&mut self, id: &str, new: &NewTopic) -> Result<(), EditError> {
        self.check_new(new)?;
        let parent = match &new.parent {
            Some(group) => group.clone(),
            None => self.live_mut(id)?.parent.clone(),
        };
        self.check_group(&parent)?;
        let taken = phrases(new)?;
        let old = self.live_mut(id)?;
        for (language, list) in &taken {
            for phrase in list {
                let there = old.patterns.entry(language.clone()).or_default();
                let Some(place) = there.iter().position(|p| p == phrase) else {
                    return Err(EditError::NoSuchPattern {
                        topic: id.to_owned(),
                        pattern: phrase.clone(),
                        language: language.clone(),
                    });
                };
                there.remove(place);
            }
        }
        old.patterns.retain(|_, list| !list.is_empty());
        if old.patterns.is_empty() {
            return Err(EditError::Emptied(id.to_owned()));
        }
        self.topics.push(topic(new, parent, taken)?);
        Ok(())
    }

    pub(super) fn add(&mut self, new: &NewTopic) -> Result<(), EditError> {
        self.check_new(new)?;
        let parent = new.parent.clone().unwrap_or_default();
        self.check_group(&parent)?;
        let patterns = phrases(new)?;
        self.topics.push(topic(new, parent, patterns)?);
        Ok(())
    }

    pub(super) fn set_patterns(
        &mut self,
        id: &str,
        language: &str,
        patterns: &[String],
    ) -> Result<(), EditError> {
        let list = unique(language, patterns)?;
        let topic = self.topic_mut(id)?;
        topic.patterns.insert(language.to_owned(), list);
        topic.patterns.retain(|_, list| !list.is_empty());
        if topic.patterns.is_empty() {
            return Err(EditError::NoPatterns(id.to_owned()));
        }
        Ok(())
    }
}

/// Phrases of one language, each once.
fn unique(language: &str, patterns: &[String]) -> Result<Vec<String>, EditError> {
    checks::language(language)?;
    let mut list: Vec<String> = Vec::with_capacity(patterns.len());
    for pattern in patterns {
        let phrase = checks::phrase(language, pattern)?;
        if !list.contains(&phrase) {
            list.push(phrase);
        }
    }
    Ok(list)
}

/// The phrases of a new topic; there must be some.
fn phrases(new: &NewTopic) -> Result<BTreeMap<String, Vec<String>>, EditError> {
    let mut all = BTreeMap::new();
    for (language, patterns) in &new.patterns {
        let list = unique(language, patterns)?;
        if !list.is_empty() {
            all.insert(language.clone(), list);
        }
    }
    if all.is_empty() {
        return Err(EditError::NoPatterns(new.id.clone()));
    }
    Ok(all)
}

/// The English label, and the others.
fn in_english(labels: &BTreeMap<String, String>) -> Option<(String, BTreeMap<String, String>)> {
    let mut others = labels.clone();
    let label = others.remove(FIRST_LANGUAGE)?;
    Some((label.trim().to_owned(), others))
}

fn topic(
    new: &NewTopic,
    parent: String,
    patterns: BTreeMap<String, Vec<String>>,
) -> Result<TopicBody, EditError> {
    let named = in_english(&new.labels);
    let (label, labels) = named.ok_or_else(|| EditError::NoLabel(new.id.clone()))?;
    Ok(TopicBody {
        id: new.id.clone(),
        parent,
        label,
        labels,
        definition: new.definition.clone(),
        patterns,
        aliases: Vec::new(),
        retired: false,
        examples: new.examples.clone(),
    })
}
