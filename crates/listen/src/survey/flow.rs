//! What a person does at the page: open it, answer a step, send.

use super::form::{Answers, Form, Problem};
use super::links::response_of;
use super::page::{self, Step};
use super::{Survey, definition};
use crate::questions::Question;
use crate::receive::Arrival;
use crate::{Draft, Error, Post, Result};
use domain::time::Micros;
use domain::{Consent, PostId, WorkspaceId};
use jiff::tz::TimeZone;
use store::listen::{OpenResponse, SurveyLink};
use store::{Ingest, Receipt, Store};

/// Where survey pages are served: the rows, the way in, the clock and the ids.
pub struct Desk<'a> {
    /// The rows.
    pub store: &'a Store,
    /// The way in for what is submitted.
    pub ingest: &'a Ingest,
    /// Unix microseconds, now.
    pub now: Micros,
    /// Mints ULID text with 80 random bits: an id of a response lets its holder go on with it.
    pub ids: &'a mut (dyn FnMut() -> String + Send + Sync),
}

/// What the browser gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A page with its status: 200, 404 (unknown and closed alike), 422 or 503.
    Page {
        /// The HTTP status.
        status: u16,
        /// The page.
        html: String,
    },
    /// 303 See Other to this path.
    SeeOther(String),
}

/// A survey that is open behind a token.
struct Asked {
    workspace: WorkspaceId,
    post: Post,
    survey: Survey,
    link: Option<SurveyLink>,
}

impl Desk<'_> {
    /// `GET /s/{token}?r=…&step=…`.
    ///
    /// # Errors
    /// Only those of the rows.
    pub async fn show(
        &mut self,
        token: &str,
        response: Option<&str>,
        step: Option<u8>,
    ) -> Result<Reply> {
        let Some(asked) = self.asked(token).await? else {
            return Ok(gone());
        };
        let language = asked.survey.language.clone();
        let response = self.response(&asked, response.unwrap_or(""));
        let post = &asked.post.id;
        if asked.is_used()
            || self
                .store
                .is_submitted(&asked.workspace, post, &response)
                .await?
        {
            return Ok(told(200, &language, "done"));
        }
        let open = self.open(&asked.workspace, post, &response).await?;
        let (rev, answers, step) = match open {
            Some(open) => {
                let last = if asked.survey.notice().is_some() {
                    3
                } else {
                    2
                };
                let answers = Answers::of_json(&open.answers);
                let first = if answers.score.is_none() { 1 } else { last };
                (
                    open.rev,
                    answers,
                    step.unwrap_or(1).clamp(1, last).min(first),
                )
            }
            None => (0, Answers::default(), 1),
        };
        let html = page::step(&Step {
            survey: &asked.survey,
            token,
            response: &response,
            rev: rev + 1,
            step,
            answers: &answers,
            sent: None,
            problems: &[],
        });
        Ok(Reply::Page { status: 200, html })
    }

    /// `POST /s/{token}` with the fields of a form: keeps the step, or submits.
    ///
    /// # Errors
    /// Only those of the rows; too many waiting answers are a page (503).
    pub async fn take(&mut self, token: &str, fields: &[(String, String)]) -> Result<Reply> {
        let Some(asked) = self.asked(token).await? else {
            return Ok(gone());
        };
        let language = asked.survey.language.clone();
        let mut form = Form::of(fields);
        form.step = form.step.clamp(1, 3);
        let response = self.response(&asked, &form.response);
        if asked.is_used() {
            return Ok(told(200, &language, "done"));
        }
        let mut problems = form.problems(&language);
        let last = form.step == 3 || (form.step == 2 && asked.survey.notice().is_none());
        if last && form.answers.score.is_none() && problems.is_empty() {
            // The hidden fields were lost: what was kept says what they were.
            let open = self
                .open(&asked.workspace, &asked.post.id, &response)
                .await?;
            form.answers.score = open.and_then(|o| Answers::of_json(&o.answers).score);
            if form.answers.score.is_none() {
                form.step = 1;
                problems = form.problems(&language);
            }
        }
        if !problems.is_empty() {
            return Ok(self.again(&asked, token, &response, &form, &problems));
        }
        if last {
            return self.submit(&asked, token, &response, &form).await;
        }
        if self
            .store
            .is_submitted(&asked.workspace, &asked.post.id, &response)
            .await?
        {
            return Ok(told(200, &language, "done"));
        }
        self.keep(&asked, &response, &form).await?;
        Ok(Reply::SeeOther(page::address(
            token,
            &response,
            form.step + 1,
        )))
    }

    /// The form again, with what must be mended.
    fn again(
        &self,
        asked: &Asked,
        token: &str,
        response: &str,
        form: &Form,
        problems: &[Problem],
    ) -> Reply {
        // A problem of an earlier step is shown where it can be mended.
        let step = match problems {
            [("score", _), ..] => 1,
            [("why", _), ..] => 2,
            _ => form.step,
        };
        let html = page::step(&Step {
            survey: &asked.survey,
            token,
            response,
            rev: form.rev,
            step,
            answers: &form.answers,
            sent: Some(form),
            problems,
        });
        Reply::Page { status: 422, html }
    }

    async fn keep(&mut self, asked: &Asked, response: &str, form: &Form) -> Result<()> {
        let link = asked.link.as_ref();
        let row = OpenResponse {
            id: response.to_owned(),
            post: asked.post.id.clone(),
            rev: form.rev.max(1),
            customer: link.and_then(|l| l.customer.clone()),
            follow_up: link.and_then(|l| l.follow_up.clone()),
            answers: form.answers.to_json(),
            created_at: self.now,
            updated_at: self.now,
        };
        let mut tx = self.store.begin().await?;
        tx.save_open_response(&asked.workspace, &row).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn submit(
        &mut self,
        asked: &Asked,
        token: &str,
        response: &str,
        form: &Form,
    ) -> Result<Reply> {
        let language = asked.survey.language.as_str();
        let link = asked.link.as_ref();
        let zone = zone_of(self.store, &asked.workspace).await?;
        let contact = form.customer();
        let known = link.and_then(|l| l.customer.clone());
        let draft = Draft {
            line: 1,
            external_id: response.to_owned(),
            language: Some(asked.survey.language.clone()),
            answers: form.answers.answers(&asked.survey),
            consent: Some(Consent {
                purpose: asked.post.purpose.clone(),
                basis: if contact.is_some() {
                    "consent"
                } else {
                    "legitimate_interest"
                }
                .into(),
                notice: asked.survey.notice(),
            }),
            customer: contact,
            known_customer: known.clone(),
            follow_up: link.and_then(|l| l.follow_up.clone()),
            ..Draft::default()
        };
        let arrival = Arrival {
            post: &asked.post,
            zone: &zone,
            received_at: self.now,
        };
        let mut incoming = draft
            .arrive(arrival, self.ids)
            .map_err(|flaw| Error::Flaws(vec![flaw]))?;
        if let Some(known) = known {
            // A new address belongs to the person the link was made for.
            incoming.fresh_customer = known;
        }
        let receipts = match self.ingest.submit(&asked.workspace, vec![incoming]).await {
            Err(store::Error::Overloaded) => return Ok(told(503, language, "busy")),
            other => other?,
        };
        let mut tx = self.store.begin().await?;
        tx.remove_open_response(&asked.workspace, response).await?;
        if link.is_some() {
            tx.use_survey_link(&asked.workspace, token, self.now)
                .await?;
        }
        tx.register_questions(&asked.workspace, &questions(&asked.survey), self.now)
            .await?;
        tx.commit().await?;
        Ok(match receipts.first() {
            // Another content is stored: this response was sent before, from elsewhere.
            Some(Receipt::Conflict(_)) => told(200, language, "done"),
            _ => told(200, language, "thanks"),
        })
    }

    /// What is asked behind a token; `None` for unknown, closed and archived alike.
    async fn asked(&self, token: &str) -> Result<Option<Asked>> {
        if definition::check_token(token).is_err() {
            return Ok(None);
        }
        let (workspace, post, link) = match self.store.survey_link(token).await? {
            Some(link) => {
                let posts = self.store.posts(&link.workspace).await?;
                let post = posts.into_iter().find(|p| p.id == link.post);
                let Some(post) = post.filter(|p| p.archived_at.is_none()) else {
                    return Ok(None);
                };
                (link.workspace.clone(), post, Some(link))
            }
            None => match self.store.post_of_token(token).await? {
                Some((workspace, post)) => (workspace, post, None),
                None => return Ok(None),
            },
        };
        Ok(Survey::of(&post).map(|survey| Asked {
            workspace,
            post,
            survey,
            link,
        }))
    }

    /// The response that is answered: a link's own, the one named, or a new one.
    fn response(&mut self, asked: &Asked, named: &str) -> String {
        match &asked.link {
            Some(link) => response_of(&link.token),
            None if named.len() == 26 && named.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                named.to_owned()
            }
            None => (self.ids)(),
        }
    }

    async fn open(
        &self,
        workspace: &WorkspaceId,
        post: &PostId,
        response: &str,
    ) -> Result<Option<OpenResponse>> {
        let open = self.store.open_response(workspace, response).await?;
        Ok(open.filter(|open| open.post == *post))
    }
}

impl Asked {
    fn is_used(&self) -> bool {
        self.link.as_ref().is_some_and(|l| l.used_at.is_some())
    }
}

fn gone() -> Reply {
    told(404, "en", "gone")
}

fn told(status: u16, language: &str, what: &str) -> Reply {
    Reply::Page {
        status,
        html: page::notice(language, what),
    }
}

/// The time zone of a workspace; UTC when it names none that is known.
pub(crate) async fn zone_of(store: &Store, workspace: &WorkspaceId) -> Result<TimeZone> {
    let found = store.workspace(workspace).await?;
    let zone = found.and_then(|w| TimeZone::get(&w.time_zone).ok());
    Ok(zone.unwrap_or(TimeZone::UTC))
}

/// The questions that a survey asks.
pub(crate) fn questions(survey: &Survey) -> [Question; 2] {
    let question = |key: &str, label: &str, kind: &str| Question {
        key: key.to_owned(),
        version: 1,
        label: label.to_owned(),
        kind: kind.to_owned(),
        scale_low: (kind == "score").then_some(0.0),
        scale_high: (kind == "score").then_some(f64::from(super::form::HIGHEST)),
    };
    [
        question(&survey.score_key, &survey.score, "score"),
        question(&survey.why_key, &survey.why, "verbatim"),
    ]
}

/// What was kept of a response that nobody sent, as a draft; `None` when nothing was answered.
pub(crate) fn draft_of(open: &OpenResponse, survey: &Survey, purpose: &str) -> Option<Draft> {
    let kept = Answers::of_json(&open.answers);
    let mut answers = kept.answers(survey);
    if answers.is_empty() {
        return None;
    }
    if kept.why.trim().is_empty() {
        let why = domain::Missing::NotShown;
        answers.push(domain::Answer::missing(survey.why_key.clone(), why));
    }
    Some(Draft {
        line: 1,
        external_id: open.id.clone(),
        occurred_at: Some(open.updated_at),
        language: Some(survey.language.clone()),
        answers,
        consent: Some(Consent {
            purpose: purpose.to_owned(),
            ..Consent::default()
        }),
        known_customer: open.customer.clone(),
        follow_up: open.follow_up.clone(),
        ..Draft::default()
    })
}
