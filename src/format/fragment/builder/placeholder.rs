//! Content that is written only to look at a template as a file: the program writes something else in its place.

use std::collections::HashSet;

use ego_tree::{NodeId, NodeRef};
use scraper::node::Text;
use scraper::{ElementRef, Html, Node};

use crate::format::fragment::attributes::Placeholder;

/// Takes placeholders out of a tree. `filling`: elements that fill, or hold what fills, a slot of something else.
pub fn take_out(
    html: &mut Html,
    placeholders: &[(NodeId, Placeholder)],
    filling: &HashSet<NodeId>,
) {
    for (node, placeholder) in placeholders {
        let Some(element) = html.tree.get(*node) else {
            continue;
        };
        let out = match placeholder {
            Placeholder::Whole => vec![*node],
            Placeholder::Content => elements_in(element).collect(),
            Placeholder::AllButFirst => elements_in(element).skip(1).collect(),
            Placeholder::UnlessFilling if filling.contains(node) => Vec::new(),
            Placeholder::UnlessFilling => {
                let fills = |inner: &NodeId| {
                    let inner = html.tree.get(*inner).into_iter();
                    let mut inside = inner.flat_map(|inner| inner.descendants());
                    inside.any(|inside| filling.contains(&inside.id()))
                };
                elements_in(element).filter(|inner| !fills(inner)).collect()
            }
        };
        let keeps_words = *placeholder == Placeholder::Content;
        for inner in out {
            remove(html, inner, keeps_words);
        }
    }
}

fn elements_in(node: NodeRef<'_, Node>) -> impl Iterator<Item = NodeId> {
    let elements = node.children().filter(|child| child.value().is_element());
    elements.map(|child| child.id())
}

/// Removes an element. Its words stay if others are written in their place: they show that there are some.
fn remove(html: &mut Html, node: NodeId, keeps_words: bool) {
    let element = html.tree.get(node).and_then(ElementRef::wrap);
    let words: String = element
        .into_iter()
        .flat_map(|element| element.text())
        .collect();
    let Some(mut node) = html.tree.get_mut(node) else {
        return;
    };
    if node.parent().is_none() {
        return;
    }
    if keeps_words && !words.trim().is_empty() {
        node.insert_before(Node::Text(Text { text: words.into() }));
    }
    node.detach();
}
