//! Migrations of a folder: the verdict is about what they leave behind, findings name the line that decides.

use std::path::Path;

use assert_cmd::Command;

fn fields(folder: &Path) -> Vec<serde_json::Value> {
    let out = Command::cargo_bin("fachcheck")
        .expect("the program is built")
        .args(["dump", "fields", "--format", "jsonl"])
        .arg(folder)
        .output()
        .expect("it runs");
    String::from_utf8_lossy(&out.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

/// Writes the files of a folder.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

const FIRST: (&str, &str) = (
    "db/V1__anlage.sql",
    "-- Erfunden: Volkshochschule Musterstadt.\nCREATE TABLE teilnehmer (\n  id INT PRIMARY KEY,\n  geschlecht CHAR(1) NOT NULL,\n  CONSTRAINT ck CHECK (geschlecht IN ('m', 'w'))\n);\n",
);

#[test]
fn the_last_state_counts() {
    let folder = folder(&[
        FIRST,
        (
            "db/V10__alle.sql",
            "ALTER TABLE teilnehmer DROP CONSTRAINT ck;\nALTER TABLE teilnehmer ADD CONSTRAINT ck2 CHECK (geschlecht IN ('m', 'w', 'd', 'x'));",
        ),
        (
            "db/V2__divers.sql",
            "ALTER TABLE teilnehmer DROP CONSTRAINT ck;\nALTER TABLE teilnehmer ADD CONSTRAINT ck CHECK (geschlecht IN ('m', 'w', 'd'));\n",
        ),
        (
            "db/U10__alle.sql",
            "ALTER TABLE teilnehmer ADD CONSTRAINT alt CHECK (geschlecht IN ('m', 'w'));",
        ),
    ]);
    let fields = fields(folder.path());
    assert_eq!(fields.len(), 1, "{fields:?}");
    assert_eq!(fields[0]["outcome"], "passed");
    assert!(
        fields[0]["path"]
            .as_str()
            .is_some_and(|path| path.ends_with("db/V1__anlage.sql")),
        "{fields:?}"
    );
    assert_eq!(fields[0]["line"], 4);
}

#[test]
fn findings_name_the_migration_that_decides() {
    let folder = folder(&[
        FIRST,
        (
            "db/V2__divers.sql",
            "-- ein Fehler darf die anderen nicht mitreißen: 'offen\nALTER TABLE teilnehmer DROP CONSTRAINT ck;\n\nALTER TABLE teilnehmer ADD CONSTRAINT ck CHECK (geschlecht IN ('m', 'w', 'd'));\n-- @undo\nDROP TABLE teilnehmer;\n",
        ),
        (
            "db/V3__anderes.sql",
            "CREATE TABLE kurs (id INT, titel VARCHAR(80))",
        ),
    ]);
    let out = Command::cargo_bin("fachcheck")
        .expect("the program is built")
        .args(["check", "--format", "json"])
        .arg(folder.path())
        .output()
        .expect("it runs");
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).expect("a report");
    let assertions = report["applications"][0]["assertions"]
        .as_array()
        .expect("assertions");
    let four = assertions
        .iter()
        .find(|assertion| assertion["rule"] == "gender/four-entries-storable")
        .expect("the rule ran");
    let declared = &four["findings"][0]["place"];
    assert!(
        declared["document"]
            .as_str()
            .is_some_and(|path| path.ends_with("db/V1__anlage.sql")),
        "{declared}"
    );
    let place = &four["findings"][0]["related"][0];
    assert!(
        place["document"]
            .as_str()
            .is_some_and(|path| path.ends_with("db/V2__divers.sql")),
        "{place}"
    );
    assert_eq!(place["line"], 4);
}

#[test]
fn folders_stand_for_themselves() {
    let script = FIRST.1;
    let folder = folder(&[
        ("h2/V1__a.sql", script),
        (
            "h2/V2__b.sql",
            "ALTER TABLE teilnehmer DROP COLUMN geschlecht;",
        ),
        ("oracle/V1__a.sql", script),
        ("zwei/V1__a.sql", script),
        ("zwei/V1.0__b.sql", "DROP TABLE teilnehmer;"),
    ]);
    let fields = fields(folder.path());
    let paths: Vec<&str> = fields
        .iter()
        .filter_map(|field| field["path"].as_str())
        .collect();
    assert_eq!(fields.len(), 2, "{paths:?}");
    assert!(paths[0].ends_with("oracle/V1__a.sql"));
    assert!(paths[1].ends_with("zwei/V1__a.sql"));
}
