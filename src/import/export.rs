//! The inventory as a table with the columns of an import: an export can be imported again without changes.

use serde_json::{Map, Value};

use super::cell;
use super::fields::{Flat, Kind, flat, get};
use crate::inventory::{FieldType, Inventory};
use crate::spreadsheet::{RowHeight, stored_day};
use crate::texts::{Language, cut, harmless_lines, text};

/// The part of the inventory in a CSV file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// One row for each application.
    #[default]
    Applications,
    /// One row for each interface.
    Interfaces,
    /// One row for each department.
    Departments,
}

impl Part {
    const fn kind(self) -> Kind {
        match self {
            Self::Applications => Kind::Application,
            Self::Interfaces => Kind::Interface,
            Self::Departments => Kind::Department,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Applications => "inventory.imp-sheet-applications",
            Self::Interfaces => "inventory.imp-sheet-interfaces",
            Self::Departments => "inventory.imp-sheet-departments",
        }
    }
}

/// A part as rows of values by field.
struct Grid {
    columns: &'static [Flat],
    rows: Vec<Map<String, Value>>,
}

fn grid(inventory: &Inventory, part: Part) -> Grid {
    let map = |value: serde_json::Result<Value>| value.map(cell::object).unwrap_or_default();
    let rows: Vec<Map<String, Value>> = match part {
        Part::Applications => inventory
            .applications
            .values()
            .map(|application| map(serde_json::to_value(application)))
            .collect(),
        Part::Departments => inventory
            .departments
            .values()
            .map(|department| map(serde_json::to_value(department)))
            .collect(),
        Part::Interfaces => inventory
            .interfaces
            .iter()
            .map(|interface| {
                let mut row = map(serde_json::to_value(interface));
                // A generated identifier made of the two ends.
                if interface.id.contains('>') {
                    row.remove("id");
                }
                row
            })
            .collect(),
    };
    Grid {
        columns: flat(part.kind()),
        rows,
    }
}

/// The text of a cell, escaped if an import would misread it.
pub(super) fn shown(flat: &Flat, value: &Value, language: Language) -> String {
    let shown = cell::shown(flat, value, language);
    let text = value.is_string() && super::fields::is_text(flat.field);
    if text && cell::needs_guard(flat.field, shown.trim()) {
        format!("'{shown}")
    } else {
        shown
    }
}

// ── CSV ─────────────────────────────────────────────────────────────────────────────────────────────────

/// A part as CSV that German spreadsheets open directly: byte order mark, semicolons, cells protected against formula
/// interpretation.
///
/// # Errors
/// None in memory; errors of the writer.
pub fn csv(inventory: &Inventory, part: Part, language: Language) -> csv::Result<Vec<u8>> {
    let grid = grid(inventory, part);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(grid.columns.iter().map(|flat| flat.heading(language)))?;
    for row in &grid.rows {
        let cells = grid.columns.iter().map(|flat| {
            let Some(value) = get(row, &flat.path) else {
                return String::new();
            };
            let text = harmless_lines(&shown(flat, value, language));
            // Number ranges (`<50`, `50-500`) and dates are not formulas, whatever their first character.
            if starts_formula(&text) {
                format!("'{text}")
            } else {
                text
            }
        });
        writer.write_record(cells.collect::<Vec<_>>())?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// Whether a spreadsheet would execute a cell with this start, including after quotes or spaces and in full-width
/// characters.
fn starts_formula(text: &str) -> bool {
    text.trim_start_matches(|ch: char| ch.is_whitespace() || ch == '"')
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

// ── XLSX ────────────────────────────────────────────────────────────────────────────────────────────────

/// The whole inventory as a workbook: applications, interfaces and departments, with filters, frozen headings, column
/// widths and real dates. Texts are never formulas.
///
/// # Errors
/// Content that exceeds the limits of a workbook.
pub fn xlsx(
    inventory: &Inventory,
    language: Language,
) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};
    let mut book = Workbook::new();
    // No clock: the same inventory yields the same bytes.
    let day = inventory
        .as_of
        .unwrap_or(jiff::civil::Date::constant(2000, 1, 1));
    let mut properties = DocProperties::new().set_title(inventory.organisation.as_str());
    if let Some(created) = stored_day(day) {
        properties = properties.set_creation_datetime(&created);
    }
    book.set_properties(&properties);
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let plain = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@");
    let date = Format::new()
        .set_align(FormatAlign::Top)
        .set_num_format("dd.mm.yyyy");
    for part in [Part::Applications, Part::Interfaces, Part::Departments] {
        let grid = grid(inventory, part);
        let sheet = book.add_worksheet();
        sheet.set_name(text(part.title(), language))?;
        let mut last = 0;
        let mut heights = vec![RowHeight::default(); grid.rows.len()];
        for (column, flat) in (0u16..).zip(grid.columns) {
            sheet.write_string_with_format(0, column, flat.heading(language), &heading)?;
            let mut width = flat.heading(language).chars().count().min(24);
            let mut texts = Vec::new();
            for (row, value) in (1u32..).zip(&grid.rows) {
                let Some(value) = get(value, &flat.path) else {
                    continue;
                };
                let day = value
                    .as_str()
                    .filter(|_| flat.field.kind == FieldType::Date);
                if let Some(day) = day.and_then(|day| ExcelDateTime::parse_from_str(day).ok()) {
                    sheet.write_datetime_with_format(row, column, &day, &date)?;
                    continue;
                }
                let text = harmless_lines(&shown(flat, value, language));
                let text = cut(&text, CELL).into_owned();
                let longest = text
                    .lines()
                    .map(|line| line.chars().count())
                    .max()
                    .unwrap_or(0);
                width = width.max(longest.min(60));
                sheet.write_string_with_format(row, column, &text, &plain)?;
                texts.push((row, text));
            }
            let width = f64::from(u32::try_from(width).unwrap_or(60)) + 2.0;
            for (row, text) in texts {
                if let Some(height) = heights.get_mut(row as usize - 1) {
                    height.fit(&text, width);
                }
            }
            sheet.set_column_width(column, width)?;
            last = column;
        }
        for (row, height) in (1u32..).zip(heights) {
            if let Some(points) = height.points() {
                sheet.set_row_height(row, points)?;
            }
        }
        let rows = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, rows, last)?;
        sheet.set_landscape().set_paper_size(9);
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_repeat_columns(0, 0)?;
        // Freeze the headings and the columns that identify an entry.
        sheet.set_freeze_panes(1, if part == Part::Applications { 2 } else { 1 })?;
    }
    book.save_to_buffer()
}

/// Maximum number of characters in a workbook cell.
const CELL: usize = 32_767;
