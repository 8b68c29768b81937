//! The cascade: the fast tier reads everything, a second reader what the first is unsure of.

use crate::annotation::Annotation;
use crate::topics::Codeframe;

/// A slower, better reader that is asked about some texts.
///
/// Whether a text is asked about depends on the text alone, never on its neighbors: the same text
/// and the same models give the same annotation.
pub trait SecondReader: std::fmt::Debug + Send + Sync {
    /// Name and version; part of the name of what it helped to read.
    fn version(&self) -> &str;

    /// Reads again what it should of texts that the fast tier has read by a codeframe; gives how
    /// many it read. A text that it cannot read keeps the first reading.
    fn read_again(&self, texts: &[&str], codeframe: &Codeframe, first: &mut [Annotation]) -> usize;
}
