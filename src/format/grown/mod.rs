//! Lists completed by later statements (`GENDERS.add("d")`, `push @genders, 'd'`, `genders <- c(genders, "d")`), and
//! lists that lose entries: `unset($genders['d'])`.
//!
//! Languages differ little here, so all share one scan of the text after the list. Literal entries that are added or
//! removed unconditionally are as good as written; anything else leaves the list open.

mod addition;
mod removal;

use std::collections::HashMap;

use self::addition::{Addition, Base, Effect, additions};
use super::embedded::{Code, Notation};
use crate::model::{Domain, Element, ElementKind, Known, Layer, SchemaModel, Span, Value, Why};
use crate::topic::Topic;

/// Maximum number of lists; documents with more contain data.
const MOST_LISTS: usize = 500;

/// Adds the entries from later statements to lists.
pub(super) fn settle(schemas: &mut [SchemaModel], source: &str, notation: Notation, topic: &Topic) {
    let concerned = |element: &&mut Element| {
        element.layer == Layer::Code
            && element.amends.is_none()
            && matches!(element.domain.value, Known::Yes(Domain::Closed(_)))
            && topic.is_mentioned_in(&element.name.value)
    };
    let elements = schemas.iter_mut().flat_map(|schema| &mut schema.elements);
    let mut lists = elements.filter(concerned).take(MOST_LISTS).peekable();
    if lists.peek().is_none() {
        return;
    }
    let code = Code::of(source, notation);
    let mut said: HashMap<String, Vec<Span>> = HashMap::new();
    for list in lists {
        let Known::Yes(Domain::Closed(values)) = &list.domain.value else {
            continue;
        };
        let Some(written) = values.iter().flat_map(spans_of).reduce(Span::to) else {
            continue;
        };
        let Some(name) = list.name.span.filter(|name| name.end <= written.start) else {
            continue;
        };
        // What is assigned to a field is its value, and its choices stay.
        if list.kind == ElementKind::Field && declares_field(source, name, written) {
            continue;
        }
        if !is_assigned(source, &list.name.value, name, written) {
            continue;
        }
        // The known additions also follow the name.
        let from = name.end as usize;
        let end = written.end as usize;
        let is_map = values.iter().all(|value| value.label.is_some())
            || source
                .get(from..end)
                .is_some_and(|text| text.contains('{') || text.contains("=>"));
        let base = Base {
            name: &list.name.value,
            from,
            end,
            is_map,
        };
        let found = additions(&code, base);
        if !found.is_empty() {
            let parts = found.iter().map(|addition| addition.part);
            let of_name = said.entry(list.name.value.clone()).or_default();
            of_name.extend(parts);
            let Outcome {
                values,
                is_whole,
                narrowed,
            } = together(values, found);
            list.narrowed = narrowed;
            if is_whole {
                list.domain.value = Known::closed(values);
            } else {
                list.domain.value = Known::No(Why::Dynamic);
                // A column does not show the values that may be removed again.
                let shows = narrowed.is_none() || list.kind == ElementKind::ValueType;
                list.rows = shows.then_some(values);
            }
        }
    }
    // An addition that was read as a list of its own is reported with the list.
    for element in schemas.iter_mut().flat_map(|schema| &mut schema.elements) {
        let Known::Yes(Domain::Closed(values)) = &element.domain.value else {
            continue;
        };
        let Some(parts) = said.get(&element.name.value) else {
            continue;
        };
        let is_said = |at: Span| {
            parts
                .iter()
                .any(|part| part.start <= at.start && at.end <= part.end)
        };
        let mut spans = values.iter().flat_map(spans_of).peekable();
        element.is_part |= spans.peek().is_some() && spans.all(is_said);
    }
}

/// Whether the values behind a name are those of a field that a call declares: `sex = models.CharField(choices=[…])`,
/// `sex = fields.Selection([…])`.
fn declares_field(source: &str, name: Span, values: Span) -> bool {
    const ENDINGS: [&str; 7] = [
        "Attribute",
        "Choice",
        "Column",
        "Field",
        "Property",
        "Select",
        "Selection",
    ];
    let between = source.get(name.end as usize..values.start as usize);
    let Some((declared, handed)) = between.and_then(|between| between.split_once('(')) else {
        return false;
    };
    let names_choices = handed.contains("choices");
    names_choices || ENDINGS.iter().any(|ending| declared.ends_with(ending))
}

/// Whether values are assigned to a name: no call, end or other statement lies between them.
fn is_assigned(source: &str, word: &str, name: Span, values: Span) -> bool {
    const LONGEST: u32 = 200;
    if values.start - name.end > LONGEST {
        return false;
    }
    let between = source.get(name.end as usize..values.start as usize);
    let between = between.unwrap_or_default().replace("()", "");
    between.contains(['=', '<']) && !between.contains([')', ';']) && !between.contains(word)
}

fn spans_of(value: &Value) -> impl Iterator<Item = Span> {
    let label = value.label.as_ref().and_then(|label| label.span);
    value.raw.span.into_iter().chain(label)
}

/// A list after all statements.
struct Outcome {
    values: Vec<Value>,
    /// Whether these are certain to be its values.
    is_whole: bool,
    /// Position of a possible removal of unknown values.
    narrowed: Option<Span>,
}

/// A list with all additions and removals.
fn together(values: &[Value], changes: Vec<Addition>) -> Outcome {
    let mut all = values.to_vec();
    let mut is_whole = true;
    let mut narrowed = None;
    for change in changes {
        if change.effect == Effect::Takes {
            // Entries are removed by key or by text.
            let is_taken = |value: &Value| {
                let label = value.label.as_ref().map(|label| &label.value);
                change.values.iter().any(|taken| {
                    taken.raw.value == value.raw.value || Some(&taken.raw.value) == label
                })
            };
            if change.is_plain && !all.iter().all(is_taken) {
                all.retain(|value| !is_taken(value));
            } else {
                // At most these values are left.
                narrowed = narrowed.or(Some(change.part));
            }
            continue;
        }
        is_whole &= change.is_plain;
        if change.effect == Effect::Rewrites && !change.is_plain {
            narrowed = narrowed.or(Some(change.part));
        }
        for value in change.values {
            if all.iter().all(|known| known.raw.value != value.raw.value) {
                all.push(value);
            }
        }
    }
    Outcome {
        values: all,
        is_whole,
        narrowed,
    }
}
