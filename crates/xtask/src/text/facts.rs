//! What the model learns from, for its card.

use std::path::Path;

use super::data::Part;
use super::{TextTaskError, lines, soft, train};

/// A line of the card's table of data sets.
pub struct Fact {
    /// Name.
    pub source: &'static str,
    /// Licence as stated by its publisher.
    pub licence: &'static str,
    /// Texts learned from.
    pub texts: usize,
    /// Texts left out because they stand too near to a test text.
    pub left_out: usize,
}

/// What the model learns from, counted anew from the files.
pub fn facts(data: &Path) -> Result<Vec<Fact>, TextTaskError> {
    let (kept, left_out) = train::clean_examples(data)?;
    let sets = [
        (
            "authored",
            "our own comments in 14 languages, `models/corpus`, train",
            "Apache-2.0, this repository",
        ),
        (
            "clauses",
            "clauses of those comments",
            "Apache-2.0, this repository",
        ),
        (
            "dynasent",
            "DynaSent 1.1, development rows of rounds 1 and 2",
            "CC BY 4.0",
        ),
        (
            "vader",
            "VADER ground truth (Hutto and Gilbert 2014), four fifths",
            "MIT",
        ),
        ("goemotions", "GoEmotions, train", "CC BY 4.0"),
        ("mams", "MAMS-ATSA, train, by clause", "Apache-2.0"),
        (
            "brighter",
            "BRIGHTER (SemEval-2025 task 11), train, 8 languages",
            "CC BY 4.0",
        ),
        (
            "xed",
            "XED, annotated en and fi, projections in 12 languages",
            "CC BY 4.0",
        ),
    ];
    let mut facts: Vec<Fact> = sets
        .into_iter()
        .map(|(start, source, licence)| {
            let learned = |p: Part| matches!(p, Part::Fit | Part::Tune);
            let texts = kept
                .iter()
                .filter(|(p, e)| learned(*p) && e.source.starts_with(start))
                .count();
            let left_out = left_out
                .iter()
                .filter(|(s, _)| s.starts_with(start))
                .map(|(_, n)| n)
                .sum();
            Fact {
                source,
                licence,
                texts,
                left_out,
            }
        })
        .collect();
    facts.push(Fact {
        source: "for the encoder to label: Banking77 and CLINC150, training questions",
        licence: "CC BY 4.0; CC BY 3.0",
        texts: soft::questions(data)?.len(),
        left_out: 0,
    });
    let count = train::language_lines(data, &kept)?.len();
    facts.push(Fact { source: "for the language head: XED projections, lines of the sets above, AFINN's words, our phrases and sentences", licence: "as above", texts: count, left_out: 0 });
    let words = lines::valences(data)?;
    facts.push(Fact {
        source: "AFINN and pattern word valences (words, stored hashed)",
        licence: "Apache-2.0; PDDL and BSD-3",
        texts: words.len(),
        left_out: 0,
    });
    Ok(facts)
}
