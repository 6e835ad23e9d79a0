//! Identity of elements: by names for fingerprints, by a selector for people and tools.

use crate::model::Attributes;
use std::fmt::Write;

use scraper::ElementRef;

use super::Index;
use crate::model::{HOLE, ModelPath};

/// Elements that give a path its structure; wrappers come and go.
const STRUCTURE: [&str; 16] = [
    "main", "nav", "header", "footer", "aside", "article", "section", "form", "fieldset", "table",
    "thead", "tbody", "dialog", "details", "head", "iframe",
];
/// Attributes that distinguish elements of one kind, the most stable first.
const TELLING: [&str; 11] = [
    "name", "for", "href", "src", "data", "role", "type", "property", "headers", "alt", "lang",
];

/// Names from the outside in: ids, names and landmarks, never list positions.
pub fn anchor(index: &Index<'_>, element: ElementRef<'_>) -> ModelPath {
    let mut names = vec![own_name(index, element)];
    if own_id(index, element).is_none() {
        for ancestor in element.ancestors().filter_map(ElementRef::wrap) {
            if let Some(id) = own_id(index, ancestor) {
                names.push(format!("#{id}"));
                break;
            }
            if STRUCTURE.contains(&ancestor.value().name()) {
                names.push(own_name(index, ancestor));
            }
        }
    }
    names.reverse();
    ModelPath(names)
}

/// A CSS selector for this element in this page.
pub fn selector(index: &Index<'_>, element: ElementRef<'_>) -> String {
    let mut steps = Vec::new();
    let mut current = Some(element);
    while let Some(here) = current {
        if let Some(id) = here.attribute("id").filter(|id| index.count_of_id(id) == 1) {
            steps.push(format!("#{}", escaped(id)));
            break;
        }
        let name = here.value().name();
        if matches!(name, "html" | "head" | "body") {
            steps.push(name.to_owned());
            break;
        }
        steps.push(step(index, here));
        current = here.parent().and_then(ElementRef::wrap);
    }
    steps.reverse();
    steps.join(" > ")
}

/// The step of a selector that identifies the element among its siblings.
fn step(index: &Index<'_>, element: ElementRef<'_>) -> String {
    let mut step = escaped(element.value().name());
    let place = index
        .position(element.id())
        .and_then(|at| index.among_twins(at));
    if let Some((before, false)) = place {
        let _ = write!(step, ":nth-of-type({})", before + 1);
    }
    step
}

/// A unique, hand-written id of this element.
fn own_id<'a>(index: &Index<'_>, element: ElementRef<'a>) -> Option<&'a str> {
    element
        .attribute("id")
        .filter(|id| index.count_of_id(id) == 1 && !is_generated(id) && !id.contains(HOLE))
}

/// Programs number the ids they generate (`ember1204`, `j_id0:j_id512`), so these change with every release.
fn is_generated(id: &str) -> bool {
    const DIGITS: usize = 3;
    let mut run = 0;
    id.chars().any(|ch| {
        run = if ch.is_ascii_digit() { run + 1 } else { 0 };
        run >= DIGITS
    })
}

fn own_name(index: &Index<'_>, element: ElementRef<'_>) -> String {
    const MOST: usize = 80;
    // These are unique, and repairs add attributes to them.
    if matches!(element.value().name(), "html" | "head" | "body") {
        return element.value().name().to_owned();
    }
    if let Some(id) = own_id(index, element) {
        return format!("#{id}");
    }
    let mut name = element.value().name().to_owned();
    if let Some((attribute, value)) = TELLING
        .iter()
        .find_map(|attribute| Some((attribute, element.attribute(attribute)?)))
        .filter(|(_, value)| !value.is_empty())
    {
        let value: String = value.chars().filter(|ch| *ch != HOLE).take(MOST).collect();
        let _ = write!(name, "[{attribute}={value}]");
    }
    name
}

/// An identifier with CSS escapes.
fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for (at, ch) in name.chars().enumerate() {
        let plain = ch.is_ascii_alphabetic()
            || ch == '_'
            || !ch.is_ascii()
            || (at > 0 && (ch.is_ascii_digit() || ch == '-'))
            || (at == 0
                && ch == '-'
                && name.len() > 1
                && !name[1..].starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']));
        if plain {
            out.push(ch);
        } else if ch.is_ascii_graphic() && !ch.is_ascii_digit() {
            out.push('\\');
            out.push(ch);
        } else {
            let _ = write!(out, "\\{:x} ", u32::from(ch));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    #[test]
    fn selectors_find_exactly_their_element() {
        let html = Html::parse_document(
            "<main id=1a:b><p>x<p>y<ul><li><a href=x>1</a><li id=ember1234><a href=x>2</a></ul></main>\
             <svg><linearGradient/><x-y.z/></svg><i id=d></i><i id=d></i>",
        );
        let index = Index::new(&html);
        for element in index.elements() {
            let text = selector(&index, element);
            let parsed = Selector::parse(&text).unwrap_or_else(|_| panic!("{text}"));
            let found: Vec<_> = html.select(&parsed).map(|found| found.id()).collect();
            assert_eq!(found, [element.id()], "{text}");
        }
    }

    #[test]
    fn anchors_are_made_of_names() {
        let html = Html::parse_document(
            "<form id=antrag><div><fieldset><div><input name=ort></div></fieldset></div></form>",
        );
        let index = Index::new(&html);
        let input = index.elements().last().expect("an element");
        assert_eq!(
            anchor(&index, input).0,
            ["#antrag", "fieldset", "input[name=ort]"]
        );
    }
}
