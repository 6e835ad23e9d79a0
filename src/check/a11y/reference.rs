//! `references-lead-somewhere`: what an element is named or described by is there. A reference that leads nowhere is
//! passed over by browsers without a word.

use crate::model::{Attributes, PageKind};

use scraper::ElementRef;

use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::shown;
use crate::a11y::{PageView, dynamic};
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

/// Attributes by which a text is read with an element.
const READ_ALONG: [&str; 2] = ["aria-labelledby", "aria-describedby"];

struct References;

impl Survey for References {
    /// What a part of a page refers to may stand in the page that takes it in.
    fn concerns(&self, kind: PageKind) -> bool {
        kind == PageKind::Whole
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let elements = page.index.elements();
        let shown = elements.filter(|element| !page.exposed(*element).is_no());
        shown
            .flat_map(|element| READ_ALONG.map(|name| judge(page, element, name)))
            .flatten()
            .collect()
    }
}

fn judge<'a>(
    page: &PageView<'a>,
    element: ElementRef<'a>,
    name: &'static str,
) -> Option<Occurrence> {
    let ids = element
        .attribute(name)
        .filter(|ids| !dynamic::is_insert(ids))?;
    let mut all = ids.split_ascii_whitespace().peekable();
    all.peek()?;
    // Of several, what is there is read.
    let leads = all.clone().any(|id| page.index.by_id(id).is_some());
    let made = all.clone().any(|id| page.scripts().mention(id));
    if leads || made || dynamic::is_bound(element) {
        return Some(Occurrence::fine(element.id()));
    }
    let grounds = Grounds::none()
        .with("attribute", name)
        .with("value", shown(ids));
    // A program may make the text once it is needed: an error, a tip.
    let may_come = page.scripts().any() || !page.exposed(element).is_yes();
    Some(match may_come {
        true => Occurrence::asked(element.id(), Doubt::NotCaptured, grounds),
        false => Occurrence::wrong(element.id(), grounds),
    })
}
