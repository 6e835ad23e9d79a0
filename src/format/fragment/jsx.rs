//! JSX → tags, texts and branches for the [`Builder`].

use tree_sitter::{Node, Tree};

use super::MOST_BYTES;
use super::attributes::{Attributes, Condition, Given, constant};
use super::builder::{Becomes, Begin, Builder, End, StartTag};
use super::component::{Names, stand_in_attributes, stand_in_of};
use super::dialect::add_jsx;
use super::entity::decoded;
use crate::model::{PageModel, Span, is_html_element};
use crate::source::Capture;
use crate::topic::Topic;

/// Programs nested deeper are generated or malicious.
const MOST_DEPTH: usize = 400;
/// Maximum nesting of operators examined for what they show.
const MOST_NESTED: usize = 24;

/// The tree of a program's markup; `None` if there is none.
pub fn of_program(capture: &Capture, tree: &Tree, topic: &Topic) -> Option<PageModel> {
    let text = capture.text().ok()?;
    let source = text.as_str();
    if source.len() > MOST_BYTES {
        return None;
    }
    let mut names = Names::new(topic.components());
    names.add_imports(source);
    let mut reader = Reader {
        source,
        names: &names,
        builder: Builder::new(false).injecting(),
        inside: 0,
        found: false,
    };
    reader.walk(tree);
    if !reader.found {
        return None;
    }
    reader.builder.finish(&capture.document, text, "jsx")
}

/// Whether a method calls its function for each part of a list.
pub(super) fn repeats(method: &str) -> bool {
    matches!(
        method,
        "map" | "flatMap" | "forEach" | "reduce" | "from" | "times"
    )
}

struct Reader<'t> {
    source: &'t str,
    names: &'t Names<'t>,
    builder: Builder,
    /// Nesting depth of markup.
    inside: usize,
    found: bool,
}

fn is_markup(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "jsx_element" | "jsx_self_closing_element" | "jsx_fragment"
    )
}

impl<'t> Reader<'t> {
    fn text(&self, node: Node<'_>) -> &'t str {
        self.source.get(node.byte_range()).unwrap_or_default()
    }

    fn walk(&mut self, tree: &Tree) {
        let mut cursor = tree.walk();
        let mut depth = 0;
        loop {
            let node = cursor.node();
            let field = cursor.field_name();
            self.enter(node, field);
            if depth < MOST_DEPTH && cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            self.leave(node);
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                depth = depth.saturating_sub(1);
                self.leave(cursor.node());
            }
        }
    }

    fn enter(&mut self, node: Node<'_>, field: Option<&str>) {
        if self.inside > 0 && field == Some("alternative") && node.parent().is_some_and(is_choice) {
            self.builder.otherwise();
        }
        if is_markup(node) {
            self.found = true;
            if self.inside == 0 {
                // One of several results of a function.
                self.builder.begin(Begin::If);
            }
            self.inside += 1;
            self.open(node);
            return;
        }
        if self.inside == 0 {
            return;
        }
        match node.kind() {
            "jsx_text" | "html_character_reference" => {
                let text = decoded(self.text(node)).into_owned();
                self.builder.text(&text);
            }
            "jsx_attribute" => self.builder.begin_elsewhere(),
            _ if is_stored(self, node) => self.builder.begin_elsewhere(),
            "jsx_expression" if node.parent().is_some_and(is_markup) => {
                let mut cursor = node.walk();
                for inner in node.named_children(&mut cursor) {
                    self.show(inner, 0);
                }
            }
            _ if is_choice(node) || is_circuit(self, node) => self.builder.begin(Begin::If),
            "call_expression" if self.is_loop(node) => self.builder.begin(Begin::Loop),
            _ => {}
        }
    }

    fn leave(&mut self, node: Node<'_>) {
        if is_markup(node) {
            self.inside = self.inside.saturating_sub(1);
            let name = self.tag_name(opening(node));
            if node.kind() != "jsx_self_closing_element" {
                self.builder.end(name);
            }
            if self.inside == 0 {
                self.builder.finish_branch(End::Any);
            }
            return;
        }
        if self.inside == 0 {
            return;
        }
        match node.kind() {
            "jsx_attribute" => self.builder.end_elsewhere(),
            _ if is_stored(self, node) => self.builder.end_elsewhere(),
            _ if is_choice(node) || is_circuit(self, node) => self.builder.finish_branch(End::Any),
            "call_expression" if self.is_loop(node) => self.builder.finish_branch(End::Any),
            _ => {}
        }
    }

    /// `list.map(…)`
    fn is_loop(&self, call: Node<'_>) -> bool {
        let function = call.child_by_field_name("function");
        let property = function.and_then(|function| function.child_by_field_name("property"));
        property.is_some_and(|property| repeats(self.text(property)))
    }

    /// Adds what an expression between tags shows besides markup: texts, and holes for what only the program knows.
    fn show(&mut self, node: Node<'_>, depth: usize) {
        if depth > MOST_NESTED {
            self.builder.hole();
            return;
        }
        let field = |name: &str| node.child_by_field_name(name);
        match node.kind() {
            _ if is_markup(node) => {}
            "comment" | "null" | "undefined" | "true" | "false" => {}
            "parenthesized_expression" | "as_expression" | "non_null_expression" => {
                if let Some(inner) = node.named_child(0) {
                    self.show(inner, depth + 1);
                }
            }
            "ternary_expression" => {
                self.builder.begin(Begin::If);
                if let Some(part) = field("consequence") {
                    self.show(part, depth + 1);
                }
                self.builder.otherwise();
                if let Some(part) = field("alternative") {
                    self.show(part, depth + 1);
                }
                self.builder.finish_branch(End::Any);
            }
            "binary_expression" => {
                let and = field("operator").is_some_and(|operator| self.text(operator) == "&&");
                let parts: &[&str] = if and { &["right"] } else { &["left", "right"] };
                for part in parts {
                    if let Some(part) = field(part) {
                        self.show(part, depth + 1);
                    }
                }
            }
            "call_expression" if self.is_loop(node) && holds_markup(node) => {}
            "string" | "template_string" | "number" => match constant(self.text(node)) {
                Some(Given::Text(text)) => self.builder.text(&text),
                _ => self.builder.hole(),
            },
            _ => self.builder.hole(),
        }
    }

    fn tag_name(&self, opening: Option<Node<'_>>) -> &'t str {
        opening
            .and_then(|opening| opening.child_by_field_name("name"))
            .map_or("", |name| self.text(name))
    }

    fn open(&mut self, node: Node<'_>) {
        let opening = opening(node);
        let written = self.tag_name(opening);
        let mut attributes = Attributes::default();
        if let Some(opening) = opening {
            let mut cursor = opening.walk();
            for child in opening.named_children(&mut cursor) {
                match child.kind() {
                    "jsx_attribute" => self.add(child, &mut attributes),
                    // {...props}
                    "jsx_expression" => attributes.any = true,
                    _ => {}
                }
            }
        }
        if is_handed_on(self, node) {
            // Its recipient may set attributes and content.
            attributes.any = true;
            attributes.content = true;
        }
        let flow = self.flow_of_solid(written);
        if let Some(condition) = flow {
            attributes.depend(condition);
        }
        let becomes = match flow {
            Some(_) => Becomes::Nothing,
            None => self.becomes(written, &attributes),
        };
        if matches!(becomes, Becomes::StandIn { .. }) {
            stand_in_attributes(written, &mut attributes, self.names);
        }
        let lower = written.to_ascii_lowercase();
        let name = match becomes {
            Becomes::Component if !lower.contains('-') => {
                format!("x-{}", lower.replace(['.', ':'], "-"))
            }
            _ => written.to_owned(),
        };
        self.builder.start(StartTag {
            name,
            written: written.to_owned(),
            span: span(opening.unwrap_or(node)),
            attributes,
            closed: node.kind() == "jsx_self_closing_element",
            becomes,
        });
    }

    /// The condition of a component with which Solid shows its content in place; `None` for other components.
    fn flow_of_solid(&self, written: &str) -> Option<Condition> {
        let package = self.names.imports.get(written)?;
        match written {
            _ if package != "solid-js" => None,
            "For" | "Index" => Some(Condition::Loop),
            "Show" | "Match" | "Switch" | "Suspense" | "ErrorBoundary" => Some(Condition::If),
            _ => None,
        }
    }

    fn becomes(&self, written: &str, attributes: &Attributes) -> Becomes {
        const NOTHING: [&str; 8] = [
            "",
            "Fragment",
            "React.Fragment",
            "Suspense",
            "React.Suspense",
            "StrictMode",
            "React.StrictMode",
            "Profiler",
        ];
        if NOTHING.contains(&written) {
            return Becomes::Nothing;
        }
        if let Some(known) = stand_in_of(written, attributes, self.names) {
            return known;
        }
        let small =
            written.starts_with(|ch: char| ch.is_ascii_lowercase()) && !written.contains('.');
        let element = small
            && (is_html_element(written) || self.builder.keeps_case() && !written.contains('-'));
        match element {
            true => Becomes::Element,
            false => Becomes::Component,
        }
    }

    fn add(&self, attribute: Node<'_>, to: &mut Attributes) {
        let Some(name) = attribute.named_child(0).map(|name| self.text(name)) else {
            return;
        };
        let value = attribute.named_child(1);
        let given = match value {
            None => Given::Nothing,
            Some(value) if value.kind() == "string" => {
                let text = self.text(value);
                let inner = text
                    .get(1..text.len().saturating_sub(1))
                    .unwrap_or_default();
                Given::Text(decoded(inner).into_owned())
            }
            Some(value) => {
                let text = self.text(value);
                let inner = text
                    .strip_prefix('{')
                    .and_then(|text| text.strip_suffix('}'))
                    .unwrap_or(text);
                Given::Expression(inner.to_owned())
            }
        };
        add_jsx(name, given, to);
    }
}

fn opening(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "jsx_self_closing_element" => Some(node),
        _ => node.child_by_field_name("open_tag"),
    }
}

fn is_choice(node: Node<'_>) -> bool {
    matches!(node.kind(), "ternary_expression" | "if_statement")
}

/// Whether markup in a node is stored or passed on, and shown at an unknown place.
fn is_stored(reader: &Reader<'_>, node: Node<'_>) -> bool {
    match node.kind() {
        "variable_declarator" | "assignment_expression" | "pair" => true,
        "arguments" => node.parent().is_some_and(|call| !reader.is_loop(call)),
        _ => false,
    }
}

/// Whether markup is the value of a variable, an argument or a property instead of being shown in place.
fn is_handed_on(reader: &Reader<'_>, markup: Node<'_>) -> bool {
    let mut around = markup.parent();
    while let Some(node) = around {
        match node.kind() {
            "parenthesized_expression" | "ternary_expression" | "as_expression" | "array" => {}
            "binary_expression" => {}
            "jsx_expression" => {
                return node
                    .parent()
                    .is_some_and(|node| node.kind() == "jsx_attribute");
            }
            "jsx_attribute" => return true,
            _ => return is_stored(reader, node),
        }
        around = node.parent();
    }
    false
}

/// `a && b`
fn is_circuit(reader: &Reader<'_>, node: Node<'_>) -> bool {
    node.kind() == "binary_expression"
        && node
            .child_by_field_name("operator")
            .is_some_and(|operator| matches!(reader.text(operator), "&&" | "||" | "??"))
}

/// Whether an expression contains markup; a very long one counts as having none.
pub fn holds_markup(node: Node<'_>) -> bool {
    const MOST_STEPS: usize = 2_000;
    let mut cursor = node.walk();
    let mut steps = 0;
    let mut depth = 0_usize;
    loop {
        steps += 1;
        if is_markup(cursor.node()) {
            return true;
        }
        if steps > MOST_STEPS {
            return false;
        }
        if cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        while !cursor.goto_next_sibling() {
            if depth == 0 || !cursor.goto_parent() {
                return false;
            }
            depth -= 1;
            if depth == 0 {
                return false;
            }
        }
    }
}

fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}
