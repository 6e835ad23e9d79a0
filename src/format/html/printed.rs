//! Choices printed with boxes to tick on paper: forms saved by a word processor, print views.

use ego_tree::iter::Edge;
use scraper::Node;

use crate::format::ticked::{has_boxes, ticked_choices};
use crate::model::{Element, PageModel, Span, html};
use crate::topic::Topic;

/// Elements whose text is program source, an example of it, or for use on the screen.
const UNPRINTED: [&str; 9] = [
    "code", "noscript", "pre", "script", "select", "style", "svg", "template", "textarea",
];

/// The printed choices of a page that concern the topic.
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

/// The text of a page, one line for each block.
struct Print {
    text: String,
    /// Start offsets of pieces of text, with the start tags around them.
    pieces: Vec<(usize, Span)>,
}

impl Print {
    fn new(page: &PageModel) -> Self {
        let mut print = Self {
            text: String::new(),
            pieces: Vec::new(),
        };
        let mut unprinted = None;
        for edge in page.html.tree.root().traverse() {
            match edge {
                Edge::Close(node) if unprinted == Some(node.id()) => unprinted = None,
                _ if unprinted.is_some() => {}
                Edge::Open(node) => match node.value() {
                    Node::Element(element) if UNPRINTED.contains(&element.name()) => {
                        print.border(element.name());
                        unprinted = Some(node.id());
                    }
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

    /// Ends a line at the border of a block; empty lines are dropped.
    fn border(&mut self, element: &str) {
        if html::is_in_line(element) || element == "img" {
            return;
        }
        let line = self.text.rfind('\n').map_or(0, |at| at + 1);
        if self.text.get(line..).unwrap_or_default().trim().is_empty() {
            self.text.truncate(line);
            while self.pieces.last().is_some_and(|(from, _)| *from >= line) {
                self.pieces.pop();
            }
        } else {
            self.text.push('\n');
        }
    }

    /// Adds text. Line breaks of the source become blanks; wide gaps stay, because they separate choices.
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
