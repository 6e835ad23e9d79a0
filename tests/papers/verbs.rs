//! The verbs that write papers, and what they refuse.

use super::*;

fn fachcheck(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::cargo_bin("fachcheck").expect("the program was built");
    program
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("it starts")
}

#[test]
fn every_mistake_has_its_message() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, report: &Report| {
        let file = std::fs::File::create(folder.path().join(name)).expect("a file");
        serde_json::to_writer(file, report).expect("written");
    };
    put("report.json", &report());
    put("second.json", &second());
    let mut other = second();
    "Stadt Anderswo".clone_into(&mut other.run.organisation);
    for application in &mut other.applications {
        application.name.push_str(" anderswo");
    }
    put("other.json", &other);
    let mut check = second();
    check.run.scope = Scope::Check;
    put("check.json", &check);
    let mut empty = report();
    empty.applications.clear();
    put("empty.json", &empty);
    std::fs::write(folder.path().join("broken.json"), "{").expect("a file");
    let cases: [(&[&str], &[&str]); 11] = [
        (
            &["concept", "report.json", "--application", "SPO-BAAD,XYZ"],
            &[
                "„SPO-BAAD“ steht nicht in diesem Bericht. Meinten Sie",
                "„XYZ“ steht nicht",
            ],
        ),
        (
            &["concept", "report.json", "--department", "SPOO"],
            &["keine Anwendung des Referats „SPOO“"],
        ),
        (
            &["concept", "empty.json"],
            &["steht keine Anwendung; eine Prüfung"],
        ),
        (
            &["concept", "broken.json"],
            &["broken.json", "Kein lesbarer Bericht"],
        ),
        (
            &["acceptance", "broken.json", "missing.json"],
            &["broken.json", "missing.json"],
        ),
        (
            &["acceptance", "second.json", "report.json"],
            &["report.json: ", "ist älter als second.json"],
        ),
        (
            &["acceptance", "report.json", "other.json"],
            &["anderen Verwaltung"],
        ),
        (
            &["acceptance", "report.json", "check.json"],
            &["Verglichen werden nur"],
        ),
        (
            &["statement", "report.json", "--application", "HA-POST"],
            &["weder Webanwendung noch mobile Anwendung"],
        ),
        (&["statement", "report.json"], &["--application"]),
        (
            &[
                "concept",
                "report.json",
                "--application",
                "HA-POST",
                "--department",
                "SPO",
            ],
            &["--department"],
        ),
    ];
    for (arguments, said) in cases {
        let output = fachcheck(folder.path(), arguments);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {err}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        for part in said {
            assert!(err.contains(part), "{arguments:?}: {part}\n{err}");
        }
    }
}

/// An administration that was named between two audits, or is called otherwise now, is told of and compared.
#[test]
fn an_administration_named_late_is_the_same_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, report: &Report| {
        let path = folder.path().join(name).join("report.json");
        std::fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        let file = std::fs::File::create(path).expect("a file");
        serde_json::to_writer(file, report).expect("written");
    };
    let mut nameless = report();
    nameless.run.organisation.clear();
    put("berichte/2026-11-23", &nameless);
    put("neu", &second());
    let run = |arguments: &[&str]| {
        let output = fachcheck(folder.path(), arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        (String::from_utf8_lossy(&output.stdout).into_owned(), said)
    };
    // Folders of reports are as good as the files in them.
    let (paper, said) = run(&["acceptance", "berichte", "neu", "--format", "markdown"]);
    assert!(
        said.contains("Warnung ARG: Dieser Bericht nennt eine andere Verwaltung"),
        "{said}"
    );
    assert!(paper.starts_with("# Abnahmebogen"), "{paper}");
    for format in ["markdown", "html"] {
        let (paper, _) = run(&["concept", "berichte", "--format", format]);
        for empty in ["Fachkonzept:", "– </title>", "<p></p>"] {
            assert!(!paper.contains(empty), "{format}: {empty}");
        }
    }
    let web = nameless
        .applications
        .iter()
        .find(|one| one.can_publish_declaration());
    let id = web.expect("a web application").id.clone();
    let (paper, _) = run(&[
        "statement",
        "berichte/2026-11-23",
        "--application",
        &id,
        "--format",
        "markdown",
    ]);
    assert!(paper.contains("Name der Verwaltung"), "{paper}");
}

/// Of many applications those of which nothing was read are summed up by the reason, and named once.
#[test]
fn what_was_not_read_is_summed_up() {
    let mut report = report();
    for number in 0..300 {
        let mut unread = report.applications[0].clone();
        unread.id = format!("LEER-{number:03}");
        unread.documents.clear();
        unread.gaps.clear();
        unread.assertions.clear();
        unread.fields.clear();
        report.applications.push(unread);
    }
    for paper in [
        concept(&report, &all(&report), Language::De),
        acceptance(&report, None, &all(&report), Language::De),
    ] {
        let text = shown(&paper, PaperFormat::Markdown);
        assert!(text.contains("was sich beurteilen lässt: 30"), "{text}");
        assert!(
            text.contains("| keine Unterlagen eingetragen | 30"),
            "{text}"
        );
        assert_eq!(text.matches("LEER-007").count(), 1);
        assert!(text.len() < 400_000, "{}", text.len());
    }
}

#[test]
fn verbs_write_files_and_streams() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = std::fs::File::create(folder.path().join("report.json")).expect("a file");
    serde_json::to_writer(file, &report()).expect("written");
    for (arguments, name) in [
        (
            vec!["concept", "report.json", "--format", "docx"],
            "concept.docx",
        ),
        (
            vec!["concept", "report.json", "--department", "SPO"],
            "concept.html",
        ),
        (
            vec!["acceptance", "report.json", "--lang", "en"],
            "sheet.html",
        ),
        (
            vec!["statement", "report.json", "--application", "SPO-BAD"],
            "statement.html",
        ),
        (
            vec!["render", "report.json", "--format", "xlsx"],
            "report.xlsx",
        ),
        (
            vec!["render", "report.json", "--format", "tasks-csv"],
            "tasks.csv",
        ),
    ] {
        let printed = fachcheck(folder.path(), &arguments);
        let err = String::from_utf8_lossy(&printed.stderr);
        assert_eq!(printed.status.code(), Some(0), "{arguments:?} {err}");
        let stored = fachcheck(folder.path(), &[&arguments[..], &["--out", name]].concat());
        assert_eq!(stored.status.code(), Some(0), "{arguments:?}");
        let stored = std::fs::read(folder.path().join(name)).expect("a file");
        assert_eq!(stored, printed.stdout, "{arguments:?}");
    }
    let output = fachcheck(
        folder.path(),
        &[
            "render",
            "report.json",
            "--format",
            "open-data",
            "--out",
            "daten",
        ],
    );
    assert_eq!(output.status.code(), Some(0));
    assert!(folder.path().join("daten/portfolio.dcat.jsonld").exists());
}

/// The contents of a paper for Word: its own kind of table, each line leading to its heading.
#[test]
fn long_papers_have_contents_that_lead_to_their_headings() {
    let heading = |level, text: String| Block::Heading(level, text);
    let parts = (1..=14).flat_map(|number| {
        [
            heading(1, format!("Teil {number}")),
            heading(2, "Ergebnis".to_owned()),
        ]
    });
    let paper = Paper {
        title: "Bogen".to_owned(),
        organisation: "Markt Beispielbach".to_owned(),
        date: "2026-11-23".to_owned(),
        language: Language::De,
        blocks: parts.collect(),
    };
    let mut bytes = Vec::new();
    paper
        .write(PaperFormat::Docx, &mut bytes)
        .expect("writing into memory");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let part = archive.by_name("word/document.xml").expect("a part");
    let body = std::io::read_to_string(part).expect("UTF-8");
    let anchors: Vec<&str> = body
        .split("w:anchor=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(anchor, _)| anchor))
        .collect();
    // What comes again in every part stands in no contents.
    assert_eq!(anchors.len(), 14);
    for anchor in anchors {
        assert!(body.contains(&format!("w:name=\"{anchor}\"")), "{anchor}");
    }
    assert_eq!(body.matches("w:fldCharType").count(), 3);
    let mut page = Vec::new();
    paper
        .write(PaperFormat::Html, &mut page)
        .expect("writing into memory");
    let page = String::from_utf8(page).expect("UTF-8");
    assert_eq!(page.matches("<li class=\"level-").count(), 14);
}
