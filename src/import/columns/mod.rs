//! What the headings of a table mean. A heading is known by a field's label, path or other names, by the program that
//! exported it, or by the mapping of the user, who has the last word.

mod guess;
mod known;
mod layout;

use super::fields::{Flat, Kind, flat};

pub(super) use guess::{guesses, identifies, own_identifier};
pub(super) use known::{counts_rows, fold_heading, known_headings};

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// A field.
    Field(&'static Flat),
    /// Addresses of one kind.
    Address(&'static Flat, String),
    /// One value of a list, marked in its own column: `Welche Werte? [divers]`.
    Item(&'static Flat, String),
    /// The other ends of interfaces: `to` or `from`.
    Interface(End),
    /// The number of the row.
    Running,
    /// Filled where an answer is complete.
    Complete,
    /// Who answered.
    Respondent,
    /// Known, and not taken over.
    Left,
}

/// An end of an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    From,
    To,
}

/// A column with its heading.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub at: u32,
    /// As written.
    pub heading: String,
    pub target: Option<Target>,
    /// Whether its cells decided what it holds.
    pub by_cells: bool,
}

/// A table that was understood.
#[derive(Debug)]
pub(super) struct Layout {
    pub kind: Kind,
    /// Rows above and including the headings.
    pub head: usize,
    /// The row of the headings, counted from one.
    pub head_row: u32,
    pub columns: Vec<Column>,
    /// The program that exported the table.
    pub system: Option<&'static str>,
    /// Rows are answers to questions about applications that are known already.
    pub survey: bool,
}

impl Layout {
    /// Whether some column holds this field.
    pub fn has(&self, path: &str) -> bool {
        self.columns.iter().any(|column| match &column.target {
            Some(Target::Field(flat) | Target::Address(flat, _) | Target::Item(flat, _)) => {
                flat.path == path
            }
            _ => false,
        })
    }
}

/// What a word of a mapping file or of `columns.toml` means: a path, `url:test`, `gender.values=diverse`,
/// `interface:to`, or nothing at all.
pub(super) fn target(kind: Kind, written: &str) -> Option<Target> {
    let field = |path: &str| flat(kind).iter().find(|flat| flat.path == path);
    match written {
        "" => return Some(Target::Left),
        "running" => return Some(Target::Running),
        "complete" => return Some(Target::Complete),
        "respondent" => return Some(Target::Respondent),
        "interface:to" => return Some(Target::Interface(End::To)),
        "interface:from" => return Some(Target::Interface(End::From)),
        _ => {}
    }
    if let Some((path, value)) = written.split_once('=') {
        let flat = field(path.trim())?;
        let value = flat
            .word(value.trim())
            .unwrap_or_else(|| value.trim().to_owned());
        return Some(Target::Item(flat, value));
    }
    if let Some(kind) = written.strip_prefix("url:") {
        return Some(Target::Address(field("url")?, kind.to_owned()));
    }
    field(written).map(Target::Field)
}
