//! GitLab's code quality report, shown in its merge requests.

use std::collections::BTreeSet;
use std::io;

use serde::Serialize;

use super::{entries, line, repository_path};
use crate::outcome::Severity;
use crate::record::Report;
use crate::report::{Output, ReportWriter, WriteOptions, json_pretty};

/// GitLab Code Quality.
pub struct CodeQuality;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    /// Issues with the same fingerprint are shown as one.
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

impl ReportWriter for CodeQuality {
    fn name(&self) -> &'static str {
        "code-quality"
    }

    fn output(&self) -> Output {
        Output::File("gl-code-quality-report.json")
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut seen = BTreeSet::new();
        let issues: Vec<Issue<'_>> = entries(report)
            .filter(|entry| seen.insert(&entry.finding.fingerprint))
            .map(|entry| {
                let place = &entry.finding.place;
                let mut description = entry.sentence(options.language);
                if let Some(selector) = &place.selector {
                    description = format!("{selector}: {description}");
                }
                Issue {
                    description,
                    check_name: entry.rule,
                    fingerprint: entry.finding.fingerprint.to_string(),
                    severity: match entry.finding.is_failure() {
                        true => severity(entry.severity()),
                        false => "info",
                    },
                    location: Location {
                        path: repository_path(&place.document),
                        lines: Lines { begin: line(place) },
                    },
                }
            })
            .collect();
        json_pretty(&issues, out)?;
        out.write_all(b"\n")
    }
}

/// GitLab's severity. The worst, `blocker`, is left to people.
const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::Serious => "major",
        Severity::Moderate => "minor",
        Severity::Minor | Severity::Advice => "info",
    }
}
