//! What a control offers: choices in it, lists it is given, loops over lists.

use super::controls::Scene;
use super::expression::{Said, parse_expression_text};
use super::kind::{Kind, OFFERS, kind};
use super::wording::{attribute, content};
use super::{Given, Tag};
use crate::format::limits::OPTIONS;
use crate::model::{Located, Value, Why};

/// What a control offers.
pub enum Offer {
    /// These values.
    Values(Vec<Value>),
    /// A list by its name.
    Named(String),
    /// Not known.
    Unknown(Why),
}

/// Attributes that hold the value of a choice, the strongest first.
const VALUES: [&str; 5] = ["value", "ngvalue", "val", "nzvalue", "itemvalue"];
/// Attributes that hold the text of a choice.
const TEXTS: [&str; 5] = ["label", "nzlabel", "title", "text", "aria-label"];

/// What a chooser offers.
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

/// Whether choices that the markup does not show stand beside those that it does: what whoever uses the component hands
/// in, or what another component or template brings.
fn takes_more(scene: &Scene<'_, '_>, chooser: usize, choices: &[usize]) -> bool {
    let markup = scene.markup;
    if markup.filled.contains(&chooser) {
        return true;
    }
    let is_native = markup
        .tags
        .get(chooser)
        .is_some_and(|tag| tag.name == "select");
    is_native
        && markup.inside(chooser).any(|inner| {
            let part = markup.tags.get(inner).is_some_and(is_part_from_elsewhere);
            let holds_choice = || choices.iter().any(|at| markup.inside(inner).contains(at));
            let in_choice = || markup.around(inner).any(|around| choices.contains(&around));
            part && !choices.contains(&inner) && !holds_choice() && !in_choice()
        })
}

/// Whether a tag stands for what another file or the user of a component brings: a component, a slot, an outlet.
fn is_part_from_elsewhere(tag: &Tag) -> bool {
    let is_component = tag.name.contains(['-', '.']) || tag.name.starts_with(char::is_uppercase);
    let named = matches!(tag.name.as_str(), "slot" | "Fragment" | "React.Fragment");
    is_component && !named || tag.name == "slot" || tag.get("ngtemplateoutlet").is_some()
}

/// What choices offer together.
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
            // A component of its own may know what it offers.
            Offer::Unknown(Why::Dynamic)
        }
        [] => Offer::Values(values),
        // A list behind an invitation to choose.
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

/// The list a choice is repeated for, itself or with something around it.
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
        // Radio buttons have no chooser around them: a loop far out repeats whole forms.
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
    })
}

/// The text right behind a radio button, or the label around or beside it.
fn beside(scene: &Scene<'_, '_>, index: usize) -> Option<Located<String>> {
    super::wording::label_of_choice(scene.markup, scene.text, index)
}

/// `gender.male` says "male".
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

/// Whether a yes-or-no attribute plainly says yes.
pub fn is_set(tag: &Tag, name: &str) -> bool {
    matches!(tag.get(name), Some(Given::Nothing | Given::Literal(_)))
}
