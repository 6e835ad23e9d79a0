//! What a sheet of Office Open XML says beside its values and calamine reads past: columns and rows that are hidden, and
//! formulas that nobody computed.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Read};

use roxmltree::Document;
use zip::ZipArchive;

use crate::format::limits::{SHEET_COLUMNS, WORKBOOK_BYTES};

/// What is remarkable about a sheet; columns and rows are counted from zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The sheet itself is hidden.
    pub(crate) is_hidden: bool,
    pub(crate) hidden_columns: Vec<u32>,
    /// Hidden by hand or by a filter.
    pub(crate) hidden_rows: Vec<u32>,
    /// Cells (row, column) with a formula and without a value.
    pub(crate) not_computed: Vec<(u32, u32)>,
}

/// Longest tag that is looked at; longer ones are texts.
const TAG_BYTES: u64 = 4096;

/// The marks of each sheet, by name. A part that cannot be read has none: calamine tells what is wrong with it.
pub(super) fn marks_of_sheets(bytes: &[u8]) -> BTreeMap<String, Marks> {
    let mut marks = BTreeMap::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return marks;
    };
    for (name, part) in sheets(&mut archive) {
        if let Ok(file) = archive.by_name(&part) {
            let found = scan(BufReader::new(file.take(WORKBOOK_BYTES)));
            if found != Marks::default() {
                marks.insert(name, found);
            }
        }
    }
    marks
}

/// Names of the sheets with the names of their parts.
fn sheets(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Vec<(String, String)> {
    let mut text = |name: &str| {
        let mut text = String::new();
        let part = archive.by_name(name).ok()?;
        part.take(WORKBOOK_BYTES).read_to_string(&mut text).ok()?;
        Some(text)
    };
    let (Some(book), Some(relations)) =
        (text("xl/workbook.xml"), text("xl/_rels/workbook.xml.rels"))
    else {
        return Vec::new();
    };
    let (Ok(book), Ok(relations)) = (Document::parse(&book), Document::parse(&relations)) else {
        return Vec::new();
    };
    let targets: BTreeMap<&str, &str> = relations
        .descendants()
        .filter_map(|node| Some((node.attribute("Id")?, node.attribute("Target")?)))
        .collect();
    let sheets = book
        .descendants()
        .filter(|node| node.tag_name().name() == "sheet");
    let named = sheets.filter_map(|sheet| {
        let mut attributes = sheet.attributes();
        let id = attributes
            .find(|attribute| attribute.name() == "id" && attribute.namespace().is_some())?;
        let target = targets.get(id.value())?;
        let part = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        Some((sheet.attribute("name")?.to_owned(), part))
    });
    named.collect()
}

/// Reads the tags of a sheet one by one; a sheet may be large.
fn scan(mut sheet: impl BufRead) -> Marks {
    let mut marks = Marks::default();
    let mut cell = Cell::default();
    let mut piece = Vec::new();
    loop {
        piece.clear();
        // Texts are passed over piece by piece, however long.
        match sheet.by_ref().take(TAG_BYTES).read_until(b'>', &mut piece) {
            Ok(0) | Err(_) => return marks,
            Ok(_) => {}
        }
        let Some(start) = piece.iter().rposition(|byte| *byte == b'<') else {
            cell.has_value |= !piece.trim_ascii().is_empty();
            continue;
        };
        let (text, tag) = piece.split_at(start);
        let Ok(tag) = std::str::from_utf8(tag) else {
            continue;
        };
        let tag = tag.trim_start_matches('<').trim_end_matches(['>', '/']);
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let (closing, name) = match name.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, name),
        };
        let is_hidden = || matches!(attribute(attributes, "hidden"), Some("1" | "true"));
        let number = |name: &str| {
            attribute(attributes, name)?
                .parse::<u32>()
                .ok()?
                .checked_sub(1)
        };
        match (closing, name.rsplit(':').next().unwrap_or_default()) {
            (false, "row") if is_hidden() => marks.hidden_rows.extend(number("r")),
            (false, "col") if is_hidden() => {
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    let last = last.min(SHEET_COLUMNS - 1);
                    marks.hidden_columns.extend(first..=last);
                }
            }
            (false, "c") => {
                cell = Cell {
                    at: attribute(attributes, "r").and_then(position),
                    // A computed text may be empty.
                    has_value: attribute(attributes, "t") == Some("str"),
                    has_formula: false,
                };
            }
            (false, "f") => cell.has_formula = true,
            (true, "v") => cell.has_value |= !text.trim_ascii().is_empty(),
            (true, "c") => {
                let lacks = cell.has_formula && !cell.has_value;
                marks.not_computed.extend(cell.at.filter(|_| lacks));
                cell = Cell::default();
            }
            _ => {}
        }
    }
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    at: Option<(u32, u32)>,
    has_formula: bool,
    has_value: bool,
}

/// Row and column of `F9`, counted from zero.
fn position(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|ch: char| ch.is_ascii_digit())?;
    let (letters, row) = name.split_at(digits);
    let column = letters.bytes().try_fold(0u32, |column, letter| {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        column.checked_mul(26)?.checked_add(value)
    })?;
    Some((
        row.parse::<u32>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}

fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    attributes.match_indices(name).find_map(|(at, _)| {
        let before = attributes.get(..at)?;
        let whole = before.is_empty() || before.ends_with(char::is_whitespace);
        let value = attributes.get(at + name.len()..)?.strip_prefix("=\"")?;
        whole.then(|| value.split('"').next())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_columns_and_rows_are_found() {
        let sheet = br#"<worksheet><cols><col min="1" max="2" width="9"/><col min="4" max="5" hidden="1"/></cols>
            <sheetData><row r="1"><c><v>hidden="1"</v></c></row><row r="7" spans="1:3" hidden="true"><c/></row></sheetData></worksheet>"#;
        assert_eq!(
            scan(&sheet[..]),
            Marks {
                is_hidden: false,
                hidden_columns: vec![3, 4],
                hidden_rows: vec![6],
                ..Marks::default()
            }
        );
    }

    #[test]
    fn long_texts_are_passed_over() {
        let text = "x".repeat(3 * TAG_BYTES as usize);
        let sheet = format!(r#"<v>{text}</v><row r="2" hidden="1">"#);
        assert_eq!(scan(sheet.as_bytes()).hidden_rows, [1]);
    }

    #[test]
    fn formulas_without_a_value_are_found() {
        let sheet = r#"<row r="3"><c r="A3"><f>B1</f><v>7</v></c><c r="B3"><f>X!A1</f><v></v></c>
            <c r="AB3"><f>X!A1</f></c><c r="C3" t="str"><f>IF(1,"","")</f><v></v></c><c r="D3"><v/></c></row>"#;
        assert_eq!(scan(sheet.as_bytes()).not_computed, [(2, 1), (2, 27)]);
    }
}
