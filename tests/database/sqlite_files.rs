//! Databases that are one file.

use super::*;

fn sqlite(path: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(path).expect("a file");
    connection.execute_batch(sql).expect("valid SQL");
}

#[test]
fn sqlite_files_are_known_by_their_content() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    sqlite(
        &folder.path().join("anträge #1?.dat"),
        include_str!("sqlite.sql"),
    );
    sqlite(&folder.path().join("leer.db"), "create table t (a int)");
    let before = fs::read_dir(folder.path()).expect("a folder").count();
    let report = check(folder.path());
    assert_eq!(lost(&report), []);
    assert_eq!(documents(&report).len(), 2);
    assert_eq!(
        fs::read_dir(folder.path()).expect("a folder").count(),
        before
    );
    let fields = &report.applications[0].fields;
    let field = |name: &str| {
        fields
            .iter()
            .find(|field| field.name == name)
            .expect("a field")
    };
    assert_eq!(field("anrede").values.len(), 2);
    assert!(
        !serde_json::to_string(&report)
            .expect("a report")
            .contains("Geheim")
    );
}

#[test]
fn sqlite_files_are_named_with_or_without_their_kind() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("antraege.db");
    sqlite(&path, include_str!("sqlite.sql"));
    for address in [
        format!("sqlite:{}", path.display()),
        path.display().to_string(),
    ] {
        let output = assert_cmd::Command::cargo_bin("fachcheck")
            .expect("the program")
            .args(["check", "--format", "jsonl", &address])
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stdout).contains("anrede"));
    }
}

#[test]
fn a_sqlite_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("antraege.db");
    sqlite(&path, include_str!("sqlite.sql"));
    let inventory = Inventory {
        root: folder.path().to_owned(),
        ..Inventory::default()
    };
    // Larger than what is read of other files.
    let limits = Limits {
        max_bytes: 4096,
        ..Limits::default()
    };
    let sources = Sources::open(&Setting {
        inventory: &inventory,
        limits: &limits,
        walk: WalkOptions::default(),
        topic: support::shipped::vocabulary().topic(),
    });
    let captures: Mutex<Vec<Capture>> = Mutex::default();
    let application = support::with_artefacts("APP-1", &["antraege.db"]);
    let gaps = sources.acquire(&application, &|capture| {
        captures.lock().expect("no panic").push(capture)
    });
    assert_eq!(gaps, []);
    let captures = captures.into_inner().expect("no panic");
    assert_shown("sqlite", shown(&captures[0]));
}

#[test]
fn broken_sqlite_files_do_not_end_the_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.db");
    sqlite(&path, include_str!("sqlite.sql"));
    let whole = fs::read(&path).expect("a file");
    for at in (16..whole.len()).step_by(whole.len() / 200) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xFF;
        fs::write(&path, &bytes).expect("a file");
        check(folder.path());
    }
    for length in [16, 100, 1000, whole.len() / 2] {
        fs::write(&path, &whole[..length]).expect("a file");
        let report = check(folder.path());
        assert_eq!(lost(&report).len(), 1, "{length}");
    }
}

#[test]
fn thousands_of_tables_in_a_sqlite_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let tables: String = (0..5000)
        .map(|n| format!("create table t_{n} (id integer primary key, geschlecht text check (geschlecht in ('m', 'w')));"))
        .collect();
    sqlite(
        &folder.path().join("viele.db"),
        &format!("begin; {tables} commit"),
    );
    let started = Instant::now();
    let report = check(folder.path());
    assert_eq!(lost(&report), []);
    assert_eq!(report.applications[0].fields.len(), 5000);
    let _ = writeln!(
        std::io::stderr(),
        "SQLite, 5000 tables: {:?}",
        started.elapsed()
    );
}
