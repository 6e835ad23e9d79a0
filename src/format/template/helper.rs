//! Calls that create form controls: Rails and its form builders, Razor's `Html`, Laravel's `Form`, Symfony's forms.

use std::sync::OnceLock;

use regex::Regex;

use super::expression::Argument;
use super::mask;
use super::parser::arguments;
use super::piece::{Piece, PieceKind};
use super::scan::{end_of, trim};
use crate::format::logic::{Constant, Expression};
use crate::model::{
    DefaultValue, Domain, Element, ElementKind, Known, Layer, Located, ModelPath, Span, Value, Why,
};

/// The controls created by calls.
pub fn controls(source: &str, pieces: &[Piece]) -> Vec<Element> {
    let mut found: Vec<Element> = Vec::new();
    for piece in pieces {
        if !piece.prints_unknown() || piece.span.start == piece.span.end {
            continue;
        }
        // A loop whose call opens a form may hold its first control, too.
        if matches!(&piece.kind, PieceKind::Output(_, Some(_))) {
            continue;
        }
        let Some(call) = call(source, piece.span) else {
            continue;
        };
        let Some(control) = control(&call) else {
            continue;
        };
        add(&mut found, control, piece.span, call.name);
    }
    found
}

/// A call with its arguments.
struct Call<'t> {
    name: &'t str,
    /// Whether it is called on a form builder, which knows the object.
    on_form: bool,
    /// Whether values come before their labels, as in PHP.
    value_first: bool,
    arguments: Vec<Argument>,
}

fn call(source: &str, at: Span) -> Option<Call<'_>> {
    static HEAD: OnceLock<Option<Regex>> = OnceLock::new();
    let head = HEAD.get_or_init(|| {
        Regex::new(
            r"(?:^|[\s=({!@])(?:(?P<on>[a-z]\w*|Html|Form|form)(?P<via>\.|::|->))?(?P<name>select|select_tag|collection_select|collection_radio_buttons|radio_button|radio_button_tag|input|text_field|DropDownListFor|DropDownList|EnumDropDownListFor|RadioButtonFor|RadioButton|TextBoxFor|EditorFor|radio|form_row|form_widget)(?P<open>\(| +[:\x22'@])",
        )
        .ok()
    });
    let text = source.get(at.range())?;
    let found = head.as_ref()?.captures(text)?;
    let name = found.name("name")?;
    let open = found.name("open")?;
    let on = found.name("on");
    let start = at.start as usize;
    let inner = if open.as_str() == "(" {
        let inside = text.get(open.end()..)?;
        Span::new(
            start + open.end(),
            start + open.end() + end_of(inside, b')')?,
        )
    } else {
        let rest = text.get(name.end()..)?;
        let rest = rest.trim_end_matches(['%', '>', '-']).trim_end();
        Span::new(start + name.end(), start + name.end() + rest.len())
    };
    Some(Call {
        name: name.as_str(),
        on_form: on.is_some_and(|on| on.as_str().starts_with(char::is_lowercase)),
        // `Form::select(…)` of PHP; builders of Rails are called `form` as well.
        value_first: on.is_some_and(|on| on.as_str().eq_ignore_ascii_case("form"))
            && found.name("via").is_none_or(|via| via.as_str() != "."),
        arguments: arguments(source, trim(source, inner)),
    })
}

struct Control {
    name: Located<String>,
    values: Option<Vec<Value>>,
    /// The initially selected value.
    chosen: Option<Located<String>>,
    /// Whether it is a single choice of a group.
    single: bool,
    text: bool,
    required: Option<bool>,
}

fn control(call: &Call<'_>) -> Option<Control> {
    let positional: Vec<&Expression> = call
        .arguments
        .iter()
        .filter(|argument| argument.key.is_none())
        .map(|argument| &argument.value)
        .collect();
    let named = |wanted: &str| {
        call.arguments
            .iter()
            .find(|argument| argument.key.as_deref() == Some(wanted))
            .map(|argument| &argument.value)
    };
    let at = |index: usize| positional.get(index).copied();
    // Without a form builder, select :person, :gender, … names the object first.
    let shift = usize::from(
        !call.on_form
            && matches!(
                call.name,
                "select" | "radio_button" | "text_field" | "collection_select"
            )
            && matches!(at(1), Some(Expression::Literal(_))),
    );
    let literal = |value: Option<&Expression>| match value {
        Some(Expression::Literal(Constant { text, .. })) => Some(text.clone()),
        _ => None,
    };
    let mut control = Control {
        name: field(call, at(shift))?,
        values: None,
        chosen: literal(named("selected")),
        single: false,
        text: false,
        required: match named("required") {
            Some(Expression::Name(name)) if name.path.value == "true" => Some(true),
            _ => None,
        },
    };
    match call.name {
        "select" if call.value_first => {
            control.values = match at(1) {
                Some(Expression::List(items)) => mask::values(items),
                _ => None,
            };
            control.chosen = literal(at(2));
        }
        "select" | "select_tag" => {
            let list = at(shift + 1);
            control.values = choices(list);
            if let Some(Expression::Call(call)) = list {
                control.chosen = control.chosen.or_else(|| literal(call.arguments.get(1)));
            }
        }
        "input" => {
            let list = named("collection");
            let kind = match named("as") {
                Some(Expression::Literal(kind)) => kind.text.value.as_str(),
                _ => "",
            };
            if kind == "hidden" {
                return None;
            }
            // Without a list, the form builder creates a control from the model.
            control.values = choices(list);
            control.text = list.is_none() && matches!(kind, "string" | "text");
        }
        "radio_button" | "radio_button_tag" | "RadioButton" | "radio" => {
            let value = match at(shift + 1) {
                Some(Expression::Literal(value)) => Some(vec![plain(&value.text)]),
                _ => None,
            };
            let checked = named("checked").or_else(|| at(shift + 2));
            if checked.is_some_and(is_true) {
                control.chosen = literal(at(shift + 1));
            }
            control.single = value.is_some();
            control.values = value;
        }
        "RadioButtonFor" => {
            // m => m.Geschlecht, "m"
            let value = positional.iter().find_map(|value| match value {
                Expression::Literal(value) => Some(vec![plain(&value.text)]),
                _ => None,
            });
            control.single = value.is_some();
            control.values = value;
        }
        "collection_select" | "collection_radio_buttons" => {
            // [["m", "männlich"], …], :first, :last
            let asks = |index: usize| match at(shift + index) {
                Some(Expression::Literal(method)) => method.text.value.as_str(),
                _ => "",
            };
            let value_is_last = asks(2) == "last";
            control.values = choices(at(shift + 1)).map(|values| {
                values
                    .into_iter()
                    .map(|value| {
                        if value_is_last {
                            value
                        } else {
                            exchanged(value)
                        }
                    })
                    .collect()
            });
        }
        "text_field" | "TextBoxFor" => control.text = true,
        "DropDownListFor" | "DropDownList" => {
            let list = at(usize::from(call.name == "DropDownList"));
            control.values = choices(list);
            control.chosen = control.chosen.or_else(|| selected(list));
        }
        _ => {}
    }
    Some(control)
}

fn is_true(value: &Expression) -> bool {
    matches!(value, Expression::Name(name) if name.path.value == "true")
}

/// The value of the item that is marked as selected.
fn selected(list: Option<&Expression>) -> Option<Located<String>> {
    let Some(Expression::List(items)) = list else {
        return None;
    };
    let says = |part: &Expression| match part {
        Expression::List(pair) => matches!(
            pair.as_slice(),
            [Expression::Name(name), value]
                if name.path.value.eq_ignore_ascii_case("selected") && is_true(value)
        ),
        _ => false,
    };
    items.iter().find_map(|item| match item {
        Expression::List(parts) if parts.iter().any(says) => Some(object(parts)?.raw),
        _ => None,
    })
}

/// The name of the field of a call.
fn field(call: &Call<'_>, first: Option<&Expression>) -> Option<Located<String>> {
    let last = |path: &Located<String>| Located {
        value: path.value.rsplit('.').next().unwrap_or_default().to_owned(),
        span: path.span,
    };
    // m => m.Geschlecht
    if call.name.ends_with("For") {
        return match &call.arguments.first()?.value {
            Expression::Name(name) => Some(last(&name.path)),
            _ => None,
        };
    }
    match (call.name, first?) {
        ("form_row" | "form_widget", Expression::Name(name)) if !name.receiver.is_empty() => {
            Some(last(&name.path))
        }
        (_, Expression::Literal(name)) => Some(name.text.clone()),
        _ => None,
    }
}

/// Swaps code and label of a value whose code comes first.
fn exchanged(value: Value) -> Value {
    match value.label {
        Some(label) => Value {
            label: Some(value.raw),
            raw: label,
            ..value
        },
        None => value,
    }
}

fn plain(text: &Located<String>) -> Value {
    Value {
        raw: text.clone(),
        ..Value::default()
    }
}

/// The values of a list of choices; `None` if a program creates them.
fn choices(list: Option<&Expression>) -> Option<Vec<Value>> {
    match list? {
        Expression::List(items) => {
            let text = |item: &Expression| match item {
                Expression::Literal(Constant { text, .. }) => Some(text.clone()),
                Expression::Name(name)
                    if name.path.value.bytes().all(|byte| byte.is_ascii_digit()) =>
                {
                    Some(name.path.clone())
                }
                _ => None,
            };
            items
                .iter()
                .map(|item| match item {
                    Expression::List(parts) if parts.iter().any(is_property) => object(parts),
                    Expression::Literal(Constant { text, .. }) => Some(plain(text)),
                    // The label comes first.
                    Expression::List(pair) => Some(Value {
                        label: pair.first().and_then(text),
                        raw: pair.get(1).or(pair.first()).and_then(text)?,
                        ..Value::default()
                    }),
                    _ => None,
                })
                .collect::<Option<Vec<Value>>>()
                .filter(|values| !values.is_empty())
        }
        Expression::Call(call)
            if matches!(call.name.as_str(), "options_for_select" | "SelectList") =>
        {
            choices(call.arguments.first())
        }
        _ => None,
    }
}

/// `Text = "männlich"`
fn is_property(part: &Expression) -> bool {
    matches!(part, Expression::List(pair) if matches!(pair.as_slice(), [Expression::Name(_), _]))
}

/// `new SelectListItem { Text = "männlich", Value = "m" }`
fn object(parts: &[Expression]) -> Option<Value> {
    let property = |wanted: &[&str]| {
        parts.iter().find_map(|part| match part {
            Expression::List(pair) => match pair.as_slice() {
                [
                    Expression::Name(name),
                    Expression::Literal(Constant { text, .. }),
                ] if wanted.contains(&name.path.value.to_ascii_lowercase().as_str()) => {
                    Some(text.clone())
                }
                _ => None,
            },
            _ => None,
        })
    };
    let label = property(&["text", "label", "name", "title"]);
    Some(Value {
        raw: property(&["value", "id", "key", "code"]).or(label.clone())?,
        label,
        ..Value::default()
    })
}

fn add(found: &mut Vec<Element>, control: Control, span: Span, call: &str) {
    if control.single
        && let Some(group) = found
            .iter_mut()
            .find(|element| element.name.value == control.name.value)
        && let Known::Yes(Domain::Closed(values)) = &mut group.domain.value
    {
        values.extend(control.values.into_iter().flatten());
        let chosen = control.chosen.map(DefaultValue::from);
        group.default = chosen.or_else(|| group.default.take());
        return;
    }
    let mut element = Element::named(
        control.name.clone(),
        ModelPath::new([control.name.value]),
        ElementKind::Control,
        Layer::Ui,
        span,
    );
    element.declared_type = Some(Located::with_span(call.to_owned(), span));
    if let Some(required) = control.required {
        element.optional = Located::with_span(Known::Yes(!required), span);
    }
    let domain = match control.values {
        Some(values) => Known::Yes(Domain::Closed(values)),
        None if control.text => Known::Yes(Domain::Text),
        None => Known::No(Why::Dynamic),
    };
    element.domain = Located::with_span(domain, span);
    element.default = control.chosen.map(DefaultValue::from);
    found.push(element);
}
