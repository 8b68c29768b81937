//! Leases with fencing; nothing leaves for what was rolled back.

use crate::world::{incoming, worlds};
use domain::{NewNotice, NoticeId};
use serde_json::json;
use store::outbox::Outcome;

fn notice() -> NewNotice {
    NewNotice {
        id: NoticeId::new("n1"),
        channel: "email".into(),
        recipient: "a@example.org".into(),
        body: json!({ "subject": "s", "text": "t" }),
        case: None,
        customer: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_whose_lease_ran_out_cannot_finish() {
    for world in worlds().await {
        world
            .ingest
            .submit(&world.workspace, vec![incoming(1, "a", "x", None)])
            .await
            .unwrap();
        let slow = world
            .store
            .claim_jobs("annotate", 10_000, 1_000, 10)
            .await
            .unwrap()
            .remove(0);
        assert!(
            world
                .store
                .claim_jobs("annotate", 10_500, 1_000, 10)
                .await
                .unwrap()
                .is_empty()
        );
        let quick = world
            .store
            .claim_jobs("annotate", 20_000, 1_000, 10)
            .await
            .unwrap()
            .remove(0);
        let mut tx = world.store.begin().await.unwrap();
        let refused = tx.finish_job(&slow, 20_001).await;
        assert!(
            matches!(refused, Err(store::Error::LostLease { .. })),
            "{}",
            world.name
        );
        drop(tx);
        let mut tx = world.store.begin().await.unwrap();
        tx.finish_job(&quick, 20_002).await.unwrap();
        tx.commit().await.unwrap();
        assert!(world.store.open_jobs().await.unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rolled_back_cause_sends_nothing_and_a_dead_notice_can_be_replayed() {
    for world in worlds().await {
        let mut tx = world.store.begin().await.unwrap();
        tx.post(&world.workspace, &notice(), 1).await.unwrap();
        drop(tx);
        assert!(
            world
                .store
                .claim_notices(10, 100, 5, true, 5)
                .await
                .unwrap()
                .is_empty(),
            "{}",
            world.name
        );
        let mut tx = world.store.begin().await.unwrap();
        tx.post(&world.workspace, &notice(), 1).await.unwrap();
        tx.post(&world.workspace, &notice(), 1).await.unwrap();
        tx.commit().await.unwrap();
        let claimed = world
            .store
            .claim_notices(10, 100, 5, true, 5)
            .await
            .unwrap();
        assert_eq!(claimed.len(), 1, "the same id is posted once");
        let dead = Outcome::Dead {
            error: "550 no".into(),
        };
        assert!(
            world
                .store
                .settle_notice(&claimed[0], &dead, 11)
                .await
                .unwrap()
        );
        assert!(
            !world
                .store
                .settle_notice(&claimed[0], &Outcome::Delivered, 12)
                .await
                .unwrap()
        );
        assert!(
            world
                .store
                .replay_notice(&world.workspace, &NoticeId::new("n1"), 13)
                .await
                .unwrap()
        );
        assert_eq!(
            world
                .store
                .claim_notices(20, 100, 5, true, 5)
                .await
                .unwrap()
                .len(),
            1
        );
    }
}
