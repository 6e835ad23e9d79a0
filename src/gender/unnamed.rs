//! Lists of entries whose own names are not about gender: only their users know.

use foldhash::HashSet;

use super::field::{Attribute, GenderField, Signal, Subject};
use super::recognise::Scene;
use super::vocabulary::Vocabulary;
use crate::model::{Confidence, Domain, Element, ElementKind, Known, ModelPath, SchemaModel};

/// Kind of the signal for a type evident only from its letters ([`unnamed_lists`]).
pub const LETTERS: &str = "letters";

/// Types that hold männlich and weiblich as letters under a name that does not say so (`type Code = "m" | "w"`). They
/// are lists of entries only if a gender field of another document names them. `fields`: the fields found in the
/// document.
pub fn unnamed_lists(
    model: &SchemaModel,
    fields: &[GenderField],
    vocabulary: &Vocabulary,
) -> Vec<GenderField> {
    /// Maximum length; longer lists hold the two letters by chance.
    const MOST_LETTERS: usize = 8;
    /// Maximum number of such lists; documents with more are data. A field that names one of the others becomes a
    /// question.
    const MOST_LISTS: usize = 256;
    let is_short_list = |element: &Element| {
        let values = match &element.domain.value {
            Known::Yes(Domain::Closed(values)) => values,
            _ => return false,
        };
        element.kind == ElementKind::ValueType
            && (2..=MOST_LETTERS).contains(&values.len())
            && values
                .iter()
                .all(|value| value.raw.value.chars().count() <= 1)
    };
    let known: HashSet<&ModelPath> = fields.iter().map(|field| &field.path).collect();
    let mut lists = model
        .iter()
        .filter(|(_, element)| is_short_list(element) && !known.contains(&element.path))
        .take(MOST_LISTS)
        .peekable();
    if lists.peek().is_none() {
        return Vec::new();
    }
    let scene = Scene::new(model, vocabulary);
    let mut found = Vec::new();
    for (id, element) in lists {
        let (declaring, values) = scene.values(id, element);
        let readings = scene.readings(declaring, element, &values);
        let shape = &readings.shape;
        let holds_entries = shape.male_and_female && !shape.salutation && !shape.outputs;
        if holds_entries && readings.context.is_none() {
            let signals = vec![Signal::new(LETTERS, &shape.seen)];
            found.push(scene.build(
                id,
                element,
                Attribute::Geschlecht,
                Subject::Person,
                Confidence::Medium,
                signals,
                &values,
                &readings,
            ));
        }
    }
    found
}
