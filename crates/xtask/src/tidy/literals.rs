//! Tells Rust code from comments and text literals, just well enough for the rules.

/// A Rust file taken apart.
pub(super) struct Code {
    /// The code; comments and the insides of literals are blanks, line ends stay.
    pub(super) code: String,
    /// Text literals as written (escapes kept), with the line they begin on.
    pub(super) literals: Vec<(usize, String)>,
}

impl Code {
    /// Lines of code with their numbers, from 1.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(n, line)| (n + 1, line))
    }
}

/// Takes a file apart.
pub(super) fn split(text: &str) -> Code {
    let mut reader = Reader {
        rest: text,
        line: 1,
        code: String::with_capacity(text.len()),
        literals: Vec::new(),
    };
    while !reader.rest.is_empty() {
        reader.step();
    }
    Code {
        code: reader.code,
        literals: reader.literals,
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    code: String,
    literals: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            self.blank(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.blank(block_comment(self.rest));
        } else if let Some(hashes) = self.raw_start() {
            let close = format!("\"{}", "#".repeat(hashes));
            self.keep(hashes + 2);
            self.literal(
                self.rest.find(&close).unwrap_or(self.rest.len()),
                close.len(),
            );
        } else if self.rest.starts_with('"') {
            self.keep(1);
            self.literal(quoted(self.rest), 1);
        } else if self.rest.starts_with('\'') {
            self.quote();
        } else {
            let n = self.rest.chars().next().map_or(0, char::len_utf8);
            self.keep(n);
        }
    }

    /// The hashes of `r"`, `r#"`, … when one starts here and is no part of a name.
    fn raw_start(&self) -> Option<usize> {
        let after = self.rest.strip_prefix('r')?;
        let before = self.code.chars().next_back().unwrap_or(' ');
        if is_word(before) && !matches!(before, 'b' | 'c') {
            return None;
        }
        let hashes = after.len() - after.trim_start_matches('#').len();
        after[hashes..].starts_with('"').then_some(hashes)
    }

    /// A character literal is blanked, a lifetime is kept.
    fn quote(&mut self) {
        let inside = &self.rest[1..];
        let mut chars = inside.chars();
        let end = match chars.next() {
            Some('\\') => inside[2..].find('\'').map(|at| at + 2),
            Some(c) if chars.next() == Some('\'') => Some(c.len_utf8()),
            _ => None,
        };
        self.keep(1);
        if let Some(end) = end {
            self.blank(end);
            self.keep(1);
        }
    }

    fn literal(&mut self, inside: usize, close: usize) {
        self.literals
            .push((self.line, self.rest[..inside].to_owned()));
        self.blank(inside);
        self.keep(close.min(self.rest.len()));
    }

    fn keep(&mut self, n: usize) {
        let (now, rest) = self.rest.split_at(n);
        self.line += now.matches('\n').count();
        self.code.push_str(now);
        self.rest = rest;
    }

    fn blank(&mut self, n: usize) {
        let (now, rest) = self.rest.split_at(n);
        self.line += now.matches('\n').count();
        self.code
            .extend(now.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

/// True for what names are made of.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a comment that starts here; they nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0usize);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The length of a literal's inside up to its closing quote.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_comments_and_literals_are_told_apart() {
        let text = "let a = \"one \\\" // two\"; // said \"three\"\n/* four /* \"five\" */ */ let b = r#\"six \"seven\"\n\"#;\nlet c = '\"'; let d: &'a str = b\"eight\"; for r in \"nine\" {}\n";
        let split = split(text);
        let literals: Vec<_> = split
            .literals
            .iter()
            .map(|(line, text)| (*line, text.as_str()))
            .collect();
        assert_eq!(
            literals,
            [
                (1, "one \\\" // two"),
                (2, "six \"seven\"\n"),
                (4, "eight"),
                (4, "nine")
            ]
        );
        assert_eq!(split.code.lines().count(), text.lines().count());
        assert!(!split.code.contains("four") && split.code.contains("&'a str"));
        assert!(!split.code.contains("three") && split.code.contains("let b"));
    }

    #[test]
    fn characters_and_odd_ends_do_not_confuse_it() {
        assert_eq!(
            split("let q = '\\''; let s = \"x\";").literals,
            [(1, "x".to_owned())]
        );
        assert_eq!(
            split("let q = 'é'; let s = \"ü\";").literals,
            [(1, "ü".to_owned())]
        );
        assert_eq!(
            split("\"never closed").literals,
            [(1, "never closed".to_owned())]
        );
        assert_eq!(
            split("fn f<'a>(x: &'a str) { \"y\" }").literals,
            [(1, "y".to_owned())]
        );
    }
}
