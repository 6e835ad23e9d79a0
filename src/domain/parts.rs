//! Lists that are written in two parts, as languages let one add to what is declared elsewhere: `extend enum`, a second
//! declaration that is merged with the first, a partial class, constants of one type, a second enum beside the first.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::history::holds_all_entries;
use super::link::Link;
use crate::gender::{Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, tokens};
use crate::model::{ModelPath, Place};

/// Notes where a list of männlich and weiblich is apparently completed: by one of nothing but the other entries, in the
/// same folder and language, whose name has a word in common. Nobody can say from outside that both are not one. The same
/// holds for a list of what was used before, beside one of all entries in the same document.
pub fn complete(fields: &mut [GenderField], links: &[Option<Link>]) {
    let mut further: HashMap<Shelf, Vec<Part>> = HashMap::new();
    let mut whole: HashMap<String, Place> = HashMap::new();
    for field in fields.iter().filter(|field| is_list(field)) {
        if let Some(part) = Part::of(field).filter(Part::is_further) {
            further.entry(shelf(field)).or_default().push(part);
        }
        if holds_all_entries(field) {
            whole.insert(field.place.document.clone(), field.place.clone());
        }
    }
    // A list of former values that a field still takes its values from is not one.
    let linked = links.iter().flatten();
    let linked = linked.filter_map(|link| fields.get(link.declaration));
    let users = fields.iter().filter(|field| !field.is_type);
    let used: HashSet<Stated> = users.chain(linked).map(stated).collect();
    let mut completed: HashMap<Stated, Place> = HashMap::new();
    for field in fields.iter().filter(|field| is_list(field)) {
        let beside = || {
            let part = Part::of(field)?;
            let mut others = further.get(&shelf(field))?.iter();
            let other = others.find(|other| part.is_completed_by(other))?;
            Some(other.place.clone())
        };
        let newer = whole.get(&field.place.document).cloned();
        let is_former = field.deprecated && !used.contains(&stated(field));
        if let Some(other) = newer.filter(|_| is_former).or_else(beside) {
            completed.insert(stated(field), other);
        }
    }
    // Who takes values from a list of another document is in the same doubt.
    let of_fields: Vec<Option<Place>> = (0..fields.len())
        .map(|index| {
            let own = completed.get(&stated(&fields[index]));
            let elsewhere = || {
                let link = links.get(index)?.as_ref()?;
                completed.get(&stated(fields.get(link.declaration)?))
            };
            own.or_else(elsewhere).cloned()
        })
        .collect();
    for (field, other) in fields.iter_mut().zip(of_fields) {
        field.completed_by = other.filter(|_| matches!(field.domain, FieldDomain::Closed(_)));
    }
}

/// Where a list is stated: the document, and what it is called in it.
type Stated = (String, ModelPath);

fn stated(field: &GenderField) -> Stated {
    let path = match &field.declaration {
        Some(declaration) => &declaration.path,
        None => &field.path,
    };
    (field.place.document.clone(), path.clone())
}

/// Where lists stand that may belong together: the folder and the format.
type Shelf = (String, String);

fn shelf(field: &GenderField) -> Shelf {
    let document = field.place.document.as_str();
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    (folder.to_owned(), field.format.clone().into_owned())
}

fn is_list(field: &GenderField) -> bool {
    field.is_type && field.attribute == Attribute::Geschlecht
}

/// A list whose values all stand for entries.
struct Part {
    entries: BTreeSet<Concept>,
    words: BTreeSet<String>,
    place: Place,
}

impl Part {
    fn of(field: &GenderField) -> Option<Self> {
        let FieldDomain::Closed(values) = &field.domain else {
            return None;
        };
        let entries: Option<BTreeSet<Concept>> =
            values.iter().map(ClassifiedValue::entry).collect();
        Some(Self {
            entries: entries.filter(|entries| !entries.is_empty())?,
            words: tokens(&field.name).into_iter().collect(),
            place: field.place.clone(),
        })
    }

    fn is_further(&self) -> bool {
        let two = [Concept::Male, Concept::Female];
        two.iter().all(|entry| !self.entries.contains(entry))
    }

    fn is_completed_by(&self, other: &Self) -> bool {
        let has = |entry: &Concept| self.entries.contains(entry) != other.entries.contains(entry);
        Concept::REQUIRED.iter().all(has) && !self.words.is_disjoint(&other.words)
    }
}
