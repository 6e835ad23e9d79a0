//! EARL 1.0 as JSON-LD, the exchange format for results of accessibility tests (W3C, Evaluation and Report Language 1.0
//! Schema). The context is embedded, so that reading it needs no network.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use crate::outcome::{Assertion, Finding};
use crate::record::{AnsweredQuestion, Report};
use crate::report::view::Entry;
use crate::report::{Output, ReportWriter, WriteOptions, json_pretty, words};
use crate::rule::RuleCard;
use crate::texts::Language;

/// EARL.
pub struct Earl;

#[derive(Serialize)]
struct TestSubject<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    source: &'a str,
    assertions: Vec<EarlAssertion<'a>>,
}

#[derive(Serialize)]
struct EarlAssertion<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    mode: &'static str,
    test: TestCase<'a>,
    result: TestResult,
}

#[derive(Serialize)]
struct TestCase<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    title: &'a str,
    #[serde(rename = "isPartOf")]
    is_part_of: Vec<Value>,
}

#[derive(Serialize)]
struct TestResult {
    #[serde(rename = "@type")]
    kind: &'static str,
    outcome: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    info: Option<String>,
}

impl ReportWriter for Earl {
    fn name(&self) -> &'static str {
        "earl"
    }

    fn output(&self) -> Output {
        Output::File("earl.jsonld")
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut subjects: BTreeMap<&str, Vec<EarlAssertion<'_>>> = BTreeMap::new();
        for assertion in report.applications.iter().flat_map(|app| &app.assertions) {
            let card = report.rules.get(&assertion.rule);
            let assertions = subjects.entry(&assertion.subject).or_default();
            if assertion.findings.is_empty() {
                assertions.push(earl(assertion, card, None, options.language));
            }
            for finding in &assertion.findings {
                assertions.push(earl(assertion, card, Some(finding), options.language));
            }
        }
        for answered in report.applications.iter().flat_map(|app| &app.answered) {
            let document = answered.finding.place.document.as_str();
            let assertions = subjects.entry(document).or_default();
            assertions.push(by_a_person(report, answered, options.language));
        }
        let subjects = subjects.into_iter().map(|(source, assertions)| {
            let subject = TestSubject {
                kind: "TestSubject",
                source,
                assertions,
            };
            serde_json::to_value(subject)
        });
        let mut graph: Vec<Value> = subjects.collect::<Result<_, _>>()?;
        graph.push(json!({
            "@type": "Assertor",
            "name": "fachcheck",
            "release": { "@type": "Version", "revision": report.run.tool_version },
        }));
        json_pretty(&json!({ "@context": context(), "@graph": graph }), out)?;
        out.write_all(b"\n")
    }
}

fn earl<'a>(
    assertion: &'a Assertion,
    card: Option<&RuleCard>,
    finding: Option<&Finding>,
    language: Language,
) -> EarlAssertion<'a> {
    let outcome = match finding {
        Some(finding) if finding.is_failure() => "failed",
        Some(_) => "cantTell",
        None => assertion.outcome.name(),
    };
    let criteria = card.map(|card| card.wcag.as_slice()).unwrap_or_default();
    EarlAssertion {
        kind: "Assertion",
        mode: "earl:automatic",
        test: TestCase {
            kind: "TestCase",
            title: &assertion.rule,
            is_part_of: wcag(criteria),
        },
        result: TestResult {
            kind: "TestResult",
            outcome: format!("earl:{outcome}"),
            pointer: finding.and_then(|finding| finding.place.selector.clone()),
            info: finding
                .zip(card)
                .map(|(finding, card)| card.sentence(finding, language)),
        },
    }
}

/// A question that a person answered: no automatic result.
fn by_a_person<'a>(
    report: &'a Report,
    answered: &'a AnsweredQuestion,
    language: Language,
) -> EarlAssertion<'a> {
    let entry = Entry::answered(report, answered);
    let criteria = entry.card.map(|card| card.wcag.as_slice());
    let answer = words::answer(answered, language);
    EarlAssertion {
        kind: "Assertion",
        mode: "earl:manual",
        test: TestCase {
            kind: "TestCase",
            title: &answered.rule,
            is_part_of: wcag(criteria.unwrap_or_default()),
        },
        result: TestResult {
            kind: "TestResult",
            outcome: format!("earl:{}", answered.outcome().name()),
            pointer: answered.finding.place.selector.clone(),
            info: Some(format!("{} {answer}", entry.sentence(language))),
        },
    }
}

fn wcag(criteria: &[String]) -> Vec<Value> {
    let criteria = criteria.iter();
    criteria
        .map(|criterion| json!({ "title": format!("WCAG 2: {criterion}") }))
        .collect()
}

/// The meaning of the names: the vocabularies of EARL, Dublin Core, DOAP and pointers.
fn context() -> Value {
    json!({
        "@vocab": "http://www.w3.org/ns/earl#",
        "earl": "http://www.w3.org/ns/earl#",
        "dct": "http://purl.org/dc/terms/",
        "doap": "http://usefulinc.com/ns/doap#",
        "ptr": "http://www.w3.org/2009/pointers#",
        "source": "dct:source",
        "title": "dct:title",
        "info": "dct:description",
        "isPartOf": "dct:isPartOf",
        "name": "doap:name",
        "release": "doap:release",
        "revision": "doap:revision",
        "mode": { "@type": "@id" },
        "outcome": { "@type": "@id" },
        "pointer": { "@type": "ptr:CSSSelectorPointer" },
        "assertions": { "@reverse": "subject" },
    })
}
