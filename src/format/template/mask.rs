//! A template as HTML of the same length: insertions are blanked out, and its control tags become those of HTML.
//! Offsets stay the same.

use super::language::Language;
use super::parser::expression;
use super::part;
use super::piece::{Act, Piece, PieceKind};
use super::tag::{self, Tag};
use super::wording;
use crate::format::html::{Hole, Holes, Made};
use crate::format::logic::{Constant, Expression};
use crate::model::{Located, Span, Value};

/// The text to read as HTML, and the parts hidden in it.
pub fn masked(source: &str, pieces: &[Piece], language: &Language) -> (String, Holes) {
    let mut text = source.as_bytes().to_vec();
    let mut holes = Holes::default();
    for at in part::parts(source, pieces) {
        holes.part(at);
    }
    for piece in pieces {
        let hole = match &piece.kind {
            PieceKind::Literal => continue,
            PieceKind::Comment => Hole::Nothing,
            PieceKind::Act(Act::Loop | Act::Block | Act::Other) => Hole::Anything,
            PieceKind::Act(_) => Hole::Condition,
            PieceKind::Output(..) => Hole::Anything,
        };
        if piece.span.start < piece.span.end {
            blank(&mut text, piece.span);
            holes.add(piece.span, hole);
            if hole == Hole::Anything
                && let Some(key) = wording::printed(source, piece.span)
            {
                holes.wording(key);
            }
        }
    }
    let markup = readable(text.clone());
    let mut at = 0;
    while let Some(next) = markup.get(at..).and_then(|rest| rest.find('<')) {
        at += next;
        at += match tag::tag(&markup, at) {
            Some(tag) => {
                rewrite(source, &mut text, &mut holes, at, &tag, language);
                tag.length
            }
            None => 1,
        };
    }
    holes.sort();
    (readable(text), holes)
}

/// Never fails, because pieces end at character boundaries.
fn readable(text: Vec<u8>) -> String {
    let length = text.len();
    String::from_utf8(text).unwrap_or_else(|_| " ".repeat(length))
}

fn blank(text: &mut [u8], span: Span) {
    for byte in text.get_mut(span.range()).into_iter().flatten() {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

/// Overwrites a longer word with a shorter one.
fn put(text: &mut [u8], at: usize, length: usize, word: &str) {
    if word.len() > length {
        return;
    }
    if let Some(target) = text.get_mut(at..at + length) {
        target.fill(b' ');
        target[..word.len()].copy_from_slice(word.as_bytes());
    }
}

/// The HTML equivalent of a library tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Select,
    Option,
    /// Further options, created by a program or listed in an attribute.
    Options,
    /// A complete group of choices.
    Group,
    Radio,
    Checkbox,
    Text,
    /// A label with its text in an attribute.
    Label,
    /// A label around its text.
    Caption,
}

fn kind(name: &str, language: &Language) -> Option<Kind> {
    let Some((prefix, local)) = name.split_once(':') else {
        return match name {
            "InputSelect" => Some(Kind::Select),
            "InputText" => Some(Kind::Text),
            // Blade components are named after the element they wrap.
            name if language.name == "blade"
                && name.starts_with("x-")
                && name.ends_with("select") =>
            {
                Some(Kind::Select)
            }
            _ => None,
        };
    };
    let fluid = language.name == "fluid";
    Some(match (prefix, local) {
        ("f", local) if fluid => match local {
            "form.select" => Kind::Select,
            "form.select.option" => Kind::Option,
            "form.radio" => Kind::Radio,
            "form.checkbox" => Kind::Checkbox,
            "form.textfield" => Kind::Text,
            _ => return None,
        },
        ("asp", local) => match local.to_ascii_lowercase().as_str() {
            "dropdownlist" | "listbox" | "radiobuttonlist" | "checkboxlist" => Kind::Select,
            "listitem" => Kind::Option,
            "textbox" => Kind::Text,
            _ => return None,
        },
        ("f", "selectItem") => Kind::Option,
        ("f", "selectItems") => Kind::Options,
        ("form" | "html" | "s", "select") => Kind::Select,
        ("form" | "html", "option") => Kind::Option,
        ("form" | "html", "options" | "optionsCollection") => Kind::Options,
        ("form", "radiobuttons" | "checkboxes")
        | ("s", "radio" | "checkboxlist")
        | ("g", "select" | "radioGroup") => Kind::Group,
        ("form", "radiobutton") | ("html" | "g", "radio") => Kind::Radio,
        ("form" | "html" | "g", "checkbox") | ("g", "checkBox") => Kind::Checkbox,
        ("form", "input") | ("html", "text") | ("s", "textfield") | ("g", "textField") => {
            Kind::Text
        }
        ("form", "label") => Kind::Caption,
        (_, local) if local.starts_with("selectOne") || local.starts_with("selectMany") => {
            Kind::Select
        }
        ("h" | "p", "selectBooleanCheckbox") => Kind::Checkbox,
        ("h" | "p", "inputText" | "inputTextarea") => Kind::Text,
        ("h" | "p", "outputLabel") => Kind::Label,
        _ => return None,
    })
}

/// Whether a tag shows its choices side by side: unlike in a drop-down, none of them is preselected.
fn shows_all_choices(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "radio",
        "radiobuttonlist",
        "listbox",
        "checkbox",
        "checkboxlist",
    ]
    .iter()
    .any(|ending| name.ends_with(ending))
}

fn rewrite(
    source: &str,
    text: &mut [u8],
    holes: &mut Holes,
    at: usize,
    tag: &Tag<'_>,
    language: &Language,
) {
    let kind = kind(tag.name, language);
    let faces = language.name == "jsf";
    let name_at = at + 1 + usize::from(tag.closes);
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    if let Some(key) = wording::of_tag(source, tag) {
        let whole = Span::new(at, at + tag.length);
        blank(text, whole);
        holes.add(whole, Hole::Anything);
        holes.wording(key);
        return;
    }
    let single = tag.empty || tag.closes;
    if let Some(kind) = kind {
        let word = match kind {
            // HTML has no select without content; everything after it would be inside.
            Kind::Select if single && !tag.closes => "input",
            Kind::Select => "select",
            Kind::Option => "option",
            Kind::Radio | Kind::Checkbox | Kind::Text | Kind::Group if !tag.closes => "input",
            Kind::Caption => "label",
            _ => "",
        };
        match (kind, word) {
            (_, "") => blank(text, Span::new(at, at + tag.length)),
            (Kind::Select, "select") if !tag.closes && shows_all_choices(tag.name) => {
                put(text, name_at, tag.name.len(), "select size=2");
            }
            _ => put(text, name_at, tag.name.len(), word),
        }
        if tag.closes {
            return;
        }
        match kind {
            Kind::Select if single => holes.make(start, Made::Values(listed(source, tag))),
            Kind::Group => holes.make(start, Made::Values(listed(source, tag))),
            Kind::Select => {
                if let Some(values) = listed(source, tag) {
                    holes.make(start, Made::Values(Some(values)));
                }
            }
            Kind::Options => holes.add(Span::new(at, at + tag.length), Hole::Anything),
            Kind::Radio => holes.make(start, Made::Type("radio")),
            Kind::Checkbox => holes.make(start, Made::Type("checkbox")),
            Kind::Label => {
                let written = |name: &str| {
                    let span = tag.value(name)?;
                    Some(Located::with_span(
                        source.get(span.range())?.to_owned(),
                        span,
                    ))
                };
                if let (Some(target), Some(label)) = (written("for"), written("value"))
                    && !label.value.contains("#{")
                {
                    holes.label(target.value, label);
                }
            }
            Kind::Option | Kind::Text | Kind::Caption => {}
        }
        if word.is_empty() {
            return;
        }
    }
    for (name, name_at, value) in &tag.attributes {
        let written = source.get(value.range()).unwrap_or_default().trim();
        let name_at = *name_at;
        let names_field =
            faces && *name == "value" && kind.is_some_and(|kind| kind != Kind::Option);
        if let Some(kind) = kind {
            match *name {
                "itemValue" => put(text, name_at, name.len(), "value"),
                "itemLabel" => put(text, name_at, name.len(), "label"),
                "label" if kind == Kind::Radio => put(text, name_at, name.len(), "title"),
                "path" if kind == Kind::Caption => put(text, name_at, name.len(), "for"),
                "required" | "disabled" | "readonly" | "itemDisabled" if written == "false" => {
                    blank(text, Span::new(name_at, value.end as usize + 1));
                }
                "itemDisabled" if written == "true" => put(text, name_at, name.len(), "disabled"),
                _ if names_field => put(text, name_at, name.len(), "name"),
                _ => {}
            }
        }
        if faces && (written.starts_with("#{") || written.starts_with("${")) {
            let path = written
                .get(2..)
                .and_then(|rest| rest.strip_suffix('}'))
                .unwrap_or_default();
            let plain = path
                .chars()
                .all(|ch| ch.is_alphanumeric() || matches!(ch, '.' | '_'));
            if names_field && plain {
                let sign = value.start as usize
                    + source
                        .get(value.range())
                        .and_then(|text| text.find(written))
                        .unwrap_or(0);
                blank(text, Span::new(sign, sign + 2));
                let end = sign + written.len();
                blank(text, Span::new(end - 1, end));
            } else {
                blank(text, *value);
                holes.add(*value, Hole::Anything);
            }
        }
    }
}

/// The values listed in an attribute; `None` if a program lists them.
fn listed(source: &str, tag: &Tag<'_>) -> Option<Vec<Value>> {
    let span = ["list", "options", ":options", "items", "from", "values"]
        .iter()
        .find_map(|name| tag.value(name))?;
    let Expression::List(items) = expression(source, inside(source, span), false) else {
        return None;
    };
    values(&items)
}

/// The content of a list without the marks of its expression.
fn inside(source: &str, span: Span) -> Span {
    let text = source.get(span.range()).unwrap_or_default();
    let mut start = span.start as usize;
    let mut end = span.end as usize;
    if let Some(inner) = text
        .strip_prefix("${")
        .and_then(|text| text.strip_suffix('}'))
    {
        start += 2;
        end = start + inner.len();
    } else if text.starts_with("#{") {
        start += 1;
    }
    Span::new(start, end)
}

/// Literal values, or pairs of values and labels; `None` if not all are literal.
pub fn values(items: &[Expression]) -> Option<Vec<Value>> {
    let key = |item: &Expression| match item {
        Expression::Literal(Constant { text, .. }) => Some(text.clone()),
        Expression::Name(name) if name.path.value.chars().all(char::is_alphanumeric) => {
            Some(name.path.clone())
        }
        _ => None,
    };
    let text = |item: &Expression| match item {
        Expression::Literal(Constant { text, .. }) => Some(text.clone()),
        _ => None,
    };
    let mut found = Vec::new();
    for item in items {
        let (raw, label) = match item {
            Expression::List(pair) => (key(pair.first()?)?, pair.get(1).and_then(text)),
            item => (text(item)?, None),
        };
        found.push(Value {
            raw,
            label,
            ..Value::default()
        });
    }
    (!found.is_empty()).then_some(found)
}
