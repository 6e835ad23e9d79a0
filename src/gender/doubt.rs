//! Reasons to doubt that a field taken for a person's really is one: they turn a fault into a question.

use super::exclusion::makes_people_up;
use super::field::{ClassifiedValue, Concept, Signal, Subject};
use super::name::NameMatch;
use super::readings::Readings;
use super::subject::context;
use super::surroundings::{Neighbours, Surroundings};
use super::vocabulary::Vocabulary;
use crate::model::{Element, ElementKind, Entity, Label, LabelKind, Layer};
use crate::topic::{spelling, tokens};

/// The reason why a person must check whether the field is a person's; `None` if there is none.
pub(super) fn doubt(
    surroundings: &Surroundings<'_>,
    element: &Element,
    entity: Option<&Entity>,
    around: &Neighbours,
    readings: &Readings,
) -> Option<Signal> {
    let words = surroundings.vocabulary;
    let name = element.name.value.as_str();
    if let Some(entity) = entity
        && words.names_first_names(&entity.name.value)
    {
        return Some(Signal::new("first_names", &entity.name.value));
    }
    if element.kind == ElementKind::ValueType && words.names_list_of_names(name) {
        return Some(Signal::new("first_names", name));
    }
    if !(surroundings.describe_a_person(element)
        || entity.is_some_and(|entity| words.names_person(&entity.name.value)))
        && let Some(value) = perhaps_of_nobody(words, readings)
    {
        return Some(Signal::new("context_value", value));
    }
    if let Some(made_up) = surroundings.makes_up(element) {
        return Some(Signal::new("made_up", made_up));
    }
    if let Some(task) = surroundings.task(element) {
        return Some(Signal::new("task", task));
    }
    let around_it = surroundings.names_around(element);
    if let Some(number) = surroundings.number(element, around_it) {
        return Some(Signal::new("number", number));
    }
    if !surroundings.is_persons(element)
        && let Some(group) = group(words, readings)
    {
        return Some(Signal::new("groups", group));
    }
    if is_alternative(element, around) {
        return Some(Signal::new("alternatives", name));
    }
    if (element.kind == ElementKind::ValueType || is_map(words, element))
        && let Some(translated) = surroundings.translates(element, readings)
    {
        return Some(Signal::new("translation", translated));
    }
    if let Some(keyed) = surroundings.keys_figures(element) {
        return Some(Signal::new("keys", keyed));
    }
    if element.layer == Layer::Code
        && element.kind == ElementKind::ValueType
        && let Some(thing) = keyed_thing(words, readings)
    {
        return Some(Signal::new("keyed", thing));
    }
    if let Some(drawn) = surroundings.only_drawn(element) {
        return Some(Signal::new("made_up", drawn));
    }
    if let Some(copied) = surroundings.is_copied(element) {
        return Some(Signal::new("amended", copied));
    }
    if let Some(word) = surroundings.inflects(element) {
        return Some(Signal::new("inflection", word));
    }
    if let Some(figure) = figure(readings) {
        return Some(Signal::new("figures", figure));
    }
    if let Some(measure) = surroundings.measure(element, entity, around) {
        return Some(Signal::new("figures", measure));
    }
    if let Some(text) = surroundings.listing(element) {
        return Some(Signal::new("listing", text));
    }
    // Types and columns are declared anywhere; a search form contains search criteria.
    let local = element.layer == Layer::Ui
        || element.layer == Layer::Code && name.starts_with(char::is_lowercase);
    if local && words.names_selector(surroundings.file_stem()) && !surroundings.mark_searches() {
        return Some(Signal::new("search_page", surroundings.file_stem()));
    }
    let voice = surroundings.speaks_of_voices()?;
    Some(Signal::new("voices", voice))
}

impl<'a> Surroundings<'a> {
    /// Name of the document without folder and extension.
    fn file_stem(&self) -> &'a str {
        let file = self.model.document.rsplit('/').next().unwrap_or_default();
        file.split('.').next().unwrap_or_default()
    }

    /// Evidence that people are made up here: a name around the field, its document, or an imported library for it.
    fn makes_up<'t>(&'t self, element: &'t Element) -> Option<&'t str> {
        makes_people_up(self.model, self.vocabulary, self.names_around(element))
    }

    /// The names of the elements around it, and of the function with this parameter.
    fn names_around<'t>(
        &self,
        element: &'t Element,
    ) -> impl Iterator<Item = &'t str> + use<'t, 'a> {
        let signatures = element.labels.iter().filter(|label| is_signature(label));
        let path = element.path.0.iter().map(String::as_str);
        path.chain(signatures.map(task_of))
    }

    /// The function that restricts the values of a parameter, if it, its class or its other parameters are not about a
    /// person but about words, voices, goods, searches or figures, or if it does not show that it keeps the values.
    fn task<'t>(&self, element: &'t Element) -> Option<&'t str> {
        let words = self.vocabulary;
        let signature = element.labels.iter().find(|label| is_signature(label))?;
        let task = task_of(signature);
        let text = signature.text.value.as_str();
        if words.names_figure(task) || words.names_selector(text) {
            return Some(task);
        }
        // firstName(gender): it returns a name, and takes none.
        let handed = text.split_once('(').map_or("", |(_, handed)| handed);
        if words.is_persons_name(task) && !words.is_persons_name(handed) {
            return Some(task);
        }
        let around = element.path.0.iter().rev().skip(1).map(String::as_str);
        // A type of a parameter limits what is stored nowhere. Who hands over a name, or creates a person, keeps both.
        // What checks or sets the entry itself is named after it.
        let is_about_it = words.names_gender(task) != NameMatch::No
            || words.names_salutation(task) != NameMatch::No;
        let mut parameters = handed.trim_end_matches(')').split(',').map(str::trim);
        if !is_about_it && parameters.any(|parameter| parameter == element.name.value) {
            let mut of = std::iter::once(task).chain(around.clone());
            let makes = words.names_keeping(task) && of.any(|name| words.names_person(name));
            let keeps = makes || words.is_persons_name(handed);
            return (!keeps).then_some(task);
        }
        if words.names_person(text) || words.is_persons_name(text) {
            return None;
        }
        let about_another = |name: &str| {
            context(words, name).is_some()
                || tokens(name)
                    .iter()
                    .any(|token| words.kind_of(token).is_some())
        };
        let another = std::iter::once(text).chain(around).any(about_another);
        another.then_some(task)
    }

    /// The figure beside the gender in a record without a person: a number of people, a norm, an amount due.
    fn measure<'t>(
        &self,
        element: &Element,
        entity: Option<&Entity>,
        around: &'t Neighbours,
    ) -> Option<&'t str> {
        let measure = around.measure.as_deref()?;
        let words = self.vocabulary;
        let is_named = entity.is_some_and(|entity| {
            let name = entity.name.value.as_str();
            words.names_person(name) || words.names_owner(name)
        });
        // A form is filled in by a person, whatever else it asks.
        let stored = element.layer != Layer::Ui && entity.is_some();
        (stored && !is_named && !self.describe_a_person(element)).then_some(measure)
    }

    /// Evidence that an unsubmitted control selects the records shown on a page.
    fn listing<'t>(&self, element: &'t Element) -> Option<&'t str> {
        let purposes = element.labels.iter().filter(|label| {
            element.kind == ElementKind::Control && label.kind == LabelKind::Purpose
        });
        let mut texts = purposes.map(|label| label.text.value.as_str());
        texts.find(|text| self.vocabulary.names_listing(text))
    }

    /// Whether a document marks search forms as such: then the other forms are no searches.
    fn mark_searches(&self) -> bool {
        let mut entities = self.model.entities.iter();
        entities.any(|entity| {
            let purposes = entity
                .labels
                .iter()
                .filter(|label| label.kind == LabelKind::Purpose);
            purposes
                .map(|label| &label.text.value)
                .chain([&entity.name.value])
                .any(|text| self.vocabulary.names_selector(text))
        })
    }

    /// Evidence that a document is about voices; `None` if it has a type for people.
    fn speaks_of_voices(&self) -> Option<&str> {
        let found = self.voices.get_or_init(|| {
            let words = self.vocabulary;
            let names = || {
                let entities = self.model.entities.iter().map(|entity| &entity.name.value);
                let elements = self
                    .model
                    .elements
                    .iter()
                    .map(|element| &element.name.value);
                entities.chain(elements).map(String::as_str)
            };
            // A single such name may be a telephone number.
            let of_voices = |name: &&str| words.kind_of(name) == Some(Subject::Voice);
            let mut found = names().filter(of_voices);
            let first = found.next()?;
            let several = found.any(|name| name != first);
            let of_people = names().any(|name| words.is_persons_name(name));
            (several && !of_people).then(|| first.to_owned())
        });
        found.as_deref()
    }
}

/// Whether an element is a map by its type (`Map<String, String>`).
fn is_map(words: &Vocabulary, element: &Element) -> bool {
    let declared = element.declared_type.as_ref();
    declared.is_some_and(|declared| words.names_translation(&declared.value))
}

/// Whether a text is the head of a function as written by readers: its name and its parameters in brackets.
fn is_signature(label: &Label) -> bool {
    let text = label.text.value.as_str();
    let name = text.split_once('(').map(|(name, _)| name);
    label.kind == LabelKind::Description
        && name.is_some_and(|name| !name.is_empty() && !name.contains(char::is_whitespace))
}

/// The name of the function in its head.
fn task_of(signature: &Label) -> &str {
    let text = signature.text.value.as_str();
    text.split_once('(').map_or(text, |(name, _)| name)
}

/// Whether a switch is one of several, one for each entry: together they are a choice, whose other content the markup
/// does not show.
pub(super) fn is_alternative(element: &Element, around: &Neighbours) -> bool {
    element.kind == ElementKind::Control
        && around.entry_switches.len() > 1
        && around.entry_switches.contains(&element.name.value)
}

/// A value common for words and creatures but rare for people (`genderless`). A letter counts only as the third beside
/// those for men and women: `M`, `F`, `N`.
fn perhaps_of_nobody<'r>(words: &Vocabulary, readings: &'r Readings) -> Option<&'r str> {
    let values = readings.values.iter().filter(|value| !value.placeholder);
    let is_letter = |text: &str| text.chars().count() == 1;
    let three_letters = values.clone().count() == 3
        && values
            .clone()
            .all(|value| is_letter(&value.raw) && value.label.is_none());
    values
        .map(|value| value.raw.as_str())
        .filter(|raw| three_letters || !is_letter(raw))
        .find(|raw| words.context_perhaps.contains(&spelling(raw)))
}

/// The word for a group of people, if a list has one for each of two entries: `Men`, `Women`. Members of such a group
/// are men or women.
fn group<'r>(words: &Vocabulary, readings: &'r Readings) -> Option<&'r str> {
    let of_two = |value: &&ClassifiedValue| {
        matches!(value.entry(), Some(Concept::Male | Concept::Female)) && !value.placeholder
    };
    let mut shown = readings
        .values
        .iter()
        .filter(of_two)
        .map(|value| value.label.as_deref().unwrap_or(&value.raw));
    let first = shown.clone().next()?;
    let is_group = |text: &str| words.groups.contains(&spelling(text));
    (shown.clone().count() > 1 && shown.all(is_group)).then_some(first)
}

/// What a map holds under each of two entries, if it is no wording of them: the same text (`{"F": Span("height", …), "M":
/// Span("height", …)}`) or constants of something else (`{ female: FEMALE_NAMES, male: MALE_NAMES }`).
fn keyed_thing<'r>(words: &Vocabulary, readings: &'r Readings) -> Option<&'r str> {
    let values = readings.values.iter().filter(|value| !value.placeholder);
    // A constant with its own name as its value holds nothing else.
    let held_by =
        |value: &'r ClassifiedValue| value.label.as_deref().filter(|label| *label != value.raw);
    let held: Option<Vec<&str>> = values.map(held_by).collect();
    let held = held.filter(|held| held.len() > 1)?;
    let first = *held.first()?;
    let is_of_entry = |token: &String| {
        words.is_entry_name(token)
            || words.names_gender(token) != NameMatch::No
            || words.names_person(token)
    };
    let names_thing = |text: &&str| {
        let is_name = text
            .chars()
            .all(|ch| ch.is_ascii_alphanumeric() || ch == '_');
        let parts = tokens(text);
        is_name && parts.len() > 1 && !parts.iter().all(is_of_entry)
    };
    let is_same = held.iter().all(|text| *text == first);
    (is_same || held.iter().all(names_thing)).then_some(first)
}

/// A figure in a table with one for each entry: limits, factors, norms. Codes have one or two digits, no fraction and
/// no sign; codes of terminologies are long.
fn figure(readings: &Readings) -> Option<&str> {
    const LONGEST: usize = 4;
    let is_number = |text: &str| text.trim().parse::<f64>().is_ok_and(f64::is_finite);
    let is_figure = |text: &str| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        text.contains('.') || text.starts_with('-') || (2..=LONGEST).contains(&digits)
    };
    let labels: Option<Vec<&str>> = readings
        .values
        .iter()
        .map(|value| value.label.as_deref().filter(|label| is_number(label)))
        .collect();
    let names_entry = |value: &ClassifiedValue| value.entry().is_some();
    labels
        .filter(|_| readings.values.iter().any(names_entry))?
        .into_iter()
        .find(|label| is_figure(label.trim()))
}
