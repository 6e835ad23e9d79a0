//! A paper as one page: no server, no scripts, printable.

use std::io::{self, Write};

use super::{Block, Entry, Paper, Table, escaped, repeats_heading, target};
use crate::report::words;
use crate::texts::text;

/// The style of papers, on screen and in print.
pub const STYLE: &str = include_str!("paper.css");

/// Maximum number of lines of contents that are shown unfolded.
const LONG_CONTENTS: usize = 25;

pub(super) fn write(paper: &Paper, out: &mut dyn Write) -> io::Result<()> {
    let language = paper.language;
    let title = escaped(&paper.title);
    let organisation = escaped(&paper.organisation);
    // Leaves no empty space for an unnamed administration.
    let above = match paper.organisation.trim() {
        "" => String::new(),
        _ => format!("<p>{organisation}</p>"),
    };
    // Papers about all applications are already named after the administration.
    let head = match paper.title.ends_with(paper.organisation.trim()) {
        true => title.clone(),
        false => format!("{title} – {organisation}"),
    };
    let day = escaped(&words::date(&paper.date, language));
    write!(
        out,
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{head}</title>\n<style>\n{STYLE}</style>\n</head>\n<body{front}>\n\
         <a class=\"skip\" href=\"#content\">{skip}</a>\n\
         <header>{above}<h1>{title}</h1><p>{day}</p></header>\n",
        tag = language.tag(),
        // A title page has no room for the contents in print.
        front = match paper.blocks.contains(&Block::PageBreak) {
            true => " class=\"front\"",
            false => "",
        },
        skip = text("report.skip", language),
    )?;
    contents(paper, out)?;
    out.write_all(b"<main id=\"content\" tabindex=\"-1\">\n")?;
    let mut headings = 0;
    let mut above = None;
    for block in &paper.blocks {
        self::block(block, above, &mut headings, out)?;
        above = Some(block);
    }
    out.write_all(b"</main>\n</body>\n</html>\n")
}

fn contents(paper: &Paper, out: &mut dyn Write) -> io::Result<()> {
    let entries = super::contents(paper);
    if entries.is_empty() {
        return Ok(());
    }
    let name = text("report.contents", paper.language);
    // The contents of a long paper would stand before its results, screen after screen.
    let (open, close) = match entries.len() > LONG_CONTENTS {
        true => (
            format!("<details><summary>{name} ({})</summary>", entries.len()),
            "</details>",
        ),
        false => (format!("<p>{name}</p>"), ""),
    };
    writeln!(out, "<nav aria-label=\"{name}\">{open}\n<ul>")?;
    for Entry {
        number,
        level,
        text,
    } in entries
    {
        let text = escaped(text);
        writeln!(
            out,
            "<li class=\"level-{level}\"><a href=\"#s{number}\">{text}</a></li>"
        )?;
    }
    writeln!(out, "</ul>{close}</nav>")
}

fn block(
    block: &Block,
    above: Option<&Block>,
    headings: &mut u32,
    out: &mut dyn Write,
) -> io::Result<()> {
    match block {
        Block::Heading(level, text) => {
            *headings += 1;
            let tag = (level + 1).min(6);
            writeln!(out, "<h{tag} id=\"s{headings}\">{}</h{tag}>", escaped(text))
        }
        Block::Text(text) => writeln!(out, "<p>{}</p>", escaped(text)),
        Block::Notice(text) => writeln!(out, "<p class=\"notice\">{}</p>", escaped(text)),
        Block::ToFill(text) => writeln!(out, "<p><mark>{}</mark></p>", escaped(text)),
        Block::List(items) => list("ul", items, out),
        Block::Addresses(addresses) => {
            writeln!(out, "<ul>")?;
            for address in addresses {
                let text = escaped(address);
                match target(address) {
                    Some(target) => {
                        let target = escaped(&target);
                        writeln!(out, "<li><a href=\"{target}\">{text}</a></li>")?;
                    }
                    None => writeln!(out, "<li>{text}</li>")?,
                }
            }
            writeln!(out, "</ul>")
        }
        Block::Steps(items) => list("ol", items, out),
        Block::Facts(facts) => {
            writeln!(out, "<dl>")?;
            for (label, value) in facts {
                let (label, value) = (escaped(label), escaped(value));
                writeln!(out, "<div><dt>{label}</dt><dd>{value}</dd></div>")?;
            }
            writeln!(out, "</dl>")
        }
        Block::Table(table) => self::table(table, repeats_heading(table, above), out),
        Block::PageBreak => writeln!(out, "<hr class=\"page\">"),
    }
}

fn list(tag: &str, items: &[String], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<{tag}>")?;
    for item in items {
        writeln!(out, "<li>{}</li>", escaped(item))?;
    }
    writeln!(out, "</{tag}>")
}

fn table(table: &Table, is_named_above: bool, out: &mut dyn Write) -> io::Result<()> {
    let caption = escaped(&table.caption);
    let class = match is_named_above {
        true => " class=\"unseen\"",
        false => "",
    };
    // Horizontally scrolling content must be reachable by keyboard.
    write!(
        out,
        "<div class=\"scroll\" role=\"group\" aria-label=\"{caption}\" tabindex=\"0\">\
         <table><caption{class}>{caption}</caption>\n<colgroup>"
    )?;
    for width in table.widths(100) {
        write!(out, "<col style=\"width: {width}%\">")?;
    }
    out.write_all(b"</colgroup>\n<thead><tr>")?;
    for column in &table.columns {
        write!(out, "<th scope=\"col\">{}</th>", escaped(&column.head))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in &table.rows {
        out.write_all(b"<tr>")?;
        for (index, cell) in row.iter().enumerate() {
            let cell = escaped(cell);
            match index {
                0 => write!(out, "<th scope=\"row\">{cell}</th>")?,
                _ => write!(out, "<td>{cell}</td>")?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></div>")
}
