//! The whole story is played into fresh rows: cases stand in every state, and none in the future.

use super::{SEED, Stage, seed};
use act::jobs::OPEN_CASES_FOR_SIGNALS;
use domain::case::{Case, CaseFilter, CaseOrder, CaseState, Priority};
use domain::fact::SIGNALS_RECEIVED;
use domain::{Role, WorkspaceId};
use std::sync::atomic::{AtomicU64, Ordering};
use store::workspaces::Workspace;
use store::{Ingest, Options, Store, Subscriptions};

/// 2026-03-01 15:10 UTC.
const NOW: i64 = 1_772_377_800_000_000;

struct Played {
    store: Store,
    workspace: WorkspaceId,
    cases: Vec<Case>,
    seeded: super::Seeded,
    _folder: tempfile::TempDir,
}

async fn play(now: i64) -> Played {
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::new(format!("sqlite://{}/rows.db", folder.path().display()));
    options.subscriptions = Subscriptions::default().on(SIGNALS_RECEIVED, OPEN_CASES_FOR_SIGNALS);
    let store = Store::open(options).await.unwrap();
    let (ingest, _) = Ingest::start(store.clone());
    let workspace = WorkspaceId::new("default");
    let minted = AtomicU64::new(0);
    let mint = || format!("rule{}", minted.fetch_add(1, Ordering::SeqCst));
    let redact = |words: &str| words.replace("020 7946", "[number]");
    let means = act::Means {
        now,
        mint: &mint,
        redact: &redact,
        public_url: "",
    };
    let row = Workspace {
        id: workspace.clone(),
        name: "Fjordnet".into(),
        time_zone: "UTC".into(),
    };
    let mut tx = store.begin().await.unwrap();
    tx.create_workspace(&row, "key", now).await.unwrap();
    act::rules::seed(&mut tx, &workspace, &means).await.unwrap();
    tx.commit().await.unwrap();
    // As the door makes it with every workspace.
    let follow_up = listen::posts::PostFields {
        stage: "after service".into(),
        owner: Some("everyone".into()),
        promise_hours: 48,
        ..listen::posts::PostFields::named("follow-up")
    };
    let id = domain::PostId::new("follow-up");
    listen::posts::create(&store, &workspace, id, follow_up, now)
        .await
        .unwrap();
    let stage = Stage {
        store: &store,
        ingest: &ingest,
        workspace: &workspace,
        now,
        seed: SEED,
        redact: &redact,
        public_url: "http://127.0.0.1:8080",
    };
    let seeded = seed(&stage).await.unwrap();
    let all = CaseFilter::default();
    let cases = store
        .cases(&workspace, &all, CaseOrder::Newest, None, 1_000)
        .await
        .unwrap();
    Played {
        store,
        workspace,
        cases,
        seeded,
        _folder: folder,
    }
}

fn count(cases: &[Case], wanted: impl Fn(&Case) -> bool) -> usize {
    cases.iter().filter(|case| wanted(case)).count()
}

#[tokio::test]
async fn the_played_story_has_cases_in_every_state_and_ends_now() {
    let played = play(NOW).await;
    let cases = &played.cases;
    assert!(
        played.seeded.signals > 8_500 && played.seeded.cases_worked > 60,
        "{:?}",
        played.seeded
    );
    let open = count(cases, |c| c.state == CaseState::Open);
    let overdue = count(cases, |c| c.state == CaseState::Open && c.due_at < NOW);
    let answered = count(cases, |c| c.state == CaseState::Answered);
    assert!((9..=16).contains(&open), "{open} open");
    assert!((3..=7).contains(&overdue), "{overdue} overdue");
    assert!((6..=12).contains(&answered), "{answered} answered");
    assert!(count(cases, |c| c.state == CaseState::Closed) > 40);
    assert!(
        cases
            .iter()
            .all(|c| c.opened_at <= NOW && c.closed_at.is_none_or(|at| at <= NOW))
    );
    assert!(cases.iter().all(|c| {
        c.answered_at
            .is_none_or(|at| c.opened_at <= at && at <= NOW)
    }));
    // Everybody whose case is closed was answered, unless they left no address.
    assert!(cases.iter().all(|c| {
        c.state != CaseState::Closed || c.answered_at.is_some() || c.contact.is_none()
    }));
    let judged = count(cases, |c| c.answered_at.is_some() || c.promised_at < NOW);
    let in_time = count(cases, |c| {
        c.answered_at.is_some_and(|at| at <= c.promised_at)
    });
    let share = in_time as f64 / judged as f64;
    assert!(
        (0.55..0.85).contains(&share),
        "{in_time} of {judged} in time"
    );
    assert!(count(cases, |c| c.follow_up_score.is_some_and(|s| s >= 7.0)) >= 8);
    assert!(count(cases, |c| c.follow_up_score.is_some_and(|s| s <= 6.0)) >= 1);
}

#[tokio::test]
async fn the_bare_cable_is_answered_within_hours_and_the_survey_page_is_open() {
    let played = play(NOW).await;
    let urgent: Vec<&Case> = played
        .cases
        .iter()
        .filter(|c| c.priority == Priority::Urgent)
        .collect();
    let [cable] = urgent[..] else {
        panic!("{} urgent cases", urgent.len())
    };
    assert_eq!(cable.promised_at - cable.opened_at, 4 * 3_600_000_000);
    assert!(cable.answered_at.is_some_and(|at| at <= cable.promised_at));
    let posts = listen::posts::list(&played.store, &played.workspace)
        .await
        .unwrap();
    let open: Vec<&str> = posts
        .iter()
        .filter(|p| p.survey_token.is_some())
        .map(|p| p.id.as_str())
        .collect();
    assert_eq!(open, ["relationship"]);
    assert!(posts.iter().all(|p| listen::posts::lacks(p).is_empty()));
    let users = played.store.users(&played.workspace).await.unwrap();
    let admins: Vec<&str> = users
        .iter()
        .filter(|u| u.role == Role::Admin)
        .map(|u| u.id.as_str())
        .collect();
    assert_eq!(admins, [super::ADMIN]);
}

#[tokio::test]
async fn history_opens_no_case_and_the_rules_are_awake_afterwards() {
    let played = play(NOW).await;
    let oldest = played.cases.iter().map(|c| c.opened_at).min().unwrap();
    assert!(oldest > NOW - 43 * 86_400_000_000);
    let rules = act::rules::list(&played.store, &played.workspace)
        .await
        .unwrap();
    assert!(!rules.is_empty() && rules.iter().all(|rule| rule.enabled));
    let due = played
        .store
        .claim_jobs(OPEN_CASES_FOR_SIGNALS, NOW, 1, 10)
        .await
        .unwrap();
    assert!(due.is_empty(), "{} jobs are left", due.len());
}

#[tokio::test]
async fn the_same_now_plays_the_same_cases() {
    let (one, two) = (play(NOW).await, play(NOW).await);
    assert_eq!(one.seeded, two.seeded);
    assert!(one.cases == two.cases);
    for notices in [&one, &two] {
        let sent = notices
            .store
            .notices(&notices.workspace, None, None, 500)
            .await
            .unwrap();
        assert!(sent.len() > 30 && sent.iter().all(|n| n.recipient.ends_with("@example.org")));
    }
}

#[tokio::test]
async fn the_story_holds_on_any_day_of_the_year() {
    // A Monday in July, just after midnight.
    let played = play(1_784_505_660_000_000).await;
    let open = count(&played.cases, |c| c.state == CaseState::Open);
    assert!((7..=18).contains(&open), "{open} open");
}
