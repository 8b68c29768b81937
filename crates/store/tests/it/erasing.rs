//! An erased person is gone from the rows and cannot come back.

use crate::world::{incoming, worlds};
use store::Receipt;
use store::hot::SIGNALS;

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_gone_and_stays_out() {
    for world in worlds().await {
        let mine = incoming(1, "mine", "canary", Some("c@example.org"));
        world
            .ingest
            .submit(
                &world.workspace,
                vec![
                    mine.clone(),
                    incoming(2, "other", "x", Some("d@example.org")),
                ],
            )
            .await
            .unwrap();
        let customer = world
            .store
            .customer_of(&world.workspace, "email", "c@example.org")
            .await
            .unwrap()
            .unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let erased = tx
            .erase_customer(&world.workspace, &customer, &[], 5)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(erased.signals, ["signal-1"], "{}", world.name);
        assert_eq!(
            world
                .store
                .hot_count(&world.workspace, SIGNALS, 0)
                .await
                .unwrap(),
            1
        );
        let link = &world
            .store
            .ledger_after(&world.workspace, SIGNALS, 0, 10)
            .await
            .unwrap()[0];
        assert_eq!((link.n, link.erased), (2, 1));
        assert!(
            world
                .store
                .customer_of(&world.workspace, "email", "c@example.org")
                .await
                .unwrap()
                .is_none()
        );
        let again = world
            .ingest
            .submit(
                &world.workspace,
                vec![mine, incoming(3, "new key", "y", Some("c@example.org"))],
            )
            .await
            .unwrap();
        assert_eq!(again, [Receipt::Erased, Receipt::Erased]);
        world.store.scrub().await.unwrap();
    }
}
