//! Which elements can take the keyboard focus.

use crate::model::Attributes;
use scraper::ElementRef;

use super::role::has_href;
use super::{Index, Truth, insert};

/// The parsed `tabindex`; `None` if it is missing or not a number.
pub fn tabindex(element: ElementRef<'_>) -> Option<i64> {
    let text = element.attribute("tabindex")?.trim_start();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let end = digits
        .find(|ch: char| !ch.is_ascii_digit())
        .unwrap_or(digits.len());
    let value: i64 = digits.get(..end)?.parse().ok()?;
    Some(if text.starts_with('-') { -value } else { value })
}

/// Whether a form control is disabled, directly or by an enclosing fieldset.
pub fn is_disabled(element: ElementRef<'_>) -> bool {
    let value = element.value();
    if !matches!(
        value.name(),
        "button" | "input" | "select" | "textarea" | "fieldset" | "optgroup" | "option"
    ) {
        return false;
    }
    if element.attribute("disabled").is_some() {
        return true;
    }
    let mut child = element;
    for ancestor in element.ancestors().filter_map(ElementRef::wrap) {
        if ancestor.value().name() == "fieldset" && ancestor.attribute("disabled").is_some() {
            let legend = ancestor
                .child_elements()
                .find(|child| child.value().name() == "legend");
            if legend.is_none_or(|legend| legend.id() != child.id()) {
                return true;
            }
        }
        child = ancestor;
    }
    false
}

/// Whether an element would take the focus if it is rendered and not blocked.
pub fn takes_focus(index: &Index<'_>, element: ElementRef<'_>) -> bool {
    if is_disabled(element) {
        return false;
    }
    tabindex(element).is_some() || takes_focus_by_itself(index, element)
}

/// Whether an element is in the tab order if it is rendered and not blocked.
pub fn in_tab_order(index: &Index<'_>, element: ElementRef<'_>) -> Truth {
    if is_disabled(element) {
        return Truth::No;
    }
    match tabindex(element) {
        Some(value) => (value >= 0).into(),
        None => takes_focus_by_itself(index, element).into(),
    }
}

/// Whether an element is natively focusable and reacts to keys.
pub fn takes_focus_by_itself(index: &Index<'_>, element: ElementRef<'_>) -> bool {
    is_editable(element)
        || match element.value().name() {
            "a" => has_href(element),
            "area" => element.attribute("href").is_some() && is_on_image(index, element),
            "button" | "select" | "textarea" | "iframe" => true,
            "input" => !element
                .attribute("type")
                .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("hidden")),
            "audio" | "video" => element.attribute("controls").is_some(),
            "summary" => is_summary_button(element),
            "details" => index
                .descendants(element.id())
                .all(|child| child.value().name() != "summary"),
            _ => false,
        }
}

/// Whether people can edit the content of an element. Other values than these mean what its parent says.
fn is_editable(element: ElementRef<'_>) -> bool {
    const EDITABLE: [&str; 3] = ["", "true", "plaintext-only"];
    element.attribute("contenteditable").is_some_and(|value| {
        let is_one = |one: &&str| value.eq_ignore_ascii_case(one);
        EDITABLE.iter().any(is_one) || insert::is_insert(value)
    })
}

/// Whether an image uses the map of an area: without one, the area has no place on the page.
fn is_on_image(index: &Index<'_>, area: ElementRef<'_>) -> bool {
    let mut around = area.ancestors().filter_map(ElementRef::wrap);
    let map = around.find(|around| around.value().name() == "map");
    let Some(map) = map else {
        return false;
    };
    let names = ["name", "id"].map(|attribute| map.attribute(attribute).unwrap_or_default());
    let uses = |image: ElementRef<'_>| {
        let used = image.attribute("usemap").unwrap_or_default();
        // Where a program writes the name, any map may be meant.
        let named = used.trim_start().trim_start_matches('#');
        !used.is_empty() && (names.contains(&named) || insert::is_insert(used))
    };
    names.iter().any(|name| insert::is_insert(name))
        || ["img", "object", "input"]
            .iter()
            .any(|kind| index.named(kind).any(uses))
}

/// Whether a `<summary>` opens its `<details>`: only the first one does.
pub fn is_summary_button(element: ElementRef<'_>) -> bool {
    element
        .parent()
        .and_then(ElementRef::wrap)
        .filter(|parent| parent.value().name() == "details")
        .and_then(|details| {
            details
                .child_elements()
                .find(|child| child.value().name() == "summary")
        })
        .is_some_and(|first| first.id() == element.id())
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn order(markup: &str) -> Truth {
        let html = Html::parse_document(markup);
        let index = Index::new(&html);
        let element = index.by_id("x").expect("a target");
        in_tab_order(&index, element)
    }

    #[test]
    fn the_tab_order_follows_the_standard() {
        for (markup, expected) in [
            ("<a id=x>", Truth::No),
            ("<a id=x href=y>", Truth::Yes),
            ("<a id=x href=y tabindex=-1>", Truth::No),
            ("<p id=x tabindex=0>", Truth::Yes),
            ("<p id=x tabindex=a>", Truth::No),
            ("<button id=x disabled tabindex=0>", Truth::No),
            (
                "<fieldset disabled><legend><input id=x></legend>",
                Truth::Yes,
            ),
            ("<fieldset disabled><p><input id=x>", Truth::No),
            ("<details><summary></summary><summary id=x>", Truth::No),
            ("<input type=hidden id=x>", Truth::No),
            ("<p id=x contenteditable>", Truth::Yes),
            ("<p id=x contenteditable=Plaintext-Only>", Truth::Yes),
            ("<p id=x contenteditable=inherit>", Truth::No),
            ("<map name=m><area id=x href=y></map>", Truth::No),
            (
                "<img src=i usemap=#m><map name=m><area id=x href=y></map>",
                Truth::Yes,
            ),
            (
                "<img src=i usemap=#n><map name=m><area id=x href=y></map>",
                Truth::No,
            ),
        ] {
            assert_eq!(order(markup), expected, "{markup}");
        }
    }
}
