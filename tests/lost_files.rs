//! Files that cannot be looked at, met on the way through a folder: each is read right or named with the reason, as the
//! program itself says it.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use fachcheck::record::Report;
use support::packed::{Part, archive};

/// What `check` reports about a folder of these files.
fn checked(files: &[(&str, Vec<u8>)]) -> Report {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
    let output = assert_cmd::Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .current_dir(folder.path())
        .args(["check", "--format", "json", "--quiet", "."])
        .output()
        .expect("the program starts");
    serde_json::from_slice(&output.stdout).expect("a report")
}

/// Reasons by document, as they stand in the report.
fn reasons(report: &Report) -> BTreeMap<String, String> {
    let gaps = report.applications.iter().flat_map(|one| &one.gaps);
    gaps.map(|gap| (gap.place.document.clone(), gap.reason.name().to_owned()))
        .collect()
}

fn expect_reasons(files: &[(&str, Vec<u8>, &str)]) -> Report {
    let content: Vec<_> = files
        .iter()
        .map(|(name, content, _)| (*name, content.clone()))
        .collect();
    let report = checked(&content);
    let expected: BTreeMap<String, String> = files
        .iter()
        .filter(|(.., reason)| !reason.is_empty())
        .map(|(name, _, reason)| ((*name).to_owned(), (*reason).to_owned()))
        .collect();
    assert_eq!(reasons(&report), expected);
    report
}

/// Something that is read, so that the folder is not lost as a whole.
fn known() -> (&'static str, Vec<u8>, &'static str) {
    ("schema.sql", SCHEMA.as_bytes().to_vec(), "")
}

const SCHEMA: &str = "CREATE TABLE person (name VARCHAR(40), geburtsdatum DATE,\n  \
                      geschlecht VARCHAR(10) CHECK (geschlecht IN ('männlich', 'weiblich')));\n";

#[test]
fn archives_are_named_when_they_are_broken_or_promise_something() {
    let cut = || b"PK\x03\x04 cut off".to_vec();
    let holding = |name: &str| {
        archive(&[
            Part::stored("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\n"),
            Part::stored(name, b"x"),
        ])
    };
    expect_reasons(&[
        known(),
        ("kaputt.zip", cut(), "malformed"),
        ("kaputt.jar", cut(), "malformed"),
        ("kaputt.war", b"no archive at all".to_vec(), "malformed"),
        ("kaputt.docx", cut(), "malformed"),
        ("leer.docx", Vec::new(), "empty"),
        ("kaputt.xlsx", b"no archive at all".to_vec(), "malformed"),
        ("tabellen.zip", holding("db/person.sql"), "packed"),
        ("seiten.war", holding("WEB-INF/antrag.xhtml"), "packed"),
        ("modell.jar", holding("model/person.xsd"), "packed"),
        ("bilder.zip", holding("wappen.png"), ""),
        ("gradle-wrapper.jar", holding("build.properties"), ""),
        ("verschachtelt.zip", holding("innen.zip"), "packed"),
        ("dump.sql.gz", b"\x1F\x8B\x08\0 cut off".to_vec(), "packed"),
        ("zugriffe.log.gz", b"\x1F\x8B\x08\0 cut off".to_vec(), ""),
        ("alles.tar.gz", b"\x1F\x8B\x08\0 cut off".to_vec(), "packed"),
        // Tests and other people's work are no loss.
        ("tests/kaputt.zip", cut(), ""),
        ("vendor/modell.jar", holding("model/person.xsd"), ""),
    ]);
}

#[test]
fn bombs_are_named_and_not_set_off() {
    const UNPACKED: usize = 300 * 1024 * 1024;
    let bomb =
        |name: &str, others: &[Part]| archive(&[others, &[Part::bomb(name, UNPACKED)]].concat());
    let stored = Part::stored;
    let begun = std::time::Instant::now();
    let report = expect_reasons(&[
        known(),
        ("bombe.zip", bomb("schema.sql", &[]), "too-large"),
        ("bilder.zip", bomb("wappen.png", &[]), "too-large"),
        ("brief.docx", bomb("word/document.xml", &[]), "too-large"),
        (
            "felder.xlsx",
            bomb(
                "xl/worksheets/sheet1.xml",
                &[stored("xl/workbook.xml", b"<workbook/>")],
            ),
            "too-large",
        ),
        (
            "felder.ods",
            bomb(
                "content.xml",
                &[stored(
                    "mimetype",
                    b"application/vnd.oasis.opendocument.spreadsheet",
                )],
            ),
            "too-large",
        ),
        // The sizes in an archive are claims.
        (
            "luege.docx",
            archive(&[Part::bomb("word/document.xml", 2 * 1024 * 1024).claiming(100)]),
            "malformed",
        ),
        (
            "bombe-in.zip",
            archive(&[stored("innen.zip", &bomb("schema.sql", &[]))]),
            "packed",
        ),
    ]);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    for gap in &report.applications[0].gaps {
        let language = fachcheck::texts::Language::De;
        assert!(!gap.reason.next_step(language).is_empty(), "{gap:?}");
        assert!(!gap.detail_in(language).contains("English"), "{gap:?}");
    }
}

/// Text as a mainframe stores it (code page 273, as far as the schema needs it).
fn mainframe(text: &str) -> Vec<u8> {
    let byte = |ch: char| match ch {
        'a'..='i' => 0x81 + (ch as u8 - b'a'),
        'j'..='r' => 0x91 + (ch as u8 - b'j'),
        's'..='z' => 0xA2 + (ch as u8 - b's'),
        'A'..='I' => 0xC1 + (ch as u8 - b'A'),
        'J'..='R' => 0xD1 + (ch as u8 - b'J'),
        'S'..='Z' => 0xE2 + (ch as u8 - b'S'),
        '0'..='9' => 0xF0 + (ch as u8 - b'0'),
        '\n' => 0x15,
        '(' => 0x4D,
        ')' => 0x5D,
        ',' => 0x6B,
        '\'' => 0x7D,
        ';' => 0x5E,
        'ä' => 0xC0,
        _ => 0x40,
    };
    text.chars().map(byte).collect()
}

#[test]
fn every_encoding_is_read_or_named() {
    let letters = |bytes: fn(char) -> Vec<u8>| SCHEMA.chars().flat_map(bytes).collect::<Vec<u8>>();
    let utf_16 =
        |bytes: fn(u16) -> [u8; 2]| SCHEMA.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let marked = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
    let le = |ch: char| u32::from(ch).to_le_bytes().to_vec();
    let be = |ch: char| u32::from(ch).to_be_bytes().to_vec();
    let one_byte = |ch: char| u8::try_from(u32::from(ch)).into_iter().collect();
    let dos = |ch: char| match ch {
        'ä' => vec![0x84],
        other => vec![other as u8],
    };
    let stray = SCHEMA
        .replace("TABLE", "TAB\0LE")
        .replace("weiblich", "weib\0lich");
    let far = format!(
        "{}{}",
        "-- Personen\n".repeat(600),
        SCHEMA.replace("geschlecht ", "ges\0chlecht ")
    );
    let riddled: Vec<u8> = SCHEMA.bytes().flat_map(|byte| [byte, 0, 0, 7, 0]).collect();
    let read = [
        ("utf32-le.sql", letters(le)),
        ("utf32-be.sql", letters(be)),
        ("utf32-le-mark.sql", marked(b"\xFF\xFE\0\0", letters(le))),
        ("utf32-be-mark.sql", marked(b"\0\0\xFE\xFF", letters(be))),
        (
            "utf32-cut.sql",
            marked(b"\xFF\xFE\0\0", [letters(le), vec![b'-', 0]].concat()),
        ),
        ("utf16-le.sql", utf_16(u16::to_le_bytes)),
        ("utf16-be.sql", utf_16(u16::to_be_bytes)),
        (
            "utf16-be-mark.sql",
            marked(b"\xFE\xFF", utf_16(u16::to_be_bytes)),
        ),
        ("utf8-mark.sql", marked(b"\xEF\xBB\xBF", SCHEMA.into())),
        ("latin.sql", letters(one_byte)),
        ("dos.sql", letters(dos)),
        ("nul.sql", stray.into_bytes()),
        ("nul-late.sql", far.into_bytes()),
    ];
    let stated = b"<?xml version='1.0' encoding='X-EIGEN'?><felder><feld name='geschlecht'>m\xE4nnlich</feld></felder>";
    let named = [
        ("mainframe.sql", mainframe(SCHEMA), "unknown-encoding"),
        (
            "utf7.sql",
            b"+/v8-CREATE TABLE person (geschlecht VARCHAR(9))".to_vec(),
            "unknown-encoding",
        ),
        ("eigen.xml", stated.to_vec(), "unknown-encoding"),
        ("riddled.sql", riddled.clone(), "unknown-format"),
        ("Riddled.java", riddled.clone(), "unknown-format"),
        ("riddled.html", riddled, "unknown-format"),
        (
            "wappen.png",
            b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0".to_vec(),
            "",
        ),
    ];
    let all: Vec<_> = read
        .iter()
        .map(|(name, content)| (*name, content.clone(), ""))
        .chain(named)
        .collect();
    let report = expect_reasons(&all);
    let fields = &report.applications[0].fields;
    let with_both: BTreeSet<&str> = fields
        .iter()
        .filter(|field| {
            let values: Vec<&str> = field
                .values
                .iter()
                .map(|value| value.raw.as_str())
                .collect();
            values == ["männlich", "weiblich"]
        })
        .map(|field| field.path.as_str())
        .collect();
    let names: BTreeSet<&str> = read.iter().map(|(name, _)| *name).collect();
    assert_eq!(with_both, names);
}

#[test]
fn a_style_sheet_that_is_missing_is_named_once_and_none_outside_is_read() {
    let page = |sheets: &str| {
        format!("<!doctype html><html lang=de><title>x</title>{sheets}<p>x").into_bytes()
    };
    let outside = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(outside.path().join("geheim.css"), "p{}").expect("a file");
    let outside = outside.path().join("geheim.css");
    let up = format!(
        "<link rel=stylesheet href='{}{}'>",
        "../".repeat(30),
        outside.display()
    );
    let linked = "<link rel=stylesheet href='css/weg.css'><link rel=stylesheet href='css/da.css'>\
                  <link rel=stylesheet href='{{ static }}/x.css'>";
    let report = checked(&[
        ("a.html", page(linked)),
        ("b.html", page(linked)),
        ("c.html", page(&up)),
        ("css/da.css", b"p { color: black }".to_vec()),
    ]);
    let gaps: Vec<_> = report
        .applications
        .iter()
        .flat_map(|one| &one.gaps)
        .collect();
    let mut named: Vec<_> = gaps
        .iter()
        .map(|gap| {
            (
                gap.reason.name(),
                gap.place.document.as_str(),
                gap.detail.as_str(),
            )
        })
        .collect();
    named.sort_unstable();
    let [(reason, missing, _), (_, outside, refused)] = named.as_slice() else {
        panic!("{named:?}");
    };
    assert_eq!(*reason, "missing-style-sheet");
    assert_eq!(*missing, "css/weg.css");
    assert_eq!(
        (*outside, *refused),
        ("geheim.css", "outside of the folder")
    );
}

/// The shortest document that has a page, with something added to its catalogue.
fn pdf(catalogue: &str) -> Vec<u8> {
    format!(
        "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Lang(de){catalogue}>>\nendobj\n\
         2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n\
         3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>\nendobj\n\
         4 0 obj\n<</Length 13>>\nstream\nBT (a) Tj ET\n\nendstream\nendobj\n\
         trailer\n<</Root 1 0 R/Size 5>>\n%%EOF\n"
    )
    .into_bytes()
}

#[test]
fn pdf_documents_that_cannot_be_read_are_named() {
    let shipped = |name: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
        std::fs::read(folder.join(name)).expect("a document")
    };
    // Larger than what is read of one file.
    let mut large = pdf("");
    large.resize(33 * 1024 * 1024, b' ');
    let report = expect_reasons(&[
        known(),
        ("antrag.pdf", pdf(""), ""),
        ("Corona-Test.pdf", pdf(""), ""),
        ("gesperrt.pdf", shipped("gesperrt.pdf"), "locked"),
        ("xfa.pdf", shipped("formular-xfa.pdf"), "made-by-program"),
        ("kaputt.pdf", b"%PDF-1.7\ncut off".to_vec(), "malformed"),
        ("leer.pdf", Vec::new(), "empty"),
        ("gross.pdf", large, "too-large"),
        ("sammlung.pdf", pdf("/Collection<<>>"), "packed"),
    ]);
    let untagged: BTreeSet<&str> = report.applications[0]
        .assertions
        .iter()
        .filter(|assertion| assertion.rule == "accessibility/pdf-tagged")
        .filter(|assertion| !assertion.findings.is_empty())
        .map(|assertion| assertion.subject.as_str())
        .collect();
    let expected = ["Corona-Test.pdf", "antrag.pdf", "sammlung.pdf"];
    assert_eq!(untagged, BTreeSet::from(expected));
}
