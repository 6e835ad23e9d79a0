//! The meaning of table headings. A heading is recognised by a field's label, path or other names, by the exporting
//! program, or by the user's mapping, which takes precedence.

mod cells;
mod guess;
mod known;
mod layout;

use super::fields::{Flat, Kind, flat};
use crate::inventory::FieldRole;

pub(super) use guess::{guesses, identifies, own_identifier};
pub(super) use known::{counts_rows, fold_heading, known_headings};

/// The content of a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// A field.
    Field(&'static Flat),
    /// Addresses of one kind.
    Address(&'static Flat, String),
    /// One value of a list, marked in its own column: `Welche Werte? [divers]`.
    Item(&'static Flat, String),
    /// The other ends of interfaces, `to` or `from`.
    Interface(End),
    /// The row number.
    Running,
    /// Filled for complete answers.
    Complete,
    /// The respondent.
    Respondent,
    /// Known but not taken over.
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
    /// The heading as written.
    pub heading: String,
    pub target: Option<Target>,
    /// Whether its cells decided its meaning.
    pub by_cells: bool,
}

/// An interpreted table.
#[derive(Debug)]
pub(super) struct Layout {
    pub kind: Kind,
    /// Number of rows up to and including the headings.
    pub head: usize,
    /// The row of the headings, 1-based.
    pub head_row: u32,
    pub columns: Vec<Column>,
    /// The program that exported the table, if recognised.
    pub system: Option<&'static str>,
    /// Whether rows are survey answers about known applications.
    pub survey: bool,
    /// The column that says what a row is, and its word for applications, if the program exports other things as well.
    pub kinds: Option<(u32, &'static str)>,
}

impl Layout {
    /// The fields of the columns.
    fn fields(&self) -> impl Iterator<Item = &'static Flat> {
        self.columns
            .iter()
            .filter_map(|column| match &column.target {
                Some(Target::Field(flat) | Target::Address(flat, _) | Target::Item(flat, _)) => {
                    Some(*flat)
                }
                _ => None,
            })
    }

    /// Whether a column holds this field.
    pub fn has(&self, field: &Flat) -> bool {
        self.fields().any(|flat| flat == field)
    }

    /// Whether a column holds the field of a role.
    pub fn holds(&self, role: FieldRole) -> bool {
        self.fields().any(|flat| flat.is(role))
    }
}

/// The target named by a word in a mapping file or in `columns.toml`: a path, `url:test`, `gender.values=diverse`,
/// `interface:to`, or empty.
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
