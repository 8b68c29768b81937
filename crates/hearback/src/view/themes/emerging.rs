//! Views of emerging themes.

use serde::Serialize;
use understand::emerging::{Emerging, Heard, Theme};
use understand::themes::NewTopic;
use utoipa::ToSchema;

/// Themes that no topic explains.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EmergingView {
    /// The version of the codeframe; pass it as `base` to accept one.
    pub base: i64,
    /// Verbatims heard in all periods.
    pub verbatims: usize,
    /// Clauses without a topic that hold a phrase.
    pub unexplained: usize,
    /// Themes that were judged together.
    pub judged: usize,
    /// Rising ones first, then the largest.
    pub rows: Vec<EmergingTheme>,
}

/// One theme.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EmergingTheme {
    /// The phrase that it grew from: names it when it is accepted.
    pub key: String,
    /// The phrase that sets it apart the most.
    pub label: String,
    /// Example words, the most telling first.
    pub words: Vec<String>,
    /// Verbatims in all periods.
    pub verbatims: usize,
    /// The newest period.
    pub now: PeriodCount,
    /// All periods before.
    pub before: PeriodCount,
    /// How many times as often as before, with its interval.
    pub ratio: Option<RatioView>,
    /// Verbatims that the periods before let expect in the newest.
    pub expected: f64,
    /// Chance of so many if nothing has changed, adjusted for all themes judged.
    pub q: Option<f64>,
    /// Whether it rises beyond chance: lists hold at most half a false alarm on average, and none
    /// with a chance above 1 in 200.
    pub rising: bool,
    /// Why that cannot be told.
    pub why: Option<String>,
    /// Verbatims per language, most first.
    pub languages: Vec<LanguageCount>,
    /// Each period, oldest first.
    pub periods: Vec<PeriodCount>,
    /// Clauses that speak for it.
    pub quotes: Vec<QuoteView>,
    /// The topic it would become: for a preview, as `new` of an `add` edit.
    #[schema(value_type = Object)]
    pub topic: NewTopic,
}

/// Verbatims in a period.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PeriodCount {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Verbatims that hold the theme.
    pub n: u64,
    /// All verbatims.
    pub of: u64,
}

/// Times as often as before.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct RatioView {
    /// The ratio; absent where it was never said before.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// Verbatims in a language.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LanguageCount {
    /// ISO 639-1.
    pub language: String,
    /// Verbatims.
    pub n: usize,
}

/// A clause that speaks for a theme.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuoteView {
    /// The signal it came with.
    pub signal: String,
    /// The question it answers.
    pub question: String,
    /// The clause, redacted.
    pub text: String,
}

/// What accepting led to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AcceptedView {
    /// The id of the new topic.
    pub topic: String,
    /// The new version.
    pub version: i64,
    /// The run that is being made.
    pub run: Option<String>,
}

impl EmergingView {
    /// The view of what was found, each with the topic it would become.
    pub fn new(base: i64, found: Emerging, drafts: Vec<NewTopic>) -> Self {
        Self {
            base,
            verbatims: found.verbatims,
            unexplained: found.unexplained,
            judged: found.judged,
            rows: found.themes.into_iter().zip(drafts).map(theme).collect(),
        }
    }
}

fn theme((theme, topic): (Theme, NewTopic)) -> EmergingTheme {
    let newest = theme.windows.len().saturating_sub(1);
    EmergingTheme {
        now: together(&theme.windows[newest..]),
        before: together(&theme.windows[..newest]),
        ratio: theme.ratio.map(|ratio| RatioView {
            value: ratio.value,
            low: ratio.interval.low,
            high: ratio.interval.high,
        }),
        expected: theme.burst.expected,
        q: theme.burst.q,
        rising: theme.burst.bursting,
        why: theme.burst.why.map(|why| why.to_string()),
        languages: theme
            .languages
            .into_iter()
            .map(|(language, n)| LanguageCount { language, n })
            .collect(),
        periods: theme
            .windows
            .iter()
            .map(|heard| together(std::slice::from_ref(heard)))
            .collect(),
        quotes: theme
            .quotes
            .into_iter()
            .map(|quote| {
                let (signal, question) = quote.verbatim.split_once('/').unwrap_or_default();
                QuoteView {
                    signal: signal.to_owned(),
                    question: question.to_owned(),
                    text: quote.text,
                }
            })
            .collect(),
        words: theme.terms.into_iter().map(|(word, _)| word).collect(),
        verbatims: theme.support,
        key: theme.key,
        label: theme.label,
        topic,
    }
}

/// Neighboring periods as one.
fn together(periods: &[Heard]) -> PeriodCount {
    let day = |at: Option<&Heard>, of: fn(&Heard) -> jiff::civil::Date| {
        at.map(|heard| of(heard).to_string()).unwrap_or_default()
    };
    PeriodCount {
        from: day(periods.first(), |h| h.from),
        to: day(periods.last(), |h| h.to),
        n: periods.iter().map(|h| h.count).sum(),
        of: periods.iter().map(|h| h.exposure).sum(),
    }
}
