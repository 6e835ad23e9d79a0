//! The types and lists of one application by name, and the resolution of references to them.

use std::collections::HashMap;

use super::link::{Resolution, same_values};
use super::module::{ModulePath, folder, joined};
use super::{FamilyOf, Scopes};
use crate::gender::{FieldDomain, GenderField};
use crate::model::{LanguageFamily, NameScope, Origin};

/// Maximum number of declarations of one name that are compared; with more, the name alone cannot identify one.
const MOST_SAME_NAMES: usize = 64;
/// Maximum number of candidates named in a question.
const MOST_CANDIDATES: usize = 4;

/// Result of looking up a reference.
pub(super) enum Found {
    One(usize, Resolution),
    /// Possible declarations, the nearest first.
    Several(Vec<usize>),
    /// In a document that was not read, according to an import.
    Elsewhere,
    Nothing,
}

/// Types and lists with known values, by name and by qualified name.
pub(super) struct Declarations<'a> {
    fields: &'a [GenderField],
    scopes: &'a Scopes,
    family_of: FamilyOf,
    /// Columns of tables and classes that other fields may refer to as a whole, by language family and name of the
    /// table.
    by_entity: HashMap<(LanguageFamily, String), Vec<usize>>,
    by_name: HashMap<(LanguageFamily, String), Vec<usize>>,
    by_qualified_name: HashMap<(LanguageFamily, String), Vec<usize>>,
}

impl<'a> Declarations<'a> {
    pub(super) fn index_fields(
        fields: &'a [GenderField],
        scopes: &'a Scopes,
        family_of: FamilyOf,
    ) -> Self {
        let mut by_name: HashMap<(LanguageFamily, String), Vec<usize>> = HashMap::new();
        let mut by_qualified_name: HashMap<(LanguageFamily, String), Vec<usize>> = HashMap::new();
        let mut by_entity: HashMap<(LanguageFamily, String), Vec<usize>> = HashMap::new();
        for (index, field) in fields.iter().enumerate() {
            if let (Some(entity), FieldDomain::Open | FieldDomain::Closed(_)) =
                (&field.entity, &field.domain)
            {
                let key = (family_of(&field.format), entity.clone());
                by_entity.entry(key).or_default().push(index);
            }
            let known = matches!(
                field.domain,
                FieldDomain::Closed(_) | FieldDomain::CodeList(_)
            );
            if !(field.is_type && known) {
                continue;
            }
            let family = family_of(&field.format);
            let mut enter = |name: String| {
                by_name.entry((family, name)).or_default().push(index);
            };
            match family {
                LanguageFamily::Schema => {
                    let (exact, loose) = (folded(&field.name), without_suffix(&field.name));
                    if exact != loose {
                        enter(loose);
                    }
                    enter(exact);
                }
                _ => enter(family.key_of(&field.name)),
            }
            if family.has_packages() {
                let package = scopes
                    .get(&field.place.document)
                    .and_then(|scope| scope.package.as_deref());
                let name = qualified(package, &field.path.0.join("."));
                by_qualified_name
                    .entry((family, name))
                    .or_default()
                    .push(index);
            }
        }
        Self {
            fields,
            scopes,
            family_of,
            by_entity,
            by_name,
            by_qualified_name,
        }
    }

    /// The declaration that a field means by the name of a type.
    pub(super) fn find(&self, index: usize, name: &str) -> Found {
        let field = &self.fields[index];
        let family = (self.family_of)(&field.format);
        if family == LanguageFamily::Schema {
            return self.find_in_schemas(field, name);
        }
        let nothing = NameScope::default();
        let scope = self.scopes.get(&field.place.document).unwrap_or(&nothing);
        let written = field
            .declared_type
            .as_deref()
            .and_then(|declared| written_name(declared, name))
            .unwrap_or(name);
        let reference = Reference {
            user: field,
            family,
            scope,
            written: written.replace("::", ".").replace('\\', "."),
            simple: name,
        };
        let found = match family {
            _ if family.has_packages() => self.by_package(&reference),
            _ if family.has_modules() => self.by_module(&reference),
            _ => self.by_unique_name(&reference),
        };
        match found {
            Found::Nothing => self.lookup_table(index, family, name),
            found => found,
        }
    }

    /// A table whose own column holds the values; else the types that are still possible, which the question names.
    fn lookup_table(&self, index: usize, family: LanguageFamily, name: &str) -> Found {
        let field = &self.fields[index];
        let columns: Vec<usize> = self
            .by_entity
            .get(&(family, name.to_owned()))
            .into_iter()
            .flatten()
            .copied()
            .take(MOST_SAME_NAMES)
            .filter(|column| *column != index && self.fields[*column].attribute == field.attribute)
            .collect();
        let documents = |column: &usize| &self.fields[*column].place.document;
        match columns.first() {
            Some(first)
                if columns
                    .iter()
                    .all(|column| documents(column) == documents(first)) =>
            {
                Found::One(*first, Resolution::LookupTable)
            }
            _ => self.settle(field, self.named(family, name), None),
        }
    }

    fn named(&self, family: LanguageFamily, name: &str) -> &[usize] {
        self.by_name
            .get(&(family, family.key_of(name)))
            .map_or(&[], Vec::as_slice)
    }

    /// Java, Kotlin, C#, PHP, Protocol Buffers: the fully qualified name, the import, the package, wildcard imports.
    fn by_package(&self, reference: &Reference<'_>) -> Found {
        let look_up = |name: String, by| {
            let found = self.by_qualified_name.get(&(reference.family, name));
            let found = found.map_or(&[][..], Vec::as_slice);
            self.settle(reference.user, found, Some(by))
        };
        if let Some((outer, _)) = reference.written.rsplit_once('.') {
            let found = look_up(reference.written.clone(), Resolution::QualifiedName);
            if !matches!(found, Found::Nothing) {
                return found;
            }
            // Person.Gender: a type nested in an imported one or in one of the same package.
            let (first, rest) = reference
                .written
                .split_once('.')
                .unwrap_or((outer, reference.simple));
            let outer = reference.scope.import_of(first).map(|import| {
                let name = import.name.as_deref().unwrap_or_default();
                qualified(Some(&import.source), name)
            });
            let (outer, by) = match outer {
                Some(outer) => (outer, Resolution::Import),
                None => (
                    qualified(reference.scope.package.as_deref(), first),
                    Resolution::Package,
                ),
            };
            return look_up(qualified(Some(&outer), rest), by);
        }
        if let Some(import) = reference.scope.import_of(reference.simple) {
            let name = import.name.as_deref().unwrap_or(reference.simple);
            // An import without a target among the documents read is conclusive, too: it rules out all others.
            return match look_up(qualified(Some(&import.source), name), Resolution::Import) {
                Found::Nothing => Found::Elsewhere,
                found => found,
            };
        }
        // The own package; for nested namespaces also those around it.
        let mut package = reference.scope.package.as_deref();
        loop {
            let found = look_up(qualified(package, reference.simple), Resolution::Package);
            if !matches!(found, Found::Nothing) {
                return found;
            }
            match package.and_then(|package| package.rsplit_once('.')) {
                Some((outer, _)) if reference.family == LanguageFamily::DotNet => {
                    package = Some(outer)
                }
                _ => break,
            }
        }
        let mut seen = Vec::new();
        for source in reference.scope.wildcards() {
            let key = (reference.family, qualified(Some(source), reference.simple));
            seen.extend(self.by_qualified_name.get(&key).into_iter().flatten());
        }
        self.settle(reference.user, &seen, Some(Resolution::Wildcard))
    }

    /// ECMAScript, Python, Go: the content of the imported module.
    fn by_module(&self, reference: &Reference<'_>) -> Found {
        let (first, rest) = match reference.written.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (reference.written.as_str(), None),
        };
        if reference.family == LanguageFamily::Go && rest.is_none() {
            let own = folder(&reference.user.place.document);
            let here = |document: &str| folder(document) == own;
            return self.among(reference, reference.simple, here, Resolution::Package);
        }
        let document = &reference.user.place.document;
        let Some(import) = reference.scope.import_of(first) else {
            let shown_by = |program: &str| is_view_of(document, program);
            let name = reference.simple;
            return match self.among(reference, name, shown_by, Resolution::Package) {
                Found::Nothing => self.by_wildcard_module(reference),
                found => found,
            };
        };
        let name = match (&import.name, rest) {
            (Some(name), None) if name != "default" => name.as_str(),
            _ => reference.simple,
        };
        if reference.family == LanguageFamily::Go {
            let source = import.source.as_str();
            let is_package = |document: &str| is_ending(source, folder(document));
            return self.among(reference, name, is_package, Resolution::Import);
        }
        let Some(module) = ModulePath::from_document(reference.family, document, &import.source)
        else {
            return Found::Nothing;
        };
        let found = self.among(
            reference,
            name,
            |document| module.is(document),
            Resolution::Import,
        );
        if !matches!(found, Found::Nothing) {
            return found;
        }
        let below = |document: &str| module.holds(document);
        self.among(reference, name, below, Resolution::Import)
    }

    fn by_wildcard_module(&self, reference: &Reference<'_>) -> Found {
        let document = &reference.user.place.document;
        let modules: Vec<ModulePath> = reference
            .scope
            .wildcards()
            .filter_map(|source| ModulePath::from_document(reference.family, document, source))
            .collect();
        let visible = |document: &str| modules.iter().any(|module| module.holds(document));
        self.among(reference, reference.simple, visible, Resolution::Wildcard)
    }

    /// The declarations of a name in matching documents.
    fn among(
        &self,
        reference: &Reference<'_>,
        name: &str,
        fits: impl Fn(&str) -> bool,
        by: Resolution,
    ) -> Found {
        let named = self.named(reference.family, name);
        if named.len() > MOST_SAME_NAMES {
            return self.settle(reference.user, named, None);
        }
        let fitting: Vec<usize> = named
            .iter()
            .copied()
            .filter(|index| fits(&self.fields[*index].place.document))
            .collect();
        self.settle(reference.user, &fitting, Some(by))
    }

    fn by_unique_name(&self, reference: &Reference<'_>) -> Found {
        let named = self.named(reference.family, reference.simple);
        self.settle(reference.user, named, Some(Resolution::UniqueName))
    }

    /// Whether an unqualified name can mean a declaration: if both documents state a package (Protocol Buffers), the
    /// declaration must lie in the field's package or in one around it.
    fn can_see(&self, field: &GenderField, name: &str, declared: usize) -> bool {
        let package_of = |document: &str| self.scopes.get(document)?.package.as_deref();
        let own = package_of(&field.place.document);
        let other = package_of(&self.fields[declared].place.document);
        let (Some(own), Some(other)) = (own, other) else {
            return true;
        };
        let is_around = |rest: &str| rest.is_empty() || rest.starts_with('.');
        name.contains('.') || own.strip_prefix(other).is_some_and(is_around)
    }

    /// `common.yaml#/components/schemas/Gender`, `ns:GeschlechtType`, `stamm.geschlecht`.
    fn find_in_schemas(&self, field: &GenderField, name: &str) -> Found {
        // Object-relational mappings write out class names.
        for family in [
            LanguageFamily::Jvm,
            LanguageFamily::DotNet,
            LanguageFamily::Php,
        ] {
            let key = (family, name.trim_matches('\\').replace('\\', "."));
            if let Some(found) = self.by_qualified_name.get(&key)
                && name.contains(['.', '\\'])
            {
                return self.settle(field, found, Some(Resolution::QualifiedName));
            }
        }
        let simple = last_part(name);
        let mut named = self.named(LanguageFamily::Schema, &folded(simple));
        if named.is_empty() {
            named = self.named(LanguageFamily::Schema, &without_suffix(simple));
        }
        let path = name.split('#').next().unwrap_or_default();
        if named.len() <= MOST_SAME_NAMES && (name.contains('#') || path.contains('/')) {
            let own = folder(&field.place.document);
            let document = joined(own, path).unwrap_or_default();
            let there: Vec<usize> = named
                .iter()
                .copied()
                .filter(|index| self.fields[*index].place.document == document)
                .collect();
            if !there.is_empty() {
                return self.settle(field, &there, Some(Resolution::Path));
            }
        }
        // The same kind takes precedence: a message refers to message types, a table to tables.
        let alike: Vec<usize> = named
            .iter()
            .copied()
            .take(MOST_SAME_NAMES)
            .filter(|index| self.fields[*index].format == field.format)
            .filter(|index| self.can_see(field, name, *index))
            .collect();
        let is_elsewhere = |index: &usize| !self.can_see(field, name, *index);
        if alike.is_empty() && !named.is_empty() && named.iter().all(is_elsewhere) {
            return Found::Nothing;
        }
        let candidates = if alike.is_empty() { named } else { &alike };
        self.settle(field, candidates, Some(Resolution::UniqueName))
    }

    /// The meant declaration. Declarations of tests are no candidates for the application's own fields;
    /// among equal lists the nearest represents all. `by`: the deciding criterion; `None` if there is none.
    fn settle(&self, user: &GenderField, candidates: &[usize], by: Option<Resolution>) -> Found {
        let own: Vec<usize> = candidates
            .iter()
            .copied()
            .filter(|index| self.fields[*index].origin == Origin::Own)
            .collect();
        let candidates = match own.as_slice() {
            [] => candidates,
            own if user.origin == Origin::Own => own,
            _ => candidates,
        };
        let Some((first, others)) = candidates.split_first() else {
            return Found::Nothing;
        };
        if let (Some(by), []) = (by, others) {
            return Found::One(*first, by);
        }
        let near = |index: &usize| {
            shared_folders(&user.place.document, &self.fields[*index].place.document)
        };
        let mut nearest: Vec<usize> = candidates.iter().copied().take(MOST_SAME_NAMES).collect();
        nearest.sort_by_key(|index| (std::cmp::Reverse(near(index)), *index));
        if let Some(by) = by {
            let same = |index: &usize| same_values(&self.fields[nearest[0]], &self.fields[*index]);
            let alone = nearest
                .get(1)
                .is_none_or(|next| near(next) < near(&nearest[0]));
            // The same qualified name in several modules: each module means its own.
            if candidates.len() <= MOST_SAME_NAMES
                && (nearest.iter().all(same) || alone && near(&nearest[0]) > 0)
            {
                return Found::One(nearest[0], by);
            }
        }
        nearest.truncate(MOST_CANDIDATES);
        Found::Several(nearest)
    }
}

/// A type name and the place of its use.
struct Reference<'r> {
    user: &'r GenderField,
    family: LanguageFamily,
    scope: &'r NameScope,
    /// As written, with dots as separators (`model.Gender`).
    written: String,
    /// Its last part.
    simple: &'r str,
}

/// A name qualified by a package.
fn qualified(package: Option<&str>, name: &str) -> String {
    match package {
        None | Some("") => name.to_owned(),
        Some(package) if name.is_empty() => package.to_owned(),
        Some(package) => format!("{package}.{name}"),
    }
}

/// The qualified name that a declared type gives for a simple one (`a.b.Gender?` → `a.b.Gender`).
fn written_name<'d>(declared: &'d str, simple: &str) -> Option<&'d str> {
    let is_part = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '.' | '\\' | ':');
    declared
        .split(|ch| !is_part(ch))
        .map(|name| name.trim_matches(['.', ':', '\\']))
        .find(|name| {
            name.strip_suffix(simple)
                .is_some_and(|before| before.is_empty() || before.ends_with(['.', '\\', ':']))
        })
}

/// Whether a page is the view of a program beside it: `person.component.html` of `person.component.ts`.
fn is_view_of(page: &str, program: &str) -> bool {
    let program = program.rsplit_once('.').map(|(stem, _)| stem);
    page.strip_suffix(".html")
        .is_some_and(|page| program == Some(page))
}

/// Number of leading folders that two documents share.
fn shared_folders(a: &str, b: &str) -> usize {
    folder(a)
        .split('/')
        .zip(folder(b).split('/'))
        .take_while(|(a, b)| a == b && !a.is_empty())
        .count()
}

/// Whether a folder is the end of an import path, or the other way round: the root of a module need not be a folder.
fn is_ending(source: &str, folder: &str) -> bool {
    let ends = |long: &str, short: &str| {
        !short.is_empty()
            && long
                .strip_suffix(short)
                .is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    ends(source, folder) || ends(folder, source) || {
        let last = |path: &str| path.rsplit('/').next().map(str::to_owned);
        last(source) == last(folder) && !folder.is_empty()
    }
}

/// The last part of a reference between schemas, without a file extension.
fn last_part(name: &str) -> &str {
    name.rsplit(['/', '#', ':', '.', '\\'])
        .find(|part| {
            !matches!(
                part.to_ascii_lowercase().as_str(),
                "" | "yaml" | "yml" | "json" | "xsd" | "avsc" | "proto"
            )
        })
        .unwrap_or(name)
}

/// A name for comparison: schemas ignore case and separators.
pub(super) fn folded(name: &str) -> String {
    crate::gender::fold(last_part(name))
        .chars()
        .filter(|ch| ch.is_alphanumeric())
        .collect()
}

/// The name without the usual endings of type names.
pub(super) fn without_suffix(name: &str) -> String {
    let folded = folded(name);
    ["type", "typ", "enum", "dto"]
        .iter()
        .find_map(|ending| folded.strip_suffix(ending))
        .filter(|rest| !rest.is_empty())
        .map(str::to_owned)
        .unwrap_or(folded)
}
