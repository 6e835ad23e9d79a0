//! Which elements of a document are gender or salutation fields, of whom, and how sure.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use super::classify::{classify, classify_one};
use super::field::{
    Attribute, ClassifiedValue, Concept, Declaration, FieldDomain, GenderField, Signal, Subject,
};
use super::name::NameMatch;
use super::vocabulary::{CodeSystem, Vocabulary};
use crate::model::{
    Confidence, Domain, Element, ElementId, ElementKind, Known, LabelKind, Layer, Reference,
    RelationKind, SchemaModel, Value,
};
use crate::topic::{spelling, tokens};

/// References are followed this far (column → lookup table → …); real chains are shorter.
const MOST_HOPS: usize = 8;
/// Longer lists are no lists of entries, whatever they are called; what they hold is asked for.
const MOST_VALUES: usize = 1_000;

/// The gender and salutation fields of a document.
pub fn fields(model: &SchemaModel, vocabulary: &Vocabulary) -> Vec<GenderField> {
    let scene = Scene::new(model, vocabulary);
    model
        .iter()
        .filter_map(|(id, element)| scene.field(id, element))
        .collect()
}

/// A document with what is derived from it once.
struct Scene<'a> {
    model: &'a SchemaModel,
    vocabulary: &'a Vocabulary,
    /// By entity: whether its elements speak about a human being.
    persons: HashMap<Option<u32>, bool>,
    /// Subject that the document's name suggests.
    document: Option<Subject>,
    /// By entity: what the names of its elements speak of, and how many of them. Counted for the first field that
    /// asks.
    around: OnceCell<HashMap<Option<u32>, BTreeMap<Subject, usize>>>,
    /// By declaring element: its values, classified once for all that use it.
    classified: RefCell<HashMap<ElementId, Rc<Readings>>>,
}

/// The classified values of a declaration, with what they look like together.
#[derive(Default)]
struct Readings {
    values: Arc<Vec<ClassifiedValue>>,
    shape: Shape,
    /// What a value speaks of that is no entry of a person (`ruede`, `neutrum`), and the value.
    context: Option<(Subject, String)>,
}

/// What the values of an element are, references followed.
enum Values<'a> {
    Closed(&'a [Value], Option<&'a CodeSystem>),
    CodeList(&'a str, Option<&'a CodeSystem>),
    Boolean,
    Open,
    Named(&'a str),
    NoValue,
    Unknown,
}

impl<'a> Scene<'a> {
    fn new(model: &'a SchemaModel, vocabulary: &'a Vocabulary) -> Self {
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
            classified: RefCell::default(),
        }
    }

    /// The classified values that an element declares.
    fn readings(&self, id: ElementId, element: &Element, values: &Values<'_>) -> Rc<Readings> {
        let Values::Closed(list, system) = values else {
            return Rc::default();
        };
        if let Some(known) = self.classified.borrow().get(&id) {
            return known.clone();
        }
        let values = classify(self.vocabulary, *system, self.model, &element.path, list);
        let readings = Rc::new(Readings {
            shape: Shape::of(self.vocabulary, &values),
            context: context_of_values(self.vocabulary, &values),
            values: Arc::new(values),
        });
        self.classified.borrow_mut().insert(id, readings.clone());
        readings
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

    fn field(&self, id: ElementId, element: &Element) -> Option<GenderField> {
        if matches!(element.domain.value, Known::Yes(Domain::Temporal)) {
            return None;
        }
        let name = element.name.value.as_str();
        let mut signals = Vec::new();
        let (declaring, values) = self.values(id, element);
        let declaration = self.model.element(declaring).unwrap_or(element);
        let readings = self.readings(declaring, declaration, &values);
        let shape = &readings.shape;
        if shape.sentences && self.vocabulary.names_gender(name) != NameMatch::Strong {
            return None;
        }
        let former = self.vocabulary.names_former(name);
        let gender = self.gender_signal(element, &values, shape, &mut signals);
        let salutation = self.salutation_signal(element, shape, &mut signals);
        let attribute = match (former, gender, salutation) {
            (true, _, _) => Attribute::FormerEntry,
            // A gender word in the name decides, even where the values are Herr and Frau.
            (_, Some(gender), Some(salutation)) if salutation > gender => Attribute::Anrede,
            (_, Some(_), _) => Attribute::Geschlecht,
            (_, None, Some(_)) => Attribute::Anrede,
            (false, None, None) => return None,
        };
        let confidence = gender.max(salutation).unwrap_or(Confidence::High);
        if matches!(values, Values::NoValue) && confidence < Confidence::High {
            return None;
        }
        let subject = self.subject(element, &readings, &mut signals);
        let mut field = self.build(
            element, attribute, subject, confidence, signals, &values, &readings,
        );
        if declaring != id {
            field.declaration = Some(Declaration {
                name: declaration.name.value.clone(),
                path: declaration.path.clone(),
                place: self.model.place(&declaration.path, declaration.name.span),
            });
        }
        Some(field)
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one private constructor; a struct would only repeat the field list"
    )]
    fn build(
        &self,
        element: &Element,
        attribute: Attribute,
        subject: Subject,
        confidence: Confidence,
        signals: Vec<Signal>,
        values: &Values<'_>,
        readings: &Readings,
    ) -> GenderField {
        let default = element.default.as_ref().and_then(|default| {
            let literal = default.literal.as_deref()?;
            Some(ClassifiedValue {
                raw: literal.to_owned(),
                label: None,
                label_place: None,
                meaning: classify_one(self.vocabulary, literal, &readings.values),
                place: default
                    .span
                    .map(|span| self.model.place(&element.path, Some(span))),
                inactive: false,
                placeholder: false,
            })
        });
        let (system, system_complete) = match values {
            Values::Closed(_, Some(system)) | Values::CodeList(_, Some(system)) => {
                (Some(system.name.clone()), Some(system.complete))
            }
            _ => (None, None),
        };
        let in_key = self.model.relations.iter().any(|relation| {
            matches!(
                relation.kind,
                RelationKind::PrimaryKey | RelationKind::Unique
            ) && relation.elements.len() > 1
                && relation.elements.iter().any(|id| {
                    self.model
                        .element(*id)
                        .is_some_and(|other| std::ptr::eq(other, element))
                })
        });
        GenderField {
            name: element.name.value.clone(),
            entity: self
                .model
                .entity_of(element)
                .map(|entity| entity.name.value.clone()),
            path: element.path.clone(),
            place: self.model.place(&element.path, element.name.span),
            format: self.model.format.into(),
            layer: element.layer,
            origin: self.model.origin,
            declared_type: element
                .declared_type
                .as_ref()
                .map(|declared| declared.value.clone()),
            declaration: None,
            candidates: Vec::new(),
            is_type: matches!(element.kind, ElementKind::ValueType | ElementKind::CodeList),
            attribute,
            subject,
            signals,
            confidence,
            domain: match values {
                Values::Closed(..) => FieldDomain::Closed(readings.values.clone()),
                Values::CodeList(uri, _) => FieldDomain::CodeList((*uri).to_owned()),
                Values::Boolean => FieldDomain::Boolean,
                Values::Open => FieldDomain::Open,
                Values::Named(name) => FieldDomain::Reference((*name).to_owned()),
                Values::NoValue | Values::Unknown => FieldDomain::Unknown,
            },
            domain_place: element
                .domain
                .span
                .map(|span| self.model.place(&element.path, Some(span))),
            code_system: system,
            code_system_complete: system_complete,
            optional: element.optional.value.clone(),
            default,
            width: element.width.as_ref().map(|width| width.value),
            in_key,
            labels: element
                .labels
                .iter()
                .map(|label| label.text.value.clone())
                .collect(),
            joined: None,
            titles: element
                .labels
                .iter()
                .filter(|label| label.kind == LabelKind::Title)
                .map(|label| label.text.value.clone())
                .collect(),
        }
    }

    /// The values of an element with the element that declares them: references inside the document are
    /// followed.
    fn values(&self, id: ElementId, element: &'a Element) -> (ElementId, Values<'a>) {
        let (mut declaring, mut current) = (id, element);
        for _ in 0..MOST_HOPS {
            let values = match &current.domain.value {
                Known::No(_) => Values::Unknown,
                Known::Yes(Domain::Closed(values)) if values.len() > MOST_VALUES => Values::Unknown,
                Known::Yes(Domain::Closed(values)) => Values::Closed(values, None),
                Known::Yes(Domain::Boolean) => Values::Boolean,
                Known::Yes(Domain::Text | Domain::Number) => Values::Open,
                Known::Yes(Domain::Temporal | Domain::Structure) => Values::NoValue,
                Known::Yes(Domain::Reference(Reference::CodeList { uri, version })) => {
                    let system = self.vocabulary.code_system(uri, version.as_deref());
                    Values::CodeList(uri, system)
                }
                Known::Yes(Domain::Reference(Reference::Named(name))) => Values::Named(name),
                Known::Yes(Domain::Reference(Reference::Element(target))) => {
                    match self.model.element(*target) {
                        Some(next) if *target != declaring => {
                            (declaring, current) = (*target, next);
                            continue;
                        }
                        _ => Values::Unknown,
                    }
                }
            };
            return (declaring, values);
        }
        // A circle declares nothing.
        (id, Values::Unknown)
    }

    /// How sure it is that this is a gender field; `None`: it is not.
    fn gender_signal(
        &self,
        element: &Element,
        values: &Values<'_>,
        shape: &Shape,
        signals: &mut Vec<Signal>,
    ) -> Option<Confidence> {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        let by_name = words.names_gender(name);
        // The blocked and companion words of a name also silence weaker signals.
        if by_name == NameMatch::Strong {
            signals.push(signal("name", name));
            return Some(Confidence::High);
        }
        let mut sure = None;
        let mut raise = |kind: &str, seen: &str, confidence: Confidence| {
            signals.push(signal(kind, seen));
            sure = sure.max(Some(confidence));
        };
        if let Values::Closed(_, Some(system)) | Values::CodeList(_, Some(system)) = values
            && system.carries_gender
            && system.kind != "salutation"
        {
            raise("code_list", &system.name, Confidence::High);
        }
        if let Values::CodeList(uri, None) = values
            && words.names_gender(last_part(uri)) == NameMatch::Strong
        {
            raise("code_list", uri, Confidence::High);
        }
        for label in &element.labels {
            let text = label.text.value.as_str();
            match label.kind {
                LabelKind::Purpose if words.gender.purposes.contains(text) => {
                    raise("purpose", text, Confidence::High);
                }
                LabelKind::Title
                    if short(text) && words.names_gender(text) == NameMatch::Strong =>
                {
                    raise("label", text, Confidence::High);
                }
                // A column's comment says what the column is, where it begins with that.
                LabelKind::Description
                    if element.layer == Layer::Database
                        && short(text)
                        && words.names_gender(text) == NameMatch::Strong
                        && words.names_gender(first_word(text)) == NameMatch::Strong =>
                {
                    raise("comment", text, Confidence::Medium);
                }
                _ => {}
            }
        }
        if let Some(declared) = element
            .declared_type
            .as_ref()
            .map(|declared| declared.value.as_str())
            && words.names_gender(last_part(declared)) == NameMatch::Strong
        {
            raise("type", declared, Confidence::High);
        }
        // männlich/weiblich in words under a name that says nothing else.
        if shape.male_and_female_words && !shape.salutation {
            raise("values", &shape.seen, Confidence::High);
        }
        if by_name == NameMatch::Weak {
            let second = self.second_signal(element, values, shape);
            match second {
                Some((kind, seen)) => {
                    raise("weak_name", name, Confidence::Medium);
                    raise(kind, &seen, Confidence::High);
                }
                // A lone "sex" column is still worth a question.
                None if tokens(name)
                    .iter()
                    .any(|token| words.gender.alone.contains(token)) =>
                {
                    raise("weak_name", name, Confidence::Medium);
                }
                None => {}
            }
        }
        sure
    }

    /// What makes a weak name believable.
    fn second_signal(
        &self,
        element: &Element,
        values: &Values<'_>,
        shape: &Shape,
    ) -> Option<(&'static str, String)> {
        if shape.male_and_female {
            return Some(("values", shape.seen.clone()));
        }
        if matches!(values, Values::Boolean)
            && tokens(&element.name.value)
                .iter()
                .any(|token| self.vocabulary.is_entry_name(token))
        {
            return Some(("boolean", element.name.value.clone()));
        }
        let readable = tokens(&element.name.value)
            .iter()
            .any(|token| self.vocabulary.is_readable_name(token));
        let entity = self
            .model
            .entity_of(element)
            .map(|entity| entity.name.value.as_str());
        if readable && entity.is_some_and(|entity| self.vocabulary.names_person(entity)) {
            return Some(("entity", entity.unwrap_or_default().to_owned()));
        }
        let about_person = self
            .persons
            .get(&element.entity.map(|entity| entity.0))
            .copied()
            .unwrap_or(false);
        if readable && element.entity.is_some() && about_person {
            return Some(("siblings", "person".into()));
        }
        let commented = element.labels.iter().find(|label| {
            self.vocabulary.names_gender(&label.text.value) == NameMatch::Strong
                || tokens(&label.text.value)
                    .iter()
                    .any(|token| self.vocabulary.is_entry_name(token))
        });
        commented.map(|label| ("comment", label.text.value.clone()))
    }

    /// How sure it is that this is a salutation field; `None`: it is not.
    fn salutation_signal(
        &self,
        element: &Element,
        shape: &Shape,
        signals: &mut Vec<Signal>,
    ) -> Option<Confidence> {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        let by_name = words.names_salutation(name);
        if by_name == NameMatch::Strong {
            signals.push(signal("name", name));
            return Some(Confidence::High);
        }
        for label in &element.labels {
            let text = label.text.value.as_str();
            let says = match label.kind {
                LabelKind::Purpose => words.salutation.purposes.contains(text),
                LabelKind::Title => {
                    short(text) && words.names_salutation(text) == NameMatch::Strong
                }
                LabelKind::Description => false,
            };
            if says {
                signals.push(signal("label", text));
                return Some(Confidence::High);
            }
        }
        if let Some(declared) = element
            .declared_type
            .as_ref()
            .map(|declared| declared.value.as_str())
            && words.names_salutation(last_part(declared)) == NameMatch::Strong
        {
            signals.push(signal("type", declared));
            return Some(Confidence::High);
        }
        if shape.salutation {
            signals.push(signal("values", &shape.seen));
            return Some(if by_name == NameMatch::Weak {
                Confidence::High
            } else {
                Confidence::Medium
            });
        }
        None
    }

    /// Whose gender it is.
    fn subject(
        &self,
        element: &Element,
        readings: &Readings,
        signals: &mut Vec<Signal>,
    ) -> Subject {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        if words.names_biology(name) || element.path.0.iter().any(|part| words.names_biology(part))
        {
            signals.push(signal("biology", name));
            return Subject::Biology;
        }
        if let Some((subject, text)) = &readings.context {
            signals.push(signal("context_value", text));
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
                signals.push(signal("context", text));
                return subject;
            }
        }
        // Siblings and the document's name: weaker, and silent where a person is described.
        let person = self
            .persons
            .get(&element.entity.map(|entity| entity.0))
            .copied()
            .unwrap_or(false);
        let nothing = BTreeMap::new();
        let counts = self.around(element).unwrap_or(&nothing);
        let animals = counts.get(&Subject::Animal).copied().unwrap_or(0);
        if animals >= 2 || (animals == 1 && !person) {
            signals.push(signal("siblings", "animal"));
            return Subject::Animal;
        }
        if let Some((subject, _)) = counts
            .iter()
            .find(|(subject, count)| **count >= 2 && **subject != Subject::Statistic)
            && !person
        {
            signals.push(signal("siblings", "context"));
            return *subject;
        }
        match self.document {
            Some(subject @ (Subject::Animal | Subject::Grammar)) if !person => {
                signals.push(signal("document", &self.model.document));
                subject
            }
            _ => Subject::Person,
        }
    }
}

/// What the first value speaks of that is no entry of a person.
fn context_of_values(words: &Vocabulary, values: &[ClassifiedValue]) -> Option<(Subject, String)> {
    values
        .iter()
        .flat_map(|value| [Some(&value.raw), value.label.as_ref()])
        .flatten()
        .find_map(|text| {
            let subject = words.context_values.get(&spelling(text))?;
            Some((*subject, text.clone()))
        })
}

/// What the values look like together.
#[derive(Default)]
struct Shape {
    male_and_female: bool,
    /// In words, not in single letters.
    male_and_female_words: bool,
    /// Herr and Frau.
    salutation: bool,
    /// Sentences and patterns for one value each: texts that depend on the entry, not a list of entries.
    sentences: bool,
    seen: String,
}

impl Shape {
    fn of(words: &Vocabulary, values: &[ClassifiedValue]) -> Self {
        // A letter read as a word of an entry proves little where its label says something else (m: married).
        let in_words = |value: &ClassifiedValue| match value.meaning.because.as_str() {
            "letter" | "sibling_set" | "alone" => false,
            _ => long(&value.raw) || value.label.as_deref().is_some_and(long),
        };
        let stated = |concept: Concept, words: bool| {
            values.iter().any(|value| {
                value.meaning.concepts.as_slice() == [concept] && (!words || in_words(value))
            })
        };
        let address = |value: &ClassifiedValue| {
            [Some(value.raw.as_str()), value.label.as_deref()]
                .into_iter()
                .flatten()
                .any(|text| {
                    let folded = spelling(text);
                    words.salutations.contains(&folded)
                        || folded.split(' ').any(|word| words.is_address_in_full(word))
                })
        };
        let addressed = values.iter().filter(|value| address(value)).count();
        // Long lists hold such words by chance: MR and MS are countries, too.
        let among_few = |found: usize, most: usize| values.len() <= found * most;
        Self {
            male_and_female: stated(Concept::Male, false) && stated(Concept::Female, false),
            male_and_female_words: stated(Concept::Male, true)
                && stated(Concept::Female, true)
                && among_few(2, 8),
            salutation: addressed >= 2 && among_few(addressed, 5),
            sentences: values.iter().filter(|value| is_sentence(value)).count() * 2 > values.len(),
            seen: values
                .iter()
                .take(6)
                .map(|value| value.label.as_deref().unwrap_or(&value.raw))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }
}

/// Whether people read a sentence for a value, or a pattern that a program fills.
fn is_sentence(value: &ClassifiedValue) -> bool {
    const MOST_WORDS: usize = 5;
    value.label.as_deref().is_some_and(|label| {
        let pattern = ["%(", "%s", "%1", "{0}", "{}", "${"];
        pattern.iter().any(|mark| label.contains(mark))
            || label.split_whitespace().count() > MOST_WORDS
    })
}

fn long(text: &str) -> bool {
    text.trim().chars().count() > 2
}

/// Labels longer than this are sentences that mention things.
fn short(text: &str) -> bool {
    text.split_whitespace().count() <= 6
}

fn first_word(text: &str) -> &str {
    text.split(|ch: char| !ch.is_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or_default()
}

fn signal(kind: &str, seen: &str) -> Signal {
    const MOST_CHARS: usize = 80;
    Signal {
        kind: kind.to_owned(),
        seen: seen.chars().take(MOST_CHARS).collect(),
    }
}

/// The last part of a qualified type name or URI.
fn last_part(name: &str) -> &str {
    let name = name.split(['(', '<', '[']).next().unwrap_or(name);
    name.trim_end_matches(['/', '>', ')'])
        .rsplit(['/', ':', '#', '}'])
        .next()
        .unwrap_or(name)
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
