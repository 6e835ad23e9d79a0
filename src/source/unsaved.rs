//! Unsaved texts of open editors.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Texts that replace the content of their files as long as they are unsaved.
#[derive(Clone, Debug, Default)]
pub struct UnsavedTexts(Arc<BTreeMap<PathBuf, Arc<str>>>);

impl UnsavedTexts {
    /// Creates it from texts by the real paths of their files.
    pub fn new(texts: impl IntoIterator<Item = (PathBuf, Arc<str>)>) -> Self {
        Self(Arc::new(texts.into_iter().collect()))
    }

    /// The unsaved text for a file; `None` if the file itself counts.
    pub fn of(&self, file: &Path) -> Option<Arc<str>> {
        // Without an editor, don't resolve any paths.
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&file.canonicalize().ok()?).cloned()
    }
}
