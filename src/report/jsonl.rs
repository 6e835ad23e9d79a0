//! One object per rule and test subject: a stable stream for other programs and for measuring quality.

use std::io;

use serde::Serialize;

use super::escape::json_line;
use super::{Output, ReportWriter, WriteOptions};
use crate::outcome::{Finding, Outcome};
use crate::record::{ApplicationReport, Report};

/// JSON lines.
pub struct JsonLines;

#[derive(Serialize)]
struct Line<'a> {
    subject: &'a str,
    application: &'a str,
    rule: &'a str,
    act: &'a [String],
    wcag: &'a [String],
    outcome: Outcome,
    /// How many test subjects the line stands for, if they are counted instead of listed; `subject` is then the
    /// application.
    #[serde(skip_serializing_if = "Option::is_none")]
    subjects: Option<u32>,
    findings: Vec<FindingLine<'a>>,
    /// The filters of a run on part of the inventory, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    selection: Option<&'a str>,
}

#[derive(Serialize)]
struct FindingLine<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    message: String,
}

impl ReportWriter for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn output(&self) -> Output {
        Output::File("report.jsonl")
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let selection = report.run.narrowed_by();
        for application in &report.applications {
            let line =
                |rule, outcome| Line::new(report, application, rule, outcome, selection.as_deref());
            for assertion in &application.assertions {
                let card = report.rules.get(&assertion.rule);
                let sentence = |finding| card.map(|card| card.sentence(finding, options.language));
                let findings = assertion.findings.iter().map(|finding| FindingLine {
                    finding,
                    message: sentence(finding).unwrap_or_default(),
                });
                let line = Line {
                    subject: &assertion.subject,
                    findings: findings.collect(),
                    ..line(assertion.rule.as_str(), assertion.outcome)
                };
                json_line(&line, out)?;
                out.write_all(b"\n")?;
            }
            for (rule, settled) in application.settled.glance().iter() {
                for (outcome, subjects) in settled.by_outcome() {
                    let line = Line {
                        subjects: Some(subjects),
                        ..line(rule.as_str(), outcome)
                    };
                    json_line(&line, out)?;
                    out.write_all(b"\n")?;
                }
            }
        }
        Ok(())
    }
}

impl<'a> Line<'a> {
    /// A line about an application as a whole, without findings.
    fn new(
        report: &'a Report,
        application: &'a ApplicationReport,
        rule: &'a str,
        outcome: Outcome,
        selection: Option<&'a str>,
    ) -> Self {
        let card = report.rules.get(rule);
        Self {
            subject: &application.id,
            application: &application.id,
            rule,
            act: card.map(|card| card.act.as_slice()).unwrap_or_default(),
            wcag: card.map(|card| card.wcag.as_slice()).unwrap_or_default(),
            outcome,
            subjects: None,
            findings: Vec::new(),
            selection,
        }
    }
}
