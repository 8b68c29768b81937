//! What a form sent, read and checked.

use super::Survey;
use super::words::say;
use crate::receive::reference;
use domain::{Answer, CustomerRef};
use serde_json::{Value, json};

/// The highest number that can be picked.
pub(super) const HIGHEST: u8 = 10;
/// Characters of the words.
const MOST: usize = 5_000;
/// A revision that no person reaches.
const MOST_REV: i64 = 1_000_000;

/// The complete answers, as every form carries them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Answers {
    pub(super) score: Option<u8>,
    pub(super) why: String,
}

impl Answers {
    /// As kept in the rows.
    pub(super) fn to_json(&self) -> Value {
        json!({ "score": self.score, "why": self.why })
    }

    /// As kept in the rows, read back; what does not read is left out.
    pub(super) fn of_json(value: &Value) -> Self {
        let score = value["score"].as_u64().and_then(|s| u8::try_from(s).ok());
        Self {
            score: score.filter(|s| *s <= HIGHEST),
            why: value["why"].as_str().unwrap_or("").to_owned(),
        }
    }

    /// As answers of a signal, in the order in which they were asked.
    pub(super) fn answers(&self, survey: &Survey) -> Vec<Answer> {
        let mut answers = Vec::new();
        if let Some(score) = self.score {
            answers.push(Answer::score(survey.score_key.clone(), f64::from(score)));
        }
        if !self.why.trim().is_empty() {
            answers.push(Answer::verbatim(survey.why_key.clone(), self.why.trim()));
        }
        answers
    }
}

/// A form as it came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Form {
    /// The step that was filled: 1, 2 or 3.
    pub(super) step: u8,
    /// The response, as the page named it.
    pub(super) response: String,
    pub(super) rev: i64,
    pub(super) answers: Answers,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) agree: bool,
    score_given: String,
}

/// A field that cannot stay as it is: its name and what to do.
pub(super) type Problem = (&'static str, String);

impl Form {
    /// Reads the fields of a form; unknown ones are ignored, the last of equal ones counts.
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            let value = value.replace('\0', "");
            match name.as_str() {
                "step" => form.step = value.parse().unwrap_or(0),
                "response" => form.response = value,
                "rev" => form.rev = value.parse::<i64>().unwrap_or(0).clamp(0, MOST_REV),
                "score" => {
                    form.answers.score = value.parse().ok().filter(|s| *s <= HIGHEST);
                    form.score_given = value;
                }
                "why" => form.answers.why = value.replace("\r\n", "\n"),
                "email" => form.email = value.trim().to_owned(),
                "phone" => form.phone = value.trim().to_owned(),
                "agree" => form.agree = true,
                _ => {}
            }
        }
        form
    }

    /// What is wrong with the step that was filled.
    pub(super) fn problems(&self, language: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        let highest = HIGHEST.to_string();
        let most = MOST.to_string();
        let bad_score = self.answers.score.is_none() && !self.score_given.is_empty();
        if bad_score || (self.step == 1 && self.answers.score.is_none()) {
            let places = [("low", "0"), ("high", highest.as_str())];
            problems.push(("score", say(language, "error_score", &places)));
        }
        if self.answers.why.chars().count() > MOST {
            problems.push(("why", say(language, "error_why", &[("most", &most)])));
        }
        if self.step == 3 {
            if !self.email.is_empty() && !is_mail(&self.email) {
                problems.push(("email", say(language, "error_email", &[])));
            }
            if !self.phone.is_empty() && !is_phone(&self.phone) {
                problems.push(("phone", say(language, "error_phone", &[])));
            }
            let reachable = !self.email.is_empty() || !self.phone.is_empty();
            if reachable && !self.agree {
                problems.push(("agree", say(language, "error_agree", &[])));
            }
        }
        problems
    }

    /// Who sent it, if they left an address and agreed to be contacted.
    pub(super) fn customer(&self) -> Option<CustomerRef> {
        if !self.agree {
            return None;
        }
        if !self.email.is_empty() {
            return Some(reference("email", &self.email));
        }
        let digits: String = self.phone.chars().filter(|c| !is_filler(*c)).collect();
        (!digits.is_empty()).then(|| reference("phone", &digits))
    }
}

fn is_mail(text: &str) -> bool {
    let plain = text.len() <= 254 && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = text.rsplit_once('@');
    plain
        && parts.is_some_and(|(name, host)| {
            !name.is_empty()
                && !name.contains(['<', '>', ',', ';', '"'])
                && host.split('.').count() > 1
                && host.split('.').all(|part| {
                    !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-')
                })
        })
}

fn is_filler(c: char) -> bool {
    matches!(c, ' ' | '-' | '/' | '(' | ')' | '.')
}

fn is_phone(text: &str) -> bool {
    let digits: String = text.chars().filter(|c| !is_filler(*c)).collect();
    let number = digits.strip_prefix('+').unwrap_or(&digits);
    (6..=15).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_what_is_none() {
        for good in ["a@b.co", "käse@bücher.example", "a.b+c@d-e.example"] {
            assert!(is_mail(good), "{good}");
        }
        for bad in [
            "a@b",
            "a b@c.de",
            "@b.co",
            "a@b..co",
            "<a@b.co>",
            "a@b.co\nBcc: c@d.de",
        ] {
            assert!(!is_mail(bad), "{bad}");
        }
        assert!(is_phone("+44 (20) 7946-0000") && !is_phone("call me") && !is_phone("123"));
    }
}
