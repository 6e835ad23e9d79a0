//! Holds the rooms apart: which room may import which (`ARCHITECTURE.md`).

use std::collections::BTreeMap;
use std::path::Path;

/// Room → rooms it may import. `texts` and `problem` are plain vocabulary and open to all.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("texts", &[]),
    ("problem", &["model"]),
    ("gap", &["model"]),
    ("inventory", &["model"]),
    ("source", &["inventory", "model", "gap"]),
    ("format", &["model", "gap", "source"]),
    ("gender", &["model"]),
    ("a11y", &["model"]),
    ("outcome", &["model"]),
    (
        "check",
        &["model", "outcome", "gender", "a11y", "inventory"],
    ),
    ("rule", &["check", "outcome", "model", "source"]),
    (
        "engine",
        &[
            "model", "gap", "outcome", "check", "rule", "gender", "a11y", "format", "source",
        ],
    ),
    (
        "assess",
        &["outcome", "rule", "inventory", "gap", "model", "report"],
    ),
    ("plan", &["outcome", "rule", "inventory", "model"]),
    (
        "report",
        &[
            "outcome",
            "rule",
            "plan",
            "gap",
            "model",
            "check",
            "gender",
            "inventory",
        ],
    ),
    (
        "procure",
        &[
            "inventory",
            "outcome",
            "rule",
            "gap",
            "gender",
            "check",
            "report",
            "model",
        ],
    ),
];

#[test]
fn rooms_import_only_what_the_table_allows() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let table: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
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
            .into_owned();
        let room = relative
            .split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs");
        // Rooms without a line in the table (cli, run, main) know all rooms.
        let Some(allowed) = table.get(room) else {
            continue;
        };
        let text = std::fs::read_to_string(path).expect("source files are UTF-8");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for import in line.split("crate::").skip(1) {
                let target: String = import
                    .chars()
                    .take_while(|ch| ch.is_ascii_alphanumeric() || *ch == '_')
                    .collect();
                let open = target == room || target == "texts" || target == "problem";
                if !open && !allowed.contains(&target.as_str()) {
                    wrong.push(format!(
                        "{relative}:{}: {room} imports {target}",
                        number + 1
                    ));
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "the test looks at real imports");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
