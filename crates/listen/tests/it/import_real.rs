//! Real files come in as they are.

use crate::bench::{benches, file};
use listen::import::{Role, Sniffed, sniff};
use std::sync::Arc;

fn role(sniffed: &Sniffed, column: &str) -> Role {
    let found = sniffed.mapping.columns.iter().find(|c| c.column == column);
    found.unwrap_or_else(|| panic!("no column {column}")).role
}

#[tokio::test]
async fn the_airport_survey_comes_in_whole_and_once() {
    let Some(path) = testkit::shared("data/insight/sfo_customer_survey_2013_2018.csv.gz") else {
        return;
    };
    let sniffed = sniff(&Arc::new(file(&path)), &Default::default()).unwrap();
    assert_eq!(sniffed.rows, 18_038);
    for (column, expected) in [
        ("year", Role::Attribute),
        ("netpro", Role::Score),
        ("q7_art", Role::Score),
        ("q7_all", Role::Score),
        ("q9_all", Role::Score),
        ("weight", Role::Weight),
        ("strata", Role::Stratum),
        ("age", Role::Attribute),
        ("income", Role::Attribute),
        ("lang", Role::Attribute),
        ("gender", Role::Attribute),
        ("country", Role::Attribute),
        ("peak", Role::Attribute),
        ("day", Role::Attribute),
        ("respnum", Role::Ignore),
    ] {
        assert_eq!(role(&sniffed, column), expected, "{column}");
    }
    assert!(
        !sniffed
            .mapping
            .columns
            .iter()
            .any(|c| c.role == Role::ExternalId)
    );
    for bench in benches().await {
        let ran = bench.run(file(&path)).await.summary;
        assert_eq!(
            (ran.received, ran.accepted, ran.rejected),
            (18_038, 18_038, 0),
            "{}",
            bench.name
        );
        let signals = bench.signals().await;
        let of_2018 = || signals.iter().filter(|s| s.attributes["year"] == "2018");
        let netpro = |low: f64, high: f64| {
            of_2018()
                .filter(|s| s.score("netpro").is_some_and(|v| (low..=high).contains(&v)))
                .count() as f64
        };
        let n = netpro(0.0, 10.0);
        let points = 100.0 * (netpro(9.0, 10.0) - netpro(0.0, 6.0)) / n;
        assert_eq!(format!("{points:.1}"), "31.0");
        assert!(netpro(11.0, 11.0) > 0.0, "11 is kept as it is");
        assert!(
            signals
                .iter()
                .all(|s| s.weight.is_some() && s.stratum.is_some())
        );
        let again = bench.run(file(&path)).await.summary;
        assert_eq!(
            (again.accepted, again.duplicates, again.rejected),
            (0, 18_038, 0)
        );
    }
}

#[tokio::test]
async fn the_patient_comments_come_in_whole_and_once() {
    let Some(path) = testkit::shared("data/insight/nhs_px_text_data.csv.gz") else {
        return;
    };
    let sniffed = sniff(&Arc::new(file(&path)), &Default::default()).unwrap();
    for (column, expected) in [
        ("feedback", Role::Verbatim),
        ("criticality", Role::Score),
        ("label", Role::Attribute),
        ("subcategory", Role::Attribute),
        ("organization", Role::Attribute),
        ("question", Role::Attribute),
        ("code", Role::Attribute),
        ("row_index", Role::ExternalId),
    ] {
        assert_eq!(role(&sniffed, column), expected, "{column}");
    }
    for bench in benches().await {
        let ran = bench.run(file(&path)).await.summary;
        assert_eq!(ran.received, ran.accepted + ran.duplicates + ran.rejected);
        assert_eq!((ran.received, ran.rejected), (10_334, 0));
        let words = bench
            .signals()
            .await
            .iter()
            .filter(|s| s.verbatims().count() == 1)
            .count();
        assert_eq!(words, 10_302);
        let again = bench.run(file(&path)).await.summary;
        assert_eq!((again.accepted, again.duplicates), (0, 10_334));
    }
}

#[tokio::test]
async fn labelled_comments_bring_their_id_and_their_date() {
    let Some(path) = testkit::shared("data/insight/nhs_px_v6framework_230831.csv.gz") else {
        return;
    };
    let sniffed = sniff(&Arc::new(file(&path)), &Default::default()).unwrap();
    for (column, expected) in [
        ("Comment ID", Role::ExternalId),
        ("Date", Role::OccurredAt),
        ("FFT answer", Role::Verbatim),
        ("FFT question", Role::Attribute),
        ("FFT categorical answer", Role::Score),
        ("Parking", Role::Choice),
        ("Trust", Role::Attribute),
    ] {
        assert_eq!(role(&sniffed, column), expected, "{column}");
    }
    assert!(
        sniffed.warnings.iter().any(|w| w.contains("the month")),
        "{:?}",
        sniffed.warnings
    );
    for bench in benches().await {
        let ran = bench.run(file(&path)).await.summary;
        // 289 rows of this file have the month first, where all others have the day first.
        assert_eq!(
            (ran.received, ran.accepted, ran.rejected),
            (7_908, 7_619, 289)
        );
        assert_eq!(ran.reasons["'Date' is no time"], 289);
        let signals = bench.signals().await;
        let first = signals
            .iter()
            .find(|s| s.external_id == "NEAS PTS 528 - Q1")
            .unwrap();
        assert_eq!(first.occurred_on.to_string(), "2021-09-30");
    }
}

#[tokio::test]
async fn qualtrics_exports_of_both_layouts_are_keyed_and_come_in_once() {
    let Some(folder) = testkit::shared("samples/qualtrics") else {
        return;
    };
    for bench in benches().await {
        for (name, rows, column) in [
            ("ropensci_sample.csv", 1, "QID1"),
            ("ropensci_sample_legacy.csv", 1, "Q1"),
            ("many_types_insights.csv", 5, "QID1"),
            ("many_types_legacy.csv", 5, "fruits"),
            ("matrix_multi_insights.csv", 5, "QID2-1-1"),
            ("survey_logic_legacy.csv", 10, "Q1"),
        ] {
            let path = folder.join(name);
            let sniffed = sniff(&Arc::new(file(&path)), &Default::default()).unwrap();
            assert!(
                sniffed.mapping.columns.iter().any(|c| c.column == column),
                "{name}: {:?}",
                sniffed.layout.headers
            );
            assert!(
                sniffed
                    .mapping
                    .columns
                    .iter()
                    .any(|c| c.role == Role::ExternalId),
                "{name}: {:?}",
                sniffed.mapping.columns
            );
            let ran = bench.run_at(name, file(&path)).await;
            assert_eq!(ran.summary.received, rows, "{name}");
            assert_eq!(ran.summary.rejected, 0, "{name}: {}", ran.rejects);
            let again = bench.run_at(name, file(&path)).await.summary;
            assert_eq!(
                (again.accepted, again.duplicates),
                (0, ran.summary.received),
                "{name}"
            );
        }
    }
}
