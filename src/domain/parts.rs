//! Lists that are parts of others: those that a document only puts together with others, and lists that are written in two
//! parts, as languages let one add to what is declared elsewhere: `extend enum`, a second declaration that is merged with the
//! first, a partial class, constants of one type, a second enum beside the first.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::history::holds_all_entries;
use super::linked::LinkedFields;
use crate::gender::{
    Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, Vocabulary, tokens, unite,
};
use crate::model::{Layer, ModelPath, Place};

/// Takes away the lists that are only put together with others: nobody chooses from them. One that a field takes its
/// values from stays what it is.
pub(super) fn drop_mere_parts(linked: &mut LinkedFields) {
    let links = linked.links.iter().flatten();
    let meant: HashSet<usize> = links.map(|link| link.declaration).collect();
    let uses = linked.fields.iter();
    let uses = uses.filter(|field| field.declaration.is_some());
    let used: HashSet<Stated> = uses.map(stated).collect();
    let stays = linked.fields.iter().enumerate();
    let stays = stays.map(|(index, field)| {
        !field.is_part || meant.contains(&index) || used.contains(&stated(field))
    });
    let stays: Vec<bool> = stays.collect();
    linked.keep(&stays);
}

/// Notes where a list of männlich and weiblich is apparently completed: by one of nothing but the other entries, in the
/// same folder and language, whose name has a word in common. Nobody can say from outside that both are not one. The same
/// holds for a list of what was used before, beside one of all entries in the same document, and for one that the same
/// document declares a second time with all entries, as it does where a compiler is told which of both to take. Some of the
/// values of a list of all entries under a name of their own, from which no field takes its values, tell who is meant
/// (`TITLED_GENDERS`), or are what is offered: the program does not say.
pub(super) fn note_completed(linked: &mut LinkedFields, words: &Vocabulary) {
    let LinkedFields { fields, links, .. } = linked;
    let mut further: HashMap<Shelf, Vec<Part>> = HashMap::new();
    let mut whole: HashMap<String, Place> = HashMap::new();
    let mut again: HashMap<Stated, Place> = HashMap::new();
    let mut full: HashMap<&str, Vec<(&Place, BTreeSet<&str>)>> = HashMap::new();
    for field in fields.iter().filter(|field| is_list(field)) {
        if let Some(part) = Part::of(field).filter(Part::is_further) {
            further.entry(shelf(field)).or_default().push(part);
        }
        if holds_all_entries(field) {
            whole.insert(field.place.document.clone(), field.place.clone());
            again.insert(stated(field), field.place.clone());
            let lists = full.entry(&field.place.document).or_default();
            if lists.len() < MOST_LISTS {
                lists.push((&field.place, raw_values(field)));
            }
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
            let other = others.find(|other| part.is_completed_by(other, words))?;
            Some(other.place.clone())
        };
        let newer = whole.get(&field.place.document).cloned();
        let is_former = field.deprecated && !used.contains(&stated(field));
        let newer = newer.filter(|_| is_former);
        let again = again
            .get(&stated(field))
            .filter(|other| **other != field.place);
        let selected_of = || {
            let lists = full.get(field.place.document.as_str())?;
            let is_alone = field.declaration.is_none() && !used.contains(&stated(field));
            let own = raw_values(field);
            let is_selection = is_alone && field.layer == Layer::Code && !own.is_empty();
            let mut lists = lists.iter().filter(|_| is_selection);
            let (place, _) =
                lists.find(|(_, all)| own.len() < all.len() && own.is_subset(all))?;
            Some((*place).clone())
        };
        let other = newer
            .or_else(|| again.cloned())
            .or_else(beside)
            .or_else(selected_of);
        if let Some(other) = other {
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
pub(super) type Stated = (String, ModelPath);

/// Where a field states its values, or what gives it its values.
pub(super) fn stated(field: &GenderField) -> Stated {
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

/// How many lists of a document are compared with the selections in it.
const MOST_LISTS: usize = 32;

fn raw_values(field: &GenderField) -> BTreeSet<&str> {
    match &field.domain {
        FieldDomain::Closed(values) => values.iter().map(|value| value.raw.as_str()).collect(),
        _ => BTreeSet::new(),
    }
}

/// A list that may be one part of a longer one.
struct Part {
    values: Arc<Vec<ClassifiedValue>>,
    words: BTreeSet<String>,
    place: Place,
}

impl Part {
    fn of(field: &GenderField) -> Option<Self> {
        let FieldDomain::Closed(values) = &field.domain else {
            return None;
        };
        Some(Self {
            values: values.clone(),
            words: tokens(&field.name).into_iter().collect(),
            place: field.place.clone(),
        })
    }

    fn holds(&self, entry: Concept) -> bool {
        self.values.iter().any(|value| value.entry() == Some(entry))
    }

    fn is_further(&self) -> bool {
        !self.holds(Concept::Male) && !self.holds(Concept::Female)
    }

    /// Whether both together are a list of the four entries, each held by one of them.
    fn is_completed_by(&self, other: &Self, words: &Vocabulary) -> bool {
        if self.is_further() || self.words.is_disjoint(&other.words) {
            return false;
        }
        let both = unite([self.values.as_slice(), other.values.as_slice()], words);
        let entries: Option<Vec<Concept>> =
            both.values.iter().map(ClassifiedValue::entry).collect();
        entries.is_some_and(|mut entries| {
            entries.sort_unstable();
            entries == Concept::REQUIRED
        })
    }
}
