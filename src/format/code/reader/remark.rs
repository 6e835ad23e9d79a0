//! Descriptions of declarations: the comments around them, and the text that serves as one in Python.

use tree_sitter::Node;

use super::{Reader, span};
use crate::model::{Label, Located};

impl Reader<'_> {
    /// Whether a declaration is followed by a description.
    pub fn is_said_behind(&self, node: Node<'_>) -> bool {
        said_behind(node).is_some()
    }

    /// The comments directly before a node and the one after it in the same line, as descriptions.
    pub(super) fn comments(&self, node: Node<'_>) -> Vec<Label> {
        const LINES: usize = 4;
        let mut labels = Vec::new();
        let mut border = node;
        let mut before = node.prev_sibling();
        // Declarations are often wrapped (export, decorated definition): look before the wrapper, too.
        if before.is_none()
            && let Some(parent) = node.parent()
            && parent.start_byte() == node.start_byte()
        {
            before = parent.prev_sibling();
        }
        while let Some(comment) = before {
            let touching = border.start_position().row <= comment.end_position().row + 1;
            // A comment after another item on the same line describes that item.
            let of_another = comment.prev_named_sibling().is_some_and(|other| {
                !other.kind().contains("comment")
                    && other.end_position().row == comment.start_position().row
            });
            if !comment.kind().contains("comment")
                || !touching
                || of_another
                || labels.len() == LINES
            {
                break;
            }
            let text = comment_text(self.text(comment));
            if !text.is_empty() {
                labels.push(Label::description(Located::with_span(text, span(comment))));
            }
            border = comment;
            before = comment.prev_sibling();
        }
        labels.reverse();
        labels.extend(said_behind(node).and_then(|said| {
            let text = match said.kind() {
                "string" => self.unquoted(said).trim_matches('"').trim().to_owned(),
                _ => comment_text(self.text(said)),
            };
            (!text.is_empty()).then(|| Label::description(Located::with_span(text, span(said))))
        }));
        labels
    }
}

/// The comment after a declaration in its last line, or the text after it that serves as its description (Python).
fn said_behind(node: Node<'_>) -> Option<Node<'_>> {
    const MOST_WRAPPERS: usize = 3;
    let row = node.end_position().row;
    let mut last = node;
    for _ in 0..MOST_WRAPPERS {
        let mut behind = last.next_sibling();
        // `;`, `,`
        while let Some(sign) = behind.filter(|next| !next.is_named() && next.child_count() == 0) {
            behind = sign.next_sibling();
        }
        if let Some(behind) = behind {
            let beside = behind.start_position().row == row;
            if behind.kind().contains("comment") {
                return beside.then_some(behind);
            }
            let text = behind.named_child(0).filter(|text| text.kind() == "string");
            let is_alone = behind.kind() == "expression_statement" && behind.child_count() == 1;
            let follows = behind.start_position().row == row + 1;
            return text.filter(|_| is_alone && follows);
        }
        last = last
            .parent()
            .filter(|around| around.end_position() == last.end_position())?;
    }
    None
}

fn comment_text(raw: &str) -> String {
    raw.lines()
        .map(|line| {
            line.trim()
                .trim_start_matches(['/', '*', '#', '!', '<', '-'])
                .trim_end_matches(['/', '*', '>', '-'])
                .trim()
        })
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
