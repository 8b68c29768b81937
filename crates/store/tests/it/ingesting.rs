//! What is acknowledged is there once, in commit order, with its link in the chain.

use crate::world::{incoming, worlds};
use store::Receipt;
use store::hot::SIGNALS;
use store::ledger::Link;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_is_stored_once_and_another_content_is_a_conflict() {
    for world in worlds().await {
        let first = world
            .ingest
            .submit(&world.workspace, vec![incoming(1, "a", "x", None)])
            .await
            .unwrap();
        assert!(matches!(first[0], Receipt::Accepted(_)), "{}", world.name);
        let again = vec![
            incoming(2, "a", "x", None),
            incoming(3, "a", "y", None),
            incoming(4, "b", "z", None),
            incoming(5, "b", "z", None),
        ];
        let receipts = world.ingest.submit(&world.workspace, again).await.unwrap();
        assert_eq!(
            receipts[0],
            Receipt::Duplicate(domain::SignalId::new("signal-1")),
            "{}",
            world.name
        );
        assert!(matches!(receipts[1], Receipt::Conflict(_)));
        assert!(matches!(receipts[2], Receipt::Accepted(_)));
        assert!(
            matches!(receipts[3], Receipt::Duplicate(_)),
            "the same key twice in one batch"
        );
        assert_eq!(
            world
                .store
                .hot_count(&world.workspace, SIGNALS, 0)
                .await
                .unwrap(),
            2
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_submissions_make_one_chain_without_gaps() {
    for world in worlds().await {
        let tasks: Vec<_> = (0..40)
            .map(|n| {
                let (ingest, workspace) = (world.ingest.clone(), world.workspace.clone());
                tokio::spawn(async move {
                    ingest
                        .submit(
                            &workspace,
                            vec![incoming(n, &format!("k{n}"), "x", Some("a@example.org"))],
                        )
                        .await
                })
            })
            .collect();
        for task in tasks {
            assert!(matches!(
                task.await.unwrap().unwrap()[0],
                Receipt::Accepted(_)
            ));
        }
        let links = world
            .store
            .ledger_after(&world.workspace, SIGNALS, 0, 100)
            .await
            .unwrap();
        assert_eq!(
            links.iter().map(|l: &Link| l.n).sum::<i64>(),
            40,
            "{}",
            world.name
        );
        assert!(
            links.iter().enumerate().all(|(i, l)| l.seq == i as i64 + 1),
            "{links:?}"
        );
        let customer = world
            .store
            .customer_of(&world.workspace, "email", "a@example.org")
            .await
            .unwrap();
        assert!(customer.is_some(), "all forty belong to one customer");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hot_rows_stay_until_their_jobs_are_done() {
    for world in worlds().await {
        world
            .ingest
            .submit(&world.workspace, vec![incoming(1, "a", "x", None)])
            .await
            .unwrap();
        let kept = world
            .store
            .hot_remove(&world.workspace, SIGNALS, 1, i64::MAX)
            .await
            .unwrap();
        assert_eq!(kept, 0, "{}: the annotate job is open", world.name);
        let jobs = world
            .store
            .claim_jobs("annotate", 10_000, 1_000, 10)
            .await
            .unwrap();
        let mut tx = world.store.begin().await.unwrap();
        tx.finish_job(&jobs[0], 10_001).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            world
                .store
                .hot_remove(&world.workspace, SIGNALS, 1, i64::MAX)
                .await
                .unwrap(),
            1
        );
    }
}
