//! SQL scripts: what the reader makes of one script per dialect, and hostile input.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use fachcheck::format;
use fachcheck::model::SchemaModel;
use fachcheck::source::Capture;
use proptest::prelude::*;

fn dump(name: &str, text: &str) -> String {
    let (format, parsed, gaps) = format::parse(&Capture::of_text(name, text));
    let mut out = format!("{}\n", format.unwrap_or("-"));
    for schema in &parsed.schemas {
        for entity in &schema.entities {
            let labels: Vec<&str> = entity
                .labels
                .iter()
                .map(|label| label.text.value.as_str())
                .collect();
            let _ = writeln!(out, "[{}] {}", entity.path, labels.join(" | "));
        }
        out.push_str(&schema.dump());
    }
    for gap in gaps {
        let _ = writeln!(out, "! {} {:?}", gap.place, gap.reason);
    }
    out
}

fn model(text: &str) -> SchemaModel {
    let (_, mut parsed, _) = format::parse(&Capture::of_text("a.sql", text));
    parsed.schemas.remove(0)
}

#[test]
fn each_dialect_declares_what_its_script_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/sql");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("fixtures")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    files.sort();
    assert!(files.len() >= 6, "one fixture for each dialect");
    for file in files {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(&file).expect("fixture");
        insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.clone(), dump(&name, &text));
        });
    }
}
