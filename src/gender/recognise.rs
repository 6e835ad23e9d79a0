//! Recognises gender or salutation fields in the elements of a document, with subject and confidence.

mod signal;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use foldhash::{HashMap, HashSet};

use super::classify::{classify, classify_one};
use super::described::described_values;
use super::explained::explain;
use super::field::{
    Attribute, ClassifiedValue, Concept, Declaration, FieldDomain, GenderField, ListAmendment,
    Signal, Subject,
};
use super::name::{NameMatch, YesNo};
use super::published::published;
use super::readings::Readings;
use super::surroundings::Surroundings;
use super::translation::is_word_in_languages;
use super::uses;
use super::vocabulary::{CodeSystem, Vocabulary};
use crate::model::{
    Amendment, Confidence, Domain, Element, ElementId, ElementKind, Known, LabelKind, Layer,
    Reference, RelationKind, SchemaModel, Span, Value,
};
use crate::topic::{spelling, tokens};

/// Maximum length of a chain of references (column → lookup table → …); real chains are shorter.
const MOST_HOPS: usize = 8;
/// Maximum length of a list of entries; the content of longer lists becomes a question.
const MOST_VALUES: usize = 1_000;

/// The gender and salutation fields of a document.
pub fn fields(model: &SchemaModel, vocabulary: &Vocabulary) -> Vec<GenderField> {
    let scene = Scene::new(model, vocabulary);
    let mut fields: Vec<GenderField> = model
        .iter()
        .filter_map(|(id, element)| scene.field(id, element))
        .collect();
    uses::types_follow_their_uses(&mut fields);
    uses::types_share_doubts(&mut fields);
    fields
}

/// Whether each value is a word for an entry with a pair of pronouns as its label.
fn says_pronouns_in_pairs(words: &Vocabulary, readings: &Readings) -> bool {
    let is_pair =
        |label: &String| label.contains('/') && words.dependent.contains(&spelling(label));
    let mut values = readings.values.iter();
    values.all(|value| value.label.as_ref().is_some_and(is_pair))
}

/// Whether the declared type of an element is a yes/no.
fn says_boolean(element: &Element) -> bool {
    let declared = element.type_name().unwrap_or_default();
    declared.to_ascii_lowercase().starts_with("bool")
}

/// A document with data derived from it once.
pub(super) struct Scene<'a> {
    model: &'a SchemaModel,
    vocabulary: &'a Vocabulary,
    surroundings: Surroundings<'a>,
    /// Elements of a composite key.
    keyed: HashSet<ElementId>,
    /// Names of elements with their entity. Collected when a name with a leading mark needs them.
    names: OnceCell<HashSet<(u32, &'a str)>>,
    /// Positions of list values, and names of the lists. Collected when an element without values needs them.
    lists: OnceCell<Lists<'a>>,
    /// By declaring element: its values, classified once for all users.
    classified: RefCell<HashMap<ElementId, Rc<Readings>>>,
}

/// The lists of a document, for comparison with its other names.
struct Lists<'a> {
    members: HashSet<Span>,
    names: HashSet<&'a str>,
}

impl<'a> Lists<'a> {
    fn new(model: &'a SchemaModel) -> Self {
        let mut lists = Self {
            members: HashSet::default(),
            names: HashSet::default(),
        };
        for element in &model.elements {
            if let Known::Yes(Domain::Closed(values)) = &element.domain.value
                && element.kind == ElementKind::ValueType
            {
                lists.names.insert(&element.name.value);
                let spans = values.iter().filter_map(|value| value.raw.span);
                lists.members.extend(spans);
            }
        }
        lists
    }
}

/// The values of an element, with references resolved.
pub(super) enum Values<'a> {
    Closed(&'a [Value], Option<&'a CodeSystem>),
    CodeList(&'a str, Option<&'a CodeSystem>),
    Boolean,
    Open,
    Named(&'a str),
    NoValue,
    Unknown,
}

impl<'a> Scene<'a> {
    pub(super) fn new(model: &'a SchemaModel, vocabulary: &'a Vocabulary) -> Self {
        let keys = model.relations.iter().filter(|relation| {
            use RelationKind::{PrimaryKey, Unique};
            matches!(relation.kind, PrimaryKey | Unique) && relation.elements.len() > 1
        });
        Self {
            model,
            vocabulary,
            surroundings: Surroundings::new(model, vocabulary),
            keyed: keys.flat_map(|key| key.elements.iter().copied()).collect(),
            names: OnceCell::new(),
            lists: OnceCell::new(),
            classified: RefCell::default(),
        }
    }

    /// The classified values declared by an element.
    pub(super) fn readings(
        &self,
        id: ElementId,
        element: &Element,
        values: &Values<'_>,
    ) -> Rc<Readings> {
        let Values::Closed(list, system) = values else {
            return Rc::default();
        };
        if let Some(known) = self.classified.borrow().get(&id) {
            return known.clone();
        }
        let mut values = classify(self.vocabulary, *system, self.model, &element.path, list);
        let said = element.labels.iter().map(|label| label.text.value.as_str());
        explain(self.vocabulary, &mut values, said);
        let readings = Rc::new(Readings::new(self.vocabulary, values));
        self.classified.borrow_mut().insert(id, readings.clone());
        readings
    }

    fn field(&self, id: ElementId, element: &'a Element) -> Option<GenderField> {
        if matches!(element.domain.value, Known::Yes(Domain::Temporal))
            || self.is_instrument(element)
            || self.vocabulary.groups_by_gender(&element.name.value)
        {
            return None;
        }
        if self.is_one_entry(element) || self.shows_all_entries(element) {
            return None;
        }
        if self.holds_a_name(element) {
            return None;
        }
        if is_word_in_languages(self.vocabulary, element) {
            return None;
        }
        // Goods and results have such columns, too: in data, only other columns show a person.
        let is_column = element.rows.is_some() && element.kind != ElementKind::ValueType;
        if is_column && !self.surroundings.describe_a_person(element) {
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
        let outputs = shape.outputs && element.layer != Layer::Ui;
        // Pairs of pronouns (he/him) can be chosen; only a person can say whether the entry is meant.
        let in_pairs = outputs && says_pronouns_in_pairs(self.vocabulary, &readings);
        if outputs && !in_pairs || self.is_companion(element) {
            return None;
        }
        if self.is_said_by_a_list(element) || self.lists_attributes(&values, &readings) {
            return None;
        }
        let yes_no = self.yes_no(element, &values, &readings);
        if yes_no == Some(YesNo::About) {
            return None;
        }
        let former = self.vocabulary.names_former(name);
        let mut gender = self.gender_signal(element, &values, shape, &mut signals);
        if yes_no == Some(YesNo::Unclear) {
            gender = gender.map(|sure| sure.min(Confidence::Medium));
        }
        if gender.is_none() && self.lists_letters_beside_names(element, &values, &readings) {
            signals.push(Signal::new("letters_beside_names", &shape.seen));
            gender = Some(Confidence::Medium);
        }
        let by_values_alone = signals.iter().all(|signal| signal.kind == "values");
        let salutation = self.salutation_signal(element, shape, &mut signals);
        let attribute = match (former, gender, salutation) {
            (true, _, _) => Attribute::FormerEntry,
            // A gender word in the name decides, even if the values are Herr and Frau.
            (_, Some(gender), Some(salutation)) if salutation > gender => Attribute::Anrede,
            // The forms of a salutation may be named männlich, weiblich, neutral: its own name decides.
            (_, Some(_), Some(Confidence::High)) if by_values_alone => Attribute::Anrede,
            (_, Some(_), _) => Attribute::Geschlecht,
            (_, None, Some(_)) => Attribute::Anrede,
            (false, None, None) => return None,
        };
        let confidence = gender.max(salutation).unwrap_or(Confidence::High);
        if matches!(values, Values::NoValue) && confidence < Confidence::High {
            return None;
        }
        let whose = self
            .surroundings
            .subject_of(element, attribute, &readings, &mut signals);
        let confidence = if whose.sure && !in_pairs {
            confidence
        } else {
            confidence.min(Confidence::Medium)
        };
        let mut field = self.build(
            id,
            element,
            attribute,
            whose.subject,
            confidence,
            signals,
            &values,
            &readings,
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

    /// Whether an element is a person's name whose type only mentions the attribute: `firstname: GenderRuleSet`.
    fn holds_a_name(&self, element: &Element) -> bool {
        let words = self.vocabulary;
        let name = element.name.value.as_str();
        element.kind != ElementKind::ValueType
            && matches!(
                element.domain.value,
                Known::Yes(Domain::Reference(_)) | Known::No(_)
            )
            && words.is_persons_name(name)
            && !words.names_either(name)
    }

    /// Whether an element beside names of people allows only letters of entries (`kz CHAR(1) CHECK (kz IN ('M', 'W'))`).
    /// Its name says nothing, so only a person can tell.
    fn lists_letters_beside_names(
        &self,
        element: &Element,
        values: &Values<'_>,
        readings: &Readings,
    ) -> bool {
        let shape = &readings.shape;
        let is_letter = |value: &ClassifiedValue| {
            value.raw.chars().count() <= 1
                && value.label.is_none()
                && (!value.meaning.concepts.is_empty() || value.placeholder)
        };
        matches!(values, Values::Closed(_, None))
            && element.kind != ElementKind::ValueType
            && shape.male_and_female
            && !(shape.salutation || shape.outputs)
            && readings.context.is_none()
            && readings.values.iter().all(is_letter)
            && self.surroundings.stand_beside_names(element)
    }

    /// Whether the visible part of a list holds every required entry: further rows remove nothing.
    fn shows_all_entries(&self, element: &Element) -> bool {
        let rows = element
            .rows
            .as_ref()
            .filter(|_| element.kind == ElementKind::ValueType && element.narrowed.is_none());
        let Some(rows) = rows else { return false };
        let values = classify(self.vocabulary, None, self.model, &element.path, rows);
        let holds = |concept: Concept| {
            values
                .iter()
                .any(|value| value.meaning.concepts.as_slice() == [concept])
        };
        Concept::REQUIRED.into_iter().all(holds)
    }

    /// Whether a list of the document covers an element without values: as one of its members, or under another name
    /// (`static Genders = Genders`).
    fn is_said_by_a_list(&self, element: &Element) -> bool {
        if !matches!(element.domain.value, Known::No(_)) || element.kind != ElementKind::Field {
            return false;
        }
        let lists = self.lists.get_or_init(|| Lists::new(self.model));
        let is_member = element
            .name
            .span
            .is_some_and(|span| lists.members.contains(&span));
        is_member || lists.names.contains(element.name.value.as_str())
    }

    /// Whether the values are names of attributes, including this one, instead of entries.
    fn lists_attributes(&self, values: &Values<'_>, readings: &Readings) -> bool {
        let words = self.vocabulary;
        let listed = &readings.values;
        let names_it = |value: &&ClassifiedValue| {
            words.names_gender(&value.raw) == NameMatch::Strong
                || words.names_salutation(&value.raw) == NameMatch::Strong
        };
        let named = listed.iter().filter(names_it).count();
        matches!(values, Values::Closed(..))
            && named > 0
            // Numbered texts of one attribute are ambiguous.
            && (listed.len() == 1 || named < listed.len())
            && listed.iter().all(|value| value.meaning.concepts.is_empty())
    }

    /// Whether an element locates a control of a user interface, and holds no entry.
    fn is_instrument(&self, element: &Element) -> bool {
        // Also for a list of them.
        let names = |declared: &str| {
            declared
                .split(|ch: char| !ch.is_alphanumeric())
                .any(|part| self.vocabulary.is_instrument(part))
        };
        element
            .declared_type
            .as_ref()
            .is_some_and(|declared| names(&declared.value))
    }

    /// Whether an element supplements its sibling of the same name without a leading mark (`gender`, `_gender`), or
    /// with a suffix (`gender__ext`).
    fn is_companion(&self, element: &Element) -> bool {
        let own = element.name.value.as_str();
        let Some(name) = own.strip_prefix('_').or_else(|| own.strip_suffix("__ext")) else {
            return false;
        };
        let structured = !matches!(
            element.domain.value,
            Known::Yes(Domain::Closed(_) | Domain::Boolean)
        );
        let speaks = structured && self.vocabulary.names_either(name);
        let Some(entity) = element.entity.filter(|_| speaks) else {
            return false;
        };
        let names = self.names.get_or_init(|| {
            let elements = self.model.elements.iter();
            elements
                .filter_map(|other| Some((other.entity?.0, other.name.value.as_str())))
                .collect()
        });
        names.contains(&(entity.0, name))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one private constructor; a struct would only repeat the field list"
    )]
    pub(super) fn build(
        &self,
        id: ElementId,
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
                carries: false,
                conditional: false,
            })
        });
        let (system, system_complete) = match values {
            Values::Closed(_, Some(system)) | Values::CodeList(_, Some(system)) => {
                (Some(system.name.clone()), Some(system.complete))
            }
            _ => (None, None),
        };
        let published = match values {
            Values::Closed(..) => published(self.vocabulary, self.model, element, &readings.values),
            _ => None,
        };
        let is_type = matches!(element.kind, ElementKind::ValueType | ElementKind::CodeList);
        let is_former_list = is_type && self.vocabulary.names_former_list(&element.name.value);
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
            is_type,
            deprecated: element.deprecated || is_former_list,
            attribute,
            subject,
            of_human: self.surroundings.is_persons(element),
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
            completed_by: None,
            narrowed_by: element
                .narrowed
                .map(|at| self.model.place(&element.path, Some(at))),
            is_part: element.is_part,
            code_system: system,
            code_system_complete: system_complete,
            published,
            optional: element.optional.value.clone(),
            default,
            shown: element
                .rows
                .iter()
                .flatten()
                .map(|value| value.raw.value.clone())
                .collect(),
            described: match values {
                Values::Open | Values::Unknown => {
                    let said = element.labels.iter().map(|label| label.text.value.as_str());
                    described_values(self.vocabulary, said)
                }
                _ => Vec::new(),
            },
            width: element.width.as_ref().map(|width| width.value),
            in_key: self.keyed.contains(&id),
            labels: element
                .labels
                .iter()
                .map(|label| label.text.value.clone())
                .collect(),
            joined: None,
            amends: element
                .amends
                .as_ref()
                .map(|amends| self.amendment(element, amends)),
            titles: element
                .labels
                .iter()
                .filter(|label| label.kind == LabelKind::Title)
                .map(|label| label.text.value.clone())
                .collect(),
        }
    }

    fn amendment(&self, element: &Element, amends: &Amendment) -> ListAmendment {
        let read =
            |values: &[Value]| classify(self.vocabulary, None, self.model, &element.path, values);
        match amends {
            Amendment::Adds(values) => ListAmendment::Adds(read(values)),
            Amendment::Continues(values) => ListAmendment::Continues(read(values)),
            Amendment::Replaces => ListAmendment::Replaces,
            Amendment::Extends { more, is_plain } => ListAmendment::Extends {
                more: read(more),
                is_plain: *is_plain,
            },
        }
    }

    /// The values of an element with the element that declares them, resolving references inside the document.
    pub(super) fn values(&self, id: ElementId, element: &'a Element) -> (ElementId, Values<'a>) {
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
        // A circular reference declares nothing.
        (id, Values::Unknown)
    }

    /// Whether an element is a constant named after the entry it holds, and neither a field nor a default
    /// (`GENDER_MALE: str = "male"`).
    fn is_one_entry(&self, element: &Element) -> bool {
        let literal = element
            .default
            .as_ref()
            .and_then(|default| default.literal.as_deref());
        let is_listed = matches!(
            element.domain.value,
            Known::Yes(Domain::Closed(_) | Domain::Boolean)
        );
        let (Some(literal), false, ElementKind::Field) = (literal, is_listed, element.kind) else {
            return false;
        };
        let held = self.vocabulary.spellings.get(&spelling(literal));
        let name = tokens(&element.name.value);
        held.is_some()
            && name.len() > 1
            && name
                .last()
                .is_some_and(|last| last.len() > 1 && self.vocabulary.spellings.get(last) == held)
    }

    /// The content of a yes/no field; `None` for other fields. A list or a number without words for an entry counts as
    /// one if its name says so.
    fn yes_no(&self, element: &Element, values: &Values<'_>, readings: &Readings) -> Option<YesNo> {
        let words = self.vocabulary;
        let titles = element.labels.iter().filter(|label| {
            label.kind == LabelKind::Title && words.names_gender(&label.text.value) != NameMatch::No
        });
        let mut names = std::iter::once(&element.name.value)
            .filter(|name| words.names_gender(name) != NameMatch::No)
            .chain(titles.map(|label| &label.text.value))
            .map(|name| words.yes_no(name));
        match values {
            Values::Boolean => {}
            Values::Closed(..) => {
                let known = |value: &ClassifiedValue| value.meaning.concepts.len() == 1;
                let switch = !readings.values.iter().any(known)
                    && (words.yes_no(&element.name.value) == YesNo::About
                        || words.tell_whether_asked(&readings.values));
                return switch.then_some(YesNo::About);
            }
            // In a dialect that nobody knows, `boolean` may be a property of the field.
            Values::Unknown if says_boolean(element) => {
                let switch = names.any(|said| said == YesNo::About);
                return switch.then_some(YesNo::About);
            }
            Values::Open if matches!(element.domain.value, Known::Yes(Domain::Number)) => {
                let switch = names.any(|said| said == YesNo::About);
                return switch.then_some(YesNo::About);
            }
            _ => return None,
        }
        let said: Vec<YesNo> = names.collect();
        if said.contains(&YesNo::About) || self.surroundings.choose_facts(element) {
            Some(YesNo::About)
        } else if said.first() == Some(&YesNo::Unclear) {
            Some(YesNo::Unclear)
        } else {
            Some(YesNo::Entry)
        }
    }
}
