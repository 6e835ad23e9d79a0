//! The file that a form saves.

use serde::Deserialize;

use super::SCHEMA;
use super::reply::{Cell, Reply, Row, refused};
use crate::problem::Problems;

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

pub(super) fn reply(name: &str, bytes: &[u8]) -> Result<Reply, Problems> {
    // Mail programs and editors put a byte order mark before it.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let saved: Saved = serde_json::from_slice(bytes)
        .map_err(|error| refused(name, "no-answers", &[("line", &error.line())]))?;
    if saved.schema != SCHEMA {
        return Err(refused(name, "other-schema", &[("schema", &SCHEMA)]));
    }
    let rows = (1..).zip(saved.answers).map(|(number, given)| {
        let cell = |field: &str, text: String| Cell {
            text: text.trim().to_owned(),
            at: format!("{name}, answers[{number}].{field}"),
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
        }
    });
    Ok(Reply {
        rows: rows.collect(),
        version: saved.version,
        ..Reply::default()
    })
}
