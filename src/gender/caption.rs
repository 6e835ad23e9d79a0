//! Uses texts of translation files as labels of values that a program declares under other names. They are joined if
//! the key names the attribute and the value; a text never makes a field.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::classify::{reads_as, reclassify};
use super::field::{Attribute, ClassifiedValue, Concept, FieldDomain, GenderField, Subject};
use super::name::NameMatch;
use super::subject::context;
use super::vocabulary::Vocabulary;
use crate::model::{ModelPath, Place, SchemaModel};
use crate::topic::{fold, tokens};

/// A text that may be the label of a gender entry or a salutation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenderText {
    /// The parts of its key.
    pub key: ModelPath,
    /// Its language, if stated.
    pub language: Option<String>,
    /// The text.
    pub text: String,
    /// Where it is written.
    pub place: Place,
}

/// Parts of keys between an attribute and its values (`gender.options.m.label`).
const BETWEEN: &[&str] = &[
    "option",
    "options",
    "value",
    "values",
    "item",
    "items",
    "choice",
    "choices",
    "enum",
    "enums",
    "list",
    "label",
    "labels",
    "text",
    "name",
    "title",
    "types",
    "type",
    "description",
    "caption",
];

/// The texts of a translation file that concern gender or salutation.
pub fn texts(model: &SchemaModel, words: &Vocabulary) -> Vec<GenderText> {
    if model.translations.is_empty() {
        return Vec::new();
    }
    let named = |part: &String| {
        words.names_gender(part) != NameMatch::No
            || words.names_salutation(part) == NameMatch::Strong
    };
    let concerned = model.translations.iter().filter(|translation| {
        translation.key.0.iter().any(named)
            || reads_as(words, &translation.text.value)
            || words.address(&translation.text.value).is_some()
    });
    concerned
        .map(|translation| GenderText {
            key: translation.key.clone(),
            language: translation.language.clone(),
            text: translation.text.value.trim().to_owned(),
            place: model.place(&translation.key, translation.text.span),
        })
        .collect()
}

/// Gives values their labels and classifies them again.
pub fn caption(fields: &mut [GenderField], texts: &[GenderText], words: &Vocabulary) {
    if texts.is_empty() {
        return;
    }
    // German first: its words are judged.
    let mut texts: Vec<&GenderText> = texts
        .iter()
        .filter(|text| rank(text).is_some() && !about_something_else(words, &text.key))
        .collect();
    texts.sort_by(|a, b| (rank(a), &a.place).cmp(&(rank(b), &b.place)));
    let by_key: BTreeMap<String, Vec<&GenderText>> =
        texts.iter().fold(BTreeMap::new(), |mut all, text| {
            all.entry(text.key.to_string()).or_default().push(text);
            all
        });
    let mut endings = Endings::new();
    for keyed in texts.iter().filter_map(|text| Keyed::new(text)) {
        if let Some(last) = keyed.last.last().cloned() {
            endings.entry(last).or_default().push(keyed);
        }
    }
    for field in fields.iter_mut() {
        let concerned = field.subject == Subject::Person
            && field.code_system.is_none()
            && field.attribute != Attribute::FormerEntry;
        let FieldDomain::Closed(values) = &field.domain else {
            continue;
        };
        if !concerned {
            continue;
        }
        let found = referred(values, &by_key)
            .or_else(|| by_name(field, values, &endings, words))
            .unwrap_or_default();
        if !found.is_empty() && fits(values, &found, words) {
            give(field, &found, words);
        }
    }
}

/// Texts by the last word of the key.
type Endings<'t> = BTreeMap<String, Vec<Keyed<'t>>>;

/// Texts by index of the value.
type Labels<'t> = BTreeMap<usize, &'t GenderText>;

fn give(field: &mut GenderField, found: &Labels<'_>, words: &Vocabulary) {
    let FieldDomain::Closed(values) = &mut field.domain else {
        return;
    };
    let values = Arc::make_mut(values);
    for (index, text) in found {
        if let Some(value) = values.get_mut(*index) {
            value.label = Some(text.text.clone());
            value.label_place = Some(text.place.clone());
        }
    }
    reclassify(words, values);
    if let Some(default) = &mut field.default
        && let Some(same) = values.iter().find(|value| value.raw == default.raw)
    {
        default.meaning.clone_from(&same.meaning);
    }
}

/// Priority: German, not stated, English; other languages are not read.
fn rank(text: &GenderText) -> Option<u8> {
    match text.language.as_deref() {
        Some("de") => Some(0),
        None => Some(1),
        Some("en") => Some(2),
        Some(_) => None,
    }
}

fn about_something_else(words: &Vocabulary, key: &ModelPath) -> bool {
    key.0
        .iter()
        .any(|part| context(words, part).is_some() && !words.names_person(part))
}

/// Labels that are keys themselves: `MALE("gender.male")`, `{{ 'gender.male' | translate }}`.
fn referred<'t>(
    values: &[ClassifiedValue],
    by_key: &BTreeMap<String, Vec<&'t GenderText>>,
) -> Option<Labels<'t>> {
    let mut found = Labels::new();
    for (index, value) in values.iter().enumerate() {
        let Some(label) = value.label.as_deref() else {
            continue;
        };
        let keys = quoted(label).chain([label.trim()]);
        let text = keys
            .filter_map(|key| by_key.get(&key.replace([':', '/'], ".")))
            .find_map(|texts| texts.first());
        if let Some(text) = text {
            found.insert(index, *text);
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The parts in quotes or in `#{…}`.
fn quoted(label: &str) -> impl Iterator<Item = &str> {
    let inside = label.split(['\'', '"', '`']).skip(1).step_by(2);
    let message = label
        .split_once("#{")
        .and_then(|(_, rest)| rest.split_once('}'))
        .map(|(key, _)| key.trim());
    inside.chain(message)
}

/// Keys that name the attribute and the values: the group of texts that fits best, if there is one.
fn by_name<'t>(
    field: &GenderField,
    values: &[ClassifiedValue],
    texts: &Endings<'t>,
    words: &Vocabulary,
) -> Option<Labels<'t>> {
    let wanted: Vec<(usize, Vec<String>)> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| !value.placeholder && is_unlabelled(value))
        .flat_map(|(index, value)| {
            let names = [Some(&value.raw), value.label.as_ref()]
                .into_iter()
                .flatten();
            names.map(move |name| (index, parts(name)))
        })
        .filter(|(_, parts)| !parts.is_empty())
        .collect();
    let count = values.iter().filter(|value| is_unlabelled(value)).count();
    if count == 0 {
        return None;
    }
    let mut groups: BTreeMap<(u8, Vec<String>), Labels<'t>> = BTreeMap::new();
    for (index, value) in &wanted {
        let ending = value.last().and_then(|last| texts.get(last));
        for keyed in ending.into_iter().flatten() {
            if let Some(group) = keyed.group(value, field.attribute, words) {
                let rank = rank(keyed.text).unwrap_or(u8::MAX);
                let group = groups.entry((rank, group)).or_default();
                group.entry(*index).or_insert(keyed.text);
            }
        }
    }
    // A single match may be chance.
    groups.retain(|_, found| {
        found.len() >= 2 && found.len() * 2 >= count && fits(values, found, words)
    });
    let best = groups.keys().map(|(rank, _)| *rank).min()?;
    groups.retain(|(rank, _), _| *rank == best);
    let about = about(field);
    let closest = groups
        .keys()
        .map(|(_, group)| group.iter().filter(|part| about.contains(*part)).count())
        .max()?;
    let mut same = groups.iter().filter(|((_, group), _)| {
        group.iter().filter(|part| about.contains(*part)).count() == closest
    });
    let (_, first) = same.next()?;
    // If several groups differ, the intended one is unknown.
    let mut agreed = first.clone();
    for (_, other) in same {
        agreed.retain(|index, text| other.get(index).is_none_or(|there| there.text == text.text));
    }
    Some(agreed)
}

/// Whether a value has no label, or a constant's name instead of one.
fn is_unlabelled(value: &ClassifiedValue) -> bool {
    value.label.as_deref().is_none_or(|label| {
        let constant =
            label.chars().count() > 1 && !label.contains(|ch: char| ch.is_lowercase() || ch == ' ');
        constant || label.eq_ignore_ascii_case(&value.raw)
    })
}

/// A text with its key taken apart.
struct Keyed<'t> {
    text: &'t GenderText,
    /// Words of the last significant part, folded.
    last: Vec<String>,
    /// Words of the parts before it.
    around: Vec<String>,
    /// The nearest significant part before it.
    parent: String,
}

impl<'t> Keyed<'t> {
    fn new(text: &'t GenderText) -> Option<Self> {
        let between = |part: &&String| BETWEEN.contains(&fold(part).as_str());
        // `gender.m.label`: the part after the value is left out, unless it is the only one.
        let mut rest = text.key.0.as_slice();
        while rest.len() > 1 && rest.last().as_ref().is_some_and(between) {
            rest = &rest[..rest.len() - 1];
        }
        let (last, parents) = rest.split_last()?;
        Some(Self {
            text,
            last: parts(last),
            around: parents.iter().flat_map(|part| parts(part)).collect(),
            parent: parents
                .iter()
                .rev()
                .find(|part| !between(part))
                .cloned()
                .unwrap_or_default(),
        })
    }

    /// The part of the key around a value; `None` if it does not name this attribute and this value.
    fn group(
        &self,
        value: &[String],
        attribute: Attribute,
        words: &Vocabulary,
    ) -> Option<Vec<String>> {
        let before = self.last.strip_suffix(value)?;
        let name = if before.is_empty() {
            self.parent.clone()
        } else {
            before.join("_")
        };
        let names = match attribute {
            Attribute::Geschlecht => words.names_gender(&name) == NameMatch::Strong,
            Attribute::Anrede => words.names_salutation(&name) == NameMatch::Strong,
            Attribute::FormerEntry => false,
        };
        names.then(|| self.around.iter().chain(before).cloned().collect())
    }
}

/// Words and numbers of a name, folded.
fn parts(name: &str) -> Vec<String> {
    name.split(|ch: char| !ch.is_alphanumeric())
        .flat_map(|part| {
            if part.bytes().all(|byte| byte.is_ascii_digit()) {
                vec![part.to_owned()]
            } else {
                tokens(part)
            }
        })
        .filter(|part| !part.is_empty())
        .collect()
}

/// The owner of the attribute: words of the field's entity and of its own name.
fn about(field: &GenderField) -> BTreeSet<String> {
    let entity = field.entity.iter().flat_map(|entity| parts(entity));
    let own = parts(&field.name);
    let path = field.path.0.iter().flat_map(|part| parts(part));
    entity.chain(own).chain(path).collect()
}

/// Whether the texts for männlich and weiblich agree with the values: "m" may be a metre.
fn fits(values: &[ClassifiedValue], found: &Labels<'_>, words: &Vocabulary) -> bool {
    let mut proven = false;
    for (index, text) in found {
        let certain = values.get(*index).and_then(ClassifiedValue::entry);
        let two = certain.filter(|entry| matches!(entry, Concept::Male | Concept::Female));
        let says = words
            .address(&text.text)
            .or_else(|| super::classify::word(words, &text.text));
        match (two, says) {
            (Some(two), Some(says)) if two == says => proven = true,
            (Some(_), _) => return false,
            // Digits have no meaning; their texts do.
            (None, Some(Concept::Male | Concept::Female)) => proven = true,
            _ => {}
        }
    }
    proven
}
