//! The words of a text with what stands between them, for finding names and addresses.

use super::lexicon::{COMMON_FAMILY, COUNTS, FAMILY, FIRST, GERMAN, GUARD, Words, fold, words};
use crate::token::is_unspaced;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// All lower case.
    Lower,
    /// One capital, then lower case; also McCoy.
    Title,
    /// Two letters or more, all capitals.
    Caps,
    /// One capital letter alone.
    Initial,
    /// Begins with a digit.
    Number,
    /// Letters and digits, or capitals inside, such as iPhone.
    Other,
}

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Blanks alone.
    Space,
    /// A hyphen without blanks.
    Hyphen,
    /// An apostrophe without blanks.
    Apostrophe,
    /// A full stop, with or without a blank, that may end an abbreviation or a sentence.
    Stop,
    /// A comma.
    Comma,
    /// A line end, perhaps with a comma or quoting marks.
    Line,
    /// A colon, a dash, a bracket, a quotation mark.
    Mark,
    /// An exclamation or question mark, or the beginning of the text.
    End,
}

/// One word or number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What the lexicon says of it.
    pub flags: u32,
    /// How it is written.
    pub shape: Shape,
    /// What stands before it.
    pub gap: Gap,
    /// Whether a sentence or a line begins here.
    pub starts: bool,
}

impl Word {
    /// Whether the lexicon gives the word any of these roles.
    pub fn is(&self, flags: u32) -> bool {
        self.flags & flags != 0
    }

    /// Written like a name, and none of the words that are no names.
    pub fn is_name_like(&self) -> bool {
        matches!(self.shape, Shape::Title | Shape::Caps) && !self.is(GUARD)
    }

    /// Written like a name and in no list at all.
    pub fn is_unknown(&self) -> bool {
        self.is_name_like() && self.flags & !COMMON_FAMILY == 0
    }
}

/// The words of a text, and how the text is written.
#[derive(Debug)]
pub(super) struct Text<'a> {
    /// The text.
    pub text: &'a str,
    /// Its words and numbers in order.
    pub words: Vec<Word>,
    /// No capital tells a name from a word: all lower case, or all capitals.
    pub flat: bool,
    /// German, where every noun has a capital.
    pub german: bool,
    /// Words that are small numbers.
    pub counts: usize,
}

impl<'a> Text<'a> {
    /// Splits and looks up.
    pub fn read(text: &'a str) -> Self {
        let mut out = Text {
            text,
            words: Vec::with_capacity(text.len() / 5 + 1),
            flat: false,
            german: false,
            counts: 0,
        };
        let table = words();
        let mut key = String::with_capacity(24);
        let (mut titles, mut lowers, mut caps, mut german) = (0, 0, 0, 0);
        let mut at = 0;
        let mut from = 0;
        while at < text.len() {
            let Some(word) = take(text, at) else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
                continue;
            };
            let (end, shape) = word;
            let gap = gap(&text[from..at], out.words.last());
            let flags = if matches!(shape, Shape::Number | Shape::Other) {
                0
            } else {
                fold(&text[at..end], &mut key);
                names_only_as_listed(table, &text[at..end], shape, table.of(&key))
            };
            out.counts += usize::from(flags & COUNTS != 0);
            german += usize::from(flags & GERMAN != 0);
            match shape {
                Shape::Title => titles += 1,
                Shape::Lower => lowers += 1,
                Shape::Caps => caps += 1,
                Shape::Initial | Shape::Number | Shape::Other => {}
            }
            let starts = matches!(gap, Gap::End | Gap::Line)
                || (gap == Gap::Stop && out.words.last().is_none_or(|w| !shortened(w)))
                || (gap == Gap::Mark && text[from..at].contains(['"', '“', '„', '«', '(', '>']));
            out.words.push(Word {
                start: at,
                end,
                flags,
                shape,
                gap,
                starts,
            });
            at = end;
            from = end;
        }
        out.german = german >= 2 && german * 6 >= out.words.len();
        out.flat = titles == 0 && (lowers == 0 || caps == 0) || caps > 3 * (titles + lowers);
        out
    }

    /// The text between word `i` and the one before it, or the beginning.
    pub fn before(&self, i: usize) -> &'a str {
        let from = if i == 0 { 0 } else { self.words[i - 1].end };
        &self.text[from..self.words[i].start]
    }

    /// The bytes of word `i`.
    pub fn word(&self, i: usize) -> &'a str {
        &self.text[self.words[i].start..self.words[i].end]
    }

    /// Whether word `i` is followed by the end of a sentence, a line or a clause.
    pub fn ends_clause(&self, i: usize) -> bool {
        self.words
            .get(i + 1)
            .is_none_or(|next| !matches!(next.gap, Gap::Space | Gap::Hyphen | Gap::Apostrophe))
    }
}

/// `flags` without those of a name where the word has accents that no list gives that name.
/// With a capital only letters tell that nobody writes for others: `Køen` is a queue, not Koen.
fn names_only_as_listed(table: &Words, word: &str, shape: Shape, flags: u32) -> u32 {
    let doubtful =
        |word: &str| shape == Shape::Lower || word.contains(['ø', 'å', 'æ', 'Ø', 'Å', 'Æ']);
    if word.is_ascii()
        || flags & (FIRST | FAMILY) == 0
        || !doubtful(word)
        || table.has_accents(word)
    {
        return flags;
    }
    flags & !(FIRST | FAMILY)
}

/// Whether a full stop after the word rather shortens it than ends a sentence.
fn shortened(word: &Word) -> bool {
    word.shape == Shape::Initial
        || (word.is(super::lexicon::TITLE) && word.end - word.start <= 4 && !word.is(FIRST))
}

/// The end and the shape of the word or number that starts at byte `at`.
fn take(text: &str, at: usize) -> Option<(usize, Shape)> {
    let mut upper = 0;
    let mut lower = 0;
    let mut digits = 0;
    let mut inner = false;
    let mut first_upper = false;
    let mut end = at;
    for c in text[at..].chars() {
        if c.is_ascii() {
            if c.is_ascii_lowercase() {
                lower += 1;
            } else if c.is_ascii_uppercase() {
                first_upper |= end == at;
                inner |= lower > 0;
                upper += 1;
            } else if c.is_ascii_digit() {
                digits += 1;
            } else {
                break;
            }
        } else if is_unspaced(c) {
            break;
        } else if c.is_uppercase() {
            first_upper |= end == at;
            inner |= lower > 0;
            upper += 1;
        } else if c.is_alphabetic() {
            lower += 1;
        } else if !('\u{300}'..='\u{36f}').contains(&c) || end == at {
            break;
        }
        end += c.len_utf8();
    }
    let shape = match (upper, lower, digits) {
        (0, 0, 0) => return None,
        (_, _, 1..) if text.as_bytes()[at].is_ascii_digit() => Shape::Number,
        (_, _, 1..) => Shape::Other,
        (0, ..) => Shape::Lower,
        (1, 0, _) => Shape::Initial,
        (_, 0, _) => Shape::Caps,
        (1, ..) if first_upper => Shape::Title,
        (2, ..) if first_upper && inner => Shape::Title,
        _ => Shape::Other,
    };
    Some((end, shape))
}

fn gap(between: &str, last: Option<&Word>) -> Gap {
    let Some(last) = last else {
        return Gap::End;
    };
    match between {
        " " => return Gap::Space,
        "-" | "‐" => return Gap::Hyphen,
        "'" | "’" => return Gap::Apostrophe,
        ", " | "," => return Gap::Comma,
        "" => return Gap::Mark,
        _ => {}
    }
    if between.contains(['!', '?', '…', '。', '！', '？'])
        || between
            .chars()
            .any(|c| c as u32 >= 0x1_f000 || matches!(c as u32, 0x2600..=0x27bf))
    {
        Gap::End
    } else if between.contains(['\n', '\r']) {
        Gap::Line
    } else if between.trim() == "." || between.trim() == "..." {
        if last.shape == Shape::Number && between.starts_with('.') && between.len() == 1 {
            Gap::Mark
        } else {
            Gap::Stop
        }
    } else if between.trim().is_empty() {
        Gap::Space
    } else if between.trim() == "," {
        Gap::Comma
    } else if between.contains(". ") || between.trim_start().starts_with('.') {
        Gap::Stop
    } else {
        Gap::Mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_place_and_their_shape() {
        let text = Text::read("Ask Mr. McCoy, flat 27B");
        let shapes: Vec<Shape> = text.words.iter().map(|w| w.shape).collect();
        assert_eq!(
            shapes,
            [
                Shape::Title,
                Shape::Title,
                Shape::Title,
                Shape::Lower,
                Shape::Number
            ]
        );
        assert_eq!(text.word(2), "McCoy");
        assert_eq!(text.words[2].gap, Gap::Stop);
        assert!(!text.words[2].starts, "Mr. ends no sentence");
        assert!(!text.flat);
    }

    #[test]
    fn sentences_start_after_marks_and_lines() {
        let text = Text::read("ok! Fine. Then\nGone");
        assert!(text.words.iter().all(|w| w.starts));
        assert!(Text::read("all of it in lower case").flat);
        assert!(Text::read("ALL OF IT IN CAPITALS").flat);
    }
}
