//! Returned files of any kind: rows with the place of each cell.

use std::fmt::Display;

use jiff::civil::Date;
use serde::Deserialize;

use super::SCHEMA;
use super::workbook::Column;
use crate::form::{
    self, Cell, Returned, UnfitSheet, beside, of_row, question_sheet, returned, typed_lines,
};
use crate::format::Sheet;
use crate::problem::{Level, Problem, Problems};
use crate::texts::{Language, text};

/// A returned file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// Path as the user wrote it.
    pub file: String,
    /// Version of the form; empty if the file does not state it.
    pub version: String,
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// Notes on content that is not an answer.
    pub notes: Vec<Problem>,
}

/// A question with the cells filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Id of the application.
    pub application: Cell,
    /// Id of the question.
    pub id: Cell,
    /// A word or label of an answer.
    pub answer: Cell,
    /// The grounds of the answer.
    pub text: Cell,
    /// File, reference number or address.
    pub evidence: Cell,
    /// Role of the person who answered.
    pub role: Cell,
    /// Day of the answer.
    pub date: Cell,
    /// Last day on which it is valid.
    pub valid_until: Cell,
    /// The first non-empty cell among those that the form fills itself; in a row without an id a person filled it.
    pub beside: Cell,
}

impl Reply {
    /// The day of the report; `None` if the file does not state it.
    pub fn day(&self) -> Option<Date> {
        self.version.get(..10)?.parse().ok()
    }
}

impl Row {
    /// Whether nothing was filled in. A role alone is no answer, because forms prefill it.
    pub fn is_blank(&self) -> bool {
        [&self.answer, &self.text, &self.evidence]
            .into_iter()
            .all(|cell| cell.text.is_empty() && !cell.not_computed)
    }

    /// The cells that a person fills in.
    pub(super) fn filled_in(&self) -> [&Cell; 6] {
        [
            &self.answer,
            &self.text,
            &self.evidence,
            &self.role,
            &self.date,
            &self.valid_until,
        ]
    }
}

/// Reads a returned file. `name`: its path as written by the user.
///
/// # Errors
/// One problem, if it is not a filled form.
pub fn reply(name: &str, bytes: &[u8]) -> Result<Reply, Problems> {
    let content = returned(name, bytes).map_err(|_| refused(name, "unreadable-workbook", &[]))?;
    let mut reply = match content {
        Returned::Workbook(sheets) => workbook(name, &sheets),
        Returned::Saved(bytes) => saved(name, bytes),
        Returned::OpenQuote(line) => Err(refused(name, "open-quote", &[("line", &line)])),
    }?;
    name.clone_into(&mut reply.file);
    Ok(reply)
}

/// A problem at a place in a returned file. `key`: of `texts/question.toml`.
pub(super) fn problem(
    level: Level,
    at: &str,
    key: &str,
    values: &[(&str, &dyn Display)],
) -> Problem {
    form::problem("ANSWER", level, at, &format!("question.{key}"), values)
}

/// Rejects the whole file.
fn refused(at: &str, key: &str, values: &[(&str, &dyn Display)]) -> Problems {
    Problems(vec![problem(Level::Error, at, key, values)])
}

/// Columns that every row needs.
const NEEDED: [Column; 3] = [Column::Application, Column::Id, Column::Answer];

/// A filled workbook.
fn workbook(name: &str, sheets: &[Sheet]) -> Result<Reply, Problems> {
    let sheet = question_sheet(name, sheets, &NEEDED).map_err(|unfit| match unfit {
        UnfitSheet::Long { at, rows } => refused(&at, "too-many-rows", &[("count", &rows)]),
        UnfitSheet::Foreign { missing } => {
            refused(name, "no-form", &[("columns", &missing.join(", "))])
        }
    })?;
    let version = beside(name, sheets, |language| {
        text("question.about-version", language)
    });
    Ok(Reply {
        version: version.map(|cell| cell.text).unwrap_or_default(),
        rows: sheet.rows(|cell| Row {
            application: cell(Column::Application),
            id: cell(Column::Id),
            answer: cell(Column::Answer),
            text: cell(Column::Text),
            evidence: cell(Column::Evidence),
            role: cell(Column::Role),
            date: cell(Column::Date),
            valid_until: cell(Column::ValidUntil),
            beside: [Column::Application, Column::Name, Column::Question]
                .map(cell)
                .into_iter()
                .find(|cell| !cell.text.is_empty())
                .unwrap_or_default(),
        }),
        notes: other_sheets(name, sheets, sheet.name()),
        ..Reply::default()
    })
}

/// Notes on further sheets with content of their own.
fn other_sheets(name: &str, sheets: &[Sheet], questions: &str) -> Vec<Problem> {
    let about = [Language::De, Language::En].map(|language| text("question.sheet-about", language));
    let others = sheets
        .iter()
        .filter(|sheet| sheet.name != questions && !about.contains(&sheet.name.as_str()));
    let filled = others.filter(|sheet| {
        let mut cells = sheet.rows.iter().flat_map(|row| &row.cells);
        cells.any(|(_, text)| !text.trim().is_empty())
    });
    filled
        .map(|sheet| {
            let at = format!("{name}, {}", sheet.name);
            problem(Level::Warning, &at, "other-sheet", &[])
        })
        .collect()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Saved {
    schema: String,
    version: String,
    answers: Vec<Given>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Given {
    application: String,
    id: String,
    answer: String,
    text: String,
    evidence: String,
    role: String,
    date: String,
    valid_until: String,
}

/// The file saved by a form.
fn saved(name: &str, bytes: &[u8]) -> Result<Reply, Problems> {
    let saved: Saved = serde_json::from_slice(bytes)
        .map_err(|error| refused(name, "no-answers", &[("line", &error.line())]))?;
    if saved.schema != SCHEMA {
        return Err(refused(name, "other-schema", &[("schema", &SCHEMA)]));
    }
    // Counted from zero, as in programs that read the file.
    let rows = saved.answers.into_iter().enumerate();
    let rows = rows.map(|(number, given)| {
        // A number alone says nothing to the person who filled in the form.
        let who = of_row(&[&given.application, &given.id]);
        let cell = |field: &str, text: String| Cell {
            text: typed_lines(&text),
            at: format!("{name}, answers[{number}].{field}{who}"),
            not_computed: false,
        };
        Row {
            application: cell("application", given.application),
            id: cell("id", given.id),
            answer: cell("answer", given.answer),
            text: cell("text", given.text),
            evidence: cell("evidence", given.evidence),
            role: cell("role", given.role),
            date: cell("date", given.date),
            valid_until: cell("valid_until", given.valid_until),
            beside: Cell::default(),
        }
    });
    Ok(Reply {
        rows: rows.collect(),
        version: saved.version,
        ..Reply::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::FormColumn;

    fn sheet(cells: &[(Column, &str)], not_computed: Option<Column>) -> Sheet {
        let column = |wanted: Column| {
            let at = Column::ALL.iter().position(|(column, _)| *column == wanted);
            u32::try_from(at.expect("a column")).expect("a number")
        };
        let heads = Column::ALL
            .iter()
            .map(|(head, _)| (column(*head), head.heading(Language::De).to_owned()));
        let cells = cells
            .iter()
            .map(|(at, text)| (column(*at), (*text).to_owned()));
        let row = |number, cells| crate::format::SheetRow { number, cells };
        let mut sheet = Sheet {
            name: "Fragen".to_owned(),
            rows: vec![row(0, heads.collect()), row(1, cells.collect())],
            ..Sheet::default()
        };
        let formula = not_computed.map(|at| (1, column(at)));
        sheet.marks.not_computed.extend(formula);
        sheet
    }

    #[test]
    fn a_reason_that_is_an_uncomputed_formula_is_not_taken_for_an_empty_cell() {
        let answered = [
            (Column::Application, "A-1"),
            (Column::Id, "gifa/G01"),
            (Column::Answer, "erfüllt"),
        ];
        let reply = |cells: &[(Column, &str)], formula| {
            workbook("a.xlsx", &[sheet(cells, formula)]).expect("a form")
        };
        let row = &reply(&answered, Some(Column::Text)).rows[0];
        assert!(row.text.not_computed && !row.answer.not_computed);
        // A cell alone in its row still counts as filled in.
        assert!(!reply(&answered[..2], Some(Column::Text)).rows[0].is_blank());
        assert!(reply(&answered[..2], None).rows[0].is_blank());
    }
}
