//! The verb `fix` as people call it: what it prints, what it writes, and what it refuses to touch.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::CommandCargoExt as _;
use tempfile::TempDir;

const SCRIPT: &str = "CREATE TABLE kunde (\r\n  nachname VARCHAR(60),\r\n  geschlecht CHAR(1) CHECK (geschlecht IN ('m','w')) -- für Briefe\r\n);\r\n";

fn fix(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("fachcheck")
        .expect("built")
        .arg("fix")
        .args(arguments)
        .args(["--offline", "--today", "2026-11-23"])
        .current_dir(folder)
        .output()
        .expect("it runs")
}

fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git")
        .args([
            "-c",
            "user.name=Muster",
            "-c",
            "user.email=muster@example.org",
        ])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("git is there");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// A repository with one script in Windows-1252, committed.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("kunde.sql"), windows(SCRIPT)).expect("written");
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["config", "core.autocrlf", "false"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "Anfang"]);
    folder
}

fn windows(text: &str) -> Vec<u8> {
    text.chars()
        .map(|ch| u8::try_from(u32::from(ch)).expect("a letter of Latin 1"))
        .collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_patch_is_printed_and_nothing_is_written() {
    let folder = repository();
    let output = fix(folder.path(), &["."]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let patch = String::from_utf8(output.stdout.clone()).expect("text");
    assert!(
        patch.starts_with("--- a/kunde.sql\n+++ b/kunde.sql\n"),
        "{patch}"
    );
    assert!(
        patch.contains("+  geschlecht CHAR(1) CHECK (geschlecht IN ('m','w','d','x'))"),
        "{patch}"
    );
    assert!(
        said(&output).contains("d = divers, x = ohne Angabe"),
        "{}",
        said(&output)
    );
    assert_eq!(
        fs::read(folder.path().join("kunde.sql")).expect("there"),
        windows(SCRIPT)
    );
}

#[test]
fn what_is_written_keeps_encoding_and_line_ends() {
    let folder = repository();
    let output = fix(folder.path(), &["--write", "."]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let expected = windows(&SCRIPT.replace("'m','w'", "'m','w','d','x'"));
    assert_eq!(
        fs::read(folder.path().join("kunde.sql")).expect("there"),
        expected
    );
    let again = fix(folder.path(), &["."]);
    assert_eq!(
        (again.status.code(), again.stdout.as_slice()),
        (Some(0), &b""[..]),
        "{}",
        said(&again)
    );
}

#[test]
fn work_that_git_does_not_know_is_only_overwritten_by_force() {
    let folder = repository();
    let script = folder.path().join("kunde.sql");
    let changed = windows(&SCRIPT.replace("60", "80"));
    fs::write(&script, &changed).expect("written");
    let output = fix(folder.path(), &["--write", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("git commit"), "{}", said(&output));
    assert_eq!(fs::read(&script).expect("there"), changed);
    let output = fix(folder.path(), &["--write", "--force", "."]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_ne!(fs::read(&script).expect("there"), changed);
}

/// The settings of a repository that somebody sent start no program.
#[test]
fn settings_of_a_repository_start_nothing() {
    let folder = repository();
    let mark = folder.path().join("ran");
    let trap = format!("touch '{}'; cat", mark.display());
    fs::write(folder.path().join(".gitattributes"), "*.sql filter=trap\n").expect("written");
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "Filter"]);
    for setting in ["filter.trap.clean", "core.fsmonitor", "core.pager"] {
        git(folder.path(), &["config", setting, &trap]);
    }
    let _ = fs::remove_file(&mark);
    // Written again with the same content: git has to compare it.
    fs::write(folder.path().join("kunde.sql"), windows(SCRIPT)).expect("written");
    let output = fix(folder.path(), &[".", "--write"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(!mark.exists(), "something ran");
}

#[test]
fn what_git_ignores_is_only_overwritten_by_force() {
    let folder = repository();
    fs::write(folder.path().join(".gitignore"), "eigen.sql\n").expect("written");
    fs::write(folder.path().join("eigen.sql"), windows(SCRIPT)).expect("written");
    let output = fix(folder.path(), &["eigen.sql", "--write", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    let written = fs::read(folder.path().join("eigen.sql")).expect("read");
    assert_eq!(written, windows(SCRIPT));
}

#[test]
fn outside_of_a_repository_there_is_no_way_back() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("kunde.sql"), SCRIPT).expect("written");
    let output = Command::cargo_bin("fachcheck")
        .expect("built")
        .args(["fix", "--write", ".", "--offline"])
        .env("GIT_CEILING_DIRECTORIES", folder.path())
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("--force"), "{}", said(&output));
    assert_eq!(
        fs::read_to_string(folder.path().join("kunde.sql")).expect("there"),
        SCRIPT
    );
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_folder_are_not_followed() {
    let outside = repository();
    let folder = repository();
    fs::remove_file(folder.path().join("kunde.sql")).expect("removed");
    let link = folder.path().join("kunde.sql");
    std::os::unix::fs::symlink(outside.path().join("kunde.sql"), link).expect("a link");
    let output = fix(folder.path(), &["--write", "--force", "."]);
    assert_ne!(output.status.code(), None);
    assert_eq!(
        fs::read(outside.path().join("kunde.sql")).expect("there"),
        windows(SCRIPT)
    );
    let output = fix(folder.path(), &["--write", "--force", "kunde.sql"]);
    assert_ne!(output.status.code(), None);
    assert_eq!(
        fs::read(outside.path().join("kunde.sql")).expect("there"),
        windows(SCRIPT)
    );
}

#[test]
fn mistakes_are_told_at_once() {
    let folder = repository();
    let output = fix(folder.path(), &["gibtesnicht", "https://example.org/"]);
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output);
    assert!(
        said.contains("gibtesnicht") && said.contains("keine Datei und kein Ordner"),
        "{said}"
    );
    let output = fix(folder.path(), &["--rule", "gender/gibtesnicht", "."]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn failures_without_a_suggestion_say_what_stands_in_the_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let steps = folder.path().join("db/migration");
    fs::create_dir_all(&steps).expect("made");
    fs::write(steps.join("V1__kunde.sql"), windows(SCRIPT)).expect("written");
    let page = "<!DOCTYPE html>\n<html lang=\"de\"><head><title>Kunde</title></head><body><main><h1>Kunde</h1>\n<form><input name=\"ort\"></form></main></body></html>\n";
    fs::write(folder.path().join("kunde.html"), page).expect("written");
    let said = said(&fix(folder.path(), &["."]));
    let told = |rule: &str, obstacle: &str, place: &str| {
        let place = format!("  {place}");
        let mut behind = said.lines().skip_while(|line| !line.contains(obstacle));
        behind.any(|line| line.starts_with(&place) && line.ends_with(&format!("[{rule}]")))
    };
    let unsure = "nicht Zeichen für Zeichen";
    assert!(
        told("accessibility/field-name", unsure, "kunde.html:3:"),
        "{said}"
    );
    assert!(said.contains("Ohne Vorschlag: 1 Mangel."), "{said}");
}

#[test]
fn what_stands_in_tests_too_is_said_to_stand_in_tests() {
    let folder = repository();
    fs::create_dir(folder.path().join("tests")).expect("a folder");
    fs::write(folder.path().join("tests/fixture.sql"), windows(SCRIPT)).expect("written");
    let output = fix(folder.path(), &["."]);
    let told = [output.stdout.clone(), output.stderr.clone()].concat();
    let told = String::from_utf8_lossy(&told);
    assert!(
        told.contains(
            "Dasselbe steht auch in Tests, die hier nicht geändert werden: tests/fixture.sql:3"
        ),
        "{told}"
    );
    assert!(!told.contains("fremden"), "{told}");
}

#[test]
fn counts_of_failures_add_up() {
    let folder = repository();
    // One kind of failure with a change, one that a change may settle, and one that none does.
    let page = "<!DOCTYPE html>\n<html lang=\"de\"><head><title>Kunde</title></head><body><main><h1>Kunde</h1>\n<form><input name=\"ort\"></form>\n<p><a href=\"/weiter\"></a></p></main></body></html>\n";
    fs::write(folder.path().join("kunde.html"), page).expect("written");
    let said = said(&fix(folder.path(), &["."]));
    let number = |text: &str, behind: &str| -> u64 {
        let rest = text.split_once(behind).map(|(_, rest)| rest);
        let digits = rest.unwrap_or_default().trim_start();
        let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap_or_default()
    };
    let sum = said.lines().find(|line| line.contains("Mängel: "));
    let sum = sum.expect("the sum");
    let (with, without) = (
        number(sum, "mit Vorschlag:"),
        number(sum, "ohne Vorschlag:"),
    );
    assert_eq!(number(sum, "Mängel:"), with + without, "{said}");
    assert_eq!(number(sum, "Vorschläge:"), with, "{said}");
    let unsettled = said
        .lines()
        .filter(|line| line.starts_with("Ohne Vorschlag:"));
    let unsettled: u64 = unsettled.map(|line| number(line, "Ohne Vorschlag:")).sum();
    let of_no_kind = said.lines().filter(|line| line.starts_with("Von "));
    let of_no_kind: u64 = of_no_kind.map(|line| number(line, "gibt:")).sum();
    assert!(unsettled > 0 && of_no_kind > 0, "{said}");
    assert_eq!(without, unsettled + of_no_kind, "{said}");
}

#[test]
fn only_what_leaves_nothing_to_decide_is_chosen_on_request() {
    let folder = repository();
    let output = fix(folder.path(), &["--mechanical", "."]);
    assert_eq!(
        (output.status.code(), output.stdout.as_slice()),
        (Some(0), &b""[..])
    );
    let output = fix(folder.path(), &["--rule", "gender/no-default-entry", "."]);
    assert_eq!(
        (output.status.code(), output.stdout.as_slice()),
        (Some(0), &b""[..])
    );
}

#[test]
fn findings_show_the_change_and_programs_get_it() {
    let folder = repository();
    let check = |arguments: &[&str]| {
        Command::cargo_bin("fachcheck")
            .expect("built")
            .arg("check")
            .args(arguments)
            .args(["--offline", "--today", "2026-11-23", "."])
            .current_dir(folder.path())
            .output()
            .expect("it runs")
    };
    let shown = String::from_utf8(check(&[]).stdout).expect("text");
    insta::assert_snapshot!(shown);
    let log: serde_json::Value =
        serde_json::from_slice(&check(&["--format", "sarif"]).stdout).expect("JSON");
    let fixes = &log["runs"][0]["results"][0]["fixes"];
    insta::assert_snapshot!(serde_json::to_string_pretty(fixes).expect("JSON"));
    let report: serde_json::Value =
        serde_json::from_slice(&check(&["--format", "json"]).stdout).expect("JSON");
    let suggestion = &report["applications"][0]["suggestions"][0];
    assert_eq!(suggestion["applicability"], "proposal");
    assert_eq!(suggestion["changes"][0]["edits"][0]["text"], ",'d','x'");
}
