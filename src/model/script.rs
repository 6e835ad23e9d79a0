//! Scripts that pages link to: their text, shared by all pages.

use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::LinkedSheets;
use super::derived::Derived;

/// A script in a document of its own.
pub struct LinkedScript {
    /// Its text.
    pub text: String,
    derived: Derived,
}

impl LinkedScript {
    /// A script of this text.
    pub fn new(text: String) -> Self {
        Self {
            text,
            derived: Derived::default(),
        }
    }

    /// Data derived from the text, computed once for all pages, which are judged on several threads. The first caller
    /// determines its type.
    pub fn derived<T: Any + Send + Sync>(&self, derive: impl Fn(&str) -> T) -> Arc<T> {
        self.derived.of(|| derive(&self.text))
    }
}

impl Hash for LinkedScript {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Derived data follows from the text.
        self.text.hash(state);
    }
}

impl fmt::Debug for LinkedScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkedScript")
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// What a document links to: the sheets that style it and the scripts that change it.
#[derive(Clone, Debug, Default, Hash)]
pub struct Linked {
    /// The style sheets, by address as written.
    pub sheets: LinkedSheets,
    /// The scripts at hand, in the order of their links. Others are only known to be missing.
    pub scripts: Vec<Arc<LinkedScript>>,
}
