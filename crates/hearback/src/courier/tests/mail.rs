//! Mail: plain, once, under its id, or not at all.

use super::*;

#[tokio::test]
async fn a_mail_arrives_once_as_plain_text_under_its_id() {
    let sink = SmtpSink::start().await;
    for office in offices(Some(&sink)).await {
        let before = sink.mails().len();
        office.mail("01NOTICE", "ann@example.org").await;
        assert_eq!(office.round().await, 1);
        assert_eq!(office.round().await, 0);
        let notice = office.notice("01NOTICE").await;
        assert_eq!((notice.state.as_str(), notice.attempts), ("delivered", 1));
        let mails = sink.mails();
        assert_eq!(mails.len(), before + 1);
        let mail = mails.last().unwrap();
        assert_eq!(
            (mail.from.as_str(), mail.to.as_slice()),
            ("cx@example.org", ["ann@example.org".to_owned()].as_slice())
        );
        assert_eq!(
            mail.header("message-id").as_deref(),
            Some("<01notice@example.org>")
        );
        assert!(
            mail.header("content-type")
                .unwrap()
                .starts_with("text/plain")
        );
        assert_eq!(
            mail.header("date").as_deref(),
            Some("Mon, 02 Mar 2026 09:00:00 +0000")
        );
        assert!(mail.body().contains("the lamp is mended."));
    }
}

#[tokio::test]
async fn without_a_mail_server_mail_waits_untried_and_webhooks_go() {
    let hooks = HttpSink::start().await;
    for office in offices(None).await {
        office.endpoint("e1", "webhook", &hooks.url("/hook")).await;
        office.mail("m1", "ann@example.org").await;
        office
            .post("h1", "webhook", "e1", json!({"type": "case.opened"}))
            .await;
        assert_eq!(office.round().await, 1);
        let waiting = office.notice("m1").await;
        assert_eq!(
            (waiting.state.as_str(), waiting.attempts, waiting.error),
            ("waiting", 0, None)
        );
        assert_eq!(office.notice("h1").await.state, "delivered");
    }
}

#[tokio::test]
async fn a_mail_server_that_comes_back_gets_the_mail_and_one_that_says_no_does_not() {
    for office_sink in 0..testkit::engines().await.len() {
        let sink = SmtpSink::start().await;
        let office = offices(Some(&sink)).await.remove(office_sink);
        for mood in [
            Mood::RefuseRecipient(450, "busy".into()),
            Mood::RefuseMessage(451, "later".into()),
            Mood::CutAtGreeting,
            Mood::CutBeforeOk,
        ] {
            sink.next(mood);
        }
        office.mail("m1", "ann@example.org").await;
        for attempt in 1..=4 {
            assert_eq!(office.round().await, 1);
            let notice = office.notice("m1").await;
            assert_eq!(
                (notice.state.as_str(), notice.attempts),
                ("waiting", attempt)
            );
            assert!(notice.error.is_some());
            office.clock.advance(Duration::from_secs(86_400));
        }
        assert_eq!(office.round().await, 1);
        assert_eq!(office.notice("m1").await.state, "delivered");
        // The one that was cut before its 250 came twice, under one id.
        let ids: Vec<_> = sink
            .mails()
            .iter()
            .map(|m| m.header("message-id"))
            .collect();
        assert_eq!(ids, vec![Some("<m1@example.org>".to_owned()); 2]);
        for mood in [
            Mood::RefuseRecipient(550, "no such person".into()),
            Mood::RefuseMessage(554, "spam".into()),
        ] {
            let id = format!("dead{}", sink.tries());
            sink.next(mood);
            office.mail(&id, "bob@example.org").await;
            office.round().await;
            assert_eq!(office.notice(&id).await.state, "dead");
        }
        sink.next(Mood::RefuseMessage(535, "sign in".into()));
        office.mail("ours", "bob@example.org").await;
        office.round().await;
        assert_eq!(
            office.notice("ours").await.state,
            "waiting",
            "our own sign-in is not the mail's fault"
        );
    }
}

#[tokio::test]
async fn mail_that_could_forge_a_header_never_leaves() {
    let sink = SmtpSink::start().await;
    for office in offices(Some(&sink)).await {
        for (id, to, body) in [
            (
                "a",
                "ann@example.org\r\nBcc: x@y.z",
                json!({"subject": "s", "text": "t"}),
            ),
            (
                "b",
                "ann@example.org",
                json!({"subject": "s\r\nBcc: x@y.z", "text": "t"}),
            ),
            (
                "c",
                "ann@example.org",
                json!({"subject": "s", "text": "t", "reply_to": "a@b.c\r\nBcc: x@y.z"}),
            ),
            ("d", "ann@example.org", json!({"subject": "", "text": "t"})),
            (
                "e",
                "ann@example.org, bob@example.org",
                json!({"subject": "s", "text": "t"}),
            ),
        ] {
            office.post(id, "email", to, body).await;
            office.round().await;
            assert_eq!(office.notice(id).await.state, "dead", "{id}");
        }
    }
    assert_eq!(sink.tries(), 0);
}

#[tokio::test]
async fn a_mail_setup_that_cannot_work_is_refused_by_name() {
    for (url, from, says) in [
        ("imap://mail.example.org", "a@example.org", "imap"),
        ("mail.example.org", "a@example.org", "smtp_url"),
        ("smtp://", "a@example.org", "smtp_url"),
        ("smtp://u:hush@mail.example.org", "nobody", "nobody"),
    ] {
        let refused = Mailer::from_url(url, from).err().unwrap().to_string();
        assert!(
            refused.contains(says) && !refused.contains("hush"),
            "{refused}"
        );
    }
    for url in [
        "smtps://u:p@mail.example.org",
        "smtp://u:p%40x@mail.example.org:587",
        "smtp://127.0.0.1:1025",
        "smtp://[::1]:1025",
    ] {
        assert!(
            Mailer::from_url(url, "Ann <a@example.org>").is_ok(),
            "{url}"
        );
    }
}
