//! Checks on web pages. Which of them implement ACT rules, the rule files say.

pub mod aria_attribute;
pub mod aria_family;
pub mod aria_role;
pub mod hidden_focus;
pub mod language;
pub mod refresh;
pub mod title;
pub mod viewport;

use ego_tree::NodeId;
use scraper::ElementRef;

use crate::a11y::{PageView, role};

/// The outermost element, if the capture is a whole document and not a part that another page includes: then
/// what it lacks may stand there.
fn document_element<'a>(page: &PageView<'a>) -> Option<ElementRef<'a>> {
    let root = page.page.html.root_element();
    let written = page.page.positions.contains_key(&root.id());
    let doctype = page
        .page
        .html
        .tree
        .root()
        .children()
        .any(|node| node.value().is_doctype());
    (root.value().name() == "html" && (written || doctype)).then_some(root)
}

/// The target of rules about the document as a whole.
fn document_target(page: &PageView<'_>) -> Vec<NodeId> {
    document_element(page)
        .map(|root| root.id())
        .into_iter()
        .collect()
}

/// Whether an element belongs to HTML or SVG, the languages rules on ARIA speak about.
fn is_markup(element: ElementRef<'_>) -> bool {
    role::is_html(element) || role::is_svg(element)
}

/// Whether a value is filled in by a template language: `{{ role }}`, `<%= … %>`, `${…}`, `<?php … ?>`.
fn is_placeholder(value: &str) -> bool {
    ["{{", "<%", "${", "<?", "#{", "{%"]
        .iter()
        .any(|mark| value.contains(mark))
}
