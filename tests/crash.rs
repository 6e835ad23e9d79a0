//! What no code inside a process can contain: the process dies, and the run goes on.
#![cfg(all(unix, debug_assertions))]

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

const SCHEMA: &str =
    "CREATE TABLE person (vorname TEXT, geschlecht CHAR(1) CHECK (geschlecht IN ('m','w')));";

fn folder(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in names {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, SCHEMA).expect("a file");
    }
    folder
}

/// Runs the program; the process that reads dies at documents (or applications) whose names end like one of these.
fn run(folder: &Path, deadly: &str, arguments: &[&str]) -> Output {
    Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .current_dir(folder)
        .env("FACHCHECK_TEST_ABORT", deadly)
        .env("TMPDIR", folder)
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn check(folder: &Path, deadly: &str) -> (Output, Value) {
    let output = run(
        folder,
        deadly,
        &["check", "--format", "json", "--quiet", "db"],
    );
    let report = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output, report)
}

/// Names of what was not read because the process died of it.
fn aborted(report: &Value) -> Vec<&str> {
    let gaps = report["applications"].as_array().into_iter().flatten();
    gaps.flat_map(|application| application["gaps"].as_array().into_iter().flatten())
        .filter(|gap| gap["reason"] == "aborted")
        .filter_map(|gap| gap["place"]["document"].as_str())
        .collect()
}

fn fields(report: &Value) -> usize {
    let applications = report["applications"].as_array().into_iter().flatten();
    applications
        .filter_map(|application| application["fields"].as_array())
        .map(Vec::len)
        .sum()
}

#[test]
fn a_document_that_ends_the_process_is_a_gap_and_all_others_are_read() {
    let names: Vec<String> = (0..40).map(|at| format!("db/{at}.sql")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let folder = folder(&names);
    let (output, report) = check(folder.path(), "db/17.sql");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(aborted(&report), ["db/17.sql"]);
    assert_eq!(fields(&report), 39);
    let left = std::fs::read_dir(folder.path())
        .expect("the folder")
        .count();
    assert_eq!(left, 1, "the journal is removed");
}

#[test]
fn many_such_documents_cost_no_run_each() {
    let names: Vec<String> = (0..30).map(|at| format!("db/{at}.sql")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let folder = folder(&names);
    // All whose number ends with a seven or a nine.
    let (output, report) = check(folder.path(), "7.sql,9.sql");
    assert_eq!(output.status.code(), Some(1));
    let mut lost = aborted(&report);
    lost.sort_unstable();
    assert_eq!(
        lost,
        [
            "db/17.sql",
            "db/19.sql",
            "db/27.sql",
            "db/29.sql",
            "db/7.sql",
            "db/9.sql"
        ]
    );
    assert_eq!(fields(&report), 24);
}

#[test]
fn an_application_that_ends_the_process_as_a_whole_is_a_gap_beside_the_others() {
    let folder = folder(&["db/a.sql", "web/a.sql"]);
    let arguments = ["check", "--format", "json", "--quiet", "db", "web"];
    let output = run(folder.path(), "web", &arguments);
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(aborted(&report), ["web"]);
    assert_eq!(fields(&report), 1);
}

#[test]
fn what_was_left_out_is_said_in_the_language_of_the_user() {
    let folder = folder(&["db/a.sql", "db/b.sql"]);
    let german = run(folder.path(), "b.sql", &["check", "db"]);
    let said = String::from_utf8_lossy(&german.stderr);
    assert!(
        said.contains("Die Arbeit an db/b.sql hat das Programm beendet"),
        "{said}"
    );
    let shown = String::from_utf8_lossy(&german.stdout);
    assert!(shown.contains("Daran endete das Programm"), "{shown}");
    let english = run(folder.path(), "b.sql", &["check", "--lang", "en", "db"]);
    let said = String::from_utf8_lossy(&english.stderr);
    assert!(
        said.contains("The work on db/b.sql ended the program"),
        "{said}"
    );
}

#[test]
fn an_audit_goes_on_and_writes_its_report() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().expect("a folder");
    let (inventory, reports) = (root.join("inventory"), out.path().join("reports"));
    let arguments = [
        "audit",
        "--quiet",
        "--format",
        "json",
        "--today",
        "2026-11-23",
        "--inventory",
    ];
    let audit = |deadly: &str| {
        let output = Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .env("FACHCHECK_TEST_ABORT", deadly)
            .args(arguments)
            .arg(&inventory)
            .arg("--out")
            .arg(&reports)
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
    };
    audit("");
    audit("KVR-EWO");
    let read = |name: &str| -> Value {
        let bytes = std::fs::read(reports.join(name).join("report.json")).expect("a report");
        serde_json::from_slice(&bytes).expect("a report")
    };
    let (whole, rest) = (read("2026-11-23"), read("2026-11-23-2"));
    assert_eq!(aborted(&rest), ["KVR-EWO"]);
    let names = |report: &Value| -> Vec<String> {
        let applications = report["applications"].as_array().into_iter().flatten();
        applications
            .map(|application| application["id"].to_string())
            .collect()
    };
    assert_eq!(names(&rest), names(&whole));
}

/// The limit on memory makes an allocation fail, which ends a process like a full stack does.
#[cfg(target_os = "linux")]
#[test]
fn a_document_that_takes_more_memory_than_there_is_is_a_gap() {
    let folder = folder(&["db/a.sql", "db/b.sql"]);
    let page = format!(
        "<!DOCTYPE html><html lang=de><title>x</title><main>{}</main>",
        "<b>x</b>".repeat(600_000)
    );
    std::fs::write(folder.path().join("db/page.html"), page).expect("a file");
    let output = Command::cargo_bin("fachcheck")
        .expect("the program was built")
        .current_dir(folder.path())
        .env("FACHCHECK_MEMORY_MIB", "128")
        .args(["check", "--format", "json", "--quiet", "db"])
        .output()
        .expect("the program starts");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(aborted(&report), ["db/page.html"]);
    assert_eq!(fields(&report), 2);
}
