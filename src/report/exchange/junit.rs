//! JUnit XML, shown by build servers as test results: a suite is a test subject, a test case a rule.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::repository_path;
use crate::gap::Gap;
use crate::outcome::{Assertion, Finding, Outcome, Severity};
use crate::record::{ApplicationReport, Report};
use crate::report::{Output, ReportWriter, WriteOptions};
use crate::rule::RuleCard;
use crate::texts::{Language, filled, harmless, harmless_lines, text};

/// JUnit XML.
pub struct Junit;

/// Longer texts are cut, because viewers load them all.
const LONGEST_TEXT: usize = 8_000;

impl ReportWriter for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn output(&self) -> Output {
        Output::File("junit.xml")
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let suites: Vec<Suite<'_>> = report
            .applications
            .iter()
            .flat_map(|application| suites(report, application))
            .collect();
        // The root has no count of skipped tests (Jenkins' schema junit-10).
        let [counts @ .., _skipped] =
            Counts::of(suites.iter().flat_map(|suite| &suite.cases)).attributes();
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let root = xml.create_element("testsuites");
        let root = root.with_attribute(("name", "fachcheck"));
        root.with_attributes(counts.iter().map(|(name, count)| (*name, count.as_str())))
            .write_inner_content(|xml| {
                suites
                    .iter()
                    .try_for_each(|suite| suite.write(options.language, xml))
            })?;
        xml.into_inner().write_all(b"\n")
    }
}

/// A test subject with its results.
struct Suite<'a> {
    application: &'a str,
    subject: &'a str,
    cases: Vec<Case<'a>>,
}

/// One result.
enum Case<'a> {
    Rule(Judged<'a>),
    Gap(&'a Gap),
}

/// What a rule says about one document.
struct Judged<'a> {
    rule: &'a str,
    card: Option<&'a RuleCard>,
    outcome: Outcome,
    findings: Vec<&'a Finding>,
}

/// What a rule says about a test subject, by document: the steps of a migration are judged together, and each finding is
/// about one of them.
fn by_document<'a>(
    report: &'a Report,
    assertion: &'a Assertion,
    documents: &BTreeSet<String>,
) -> Vec<(&'a str, Judged<'a>)> {
    let judged = |outcome: Outcome, findings: Vec<&'a Finding>| Judged {
        rule: &assertion.rule,
        card: report.rules.get(&assertion.rule),
        outcome,
        findings,
    };
    let mut homes: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &assertion.findings {
        let document = finding.place.document.as_str();
        let home = match documents.contains(document) {
            true => document,
            false => assertion.subject.as_str(),
        };
        homes.entry(home).or_default().push(finding);
    }
    let is_failing = |findings: &[&Finding]| findings.iter().any(|one| one.is_failure());
    let is_split = match assertion.outcome {
        // Otherwise the failures are set aside, and what is left does not tell the outcome.
        Outcome::Failed => homes.values().any(|findings| is_failing(findings)),
        Outcome::CantTell => !homes.is_empty(),
        Outcome::Passed | Outcome::Untested | Outcome::Inapplicable => false,
    };
    if !is_split {
        let all = judged(assertion.outcome, assertion.findings.iter().collect());
        return vec![(&assertion.subject, all)];
    }
    let homes = homes.into_iter().map(|(home, findings)| {
        let outcome = match is_failing(&findings) {
            true => Outcome::Failed,
            false => Outcome::CantTell,
        };
        (home, judged(outcome, findings))
    });
    homes.collect()
}

/// The suites of an application by test subject. Inapplicable rules are no tests.
fn suites<'a>(report: &'a Report, application: &'a ApplicationReport) -> Vec<Suite<'a>> {
    let mut cases: BTreeMap<&str, Vec<Case<'_>>> = BTreeMap::new();
    let documents = application.documents.glance();
    let documents = documents.iter().map(|read| read.document.clone());
    let documents: BTreeSet<String> = documents.collect();
    for assertion in &application.assertions {
        if assertion.outcome != Outcome::Inapplicable {
            for (subject, judged) in by_document(report, assertion, &documents) {
                cases.entry(subject).or_default().push(Case::Rule(judged));
            }
        }
    }
    for gap in application
        .gaps
        .iter()
        .filter(|gap| gap.reason.leaves_open())
    {
        cases
            .entry(&gap.place.document)
            .or_default()
            .push(Case::Gap(gap));
    }
    cases
        .into_iter()
        .map(|(subject, cases)| Suite {
            application: &application.id,
            subject,
            cases,
        })
        .collect()
}

/// Element of a failed test case.
const FAILURE: &str = "failure";

/// Element of a test case that is neither passed nor failed: build servers know no advice and no questions.
const SKIPPED: &str = "skipped";

/// The result element of a rule; `None` if it passed.
fn element(judged: &Judged<'_>) -> Option<&'static str> {
    let advises = judged
        .card
        .is_some_and(|card| card.severity == Severity::Advice);
    match judged.outcome {
        Outcome::Failed if advises => Some(SKIPPED),
        Outcome::Failed => Some(FAILURE),
        Outcome::CantTell | Outcome::Untested => Some(SKIPPED),
        Outcome::Passed | Outcome::Inapplicable => None,
    }
}

/// Number of test cases by result.
#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of<'a, 'r: 'a>(cases: impl Iterator<Item = &'a Case<'r>>) -> Self {
        let mut counts = Self::default();
        for case in cases {
            counts.tests += 1;
            match case {
                Case::Gap(_) => counts.errors += 1,
                Case::Rule(judged) => match element(judged) {
                    Some(FAILURE) => counts.failures += 1,
                    Some(_) => counts.skipped += 1,
                    None => {}
                },
            }
        }
        counts
    }

    fn attributes(&self) -> [(&'static str, String); 4] {
        [
            ("tests", self.tests.to_string()),
            ("failures", self.failures.to_string()),
            ("errors", self.errors.to_string()),
            ("skipped", self.skipped.to_string()),
        ]
    }
}

type Xml<'o> = Writer<&'o mut dyn io::Write>;

impl Suite<'_> {
    fn write(&self, language: Language, xml: &mut Xml<'_>) -> io::Result<()> {
        let counts = Counts::of(self.cases.iter()).attributes();
        xml.create_element("testsuite")
            .with_attribute(("name", legal(self.subject).as_str()))
            .with_attributes(counts.iter().map(|(name, count)| (*name, count.as_str())))
            .write_inner_content(|xml| {
                self.cases
                    .iter()
                    .try_for_each(|case| self.write_case(case, language, xml))
            })?;
        Ok(())
    }

    fn write_case(&self, case: &Case<'_>, language: Language, xml: &mut Xml<'_>) -> io::Result<()> {
        let name = match case {
            Case::Rule(judged) => judged.rule,
            Case::Gap(gap) => gap.reason.name(),
        };
        let file = legal(repository_path(self.subject));
        let application = legal(self.application);
        let element = xml.create_element("testcase").with_attributes([
            ("name", name),
            ("classname", application.as_str()),
            ("file", file.as_str()),
        ]);
        let result = Result::of(case, language);
        match result {
            None => element.write_empty()?,
            Some(result) => element.write_inner_content(|xml| result.write(xml))?,
        };
        Ok(())
    }
}

/// Why a test case did not pass.
struct Result {
    element: &'static str,
    kind: String,
    message: String,
    text: String,
}

impl Result {
    fn of(case: &Case<'_>, language: Language) -> Option<Self> {
        match case {
            Case::Gap(gap) => Some(Self {
                element: "error",
                kind: gap.reason.name().to_owned(),
                message: gap.cause(language),
                text: format!("{}: {}", gap.place, gap.reason.next_step(language)),
            }),
            Case::Rule(judged) => Self::of_rule(judged, language),
        }
    }

    fn of_rule(judged: &Judged<'_>, language: Language) -> Option<Self> {
        let element = element(judged)?;
        let card = judged.card;
        let sentence = |finding: &Finding| {
            card.map_or_else(
                || judged.rule.to_owned(),
                |card| card.sentence(finding, language),
            )
        };
        let failed = judged.outcome == Outcome::Failed;
        let findings = judged.findings.iter().copied();
        let mut findings = findings.filter(|finding| finding.is_failure() == failed);
        let message = match findings.clone().next() {
            Some(first) if element == FAILURE => sentence(first),
            Some(first) => {
                let key = match failed {
                    true => "report.junit-advice",
                    false => "report.junit-by-hand",
                };
                filled(key, language, &[("what", &sentence(first))])
            }
            None if failed => text("report.junit-said-elsewhere", language).to_owned(),
            None => text("report.junit-untested", language).to_owned(),
        };
        let mut lines = String::new();
        if let Some(more) = findings.find_map(|finding| {
            lines.push_str(&format!("{}: {}\n", finding.place, sentence(finding)));
            (lines.len() > LONGEST_TEXT).then_some("…\n")
        }) {
            lines.push_str(more);
        }
        if let Some(card) = card.filter(|_| failed) {
            lines.push_str(card.remedy.get(language));
        }
        let criteria = card.map(|card| card.wcag.as_slice()).unwrap_or_default();
        let kind = match criteria {
            [criterion, ..] => format!("wcag-{criterion}"),
            [] => judged.rule.to_owned(),
        };
        Some(Self {
            element,
            kind,
            message,
            text: lines,
        })
    }

    fn write(&self, xml: &mut Xml<'_>) -> io::Result<()> {
        let message = legal(&self.message);
        let element = xml
            .create_element(self.element)
            .with_attribute(("message", message.as_str()));
        let element = match self.element {
            SKIPPED => element,
            _ => element.with_attribute(("type", self.kind.as_str())),
        };
        element.write_text_content(BytesText::new(&harmless_lines(&self.text)))?;
        Ok(())
    }
}

/// A text without the control characters that XML cannot represent.
fn legal(text: &str) -> String {
    harmless(text)
}
