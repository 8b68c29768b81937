//! Which language a text is written in: by script where the script tells, else by a hashed head.

use crate::hash::{SEED, bucket, finish, step};
use crate::token::{Kind, Tokens};

/// Code for a text without letters.
pub const UNDETERMINED: &str = "und";

/// Words read to tell the language; more do not change the answer.
const WORDS: usize = 60;

/// The beginning of a text that holds that many words of usual length.
pub fn part_of(text: &str) -> &str {
    &text[..text.floor_char_boundary(WORDS * 12)]
}

/// Scripts that, among the languages we name, one language uses.
const SCRIPTS: &[(std::ops::RangeInclusive<u32>, &str)] = &[
    (0x0370..=0x03ff, "el"),
    (0x0530..=0x058f, "hy"),
    (0x0590..=0x05ff, "he"),
    (0x0980..=0x09ff, "bn"),
    (0x0b80..=0x0bff, "ta"),
    (0x0c00..=0x0c7f, "te"),
    (0x0d00..=0x0d7f, "ml"),
    (0x0e00..=0x0e7f, "th"),
    (0x10a0..=0x10ff, "ka"),
    (0x3040..=0x30ff, "ja"),
    (0xac00..=0xd7af, "ko"),
];

/// The language a text's script gives away, with the share of letters in that script.
/// Han characters mean Chinese unless Japanese kana stand among them.
pub fn by_script(text: &str) -> Option<(&'static str, f32)> {
    if text.is_ascii() {
        return None;
    }
    let mut counts = [0usize; 12];
    let mut letters = 0;
    for c in text.chars().filter(|c| c.is_alphabetic()).take(400) {
        letters += 1;
        let code = u32::from(c);
        if matches!(code, 0x3400..=0x9fff) {
            counts[11] += 1;
        } else if code >= 0x0370
            && let Some(i) = SCRIPTS.iter().position(|(range, _)| range.contains(&code))
        {
            counts[i] += 1;
        }
    }
    let kana = counts[9];
    if kana > 0 && (kana + counts[11]) * 2 > letters && kana * 10 > counts[11] {
        return Some(("ja", (kana + counts[11]) as f32 / letters as f32));
    }
    let (best, &count) = counts.iter().enumerate().max_by_key(|&(_, n)| n)?;
    let code = if best == 11 { "zh" } else { SCRIPTS[best].1 };
    (count * 2 > letters).then(|| (code, count as f32 / letters as f32))
}

/// The language whose phrases serve a language that has none of its own: a close relative,
/// else English.
pub fn phrases_for(code: &str) -> &'static str {
    match code {
        "no" => "da",
        "gl" | "ca" => "es",
        _ => "en",
    }
}

/// Appends the buckets of the language head: whole words and 1- to 4-grams with marked ends.
pub fn features(tokens: &Tokens, buckets: u32, out: &mut Vec<u32>) {
    for token in tokens
        .list
        .iter()
        .filter(|t| t.kind == Kind::Word)
        .take(WORDS)
    {
        let word = tokens.of(token);
        if word[0] == '@' || word.iter().all(|c| c.is_numeric()) {
            continue;
        }
        out.push(bucket(finish(step(token.hash, 301)), buckets));
        let len = word.len() + 2;
        let at = |i: usize| match i {
            0 => u64::from('<'),
            i if i == len - 1 => u64::from('>'),
            i => u64::from(word[i - 1]),
        };
        for from in 0..len {
            let mut h = step(SEED, 302);
            for i in from..len.min(from + 4) {
                h = step(h, at(i));
                out.push(bucket(finish(h), buckets));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_give_languages_away() {
        assert_eq!(by_script("とても良いサービス").map(|l| l.0), Some("ja"));
        assert_eq!(by_script("服务很好").map(|l| l.0), Some("zh"));
        assert_eq!(by_script("서비스가 좋아요").map(|l| l.0), Some("ko"));
        assert_eq!(by_script("Ευχαριστώ πολύ").map(|l| l.0), Some("el"));
        assert_eq!(by_script("très bien"), None);
        assert_eq!(by_script("Очень хорошо"), None);
    }
}
