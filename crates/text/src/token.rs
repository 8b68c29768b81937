//! One pass over the characters: words, runs of Chinese, Japanese, Korean or Thai script, and marks.

use crate::hash::{SEED, step};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters and digits, with apostrophes inside.
    Word,
    /// A run of a script that is written without spaces.
    Unspaced,
    /// One punctuation mark, symbol or emoji.
    Mark,
    /// Two to four marks without a space between them, such as an emoticon.
    MarkRun,
    /// A web address, whatever it points to.
    Address,
}

/// A token: where it stands in the lower-cased characters, and its hash.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// What it is made of.
    pub kind: Kind,
    /// Three or more letters, all of them capitals.
    pub caps: bool,
    /// First character, as an index into [`Tokens::chars`].
    pub from: usize,
    /// One past the last character.
    pub to: usize,
    /// Hash of the lower-cased characters.
    pub hash: u64,
}

/// The tokens of a text and the lower-cased, elongation-squashed characters they stand on.
#[derive(Debug, Default)]
pub struct Tokens {
    /// Lower-cased characters of all tokens, one after another.
    pub chars: Vec<char>,
    /// The tokens in reading order; a [`Kind::MarkRun`] follows the marks it is made of.
    pub list: Vec<Token>,
}

/// Script written without spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x0e00..=0x0e7f | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af)
}

impl Tokens {
    /// Splits `text`; what the value held before is forgotten, its buffers are kept.
    pub fn read(&mut self, text: &str) {
        self.chars.clear();
        self.list.clear();
        let mut open = Open {
            from: 0,
            kind: Kind::Word,
            upper: 0,
            letters: 0,
        };
        let mut run_from = None;
        let mut skipping_address = false;
        for c in text.chars() {
            if skipping_address {
                if !c.is_whitespace() {
                    continue;
                }
                skipping_address = false;
            }
            if is_word_char(c) {
                self.close_run(&mut run_from);
                let kind = if is_unspaced(c) {
                    Kind::Unspaced
                } else {
                    Kind::Word
                };
                if kind != open.kind {
                    self.close(&mut open);
                    open.kind = kind;
                }
                self.push_letter(c, &mut open);
            } else {
                if c == ':' && self.is_scheme(&open) {
                    open.kind = Kind::Address;
                    skipping_address = true;
                }
                self.close(&mut open);
                if !c.is_whitespace() && !skipping_address {
                    let from = self.chars.len();
                    run_from.get_or_insert(from);
                    self.chars.push(c);
                    self.add(Kind::Mark, false, from);
                } else {
                    self.close_run(&mut run_from);
                }
                open = Open {
                    from: self.chars.len(),
                    kind: Kind::Word,
                    upper: 0,
                    letters: 0,
                };
            }
        }
        self.close(&mut open);
        self.close_run(&mut run_from);
    }

    /// The characters of one token.
    pub fn of(&self, token: &Token) -> &[char] {
        &self.chars[token.from..token.to]
    }

    fn is_scheme(&self, open: &Open) -> bool {
        let word = &self.chars[open.from..];
        word == ['h', 't', 't', 'p'] || word == ['h', 't', 't', 'p', 's']
    }

    fn push_letter(&mut self, c: char, open: &mut Open) {
        open.upper += usize::from(c.is_uppercase());
        open.letters += usize::from(c.is_alphabetic());
        let c = if c == '\u{2019}' { '\'' } else { c };
        for lower in c.to_lowercase() {
            let n = self.chars.len();
            // "soooo" and "so" should meet: a letter is kept twice at most.
            let elongated = open.kind == Kind::Word
                && lower.is_alphabetic()
                && n >= open.from + 2
                && self.chars[n - 1] == lower
                && self.chars[n - 2] == lower;
            if !elongated {
                self.chars.push(lower);
            }
        }
    }

    fn close(&mut self, open: &mut Open) {
        if self.chars.len() > open.from {
            let caps = open.upper >= 3 && open.upper == open.letters;
            self.add(open.kind, caps, open.from);
        }
        *open = Open {
            from: self.chars.len(),
            kind: open.kind,
            upper: 0,
            letters: 0,
        };
    }

    fn close_run(&mut self, run_from: &mut Option<usize>) {
        if let Some(from) = run_from.take()
            && (2..=4).contains(&(self.chars.len() - from))
        {
            self.add(Kind::MarkRun, false, from);
        }
    }

    fn add(&mut self, kind: Kind, caps: bool, from: usize) {
        let to = self.chars.len();
        let hash = match kind {
            Kind::Address => step(SEED, 7),
            _ => self.chars[from..to]
                .iter()
                .fold(SEED, |h, &c| step(h, u64::from(c))),
        };
        self.list.push(Token {
            kind,
            caps,
            from,
            to,
            hash,
        });
    }
}

struct Open {
    from: usize,
    kind: Kind,
    upper: usize,
    letters: usize,
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '\'' || c == '\u{2019}' || c == '_' || c == '@' || is_unspaced(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut tokens = Tokens::default();
        tokens.read(text);
        tokens
            .list
            .iter()
            .map(|t| tokens.of(t).iter().collect())
            .collect()
    }

    #[test]
    fn words_marks_and_runs_come_in_reading_order() {
        assert_eq!(
            words("It's SOOOO good :)"),
            ["it's", "soo", "good", ":", ")", ":)"]
        );
    }

    #[test]
    fn an_address_is_one_token_and_unspaced_script_its_own() {
        let mut tokens = Tokens::default();
        tokens.read("see https://a.b/c?d=e 很好ok");
        let kinds: Vec<Kind> = tokens.list.iter().map(|t| t.kind).collect();
        assert_eq!(
            kinds,
            [Kind::Word, Kind::Address, Kind::Unspaced, Kind::Word]
        );
    }

    #[test]
    fn shouting_is_noticed() {
        let mut tokens = Tokens::default();
        tokens.read("NEVER again OK");
        let caps: Vec<bool> = tokens.list.iter().map(|t| t.caps).collect();
        assert_eq!(caps, [true, false, false]);
    }
}
