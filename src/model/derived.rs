//! Data that follows from a text and is computed once, for all threads that ask.

use std::any::Any;
use std::sync::{Arc, OnceLock};

/// A place for data derived from a text. The first caller determines its type; others compute theirs anew.
#[derive(Default)]
pub(super) struct Derived(OnceLock<Arc<dyn Any + Send + Sync>>);

impl Derived {
    /// The data; `derive` computes it at the first call.
    pub(super) fn of<T: Any + Send + Sync>(&self, derive: impl Fn() -> T) -> Arc<T> {
        let known = self.0.get_or_init(|| Arc::new(derive()));
        Arc::clone(known)
            .downcast()
            .unwrap_or_else(|_| Arc::new(derive()))
    }
}
