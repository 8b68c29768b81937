//! What must be refused, and what must not: each case tried both ways.

use super::style::{bare, pairs, refuses};
use nalgebra::DMatrix;
use stats::anniversary::{Answer, Options, contrast};
use stats::change::{Overlap, Question, between};
use stats::cox::{Clock, Cohort, Term, Ties, fit, hazard_ratios, proportionality};
use stats::drivers::tie_groups;
use stats::mean::Moments;
use stats::nps::{Counts, estimate};
use stats::privacy::{Cells, Shown, difference, suppress};
use stats::survival::Spell;
use stats::{Interval, Level, Rules, ranking};
use world::Draw;
use world::trial::style::{PLAIN, RESERVED, country};

/// One case.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// What is asked.
    pub(crate) case: &'static str,
    /// Refused where the data cannot say.
    pub(crate) refuses: bool,
    /// Answered where they can.
    pub(crate) answers: bool,
    /// What the refusal says.
    pub(crate) words: String,
}

impl Refusal {
    pub(crate) fn held(&self) -> bool {
        self.refuses && self.answers
    }
}

/// Every case.
pub(crate) fn all() -> Vec<Refusal> {
    vec![
        few_answers(),
        shared_respondents(),
        styles(),
        small_cells(),
        near_filters(),
        drift(),
        ties(),
        few_places(),
        few_in_the_window(),
    ]
}

fn counts(promoters: u64, detractors: u64) -> Counts {
    Counts {
        promoters,
        passives: 3,
        detractors,
    }
}

fn few_answers() -> Refusal {
    let rules = Rules::default();
    let (few, enough) = (
        estimate(&counts(4, 2), &rules),
        estimate(&counts(4, 3), &rules),
    );
    Refusal {
        case: "NPS of 9 answers, of 10",
        refuses: few.refused.is_some() && few.value.is_none(),
        answers: enough.value.is_some(),
        words: few.refused.map_or_else(String::new, |r| r.to_string()),
    }
}

fn shared_respondents() -> Refusal {
    let rules = Rules::default();
    let score = |promoters| estimate(&counts(promoters, 60), &rules);
    let change = |overlap| {
        let question = Question {
            overlap,
            ..Question::default()
        };
        between(&score(80), &score(140), &question).ok()
    };
    let unknown = change(Overlap::Unknown);
    Refusal {
        case: "change between periods that share respondents to an unknown extent, to none",
        refuses: unknown.as_ref().is_some_and(|c| c.value.is_none()),
        answers: change(Overlap::None).is_some_and(|c| c.value.is_some()),
        words: unknown
            .and_then(|c| c.why)
            .map_or_else(String::new, |why| why.to_string()),
    }
}

fn styles() -> Refusal {
    let (a, b) = (
        country(1, 21, 600, PLAIN, 0.0),
        country(1, 22, 600, RESERVED, 0.0),
    );
    Refusal {
        case: "a comparison of countries without anchors, with",
        refuses: refuses(&[bare(&a), bare(&b)]),
        answers: !refuses(&[pairs(&a), pairs(&b)]),
        words: stats::Refusal::NoAnchors.to_string(),
    }
}

fn small_cells() -> Refusal {
    let (cells, _) = Cells::crossed(&[2, 3]);
    let shown = |counts: &[u64]| suppress(&cells, counts, 5).map(|(shown, _)| shown);
    let all = |list: &[Shown]| list.iter().all(|s| *s == Shown::Shown);
    Refusal {
        case: "a table with a cell of 3 people, with none below 5",
        refuses: shown(&[20, 3, 9, 12, 30, 8]).is_ok_and(|s| s[1] != Shown::Shown),
        answers: shown(&[20, 13, 9, 12, 30, 8]).is_ok_and(|s| all(&s)),
        words: "cells below 5 people are hidden, and others so that these cannot be computed"
            .into(),
    }
}

fn near_filters() -> Refusal {
    let blocked = difference(52, 50, 50, 5);
    Refusal {
        case: "a filter of 52 people beside the same without 2, without 12",
        refuses: blocked.is_err(),
        answers: difference(52, 40, 40, 5).is_ok(),
        words: blocked.err().map_or_else(String::new, |b| b.to_string()),
    }
}

/// A contract that keeps customers for a year and then lets them go, and one that keeps them
/// better all along.
fn drift() -> Refusal {
    let ratio = |late: bool| {
        let draw = &mut Draw::new(1, 24);
        let mut spells = Vec::new();
        let mut x = Vec::new();
        for customer in 0..600 {
            let bound = customer % 2 == 1;
            let hazard = |month: u32| match (bound, late) {
                (false, _) => 0.05,
                (true, false) => 0.025,
                (true, true) if month < 12 => 0.005,
                (true, true) => 0.20,
            };
            let left = (1..=36).find(|&month| draw.chance(hazard(month)));
            // Ties are broken so that events lie at many times.
            let within = draw.uniform();
            spells.push(Spell::new(
                f64::from(left.unwrap_or(36)) + within,
                left.is_some(),
            ));
            x.push(f64::from(u8::from(bound)));
        }
        let x = DMatrix::from_column_slice(x.len(), 1, &x);
        let cohort = Cohort::new(spells, x, vec![Term::number("yearly contract")]);
        let found = fit(&cohort, Ties::Efron).ok()?;
        let check = proportionality(&cohort, &found, Clock::KaplanMeier).ok()?;
        let level = Level::NINETY_FIVE;
        hazard_ratios(&cohort, &found, Some(&check), 0.05, level)
            .ok()?
            .pop()
    };
    let drifting = ratio(true);
    Refusal {
        case: "one hazard ratio where the effect drifts over the tenure, where it does not",
        refuses: drifting.as_ref().is_some_and(|r| r.value.is_none()),
        answers: ratio(false).is_some_and(|r| r.value.is_some()),
        words: drifting
            .and_then(|r| r.refused)
            .map_or_else(String::new, |r| r.to_string()),
    }
}

fn ties() -> Refusal {
    let driver = |value: f64, half: f64| {
        let (low, high) = (value - half, value + half);
        (value, Interval { low, high })
    };
    let near = tie_groups(&[driver(0.21, 0.03), driver(0.19, 0.03)]);
    let far = tie_groups(&[driver(0.21, 0.03), driver(0.09, 0.03)]);
    Refusal {
        case: "the order of two drivers whose intervals overlap, do not",
        refuses: near[0] == near[1],
        answers: far[0] != far[1],
        words: "drivers whose intervals overlap share a place".into(),
    }
}

fn few_places() -> Refusal {
    let place = |n: u64| Moments {
        n,
        sum: 30.0 * n as f64,
        sum_sq: 9000.0 * n as f64,
    };
    let rank = |places: u64| {
        let places: Vec<Moments> = (0..places).map(|p| place(20 + p)).collect();
        ranking::means(&places, &ranking::Options::default()).ok()
    };
    let few = rank(4);
    Refusal {
        case: "a ranking of 4 places, of 12",
        refuses: few.as_ref().is_some_and(|r| r.refused.is_some()),
        answers: rank(12).is_some_and(|r| r.refused.is_none() && r.places.len() == 12),
        words: few
            .and_then(|r| r.refused)
            .map_or_else(String::new, |r| r.to_string()),
    }
}

fn few_in_the_window() -> Refusal {
    let contrast = |each: u32| {
        let answers: Vec<Answer> = (0..24 * each)
            .map(|i| Answer {
                score: 7.0 + f64::from(i * 7 % 10) / 10.0,
                tenure: f64::from(i % 24 + 1),
                cohort: None,
                calendar: None,
                person: None,
            })
            .collect();
        contrast(&answers, &Options::default()).ok()
    };
    let few = contrast(3);
    Refusal {
        case: "an anniversary dip from 12 answers around it, from 160",
        refuses: few
            .as_ref()
            .is_some_and(|c| c.refused.is_some() && c.value.is_none()),
        answers: contrast(40).is_some_and(|c| c.value.is_some()),
        words: few
            .and_then(|c| c.refused)
            .map_or_else(String::new, |r| r.to_string()),
    }
}
