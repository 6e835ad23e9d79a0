//! The headings of a page in their order, collected once.

use crate::model::Attributes;
use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::PageView;

/// A heading that is not hidden.
#[derive(Clone, Copy)]
pub struct Heading<'a> {
    /// The heading.
    pub element: ElementRef<'a>,
    /// Its level, from 1.
    pub level: u64,
}

/// The headings of a page.
pub struct Outline<'a> {
    headings: Vec<Heading<'a>>,
    by_node: HashMap<NodeId, usize>,
}

impl<'a> Outline<'a> {
    /// Collects the headings of a page.
    pub fn new(view: &PageView<'a>) -> Self {
        let is_heading = |element: &ElementRef<'a>| {
            view.role(*element)
                .is_some_and(|role| role.name == "heading")
                && !view.exposed(*element).is_no()
        };
        let headings: Vec<Heading<'a>> = view
            .index
            .elements()
            .filter(is_heading)
            .filter_map(|element| {
                let level = level(element)?;
                Some(Heading { element, level })
            })
            .collect();
        let numbered = headings.iter().enumerate();
        let by_node = numbered.map(|(at, heading)| (heading.element.id(), at));
        Self {
            by_node: by_node.collect(),
            headings,
        }
    }

    /// All headings in tree order.
    pub fn headings(&self) -> &[Heading<'a>] {
        &self.headings
    }

    /// A heading, and the one before it.
    pub fn with_previous(&self, node: NodeId) -> Option<(Heading<'a>, Option<Heading<'a>>)> {
        let at = *self.by_node.get(&node)?;
        let previous = at.checked_sub(1).map(|before| self.headings[before]);
        Some((self.headings[at], previous))
    }
}

fn level(heading: ElementRef<'_>) -> Option<u64> {
    if let Some(stated) = heading.attribute("aria-level") {
        return stated.trim().parse().ok().filter(|level| *level > 0);
    }
    let digit = heading.value().name().strip_prefix('h')?;
    digit.parse().ok()
}
