//! A workspace with the usual rules, one post, an agent, and a clock that stands still.

use act::Means;
use domain::case::Case;
use domain::fact::{
    CASE_CLOSED, CASE_OPENED, SIGNALS_RECEIVED, STREAMS_SHIFTED, VERBATIMS_ANNOTATED,
};
use domain::{
    Actor, Answer, Consent, CustomerId, CustomerRef, PostId, Provenance, Role, Signal, SignalId,
    UserId, WorkspaceId,
};
use std::sync::atomic::{AtomicU64, Ordering};
use store::workspaces::Workspace;
use store::{Incoming, Ingest, Job, Options, Receipt, Store, Subscriptions};
use testkit::{Engine, FixedClock};

pub const HOUR: i64 = 3_600_000_000;

pub struct House {
    pub store: Store,
    pub ingest: Ingest,
    pub clock: FixedClock,
    pub actor: Actor,
    minted: AtomicU64,
    pub engine: Engine,
}

/// One house per engine.
pub async fn houses() -> Vec<House> {
    let mut all = Vec::new();
    for engine in testkit::engines().await {
        all.push(House::on(engine).await);
    }
    all
}

impl House {
    async fn on(engine: Engine) -> Self {
        let mut options = Options::new(engine.url());
        options.subscriptions = Subscriptions::default()
            .on(SIGNALS_RECEIVED, act::jobs::OPEN_CASES_FOR_SIGNALS)
            .on(VERBATIMS_ANNOTATED, act::jobs::OPEN_CASES_FOR_VERBATIMS)
            .on(CASE_OPENED, act::jobs::ALERT_CASE_OPENED)
            .on(CASE_CLOSED, act::jobs::ALERT_CASE_CLOSED)
            .on(STREAMS_SHIFTED, act::alerts::OPEN_ALERTS);
        let store = Store::open(options).await.unwrap();
        let (ingest, _) = Ingest::start(store.clone());
        let actor = Actor {
            workspace: WorkspaceId::new("w1"),
            user: UserId::new("agent1"),
            name: "Agent".into(),
            role: Role::Agent,
        };
        let house = Self {
            store,
            ingest,
            clock: FixedClock::default(),
            actor,
            minted: AtomicU64::new(0),
            engine,
        };
        let workspace = Workspace {
            id: house.actor.workspace.clone(),
            name: "One".into(),
            time_zone: "UTC".into(),
        };
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let mut tx = house.store.begin().await.unwrap();
        tx.create_workspace(&workspace, "key", house.clock.now())
            .await
            .unwrap();
        act::rules::seed(&mut tx, &workspace.id, &means)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        house
    }

    pub fn fresh(&self, prefix: &str) -> String {
        format!("{prefix}{:06}", self.minted.fetch_add(1, Ordering::SeqCst))
    }

    pub fn means<'a>(&self, mint: &'a (dyn Fn() -> String + Send + Sync)) -> Means<'a> {
        Means {
            now: self.clock.now(),
            mint,
            redact: &|words| words.replace("4111", "[number]"),
            public_url: "https://cx.example.org/",
        }
    }

    pub fn workspace(&self) -> &WorkspaceId {
        &self.actor.workspace
    }

    /// A signal with a score and words, just now.
    pub fn signal(&self, score: f64, words: &str) -> Signal {
        let id = self.fresh("s");
        Signal {
            id: SignalId::new(id.clone()),
            post: PostId::new("p1"),
            external_id: id,
            rev: 1,
            provenance: Provenance::Direct,
            channel: "web".into(),
            touchpoint: None,
            occurred_at: self.clock.now(),
            received_at: self.clock.now(),
            occurred_on: domain::time::local_date(self.clock.now(), &jiff::tz::TimeZone::UTC),
            location: Some("Bern".into()),
            customer: None,
            language: None,
            attributes: [("branch".to_owned(), "north".to_owned())].into(),
            answers: vec![Answer::score("nps", score), Answer::verbatim("why", words)],
            consent: Consent::default(),
            test: false,
            weight: None,
            stratum: None,
            cluster: None,
            follow_up: None,
        }
    }

    pub async fn receive(&self, signals: Vec<Signal>, email: Option<&str>) {
        let incoming = signals.into_iter().map(|signal| Incoming {
            body_hash: signal.external_id.clone(),
            customer: email.map(|value| CustomerRef {
                kind: "email".into(),
                value: value.into(),
            }),
            fresh_customer: CustomerId::new(self.fresh("c")),
            signal,
        });
        let receipts = self
            .ingest
            .submit(self.workspace(), incoming.collect())
            .await
            .unwrap();
        assert!(receipts.iter().all(|r| matches!(r, Receipt::Accepted(_))));
    }

    pub async fn claim(&self, kind: &str) -> Vec<Job> {
        self.store
            .claim_jobs(kind, self.clock.now(), 60_000_000, 100)
            .await
            .unwrap()
    }

    /// Runs what waits for received signals; every job must succeed.
    pub async fn run_signals(&self) {
        let mint = || self.fresh("id");
        let jobs = self.claim(act::jobs::OPEN_CASES_FOR_SIGNALS).await;
        for result in
            act::jobs::open_cases_for_signals(&self.store, &jobs, &self.means(&mint)).await
        {
            result.unwrap_or_else(|e| panic!("{}: {e}", self.engine.name()));
        }
    }

    pub async fn cases(&self) -> Vec<Case> {
        let newest = domain::case::CaseOrder::Newest;
        act::inbox::page(
            &self.store,
            &self.actor,
            &Default::default(),
            newest,
            None,
            100,
        )
        .await
        .unwrap_or_else(|e| panic!("{}: {e}", self.engine.name()))
        .cases
    }

    /// A case of a detractor who can be written to.
    pub async fn case(&self) -> Case {
        let signal = self.signal(2.0, "The food was cold, my card is 4111");
        self.receive(
            vec![signal],
            Some(&format!("{}@example.org", self.fresh("ann"))),
        )
        .await;
        self.run_signals().await;
        self.cases().await.remove(0)
    }

    pub async fn waiting(&self) -> Vec<store::outbox::Notice> {
        self.store
            .notices(self.workspace(), Some("waiting"), None, 100)
            .await
            .unwrap()
    }
}
