//! What is bound to happen, in the order of its time, and how a case's work is planned.

use super::bare::{DAY, MINUTE};
use super::desk::Step;
use super::dice::Dice;
use super::fates::{Fate, Fated};
use super::posts::PostIds;
use super::story::Told;
use super::texts::desk as words;
use super::{Error, Stage};
use domain::case::{CaseFilter, CaseOrder};
use domain::time::Micros;
use domain::{CaseId, SignalId};
use std::collections::BTreeMap;

/// The most signals in one batch.
pub(super) const BATCH: usize = 2_000;

/// What is bound to happen.
pub(super) enum Event {
    Hear(Vec<Told>),
    Step {
        case: CaseId,
        team: usize,
        step: Step,
    },
    FollowUp {
        from: Box<Told>,
        reference: String,
        case: CaseId,
        team: usize,
    },
}

/// What is left to happen.
pub(super) struct Play<'a> {
    stage: &'a Stage<'a>,
    pub(super) ids: &'a PostIds,
    pub(super) dice: Dice,
    fates: BTreeMap<SignalId, Fated>,
    queue: BTreeMap<(Micros, u64), Event>,
    order: u64,
    /// How often each list of replies was used, so that neighbors do not get the same words.
    said: BTreeMap<&'static str, usize>,
}

impl<'a> Play<'a> {
    /// A play of these fates with nothing queued.
    pub(super) fn of(
        stage: &'a Stage<'a>,
        ids: &'a PostIds,
        dice: Dice,
        fates: BTreeMap<SignalId, Fated>,
    ) -> Self {
        let (queue, said) = (BTreeMap::new(), BTreeMap::new());
        Self {
            stage,
            ids,
            dice,
            fates,
            queue,
            order: 0,
            said,
        }
    }

    /// What happens next, and when.
    pub(super) fn next(&mut self) -> Option<(Micros, Event)> {
        self.queue.pop_first().map(|((at, _), event)| (at, event))
    }

    /// Queues an event unless it lies after now.
    pub(super) fn queue(&mut self, at: Micros, event: Event) {
        if at < self.stage.now {
            self.order += 1;
            self.queue.insert((at, self.order), event);
        }
    }

    /// Batches that end with the signal that opens a case, so that each case is opened in its time.
    pub(super) fn queue_batches(&mut self, told: Vec<Told>) {
        let mut batch = Vec::new();
        let last = told.len();
        for (place, told) in told.into_iter().enumerate() {
            let (id, at) = (
                told.incoming.signal.id.clone(),
                told.incoming.signal.received_at,
            );
            batch.push(told);
            if self.fates.contains_key(&id) || batch.len() == BATCH || place + 1 == last {
                self.order += 1;
                self.queue
                    .insert((at, self.order), Event::Hear(std::mem::take(&mut batch)));
            }
        }
    }

    /// Plans the work on the cases that were opened at this instant.
    pub(super) async fn plan_new(&mut self, now: Micros) -> Result<(), Error> {
        let filter = CaseFilter {
            opened_since: Some(now),
            ..CaseFilter::default()
        };
        let opened = self
            .stage
            .store
            .cases(self.stage.workspace, &filter, CaseOrder::Newest, None, 50)
            .await?;
        for case in opened {
            if let Some(fated) = self.fates.remove(&case.signal) {
                self.plan(case.id, fated, now);
            }
        }
        Ok(())
    }

    fn plan(&mut self, case: CaseId, fated: Fated, opened_at: Micros) {
        let team = team(&fated.told);
        let step = |step| Event::Step {
            case: case.clone(),
            team,
            step,
        };
        let takes = fated.fate != Fate::Open || self.dice.chance(0.4);
        if takes {
            let minutes = self.dice.between(8.0, 90.0) as i64;
            self.queue(opened_at + minutes * MINUTE, step(Step::Take));
        }
        if self.dice.chance(0.25) {
            let note = self.dice.pick(&words().notes).cloned().unwrap_or_default();
            let minutes = self.dice.between(95.0, 240.0) as i64;
            self.queue(opened_at + minutes * MINUTE, step(Step::Note(note)));
        }
        let (cause, outcome) = self.closing(&fated);
        match fated.fate {
            Fate::Open | Fate::Overdue => {}
            Fate::Unreachable => {
                let days = self.dice.between(1.0, 6.0) as i64;
                let at = self.in_office_hours(opened_at + days * DAY);
                self.queue(at, step(Step::Close(cause, outcome)));
            }
            Fate::Answered | Fate::Closed => {
                let answered_at = self.answer_time(opened_at, &fated);
                let reference = format!("{:032x}", self.dice.wide());
                let by_mail = self.dice.chance(0.75);
                let answer = if by_mail {
                    Step::Reply {
                        text: self.reply(&fated.told),
                        reference: reference.clone(),
                    }
                } else {
                    Step::Record(
                        self.dice
                            .pick(&words().answered_by)
                            .cloned()
                            .unwrap_or_default(),
                    )
                };
                self.queue(answered_at, step(answer));
                if fated.fate == Fate::Closed {
                    let wait = self
                        .dice
                        .between(0.4, 3.5)
                        .min(days_until(answered_at, self.stage.now) * 0.8);
                    let at = self.in_office_hours(answered_at + (wait * DAY as f64) as i64);
                    self.queue(at, step(Step::Close(cause, outcome)));
                }
                if by_mail && self.dice.chance(0.42) {
                    let at = answered_at + (self.dice.between(0.15, 2.5) * DAY as f64) as i64;
                    let from = Box::new(fated.told);
                    self.queue(
                        at,
                        Event::FollowUp {
                            from,
                            reference,
                            case,
                            team,
                        },
                    );
                }
            }
        }
    }

    /// When the person is first answered: within what was promised or after it, by day, before now.
    fn answer_time(&mut self, opened_at: Micros, fated: &Fated) -> Micros {
        let of_promise = if fated.in_time {
            self.dice.between(0.08, 0.8)
        } else {
            self.dice.between(1.1, 2.1)
        };
        let after = (of_promise * fated.promised as f64) as i64;
        // What cannot wait is answered at night too.
        let wanted = if fated.promised < DAY {
            opened_at + after
        } else {
            self.in_office_hours(opened_at + after)
        };
        if wanted < self.stage.now {
            return wanted;
        }
        // It would lie ahead: some time between, in the evening before if that falls into the night.
        let share = self.dice.between(0.3, 0.8);
        let between = opened_at + ((self.stage.now - opened_at) as f64 * share) as i64;
        let (hour, day) = (
            between.rem_euclid(DAY) / (60 * MINUTE),
            between.div_euclid(DAY),
        );
        match hour {
            8..18 => between,
            0..8 => (day * DAY - 7 * 60 * MINUTE).max(opened_at + 30 * MINUTE),
            _ => (day * DAY + 17 * 60 * MINUTE).max(opened_at + 30 * MINUTE),
        }
    }

    /// The instant itself between 8 and 18 h, else in the first two hours of the next working time.
    pub(super) fn in_office_hours(&mut self, at: Micros) -> Micros {
        let (day, time) = (at.div_euclid(DAY), at.rem_euclid(DAY));
        let (opens, closes) = (8 * 60 * MINUTE, 18 * 60 * MINUTE);
        let morning =
            |day: i64, dice: &mut Dice| day * DAY + opens + dice.under(120) as i64 * MINUTE;
        match time {
            early if early < opens => morning(day, &mut self.dice),
            late if late > closes => morning(day + 1, &mut self.dice),
            _ => at,
        }
    }

    /// A reply in the person's language; the next one of its list.
    fn reply(&mut self, told: &Told) -> String {
        let language = told.incoming.signal.language.as_deref().unwrap_or("en");
        let (key, list) = match words().languages.get_key_value(language) {
            Some((language, list)) => (language.as_str(), Some(list)),
            None => (told.about, words().about(told.about).map(|a| &a.replies)),
        };
        let Some(list) = list.filter(|list| !list.is_empty()) else {
            return String::new();
        };
        let said = self.said.entry(key).or_default();
        *said += 1;
        list[(*said - 1) % list.len()].clone()
    }

    fn closing(&mut self, fated: &Fated) -> (String, String) {
        let closing = match fated.fate {
            Fate::Unreachable => Some(&words().unreachable),
            _ => words()
                .about(fated.told.about)
                .and_then(|a| self.dice.pick(&a.closed)),
        };
        closing
            .map(|c| (c.root_cause.clone(), c.outcome.clone()))
            .unwrap_or_default()
    }
}

fn days_until(at: Micros, now: Micros) -> f64 {
    (now - at) as f64 / DAY as f64
}

/// Who works it, as a place in the list of teams.
fn team(told: &Told) -> usize {
    let region = told
        .incoming
        .signal
        .attributes
        .get("region")
        .map(String::as_str);
    match (told.post, region) {
        ("store-visit", _) => 3,
        ("onboarding", _) => 2,
        (_, Some("North" | "West")) => 0,
        _ => 1,
    }
}
