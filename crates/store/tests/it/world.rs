//! A fresh store per engine, with one workspace.

use domain::{
    Answer, Consent, CustomerId, CustomerRef, PostId, Provenance, Signal, SignalId, WorkspaceId,
};
use std::collections::BTreeMap;
use store::workspaces::Workspace;
use store::{Incoming, Ingest, Options, Store, Subscriptions};
use testkit::Engine;

/// A store with one workspace and its writer.
pub struct World {
    pub store: Store,
    pub ingest: Ingest,
    pub workspace: WorkspaceId,
    pub name: &'static str,
    engine: Engine,
}

impl World {
    /// Where the rows are.
    pub fn url(&self) -> &str {
        self.engine.url()
    }
}

/// One world per engine that is there.
pub async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for engine in testkit::engines().await {
        let mut options = Options::new(engine.url());
        options.subscriptions = Subscriptions::default().on("SignalsReceived", "annotate");
        let store = Store::open(options).await.expect("a store");
        let workspace = WorkspaceId::new("default");
        let row = Workspace {
            id: workspace.clone(),
            name: "Brand".into(),
            time_zone: "UTC".into(),
        };
        let mut tx = store.begin().await.expect("a transaction");
        tx.create_workspace(&row, "a key", 1)
            .await
            .expect("a workspace");
        tx.commit().await.expect("a commit");
        let (ingest, _) = Ingest::start(store.clone());
        worlds.push(World {
            store,
            ingest,
            workspace,
            name: if engine.is_postgres() {
                "postgres"
            } else {
                "sqlite"
            },
            engine,
        });
    }
    worlds
}

/// A signal of someone, with a key and a content.
pub fn incoming(n: usize, key: &str, content: &str, email: Option<&str>) -> Incoming {
    let signal = Signal {
        id: SignalId::new(format!("signal-{n}")),
        post: PostId::new("default"),
        external_id: key.into(),
        rev: 1,
        provenance: Provenance::Direct,
        channel: "web".into(),
        touchpoint: None,
        occurred_at: 1_000,
        received_at: 2_000 + n as i64,
        occurred_on: jiff::civil::date(2026, 3, 1),
        location: None,
        customer: None,
        language: None,
        attributes: BTreeMap::new(),
        answers: vec![Answer::verbatim("why", content)],
        consent: Consent::default(),
        test: false,
        weight: None,
        stratum: None,
        cluster: None,
        follow_up: None,
    };
    Incoming {
        signal,
        body_hash: content.into(),
        customer: email.map(|value| CustomerRef {
            kind: "email".into(),
            value: value.into(),
        }),
        fresh_customer: CustomerId::new(format!("customer-{n}")),
    }
}
