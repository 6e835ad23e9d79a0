//! `link-purpose`: a link states its target by itself (ACT aizyf1) or with its context (ACT 5effbb).

use foldhash::HashSet;

use crate::model::Attributes;

use scraper::{ElementRef, Node, Selector};
use serde::Deserialize;

use super::together::{self, CommonCheck, Seen, together};
use super::wording::{Meaningless, MeaninglessParams, words};
use crate::a11y::{PageView, Reads, Truth, header_ids, name, role, table_of};
use crate::check::CheckKind;
use crate::check::generic::params;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "link-purpose",
    facts: together::FACTS,
    variants: &[],
    build: |table| {
        let Params {
            with_context,
            vague,
            formats,
            controls,
            meaningless,
        } = params(table)?;
        let meaningless = meaningless.build()?;
        let controls =
            Selector::parse(&controls).map_err(|error| vec![format!("controls: {error}")])?;
        let plain = |texts: Vec<String>| -> HashSet<String> {
            let texts = texts.into_iter();
            texts.map(|text| words(&text).join(" ")).collect()
        };
        Ok(together(LinkPurpose {
            with_context,
            vague: plain(vague),
            formats: plain(formats),
            controls,
            meaningless,
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Whether the context of the link counts.
    with_context: bool,
    /// Names that suffice only if something explains them.
    #[serde(default)]
    vague: Vec<String>,
    /// File formats: two adjacent formats offer the same document, and do not describe it.
    #[serde(default)]
    formats: Vec<String>,
    /// CSS selector of links that open something in place.
    controls: String,
    /// Meaningless wordings: phrases, words, fillers, patterns and signs.
    meaningless: MeaninglessParams,
}

struct LinkPurpose {
    with_context: bool,
    vague: HashSet<String>,
    formats: HashSet<String>,
    controls: Selector,
    meaningless: Meaningless,
}

impl CommonCheck for LinkPurpose {
    fn on_templates(&self) -> Option<Reads> {
        // A template does not show the context of a link.
        (!self.with_context).then_some(Reads::ELEMENT)
    }

    fn look<'a>(&self, view: &PageView<'a>) -> Vec<Seen<'a>> {
        let mut links = Vec::new();
        // Whether there is any text before the link; without it no context exists.
        let mut headed = false;
        for element in view.with_role(|role| role.name == "heading" || role.is_a("link")) {
            let Some(role) = view.role(element) else {
                continue;
            };
            headed |= role.name == "heading" && !view.exposed(element).is_no();
            if !role.is_a("link") || view.exposed(element).is_no() {
                continue;
            }
            if self.controls.matches(&element) || is_code(element) {
                continue;
            }
            let name = view.name(element);
            if name.text.is_empty() {
                continue;
            }
            // A tooltip is announced after the name (WCAG technique H33).
            let tooltip = element.attribute("title").unwrap_or_default();
            let says = name
                .known()
                .is_none_or(|text| !self.meaningless.covers(text))
                || !tooltip.trim().is_empty() && !self.meaningless.covers(tooltip)
                || view.is_decided_later(element, "title");
            let said = name.known().map(|text| words(text).join(" "));
            let is_in =
                |known: &HashSet<String>| said.as_ref().is_some_and(|said| known.contains(said));
            let is_mute = says && tooltip.trim().is_empty();
            let fine = if is_mute && is_in(&self.formats) {
                let beside = self.with_context && !headed && self.has_other_format(view, element);
                is_explained(view, element).or(if beside { Truth::No } else { Truth::Unknown })
            } else if is_mute && is_in(&self.vague) {
                is_explained(view, element).or(Truth::Unknown)
            } else if says {
                Truth::Yes
            } else if self.with_context {
                is_explained(view, element).or(if headed { Truth::Unknown } else { Truth::No })
            } else {
                Truth::No
            };
            // A link that may be hidden is never a failure.
            let fine = fine.or(!view.exposed(element));
            links.push(Seen::new(element, fine, &name.text));
        }
        links
    }
}

impl LinkPurpose {
    /// Whether another item of the list around a link is a link named by another file format.
    fn has_other_format<'a>(&self, view: &PageView<'a>, link: ElementRef<'a>) -> bool {
        /// Maximum number of items; longer lists are menus.
        const MOST: usize = 16;
        let own = words(&view.name(link).text).join(" ");
        let mut around = link.ancestors().filter_map(ElementRef::wrap);
        let Some(list) = around.find(|around| matches!(around.value().name(), "ul" | "ol")) else {
            return false;
        };
        let links = view.index.descendants(list.id());
        let links =
            links.filter(|element| view.role(*element).is_some_and(|role| role.is_a("link")));
        let names = links
            .take(MOST)
            .map(|link| words(&view.name(link).text).join(" "));
        let names: Vec<String> = names.collect();
        names.len() < MOST
            && names.iter().all(|name| self.formats.contains(name))
            && names.iter().any(|name| *name != own)
    }
}

/// Whether the programmatic context of a link has additional words: list items around it, the block, the table cell and
/// its headers, the description.
fn is_explained<'a>(view: &PageView<'a>, link: ElementRef<'a>) -> Truth {
    let own = words(&view.name(link).text).len();
    let mut explained = Truth::No;
    for context in link_context(view, link) {
        let content = name::content_of(view, context);
        let holds_link = view.index.holds(context.id(), link.id());
        let more = words(&content.text).len() > if holds_link { own } else { 0 };
        explained = explained.or(match content.known() {
            Some(_) => more.into(),
            None => Truth::Unknown,
        });
        if explained.is_yes() {
            break;
        }
    }
    explained
}

/// The elements of a link's context (ACT: programmatically determined link context), and the term of a definition.
pub(super) fn link_context<'a>(view: &PageView<'a>, link: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    let mut context = Vec::new();
    let (mut block, mut cell) = (false, false);
    for around in link.ancestors().filter_map(ElementRef::wrap) {
        if around.value().name() == "body" {
            break;
        }
        let role = view.role(around).map_or("", |role| role.name);
        let is_cell = matches!(role, "cell" | "gridcell");
        let is_block = !block && role::is_html(around) && name::stands_apart(view, around);
        if role == "listitem" || is_block || (is_cell && !cell) {
            context.push(around);
        }
        block |= is_block;
        if around.value().name() == "dd" {
            context.extend(term_of(around));
        }
        if is_cell && !cell {
            cell = true;
            context.extend(headers_of(view, around));
        }
    }
    let described = link.attribute("aria-describedby").unwrap_or_default();
    context.extend(
        described
            .split_ascii_whitespace()
            .filter_map(|id| view.index.by_id(id)),
    );
    context.retain(|element| !view.exposed(*element).is_no());
    context
}

/// The term above a definition (WCAG technique H40).
fn term_of<'a>(definition: ElementRef<'a>) -> Option<ElementRef<'a>> {
    let before = definition.prev_siblings().filter_map(ElementRef::wrap);
    before
        .into_iter()
        .find(|before| before.value().name() == "dt")
}

/// The header cells of a cell of an HTML table.
fn headers_of<'a>(view: &PageView<'a>, cell: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    let named: Vec<ElementRef<'a>> = header_ids(cell)
        .filter_map(|id| view.index.by_id(id))
        .collect();
    if !named.is_empty() {
        return named;
    }
    let table = table_of(cell).and_then(|table| view.element(table));
    let grid = table.map(|table| view.grid(table));
    let grid = grid.as_deref().and_then(Option::as_ref);
    grid.map(|grid| grid.headers_of(cell.id()))
        .unwrap_or_default()
}

/// Whether a link is an identifier in program source, whose name is fixed.
fn is_code(link: ElementRef<'_>) -> bool {
    let is_code =
        |element: ElementRef<'_>| matches!(element.value().name(), "code" | "samp" | "kbd");
    let around = link.ancestors().filter_map(ElementRef::wrap);
    let mut children = link.children().filter(|child| match child.value() {
        Node::Text(text) => !text.trim().is_empty(),
        node => node.is_element(),
    });
    let holds_only_code = children
        .next()
        .and_then(ElementRef::wrap)
        .is_some_and(is_code)
        && children.next().is_none();
    holds_only_code
        || around
            .take_while(|around| around.value().name() != "p")
            .any(is_code)
}
