//! No input crashes the readers.

use jiff::tz::TimeZone;
use listen::import::{File, Rows, Source, sniff};
use listen::receive::{Layout, Limits, parse};
use proptest::prelude::*;
use std::sync::Arc;

fn read_all(bytes: Vec<u8>) {
    let source = Arc::new(Source::of_bytes("any", bytes));
    let Ok(sniffed) = sniff(&source, &File::default()) else {
        return;
    };
    sniffed.mapping.to_toml().unwrap();
    let mut rows = Rows::open(&source, &sniffed.layout).unwrap();
    while let Ok(Some(_)) = rows.next_row() {}
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read_all(bytes);
    }

    #[test]
    fn any_table_is_read_or_refused(text in "[a-zA-Z0-9,;\t\"\n\r{}: .@/-]{0,400}") {
        read_all(text.into_bytes());
    }

    #[test]
    fn any_damaged_file_is_read_or_refused(start in 0usize..5, bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let head: &[u8] = [&b"PK\x03\x04"[..], b"\x1f\x8b\x08\x00", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"{\"a\":"][start];
        read_all([head, &bytes].concat());
    }

    #[test]
    fn any_body_is_read_or_refused(text in "[a-z0-9\\\\,:\\[\\]{}\"\n .-]{0,300}") {
        for layout in [Layout::One, Layout::Lines, Layout::Guess] {
            let _ = parse(text.as_bytes(), layout, Some("k"), &Limits::default(), &TimeZone::UTC);
        }
    }
}
