//! One object per rule and test subject: a stable stream for other programs and for measuring quality.

use std::io;

use serde::Serialize;

use super::escape::json_line;
use super::{Output, ReportWriter, WriteOptions};
use crate::outcome::{Finding, Outcome};
use crate::record::{Report, Selection};
use crate::texts::Language;

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
    findings: Vec<FindingLine<'a>>,
    /// The filters of a run over a part of the inventory, as they were written.
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

    fn describe(&self, language: Language) -> &'static str {
        match language {
            Language::De => "eine Zeile je Regel und Prüfgegenstand",
            Language::En => "one line per rule and test subject",
        }
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let selection = report.run.selection.as_ref().map(Selection::arguments);
        for application in &report.applications {
            for assertion in &application.assertions {
                let card = report.rules.get(&assertion.rule);
                let line = Line {
                    subject: &assertion.subject,
                    application: &application.id,
                    rule: &assertion.rule,
                    act: card.map(|card| card.act.as_slice()).unwrap_or_default(),
                    wcag: card.map(|card| card.wcag.as_slice()).unwrap_or_default(),
                    outcome: assertion.outcome,
                    findings: assertion
                        .findings
                        .iter()
                        .map(|finding| FindingLine {
                            finding,
                            message: card
                                .map(|card| card.sentence(finding, options.language))
                                .unwrap_or_default(),
                        })
                        .collect(),
                    selection: selection.as_deref(),
                };
                json_line(&line, out)?;
                out.write_all(b"\n")?;
            }
        }
        Ok(())
    }
}
