//! A filled workbook: the sheet with our headings, wherever its columns were moved to.

use std::collections::BTreeMap;

use super::reply::{Cell, Reply, Row, refused};
use super::workbook::{COLUMNS, Column};
use crate::format::{Sheet, Storage, Wanted, read_spreadsheet};
use crate::problem::Problems;
use crate::texts::Language;

/// Headings stand among so many rows.
const HEAD_ROWS: usize = 30;

/// Columns without which a row says nothing.
const NEEDED: [Column; 3] = [Column::Application, Column::Id, Column::Answer];

/// Where each column stands.
type Heads = BTreeMap<Column, u32>;

pub(super) fn reply(name: &str, bytes: &[u8], storage: Storage) -> Result<Reply, Problems> {
    let wanted = Wanted {
        as_shown: true,
        ..Wanted::default()
    };
    let sheets = read_spreadsheet(bytes, storage, wanted)
        .map_err(|failure| refused(name, "unreadable", &[("cause", &failure.detail)]))?;
    let mut best: Option<Heads> = None;
    for sheet in &sheets {
        let rows = sheet.rows.iter().take(HEAD_ROWS);
        for (index, row) in rows.enumerate() {
            let heads = heads(&row.cells);
            if NEEDED.iter().all(|column| heads.contains_key(column)) {
                if sheet.cut {
                    return Err(refused(
                        &format!("{name}, {}", sheet.name),
                        "too-many-rows",
                        &[("count", &sheet.rows.len())],
                    ));
                }
                return Ok(Reply {
                    version: version(&sheets),
                    rows: rows_below(name, sheet, index, &heads),
                    ..Reply::default()
                });
            }
            if best.as_ref().is_none_or(|best| heads.len() > best.len()) {
                best = Some(heads);
            }
        }
    }
    let best = best.unwrap_or_default();
    let missing: Vec<&str> = NEEDED
        .into_iter()
        .filter(|column| !best.contains_key(column))
        .map(|column| column.heading(Language::De))
        .collect();
    Err(refused(
        name,
        "no-form",
        &[("columns", &missing.join(", "))],
    ))
}

/// The columns a row of headings names, in either language.
fn heads(cells: &[(u32, String)]) -> Heads {
    let mut heads = Heads::new();
    for (index, content) in cells {
        let named = |column: Column| {
            [Language::De, Language::En]
                .into_iter()
                .any(|language| column.heading(language) == content.trim())
        };
        if let Some((column, _)) = COLUMNS.iter().find(|(column, _)| named(*column)) {
            heads.entry(*column).or_insert(*index);
        }
    }
    heads
}

fn rows_below(name: &str, sheet: &Sheet, head: usize, heads: &Heads) -> Vec<Row> {
    let below = sheet.rows.iter().skip(head + 1);
    below
        .map(|row| {
            let cell = |column: Column| {
                let Some(index) = heads.get(&column) else {
                    // The column was removed: the row speaks for itself as far as it goes.
                    return Cell {
                        text: String::new(),
                        at: format!("{name}, {}!{}", sheet.name, row.number + 1),
                    };
                };
                let content = row.cells.iter().find(|(at, _)| at == index);
                Cell {
                    text: content.map_or("", |(_, text)| text.trim()).to_owned(),
                    at: format!(
                        "{name}, {}!{}{}",
                        sheet.name,
                        letters(*index),
                        row.number + 1
                    ),
                }
            };
            Row {
                application: cell(Column::Application),
                id: cell(Column::Id),
                answer: cell(Column::Answer),
                text: cell(Column::Text),
                evidence: cell(Column::Evidence),
                role: cell(Column::Role),
                date: cell(Column::Date),
                valid_until: cell(Column::ValidUntil),
            }
        })
        .collect()
}

/// The version that the sheet about the form names: the value beside its label.
fn version(sheets: &[Sheet]) -> String {
    let labels = [Language::De, Language::En]
        .map(|language| crate::texts::text("question.about-version", language));
    let rows = sheets.iter().flat_map(|sheet| &sheet.rows);
    rows.filter_map(|row| match row.cells.as_slice() {
        [(_, label), (_, value), ..] if labels.contains(&label.as_str()) => Some(value.clone()),
        _ => None,
    })
    .next()
    .unwrap_or_default()
}

/// The letters of a column, counted from zero (`A`, `Z`, `AA`).
pub fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_named_as_in_spreadsheets() {
        let names = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
