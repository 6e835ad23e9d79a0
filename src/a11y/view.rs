//! A page as checks see it, with what they derive from it shared between them.

use ego_tree::NodeId;
use scraper::ElementRef;

use super::{Index, identity};
use crate::model::{ModelPath, PageModel, Place, TargetPlace};

/// A page with lazily derived tables.
pub struct PageView<'a> {
    /// The page.
    pub page: &'a PageModel,
    /// Its elements in tree order.
    pub index: Index<'a>,
}

impl<'a> PageView<'a> {
    /// A view on a page.
    pub fn new(page: &'a PageModel) -> Self {
        Self {
            page,
            index: Index::new(&page.html),
        }
    }

    /// The element of a node; nothing for text and other nodes.
    pub fn element(&self, node: NodeId) -> Option<ElementRef<'a>> {
        ElementRef::wrap(self.page.html.tree.get(node)?)
    }

    /// Anchor and place of a node.
    pub fn target(&self, node: NodeId) -> TargetPlace {
        TargetPlace {
            anchor: self.anchor(node),
            place: self.place(node),
            cause: None,
        }
    }

    fn anchor(&self, node: NodeId) -> ModelPath {
        self.element(node)
            .map(|element| identity::anchor(&self.index, element))
            .unwrap_or_default()
    }

    /// The place of a node, for findings.
    pub fn place(&self, node: NodeId) -> Place {
        let mut place = Place::in_text(
            &self.page.document,
            self.anchor(node),
            &self.page.text,
            self.page.span(node),
        );
        place.selector = self
            .element(node)
            .map(|element| identity::selector(&self.index, element));
        place
    }
}
