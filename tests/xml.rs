//! XML: which documents are read at all, references between them, and documents meant to do harm.

mod support;

use std::time::{Duration, Instant};

use fachcheck::domain::{Scopes, resolve};
use fachcheck::gap::GapReason;
use fachcheck::gender::{FieldDomain, GenderField, fields};
use fachcheck::source::Capture;
use proptest::prelude::*;
use support::document::documents;
use support::reading::read_soundly;
use support::shipped::vocabulary;

fn dump(name: &str, text: &str) -> String {
    read_soundly(name, text.as_bytes()).dump()
}

fn reasons(text: &str) -> Vec<GapReason> {
    let reading = read_soundly("a.xsd", text.as_bytes());
    assert_eq!(reading.format, Some("xsd"));
    reading.gaps.into_iter().map(|gap| gap.reason).collect()
}

fn schema(content: &str) -> String {
    format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"urn:a\" targetNamespace=\"urn:a\">{content}</xs:schema>"
    )
}

#[test]
fn formats_are_told_by_their_root_not_by_their_name() {
    let text = schema("<xs:element name=\"geschlecht\" type=\"xs:string\"/>");
    assert!(dump("irgendwas.txt", &text).starts_with("xsd\n"));
    let prologue = format!("<!--{}--><?pi ?>{text}", "Lizenz ".repeat(9_000));
    assert!(dump("a.xml", &prologue).starts_with("xsd\n"));
    for data in [
        "<person><geschlecht>m</geschlecht></person>",
        "<schema xmlns=\"urn:other\"><element name=\"geschlecht\"/></schema>",
        "<CodeList><Row/></CodeList>",
    ] {
        assert!(dump("a.xml", data).starts_with("-\n"), "{data}");
    }
}

fn linked(documents: &[(&str, &str)]) -> Vec<GenderField> {
    let mut found = Vec::new();
    for (name, text) in documents {
        let (_, parsed, _) = support::parse(&Capture::of_text(*name, text));
        for schema in &parsed.schemas {
            found.extend(fields(schema, vocabulary()));
        }
    }
    resolve(
        &mut found,
        &Scopes::new(),
        fachcheck::format::language_family,
    );
    found
}

#[test]
fn references_find_their_lists_in_other_documents() {
    let code_type = |uri: &str| {
        schema(&format!(
            "<xs:complexType name=\"Code.Geschlecht\"><xs:sequence><xs:element name=\"code\" type=\"xs:token\"/></xs:sequence>\
             <xs:attribute name=\"listURI\" fixed=\"{uri}\"/></xs:complexType>"
        ))
    };
    let message = schema(
        "<xs:import namespace=\"urn:b\"/><xs:complexType name=\"Person\"><xs:sequence>\
         <xs:element name=\"vorname\" type=\"xs:string\"/>\
         <xs:element name=\"geschlecht\" type=\"b:Code.Geschlecht\" xmlns:b=\"urn:b\"/></xs:sequence></xs:complexType>",
    );
    let list = include_str!("formats/xml/geschlecht.gc.xml");
    let own = code_type("urn:musterstadt:codeliste:geschlecht");
    let found = linked(&[
        ("message.xsd", &message),
        ("codes.xsd", &own),
        ("list.xml", list),
    ]);
    let field = found
        .iter()
        .find(|field| field.name == "geschlecht" && !field.is_type);
    assert!(
        matches!(field.map(|field| &field.domain), Some(FieldDomain::Closed(values)) if values.len() == 4),
        "{field:?}"
    );
    // A list that is known needs no document.
    let known = code_type("urn:xoev-de:xinneres:codeliste:geschlecht");
    let found = linked(&[("message.xsd", &message), ("codes.xsd", &known)]);
    let field = found.iter().find(|field| field.name == "geschlecht");
    assert_eq!(
        field.and_then(|field| field.code_system_complete),
        Some(true)
    );
}

#[test]
fn entities_are_refused_and_a_plain_document_type_is_not() {
    let text = schema("<xs:element name=\"a\" type=\"xs:string\"/>");
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
                <!ENTITY c SYSTEM \"file:///etc/passwd\">]>";
    assert_eq!(
        reasons(&format!("{bomb}{text}")),
        [GapReason::UnsafeContent]
    );
    let plain =
        "<!DOCTYPE xs:schema PUBLIC \"-//W3C//DTD XMLSCHEMA 200102//EN\" \"XMLSchema.dtd\">";
    assert_eq!(reasons(&format!("{plain}{text}")), []);
}

#[test]
fn deep_broken_and_huge_documents_do_not_end_the_run() {
    let begun = Instant::now();
    let open = "<xs:sequence>".repeat(200_000);
    assert_eq!(reasons(&schema(&open)), [GapReason::TooDeep]);
    // A quotation mark in a comment must not hide what follows it.
    let hidden = format!("<!DOCTYPE a [<!-- ' -->]>{}", schema(&open));
    let mut prescribed = Capture::of_text("a.xsd", &hidden);
    prescribed.format = Some("xsd".to_owned());
    let (_, _, gaps) = support::parse(&prescribed);
    assert_eq!(gaps[0].reason, GapReason::UnsafeContent);
    for broken in [
        "<xs:element",
        "<xs:element name=\"a\"></xs:attribute>",
        "&x;",
        "<![CDATA[",
        "<!--",
    ] {
        assert_eq!(reasons(&schema(broken)), [GapReason::Malformed], "{broken}");
    }
    let huge = "m".repeat(4_000_000);
    let element =
        format!("<xs:element name=\"geschlecht\" type=\"xs:string\" default=\"{huge}\"/>");
    assert_eq!(reasons(&schema(&element)), []);
    let many: String = (0..100_000).map(|n| format!(" a{n}=\"1\"")).collect();
    let many = schema(&format!("<xs:element{many}/>"));
    assert_eq!(reasons(&many), [GapReason::UnsafeContent]);
    assert!(
        begun.elapsed() < Duration::from_secs(30),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn types_that_derive_from_themselves_or_multiply_are_cut_off() {
    let begun = Instant::now();
    let circle = schema(
        "<xs:simpleType name=\"a\"><xs:union memberTypes=\"b b b\"/></xs:simpleType>\
         <xs:simpleType name=\"b\"><xs:union memberTypes=\"a a a\"/></xs:simpleType>\
         <xs:complexType name=\"c\"><xs:sequence><xs:element name=\"d\" type=\"c\"/></xs:sequence></xs:complexType>\
         <xs:complexType name=\"e\"><xs:simpleContent><xs:extension base=\"e\"/></xs:simpleContent></xs:complexType>\
         <xs:element name=\"f\" type=\"a\"/><xs:element name=\"g\" type=\"e\"/>",
    );
    assert_eq!(reasons(&circle), []);
    let mut chain = String::from(
        "<xs:simpleType name=\"t0\"><xs:restriction base=\"xs:string\"/></xs:simpleType>",
    );
    for n in 1..5_000 {
        chain.push_str(&format!(
            "<xs:simpleType name=\"t{n}\"><xs:restriction base=\"t{}\"/></xs:simpleType>",
            5_000 - n
        ));
    }
    assert_eq!(reasons(&schema(&chain)), []);
    let values: String = (0..2_000)
        .map(|n| format!("<xs:enumeration value=\"{n}\"/>"))
        .collect();
    let mut many = format!(
        "<xs:simpleType name=\"t0\"><xs:restriction base=\"xs:string\">{values}</xs:restriction></xs:simpleType>"
    );
    for n in 1..5_000 {
        many.push_str(&format!(
            "<xs:simpleType name=\"t{n}\"><xs:restriction base=\"t0\"/></xs:simpleType>"
        ));
    }
    assert_eq!(reasons(&schema(&many)), []);
    assert!(
        begun.elapsed() < Duration::from_secs(30),
        "{:?}",
        begun.elapsed()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn schemas_are_read_soundly(document in documents("xml")) {
        document.read_soundly();
    }

    #[test]
    fn damaged_documents_never_end_the_run(which in 0usize..64, from in 0usize..6_000, length in 0usize..200, swap in "(<|>|\"| name=\"\"| type=\"xs:string\"|<value/>|<code/>)?") {
        const FIXTURES: [&str; 8] = [
            include_str!("formats/xml/einwohner.xsd"),
            include_str!("formats/xml/geschlecht.gc.xml"),
            include_str!("formats/xml/auskunft.wsdl"),
            include_str!("formats/xml/meldung.rng"),
            include_str!("formats/xml/antrag2.xdf.xml"),
            include_str!("formats/xml/antrag3.xdf.xml"),
            include_str!("formats/xml/fundsache.bpmn"),
            include_str!("formats/xml/changelog.xml"),
        ];
        // Whole lines are left out as often as parts of them, so that many remain well-formed.
        let whole = FIXTURES[which % FIXTURES.len()];
        let text = if which < 32 {
            let chars: Vec<char> = whole.chars().collect();
            let from = from.min(chars.len());
            let to = (from + length).min(chars.len());
            chars[..from].iter().chain(swap.chars().collect::<Vec<_>>().iter()).chain(&chars[to..]).collect::<String>()
        } else {
            let skip = from % whole.lines().count();
            let lines = whole.lines().enumerate().filter(|(at, _)| *at != skip);
            lines.map(|(_, line)| format!("{line}\n")).collect::<String>()
        };
        read_soundly("a.xml", text.as_bytes());
    }
}
