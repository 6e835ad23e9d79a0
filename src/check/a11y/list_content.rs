//! `list-content`, `description-list`: lists contain only their items, and terms have descriptions.

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

use super::near::short_text;
use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::{has_words, shown};
use crate::a11y::{PageView, Reads, dynamic, insert, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::HOLE;
use crate::outcome::{Doubt, Grounds};

/// `ul` and `ol` contain only items.
pub const ITEMS: CheckKind = CheckKind {
    name: "list-content",
    facts: &["element", "child", "text", "count"],
    variants: &["text", "nested"],
    build: |table| without_params(table, || once_per_page(Items)),
};

/// `dl` contains only terms and descriptions, each with the other.
pub const DESCRIPTIONS: CheckKind = CheckKind {
    name: "description-list",
    facts: &["child", "text", "count"],
    variants: &["text", "term", "description"],
    build: |table| without_params(table, || once_per_page(Descriptions)),
};

/// A direct child of a list.
#[derive(Clone, Copy)]
enum Content<'a> {
    /// Words.
    Text(&'a str),
    /// A visible or exposed element.
    Element(ElementRef<'a>),
}

/// The non-empty direct content of a list. Wrappers without semantics are transparent.
fn contents<'a>(page: &PageView<'a>, list: ElementRef<'a>, may_wrap: &[&str]) -> Vec<Content<'a>> {
    let mut found = Vec::new();
    let mut open: Vec<NodeRef<'a, Node>> = list.children().rev().collect();
    while let Some(node) = open.pop() {
        if let Node::Text(text) = node.value() {
            if has_words(text) {
                found.push(Content::Text(text));
            }
            continue;
        }
        let Some(element) = ElementRef::wrap(node) else {
            continue;
        };
        let wraps = may_wrap.contains(&element.value().name())
            || role::explicit(element).is_some_and(role::is_presentational);
        if says_nothing(page, element) {
            continue;
        }
        match wraps {
            true => open.extend(element.children().rev()),
            false => found.push(Content::Element(element)),
        }
    }
    found
}

/// Whether an element is not for people: hidden, or a script or template.
fn says_nothing<'a>(page: &PageView<'a>, element: ElementRef<'a>) -> bool {
    let unseen = matches!(
        element.value().name(),
        "script" | "style" | "template" | "noscript" | "link" | "meta"
    );
    unseen || page.exposed(element).is_no()
}

/// Whether an element has content that is read out: words, an image, a control.
fn speaks(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let mut inside = page.index.descendants(element.id()).chain([element]);
    // Program output in a template counts as content.
    element
        .text()
        .any(|text| has_words(text) || text.contains(HOLE))
        || inside.any(|inner| {
            matches!(
                inner.value().name(),
                "img" | "svg" | "input" | "button" | "select" | "textarea"
            )
        })
}

/// Whether a program or a component adds content to a list that its source does not show.
fn is_filled<'a>(page: &PageView<'a>, list: ElementRef<'a>, contents: &[Content<'a>]) -> bool {
    insert::has_inserts(list)
        || dynamic::is_bound(list)
        || dynamic::is_foreign(list)
        || !page.exposed(list).is_yes()
        || contents.iter().any(|content| match content {
            Content::Text(text) => insert::is_insert(text) || insert::is_expression(text),
            Content::Element(element) => {
                dynamic::is_foreign(*element)
                    || dynamic::is_bound(*element)
                    || !page.exposed(*element).is_yes()
            }
        })
}

/// The grounds for misplaced content of a list.
fn misplaced<'a>(page: &PageView<'a>, content: Content<'a>) -> Grounds {
    match content {
        Content::Text(text) => Grounds::none().variant("text").with("text", shown(text)),
        Content::Element(element) => Grounds::none().with("child", element.value().name()).with(
            "text",
            shown(&short_text(page, element).unwrap_or_default()),
        ),
    }
}

/// Whether content of a list in a template is what it seems to be, and stays there: no part moved by a component or a
/// program, and no markup of an unknown language.
fn is_known_in_template<'a>(
    page: &PageView<'a>,
    list: ElementRef<'a>,
    content: Content<'a>,
) -> bool {
    match content {
        Content::Text(text) => {
            !text.contains(|ch| ch == HOLE || "{}<>[]%$@#".contains(ch)) && has_words(text)
        }
        Content::Element(element) => {
            // Items without a role of their own are not read as items, nor as anything else.
            let is_child = element
                .parent()
                .is_some_and(|around| around.id() == list.id());
            is_child
                && page.knows(element, Reads::ELEMENT.and(Reads::PARENT))
                && !dynamic::is_foreign(element)
                && page.exposed(element).is_yes()
        }
    }
}

struct Items;

impl Survey for Items {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let lists = page.index.named_any(&["ul", "ol"]).filter(|element| {
            role::is_html(*element)
                && page.role(*element).is_some_and(|role| role.name == "list")
                && !page.exposed(*element).is_no()
        });
        lists.map(|list| judge_items(page, list)).collect()
    }
}

fn judge_items<'a>(page: &PageView<'a>, list: ElementRef<'a>) -> Occurrence {
    let contents = contents(page, list, &[]);
    let is_item = |element: ElementRef<'a>| {
        element.value().name() == "li"
            || page
                .role(element)
                .is_some_and(|role| role.name == "listitem")
    };
    let is_list = |element: ElementRef<'a>| matches!(element.value().name(), "ul" | "ol");
    let wrong = |content: &Content<'a>| match content {
        Content::Text(_) => true,
        Content::Element(element) => {
            !is_item(*element) && !is_list(*element) && speaks(page, *element)
        }
    };
    let nested = contents.iter().find_map(|content| match content {
        Content::Element(element) => is_list(*element).then_some(*element),
        Content::Text(_) => None,
    });
    let is_known =
        |content: &Content<'a>| !page.is_template() || is_known_in_template(page, list, *content);
    let stray = |content: &Content<'a>| wrong(content) && is_known(content);
    let found = contents.iter().copied().find(stray);
    if found.is_none() && nested.is_none() {
        return Occurrence::fine(list.id());
    }
    let is_open = match page.is_template() {
        true => found.is_none() || !page.exposed(list).is_yes() || dynamic::is_foreign(list),
        false => is_filled(page, list, &contents),
    };
    if is_open {
        return Occurrence::open(list.id());
    }
    let name = list.value().name();
    match (found, nested) {
        (Some(content), _) => {
            Occurrence::wrong(list.id(), misplaced(page, content).with("element", name))
        }
        // It is still read as a nested list, but without the item it belongs to.
        (None, Some(inner)) => {
            let grounds = Grounds::none()
                .variant("nested")
                .with("element", name)
                .with("child", inner.value().name());
            Occurrence::asked(list.id(), Doubt::NeedsPerson, grounds)
        }
        (None, None) => Occurrence::fine(list.id()),
    }
}

struct Descriptions;

impl Survey for Descriptions {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let lists = page.index.named("dl").filter(|element| {
            role::is_html(*element)
                && role::explicit(*element).is_none()
                && !page.exposed(*element).is_no()
        });
        lists.map(|list| judge_descriptions(page, list)).collect()
    }
}

fn judge_descriptions<'a>(page: &PageView<'a>, list: ElementRef<'a>) -> Occurrence {
    let contents = contents(page, list, &["div"]);
    let Some(grounds) = fault_of_descriptions(page, &contents) else {
        return Occurrence::fine(list.id());
    };
    let is_open = match page.is_template() {
        true => !page.exposed(list).is_yes() || !shows_groups(page, list),
        false => is_filled(page, list, &contents),
    };
    match is_open {
        true => Occurrence::open(list.id()),
        false => Occurrence::wrong(list.id(), grounds),
    }
}

/// Whether a template shows all terms and descriptions of a list or a group in it: no part comes from elsewhere, and
/// there is no markup of an unknown language in between.
fn shows_groups<'a>(page: &PageView<'a>, part: ElementRef<'a>) -> bool {
    let is_shown = |child: ElementRef<'a>| match child.value().name() {
        "dt" | "dd" => page.knows(child, Reads::ELEMENT),
        "div" => page.knows(child, Reads::ELEMENT) && shows_groups(page, child),
        _ => {
            says_nothing(page, child)
                || page.knows(child, Reads::ELEMENT.and(Reads::PARENT))
                    && !dynamic::is_foreign(child)
                    && page.exposed(child).is_yes()
        }
    };
    page.step()
        && page.stands_here(part)
        && !page.stands_for_anything(part)
        && !insert::has_inserts(part)
        && part.children().all(|node| match node.value() {
            Node::Text(text) => !text.contains(|ch| ch == HOLE || "{}<>[]%$@#".contains(ch)),
            _ => ElementRef::wrap(node).is_none_or(is_shown),
        })
}

/// The first fault in the terms and descriptions of a list.
fn fault_of_descriptions<'a>(page: &PageView<'a>, contents: &[Content<'a>]) -> Option<Grounds> {
    let text = |element: ElementRef<'a>| shown(&short_text(page, element).unwrap_or_default());
    let mut term: Option<ElementRef<'a>> = None;
    let mut described = false;
    for content in contents {
        match content {
            Content::Element(element) => match element.value().name() {
                "dt" => {
                    term = Some(*element);
                    described = false;
                }
                "dd" if term.is_none() => {
                    let grounds = Grounds::none().variant("description");
                    return Some(grounds.with("text", text(*element)));
                }
                "dd" => described = true,
                _ if !speaks(page, *element) => {}
                _ => return Some(misplaced(page, *content)),
            },
            Content::Text(_) => return Some(misplaced(page, *content)),
        }
    }
    let term = term.filter(|_| !described)?;
    let grounds = Grounds::none().variant("term");
    Some(grounds.with("text", text(term)))
}
