//! Files that came back, whatever they are: rows with the place of each cell.

use std::path::Path;

use jiff::civil::Date;

use super::{reply_form, reply_workbook};
use crate::format::Storage;
use crate::problem::{Level, Problem, Problems};
use crate::texts::{Bilingual, Language, filled, harmless};

/// Larger files are no answers.
pub const MAX_BYTES: u64 = 32 << 20;

/// A file that came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// As the user named it.
    pub file: String,
    /// Which version of which form it is, where it says so.
    pub version: String,
    /// Its rows, in order.
    pub rows: Vec<Row>,
}

/// One question with what was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Id of the application.
    pub application: Cell,
    /// Id of the question.
    pub id: Cell,
    /// A word or label of an answer.
    pub answer: Cell,
    /// What it rests on.
    pub text: Cell,
    /// File, reference number or address.
    pub evidence: Cell,
    /// Who answers.
    pub role: Cell,
    /// Day of the answer.
    pub date: Cell,
    /// Last day on which it holds.
    pub valid_until: Cell,
}

/// What stands in a cell, and where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Without blanks around it; empty where nothing was filled in.
    pub text: String,
    /// File, sheet and cell, or file and number of the answer.
    pub at: String,
}

impl Reply {
    /// The day of the report that asked, where the file tells.
    pub fn day(&self) -> Option<Date> {
        self.version.get(..10)?.parse().ok()
    }
}

impl Row {
    /// Whether nothing was filled in. A role alone is no answer: forms bring it along.
    pub fn is_blank(&self) -> bool {
        [&self.answer, &self.text, &self.evidence]
            .into_iter()
            .all(|cell| cell.text.is_empty())
    }
}

/// Takes a file that came back. `name`: as the user wrote its path.
///
/// # Errors
/// One problem that says why it is no filled form.
pub fn reply(name: &str, bytes: &[u8]) -> Result<Reply, Problems> {
    let extension = Path::new(name)
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let mut reply = match Storage::detect(bytes, &extension) {
        Some(storage) => reply_workbook::reply(name, bytes, storage),
        None => reply_form::reply(name, bytes),
    }?;
    name.clone_into(&mut reply.file);
    Ok(reply)
}

/// A problem with a place in a file that came back.
pub(super) fn problem(
    level: Level,
    at: &str,
    key: &str,
    values: &[(&str, &dyn std::fmt::Display)],
) -> Problem {
    let key = format!("question.{key}");
    let text = |language| filled(&key, language, values);
    Problem {
        code: "ANSWER".to_owned(),
        level,
        file: harmless(at),
        position: None,
        message: Bilingual {
            de: text(Language::De),
            en: text(Language::En),
        },
    }
}

/// The whole file is wrong.
pub(super) fn refused(at: &str, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> Problems {
    Problems(vec![problem(Level::Error, at, key, values)])
}
