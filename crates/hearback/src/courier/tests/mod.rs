//! An office on each engine: a store, a clock that stands still, couriers; tests of both ways out.

mod hooks;
mod mail;

use super::*;
use crate::egress::{Egress, EgressPolicy};
use domain::time::Micros;
use domain::{EndpointId, NewNotice, NoticeId, WorkspaceId};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use store::act::EndpointRow;
use store::outbox::{Notice, Outcome};
use store::{Options, Store};
use testkit::{Engine, FixedClock, HttpSink, Mood, SmtpSink};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

struct Office {
    store: Store,
    clock: FixedClock,
    workspace: WorkspaceId,
    couriers: Couriers,
    _engine: Engine,
}

fn egress() -> Arc<Egress> {
    let policy = EgressPolicy {
        allow_private: vec!["127.0.0.0/8".parse().unwrap()],
        allow_http: true,
        ..EgressPolicy::default()
    };
    Arc::new(Egress::new(policy).unwrap())
}

/// One office per engine; mail goes to the sink, if there is one.
async fn offices(mail: Option<&SmtpSink>) -> Vec<Office> {
    let mut all = Vec::new();
    for engine in testkit::engines().await {
        let store = Store::open(Options::new(engine.url())).await.unwrap();
        let mailer = mail.map(|sink| {
            let url = format!("smtp://127.0.0.1:{}", sink.port());
            Mailer::from_url(&url, "Hearback <cx@example.org>").unwrap()
        });
        all.push(Office {
            store,
            clock: FixedClock::default(),
            workspace: WorkspaceId::new("w1"),
            couriers: Couriers::new(mailer, egress()),
            _engine: engine,
        });
    }
    all
}

impl Office {
    async fn post(&self, id: &str, channel: &str, recipient: &str, body: serde_json::Value) {
        let notice = NewNotice {
            id: NoticeId::new(id),
            channel: channel.into(),
            recipient: recipient.into(),
            body,
            case: None,
            customer: None,
        };
        let mut tx = self.store.begin().await.unwrap();
        tx.post(&self.workspace, &notice, self.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn mail(&self, id: &str, to: &str) {
        self.post(id, "email", to, json!({"subject": "About what you told us – ü", "text": "Hello,\n\nthe lamp is mended.\n"})).await;
    }

    async fn endpoint(&self, id: &str, kind: &str, url: &str) {
        let row = EndpointRow {
            id: EndpointId::new(id),
            kind: kind.into(),
            name: id.into(),
            url: url.into(),
            secret: if kind == "webhook" {
                SECRET.into()
            } else {
                String::new()
            },
            disabled_at: None,
            created_at: 0,
        };
        let mut tx = self.store.begin().await.unwrap();
        tx.save_endpoint(&self.workspace, &row).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// One round; everything started is settled when it returns.
    async fn round(&self) -> usize {
        let started = deliver_due(&self.store, self.clock.now(), &self.couriers, &mut || 0.5).await;
        self.couriers.drain().await;
        started
    }

    async fn notice(&self, id: &str) -> Notice {
        self.store
            .notice(&self.workspace, &NoticeId::new(id))
            .await
            .unwrap()
            .unwrap()
    }

    /// Seconds from now to the next attempt; what the attempt itself took is rounded away.
    async fn wait_s(&self, id: &str) -> i64 {
        let next: Micros = self.notice(id).await.next_at;
        (next - self.clock.now()) / 60_000_000 * 60
    }
}
