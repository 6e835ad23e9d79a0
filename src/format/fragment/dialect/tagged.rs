//! Attributes in tagged literals of a program: Lit, FAST, Polymer, hybrids, htm.

use super::{Written, add_jsx, add_style};
use crate::format::fragment::attributes::{Attributes, Given, constant};
use crate::format::fragment::handler::listen;

/// Adds an attribute of Lit (`?disabled=${…}`, `.value=${…}`, `@click=${…}`) or one of its relatives.
pub fn add_lit(tag: &str, written: &Written<'_>, to: &mut Attributes) {
    let name = written.name;
    if let Some(event) = name.strip_prefix('@') {
        return listen(
            event,
            inserted(written.source).unwrap_or(written.source),
            to,
        );
    }
    if let Some(boolean) = name.strip_prefix('?') {
        return add_boolean(&boolean.to_ascii_lowercase(), written, to);
    }
    if let Some(property) = name.strip_prefix(['.', ':']) {
        return add_property(tag, property, written, to);
    }
    // Polymer binds attributes with a dollar sign, and writes `innerHTML` with hyphens.
    let bound = name.strip_suffix('$');
    let name = bound.unwrap_or(name);
    if matches!(name, "inner-h-t-m-l" | "text-content" | "inner-text") || is_content(name) {
        to.content = true;
        return;
    }
    let lower = name.to_ascii_lowercase();
    if lower == "style" && written.source.contains("${") {
        add_style(written.source, to);
        to.unknown.push(lower);
        return;
    }
    let given = match bound {
        Some(_) => Given::Expression(written.source.to_owned()),
        None => given(written),
    };
    to.set(&lower, given);
}

/// Adds an attribute of htm, which is a property of JSX.
pub fn add_htm(written: &Written<'_>, to: &mut Attributes) {
    add_jsx(written.name, given(written), to);
}

/// The value of an attribute. Polymer's bindings in double brackets are expressions, too.
fn given(written: &Written<'_>) -> Given {
    let Some(value) = &written.value else {
        return Given::Nothing;
    };
    if let Some(expression) = inserted(written.source) {
        return Given::Expression(expression.to_owned());
    }
    let is_bound = ["[[", "{{"]
        .iter()
        .any(|mark| written.source.contains(mark));
    match is_bound {
        true => Given::Expression(written.source.to_owned()),
        false => Given::Text(value.clone()),
    }
}

/// The expression of a value that is a single insertion.
fn inserted(source: &str) -> Option<&str> {
    source.trim().strip_prefix("${")?.strip_suffix('}')
}

/// `?disabled=${…}`: the attribute is there if the expression is true.
fn add_boolean(name: &str, written: &Written<'_>, to: &mut Attributes) {
    let expression = inserted(written.source).unwrap_or(written.source);
    match constant(expression) {
        Some(Given::Text(value)) if value == "true" => to.set(name, Given::Nothing),
        Some(_) => {}
        None => to.unknown.push(name.to_owned()),
    }
}

/// `.value=${…}`: a property of the element. Those of components are known by their names in its library.
fn add_property(tag: &str, property: &str, written: &Written<'_>, to: &mut Attributes) {
    if is_content(property) {
        to.content = true;
        return;
    }
    let lower = property.to_ascii_lowercase();
    let name = match property {
        "htmlFor" => "for",
        "className" => "class",
        "style" => return add_style(written.source, to),
        // `ariaLabel` is `aria-label`.
        _ => match property.strip_prefix("aria") {
            Some(own) if own.starts_with(|ch: char| ch.is_ascii_uppercase()) => {
                let own = own.trim_end_matches("Elements").trim_end_matches("Element");
                let name = format!("aria-{}", own.to_ascii_lowercase());
                return to.set(&name, given(written));
            }
            _ => lower.as_str(),
        },
    };
    if tag.contains('-') || is_reflected(name) {
        to.set(name, given(written));
    }
}

/// Properties that are the content of an element.
fn is_content(property: &str) -> bool {
    matches!(property, "innerHTML" | "textContent" | "innerText")
}

/// Properties that are attributes of the same name.
fn is_reflected(name: &str) -> bool {
    const REFLECTED: [&str; 26] = [
        "alt",
        "checked",
        "class",
        "contenteditable",
        "disabled",
        "for",
        "hidden",
        "href",
        "id",
        "inert",
        "lang",
        "multiple",
        "muted",
        "name",
        "open",
        "placeholder",
        "readonly",
        "required",
        "role",
        "selected",
        "src",
        "tabindex",
        "target",
        "title",
        "type",
        "value",
    ];
    REFLECTED.contains(&name)
}
