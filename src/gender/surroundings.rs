//! The surroundings of a field: whose gender it is, by its own names, its siblings and the document.

mod neighbours;

use std::cell::OnceCell;

use foldhash::{HashMap, HashSet};

pub(super) use self::neighbours::Neighbours;
use self::neighbours::first_of_several;
use super::doubt::{doubt, is_alternative};
use super::field::{Attribute, Signal, Subject};
use super::lists::Lists;
use super::name::NameMatch;
use super::readings::Readings;
use super::subject::context;
use super::vocabulary::Vocabulary;
use crate::model::{
    Domain, Element, ElementKind, Entity, Known, Label, LabelKind, Layer, SchemaModel,
};

/// A document with the subjects of its names, derived once.
pub(super) struct Surroundings<'a> {
    pub(super) model: &'a SchemaModel,
    pub(super) vocabulary: &'a Vocabulary,
    /// By entity: whether its elements are about a human being.
    persons: HashMap<Option<u32>, bool>,
    /// Subject that the document's name suggests.
    document: Option<Subject>,
    /// By entity: the subjects of its elements' names. Computed for the first field that needs them.
    around: OnceCell<HashMap<Option<u32>, Neighbours>>,
    /// Evidence of voices in the document. Computed when a field needs it.
    pub(super) voices: OnceCell<Option<String>>,
    /// Evidence of grammatical cases in the document. Computed when a field needs it.
    pub(super) inflects: OnceCell<Option<String>>,
    /// Entities with facts about a human being, and those with yes/no fields for such facts.
    facts: OnceCell<Facts>,
    /// The uses of its lists.
    pub(super) lists: Lists<'a>,
}

/// Entities by their certain evidence of a human being.
#[derive(Default)]
struct Facts {
    /// With a first name or a date of birth.
    held: HashSet<Option<u32>>,
    /// With a yes/no field named after such a fact, which selects or releases it.
    chosen: HashSet<Option<u32>>,
}

/// The subject of a field, and its certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whose {
    /// The subject; a person if open.
    pub subject: Subject,
    /// Whether it is certain; otherwise the surroundings are contradictory, and a person is asked.
    pub sure: bool,
}

impl Whose {
    fn surely(subject: Subject) -> Self {
        Self {
            subject,
            sure: true,
        }
    }

    /// Possibly a person's: findings become questions.
    const OPEN: Self = Self {
        subject: Subject::Person,
        sure: false,
    };
}

/// The subject stated by one name.
enum Said {
    Nothing,
    Person,
    Of(Subject),
}

impl<'a> Surroundings<'a> {
    /// Examines the names of a document.
    pub fn new(model: &'a SchemaModel, vocabulary: &'a Vocabulary) -> Self {
        let mut persons: HashMap<Option<u32>, bool> = HashMap::default();
        for element in &model.elements {
            let entity = element.entity.map(|entity| entity.0);
            let name = element.name.value.as_str();
            let person = vocabulary.names_person(name) || vocabulary.is_persons_name(name);
            *persons.entry(entity).or_default() |= person;
        }
        let file = model.document.rsplit('/').next().unwrap_or_default();
        Self {
            model,
            vocabulary,
            persons,
            document: context(vocabulary, file)
                .or_else(|| about_animals(model, vocabulary))
                // Each model of a service is in a folder named after it.
                .or_else(|| {
                    context(vocabulary, &model.document).filter(|whole| *whole == Subject::Voice)
                }),
            around: OnceCell::new(),
            voices: OnceCell::new(),
            inflects: OnceCell::new(),
            facts: OnceCell::new(),
            lists: Lists::default(),
        }
    }

    /// Whether an element is among others that describe a human being.
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

    /// Whether a yes/no field is among others that select or release facts about a human being: columns of a list,
    /// exported data, consents.
    pub fn choose_facts(&self, element: &Element) -> bool {
        let entity = element.entity.map(|entity| entity.0);
        is_grouped(element) && self.facts().chosen.contains(&entity)
    }

    /// The subject of the element or its container by the last word, unless there are facts about a human being beside
    /// it.
    fn kind_of(&self, element: &Element) -> Option<(Subject, String)> {
        let entity = element.entity.map(|entity| entity.0);
        if element.entity.is_some() && self.facts().held.contains(&entity) {
            return None;
        }
        let named = self
            .model
            .entity_of(element)
            .map(|entity| entity.name.value.as_str());
        // A constant belongs to the class in its path.
        let around = element.path.0.iter().rev().nth(1).map(String::as_str);
        // The `gender_group` of a form is a group of buttons.
        let own = element.name.value.as_str();
        let own = Some(own).filter(|own| {
            element.kind != ElementKind::Control || !self.vocabulary.names_group_of_buttons(own)
        });
        [own, named.or(around)]
            .into_iter()
            .flatten()
            .find_map(|name| {
                let subject = self.vocabulary.kind_of(name)?;
                Some((subject, name.to_owned()))
            })
    }

    /// Whether an element is beside a name specific to people.
    pub fn stand_beside_names(&self, element: &Element) -> bool {
        self.around(element)
            .is_some_and(|around| around.persons_names > 0)
    }

    /// Whether an element is certainly about a human being: a name specific to people is beside it, or its container is
    /// named so.
    pub fn is_persons(&self, element: &Element) -> bool {
        let entity = self.model.entity_of(element);
        self.stand_beside_names(element)
            || entity.is_some_and(|entity| {
                let name = entity.name.value.as_str();
                self.vocabulary.names_person(name) && !self.vocabulary.names_identity_number(name)
            })
    }

    /// Whose gender it is.
    pub fn subject_of(
        &self,
        element: &Element,
        attribute: Attribute,
        readings: &Readings,
        signals: &mut Vec<Signal>,
    ) -> Whose {
        let whose = self.stated_subject(element, attribute, readings, signals);
        let persons = whose.sure && whose.subject == Subject::Person;
        if !persons || attribute != Attribute::Geschlecht {
            return whose;
        }
        let nobody = Neighbours::default();
        let around = self.around(element).unwrap_or(&nobody);
        let entity = self.model.entity_of(element);
        match doubt(self, element, entity, around, readings) {
            Some(signal) => {
                signals.push(signal);
                Whose::OPEN
            }
            None => whose,
        }
    }

    /// The subject by the evidence around.
    fn stated_subject(
        &self,
        element: &Element,
        attribute: Attribute,
        readings: &Readings,
        signals: &mut Vec<Signal>,
    ) -> Whose {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        if words.names_biology(name) || element.path.0.iter().any(|part| words.names_biology(part))
        {
            signals.push(Signal::new("biology", name));
            return Whose::surely(Subject::Biology);
        }
        if let Some((subject, text)) = &readings.context {
            signals.push(Signal::new("context_value", text));
            return Whose::surely(*subject);
        }
        let nobody = Neighbours::default();
        let around = self.around(element).unwrap_or(&nobody);
        let entity = self.model.entity_of(element);
        if words.names_biology_beside(name) && around.entries > 0 {
            signals.push(Signal::new("biology", name));
            return Whose::surely(Subject::Biology);
        }
        // Alone it is the entry if names or the record show a person; in a health record it may be either.
        let of_somebody = around.persons_names > 0
            || entity.is_some_and(|entity| words.names_person(&entity.name.value));
        if words.names_biology_beside(name) && !of_somebody {
            signals.push(Signal::new("biology", name));
            return Whose::OPEN;
        }
        if let Some(text) = self.selector(element, entity, around) {
            signals.push(Signal::new("selector", text));
            // Requests between applications must be able to name every entry; nothing is stored there. A form with
            // names of people is not necessarily a search, whatever submits it.
            let is_kept = match element.layer {
                Layer::Ui => !self.names_search(element, entity),
                _ => entity.is_some_and(|entity| words.names_storing(&entity.name.value)),
            };
            let stored = is_kept && around.persons_names > 0;
            return if element.layer == Layer::Message || stored {
                Whose::OPEN
            } else {
                Whose::surely(Subject::Selector)
            };
        }
        // Who pays a dog's tax has an address, an account or a day of birth, even where no name stands beside it.
        let is_of_somebody = around.persons_names > 0 || around.contacts > 0;
        let (mut said, mut text) = self.nearest(element, entity, true);
        // Of those who take part in a course, its name over their fields says nothing.
        let mut by_part = names_part(element, text);
        if by_part
            && is_of_somebody
            && matches!(said, Said::Of(subject) if !matches!(subject, Subject::Animal | Subject::Voice))
        {
            (said, text) = self.nearest(element, entity, false);
            by_part = false;
        }
        if let Said::Of(subject) = said {
            signals.push(Signal::new("context", text));
            let own = text == name || by_part && !is_of_somebody;
            // The table of an animal with names of people: either may be meant. Among unprefixed columns specific to
            // animals it is the animal's.
            let among_its_own = subject == Subject::Animal
                && around.plain_animals() >= 2
                && first_of_several(name).is_none();
            return if own || !(is_of_somebody || is_address(text)) || among_its_own {
                Whose::surely(subject)
            } else {
                Whose::OPEN
            };
        }
        let is_listed = !readings.values.is_empty();
        if (attribute == Attribute::Geschlecht || is_listed)
            && let Some(whose) = self.of_an_organisation(entity, attribute, around, signals)
        {
            return whose;
        }
        let is_persons_part = by_part && matches!(said, Said::Person);
        if text != name && !is_persons_part && around.is_beside_animals(name) {
            signals.push(Signal::new("siblings", "animal"));
            return Whose::surely(Subject::Animal);
        }
        if let Some((subject, kind)) = self.kind_of(element).filter(|_| !is_persons_part) {
            signals.push(Signal::new("context", &kind));
            return match is_address(&kind) {
                true => Whose::OPEN,
                false => Whose::surely(subject),
            };
        }
        let named = matches!(said, Said::Person);
        self.by_neighbours(element, named, around, signals)
    }

    /// Evidence that records are searched, shown or sorted by it.
    fn selector<'t>(
        &self,
        element: &'t Element,
        entity: Option<&'t Entity>,
        around: &Neighbours,
    ) -> Option<&'t str> {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        let around_it = entity.into_iter().flat_map(|entity| &entity.labels);
        let purposes = around_it
            .chain(&element.labels)
            .filter(|label| label.kind == LabelKind::Purpose)
            .map(|label| label.text.value.as_str());
        let stated = [Some(name), entity.map(|entity| entity.name.value.as_str())]
            .into_iter()
            .flatten()
            .chain(purposes)
            .find(|text| words.names_selector(text));
        let switch = matches!(element.domain.value, Known::Yes(Domain::Boolean))
            && around.switches > 0
            && !crate::topic::tokens(name)
                .iter()
                .any(|token| words.is_entry_name(token));
        let of_all = is_alternative(element, around) && around.all_at_once.is_some();
        stated.or_else(|| (switch || of_all).then_some(name))
    }

    /// Whether the name of a control or its form is that of a search.
    fn names_search(&self, element: &Element, entity: Option<&Entity>) -> bool {
        let entity = entity.map(|entity| &entity.name.value);
        let mut names = std::iter::once(&element.name.value).chain(entity);
        names.any(|name| self.vocabulary.names_selector(name))
    }

    /// The nearest name with a meaning: its own, its label, its table, the container of that.
    /// `parts`: whether the names of the parts of a form count that a control stands in.
    fn nearest<'t>(
        &self,
        element: &'t Element,
        entity: Option<&'t Entity>,
        parts: bool,
    ) -> (Said, &'t str) {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        // A list of abbreviations is not one of entries; the abbreviation of a gender is.
        let names_it = words.names_gender(name) == NameMatch::Strong
            || words.names_salutation(name) == NameMatch::Strong;
        let titles = element
            .labels
            .iter()
            .filter(|label| label.kind != LabelKind::Purpose)
            .map(|label| label.text.value.as_str())
            .filter(|text| parts || !names_part(element, text));
        let entity = entity.map(|entity| entity.name.value.as_str());
        let outwards = element.path.0.iter().rev().map(String::as_str);
        let mut person = None;
        for text in [name]
            .into_iter()
            .chain(titles)
            .chain(entity)
            .chain(outwards)
        {
            if words.names_owner(text) || words.addresses_the_reader(text) {
                return (Said::Person, text);
            }
            let speaks_of_person = words.names_person(text);
            if let Some(subject) = context(words, text)
                    .filter(|subject| {
                        *subject != Subject::Other
                            || text != name
                            || !names_it
                            || words.speaks_together(text)
                    })
                // A name that also mentions a person (adopter, contact of a dog) is not about the animal.
                && (text == name || !speaks_of_person)
                && person.is_none()
            {
                return (Said::Of(subject), text);
            }
            if speaks_of_person {
                person.get_or_insert(text);
            }
        }
        match person {
            Some(text) => (Said::Person, text),
            None => (Said::Nothing, name),
        }
    }

    /// Organisations have no gender entry; the persons beside them do.
    fn of_an_organisation(
        &self,
        entity: Option<&Entity>,
        attribute: Attribute,
        around: &Neighbours,
        signals: &mut Vec<Signal>,
    ) -> Option<Whose> {
        let entity = entity?.name.value.as_str();
        if !self.vocabulary.names_organisation(entity) || around.persons_names > 0 {
            return None;
        }
        signals.push(Signal::new("context", entity));
        Some(if attribute == Attribute::Geschlecht {
            Whose::surely(Subject::Organisation)
        } else {
            // The form of address may be that of a person who works there.
            Whose::OPEN
        })
    }

    /// Siblings and the document's name: weaker evidence, ignored if a person is described.
    fn by_neighbours(
        &self,
        element: &Element,
        named: bool,
        around: &Neighbours,
        signals: &mut Vec<Signal>,
    ) -> Whose {
        let person = named || self.describe_a_person(element);
        let of = |subject| around.subjects.get(&subject).copied().unwrap_or(0);
        let animals = of(Subject::Animal);
        if animals >= 2 || (animals == 1 && !person) {
            signals.push(Signal::new("siblings", "animal"));
            // One part of a single longer name may be an abbreviation or a figure of speech: `age_cat`, `horse_power`,
            // `dog_tag`. So may some words alone: `cat`.
            let is_part = animals == 1 && (around.plain_animals() == 0 || around.weak_animals == 1);
            return if named || around.persons_names > 0 || is_part {
                Whose::OPEN
            } else {
                Whose::surely(Subject::Animal)
            };
        }
        // The patient of a veterinary has a kind, and a keeper beside it.
        let is_keepers = self.vocabulary.names_owner(&element.name.value);
        if animals == 1 && around.keepers > 0 && around.persons_names == 0 && !is_keepers {
            signals.push(Signal::new("siblings", "animal"));
            return Whose::OPEN;
        }
        let several = around.together.iter().find(|(_, count)| **count >= 2);
        let several = several.filter(|(subject, _)| **subject != Subject::Biology || !person);
        if let Some((subject, _)) = several.filter(|_| around.persons_names == 0) {
            signals.push(Signal::new("siblings", "context"));
            // A person's record may hold two such figures as well. The input of a formula may be the body or the entry,
            // a competition may ask about its classes or its starters, and clothing may be selected by the wearer or
            // the size.
            let either = [Subject::Biology, Subject::Group, Subject::Clothing];
            return if named || either.contains(subject) {
                Whose::OPEN
            } else {
                Whose::surely(*subject)
            };
        }
        let another = around
            .subjects
            .iter()
            .filter(|(subject, _)| !matches!(subject, Subject::Statistic | Subject::Selector))
            .find(|(_, count)| **count >= 2);
        if let Some((subject, _)) = another.filter(|_| !person) {
            signals.push(Signal::new("siblings", "context"));
            return Whose::surely(*subject);
        }
        match self.document {
            Some(subject @ (Subject::Animal | Subject::Grammar | Subject::Voice)) if !person => {
                signals.push(Signal::new("document", &self.model.document));
                Whose::surely(subject)
            }
            _ => Whose::surely(Subject::Person),
        }
    }
}

/// Whether a name is an address: a form without a name of its own is known by where it is sent (`/team`), which says
/// little about whose data it takes.
fn is_address(name: &str) -> bool {
    name.contains('/')
}

/// Whether a text is the name of the part of a form that a control stands in.
fn names_part(element: &Element, text: &str) -> bool {
    let is_it = |label: &Label| label.kind == LabelKind::Description && label.text.value == text;
    element.kind == ElementKind::Control
        && text != element.name.value
        && element.labels.iter().any(is_it)
}

/// Whether an element is grouped with those of its entity: controls outside forms belong together, other elements
/// without an entity do not.
fn is_grouped(element: &Element) -> bool {
    element.entity.is_some() || element.kind == ElementKind::Control
}

/// The animal subject of a whole document, if several of its tables or types are named so.
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
