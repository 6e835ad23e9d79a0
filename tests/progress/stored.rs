//! The history in its file.

use std::path::Path;

use fachcheck::progress::{Added, Store};

use super::commands::{checked, fachcheck, refused, said};
use super::*;

#[test]
fn the_same_report_added_twice_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("h.sqlite");
    let runs = year();
    let mut store = Store::open_or_create(&path).expect("made");
    assert_eq!(store.add(&runs).expect("added"), vec![Added::New; 4]);
    let bytes = std::fs::read(&path).expect("a file");
    assert_eq!(store.add(&runs).expect("added"), vec![Added::Known; 4]);
    assert_eq!(std::fs::read(&path).expect("a file"), bytes);
    drop(store);
    let store = Store::open(&path).expect("opened");
    assert_eq!(store.snapshots().expect("read"), runs);
    assert_eq!(
        trend(&store.snapshots().expect("read"), &[]),
        trend(&runs, &[])
    );
}

#[test]
fn what_an_earlier_version_stored_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("h.sqlite");
    let run = |finding: FindingState| report(SPRING).with("KVR-1", &["a.sql"], vec![finding]);
    let then = failure("KVR-1", "a.sql", &["person", "x"]);
    // Today, what is lacking is stored too, and another day may be worked out.
    let now = FindingState {
        due: Some(SUMMER),
        missing: Some(BTreeSet::from(["diverse".to_owned()])),
        ..then.clone()
    };
    let mut store = Store::open_or_create(&path).expect("made");
    store.add(&[run(then.clone())]).expect("added");
    let file = rusqlite::Connection::open(&path).expect("opened");
    file.execute("UPDATE run SET digest = 'of an earlier version'", [])
        .expect("changed");
    drop(file);
    assert_eq!(store.add(&[run(now)]).expect("added"), [Added::Known]);
    let other = FindingState { line: 8, ..then };
    assert_eq!(store.add(&[run(other)]).expect("added"), [Added::New]);
}

#[test]
fn a_file_that_is_no_history_of_ours_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    checked(folder.path());
    let file = |name: &str| folder.path().join(name);
    std::fs::write(file("text.sqlite"), "Guten Tag. ".repeat(900)).expect("a file");
    let foreign = rusqlite::Connection::open(file("foreign.sqlite")).expect("opened");
    foreign
        .execute_batch("CREATE TABLE person (id INT)")
        .expect("made");
    drop(foreign);
    drop(Store::open_or_create(&file("newer.sqlite")).expect("made"));
    let newer = rusqlite::Connection::open(file("newer.sqlite")).expect("opened");
    newer
        .pragma_update(None, "user_version", 99)
        .expect("numbered");
    drop(newer);
    let mut broken = Store::open_or_create(&file("broken.sqlite")).expect("made");
    broken.add(&year()).expect("added");
    drop(broken);
    let mut bytes = std::fs::read(file("broken.sqlite")).expect("a file");
    bytes[4096..].fill(0x5a);
    std::fs::write(file("broken.sqlite"), bytes).expect("a file");
    for (name, words) in [
        (
            "text.sqlite",
            "keine Verlaufsdatei, oder sie ist beschädigt",
        ),
        ("foreign.sqlite", "kein Verlauf von fachcheck"),
        ("newer.sqlite", "Eine neuere Fassung von fachcheck"),
        (
            "broken.sqlite",
            "keine Verlaufsdatei, oder sie ist beschädigt",
        ),
    ] {
        let before = std::fs::read(file(name)).expect("a file");
        for arguments in [
            ["history", "add", "old.json", "--history", name].as_slice(),
            &["history", "list", "--history", name],
            &["history", "trend", "--history", name],
            &["diff", "old.json", "new.json", "--history", name],
        ] {
            refused(folder.path(), arguments, words);
        }
        assert_eq!(std::fs::read(file(name)).expect("a file"), before, "{name}");
    }
    refused(
        folder.path(),
        &["history", "list"],
        "Diese Verlaufsdatei gibt es nicht",
    );
    assert!(!file("reports").exists());
}

#[test]
fn reports_are_added_listed_and_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    checked(folder.path());
    let run = |arguments: &[&str]| {
        let output = fachcheck(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        (
            String::from_utf8_lossy(&output.stdout).into_owned(),
            said(&output),
        )
    };
    let (_, note) = run(&["history", "add", "old.json", "new.json"]);
    assert!(
        note.contains("new.json: aufgenommen (Stand 01.06.2026)."),
        "{note}"
    );
    assert!(note.contains("history.sqlite: 2."), "{note}");
    let (_, note) = run(&["history", "add", "old.json"]);
    assert!(note.contains("war schon im Verlauf"), "{note}");
    let (list, _) = run(&["history", "list", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list.as_array().map(Vec::len), Some(2));
    assert!(run(&["history", "list"]).0.contains("02.03.2026"));
    assert!(run(&["history", "show"]).0.contains("Neue Feststellungen"));
    assert!(run(&["history", "show", "1"]).0.contains("Fortschritt"));
    assert!(run(&["history", "trend"]).0.contains("kein Ausblick"));
    refused(
        folder.path(),
        &["history", "show", "7"],
        "keinen Bericht Nr. 7. Vorhanden: 1, 2.",
    );
    drop(Store::open_or_create(&folder.path().join("empty.sqlite")).expect("made"));
    for verb in ["list", "show", "trend"] {
        let arguments = ["history", verb, "--history", "empty.sqlite"];
        refused(folder.path(), &arguments, "enthält noch keinen Bericht");
    }
}

#[test]
fn an_audit_adds_itself_as_its_report_would() {
    let folder = tempfile::tempdir().expect("a folder");
    let inventory = Path::new(env!("CARGO_MANIFEST_DIR")).join("inventory");
    let inventory = inventory.to_str().expect("text");
    let arguments = [
        "audit",
        "--inventory",
        inventory,
        "--department",
        "BIL",
        "--today",
        "2026-11-23",
        "--format",
        "json",
        "--quiet",
        "--history",
        "h/verlauf.sqlite",
    ];
    let output = fachcheck(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let add = [
        "history",
        "add",
        "reports/2026-11-23/report.json",
        "--history",
        "h/verlauf.sqlite",
    ];
    let output = fachcheck(folder.path(), &add);
    assert!(
        said(&output).contains("war schon im Verlauf"),
        "{}",
        said(&output)
    );
    std::fs::write(folder.path().join("h/verlauf.sqlite"), "kein Verlauf").expect("a file");
    refused(folder.path(), &arguments, "keine Verlaufsdatei");
    assert!(
        !folder.path().join("reports/2026-11-23-2").exists(),
        "nothing ran"
    );
}
