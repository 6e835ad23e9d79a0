//! Forms of XForms, as survey tools of the ODK family exchange them (`select1` with items in place or in an instance).

use std::collections::HashMap;

use super::node::{
    Node, attribute, child, child_content, children, content, elements, local, span,
};
use super::{Reader, Xml, scan};
use crate::format::limits::CHOICES;
use crate::format::{Failure, Format, Parsed, Recognition};
use crate::model::{
    Domain, Element, EntityId, Known, Label, Layer, Located, ModelPath, Span, Value, Why,
};
use crate::source::Capture;
use crate::topic::Topic;

/// The namespace of models and controls.
const NAMESPACE: &str = "http://www.w3.org/2002/xforms";

/// Forms of XForms. Their root is that of a web page.
pub struct XForms;

const NAME: &str = "xforms";
const EXTENSIONS: &[&str] = &["xml", "xhtml", "xform"];

impl Format for XForms {
    fn name(&self) -> &'static str {
        NAME
    }

    fn extensions(&self) -> &'static [&'static str] {
        EXTENSIONS
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        let binds = ["<bind ", ":bind "].iter().any(|tag| head.contains(tag));
        let is_form = binds
            && head.contains(NAMESPACE)
            && scan::root(head).is_some_and(|root| matches!(root.name, "html" | "xform"));
        Recognition::Certain.only_if(is_form)
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let xml = Xml {
            name: NAME,
            extensions: EXTENSIONS,
            claims: |_| true,
            read: read_form,
        };
        xml.parse(capture, topic)
    }
}

/// What controls refer to.
struct Form<'d> {
    /// Bindings by the path of the data that they are about.
    binds: HashMap<&'d str, Node<'d>>,
    /// Paths of bindings by their id.
    paths: HashMap<&'d str, &'d str>,
    /// Items of instances by the id of the instance.
    instances: HashMap<&'d str, Vec<Node<'d>>>,
    /// Texts by id, in the first language.
    texts: HashMap<&'d str, Located<String>>,
}

impl<'d> Form<'d> {
    fn new(root: Node<'d>) -> Self {
        let mut form = Self {
            binds: HashMap::new(),
            paths: HashMap::new(),
            instances: HashMap::new(),
            texts: HashMap::new(),
        };
        for node in root.descendants().filter(Node::is_element) {
            match local(node) {
                "bind" => {
                    let path = node.attribute("nodeset").or_else(|| node.attribute("ref"));
                    let Some(path) = path else { continue };
                    form.binds.insert(path, node);
                    if let Some(id) = node.attribute("id") {
                        form.paths.insert(id, path);
                    }
                }
                "instance" => {
                    let Some(id) = node.attribute("id") else {
                        continue;
                    };
                    let items = elements(node).flat_map(elements);
                    form.instances.insert(id, items.take(CHOICES).collect());
                }
                "text" => {
                    let value =
                        children(node, "value").find(|value| value.attribute("form").is_none());
                    if let Some(id) = node.attribute("id")
                        && let Some(text) = value.and_then(content)
                    {
                        form.texts.entry(id).or_insert(text);
                    }
                }
                _ => {}
            }
        }
        form
    }

    /// The path of the data that a control fills.
    fn path_of(&self, control: Node<'d>) -> Option<&'d str> {
        let bound = control.attribute("bind").and_then(|id| self.paths.get(id));
        control.attribute("ref").or_else(|| bound.copied())
    }

    /// A label: written in place, or the text with an id.
    fn label(&self, node: Node<'d>) -> Option<Located<String>> {
        let label = child(node, "label")?;
        match label.attribute("ref") {
            Some(reference) => self.texts.get(text_id(reference)?).cloned(),
            None => content(label),
        }
    }

    /// The choices of a control; `None` if it has none in this document.
    fn choices(&self, control: Node<'d>) -> Option<Known<Domain>> {
        let items: Vec<Node<'d>> = control
            .descendants()
            .filter(|node| node.is_element() && local(*node) == "item")
            .take(CHOICES)
            .collect();
        if !items.is_empty() {
            let values = items.into_iter().filter_map(|item| {
                Some(Value {
                    raw: child_content(item, "value")?,
                    label: self.label(item),
                    ..Value::default()
                })
            });
            return Some(Known::closed(values.collect()));
        }
        let set = child(control, "itemset")?;
        Some(self.of_instance(set).unwrap_or(Known::No(Why::Dynamic)))
    }

    /// `<itemset nodeset="instance('g')/list/item"><value ref="name"/><label ref="label"/></itemset>`. A filter chooses
    /// at run time.
    fn of_instance(&self, set: Node<'d>) -> Option<Known<Domain>> {
        let nodeset = set.attribute("nodeset")?;
        let id = nodeset.strip_prefix("instance(")?.get(1..)?;
        let (id, rest) = id.split_once(['\'', '"'])?;
        if rest.contains('[') {
            return None;
        }
        let raw = child(set, "value")?.attribute("ref")?;
        let shown = child(set, "label")?.attribute("ref")?;
        let items = self.instances.get(id)?.iter();
        let values = items.filter_map(|item| {
            let label = match shown.strip_prefix("jr:itext(") {
                Some(key) => {
                    let key = child(*item, key.trim_end_matches(')').trim())?;
                    self.texts.get(key.text()?.trim()).cloned()
                }
                None => child_content(*item, shown),
            };
            Some(Value {
                raw: child_content(*item, raw)?,
                label,
                ..Value::default()
            })
        });
        let values: Vec<Value> = values.collect();
        (!values.is_empty()).then_some(Known::closed(values))
    }
}

/// The id in `jr:itext('/data/geschlecht:label')`.
fn text_id(reference: &str) -> Option<&str> {
    let id = reference.strip_prefix("jr:itext(")?.strip_suffix(')')?;
    Some(id.trim().trim_matches(['\'', '"']))
}

fn read_form(reader: &mut Reader, root: Node<'_>) {
    let form = Form::new(root);
    let controls = root.descendants().filter(|node| {
        node.is_element()
            && node.tag_name().namespace() == Some(NAMESPACE)
            && matches!(local(*node), "select1" | "select" | "input" | "textarea")
    });
    let mut entity: Option<(EntityId, ModelPath)> = None;
    for control in controls {
        let Some(path) = form.path_of(control) else {
            continue;
        };
        let (entity, around) = entity.get_or_insert_with(|| declare(reader, root));
        let name = path.rsplit('/').next().unwrap_or(path);
        let at = attribute(control, "ref").or_else(|| attribute(control, "bind"));
        let at = at.and_then(|written| written.span);
        let bind = form.binds.get(path).copied();
        let name = Located::new(name.to_owned(), at);
        let path = around.child(name.value.as_str());
        let mut element = Element::control(name, path, Layer::Ui, span(control))
            .with_entity(*entity)
            .with_labels(form.label(control).map(Label::title))
            .with_domain(domain(&form, control, bind));
        element.optional = optional(bind);
        reader.model.add_element(element);
    }
}

/// Declares the form under its title.
fn declare(reader: &mut Reader, root: Node<'_>) -> (EntityId, ModelPath) {
    let mut titles = root.descendants().filter(|node| local(*node) == "title");
    let title = titles.find_map(content);
    let title = title.unwrap_or_else(|| Located::implied(String::new()));
    let path = ModelPath::new((!title.value.is_empty()).then(|| title.value.clone()));
    (reader.model.declare_entity(title, &path, []), path)
}

fn domain<'d>(
    form: &Form<'d>,
    control: Node<'d>,
    bind: Option<Node<'d>>,
) -> Located<Known<Domain>> {
    let at: Span = span(control);
    if local(control).starts_with("select") {
        let choices = form
            .choices(control)
            .unwrap_or(Known::No(Why::NotUnderstood));
        return Located::with_span(choices, at);
    }
    let declared = bind.and_then(|bind| bind.attribute("type"));
    let declared = declared.map(|name| name.rsplit(':').next().unwrap_or(name));
    let value = match declared {
        None | Some("string") => Known::Yes(Domain::Text),
        Some("boolean") => Known::Yes(Domain::Boolean),
        Some("int" | "integer" | "decimal" | "double") => Known::Yes(Domain::Number),
        Some("date" | "time" | "dateTime") => Known::Yes(Domain::Temporal),
        Some(_) => Known::No(Why::NotUnderstood),
    };
    Located::with_span(value, at)
}

/// A field is optional unless its binding says otherwise.
fn optional(bind: Option<Node<'_>>) -> Located<Known<bool>> {
    let required = bind.and_then(|bind| attribute(bind, "required"));
    match required {
        Some(said) => {
            let is_optional = match said.value.trim() {
                "true()" | "true" => Known::Yes(false),
                "false()" | "false" | "" => Known::Yes(true),
                _ => Known::No(Why::Dynamic),
            };
            Located::new(is_optional, said.span)
        }
        None => Located::implied(Known::Yes(true)),
    }
}
