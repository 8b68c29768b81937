//! Claim, try, settle.

use super::attempt::Attempt;
use super::{Mailer, backoff, webhook};
use crate::egress::Egress;
use domain::EndpointId;
use domain::time::Micros;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::Store;
use store::outbox::{Notice, Outcome};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// A lease outlives the longest attempt by far, so that only a crash lets it run out.
const LEASE_US: i64 = 180_000_000;
/// Deliveries under way at once, in all.
const AT_ONCE: usize = 256;
/// Of them, to one recipient.
const PER_RECIPIENT: i64 = 4;
/// Mails under way at once: they share one server.
const MAILS_AT_ONCE: usize = 4;
/// One attempt never takes longer than this, whatever its transport does.
const LONGEST_ATTEMPT: std::time::Duration = std::time::Duration::from_secs(90);

/// The ways out, and what is under way on them.
pub struct Couriers {
    mailer: Option<Arc<Mailer>>,
    egress: Arc<Egress>,
    places: Arc<Semaphore>,
    mail_places: Arc<Semaphore>,
    under_way: Mutex<JoinSet<()>>,
}

impl Couriers {
    /// Without a mailer, mail stays in the outbox untried, where it can be read.
    pub fn new(mailer: Option<Mailer>, egress: Arc<Egress>) -> Self {
        Self {
            mailer: mailer.map(Arc::new),
            egress,
            places: Arc::new(Semaphore::new(AT_ONCE)),
            mail_places: Arc::new(Semaphore::new(MAILS_AT_ONCE)),
            under_way: Mutex::new(JoinSet::new()),
        }
    }

    /// Whether mail can be sent.
    pub fn sends_mail(&self) -> bool {
        self.mailer.is_some()
    }

    /// Waits until nothing is under way: on shutdown, and in tests.
    pub async fn drain(&self) {
        let mut under_way = std::mem::take(&mut *self.lock());
        while under_way.join_next().await.is_some() {}
    }

    fn lock(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leases what is due and starts to deliver it; returns how many were started, without waiting for
/// them. `dice` gives shares (0–1) for the spread of retries.
///
/// An error of the store is logged; what was not claimed stays due.
pub async fn deliver_due(
    store: &Store,
    now: Micros,
    couriers: &Couriers,
    dice: &mut (dyn FnMut() -> f64 + Send),
) -> usize {
    {
        let mut under_way = couriers.lock();
        while under_way.try_join_next().is_some() {}
    }
    let room = couriers.places.available_permits() as i64;
    if room == 0 {
        return 0;
    }
    let claimed = store
        .claim_notices(now, LEASE_US, room, couriers.sends_mail(), PER_RECIPIENT)
        .await;
    let notices = match claimed {
        Ok(notices) => notices,
        Err(error) => {
            tracing::warn!(%error, "notices could not be claimed; they stay due");
            return 0;
        }
    };
    let count = notices.len();
    for notice in notices {
        let share = dice();
        // Never waits: no more were claimed than there are places.
        let Ok(place) = Arc::clone(&couriers.places).acquire_owned().await else {
            return 0;
        };
        let (store, egress) = (store.clone(), Arc::clone(&couriers.egress));
        let (mailer, mails) = (couriers.mailer.clone(), Arc::clone(&couriers.mail_places));
        let started = Instant::now();
        couriers.lock().spawn(async move {
            let _place = place;
            let attempt = tokio::time::timeout(
                LONGEST_ATTEMPT,
                attempt(&store, &egress, mailer.as_deref(), &mails, &notice, now),
            )
            .await
            .unwrap_or_else(|_| Attempt::later("the delivery took longer than 90 s"));
            let then = now + i64::try_from(started.elapsed().as_micros()).unwrap_or(0);
            settle(&store, &notice, attempt, then, share).await;
        });
    }
    count
}

async fn attempt(
    store: &Store,
    egress: &Egress,
    mailer: Option<&Mailer>,
    mails: &Semaphore,
    notice: &Notice,
    now: Micros,
) -> Attempt {
    match (notice.channel.as_str(), mailer) {
        ("email", Some(mailer)) => {
            let _place = mails.acquire().await;
            mailer.attempt(notice, now).await
        }
        ("email", None) => Attempt::later("no mail server is configured"),
        ("webhook" | "slack", _) => webhook::attempt(store, egress, notice, now).await,
        (other, _) => Attempt::never(format!("nobody delivers by '{other}'")),
    }
}

/// Records the outcome under the lease's token; a worker whose lease was lost changes nothing.
async fn settle(store: &Store, notice: &Notice, attempt: Attempt, now: Micros, share: f64) {
    let outcome = match attempt {
        Attempt::Delivered => Outcome::Delivered,
        Attempt::Later { why, asked_s } => {
            match backoff::next_at(now, notice.attempts, share, asked_s) {
                Some(at) => Outcome::Retry { at, error: why },
                None => Outcome::Dead {
                    error: format!("given up after {} attempts: {why}", notice.attempts),
                },
            }
        }
        Attempt::Never { why, gone } => {
            if gone {
                let id = EndpointId::new(notice.recipient.clone());
                if let Err(error) = store.disable_endpoint(&notice.workspace, &id, now).await {
                    tracing::warn!(endpoint = %id, %error, "an endpoint that is gone could not be switched off");
                }
            }
            Outcome::Dead { error: why }
        }
    };
    match store.settle_notice(notice, &outcome, now).await {
        Ok(true) => {}
        Ok(false) => {
            tracing::warn!(notice = %notice.id, "a lease was lost; another courier has the notice");
        }
        Err(error) => {
            tracing::warn!(notice = %notice.id, %error, "an outcome could not be recorded; the notice is sent again under its id");
        }
    }
}
