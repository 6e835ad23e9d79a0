//! Lists that are parts of others: lists that a document only combines with others, and lists in two parts, which
//! languages allow for: `extend enum`, a merged second declaration, a partial class, constants of one type, a second
//! enum beside the first.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::history::holds_all_entries;
use super::linked::LinkedFields;
use crate::gender::{
    Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, Vocabulary, tokens, unite,
};
use crate::model::{Layer, ModelPath, Place};

/// Removes lists that are only combined with others, because no field offers them as a choice. A list stays if a field
/// takes its values from it.
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

/// Marks lists that are apparently completed or replaced by another one, where the program does not say so:
/// - a list of männlich and weiblich, beside a list of only the other entries in the same folder and language whose
///   name shares a word;
/// - a list of former values, beside a list of all entries in the same document;
/// - a list that the same document declares again with all entries, for example under conditional compilation;
/// - a subset of a list of all entries under a name of its own and without users: either the persons meant
///   (`TITLED_GENDERS`) or the choices offered.
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
    // A list that a field still takes its values from is not a former one.
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
            let (place, _) = lists.find(|(_, all)| own.len() < all.len() && own.is_subset(all))?;
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
    // The doubt extends to fields that take their values from a list in another document.
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

/// Identity of a list: its document and its path in it.
pub(super) type Stated = (String, ModelPath);

/// Identity of the list that states the values of a field: its declaration, or else the field itself.
pub(super) fn stated(field: &GenderField) -> Stated {
    let path = match &field.declaration {
        Some(declaration) => &declaration.path,
        None => &field.path,
    };
    (field.place.document.clone(), path.clone())
}

/// Where lists that may belong together are found: the folder and the format.
type Shelf = (String, String);

fn shelf(field: &GenderField) -> Shelf {
    let document = field.place.document.as_str();
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    (folder.to_owned(), field.format.clone().into_owned())
}

fn is_list(field: &GenderField) -> bool {
    field.is_type && field.attribute == Attribute::Geschlecht
}

/// Maximum number of lists of a document that selections in it are compared with.
const MOST_LISTS: usize = 32;

fn raw_values(field: &GenderField) -> BTreeSet<&str> {
    match &field.domain {
        FieldDomain::Closed(values) => values.iter().map(|value| value.raw.as_str()).collect(),
        _ => BTreeSet::new(),
    }
}

/// A list that may be part of a longer one.
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

    /// Whether the two lists together hold the four entries, each in only one of them.
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
