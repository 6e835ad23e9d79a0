//! Workbooks: findings name their cells, and what a hostile workbook claims to hold is not believed.

mod support;

use std::io::{Cursor, Write};

use fachcheck::gap::{Gap, GapReason};
use support::check;
use support::reading::read_soundly;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn fixture(name: &str) -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/dict/");
    std::fs::read(format!("{path}{name}")).expect("a fixture")
}

/// A workbook of one sheet in Office Open XML.
fn workbook(sheet: &str) -> Vec<u8> {
    const NS: &str = "http://schemas.openxmlformats.org";
    let parts = [
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{NS}/package/2006/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{NS}/officeDocument/2006/relationships/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{NS}/spreadsheetml/2006/main\" \
                 xmlns:r=\"{NS}/officeDocument/2006/relationships\">\
                 <sheets><sheet name=\"Felder\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{NS}/package/2006/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{NS}/officeDocument/2006/relationships/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{NS}/spreadsheetml/2006/main\"><sheetData>{sheet}</sheetData></worksheet>"
            ),
        ),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive
            .start_file(name, SimpleFileOptions::default())
            .expect("a part");
        archive.write_all(content.as_bytes()).expect("a part");
    }
    archive.finish().expect("an archive").into_inner()
}

fn row(number: u32, cells: &[(&str, &str)]) -> String {
    let cells: String = cells
        .iter()
        .map(|(column, text)| {
            format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        })
        .collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

const HEADING: [(&str, &str); 3] = [("A", "Feldname"), ("B", "Typ"), ("C", "Wertebereich")];
const FIELD: [(&str, &str); 3] = [("A", "GESCHLECHT"), ("B", "CHAR(1)"), ("C", "m; w")];

/// Names of the fields, and what was lost.
fn read(name: &str, bytes: Vec<u8>) -> (Vec<String>, Vec<Gap>) {
    let reading = read_soundly(name, &bytes);
    let schemas = reading.parsed.schemas.iter();
    let fields = schemas.flat_map(|schema| &schema.elements);
    let names = fields.map(|field| field.name.value.clone()).collect();
    (names, reading.gaps)
}

fn reasons(gaps: &[Gap]) -> Vec<GapReason> {
    gaps.iter().map(|gap| gap.reason).collect()
}

#[test]
fn findings_name_their_cells() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(
        folder.path().join("feldkatalog.xlsx"),
        fixture("feldkatalog.xlsx"),
    )
    .expect("a file");
    let report = check(folder.path());
    let findings = report.applications[0]
        .assertions
        .iter()
        .flat_map(|assertion| &assertion.findings);
    let places: Vec<_> = findings.map(|finding| &finding.place).collect();
    let geschl = places
        .iter()
        .find(|place| place.path.0.last().is_some_and(|name| name == "GESCHL"))
        .expect("a finding about the field");
    assert_eq!(geschl.selector.as_deref(), Some("Felder!B5"));
    let position = geschl.position.expect("row and column");
    assert_eq!((position.line, position.column), (5, 2));
    assert!(geschl.to_string().ends_with("feldkatalog.xlsx:Felder!B5"));
}

#[test]
fn cells_at_the_far_corner_cost_nothing() {
    let corner = row(1_048_576, &[("XFD", "m")]);
    let sheet = row(1, &HEADING) + &row(2, &FIELD) + &corner;
    let (fields, gaps) = read("a.xlsx", workbook(&sheet));
    assert_eq!(gaps, []);
    assert_eq!(fields, ["GESCHLECHT"]);
}

#[test]
fn what_is_too_much_when_unpacked_is_a_gap() {
    let bomb = workbook(&" ".repeat(200 * 1024 * 1024));
    assert!(bomb.len() < 1024 * 1024);
    let (_, gaps) = read("a.xlsx", bomb);
    assert_eq!(reasons(&gaps), [GapReason::TooLarge]);
}

#[test]
fn too_many_rows_are_cut_and_said() {
    let fields: String = (2..30_000)
        .map(|number| {
            row(
                number,
                &[("A", &format!("feld_{number}")), ("B", "CHAR(1)")],
            )
        })
        .collect();
    let sheet = row(1, &[("A", "Feldname"), ("B", "Typ")]) + &fields;
    let (fields, gaps) = read("a.xlsx", workbook(&sheet));
    assert_eq!(fields.len(), 19_999);
    assert_eq!(reasons(&gaps), [GapReason::TooLarge]);
}

#[test]
fn a_sheet_of_the_old_format_that_claims_to_be_huge_is_a_gap() {
    let mut bytes = fixture("altbestand.xls");
    let record = [0x00, 0x02, 0x0E, 0x00];
    let at = bytes
        .windows(4)
        .position(|window| window == record)
        .expect("the record with the size of the sheet");
    bytes[at + 8..at + 12].copy_from_slice(&0x0FFF_FFFFu32.to_le_bytes());
    let (_, gaps) = read("a.xls", bytes);
    assert_eq!(reasons(&gaps), [GapReason::TooLarge]);
}

#[test]
fn broken_workbooks_do_not_end_the_run() {
    for name in ["feldkatalog.xlsx", "datenfelder.ods", "altbestand.xls"] {
        let whole = fixture(name);
        for length in (0..whole.len()).step_by(whole.len() / 24) {
            read(name, whole[..length].to_vec());
        }
        for at in (0..whole.len()).step_by(whole.len() / 150) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xFF;
            read(name, bytes);
        }
    }
}

#[test]
fn workbooks_of_something_else_are_no_loss_on_the_way() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = fixture("teilnehmende.xlsx");
    std::fs::write(folder.path().join("teilnehmende.xlsx"), data).expect("a file");
    std::fs::write(
        folder.path().join("felder.csv"),
        "Feldname;Typ;Werte\ngeschlecht;CHAR(1);m|w|d\n",
    )
    .expect("a file");
    let report = check(folder.path());
    let application = &report.applications[0];
    assert_eq!(application.documents.len(), 1);
    assert!(application.gaps.is_empty(), "{:?}", application.gaps);
}
