//! Groups fields into value domains: each with its declaration, its copies and its uses.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::copies;
use super::groups::Groups;
use super::link::{Link, Resolution};
use crate::gender::{Attribute, FieldDomain, GenderField, tokens};
use crate::model::{Layer, Origin};

/// The value domains of one application. Every field belongs to exactly one.
#[derive(Clone, Debug, Default)]
pub struct DomainGraph {
    /// In the order of their first fields.
    pub domains: Vec<ValueDomain>,
    /// Index of the domain, by field.
    of_field: Vec<usize>,
    /// Role in the domain, by field.
    roles: Vec<Role>,
    /// The field whose list it takes its values from, by field.
    lists: Vec<Option<usize>>,
}

/// A set of values fixed in one place, with everything that repeats or uses it.
#[derive(Clone, Debug)]
pub struct ValueDomain {
    /// Derived from names, unique in the application (`src/Gender.java#Gender`).
    pub id: String,
    /// The representative field: the type, list or constraint to change first.
    pub declaration: usize,
    /// All fields, the declaration first, then in the order of documents.
    pub members: Vec<Member>,
    /// The cause, shared by domains that one repair settles: findings of the same cause become one task.
    pub cause: String,
}

/// A field of a domain.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Index of the field.
    pub field: usize,
    /// Its role in the domain.
    pub role: Role,
}

/// Role of a field in its domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Represents the domain.
    Declaration,
    /// States the same values again.
    Copy,
    /// Takes its values from the declaration or one of the copies.
    Use(Resolution),
}

impl DomainGraph {
    /// Groups fields with resolved references and joined layers.
    pub fn new(fields: &[GenderField], links: &[Option<Link>]) -> Self {
        let mut groups = Groups::new(fields.len());
        let links_to: Vec<Option<usize>> = links
            .iter()
            .enumerate()
            .map(|(index, link)| {
                let declaration = link.as_ref()?.declaration;
                // A salutation that uses a type of gender entries is a separate question.
                let same = fields[declaration].attribute == fields[index].attribute
                    && fields[declaration].subject == fields[index].subject;
                same.then_some(declaration)
            })
            .collect();
        for (index, declaration) in links_to.iter().enumerate() {
            if let Some(declaration) = declaration {
                groups.unite(*declaration, index);
            }
        }
        within_document(fields, &mut groups);
        copies::group(fields, &links_to, &mut groups);
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in 0..fields.len() {
            members.entry(groups.find(index)).or_default().push(index);
        }
        let mut used = vec![0_u32; fields.len()];
        for declaration in links_to.iter().flatten() {
            used[*declaration] += 1;
        }
        let mut of_field = vec![0; fields.len()];
        let mut ids = BTreeMap::new();
        let mut domains: Vec<ValueDomain> = Vec::with_capacity(members.len());
        for group in members.into_values() {
            for index in &group {
                of_field[*index] = domains.len();
            }
            domains.push(domain(fields, links, &used, &group, &mut ids));
        }
        let mut roles = vec![Role::Copy; fields.len()];
        for member in domains.iter().flat_map(|domain| &domain.members) {
            roles[member.field] = member.role;
        }
        let mut graph = Self {
            domains,
            of_field,
            roles,
            lists: links_to,
        };
        graph.name_causes(fields);
        graph
    }

    /// The domain of a field; `None` if the graph was built from other fields.
    pub fn of_field(&self, field: usize) -> Option<&ValueDomain> {
        self.domains.get(*self.of_field.get(field)?)
    }

    /// The role of a field in its domain; `None` if the graph was built from other fields.
    pub fn role_of(&self, field: usize) -> Option<Role> {
        self.roles.get(field).copied()
    }

    /// The field whose list a field takes its values from; `None` if it states them itself.
    pub fn list_of(&self, field: usize) -> Option<usize> {
        self.lists.get(field).copied().flatten()
    }

    /// Names the cause of each domain. Domains with values of the same attribute are changed together, layer by layer.
    fn name_causes(&mut self, fields: &[GenderField]) {
        let owners = Owners::from_fields(fields);
        let mut groups = Groups::new(self.domains.len());
        let mut first: HashMap<(Attribute, String), usize> = HashMap::new();
        for (index, domain) in self.domains.iter().enumerate() {
            for member in &domain.members {
                let field = &fields[member.field];
                if let Some(owner) = owners.owner(field) {
                    let key = (field.attribute, owner);
                    groups.unite(*first.entry(key).or_insert(index), index);
                }
            }
        }
        let mut causes: BTreeMap<usize, String> = BTreeMap::new();
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in 0..self.domains.len() {
            members.entry(groups.find(index)).or_default().push(index);
        }
        for (root, group) in members {
            let leading = group
                .iter()
                .min_by_key(|index| rank(fields, &[], self.domains[**index].declaration))
                .unwrap_or(&root);
            causes.insert(root, cause(fields, &self.domains, &group, *leading));
        }
        for index in 0..self.domains.len() {
            if let Some(cause) = causes.get(&groups.find(index)) {
                self.domains[index].cause.clone_from(cause);
            }
        }
    }
}

/// Entities that own attributes, for tasks. An entity belongs to the known entity whose name is part of its own
/// (`ContactImport` belongs to `Contact`, if that exists).
struct Owners(BTreeSet<String>);

impl Owners {
    fn from_fields(fields: &[GenderField]) -> Self {
        let named = fields.iter().filter_map(entity_of_own);
        Self(named.filter(|entity| !entity.contains('_')).collect())
    }

    fn owner(&self, field: &GenderField) -> Option<String> {
        let entity = entity_of_own(field)?;
        let part = entity.split('_').find(|part| self.0.contains(*part));
        Some(part.map(str::to_owned).unwrap_or(entity))
    }
}

/// The entity that a field belongs to by name, in parts joined by underscores.
fn entity_of_own(field: &GenderField) -> Option<String> {
    let joined = field.joined.as_ref().filter(|joined| joined.named)?;
    (!field.is_type).then(|| tokens(&joined.entity).join("_"))
}

/// Name of the cause of some domains: the attribute that all their fields hold; the shared type if there are several
/// attributes.
fn cause(
    fields: &[GenderField],
    domains: &[ValueDomain],
    group: &[usize],
    leading: usize,
) -> String {
    let attributes: BTreeSet<String> = group
        .iter()
        .flat_map(|index| &domains[*index].members)
        .map(|member| &fields[member.field])
        .filter(|field| !field.is_type && field.origin == Origin::Own)
        .map(GenderField::logical_name)
        .collect();
    let declaration = &fields[domains[leading].declaration];
    match attributes.len() {
        // A list without users is named after itself, because its owner is unknown.
        0 if declaration.is_type => declaration.name.clone(),
        0 => declaration.logical_name(),
        1 => attributes.into_iter().next().unwrap_or_default(),
        _ if declaration.is_type => declaration.name.clone(),
        _ => declaration.logical_name(),
    }
}

/// Groups fields whose values are fixed by the same declaration in their document, where that declaration is no gender
/// field itself.
fn within_document(fields: &[GenderField], groups: &mut Groups) {
    let mut first: HashMap<(&str, &[String], Attribute), usize> = HashMap::new();
    for (index, field) in fields.iter().enumerate() {
        if let Some(declaration) = &field.declaration {
            let key = (
                declaration.place.document.as_str(),
                declaration.path.0.as_slice(),
                field.attribute,
            );
            let other = *first.entry(key).or_insert(index);
            if fields[other].subject == field.subject {
                groups.unite(other, index);
            }
        }
    }
}

fn domain(
    fields: &[GenderField],
    links: &[Option<Link>],
    used: &[u32],
    group: &[usize],
    ids: &mut BTreeMap<String, u32>,
) -> ValueDomain {
    let declaration = group
        .iter()
        .copied()
        .min_by_key(|index| rank(fields, used, *index))
        .unwrap_or_default();
    let role = |index: usize| match links.get(index).and_then(Option::as_ref) {
        _ if index == declaration => Role::Declaration,
        Some(link) => Role::Use(link.by),
        None if fields[index].declaration.is_some() => Role::Use(Resolution::Document),
        None => Role::Copy,
    };
    let others = group.iter().copied().filter(|index| *index != declaration);
    let members = std::iter::once(declaration)
        .chain(others)
        .map(|field| Member {
            field,
            role: role(field),
        })
        .collect();
    ValueDomain {
        id: id(&fields[declaration], ids),
        declaration,
        members,
        cause: String::new(),
    }
}

/// Sort key for the representative of a domain: the application's own work first, types before fields, used before
/// unused, stored or sent before shown. Ties are decided by document and path instead of position, so that findings
/// keep their identity when code moves.
fn rank<'a>(fields: &'a [GenderField], used: &[u32], index: usize) -> impl Ord + use<'a> {
    let field = &fields[index];
    let closed = matches!(field.domain, FieldDomain::Closed(_));
    (
        field.origin != Origin::Own,
        field.declaration.is_some(),
        !(field.is_type && closed),
        Reverse(used.get(index).copied().unwrap_or(0)),
        order_of_work(field.layer),
        &field.place.document,
        &field.path,
        index,
    )
}

/// The order in which the layers of an attribute are changed: shared and stored data first, display last.
fn order_of_work(layer: Layer) -> u8 {
    match layer {
        Layer::CodeList => 0,
        Layer::Database => 1,
        Layer::Code => 2,
        Layer::Message => 3,
        Layer::Api => 4,
        Layer::Ui => 5,
        Layer::Template => 6,
        Layer::Dictionary => 7,
    }
}

/// Built from names only, so that it survives reformatting; equal names are numbered.
fn id(field: &GenderField, ids: &mut BTreeMap<String, u32>) -> String {
    let plain = match &field.declaration {
        Some(declaration) => format!("{}#{}", declaration.place.document, declaration.path),
        None => format!("{}#{}", field.place.document, field.path),
    };
    let twin = ids.entry(plain.clone()).or_default();
    *twin += 1;
    match twin {
        1 => plain,
        twin => format!("{plain}~{twin}"),
    }
}
