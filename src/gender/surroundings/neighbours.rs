//! What stands beside an element, counted.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use super::{Surroundings, is_grouped};
use crate::gender::field::Subject;
use crate::gender::name::NameMatch;
use crate::gender::subject::context;
use crate::model::{Domain, Element, ElementKind, Known, LabelKind};
use crate::topic::fold;

/// Subjects of the elements of one entity, with their numbers.
#[derive(Default)]
pub(in crate::gender) struct Neighbours {
    pub(in crate::gender) subjects: BTreeMap<Subject, usize>,
    /// By the first word of longer names (`match_species`): number of animal names.
    pub(in crate::gender) animals: HashMap<String, usize>,
    /// Number of animal names with an ambiguous word (`cat`).
    pub(in crate::gender) weak_animals: usize,
    /// Number of names specific to people.
    pub(in crate::gender) persons_names: usize,
    /// Subjects of names that count only together, with their numbers.
    pub(in crate::gender) together: BTreeMap<Subject, usize>,
    /// Number of yes/no fields named after an attribute of a person: switches about fields.
    pub(in crate::gender) switches: usize,
    /// Switches of a user interface named after entries (`male`).
    pub(in crate::gender) entry_switches: BTreeSet<String>,
    /// A switch beside them for all entries at once (`any`): it is a search that stores nothing.
    pub(in crate::gender) all_at_once: Option<String>,
    /// Number of fields for the entry.
    pub(in crate::gender) entries: usize,
    /// A field that holds a figure of a group.
    pub(in crate::gender) measure: Option<String>,
    /// Number of fields for ways in which somebody is reached or pays.
    pub(in crate::gender) contacts: usize,
    /// Number of fields that refer to the keeper of an animal.
    pub(in crate::gender) keepers: usize,
}

impl Neighbours {
    /// Number of animal names without a prefix (`breed`, not `dog_breed`).
    pub(in crate::gender) fn plain_animals(&self) -> usize {
        let all = self.subjects.get(&Subject::Animal).copied().unwrap_or(0);
        let prefixed: usize = self.animals.values().sum();
        all.saturating_sub(prefixed)
    }

    /// Whether a name shares its prefix with several animal names: `match_sex`, `match_species`, `match_breed` in the
    /// table of their keepers.
    pub(in crate::gender) fn is_beside_animals(&self, name: &str) -> bool {
        let group = first_of_several(name).and_then(|group| self.animals.get(&group));
        group.is_some_and(|count| *count >= 2)
    }
}

impl Surroundings<'_> {
    /// The subjects of the names beside an element, whose own name has none.
    pub(in crate::gender) fn around(&self, element: &Element) -> Option<&Neighbours> {
        let around = self.around.get_or_init(|| {
            let mut around: HashMap<Option<u32>, Neighbours> = HashMap::default();
            for element in self.model.elements.iter().filter(|one| is_grouped(one)) {
                let entity = element.entity.map(|entity| entity.0);
                self.count(element, around.entry(entity).or_default());
            }
            around
        });
        let entity = element.entity.map(|entity| entity.0);
        match is_grouped(element) {
            true => around.get(&entity),
            false => around.get(&Some(self.class_around(element)?)),
        }
    }

    /// The class in which a type is declared: what stands beside it there tells whose it is.
    fn class_around(&self, element: &Element) -> Option<u32> {
        let (_, around) = element.path.0.split_last()?;
        if element.kind != ElementKind::ValueType || around.is_empty() {
            return None;
        }
        let mut entities = self.model.entities.iter();
        let at = entities.position(|entity| entity.path.0 == around)?;
        u32::try_from(at).ok()
    }

    pub(in crate::gender) fn count(&self, element: &Element, around: &mut Neighbours) {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        if let Some(subject) = context(words, name) {
            *around.subjects.entry(subject).or_default() += 1;
            if subject == Subject::Animal
                && let Some(group) = first_of_several(name)
            {
                *around.animals.entry(group).or_default() += 1;
            }
            let is_weak = subject == Subject::Animal
                && crate::topic::tokens(name)
                    .iter()
                    .any(|token| words.context_weak.contains(token));
            around.weak_animals += usize::from(is_weak);
        }
        if let Some(subject) = words.context_beside(name) {
            *around.together.entry(subject).or_default() += 1;
        }
        around.contacts += usize::from(words.names_contact(name));
        around.keepers += usize::from(words.names_owner(name));
        let is_entry = words.names_gender(name) == NameMatch::Strong
            && !words.names_biology(name)
            && !words.names_biology_beside(name);
        around.entries += usize::from(is_entry);
        if around.measure.is_none() && words.names_measure(name) {
            around.measure = Some(name.to_owned());
        }
        let is_switch = element.kind == ElementKind::Control
            && matches!(element.domain.value, Known::Yes(Domain::Boolean));
        if is_switch && words.is_entry_name(&fold(name)) {
            around.entry_switches.insert(name.to_owned());
        }
        if is_switch && words.means_all_entries(name) {
            around.all_at_once.get_or_insert_with(|| name.to_owned());
        }
        let titles = element
            .labels
            .iter()
            .filter(|label| label.kind == LabelKind::Title)
            .map(|label| label.text.value.as_str());
        let named = titles.chain([name]).any(|text| words.is_persons_name(text));
        if !named {
            return;
        }
        // A first name is never yes or no.
        match element.domain.value {
            Known::Yes(Domain::Boolean) => around.switches += 1,
            _ => around.persons_names += 1,
        }
    }
}

/// The first word of a name that has several.
pub(super) fn first_of_several(name: &str) -> Option<String> {
    let mut words = crate::topic::tokens(name).into_iter();
    let first = words.next()?;
    words.next().map(|_| first)
}
