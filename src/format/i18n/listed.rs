//! Entries with texts in a translation: `gender.m = männlich`, `gender.f = weiblich`. The program may have more
//! entries; they lead to a question if nothing else defines the list.

use std::collections::BTreeMap;

use crate::model::{Element, Layer, Located, ModelPath, SchemaModel, Translation, Value};
use crate::topic::{Attribute, Topic};

/// More texts under one key are those of a page.
const MOST_TEXTS: usize = 12;

/// The lists whose entries have texts in a translation; `None` if there are none.
pub fn listed_texts(model: &SchemaModel, topic: &Topic) -> Option<SchemaModel> {
    let mut lists: BTreeMap<ModelPath, Vec<Value>> = BTreeMap::new();
    for translation in &model.translations {
        if let Some((list, value)) = entry(translation, topic) {
            lists.entry(list).or_default().push(value);
        }
    }
    let is_entry = |value: &&Value| {
        let label = value.label.as_ref();
        topic.is_entry(&value.raw.value) || label.is_some_and(|label| topic.is_entry(&label.value))
    };
    let mut found = SchemaModel::new(&model.document, model.format, model.text.clone());
    for (path, mut values) in lists {
        let entries = values.iter().filter(is_entry).count();
        let fits = entries > 1 && values.len() <= MOST_TEXTS;
        let (Some(name), true) = (path.0.last().cloned(), fits) else {
            continue;
        };
        values.retain(|value| is_entry(&value));
        let spans = values.iter().filter_map(|value| value.raw.span);
        let extent = spans.reduce(|all, one| all.to(one)).unwrap_or_default();
        let name = Located::with_span(name, extent);
        let mut element = Element::value_type(name, path, Layer::Ui, extent);
        element.rows = Some(values);
        found.add_element(element);
    }
    (!found.elements.is_empty()).then_some(found)
}

/// The list named by a text's key, and the entry that the text stands for.
fn entry(translation: &Translation, topic: &Topic) -> Option<(ModelPath, Value)> {
    let names = |name: &str| topic.names(Attribute::Gender, name);
    let (last, around) = translation.key.0.split_last()?;
    // `gender.m`, or else `gender_m`.
    let (list, code) = match around.last().filter(|parent| names(parent)) {
        Some(_) => (ModelPath::new(around.iter().cloned()), last.as_str()),
        None => {
            let (name, code) = last.rsplit_once(['_', '-'])?;
            let path = ModelPath::new(around.iter().cloned()).child(name);
            (names(name).then_some(path)?, code)
        }
    };
    let span = translation.text.span?;
    Some((
        list,
        Value {
            label: Some(translation.text.clone()),
            ..Value::plain(code, span)
        },
    ))
}
