//! Report formats for other programs: code hosts, build servers, test result collections.

pub mod code_quality;
pub mod earl;
pub mod github;
pub mod junit;
pub mod sarif;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::view::{self, Entry};
use crate::model::Place;
use crate::outcome::{Finding, Severity};
use crate::record::Report;

/// All findings of a report, application by application, in the order of [`view::entries`].
fn entries(report: &Report) -> impl Iterator<Item = Entry<'_>> {
    let applications = report.applications.iter();
    applications.flat_map(|application| view::entries(report, application))
}

/// The level of a finding for programs that know three levels, most severe first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum Loudness {
    Error,
    Warning,
    Note,
}

impl Loudness {
    /// Failures by severity; open questions and advice are notes.
    pub fn of_finding(finding: &Finding, severity: Severity) -> Self {
        if finding.is_failure() {
            Self::of_severity(severity)
        } else {
            Self::Note
        }
    }

    fn of_entry(entry: &Entry<'_>) -> Self {
        Self::of_finding(entry.finding, entry.severity())
    }

    const fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Critical | Severity::Serious => Self::Error,
            Severity::Moderate | Severity::Minor => Self::Warning,
            Severity::Advice => Self::Note,
        }
    }
}

/// Whether a document is a URL and not a file.
fn is_address(document: &str) -> bool {
    document.contains("://")
}

/// A document as a path relative to the checked folder, as code hosts name files. URLs are unchanged.
fn repository_path(document: &str) -> &str {
    let mut path = document;
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/');
    }
    path
}

/// A document as a URI reference (RFC 3986).
fn uri(document: &str) -> String {
    /// Characters to encode in a path.
    const PATH: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    /// Characters to encode in a URL, which is already encoded.
    const ADDRESS: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'\\')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    if is_address(document) {
        return utf8_percent_encode(document, ADDRESS).to_string();
    }
    let path = utf8_percent_encode(repository_path(document), PATH).to_string();
    match path.split('/').next() {
        Some("") => format!("file://{path}"),
        // A colon in the first segment would be read as a scheme.
        Some(first) if first.contains(':') => format!("./{path}"),
        _ => path,
    }
}

/// The line of a place, or the first line if unknown, since code hosts show nothing without a line.
fn line(place: &Place) -> u32 {
    place.position.map_or(1, |position| position.line.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_uri_references() {
        for (document, expected) in [
            ("src/a b.sql", "src/a%20b.sql"),
            ("./src/ä%.sql", "src/%C3%A4%25.sql"),
            ("/srv/a.sql", "file:///srv/a.sql"),
            ("a:b.sql", "./a:b.sql"),
            ("https://example.org/x?y=1#z", "https://example.org/x?y=1#z"),
            ("https://example.org/a b", "https://example.org/a%20b"),
        ] {
            assert_eq!(uri(document), expected, "{document}");
        }
    }
}
