//! What somebody writes about a visit, and what the words are truly about.

use super::visit::Visit;
use crate::Draw;
use crate::comment::{Brief, Corpus, Polarity, grammar};
use crate::touchpoint::{COUNT, TOUCHPOINTS};

/// A gap below or above this is worth a word, in standard deviations.
const WORTH_SAYING: f64 = 0.7;
/// Share of comments taken from the authored corpus where it has a fitting one.
const FROM_CORPUS: f64 = 0.3;

/// A comment with its truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The text.
    pub text: String,
    /// What it is about: touchpoint, and whether it praises.
    pub about: Vec<(usize, Polarity)>,
    /// Says the opposite of what it means.
    pub sarcastic: bool,
    /// Names the strike.
    pub strike: bool,
}

impl Words {
    /// What is written about a visit, if anything: the more was felt, the more likely.
    pub(super) fn about(
        draw: &mut Draw,
        visit: &Visit,
        language: &'static str,
        corpus: &Corpus,
        struck: bool,
    ) -> Option<Self> {
        let mood = (visit.satisfaction - 7.2) / 1.7;
        draw.chance((0.30 + 0.15 * mood.abs()).min(0.9))
            .then(|| Self::written(draw, visit, language, corpus, struck))
    }

    /// The text about a visit.
    pub(super) fn written(
        draw: &mut Draw,
        visit: &Visit,
        language: &'static str,
        corpus: &Corpus,
        struck: bool,
    ) -> Self {
        let about = chosen(draw, visit);
        let strike = struck && about.iter().any(|a| a.0 == 6) && draw.chance(0.8);
        if let [(k, polarity)] = about[..]
            && !strike
            && draw.chance(FROM_CORPUS)
            && let Some(text) = corpus.pick(draw, language, TOUCHPOINTS[k].topic, polarity)
        {
            return Words {
                text: text.to_owned(),
                about,
                sarcastic: false,
                strike: false,
            };
        }
        let sarcastic = draw.chance(0.02) && about.iter().any(|a| a.1 == Polarity::Bad);
        let text = grammar().write(
            draw,
            &Brief {
                language,
                about: &about,
                strike,
                sarcastic,
            },
        );
        Words {
            text,
            about,
            sarcastic,
            strike,
        }
    }
}

/// Up to three touchpoints that were felt most, the strongest first.
fn chosen(draw: &mut Draw, visit: &Visit) -> Vec<(usize, Polarity)> {
    let mut felt: Vec<(f64, usize)> = (0..COUNT)
        .filter(|&k| visit.met[k] && f64::from(visit.gap[k]).abs() > WORTH_SAYING)
        .map(|k| {
            let adds = TOUCHPOINTS[k].adds(f64::from(visit.gap[k])).abs();
            // People do not write down a ranking.
            (adds * (0.4 * draw.normal()).exp(), k)
        })
        .collect();
    felt.sort_by(|a, b| b.0.total_cmp(&a.0));
    let most = 1 + draw.pick(&[0.55, 0.33, 0.12]);
    felt.truncate(most);
    felt.iter()
        .map(|&(_, k)| (k, Polarity::of(f64::from(visit.gap[k]))))
        .collect()
}
