//! Declarations of any language → schema elements.

mod remark;
mod restricted;

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::constants::{Constant, add_groups};
use super::list_name::ListName;
use super::mapping::consulted::Consulted;
use super::steps::Steps;
use super::types::domain_of;
use super::values::scalar;
use super::variants::{Hierarchies, Sealed, carries, is_sealed, types_above};
use crate::model::{
    DefaultValue, Domain, Element, ElementId, ElementKind, Entity, EntityId, Known, Label, Layer,
    Located, MigrationStep, ModelPath, NameScope, Reference, Relation, RelationKind, SchemaModel,
    SourceText, Span, Statement, StatementKind, Value, Why,
};
use crate::topic::Topic;

/// Collects the declarations that a language's visitor finds.
pub struct Reader<'t> {
    model: SchemaModel,
    text: &'t str,
    topic: &'t Topic,
    layer: Layer,
    /// Open classes with the byte where they end; the innermost is last.
    open: Vec<(usize, EntityId)>,
    /// Surroundings of the current node, each with its end offset; the innermost is last.
    surroundings: Vec<(usize, Surrounding)>,
    /// Fields whose type may be an enum of this file, decided at the end.
    types: Vec<(ElementId, String)>,
    /// Constants with a literal, grouped at the end.
    constants: Vec<Constant>,
    /// Controls with the name of the list they offer, decided at the end.
    lists: Vec<(ElementId, String)>,
    /// All variables of this file, whatever their value.
    declared: HashSet<String>,
    /// Values that functions allow for fields not declared before them; resolved at the end.
    validated: Vec<Element>,
    /// Places of markup written as text (`template: …`).
    pub templates: Vec<Span>,
    /// Nodes already read as part of another node.
    read: HashSet<usize>,
    /// Sealed types and their subtypes; turned into enums at the end.
    hierarchies: Hierarchies,
    /// Lists built by calls; turned into elements at the end.
    pub steps: Steps,
    /// Tables and their queries, joined at the end.
    pub consulted: Consulted,
}

/// The surroundings of a node that decide what it declares. A look at parents would do, but finding a parent starts at
/// the root each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surrounding {
    Function,
    Class,
    Enum,
}

/// The span of a node.
pub fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

impl<'t> Reader<'t> {
    /// A reader for one file.
    pub fn new(
        document: &str,
        format: &'static str,
        layer: Layer,
        text: &'t SourceText,
        topic: &'t Topic,
    ) -> Self {
        Self {
            model: SchemaModel::new(document, format, text.clone()),
            text: text.as_str(),
            topic,
            layer,
            open: Vec::new(),
            surroundings: Vec::new(),
            types: Vec::new(),
            constants: Vec::new(),
            lists: Vec::new(),
            declared: HashSet::new(),
            validated: Vec::new(),
            templates: Vec::new(),
            read: HashSet::new(),
            hierarchies: Hierarchies::default(),
            steps: Steps::default(),
            consulted: Consulted::default(),
        }
    }

    /// The topic of the search.
    pub fn topic(&self) -> &'t Topic {
        self.topic
    }

    /// The name of the document.
    pub fn document(&self) -> &str {
        &self.model.document
    }

    /// The text of a node.
    pub fn text(&self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// The text between two nodes.
    pub fn between(&self, left: Node<'_>, right: Node<'_>) -> &'t str {
        self.text
            .get(left.end_byte()..right.start_byte())
            .unwrap_or_default()
    }

    /// The text of a node before one of its parts, such as its modifiers.
    pub fn between_start(&self, node: Node<'_>, part: Node<'_>) -> &'t str {
        self.text
            .get(node.start_byte()..part.start_byte())
            .unwrap_or_default()
    }

    /// Marks a node as read as part of another.
    pub fn mark(&mut self, node: Node<'_>) {
        self.read.insert(node.id());
    }

    /// Whether a node was already read as part of another.
    pub fn was_read(&self, node: Node<'_>) -> bool {
        self.read.contains(&node.id())
    }

    /// Package and imports of the file.
    pub fn scope(&mut self) -> &mut NameScope {
        &mut self.model.scope
    }

    /// The file's changes to columns of earlier migrations.
    pub fn step(&mut self) -> &mut MigrationStep {
        &mut self.model.step
    }

    /// Adds a library or host that the program uses.
    pub fn uses(&mut self, name: &str, at: Span) {
        self.model.relations.push(Relation {
            kind: RelationKind::Uses(name.to_owned()),
            elements: Vec::new(),
            span: at,
        });
    }

    /// Records that a field is never written again.
    pub fn freeze(&mut self, name: Node<'_>, at: Span) {
        let entity = self.open.last().map(|(_, id)| id.0 as usize);
        let entity = entity.and_then(|index| self.model.entities.get(index));
        let statement = Statement {
            path: entity.map(|entity| entity.path.clone()).unwrap_or_default(),
            column: self.text(name).to_owned(),
            kind: StatementKind::RejectChanges { conditional: true },
        };
        self.model.relations.push(Relation {
            kind: RelationKind::Statement(statement),
            elements: Vec::new(),
            span: at,
        });
    }

    /// Adds a use of values beyond their declaration.
    pub fn relate(&mut self, kind: RelationKind, at: Span) {
        self.model.relations.push(Relation {
            kind,
            elements: Vec::new(),
            span: at,
        });
    }

    /// Whether a place lies within a recently read construct: a translation or a refused combination.
    pub fn is_decided(&self, at: Span) -> bool {
        /// The contents of a construct are visited right after it.
        const MOST_BETWEEN: usize = 50;
        let recent = self.model.relations.iter().rev().take(MOST_BETWEEN);
        let mut deciding = recent.filter(|relation| {
            use RelationKind::{Mapping, Refuses};
            matches!(relation.kind, Mapping(_) | Refuses(_))
        });
        deciding.any(|relation| relation.span.overlaps(at))
    }

    /// Removes previously added relations.
    pub fn forget(&mut self, is_meant: impl Fn(&RelationKind, Span) -> bool) {
        let relations = &mut self.model.relations;
        relations.retain(|relation| !is_meant(&relation.kind, relation.span));
    }

    /// Opens a class, record or table; it owns all declarations up to the node's end.
    pub fn enter(&mut self, node: Node<'_>, name: Node<'_>) {
        self.close_before(node);
        let name_text = self.unquoted(name);
        let path = self.path_of(&name_text);
        let id = self.model.declare_entity(
            Located::with_span(name_text, span(name)),
            &path,
            self.comments(node),
        );
        self.open.push((node.end_byte(), id));
    }

    /// Sets the surroundings for the inside of a node.
    pub fn surround(&mut self, node: Node<'_>, surrounding: Surrounding) {
        self.leave_before(node);
        self.surroundings.push((node.end_byte(), surrounding));
    }

    /// The innermost surrounding of a node.
    pub fn surrounding(&mut self, node: Node<'_>) -> Option<Surrounding> {
        self.leave_before(node);
        self.surroundings
            .last()
            .map(|(_, surrounding)| *surrounding)
    }

    fn leave_before(&mut self, node: Node<'_>) {
        let start = node.start_byte();
        while self
            .surroundings
            .last()
            .is_some_and(|(end, _)| *end <= start)
        {
            self.surroundings.pop();
        }
    }

    pub fn close_before(&mut self, node: Node<'_>) {
        while self
            .open
            .last()
            .is_some_and(|(end, _)| *end <= node.start_byte())
        {
            self.open.pop();
        }
    }

    /// Records the supertypes and subtypes of a class. `above`: the clause with its supertypes; `permitted`: the clause
    /// with its subtypes.
    pub fn relate_types(
        &mut self,
        node: Node<'_>,
        name: Node<'_>,
        above: &[Node<'_>],
        permitted: Option<Node<'_>>,
    ) {
        self.close_before(node);
        let own = Located::with_span(self.unquoted(name), span(name));
        let carries = carries(node);
        for clause in above {
            for (above, label) in types_above(self, *clause) {
                let value = Value {
                    raw: own.clone(),
                    label,
                    carries,
                    ..Value::default()
                };
                match node.kind() {
                    "object_declaration" => self.hierarchies.add_object(&above, value),
                    _ => self.hierarchies.add(&above, value),
                }
            }
        }
        if is_sealed(self.between_start(node, name)) {
            let permitted = permitted.map(|clause| types_above(self, clause));
            let permitted = permitted.unwrap_or_default().into_iter();
            let sealed = Sealed {
                path: self.path_of(&own.value),
                extent: span(node),
                labels: self.comments(node),
                permitted: permitted
                    .map(|(below, _)| Value::plain(below, span(name)))
                    .collect(),
                name: own,
            };
            self.hierarchies.seal(sealed);
        }
    }

    /// The names around the current node.
    pub fn path_around(&self) -> ModelPath {
        let entity = self.open.last();
        entity
            .and_then(|(_, id)| self.model.entities.get(id.0 as usize))
            .map(|entity| entity.path.clone())
            .unwrap_or_default()
    }

    fn path_of(&self, name: &str) -> ModelPath {
        self.path_around().child(name)
    }

    /// An enum or another named type with its own values.
    pub fn value_type(&mut self, node: Node<'_>, name: Node<'_>, values: Vec<Value>) {
        let name = Located::with_span(self.unquoted(name), span(name));
        self.value_type_called(node, name, values);
    }

    /// Like [`Reader::value_type`], under a name that is only part of the written text.
    pub fn value_type_called(&mut self, node: Node<'_>, name: Located<String>, values: Vec<Value>) {
        if values.is_empty() {
            return;
        }
        self.close_before(node);
        let path = self.path_of(&name.value);
        let element = Element::value_type(name, path, self.layer, span(node))
            .with_labels(self.comments(node))
            .with_values(values, span(node));
        self.model.add_element(element);
    }

    /// A field that belongs to no class.
    pub fn add(&mut self, element: Element) {
        self.model.add_element(element);
    }

    /// A type that is another name for a list.
    pub fn value_type_of(&mut self, node: Node<'_>, name: Node<'_>, list: ListName) {
        self.close_before(node);
        let name = Located::with_span(self.unquoted(name), span(name));
        let path = self.path_of(&name.value);
        let element = Element::value_type(name, path, self.layer, span(node))
            .with_labels(self.comments(node));
        self.model.add_element(element);
        self.refer_to(list);
    }

    /// A field of the innermost class. Returns it for further facts.
    pub fn field(
        &mut self,
        node: Node<'_>,
        name: Node<'_>,
        declared_type: Option<Node<'_>>,
    ) -> &mut Element {
        self.close_before(node);
        let name_text = self.unquoted(name);
        let path = self.path_of(&name_text);
        let mut element = Element::field(
            Located::with_span(name_text, span(name)),
            path,
            self.layer,
            span(node),
        )
        .with_entity(self.open.last().map(|(_, id)| *id))
        .with_labels(self.comments(node));
        let mut named = None;
        if let Some(declared) = declared_type {
            let written = self.text(declared).trim_start_matches(':').trim();
            let (domain, optional, name) = domain_of(written);
            element.domain = Located::with_span(domain, span(declared));
            if optional {
                element.optional = Located::with_span(Known::Yes(true), span(declared));
            }
            element.declared_type = Some(Located::with_span(written.to_owned(), span(declared)));
            named = name;
        }
        let id = self.model.add_element(element);
        if let Some(name) = named {
            self.types.push((id, name));
        }
        // The element was just added.
        let last = self.model.elements.len() - 1;
        &mut self.model.elements[last]
    }

    /// The field with this name in the innermost class; created if it is not declared.
    pub fn field_called(&mut self, node: Node<'_>, name: Located<String>) -> &mut Element {
        self.close_before(node);
        let path = self.path_of(&name.value);
        let known = self
            .model
            .elements
            .iter()
            .rposition(|element| element.kind == ElementKind::Field && element.path == path);
        let index = known.unwrap_or_else(|| {
            let entity = self.open.last().map(|(_, id)| *id);
            let element = Element::field(name, path, self.layer, span(node)).with_entity(entity);
            self.model.add_element(element);
            self.model.elements.len() - 1
        });
        &mut self.model.elements[index]
    }

    /// A constant with a literal, not a field. Returns false if the value is not a literal.
    pub fn constant(&mut self, node: Node<'_>, name: Node<'_>, value: Node<'_>) -> bool {
        let Some(literal) = scalar(self, value) else {
            return false;
        };
        self.close_before(node);
        self.constants.push(Constant {
            of: self.open.last().map(|(_, id)| *id),
            name: Located::with_span(self.unquoted(name), span(name)),
            literal: Located::with_span(literal, span(value)),
            is_text: !self
                .text(value)
                .starts_with(|ch: char| ch.is_ascii_digit() || ch == '-'),
        });
        true
    }

    /// The value of a constant, if it was declared earlier in this file.
    pub fn held_by_constant(&self, name: &str) -> Option<&str> {
        /// Constants are declared close to where they are used.
        const MOST_BETWEEN: usize = 200;
        let mut recent = self.constants.iter().rev().take(MOST_BETWEEN);
        let constant = recent.find(|constant| constant.name.value == name)?;
        Some(&constant.literal.value)
    }

    /// Adds the value sets that constants form.
    fn group(&mut self) {
        let constants = std::mem::take(&mut self.constants);
        add_groups(&mut self.model, &constants, self.layer, self.topic);
    }

    /// The most recently declared field.
    pub fn last_field(&mut self) -> Option<&mut Element> {
        self.model.elements.last_mut()
    }

    /// The value list recently declared under a name.
    pub fn recent_type(&mut self, name: &str) -> Option<&mut Element> {
        /// Maximum number of elements that its members may have added since.
        const MOST_BETWEEN: usize = 64;
        let recent = self.model.elements.iter_mut().rev().take(MOST_BETWEEN);
        let mut types = recent.filter(|element| element.kind == ElementKind::ValueType);
        types.find(|element| element.name.value == name)
    }

    /// Assigns the last field to another layer than its file's.
    pub fn layer_of_last(&mut self, layer: Layer) {
        if let Some(last) = self.model.elements.last_mut() {
            last.layer = layer;
        }
    }

    /// Remembers that a variable of this name exists in this file.
    pub fn declare(&mut self, name: &str) {
        self.declared.insert(name.to_owned());
    }

    /// Clears the set of read nodes: node ids of another tree may coincide.
    pub fn next_tree(&mut self) {
        self.read.clear();
    }

    /// The entity of an object whose properties the controls show.
    pub fn owner(&mut self, name: Located<String>) -> EntityId {
        let known = self.model.entities.iter().position(|entity| {
            entity.labels.is_empty() && entity.path.0.len() == 1 && entity.name.value == name.value
        });
        match known {
            Some(index) => EntityId(u32::try_from(index).unwrap_or(u32::MAX)),
            None => self.model.add_entity(Entity {
                path: ModelPath::new([name.value.as_str()]),
                name,
                labels: Vec::new(),
            }),
        }
    }

    /// A control of the user interface; `list` names its options.
    pub fn control(
        &mut self,
        mut element: Element,
        entity: Option<EntityId>,
        list: Option<String>,
    ) {
        if let Some(owner) = entity.and_then(|id| self.model.entities.get(id.0 as usize)) {
            element.path = owner.path.child(element.name.value.as_str());
            element.entity = entity;
        }
        let id = self.model.add_element(element);
        self.lists.extend(list.map(|list| (id, list)));
    }

    /// The text of a name or string literal without quotes.
    pub fn unquoted(&self, node: Node<'_>) -> String {
        unquote(self.text(node))
    }

    /// Remembers the last field if its type is a name, so that [`Reader::finish`] can find it in this file.
    pub fn refer(&mut self) {
        let last = self.model.elements.len().wrapping_sub(1);
        if let Some(element) = self.model.elements.get(last)
            && let Known::Yes(Domain::Reference(Reference::Named(name))) = &element.domain.value
        {
            let id = ElementId(u32::try_from(last).unwrap_or(u32::MAX));
            self.types.push((id, name.clone()));
        }
    }

    /// Records that the last field takes its values from a list declared elsewhere.
    pub fn refer_to(&mut self, list: ListName) {
        let first = list.written.split(['.', ':', '\\']).next();
        let elsewhere = list.is_qualified()
            && first.is_some_and(|first| self.model.scope.import_of(first).is_some());
        let Some(element) = self.model.elements.last_mut() else {
            return;
        };
        let qualified = list.is_qualified();
        element.domain = Located::with_span(Known::named(list.simple), list.at);
        if qualified {
            // The qualifier decides which list is meant.
            element.declared_type = Some(Located::with_span(list.written, list.at));
        }
        if !elsewhere {
            self.refer();
        }
    }

    /// Gives references to enums of this file their target.
    pub fn finish(mut self) -> SchemaModel {
        self.group();
        self.settle_validated();
        let hierarchies = std::mem::take(&mut self.hierarchies);
        let parts = hierarchies.parts(self.topic);
        for (sealed, values) in parts.into_iter().chain(hierarchies.finish()) {
            let element = Element::value_type(sealed.name, sealed.path, self.layer, sealed.extent)
                .with_labels(sealed.labels)
                .with_values(values, sealed.extent);
            self.model.add_element(element);
        }
        let referred: HashSet<&str> = self
            .types
            .iter()
            .chain(&self.lists)
            .map(|(_, name)| name.as_str())
            .collect();
        std::mem::take(&mut self.steps).finish(&mut self.model, self.topic, &referred);
        let by_name: HashMap<String, ElementId> = self
            .model
            .iter()
            .filter(|(_, element)| element.kind == ElementKind::ValueType)
            .map(|(id, element)| (element.name.value.clone(), id))
            .collect();
        for (field, name) in std::mem::take(&mut self.types) {
            if let Some(target) = by_name.get(&name)
                && let Some(element) = self.model.elements.get_mut(field.0 as usize)
                && matches!(element.domain.value, Known::Yes(Domain::Reference(_)))
            {
                element.domain.value = Known::Yes(Domain::Reference(Reference::Element(*target)));
            }
        }
        for (control, list) in std::mem::take(&mut self.lists) {
            let domain = match self.list(&list) {
                Some(target) => Known::Yes(Domain::Reference(Reference::Element(target))),
                // Filled at run time, or the name is too common to search for elsewhere.
                None if self.declared.contains(&list) || is_common(&list) => {
                    Known::No(Why::Dynamic)
                }
                None => Known::named(list),
            };
            if let Some(element) = self.model.elements.get_mut(control.0 as usize) {
                element.domain.value = domain;
            }
        }
        self.model
    }

    /// The only list of this name: a constant, else a field (`data: () => ({ genders: ['m', 'w'] })`).
    fn list(&self, name: &str) -> Option<ElementId> {
        [ElementKind::ValueType, ElementKind::Field]
            .into_iter()
            .find_map(|kind| {
                let mut found = self.model.iter().filter(|(_, element)| {
                    element.kind == kind
                        && element.name.value == name
                        && matches!(element.domain.value, Known::Yes(Domain::Closed(_)))
                });
                let (id, _) = found.next()?;
                Some(found.next().is_none().then_some(id))
            })
            .flatten()
    }
}

/// Names that do not reveal the contents of a list.
fn is_common(name: &str) -> bool {
    matches!(
        name.to_lowercase().as_str(),
        "options" | "items" | "values" | "data" | "list" | "choices" | "entries" | "elements"
    )
}

/// Sets the allowed values of a field.
pub fn close(element: &mut Element, values: Vec<Value>, at: Span) {
    element.domain = Located::with_span(Known::closed(values), at);
}

/// Records the external name of a field, as in JSON, XML or a table. Omitted if it adds nothing to the field's own
/// name.
pub fn called(element: &mut Element, written: &str, at: Span) {
    let plain = |text: &str| text.replace('_', "").to_lowercase();
    // Column types occur in the same position: char(1).
    let is_name = written
        .chars()
        .all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '-' | '.' | ':'));
    if is_name && !written.is_empty() && plain(written) != plain(&element.name.value) {
        let text = Located::with_span(written.to_owned(), at);
        element.labels.push(Label::title(text));
    }
}

/// Sets the default of a field.
pub fn default(element: &mut Element, literal: Option<String>, at: Span) {
    element.default = Some(DefaultValue::new(literal, at));
}

/// Removes quotes and prefixes of string literals of all languages.
pub fn unquote(text: &str) -> String {
    let text = text.trim();
    let text = text.trim_start_matches(['$', '@', ':']);
    let text = match text.find(['"', '\'', '`']) {
        // Prefixes of Python and C# strings: r"", u'', $@"".
        Some(at) if at <= 2 && text[..at].chars().all(|ch| ch.is_ascii_alphabetic()) => &text[at..],
        _ => text,
    };
    text.trim_matches(['"', '\'', '`']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_lose_their_quotes() {
        assert_eq!(unquote("\"m\""), "m");
        assert_eq!(unquote("r'm'"), "m");
        assert_eq!(unquote(":male"), "male");
        assert_eq!(unquote("männlich"), "männlich");
    }
}
