//! Lookup tables: which tables are lists of values, and what these are.

use super::rows::{Cell, Seeds};
use super::schema::{Allowed, KeyKind, Limit, Schema, Table, fold};
use crate::format::in_force::{self, Standing};
use crate::format::limits::LOOKUP_COLUMNS;
use crate::model::{Domain, Known, Located, Span, Value, Why};

/// The values of a lookup table.
#[derive(Debug)]
pub struct Lookup {
    /// The column that identifies the values, folded.
    pub key: String,
    /// The values.
    pub values: Vec<Value>,
    /// From the first row to the last.
    pub span: Span,
    /// Whether further rows may be added.
    pub goes_on: bool,
    /// Where some rows, but not all, are said to end on some day.
    pub narrowed: Option<Span>,
}

/// Fewer rows are not a choice.
const FEWEST_ROWS: usize = 2;
/// Tables created by other scripts only count if they have at most this many columns.
const MOST_FOREIGN_COLUMNS: usize = 6;

/// Columns with texts for people, best first.
const LABELS: [&str; 15] = [
    "bezeichnung",
    "klartext",
    "langtext",
    "anzeige",
    "label",
    "text",
    "name",
    "titel",
    "title",
    "beschreibung",
    "description",
    "descr",
    "bez",
    "wert",
    "value",
];
/// Reads the rows of a table as a list of values. `referenced` is the column that foreign keys refer to.
pub fn read_lookup_table(
    schema: &Schema,
    seeds: &Seeds,
    referenced: Option<&str>,
) -> Option<Lookup> {
    if seeds.uncertain || seeds.overflown || seeds.rows.len() < FEWEST_ROWS {
        return None;
    }
    let table = schema
        .find_table(&seeds.name)
        .and_then(|at| schema.tables.get(at))
        .filter(|table| table.created);
    let first = seeds.rows.first()?;
    let limit = if table.is_some() {
        LOOKUP_COLUMNS
    } else {
        MOST_FOREIGN_COLUMNS
    };
    if first.len() > limit || first.iter().any(|cell| cell.column.is_empty()) {
        return None;
    }
    let key = match table {
        Some(table) => key_of(table, referenced)?,
        None => foreign_key(seeds)?,
    };
    let label = label_of(&seeds.rows, table, &key);
    if table.is_some_and(|table| !is_narrow(table, referenced.is_some(), label.as_ref())) {
        return None;
    }
    let mut values: Vec<Value> = Vec::new();
    // For each value, where it is said to end.
    let mut ends: Vec<Option<Span>> = Vec::new();
    for row in &seeds.rows {
        let find = |name: &str| row.iter().find(|cell| cell.column == name);
        let text = |cell: Option<&Cell>| {
            let cell = cell?;
            Some(Located::with_span(cell.text.clone()?, cell.span))
        };
        let label = text(label.as_ref().and_then(|(name, _)| find(name)));
        // A generated key is unknown; then the text identifies the value.
        let (raw, label) = match (text(find(&key)), label) {
            (Some(raw), label) => (raw, label),
            (None, Some(label)) => (label, None),
            (None, None) => return None,
        };
        let (standing, at) = standing_of(row);
        let end = at.filter(|_| standing == Standing::Until);
        let value = Value {
            raw,
            label,
            inactive: standing == Standing::Ended,
            ..Value::default()
        };
        // A row may be inserted again with the same key.
        match values
            .iter()
            .position(|known| known.raw.value == value.raw.value)
        {
            Some(known) => {
                values[known] = value;
                ends[known] = end;
            }
            None => {
                values.push(value);
                ends.push(end);
            }
        }
    }
    if values.len() < FEWEST_ROWS || !labels_differ(&values) {
        return None;
    }
    let span = seeds
        .rows
        .iter()
        .flatten()
        .map(|cell| cell.span)
        .reduce(Span::to)?;
    Some(Lookup {
        key,
        values,
        span,
        goes_on: seeds.goes_on,
        // Where all of them end, the list does.
        narrowed: ends
            .iter()
            .flatten()
            .next()
            .copied()
            .filter(|_| ends.contains(&None)),
    })
}

/// The rows a script adds to a table of another script. That script says which column identifies them; here the first
/// one is assumed.
pub fn read_added_rows(seeds: &Seeds) -> Option<(Vec<Value>, Span)> {
    if seeds.uncertain || seeds.goes_on || seeds.overflown {
        return None;
    }
    let named = |(at, cell): (usize, &Cell)| Cell {
        column: match cell.column.as_str() {
            "" => at.to_string(),
            column => column.to_owned(),
        },
        ..cell.clone()
    };
    let rows = seeds.rows.iter();
    let rows: Vec<Vec<Cell>> = rows
        .map(|row| row.iter().enumerate().map(named).collect())
        .collect();
    let first = rows.first()?;
    let key = first.first()?.column.clone();
    if first.len() > MOST_FOREIGN_COLUMNS {
        return None;
    }
    let label = label_of(&rows, None, &key);
    let text = |row: &[Cell], name: &str| {
        let cell = row.iter().find(|cell| cell.column == name)?;
        Some(Located::with_span(cell.text.clone()?, cell.span))
    };
    let value = |row: &Vec<Cell>| {
        Some(Value {
            raw: text(row, &key)?,
            label: label.as_ref().and_then(|(name, _)| text(row, name)),
            inactive: standing_of(row).0 == Standing::Ended,
            ..Value::default()
        })
    };
    let values: Vec<Value> = rows.iter().map(value).collect::<Option<_>>()?;
    let cells = rows.iter().flatten().map(|cell| cell.span);
    Some((values, cells.reduce(Span::to)?))
}

/// Whether the table has the shape of a list: a key, a text, and little else. Test scripts also put a few rows into
/// tables of data; counting those as lists would invent domains.
fn is_narrow(table: &Table, referenced: bool, label: Option<&(String, bool)>) -> bool {
    const FEW_COLUMNS: usize = 4;
    const SOME_COLUMNS: usize = 8;
    let columns = table
        .columns
        .iter()
        .filter(|column| !column.dropped)
        .count();
    let by_name = label.is_some_and(|(_, by_name)| *by_name);
    let limit = match (referenced, by_name) {
        (true, true) => LOOKUP_COLUMNS,
        (false, true) => SOME_COLUMNS,
        (_, false) => FEW_COLUMNS,
    };
    columns <= limit && table.foreign.len() <= 1
}

fn labels_differ(values: &[Value]) -> bool {
    let mut seen = std::collections::HashSet::new();
    values.iter().all(|value| {
        let label = value.label.as_ref().unwrap_or(&value.raw);
        seen.insert(label.value.as_str())
    })
}

/// What identifies a row: the target of foreign keys, or else the primary key, or else the first column.
fn key_of(table: &Table, referenced: Option<&str>) -> Option<String> {
    if let Some(referenced) = referenced {
        return Some(fold(referenced));
    }
    let column = |index: usize| {
        let column = table.columns.get(index)?;
        Some(fold(&column.name.value))
    };
    let primary = table.keys.iter().find(|key| key.kind == KeyKind::Primary);
    match primary.map(|key| key.columns.as_slice()) {
        Some([only]) => column(*only),
        // Of several columns, the last one distinguishes rows; the others say where they are valid.
        Some([.., last]) => column(*last),
        _ => column(0),
    }
}

/// The key of a table created by another script. Only accepted if the numbers start at the beginning, because later
/// scripts add further rows.
fn foreign_key(seeds: &Seeds) -> Option<String> {
    let first = seeds.rows.first()?;
    let key = first.first()?.column.clone();
    let mut expected: Option<i64> = None;
    for row in &seeds.rows {
        let cell = row.iter().find(|cell| cell.column == key)?;
        let number: i64 = cell.text.as_deref()?.parse().ok()?;
        match expected {
            None if number != 0 && number != 1 => return None,
            Some(expected) if number != expected => return None,
            _ => expected = number.checked_add(1),
        }
    }
    Some(key)
}

/// The column for people, and whether its name says so; otherwise the one with the longest texts.
fn label_of(rows: &[Vec<Cell>], table: Option<&Table>, key: &str) -> Option<(String, bool)> {
    let mut candidates: Vec<(usize, usize, &str)> = Vec::new();
    for cell in rows.first()? {
        let name = cell.column.as_str();
        if name == key
            || in_force::is_about_standing(name)
            || table.is_some_and(|table| !is_free_text(table, name))
        {
            continue;
        }
        let mut length = 0;
        let complete = rows.iter().all(|row| {
            let cell = row.iter().find(|cell| cell.column == name);
            let text = cell.and_then(|cell| cell.text.as_deref());
            length += text.map_or(0, |text| text.chars().count());
            text.is_some_and(|text| text.parse::<f64>().is_err())
        });
        if complete {
            let rank = LABELS.iter().position(|label| name.contains(label));
            candidates.push((rank.unwrap_or(LABELS.len()), usize::MAX - length, name));
        }
    }
    let (rank, _, name) = candidates.into_iter().min()?;
    Some((name.to_owned(), rank < LABELS.len()))
}

/// Whether a column holds free text; one whose values come from elsewhere is not a label.
fn is_free_text(table: &Table, name: &str) -> bool {
    let Some(index) = table.find(name) else {
        return true;
    };
    let foreign = table.foreign.iter().any(|key| key.columns.contains(&index));
    let Some(column) = table.columns.get(index) else {
        return true;
    };
    let text = matches!(
        column.data_type.domain,
        Known::Yes(Domain::Text) | Known::No(Why::NotStated)
    );
    // What merely refuses some texts (`<> ''`) lists none.
    let is_listed = |limit: &Limit| !matches!(limit.allowed, Allowed::AllBut(_));
    text && !foreign && !column.limits.iter().any(is_listed)
}

/// Whether a row is still in force, and where that is said.
fn standing_of(row: &[Cell]) -> (Standing, Option<Span>) {
    let said = row.iter().filter_map(|cell| {
        let standing = in_force::standing(&cell.column, cell.text.as_deref()?);
        Some((standing, Some(cell.span)))
    });
    said.max_by_key(|(standing, _)| *standing)
        .unwrap_or((Standing::InForce, None))
}
