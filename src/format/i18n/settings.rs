//! Settings among texts: `person.gender.options=m,w` lists the values of a field, `idp.claim.gender=urn:oid:…` names the
//! attribute that another program sends.

use crate::format::Note;
use crate::gap::GapReason;
use crate::model::{Element, Layer, Located, SchemaModel, Span, Translation, Value};
use crate::topic::{Attribute, Topic, tokens};

/// Last words of keys whose value is a list.
const LISTS: &[&str] = &[
    "allowed",
    "auswahl",
    "choices",
    "codes",
    "enum",
    "erlaubt",
    "items",
    "list",
    "liste",
    "optionen",
    "options",
    "schluessel",
    "values",
    "werte",
    "zulaessig",
];
/// Words in keys under which attributes of other programs are named.
const ATTRIBUTES: &[&str] = &[
    "attribut",
    "attribute",
    "attributes",
    "claim",
    "claims",
    "oid",
];

/// Adds the lists that settings declare; returns what else they say about the attribute.
pub fn read(model: &mut SchemaModel, topic: &Topic) -> Vec<Note> {
    let mut lists = Vec::new();
    let mut notes = Vec::new();
    for setting in &model.translations {
        let mut parts = setting.key.0.iter();
        let Some(named) = parts.find(|part| topic.names(Attribute::Gender, part)) else {
            continue;
        };
        if let Some(values) = listed(setting, topic) {
            let extent = setting.text.span.unwrap_or_default();
            let name = Located::implied(named.clone());
            let path = setting.key.clone();
            let list = Element::value_type(name, path, Layer::Code, extent);
            lists.push(list.with_values(values, extent));
        } else if names_attribute(setting) {
            notes.push(Note {
                reason: GapReason::NotUnderstood,
                span: setting.text.span,
                detail: "setting that names an attribute of another program".to_owned(),
            });
        }
    }
    for list in lists {
        model.add_element(list);
    }
    notes
}

/// The values of a setting whose key says that it is a list.
fn listed(setting: &Translation, topic: &Topic) -> Option<Vec<Value>> {
    const MOST: usize = 20;
    const LONGEST_CODE: usize = 2;
    let last = tokens(setting.key.0.last()?);
    if !last.iter().any(|word| LISTS.contains(&word.as_str())) {
        return None;
    }
    let text = setting.text.value.as_str();
    let begin = setting.text.span?.start as usize;
    let mut at = 0;
    let mut values = Vec::new();
    for part in text.split([',', ';', '|']) {
        let word = part.trim();
        let is_value = word.chars().count() <= LONGEST_CODE || topic.is_entry(word);
        if word.is_empty() || !is_value || values.len() == MOST {
            return None;
        }
        let from = begin + at + (part.len() - part.trim_start().len());
        values.push(Value::plain(word, Span::new(from, from + word.len())));
        at += part.len() + 1;
    }
    (values.len() > 1).then_some(values)
}

/// Whether a setting names an attribute as another program calls it: by a number or a plain name.
fn names_attribute(setting: &Translation) -> bool {
    let text = setting.text.value.trim();
    let is_name = text
        .chars()
        .all(|ch| ch.is_ascii_alphanumeric() || "_-.:/".contains(ch));
    let mut words = setting.key.0.iter().flat_map(|part| tokens(part));
    is_name && (text.starts_with("urn:") || words.any(|word| ATTRIBUTES.contains(&word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ModelPath, SourceText};
    use crate::topic::TopicWords;

    fn read_of(key: &[&str], text: &str) -> (usize, usize) {
        let mut words = TopicWords {
            entries: ["male", "female"].map(str::to_owned).into_iter().collect(),
            ..TopicWords::default()
        };
        words.gender.strong = vec!["gender".to_owned()].into_iter().collect();
        let topic = Topic::new(words);
        let mut model = SchemaModel::new("a.properties", "properties", SourceText::new(text));
        model.translations.push(Translation {
            key: ModelPath::new(key.iter().copied()),
            language: None,
            text: Located::with_span(text.to_owned(), Span::new(0, text.len())),
        });
        let notes = read(&mut model, &topic);
        (model.elements.len(), notes.len())
    }

    #[test]
    fn lists_and_attributes_are_told_from_texts() {
        assert_eq!(read_of(&["person", "gender", "options"], "m, w"), (1, 0));
        assert_eq!(
            read_of(&["person", "gender", "values"], "MALE|FEMALE"),
            (1, 0)
        );
        assert_eq!(read_of(&["person", "gender", "label"], "m, w"), (0, 0));
        assert_eq!(
            read_of(&["person", "gender", "options"], "Please choose"),
            (0, 0)
        );
        assert_eq!(read_of(&["idp", "claim", "gender"], "gender"), (0, 1));
        assert_eq!(read_of(&["idp", "gender"], "urn:oid:1.2.3"), (0, 1));
        assert_eq!(read_of(&["form", "gender"], "Gender"), (0, 0));
    }
}
