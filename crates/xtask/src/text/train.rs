//! `train`: examples to `fast.hbm`, in two runs. The first holds a part back, tunes on it and
//! prints how it does there; the second learns from that part too. Both also learn from what the
//! encoder says of English texts.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use text::train::{
    Calibration, Example, LanguageExample, Material, Recipe, Soft, TopicExample, Valence,
    calibrate, train as fit,
};
use text::weights::Weights;
use text::{Codeframe, Model};

use super::data::{self, Part};
use super::overlap::{LeftOut, TestTexts};
use super::soft::{self, Teacher};
use super::{TextTaskError, authored, lines, sets, tuned};

/// How often each authored sentence is read in a pass.
const AUTHORED_TIMES: usize = 10;

/// Where training reads and writes.
#[derive(Debug, Clone, Copy)]
pub struct TrainPaths<'a> {
    /// Folder with the data sets, `shared/data/text`.
    pub data: &'a Path,
    /// The model file to write, `models/fast.hbm`.
    pub model: &'a Path,
    /// The encoder to learn from; none to learn from people's labels alone.
    pub teacher: Option<Teacher<'a>>,
}

/// Trains the model and writes it; the same data gives the same bytes.
///
/// # Errors
/// When a data set is missing or has another form than expected.
pub fn train(paths: TrainPaths<'_>) -> Result<(), TextTaskError> {
    let weights = train_with(paths, &Recipe::default())?;
    let bytes = weights.write()?;
    let model = Model::load(&bytes)?;
    fs::write(paths.model, &bytes).map_err(|source| TextTaskError::Write {
        path: paths.model.to_owned(),
        source,
    })?;
    eprintln!(
        "wrote {} ({} bytes), {}",
        paths.model.display(),
        bytes.len(),
        model.version()
    );
    Ok(())
}

/// What a model learns from, read and cleaned.
pub struct Prepared {
    pub(super) examples: Vec<(Part, Example)>,
    topics: Vec<(Part, TopicExample)>,
    languages: Vec<LanguageExample>,
    valences: Vec<Valence>,
}

/// Source of the examples that the encoder alone has read.
const TAUGHT: &str = "taught";

impl Prepared {
    /// Adds what the encoder says: to the examples whose texts it has read, and as examples of
    /// their own.
    fn learn_from(&mut self, lessons: Vec<(String, Soft)>) {
        let mut left: HashMap<&str, &Soft> = lessons.iter().map(|(t, s)| (t.as_str(), s)).collect();
        let mut clauses = left.clone();
        let said = left.clone();
        let read = |part: &Part, language: &str| *part == Part::Fit && language == "en";
        for (_, e) in self
            .examples
            .iter_mut()
            .filter(|(p, e)| read(p, &e.language))
        {
            e.soft = said.get(e.text.trim()).map(|soft| (*soft).clone());
            left.remove(e.text.trim());
        }
        for (_, e) in self.topics.iter_mut().filter(|(p, e)| read(p, &e.language)) {
            e.soft = said.get(e.text.trim()).map(|soft| soft.topics.clone());
            clauses.remove(e.text.trim());
        }
        // In the lessons' order: a map has none.
        for (text, soft) in &lessons {
            if left.contains_key(text.as_str()) {
                let mut e = data::example(text, "en", TAUGHT, 1.0);
                e.soft = Some(soft.clone());
                self.examples.push((Part::Fit, e));
            }
            if clauses.contains_key(text.as_str()) {
                let e = TopicExample {
                    text: text.clone(),
                    language: "en".to_owned(),
                    topics: None,
                    soft: Some(soft.topics.clone()),
                };
                self.topics.push((Part::Fit, e));
            }
        }
    }
}

/// Reads every set and leaves out near copies of test texts.
///
/// # Errors
/// When a data set is missing or has another form than expected.
pub fn prepare(folder: &Path) -> Result<Prepared, TextTaskError> {
    let (examples, left_out) = clean_examples(folder)?;
    for (source, count) in &left_out {
        eprintln!("left out of {source}: {count} near copies of test texts");
    }
    Ok(Prepared {
        languages: language_lines(folder, &examples)?,
        valences: lines::valences(folder)?,
        topics: authored::topics(&Codeframe::embedded()?)?,
        examples,
    })
}

/// Trains on the `Fit` parts alone and calibrates on what was held back: the model by which
/// settings are chosen.
///
/// # Errors
/// When the codeframe of this build does not read.
pub fn rehearse(from: &Prepared, recipe: &Recipe) -> Result<(Weights, Calibration), TextTaskError> {
    let tune = picked(&from.examples, &[Part::Tune, Part::TuneOnly]);
    let material = Material {
        examples: &picked(&from.examples, &[Part::Fit]),
        topics: &picked(&from.topics, &[Part::Fit]),
        languages: &[],
        valences: &from.valences,
    };
    let mut weights = fit(material, recipe)?;
    let topics = picked(&from.topics, &[Part::Tune]);
    let calibration = calibrate(&weights, &rated_for_sentiment(&tune), &topics)?;
    calibration.apply(&mut weights.header);
    tuned::report(&weights, &tune, &topics)?;
    Ok((weights, calibration))
}

fn train_with(paths: TrainPaths<'_>, recipe: &Recipe) -> Result<Weights, TextTaskError> {
    let mut from = prepare(paths.data)?;
    if let Some(teacher) = paths.teacher {
        let lessons = soft::lessons(paths.data, &from, teacher)?;
        from.learn_from(lessons);
    }
    let everything = Material {
        examples: &picked(&from.examples, &[Part::Fit, Part::Tune]),
        topics: &picked(&from.topics, &[Part::Fit, Part::Tune]),
        languages: &from.languages,
        valences: &from.valences,
    };
    // Neither run knows of the other: side by side they give the same bytes.
    let (rehearsed, weights) = std::thread::scope(|scope| {
        let rehearsal = scope.spawn(|| rehearse(&from, recipe));
        let weights = fit(everything, recipe);
        (rehearsal.join(), weights)
    });
    let (_, calibration) = match rehearsed {
        Ok(rehearsed) => rehearsed?,
        Err(panic) => std::panic::resume_unwind(panic),
    };
    let mut weights = weights?;
    calibration.apply(&mut weights.header);
    Ok(weights)
}

fn picked<T: Clone>(all: &[(Part, T)], parts: &[Part]) -> Vec<T> {
    let wanted = all.iter().filter(|(part, _)| parts.contains(part));
    wanted.map(|(_, one)| one.clone()).collect()
}

/// Lines for the language head: subtitles, and what people write in the other sets.
pub(super) fn language_lines(
    folder: &Path,
    examples: &[(Part, Example)],
) -> Result<Vec<LanguageExample>, TextTaskError> {
    let (mut all, _) = lines::languages(folder)?;
    let written = examples.iter().enumerate().filter(|(i, (part, e))| {
        let tenth = e.source == "goemotions" && i % 10 == 0;
        let taken = tenth || e.source == "vader-amazon" || e.source.starts_with("brighter");
        // Chinese is told by its script.
        *part == Part::Fit && taken && e.language != "zh"
    });
    all.extend(written.map(|(_, (_, e))| LanguageExample {
        text: e.text.clone(),
        language: e.language.clone(),
    }));
    let line = |text: &str, language: &str| LanguageExample {
        text: text.to_owned(),
        language: language.to_owned(),
    };
    // Single words, so that two-word comments find their language.
    all.extend(
        lines::afinn_words(folder)?
            .iter()
            .map(|v| line(&v.word, &v.language)),
    );
    let codeframe = Codeframe::embedded()?;
    for language in codeframe.languages() {
        let phrases = codeframe
            .topics()
            .iter()
            .flat_map(|topic| topic.patterns(language));
        all.extend(phrases.map(|phrase| line(phrase.trim_matches('*'), language)));
    }
    // Few but clean, against thousands of noisy subtitles.
    let authored = lines::authored_lines()?;
    all.extend(std::iter::repeat_n(authored, AUTHORED_TIMES).flatten());
    Ok(all)
}

/// Examples that may be learned from or tuned on, and how many were too near to a test text.
pub(super) fn clean_examples(
    folder: &Path,
) -> Result<(Vec<(Part, Example)>, LeftOut), TextTaskError> {
    let all = data::examples(folder)?;
    let mut held = TestTexts::default();
    all.iter()
        .filter(|(part, _)| *part == Part::Test)
        .for_each(|(_, e)| held.add(&e.text));
    for text in sets::texts_of_other_tests(folder)? {
        held.add(&text);
    }
    let mut left_out = LeftOut::new();
    let mut kept = Vec::new();
    for (part, e) in all.into_iter().filter(|(part, _)| *part != Part::Test) {
        if held.hold(&e.text) {
            *left_out.entry(e.source).or_default() += 1;
        } else {
            kept.push((part, e));
        }
    }
    Ok((kept, left_out))
}

/// The tuning examples with sentiment kept only where people rated sentiment: polarity that is
/// derived from emotions teaches, but sets no scale.
fn rated_for_sentiment(tune: &[Example]) -> Vec<Example> {
    let mut rated = tune.to_vec();
    for e in &mut rated {
        let rated_here = ["dynasent", "vader", "mams", "authored"]
            .iter()
            .any(|set| e.source.starts_with(set));
        e.sentiment = e.sentiment.filter(|_| rated_here);
    }
    rated
}
