//! `references-lead-somewhere`: the elements that name or describe another one exist. Browsers silently ignore dangling
//! references.

use crate::model::{Attributes, PageKind};

use scraper::ElementRef;

use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::shown;
use crate::a11y::{PageView, Reads, dynamic, insert};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::{Doubt, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "references-lead-somewhere",
    facts: &["attribute", "value", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(References)),
};

/// Attributes whose targets are read with an element.
const READ_ALONG: [&str; 2] = ["aria-labelledby", "aria-describedby"];

struct References;

impl Survey for References {
    fn concerns(&self, kind: PageKind) -> bool {
        kind.is_page()
    }

    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let is_whole = page.page.nature.kind == PageKind::Whole;
        let elements = page.index.elements();
        let shown = elements.filter(|element| {
            let concerned = is_whole || is_titled_within(page, *element);
            concerned && !page.exposed_once_open(*element).is_no()
        });
        shown
            .flat_map(|element| READ_ALONG.map(|name| judge(page, element, name)))
            .flatten()
            .collect()
    }
}

/// Whether an element in a part of a page contains its naming text itself, if there is one: a dialog is named by its
/// title. Other references may have their target in the including page.
fn is_titled_within<'a>(page: &PageView<'a>, element: ElementRef<'a>) -> bool {
    let is_dialog = page
        .role(element)
        .is_some_and(|role| matches!(role.name, "dialog" | "alertdialog"));
    // A program may insert a title between elements, but not into a line of text.
    let may_bring = |inner: ElementRef<'a>| {
        (page.stands_for_anything(inner) || insert::has_inserts(inner))
            && !LINES.contains(&inner.value().name())
    };
    // An empty element gets its title together with its content.
    let is_filled = element.text().any(|text| !text.trim().is_empty());
    let mut inside = page.index.descendants(element.id()).chain([element]);
    is_dialog && is_filled && !inside.any(|inner| !page.step() || may_bring(inner))
}

/// Elements that hold a line of text.
const LINES: [&str; 13] = [
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "span", "strong", "small", "label", "button", "a",
];

fn judge<'a>(
    page: &PageView<'a>,
    element: ElementRef<'a>,
    name: &'static str,
) -> Option<Occurrence> {
    // The description of a dialog may be elsewhere.
    let in_part = page.page.nature.kind != PageKind::Whole;
    if in_part && name != READ_ALONG[0] {
        return None;
    }
    let ids = element
        .attribute(name)
        .filter(|ids| !insert::is_insert(ids))?;
    let mut all = ids.split_ascii_whitespace().peekable();
    all.peek()?;
    // Of several references, the valid ones are read.
    let leads = all.clone().any(|id| page.index.by_id(id).is_some());
    let made = all.clone().any(|id| page.scripts().mention(id));
    if leads || made || dynamic::is_bound(element) {
        return Some(Occurrence::fine(element.id()));
    }
    let grounds = Grounds::none()
        .with("attribute", name)
        .with("value", shown(ids));
    // A program may create the text when needed: an error, a tip.
    let may_come = match in_part {
        true => page.scripts().mention("createElement"),
        false => page.scripts().any() || !page.exposed(element).is_yes(),
    };
    Some(match may_come {
        true => Occurrence::asked(element.id(), Doubt::NotCaptured, grounds),
        false => Occurrence::wrong(element.id(), grounds),
    })
}
