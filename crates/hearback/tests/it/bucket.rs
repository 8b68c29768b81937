//! The lake's files in a bucket: the same answers, copied and brought back.

use crate::command::Home;
use serde_json::Value;
use std::fmt::Write;
use testkit::{Engine, S3, TempFolder};

/// A home whose files lie in the bucket, below a prefix.
fn home(folder: &TempFolder, name: &str, engine: &Engine, s3: &S3) -> Home {
    let mut home = Home::new(folder.join(name), engine);
    home.env = vec![
        ("HEARBACK_BUCKET__NAME", S3::BUCKET.into()),
        ("HEARBACK_BUCKET__PREFIX", name.into()),
        ("HEARBACK_BUCKET__ENDPOINT", s3.endpoint()),
        ("HEARBACK_BUCKET__REGION", S3::REGION.into()),
        ("HEARBACK_BUCKET__PATH_STYLE", "true".into()),
        ("AWS_ACCESS_KEY_ID", S3::ACCESS_KEY_ID.into()),
        ("AWS_SECRET_ACCESS_KEY", S3::SECRET_ACCESS_KEY.into()),
    ];
    home
}

fn parquet(s3: &S3, prefix: &str) -> usize {
    let keys = s3.objects().into_keys();
    keys.filter(|key| key.starts_with(prefix) && key.ends_with(".parquet"))
        .count()
}

fn answers(home: &Home) -> Vec<Value> {
    let scores = ["metric", "nps", "--by", "location"];
    let words = [
        "sql",
        "select sentiment_label, count(*) from verbatims group by 1 order by 1",
    ];
    let ask = |arguments: &[&str]| {
        let ended = home.run(arguments);
        assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.errors);
        ended.json()
    };
    let verified = ask(&["verify"]);
    assert_eq!(verified["sound"], true, "{verified}");
    vec![ask(&scores), ask(&words)]
}

/// Everything that a person does with files, over files in a bucket.
fn lived(engine: &Engine, other: &Engine, s3: &S3) {
    let folder = TempFolder::new();
    let mut text = String::from("id,date,location,nps,why\n");
    for n in 0..300 {
        let _ = writeln!(
            text,
            "r{n},2026-03-0{},Store {},{},The staff were kind ({n})",
            1 + n % 9,
            n % 3,
            n % 11
        );
    }
    let file = folder.write("survey.csv", text.as_bytes());
    let first = home(&folder, "first", engine, s3);
    let imported = first.run(&["import", file.to_str().expect("UTF-8")]);
    assert_eq!(imported.json()["accepted"], 300, "{}", imported.errors);
    let before = answers(&first);
    assert!(
        parquet(s3, "first/") >= 3,
        "signals, verbatims and mentions are in the bucket"
    );
    assert!(
        !first.data.join("lake/files").exists(),
        "and not in the folder"
    );
    let backup = folder.join("backup");
    let made = first.run(&["backup", backup.to_str().expect("UTF-8")]);
    assert_eq!(made.code, 0, "{}", made.errors);
    let second = home(&folder, "second", other, s3);
    let restored = second.run(&["restore", backup.to_str().expect("UTF-8")]);
    assert_eq!(restored.code, 0, "{}", restored.errors);
    assert_eq!(parquet(s3, "second/"), parquet(s3, "first/"));
    assert_eq!(answers(&second), before);
    // A stranger's prefix is refused and left as it is.
    let mut wrong = second.clone();
    wrong.env[1].1 = "first".into();
    wrong.data = folder.join("third");
    let refused = wrong.run(&["sql", "select 1"]);
    assert!(
        refused.errors.contains("belong to another catalogue"),
        "{}",
        refused.errors
    );
    assert!(parquet(s3, "first/") >= 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_files_in_a_bucket_answer_verify_and_come_back_from_a_backup() {
    let others = testkit::engines().await;
    for (engine, other) in testkit::engines().await.into_iter().zip(others) {
        let s3 = S3::start().await;
        let done = tokio::task::spawn_blocking(move || {
            lived(&engine, &other, &s3);
            s3.asked().1
        });
        assert_eq!(done.await.expect("it lives"), 0, "every request was signed");
    }
}

#[test]
fn promise_a_bucket_without_keys_is_refused_by_name() {
    let folder = TempFolder::new();
    let mut home = Home::new(folder.join("data"), &Engine::sqlite());
    home.env = vec![
        ("HEARBACK_BUCKET__NAME", "columns".into()),
        ("AWS_ACCESS_KEY_ID", String::new()),
    ];
    let refused = home.run(&["sql", "select 1"]);
    assert_ne!(refused.code, 0);
    assert!(
        refused.errors.contains("AWS_ACCESS_KEY_ID"),
        "{}",
        refused.errors
    );
}
