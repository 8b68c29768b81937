//! The hashed feature pass that every head shares.
//!
//! Words as 1- to 3-grams, characters as 3- to 5-grams inside words, 1- to 4-grams of unspaced
//! scripts, marks and emoji, shouting, a copy of words under negation, a copy of words after a
//! contrast, and binned sums of known valences. A feature is a finished 32-bit hash; heads
//! reduce it to a bucket. Values are all 1, scaled by 1/√n by the caller. No feature reaches
//! across a clause's end, so that a text's sums are those of its clauses.

use crate::cues::Cue;
use crate::hash::{SEED, finish, step};
use crate::token::{Kind, Token, Tokens};
use crate::words::WordTable;

/// Words that a negation reaches.
const NEGATION_WINDOW: u8 = 4;
/// Share of its valence that a negated word keeps, with the sign turned.
const NEGATED_SHARE: f32 = -0.74;

/// Letters of a word's beginning that its forms share.
const STEM: usize = 5;

/// How often a valence feature counts: eight of them stand against some two hundred others.
const VALENCE_WEIGHT: usize = 3;

// Name spaces, so that the same characters in another role are another feature.
const WORD: u64 = 1;
const PAIR: u64 = 2;
const TRIPLE: u64 = 3;
const LENGTH: u64 = 5;
const UNSPACED: u64 = 9;
const INSIDE: u64 = 10;
const BEGINNING: u64 = 11;
const NEGATED: u64 = 77;
const AFTER_CONTRAST: u64 = 78;
const SHOUTED: u64 = 80;
const VALENCE: u64 = 55;

/// Name space of what phrase lists found: intents, and topics.
pub const INTENT_PHRASE: u64 = 90;
/// See [`INTENT_PHRASE`].
pub const TOPIC_PHRASE: u64 = 91;

/// The feature of a phrase of owner `owner`, found in a text or a clause.
pub fn phrase(space: u64, owner: u64) -> u32 {
    finish(step(step(SEED, owner), space))
}

/// Appends the features of a clause to `out`, those that tell what it is about to `about` (words,
/// pairs and beginnings of words: of few examples, pieces of words teach spelling), to `deep` those
/// that have a vector (the same, with marks, negated copies and copies after a contrast), and
/// returns its tone, which [`Tone::push`] turns into features of the clause or, joined with
/// others', of the whole text. `language` is the
/// hash of an ISO 639-1 code: it picks the word lists.
pub fn clause(
    tokens: &Tokens,
    language: u64,
    known: &WordTable,
    out: &mut Vec<u32>,
    about: &mut Vec<u32>,
    deep: &mut Vec<u32>,
) -> Tone {
    let mut before = [0u64; 2];
    let mut scope = Scope::default();
    let mut tone = Tone {
        tokens: tokens.list.len(),
        chars: tokens.chars.len(),
        ..Tone::default()
    };
    for token in &tokens.list {
        if token.kind == Kind::MarkRun {
            tone.add(known.look_up(0, token.hash).valence, false, &scope);
            out.push(finish(step(token.hash, WORD + 20)));
            deep.push(finish(step(token.hash, WORD + 20)));
            continue;
        }
        let h = token.hash;
        out.push(finish(step(h, WORD)));
        if token.kind == Kind::Mark {
            deep.push(finish(step(h, WORD)));
        }
        if matches!(token.kind, Kind::Word | Kind::Unspaced) {
            let from = about.len();
            topical(tokens.of(token), token.kind, h, about);
            deep.extend_from_slice(&about[from..]);
        }
        if before[0] != 0 {
            let pair = finish(step(step(h, before[0]), PAIR));
            out.push(pair);
            about.push(pair);
            deep.push(pair);
        }
        if before[1] != 0 {
            out.push(finish(step(step(step(h, before[0]), before[1]), TRIPLE)));
        }
        if scope.negated > 0 {
            out.push(finish(step(h, NEGATED)));
            deep.push(finish(step(h, NEGATED)));
        }
        if scope.after_contrast {
            out.push(finish(step(h, AFTER_CONTRAST)));
            deep.push(finish(step(h, AFTER_CONTRAST)));
        }
        if token.caps {
            out.push(finish(step(0, SHOUTED)));
            out.push(finish(step(h, SHOUTED)));
        }
        match token.kind {
            Kind::Word => inside_word(tokens.of(token), out),
            Kind::Unspaced => unspaced(tokens.of(token), out),
            _ => {}
        }
        let word = known.look_up(language, h);
        if token.kind == Kind::Mark {
            scope.mark(tokens.of(token)[0]);
            tone.mark(tokens.of(token)[0]);
            tone.add(known.look_up(0, h).valence, false, &scope);
        } else {
            tone.add(word.valence, token.caps, &scope);
            scope.word(word.cue, token, tokens, &mut tone);
        }
        before = [h, before[0]];
    }
    tone
}

/// A word, its beginning, or the 2- and 3-grams of an unspaced run.
fn topical(word: &[char], kind: Kind, hash: u64, about: &mut Vec<u32>) {
    if kind == Kind::Unspaced {
        for from in 0..word.len() {
            let mut h = step(SEED, UNSPACED);
            for (n, &c) in word[from..word.len().min(from + 3)].iter().enumerate() {
                h = step(h, u64::from(c));
                if n > 0 {
                    about.push(finish(h));
                }
            }
        }
        return;
    }
    about.push(finish(step(hash, WORD)));
    if word.len() > STEM {
        let stem = word[..STEM]
            .iter()
            .fold(SEED, |h, &c| step(h, u64::from(c)));
        about.push(finish(step(stem, BEGINNING)));
    }
}

/// Character 3- to 5-grams with the word's ends marked.
fn inside_word(word: &[char], out: &mut Vec<u32>) {
    let len = word.len() + 2;
    let at = |i: usize| match i {
        0 => u64::from('<'),
        i if i == len - 1 => u64::from('>'),
        i => u64::from(word[i - 1]),
    };
    for from in 0..len.saturating_sub(2) {
        let mut h = step(SEED, INSIDE);
        for n in 0..5.min(len - from) {
            h = step(h, at(from + n));
            if n >= 2 && n + 1 < len {
                out.push(finish(h));
            }
        }
    }
}

fn unspaced(run: &[char], out: &mut Vec<u32>) {
    for from in 0..run.len() {
        let mut h = step(SEED, UNSPACED);
        for &c in &run[from..run.len().min(from + 4)] {
            h = step(h, u64::from(c));
            out.push(finish(h));
        }
    }
}

fn log2(n: usize) -> u64 {
    u64::from(n.max(1).ilog2())
}

/// What negation, contrast and degree words reach at this point of the text.
#[derive(Debug, Default)]
struct Scope {
    negated: u8,
    after_contrast: bool,
    degree: f32,
}

impl Scope {
    fn mark(&mut self, mark: char) {
        if matches!(
            mark,
            '.' | ',' | ';' | ':' | '!' | '?' | '…' | '。' | '、' | '！' | '？'
        ) {
            self.negated = 0;
            self.after_contrast &= mark == ',';
        }
    }

    fn word(&mut self, cue: Option<Cue>, token: &Token, tokens: &Tokens, tone: &mut Tone) {
        self.negated = self.negated.saturating_sub(1);
        self.degree = 0.0;
        match cue {
            Some(Cue::Negates) => self.negated = NEGATION_WINDOW,
            Some(Cue::Contrasts) => {
                self.after_contrast = true;
                tone.contrast();
            }
            Some(Cue::Strengthens) => self.degree = 0.3,
            Some(Cue::Softens) => self.degree = -0.3,
            None if tokens.of(token).ends_with(&['n', '\'', 't']) => self.negated = NEGATION_WINDOW,
            None => {}
        }
    }
}

/// Sums of known valences, and how long the text is.
#[derive(Debug, Default, Clone)]
pub struct Tone {
    tokens: usize,
    chars: usize,
    good: f32,
    bad: f32,
    last: f32,
    after_contrast: f32,
    contrasted: bool,
    exclamations: u64,
    questions: u64,
}

impl Tone {
    fn add(&mut self, valence: f32, shouted: bool, scope: &Scope) {
        if valence == 0.0 {
            return;
        }
        let mut v = valence * (1.0 + scope.degree);
        if shouted {
            v *= 1.25;
        }
        if scope.negated > 0 {
            v *= NEGATED_SHARE;
        }
        if v > 0.0 {
            self.good += v;
        } else {
            self.bad -= v;
        }
        self.last = v;
        if self.contrasted {
            self.after_contrast += v;
        }
    }

    fn contrast(&mut self) {
        self.contrasted = true;
        self.after_contrast = 0.0;
    }

    fn mark(&mut self, mark: char) {
        self.exclamations += u64::from(mark == '!');
        self.questions += u64::from(mark == '?');
    }

    /// Joins the tone of the clause that follows.
    pub fn join(&mut self, next: &Self) {
        self.tokens += next.tokens;
        self.chars += next.chars;
        self.good += next.good;
        self.bad += next.bad;
        self.exclamations += next.exclamations;
        self.questions += next.questions;
        if next.last != 0.0 {
            self.last = next.last;
        }
        if next.contrasted {
            self.after_contrast = next.after_contrast;
            self.contrasted = true;
        } else if self.contrasted {
            self.after_contrast += next.good - next.bad;
        }
    }

    /// Appends the features of these sums.
    pub fn push(&self, out: &mut Vec<u32>) {
        let net = self.good - self.bad;
        let single = [net, self.good, -self.bad, self.last, self.after_contrast];
        for (role, value) in (0u64..).zip(single) {
            let feature = finish(step(step(bin(value), 1000 + role), VALENCE));
            out.extend([feature; VALENCE_WEIGHT]);
        }
        let pairs = [
            bin(self.good) * 32 + bin(-self.bad),
            bin(net) * 8 + self.exclamations.min(3) * 2 + self.questions.min(1),
            bin(net) * 32 + log2(self.tokens),
        ];
        for (role, value) in (0u64..).zip(pairs) {
            let feature = finish(step(step(value, 2000 + 1000 * role), VALENCE));
            out.extend([feature; VALENCE_WEIGHT]);
        }
        out.push(finish(step(100 + log2(self.chars), LENGTH)));
    }
}

/// Thirteen bins, 4 to 16, by the size of a sum of valences.
fn bin(value: f32) -> u64 {
    let size = [0.0, 0.5, 1.3, 2.2, 3.2, 5.0]
        .iter()
        .filter(|&&edge| value.abs() > edge)
        .count() as u64;
    if value > 0.0 { 10 + size } else { 10 - size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::language_hash;

    fn features(text: &str) -> Vec<u32> {
        let mut tokens = Tokens::default();
        tokens.read(text);
        let mut out = Vec::new();
        let known = WordTable::new(std::iter::empty());
        let mut about = Vec::new();
        clause(
            &tokens,
            language_hash("en"),
            &known,
            &mut out,
            &mut about,
            &mut Vec::new(),
        )
        .push(&mut out);
        out
    }

    #[test]
    fn the_same_text_gives_the_same_features_and_negation_changes_them() {
        assert_eq!(
            features("not good"),
            features("Not  GOOD".to_lowercase().as_str())
        );
        let negated = finish(step(crate::hash::word("good"), NEGATED));
        assert!(features("it is not good").contains(&negated));
        assert!(!features("it is not bad, it is good").contains(&negated));
    }

    #[test]
    fn bins_are_symmetric() {
        assert_eq!(
            (bin(0.0), bin(0.4), bin(-0.4), bin(9.0), bin(-9.0)),
            (10, 11, 9, 16, 4)
        );
    }
}
