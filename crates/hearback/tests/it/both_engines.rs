//! The same file gives the same answers, whichever engine holds the rows.

use crate::command::hearback;
use serde_json::Value;
use std::fmt::Write;
use testkit::{Dice, TempFolder};

/// A file with scores, a code off the scale, blanks, words and places.
fn survey(folder: &TempFolder) -> String {
    let mut dice = Dice::new(20_260_302);
    let mut text = String::from("id,date,location,nps,why\n");
    let words = [
        "Very friendly staff.",
        "I waited an hour, never again!",
        "",
        "Fine.",
        "Zu teuer, aber gut.",
    ];
    for n in 0..600 {
        let score = match dice.below(14) {
            13 => String::new(),
            12 => "11".into(),
            score => score.min(10).to_string(),
        };
        let day = 1 + n % 28;
        let _ = writeln!(
            text,
            "r{n},2026-03-{day:02},Store {},{score},\"{} ({n})\"",
            n % 4,
            words[n as usize % words.len()]
        );
    }
    let path = folder.write("survey.csv", text.as_bytes());
    path.to_str().expect("UTF-8").to_owned()
}

fn answers(url: &str) -> Vec<Value> {
    let folder = TempFolder::new();
    let file = survey(&folder);
    let data = folder.join("data");
    let data = data.to_str().expect("UTF-8");
    let ask = |arguments: &[&str]| {
        let mut all = arguments.to_vec();
        all.extend(["--data", data, "--database-url", url, "--json"]);
        let ended = hearback(&all);
        assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.errors);
        ended.json()
    };
    let mut imported = ask(&["import", &file]);
    assert_eq!(imported["accepted"], 600);
    imported["seconds"] = Value::Null;
    let topics =
        "select topic, count(*), round(avg(sentiment), 6) from mentions group by 1 order by 1";
    let before = ask(&["sql", topics]);
    // Everything is read again.
    let edited = ask(&["themes", "retire", "staff_attitude"]);
    assert!(edited["run"].is_string(), "{edited}");
    assert_ne!(before, ask(&["sql", topics]));
    vec![
        imported,
        ask(&["metric", "nps", "--by", "location", "--grain", "week"]),
        ask(&[
            "sql",
            "select location, nps(q_nps), count(*) from signals group by 1 order by 1",
        ]),
        ask(&["sql", topics]),
        ask(&["sql", "select run, count(*) from verbatims group by 1"]),
        edited,
        ask(&[
            "sql",
            "select sentiment_label, language, count(*) from verbatims group by 1, 2 order by 1, 2",
        ]),
        ask(&["verify"]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_both_engines_give_the_same_answers() {
    let engines = testkit::engines().await;
    let mut told = Vec::new();
    for engine in &engines {
        let url = engine.url().to_owned();
        let found = tokio::task::spawn_blocking(move || answers(&url))
            .await
            .expect("answers");
        assert_eq!(found[7]["sound"], true, "{}", engine.name());
        assert!(
            found[1]["rows"]
                .as_array()
                .is_some_and(|rows| rows.len() > 8)
        );
        told.push(found);
    }
    for other in &told[1..] {
        assert_eq!(&told[0], other);
    }
}
