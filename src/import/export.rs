//! The inventory as a table, with the columns that an import reads: what goes out comes back without a change.

use serde_json::{Map, Value};

use super::cell;
use super::fields::{Flat, Kind, flat, get};
use crate::inventory::{FieldType, Inventory};
use crate::spreadsheet::{RowHeight, stored_day};
use crate::texts::{Language, harmless, text};

/// Which part of the inventory a CSV file holds.
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

/// A part as rows of values under the fields they belong to.
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
                // Made from the two ends because nobody gave one.
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

/// The text of a cell, guarded where an import would take it for something else.
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

/// A part as CSV in the form German spreadsheets open without questions: byte order mark, semicolons, cells that no
/// spreadsheet takes for a formula.
///
/// # Errors
/// None in memory; those of the writer.
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
            let text = visible(&shown(flat, value, language));
            // Bands of numbers (`<50`, `50-500`) and dates are no formulas, whatever they begin with.
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

/// Text without what controls a terminal or hides; line breaks stay.
fn visible(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(harmless).collect();
    lines.join("\n")
}

/// Whether a spreadsheet would run a cell that starts so, also behind quotes, blanks and in full width.
fn starts_formula(text: &str) -> bool {
    text.trim_start_matches(|ch: char| ch.is_whitespace() || ch == '"')
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

// ── XLSX ────────────────────────────────────────────────────────────────────────────────────────────────

/// The whole inventory as a workbook: applications, interfaces and departments, with filters, frozen headings, widths,
/// and dates that are dates. Texts are never formulas.
///
/// # Errors
/// What a workbook cannot hold.
pub fn xlsx(
    inventory: &Inventory,
    language: Language,
) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};
    let mut book = Workbook::new();
    // The same inventory gives the same bytes: no clock.
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
                let text = cut(visible(&shown(flat, value, language)));
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
        // Headings and the columns that say which entry a row is.
        sheet.set_freeze_panes(1, if part == Part::Applications { 2 } else { 1 })?;
    }
    book.save_to_buffer()
}

/// Most characters of a cell in a workbook.
const CELL: usize = 32_767;

/// A text that fits a cell. A text that does not is cut where it says so itself.
fn cut(text: String) -> String {
    match text.char_indices().nth(CELL) {
        None => text,
        Some(_) => text.chars().take(CELL - 1).chain(['…']).collect(),
    }
}
