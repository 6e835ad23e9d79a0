//! A page for people at a terminal.

use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment};

use super::page::{Page, Section};
use crate::report::{WIDTH, WriteOptions, hyphenate, laid_out, plain_table};
use crate::texts::harmless;

/// Writes the page.
pub(super) fn write(page: &Page, options: &WriteOptions, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", page.title)?;
    for (label, value) in &page.facts {
        writeln!(out, "{label}: {}", harmless(value))?;
    }
    if !page.summary.is_empty() {
        writeln!(out)?;
    }
    for sentence in &page.summary {
        writeln!(out, "{}", harmless(sentence))?;
    }
    for section in &page.sections {
        writeln!(out)?;
        if section.title != page.title {
            writeln!(out, "{}", section.title)?;
        }
        write_section(section, options, out)?;
    }
    Ok(())
}

fn write_section(section: &Section, options: &WriteOptions, out: &mut dyn Write) -> io::Result<()> {
    let columns = &section.table.columns;
    let titles = columns.iter().map(|column| column.title.to_owned());
    let mut titles: Vec<String> = titles.collect();
    let rows = section.table.rows.iter();
    let mut rows: Vec<Vec<String>> = rows
        .map(|row| row.iter().map(|text| harmless(text)).collect())
        .collect();
    let width = options.width.unwrap_or(WIDTH);
    hyphenate(&mut titles, &mut rows, width);
    let mut table = plain_table(titles.iter().map(String::as_str), width, options.colour);
    for row in rows {
        let cells = row.into_iter().zip(columns).map(|(text, column)| {
            let cell = Cell::new(text);
            if column.is_number {
                cell.set_alignment(CellAlignment::Right)
            } else {
                cell
            }
        });
        table.add_row(cells);
    }
    writeln!(out, "{}", laid_out(table, width))?;
    if let Some(more) = &section.table.more {
        writeln!(out, "… {more}")?;
    }
    for note in &section.notes {
        writeln!(out, "{}", harmless(note))?;
    }
    Ok(())
}
