//! Extracts tags from program source that contains markup.

use tree_sitter::Node;

use super::{Attribute, Given, Markup, Tag, Text};
use crate::format::fragment::holds_markup;
use crate::model::Span;

/// Collects the tags of a file, node by node from the outside in.
#[derive(Default)]
pub struct Jsx {
    markup: Markup,
    /// Open tags with their end offsets.
    open: Vec<(usize, usize)>,
}

fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

impl Jsx {
    /// Visits one node.
    pub fn visit(&mut self, text: &str, node: Node<'_>) {
        match node.kind() {
            "jsx_element" => {
                if let Some(opening) = node.child_by_field_name("open_tag") {
                    self.tag(text, node, opening);
                }
            }
            "jsx_self_closing_element" => self.tag(text, node, node),
            "jsx_text" => self.words(node),
            "jsx_expression"
                if node
                    .parent()
                    .is_some_and(|parent| parent.kind() == "jsx_element") =>
            {
                // Nested tags supply their own content.
                let inner = node.named_child(0).map(|inner| inner.kind());
                let hands_in = match inner {
                    Some("identifier" | "member_expression") => true,
                    Some("call_expression") => !holds_markup(node),
                    _ => false,
                };
                if hands_in {
                    self.close_before(node.start_byte());
                    self.markup
                        .filled
                        .extend(self.open.last().map(|(_, index)| (*index, span(node))));
                }
                if matches!(
                    inner,
                    Some("string" | "template_string" | "call_expression")
                ) && node.end_byte() - node.start_byte() < 200
                {
                    self.words(node);
                }
            }
            _ => {}
        }
    }

    /// The collected markup.
    pub fn finish(mut self) -> Markup {
        self.close_before(usize::MAX);
        self.markup
    }

    fn close_before(&mut self, start: usize) {
        while let Some((_, index)) = self.open.pop_if(|(end, _)| *end <= start) {
            self.markup.close(index);
        }
    }

    fn words(&mut self, node: Node<'_>) {
        self.close_before(node.start_byte());
        self.markup.texts.push(Text {
            inside: self.open.last().map(|(_, index)| *index),
            after: self.markup.tags.len(),
            span: span(node),
        });
    }

    fn tag(&mut self, text: &str, node: Node<'_>, opening: Node<'_>) {
        self.close_before(node.start_byte());
        let name = opening
            .child_by_field_name("name")
            .and_then(|name| text.get(name.byte_range()))
            .unwrap_or_default();
        let mut cursor = opening.walk();
        let attributes = opening
            .named_children(&mut cursor)
            .filter_map(|child| match child.kind() {
                "jsx_attribute" => attribute(text, child),
                "jsx_expression" => spread(text, child),
                _ => None,
            })
            .collect();
        let index = self.markup.open(Tag {
            name: name.to_owned(),
            start: span(opening),
            parent: self.open.last().map(|(_, index)| *index),
            past: self.markup.tags.len() + 1,
            attributes,
            each: each(text, node),
        });
        self.open.push((node.end_byte(), index));
    }
}

fn attribute(text: &str, node: Node<'_>) -> Option<Attribute> {
    let name = node.named_child(0)?;
    let given = match node.named_child(1) {
        None => Given::Nothing,
        Some(value) => {
            let inner = Span::new(value.start_byte() + 1, value.end_byte().saturating_sub(1));
            match value.kind() {
                "string" => Given::Literal(inner),
                "jsx_expression" => Given::Expression(inner),
                _ => return None,
            }
        }
    };
    Some(Attribute {
        name: text.get(name.byte_range())?.to_ascii_lowercase(),
        at: span(name),
        given,
    })
}

/// `{...register("gender")}`, `{...form.getInputProps('gender')}`: the name of a form library.
fn spread(text: &str, node: Node<'_>) -> Option<Attribute> {
    let spread = node
        .named_child(0)
        .filter(|inner| inner.kind() == "spread_element")?;
    let call = spread
        .named_child(0)
        .filter(|inner| inner.kind() == "call_expression")?;
    let function = text.get(call.child_by_field_name("function")?.byte_range())?;
    let function = function.rsplit('.').next().unwrap_or(function);
    if !matches!(
        function,
        "register" | "getInputProps" | "getFieldProps" | "field" | "bind"
    ) {
        return None;
    }
    let first = call.child_by_field_name("arguments")?.named_child(0)?;
    (first.kind() == "string").then(|| Attribute {
        name: "name".to_owned(),
        at: span(first),
        given: Given::Literal(Span::new(first.start_byte() + 1, first.end_byte() - 1)),
    })
}

/// `{GENDERS.map((gender) => <option>)}`: the list.
fn each(text: &str, node: Node<'_>) -> Option<Span> {
    const MOST_STEPS: usize = 8;
    let mut outer = node.parent()?;
    for _ in 0..MOST_STEPS {
        match outer.kind() {
            "jsx_element" | "jsx_self_closing_element" => return None,
            "call_expression" => {
                let function = outer.child_by_field_name("function")?;
                let method = function.child_by_field_name("property")?;
                if matches!(text.get(method.byte_range()), Some("map" | "flatMap")) {
                    return function.child_by_field_name("object").map(span);
                }
                return None;
            }
            _ => outer = outer.parent()?,
        }
    }
    None
}
