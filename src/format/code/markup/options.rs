//! The options of a control: nested choices, lists passed to it, loops over lists.

use super::controls::Scene;
use super::expression::{Said, parse_expression_text};
use super::kind::{Kind, OFFERS, kind};
use super::wording::{attribute, content};
use super::{Given, Markup, Tag};
use crate::format::html::is_said_beside;
use crate::format::limits::OPTIONS;
use crate::model::{Located, Value, Why};
use crate::topic::tokens;

/// The options of a control.
pub enum Offer {
    /// Exactly these values.
    Values(Vec<Value>),
    /// A list, by its name.
    Named(String),
    /// Unknown options.
    Unknown(Why),
}

/// Attributes that hold the value of a choice, the strongest first.
const VALUES: [&str; 5] = ["value", "ngvalue", "val", "nzvalue", "itemvalue"];
/// Attributes that hold the text of a choice.
const TEXTS: [&str; 5] = ["label", "nzlabel", "title", "text", "aria-label"];

/// The options of a chooser.
pub fn of_chooser(scene: &Scene<'_, '_>, index: usize) -> Offer {
    let Some(tag) = scene.markup.tags.get(index) else {
        return Offer::Unknown(Why::NotStated);
    };
    let given = OFFERS.iter().find_map(|name| match tag.get(name) {
        Some(Given::Expression(span)) => Some(span),
        _ => None,
    });
    if let Some(span) = given {
        return list(parse_expression_text(scene.reader, scene.text, span));
    }
    let choices: Vec<usize> = scene
        .markup
        .inside(index)
        .filter(|inner| {
            scene
                .markup
                .tags
                .get(*inner)
                .is_some_and(|tag| kind(tag, scene.text) == Kind::Choice)
        })
        .collect();
    if !choices.is_empty() && takes_more(scene, index, &choices) {
        return Offer::Unknown(Why::Dynamic);
    }
    of_choices(scene, &choices, Some(index))
}

/// Whether the choices in the markup have hidden siblings: passed in by the user of the component, or inserted by
/// another component or template.
fn takes_more(scene: &Scene<'_, '_>, chooser: usize, choices: &[usize]) -> bool {
    let markup = scene.markup;
    if markup.filled.iter().any(|(index, _)| *index == chooser) {
        return true;
    }
    let is_native = markup
        .tags
        .get(chooser)
        .is_some_and(|tag| tag.name == "select");
    markup.inside(chooser).any(|inner| {
        let Some(tag) = markup.tags.get(inner) else {
            return false;
        };
        // The internals of components are unknown; the content of their slots is known.
        let is_part = if is_native {
            is_part_from_elsewhere(tag)
        } else {
            is_slot(tag)
        };
        is_part && !belongs_to_choice(markup, inner, choices)
    })
}

/// Whether a tag is a choice, or is inside or around one.
fn belongs_to_choice(markup: &Markup, inner: usize, choices: &[usize]) -> bool {
    let holds_choice = || choices.iter().any(|at| markup.inside(inner).contains(at));
    let in_choice = || markup.around(inner).any(|around| choices.contains(&around));
    choices.contains(&inner) || holds_choice() || in_choice()
}

/// The same for radio buttons without a chooser: checks their group and the content between them.
pub fn takes_more_beside(scene: &Scene<'_, '_>, members: &[usize], name: &str) -> bool {
    let markup = scene.markup;
    let (Some(first), Some(last)) = (members.first(), members.last()) else {
        return false;
    };
    let group = markup.around(*first).find(|around| {
        markup
            .tags
            .get(*around)
            .is_some_and(|tag| groups(scene, tag))
    });
    let past = match group {
        Some(group) => markup.inside(group).end,
        None => *last,
    };
    // Content after the next control does not belong to these.
    let other = (markup.inside(*last).end..past).find(|index| {
        markup.tags.get(*index).is_some_and(|tag| {
            matches!(
                tag.name.as_str(),
                "button" | "input" | "select" | "textarea"
            )
        })
    });
    let past = other.unwrap_or(past);
    let begins = markup.tags.get(*first).map_or(0, |tag| tag.start.end);
    let ends = match group {
        Some(_) => other,
        None => Some(*last),
    };
    let ends = ends
        .and_then(|index| markup.tags.get(index))
        .map(|tag| tag.start.start);
    let by_tag = (first + 1..past).any(|inner| {
        markup.tags.get(inner).is_some_and(|tag| {
            let brings = is_slot(tag) || brings_choices(scene, tag, name);
            brings && !belongs_to_choice(markup, inner, members)
        })
    });
    by_tag
        || markup.filled.iter().any(|(index, span)| {
            let in_group =
                group.is_none_or(|group| *index == group || markup.inside(group).contains(index));
            let is_behind = begins <= span.start && ends.is_none_or(|end| span.end <= end);
            in_group && is_behind && hands_in(scene.text.get(span.range()).unwrap_or_default())
        })
}

/// Whether a tag groups choices: a `fieldset`, or a tag with such a role.
fn groups(scene: &Scene<'_, '_>, tag: &Tag) -> bool {
    let role = match tag.get("role") {
        Some(Given::Literal(span)) => scene.text.get(span.range()),
        _ => None,
    };
    tag.name == "fieldset" || matches!(role, Some("radiogroup" | "group"))
}

/// Whether a component without content receives the name of the group, or is named after the choices it adds.
fn brings_choices(scene: &Scene<'_, '_>, tag: &Tag, name: &str) -> bool {
    const BROUGHT: [&str; 6] = ["choices", "entries", "items", "more", "options", "radios"];
    if !is_part_from_elsewhere(tag) || is_said_beside(&tag.name) {
        return false;
    }
    let is_named = match tag.get("name") {
        Some(Given::Literal(span)) => scene.text.get(span.range()) == Some(name),
        _ => false,
    };
    let says_so = || {
        tokens(&tag.name)
            .iter()
            .any(|word| BROUGHT.contains(&word.as_str()))
    };
    is_named && kind(tag, scene.text) != Kind::Choice || says_so()
}

/// Whether an expression inserts content from the user of a component: `{children}`, `{props.more}`, `{renderRest()}`.
fn hands_in(expression: &str) -> bool {
    const HANDED: [&str; 9] = [
        "additional",
        "children",
        "content",
        "extra",
        "further",
        "more",
        "options",
        "render",
        "slot",
    ];
    let words = tokens(expression);
    words.iter().any(|word| HANDED.contains(&word.as_str())) && !is_said_beside(expression)
}

/// Whether a tag is a slot that the user of the component fills.
fn is_slot(tag: &Tag) -> bool {
    matches!(tag.name.as_str(), "slot" | "ng-content") || tag.get("ngtemplateoutlet").is_some()
}

/// Whether a tag is replaced by content of another file or of the component's user: a component, a slot, an outlet.
fn is_part_from_elsewhere(tag: &Tag) -> bool {
    let is_component = tag.name.contains(['-', '.']) || tag.name.starts_with(char::is_uppercase);
    let named = matches!(tag.name.as_str(), "slot" | "Fragment" | "React.Fragment");
    is_component && !named || is_slot(tag)
}

/// The combined options of several choices.
pub fn of_choices(scene: &Scene<'_, '_>, choices: &[usize], chooser: Option<usize>) -> Offer {
    if choices.len() > OPTIONS {
        return Offer::Unknown(Why::NotUnderstood);
    }
    let mut values = Vec::new();
    let mut lists = Vec::new();
    // <FormControlLabel value="m" control={<Radio />}>: one choice, not two.
    let outermost = choices.iter().filter(|choice| {
        !scene
            .markup
            .around(**choice)
            .any(|around| choices.contains(&around))
    });
    for (order, choice) in outermost.enumerate() {
        if let Some(each) = repeated(scene, *choice, chooser) {
            lists.push(each);
            continue;
        }
        match value(scene, *choice, order == 0) {
            Some(value) => values.push(value),
            None => return Offer::Unknown(Why::Dynamic),
        }
    }
    let invites = |value: &Value| value.raw.value.trim().is_empty();
    match lists.as_slice() {
        [] if choices.is_empty() => {
            // A custom component may define its own options.
            Offer::Unknown(Why::Dynamic)
        }
        [] => Offer::Values(values),
        // A list after a prompt to choose.
        [each] if values.iter().all(invites) => {
            list(parse_expression_text(scene.reader, scene.text, *each))
        }
        _ => Offer::Unknown(Why::Dynamic),
    }
}

fn list(said: Said) -> Offer {
    match said {
        Said::Set(values) => Offer::Values(values),
        Said::Named(name) => Offer::Named(name),
        Said::Constant(constant) => Offer::Named(constant.value),
        Said::Literal(_) | Said::Dynamic => Offer::Unknown(Why::Dynamic),
    }
}

/// The list that a choice or one of its ancestors is repeated for.
fn repeated(
    scene: &Scene<'_, '_>,
    choice: usize,
    chooser: Option<usize>,
) -> Option<crate::model::Span> {
    let tags = &scene.markup.tags;
    let around = scene
        .markup
        .around(choice)
        .take_while(|around| Some(*around) != chooser)
        // Radio buttons have no enclosing chooser: a distant loop repeats whole forms.
        .take(if chooser.is_some() { usize::MAX } else { 3 });
    std::iter::once(choice)
        .chain(around)
        .find_map(|index| tags.get(index).and_then(|tag| tag.each))
}

fn value(scene: &Scene<'_, '_>, index: usize, first: bool) -> Option<Value> {
    let tag = scene.markup.tags.get(index)?;
    let label = TEXTS
        .iter()
        .find_map(|name| attribute(scene.markup, scene.text, index, name))
        .or_else(|| content(scene.markup, scene.text, index))
        .or_else(|| beside(scene, index))
        .map(last_of_key);
    let raw = VALUES
        .iter()
        .find_map(|name| tag.get(name))
        .and_then(|given| match given {
            Given::Nothing => Some(Located::implied(String::new())),
            Given::Literal(span) => Some(Located::with_span(
                scene.text.get(span.range())?.to_owned(),
                span,
            )),
            Given::Expression(span) => {
                match parse_expression_text(scene.reader, scene.text, span) {
                    Said::Literal(literal) => Some(literal),
                    Said::Constant(constant) => Some(constant),
                    _ => None,
                }
            }
        });
    let raw = raw.or_else(|| label.clone())?;
    let inactive = is_set(tag, "disabled") || is_set(tag, "hidden");
    let says_nothing = label
        .as_ref()
        .is_none_or(|label| !label.value.contains(char::is_alphanumeric));
    let empty = raw.value.trim().is_empty();
    Some(Value {
        placeholder: empty && (says_nothing || inactive || (first && scene.is_required(index))),
        raw,
        label,
        inactive,
        carries: false,
        conditional: false,
    })
}

/// The text right after a radio button, or its enclosing or adjacent label.
fn beside(scene: &Scene<'_, '_>, index: usize) -> Option<Located<String>> {
    super::wording::label_of_choice(scene.markup, scene.text, index)
}

/// `gender.male` becomes "male".
fn last_of_key(label: Located<String>) -> Located<String> {
    let is_key = !label.value.contains(char::is_whitespace)
        && label.value.contains(['.', ':'])
        && !label.value.ends_with(['.', ':']);
    if !is_key {
        return label;
    }
    let last = label.value.rsplit(['.', ':']).next().unwrap_or_default();
    Located::new(last.to_owned(), label.span)
}

/// Whether a Boolean attribute is explicitly set.
pub fn is_set(tag: &Tag, name: &str) -> bool {
    matches!(tag.get(name), Some(Given::Nothing | Given::Literal(_)))
}
