//! `main-landmark` and `top-heading`: a page marks its main content and its topic.

use ego_tree::NodeId;
use scraper::ElementRef;

use super::document_target;
use super::occurrence::{Occurrence, Survey, once_per_page};
use crate::a11y::{PageView, dynamic, insert};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Exactly one main area.
pub const MAIN: CheckKind = CheckKind {
    name: "main-landmark",
    facts: &["count"],
    variants: &["several"],
    build: |table| without_params(table, || once_per_page(MainLandmark)),
};

/// Exactly one heading of level 1.
pub const HEADING: CheckKind = CheckKind {
    name: "top-heading",
    facts: &["count"],
    variants: &["several"],
    build: |table| without_params(table, || once_per_page(TopHeading)),
};

struct MainLandmark;

impl Survey for MainLandmark {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let is_main = |element: &ElementRef<'_>| {
            page.role(*element).is_some_and(|role| role.name == "main")
                && !page.exposed(*element).is_no()
        };
        let mains: Vec<ElementRef<'_>> = page.index.elements().filter(is_main).collect();
        exactly_one(page, &mains)
    }

    fn may_overlook(&self, page: &PageView<'_>) -> bool {
        comes_later(page)
    }
}

struct TopHeading;

impl Survey for TopHeading {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let headings = page.outline().headings().iter();
        let top: Vec<ElementRef<'_>> = headings
            .filter(|heading| heading.level == 1)
            .map(|heading| heading.element)
            .collect();
        exactly_one(page, &top)
    }

    fn may_overlook(&self, page: &PageView<'_>) -> bool {
        comes_later(page)
    }
}

/// Judges a page by the number of certain elements; one that may be hidden counts if an element is required, but not if
/// there are too many.
fn exactly_one(page: &PageView<'_>, found: &[ElementRef<'_>]) -> Vec<Occurrence> {
    let Some(document) = document_target(page).first().copied() else {
        return Vec::new();
    };
    let surely: Vec<NodeId> = found
        .iter()
        .filter(|element| page.exposed(**element).is_yes())
        .map(|element| element.id())
        .collect();
    if surely.len() > 1 {
        let wrong = |node| Occurrence::wrong(node, Grounds::none().variant("several"));
        return surely.into_iter().map(wrong).collect();
    }
    if !found.is_empty() {
        return vec![Occurrence::fine(document)];
    }
    match shows_another(page) || comes_later(page) {
        // There is nothing to count yet.
        true => Vec::new(),
        false => vec![Occurrence::wrong(document, Grounds::none())],
    }
}

/// Whether other documents are shown in place of the page.
fn shows_another(page: &PageView<'_>) -> bool {
    page.index.named("frameset").next().is_some()
}

/// Whether a script, a component or a server creates the content.
fn comes_later(page: &PageView<'_>) -> bool {
    let comes = |element: ElementRef<'_>| {
        dynamic::is_foreign(element)
            || dynamic::takes_in(element)
            || is_area(element) && is_filled(element)
    };
    !document_target(page).is_empty()
        && (page.is_shell() || goes_on(page) || page.index.elements().any(comes))
}

/// Whether a page continues in another file: its outermost elements start and do not end, and the elements in them do
/// not end either, or are missing. HTML itself allows only the last end tags to be omitted.
fn goes_on(page: &PageView<'_>) -> bool {
    /// Elements that authors always close.
    const CLOSED: [&str; 6] = ["div", "form", "main", "section", "table", "ul"];
    let source = page.page.text.as_str();
    let has = |tag: &str| source.contains(tag) || source.contains(&tag.to_ascii_uppercase());
    let begins = has("<html") || has("<body");
    if !begins || has("</html") || has("</body") {
        return false;
    }
    let is_open = |name: &&str| {
        let begun = source.matches(&format!("<{name}")).count();
        begun > source.matches(&format!("</{name}")).count()
    };
    let mut bodies = page
        .index
        .elements()
        .filter(|one| one.value().name() == "body");
    let is_empty = bodies.all(|body| {
        let mut texts = body.text();
        !texts.any(|text| text.contains(char::is_alphanumeric))
    });
    is_empty || CLOSED.iter().any(is_open)
}

/// Whether an element contains parts of the page and no text of its own.
fn is_area(element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "body" | "main" | "section" | "article" | "div"
    )
}

/// Whether a template language or a server inserts content between the children of an element: by an instruction, or by
/// a text that is only an expression.
fn is_filled(element: ElementRef<'_>) -> bool {
    let is_expression = || {
        element
            .children()
            .filter_map(|child| child.value().as_text())
            .any(|text| insert::is_expression(text))
    };
    // A `<div>` may be a line of text.
    let is_outer = matches!(element.value().name(), "body" | "main" | "article");
    insert::has_inserts(element) || is_outer && is_expression()
}
