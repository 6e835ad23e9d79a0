//! Lists without all entries, with a field beside them for the rest: a yes/no field for one entry
//! (`geschlecht_divers`), or a text field for anything else (`gender_other`).

use foldhash::{HashMap, HashSet};

use super::field::{Attribute, Concept, FieldDomain, GenderField, Signal};
use super::name::NameMatch;
use super::vocabulary::Vocabulary;
use crate::model::{Domain, Element, ElementKind, Known, LabelKind, ModelPath, SchemaModel};
use crate::topic::{spelling, tokens};

/// Kind of the signal for a list with a field for the rest beside it.
pub const REST: &str = "rest";

/// Words before the name of a yes/no field without a meaning of their own.
const FLAG_MARKS: [&str; 5] = ["flag", "hat", "has", "is", "ist"];

/// Marks lists with a field beside them for their missing entries. The yes/no field for one entry is then no separate
/// field.
pub fn note_rest_beside(model: &SchemaModel, fields: &mut Vec<GenderField>, words: &Vocabulary) {
    let lists: HashSet<&ModelPath> = fields
        .iter()
        .filter(|field| may_have_rest(field))
        .map(|field| &field.path)
        .collect();
    if lists.is_empty() {
        return;
    }
    // Two forms may have a list with the same path: the first counts, regardless of the order of a map.
    let mut entity_of: HashMap<ModelPath, u32> = HashMap::default();
    for element in &model.elements {
        if let Some(entity) = element.entity.filter(|_| lists.contains(&element.path)) {
            entity_of.entry(element.path.clone()).or_insert(entity.0);
        }
    }
    let entities: HashSet<u32> = entity_of.values().copied().collect();
    let mut members: HashMap<u32, Vec<&Element>> = HashMap::default();
    for element in &model.elements {
        if let Some(entity) = element.entity.filter(|entity| entities.contains(&entity.0)) {
            members.entry(entity.0).or_default().push(element);
        }
    }
    let mut flags: HashSet<ModelPath> = HashSet::default();
    for field in fields.iter_mut().filter(|field| may_have_rest(field)) {
        let entity = entity_of.get(&field.path);
        let beside = entity.and_then(|entity| members.get(entity));
        let others = beside.into_iter().flatten();
        let others = others.filter(|other| other.path != field.path);
        let mut seen = None;
        for other in others {
            if is_flag_of_an_entry(field, other, words) {
                flags.insert(other.path.clone());
                seen = seen.or(Some(other));
            } else if is_text_for_the_rest(field, other, words) {
                seen = seen.or(Some(other));
            }
        }
        if let Some(seen) = seen {
            field.signals.push(Signal::new(REST, &seen.name.value));
        }
    }
    fields.retain(|field| {
        !(matches!(field.domain, FieldDomain::Boolean) && flags.contains(&field.path))
    });
}

/// Whether it is a list of männlich and weiblich in a form or table.
fn may_have_rest(field: &GenderField) -> bool {
    let FieldDomain::Closed(values) = &field.domain else {
        return false;
    };
    let holds = |entry| values.iter().any(|value| value.entry() == Some(entry));
    !field.is_type
        && field.attribute == Attribute::Geschlecht
        && holds(Concept::Male)
        && holds(Concept::Female)
}

/// Whether a yes/no field states that one of the further entries applies: `geschlecht_divers`, `ist_divers`.
fn is_flag_of_an_entry(list: &GenderField, other: &Element, words: &Vocabulary) -> bool {
    if !matches!(other.domain.value, Known::Yes(Domain::Boolean)) {
        return false;
    }
    let of_list = tokens(&list.name);
    let name = tokens(&other.name.value);
    let continues_list = name
        .windows(of_list.len().max(1))
        .any(|part| *part == of_list[..]);
    let rest: Vec<&str> = name
        .iter()
        .map(String::as_str)
        .filter(|token| !FLAG_MARKS.contains(token))
        .filter(|token| !(continues_list && of_list.iter().any(|word| word == token)))
        .collect();
    let rest = rest.join(" ");
    // A letter is ambiguous, and so is a missing statement without a subject.
    match words.spellings.get(&spelling(&rest)) {
        Some(Concept::Diverse) => rest.chars().count() > 1,
        Some(Concept::NoEntry | Concept::Other) => continues_list,
        _ => false,
    }
}

/// Whether a text field takes the values missing from the list: by its name (`gender_other`), or because the list has a
/// value that means none of the entries.
fn is_text_for_the_rest(list: &GenderField, other: &Element, words: &Vocabulary) -> bool {
    let is_open = match &other.domain.value {
        Known::Yes(Domain::Text) => true,
        Known::No(_) => other.kind == ElementKind::Control,
        Known::Yes(_) => false,
    };
    let titles = other
        .labels
        .iter()
        .filter(|label| label.kind == LabelKind::Title)
        .map(|label| label.text.value.as_str());
    let mut names = std::iter::once(other.name.value.as_str()).chain(titles);
    if !is_open
        || !names
            .clone()
            .any(|name| words.names_gender(name) != NameMatch::No)
    {
        return false;
    }
    let FieldDomain::Closed(values) = &list.domain else {
        return false;
    };
    // The purpose of the text is evident from its name, or from a value that is meaningless without it.
    let has_bucket = values.iter().any(|value| {
        let shown = value.label.as_deref().unwrap_or(&value.raw);
        let is_word = shown.chars().filter(|ch| ch.is_alphabetic()).count() > 2;
        !value.placeholder
            && match value.meaning.concepts.as_slice() {
                [] => is_word,
                [only] => *only == Concept::Other,
                _ => false,
            }
    });
    let names_rest = |name: &str| tokens(name).iter().any(|token| words.rest.contains(token));
    has_bucket || names.any(names_rest)
}
