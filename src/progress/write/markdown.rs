//! A page as Markdown, for comments of merge requests and wikis.

use std::io::{self, Write};

use super::page::Page;
use crate::report::plain;

/// Writes the page.
pub(super) fn write(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", page.title)?;
    for (label, value) in &page.facts {
        writeln!(out, "- {label}: {}", plain(value))?;
    }
    for sentence in &page.summary {
        writeln!(out, "\n{}", plain(sentence))?;
    }
    for section in &page.sections {
        writeln!(out, "\n## {}\n", section.title)?;
        for note in &section.notes {
            writeln!(out, "{}\n", plain(note))?;
        }
        let columns = &section.table.columns;
        let titles = columns.iter().map(|column| plain(column.title));
        writeln!(out, "{}", line(titles))?;
        let rules = columns.iter().map(|column| {
            let rule = if column.is_number { "---:" } else { "---" };
            rule.to_owned()
        });
        writeln!(out, "{}", line(rules))?;
        for row in &section.table.rows {
            writeln!(out, "{}", line(row.iter().map(|cell| plain(cell))))?;
        }
        if let Some(more) = &section.table.more {
            writeln!(out, "\n… {more}")?;
        }
    }
    Ok(())
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}
