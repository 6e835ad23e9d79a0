//! Readers with a small tokeniser of their own, and documents inside documents: whatever is written, they end,
//! and every place they name lies inside the text.

mod support;

use std::time::{Duration, Instant};

use proptest::prelude::*;
use support::document::documents;
use support::reading::read_soundly;

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
        ("geschlecht.pl", "CREATE q{ %( <<A \"".repeat(long)),
        (
            "geschlecht.pl",
            "\"CREATE TABLE geschlecht (\" . ".repeat(long),
        ),
        (
            "geschlecht.swift",
            "\"\"\"CREATE geschlecht ` /* ".repeat(long),
        ),
        (
            "geschlecht.vb",
            "\"CREATE TABLE geschlecht ('\" & x & ".repeat(long),
        ),
        (
            "geschlecht.sql",
            "{{ <% {% ${ @a :b <c %d &e #__ ?".repeat(long),
        ),
        ("geschlecht.sql", "CREATE TABLE {{ ".repeat(long)),
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
        read_soundly(name, text.as_bytes());
        let taken = begun.elapsed();
        let start: String = text.chars().take(24).collect();
        assert!(taken < Duration::from_secs(20), "{name} {start}: {taken:?}");
    }
}

#[test]
fn a_statement_that_nobody_knows_is_a_gap_if_it_speaks_of_the_topic_or_is_all_there_is() {
    for (text, said) in [
        ("CREATE TABEL person (vorname text, geschlecht text);", true),
        ("CRAETE TABLE person (vorname text, geschlecht text);", true),
        ("CREATE TABEL artikel (nummer int, bezeichnung text);", true),
        (
            "CREATE TABLE artikel (nummer int); CREATE TABEL preis (nummer int);",
            false,
        ),
        ("CREATE STATISTICS s ON geschlecht FROM person;", false),
        ("SELECT geschlecht FROM person;", false),
        ("WITH a AS (SELECT geschlecht FROM person) SELECT 1;", false),
    ] {
        let gaps = read_soundly("script.sql", text.as_bytes()).gaps;
        assert_eq!(!gaps.is_empty(), said, "{text}: {gaps:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn small_languages_are_read_soundly(document in documents("small")) {
        document.read_soundly();
    }

    #[test]
    fn places_in_an_embedded_profile_lie_inside_the_text(
        inner in "(\\{|\\}|\\[|\\]|:|,|\\\\\"name\\\\\"|\\\\\"gender\\\\\"|\\\\\"validations\\\\\"|\\\\\"options\\\\\"|\\\\u00e4|\\\\ud83d\\\\ude00|\\\\n|ä|\\|| ){0,40}",
    ) {
        let text = format!(
            "{{\"realm\":\"a\",\"enabled\":true,\"components\":{{\"org.keycloak.userprofile.UserProfileProvider\":\
             [{{\"config\":{{\"kc.user.profile.config\":[\"{{\\\"attributes\\\":[{inner}\"]}}}}]}}}}"
        );
        read_soundly("a.json", text.as_bytes());
    }
}
