//! People answer the follow-up of a reply.

use super::bare::{MINUTE, at, incoming, seal};
use super::desk::Step;
use super::play::{Event, Play};
use super::story::Told;
use super::texts::{Polarity, Wanted, comment, desk as words};
use domain::time::{Micros, local_date};
use domain::{Answer, CaseId};
use jiff::tz::TimeZone;
use store::Incoming;

impl Play<'_> {
    /// What the person says to our answer, and whether they are content.
    pub(super) fn follow_up(
        &mut self,
        from: &Told,
        reference: String,
        now: Micros,
    ) -> (Incoming, bool) {
        let before = &from.incoming.signal;
        let content = self.dice.chance(0.82);
        let score = if content {
            7 + self.dice.under(4)
        } else {
            1 + self.dice.under(5)
        };
        let on = local_date(now, &TimeZone::UTC);
        let mut signal = at(&mut self.dice, "follow-up", now, now, on, self.ids);
        signal.external_id = format!("follow-up-{reference}");
        signal.answers = vec![Answer::score("nps", score as f64)];
        signal.attributes = before.attributes.clone();
        signal.location = before.location.clone();
        signal.language = before.language.clone();
        signal.follow_up = Some(reference);
        let wanted = Wanted {
            language: before.language.as_deref().unwrap_or("en"),
            post: "follow-up",
            theme: "communication",
            polarity: if content {
                Polarity::Positive
            } else {
                Polarity::Negative
            },
            turn: Some("follow_up"),
            era: "any",
        };
        if self.dice.chance(0.8) {
            signal.answers.extend(
                comment(&mut self.dice, &wanted).map(|(text, _)| Answer::verbatim("why", text)),
            );
        }
        let mut answer = incoming(&mut self.dice, signal, from.incoming.customer.clone());
        seal(&mut answer);
        (answer, content)
    }

    /// The first answer did not help: another one, by phone, and the end.
    pub(super) fn once_more(&mut self, case: &CaseId, team: usize, now: Micros) {
        let again = &words().reopened;
        let hours = self.dice.between(4.0, 26.0) as i64;
        let called_at = self.in_office_hours(now + hours * 60 * MINUTE);
        let hours = self.dice.between(6.0, 40.0) as i64;
        let closed_at = self.in_office_hours(called_at + hours * 60 * MINUTE);
        let step = |step| Event::Step {
            case: case.clone(),
            team,
            step,
        };
        self.queue(called_at, step(Step::Record(again.how.clone())));
        self.queue(
            closed_at,
            step(Step::Close(again.root_cause.clone(), again.outcome.clone())),
        );
    }
}
