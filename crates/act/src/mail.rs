//! The mail that answers a person: plain text, their own words quoted, a link to say whether it helped.

use domain::case::Case;
use minijinja::{Environment, context};
use serde::Serialize;

/// The longest quote, in characters.
const LONGEST_QUOTE: usize = 1_000;

const TEMPLATE: &str = "\
{{ greeting }}

{{ text }}

{% if quote %}You told us:

{{ quote }}

{% endif %}Did this help? Tell us with one click or a few words:
{{ link }}

{{ signature }}
Case {{ number }}
";

/// A mail as the courier sends it and as it is shown before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// The subject, one line.
    pub subject: String,
    /// The text, lines ended by `\n`.
    pub text: String,
}

/// Composes the mail; `quote` is what the person said, redacted.
///
/// # Errors
/// The template engine's words, should the text not fit into memory.
pub(crate) fn compose(
    case: &Case,
    to: &str,
    text: &str,
    quote: Option<&str>,
    signature: &str,
    link: &str,
) -> Result<Mail, minijinja::Error> {
    let quote = quote.map(quoted).filter(|q| !q.is_empty());
    let text = Environment::new().render_str(
        TEMPLATE,
        context! {
            greeting => "Hello,",
            text => text.trim().replace("\r\n", "\n"),
            quote,
            link,
            signature => signature.trim(),
            number => case.number,
        },
    )?;
    Ok(Mail {
        to: to.to_owned(),
        subject: format!("About what you told us (case {})", case.number),
        text: format!("{}\n", text.trim_end()),
    })
}

/// Each line behind `> `, cut at [`LONGEST_QUOTE`]; other control characters than line ends go.
fn quoted(words: &str) -> String {
    let mut cut: String = words.trim().chars().take(LONGEST_QUOTE).collect();
    if words.trim().chars().nth(LONGEST_QUOTE).is_some() {
        cut.push('…');
    }
    let lines: Vec<String> = cut
        .lines()
        .map(|line| {
            let plain: String = line.chars().filter(|c| !c.is_control()).collect();
            format!("> {plain}").trim_end().to_owned()
        })
        .collect();
    lines.join("\n")
}
