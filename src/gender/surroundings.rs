//! What stands around a field: whose gender it is, by its own names, those beside it, and the document's.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::field::{Signal, Subject};
use super::readings::Readings;
use super::vocabulary::Vocabulary;
use crate::model::{Domain, Element, ElementKind, Known, LabelKind, SchemaModel};
use crate::topic::tokens;

/// A document with what its names speak of, derived once.
pub(super) struct Surroundings<'a> {
    model: &'a SchemaModel,
    vocabulary: &'a Vocabulary,
    /// By entity: whether its elements speak about a human being.
    persons: HashMap<Option<u32>, bool>,
    /// Subject that the document's name suggests.
    document: Option<Subject>,
    /// By entity: what the names of its elements speak of, and how many of them. Counted for the first field that
    /// asks.
    around: OnceCell<HashMap<Option<u32>, BTreeMap<Subject, usize>>>,
    /// Entities with facts about a human being, and those where a yes/no stands for one. Counted like those.
    facts: OnceCell<Facts>,
}

/// Entities by what they say about a human being beyond doubt.
#[derive(Default)]
struct Facts {
    /// They hold a first name, a date of birth.
    held: HashSet<Option<u32>>,
    /// A yes/no field of theirs has the name of one: it chooses or releases it.
    chosen: HashSet<Option<u32>>,
}

impl<'a> Surroundings<'a> {
    /// Looks at the names of a document.
    pub fn new(model: &'a SchemaModel, vocabulary: &'a Vocabulary) -> Self {
        let mut persons: HashMap<Option<u32>, bool> = HashMap::new();
        for element in &model.elements {
            let entity = element.entity.map(|entity| entity.0);
            let person = vocabulary.names_person(&element.name.value);
            *persons.entry(entity).or_default() |= person;
        }
        let file = model.document.rsplit('/').next().unwrap_or_default();
        Self {
            model,
            vocabulary,
            persons,
            document: context(vocabulary, file).or_else(|| about_animals(model, vocabulary)),
            around: OnceCell::new(),
            facts: OnceCell::new(),
        }
    }

    /// Whether an element stands among others that describe a human being.
    pub fn describe_a_person(&self, element: &Element) -> bool {
        let entity = element.entity.map(|entity| entity.0);
        self.persons.get(&entity).copied().unwrap_or(false)
    }

    fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| {
            let mut facts = Facts::default();
            for element in self
                .model
                .elements
                .iter()
                .filter(|element| is_grouped(element))
            {
                let titles = element.labels.iter().map(|label| &label.text.value);
                let mut names = std::iter::once(&element.name.value).chain(titles);
                if !names.any(|name| self.vocabulary.names_fact(name)) {
                    continue;
                }
                let entity = element.entity.map(|entity| entity.0);
                match &element.domain.value {
                    Known::Yes(Domain::Boolean) => facts.chosen.insert(entity),
                    _ => facts.held.insert(entity),
                };
            }
            facts
        })
    }

    /// Whether a yes/no field stands among others that choose or release facts about a human being: the columns of a
    /// list, what is exported, what somebody agrees to.
    pub fn choose_facts(&self, element: &Element) -> bool {
        let entity = element.entity.map(|entity| entity.0);
        is_grouped(element) && self.facts().chosen.contains(&entity)
    }

    /// What the element, or what it stands in, is by its last word, unless facts about a human being stand beside it.
    fn kind_of(&self, element: &Element) -> Option<(Subject, String)> {
        let entity = element.entity.map(|entity| entity.0);
        if element.entity.is_some() && self.facts().held.contains(&entity) {
            return None;
        }
        let named = self
            .model
            .entity_of(element)
            .map(|entity| entity.name.value.as_str());
        // A constant stands in the class that its path names.
        let around = element.path.0.iter().rev().nth(1).map(String::as_str);
        let own = Some(element.name.value.as_str());
        [own, named.or(around)]
            .into_iter()
            .flatten()
            .find_map(|name| {
                let subject = self.vocabulary.kind_of(name)?;
                Some((subject, name.to_owned()))
            })
    }

    /// What the names beside an element speak of. Its own name speaks of nothing when this is asked.
    fn around(&self, element: &Element) -> Option<&BTreeMap<Subject, usize>> {
        let count = || {
            let mut around: HashMap<Option<u32>, BTreeMap<Subject, usize>> = HashMap::new();
            for element in self
                .model
                .elements
                .iter()
                .filter(|element| is_grouped(element))
            {
                if let Some(subject) = context(self.vocabulary, &element.name.value) {
                    let entity = element.entity.map(|entity| entity.0);
                    *around
                        .entry(entity)
                        .or_default()
                        .entry(subject)
                        .or_default() += 1;
                }
            }
            around
        };
        let around = self.around.get_or_init(count);
        let entity = element.entity.map(|entity| entity.0);
        around.get(&entity).filter(|_| is_grouped(element))
    }

    /// Whose gender it is.
    pub fn subject_of(
        &self,
        element: &Element,
        readings: &Readings,
        signals: &mut Vec<Signal>,
    ) -> Subject {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        if words.names_biology(name) || element.path.0.iter().any(|part| words.names_biology(part))
        {
            signals.push(Signal::new("biology", name));
            return Subject::Biology;
        }
        if let Some((subject, text)) = &readings.context {
            signals.push(Signal::new("context_value", text));
            return *subject;
        }
        let entity = self
            .model
            .entity_of(element)
            .map(|entity| entity.name.value.as_str());
        let titles = element
            .labels
            .iter()
            .filter(|label| label.kind != LabelKind::Purpose)
            .map(|label| label.text.value.as_str());
        let near = [Some(name), entity].into_iter().flatten().chain(titles);
        for text in near.chain(element.path.0.iter().map(String::as_str)) {
            // A name that also speaks of a person (adopter, owner of a dog) is not about the animal.
            if let Some(subject) = context(words, text)
                && !(text != name && words.names_person(text))
            {
                signals.push(Signal::new("context", text));
                return subject;
            }
        }
        if let Some((subject, name)) = self.kind_of(element) {
            signals.push(Signal::new("context", &name));
            return subject;
        }
        // Siblings and the document's name: weaker, and silent where a person is described.
        let person = self.describe_a_person(element);
        let nothing = BTreeMap::new();
        let counts = self.around(element).unwrap_or(&nothing);
        let animals = counts.get(&Subject::Animal).copied().unwrap_or(0);
        if animals >= 2 || (animals == 1 && !person) {
            signals.push(Signal::new("siblings", "animal"));
            return Subject::Animal;
        }
        if let Some((subject, _)) = counts
            .iter()
            .find(|(subject, count)| **count >= 2 && **subject != Subject::Statistic)
            && !person
        {
            signals.push(Signal::new("siblings", "context"));
            return *subject;
        }
        match self.document {
            Some(subject @ (Subject::Animal | Subject::Grammar)) if !person => {
                signals.push(Signal::new("document", &self.model.document));
                subject
            }
            _ => Subject::Person,
        }
    }
}

/// Whether an element belongs to those of its entity: controls outside of any form belong together, other elements
/// without an entity do not.
fn is_grouped(element: &Element) -> bool {
    element.entity.is_some() || element.kind == ElementKind::Control
}

/// The subject that a text suggests.
pub(super) fn context(words: &Vocabulary, text: &str) -> Option<Subject> {
    tokens(text)
        .iter()
        .find_map(|token| words.context_of(token))
}

/// Whether a document as a whole is about animals: several of its tables or types are named so.
fn about_animals(model: &SchemaModel, vocabulary: &Vocabulary) -> Option<Subject> {
    const SEVERAL: usize = 3;
    let animals = model
        .entities
        .iter()
        .filter(|entity| context(vocabulary, &entity.name.value) == Some(Subject::Animal))
        .take(SEVERAL)
        .count();
    (animals == SEVERAL).then_some(Subject::Animal)
}
