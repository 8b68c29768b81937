//! Workbooks, made here byte by byte.

use crate::bench::benches;
use listen::import::{File, Role, Source, sniff};
use std::sync::Arc;

/// A zip archive with its files stored as they are (APPNOTE 4.3).
fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        let start = archive.len() as u32;
        let mut head = vec![20u8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        head.extend(crc.sum().to_le_bytes());
        head.extend((text.len() as u32).to_le_bytes());
        head.extend((text.len() as u32).to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&head);
        archive.extend(name.bytes().chain(text.bytes()));
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.bytes());
    }
    let (start, n) = (archive.len() as u32, files.len() as u16);
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\x00\x00\x00\x00");
    archive.extend(n.to_le_bytes());
    archive.extend(n.to_le_bytes());
    archive.extend((directory.len() as u32).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

fn xlsx() -> Vec<u8> {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c></row>\
        <row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" s=\"1\"><v>46054.5</v></c><c r=\"C2\" t=\"inlineStr\"><is><t>The staff were kind to us all</t></is></c><c r=\"D2\"><v>9</v></c></row>\
        <row r=\"4\"><c r=\"A4\"><v>2</v></c><c r=\"B4\" s=\"1\"><v>46055</v></c><c r=\"C4\" t=\"inlineStr\"><is><t>The wait was far too long</t></is></c></row>";
    zip(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Cover\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"Answers\" sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>",
        ),
        (
            "xl/sharedStrings.xml",
            "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>id</t></si><si><t>date</t></si><si><t>comment</t></si><si><t>nps</t></si></sst>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData/></worksheet>",
        ),
        (
            "xl/worksheets/sheet2.xml",
            &format!(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
            ),
        ),
    ])
}

fn ods() -> Vec<u8> {
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: [&str; 2]| {
        format!(
            "<table:table-row>{}{}</table:table-row>",
            cell(cells[0]),
            cell(cells[1])
        )
    };
    let rows = [
        row(["id", "comment"]),
        row(["a", "It was quick and easy"]),
        row(["b", "It was slow and hard"]),
    ]
    .concat();
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
        (
            "content.xml",
            &format!(
                "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"S\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
            ),
        ),
    ])
}

#[tokio::test]
async fn workbooks_come_in_with_dates_and_once() {
    let sniffed = sniff(
        &Arc::new(Source::of_bytes("a.xlsx", xlsx())),
        &File::default(),
    )
    .unwrap();
    assert_eq!(sniffed.layout.sheet.as_deref(), Some("Answers"));
    let roles: Vec<Role> = sniffed.mapping.columns.iter().map(|c| c.role).collect();
    assert_eq!(
        roles[..3],
        [Role::ExternalId, Role::OccurredAt, Role::Verbatim]
    );
    for bench in benches().await {
        for (name, bytes) in [("a.xlsx", xlsx()), ("a.ods", ods())] {
            let ran = bench
                .run_at(name, Source::of_bytes(name, bytes.clone()))
                .await;
            assert_eq!(
                (ran.summary.received, ran.summary.accepted),
                (2, 2),
                "{name}: {}",
                ran.rejects
            );
            let again = bench
                .run_at(name, Source::of_bytes(name, bytes))
                .await
                .summary;
            assert_eq!((again.accepted, again.duplicates), (0, 2), "{name}");
        }
        let signals = bench.signals().await;
        let first = signals.iter().find(|s| s.external_id == "1").unwrap();
        assert_eq!(
            domain::time::to_text(first.occurred_at),
            "2026-02-01T12:00:00Z"
        );
    }
}

#[test]
fn a_workbook_that_claims_too_much_is_refused() {
    let mut book = xlsx();
    let at = book.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    book[at + 24..at + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    let refused = sniff(
        &Arc::new(Source::of_bytes("bomb.xlsx", book)),
        &File::default(),
    )
    .unwrap_err();
    assert!(refused.to_string().contains("more than 1 GiB"), "{refused}");
}

#[test]
fn a_missing_sheet_is_named_with_those_there_are() {
    let file = File {
        sheet: Some("Anwers".into()),
        ..File::default()
    };
    let refused = sniff(&Arc::new(Source::of_bytes("a.xlsx", xlsx())), &file).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("no sheet 'Anwers', only Cover, Answers"),
        "{refused}"
    );
}
