use crate::help::*;
use crate::place::{Place, at, bucket};
use lake::{Lake, LakeOptions};
use testkit::WriteFault::{AnswerLost, Refused};
use testkit::{S3, TempFolder};

/// Counts, in lake and hot together, and in the lake alone.
async fn counts(world: &World) -> (i64, i64) {
    let whole = world.sql("select count(distinct id) from signals").await[0][0].as_i64();
    assert_eq!(whole, Some(world.count().await), "no signal is there twice");
    let stats = world.lake.stats(&world.ws).await.unwrap();
    let rows = stats
        .iter()
        .find(|t| t.table == "signals")
        .map_or(0, |t| t.rows);
    (whole.unwrap(), rows)
}

async fn nothing_is_lost_or_doubled() {
    let world = World::new().await;
    let s3 = world.grounds.s3.as_ref().unwrap();
    world.receive(&signals(0..10)).await;
    // Longer than anyone tries again: the flush fails, and the rows stay hot.
    s3.set_broken(true);
    world
        .lake
        .flush(&world.ws, NOW + 24 * HOUR)
        .await
        .unwrap_err();
    assert_eq!(counts(&world).await, (10, 0));
    let hot = world
        .store
        .hot_count(&world.ws, store::hot::SIGNALS, 0)
        .await;
    assert_eq!(hot.unwrap(), 10);
    s3.set_broken(false);
    let flushed = world.lake.flush(&world.ws, NOW + 24 * HOUR).await.unwrap();
    assert_eq!((flushed.signals, flushed.removed), (10, 10));
    assert_eq!(counts(&world).await, (10, 10));
    // Once refused, once stored with the answer lost: asked again, and stored once.
    for (n, fault) in [Refused, AnswerLost].into_iter().enumerate() {
        let from = 10 + n * 10;
        world.receive(&signals(from..from + 10)).await;
        s3.next_writes(&[fault]);
        world.lake.flush(&world.ws, NOW + 24 * HOUR).await.unwrap();
        let n = from as i64 + 10;
        assert_eq!(counts(&world).await, (n, n), "{fault:?}");
    }
    // A compaction that cannot store its file changes nothing.
    s3.set_broken(true);
    world.lake.compact(&world.ws, NOW).await.unwrap_err();
    s3.set_broken(false);
    assert_eq!(counts(&world).await, (30, 30));
    assert_eq!(world.files_of("signals").len(), 3);
    let merged = world.lake.compact(&world.ws, NOW).await.unwrap();
    assert_eq!((merged.files_in, merged.files_out), (3, 1));
    let world = world.reopened().await;
    assert_eq!(counts(&world).await.0, 30);
    assert_eq!(
        world.grounds.s3.as_ref().unwrap().asked().1,
        0,
        "every request was signed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_fails_loses_and_doubles_nothing() {
    for place in [Place::Bucket, Place::PostgresAndBucket] {
        if place.is_here() {
            at(place, nothing_is_lost_or_doubled()).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_is_stored_in_parts() {
    at(Place::Bucket, async {
        let world = World::new().await;
        let mut large = signals(0..40);
        let mut dice = testkit::Dice::new(7);
        for signal in &mut large {
            signal.answers[1].text = Some(dice.letters(600_000));
        }
        world.receive(&large).await;
        world.lake.append(&world.ws).await.unwrap();
        let files = world.files();
        let largest = files.values().map(Vec::len).max().unwrap();
        assert!(largest > 12 << 20, "{largest} bytes");
        let asked = "select sum(length(a['text'])) from (select unnest(answers) as a from signals)";
        assert_eq!(world.sql(asked).await[0][0], 40 * 600_000);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_refused_on_opening_and_never_shown() {
    let folder = TempFolder::new();
    let s3 = S3::start().await;
    let rows = format!("sqlite://{}", folder.join("rows.db").display());
    let rows = store::Store::open(store::Options::new(rows)).await.unwrap();
    let mut options = LakeOptions::new(folder.join("lake"));
    let mut wrong = bucket(&s3);
    wrong.secret_access_key = "guessed".into();
    assert!(!format!("{wrong:?}").contains("guessed"));
    options.bucket = Some(wrong);
    let Err(error) = Lake::open(options, rows).await else {
        panic!("it was opened");
    };
    let said = error.to_string();
    assert!(
        said.contains("the store of the lake's files said"),
        "{said}"
    );
    assert!(!said.contains("guessed"), "{said}");
    assert!(s3.asked().1 > 0 && s3.objects().is_empty());
}
