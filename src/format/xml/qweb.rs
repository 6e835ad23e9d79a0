//! Templates of Odoo (QWeb): `<t t-if="…">`, `<t t-esc="…"/>`, and the controls among their markup.
//!
//! Conditions and insertions become pieces of a template; their expressions are read where they are written.

use std::collections::HashMap;

use super::node::{Node, content, elements, local, span};
use super::{Reader, Xml, scan};
use crate::format::declaration;
use crate::format::limits::{CHOICES, DECLARATION_BYTES, TEXT_DEPTH};
use crate::format::logic::Expression;
use crate::format::template::{self, Act, End, Piece, PieceKind, expression};
use crate::format::{Failure, Format, Parsed, Recognition};
use crate::model::{
    DefaultValue, Element, Known, Label, Layer, Located, ModelPath, SchemaModel, SourceText, Span,
    Value, Why,
};
use crate::source::Capture;
use crate::topic::Topic;

/// Templates of Odoo.
pub struct QWeb;

const XML: Xml = Xml {
    name: "qweb",
    extensions: &["xml"],
    claims: |root| {
        matches!(
            root.name,
            "odoo" | "openerp" | "templates" | "template" | "t"
        )
    },
    read: read_templates,
};

impl Format for QWeb {
    fn name(&self) -> &'static str {
        XML.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        XML.extensions
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        const SIGNS: [&str; 6] = [
            " t-if=",
            " t-esc=",
            " t-out=",
            " t-field=",
            " t-foreach=",
            "mail.template",
        ];
        let text = capture.text().map(|text| text.as_str()).unwrap_or_default();
        let is_root = scan::root(capture.head()).is_some_and(|root| (XML.claims)(&root));
        Recognition::Certain.only_if(is_root && SIGNS.iter().any(|sign| text.contains(sign)))
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Certain.only_if(self.is_named(capture))
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let mut parsed = XML.parse(capture, topic)?;
        let text = capture.text()?;
        if topic.may_occur_in(text.as_str()) {
            parsed.schemas.extend(declared_beside(capture, text));
        }
        Ok(parsed)
    }
}

/// What records of the same file declare, without its templates; `None` if nothing.
fn declared_beside(capture: &Capture, text: &SourceText) -> Option<SchemaModel> {
    let source = text.as_str();
    if !source.contains("<record") || source.len() > DECLARATION_BYTES {
        return None;
    }
    let document = super::parse(text).ok()?;
    let mut records = source.to_owned();
    let mut behind = 0;
    for node in document.root_element().descendants() {
        let is_template = match local(node) {
            "template" | "t" => true,
            "field" => matches!(node.attribute("name"), Some("arch" | "body_html")),
            _ => false,
        };
        let range = node.range();
        let is_outermost = range.start >= behind;
        let inside = records.get(range.clone());
        if let Some(inside) = inside.filter(|_| is_template && is_outermost) {
            behind = range.end;
            let blank = |byte| if byte == b'\n' { '\n' } else { ' ' };
            let blanks: String = inside.bytes().map(blank).collect();
            records.replace_range(range, &blanks);
        }
    }
    let tree = super::as_tree(&SourceText::new(records)).ok()?;
    let mut model = SchemaModel::new(&capture.document, XML.name, text.clone());
    declaration::read_unknown(&mut model, &tree);
    (!model.elements.is_empty()).then_some(model)
}

fn read_templates(reader: &mut Reader, root: Node<'_>) {
    let source = root.document().input_text();
    if !(reader.may_concern_topic() || reader.topic.may_address(source)) {
        return;
    }
    controls(reader, root);
    let mut pieces = Pieces {
        source,
        found: Vec::new(),
    };
    pieces.children(root, TEXT_DEPTH);
    let topic = reader.topic.clone();
    template::relate_letter(&mut reader.model, pieces.found, &topic);
}

/// The pieces of a template, in order.
struct Pieces<'t> {
    source: &'t str,
    found: Vec<Piece>,
}

impl Pieces<'_> {
    fn children(&mut self, node: Node<'_>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        // Whether a condition is open that a following element may continue.
        let mut open = false;
        for child in node.children() {
            if child.is_text() {
                let blank = child.text().is_none_or(|text| text.trim().is_empty());
                if open && !blank {
                    self.end(&mut open, child.range().start);
                }
                let range = child.range();
                self.piece(Span::new(range.start, range.end), PieceKind::Literal);
                continue;
            }
            if !child.is_element() {
                continue;
            }
            let start = child.range().start;
            let asked = |name: &str| {
                attribute_span(child, name).map(|at| expression(self.source, at, false))
            };
            if let Some(condition) = asked("t-if") {
                self.end(&mut open, start);
                self.act(start, Act::If(condition));
                open = true;
            } else if let Some(condition) = asked("t-elif").filter(|_| open) {
                self.act(start, Act::ElseIf(condition));
            } else if open && child.has_attribute("t-else") {
                self.act(start, Act::Else);
                self.element(child, depth);
                self.end(&mut open, child.range().end);
                continue;
            } else {
                self.end(&mut open, start);
            }
            self.element(child, depth);
        }
        self.end(&mut open, node.range().end);
    }

    fn element(&mut self, node: Node<'_>, depth: usize) {
        let range = node.range();
        if let Some(name) = node.attribute("t-set") {
            let value = attribute_span(node, "t-value");
            let value =
                value.map_or_else(Expression::unknown, |at| expression(self.source, at, false));
            self.act(range.start, Act::Set(name.to_owned(), value));
            return;
        }
        let shown = ["t-esc", "t-out", "t-raw", "t-field"]
            .iter()
            .find_map(|name| attribute_span(node, name));
        if let Some(at) = shown {
            let value = expression(self.source, at, false);
            self.piece(at, PieceKind::Output(value, None));
            return;
        }
        let repeats = node.has_attribute("t-foreach");
        if repeats {
            self.act(range.start, Act::Loop);
        }
        if node.has_attribute("t-call") {
            self.act(range.start, Act::Other);
        }
        if !is_data(node) {
            self.children(node, depth);
        }
        if repeats {
            self.act(range.end, Act::End(End::Loop));
        }
    }

    fn end(&mut self, open: &mut bool, at: usize) {
        if std::mem::take(open) {
            self.act(at, Act::End(End::If));
        }
    }

    fn act(&mut self, at: usize, act: Act) {
        self.piece(Span::new(at, at), PieceKind::Act(act));
    }

    fn piece(&mut self, span: Span, kind: PieceKind) {
        self.found.push(Piece { span, kind });
    }
}

/// Whether an element is a value of a record and holds no template.
fn is_data(node: Node<'_>) -> bool {
    let asks = |node: Node<'_>| node.attributes().any(|it| it.name().starts_with("t-"));
    local(node) == "field"
        && !node.descendants().any(asks)
        && node.text().is_none_or(|text| !text.contains("{{"))
}

fn attribute_span(node: Node<'_>, name: &str) -> Option<Span> {
    let range = node.attribute_node(name)?.range_value();
    Some(Span::new(range.start, range.end))
}

fn attribute(node: Node<'_>, name: &str) -> Option<Located<String>> {
    let text = node.attribute(name)?.to_owned();
    Some(Located::with_span(text, attribute_span(node, name)?))
}

/// A group of radio buttons.
#[derive(Default)]
struct Radios {
    values: Vec<Value>,
    default: Option<DefaultValue>,
    required: bool,
    open: bool,
    extent: Option<Span>,
}

/// Selections and groups of radio buttons.
fn controls(reader: &mut Reader, root: Node<'_>) {
    let all = || root.descendants().filter(Node::is_element);
    let labels: HashMap<&str, Located<String>> = all()
        .filter(|node| local(*node) == "label")
        .filter_map(|label| Some((label.attribute("for")?, content(label)?)))
        .collect();
    let mut radios: Vec<(Located<String>, Radios)> = Vec::new();
    for node in all() {
        let Some(name) = attribute(node, "name") else {
            continue;
        };
        if local(node) == "select" {
            let label = node.attribute("id").and_then(|id| labels.get(id)).cloned();
            let element = selection(node, name, label);
            reader.model.add_element(element);
        } else if local(node) == "input" && node.attribute("type") == Some("radio") {
            let at = match radios
                .iter()
                .position(|(known, _)| known.value == name.value)
            {
                Some(at) => at,
                None if radios.len() < CHOICES => {
                    radios.push((name, Radios::default()));
                    radios.len() - 1
                }
                None => continue,
            };
            if let Some((_, group)) = radios.get_mut(at) {
                group.add(node, &labels);
            }
        }
    }
    for (name, group) in radios {
        let extent = group.extent.or(name.span).unwrap_or_default();
        let domain = match group.open || group.values.is_empty() {
            true => Known::No(Why::Dynamic),
            false => Known::closed(group.values),
        };
        let path = ModelPath::new([name.value.as_str()]);
        let element = Element::control(name, path, Layer::Ui, extent)
            .with_domain(Located::with_span(domain, extent))
            .with_optional(Located::implied(Known::Yes(!group.required)))
            .with_default(group.default);
        reader.model.add_element(element);
    }
}

impl Radios {
    fn add(&mut self, node: Node<'_>, labels: &HashMap<&str, Located<String>>) {
        let own = span(node);
        self.extent = Some(self.extent.map_or(own, |extent| extent.to(own)));
        self.required |= node.has_attribute("required");
        let around = node.parent().filter(|parent| local(*parent) == "label");
        let label = around
            .and_then(content)
            .or_else(|| labels.get(node.attribute("id")?).cloned());
        let Some(raw) = attribute(node, "value").filter(|_| self.values.len() < CHOICES) else {
            self.open = true;
            return;
        };
        let value = Value {
            placeholder: raw.value.trim().is_empty(),
            raw,
            label,
            ..Value::default()
        };
        if node.has_attribute("checked") {
            self.default = Some(DefaultValue::from(&value));
        }
        self.values.push(value);
    }
}

fn selection(node: Node<'_>, name: Located<String>, label: Option<Located<String>>) -> Element {
    let mut values = Vec::new();
    let mut default = None;
    // Options that are repeated, or whose value is computed, are known at run time only.
    let mut open = false;
    for option in elements(node) {
        if local(option) != "option" || values.len() >= CHOICES {
            open = true;
            continue;
        }
        let is_computed = |name: &str| option.has_attribute(name);
        if ["t-foreach", "t-att-value", "t-attf-value"]
            .into_iter()
            .any(is_computed)
        {
            open = true;
            continue;
        }
        let label = content(option);
        let Some(raw) = attribute(option, "value").or_else(|| label.clone()) else {
            continue;
        };
        let value = Value {
            placeholder: raw.value.trim().is_empty(),
            raw,
            label,
            ..Value::default()
        };
        if option.has_attribute("selected") {
            default = Some(DefaultValue::from(&value));
        }
        values.push(value);
    }
    let extent = span(node);
    let domain = match open || values.is_empty() {
        true => Known::No(Why::Dynamic),
        false => Known::closed(values),
    };
    let path = ModelPath::new([name.value.as_str()]);
    Element::control(name, path, Layer::Ui, extent)
        .with_labels(label.map(Label::title))
        .with_domain(Located::with_span(domain, extent))
        .with_optional(Located::implied(Known::Yes(
            !node.has_attribute("required"),
        )))
        .with_default(default)
}
