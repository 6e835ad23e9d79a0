//! Roles: explicit by attribute, implicit by element (HTML-AAM), presentational conflicts resolved.

use crate::model::Attributes;
use scraper::ElementRef;

use super::aria::{self, Role};
use super::{Index, focus};

const HTML: &str = "http://www.w3.org/1999/xhtml";
const SVG: &str = "http://www.w3.org/2000/svg";

/// Whether an element is HTML.
pub fn is_html(element: ElementRef<'_>) -> bool {
    &*element.value().name.ns == HTML
}

/// Whether an element is SVG.
pub fn is_svg(element: ElementRef<'_>) -> bool {
    &*element.value().name.ns == SVG
}

/// The first valid role of the `role` attribute.
pub fn explicit(element: ElementRef<'_>) -> Option<&'static Role> {
    element
        .attribute("role")?
        .split_ascii_whitespace()
        .find_map(|word| aria::role(&word.to_ascii_lowercase()).filter(|role| !role.is_abstract))
}

/// Whether a role removes an element's semantics.
pub fn is_presentational(role: &Role) -> bool {
    matches!(role.name, "none" | "presentation")
}

/// The final role of an element.
pub fn computed(index: &Index<'_>, element: ElementRef<'_>) -> Option<&'static Role> {
    match explicit(element) {
        Some(role) if is_presentational(role) => {
            if resists_presentation(index, element) {
                implicit(index, element)
            } else {
                Some(role)
            }
        }
        Some(role) => Some(role),
        None => {
            if inherits_presentation(index, element) {
                return aria::role("none");
            }
            implicit(index, element)
        }
    }
}

/// Whether `role="none"` must be ignored: the element takes focus, or has a global state or property. Other names for a
/// role do not restore it.
pub fn resists_presentation(index: &Index<'_>, element: ElementRef<'_>) -> bool {
    const NO_MEANING: [&str; 3] = [
        "aria-hidden",
        "aria-roledescription",
        "aria-brailleroledescription",
    ];
    focus::takes_focus(index, element)
        || element
            .value()
            .attrs()
            .any(|(name, _)| !NO_MEANING.contains(&name) && aria::is_global(name))
}

/// Whether a presentational list or table makes its parts presentational, too.
fn inherits_presentation(index: &Index<'_>, element: ElementRef<'_>) -> bool {
    let owner: &[&str] = match element.value().name() {
        "li" => &["ul", "ol", "menu"],
        "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" | "caption" => &["table"],
        "dt" | "dd" => &["dl"],
        _ => return false,
    };
    let Some(owner) = element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .find(|ancestor| owner.contains(&ancestor.value().name()))
    else {
        return false;
    };
    explicit(owner).is_some_and(is_presentational)
        && !resists_presentation(index, owner)
        && !resists_presentation(index, element)
}

/// The native role of an element.
pub fn implicit(index: &Index<'_>, element: ElementRef<'_>) -> Option<&'static Role> {
    let name = if is_html(element) {
        implicit_html_role(index, element)?
    } else if is_svg(element) {
        implicit_svg_role(element)?
    } else if element.value().name() == "math" {
        "math"
    } else {
        return None;
    };
    aria::role(name)
}

fn implicit_svg_role(element: ElementRef<'_>) -> Option<&'static str> {
    let tells = || {
        element.child_elements().any(|child| {
            matches!(child.value().name(), "title" | "desc")
                && child.text().any(|text| !text.trim().is_empty())
        }) || ["aria-label", "aria-labelledby", "aria-roledescription"]
            .iter()
            .any(|name| element.attribute(name).is_some())
    };
    Some(match element.value().name() {
        "svg" => "graphics-document",
        "a" if has_href(element) => "link",
        "image" if tells() => "img",
        "g" | "foreignObject" | "use" if tells() => "group",
        "circle" | "ellipse" | "line" | "path" | "polygon" | "polyline" | "rect" if tells() => {
            "graphics-symbol"
        }
        "text" | "textPath" | "tspan" => "group",
        _ => return None,
    })
}

/// Whether a state or property of ARIA is `true`.
pub fn is_true(element: ElementRef<'_>, name: &str) -> bool {
    element
        .attribute(name)
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
}

/// Whether it has an `href`, in any namespace (`xlink:href`).
pub(super) fn has_href(element: ElementRef<'_>) -> bool {
    element
        .value()
        .attrs
        .iter()
        .any(|(name, _)| &*name.local == "href")
}

fn implicit_html_role(index: &Index<'_>, element: ElementRef<'_>) -> Option<&'static str> {
    let has = |name: &str| element.attribute(name).is_some();
    Some(match element.value().name() {
        "a" | "area" if has("href") => "link",
        "a" => "generic",
        "article" => "article",
        "aside" if in_section(element) && !is_named(index, element) => "generic",
        "aside" => "complementary",
        "b" | "bdi" | "bdo" | "data" | "div" | "i" | "pre" | "q" | "samp" | "small" | "span"
        | "u" | "body" => "generic",
        "blockquote" => "blockquote",
        "button" => "button",
        "caption" => "caption",
        "code" => "code",
        "datalist" => "listbox",
        "dd" => "definition",
        "del" | "s" => "deletion",
        "details" | "fieldset" | "optgroup" | "address" | "hgroup" => "group",
        "dfn" | "dt" => "term",
        "dialog" => "dialog",
        "em" => "emphasis",
        "figure" => "figure",
        "footer" if in_sectioning(element) => "generic",
        "footer" => "contentinfo",
        "form" => "form",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "heading",
        "header" if in_sectioning(element) => "generic",
        "header" => "banner",
        "hr" => "separator",
        "html" => "document",
        "img"
            if element.attribute("alt").is_some_and(str::is_empty)
                && !is_named_by_aria(element) =>
        {
            "none"
        }
        "img" => "img",
        "input" => return implicit_input_role(index, element),
        "ins" => "insertion",
        "li" => return is_in_list(element).then_some("listitem"),
        "main" => "main",
        "math" => "math",
        "menu" | "ol" | "ul" => "list",
        "meter" => "meter",
        "nav" => "navigation",
        "option" => "option",
        "output" => "status",
        "p" => "paragraph",
        "progress" => "progressbar",
        "search" => "search",
        "section" if is_named(index, element) => "region",
        "section" => "generic",
        "select" if is_list_box(element) => "listbox",
        "select" => "combobox",
        "strong" => "strong",
        "sub" => "subscript",
        "summary" => return focus::is_summary_button(element).then_some("button"),
        "sup" => "superscript",
        "table" => "table",
        "tbody" | "tfoot" | "thead" => "rowgroup",
        "td" => return cell_role(index, element),
        "textarea" => "textbox",
        "th" => return header_cell_role(index, element),
        "time" => "time",
        "tr" => return table_role(index, element).map(|_| "row"),
        _ => return None,
    })
}

fn is_named(index: &Index<'_>, element: ElementRef<'_>) -> bool {
    let says = |name: &str| {
        element
            .attribute(name)
            .is_some_and(|value| !value.trim().is_empty())
    };
    let references = element.attribute("aria-labelledby").unwrap_or_default();
    // References to missing elements name nothing; a script could create them, but rarely does.
    let refers = || {
        let mut ids = references.split_ascii_whitespace();
        ids.any(|id| index.by_id(id).is_some())
    };
    says("aria-label") || says("title") || refers()
}

fn is_named_by_aria(element: ElementRef<'_>) -> bool {
    ["aria-label", "aria-labelledby"].iter().any(|name| {
        element
            .attribute(name)
            .is_some_and(|value| !value.trim().is_empty())
    })
}

/// Whether a `<select>` shows its options without being opened.
pub fn is_list_box(select: ElementRef<'_>) -> bool {
    let size = select
        .attribute("size")
        .and_then(|size| size.trim().parse::<i64>().ok());
    select.attribute("multiple").is_some() || size.is_some_and(|size| size > 1)
}

/// Whether an element belongs to a part of the page: inside sectioning content or `<main>`, by element or role
/// (HTML-AAM, `header`, `footer`).
fn in_sectioning(element: ElementRef<'_>) -> bool {
    let is_main = |ancestor: ElementRef<'_>| {
        ancestor.value().name() == "main"
            || explicit(ancestor).is_some_and(|role| role.name == "main")
    };
    in_section(element)
        || element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(is_main)
}

/// Whether an element is inside sectioning content, by element or role (HTML-AAM, `aside`).
fn in_section(element: ElementRef<'_>) -> bool {
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .any(|ancestor| {
            matches!(
                ancestor.value().name(),
                "article" | "aside" | "nav" | "section"
            ) || explicit(ancestor).is_some_and(|role| {
                matches!(
                    role.name,
                    "article" | "complementary" | "navigation" | "region"
                )
            })
        })
}

fn is_in_list(item: ElementRef<'_>) -> bool {
    // `<a id="x"/>` before an item does not close itself: the parser moves the item into it, and the anchor has no
    // role.
    let around = match parent(item) {
        Some(anchor) if is_bare_anchor(anchor) => parent(anchor),
        around => around,
    };
    around.is_some_and(|around| match explicit(around) {
        Some(role) if !is_presentational(role) => role.is_a("list"),
        // A presentational list makes its items presentational, unless they keep their role.
        _ => matches!(around.value().name(), "ul" | "ol" | "menu"),
    })
}

fn parent(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    element.parent().and_then(ElementRef::wrap)
}

/// Whether an element is a link target without a link of its own.
fn is_bare_anchor(element: ElementRef<'_>) -> bool {
    element.value().name() == "a" && !has_href(element) && explicit(element).is_none()
}

fn implicit_input_role(index: &Index<'_>, element: ElementRef<'_>) -> Option<&'static str> {
    let kind = input_type(element);
    let suggests = element
        .attribute("list")
        .and_then(|id| index.by_id(id))
        .is_some_and(|list| list.value().name() == "datalist");
    Some(match kind.as_str() {
        "button" | "image" | "reset" | "submit" => "button",
        "checkbox" => "checkbox",
        "radio" => "radio",
        "range" => "slider",
        "number" => "spinbutton",
        // No role corresponds to these controls.
        "color" | "date" | "datetime-local" | "file" | "hidden" | "month" | "time" | "week" => {
            return None;
        }
        "search" if !suggests => "searchbox",
        // A password never has suggestions.
        "password" => "textbox",
        _ if suggests => "combobox",
        _ => "textbox",
    })
}

/// The type of an `<input>`; `text` if it is missing or unknown.
pub fn input_type(element: ElementRef<'_>) -> String {
    const KNOWN: [&str; 22] = [
        "button",
        "checkbox",
        "color",
        "date",
        "datetime-local",
        "email",
        "file",
        "hidden",
        "image",
        "month",
        "number",
        "password",
        "radio",
        "range",
        "reset",
        "search",
        "submit",
        "tel",
        "text",
        "time",
        "url",
        "week",
    ];
    // White space around a keyword makes it another word.
    let written = element
        .attribute("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    if KNOWN.contains(&written.as_str()) {
        written
    } else {
        "text".to_owned()
    }
}

/// The role of the table that contains a cell, if there is one.
fn table_role(index: &Index<'_>, part: ElementRef<'_>) -> Option<&'static str> {
    let table = part
        .ancestors()
        .filter_map(ElementRef::wrap)
        .find(|ancestor| ancestor.value().name() == "table")?;
    match explicit(table) {
        None => Some("table"),
        Some(role) if is_presentational(role) && resists_presentation(index, table) => {
            Some("table")
        }
        Some(role) if role.is_a("grid") => Some("grid"),
        Some(role) if role.is_a("table") => Some("table"),
        Some(_) => None,
    }
}

fn cell_role(index: &Index<'_>, element: ElementRef<'_>) -> Option<&'static str> {
    table_role(index, element).map(|table| if table == "grid" { "gridcell" } else { "cell" })
}

/// The direction of a header cell; without `scope` its place in the table decides.
fn header_cell_role(index: &Index<'_>, element: ElementRef<'_>) -> Option<&'static str> {
    table_role(index, element)?;
    let scope = element
        .attribute("scope")
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match scope.as_str() {
        "row" | "rowgroup" => return Some("rowheader"),
        "col" | "colgroup" => return Some("columnheader"),
        _ => {}
    }
    let row = element.parent().and_then(ElementRef::wrap)?;
    let in_head = row
        .parent()
        .and_then(ElementRef::wrap)
        .is_some_and(|group| group.value().name() == "thead");
    let data_in_row = row.child_elements().any(|cell| cell.value().name() == "td");
    Some(if data_in_row && !in_head {
        "rowheader"
    } else {
        "columnheader"
    })
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn role_of(markup: &str) -> &'static str {
        let html = Html::parse_document(markup);
        let index = Index::new(&html);
        let element = index.by_id("x").expect("a target");
        computed(&index, element).map_or("-", |role| role.name)
    }

    #[test]
    fn roles_follow_element_place_and_attribute() {
        for (markup, expected) in [
            ("<a id=x>", "generic"),
            ("<a id=x href=y>", "link"),
            ("<img id=x>", "img"),
            ("<img id=x alt=''>", "none"),
            ("<img id=x alt='' aria-label=y>", "img"),
            ("<img id=x role=none>", "none"),
            ("<img id=x role=none tabindex=0>", "img"),
            ("<h1 id=x role=none aria-live=polite>", "heading"),
            ("<h1 id=x role=none aria-roledescription=Titel>", "none"),
            ("<button id=x role=presentation>", "button"),
            ("<button id=x role=none disabled>", "none"),
            ("<p id=x role='quatsch MAIN'>", "main"),
            ("<p id=x role=widget>", "paragraph"),
            ("<header id=x>", "banner"),
            ("<main><header id=x>", "generic"),
            ("<section id=x>", "generic"),
            ("<section id=x aria-label=y>", "region"),
            ("<select id=x>", "combobox"),
            ("<select id=x size=4>", "listbox"),
            ("<ul role=none><li id=x>", "none"),
            ("<ul><li id=x>", "listitem"),
            ("<div><li id=x>", "-"),
            ("<table><tr><th id=x>a<th>b<tr><td>c", "columnheader"),
            ("<table><tr><th id=x>a<td>b", "rowheader"),
            ("<table role=grid><tr><td id=x>", "gridcell"),
            ("<table role=menu><tr><td id=x>", "-"),
            ("<table role=none tabindex=0><tr><td id=x>", "cell"),
            ("<ul role=tablist><li id=x>", "-"),
            ("<main><aside id=x>", "complementary"),
            ("<section id=x aria-labelledby=fehlt>", "generic"),
            ("<input id=x type=quatsch>", "textbox"),
            ("<input id=x list=l><datalist id=l>", "combobox"),
            ("<svg id=x>", "graphics-document"),
            ("<summary id=x>", "-"),
            ("<details><summary id=x>", "button"),
        ] {
            assert_eq!(role_of(markup), expected, "{markup}");
        }
    }
}
