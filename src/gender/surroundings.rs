//! What stands around a field: whose gender it is, by its own names, those beside it, and the document's.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use super::field::{Signal, Subject};
use super::readings::Readings;
use super::vocabulary::Vocabulary;
use crate::model::{Element, ElementKind, LabelKind, SchemaModel};
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
        }
    }

    /// Whether an element stands among others that describe a human being.
    pub fn describe_a_person(&self, element: &Element) -> bool {
        let entity = element.entity.map(|entity| entity.0);
        self.persons.get(&entity).copied().unwrap_or(false)
    }

    /// What the names beside an element speak of. Its own name speaks of nothing when this is asked.
    fn around(&self, element: &Element) -> Option<&BTreeMap<Subject, usize>> {
        let grouped = |element: &Element| {
            // Controls outside of any form belong together, other elements without an entity do not.
            element.entity.is_some() || element.kind == ElementKind::Control
        };
        let count = || {
            let mut around: HashMap<Option<u32>, BTreeMap<Subject, usize>> = HashMap::new();
            for element in self
                .model
                .elements
                .iter()
                .filter(|element| grouped(element))
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
        around.get(&entity).filter(|_| grouped(element))
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
