//! Reading of returned files: the sheet with our headings, wherever its columns were moved to, each cell with its
//! place. Formulas and macros are never run; the last value shown by the spreadsheet counts.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;

use super::delimited::{NoSheet, delimited_sheet, is_delimited};
use super::workbook::FormColumn;
use crate::format::{Failure, Sheet, Storage, Wanted, read_spreadsheet};
use crate::problem::{Level, Problem};
use crate::texts::{Bilingual, Language, cut, filled_with_days, harmless};

/// Maximum size of a returned file.
pub const MAX_BYTES: u64 = 32 << 20;

/// Maximum row number of the headings.
const HEAD_ROWS: usize = 30;

/// Content and place of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Trimmed text; empty if nothing was filled in.
    pub text: String,
    /// File, sheet and cell, or file and number of the answer.
    pub at: String,
    /// Whether it holds a formula without a computed value, so that its content is unknown.
    pub not_computed: bool,
}

/// A returned file, by kind.
pub(crate) enum Returned<'b> {
    /// A workbook with its sheets.
    Workbook(Vec<Sheet>),
    /// A file saved by a page, or no form at all.
    Saved(&'b [u8]),
    /// A sheet saved as text. This line, counted from one, opens a quote that is never closed.
    OpenQuote(u32),
}

/// What a row of a saved file is about, by which the person who filled in the form knows it; a number says nothing to
/// them. Empty if the row names nothing.
pub(crate) fn of_row(names: &[&str]) -> String {
    /// Longest name that is shown, in characters.
    const NAME: usize = 60;
    let names = names.iter().map(|name| harmless(&cut(name, NAME)));
    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(" ({})", names.join(", ")),
    }
}

/// Opens a returned file. `name`: its path as written by the user.
pub(crate) fn returned<'b>(name: &str, bytes: &'b [u8]) -> Result<Returned<'b>, Failure> {
    let extension = Path::new(name).extension().unwrap_or_default();
    let extension = extension.to_string_lossy().to_lowercase();
    let Some(storage) = Storage::detect(bytes, &extension) else {
        if is_delimited(&extension) {
            return match delimited_sheet(name, bytes) {
                Ok(sheet) => Ok(Returned::Workbook(vec![sheet])),
                Err(NoSheet::OpenQuote(line)) => Ok(Returned::OpenQuote(line)),
                Err(NoSheet::Binary) => Ok(Returned::Saved(bytes)),
            };
        }
        // Mail programs and editors prepend a byte order mark.
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        return Ok(Returned::Saved(bytes));
    };
    let wanted = Wanted {
        as_shown: true,
        ..Wanted::default()
    };
    let sheets = read_spreadsheet(bytes, storage, wanted)?;
    Ok(Returned::Workbook(sheets))
}

/// A sheet with the headings of a form.
pub(crate) struct FilledSheet<'s, C> {
    file: &'s str,
    sheet: &'s Sheet,
    head: usize,
    heads: BTreeMap<C, u32>,
}

/// Why no sheet belongs to the form.
pub(crate) enum UnfitSheet {
    /// It has more rows than the limit.
    Long {
        /// File and sheet.
        at: String,
        /// Number of rows read.
        rows: usize,
    },
    /// Headings are missing.
    Foreign {
        /// The missing headings, in German as in the form.
        missing: Vec<&'static str>,
    },
}

/// The sheet with at least the headings `needed`. `file`: its path as written by the user.
///
/// # Errors
/// No readable sheet has them.
pub(crate) fn question_sheet<'s, C: FormColumn>(
    file: &'s str,
    sheets: &'s [Sheet],
    needed: &[C],
) -> Result<FilledSheet<'s, C>, UnfitSheet> {
    let mut best: BTreeMap<C, u32> = BTreeMap::new();
    for sheet in sheets {
        for (head, row) in sheet.rows.iter().take(HEAD_ROWS).enumerate() {
            let heads: BTreeMap<C, u32> = heads(&row.cells);
            if needed.iter().all(|column| heads.contains_key(column)) {
                if sheet.cut {
                    return Err(UnfitSheet::Long {
                        at: format!("{file}, {}", sheet.name),
                        rows: sheet.rows.len(),
                    });
                }
                return Ok(FilledSheet {
                    file,
                    sheet,
                    head,
                    heads,
                });
            }
            if heads.len() > best.len() {
                best = heads;
            }
        }
    }
    let missing = needed.iter().filter(|column| !best.contains_key(column));
    Err(UnfitSheet::Foreign {
        missing: missing.map(|column| column.heading(Language::De)).collect(),
    })
}

/// The columns named by a row of headings, in either language.
fn heads<C: FormColumn>(cells: &[(u32, String)]) -> BTreeMap<C, u32> {
    let mut heads = BTreeMap::new();
    for (index, content) in cells {
        let named = |column: C| {
            [Language::De, Language::En]
                .into_iter()
                .any(|language| column.heading(language) == content.trim())
        };
        if let Some((column, _)) = C::ALL.iter().find(|(column, _)| named(*column)) {
            heads.entry(*column).or_insert(*index);
        }
    }
    heads
}

impl<C: FormColumn> FilledSheet<'_, C> {
    /// Its name in the workbook.
    pub(crate) fn name(&self) -> &str {
        &self.sheet.name
    }

    /// Makes a record of each row below the headings: `make` reads its cells by column. The cells of a removed column
    /// are empty.
    pub(crate) fn rows<R>(&self, make: impl Fn(&dyn Fn(C) -> Cell) -> R) -> Vec<R> {
        let below = self.sheet.rows.iter().skip(self.head + 1);
        below
            .map(|row| {
                make(&|column| {
                    let index = self.heads.get(&column).copied();
                    let content = row.cells.iter().find(|(at, _)| Some(*at) == index);
                    Cell {
                        text: typed_lines(content.map_or("", |(_, text)| text)),
                        at: place(self.file, self.sheet, index, row.number),
                        not_computed: index.is_some_and(|index| {
                            let cells = &self.sheet.marks.not_computed;
                            cells.contains(&(row.number, index))
                        }),
                    }
                })
            })
            .collect()
    }
}

/// File, sheet and cell; the row if there is no cell.
fn place(file: &str, sheet: &Sheet, column: Option<u32>, row: u32) -> String {
    let column = column.map(letters).unwrap_or_default();
    let row = u64::from(row) + 1;
    match sheet.name.as_str() {
        // Text in rows has no sheet name.
        "" => format!("{file}, {column}{row}"),
        name => format!("{file}, {name}!{column}{row}"),
    }
}

/// The first cell beside a label in either language.
pub(crate) fn beside(
    file: &str,
    sheets: &[Sheet],
    label: impl Fn(Language) -> &'static str,
) -> Option<Cell> {
    let labels = [label(Language::De), label(Language::En)];
    for sheet in sheets {
        for row in &sheet.rows {
            let mut cells = row.cells.iter();
            let Some((at, _)) = cells
                .next()
                .filter(|(_, name)| labels.contains(&name.trim()))
            else {
                continue;
            };
            let value = cells.next();
            // A formula that was never computed looks like an empty cell.
            let mut formulas = sheet.marks.not_computed.iter();
            let formula = formulas.find(|(number, index)| {
                *number == row.number && index > at && value.is_none_or(|(other, _)| index <= other)
            });
            let index = match formula {
                Some((_, index)) => *index,
                None => match value {
                    Some((index, _)) => *index,
                    None => continue,
                },
            };
            let text = value
                .filter(|(at, _)| *at == index)
                .map_or("", |(_, text)| text);
            return Some(Cell {
                text: typed_lines(text),
                at: place(file, sheet, Some(index), row.number),
                not_computed: formula.is_some(),
            });
        }
    }
    None
}

/// Typed text with uniform line ends, trimmed.
pub(crate) fn typed_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .trim()
        .to_owned()
}

/// A problem at a place in a returned file. `key`: of the texts.
pub(crate) fn problem(
    code: &str,
    level: Level,
    at: &str,
    key: &str,
    values: &[(&str, &dyn Display)],
) -> Problem {
    let text = |language| filled_with_days(key, language, values);
    Problem {
        code: code.to_owned(),
        level,
        file: harmless(at),
        position: None,
        message: Bilingual::of(text),
        application: None,
    }
}

/// The letters of a column, counted from zero (`A`, `Z`, `AA`).
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
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
