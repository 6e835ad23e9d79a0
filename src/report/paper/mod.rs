//! Papers to be passed on: their content, independent of how HTML, Word and Markdown render it.

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
mod results;
mod statement;

pub use acceptance::{acceptance, incomparable, named_otherwise};
pub use concept::concept;
pub use html::STYLE as PAPER_STYLE;
pub use statement::statement;

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::closed::closed;
use crate::texts::Language;

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub title: String,
    /// Name of the administration.
    pub organisation: String,
    /// Date of the underlying report, ISO 8601.
    pub date: String,
    pub language: Language,
    pub blocks: Vec<Block>,
}

/// A part of a document, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; the paper's title is above level 1.
    Heading(u8, String),
    Text(String),
    /// A paragraph that must not be overlooked: that it is a draft, what is missing.
    Notice(String),
    /// Something for a person to fill in.
    ToFill(String),
    List(Vec<String>),
    /// Web and e-mail addresses, as links if the format supports them.
    Addresses(Vec<String>),
    /// An ordered list.
    Steps(Vec<String>),
    /// Labels with their values.
    Facts(Vec<(String, String)>),
    Table(Table),
    /// Starts a new page in print.
    PageBreak,
}

/// A table with a header row; the first cell of a row is its header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The caption, also read by screen readers.
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

    /// The widths of the columns if the whole table is `whole` wide.
    pub(super) fn widths(&self, whole: u32) -> impl Iterator<Item = u32> {
        let shares = self.columns.iter().map(|column| u32::from(column.share));
        let sum: u32 = shares.clone().sum();
        shares.map(move |share| whole * share / sum.max(1))
    }
}

closed! {
    /// The format of a paper.
    pub enum PaperFormat {
        /// One self-contained page to read and print.
        Html = "html",
        /// Office Open XML, as written by Word and LibreOffice.
        Docx = "docx",
        /// Markdown for wikis and web sites.
        Markdown = "markdown",
    }
}

impl PaperFormat {
    /// Whether a terminal can show it.
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Docx)
    }
}

impl Paper {
    /// Writes the paper.
    ///
    /// # Errors
    /// I/O errors of `out`.
    pub fn write(&self, format: PaperFormat, out: &mut dyn Write) -> io::Result<()> {
        match format {
            PaperFormat::Html => html::write(self, out),
            PaperFormat::Docx => docx::write(self, out),
            PaperFormat::Markdown => markdown::write(self, out),
        }
    }
}

/// Headings down to this level are in the table of contents.
const CONTENTS: u8 = 2;

/// Whether a table's caption only repeats the heading directly above it.
fn repeats_heading(table: &Table, above: Option<&Block>) -> bool {
    matches!(above, Some(Block::Heading(_, text)) if *text == table.caption)
}

/// A heading in the table of contents.
struct Entry<'p> {
    /// Its number among all headings of the paper, from 1.
    number: u32,
    level: u8,
    text: &'p str,
}

/// The table of contents; empty for a paper with few headings. A level whose headings recur in each part is omitted,
/// because its entries would be ambiguous.
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

/// The link target of a web or e-mail address; `None` for other text.
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

/// Text for XML and HTML, without markup, attribute delimiters, or characters that hide or reverse text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for ch in crate::texts::harmless(text).chars() {
        match ch {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Not allowed in XML 1.0.
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
