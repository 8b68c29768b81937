//! A lake over rows in a folder of its own, and records to put in.

use crate::place::Grounds;
use columns::{Ask, Columns, Tally};
use domain::annotation::{Mention, VerbatimRecord};
use domain::{Answer, Consent, CustomerId, PostId, Provenance, Signal, SignalId, WorkspaceId};
use jiff::civil::Date;
use lake::{Lake, LakeOptions};
use store::{HotRow, Options, Store};
use testkit::TempFolder;

/// A Monday morning in March 2026.
pub const NOW: i64 = 1_772_442_000_000_000;
pub const HOUR: i64 = 3_600_000_000;

pub struct World {
    pub folder: TempFolder,
    pub grounds: Grounds,
    pub store: Store,
    pub lake: Lake,
    pub ws: WorkspaceId,
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub async fn with(change: impl FnOnce(&mut LakeOptions)) -> Self {
        let folder = TempFolder::new();
        let grounds = Grounds::here().await;
        let store = Store::open(Options::new(grounds.rows(&folder)))
            .await
            .unwrap();
        let mut options = grounds.options(&folder);
        change(&mut options);
        let lake = Lake::open(options, store.clone()).await.unwrap();
        let ws = WorkspaceId::new("W1");
        let world = Self {
            folder,
            grounds,
            store,
            lake,
            ws,
        };
        world.add_workspace("W1").await;
        world
    }

    pub async fn add_workspace(&self, id: &str) -> WorkspaceId {
        let workspace = store::workspaces::Workspace {
            id: WorkspaceId::new(id),
            name: id.to_owned(),
            time_zone: "UTC".to_owned(),
        };
        let mut tx = self.store.begin().await.unwrap();
        tx.create_workspace(&workspace, "key", NOW).await.unwrap();
        tx.commit().await.unwrap();
        workspace.id
    }

    /// Closes the lake and the rows and opens them again, as a restart does: connections that the
    /// lake's threads opened end with them.
    pub async fn reopened(mut self) -> Self {
        let options = self.lake.options().clone();
        self.lake.close().await;
        self.store.close().await;
        self.store = Store::open(Options::new(self.grounds.rows(&self.folder)))
            .await
            .unwrap();
        self.lake = Lake::open(options, self.store.clone()).await.unwrap();
        self
    }

    pub async fn receive(&self, signals: &[Signal]) -> i64 {
        self.receive_in(&self.ws, signals).await
    }

    pub async fn receive_in(&self, ws: &WorkspaceId, signals: &[Signal]) -> i64 {
        let rows: Vec<HotRow> = signals
            .iter()
            .map(|s| HotRow {
                id: s.id.as_str().to_owned(),
                customer: s.customer.as_ref().map(|c| c.as_str().to_owned()),
                body: serde_json::to_string(s).unwrap(),
            })
            .collect();
        self.append(ws, store::hot::SIGNALS, &rows).await
    }

    pub async fn annotate(&self, verbatims: &[VerbatimRecord]) -> i64 {
        let rows: Vec<HotRow> = verbatims
            .iter()
            .map(|v| HotRow {
                id: format!("{}/{}", v.signal, v.question),
                customer: v.customer.as_ref().map(|c| c.as_str().to_owned()),
                body: serde_json::to_string(v).unwrap(),
            })
            .collect();
        self.append(&self.ws, store::hot::VERBATIMS, &rows).await
    }

    async fn append(&self, ws: &WorkspaceId, stream: &str, rows: &[HotRow]) -> i64 {
        let mut tx = self.store.begin().await.unwrap();
        let seq = tx.append_hot(ws, stream, rows, NOW).await.unwrap();
        tx.commit().await.unwrap();
        seq
    }

    pub async fn tally(&self, question: &str, by: &[&str]) -> Vec<Tally> {
        let ask = Ask {
            question: question.to_owned(),
            by: by.iter().map(|b| (*b).to_owned()).collect(),
            ..Ask::default()
        };
        self.lake.tally(&self.ws, &ask).await.unwrap()
    }

    pub async fn sql(&self, text: &str) -> Vec<Vec<serde_json::Value>> {
        self.lake.sql(&self.ws, text, 1_000).await.unwrap().rows
    }

    pub async fn count(&self) -> i64 {
        self.sql("select count(*) from signals").await[0][0]
            .as_i64()
            .unwrap()
    }
}

/// Signal number `n`: stores in turn, scores in turn, one a day.
pub fn signal(n: usize) -> Signal {
    let occurred_at = NOW + (n % 90) as i64 * 24 * HOUR;
    Signal {
        id: SignalId::new(format!("S{n:08}")),
        post: PostId::new("P1"),
        external_id: format!("ext-{n}"),
        rev: 1,
        provenance: Provenance::Direct,
        channel: "web".into(),
        touchpoint: None,
        occurred_at,
        received_at: occurred_at + 5,
        occurred_on: Date::constant(2026, 3, 2)
            .checked_add(jiff::Span::new().days((n % 90) as i64))
            .unwrap(),
        location: Some(format!("store {}", n % 5)),
        customer: Some(CustomerId::new(format!("C{}", n % 50))),
        language: Some("en".into()),
        attributes: [("segment".to_owned(), format!("seg {}", n % 3))].into(),
        answers: vec![
            Answer::score("netpro", (n % 11) as f64),
            Answer::verbatim("why", format!("words of number {n}")),
        ],
        consent: Consent::default(),
        test: false,
        weight: None,
        stratum: None,
        cluster: None,
        follow_up: None,
    }
}

pub fn signals(range: std::ops::Range<usize>) -> Vec<Signal> {
    range.map(signal).collect()
}

/// The words of signal `n`, read as negative when `n` is odd.
pub fn verbatim(n: usize) -> VerbatimRecord {
    let signal = signal(n);
    let negative = n % 2 == 1;
    let mention = |topic: &str, sentiment| Mention {
        topic: topic.to_owned(),
        sentiment,
        start: 0,
        end: 5,
    };
    VerbatimRecord {
        signal: signal.id,
        question: "why".into(),
        text: format!("Words of number {n}"),
        customer: signal.customer,
        post: signal.post,
        provenance: signal.provenance,
        channel: signal.channel,
        location: signal.location,
        occurred_at: signal.occurred_at,
        occurred_on: signal.occurred_on,
        test: false,
        run: "m1:c1".into(),
        language: "en".into(),
        sentiment_label: if negative { "negative" } else { "positive" }.into(),
        sentiment: if negative { -0.8 } else { 0.7 },
        confidence: 0.9,
        emotions: vec![("joy".into(), 0.6)],
        intents: vec![(if negative { "complaint" } else { "praise" }.into(), 0.8)],
        mentions: if n.is_multiple_of(3) {
            vec![mention("waiting", -0.9), mention("staff", 0.8)]
        } else {
            vec![mention("staff", 0.0)]
        },
    }
}

pub fn verbatims(range: std::ops::Range<usize>) -> Vec<VerbatimRecord> {
    range.map(verbatim).collect()
}
