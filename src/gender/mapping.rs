//! Translations between value sets: which of them are about the gender or salutation of a person, and the meanings of
//! their values.

use foldhash::HashSet;
use serde::{Deserialize, Serialize};

use super::classify::classify;
use super::exclusion::{looks_up, makes_people_up};
use super::field::{
    Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, Meaning, Subject,
};
use super::letter::{ADDRESS, forms};
use super::name::NameMatch;
use super::number::belongs_to_number;
use super::side::{decorates, doubtful_source, result, source, subject};
use super::subject::context;
use super::vocabulary::Vocabulary;
use crate::model::{
    Comparison, Known, Located, Mapping, ModelPath, Place, Position, RelationKind, SchemaModel,
    Span, Value,
};
use crate::topic::{is_shouted, spelling};

/// A translation from or into gender entries or salutations of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenderMapping {
    /// Names around it, and of its receiver.
    pub path: ModelPath,
    /// Where it is written.
    pub place: Place,
    /// The examined expression, as written.
    pub subject: String,
    /// The receiver of the result.
    pub target: String,
    /// The compared part of the expression.
    pub by: Comparison,
    /// The input; `None` if not shown to be gender or salutation.
    pub from: Option<Side>,
    /// The output; `None` if not shown to be gender or salutation.
    pub to: Option<Side>,
    /// The cases in order.
    pub arms: Vec<GenderArm>,
    /// The result for everything else.
    pub rest: Rest,
    /// Whether a missing value is treated apart from all others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub absent_apart: bool,
    /// Whether it is in a template of letters, mails or pages.
    pub letter: bool,
    /// Whether it translates the value list of a field: then the field shows the known entries.
    pub listed: bool,
}

/// One end of a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Gender or salutation.
    pub attribute: Attribute,
    /// Certain by name or type, or by unambiguous words.
    pub sure: bool,
}

/// One case of a [`GenderMapping`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenderArm {
    /// Its values.
    pub from: Vec<ClassifiedValue>,
    /// Their result; `None` if it is not a literal.
    pub to: Option<ClassifiedValue>,
}

/// The result for everything without a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// Nothing is written.
    Nothing,
    /// Not readable: a call, an exception.
    Unclear,
    /// A literal.
    Value(Box<ClassifiedValue>),
}

impl GenderMapping {
    /// Entries with their results, where both are certain.
    pub fn entries(&self) -> impl Iterator<Item = (Concept, &ClassifiedValue)> {
        self.arms.iter().flat_map(|arm| {
            let entries = arm.from.iter().filter_map(ClassifiedValue::entry);
            entries.filter_map(|entry| Some((entry, arm.to.as_ref()?)))
        })
    }

    /// Whether it compares only with codes: digits that mean no entry on their own.
    pub fn asks_for_codes(&self) -> bool {
        const LONGEST: usize = 2;
        let is_code = |value: &ClassifiedValue| {
            (1..=LONGEST).contains(&value.raw.len())
                && value.raw.bytes().all(|byte| byte.is_ascii_digit())
        };
        let mut asked = self.arms.iter().flat_map(|arm| &arm.from).peekable();
        asked.peek().is_some() && asked.all(is_code)
    }

    /// The same without results that are also results of other values: in `{"d": "x", "x": "x"}` the case for `x` only
    /// keeps it.
    pub fn entries_of_their_own(&self) -> impl Iterator<Item = (Concept, &ClassifiedValue)> {
        let is_written_so = |from: &ClassifiedValue, to: &ClassifiedValue| {
            let same = |other: &str| other.eq_ignore_ascii_case(&to.raw);
            let becomes = |arm: &GenderArm| arm.to.as_ref().is_some_and(|to| same(&to.raw));
            let others = |arm: &GenderArm| arm.from.iter().any(|from| !same(&from.raw));
            same(&from.raw) && self.arms.iter().any(|arm| becomes(arm) && others(arm))
        };
        self.arms.iter().flat_map(move |arm| {
            arm.from.iter().filter_map(move |from| {
                let to = arm.to.as_ref().filter(|to| !is_written_so(from, to))?;
                Some((from.entry()?, to))
            })
        })
    }

    /// `m → K1, w → K2, * → K9`: everybody else gets one code. Words may suit all of them.
    pub fn gathers_under_a_code(&self) -> bool {
        /// Longer results are wordings.
        const LONGEST: usize = 8;
        let is_code = |value: &ClassifiedValue| {
            let raw = value.raw.trim();
            (1..=LONGEST).contains(&raw.len())
                && value.meaning.concepts.is_empty()
                && raw
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        };
        let Rest::Value(rest) = &self.rest else {
            return false;
        };
        let is_own = |arm: &GenderArm| arm.to.as_ref().is_some_and(|to| to.raw != rest.raw);
        self.results().all(is_code) && self.arms.iter().all(is_own)
    }

    /// All results: of the cases and of the rest.
    pub fn results(&self) -> impl Iterator<Item = &ClassifiedValue> {
        let rest = match &self.rest {
            Rest::Value(value) => Some(&**value),
            _ => None,
        };
        self.arms
            .iter()
            .filter_map(|arm| arm.to.as_ref())
            .chain(rest)
    }
}

impl Rest {
    /// Whether no value is stated for everything else: nothing happens, or it is not readable.
    pub fn is_nothing_stated(&self) -> bool {
        match self {
            Self::Nothing | Self::Unclear => true,
            Self::Value(value) => value.raw.trim().is_empty(),
        }
    }

    /// Whether it is not known what holds for everything else: nothing is stated, or a constant of several words with a
    /// value of its own (`DEFAULT_CODE`).
    pub fn is_opaque(&self) -> bool {
        match self {
            Self::Value(value) if value.meaning.concepts.is_empty() => {
                let raw = value.raw.trim();
                raw.is_empty() || raw.contains('_') && is_shouted(raw)
            }
            rest => rest.is_nothing_stated(),
        }
    }
}

impl GenderArm {
    /// Whether one of the values is certainly an entry.
    fn asks_for_entry(&self) -> bool {
        self.from.iter().any(|value| value.entry().is_some())
    }
}

impl ClassifiedValue {
    /// The one of the four entries that it certainly means.
    pub fn entry(&self) -> Option<Concept> {
        match self.meaning.concepts.as_slice() {
            [entry] if Concept::REQUIRED.contains(entry) => Some(*entry),
            _ => None,
        }
    }
}

/// The translations of a document about gender or salutation of a person. `fields`: the fields found in it.
pub fn mappings(
    model: &SchemaModel,
    fields: &[GenderField],
    vocabulary: &Vocabulary,
) -> Vec<GenderMapping> {
    let mut found: Vec<GenderMapping> = translations(model)
        .filter_map(|(mapping, span)| {
            let place = |path: &ModelPath| model.place(path, Some(span));
            judge(model, vocabulary, mapping, place)
        })
        .collect();
    if !found.is_empty() {
        let listed = places_of_values(fields);
        for mapping in &mut found {
            let mut asked = mapping.arms.iter().flat_map(|arm| &arm.from).peekable();
            mapping.listed = asked.peek().is_some()
                && asked.all(|value| position(value).is_some_and(|at| listed.contains(&at)));
        }
    }
    found
}

/// The judged translations of a document, with their places.
pub(super) fn judged<'m>(
    model: &'m SchemaModel,
    words: &'m Vocabulary,
) -> impl Iterator<Item = (&'m Mapping, Span)> {
    translations(model).filter(move |(mapping, span)| {
        let place = |path: &ModelPath| model.place(path, Some(*span));
        judge(model, words, mapping, place).is_some()
    })
}

/// Whether a translation is judged, or deliberately not judged because it is not about a person.
pub(super) fn is_looked_at(model: &SchemaModel, mapping: &Mapping, words: &Vocabulary) -> bool {
    let place = |path: &ModelPath| model.place(path, None);
    subject(model, words, mapping) != Subject::Person
        || judge(model, words, mapping, place).is_some_and(|read| read.from.is_some())
}

/// Places of the values of fields whose entries or salutations are judged.
fn places_of_values(fields: &[GenderField]) -> HashSet<Position> {
    let judged = fields
        .iter()
        .filter(|field| matches!(field.attribute, Attribute::Geschlecht | Attribute::Anrede));
    let mut places = HashSet::default();
    for field in judged.filter(|field| field.subject == Subject::Person) {
        if let FieldDomain::Closed(values) = &field.domain {
            places.extend(values.iter().filter_map(position));
        }
    }
    places
}

fn position(value: &ClassifiedValue) -> Option<Position> {
    value.place.as_ref()?.position
}

/// Places where a letter or a program asks for an entry and derives something unclassified from it.
pub(super) fn unsettled<'m>(
    model: &'m SchemaModel,
    words: &'m Vocabulary,
) -> impl Iterator<Item = (&'m Mapping, Span)> {
    let is_letter = is_letter(model);
    translations(model).filter(move |(mapping, span)| {
        let place = |path: &ModelPath| model.place(path, Some(*span));
        let read = classified(model, words, mapping, place);
        match subject(model, words, mapping) {
            Subject::Person if asks_for_one_of_two(words, &read) => false,
            Subject::Person if leaves_others_out(words, &read) => false,
            Subject::Person => {
                is_unsettled(words, &read, is_letter)
                    || asks_for_code(words, &read)
                    || makes_entries_of_codes(&read)
                    || makes_codes_of_entries(words, &read)
            }
            // The question is whose picture it is.
            Subject::Other => {
                is_unsettled(words, &read, is_letter)
                    && has_one_entry_and_the_rest(&read)
                    && context(words, &mapping.subject).is_none()
                    && !decorates(words, &mapping.subject)
            }
            _ => false,
        }
    })
}

fn is_unsettled(words: &Vocabulary, read: &GenderMapping, is_letter: bool) -> bool {
    let asks = read.from.is_some_and(|from| from.sure);
    let asks_for_entry = asks && read.arms.iter().any(GenderArm::asks_for_entry);
    let prints = read.results().any(|result| !result.raw.trim().is_empty())
        || read.arms.iter().any(|arm| arm.to.is_none())
        || read.rest == Rest::Unclear;
    read.to.is_none()
        && asks_for_entry
        && prints
        && (is_letter || !keeps_a_form_for_the_rest(read))
        && (!decorates(words, &read.target) || has_one_entry_and_the_rest(read))
}

/// `sex == 2 ? "w.png" : "m.png"`: a code of unknown meaning, and one result for everybody else.
fn asks_for_code(words: &Vocabulary, read: &GenderMapping) -> bool {
    let stated = |value: &ClassifiedValue| !value.raw.trim().is_empty();
    read.to.is_none()
        && read.by == Comparison::Whole
        && words.names_gender(&read.subject) != NameMatch::No
        && read.asks_for_codes()
        && read.rest != Rest::Nothing
        && read
            .arms
            .iter()
            .all(|arm| arm.to.as_ref().is_some_and(stated))
}

/// `1 → männlich, 2 → weiblich` without a telling name: only the other side knows the meaning of the codes.
fn makes_entries_of_codes(read: &GenderMapping) -> bool {
    let yields = |entry| read.results().any(|result| result.entry() == Some(entry));
    // A separate rule judges entries as the result for everything else.
    let rest_is_entry = matches!(&read.rest, Rest::Value(rest) if rest.entry().is_some());
    !rest_is_entry
        && read.from.is_none()
        && read
            .to
            .is_some_and(|to| to.attribute == Attribute::Geschlecht)
        && read.arms.len() > 1
        && read.asks_for_codes()
        && yields(Concept::Male)
        && yields(Concept::Female)
}

/// `w → 2, * → 1` under a name about gender: only the receiver knows the meaning of the codes, and everybody else gets
/// one of them.
fn makes_codes_of_entries(words: &Vocabulary, read: &GenderMapping) -> bool {
    const LONGEST: usize = 2;
    let is_code = |value: &ClassifiedValue| {
        (1..=LONGEST).contains(&value.raw.len())
            && value.raw.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut asked = read.arms.iter().flat_map(|arm| &arm.from).peekable();
    let mut results = read.results().peekable();
    read.from.is_none()
        && read.by == Comparison::Whole
        && words.names_gender(&read.target) == NameMatch::Strong
        && matches!(read.rest, Rest::Value(_))
        && results.peek().is_some()
        && results.all(is_code)
        && asked.peek().is_some()
        && asked.all(|value| matches!(value.entry(), Some(Concept::Male | Concept::Female)))
}

/// `gender == "m" ? "m.png" : "w.png"`: one entry has its own result, and everybody else gets that of the other of two.
/// Decoration, groups of a table and figures that depend on the body are named but not asked about.
fn asks_for_one_of_two(words: &Vocabulary, read: &GenderMapping) -> bool {
    let Rest::Value(rest) = &read.rest else {
        return false;
    };
    let differs = |arm: &GenderArm| {
        let result = arm.to.as_ref();
        result.is_some_and(|result| states(result) && result.raw != rest.raw)
    };
    // Factors of a formula.
    let is_factor = |value: &ClassifiedValue| value.raw.trim().parse::<f64>().is_ok();
    makes_something_of_entries(words, read)
        && !read.results().all(is_factor)
        && states(rest)
        && has_one_entry_and_the_rest(read)
        && read.arms.iter().all(differs)
}

/// `m → 1, w → 2`, and nothing, an exception or one code for everybody else: both of two are named, each with its own result.
fn leaves_others_out(words: &Vocabulary, read: &GenderMapping) -> bool {
    let named = |entry| read.entries().any(|(from, _)| from == entry);
    let is_result = |arm: &GenderArm| arm.to.as_ref().is_some_and(states);
    let results: HashSet<&str> = read.entries().map(|(_, to)| to.raw.as_str()).collect();
    // Factors of a formula, ages and amounts; codes are whole numbers with a digit or two.
    let is_factor = |value: &ClassifiedValue| {
        let number = value.raw.trim();
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        (number.contains('.') || digits > 2) && number.parse::<f64>().is_ok()
    };
    makes_something_of_entries(words, read)
        && !read.letter
        && (read.rest.is_opaque() || read.gathers_under_a_code())
        && named(Concept::Male)
        && named(Concept::Female)
        && !named(Concept::Diverse)
        && results.len() > 1
        && read.arms.iter().all(is_result)
        && !read.results().any(is_factor)
}

/// Whether an expression that is certainly an entry is translated into something that is neither entry nor salutation,
/// and more than decoration or a look-up.
fn makes_something_of_entries(words: &Vocabulary, read: &GenderMapping) -> bool {
    let asks = read
        .from
        .is_some_and(|from| from.sure && from.attribute == Attribute::Geschlecht);
    let names = read.path.0.iter().map(String::as_str);
    let mut names = names.chain([read.target.as_str()]);
    let is_group = |value: &ClassifiedValue| words.groups.contains(&spelling(&value.raw));
    read.to.is_none()
        && asks
        && read.by == Comparison::Whole
        && !names.clone().any(|name| decorates(words, name))
        && looks_up(words, &mut names).is_none()
        && !read.results().any(is_group)
}

/// Whether a result is a statement. Yes and no only answer a question.
fn states(value: &ClassifiedValue) -> bool {
    !matches!(
        value.raw.trim().to_ascii_lowercase().as_str(),
        "" | "true" | "false" | "null" | "none" | "nil" | "undefined"
    )
}

/// All translations of a document, each with its place.
fn translations(model: &SchemaModel) -> impl Iterator<Item = (&Mapping, Span)> {
    let relations = model.relations.iter();
    relations.filter_map(|relation| match &relation.kind {
        RelationKind::Mapping(mapping) => Some((mapping, relation.span)),
        _ => None,
    })
}

/// `männlich → er, weiblich → sie, * → dey`: both are named, and everybody else has a separate form.
fn keeps_a_form_for_the_rest(read: &GenderMapping) -> bool {
    let names = |entry| read.entries().any(|(from, _)| from == entry);
    let Rest::Value(rest) = &read.rest else {
        return false;
    };
    let is_own = |arm: &GenderArm| arm.to.as_ref().is_some_and(|to| to.raw != rest.raw);
    names(Concept::Male)
        && names(Concept::Female)
        && !rest.raw.trim().is_empty()
        && read.arms.iter().all(is_own)
}

/// `männlich → one picture, * → another`: everybody else is treated alike.
fn has_one_entry_and_the_rest(read: &GenderMapping) -> bool {
    let is_of_two =
        |value: &ClassifiedValue| matches!(value.entry(), Some(Concept::Male | Concept::Female));
    let is_written = match &read.rest {
        Rest::Nothing => false,
        Rest::Unclear => true,
        Rest::Value(rest) => !rest.raw.trim().is_empty(),
    };
    let mut asked = read.arms.iter().flat_map(|arm| &arm.from);
    let first = asked.next().filter(|value| is_of_two(value));
    is_written && first.is_some_and(|first| asked.all(|next| next.entry() == first.entry()))
}

fn judge(
    model: &SchemaModel,
    words: &Vocabulary,
    mapping: &Mapping,
    place: impl Fn(&ModelPath) -> Place,
) -> Option<GenderMapping> {
    let mut read = classified(model, words, mapping, place);
    let is_read =
        read.to.is_some() || asks_for_one_of_two(words, &read) || leaves_others_out(words, &read);
    if !is_read || subject(model, words, mapping) != Subject::Person {
        return None;
    }
    let path = mapping.path.0.iter().map(String::as_str);
    let mut names = path.chain([mapping.target.as_str()]);
    let is_excluded = makes_people_up(model, words, names.clone()).is_some()
        || belongs_to_number(model, words, names.clone()).is_some()
        || looks_up(words, &mut names).is_some();
    if is_excluded {
        // As with fields: a question instead of a fault.
        let sides = [&mut read.from, &mut read.to];
        sides
            .into_iter()
            .flatten()
            .for_each(|side| side.sure = false);
    }
    Some(read)
}

/// A translation with the meanings of its values and its two ends.
fn classified(
    model: &SchemaModel,
    words: &Vocabulary,
    mapping: &Mapping,
    place: impl Fn(&ModelPath) -> Place,
) -> GenderMapping {
    let last = if mapping.target.is_empty() {
        &mapping.subject
    } else {
        &mapping.target
    };
    let path = match mapping.path.0.last() {
        Some(name) if name == last => mapping.path.clone(),
        _ => mapping.path.child(last.as_str()),
    };
    let meanings = |values: &[&Located<String>]| {
        let values: Vec<Value> = values
            .iter()
            .map(|value| Value {
                raw: (*value).clone(),
                ..Value::default()
            })
            .collect();
        let mut classified = classify(words, None, model, &path, &values);
        for value in &mut classified {
            // Männer and Frauen are groups of a table, a race or a building, not a person's entry.
            if words.groups.contains(&spelling(&value.raw)) {
                value.meaning.concepts.clear();
            }
        }
        // "Sehr geehrter Herr …" is not a spelling of an entry but implies one.
        for value in &mut classified {
            if let Some(concept) = words.address(&value.raw) {
                value.meaning = Meaning {
                    concepts: vec![concept],
                    merged: false,
                    because: ADDRESS.into(),
                };
            }
        }
        classified
    };
    let from: Vec<&Located<String>> = mapping.arms.iter().flat_map(|arm| &arm.from).collect();
    let mut from = meanings(&from);
    if matches!(mapping.by, Comparison::Part | Comparison::Prefix) {
        complete_words(words, &mut from);
    }
    let mut from = from.into_iter();
    // The rest is classified together with the others: single letters have a meaning only in combination.
    let rest = match mapping
        .fallback
        .as_ref()
        .map(|rest| (&rest.value, rest.span))
    {
        Some((Known::Yes(text), span)) => Some(Located {
            value: text.clone(),
            span,
        }),
        _ => None,
    };
    let to: Vec<&Located<String>> = mapping
        .arms
        .iter()
        .filter_map(|arm| arm.to.as_ref())
        .chain(&rest)
        .collect();
    let mut to = meanings(&to);
    forms(words, &mut to);
    let rest = match (&mapping.fallback, rest) {
        (None, _) => Rest::Nothing,
        (Some(_), Some(_)) => to
            .pop()
            .map_or(Rest::Unclear, |value| Rest::Value(Box::new(value))),
        (Some(_), None) => Rest::Unclear,
    };
    let mut to = to.into_iter();
    let arms: Vec<GenderArm> = mapping
        .arms
        .iter()
        .map(|arm| GenderArm {
            from: from.by_ref().take(arm.from.len()).collect(),
            to: arm.to.as_ref().and_then(|_| to.next()),
        })
        .collect();
    let mut judged = GenderMapping {
        place: place(&path),
        path,
        subject: mapping.subject.clone(),
        target: mapping.target.clone(),
        by: mapping.by,
        from: None,
        to: None,
        arms,
        rest,
        absent_apart: mapping.absent_apart,
        letter: is_letter(model),
        listed: false,
    };
    judged.from = source(words, mapping, &judged);
    if judged
        .from
        .is_some_and(|from| from.attribute == Attribute::Geschlecht && from.sure)
    {
        // The name decides what a letter alone does not: in a gender, "d" is divers. Beside "d", an "x" is ohne Angabe.
        let asked = judged.arms.iter().flat_map(|arm| &arm.from);
        let mut taken: HashSet<Concept> = asked.filter_map(ClassifiedValue::entry).collect();
        let values = judged.arms.iter_mut().flat_map(|arm| &mut arm.from);
        for value in values.filter(|value| value.meaning.because == "alone") {
            let readings = &mut value.meaning.concepts;
            if let Some(free) = readings.iter().position(|reading| !taken.contains(reading)) {
                readings.swap(0, free);
            }
            readings.truncate(1);
            taken.extend(readings.first());
        }
    }
    judged.to = result(words, mapping, &judged);
    let entry_comes_out = judged
        .to
        .is_some_and(|to| to.attribute == Attribute::Geschlecht);
    let salutation_comes_out = judged
        .to
        .is_some_and(|to| to.attribute == Attribute::Anrede);
    let named = words.names_gender(&mapping.subject) != NameMatch::No;
    if judged.from.is_none() && (entry_comes_out || salutation_comes_out && named) {
        judged.from = doubtful_source(words, mapping, &judged);
    }
    judged
}

/// Gives beginnings of words that a program searches a text for the meaning of the whole words: `contains("weib")`.
fn complete_words(words: &Vocabulary, values: &mut [ClassifiedValue]) {
    for value in values
        .iter_mut()
        .filter(|value| value.meaning.concepts.is_empty())
    {
        if let Some(concept) = words.entry_beginning_with(&value.raw) {
            value.meaning = Meaning {
                concepts: vec![concept],
                merged: false,
                because: "spelling".into(),
            };
        }
    }
}

/// Whether a document is a template of letters, mails or pages.
pub(super) fn is_letter(model: &SchemaModel) -> bool {
    matches!(
        model.format,
        "template" | "word" | "opendocument" | "rich-text" | "latex" | "qweb"
    )
}
