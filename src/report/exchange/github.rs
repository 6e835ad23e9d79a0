//! Workflow commands that GitHub shows as annotations beside changed lines.

use std::io;

use super::{Loudness, entries, is_address, line, repository_path};
use crate::gap::Gap;
use crate::record::Report;
use crate::report::{Output, ReportWriter, WriteOptions};
use crate::texts::{Language, harmless};

/// Annotations of a GitHub workflow.
pub struct Github;

impl ReportWriter for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn output(&self) -> Output {
        Output::File("annotations.txt")
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let language = options.language;
        for entry in entries(report) {
            let command = match Loudness::of_entry(&entry) {
                Loudness::Error => "error",
                Loudness::Warning => "warning",
                Loudness::Note => "notice",
            };
            let place = &entry.finding.place;
            let mut properties = vec![("file", repository_path(&place.document).to_owned())];
            properties.push(("line", line(place).to_string()));
            if let Some(position) = place.position {
                properties.push(("col", position.column.to_string()));
            }
            if let (Some(start), Some(end)) = (place.position, place.end) {
                properties.push(("endLine", end.line.to_string()));
                // Columns are only shown within one line.
                if start.line == end.line && end.column > start.column {
                    properties.push(("endColumn", (end.column - 1).to_string()));
                }
            }
            let title = entry
                .card
                .map_or(entry.rule, |card| card.title.get(language));
            properties.push(("title", format!("{title} ({})", entry.rule)));
            let mut message = entry.sentence(language);
            if is_address(&place.document) {
                message = format!("{place}: {message}");
            }
            write_command(command, &properties, &message, out)?;
        }
        for gap in report.applications.iter().flat_map(|app| &app.gaps) {
            write_gap(gap, language, out)?;
        }
        Ok(())
    }
}

fn write_gap(gap: &Gap, language: Language, out: &mut dyn io::Write) -> io::Result<()> {
    let command = match gap.reason.leaves_open() {
        true => "warning",
        false => "notice",
    };
    let properties = [
        ("file", repository_path(&gap.place.document).to_owned()),
        ("line", line(&gap.place).to_string()),
    ];
    let message = format!("{} {}", gap.cause(language), gap.reason.next_step(language));
    write_command(command, &properties, &message, out)
}

/// Writes one command. Scanned text can end neither a property nor the command.
fn write_command(
    command: &str,
    properties: &[(&str, String)],
    message: &str,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| {
            format!(
                "{name}={}",
                escaped(value).replace(':', "%3A").replace(',', "%2C")
            )
        })
        .collect();
    writeln!(
        out,
        "::{command} {}::{}",
        properties.join(","),
        escaped(message)
    )
}

fn escaped(text: &str) -> String {
    harmless(text).replace('%', "%25")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_scanned_forges_no_command() {
        let mut out = Vec::new();
        let properties = [("file", "a,b:c\n::error::x".to_owned())];
        write_command("notice", &properties, "1 %\n::stop-commands::x", &mut out).expect("memory");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(
            text.starts_with("::notice file=a%2Cb%3Ac\u{fffd}%3A%3Aerror%3A%3Ax::1 %25\u{fffd}")
        );
    }
}
