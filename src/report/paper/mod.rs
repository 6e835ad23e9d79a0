//! Papers that are handed on: what a document says, apart from how HTML, Word and Markdown write it.

mod acceptance;
mod concept;
mod condition;
mod decisions;
mod docx;
mod draft;
mod goal;
mod html;
mod markdown;
mod pairs;
mod proposal;
mod statement;

pub use acceptance::{acceptance, incomparable, named_otherwise};
pub use concept::concept;
pub use html::STYLE as PAPER_STYLE;
pub use statement::statement;

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::texts::Language;

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub title: String,
    /// Name of the administration.
    pub organisation: String,
    /// Day of the report behind it, ISO 8601.
    pub date: String,
    pub language: Language,
    pub blocks: Vec<Block>,
}

/// A part of a document, in the order of reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; the title of the paper stands above level 1.
    Heading(u8, String),
    Text(String),
    /// A paragraph that must not be overlooked: that it is a draft, what is missing.
    Notice(String),
    /// Something that a person has to fill in.
    ToFill(String),
    List(Vec<String>),
    /// Web addresses and mail boxes, to be followed where the format can.
    Addresses(Vec<String>),
    /// A list whose order counts.
    Steps(Vec<String>),
    /// Labels with their values.
    Facts(Vec<(String, String)>),
    Table(Table),
    /// What follows begins on a page of its own where it is printed.
    PageBreak,
}

/// A table with a head row; the first cell of a row names the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it shows, also for those who do not see it.
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

/// A column with its share of the width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub head: String,
    pub share: u16,
}

impl Table {
    /// A table without rows.
    pub fn new<const N: usize>(caption: impl Into<String>, columns: [(&str, u16); N]) -> Self {
        let columns = columns.map(|(head, share)| Column {
            head: head.to_owned(),
            share,
        });
        Self {
            caption: caption.into(),
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }
}

/// How a paper is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperFormat {
    /// One self-contained page to read and print.
    Html,
    /// Office Open XML, as Word and LibreOffice write it.
    Docx,
    /// Markdown for wikis and web sites.
    Markdown,
}

impl PaperFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Html, Self::Docx, Self::Markdown];

    /// Name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Markdown => "markdown",
        }
    }

    /// Whether a terminal can show it.
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Docx)
    }
}

impl Paper {
    /// Writes the paper.
    ///
    /// # Errors
    /// Only those of `out`.
    pub fn write(&self, format: PaperFormat, out: &mut dyn Write) -> io::Result<()> {
        match format {
            PaperFormat::Html => html::write(self, out),
            PaperFormat::Docx => docx::write(self, out),
            PaperFormat::Markdown => markdown::write(self, out),
        }
    }
}

/// Headings down to this level stand in the table of contents.
const CONTENTS: u8 = 2;

/// Whether a table is called what the heading right above it says: then nobody needs to read it twice.
fn repeats_heading(table: &Table, above: Option<&Block>) -> bool {
    matches!(above, Some(Block::Heading(_, text)) if *text == table.caption)
}

/// A heading in the table of contents.
struct Entry<'p> {
    /// Counted over all headings of the paper, from 1.
    number: u32,
    level: u8,
    text: &'p str,
}

/// The table of contents; nothing for a paper with few headings. Headings that come again in each part lead nowhere by
/// themselves: then their whole level is left out.
fn contents(paper: &Paper) -> Vec<Entry<'_>> {
    let headings = paper.blocks.iter().filter_map(|block| match block {
        Block::Heading(level, text) => Some((*level, text.as_str())),
        _ => None,
    });
    let entries = (1..)
        .zip(headings)
        .map(|(number, (level, text))| Entry {
            number,
            level,
            text,
        })
        .filter(|entry| entry.level <= CONTENTS);
    let mut entries: Vec<Entry<'_>> = entries.collect();
    let mut seen = BTreeSet::new();
    let again = entries.iter().find(|entry| !seen.insert(entry.text));
    if let Some(level) = again.map(|entry| entry.level) {
        entries.retain(|entry| entry.level < level.max(2));
    }
    match entries.len() {
        0..3 => Vec::new(),
        _ => entries,
    }
}

/// Where an address leads: one of the web or a mail box; nothing for other text.
fn target(address: &str) -> Option<String> {
    let blank =
        |ch: char| ch.is_whitespace() || crate::texts::is_hidden(ch) || "<>\"`".contains(ch);
    let whole = !address.contains(blank);
    if whole && (address.starts_with("https://") || address.starts_with("http://")) {
        return Some(address.to_owned());
    }
    let mail = whole
        && address.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !name.contains([':', '?', '&', '/'])
        });
    mail.then(|| format!("mailto:{address}"))
}

/// Text for XML and HTML: neither markup nor attribute borders nor characters that hide or turn text around.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for ch in crate::texts::harmless(text).chars() {
        match ch {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No characters of XML 1.0.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            ch => out.push(ch),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_lead_somewhere() {
        let leads = |text: &str| target(text);
        assert_eq!(
            leads("https://a.example/b").as_deref(),
            Some("https://a.example/b")
        );
        assert_eq!(
            leads("hilfe@a.example").as_deref(),
            Some("mailto:hilfe@a.example")
        );
        for text in [
            "Bürgerbüro",
            "javascript:alert(1)",
            "https://a.example/ b",
            "https://a.example/\u{202e}",
            "x?bcc=y@a.example",
            "@a.example",
        ] {
            assert_eq!(leads(text), None, "{text}");
        }
    }

    #[test]
    fn text_from_outside_is_no_markup() {
        assert_eq!(
            escaped("<a b=\"c\">&\u{ffff}\u{1b}"),
            "&lt;a b=&quot;c&quot;&gt;&amp;\u{fffd}\u{fffd}"
        );
    }
}
