//! Plain data tables: headings name the fields, the rows below are people, goods or results.
//!
//! Rows show which values occur, not which are allowed: they are evidence for a question. For columns about the topic
//! the distinct codes are kept if they are few and short; for all others only the heading.

use super::csv::{SEPARATORS, cells};
use super::{Cell, Grid, cell};
use crate::format::limits::{CODE_CHARS, LABEL_CHARS, SHOWN_CODES, TABLE_COLUMNS};
use crate::format::{Failure, Format, Parsed, Recognition};
use crate::gap::GapReason;
use crate::model::{Element, Layer, Located, ModelPath, SchemaModel, Value};
use crate::source::Capture;
use crate::topic::{Attribute, Topic};

/// Tables of data in CSV.
pub struct CsvData;

/// Fewer columns may be any kind of list.
const FEWEST_COLUMNS: usize = 3;
/// How many rows must be as wide as the heading.
const SAMPLE: usize = 100;

impl Format for CsvData {
    fn name(&self) -> &'static str {
        "csv-data"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let fits = self.extensions().contains(&capture.extension().as_str());
        Recognition::Maybe.when(fits && table(capture.head()).is_some())
    }

    fn surest(&self, _: &Capture) -> Recognition {
        Recognition::Maybe
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let concerned = |heading: &Cell| is_topic(topic, heading.trimmed());
        let Some(separator) = concerned_table(capture, topic) else {
            // Data about other things is no loss, unless the user named the file.
            return match capture.named {
                true => Err(GapReason::UnknownFormat.into()),
                false => Ok(Parsed::default()),
            };
        };
        let grid = cells(text.as_str(), separator);
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        let file = capture.file_name();
        let stem = file
            .rsplit_once('.')
            .map_or(file.as_str(), |(stem, _)| stem);
        columns(&mut model, &grid, stem, &concerned);
        Ok(Parsed {
            schemas: vec![model],
            ..Parsed::default()
        })
    }
}

/// Whether a heading or list name is about the topic. Ambiguous words (`plec`, `sexo`) count more next to names of
/// people.
pub(super) fn is_topic(topic: &Topic, text: &str) -> bool {
    let named = [Attribute::Gender, Attribute::Salutation]
        .into_iter()
        .any(|attribute| topic.names(attribute, text));
    named || topic.is_mentioned_in(text)
}

/// The separator that makes a capture a table with a column about the topic.
fn concerned_table(capture: &Capture, topic: &Topic) -> Option<char> {
    table(capture.head()).filter(|separator| {
        let heading = cells(capture.head(), *separator).into_iter().next();
        heading.is_some_and(|heading| heading.iter().any(|cell| is_topic(topic, cell.trimmed())))
    })
}

/// Whether a capture is data with a column about the topic.
pub(super) fn is_concerned(capture: &Capture, topic: &Topic) -> bool {
    concerned_table(capture, topic).is_some()
}

/// The separator that makes a text a table with a heading.
fn table(head: &str) -> Option<char> {
    SEPARATORS
        .into_iter()
        .filter(|separator| {
            head.lines()
                .next()
                .is_some_and(|line| line.contains(*separator))
        })
        .find(|separator| is_table(&cells(head, *separator)))
}

/// Whether the first row names columns and the others fill them.
fn is_table(grid: &Grid) -> bool {
    let Some((heading, rows)) = grid.split_first() else {
        return false;
    };
    let named = heading.iter().filter(|cell| !cell.is_empty()).count();
    let names = |cell: &Cell| {
        let text = cell.trimmed();
        text.is_empty()
            || text.chars().any(char::is_alphabetic) && text.chars().count() <= LABEL_CHARS
    };
    let mut distinct: Vec<&str> = heading.iter().map(Cell::trimmed).collect();
    distinct.retain(|text| !text.is_empty());
    distinct.sort_unstable();
    distinct.dedup();
    let plausible = heading.len() >= FEWEST_COLUMNS
        && heading.len() <= TABLE_COLUMNS
        && named + 1 >= heading.len()
        && distinct.len() == named
        && heading.iter().all(names);
    let rows: Vec<_> = rows
        .iter()
        .filter(|row| row.iter().any(|cell| !cell.is_empty()))
        .take(SAMPLE)
        .collect();
    let wide = rows.iter().filter(|row| row.len() == heading.len()).count();
    // A heading alone is a form for others to fill in. The last row may be cut off.
    plausible && (rows.is_empty() || wide > 0) && wide + 1 + rows.len() / 10 >= rows.len()
}

/// Adds a field for each column.
fn columns(model: &mut SchemaModel, grid: &Grid, table: &str, concerned: &dyn Fn(&Cell) -> bool) {
    let Some((heading, rows)) = grid.split_first() else {
        return;
    };
    let path = ModelPath::new([table]);
    let entity = model.declare_entity(Located::implied(table.to_owned()), &path, []);
    for (at, name) in heading.iter().enumerate() {
        if name.is_empty() {
            continue;
        }
        let text = name.trimmed();
        let located = Located::with_span(text.to_owned(), name.span);
        let mut element = Element::field(located, path.child(text), Layer::Dictionary, name.span)
            .with_entity(entity);
        element.rows = Some(match concerned(name) {
            true => distinct(rows, at),
            false => Vec::new(),
        });
        model.add_element(element);
    }
}

/// The distinct codes in a column; empty if they are too many or too long to be codes.
fn distinct(rows: &[Vec<Cell>], at: usize) -> Vec<Value> {
    let mut codes: Vec<Value> = Vec::new();
    for cell in rows.iter().filter_map(|row| cell(row, at)) {
        let text = cell.trimmed();
        if codes.iter().any(|code| code.raw.value == text) {
            continue;
        }
        if codes.len() == SHOWN_CODES || text.chars().count() > CODE_CHARS {
            return Vec::new();
        }
        codes.push(Value::plain(text, cell.span));
    }
    codes.sort_by(|one, other| one.raw.value.cmp(&other.raw.value));
    codes
}
