//! The texts of files right after they were read, for output that shows the lines of findings.

use std::fs;
use std::path::Path;

use super::{Capture, UnsavedTexts};
use crate::model::{DocumentTexts, SourceText};

/// Texts of files by their names in the report of a check. Web pages and database contents have none.
#[derive(Clone, Debug, Default)]
pub struct TextsOnDisk {
    /// Larger files were not read by the check either.
    pub max_bytes: u64,
    /// Texts that were read instead of files.
    pub unsaved: UnsavedTexts,
}

impl TextsOnDisk {
    /// The present content of a file, by its name in the report of a check.
    pub fn capture(&self, document: &str) -> Option<Capture> {
        if let Some(text) = self.unsaved.of(Path::new(document)) {
            let fits = text.len() as u64 <= self.max_bytes;
            return fits.then(|| Capture::new(document, document, text.as_bytes()));
        }
        let file = fs::metadata(document).ok().filter(fs::Metadata::is_file)?;
        if file.len() > self.max_bytes {
            return None;
        }
        Some(Capture::new(document, document, fs::read(document).ok()?))
    }
}

impl DocumentTexts for TextsOnDisk {
    fn text(&self, document: &str) -> Option<SourceText> {
        self.capture(document)?.text().ok().cloned()
    }
}
