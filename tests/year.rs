//! The year of those who look after an administration's applications, as they see it: audit, second audit, acceptance.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

const FIRST: &str = "2026-11-23";
const SECOND: &str = "2027-05-24";

/// A page that meets every demand and leaves two pieces of advice: contrast and a link text.
const ADVISED: &str = r#"<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>Antrag auf Wohngeld</title></head>
<body><main><h1>Antrag auf Wohngeld</h1><p style="color:#707070;background:#fff">Hinweis zum Antrag auf Wohngeld</p>
<p>Zum Antrag <a href="antrag2.html">hier</a> klicken.</p><p><a href="barriere.html">Erklärung zur Barrierefreiheit</a></p></main></body></html>
"#;

/// What the inventory says of a web application.
const WEB: &str = "sourcing = \"own_development\"\npersonal_data = false\nurl = [{ url = \"https://wohngeld.example/\" }]\n\
    accessibility = { legal_regime = \"baydiv\", statement_url = \"https://wohngeld.example/b\", last_audit = 2026-10-01 }\n";

/// The inventory of one application with documents and whatever else stands in its folder.
struct Estate {
    folder: tempfile::TempDir,
}

impl Estate {
    fn new(kind: &str, documents: &[(&str, &str)]) -> Self {
        let estate = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        let artefacts: String = documents
            .iter()
            .map(|(name, _)| format!("\n[[application.artefact]]\npath = \"{name}\"\n"))
            .collect();
        let more = match kind {
            "web" => WEB,
            _ => "vendor = \"Beispielsoft GmbH\"\nvvt_ids = [\"VVT-1\"]\npersonal_data = true\n",
        };
        estate.put(
            "inventory.toml",
            &format!(
                "[inventory]\norganisation = \"Stadt Musterhausen\"\n[[department]]\nid = \"SOZ\"\nname = \"Soziales\"\n\
                 [[application]]\nid = \"A-1\"\nname = \"Wohngeld\"\ndepartment = \"SOZ\"\nbusiness_owner = \"Leitstelle\"\n\
                 kind = \"{kind}\"\nlifecycle.phase = \"active\"\nuser_groups = [\"citizens\"]\n{more}{artefacts}"
            ),
        );
        for (name, content) in documents {
            estate.put(name, content);
        }
        estate
    }

    fn put(&self, name: &str, content: &str) {
        let folder = self.folder.path().join("inventory");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(name), content).expect("a file");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        run(self.folder.path(), arguments)
    }

    /// Audits; returns the exit code and what the terminal shows.
    fn audit(&self, day: &str) -> (i32, String) {
        let formats = "json,terminal,csv,junit,markdown";
        let output = self.run(&[
            "audit", "--quiet", "--format", formats, "--today", day, "--out", "berichte",
        ]);
        let code = output.status.code().expect("an exit code");
        assert_ne!(code, 2, "{}", String::from_utf8_lossy(&output.stderr));
        let shown = self.read(&format!("berichte/{day}/report.txt"));
        (code, shown)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn report(&self, day: &str) -> String {
        format!("berichte/{day}/report.json")
    }

    fn acceptance(&self) -> String {
        let (old, new) = (self.report(FIRST), self.report(SECOND));
        let output = self.run(&[
            "acceptance",
            &old,
            &new,
            "--format",
            "markdown",
            "--out",
            "a.md",
        ]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        self.read("a.md")
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// The number behind a label in the first table that has it.
fn figure(shown: &str, label: &str) -> u64 {
    let line = shown
        .lines()
        .find(|line| line.trim_start().starts_with(label))
        .unwrap_or_else(|| panic!("{label}: {shown}"));
    let number = line.split_whitespace().last().expect("a number");
    number.parse().unwrap_or_else(|_| panic!("{line}"))
}

#[test]
fn advice_is_counted_apart_and_changes_no_result() {
    let estate = Estate::new("web", &[("seite.html", ADVISED)]);
    let (code, shown) = estate.audit(FIRST);
    assert_eq!(code, 0, "{shown}");
    for (label, count) in [
        ("Mängel", 0),
        ("Empfehlungen", 2),
        ("mit Mängeln", 0),
        ("maschinell geprüft, keine Mängel", 1),
    ] {
        assert_eq!(figure(&shown, label), count, "{label}: {shown}");
    }
    let table = estate.read(&format!("berichte/{FIRST}/findings.csv"));
    assert!(!table.contains("\"nicht erfüllt\""), "{table}");
    assert_eq!(
        table.matches("\"Empfehlung\";\"Empfehlung\"").count(),
        2,
        "{table}"
    );
    let tests = estate.read(&format!("berichte/{FIRST}/junit.xml"));
    assert!(tests.contains("failures=\"0\""), "{tests}");
    assert_eq!(tests.matches("Empfehlung: ").count(), 2, "{tests}");
    // Who wants to hear of it still does.
    let strict = estate.run(&[
        "audit",
        "--quiet",
        "--format",
        "json",
        "--threshold",
        "Empfehlung",
        "--out",
        "streng",
    ]);
    assert_eq!(strict.status.code(), Some(1));
}

/// What a program wrote that counted advice among the failures.
fn of_an_older_program(report: &str) -> String {
    let mut report: Value = serde_json::from_str(report).expect("a report");
    let mut older = |at: &str| {
        let sums = report
            .pointer_mut(at)
            .and_then(Value::as_object_mut)
            .expect("sums");
        let advice = sums.remove("findings_advice").expect("advice");
        sums.insert("findings_failed".to_owned(), advice);
        sums.insert("failing".to_owned(), 1.into());
    };
    older("/totals");
    older("/departments/0");
    report.to_string()
}

#[test]
fn a_report_of_an_older_program_is_counted_anew() {
    let estate = Estate::new("web", &[("seite.html", ADVISED)]);
    let (_, shown) = estate.audit(FIRST);
    let older = of_an_older_program(&estate.read(&estate.report(FIRST)));
    fs::write(estate.path("alt.json"), &older).expect("a file");
    let rendered = estate.run(&["render", "alt.json", "--format", "terminal"]);
    let rendered = String::from_utf8_lossy(&rendered.stdout).into_owned();
    for label in [
        "Mängel",
        "Empfehlungen",
        "mit Mängeln",
        "mit Änderungsbedarf",
    ] {
        assert_eq!(
            figure(&rendered, label),
            figure(&shown, label),
            "{label}: {rendered}"
        );
    }
    // Neither a comparison nor a history sees failures in it.
    let (_, _) = estate.audit(SECOND);
    let compared = estate.run(&["diff", "alt.json", &estate.report(SECOND)]);
    assert_eq!(compared.status.code(), Some(0));
    let said = String::from_utf8_lossy(&compared.stdout).into_owned();
    assert!(said.contains("Kein Mangel ist dazugekommen."), "{said}");
    let back = estate.run(&["diff", &estate.report(SECOND), "alt.json"]);
    assert_eq!(back.status.code(), Some(0));
}

#[test]
fn new_advice_is_no_new_failure() {
    let plain = ADVISED
        .replace("#707070", "#000")
        .replace(">hier<", ">zum Antrag auf Wohngeld<");
    let estate = Estate::new("web", &[("seite.html", &plain)]);
    assert_eq!(estate.audit(FIRST).0, 0);
    estate.put("seite.html", ADVISED);
    assert_eq!(estate.audit(SECOND).0, 0);
    let (old, new) = (estate.report(FIRST), estate.report(SECOND));
    let compared = estate.run(&["diff", &old, &new]);
    let said = String::from_utf8_lossy(&compared.stdout).into_owned();
    assert_eq!(compared.status.code(), Some(0), "{said}");
    assert!(said.contains("Empfehlung"), "{said}");
}

const TABLE: &str = "CREATE TABLE kunde (id INT, anrede VARCHAR(4) NOT NULL CHECK (anrede IN ('Herr','Frau')), \
    geschlecht CHAR(1) NOT NULL CHECK (geschlecht IN ('m','w')));\n";

const WAIVER: &str = "[[waiver]]\nrule = \"gender/salutation-neutral\"\napplication = \"A-1\"\nreason = \"bis zur Ablösung\"\n\
    approved_by = \"Lenkungskreis\"\nuntil = 2028-06-30\n";

#[test]
fn an_acceptance_sheet_says_what_was_set_aside_and_what_was_proven() {
    let estate = Estate::new("desktop", &[("a.sql", TABLE)]);
    estate.audit(FIRST);
    estate.put("a.sql", &TABLE.replace("'m','w'", "'m','w','d','x'"));
    estate.put("waivers.toml", WAIVER);
    estate.audit(SECOND);
    let sheet = estate.acceptance();
    let line = |name: &str| {
        sheet
            .lines()
            .find(|line| line.contains(name))
            .expect(name)
            .to_owned()
    };
    let salutation = line("kunde.anrede");
    assert!(
        salutation.contains("✗ nicht erfüllt: Herr, Frau"),
        "{salutation}"
    );
    assert!(
        salutation.contains("zurückgestellt: Herr, Frau (bis zur Ablösung)"),
        "{salutation}"
    );
    assert!(!sheet.contains("nicht anwendbar: Herr, Frau"), "{sheet}");
    let mandatory = line("Pflichtfelder lassen eine wahre Angabe zu");
    assert!(
        mandatory.contains("nachgeprüft: kein Mangel mehr"),
        "{mandatory}"
    );
    let neutral = line("Anrede unabhängig und neutral möglich");
    assert!(
        neutral.contains("✗ nicht erfüllt, zurückgestellt (bis zur Ablösung)"),
        "{neutral}"
    );
}

#[test]
fn a_waiver_of_one_rule_hides_no_other_failure_of_the_field() {
    let estate = Estate::new("desktop", &[("a.sql", TABLE)]);
    estate.audit(FIRST);
    let waiver = WAIVER.replace(
        "gender/salutation-neutral",
        "gender/truthful-choice-when-required",
    );
    estate.put("waivers.toml", &waiver);
    estate.audit(SECOND);
    let sheet = estate.acceptance();
    let field = sheet
        .lines()
        .find(|line| line.contains("kunde.geschlecht"))
        .expect("the field");
    assert_eq!(field.matches("✗ nicht erfüllt: m, w").count(), 2, "{field}");
}

#[test]
fn what_was_not_understood_is_not_listed_as_free_of_defects() {
    let sound = "CREATE TABLE ort (id INT, name VARCHAR(80));\n";
    let estate = Estate::new(
        "desktop",
        &[("a.sql", sound), ("b.pdf", "%PDF-1.7\nkaputt")],
    );
    let (code, shown) = estate.audit(FIRST);
    assert_eq!(code, 3, "{shown}");
    assert!(!shown.contains("Ohne Mängel und offene Fragen"), "{shown}");
    assert!(shown.contains("Nicht alles gelesen"), "{shown}");
}
