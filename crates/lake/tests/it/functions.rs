use crate::help::*;
use domain::Answer;
use serde_json::{Value, json};
use stats::{Rules, csat, mean, nps, share};

fn shown(estimate: stats::Estimate) -> Value {
    json!({
        "score": estimate.value, "low": estimate.low, "high": estimate.high, "n": estimate.n,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_function_says_what_stats_says_on_the_same_answers() {
    let world = World::new().await;
    let mut all = signals(0..500);
    for (n, signal) in all.iter_mut().enumerate() {
        signal.answers.push(Answer::score("spend", n as f64 * 1.25));
        if n % 7 == 0 {
            signal.answers.remove(0);
        }
    }
    // Two files and hot rows, so that states are merged.
    world.receive(&all[..200]).await;
    world.lake.append(&world.ws).await.unwrap();
    world.receive(&all[200..350]).await;
    world.lake.append(&world.ws).await.unwrap();
    world.receive(&all[350..]).await;

    let scores: Vec<f64> = all.iter().filter_map(|s| s.score("netpro")).collect();
    let (mut promoters, mut satisfied, mut yes) = (
        nps::Counts::default(),
        share::Counts::default(),
        share::Counts::default(),
    );
    let (mut effort, mut spend) = (mean::Moments::default(), mean::Moments::default());
    for score in &scores {
        promoters.observe(*score).unwrap();
        csat::observe(&mut satisfied, *score, 8.0).unwrap();
        effort.observe(*score).unwrap();
    }
    for signal in &all {
        yes.observe(signal.location.as_deref() == Some("store 1"));
        spend.observe(signal.score("spend").unwrap()).unwrap();
    }
    let rules = Rules::default();
    let row = world
        .sql("select nps(q_netpro), csat(q_netpro, 8), ces(q_netpro), share(location = 'store 1'), mean_ci(q_spend) from signals")
        .await
        .remove(0);
    let expected = [
        nps::estimate(&promoters, &rules),
        csat::estimate(&satisfied, &rules),
        stats::ces::estimate(&effort, None, &rules).unwrap(),
        share::estimate(&yes, &rules),
        mean::estimate(&spend, &rules),
    ];
    for (cell, expected) in row.iter().zip(expected) {
        assert!(expected.value.is_some());
        assert_eq!(*cell, shown(expected));
    }
    let by_store = world
        .sql("select location, nps(q_netpro)['score'] as s, nps(q_netpro)['n'] as n from signals group by 1 order by 1")
        .await;
    assert_eq!(by_store.len(), 5);
    assert_eq!(
        by_store.iter().map(|r| r[2].as_i64().unwrap()).sum::<i64>(),
        scores.len() as i64
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_answers_give_a_blank_score_and_none_give_null() {
    let world = World::new().await;
    world.receive(&signals(0..9)).await;
    let row = world
        .sql("select nps(q_netpro), nps(q_netpro) filter (where id = 'nobody'), csat(q_netpro, 4) from signals")
        .await
        .remove(0);
    let blank = json!({"score": null, "low": null, "high": null, "n": 9});
    assert_eq!(row, [blank.clone(), Value::Null, blank]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_off_the_scale_is_no_promoter_and_not_counted() {
    let world = World::new().await;
    let mut heard = signals(0..20);
    let mut off = signal(99);
    off.answers = vec![Answer::score("netpro", 11.0)];
    heard.push(off);
    world.receive(&heard).await;
    let row = world
        .sql("select nps(q_netpro), nps(q_netpro) filter (where q_netpro <= 10) from signals")
        .await
        .remove(0);
    assert_eq!(row[0], row[1]);
    assert_eq!(row[0]["n"], 20);
}
