//! `inventory` as people call it.

use assert_cmd::Command;

use super::*;

fn fachcheck(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("fachcheck")
        .expect("built")
        .arg("inventory")
        .args(arguments)
        .output()
        .expect("runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (
        output.status.code().expect("no signal"),
        text(output.stdout),
        text(output.stderr),
    )
}

const VALID: [&str; 4] = [
    "--inventory",
    "tests/inventory/ok-one-file.toml",
    "--today",
    "2026-11-01",
];

#[test]
fn check_tells_mistakes_by_its_exit_code() {
    let (code, out, _) = fachcheck(&[&["check"], &VALID[..]].concat());
    assert_eq!(code, 0);
    assert!(
        out.ends_with("Fehler: 0; Warnungen: 0; Hinweise: 0.\n"),
        "{out}"
    );
    let warned = "tests/inventory/inv-006-no-owner.toml";
    let (code, out, _) = fachcheck(&["check", "--inventory", warned, "--lang", "en"]);
    assert_eq!(code, 0);
    assert!(
        out.contains(&format!("{warned}:8:1: warning INV-006: ")),
        "{out}"
    );
    let unknown = "tests/inventory/inv-003-unknown-fields.toml";
    assert_eq!(fachcheck(&["check", "--inventory", unknown]).0, 2);
    assert_eq!(
        fachcheck(&["check", "--inventory", unknown, "--lenient"]).0,
        0
    );
}

#[test]
fn check_speaks_json() {
    let file = "tests/inventory/inv-002-unknown-department.toml";
    let (code, out, _) = fachcheck(&["check", "--inventory", file, "--format", "json"]);
    assert_eq!(code, 2);
    let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(value["errors"], 5);
    assert_eq!(value["problems"][0]["line"], 11);
    assert_eq!(value["problems"][0]["code"], "INV-002");
}

#[test]
fn list_shows_what_was_asked_for() {
    let (code, out, _) = fachcheck(&[&["list"], &VALID[..]].concat());
    assert_eq!(code, 0);
    snapshot("output", "list", &out);
    let ids = |filter: &[&str]| {
        let (_, out, _) = fachcheck(&[&["list", "--format", "json"], &VALID[..], filter].concat());
        let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let ids = value
            .as_array()
            .expect("list")
            .iter()
            .map(|one| one["id"].to_string());
        ids.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(&["--phase", "produktiv,plan"]), "\"APP-0001\"");
    assert_eq!(ids(&["--department", "DIR"]), "\"APP-0002\"");
    let (code, out, err) = fachcheck(&[&["list", "--tag", "ozg"], &VALID[..]].concat());
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("ozg"), "{err}");
}

#[test]
fn stats_counts() {
    let (code, out, _) = fachcheck(&[&["stats", "--lang", "en"], &VALID[..]].concat());
    assert_eq!(code, 0);
    snapshot("output", "stats", &out);
    let (_, out, _) = fachcheck(&[&["stats", "--format", "json"], &VALID[..]].concat());
    let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(value["funnel"][0]["count"], 2);
}

#[test]
fn new_begins_and_never_overwrites() {
    let folder = tempfile::tempdir().expect("folder");
    let target = folder.path().join("inventar");
    let target = target.to_str().expect("UTF-8");
    let (code, out, _) = fachcheck(&["new", target]);
    assert_eq!((code, out.lines().count()), (0, 5), "{out}");
    assert_eq!(fachcheck(&["check", "--inventory", target]).0, 0);
    let file = folder.path().join("inventar/interfaces.toml");
    fs::write(&file, "# mine").expect("file");
    fs::remove_file(folder.path().join("inventar/inventory.toml")).expect("file");
    let (code, out, _) = fachcheck(&["new", target]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(fs::read_to_string(file).expect("file"), "# mine");
    assert!(!folder.path().join("inventar/inventory.toml").exists());
}
