//! Respondents who do not read: straightliners, random answers, machines.

use crate::Draw;
use crate::draw::answer;

/// Items of the questionnaire, answered from 1 to 5.
pub const ITEMS: usize = 14;

/// How somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// Reads and answers.
    Attentive,
    /// Gives nearly the same answer everywhere.
    Straightliner,
    /// Answers at random.
    Random,
    /// Fills in within seconds.
    Machine,
}

/// One respondent.
#[derive(Debug, Clone, Copy)]
pub struct Respondent {
    /// Answers from 1 to 5.
    pub items: [u8; ITEMS],
    /// Seconds taken.
    pub seconds: f64,
    /// The truth.
    pub care: Care,
}

/// `n` respondents: 5 % straightliners, 3 % random, 2 % machines, in random order.
#[must_use]
pub fn respondents(seed: u64, n: usize) -> Vec<Respondent> {
    let draw = &mut Draw::new(seed, 13);
    let (straight, random, machine) = (n / 20, n * 3 / 100, n / 50);
    let mut all: Vec<Respondent> = (0..n)
        .map(|place| {
            let care = if place < straight {
                Care::Straightliner
            } else if place < straight + random {
                Care::Random
            } else if place < straight + random + machine {
                Care::Machine
            } else {
                Care::Attentive
            };
            one(draw, care)
        })
        .collect();
    let order = draw.order(n);
    let drawn = order.iter().map(|&place| all[place]).collect();
    all.clear();
    drawn
}

fn one(draw: &mut Draw, care: Care) -> Respondent {
    let seconds = (95.0_f64.ln() + 0.35 * draw.normal()).exp();
    let opinion = draw.normal();
    let (items, seconds) = match care {
        Care::Attentive => (
            std::array::from_fn(|_| answer(3.7 + 0.7 * opinion + 0.7 * draw.normal(), 1, 5)),
            seconds,
        ),
        Care::Straightliner => {
            let same = [1_u8, 3, 4, 5][draw.pick(&[0.05, 0.25, 0.30, 0.40])];
            let items = std::array::from_fn(|_| {
                if draw.chance(0.04) {
                    let step = if draw.chance(0.5) { 1.0 } else { -1.0 };
                    answer(f64::from(same) + step, 1, 5)
                } else {
                    same
                }
            });
            (items, seconds * 0.55)
        }
        Care::Random => (
            std::array::from_fn(|_| 1 + draw.below(5) as u8),
            seconds * 0.6,
        ),
        Care::Machine => (
            std::array::from_fn(|_| 3 + draw.below(3) as u8),
            (18.0_f64.ln() + 0.3 * draw.normal()).exp(),
        ),
    };
    Respondent {
        items,
        seconds,
        care,
    }
}
