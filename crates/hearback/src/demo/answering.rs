//! Six weeks of answering: every batch, step and follow-up answer at its own time.

use super::bare::MINUTE;
use super::dice::Dice;
use super::play::{BATCH, Event, Play};
use super::posts::PostIds;
use super::story::Told;
use super::{Error, Seeded, Stage, desk, fates};
use act::Means;
use act::jobs::{OPEN_CASES_FOR_SIGNALS, open_cases_for_signals};
use act::rules::{self, RuleDraft};
use domain::time::Micros;
use domain::ulid_text;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use store::{Incoming, Receipt};

/// How long a job is leased; nobody else is there to take it.
const LEASE: i64 = 10 * MINUTE;

/// Takes signals in while the rules rest; they are switched on again as of `until`.
pub(super) async fn listen_only(
    stage: &Stage<'_>,
    told: Vec<Told>,
    until: Micros,
) -> Result<usize, Error> {
    let minter = Minter::new(stage.seed.rotate_left(7), until);
    let mint = || minter.fresh();
    let means = means(stage, &mint, until);
    let actor = desk::actor(stage, 0);
    let awake: Vec<_> = rules::list(stage.store, stage.workspace)
        .await?
        .into_iter()
        .filter(|r| r.enabled)
        .collect();
    let draft = |rule: &act::rule::Rule, enabled| RuleDraft {
        name: rule.name.clone(),
        body: serde_json::json!(rule.body),
        enabled,
    };
    for rule in &awake {
        rules::save(
            stage.store,
            &actor,
            Some(&rule.id),
            &draft(rule, false),
            &means,
        )
        .await?;
    }
    let mut stored = 0;
    let mut signals: Vec<Incoming> = told.into_iter().map(|t| t.incoming).collect();
    while !signals.is_empty() {
        let rest = signals.split_off(signals.len().min(BATCH));
        stored += submit(stage, signals, &means).await?;
        signals = rest;
    }
    for rule in &awake {
        rules::save(
            stage.store,
            &actor,
            Some(&rule.id),
            &draft(rule, true),
            &means,
        )
        .await?;
    }
    Ok(stored)
}

/// Plays the weeks in which Fjordnet answers: signals come in, rules open cases, teams work them,
/// people answer the follow-ups. Nothing happens after the stage's `now`.
pub(super) async fn work_cases(
    stage: &Stage<'_>,
    told: Vec<Told>,
    ids: &PostIds,
) -> Result<Seeded, Error> {
    let rules = rules::list(stage.store, stage.workspace).await?;
    let mut dice = Dice::new(stage.seed.rotate_left(17));
    let fates = fates::deal(&mut dice, &told, &rules, stage.now);
    let minter = Minter::new(stage.seed.rotate_left(31), stage.now);
    let mint = || minter.fresh();
    let mut play = Play::of(stage, ids, dice, fates);
    play.queue_batches(told);
    let mut done = Seeded {
        signals: 0,
        cases_worked: 0,
    };
    let mut worked = BTreeSet::new();
    while let Some((now, event)) = play.next() {
        minter.now.store(now, Ordering::Relaxed);
        let means = means(stage, &mint, now);
        match event {
            Event::Hear(batch) => {
                done.signals += submit(
                    stage,
                    batch.into_iter().map(|t| t.incoming).collect(),
                    &means,
                )
                .await?;
                play.plan_new(now).await?;
            }
            Event::Step { case, team, step } => {
                if desk::take(stage, team, &case, &step, &means).await? {
                    worked.insert(case);
                }
            }
            Event::FollowUp {
                from,
                reference,
                case,
                team,
            } => {
                let (answer, content) = play.follow_up(&from, reference, now);
                done.signals += submit(stage, vec![answer], &means).await?;
                if !content {
                    play.once_more(&case, team, now);
                }
            }
        }
    }
    done.cases_worked = worked.len();
    Ok(done)
}

/// Submits signals and lets the rules look at them, as of the means' now.
async fn submit(
    stage: &Stage<'_>,
    signals: Vec<Incoming>,
    means: &Means<'_>,
) -> Result<usize, Error> {
    let receipts = stage.ingest.submit(stage.workspace, signals).await?;
    loop {
        let jobs = stage
            .store
            .claim_jobs(OPEN_CASES_FOR_SIGNALS, means.now, LEASE, 64)
            .await?;
        if jobs.is_empty() {
            break;
        }
        for result in open_cases_for_signals(stage.store, &jobs, means).await {
            result?;
        }
    }
    Ok(receipts
        .iter()
        .filter(|r| matches!(r, Receipt::Accepted(_)))
        .count())
}

/// Mints ids from the story's time and a generator of its own.
struct Minter {
    now: AtomicI64,
    dice: Mutex<Dice>,
}

impl Minter {
    fn new(seed: u64, now: Micros) -> Self {
        Self {
            now: AtomicI64::new(now),
            dice: Mutex::new(Dice::new(seed)),
        }
    }

    fn fresh(&self) -> String {
        let random = self
            .dice
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .wide();
        ulid_text(
            (self.now.load(Ordering::Relaxed) / 1_000).unsigned_abs(),
            random,
        )
    }
}

pub(super) fn means<'a>(
    stage: &Stage<'a>,
    mint: &'a (dyn Fn() -> String + Send + Sync),
    now: Micros,
) -> Means<'a> {
    Means {
        now,
        mint,
        redact: stage.redact,
        public_url: stage.public_url,
    }
}
