use super::lookup::Found;
use super::*;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use testkit::HttpSink;

/// Answers from a list; each answer is used once, the last for ever.
struct Fake {
    answers: Mutex<BTreeMap<String, Vec<Vec<IpAddr>>>>,
    asked: AtomicUsize,
}

impl Lookup for Fake {
    fn lookup(&self, host: &str) -> Found {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answers.lock().unwrap();
        let found = match answers.get_mut(host) {
            Some(list) if list.len() > 1 => Ok(list.remove(0)),
            Some(list) => Ok(list[0].clone()),
            None => Err(std::io::Error::other("no such name")),
        };
        Box::pin(async move { found })
    }
}

fn egress(policy: EgressPolicy, answers: &[(&str, &[&[&str]])]) -> (Egress, Arc<Fake>) {
    let parse = |list: &&[&str]| list.iter().map(|a| a.parse().unwrap()).collect();
    let answers = answers
        .iter()
        .map(|(host, lists)| ((*host).to_owned(), lists.iter().map(parse).collect()));
    let fake = Arc::new(Fake {
        answers: Mutex::new(answers.collect()),
        asked: AtomicUsize::new(0),
    });
    (Egress::with_lookup(policy, fake.clone()).unwrap(), fake)
}

const REFUSED: [&str; 76] = [
    // not public, in every spelling
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.0.0.1./",
    "https://127.255.255.254/",
    "https://０１７７.0.0.1/",
    "https://①②⑦.0.0.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://0.1.2.3/",
    "https://10.0.0.1/",
    "https://10.255.255.255/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.0.1/",
    "https://0xc0a80001/",
    "https://100.64.0.1/",
    "https://100.127.255.255/",
    "https://169.254.169.254/latest/meta-data",
    "https://2852039166/",
    "https://0xa9fea9fe/",
    "https://192.0.0.1/",
    "https://192.0.2.1/",
    "https://192.31.196.1/",
    "https://192.52.193.1/",
    "https://192.88.99.1/",
    "https://192.175.48.1/",
    "https://198.18.0.1/",
    "https://198.19.255.255/",
    "https://198.51.100.7/",
    "https://203.0.113.9/",
    "https://224.0.0.1/",
    "https://239.255.255.255/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://4294967295/",
    "https://[::1]/",
    "https://[::]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::127.0.0.1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[64:ff9b:1::1]/",
    "https://[fe80::1]/",
    "https://[febf::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[2001::1]/",
    "https://[2001:db8::1]/",
    "https://[2001:20::1]/",
    "https://[2002:7f00:1::]/",
    "https://[3fff::1]/",
    "https://[2620:4f:8000::1]/",
    "https://[100::1]/",
    "https://[5f00::1]/",
    // names that lead inside
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST/",
    "https://inside.example/",
    "https://mixed.example/",
    "https://mapped.example/",
    "https://metadata.example/",
    // what is no public https address at all
    "https://user:secret@public.example/",
    "https://public.example@127.0.0.1/",
    "https://public.example:22/",
];

const NO_ADDRESS: [&str; 14] = [
    "",
    "public.example",
    "//public.example/",
    "ftp://public.example/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "javascript:alert(1)",
    "data:text/plain,x",
    "https://",
    "https:///",
    "https://[::1/",
    "https://999.1.1.1/",
    "https://pub lic.example/",
    "http://public.example/",
];

fn names() -> Vec<(&'static str, &'static [&'static [&'static str]])> {
    vec![
        ("localhost", &[&["127.0.0.1", "::1"]]),
        ("localhost.", &[&["127.0.0.1"]]),
        ("inside.example", &[&["10.1.2.3"]]),
        ("mixed.example", &[&["93.184.215.14", "192.168.1.1"]]),
        ("mapped.example", &[&["::ffff:10.0.0.1"]]),
        ("metadata.example", &[&["169.254.169.254"]]),
        (
            "public.example",
            &[&["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]],
        ),
        ("xn--bcher-kva.example", &[&["93.184.215.14"]]),
        ("nat64.example", &[&["64:ff9b::5db8:d70e"]]),
    ]
}

#[tokio::test]
async fn no_spelling_of_an_inner_address_is_called() {
    let (egress, _) = egress(EgressPolicy::default(), &names());
    for url in REFUSED {
        let refused = egress.check(url).await;
        assert!(refused.is_err(), "{url} would be called");
        let error = refused.unwrap_err();
        assert!(!error.is_transient(), "{url}: {error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    for url in NO_ADDRESS {
        let refused = egress.check(url).await.unwrap_err();
        assert!(
            matches!(
                refused,
                EgressError::NotAnAddress(_) | EgressError::NotHttps(_)
            ),
            "{url}: {refused}"
        );
    }
}

#[tokio::test]
async fn public_addresses_are_called() {
    let (egress, _) = egress(EgressPolicy::default(), &names());
    for url in [
        "https://public.example/hook?x=1",
        "https://public.example:8443/",
        "https://PUBLIC.example/",
        "https://bücher.example/",
        "https://93.184.215.14/",
        "https://1.1.1.1/",
        "https://172.15.255.255/",
        "https://172.32.0.1/",
        "https://100.63.255.255/",
        "https://100.128.0.1/",
        "https://169.253.1.1/",
        "https://198.17.0.1/",
        "https://198.20.0.1/",
        "https://223.255.255.255/",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
        "https://[2a00::1]/",
        "https://[64:ff9b::5db8:d70e]/",
        "https://nat64.example/",
    ] {
        egress
            .check(url)
            .await
            .unwrap_or_else(|e| panic!("{url}: {e}"));
    }
    let missing = egress.check("https://nowhere.example/").await.unwrap_err();
    assert!(missing.is_transient() && missing.to_string().contains("nowhere.example"));
}

#[tokio::test]
async fn an_allowed_network_is_called_and_only_that_one() {
    let policy = EgressPolicy {
        allow_private: vec!["10.1.0.0/16".parse().unwrap()],
        ..EgressPolicy::default()
    };
    let (egress, _) = egress(policy, &names());
    egress.check("https://inside.example:9000/").await.unwrap();
    egress.check("https://[::ffff:10.1.9.9]/").await.unwrap();
    for url in [
        "https://10.2.0.1/",
        "https://mapped.example/",
        "https://127.0.0.1/",
        "https://mixed.example/",
    ] {
        assert!(egress.check(url).await.is_err(), "{url}");
    }
}

fn loopback() -> EgressPolicy {
    EgressPolicy {
        allow_private: vec!["127.0.0.1/32".parse().unwrap()],
        allow_http: true,
        ..EgressPolicy::default()
    }
}

fn sending() -> Sending {
    Sending {
        headers: vec![("x-key", "k".into())],
        body: b"{}".to_vec(),
    }
}

#[tokio::test]
async fn a_name_that_answers_differently_the_second_time_is_not_connected_to() {
    let sink = HttpSink::start().await;
    let policy = EgressPolicy {
        allow_http: true,
        ports: vec![sink.address().port()],
        ..EgressPolicy::default()
    };
    let rebinding: &[&[&str]] = &[&["93.184.215.14"], &["127.0.0.1"]];
    let (egress, fake) = egress(policy, &[("rebind.example", rebinding)]);
    let url = format!("http://rebind.example:{}/", sink.address().port());
    let refused = egress.post(&url, sending()).await.unwrap_err();
    assert!(
        matches!(&refused, EgressError::NotPublic { host, .. } if host == "rebind.example"),
        "{refused}"
    );
    assert_eq!(fake.asked.load(Ordering::SeqCst), 2);
    assert_eq!(sink.connections(), 0);
}

#[tokio::test]
async fn a_call_reaches_an_allowed_address_by_name_and_by_number() {
    let sink = HttpSink::start().await;
    let (egress, _) = egress(loopback(), &[("sink.example", &[&["127.0.0.1"]])]);
    for host in ["sink.example", "127.0.0.1"] {
        let url = format!("http://{host}:{}/in?x=1", sink.address().port());
        let reply = egress.post(&url, sending()).await.unwrap();
        assert_eq!((reply.status, reply.body.len()), (200, 0));
    }
    let seen = sink.received();
    assert_eq!(
        (seen.len(), seen[0].path.as_str(), seen[0].header("x-key")),
        (2, "/in?x=1", Some("k"))
    );
    assert_eq!(seen[0].header("authorization"), None);
}

#[tokio::test]
async fn a_redirect_is_an_error_and_is_not_followed() {
    let sink = HttpSink::start().await;
    let (egress, _) = egress(loopback(), &[]);
    for status in [301, 302, 307, 308] {
        sink.next_statuses(&[status]);
        let refused = egress.post(&sink.url("/"), sending()).await.unwrap_err();
        assert!(
            matches!(refused, EgressError::Redirect { status: s, .. } if s == status),
            "{refused}"
        );
        assert!(!refused.is_transient());
    }
    assert_eq!(sink.received().len(), 4);
}

#[tokio::test]
async fn an_endless_answer_is_read_up_to_64_kib() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = [0; 1024];
        let _ = stream.read(&mut head).await;
        let _ = stream
            .write_all(b"HTTP/1.1 500 no\r\ntransfer-encoding: chunked\r\n\r\n")
            .await;
        let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
        while stream.write_all(chunk.as_bytes()).await.is_ok() {}
    });
    let (egress, _) = egress(loopback(), &[]);
    let reply = egress
        .post(&format!("http://127.0.0.1:{port}/"), sending())
        .await
        .unwrap();
    assert_eq!((reply.status, reply.body.len()), (500, 64 << 10));
}

#[tokio::test]
async fn a_connection_that_is_cut_is_worth_another_try() {
    let sink = HttpSink::start().await;
    sink.next_statuses(&[0]);
    let (egress, _) = egress(loopback(), &[]);
    let cut = egress
        .post(&sink.url("/secret-path"), sending())
        .await
        .unwrap_err();
    assert!(cut.is_transient(), "{cut}");
    assert!(!cut.to_string().contains("secret-path"), "{cut}");
}
