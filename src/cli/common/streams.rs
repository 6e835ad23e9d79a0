//! Standard output and standard error.

use std::io::{self, IsTerminal, Write};

use crate::problem::Problems;
use crate::record::Report;
use crate::report::{ReportWriter, WriteOptions};
use crate::texts::{Bilingual, filled};

/// Writes a report to standard output.
///
/// # Errors
/// I/O errors except for a closed pipe; the format cannot be shown on a terminal.
pub fn print(writer: &dyn ReportWriter, report: &Report, options: &WriteOptions) -> io::Result<()> {
    refuse_terminal(writer.name(), writer.is_text()).map_err(io::Error::other)?;
    let mut out = stdout();
    writer.write(report, options, &mut out)?;
    out.flush()
}

/// Applications that a browser shows on one page without delay.
const ON_ONE_PAGE: usize = 100;

/// Warns of a single page that browsers hardly show, and names the way out.
pub fn note_large_page(writer: &dyn ReportWriter, report: &Report, options: &WriteOptions) {
    let count = report.applications.len();
    if writer.fills_one_page() && count > ON_ONE_PAGE && !options.audience.is_public() {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("count", &count)];
        note(filled("cli.page-of-many", options.language, &values));
    }
}

/// Rejects writing machine-readable formats to a terminal.
///
/// # Errors
/// A problem that says how to write to a file.
pub fn refuse_terminal(format: &str, is_text: bool) -> Result<(), Problems> {
    match is_text || !io::stdout().is_terminal() {
        true => Ok(()),
        false => Err(not_for_terminals(format)),
    }
}

fn not_for_terminals(format: &str) -> Problems {
    let message = Bilingual::filled("cli.not-for-terminals", &[("format", &format)]);
    Problems::one("ARG", "fachcheck", message)
}

/// Standard output. If the reader closes the pipe (`| head`), the rest is dropped, and the exit code still reflects the
/// findings.
pub fn stdout() -> impl Write {
    Patient {
        out: io::stdout().lock(),
        is_closed: false,
    }
}

/// Writes a note to standard error, ignoring errors.
pub fn note(text: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Writes until the reader closes the pipe.
struct Patient<W> {
    out: W,
    is_closed: bool,
}

impl<W> Patient<W> {
    fn unless_closed<T>(&mut self, written: io::Result<T>, dropped: T) -> io::Result<T> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(dropped)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Patient<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.unless_closed(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.unless_closed(flushed, ())
    }
}

/// Whether a stream is a terminal whose user wants colour.
pub fn is_coloured(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    #[test]
    fn formats_for_programs_name_the_way_to_a_file() {
        let problems = not_for_terminals("docx");
        let line = problems.0[0].line(Language::De);
        assert!(line.contains("„docx“") && line.contains("--out"), "{line}");
    }
}
