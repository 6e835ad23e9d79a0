//! Readers with a small tokeniser of their own, and documents inside documents: whatever is written, they end,
//! and every place they name lies inside the text.

mod support;

use std::time::{Duration, Instant};

use fachcheck::gap::GapReason;
use fachcheck::model::{Domain, Known, Span};
use fachcheck::source::Capture;
use proptest::prelude::*;

/// The places of everything that was read.
fn places(name: &str, text: &str) -> Vec<Span> {
    let capture = Capture::of_text(name, text);
    let (_, parsed, gaps) = support::parse(&capture);
    for gap in gaps {
        assert_ne!(gap.reason, GapReason::CheckPanicked, "{name}");
    }
    let mut spans = Vec::new();
    for schema in &parsed.schemas {
        for element in &schema.elements {
            spans.push(element.extent);
            spans.extend(element.name.span);
            spans.extend(element.domain.span);
            spans.extend(element.labels.iter().filter_map(|label| label.text.span));
            if let Known::Yes(Domain::Closed(values)) = &element.domain.value {
                spans.extend(values.iter().filter_map(|value| value.raw.span));
            }
        }
        spans.extend(schema.relations.iter().map(|relation| relation.span));
    }
    spans
}

#[test]
fn hostile_documents_end_soon() {
    let long = 60_000;
    let documents = [
        ("a.abap", "IF a = 'b'. x = 'c'. ".repeat(long)),
        (
            "a.abap",
            format!("CONSTANTS {}: {}.", "x ".repeat(long), "a, ".repeat(long)),
        ),
        ("a.abap", "TYPES BEGIN OF a. ".repeat(long)),
        ("a.abap", "x = SWITCH #( ".repeat(long)),
        ("a.abap", "'".repeat(long)),
        ("a.dbml", "Table a { ".repeat(long)),
        ("a.dbml", "Table a {\n b int [note: '".repeat(long)),
        (
            "a.dbml",
            format!("Table a {{ {} }}", "indexes { (a) }\n".repeat(long)),
        ),
        ("a.dbml", "[(".repeat(long)),
        (
            "a.json",
            format!(
                "{{\"realm\":\"a\",\"enabled\":true,\"components\":{{\"org.keycloak.userprofile.UserProfileProvider\":\
                 [{{\"config\":{{\"kc.user.profile.config\":[\"{}\"]}}}}]}}}}",
                "[".repeat(long)
            ),
        ),
        (
            "datapackage.json",
            format!(
                "{{\"resources\":[{}]}}",
                "{\"schema\":{\"fields\":[]}},".repeat(long)
            ),
        ),
    ];
    for (name, text) in documents {
        let begun = Instant::now();
        places(name, &text);
        let taken = begun.elapsed();
        let start: String = text.chars().take(24).collect();
        assert!(taken < Duration::from_secs(20), "{name} {start}: {taken:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn places_lie_inside_the_text(
        text in "(CONSTANTS|TYPES|BEGIN OF|END OF|ENUM|CASE|WHEN|OTHERS|ENDCASE|IF|ELSE|ENDIF|SWITCH #\\(|COND #\\(|THEN|VALUE|TYPE|c|gc_ä_m|gc_ä_w|gesch|=|'m'|'ö|`|\\|\\{|\\|\\.|,|:|\\(|\\)|\\.|\"ü| |\n){0,60}",
    ) {
        for span in places("a.abap", &text) {
            prop_assert!(span.end as usize <= text.len());
        }
    }

    #[test]
    fn places_in_diagrams_lie_inside_the_text(
        text in "(Table|Enum|Ref|Note|indexes|checks|geschlecht|char\\(1\\)|person|\"ä b\"|'m'|'''|'ö|`mw in \\('m', 'ü'\\)`|\\[|\\]|\\{|\\}|\\(|\\)|note:|default:|check:|ref: >|not null|//ß|\\.|,|:|<| |\n){0,60}",
    ) {
        for span in places("a.dbml", &text) {
            prop_assert!(span.end as usize <= text.len());
        }
    }

    #[test]
    fn places_in_an_embedded_profile_lie_inside_the_text(
        inner in "(\\{|\\}|\\[|\\]|:|,|\\\\\"name\\\\\"|\\\\\"gender\\\\\"|\\\\\"validations\\\\\"|\\\\\"options\\\\\"|\\\\u00e4|\\\\ud83d\\\\ude00|\\\\n|ä|\\|| ){0,40}",
    ) {
        let text = format!(
            "{{\"realm\":\"a\",\"enabled\":true,\"components\":{{\"org.keycloak.userprofile.UserProfileProvider\":\
             [{{\"config\":{{\"kc.user.profile.config\":[\"{{\\\"attributes\\\":[{inner}\"]}}}}]}}}}"
        );
        for span in places("a.json", &text) {
            prop_assert!(span.end as usize <= text.len());
        }
    }
}
