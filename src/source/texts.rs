//! The texts of files right after they were read: for those who show the lines of findings.

use std::fs;
use std::path::Path;

use super::{Capture, UnsavedTexts};
use crate::model::{DocumentTexts, SourceText};

/// Texts of files by their names in a report of a check. Pages of servers and content of databases have none.
#[derive(Clone, Debug, Default)]
pub struct TextsOnDisk {
    /// Larger files were not read either.
    pub max_bytes: u64,
    /// What was read in the place of files.
    pub unsaved: UnsavedTexts,
}

impl TextsOnDisk {
    /// A file by its name in a report of a check, as it is now.
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
