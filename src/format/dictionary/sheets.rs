//! The cells of workbooks: Excel formats through calamine, OpenDocument as plain XML.
//!
//! A workbook of a few kilobytes can claim to hold billions of cells. So unpacked data is counted before it is kept,
//! cells are read one by one, and the old binary format, which calamine expands to full rectangles, is measured first.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, sink};

use calamine::{Data, DataRef, Dimensions, Reader, SheetType, SheetVisible, Xls, Xlsx};
use zip::ZipArchive;

use super::marks::{Marks, marks_of_sheets};
use super::open_document;
use crate::format::Failure;
use crate::format::limits::{
    DIRECTORY_BYTES, SHEET_AREA, SHEET_BYTES, SHEET_COLUMNS, SHEET_ROWS, WORKBOOK_BYTES,
};
use crate::gap::{GapReason, Panicked, contain};

/// A sheet with its non-empty cells, by row.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) rows: Vec<Row>,
    /// Whether rows were left out because there are too many.
    pub(crate) cut: bool,
    /// Properties besides the values, if requested; OpenDocument only provides links.
    pub(crate) marks: Marks,
}

/// A row: its number, and its cells by column, counted from 0.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) number: u32,
    pub(crate) cells: Vec<(u32, String)>,
}

/// The storage format of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    /// Office Open XML (`.xlsx`, `.xlsm`).
    OpenXml,
    /// OpenDocument (`.ods`).
    OpenDocument,
    /// BIFF in a compound file (`.xls`).
    Binary,
}

impl Storage {
    /// Detects the format from the names of archive parts, which are stored uncompressed. Compound files may hold
    /// anything, so their extension must say that they are workbooks.
    pub(crate) fn detect(bytes: &[u8], extension: &str) -> Option<Self> {
        if bytes.starts_with(b"PK\x03\x04") {
            let head = bytes.get(..200).unwrap_or(bytes);
            let tail = bytes.get(bytes.len().saturating_sub(DIRECTORY_BYTES)..)?;
            if holds(head, b"opendocument.spreadsheet") {
                return Some(Self::OpenDocument);
            }
            return holds(tail, b"xl/workbook.xml").then_some(Self::OpenXml);
        }
        let compound = bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
        (compound && extension == "xls").then_some(Self::Binary)
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// What to read from a workbook.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// Maximum rows per sheet.
    pub(crate) rows: usize,
    /// Maximum bytes of all cells together.
    pub(crate) bytes: usize,
    /// Whether to include dates and errors and to fill merged cells, as people see the table.
    pub(crate) as_shown: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            rows: SHEET_ROWS,
            bytes: SHEET_BYTES,
            as_shown: false,
        }
    }
}

/// The sheets of a workbook.
pub(crate) fn read_spreadsheet(
    bytes: &[u8],
    storage: Storage,
    wanted: Wanted,
) -> Result<Vec<Sheet>, Failure> {
    let mut gather = Gather::new(wanted);
    match storage {
        Storage::OpenXml => {
            measure(bytes)?;
            contained(|| open_xml(bytes, &mut gather))?;
        }
        Storage::OpenDocument => {
            measure(bytes)?;
            open_document::read_opendocument_tables(&part(bytes, "content.xml")?, &mut gather)?;
        }
        Storage::Binary => contained(|| binary(bytes, &mut gather))?,
    }
    Ok(gather.sheets)
}

/// Broken workbooks can make calamine panic; that is a defect of the workbook.
fn contained(work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    contain(work).unwrap_or_else(|Panicked(cause)| Err(malformed(cause)))
}

/// Collects cells row by row up to the limits.
pub(crate) struct Gather {
    sheets: Vec<Sheet>,
    wanted: Wanted,
    bytes: usize,
}

impl Gather {
    fn new(wanted: Wanted) -> Self {
        Self {
            sheets: Vec::new(),
            wanted,
            bytes: 0,
        }
    }

    pub(crate) fn sheet(&mut self, name: &str) {
        self.sheets.push(Sheet {
            name: name.to_owned(),
            ..Sheet::default()
        });
    }

    /// Records the link of a cell, if requested.
    pub(crate) fn link(&mut self, row: u32, column: u32, target: &str) {
        if let Some(sheet) = self.sheets.last_mut().filter(|_| self.wanted.as_shown) {
            sheet.marks.links.insert((row, column), target.to_owned());
        }
    }

    /// Records that a cell holds a date, if requested.
    fn date(&mut self, row: u32, column: u32) {
        if let Some(sheet) = self.sheets.last_mut().filter(|_| self.wanted.as_shown) {
            sheet.marks.dates.insert((row, column));
        }
    }

    /// Adds a cell; `false` if no more cells of this sheet are wanted.
    pub(crate) fn cell(&mut self, row: u32, column: u32, text: &str) -> bool {
        let Some(sheet) = self.sheets.last_mut() else {
            return false;
        };
        if text.trim().is_empty() || column >= SHEET_COLUMNS {
            return true;
        }
        self.bytes += text.len();
        let fresh = sheet.rows.last().is_none_or(|last| last.number != row);
        if self.bytes > self.wanted.bytes || fresh && sheet.rows.len() >= self.wanted.rows {
            sheet.cut = true;
            return false;
        }
        if fresh {
            sheet.rows.push(Row {
                number: row,
                cells: Vec::new(),
            });
        }
        if let Some(last) = sheet.rows.last_mut() {
            last.cells.push((column, with_plain_breaks(text)));
        }
        true
    }
}

impl Gather {
    /// The text of a cell.
    fn text(&self, value: &Data) -> String {
        match value {
            Data::DateTime(date) if self.wanted.as_shown && !date.is_duration() => {
                let (year, month, day, ..) = date.to_ymd_hms_milli();
                format!("{year:04}-{month:02}-{day:02}")
            }
            Data::DateTimeIso(date) if self.wanted.as_shown => date.clone(),
            Data::Error(error) if self.wanted.as_shown => error.to_string(),
            value => cell_text(value),
        }
    }

    /// Copies the first cell of each merged region to all its cells, in non-empty rows.
    fn fill(&mut self, merged: &[Dimensions]) {
        let Some(sheet) = self.sheets.last_mut() else {
            return;
        };
        let mut left = FILLED_CELLS;
        for region in merged {
            let ((top, first), (bottom, last)) = (region.start, region.end);
            let last = last.min(SHEET_COLUMNS - 1);
            let begin = sheet.rows.partition_point(|row| row.number < top);
            let head = sheet.rows.get(begin).filter(|row| row.number == top);
            let cells = head.map_or(&[][..], |row| row.cells.as_slice());
            let Some((_, text)) = cells.iter().find(|(column, _)| *column == first) else {
                continue;
            };
            let text = text.clone();
            let rows = sheet.rows.iter_mut().skip(begin);
            for row in rows.take_while(|row| row.number <= bottom) {
                for column in first..=last {
                    let at = row.cells.partition_point(|(other, _)| *other < column);
                    let taken = row.cells.get(at).is_some_and(|(other, _)| *other == column);
                    if !taken && left > 0 {
                        row.cells.insert(at, (column, text.clone()));
                        left -= 1;
                    }
                }
            }
        }
    }
}

/// Maximum number of merged cells filled.
const FILLED_CELLS: usize = 1_000_000;

/// Text with uniform line breaks.
fn with_plain_breaks(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn malformed(cause: impl std::fmt::Display) -> Failure {
    // Only the beginning, because error messages may quote the document.
    let cause: String = cause
        .to_string()
        .chars()
        .filter(|ch| !ch.is_control())
        .take(100)
        .collect();
    Failure::new(
        GapReason::Malformed,
        None,
        format!("no sound workbook: {cause}"),
    )
}

fn too_large(what: &str) -> Failure {
    Failure::new(GapReason::TooLarge, None, what)
}

fn unpacks_to_too_much() -> Failure {
    too_large("the workbook is too large when unpacked")
}

/// Unpacks everything once without keeping it, because the sizes stated in an archive cannot be trusted.
fn measure(bytes: &[u8]) -> Result<(), Failure> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(malformed)?;
    let mut left = WORKBOOK_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(malformed)?;
        let name = part.name().map_err(malformed)?.to_ascii_lowercase();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        // If the stated size is already too large, nothing needs to be unpacked.
        if part.size() > left {
            return Err(unpacks_to_too_much());
        }
        let mut part = part.take(left + 1);
        let length = if name.ends_with("sharedstrings.xml") {
            let mut strings = Vec::new();
            part.read_to_end(&mut strings).map_err(malformed)?;
            if claims_too_many_strings(&strings) {
                return Err(malformed("more strings are claimed than it holds"));
            }
            strings.len() as u64
        } else {
            std::io::copy(&mut part, &mut sink()).map_err(malformed)?
        };
        left = left.checked_sub(length).ok_or_else(unpacks_to_too_much)?;
    }
    Ok(())
}

/// Whether more strings are claimed than the bytes can hold. calamine allocates memory for the claimed number, and a
/// failed allocation would end the program.
fn claims_too_many_strings(part: &[u8]) -> bool {
    let text = String::from_utf8_lossy(part);
    text.split("uniqueCount").skip(1).any(|rest| {
        let value = rest.trim_start_matches(|ch: char| ch.is_whitespace() || "=\"'+".contains(ch));
        let end = value.find(|ch: char| !ch.is_ascii_digit());
        let digits = value.get(..end.unwrap_or(value.len())).unwrap_or_default();
        let claimed: Option<usize> = digits.parse().ok();
        !digits.is_empty() && claimed.is_none_or(|claimed| claimed > part.len())
    })
}

/// A part of an archive as text.
fn part(bytes: &[u8], name: &str) -> Result<String, Failure> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(malformed)?;
    let part = archive.by_name(name).map_err(malformed)?;
    let mut text = String::new();
    part.take(WORKBOOK_BYTES)
        .read_to_string(&mut text)
        .map_err(malformed)?;
    Ok(text)
}

fn open_xml(bytes: &[u8], gather: &mut Gather) -> Result<(), Failure> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(malformed)?;
    let sheets = book.sheets_metadata().iter();
    let names: Vec<(String, bool)> = sheets
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let mut marks = if gather.wanted.as_shown {
        marks_of_sheets(bytes)
    } else {
        BTreeMap::new()
    };
    for (name, is_hidden) in names {
        gather.sheet(&name);
        if let Some(sheet) = gather.sheets.last_mut() {
            sheet.marks = marks.remove(&name).unwrap_or_default();
            sheet.marks.is_hidden = is_hidden;
        }
        let mut cells = book.worksheet_cells_reader(&name).map_err(malformed)?;
        while let Some(cell) = cells.next_cell().map_err(malformed)? {
            let (row, column) = cell.get_position();
            let text = match cell.get_value() {
                DataRef::SharedString(text) => (*text).to_owned(),
                value => gather.text(&Data::from(value.clone())),
            };
            if !gather.cell(row, column, &text) {
                break;
            }
            if matches!(
                cell.get_value(),
                DataRef::DateTime(_) | DataRef::DateTimeIso(_)
            ) {
                gather.date(row, column);
            }
        }
        drop(cells);
        if gather.wanted.as_shown {
            let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
            gather.fill(&merged);
        }
    }
    Ok(())
}

/// The text of a cell. Dates, durations and errors describe no field.
fn cell_text(value: &Data) -> String {
    match value {
        Data::String(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "ja".to_owned(),
        Data::Bool(false) => "nein".to_owned(),
        _ => String::new(),
    }
}

fn binary(bytes: &[u8], gather: &mut Gather) -> Result<(), Failure> {
    if area(bytes)? > SHEET_AREA {
        return Err(too_large("the sheets are too large"));
    }
    let mut book = Xls::new(Cursor::new(bytes)).map_err(malformed)?;
    for name in book.sheet_names() {
        gather.sheet(&name);
        let range = book.worksheet_range(&name).map_err(malformed)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let number = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
            let (row, column) = (
                top.saturating_add(number(row)),
                left.saturating_add(number(column)),
            );
            let text = gather.text(value);
            if !gather.cell(row, column, &text) {
                break;
            }
            if matches!(value, Data::DateTime(_) | Data::DateTimeIso(_)) {
                gather.date(row, column);
            }
        }
    }
    Ok(())
}

/// The area of all rectangles spanned by the records of a binary workbook, over all sheets.
fn area(bytes: &[u8]) -> Result<u64, Failure> {
    /// Records that state a rectangle with 32-bit rows and 16-bit columns.
    const DIMENSIONS: u16 = 0x0200;
    const BEGIN: u16 = 0x0809;
    /// Cell records start with row and column.
    const CELLS: [u16; 10] = [
        0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x0207, 0x027E,
    ];
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(malformed)?;
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| file.is_stream(name))
        .ok_or_else(|| malformed("there is no workbook inside"))?;
    let mut stream = Vec::new();
    let part = file.open_stream(name).map_err(malformed)?;
    part.take(WORKBOOK_BYTES)
        .read_to_end(&mut stream)
        .map_err(malformed)?;
    let mut total = 0u64;
    let mut around = Rectangle::default();
    let mut rest = stream.as_slice();
    while let [a, b, c, d, behind @ ..] = rest {
        let kind = u16::from_le_bytes([*a, *b]);
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        let data = behind.get(..length).unwrap_or(behind);
        if kind == BEGIN {
            total = total.saturating_add(std::mem::take(&mut around).cells());
        } else if kind == DIMENSIONS {
            total = total.saturating_add(stated(data));
        } else if CELLS.contains(&kind)
            && let [a, b, c, d, ..] = data
        {
            around.add(u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
            // Several cells in one record: the last column is at the end.
            if kind == 0x00BD
                && let [.., c, d] = data
            {
                around.add(u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
            }
        }
        rest = behind.get(length..).unwrap_or_default();
    }
    Ok(total.saturating_add(around.cells()))
}

/// The area stated by a record: first and last row, first and last column. Older versions have shorter records. A
/// rectangle whose end precedes its start counts as infinite, because calamine computes its size unchecked. Columns
/// count from the sheet's first one, because calamine corrects inconsistent ones to that.
fn stated(data: &[u8]) -> u64 {
    let short = |at: usize| {
        let pair = data.get(at..at + 2).and_then(|pair| pair.try_into().ok());
        u64::from(pair.map_or(0, u16::from_le_bytes))
    };
    let long = |at: usize| short(at) | short(at + 2) << 16;
    let (first_row, last_row, columns) = if data.len() >= 14 {
        (long(0), long(4), short(10))
    } else {
        (short(0), short(2), short(6))
    };
    if last_row == 0 || columns == 0 {
        return 0;
    }
    let rows = last_row.checked_sub(first_row).unwrap_or(u64::MAX);
    rows.saturating_mul(columns)
}

#[derive(Default)]
struct Rectangle {
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
}

impl Rectangle {
    fn add(&mut self, row: u16, column: u16) {
        let with = |range: Option<(u16, u16)>, at: u16| match range {
            Some((first, last)) => Some((first.min(at), last.max(at))),
            None => Some((at, at)),
        };
        self.rows = with(self.rows, row);
        self.columns = with(self.columns, column);
    }

    fn cells(&self) -> u64 {
        let length = |range: Option<(u16, u16)>| {
            range.map_or(0, |(first, last)| u64::from(last - first) + 1)
        };
        length(self.rows) * length(self.columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_are_measured() {
        let mut around = Rectangle::default();
        assert_eq!(around.cells(), 0);
        around.add(3, 1);
        around.add(1, 4);
        assert_eq!(around.cells(), 3 * 4);
        let mut record = [0; 14];
        record[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
        record[10..12].copy_from_slice(&256u16.to_le_bytes());
        assert_eq!(stated(&record), u64::from(u32::MAX) * 256);
        assert_eq!(stated(&[]), 0);
        record[8..10].copy_from_slice(&300u16.to_le_bytes());
        assert_eq!(stated(&record), u64::from(u32::MAX) * 256);
        record[0..4].copy_from_slice(&9u32.to_le_bytes());
        record[4..8].copy_from_slice(&3u32.to_le_bytes());
        assert_eq!(stated(&record), u64::MAX);
    }
}
