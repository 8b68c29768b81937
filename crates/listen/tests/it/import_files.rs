//! Files made here, one trap each.

use crate::bench::{Bench, benches};
use listen::import::{Role, Source, sniff};
use std::io::Write;
use std::sync::Arc;

const WORDS: &str = "id,comment,rating\n1,\"Zoë said: \"\"très bien\"\", and\nleft a note\",5\n2,Der Käse war gut und günstig,4\n3,Nothing bad to say at all,3\n4,It was rather slow this time,2\n5,I would come back for more,1\n";

fn words_of(signals: &[domain::Signal]) -> Vec<String> {
    let mut words: Vec<String> = signals
        .iter()
        .flat_map(|s| s.verbatims().map(|(_, t)| t.to_owned()).collect::<Vec<_>>())
        .collect();
    words.sort();
    words
}

async fn check_words(bench: &Bench, name: &str, bytes: Vec<u8>) {
    let post = format!("{name}-{}", bytes.len());
    let before = bench.signals().await.len();
    let ran = bench
        .run_at(&post, Source::of_bytes(name, bytes.clone()))
        .await;
    assert_eq!(
        (ran.summary.received, ran.summary.accepted),
        (5, 5),
        "{name}: {}",
        ran.rejects
    );
    let signals = bench.signals().await[before..].to_vec();
    let words = words_of(&signals);
    assert_eq!(words[0], "Der Käse war gut und günstig", "{name}");
    assert!(
        words
            .iter()
            .any(|w| w.starts_with("Zoë said: \"très bien\", and\nleft")),
        "{name}"
    );
    assert!(
        signals.iter().all(|s| s.score("rating").is_some()),
        "{name}"
    );
    let again = bench
        .run_at(&post, Source::of_bytes(name, bytes))
        .await
        .summary;
    assert_eq!((again.accepted, again.duplicates), (0, 5), "{name}");
}

#[tokio::test]
async fn every_encoding_brings_the_same_words() {
    let utf16 = |mark: &[u8], unit: fn(u16) -> [u8; 2]| {
        let mut bytes = mark.to_vec();
        bytes.extend(WORDS.encode_utf16().flat_map(unit));
        bytes
    };
    let (western, _, lost) = encoding_rs::WINDOWS_1252.encode(WORDS);
    assert!(!lost);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(WORDS.as_bytes()).unwrap();
    let packed = gz.finish().unwrap();
    for bench in benches().await {
        check_words(&bench, "utf8.csv", WORDS.into()).await;
        check_words(
            &bench,
            "mark.csv",
            [b"\xef\xbb\xbf", WORDS.as_bytes()].concat(),
        )
        .await;
        check_words(&bench, "le.csv", utf16(b"\xff\xfe", u16::to_le_bytes)).await;
        check_words(&bench, "be.csv", utf16(b"\xfe\xff", u16::to_be_bytes)).await;
        check_words(&bench, "bare-le.csv", utf16(b"", u16::to_le_bytes)).await;
        check_words(&bench, "western.csv", western.to_vec()).await;
        check_words(&bench, "packed.csv.gz", packed.clone()).await;
        check_words(
            &bench,
            "tabs.tsv",
            WORDS
                .replace(",comment,", "\tcomment\t")
                .replace(",\"Z", "\t\"Z")
                .replace("\",5", "\"\t5")
                .replace(",Der", "\tDer")
                .replace("g,4", "g\t4")
                .replace(",N", "\tN")
                .replace("l,3", "l\t3")
                .replace(",It", "\tIt")
                .replace("e,2", "e\t2")
                .replace(",I w", "\tI w")
                .replace("e,1", "e\t1")
                .into(),
        )
        .await;
    }
}

#[test]
fn a_western_character_far_behind_ascii_is_found() {
    let mut bytes = b"id,comment\n".to_vec();
    for i in 0..40_000 {
        bytes.extend(format!("{i},A plain comment of some length here\n").bytes());
    }
    bytes.extend(b"x,Fa\xe7ade and na\xefvet\xe9 in one line\n");
    let sniffed = sniff(
        &Arc::new(Source::of_bytes("late.csv", bytes)),
        &Default::default(),
    )
    .unwrap();
    assert_eq!(sniffed.layout.encoding, encoding_rs::WINDOWS_1252);
}

#[tokio::test]
async fn bad_rows_go_to_the_rejects_with_number_and_reason() {
    let text = "id,when,comment,score\n\
        1,2026-01-05,\"Good, I would say so\",9\n\
        2,someday,Bad but polite about it,1\n\
        3,2026-01-06,Unquoted, so too long,4\n\
        4,2026-01-07\n\
        1,2026-01-05,Another text under one id,2\n\
        6,2026-01-08,=HYPERLINK(1) in a comment,-\n\
        7,2027-12-31,Told in the far future,10\n\
        ,2026-01-09,No id in this row at all,5\n";
    let map = "[[columns]]\ncolumn='id'\nrole='external_id'\n[[columns]]\ncolumn='when'\nrole='occurred_at'\n[[columns]]\ncolumn='comment'\nrole='verbatim'\n[[columns]]\ncolumn='score'\nrole='score'\n";
    let mapping = listen::import::Mapping::parse(map).unwrap();
    for bench in benches().await {
        let source = Arc::new(Source::of_bytes("bad.csv", text));
        let sniffed = sniff(&source, &mapping.file).unwrap();
        let post = bench.post("default").await;
        let ran = bench
            .run_with(bench.import(&post), &source, &sniffed, &mapping)
            .await
            .unwrap();
        let summary = &ran.summary;
        assert_eq!(
            (summary.received, summary.accepted, summary.rejected),
            (8, 2, 6)
        );
        assert_eq!(summary.rejects_file.as_deref(), Some("rejects.csv"));
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(ran.rejects.as_bytes());
        assert_eq!(
            reader.headers().unwrap().iter().take(3).collect::<Vec<_>>(),
            ["rejected_row", "rejected_reason", "id"]
        );
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        let numbers: Vec<&str> = rows.iter().map(|r| &r[0]).collect();
        assert_eq!(numbers, ["2", "3", "4", "5", "7", "8"]);
        for (row, words) in rows.iter().zip([
            "'someday'",
            "5 cells, the header 4",
            "2 cells",
            "stored under its id",
            "in the future",
            "'id' is blank",
        ]) {
            assert!(row[1].contains(words), "{row:?}");
        }
        let six = bench
            .signals()
            .await
            .into_iter()
            .find(|s| s.external_id == "6")
            .unwrap();
        let out = six.answers.iter().find(|a| a.question == "score").unwrap();
        assert_eq!(out.missing, Some(domain::Missing::OutOfRange));
        assert_eq!(out.choice.as_deref(), Some("-"));
    }
}

#[tokio::test]
async fn rows_without_an_id_are_told_apart_and_come_once() {
    let text = "comment,store\nThe same words said again here,A\nThe same words said again here,A\nSomething different was said here,B\n";
    for bench in benches().await {
        let first = bench.run(Source::of_bytes("a.csv", text)).await.summary;
        assert_eq!((first.received, first.accepted), (3, 3));
        let longer = format!("{text}The same words said again here,A\n");
        let second = bench.run(Source::of_bytes("a.csv", longer)).await.summary;
        assert_eq!((second.accepted, second.duplicates), (1, 3));
    }
}

#[tokio::test]
async fn json_lines_come_in_flat_or_in_our_own_shape() {
    let flat = "{\"id\":\"a\",\"text\":\"I liked the quiet room a lot\",\"stars\":5,\"user\":{\"country\":\"DE\"}}\n\n{\"id\":\"b\",\"stars\":2,\"text\":\"Too loud to sleep in there\"}\nnot json\n";
    let ours = "{\"external_id\":\"x\",\"scores\":{\"nps\":9},\"verbatims\":{\"why\":\"Quick\"}}\n{\"external_id\":\"y\",\"scores\":{\"nps\":\"nine\"}}\n{\"external_id\":\"z\",\"scores\":{\"nps\":1},\"post\":\"nowhere\"}\n";
    for bench in benches().await {
        let ran = bench.run(Source::of_bytes("flat.jsonl", flat)).await;
        assert_eq!(
            (
                ran.summary.received,
                ran.summary.accepted,
                ran.summary.rejected
            ),
            (3, 2, 1),
            "{}",
            ran.rejects
        );
        let ran = bench.run(Source::of_bytes("ours.jsonl", ours)).await;
        assert_eq!(
            (
                ran.summary.received,
                ran.summary.accepted,
                ran.summary.rejected
            ),
            (3, 1, 2)
        );
        assert!(
            ran.rejects.contains("scores.nps")
                && ran.rejects.contains("no listening post 'nowhere'"),
            "{}",
            ran.rejects
        );
        let signals = bench.signals().await;
        let a = signals.iter().find(|s| s.external_id == "a").unwrap();
        assert_eq!(a.attributes["user_country"], "DE");
        assert_eq!(
            signals
                .iter()
                .find(|s| s.external_id == "x")
                .unwrap()
                .score("nps"),
            Some(9.0)
        );
    }
}

#[tokio::test]
async fn an_erased_person_does_not_come_back() {
    let text = "id,email,comment\n1,Ann@Example.com,Please forget that I was here\n2,bob@example.com,I am fine with being here\n";
    for bench in benches().await {
        bench.run(Source::of_bytes("p.csv", text)).await;
        let customer = bench
            .store
            .customer_of(&bench.workspace, "email", "ann@example.com")
            .await
            .unwrap()
            .unwrap();
        let mut tx = bench.store.begin().await.unwrap();
        tx.erase_customer(&bench.workspace, &customer, &[], crate::bench::NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let again = bench.run(Source::of_bytes("p.csv", text)).await;
        assert_eq!((again.summary.duplicates, again.summary.rejected), (1, 1));
        assert!(again.rejects.contains("1,erased"), "{}", again.rejects);
    }
}

#[test]
fn dates_that_leave_the_order_open_are_said_so() {
    let text = "id,date,comment\n1,03/04/2026,One or two words here\n2,05/06/2026,Two or three words here\n";
    let sniffed = sniff(
        &Arc::new(Source::of_bytes("d.csv", text)),
        &Default::default(),
    )
    .unwrap();
    assert!(
        sniffed.warnings.iter().any(|w| w.contains("date_order")),
        "{:?}",
        sniffed.warnings
    );
    let text = text.replace("03/04", "04/30");
    let sniffed = sniff(
        &Arc::new(Source::of_bytes("d.csv", text)),
        &Default::default(),
    )
    .unwrap();
    assert_eq!(
        sniffed.mapping.date_order,
        Some(listen::import::DateOrder::Mdy)
    );
}

#[test]
fn zendesk_tables_are_guessed() {
    let Some(folder) = testkit::shared("samples/zendesk") else {
        return;
    };
    let path = folder.join("ticket_comment_data.csv");
    let sniffed = sniff(&Arc::new(crate::bench::file(&path)), &Default::default()).unwrap();
    let role = |name: &str| {
        sniffed
            .mapping
            .columns
            .iter()
            .find(|c| c.column == name)
            .unwrap()
            .role
    };
    assert_eq!(
        (role("body"), role("id"), role("created")),
        (Role::Verbatim, Role::ExternalId, Role::OccurredAt)
    );
}

#[test]
fn files_of_no_format_are_refused_with_a_mend() {
    for (bytes, words) in [
        (&b""[..], "it is empty"),
        (&b"[{\"a\":1}]"[..], "one object per line"),
        (&b"\x00\x01\x02\x03\x00\x01\x02\x03 \x00"[..], "NUL"),
        (&b"PK\x03\x04 and then nothing of an archive"[..], "zip"),
        (
            &b"\xd0\xcf\x11\xe0 and then nothing of a book"[..],
            "save it as xlsx or CSV",
        ),
        (&b"{no json"[..], "one JSON object per line"),
    ] {
        let refused =
            sniff(&Arc::new(Source::of_bytes("x", bytes)), &Default::default()).unwrap_err();
        assert!(refused.to_string().contains(words), "{refused}");
    }
}
