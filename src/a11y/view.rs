//! A page as checks see it, with what they derive from it shared between them.

use crate::model::PageModel;

/// A page with lazily derived tables.
pub struct PageView<'a> {
    /// The page.
    pub page: &'a PageModel,
}

impl<'a> PageView<'a> {
    /// A view on a page.
    pub fn new(page: &'a PageModel) -> Self {
        Self { page }
    }
}
