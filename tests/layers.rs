//! Holds the rooms apart: which room may import which is the table in `ARCHITECTURE.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const ARCHITECTURE: &str = include_str!("../ARCHITECTURE.md");

/// A row of the table.
#[derive(Debug)]
struct Room {
    name: String,
    /// Whether every room may import it without saying so.
    open_to_all: bool,
    may_import: BTreeSet<String>,
}

/// The rooms in the order of the table.
fn rooms() -> Vec<Room> {
    let rows = ARCHITECTURE
        .lines()
        .skip_while(|line| !line.starts_with("| Room "))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut rooms = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [title, _, imports] = cells.as_slice() else {
            panic!("a row has three cells: {row}");
        };
        let (name, remark) = title
            .strip_prefix('`')
            .and_then(|rest| rest.split_once('`'))
            .unwrap_or_else(|| panic!("a row begins with the name of a room: {row}"));
        let may_import = match *imports {
            "–" => BTreeSet::new(),
            list => list.split(", ").map(str::to_owned).collect(),
        };
        rooms.push(Room {
            name: name.to_owned(),
            open_to_all: remark.contains("open to all"),
            may_import,
        });
    }
    rooms
}

/// What each room imports, with one place for each: room → imported room → `file:line`.
fn imports() -> BTreeMap<String, BTreeMap<String, String>> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut imports: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&source).sort_by_file_name() {
        let entry = entry.expect("the source tree is readable");
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let relative = path
            .strip_prefix(&source)
            .expect("below src")
            .to_string_lossy()
            .replace('\\', "/");
        let room = relative
            .split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs");
        if matches!(room, "lib" | "main") {
            continue;
        }
        let imported = imports.entry(room.to_owned()).or_default();
        let text = std::fs::read_to_string(path).expect("source files are UTF-8");
        // Only a module of tests within the file ends what is read: other items for tests may have imports behind them.
        let text = text.split("#[cfg(test)]\nmod tests {").next();
        let text = text.unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for import in line.split("crate::").skip(1) {
                let target: String = import
                    .chars()
                    .take_while(|ch| ch.is_ascii_alphanumeric() || *ch == '_')
                    .collect();
                if target != room {
                    imported
                        .entry(target)
                        .or_insert_with(|| format!("{relative}:{}", number + 1));
                }
            }
        }
    }
    imports
}

#[test]
fn rooms_import_what_the_table_says_and_nothing_else() {
    let rooms = rooms();
    let open: BTreeSet<&str> = rooms
        .iter()
        .filter(|room| room.open_to_all)
        .map(|room| room.name.as_str())
        .collect();
    let imports = imports();
    let mut wrong = Vec::new();
    for room in &rooms {
        let Some(imported) = imports.get(&room.name) else {
            wrong.push(format!("there is no room {}", room.name));
            continue;
        };
        for (target, place) in imported {
            if !open.contains(target.as_str()) && !room.may_import.contains(target) {
                wrong.push(format!("{place}: {} imports {target}", room.name));
            }
        }
        for target in &room.may_import {
            if !imported.contains_key(target) && !open.contains(target.as_str()) {
                wrong.push(format!("{} does not import {target}", room.name));
            }
        }
    }
    let listed: BTreeSet<&str> = rooms.iter().map(|room| room.name.as_str()).collect();
    let unlisted = imports
        .keys()
        .filter(|room| !listed.contains(room.as_str()));
    wrong.extend(unlisted.map(|room| format!("the table does not list {room}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rooms_import_only_rooms_above_them() {
    let mut above = BTreeSet::new();
    for room in rooms() {
        for target in &room.may_import {
            assert!(
                above.contains(target),
                "{} imports {target}, which is not above it",
                room.name
            );
        }
        above.insert(room.name);
    }
    assert!(above.len() > 10, "the table was found");
}
