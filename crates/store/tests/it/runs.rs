//! Runs of annotations and versions of the codeframe.

use crate::world::{World, incoming, worlds};
use domain::CustomerId;
use store::hot::VERBATIMS;
use store::understand::{CodeframeVersion, NewRun, RunState};
use store::{Error, HotRow, Tx};

fn new(reads_by: &str) -> NewRun<'_> {
    NewRun {
        reads_by,
        codeframe: 0,
        lessons: 0,
        awaiting: "annotate",
    }
}

async fn hold(world: &World) -> Tx {
    let mut tx = world.store.begin().await.unwrap();
    tx.hold_runs(&world.workspace).await.unwrap();
    tx
}

/// Three batches of signals, of which the second is not annotated yet.
async fn received(world: &World) {
    for n in 1..=3 {
        let two = vec![
            incoming(2 * n, &format!("a{n}"), "words", None),
            incoming(2 * n + 1, &format!("b{n}"), "words", None),
        ];
        world.ingest.submit(&world.workspace, two).await.unwrap();
    }
    let jobs = world
        .store
        .claim_jobs("annotate", 9_000, 1, 10)
        .await
        .unwrap();
    assert_eq!(jobs.len(), 3);
    let mut tx = world.store.begin().await.unwrap();
    tx.finish_job(&jobs[0], 9_000).await.unwrap();
    tx.finish_job(&jobs[2], 9_000).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_reads_what_was_annotated_and_goes_on_show_in_place_of_the_other() {
    for world in worlds().await {
        let ws = &world.workspace;
        assert_eq!(world.store.active_run(ws).await.unwrap(), None);
        let mut tx = hold(&world).await;
        assert_eq!(tx.begin_first_run(ws, &new("m+1"), 1).await.unwrap(), "m+1");
        tx.commit().await.unwrap();
        received(&world).await;

        let mut tx = hold(&world).await;
        let run = tx.begin_run(ws, &new("m+2"), 2).await.unwrap();
        tx.commit().await.unwrap();
        let live = world.store.live_runs(ws).await.unwrap();
        assert_eq!(live.ids(), (Some("m+1"), Some("m+2")), "{}", world.name);
        let building = live.building.unwrap();
        assert_eq!((building.through, building.left_open), (3, vec![2]));
        assert_eq!((building.signals_done, building.signals_total), (0, 4));
        assert_eq!(world.store.active_run(ws).await.unwrap().unwrap(), "m+1");

        let mut tx = world.store.begin().await.unwrap();
        let held = tx.hold_runs(ws).await.unwrap();
        tx.advance_run(ws, &run, 3, 4).await.unwrap();
        tx.append_hot(ws, VERBATIMS, &[row("v1", None)], 3)
            .await
            .unwrap();
        assert_eq!(tx.switch_run(ws, &held, 3).await.unwrap().unwrap(), "m+1");
        tx.commit().await.unwrap();
        assert_eq!(world.store.active_run(ws).await.unwrap().unwrap(), "m+2");
        let runs = world.store.runs(ws).await.unwrap();
        assert_eq!(
            (
                runs[0].state,
                runs[0].position,
                runs[0].signals_done,
                runs[0].finished_at
            ),
            (RunState::Active, 3, 4, Some(3))
        );
        assert_eq!(
            (runs[1].state, runs[1].ended_at, runs[1].ended_behind),
            (RunState::Replaced, Some(3), Some(1))
        );

        // The same reading again: another id, and one that is given up frees its place.
        let mut tx = hold(&world).await;
        let again = tx.begin_run(ws, &new("m+1"), 4).await.unwrap();
        assert_eq!(again, "m+1.2");
        tx.abandon_run(ws, &again, 5).await.unwrap();
        assert_eq!(tx.begin_run(ws, &new("m+1"), 6).await.unwrap(), "m+1.3");
        tx.commit().await.unwrap();
    }
}

fn row(id: &str, customer: Option<&str>) -> HotRow {
    HotRow {
        id: id.into(),
        customer: customer.map(Into::into),
        body: "{}".into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_is_not_begun_beside_one_that_is_being_made() {
    for world in worlds().await {
        let mut tx = hold(&world).await;
        tx.begin_run(&world.workspace, &new("m+1"), 1)
            .await
            .unwrap();
        assert!(
            tx.begin_run(&world.workspace, &new("m+2"), 2)
                .await
                .is_err(),
            "{}",
            world.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_a_removed_run_and_of_erased_people_leave_the_ledger_once() {
    for world in worlds().await {
        let ws = &world.workspace;
        let mut tx = hold(&world).await;
        tx.begin_first_run(ws, &new("m+1"), 1).await.unwrap();
        let rows = [
            row("1-0", Some("c")),
            row("2-0", Some("c")),
            row("3-0", None),
        ];
        tx.append_hot(ws, VERBATIMS, &rows, 1).await.unwrap();
        tx.append_hot(ws, VERBATIMS, &rows, 1).await.unwrap();
        tx.commit().await.unwrap();
        // The first batch is in the lake only.
        assert_eq!(world.store.hot_through(ws, VERBATIMS, 1).await.unwrap(), 3);
        world.store.hot_remove(ws, VERBATIMS, 1, 2).await.unwrap();
        assert_eq!(world.store.hot_through(ws, VERBATIMS, 1).await.unwrap(), 0);
        let mut tx = world.store.begin().await.unwrap();
        let customer = CustomerId::new("c");
        tx.count_out_verbatims(ws, &customer, &[(1, 2), (2, 2)])
            .await
            .unwrap();
        tx.erase_customer(ws, &customer, &[], 5).await.unwrap();
        tx.commit().await.unwrap();
        let erased = || async {
            let links = world
                .store
                .ledger_after(ws, VERBATIMS, 0, 10)
                .await
                .unwrap();
            links.iter().map(|l| l.erased).collect::<Vec<_>>()
        };
        assert_eq!(erased().await, [2, 2], "{}", world.name);

        let mut tx = hold(&world).await;
        tx.remove_run(ws, "m+1", &[(1, 1), (2, 1)], 6)
            .await
            .unwrap();
        assert_eq!(tx.removed_runs(ws).await.unwrap(), ["m+1"]);
        tx.commit().await.unwrap();
        assert_eq!(world.store.removed_runs(ws).await.unwrap(), ["m+1"]);
        assert_eq!(erased().await, [3, 3]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_from_before_there_were_runs_are_adopted() {
    for world in worlds().await {
        let ws = &world.workspace;
        let mut tx = hold(&world).await;
        let found = ["m+1".to_owned(), "l+1".to_owned(), "k+1".to_owned()];
        tx.adopt_runs(ws, &found, "m+1 in part", 1).await.unwrap();
        tx.commit().await.unwrap();
        let live = world.store.live_runs(ws).await.unwrap();
        assert_eq!(live.ids(), (Some("m+1"), None), "{}", world.name);
        assert_eq!(live.active.unwrap().reads_by, "m+1 in part");
        let runs = world.store.runs(ws).await.unwrap();
        let others: Vec<_> = runs
            .iter()
            .filter(|r| r.state == RunState::Replaced)
            .collect();
        assert_eq!(others.len(), 2);
        let mut tx = hold(&world).await;
        assert_eq!(tx.begin_run(ws, &new("k+1"), 2).await.unwrap(), "k+1.2");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_of_the_codeframe_follow_one_another() {
    for world in worlds().await {
        let ws = &world.workspace;
        let version = |version: i64| CodeframeVersion {
            version,
            body: format!("{{\"version\":\"1-e{version}\"}}"),
            note: "why".into(),
            made_by: "u".into(),
            made_at: 10 + version,
        };
        assert_eq!(world.store.newest_codeframe(ws).await.unwrap(), 0);
        for n in 1..=2 {
            let mut tx = hold(&world).await;
            tx.add_codeframe(ws, &version(n)).await.unwrap();
            tx.commit().await.unwrap();
        }
        for wrong in [2, 4] {
            let mut tx = hold(&world).await;
            let refused = tx.add_codeframe(ws, &version(wrong)).await.err();
            assert!(
                matches!(refused, Some(Error::Stale { .. })),
                "{}: {refused:?}",
                world.name
            );
        }
        assert_eq!(world.store.newest_codeframe(ws).await.unwrap(), 2);
        assert_eq!(
            world.store.codeframe(ws, 1).await.unwrap(),
            Some(version(1))
        );
        assert_eq!(world.store.codeframe(ws, 3).await.unwrap(), None);
        let all = world.store.codeframes(ws).await.unwrap();
        assert_eq!(all, [version(2), version(1)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_goes_on_later_keeps_its_place() {
    for world in worlds().await {
        let ws = &world.workspace;
        received(&world).await;
        let job = &world
            .store
            .claim_jobs("annotate", 20_000, 5, 1)
            .await
            .unwrap()[0];
        let mut tx = world.store.begin().await.unwrap();
        assert!(tx.is_open(ws, "annotate").await.unwrap());
        assert!(!tx.is_open(ws, "another").await.unwrap());
        tx.postpone_job(job, 30_000).await.unwrap();
        tx.commit().await.unwrap();
        let due = |now| world.store.claim_jobs("annotate", now, 5, 10);
        assert_eq!(due(29_999).await.unwrap().len(), 0, "{}", world.name);
        let again = due(30_000).await.unwrap();
        assert_eq!((again.len(), again[0].attempts), (1, 1));
        let mut tx = world.store.begin().await.unwrap();
        let lost = tx.postpone_job(job, 40_000).await.err();
        assert!(matches!(lost, Some(Error::LostLease { .. })), "{lost:?}");
    }
}
