//! Who is asked, who answers, and how people use the scales.

use jiff::civil::Date;

use super::customer::{AGES, Customer};
use super::visit::{CHANNELS, ORDER, Visit};
use super::wording::Words;
use crate::Draw;
use crate::comment::Corpus;
use crate::draw::{answer, logistic};
use crate::touchpoint::COUNT;
use crate::trial::careless::Care;
use crate::trial::raking::AGE_ANSWERS;
use crate::trial::style::ANCHORS;

/// Chance to be invited after a visit where the contact rule allows it.
pub const INVITED: f64 = 0.8;
/// Days between two invitations of the same customer, at least.
const PAUSE: i32 = 30;
/// What each invitation of the last 90 days takes from the log-odds of answering.
const FATIGUE: f64 = -0.25;
/// Share of touchpoint scores left blank although encountered.
const BLANK: f64 = 0.03;
/// Share of respondents who read the scale the wrong way round.
const SWAPPED: f64 = 0.03;
/// Share of respondents who are shown the anchor stories.
const ANCHORED: f64 = 0.25;

/// An answer about a touchpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// 1 to 5.
    Score(u8),
    /// Not on the way; written as 6.
    NotEncountered,
    /// Left out; written as nothing.
    Blank,
}

/// One survey response.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Place of the visit it is about.
    pub visit: usize,
    /// Day of the answer.
    pub on: Date,
    /// Minute of that day.
    pub minute: u32,
    /// Inverse of the chance to be invited.
    pub weight: f64,
    /// Invitations within 90 days before.
    pub invitations: u32,
    /// Would recommend, 0 to 10.
    pub ltr: u8,
    /// Overall satisfaction, 1 to 10.
    pub osat: u8,
    /// Made it easy, 1 to 7.
    pub ces: u8,
    /// What was expected, 1 to 10.
    pub expected: u8,
    /// What was experienced, 1 to 10.
    pub experienced: u8,
    /// The touchpoints.
    pub touchpoints: [Cell; COUNT],
    /// The anchor stories, 1 to 10, where shown.
    pub anchors: Option<[u8; 4]>,
    /// Seconds taken.
    pub seconds: f64,
    /// `en` or `de`.
    pub language: &'static str,
    /// The comment.
    pub words: Option<Words>,
    /// How it was answered; only the truth knows.
    pub care: Care,
    /// Whether the scale was read the wrong way round; only the truth knows.
    pub swapped: bool,
}

/// The responses to all visits, in the order of the visits.
pub(super) fn responses(
    seed: u64,
    visits: &[Visit],
    customers: &[Customer],
    corpus: &Corpus,
    strike: impl Fn(&Visit) -> bool,
) -> Vec<Response> {
    let draw = &mut Draw::new(seed, 105);
    let mut all = Vec::new();
    let mut asked: Vec<Date> = Vec::new();
    let mut of = usize::MAX;
    for (place, visit) in visits.iter().enumerate() {
        if visit.customer != of {
            asked.clear();
            of = visit.customer;
        }
        let since = |day: &Date| (visit.on - *day).get_days();
        if asked.last().is_some_and(|day| since(day) < PAUSE) || !draw.chance(INVITED) {
            continue;
        }
        let invitations = asked.iter().filter(|day| since(day) <= 90).count() as u32;
        asked.push(visit.on);
        let customer = &customers[visit.customer];
        let mood = (visit.satisfaction - 7.2) / 1.7;
        let odds = -2.4 + AGE_ANSWERS[customer.age_group] + 0.35 * mood.abs() - 0.25 * mood
            + FATIGUE * f64::from(invitations);
        if draw.chance(logistic(odds)) {
            let mut response = answered(draw, place, visit, customer);
            response.invitations = invitations;
            if response.care == Care::Attentive {
                let language = response.language;
                response.words = Words::about(draw, visit, language, corpus, strike(visit));
            }
            all.push(response);
        }
    }
    all
}

fn answered(draw: &mut Draw, place: usize, visit: &Visit, customer: &Customer) -> Response {
    let after = draw.below(4) as i64;
    let care = match draw.uniform() {
        u if u < 0.05 => Care::Straightliner,
        u if u < 0.08 => Care::Random,
        u if u < 0.10 => Care::Machine,
        _ => Care::Attentive,
    };
    let seconds = match care {
        Care::Attentive => 1.0,
        Care::Straightliner => 0.55,
        Care::Random => 0.6,
        Care::Machine => 0.19,
    } * (95.0_f64.ln() + 0.35 * draw.normal()).exp();
    let german = if customer.country == "DE" { 0.95 } else { 0.02 };
    let mut response = Response {
        visit: place,
        on: visit.on.saturating_add(jiff::Span::new().days(after)),
        minute: 7 * 60 + draw.below(15 * 60) as u32,
        weight: 1.0 / INVITED,
        invitations: 0,
        ltr: 0,
        osat: 0,
        ces: 0,
        expected: 0,
        experienced: 0,
        touchpoints: [Cell::Blank; COUNT],
        anchors: None,
        seconds: (seconds * 10.0).round() / 10.0,
        language: if draw.chance(german) { "de" } else { "en" },
        words: None,
        care,
        swapped: false,
    };
    match care {
        Care::Attentive => attentive(draw, &mut response, visit, customer),
        _ => careless(draw, &mut response, visit),
    }
    response
}

/// Answers of somebody who reads, in the person's own style.
fn attentive(draw: &mut Draw, response: &mut Response, visit: &Visit, customer: &Customer) {
    let styled = |felt: f64, spread: f64| customer.stretch * felt + customer.shift * spread;
    let ten = |value: f64| 7.0 + styled(value - 7.0, 1.5);
    response.ltr = answer(ten(visit.recommends), 0, 10);
    response.osat = answer(ten(visit.satisfaction), 1, 10);
    let halo = 0.4 * draw.normal();
    let (mut sum, mut ease, mut eases, mut count) = (0.0, 0.0, 0.0, 0.0);
    for k in ORDER {
        let gap = f64::from(visit.gap[k]);
        response.touchpoints[k] = if !visit.met[k] {
            Cell::NotEncountered
        } else if draw.chance(BLANK) {
            Cell::Blank
        } else {
            Cell::Score(answer(3.6 + 0.95 * styled(gap + halo, 1.0), 1, 5))
        };
        if visit.met[k] {
            sum += gap;
            count += 1.0;
            if matches!(k, 3 | 5 | 7 | 8) {
                ease += gap;
                eases += 1.0;
            }
        }
    }
    let ease = if eases > 0.0 { ease / eases } else { 0.0 };
    response.ces = answer(5.0 + 1.1 * styled(ease + 0.5 * draw.normal(), 1.0), 1, 7);
    let lived = if count > 0.0 { sum / count } else { 0.0 };
    response.expected = answer(7.0 + styled(1.5 * customer.expects, 1.5), 1, 10);
    response.experienced = answer(7.0 + styled(1.5 * (customer.expects + lived), 1.5), 1, 10);
    if draw.chance(ANCHORED) {
        response.anchors = Some(
            ANCHORS
                .map(|story| answer(7.0 + 1.5 * styled(story + 0.4 * draw.normal(), 1.0), 1, 10)),
        );
    }
    if draw.chance(SWAPPED) {
        response.swapped = true;
        response.ltr = 10 - response.ltr;
    }
}

/// Answers of somebody who does not.
fn careless(draw: &mut Draw, response: &mut Response, visit: &Visit) {
    let same = [1_u8, 3, 4, 5][draw.pick(&[0.05, 0.25, 0.30, 0.40])];
    let five = |draw: &mut Draw| match response.care {
        Care::Random => 1 + draw.below(5) as u8,
        Care::Machine => 3 + draw.below(3) as u8,
        _ => same,
    };
    for k in 0..COUNT {
        response.touchpoints[k] = if visit.met[k] {
            Cell::Score(five(draw))
        } else {
            Cell::NotEncountered
        };
    }
    response.osat = 2 * five(draw);
    response.ltr = 2 * five(draw);
    response.ces = five(draw) + 2;
    response.expected = 2 * five(draw);
    response.experienced = 2 * five(draw);
}

impl Response {
    /// Whose age group a respondent belongs to, by name.
    #[must_use]
    pub fn age(&self, customer: &Customer) -> &'static str {
        AGES[customer.age_group].0
    }

    /// The channel of the visit, by name.
    #[must_use]
    pub fn channel(&self, visit: &Visit) -> &'static str {
        CHANNELS[visit.channel].0
    }
}
