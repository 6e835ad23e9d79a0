//! The commands of `docs/handbuch.md`, one after the other in one folder, as somebody who follows it types them.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

const GUIDE: &str = include_str!("../docs/handbuch.md");
const LIST: &str = include_str!("handbook/verfahren.csv");
const SCHEMA: &str = include_str!("handbook/schema.sql");

/// A command with the exit code that the handbook promises.
fn commands() -> impl Iterator<Item = (&'static str, i32)> {
    let lines = GUIDE
        .lines()
        .filter_map(|line| line.strip_prefix("fachcheck "));
    lines.map(|line| match line.split_once(" # Ende mit ") {
        Some((line, code)) => (line.trim_end(), code.trim().parse().expect("an exit code")),
        None => (line, 0),
    })
}

/// What the handbook asks people to do by hand.
fn do_by_hand(line: &str, desk: &Path) {
    if line.contains("--propose-mapping") {
        let mapping = desk.join("spalten.toml");
        let proposed = fs::read_to_string(&mapping).expect("a proposal");
        let decided = proposed
            .replace("# \"kind\" = \"\"", "\"kind\" = \"web\"")
            .replace("# \"personal_data\" = \"\"", "\"personal_data\" = true")
            .replace(
                "# \"user_groups\" = \"\"",
                "\"user_groups\" = [\"citizens\"]",
            );
        fs::write(mapping, decided).expect("a mapping");
    }
    if line.contains("--write") {
        fs::write(desk.join("bestand/schema.sql"), SCHEMA).expect("a schema");
        let folder = desk.join("bestand/applications");
        let first = fs::read_dir(folder)
            .expect("files of departments")
            .map(|entry| entry.expect("an entry").path())
            .min()
            .expect("a department");
        let entries = fs::read_to_string(&first).expect("applications");
        let named = entries.find("\nname =").expect("an application") + 1;
        let artefact = "artefact = [{ id = \"db\", path = \"schema.sql\" }]\n";
        let entries = [&entries[..named], artefact, &entries[named..]].concat();
        fs::write(first, entries).expect("an application with an artefact");
    }
}

#[test]
fn the_commands_of_the_handbook_work_one_after_the_other() {
    let desk = tempfile::tempdir().expect("a folder");
    fs::write(desk.path().join("verfahren.csv"), LIST).expect("a list");
    let mut ran = 0;
    for (line, code) in commands() {
        let output = Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .current_dir(desk.path())
            .args(line.split_whitespace())
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{line}\n{said}\n{shown}");
        do_by_hand(line, desk.path());
        ran += 1;
    }
    assert!(ran > 12, "{ran}");
    let second = desk.path().join("berichte/2027-02-22/html/index.html");
    assert!(second.is_file(), "pages of the second audit");
}
