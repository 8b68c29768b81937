//! The tone of each row's words.

use stats::mismatch::Tone;
use text::{Model, SentimentLabel};

use super::super::{AnalyzeError, Table};
use super::Options;

/// Numbers within this of 0 are neutral.
const NEUTRAL: f64 = 0.25;

pub(super) fn read(table: &Table, options: &Options) -> Result<Vec<Option<Tone>>, AnalyzeError> {
    if let Some(column) = &options.sentiment {
        let cells = table.column(column)?.iter().enumerate();
        return cells
            .map(|(row, cell)| match options.missing.holds(cell) {
                true => Ok(None),
                false => tone(cell).map(Some).ok_or_else(|| {
                    AnalyzeError::Option(format!(
                        "row {} of column {column:?} holds {cell:?}, which is no sentiment; give negative, neutral, positive or a number from -1 to 1",
                        row + 1
                    ))
                }),
            })
            .collect();
    }
    let Some(column) = &options.text else {
        let hint = "name a column of sentiments (--sentiment) or of words (--text)";
        return Err(AnalyzeError::Option(hint.to_owned()));
    };
    let model = Model::embedded();
    let said = |cell: &String| {
        let words = !options.missing.holds(cell);
        words.then(|| match model.annotate(cell).sentiment.label {
            SentimentLabel::Negative => Tone::Negative,
            SentimentLabel::Neutral => Tone::Neutral,
            SentimentLabel::Positive => Tone::Positive,
        })
    };
    Ok(table.column(column)?.iter().map(said).collect())
}

fn tone(cell: &str) -> Option<Tone> {
    match cell.trim().to_ascii_lowercase().as_str() {
        "negative" | "neg" => Some(Tone::Negative),
        "neutral" | "mixed" => Some(Tone::Neutral),
        "positive" | "pos" => Some(Tone::Positive),
        number => match number.parse::<f64>() {
            Ok(n) if n.abs() <= NEUTRAL => Some(Tone::Neutral),
            Ok(n) if (-1.0..0.0).contains(&n) => Some(Tone::Negative),
            Ok(n) if n > 0.0 && n <= 1.0 => Some(Tone::Positive),
            _ => None,
        },
    }
}
