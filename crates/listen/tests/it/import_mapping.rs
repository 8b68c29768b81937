//! MAP.toml: what is saved is what is read.

use listen::import::{Column, Mapping, Role, Source, sniff};
use proptest::prelude::*;
use std::sync::Arc;

#[test]
fn what_the_wizard_saves_is_what_map_reads() {
    let text = "id,when,comment,rating,weight,store\n1,30/01/2026,\"Good, if slow at the till\",5,0.5,A\n2,31/01/2026,Bad and dear and far away,1.0,1.5,B\n";
    let sniffed = sniff(
        &Arc::new(Source::of_bytes("m.csv", text)),
        &Default::default(),
    )
    .unwrap();
    let saved = sniffed.mapping.to_toml().unwrap();
    let read = Mapping::parse(&saved).unwrap();
    assert_eq!(read, sniffed.mapping);
    assert_eq!(read.to_toml().unwrap(), saved);
    assert!(saved.contains("date_order = \"dmy\""), "{saved}");
}

#[test]
fn the_documented_example_reads() {
    let page = include_str!("../../../../docs/reference/mapping.md");
    let examples: Vec<&str> = page
        .split("```toml")
        .skip(1)
        .filter_map(|t| t.split("```").next())
        .collect();
    assert!(!examples.is_empty());
    for example in examples {
        Mapping::parse(example).unwrap();
    }
}

#[test]
fn a_mapping_that_cannot_be_says_what_to_do() {
    for (text, words) in [
        ("colums = []", "unknown field `colums`"),
        ("version = 2", "reads version 1"),
        (
            "[[columns]]\ncolumn = 'a'\nrole = 'skore'",
            "unknown variant `skore`",
        ),
        (
            "[[columns]]\ncolumn = 'a'\nrole = 'weight'\n[[columns]]\ncolumn = 'b'\nrole = 'weight'",
            "set one of them to ignore",
        ),
        (
            "[[columns]]\ncolumn = 'a b'\nrole = 'score'\n[[columns]]\ncolumn = 'A_B'\nrole = 'verbatim'",
            "another 'key'",
        ),
    ] {
        let refused = Mapping::parse(text).unwrap_err().to_string();
        assert!(refused.contains(words), "{refused}");
    }
}

proptest! {
    #[test]
    fn any_mapping_survives_its_file(names in proptest::collection::btree_set("\\PC{1,12}", 0..6), low in proptest::option::of(-1e6f64..1e6)) {
        let mut mapping = Mapping::default();
        for name in names {
            let mut column = Column::new(name.clone(), Role::Ignore);
            column.low = low;
            column.label = Some(name.clone());
            column.missing.insert(name, domain::Missing::Refused);
            mapping.columns.push(column);
        }
        let text = mapping.to_toml().unwrap();
        prop_assert_eq!(Mapping::parse(&text).unwrap(), mapping);
    }
}
