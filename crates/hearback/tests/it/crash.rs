//! Nothing acknowledged is lost and nothing is stored twice, wherever a SIGKILL falls.

use crate::command::Home;
use crate::crash_counts::{ask, stored, verified};
use crate::crash_load::{Address, Load, send_signals};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;
use testkit::{Dice, Engine, Program, TempFolder};
use tokio::sync::watch;
use tokio::time::sleep;

const POINTS: [&str; 6] = [
    "before_commit",
    "committed",
    "parquet_written",
    "catalogue_committed",
    "hot_removed",
    "compacting",
];
const CLIENTS: usize = 8;
/// Everything that runs now and then runs all the time, and nothing waits for long.
const HURRY: [(&str, &str); 5] = [
    ("HEARBACK_LIMITS__FLUSH_EVERY_MS", "100"),
    ("HEARBACK_LIMITS__TIDY_EVERY_MS", "300"),
    ("HEARBACK_LIMITS__LEASE_MS", "5000"),
    ("HEARBACK_LIMITS__QUERY_SECONDS", "1"),
    ("HEARBACK_LOG", "error"),
];

/// When a server is killed.
#[derive(Debug, Clone)]
enum Plan {
    After(Duration),
    At(&'static str, u64),
}

/// At least a tenth of the kills at each point, the others at random instants, in random order.
fn plans(kills: usize, dice: &mut Dice) -> Vec<Plan> {
    let each = kills.div_ceil(10);
    let mut plans = Vec::new();
    for point in POINTS {
        let widest = if point.contains("commit") && !point.contains("catalogue") {
            40
        } else {
            2
        };
        plans.extend((0..each).map(|_| {
            Plan::At(
                point,
                if point == "hot_removed" {
                    1
                } else {
                    1 + dice.below(widest)
                },
            )
        }));
    }
    while plans.len() < kills {
        plans.push(Plan::After(Duration::from_millis(50 + dice.below(450))));
    }
    dice.shuffle(&mut plans);
    plans
}

async fn serve(home: &Home, env: &[(&str, &str)]) -> Program {
    let mut env = env.to_vec();
    env.extend(HURRY);
    env.extend(
        home.url
            .iter()
            .map(|url| ("HEARBACK_DATABASE_URL", url.as_str())),
    );
    let data = home.data.to_str().expect("a path in UTF-8");
    let mut program = Program::start(
        env!("CARGO_BIN_EXE_hearback"),
        &["serve", "--data", data, "--listen", "127.0.0.1:0"],
        &env,
    );
    program.line_with("http://127.0.0.1:").await;
    program
}

/// One life of the server under load. False when the point was reached by a transaction that
/// stored no signals, so that the kill counts only as one at random.
async fn live_and_die(
    home: &Home,
    plan: &Plan,
    server: &watch::Sender<Option<Address>>,
    load: &Load,
) -> bool {
    let nth = match plan {
        Plan::At(point, nth) => format!("{point}:{nth}"),
        Plan::After(_) => "none:1".into(),
    };
    let mut program = serve(home, &[("HEARBACK_CRASH_POINT", &nth)]).await;
    server.send_replace(Some(Address::read(&home.data.join("server.json"))));
    let mut counts = true;
    match plan {
        Plan::After(pause) => sleep(*pause).await,
        Plan::At(point, _) => {
            program.line_with(&format!("crash point {point}")).await;
            if *point == "before_commit" || *point == "committed" {
                // Where the writer of signals stands still, nobody is acknowledged any more.
                sleep(Duration::from_millis(60)).await;
                let before = load.acknowledged.load(SeqCst);
                sleep(Duration::from_millis(60)).await;
                counts = load.acknowledged.load(SeqCst) == before;
            }
        }
    }
    while load.in_flight.load(SeqCst) == 0 {
        sleep(Duration::from_millis(1)).await;
    }
    program.kill().await;
    server.send_replace(None);
    counts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_acknowledged_signals_survive_kills() {
    survived(&Engine::sqlite(), kills(100)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_acknowledged_signals_survive_kills_with_rows_and_catalogue_in_postgres() {
    if let Some(server) = testkit::postgres_server() {
        survived(&Engine::postgres(&server).await, kills(50)).await;
    }
}

fn kills(usual: usize) -> usize {
    std::env::var("HEARBACK_KILLS")
        .map_or(usual, |n| n.parse().expect("HEARBACK_KILLS is a number"))
}

async fn survived(engine: &Engine, kills: usize) {
    let mut dice = Dice::replayable(20_260_302);
    let folder = TempFolder::new();
    let home = Home::new(folder.join("data"), engine);
    let load = Arc::new(Load::default());
    let (server, watched) = watch::channel(None);
    let clients: Vec<_> = (0..CLIENTS)
        .map(|n| tokio::spawn(send_signals(n, watched.clone(), Arc::clone(&load))))
        .collect();

    let mut fell: BTreeMap<&str, usize> = BTreeMap::new();
    let mut todo = plans(kills, &mut dice);
    while let Some(plan) = todo.pop() {
        let counts = live_and_die(&home, &plan, &server, &load).await;
        let at = match plan {
            Plan::At(point, _) if counts => point,
            Plan::At(point, _) => {
                todo.insert(0, Plan::At(point, 1 + dice.below(40)));
                "random"
            }
            Plan::After(_) => "random",
        };
        *fell.entry(at).or_default() += 1;
        eprintln!(
            "{} kills, the last at {at}; {} acknowledged",
            fell.values().sum::<usize>(),
            load.acknowledged.load(SeqCst)
        );
        assert!(
            fell.values().sum::<usize>() < 3 * kills,
            "the points are hardly ever reached: {fell:?}"
        );
    }

    let last = serve(&home, &[("HEARBACK_LIMITS__QUERY_SECONDS", "30")]).await;
    let address = Address::read(&home.data.join("server.json"));
    server.send_replace(Some(address.clone()));
    sleep(Duration::from_millis(300)).await;
    load.stop.store(true, SeqCst);
    let mut acknowledged = BTreeSet::new();
    for client in clients {
        acknowledged.extend(client.await.expect("no client was refused"));
    }
    while ask(&address, "/metrics")
        .await
        .contains("hearback_jobs_open{")
    {
        sleep(Duration::from_millis(200)).await;
    }
    let overview: Value = serde_json::from_str(
        &ask(
            &address,
            "/api/v1/overview?since=2000-01-01&until=2100-01-01",
        )
        .await,
    )
    .expect("JSON");
    assert_eq!(last.stop().await, Some(0), "the last server ends well");
    let stored = stored(&home);
    let lost: Vec<_> = acknowledged
        .iter()
        .filter(|id| !stored.contains_key(*id))
        .collect();
    let twice: Vec<_> = stored
        .iter()
        .filter(|(id, n)| **n != 1 || !acknowledged.contains(*id))
        .collect();
    let duplicates = load.duplicates.load(SeqCst);
    eprintln!(
        "kills {fell:?}; acknowledged {}, of them after a lost answer {duplicates}; lost {}, duplicated {}",
        acknowledged.len(),
        lost.len(),
        twice.len()
    );
    assert!(lost.is_empty(), "lost: {lost:?}");
    assert!(
        twice.is_empty(),
        "stored more than once, or never sent: {twice:?}"
    );
    assert_eq!(
        overview["signals"],
        acknowledged.len(),
        "the dashboard counts what was acknowledged"
    );
    assert!(
        duplicates >= fell["committed"],
        "each kill between commit and answer leaves something to send again"
    );
    for point in POINTS {
        assert!(fell[point] >= kills.div_ceil(10), "{point}: {fell:?}");
    }
    verified(&home, acknowledged.len());
}
