//! Public reviews: words that nobody asked for.

use jiff::civil::Date;

use super::Size;
use super::customer::Customer;
use super::visit::Visit;
use super::wording::Words;
use crate::Draw;
use crate::comment::Corpus;
use crate::draw::answer;

/// One review.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Place of the visit it is about.
    pub visit: usize,
    /// Day it was written.
    pub on: Date,
    /// Minute of that day.
    pub minute: u32,
    /// 1 to 5.
    pub stars: u8,
    /// `en` or `de`.
    pub language: &'static str,
    /// The text.
    pub words: Words,
}

/// Reviews of visits, as many per store and month as `size` says on average.
pub(super) fn reviews(
    seed: u64,
    size: &Size,
    visits: &[Visit],
    customers: &[Customer],
    corpus: &Corpus,
    strike: impl Fn(&Visit) -> bool,
) -> Vec<Review> {
    let draw = &mut Draw::new(seed, 106);
    let wanted = size.reviews * size.stores as f64 * f64::from(size.months);
    let share = wanted / visits.len().max(1) as f64;
    let mut all = Vec::new();
    for (place, visit) in visits.iter().enumerate() {
        let mood = (visit.satisfaction - 7.2) / 1.7;
        // Who writes unasked felt something: mean of the factor is about 1.
        if !draw.chance(share * (0.4 + 0.75 * mood.abs())) {
            continue;
        }
        let german = if customers[visit.customer].country == "DE" {
            0.95
        } else {
            0.02
        };
        let language = if draw.chance(german) { "de" } else { "en" };
        let words = Words::written(draw, visit, language, corpus, strike(visit));
        all.push(Review {
            visit: place,
            on: visit
                .on
                .saturating_add(jiff::Span::new().days(draw.below(10) as i64)),
            minute: 7 * 60 + draw.below(15 * 60) as u32,
            stars: answer(1.0 + 4.0 * (visit.satisfaction - 3.5) / 5.5, 1, 5),
            language,
            words,
        });
    }
    all
}
