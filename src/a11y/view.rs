//! A page as checks see it, with what they derive from it shared between them.

use ego_tree::NodeId;

use crate::model::{ModelPath, PageModel, Place, TargetPlace};

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

    /// Anchor and place of a node.
    pub fn target(&self, node: NodeId) -> TargetPlace {
        let path = ModelPath::default();
        let place = Place::in_text(
            &self.page.document,
            path.clone(),
            &self.page.text,
            self.page.span(node),
        );
        TargetPlace {
            anchor: path,
            place,
            cause: None,
        }
    }
}
