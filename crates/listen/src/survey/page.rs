//! The page as HTML: no script, no inline style, every value escaped.

use super::Survey;
use super::form::{Answers, Form, HIGHEST, Problem};
use super::words::{say, words};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value as Shown, context};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// The stylesheet at `/s/style.css`.
pub const STYLE: &str = include_str!("style.css");

const TEMPLATE: &str = include_str!("page.html");

static PAGES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    // The template is a constant; the tests render every branch of it.
    let _ = pages.add_template("page.html", TEMPLATE);
    pages
});

/// One step of a survey, to be shown.
pub(super) struct Step<'a> {
    pub(super) survey: &'a Survey,
    pub(super) token: &'a str,
    pub(super) response: &'a str,
    /// The revision that the form will save.
    pub(super) rev: i64,
    /// 1, 2 or 3.
    pub(super) step: u8,
    pub(super) answers: &'a Answers,
    /// The form that came back with problems.
    pub(super) sent: Option<&'a Form>,
    pub(super) problems: &'a [Problem],
}

/// The address of a step.
pub(super) fn address(token: &str, response: &str, step: u8) -> String {
    format!("/s/{token}?r={response}&step={step}")
}

/// A step as HTML.
pub(super) fn step(shown: &Step<'_>) -> String {
    let language = shown.survey.language.as_str();
    let steps = if shown.survey.consent.trim().is_empty() {
        "2"
    } else {
        "3"
    };
    let n = shown.step.to_string();
    let mut wrong = Map::new();
    for (field, text) in shown.problems {
        wrong.insert((*field).to_owned(), json!(text));
    }
    let problems: Vec<Value> = shown
        .problems
        .iter()
        .map(|(field, text)| {
            let place = if *field == "score" { "score-0" } else { *field };
            json!({ "place": place, "text": text })
        })
        .collect();
    let nobody = Form::default();
    let sent = shown.sent.unwrap_or(&nobody);
    render(context! {
        language,
        w => Serde(words(language)),
        survey => Serde(shown.survey),
        title => shown.survey.title.as_str(),
        step_text => say(language, "step", &[("n", &n), ("of", steps)]),
        step => shown.step,
        action => format!("/s/{}", shown.token),
        back => address(shown.token, shown.response, shown.step.saturating_sub(1).max(1)),
        response => shown.response,
        rev => shown.rev,
        score => shown.answers.score,
        why => shown.answers.why.as_str(),
        scale => (0..=HIGHEST).collect::<Vec<u8>>(),
        highest => HIGHEST,
        email => sent.email.as_str(),
        phone => sent.phone.as_str(),
        agree => sent.agree,
        wrong => Serde(wrong),
        problems => Serde(problems),
    })
}

/// A page that only says something: `thanks`, `done`, `gone` or `busy`.
pub(super) fn notice(language: &str, what: &str) -> String {
    render(context! {
        language,
        w => Serde(words(language)),
        title => say(language, &format!("{what}_title"), &[]),
        notice => say(language, what, &[]),
    })
}

fn render(context: Shown) -> String {
    let page = PAGES
        .get_template("page.html")
        .and_then(|page| page.render(context));
    // Rendering fails only if the template does not parse or asks for what no page has; the tests
    // render every branch.
    page.unwrap_or_else(|error| format!("<!doctype html><title>{}</title>", error.kind()))
}
