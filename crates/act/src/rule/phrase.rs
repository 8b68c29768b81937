//! Finding phrases in words: whole words, any case; `injur*` finds all that begins so.

/// Words in small letters with one blank between and around them.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Whether a phrase has a letter or digit.
pub(super) fn says_something(phrase: &str) -> bool {
    phrase.chars().any(char::is_alphanumeric)
}

/// Scripts that put no blanks between words: there a phrase is found anywhere.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0x2_0000..=0x3_FFFF)
}

/// The first of the phrases that the words contain.
pub(super) fn first_in<'a>(words: &str, phrases: &'a [String]) -> Option<&'a str> {
    let words = spaced(words);
    phrases.iter().map(String::as_str).find(|phrase| {
        let wanted = spaced(phrase);
        if wanted.trim().is_empty() {
            return false;
        }
        if wanted.chars().any(is_unspaced) {
            return words.contains(wanted.trim());
        }
        if phrase.trim_end().ends_with('*') {
            return words.contains(wanted.trim_end());
        }
        words.contains(&wanted)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(words: &str, phrase: &str) -> bool {
        first_in(words, &[phrase.to_owned()]).is_some()
    }

    #[test]
    fn whole_words_are_found_in_any_case_and_parts_are_not() {
        assert!(finds("There was a FIRE!", "fire"));
        assert!(!finds("they fired him", "fire"));
        assert!(finds("I was injured.", "injur*"));
        assert!(!finds("the injured", "njur*"));
        assert!(finds("It is not\n safe here", "not safe"));
        assert!(finds("I can't breathe", "can’t breathe"));
        assert!(finds("店内で火事がありました", "火事"));
        assert!(!finds("anything", "…"));
    }
}
