//! Texts of which a program chooses one by an entry, with a text for entries without one: `t('greeting.' + sex, 'Herr')`.

use tree_sitter::Node;

use super::super::lowering::Shape;
use super::super::translated::translates;
use super::super::values::scalar;
use super::context::Surroundings;
use super::lower::Lower;
use crate::format::logic::Context;
use crate::model::{ModelPath, RelationKind};
use crate::topic::Attribute;

/// What a translation with a composed key says if there is no text under it; `None` if that addresses nobody.
pub fn relation<'t>(
    lower: Lower<'_, 't>,
    node: Node<'t>,
    shape: &Shape<'t>,
) -> Option<RelationKind> {
    let Shape::Call(call) = shape else {
        return None;
    };
    if !translates(lower.reader.text(call.name)) {
        return None;
    }
    let [key, default, ..] = call.arguments.as_slice() else {
        return None;
    };
    let topic = lower.reader.topic();
    let written = lower.reader.text(*key);
    let is_composed = scalar(lower.reader, *key).is_none() && written.contains(['"', '\'', '`']);
    let names = [Attribute::Gender, Attribute::Salutation]
        .into_iter()
        .any(|attribute| topic.names(attribute, written));
    let stated = lower.constant(*default)?;
    if !(is_composed && names && topic.may_address(&stated.text.value)) {
        return None;
    }
    let around = Surroundings::new(lower, node).path();
    let name = lower.line(*key).value;
    Some(RelationKind::Wordings {
        key: ModelPath::new(around.0.into_iter().chain([name])),
        cases: vec![(String::new(), stated.text)],
    })
}
