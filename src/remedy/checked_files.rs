//! Files of applications by their names in a report.

use std::path::PathBuf;

use super::RemedySource;
use crate::inventory::{Application, Inventory};
use crate::source::{Capture, TextsOnDisk};

/// The files of a check's applications: settings may give an application a name other than its folder's.
pub struct CheckedFiles {
    texts: TextsOnDisk,
    /// Application ids with their folders.
    roots: Vec<(String, PathBuf)>,
}

impl CheckedFiles {
    /// The files of the applications of an inventory.
    pub fn new(inventory: &Inventory, texts: TextsOnDisk) -> Self {
        let applications = inventory.applications.values();
        let root =
            |application: &Application| Some((application.id.clone(), application.root.clone()?));
        Self {
            texts,
            roots: applications.filter_map(root).collect(),
        }
    }

    /// The path of a document.
    pub fn file(&self, document: &str) -> PathBuf {
        let below = self.roots.iter().find_map(|(id, root)| {
            let below = document.strip_prefix(id.as_str())?;
            match below.strip_prefix('/') {
                Some(below) => Some(root.join(below)),
                None => below.is_empty().then(|| root.clone()),
            }
        });
        below.unwrap_or_else(|| PathBuf::from(document))
    }
}

impl RemedySource for CheckedFiles {
    fn capture(&self, document: &str) -> Option<Capture> {
        let file = self.texts.capture(self.file(document).to_str()?)?;
        Some(Capture::new(document, document, file.bytes()))
    }

    fn path(&self, document: &str) -> String {
        self.file(document).display().to_string()
    }
}
