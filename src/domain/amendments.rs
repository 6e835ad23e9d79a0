//! Lists changed by other documents: added rows and entries, replaced constraints, lists that continue another one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::declarations::folded;
use super::linked::LinkedFields;
use super::module::{folder, is_below};
use super::parts::{Stated, stated};
use crate::gender::{
    AMENDED, ClassifiedValue, Concept, FieldDomain, GenderField, ListAmendment, Signal, Vocabulary,
    is_shouted, unite,
};
use crate::model::{Confidence, Layer, Origin, Place};

/// The list that a document adds to, in the spelling of the documents: the name of the table, type or field, and for a
/// field its owner.
type Target = (String, Option<String>);

/// The fields that additions may refer to, by index.
struct Bases {
    /// By folded name.
    by_name: HashMap<String, Vec<usize>>,
    /// By the place where their values are stated.
    by_statement: HashMap<Stated, Vec<usize>>,
}

impl Bases {
    fn new(fields: &[GenderField]) -> Self {
        let mut by_name: HashMap<_, Vec<usize>> = HashMap::new();
        let mut by_statement: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, field) in fields.iter().enumerate() {
            by_name.entry(folded(&field.name)).or_default().push(index);
            by_statement.entry(stated(field)).or_default().push(index);
        }
        Self {
            by_name,
            by_statement,
        }
    }

    fn named(&self, name: &str) -> &[usize] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    fn stated_like(&self, field: &GenderField) -> &[usize] {
        let alike = self.by_statement.get(&stated(field));
        alike.map_or(&[], Vec::as_slice)
    }
}

/// Adds to lists what other documents add to them, and removes the fields that only stated an addition. `include`:
/// origins that are judged beside the application's own work.
pub(super) fn add_from_elsewhere(
    fields: &mut Vec<GenderField>,
    words: &Vocabulary,
    include: &[Origin],
) {
    if fields.iter().all(|field| field.amends.is_none()) {
        return;
    }
    let bases = Bases::new(fields);
    let mut said = add_rows_of_others(fields, &bases, words, include);
    said.extend(add_entries_of_programs(fields, &bases, words));
    let mut index = 0;
    fields.retain(|field| {
        let is_said = said.contains(&index);
        index += 1;
        // Additions by tests, and those without any entry.
        let of_nothing = field.is_type && matches!(field.amends, Some(ListAmendment::Adds(_)));
        !is_said && !of_nothing
    });
}

/// Adds to lists the rows and values that other scripts add to them. Additions by tests and demonstrations are ignored,
/// because they are absent when the application runs. Returns the fields that only stated an addition.
fn add_rows_of_others(
    fields: &mut [GenderField],
    bases: &Bases,
    words: &Vocabulary,
    include: &[Origin],
) -> HashSet<usize> {
    let mut additions: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
    for (index, field) in fields.iter().enumerate() {
        if let Some(ListAmendment::Adds(_)) = field.amends
            && field.origin.is_judged(include)
        {
            additions.entry(target(field)).or_default().push(index);
        }
    }
    let mut said = HashSet::new();
    let mut referred = None;
    for (target, mut added) in additions {
        let mut has_base = false;
        for &base in bases.named(&target.0) {
            if is_base(&fields[base], &target) {
                has_base = true;
                let alike = bases.stated_like(&fields[base]);
                lengthen(fields, base, alike, &added, words);
            }
        }
        if !has_base {
            if !fields[added[0]].is_type {
                continue;
            }
            let referred = referred.get_or_insert_with(|| referred_names(fields));
            let is_used = referred.contains(&target.0);
            if stand_for_themselves(fields, &added, is_used, words) {
                added.remove(0);
            }
        }
        said.extend(added);
    }
    said
}

/// Names of the lists that fields refer to.
fn referred_names(fields: &[GenderField]) -> HashSet<String> {
    let users = fields.iter().filter(|field| field.amends.is_none());
    let names = users.filter_map(|field| match &field.domain {
        FieldDomain::Reference(list) => Some(folded(list)),
        _ => None,
    });
    names.collect()
}

/// Merges what several documents add to a list without a declaration into one list. `is_used`: whether a field refers
/// to it. Returns whether it holds any entry.
fn stand_for_themselves(
    fields: &mut [GenderField],
    added: &[usize],
    is_used: bool,
    words: &Vocabulary,
) -> bool {
    let lists = added.iter().filter_map(|index| added_by(&fields[*index]));
    let values = unite(lists, words).values;
    let holds = |entry| values.iter().any(|value| value.entry() == Some(entry));
    if !Concept::REQUIRED.into_iter().any(holds) {
        return false;
    }
    let is_whole = holds(Concept::Male) && holds(Concept::Female);
    let list = &mut fields[added[0]];
    list.amends = None;
    if is_whole && is_used && list.confidence == Confidence::High {
        list.domain = FieldDomain::Closed(Arc::new(values));
    } else {
        // The script that creates the table was not read, so other rows are possible.
        list.shown = values.into_iter().map(|value| value.raw).collect();
        list.domain = FieldDomain::Unknown;
    }
    true
}

fn target(field: &GenderField) -> Target {
    let owner = match &field.domain {
        FieldDomain::Reference(owner) if !field.is_type => Some(owner.clone()),
        _ => None,
    };
    (folded(&field.name), owner)
}

fn added_by(field: &GenderField) -> Option<&[ClassifiedValue]> {
    match &field.amends {
        Some(ListAmendment::Adds(values)) => Some(values),
        _ => None,
    }
}

/// Whether a list of that name is the one a document adds to.
fn is_base(field: &GenderField, (_, owner): &Target) -> bool {
    let belongs = match owner {
        Some(owner) => !field.is_type && field.labels.contains(owner),
        None => field.is_type && field.layer == Layer::Database,
    };
    belongs
        && field.amends.is_none()
        && field.origin == Origin::Own
        && matches!(field.domain, FieldDomain::Closed(_))
}

/// Adds entries to a list and to all fields of its document that take their values from it. `alike`: the list and those
/// fields.
fn lengthen(
    fields: &mut [GenderField],
    base: usize,
    alike: &[usize],
    added: &[usize],
    words: &Vocabulary,
) {
    let FieldDomain::Closed(own) = &fields[base].domain else {
        return;
    };
    let lists = added.iter().filter_map(|index| added_by(&fields[*index]));
    let united = unite(std::iter::once(own.as_slice()).chain(lists), words);
    let holds = |entry| {
        let mut values = united.values.iter();
        values.any(|value| value.entry() == Some(entry))
    };
    // Two scripts that fill a table with the same rows may be alternatives, so that neither has the rows of the other.
    // Rows missing from both are certainly missing.
    let is_open = united.overlaps && Concept::REQUIRED.into_iter().all(holds);
    let domain = FieldDomain::Closed(Arc::new(united.values));
    let places: Vec<Place> = added.iter().map(|at| fields[*at].place.clone()).collect();
    for &index in alike {
        let field = &mut fields[index];
        if field.amends.is_some() {
            continue;
        }
        if is_open {
            doubt(field, &places);
        } else {
            field.domain = domain.clone();
        }
    }
}

/// Lowers the confidence in a list whose constraint another document replaces, because the order in which the two take
/// effect is unknown.
pub(super) fn doubt_replaced_constraints(fields: &mut [GenderField]) {
    /// Types of a schema replace types of schemas; everything else is a database column.
    const SCHEMA: &str = "xsd";
    let meant = |field: &GenderField| (field.format == SCHEMA, column(field));
    let mut replaced: BTreeMap<(bool, Target), Vec<Place>> = BTreeMap::new();
    for field in fields.iter() {
        if field.amends == Some(ListAmendment::Replaces) && field.origin == Origin::Own {
            let places = replaced.entry(meant(field)).or_default();
            places.push(field.place.clone());
        }
    }
    for field in fields.iter_mut().filter(|field| field.amends.is_none()) {
        let others = replaced
            .get(&meant(field))
            .filter(|_| field.format == SCHEMA || field.format == "sql");
        let others: Vec<Place> = others.into_iter().flatten().cloned().collect();
        if !others.is_empty() && matches!(field.domain, FieldDomain::Closed(_)) {
            doubt(field, &others);
        }
    }
}

/// Adds to the lists of controls what programs add to them. A list becomes a question if the addition is conditional,
/// in another document or to a list with several users, or if the program sets the list anew. Returns the fields that
/// only stated an addition.
fn add_entries_of_programs(
    fields: &mut [GenderField],
    bases: &Bases,
    words: &Vocabulary,
) -> HashSet<usize> {
    let mut said = HashSet::new();
    for index in 0..fields.len() {
        let amends = &mut fields[index].amends;
        let extends = amends.take_if(|amends| matches!(amends, ListAmendment::Extends { .. }));
        let Some(ListAmendment::Extends { more, is_plain }) = extends else {
            continue;
        };
        let added = &fields[index];
        let mut extended: Vec<usize> = bases
            .named(&folded(&added.name))
            .iter()
            .copied()
            .filter(|base| *base != index && is_extended(&fields[*base], added))
            .collect();
        // Among several lists of the same document, those of the same class are meant.
        let of_class = |base: &usize| {
            fields[*base].place.document == added.place.document
                && added.path.0.len() > 1
                && fields[*base].path.0.first() == added.path.0.first()
        };
        if extended.iter().any(of_class) {
            extended.retain(of_class);
        }
        // A list that is set anew is judged on its own.
        let is_set = matches!(added.domain, FieldDomain::Closed(_)) && !is_plain;
        if !is_set && (!extended.is_empty() || more.len() < 2) {
            said.insert(index);
        }
        let place = added.place.clone();
        for base in extended {
            let is_here = fields[base].place.document == place.document;
            let FieldDomain::Closed(own) = &fields[base].domain else {
                continue;
            };
            if is_plain && is_here && fields[base].declaration.is_none() {
                let united = unite([own.as_slice(), more.as_slice()], words);
                fields[base].domain = FieldDomain::Closed(Arc::new(united.values));
            } else {
                doubt(&mut fields[base], std::slice::from_ref(&place));
            }
        }
    }
    said
}

/// Whether a program that adds to a list means this one of the same name: a control or field in the same or a companion
/// document, an imported constant, or a resource that any program may extend.
fn is_extended(base: &GenderField, added: &GenderField) -> bool {
    let is_same = base.place.document == added.place.document;
    let is_resource = base.is_type && base.layer == Layer::Ui && added.is_type;
    // Constants are imported under their names: `from base import GENDERS; GENDERS.extend(…)`.
    let is_constant = base.is_type
        && added.is_type
        && base.format == added.format
        && base.name == added.name
        && is_shouted(&base.name);
    base.amends.is_none()
        && base.attribute == added.attribute
        && base.origin == added.origin
        && base.layer != Layer::Database
        && matches!(base.domain, FieldDomain::Closed(_))
        && (is_same
            || is_resource
            || is_constant
            || belong_together(&base.place.document, &added.place.document))
}

/// Whether two documents are companions: `Form1.dfm` and `Form1.pas`, `Form1.Designer.cs` and `Form1.cs`,
/// `TCA/person.php` and `TCA/Overrides/person.php`.
fn belong_together(one: &str, other: &str) -> bool {
    let stem = |document: &str| {
        let file = document.rsplit('/').next().unwrap_or(document);
        file.split('.').next().unwrap_or(file).to_lowercase()
    };
    let (folder_of_one, folder_of_other) = (folder(one), folder(other));
    stem(one) == stem(other)
        && (is_below(folder_of_one, folder_of_other) || is_below(folder_of_other, folder_of_one))
}

fn column(field: &GenderField) -> Target {
    (folded(&field.name), field.entity.as_deref().map(folded))
}

fn doubt(field: &mut GenderField, others: &[Place]) {
    field.confidence = field.confidence.min(Confidence::Medium);
    for place in others {
        field.signals.push(Signal::new(AMENDED, &place.to_string()));
    }
    field.candidates.extend(others.iter().cloned());
}

/// Gives a list that continues another one the entries of both. A list that is used only as such a base becomes a
/// question instead of a fault.
pub(super) fn continue_lists(linked: &mut LinkedFields, words: &Vocabulary) {
    let LinkedFields { fields, links, .. } = linked;
    let mut parts: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
    for (index, field) in fields.iter_mut().enumerate() {
        let Some(ListAmendment::Continues(more)) = field.amends.take() else {
            continue;
        };
        let FieldDomain::Closed(base) = &field.domain else {
            continue;
        };
        let united = unite([base.as_slice(), more.as_slice()], words);
        field.domain = FieldDomain::Closed(Arc::new(united.values));
        if let Some(Some(link)) = links.get(index) {
            let places = parts.entry(link.declaration).or_default();
            places.push(field.place.clone());
        }
    }
    let mut uses: HashMap<usize, usize> = HashMap::new();
    for link in links.iter().flatten() {
        *uses.entry(link.declaration).or_default() += 1;
    }
    for (part, places) in parts {
        if uses.get(&part) == Some(&places.len()) {
            doubt(&mut fields[part], &places);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_one_form_are_told_by_whole_folders() {
        for (one, other) in [
            ("src/Form1.dfm", "src/Form1.pas"),
            ("Form1.Designer.cs", "web/Form1.cs"),
            ("TCA/person.php", "TCA/Overrides/person.php"),
        ] {
            assert!(belong_together(one, other), "{one}, {other}");
            assert!(belong_together(other, one), "{other}, {one}");
        }
        for (one, other) in [
            ("src/form/person.dfm", "src/formular/person.pas"),
            ("src/a.dfm", "src/b.pas"),
        ] {
            assert!(!belong_together(one, other), "{one}, {other}");
            assert!(!belong_together(other, one), "{other}, {one}");
        }
    }
}
