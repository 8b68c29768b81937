//! How people type: a slip here and there, now and then a picture.

use crate::Draw;

/// Share of comments with a typo.
const TYPOS: f64 = 0.04;
/// Share of comments with an emoji.
const EMOJI: f64 = 0.03;

/// The text as typed.
pub(super) fn typed(draw: &mut Draw, mut text: String, good: bool) -> String {
    if draw.chance(TYPOS) {
        text = with_typo(draw, &text);
    }
    if draw.chance(0.12) {
        text = text.to_lowercase();
    }
    if draw.chance(EMOJI) {
        let all = if good {
            ["🙂", "👍", "😍", "🎉"]
        } else {
            ["😡", "👎", "🙄", "😞"]
        };
        text.push(' ');
        text.push_str(all[draw.below(all.len())]);
    }
    text
}

/// Two neighbors exchanged inside a word, or one letter left out.
fn with_typo(draw: &mut Draw, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let inside = |at: &usize| letters[*at - 1..*at + 2].iter().all(|c| c.is_alphabetic());
    let places: Vec<usize> = (1..letters.len().saturating_sub(1))
        .filter(inside)
        .collect();
    if let Some(&at) = places.get(draw.below(places.len())) {
        if draw.chance(0.5) {
            letters.swap(at, at + 1);
        } else {
            letters.remove(at);
        }
    }
    letters.into_iter().collect()
}
