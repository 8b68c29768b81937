//! Cutting a text into clauses: at sentence ends, semicolons, line ends, dashes, and at
//! contrasts and commas that a clause-sized rest follows.

use crate::cues;

/// Fewest words on either side for a comma to end a clause.
const COMMA_WORDS: usize = 3;

/// Byte ranges of the clauses of `text`, in order; together they hold all of it. A text of spaces
/// has none.
pub fn clauses(text: &str, language: &str) -> Vec<(usize, usize)> {
    let mut cuts = vec![0];
    let mut words_since_cut = 0;
    let mut word_from = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inside_word = c.is_alphanumeric() || c == '\'' || c == '\u{2019}';
        if inside_word {
            word_from.get_or_insert(at);
            continue;
        }
        if let Some(from) = word_from.take() {
            if words_since_cut > 0 && turns(language, &text[from..at]) {
                cuts.push(from);
                words_since_cut = 0;
            }
            words_since_cut += 1;
        }
        let next_is_space = chars.peek().is_none_or(|&(_, next)| next.is_whitespace());
        let ends = match c {
            '\n' | ';' | '!' | '?' | '。' | '！' | '？' | '；' | '…' => true,
            '.' => next_is_space,
            '-' | '–' | '—' | ':' => next_is_space && text[..at].ends_with(' '),
            ',' | '，' | '、' => {
                words_since_cut >= COMMA_WORDS && words_ahead(&text[at + c.len_utf8()..])
            }
            _ => false,
        };
        if ends {
            cuts.push(at + c.len_utf8());
            words_since_cut = 0;
        }
    }
    cuts.push(text.len());
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(cuts.len());
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let said = text[from..to].chars().any(char::is_alphanumeric);
        match out.last_mut() {
            // An emoji or a mark by itself belongs to what it follows.
            Some(last) if !said => last.1 = to,
            // What stands before the first word belongs to it.
            Some(first) if !text[first.0..first.1].chars().any(char::is_alphanumeric) => {
                first.1 = to;
            }
            _ => out.push((from, to)),
        }
    }
    out.retain(|&(from, to)| !text[from..to].trim().is_empty());
    out
}

fn words_ahead(rest: &str) -> bool {
    let clause = rest
        .split(['.', ',', ';', '!', '?', '\n'])
        .next()
        .unwrap_or_default();
    clause.split_whitespace().nth(COMMA_WORDS - 1).is_some()
}

fn turns(language: &str, word: &str) -> bool {
    // Contrast words are short; long words need no lower-cased copy.
    word.len() <= 16 && cues::contrasts(language, &word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
        clauses(text, language)
            .into_iter()
            .map(|(from, to)| text[from..to].trim())
            .collect()
    }

    #[test]
    fn a_contrast_starts_a_clause() {
        assert_eq!(
            cut("The staff were lovely but the wait was too long.", "en"),
            ["The staff were lovely", "but the wait was too long."]
        );
        assert_eq!(cut("Nett, aber teuer!", "de"), ["Nett,", "aber teuer!"]);
    }

    #[test]
    fn prices_and_lists_stay_whole() {
        assert_eq!(cut("I paid 3.50, no more", "en"), ["I paid 3.50, no more"]);
        assert_eq!(cut("Bread, milk, eggs", "en"), ["Bread, milk, eggs"]);
        assert!(cut(" \n ", "en").is_empty());
        assert_eq!(cut("Great! 😍😍", "en"), ["Great! 😍😍"]);
        assert_eq!(cut("😍", "en"), ["😍"]);
    }
}
