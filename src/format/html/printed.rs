//! Choices that a page prints with boxes to be ticked on paper: forms that a word processor saved, print views.

use ego_tree::iter::Edge;
use scraper::Node;

use crate::format::ticked::{has_boxes, ticked_choices};
use crate::model::{Element, PageModel, Span, html};
use crate::topic::Topic;

/// The choices that a page prints and that concern the topic.
pub fn printed_choices(page: &PageModel, topic: &Topic) -> Vec<Element> {
    if !has_boxes(page.text.as_str()) || !topic.may_occur_in(page.text.as_str()) {
        return Vec::new();
    }
    let print = Print::new(page);
    let choices = ticked_choices(&print.text, topic);
    let elements = choices.iter();
    elements
        .filter_map(|choice| choice.element_at(&print.text, |span| print.source_of(span)))
        .collect()
}

/// The text of a page, one line for each block of it.
struct Print {
    text: String,
    /// Where pieces of text begin, and the start tags around them.
    pieces: Vec<(usize, Span)>,
}

impl Print {
    fn new(page: &PageModel) -> Self {
        let mut print = Self {
            text: String::new(),
            pieces: Vec::new(),
        };
        for edge in page.html.tree.root().traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Text(text) => {
                        let around = node.parent().and_then(|parent| page.span(parent.id()));
                        print
                            .pieces
                            .push((print.text.len(), around.unwrap_or_default()));
                        print.push(text);
                    }
                    Node::Element(element) => print.border(element.name()),
                    _ => {}
                },
                Edge::Close(node) => {
                    if let Node::Element(element) = node.value() {
                        print.border(element.name());
                    }
                }
            }
        }
        print
    }

    /// A block stands on lines of its own.
    fn border(&mut self, element: &str) {
        if !html::is_in_line(element) && element != "img" {
            self.text.push('\n');
        }
    }

    /// Line breaks of the source are blanks; wide gaps stay, they part one choice from the next.
    fn push(&mut self, text: &str) {
        self.text.extend(text.chars().map(|sign| match sign {
            '\n' | '\r' => ' ',
            sign => sign,
        }));
    }

    /// The start tag around the beginning of a span of the text.
    fn source_of(&self, span: Span) -> Span {
        let start = span.range().start;
        let behind = self.pieces.partition_point(|(from, _)| *from <= start);
        let piece = behind.checked_sub(1).and_then(|at| self.pieces.get(at));
        piece.map_or_else(Span::default, |(_, tag)| *tag)
    }
}
