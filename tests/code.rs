//! Program source: what each language's reader makes of a small file, and hostile input.
#![cfg(feature = "code")]

use std::path::Path;

use fachcheck::format;
use fachcheck::source::Capture;
use proptest::prelude::*;

fn dump(name: &str, text: &str) -> String {
    let capture = Capture::of_text(name, text);
    let (format, parsed, gaps) = format::parse(&capture);
    let mut out = format!("{}\n", format.unwrap_or("-"));
    for schema in &parsed.schemas {
        out.push_str(&schema.dump());
    }
    for gap in gaps {
        out.push_str(&format!("! {} {:?}\n", gap.place, gap.reason));
    }
    out
}

#[test]
fn each_language_declares_what_its_reader_finds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/code");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("fixtures")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension != "snap")
        })
        .collect();
    files.sort();
    assert!(files.len() >= 7, "one fixture for each language");
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

#[test]
fn deep_nesting_and_broken_source_do_not_end_the_run() {
    let deep = format!(
        "int gender = {}1{};",
        "(".repeat(50_000),
        ")".repeat(50_000)
    );
    for name in ["a.java", "a.kt", "a.cs", "a.ts", "a.py", "a.php", "a.rb"] {
        assert!(!dump(name, &deep).starts_with('-'), "{name} is recognised");
        assert!(!dump(name, "class gender { { enum ( ").starts_with('-'));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn spans_stay_inside_the_text(text in "(gender|enum|class|=|\\[|\\]|\\{|\\}|'m'|\"w\"|,|:|\\(|\\)| |\n|ä|choices|t\\.string){0,60}",
                                   kind in prop::sample::select(vec!["java", "kt", "cs", "ts", "tsx", "py", "php", "rb"])) {
        let capture = Capture::of_text(format!("a.{kind}"), &text);
        let (_, parsed, _) = format::parse(&capture);
        for schema in &parsed.schemas {
            for element in &schema.elements {
                prop_assert!(element.extent.end as usize <= text.len());
                prop_assert!(!element.name.value.is_empty() || element.name.span.is_some());
            }
        }
    }
}
