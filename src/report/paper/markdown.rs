//! A paper as Markdown.

use std::io::{self, Write};

use super::{Block, Paper, target};
use crate::report::markdown::escape::{head, plain, row};

pub(super) fn write(paper: &Paper, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", plain(&paper.title))?;
    for block in &paper.blocks {
        out.write_all(b"\n")?;
        self::block(block, out)?;
    }
    Ok(())
}

fn block(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    match block {
        Block::Heading(level, text) => {
            let marks = usize::from((level + 1).min(6));
            writeln!(out, "{} {}", "#".repeat(marks), plain(text))
        }
        Block::Text(text) => writeln!(out, "{}", plain(text)),
        Block::Notice(text) => writeln!(out, "> {}", plain(text)),
        Block::ToFill(text) => writeln!(out, "**{}**", plain(text)),
        Block::List(items) => {
            let mut items = items.iter();
            items.try_for_each(|item| writeln!(out, "- {}", plain(item)))
        }
        Block::Addresses(addresses) => {
            let mut addresses = addresses.iter();
            addresses.try_for_each(|address| match target(address) {
                Some(_) => writeln!(out, "- <{address}>"),
                None => writeln!(out, "- {}", plain(address)),
            })
        }
        Block::Steps(items) => {
            let mut items = (1..).zip(items);
            items.try_for_each(|(number, item)| writeln!(out, "{number}. {}", plain(item)))
        }
        Block::Facts(facts) => {
            let mut facts = facts.iter();
            facts.try_for_each(|(label, value)| {
                writeln!(out, "- {}: {}", plain(label), plain(value))
            })
        }
        Block::PageBreak => writeln!(out, "---"),
        Block::Table(table) => {
            let heads: Vec<&str> = table
                .columns
                .iter()
                .map(|column| column.head.as_str())
                .collect();
            writeln!(out, "{}:\n", plain(&table.caption))?;
            out.write_all(head(&heads).as_bytes())?;
            for cells in &table.rows {
                let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
                out.write_all(row(&cells).as_bytes())?;
            }
            Ok(())
        }
    }
}
