//! Registry 5: files that contain a foreign inventory, read as tables.
//!
//! A new kind is one file with a [`Foreign`] and one line in [`FOREIGN`]. Programs that merely use other column names
//! (LeanIX, iTop, LimeSurvey) are not formats: their headings are in `columns.toml`.

mod cyclonedx;
mod delimited;
mod other;
mod publiccode;
mod workbook;

use std::path::Path;

use super::table::Table;
use crate::inventory::{Message, both};
use crate::problem::{Problem, io_causes};
use crate::source::Capture;

/// All kinds of files, the most specific first; the last one accepts any text.
const FOREIGN: &[&dyn Foreign] = &[
    &workbook::Workbook,
    &publiccode::PublicCode,
    &cyclonedx::CycloneDx,
    &delimited::Delimited,
];

/// A kind of file that contains an inventory or a part of one.
pub(super) trait Foreign: Sync {
    /// Whether the file is of this kind.
    fn claims(&self, given: &Given) -> bool;

    /// Whether it takes any text for a list.
    fn reads_text(&self) -> bool {
        false
    }

    /// Its tables.
    ///
    /// # Errors
    /// Why the file cannot be read, worded for the user.
    fn read(&self, given: &Given) -> Result<Vec<Table>, Message>;
}

/// A file given by the user.
pub(super) struct Given {
    /// The path as the user named it.
    pub name: String,
    pub capture: Capture,
}

/// Maximum size of a list of applications.
const MAX_BYTES: u64 = 256 << 20;

/// Reads the tables of all files; unreadable files are reported as mistakes.
pub(super) fn tables<P: AsRef<Path>>(files: &[P]) -> (Vec<Table>, Vec<Problem>) {
    let mut tables = Vec::new();
    let mut problems = Vec::new();
    for path in files {
        match read(path.as_ref()) {
            Ok(read) => tables.extend(read),
            Err(problem) => problems.push(problem),
        }
    }
    (tables, problems)
}

/// Why a file could not be read.
pub(super) fn system(error: &std::io::Error) -> Message {
    if error.kind() == std::io::ErrorKind::NotFound {
        return Message::new("imp-001-missing");
    }
    Message::new("imp-001").with_both("cause", io_causes(error))
}

fn read(path: &Path) -> Result<Vec<Table>, Problem> {
    let name = path.to_string_lossy().into_owned();
    let failed = |message: Message| message.problem(&name, None);
    let size = std::fs::metadata(path)
        .map_err(|error| failed(system(&error)))?
        .len();
    if size > MAX_BYTES {
        let max = (MAX_BYTES >> 20).to_string();
        return Err(failed(Message::new("imp-001-large").with("max", max)));
    }
    let bytes = std::fs::read(path).map_err(|error| failed(system(&error)))?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(failed(Message::new("imp-001-empty")));
    }
    let given = Given {
        capture: Capture::new(name.replace('\\', "/"), name.clone(), bytes),
        name: name.clone(),
    };
    let Some(kind) = FOREIGN.iter().find(|kind| kind.claims(&given)) else {
        return Err(failed(Message::new("imp-001-binary")));
    };
    let mut tables = match kind.reads_text().then(|| other::kind(&given)).flatten() {
        Some(message) => return Err(failed(message)),
        None => kind.read(&given).map_err(failed)?,
    };
    tables.iter_mut().for_each(Table::mend_letters);
    Ok(tables)
}

/// A technical cause wrapped in the message about an unreadable file.
fn unreadable(cause: &str) -> Message {
    Message::new("imp-001").with_both("cause", both("imp-cause", &[("cause", &cause)]))
}
