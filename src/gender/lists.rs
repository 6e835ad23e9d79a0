//! What a document does with the lists it declares, derived once: asking the whole document for each of thousands of
//! lists would take the square of their number.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};

use super::surroundings::Surroundings;
use super::translation::rows;
use crate::model::{
    Domain, Element, Known, Reference, RelationKind, SchemaModel, Span, StatementKind,
};

/// The uses of a document's lists, each kind computed when a list needs it.
#[derive(Default)]
pub(super) struct Lists<'a> {
    /// Addresses of the elements from which others take their values.
    of_fields: OnceCell<HashSet<usize>>,
    uses: OnceCell<Uses<'a>>,
    named: OnceCell<Vec<NamedList<'a>>>,
}

/// What programs do with lists.
#[derive(Default)]
struct Uses<'a> {
    /// Names of lists from which a program draws by chance.
    drawn: HashSet<&'a str>,
    /// Names of lists whose rows a program copies into others.
    copied: HashSet<&'a str>,
    /// What tables hold, by the type of their keys.
    held: HashMap<&'a str, Vec<&'a str>>,
    /// Tables in which a program looks something up, with a default for missing keys.
    with_rest: Vec<Span>,
    /// What a program reads an entry from, such as an identity number.
    decoded: Option<&'a str>,
}

/// A list with a name for gender or salutation.
pub(super) struct NamedList<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its codes with their texts, in a form for comparison.
    pub rows: BTreeMap<String, Option<String>>,
    /// Number of its values.
    pub count: usize,
}

impl<'a> Surroundings<'a> {
    /// Whether an element of the document takes its values from a list.
    pub(super) fn is_list_of_a_field(&self, list: &Element) -> bool {
        let of_fields = self.lists.of_fields.get_or_init(|| {
            let users = self.model.elements.iter();
            let lists = users.filter_map(|user| match user.domain.value {
                Known::Yes(Domain::Reference(Reference::Element(list))) => self.model.element(list),
                _ => None,
            });
            lists.map(address).collect()
        });
        of_fields.contains(&address(list))
    }

    /// Whether a program draws from a list of this name by chance.
    pub(super) fn is_drawn(&self, name: &str) -> bool {
        self.uses().drawn.contains(name)
    }

    /// Whether a program looks something up in a table, with a default for missing keys.
    pub(super) fn is_asked_with_rest(&self, table: Span) -> bool {
        let mut asked = self.uses().with_rest.iter();
        asked.any(|asked| asked.overlaps(table))
    }

    /// What a program of the document reads an entry from.
    pub(super) fn decoded(&self) -> Option<&'a str> {
        self.uses().decoded
    }

    fn uses(&self) -> &Uses<'a> {
        self.lists.uses.get_or_init(|| Uses::new(self.model))
    }

    /// What the tables of a program hold whose keys are of a type.
    pub(super) fn held_by(&self, key: &str) -> &[&'a str] {
        self.uses().held.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether a program copies the rows of a list of this name into another one.
    pub(super) fn is_copied_from(&self, name: &str) -> bool {
        self.uses().copied.contains(name)
    }

    /// The lists with a name for gender or salutation, in the order of the document.
    pub(super) fn named_lists(&self) -> &[NamedList<'a>] {
        self.lists.named.get_or_init(|| {
            let elements = self.model.elements.iter();
            let named = elements.filter_map(|element| {
                let Known::Yes(Domain::Closed(values)) = &element.domain.value else {
                    return None;
                };
                let name = element.name.value.as_str();
                let is_named = !values.is_empty() && self.vocabulary.names_either(name);
                let rows = is_named.then(|| rows(element)).flatten()?;
                Some(NamedList {
                    name,
                    rows,
                    count: values.len(),
                })
            });
            named.collect()
        })
    }
}

impl<'a> Uses<'a> {
    fn new(model: &'a SchemaModel) -> Self {
        let mut uses = Self::default();
        for relation in &model.relations {
            match &relation.kind {
                RelationKind::Draws(list) => {
                    uses.drawn.insert(list.as_str());
                }
                RelationKind::Copies(list) => {
                    uses.copied.insert(list.as_str());
                }
                RelationKind::Keys { list, held } => {
                    uses.held.entry(list.as_str()).or_default().push(held);
                }
                RelationKind::Mapping(mapping) if mapping.fallback.is_some() => {
                    uses.with_rest.extend(mapping.table);
                }
                RelationKind::Statement(statement) => {
                    if let StatementKind::Decode { of, .. } = &statement.kind {
                        uses.decoded.get_or_insert(of.value.as_str());
                    }
                }
                _ => {}
            }
        }
        uses
    }
}

fn address(element: &Element) -> usize {
    std::ptr::from_ref(element).addr()
}
