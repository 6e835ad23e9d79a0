//! Document type definitions (XML 1.0, section 3.3): attributes with their enumerations, and elements that hold text.
//!
//! ```text
//! <!ENTITY % sex "(m | w)">
//! <!ELEMENT person (name, born?)>
//! <!ATTLIST person sex %sex; #IMPLIED>
//! ```

use std::collections::HashMap;

use crate::format::token::Cursor;
use crate::format::{Failure, Format, Parsed, Recognition};
use crate::model::{
    DefaultValue, Domain, Element, ElementId, EntityId, Known, Layer, Located, ModelPath,
    Reference, SchemaModel, Span, Value,
};
use crate::source::Capture;
use crate::topic::Topic;

/// Document type definitions in files of their own.
pub struct Dtd;

impl Format for Dtd {
    fn name(&self) -> &'static str {
        "dtd"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["dtd", "mod", "ent"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        let declares = ["<!ELEMENT", "<!ATTLIST", "<!ENTITY"]
            .iter()
            .any(|mark| head.contains(mark));
        Recognition::Certain.only_if(declares && self.is_named(capture))
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Certain.only_if(self.is_named(capture))
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let mut reader = Reader {
            cursor: Cursor::new(text.as_str()),
            groups: HashMap::new(),
            texts: HashMap::new(),
            contents: Vec::new(),
            model: SchemaModel::new(&capture.document, self.name(), text.clone()),
        };
        reader.document();
        reader.declare_children();
        Ok(Parsed {
            schemas: vec![reader.model],
            ..Parsed::default()
        })
    }
}

/// Maximum number of children that become fields; a definition with more is generated.
const MOST_CHILDREN: usize = 20_000;

/// An enumeration under the name of a parameter entity.
enum Group {
    /// No attribute names it yet: its values, the place of its name and that of its text.
    Unused(Vec<Value>, Span, Span),
    /// The type that stands for it in the model. All attributes refer to it: thousands may name a long list.
    Declared(ElementId),
}

struct Reader<'t> {
    cursor: Cursor<'t>,
    /// Enumerations by the parameter entity that stands for them.
    groups: HashMap<&'t str, Group>,
    /// Elements that hold text only, by name.
    texts: HashMap<&'t str, Span>,
    /// Elements with the names in their content models.
    contents: Vec<(Located<String>, Vec<&'t str>)>,
    model: SchemaModel,
}

impl<'t> Reader<'t> {
    fn document(&mut self) {
        while self.cursor.peek().is_some() {
            if self.cursor.take("<!--") {
                self.cursor.take_through("-->");
            } else if self.cursor.take("<!ATTLIST") {
                self.attributes();
            } else if self.cursor.take("<!ELEMENT") {
                self.element();
            } else if self.cursor.take("<!ENTITY") {
                self.entity();
            } else {
                self.cursor.bump();
            }
        }
    }

    /// Skips white space, and comments between the parts of a declaration (`-- … --`, SGML).
    fn blank(&mut self) {
        loop {
            self.cursor.take_while(char::is_whitespace);
            if !self.cursor.take("--") {
                return;
            }
            self.cursor.take_through("--");
        }
    }

    fn name(&mut self) -> Option<(&'t str, Span)> {
        self.blank();
        let start = self.cursor.position();
        let name = self.cursor.take_while(is_in_name);
        (!name.is_empty()).then(|| (name, self.cursor.span_since(start)))
    }

    /// A quoted text without its quotes.
    fn literal(&mut self) -> Option<(&'t str, Span)> {
        self.blank();
        let quote = self.cursor.peek().filter(|ch| matches!(ch, '"' | '\''))?;
        self.cursor.bump();
        let start = self.cursor.position();
        let text = self.cursor.take_while(|ch| ch != quote);
        let span = self.cursor.span_since(start);
        self.cursor.bump();
        Some((text, span))
    }

    /// `<!ENTITY % name "(a | b)">`.
    fn entity(&mut self) {
        self.blank();
        if !self.cursor.take("%") {
            return;
        }
        let Some((name, at)) = self.name() else {
            return;
        };
        let Some((text, span)) = self.literal() else {
            return;
        };
        // The first declaration is binding (section 4.2).
        if let Some(values) = enumeration(text, span.start as usize) {
            let group = Group::Unused(values, at, span);
            self.groups.entry(name).or_insert(group);
        }
    }

    /// The type of a parameter entity, declared when the first attribute names it.
    fn type_of(&mut self, name: &str) -> Option<Domain> {
        let group = self.groups.get_mut(name)?;
        if let Group::Unused(values, at, extent) = group {
            let values = std::mem::take(values);
            let called = Located::with_span(name.to_owned(), *at);
            let path = ModelPath::new([name]);
            let element = Element::value_type(called, path, Layer::Message, at.to(*extent))
                .with_values(values, *extent);
            *group = Group::Declared(self.model.add_element(element));
        }
        match group {
            Group::Declared(id) => Some(Domain::Reference(Reference::Element(*id))),
            Group::Unused(..) => None,
        }
    }

    /// `<!ELEMENT name content>`.
    fn element(&mut self) {
        let Some((name, at)) = self.name() else {
            return;
        };
        let content = self.cursor.take_while(|ch| ch != '>');
        let is_text = content.contains("#PCDATA");
        let children: Vec<&str> = content
            .split(|ch| !is_in_name(ch))
            .filter(|word| {
                !word.is_empty() && !matches!(*word, "PCDATA" | "EMPTY" | "ANY" | "CDATA")
            })
            .collect();
        match children.is_empty() {
            true if is_text => {
                self.texts.insert(name, at);
            }
            true => {}
            false => self
                .contents
                .push((Located::with_span(name.to_owned(), at), children)),
        }
    }

    /// `<!ATTLIST element (name type default)*>`.
    fn attributes(&mut self) {
        let Some((element, at)) = self.name() else {
            return;
        };
        let owner = Located::with_span(element.to_owned(), at);
        let path = ModelPath::new([element]);
        let id = self.model.declare_entity(owner, &path, []);
        while let Some((name, at)) = self.name() {
            self.attribute(Located::with_span(name.to_owned(), at), (id, &path));
        }
        self.cursor.take_through(">");
    }

    /// One attribute, whose name was read.
    fn attribute(&mut self, name: Located<String>, (entity, path): (EntityId, &ModelPath)) {
        let start = name.span.unwrap_or_default();
        self.blank();
        let typed = self.cursor.position();
        let domain = if self.cursor.peek() == Some('(') {
            let group = self.cursor.take_through(")");
            enumeration(group, typed).map(Domain::Closed)
        } else if self.cursor.take("%") {
            let name = self.cursor.take_while(is_in_name);
            self.cursor.take(";");
            self.type_of(name)
        } else {
            match self.cursor.take_while(is_in_name) {
                "CDATA" | "NMTOKEN" => Some(Domain::Text),
                "NOTATION" => {
                    self.cursor.take_through(")");
                    None
                }
                _ => None,
            }
        };
        let of = self.cursor.span_since(typed);
        self.blank();
        let stated = self.cursor.position();
        let mut required = false;
        if self.cursor.take("#") {
            required = self.cursor.take_while(is_in_name) == "REQUIRED";
        }
        let rule = self.cursor.span_since(stated);
        let default = self.literal();
        let mut element = Element::field(
            name.clone(),
            path.child(name.value.as_str()),
            Layer::Message,
            start.to(of),
        )
        .with_entity(Some(entity))
        .with_optional(Located::with_span(Known::Yes(!required), rule));
        if let Some(domain) = domain {
            element = element.with_domain(Located::with_span(Known::Yes(domain), of));
        }
        if let Some((value, at)) = default {
            element = element.with_default(DefaultValue::new(Some(value.to_owned()), at));
        }
        self.model.add_element(element);
    }

    /// Makes fields of the children that hold text only.
    fn declare_children(&mut self) {
        let mut left = MOST_CHILDREN;
        for (parent, children) in std::mem::take(&mut self.contents) {
            let path = ModelPath::new([parent.value.as_str()]);
            let entity = self.model.declare_entity(parent, &path, []);
            for child in children {
                let Some(at) = self.texts.get(child).filter(|_| left > 0) else {
                    continue;
                };
                left -= 1;
                let name = Located::with_span(child.to_owned(), *at);
                let element = Element::field(name, path.child(child), Layer::Message, *at)
                    .with_entity(Some(entity))
                    .with_domain(Located::with_span(Known::Yes(Domain::Text), *at));
                self.model.add_element(element);
            }
        }
    }
}

/// Characters of names (`Nmtoken`, section 2.3).
fn is_in_name(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '_' | '-' | '.' | ':')
}

/// The values of `(a | b | c)`, which starts at `offset`; `None` for any other text.
fn enumeration(text: &str, offset: usize) -> Option<Vec<Value>> {
    let inner = text.trim().strip_prefix('(')?.strip_suffix(')')?;
    let start = offset + text.find('(')? + 1;
    let mut at = start;
    let mut values = Vec::new();
    for part in inner.split('|') {
        let word = part.trim();
        if word.is_empty() || !word.chars().all(is_in_name) {
            return None;
        }
        let from = at + (part.len() - part.trim_start().len());
        values.push(Value::plain(word, Span::new(from, from + word.len())));
        at += part.len() + 1;
    }
    (values.len() > 1).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_alternatives_of_names_are_an_enumeration() {
        let words = |text: &str| {
            let values = enumeration(text, 0)?;
            Some(
                values
                    .iter()
                    .map(|value| value.raw.value.clone())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(words("(m|w)").unwrap(), ["m", "w"]);
        assert_eq!(words(" ( m | w | d )").unwrap(), ["m", "w", "d"]);
        assert_eq!(words("(a, b)"), None);
        assert_eq!(words("CDATA"), None);
        assert_eq!(words("(%inline;)*"), None);
    }

    #[test]
    fn attributes_share_the_values_of_an_entity() {
        const ATTRIBUTES: usize = 50;
        let mut text = "<!ENTITY % sex \"(m|w)\">\n<!ENTITY % unused \"(a|b)\">\n".to_owned();
        for number in 0..ATTRIBUTES {
            text.push_str(&format!("<!ATTLIST p{number} sex %sex; #IMPLIED>\n"));
        }
        let text = crate::model::SourceText::new(text);
        let mut reader = Reader {
            cursor: Cursor::new(text.as_str()),
            groups: HashMap::new(),
            texts: HashMap::new(),
            contents: Vec::new(),
            model: SchemaModel::new("a.dtd", "dtd", text.clone()),
        };
        reader.document();
        let domains = reader.model.elements.iter();
        let domains = domains.filter_map(|element| element.domain.value.yes());
        let (lists, others): (Vec<_>, Vec<_>) =
            domains.partition(|domain| matches!(domain, Domain::Closed(_)));
        assert_eq!(lists.len(), 1);
        assert_eq!(others.len(), ATTRIBUTES);
        let first = Domain::Reference(Reference::Element(ElementId(0)));
        assert!(others.iter().all(|domain| **domain == first));
    }

    #[test]
    fn values_know_their_place() {
        let text = "x ( m | w )";
        let values = enumeration(&text[2..], 2).unwrap();
        let span = values[1].raw.span.unwrap();
        assert_eq!(&text[span.start as usize..span.end as usize], "w");
    }
}
