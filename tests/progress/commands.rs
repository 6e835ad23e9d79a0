//! `diff`, `trend` and `history` as people call them.

use std::path::Path;
use std::process::{Command, Output};

use super::*;

pub(super) fn fachcheck(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(assert_cmd::cargo::cargo_bin("fachcheck"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program starts")
}

pub(super) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A mistake: exit code 2, and these words.
pub(super) fn refused(folder: &Path, arguments: &[&str], words: &str) {
    let output = fachcheck(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains(words), "{}", said(&output));
    assert!(output.stdout.is_empty());
}

/// Reports of a folder before and after a second table, as `check` writes them, with all that passed listed.
pub(super) fn checked(folder: &Path) {
    let one = "CREATE TABLE person (id INT, geschlecht CHAR(1) CHECK (geschlecht IN ('M','W')));\n";
    let two = "CREATE TABLE kunde (id INT, anrede VARCHAR(4) CHECK (anrede IN ('Herr','Frau')));\n";
    std::fs::create_dir(folder.join("db")).expect("a folder");
    for (name, day, tables) in [
        ("old", "2026-03-02", one.to_owned()),
        ("new", "2026-06-01", [one, two].concat()),
    ] {
        std::fs::write(folder.join("db/a.sql"), &tables).expect("a file");
        let output = fachcheck(folder, &["check", "--format", "json", "--today", day, "db"]);
        std::fs::write(folder.join(format!("{name}.json")), &output.stdout).expect("a file");
    }
}

#[test]
fn the_exit_code_says_whether_a_failure_was_added() {
    let folder = tempfile::tempdir().expect("a folder");
    checked(folder.path());
    let code = |old, new| {
        let output = fachcheck(folder.path(), &["diff", old, new, "--format", "json"]);
        (output.status.code(), output.stdout)
    };
    let (worse, json) = code("old.json", "new.json");
    assert_eq!(worse, Some(1));
    let diff: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert!(diff["totals"]["new"].as_u64() > Some(0), "{diff:#}");
    assert!(diff["totals"]["unchanged"].as_u64() > Some(0), "{diff:#}");
    assert_eq!(code("old.json", "old.json").0, Some(0));
    assert_eq!(code("new.json", "old.json").0, Some(0));
    let page = fachcheck(
        folder.path(),
        &[
            "diff",
            "old.json",
            "new.json",
            "--format",
            "html",
            "--out",
            "diff.html",
        ],
    );
    assert_eq!(page.status.code(), Some(1));
    assert!(folder.path().join("diff.html").is_file());
    let trend = fachcheck(
        folder.path(),
        &["history", "trend", "new.json", "old.json", "--lang", "en"],
    );
    assert_eq!(trend.status.code(), Some(0), "{}", said(&trend));
    let trend = String::from_utf8(trend.stdout).expect("text");
    assert!(trend.contains("no outlook"), "{trend}");
}

#[test]
fn files_that_are_no_reports_are_named_all_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("text.json", "Guten Tag");
    write(
        "half.json",
        "{\"schema\": \"fachcheck-report/1\", \"run\": {",
    );
    write("later.json", "{\"schema\": \"fachcheck-report/9\"}");
    write("other.json", "{}");
    let diff = |name, words| refused(folder.path(), &["diff", name, name], words);
    diff(
        "missing.json",
        "missing.json: Fehler ARG: Kann nicht gelesen werden",
    );
    diff(
        "text.json",
        "Kein lesbarer Bericht (fachcheck-report/1): das ist kein JSON",
    );
    diff("half.json", "die Datei endet mittendrin");
    diff("later.json", "Eine neuere Fassung von fachcheck");
    diff("other.json", "das Feld „schema“ fehlt");
    let output = fachcheck(folder.path(), &["diff", "missing.json", "text.json"]);
    assert_eq!(said(&output).lines().count(), 2);
}

#[test]
fn an_unknown_department_is_no_empty_result() {
    let folder = tempfile::tempdir().expect("a folder");
    checked(folder.path());
    refused(
        folder.path(),
        &["diff", "old.json", "new.json", "--department", "KVR"],
        "Das Referat „KVR“ kommt in keinem der Berichte vor",
    );
}

#[test]
fn every_mistake_about_a_history_has_its_sentence() {
    for (error, words) in [
        (StoreError::NotBuilt, "ohne das Merkmal „database“"),
        (StoreError::Busy, "Ein anderes Programm schreibt gerade"),
        (StoreError::Full, "Der Datenträger ist voll"),
        (StoreError::ReadOnly, "darf nicht beschrieben werden"),
        (
            StoreError::Other("x".to_owned()),
            "kann nicht benutzt werden (x)",
        ),
    ] {
        let problems = error.problem(Path::new("h.sqlite"));
        let line = problems.0[0].line(Language::De);
        assert!(line.starts_with("h.sqlite: Fehler VERLAUF: "), "{line}");
        assert!(line.contains(words), "{line}");
    }
}
