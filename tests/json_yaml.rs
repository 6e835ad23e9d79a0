//! JSON and YAML documents that are hostile, broken or oddly encoded.

mod support;

use fachcheck::gap::GapReason;
use proptest::prelude::*;
use support::document::documents;
use support::reading::read_soundly;

fn dump(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<GapReason>) {
    let reading = read_soundly(name, bytes);
    let lines = reading.parsed.schemas.iter().flat_map(|schema| {
        let text = schema.dump();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    });
    (
        lines.collect(),
        reading.gaps.iter().map(|gap| gap.reason).collect(),
    )
}

#[test]
fn references_in_circles_end() {
    let text = r##"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Person",
        "type":"object","properties":{"geschlecht":{"$ref":"#/$defs/a"},"partner":{"$ref":"#"}},
        "$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"},"c":{"allOf":[{"$ref":"#/$defs/c"}]},
                 "d":{"oneOf":[{"$ref":"#/$defs/d"},{"$ref":"#/$defs/d"}]}}}"##;
    let (lines, gaps) = dump("person.schema.json", text.as_bytes());
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("Person.geschlecht "))
    );
    assert!(gaps.is_empty());
}

#[test]
fn an_alias_bomb_stays_as_small_as_its_text() {
    let mut text =
        String::from("openapi: 3.0.0\nx0: &x0 { properties: { geschlecht: { type: string } } }\n");
    for level in 1..40 {
        let below = level - 1;
        text.push_str(&format!(
            "x{level}: &x{level} {{ allOf: [*x{below}, *x{below}, *x{below}] }}\n"
        ));
    }
    text.push_str("components:\n  schemas:\n    Person: *x39\n    Kind:\n      type: object\n      properties:\n        geschlecht: { enum: [m, w] }\n");
    let (lines, _) = dump("api.yaml", text.as_bytes());
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("schemas.Kind.geschlecht "))
    );
    assert!(lines.len() < 10, "{}", lines.len());
}

#[test]
fn nesting_has_a_limit_with_a_reason() {
    let deep = format!(
        "{{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"a\":{}1{}}}",
        "[".repeat(300),
        "]".repeat(300)
    );
    let (_, gaps) = dump("deep.schema.json", deep.as_bytes());
    assert_eq!(gaps, [GapReason::TooDeep]);
    let endless = format!("openapi: 3.0.0\npaths: {}", "{a: ".repeat(100_000));
    let (_, gaps) = dump("deep.yaml", endless.as_bytes());
    assert_eq!(gaps.len(), 1);
}

#[test]
fn the_encoding_does_not_matter() {
    let text = r#"{"$schema":"https://json-schema.org/draft-07/schema","title":"Bürger","type":"object",
        "properties":{"geschlecht":{"enum":["männlich","weiblich"]}}}"#;
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let latin: Vec<u8> = text
        .chars()
        .map(|ch| u8::try_from(u32::from(ch)).expect("all are in Latin 1"))
        .collect();
    let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
    let expected = dump("a.json", text.as_bytes()).0;
    assert_eq!(expected.len(), 1);
    for bytes in [utf16, latin] {
        assert_eq!(dump("a.json", &bytes).0, expected);
    }
    // The mark shifts columns of the first line only.
    assert_eq!(dump("a.json", &marked).0, expected);
}

#[test]
fn broken_documents_are_gaps_with_a_place() {
    let gaps = read_soundly("api.yaml", b"openapi: 3.0.0\ninfo: [1,\nb: 2\n").gaps;
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].reason, GapReason::Malformed);
    assert!(gaps[0].place.position.is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn trees_are_read_soundly(document in documents("tree")) {
        document.read_soundly();
    }
}
