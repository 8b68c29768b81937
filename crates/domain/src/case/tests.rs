use super::*;
use crate::Problem;
use serde_json::json;

const HOUR: i64 = 3_600_000_000;

fn case() -> Case {
    Case {
        id: CaseId::new("c1"),
        number: 7,
        signal: SignalId::new("s1"),
        rule: None,
        customer: None,
        state: CaseState::Open,
        priority: Priority::Normal,
        title: "Scored 2".into(),
        why: "nps is 2".into(),
        words: Some("cold food".into()),
        score: Some(2.0),
        contact: Some("ann@example.org".into()),
        location: None,
        owner: None,
        opened_at: 0,
        promised_at: 24 * HOUR,
        due_at: 24 * HOUR,
        answered_at: None,
        closed_at: None,
        root_cause: None,
        outcome: None,
        follow_up_signal: None,
        follow_up_score: None,
        rev: 1,
    }
}

fn closed() -> Case {
    case().close("kitchen", "voucher", "u1", HOUR).unwrap().case
}

#[test]
fn a_case_is_answered_closed_and_reopened_with_its_history() {
    let answered = case()
        .reply("sorry", json!({"notice": "n1"}), "u1", HOUR)
        .unwrap();
    assert_eq!(answered.case.state, CaseState::Answered);
    assert_eq!(answered.case.answered_at, Some(HOUR));
    assert_eq!(
        answered.events[0].body,
        json!({"text": "sorry", "notice": "n1"})
    );
    let again = answered
        .case
        .reply("and this", json!({}), "u1", 2 * HOUR)
        .unwrap();
    assert_eq!(
        again.case.answered_at,
        Some(HOUR),
        "the first answer counts"
    );
    let closed = again
        .case
        .close("kitchen", "voucher", "u1", 3 * HOUR)
        .unwrap()
        .case;
    assert_eq!(
        (closed.state, closed.closed_at),
        (CaseState::Closed, Some(3 * HOUR))
    );
    let open = closed
        .reopen("it happened again", "u2", 30 * HOUR)
        .unwrap()
        .case;
    assert_eq!(
        (open.state, open.closed_at, open.root_cause),
        (CaseState::Open, None, None)
    );
    assert_eq!((open.due_at, open.promised_at), (54 * HOUR, 24 * HOUR));
    assert_eq!(open.rev, 5);
}

#[test]
fn a_case_does_not_close_without_root_cause_and_outcome() {
    assert_eq!(
        case().close(" ", "x", "u", 1),
        Err(CannotClose::NoRootCause(7))
    );
    assert_eq!(
        case().close("x", "", "u", 1),
        Err(CannotClose::NoOutcome(7))
    );
    let refused = case().close("x", "", "u", 1).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "case 7 has no outcome: write what became of it for the person"
    );
    assert_eq!(Problem::from(refused).code, "outcome_missing");
    let long = "x".repeat(2_001);
    assert_eq!(
        case().close("x", &long, "u", 1),
        Err(CannotClose::TooLong(7))
    );
}

#[test]
fn a_closed_case_refuses_every_step_but_a_note_and_reopening() {
    assert_eq!(
        closed().reply("x", json!({}), "u", 1),
        Err(CannotReply::Closed(7))
    );
    assert_eq!(
        closed().assign(UserId::new("u2"), "u", 1),
        Err(CannotAssign::Closed(7))
    );
    assert_eq!(
        closed().reprioritize(Priority::Low, "u", 1),
        Err(CannotReprioritize::Closed(7))
    );
    assert_eq!(
        closed().address("a@b.c", "u", 1),
        Err(CannotAddress::Closed(7))
    );
    assert_eq!(
        closed().record_answer("called", "u", 1),
        Err(CannotRecordAnswer::Closed(7))
    );
    assert_eq!(
        closed().close("x", "y", "u", 1),
        Err(CannotClose::Closed(7))
    );
    assert_eq!(closed().escalate(Priority::Urgent, 0, "x", 1), None);
    assert!(closed().note("for the record", "u", 1).is_ok());
    assert_eq!(closed().reopen(" ", "u", 1), Err(CannotReopen::NoReason(7)));
    assert!(closed().reopen("again", "u", 1).is_ok());
    assert_eq!(case().reopen("x", "u", 1), Err(CannotReopen::NotClosed(7)));
}

#[test]
fn a_case_without_an_address_says_how_to_answer_all_the_same() {
    let mut nowhere = case();
    nowhere.contact = None;
    let refused = nowhere.clone().reply("x", json!({}), "u", 1).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("record an answer that was given by phone")
    );
    let told = nowhere.clone().record_answer("called", "u", HOUR).unwrap();
    assert_eq!(told.case.answered_at, Some(HOUR));
    assert_eq!(
        nowhere.clone().address("a@b\r\nBcc: c@d", "u", 1),
        Err(CannotAddress::NotAnAddress(7))
    );
    assert!(nowhere.address("ann@example.org", "u", 1).is_ok());
}

#[test]
fn a_case_goes_to_somebody_else_only() {
    assert_eq!(
        case().assign(UserId::new(" "), "u", 1),
        Err(CannotAssign::Nobody(7))
    );
    let mine = case().assign(UserId::new("u2"), "u", 1).unwrap().case;
    assert_eq!(
        mine.assign(UserId::new("u2"), "u", 1),
        Err(CannotAssign::Same(7))
    );
    assert_eq!(
        case().reprioritize(Priority::Normal, "u", 1),
        Err(CannotReprioritize::Same(7))
    );
    assert_eq!(case().note("", "u", 1), Err(CannotNote::Empty(7)));
    assert_eq!(
        case().reply("", json!({}), "u", 1),
        Err(CannotReply::Empty(7))
    );
}

#[test]
fn a_low_follow_up_opens_the_case_again_and_a_good_one_does_not() {
    let policy = FollowUpPolicy::default();
    let good = closed()
        .follow_up(&SignalId::new("f1"), Some(9.0), &policy, 5 * HOUR)
        .unwrap();
    assert_eq!((good.case.state, good.events.len()), (CaseState::Closed, 1));
    assert_eq!(
        good.case
            .clone()
            .follow_up(&SignalId::new("f1"), Some(9.0), &policy, HOUR),
        None
    );
    let low = good
        .case
        .follow_up(&SignalId::new("f2"), Some(3.0), &policy, 6 * HOUR)
        .unwrap();
    assert_eq!((low.case.state, low.events.len()), (CaseState::Open, 2));
    assert_eq!(low.case.due_at, 30 * HOUR);
    let silent = case()
        .follow_up(&SignalId::new("f3"), None, &policy, HOUR)
        .unwrap();
    assert_eq!(silent.case.state, CaseState::Open);
}

#[test]
fn escalation_only_raises_and_only_brings_forward() {
    assert_eq!(case().escalate(Priority::Normal, 0, "x", 1), None);
    let raised = case()
        .escalate(Priority::Urgent, 4 * HOUR, "safety", HOUR)
        .unwrap()
        .case;
    assert_eq!(
        (raised.priority, raised.due_at, raised.promised_at),
        (Priority::Urgent, 4 * HOUR, 4 * HOUR)
    );
}

#[test]
fn words_of_states_and_priorities_read_back() {
    for state in [CaseState::Open, CaseState::Answered, CaseState::Closed] {
        assert_eq!(CaseState::parse(state.as_str()), Some(state));
    }
    for priority in [
        Priority::Low,
        Priority::Normal,
        Priority::High,
        Priority::Urgent,
    ] {
        assert_eq!(Priority::parse(priority.as_str()), Some(priority));
    }
    assert!(Priority::Urgent > Priority::High && Priority::High > Priority::Normal);
}

#[test]
fn what_may_end_a_header_is_no_mail_address() {
    use crate::fact::is_mail_address;
    for good in ["ann@example.org", "a.b+c@localhost", "jörg@bücher.example"] {
        assert!(is_mail_address(good), "{good}");
    }
    for bad in [
        "",
        "ann",
        "@x.y",
        "a@",
        "a@b@c",
        "a b@c.d",
        "a@b\n.c",
        "a@-b.c",
        "a@[127.0.0.1]",
        "<a@b.c>",
        "a..b@c.d",
        "a@b..c",
        "a,b@c.d",
        "a@b.c\r\nBcc: x@y.z",
    ] {
        assert!(!is_mail_address(bad), "{bad}");
    }
}
