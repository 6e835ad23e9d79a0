//! No file makes the reader panic.

use proptest::prelude::*;

use super::*;

fn load(bytes: &[u8]) {
    let file = tempfile::NamedTempFile::new().expect("temporary file");
    fs::write(file.path(), bytes).expect("file");
    let problems = problems(file.path(), &options());
    let text = String::from_utf8_lossy(bytes);
    let lines = u32::try_from(text.split(['\n', '\r']).count()).expect("short");
    for problem in &problems.0 {
        assert!(
            problem
                .position
                .is_none_or(|position| position.line <= lines),
            "{problem:?}"
        );
        assert!(!problem.message.de.contains("inventory."), "{problem:?}");
        assert!(!problem.message.de.contains('\u{1b}'), "{problem:?}");
    }
}

/// Pieces of inventory files in any order: more often nearly right than random text.
fn fragment() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "id",
        "name",
        "department",
        "kind",
        "lifecycle",
        "lifecycle.phase",
        "user_groups",
        "personal_data",
        "url",
        "contract_until",
        "gender",
        "stored",
        "values",
        "artefact",
        "path",
        "from",
        "to",
        "data",
        "successor",
        "x",
    ]);
    let value = prop::sample::select(vec![
        "\"APP-1\"",
        "\"APP-2\"",
        "\"web\"",
        "true",
        "[]",
        "[1]",
        "[[]]",
        "{}",
        "{ phase = \"active\" }",
        "1979-05-27",
        "07:32:00",
        "-1",
        "1e400",
        "0xff",
        "nan",
        "\"31.2.2026\"",
        "'''x'''",
        "[{}]",
        "\"\\u001b[31m\"",
        "{ url = 1 }",
        "",
    ]);
    let header = prop::sample::select(vec![
        "[inventory]",
        "[[department]]",
        "[[application]]",
        "[[application.url]]",
        "[application.gender]",
        "[application]",
        "[[interface]]",
        "[application.accessibility.exception]",
        "[[application.artefact]]",
        "[x]",
        "[[",
    ]);
    prop_oneof![
        (key, value).prop_map(|(key, value)| format!("{key} = {value}\n")),
        header.prop_map(|header| format!("{header}\n")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        load(&bytes);
    }

    #[test]
    fn on_fragments(parts in prop::collection::vec(fragment(), 0..30)) {
        load(parts.concat().as_bytes());
    }
}

#[test]
fn on_deep_nesting() {
    load(format!("x = {}", "[".repeat(100_000)).as_bytes());
    load(format!("x = {}", "{a=".repeat(100_000)).as_bytes());
    load(format!("[{}a]", "a.".repeat(100_000)).as_bytes());
    load(format!("{}a = 1", "a.".repeat(1_000)).as_bytes());
}
