//! Declarations of unknown dialects in JSON, YAML, XML and settings blocks: form builders, data models, field
//! catalogues, configurations.
//!
//! [`keys`] gives the meaning of a key in any of them, [`field`] decides whether an object declares a field, [`values`]
//! finds its values, [`kinds`] interprets its type; [`claims`] reads what identity systems pass on. Formats that know
//! their dialect take precedence.

mod blocks;
mod claims;
mod field;
mod keys;
mod kinds;
mod values;

use std::collections::HashSet;

#[cfg(feature = "code")]
pub(super) use self::claims::{handed_on_pair as handed_on, names_claim_map};
use self::field::{Declaration, Stand, holds_lists};
use self::keys::{Role, roles};
use super::form_json::choice_label;
use super::tree::{self, Node, Tree};
use super::xml::{self, tree::TEXT_KEY};
use super::{Failure, Format, Parsed, Recognition};
use crate::format::limits::{DECLARATION_BYTES, TYPE_DEPTH};
use crate::gap::GapReason;
use crate::model::{Element, EntityId, Layer, Located, ModelPath, SchemaModel, SourceText};
use crate::source::Capture;
use crate::topic::Topic;

/// Declarations in unknown dialects of one syntax.
pub struct Declarations {
    name: &'static str,
    extensions: &'static [&'static str],
    /// Whether a text may have this syntax, judged by its beginning.
    begins: fn(&Capture) -> bool,
    parse: fn(&SourceText) -> Result<Tree, Failure>,
}

/// JSON or YAML.
pub const TREE: Declarations = Declarations {
    name: "declarations",
    extensions: &["json", "yaml", "yml"],
    begins: |capture| {
        let yaml = || matches!(capture.extension().as_str(), "yaml" | "yml");
        let data = || {
            matches!(
                capture.extension().as_str(),
                "json" | "json5" | "jsonc" | "form"
            )
        };
        yaml() || (data() || capture.named) && tree::is_json(capture.head())
    },
    parse: tree::parse,
};

/// XML.
pub const XML: Declarations = Declarations {
    name: "xml-declarations",
    extensions: &["xml"],
    begins: |capture| xml::is_of_unknown_dialect(capture.head()),
    parse: xml::as_tree,
};

/// Settings blocks.
pub const BLOCKS: Declarations = Declarations {
    name: "settings-blocks",
    extensions: &["tf", "hcl"],
    begins: |capture| matches!(capture.extension().as_str(), "tf" | "hcl"),
    parse: blocks::parse,
};

impl Declarations {
    fn tree(&self, capture: &Capture) -> Option<Tree> {
        let text = capture.text().ok()?;
        let fits = text.as_str().len() <= DECLARATION_BYTES && (self.begins)(capture);
        fits.then(|| (self.parse)(text).ok()).flatten()
    }
}

impl Format for Declarations {
    fn name(&self) -> &'static str {
        self.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    /// Never more certain than a format that knows its dialect, and only if something is declared.
    fn recognise(&self, capture: &Capture) -> Recognition {
        let declares = || {
            let mut model = SchemaModel::new("", self.name, SourceText::new(String::new()));
            let tree = self.tree(capture)?;
            read_tree(&mut model, &tree, 1);
            Some(!model.elements.is_empty())
        };
        Recognition::Maybe.when(declares() == Some(true))
    }

    fn surest(&self, _: &Capture) -> Recognition {
        Recognition::Maybe
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        if text.as_str().len() > DECLARATION_BYTES {
            return Err(GapReason::TooLarge.into());
        }
        if !topic.may_occur_in(text.as_str()) {
            return Ok(Parsed::default());
        }
        let tree = (self.parse)(text)?;
        let mut model = SchemaModel::new(&capture.document, self.name, text.clone());
        read_tree(&mut model, &tree, usize::MAX);
        Ok(Parsed {
            schemas: vec![model],
            notes: tree.note().into_iter().collect(),
            ..Parsed::default()
        })
    }
}

/// Reads the fields of a document that turned out to have an unknown dialect.
pub(super) fn read_unknown(model: &mut SchemaModel, tree: &Tree) {
    read_tree(model, tree, usize::MAX);
}

/// Reads at most `most` fields of a document.
fn read_tree(model: &mut SchemaModel, tree: &Tree, most: usize) {
    let mut reader = Reader {
        model,
        owners: Vec::new(),
        seen: HashSet::new(),
        most,
    };
    for root in tree.roots() {
        reader.owners.push(Owner::default());
        let owner = reader.owners.len() - 1;
        let stand = Stand {
            outermost: true,
            ..Stand::default()
        };
        reader.walk(root, owner, stand, 0);
    }
}

/// What fields belong to: a table, a form, a type.
#[derive(Default)]
struct Owner {
    name: Option<Located<String>>,
    path: ModelPath,
    /// Declared together with its first field.
    entity: Option<EntityId>,
}

struct Reader<'m> {
    model: &'m mut SchemaModel,
    owners: Vec<Owner>,
    /// Visited nodes, because YAML aliases lead to them again.
    seen: HashSet<u32>,
    most: usize,
}

impl Reader<'_> {
    fn walk(&mut self, node: Node<'_>, owner: usize, stand: Stand, depth: usize) {
        let enough = self.model.elements.len() >= self.most;
        if depth > TYPE_DEPTH || enough || !self.seen.insert(node.id()) {
            return;
        }
        for item in node.items() {
            let own = Declaration::from_object(item).filter(|own| own.declares(false, stand));
            match own {
                Some(own) => self.declare(own, None, item, (owner, stand)),
                None => {
                    let below = self.owner_of(item, owner);
                    self.walk(item, below, stand, depth + 1);
                }
            }
        }
        if !node.is_map() {
            return;
        }
        if stand.outermost
            && let Some(own) =
                Declaration::from_object(node).filter(|own| own.declares(false, stand))
        {
            self.declare(own, None, node, (owner, stand));
            return;
        }
        let owner = match stand.outermost {
            true => self.owner_of(node, owner),
            false => owner,
        };
        if self.types_by_name(node, owner) {
            return;
        }
        for (key, value) in node.entries() {
            self.entry(key, value, owner, depth);
        }
    }

    /// The value of a key: a field with that name, or a container of fields.
    fn entry(&mut self, key: Located<&str>, value: Node<'_>, owner: usize, depth: usize) {
        let roles = roles(key.value);
        if roles.contains(&Role::Aside) {
            return;
        }
        let handed_on = claims::handed_on(key.value, value, &self.path_of(owner));
        if !handed_on.is_empty() {
            for element in handed_on {
                self.add(element, owner);
            }
            return;
        }
        // Columns of a view are chosen by name and title; those of a table have a type.
        let chosen = matches!(key.value, "columns" | "spalten");
        let stand = Stand {
            among_fields: !chosen
                && (roles.contains(&Role::Holder)
                    || roles.contains(&Role::Name)
                    || holds_lists(key.value, value)),
            outermost: false,
        };
        if value.is_map() {
            let own = Declaration::from_object(value);
            // An element named like a field is one under its own name.
            if let Some(own) = own {
                if own.has_name() && own.declares(false, stand) {
                    self.declare(own, None, value, (owner, stand));
                    return;
                }
                if roles.is_empty() && !own.has_name() && own.declares(true, stand) {
                    self.declare(own, Some(key), value, (owner, stand));
                    return;
                }
            }
            let below = self.owner_of(value, owner);
            let below = match below == owner && roles.is_empty() {
                true => self.add_owner(key.map(str::to_owned), owner),
                false => below,
            };
            self.walk(value, below, stand, depth + 1);
        } else if value.is_list() {
            let below = match roles.is_empty() && value.items().any(Node::is_map) {
                true => self.add_owner(key.map(str::to_owned), owner),
                false => owner,
            };
            self.walk(value, below, stand, depth + 1);
        }
    }

    /// `{surname: string, born: date}`: nothing but names and data types.
    fn types_by_name(&mut self, node: Node<'_>, owner: usize) -> bool {
        let typed = |value: Node<'_>| {
            let text = value.text()?;
            kinds::of_type(text).filter(|kind| !kind.control && !kind.structure)
        };
        let count = node.entries().count();
        if count < 2
            || !node
                .entries()
                .all(|(key, value)| typed(value).is_some() && !is_about_one(key.value))
        {
            return false;
        }
        for (key, value) in node.entries() {
            let Some(kind) = typed(value) else { continue };
            let name = key.map(str::to_owned);
            let extent = value.span();
            let text = value.located();
            let path = self.path_of(owner).child(name.value.as_str());
            let written = text.as_ref().and_then(kinds::written_into);
            let domain = Located::with_span(written.unwrap_or(kind.domain), extent);
            let element = Element::field(name, path, Layer::Dictionary, extent)
                .with_domain(domain)
                .with_type(text);
            self.add(element, owner);
        }
        true
    }

    fn declare(
        &mut self,
        own: Declaration,
        key: Option<Located<&str>>,
        node: Node<'_>,
        (owner, stand): (usize, Stand),
    ) {
        let name = key
            .map(|key| key.map(str::to_owned))
            .or_else(|| own.own_name());
        let Some(name) = name else { return };
        let path = self.path_of(owner).child(name.value.as_str());
        let element = own.into_element(name, path, node.span(), stand);
        self.add(element, owner);
    }

    fn add(&mut self, element: Element, owner: usize) {
        let entity = self.entity_of(owner);
        self.model.add_element(element.with_entity(entity));
    }

    fn path_of(&self, owner: usize) -> ModelPath {
        self.owners
            .get(owner)
            .map(|owner| owner.path.clone())
            .unwrap_or_default()
    }

    fn entity_of(&mut self, owner: usize) -> Option<EntityId> {
        let owner = self.owners.get_mut(owner)?;
        if owner.entity.is_none() {
            let name = owner
                .name
                .clone()
                .unwrap_or_else(|| Located::implied(String::new()));
            owner.entity = Some(self.model.declare_entity(name, &owner.path, []));
        }
        owner.entity
    }

    /// The owner that an object represents, by its name or title.
    fn owner_of(&mut self, node: Node<'_>, outer: usize) -> usize {
        let named = node.entries().find(|(key, value)| {
            let roles = roles(key.value);
            let names = roles.contains(&Role::Name)
                || roles.contains(&Role::Key)
                || roles.contains(&Role::Label);
            names && key.value != TEXT_KEY && value.scalar().is_some()
        });
        match named.and_then(|(_, value)| choice_label(value)) {
            Some(name) => self.add_owner(name, outer),
            None => outer,
        }
    }

    fn add_owner(&mut self, name: Located<String>, outer: usize) -> usize {
        let path = self.path_of(outer).child(name.value.as_str());
        self.owners.push(Owner {
            name: Some(name),
            path,
            entity: None,
        });
        self.owners.len() - 1
    }
}

/// Whether a key describes a single field, so that its object is a field and not a list of fields.
fn is_about_one(key: &str) -> bool {
    roles(key)
        .iter()
        .any(|role| matches!(role, Role::Type | Role::Name | Role::Default))
}
