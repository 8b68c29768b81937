//! What the encoder says of English texts, for the fast tier to learn from beside what people
//! said: knowledge distillation (Hinton, Vinyals and Dean, 2015).

mod pool;
mod said;
mod vary;

use std::path::Path;

use text::Codeframe;
use text::train::Soft;

use super::TextTaskError;
use super::data::{self, Part};
use super::overlap::TestTexts;
use super::train::Prepared;
use super::{sets, splits};

/// The encoder that is asked, and where its answers are kept.
#[derive(Debug, Clone, Copy)]
pub struct Teacher<'a> {
    /// Folder of the encoder, `models/encoder`.
    pub encoder: &'a Path,
    /// Folder for its answers, outside the repository's files.
    pub work: &'a Path,
}

/// Customers' questions without labels of ours, before near copies of held texts are left out.
pub(super) fn questions(data: &Path) -> Result<Vec<String>, TextTaskError> {
    pool::questions(data)
}

/// Texts with what the encoder says of them; none of them stands near to a text that is tested
/// or tuned on.
pub(super) fn lessons(
    data: &Path,
    from: &Prepared,
    teacher: Teacher<'_>,
) -> Result<Vec<(String, Soft)>, TextTaskError> {
    let mut held = TestTexts::default();
    for text in sets::texts_of_other_tests(data)? {
        held.add(&text);
    }
    for (text, _) in splits::banking(data, "test")? {
        held.add(&text);
    }
    let tested = data::examples(data)?;
    let tested = tested.iter().filter(|(part, _)| *part == Part::Test);
    let tuned = from.examples.iter();
    let tuned = tuned.filter(|(part, _)| matches!(part, Part::Tune | Part::TuneOnly));
    tested.chain(tuned).for_each(|(_, e)| held.add(&e.text));
    let texts = pool::texts(data, &from.examples, &held)?;
    let frame = Codeframe::embedded()?;
    let said = said::read(teacher, &texts, &frame)?;
    Ok(texts.into_iter().zip(said).collect())
}
