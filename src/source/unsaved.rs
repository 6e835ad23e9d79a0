//! Texts that somebody is writing in an editor.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Texts that stand in the place of what files hold, as long as nobody has saved them.
#[derive(Clone, Debug, Default)]
pub struct UnsavedTexts(Arc<BTreeMap<PathBuf, Arc<str>>>);

impl UnsavedTexts {
    /// Texts by the real paths of their files.
    pub fn new(texts: impl IntoIterator<Item = (PathBuf, Arc<str>)>) -> Self {
        Self(Arc::new(texts.into_iter().collect()))
    }

    /// The text in the place of a file; nothing where the file itself counts.
    pub fn of(&self, file: &Path) -> Option<Arc<str>> {
        // Runs without an editor ask for nobody's real path.
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&file.canonicalize().ok()?).cloned()
    }
}
