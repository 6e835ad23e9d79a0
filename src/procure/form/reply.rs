//! Files that came back from bidders, whatever they are: facts and rows with the place of each cell. Formulas and macros
//! are never run; what a spreadsheet showed last is what counts.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::FORM_SCHEMA;
use super::workbook::{BID_COLUMNS, BidColumn};
use crate::format::{Sheet, Storage, Wanted, read_spreadsheet};
use crate::problem::{Level, Problem, Problems};
use crate::procure::paper::said;
use crate::questionnaire::letters;
use crate::questionnaire::reply::Cell;
use crate::texts::{Bilingual, Language, filled, harmless};

/// A form that came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BidReply {
    /// As the user named it.
    pub file: String,
    /// Name of the bidder's folder, as the form says.
    pub bidder: String,
    /// Version of the questions.
    pub version: String,
    /// What it says about the product.
    pub facts: BTreeMap<FormFact, Cell>,
    /// Its rows, in order.
    pub rows: Vec<BidRow>,
}

/// A fact about the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormFact {
    /// Who offers it.
    Vendor,
    /// Its name.
    Product,
    /// The version offered.
    Version,
}

impl FormFact {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Vendor, "form-vendor"),
        (Self::Product, "form-product"),
        (Self::Version, "form-version"),
    ];
}

/// One question with what was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BidRow {
    /// Key of the question.
    pub id: Cell,
    /// A word of an answer.
    pub answer: Cell,
    /// In words.
    pub explanation: Cell,
    /// Files of the dossier.
    pub evidence: Cell,
}

impl BidRow {
    /// Whether nothing was filled in.
    pub fn is_blank(&self) -> bool {
        [&self.answer, &self.explanation, &self.evidence]
            .into_iter()
            .all(|cell| cell.text.is_empty())
    }
}

/// Takes a file that came back. `name`: as the user wrote its path.
///
/// # Errors
/// One problem that says why it is no filled form.
pub fn bid_reply(name: &str, bytes: &[u8]) -> Result<BidReply, Problems> {
    let extension = Path::new(name).extension().unwrap_or_default();
    let extension = extension.to_string_lossy().to_lowercase();
    let mut reply = match Storage::detect(bytes, &extension) {
        Some(storage) => workbook(name, bytes, storage)?,
        None => saved(name, bytes)?,
    };
    name.clone_into(&mut reply.file);
    Ok(reply)
}

/// A problem with a place in a file that came back.
pub(super) fn at(
    level: Level,
    at: &str,
    key: &str,
    values: &[(&str, &dyn std::fmt::Display)],
) -> Problem {
    let text = |language| filled(key, language, values);
    Problem {
        code: "FORM".to_owned(),
        level,
        file: harmless(at),
        position: None,
        message: Bilingual {
            de: text(Language::De),
            en: text(Language::En),
        },
    }
}

fn refused(name: &str, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> Problems {
    Problems(vec![at(Level::Error, name, key, values)])
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Saved {
    schema: String,
    version: String,
    bidder: String,
    product: SavedProduct,
    answers: Vec<SavedAnswer>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SavedProduct {
    vendor: String,
    name: String,
    version: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SavedAnswer {
    question: String,
    answer: String,
    explanation: String,
    evidence: String,
}

/// The file that a form saves.
fn saved(name: &str, bytes: &[u8]) -> Result<BidReply, Problems> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let saved: Saved = serde_json::from_slice(bytes)
        .map_err(|error| refused(name, "tender.reply-unreadable", &[("line", &error.line())]))?;
    if saved.schema != FORM_SCHEMA {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("schema", &FORM_SCHEMA)];
        return Err(refused(name, "tender.reply-other", &values));
    }
    let cell = |place: String, text: String| Cell {
        text: lines(&text),
        at: format!("{name}, {place}"),
    };
    let product = saved.product;
    let facts = [
        (FormFact::Vendor, "vendor", product.vendor),
        (FormFact::Product, "name", product.name),
        (FormFact::Version, "version", product.version),
    ];
    let rows = (1..).zip(saved.answers).map(|(number, given)| {
        let cell = |field: &str, text| cell(format!("answers[{number}].{field}"), text);
        BidRow {
            id: cell("question", given.question),
            answer: cell("answer", given.answer),
            explanation: cell("explanation", given.explanation),
            evidence: cell("evidence", given.evidence),
        }
    });
    Ok(BidReply {
        rows: rows.collect(),
        bidder: saved.bidder,
        version: saved.version,
        facts: facts
            .into_iter()
            .map(|(fact, field, text)| (fact, cell(format!("product.{field}"), text)))
            .collect(),
        ..BidReply::default()
    })
}

/// Headings stand among so many rows.
const HEAD_ROWS: usize = 30;

/// Columns without which a row says nothing.
const NEEDED: [BidColumn; 2] = [BidColumn::Id, BidColumn::Answer];

/// A filled workbook: the sheet with our headings, wherever its columns were moved to.
fn workbook(name: &str, bytes: &[u8], storage: Storage) -> Result<BidReply, Problems> {
    let wanted = Wanted {
        as_shown: true,
        ..Wanted::default()
    };
    let mut sheets = read_spreadsheet(bytes, storage, wanted).map_err(|failure| {
        refused(
            name,
            "tender.reply-unreadable-book",
            &[("cause", &failure.detail)],
        )
    })?;
    if storage == Storage::OpenXml {
        let rows = sheets.iter_mut().flat_map(|sheet| &mut sheet.rows);
        for (_, text) in rows.flat_map(|row| &mut row.cells) {
            if text.contains(UNDERSCORE) {
                *text = without_escapes(text);
            }
        }
    }
    for sheet in &sheets {
        for (index, row) in sheet.rows.iter().take(HEAD_ROWS).enumerate() {
            let heads = heads(&row.cells);
            if !NEEDED.iter().all(|column| heads.contains_key(column)) {
                continue;
            }
            if sheet.cut {
                let place = format!("{name}, {}", sheet.name);
                let values: [(&str, &dyn std::fmt::Display); 1] = [("count", &sheet.rows.len())];
                return Err(refused(&place, "tender.reply-long", &values));
            }
            return Ok(BidReply {
                bidder: beside(&sheets, "form-bidder"),
                version: beside(&sheets, "form-state"),
                facts: facts(name, &sheets),
                rows: rows_below(name, sheet, index, &heads),
                ..BidReply::default()
            });
        }
    }
    let columns = NEEDED.map(|column| column.heading(Language::De)).join(", ");
    Err(refused(
        name,
        "tender.reply-no-form",
        &[("columns", &columns)],
    ))
}

/// How Office Open XML writes an underscore that would otherwise begin the number of a character.
const UNDERSCORE: &str = "_x005F";

/// Undoes that. The reader of workbooks has dropped `_x000D_` already, also where it was meant as text: what is left of
/// that is an escape without its end.
fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(UNDERSCORE) {
        out.push_str(before);
        rest = match after.strip_prefix('_') {
            Some(after) => {
                out.push('_');
                after
            }
            None => {
                out.push_str("_x000D_");
                after.strip_prefix('\r').unwrap_or(after)
            }
        };
    }
    out.push_str(rest);
    out
}

/// The columns a row of headings names, in either language.
fn heads(cells: &[(u32, String)]) -> BTreeMap<BidColumn, u32> {
    let mut heads = BTreeMap::new();
    for (index, content) in cells {
        let named = |column: BidColumn| {
            [Language::De, Language::En]
                .into_iter()
                .any(|language| column.heading(language) == content.trim())
        };
        if let Some((column, _)) = BID_COLUMNS.iter().find(|(column, _)| named(*column)) {
            heads.entry(*column).or_insert(*index);
        }
    }
    heads
}

fn rows_below(
    name: &str,
    sheet: &Sheet,
    head: usize,
    heads: &BTreeMap<BidColumn, u32>,
) -> Vec<BidRow> {
    let below = sheet.rows.iter().skip(head + 1);
    below
        .map(|row| {
            let cell = |column: BidColumn| {
                let Some(index) = heads.get(&column) else {
                    return Cell {
                        text: String::new(),
                        at: format!("{name}, {}!{}", sheet.name, row.number + 1),
                    };
                };
                let content = row.cells.iter().find(|(place, _)| place == index);
                Cell {
                    text: lines(content.map_or("", |(_, text)| text)),
                    at: format!(
                        "{name}, {}!{}{}",
                        sheet.name,
                        letters(*index),
                        row.number + 1
                    ),
                }
            };
            BidRow {
                id: cell(BidColumn::Id),
                answer: cell(BidColumn::Answer),
                explanation: cell(BidColumn::Explanation),
                evidence: cell(BidColumn::Evidence),
            }
        })
        .filter(|row| !(row.id.text.is_empty() && row.is_blank()))
        .collect()
}

/// Text as people wrote it, with one kind of line ends.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .trim()
        .to_owned()
}

/// The value beside a label.
fn beside(sheets: &[Sheet], key: &str) -> String {
    let labels = [Language::De, Language::En].map(|language| said(key, language));
    let rows = sheets.iter().flat_map(|sheet| &sheet.rows);
    rows.filter_map(|row| match row.cells.as_slice() {
        [(_, label), (_, value), ..] if labels.contains(&label.as_str()) => {
            Some(value.trim().to_owned())
        }
        _ => None,
    })
    .next()
    .unwrap_or_default()
}

/// What the form says about the product.
fn facts(name: &str, sheets: &[Sheet]) -> BTreeMap<FormFact, Cell> {
    let mut facts = BTreeMap::new();
    for sheet in sheets {
        for row in &sheet.rows {
            let [(_, label), (index, value), ..] = row.cells.as_slice() else {
                continue;
            };
            let named = |key: &str| {
                [Language::De, Language::En]
                    .into_iter()
                    .any(|language| said(key, language) == label.trim())
            };
            if let Some((fact, _)) = FormFact::ALL.iter().find(|(_, key)| named(key)) {
                facts.entry(*fact).or_insert_with(|| Cell {
                    text: lines(value),
                    at: format!(
                        "{name}, {}!{}{}",
                        sheet.name,
                        letters(*index),
                        row.number + 1
                    ),
                });
            }
        }
    }
    facts
}
