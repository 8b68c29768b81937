//! Who answers is not who is there: nonresponse that weights can mend, and one that they cannot.

use crate::Draw;
use crate::draw::{answer, logistic};

/// Shares of the age groups in the population, youngest first; this much is known.
pub const AGES: [f64; 4] = [0.25, 0.30, 0.25, 0.20];

/// What age does to the log-odds of answering.
pub const AGE_ANSWERS: [f64; 4] = [-0.6, -0.2, 0.2, 0.8];

/// How satisfied the age groups are beside each other, in standard deviations.
const AGE_SATISFIED: [f64; 4] = [-0.3, -0.1, 0.1, 0.3];

/// One person of the population.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Age group, a place in [`AGES`].
    pub age: usize,
    /// What the person would say, 0 to 10.
    pub ltr: u8,
    /// Answers where only age decides (missing at random given age).
    pub answers_by_age: bool,
    /// Answers where satisfaction decides, too (missing not at random).
    pub answers_by_mood: bool,
}

/// The population of one world.
#[must_use]
pub fn population(seed: u64, people: usize) -> Vec<Person> {
    let draw = &mut Draw::new(seed, 4);
    (0..people)
        .map(|_| {
            let age = draw.pick(&AGES);
            let mood = draw.normal() + AGE_SATISFIED[age];
            let odds = -2.4 + AGE_ANSWERS[age];
            Person {
                age,
                ltr: answer(7.4 + 2.0 * mood, 0, 10),
                answers_by_age: draw.chance(logistic(odds)),
                answers_by_mood: draw.chance(logistic(odds + 0.35 * mood.abs() - 0.25 * mood)),
            }
        })
        .collect()
}
