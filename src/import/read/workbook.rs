//! Excel and OpenDocument workbooks. Formulas are represented by their last computed value; nothing is computed here.

use std::collections::BTreeSet;

use super::{Foreign, Given, unreadable};
use crate::format::{Sheet, Storage, Wanted, read_spreadsheet};
use crate::gap::GapReason;
use crate::import::table::{Row, Table};
use crate::inventory::Message;

pub(super) struct Workbook;

/// Limits for an inventory; a sheet may have up to a million rows.
const WANTED: Wanted = Wanted {
    rows: 200_000,
    bytes: 256 << 20,
    as_shown: true,
};

impl Foreign for Workbook {
    fn claims(&self, given: &Given) -> bool {
        let bytes = given.capture.bytes();
        Storage::detect(bytes, &given.capture.extension()).is_some()
            || bytes.starts_with(b"PK\x03\x04")
            || bytes.starts_with(b"\xD0\xCF\x11\xE0")
    }

    fn read(&self, given: &Given) -> Result<Vec<Table>, Message> {
        let bytes = given.capture.bytes();
        let Some(storage) = Storage::detect(bytes, &given.capture.extension()) else {
            // An encrypted workbook is a compound file, whatever its name.
            let key = if bytes.starts_with(b"PK") {
                "imp-001-binary"
            } else {
                "imp-001-locked"
            };
            return Err(Message::new(key));
        };
        let sheets = read_spreadsheet(bytes, storage, WANTED).map_err(|failure| {
            if failure.reason == GapReason::TooLarge {
                Message::new("imp-001-unpacked")
            } else {
                unreadable(&failure.detail)
            }
        })?;
        let table = |mut sheet: Sheet| Table {
            file: given.name.clone(),
            hidden_rows: count_filled(&sheet, &sheet.marks.hidden_rows),
            struck_rows: count_filled(&sheet, &sheet.marks.struck_rows),
            links: std::mem::take(&mut sheet.marks.links),
            sheet: Some(sheet.name),
            cut: sheet.cut,
            is_hidden: sheet.marks.is_hidden,
            hidden_columns: sheet.marks.hidden_columns,
            not_computed: sheet.marks.not_computed,
            dates: sheet.marks.dates,
            broken: BTreeSet::new(),
            rows: sheet
                .rows
                .into_iter()
                .map(|row| Row {
                    number: row.number.saturating_add(1),
                    cells: row.cells,
                })
                .collect(),
            ..Table::default()
        };
        Ok(sheets.into_iter().map(table).collect())
    }
}

/// Number of these rows that contain values.
fn count_filled(sheet: &Sheet, rows: &[u32]) -> usize {
    let at = |row: &&u32| sheet.rows.binary_search_by_key(*row, |row| row.number);
    rows.iter().filter(|row| at(row).is_ok()).count()
}
