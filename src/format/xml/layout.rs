//! Layouts of windows and screens: Android, Qt (`.ui`), XAML (WPF, MAUI, Avalonia), GTK. Their selection controls
//! correspond to those of web pages.

mod android;
mod qt;
mod xaml;

use super::node::{Node, span};
use super::{Reader, Xml, scan};
use crate::format::limits::{CHOICES, XML_NODES};
use crate::format::{Failure, Format, Parsed, Recognition};
use crate::model::{
    DefaultValue, Domain, Element, Known, Label, Layer, Located, ModelPath, Value, Why,
};
use crate::source::Capture;
use crate::topic::Topic;

/// XML layouts.
pub struct Layout;

const NAME: &str = "layout";
const EXTENSIONS: &[&str] = &["xml", "ui", "xaml", "axaml", "glade"];

impl Format for Layout {
    fn name(&self) -> &'static str {
        NAME
    }

    fn extensions(&self) -> &'static [&'static str] {
        EXTENSIONS
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Certain.only_if(self.is_named(capture))
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        if !self.is_named(capture) {
            return Recognition::No;
        }
        match reader_of(capture.head()) {
            Some(_) => Recognition::Certain,
            None => Recognition::No,
        }
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?.as_str();
        let read = reader_of(text).unwrap_or(android::read);
        let xml = Xml {
            name: NAME,
            extensions: EXTENSIONS,
            claims: |_| true,
            read,
        };
        xml.parse(capture, topic)
    }
}

/// The reader for a layout, selected by the beginning of the text.
fn reader_of(head: &str) -> Option<fn(&mut Reader, Node<'_>)> {
    /// Roots that are not layouts although they use the same namespace.
    const OTHERS: [&str; 14] = [
        "manifest",
        "resources",
        "vector",
        "selector",
        "shape",
        "layer-list",
        "ripple",
        "animated-vector",
        "set",
        "navigation",
        "menu",
        "appwidget-provider",
        "color",
        "paths",
    ];
    const XAML: [&str; 4] = [
        "schemas.microsoft.com/winfx/",
        "schemas.microsoft.com/dotnet/2021/maui",
        "xamarin.com/schemas/2014/forms",
        "github.com/avaloniaui",
    ];
    let root = scan::root(head)?.name;
    if head.contains("schemas.android.com/apk/res") {
        return (!OTHERS.contains(&root)).then_some(android::read as fn(&mut Reader, Node<'_>));
    }
    if (root == "ui" && head.contains("<class>") || head.contains("<widget class=\"Q"))
        || (root == "interface" && head.contains("class=\"Gtk"))
    {
        return Some(qt::read);
    }
    let named = XAML.iter().any(|space| head.contains(space));
    named.then_some(xaml::read as fn(&mut Reader, Node<'_>))
}

/// The values of a control.
enum Choices {
    /// These values, one of which may be preselected.
    Listed {
        values: Vec<Value>,
        chosen: Option<usize>,
    },
    /// The values of a list declared elsewhere.
    Named(String),
    /// Filled at run time.
    Filled,
    /// Any text.
    Text,
    /// A boolean.
    Toggle,
}

/// A control as described by its toolkit.
struct Control<'d> {
    node: Node<'d>,
    kind: &'d str,
    /// Most reliable name first.
    names: Vec<Located<String>>,
    labels: Vec<Located<String>>,
    choices: Choices,
}

/// Adds a control if something names it.
fn add(reader: &mut Reader, control: Control<'_>) {
    let mut names = control.names.into_iter();
    let Some(name) = names.next().or_else(|| control.labels.first().cloned()) else {
        return;
    };
    let extent = span(control.node);
    let chosen = match &control.choices {
        Choices::Listed { values, chosen } => chosen.and_then(|at| values.get(at)),
        _ => None,
    };
    let default = chosen.map(DefaultValue::from);
    let domain = match control.choices {
        Choices::Listed { values, .. } if (1..=CHOICES).contains(&values.len()) => {
            Known::closed(values)
        }
        Choices::Listed { .. } | Choices::Filled => Known::No(Why::Dynamic),
        Choices::Named(list) => Known::named(list),
        Choices::Text => Known::Yes(Domain::Text),
        Choices::Toggle => Known::Yes(Domain::Boolean),
    };
    let path = ModelPath::new([name.value.as_str()]);
    let element = Element::control(name, path, Layer::Ui, extent)
        .with_labels(control.labels.into_iter().chain(names).map(Label::title))
        .with_type(Located::with_span(control.kind.to_owned(), extent))
        .with_domain(Located::with_span(domain, extent))
        .with_default(default);
    reader.model.add_element(element);
}

/// The elements of a document in order.
fn all<'d>(root: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    root.descendants()
        .take(XML_NODES as usize)
        .filter(Node::is_element)
}

/// An attribute in any namespace.
fn attribute(node: Node<'_>, name: &str) -> Option<Located<String>> {
    let attribute = node
        .attributes()
        .find(|attribute| attribute.name() == name)?;
    let range = attribute.range_value();
    let text = attribute.value().trim();
    (!text.is_empty()).then(|| {
        let span = crate::model::Span::new(range.start, range.end);
        Located::with_span(text.to_owned(), span)
    })
}

/// A value that has the same text for people and programs.
fn shown(text: Located<String>) -> Value {
    Value {
        raw: text,
        ..Value::default()
    }
}
