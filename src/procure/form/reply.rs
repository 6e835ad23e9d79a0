//! Files returned by bidders, of either kind: facts and rows with the place of each cell.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Deserialize;

use super::FORM_SCHEMA;
use super::workbook::BidColumn;
use crate::form::{
    Cell, Returned, UnfitSheet, beside, of_row, problem, question_sheet, returned, typed_lines,
};
use crate::format::Sheet;
use crate::problem::{Level, Problem, Problems};
use crate::procure::paper::said;

/// A returned form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BidReply {
    /// The path as the user named it.
    pub file: String,
    /// Name of the bidder's folder, as stated in the form.
    pub bidder: String,
    /// Version of the questions.
    pub version: String,
    /// The facts about the product.
    pub facts: BTreeMap<FormFact, Cell>,
    /// Its rows, in order.
    pub rows: Vec<BidRow>,
}

/// A fact about the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormFact {
    /// Its vendor.
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

/// One question with the filled-in cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BidRow {
    /// Key of the question.
    pub id: Cell,
    /// The word of the answer.
    pub answer: Cell,
    /// The explanation in words.
    pub explanation: Cell,
    /// The evidence: files of the dossier.
    pub evidence: Cell,
}

impl BidRow {
    /// Whether nothing was filled in.
    pub fn is_blank(&self) -> bool {
        [&self.answer, &self.explanation, &self.evidence]
            .into_iter()
            .all(|cell| cell.text.is_empty() && !cell.not_computed)
    }
}

/// Reads a returned file. `name`: the path as the user wrote it.
///
/// # Errors
/// One problem that states why the file is not a filled form.
pub fn bid_reply(name: &str, bytes: &[u8]) -> Result<BidReply, Problems> {
    let content = returned(name, bytes).map_err(|failure| {
        let cause: [(&str, &dyn Display); 1] = [("cause", &failure.detail)];
        refused(name, "reply-unreadable-book", &cause)
    })?;
    let mut reply = match content {
        Returned::Workbook(sheets) => workbook(name, &sheets)?,
        Returned::Saved(bytes) => saved(name, bytes)?,
        Returned::OpenQuote(line) => {
            return Err(refused(name, "reply-unreadable", &[("line", &line)]));
        }
    };
    name.clone_into(&mut reply.file);
    Ok(reply)
}

/// A problem at a place in a returned file. `key`: of `texts/tender.toml`.
pub(super) fn at(level: Level, at: &str, key: &str, values: &[(&str, &dyn Display)]) -> Problem {
    problem("FORM", level, at, &format!("tender.{key}"), values)
}

fn refused(name: &str, key: &str, values: &[(&str, &dyn Display)]) -> Problems {
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

/// The file saved by the HTML form.
fn saved(name: &str, bytes: &[u8]) -> Result<BidReply, Problems> {
    let saved: Saved = serde_json::from_slice(bytes)
        .map_err(|error| refused(name, "reply-unreadable", &[("line", &error.line())]))?;
    if saved.schema != FORM_SCHEMA {
        return Err(refused(name, "reply-other", &[("schema", &FORM_SCHEMA)]));
    }
    let cell = |place: String, text: String| Cell {
        text: typed_lines(&text),
        at: format!("{name}, {place}"),
        not_computed: false,
    };
    let product = saved.product;
    let facts = [
        (FormFact::Vendor, "vendor", product.vendor),
        (FormFact::Product, "name", product.name),
        (FormFact::Version, "version", product.version),
    ];
    // Counted from zero, as programs count that read the file.
    let rows = saved.answers.into_iter().enumerate();
    let rows = rows.map(|(number, given)| {
        let who = of_row(&[&given.question]);
        let cell = |field: &str, text| cell(format!("answers[{number}].{field}{who}"), text);
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

/// Required columns.
const NEEDED: [BidColumn; 2] = [BidColumn::Id, BidColumn::Answer];

/// A filled workbook.
fn workbook(name: &str, sheets: &[Sheet]) -> Result<BidReply, Problems> {
    let sheet = question_sheet(name, sheets, &NEEDED).map_err(|unfit| match unfit {
        UnfitSheet::Long { at, rows } => refused(&at, "reply-long", &[("count", &rows)]),
        UnfitSheet::Foreign { missing } => {
            refused(name, "reply-no-form", &[("columns", &missing.join(", "))])
        }
    })?;
    let mut rows = sheet.rows(|cell| BidRow {
        id: cell(BidColumn::Id),
        answer: cell(BidColumn::Answer),
        explanation: cell(BidColumn::Explanation),
        evidence: cell(BidColumn::Evidence),
    });
    rows.retain(|row| !(row.id.text.is_empty() && row.is_blank()));
    let beside = |key: &'static str| beside(name, sheets, |language| said(key, language));
    let text = |key| beside(key).map(|cell| cell.text).unwrap_or_default();
    let facts = FormFact::ALL.into_iter();
    Ok(BidReply {
        bidder: text("form-bidder"),
        version: text("form-state"),
        facts: facts
            .filter_map(|(fact, key)| Some((fact, beside(key)?)))
            .collect(),
        rows,
        ..BidReply::default()
    })
}
