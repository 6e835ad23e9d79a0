//! Lists that other documents change: rows and values that they add, constraints that they put in the place of others,
//! lists that go on from another one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::declarations::folded;
use super::link::Link;
use crate::gender::{
    AMENDED, ClassifiedValue, Concept, FieldDomain, GenderField, ListAmendment, Signal, Vocabulary,
    is_shouted, unite,
};
use crate::model::{Confidence, Layer, Origin, Place};

/// Which list a document adds to: the name of the table, type or field, and for a field the type that has it, as its documents
/// call it.
type Target = (String, Option<String>);

/// Lets lists hold what other documents add to them. `include`: what is judged beside the application's own work; what tests
/// and demonstrations add is not there when it runs.
pub fn lengthen(fields: &mut Vec<GenderField>, words: &Vocabulary, include: &[Origin]) {
    let mut additions: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
    for (index, field) in fields.iter().enumerate() {
        if let Some(ListAmendment::Adds(_)) = field.amends
            && field.origin.is_judged(include)
        {
            additions.entry(target(field)).or_default().push(index);
        }
    }
    let mut said = HashSet::new();
    for (target, mut added) in additions {
        let bases: Vec<usize> = (0..fields.len())
            .filter(|index| is_base(&fields[*index], &target))
            .collect();
        for base in &bases {
            lengthen_one(fields, *base, &added, words);
        }
        if bases.is_empty() {
            if !fields[added[0]].is_type {
                continue;
            }
            if stand_for_themselves(fields, &added, words) {
                added.remove(0);
            }
        }
        said.extend(added);
    }
    let mut index = 0;
    fields.retain(|field| {
        let is_said = said.contains(&index);
        index += 1;
        // What tests add, and what holds no entry.
        let of_nothing = field.is_type && matches!(field.amends, Some(ListAmendment::Adds(_)));
        !is_said && !of_nothing
    });
}

/// Makes what several documents put into a list that nobody else fills one list. Whether it holds any entry at all.
fn stand_for_themselves(fields: &mut [GenderField], added: &[usize], words: &Vocabulary) -> bool {
    let Some(name) = added.first().map(|first| folded(&fields[*first].name)) else {
        return false;
    };
    let refers = |field: &GenderField| match &field.domain {
        FieldDomain::Reference(list) => field.amends.is_none() && folded(list) == name,
        _ => false,
    };
    let is_used = fields.iter().any(refers);
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
        // Who creates the table was not read, nor what else fills it.
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

fn is_base(field: &GenderField, (name, owner): &Target) -> bool {
    let belongs = match owner {
        Some(owner) => !field.is_type && field.labels.contains(owner),
        None => field.is_type && field.layer == Layer::Database,
    };
    belongs
        && field.amends.is_none()
        && field.origin == Origin::Own
        && matches!(field.domain, FieldDomain::Closed(_))
        && folded(&field.name) == *name
}

/// Adds entries to a list and to all that take their values from it in the same document.
fn lengthen_one(fields: &mut [GenderField], base: usize, added: &[usize], words: &Vocabulary) {
    let FieldDomain::Closed(own) = &fields[base].domain else {
        return;
    };
    let lists = added.iter().filter_map(|index| added_by(&fields[*index]));
    let united = unite(std::iter::once(own.as_slice()).chain(lists), words);
    let holds = |entry| {
        let mut values = united.values.iter();
        values.any(|value| value.entry() == Some(entry))
    };
    // Two scripts that fill a table with the same rows are two ways to do so; what both of them lack is lacking.
    let is_open = united.overlaps && Concept::REQUIRED.into_iter().all(holds);
    let domain = FieldDomain::Closed(Arc::new(united.values));
    let places: Vec<Place> = added.iter().map(|at| fields[*at].place.clone()).collect();
    let document = fields[base].place.document.clone();
    let path = match &fields[base].declaration {
        Some(declaration) => declaration.path.clone(),
        None => fields[base].path.clone(),
    };
    for field in fields.iter_mut() {
        let declared_at = field
            .declaration
            .as_ref()
            .map_or(&field.path, |one| &one.path);
        if field.place.document != document || *declared_at != path || field.amends.is_some() {
            continue;
        }
        if is_open {
            doubt(field, &places);
        } else {
            field.domain = domain.clone();
        }
    }
}

/// Lets nobody be accused of a list that another script changes, where nothing says in which order they run.
pub fn replace(fields: &mut [GenderField]) {
    /// Types of a schema replace types of schemas; all else are columns of a database.
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

/// Lets lists of controls hold what programs add to them. What is added only sometimes, in another document or to a list that
/// several use, makes a question of them; so does a list that is set anew.
pub fn extend(fields: &mut Vec<GenderField>, words: &Vocabulary) {
    let mut said = HashSet::new();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, field) in fields.iter().enumerate() {
        if matches!(field.domain, FieldDomain::Closed(_)) {
            by_name.entry(folded(&field.name)).or_default().push(index);
        }
    }
    for index in 0..fields.len() {
        let Some(ListAmendment::Extends { more, is_plain }) = &fields[index].amends else {
            continue;
        };
        let (more, is_plain) = (more.clone(), *is_plain);
        let added = fields[index].clone();
        fields[index].amends = None;
        let mut bases = by_name.get(&folded(&added.name)).cloned();
        let bases = bases.get_or_insert_default();
        bases.retain(|base| *base != index && is_extended(&fields[*base], &added));
        // Of several in one document, those of the same class.
        let of_class = |base: &usize| {
            fields[*base].place.document == added.place.document
                && added.path.0.len() > 1
                && fields[*base].path.0.first() == added.path.0.first()
        };
        if bases.iter().any(of_class) {
            bases.retain(of_class);
        }
        let is_set = matches!(added.domain, FieldDomain::Closed(_)) && !is_plain;
        if is_set {
            // It is judged by itself.
        } else if !bases.is_empty() || more.len() < 2 {
            said.insert(index);
        }
        for base in bases.iter().copied() {
            let is_here = fields[base].place.document == added.place.document;
            let FieldDomain::Closed(own) = &fields[base].domain else {
                continue;
            };
            if is_plain && is_here && fields[base].declaration.is_none() {
                let united = unite([own.as_slice(), more.as_slice()], words);
                fields[base].domain = FieldDomain::Closed(Arc::new(united.values));
            } else {
                doubt(&mut fields[base], std::slice::from_ref(&added.place));
            }
        }
    }
    let mut index = 0;
    fields.retain(|_| {
        let is_said = said.contains(&index);
        index += 1;
        !is_said
    });
}

/// Whether a program that adds to a list means this one, which has its name: a control or field in the same document or in one
/// that belongs to it, or a list of what people see that any program may begin with.
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

/// Whether two documents are parts of one: `Form1.dfm` and `Form1.pas`, `Form1.Designer.cs` and `Form1.cs`,
/// `TCA/person.php` and `TCA/Overrides/person.php`.
fn belong_together(one: &str, other: &str) -> bool {
    let parts = |document: &'_ str| -> (String, String) {
        let (folder, file) = document.rsplit_once('/').unwrap_or(("", document));
        let stem = file.split('.').next().unwrap_or(file);
        (folder.to_owned(), stem.to_lowercase())
    };
    let ((folder, stem), (other_folder, other_stem)) = (parts(one), parts(other));
    stem == other_stem && (folder.starts_with(&other_folder) || other_folder.starts_with(&folder))
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

/// Gives lists that go on from another one the entries of both. What is only a part of others asks, and accuses nobody.
pub fn go_on(fields: &mut [GenderField], links: &[Option<Link>], words: &Vocabulary) {
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
    for (part, places) in parts {
        let used = links.iter().flatten();
        let uses = used.filter(|link| link.declaration == part).count();
        if uses == places.len() {
            doubt(&mut fields[part], &places);
        }
    }
}
