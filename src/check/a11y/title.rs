//! `page-title`: the document has a title (ACT 2779a5).

use ego_tree::NodeId;
use scraper::{ElementRef, Node};

use super::document_target;
use crate::a11y::{PageView, Reads, Writes, dynamic, insert, role};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::PageKind;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "page-title",
    facts: &[],
    variants: &["empty"],
    build: |table| without_params(table, || Check::Page(Box::new(Title))),
};

struct Title;

impl PageCheck for Title {
    fn concerns(&self, kind: PageKind) -> bool {
        // A letter has a subject instead of a title, and the sending program states the language.
        kind.is_page()
    }

    /// The check itself examines what may be written into the head.
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let whole = || page.skeleton().map(|root| root.id());
        let targets = document_target(page).into_iter();
        let targets = targets.chain(whole().filter(|_| page.is_template()));
        targets.map(|target| (target, expect(page))).collect()
    }
}

/// The first HTML title counts; titles in inline SVG are something else.
fn expect(page: &PageView<'_>) -> Expectation {
    let title = page
        .index
        .named("title")
        .find(|title| role::is_html(*title));
    match title {
        // The head of another file.
        None if page.is_template() && page.index.named("head").next().is_none() => {
            Expectation::Untested
        }
        None if is_head_filled(page) || page.scripts().set_title() => Expectation::Untested,
        Some(title) if is_blank(title) && is_written_by_script(page, title) => {
            Expectation::Untested
        }
        None => Expectation::Unmet(Grounds::none()),
        Some(title) if is_blank(title) && is_written_by_program(title) => Expectation::Untested,
        Some(title) if is_blank(title) && has_marks(page) => {
            let place = page.place(title.id());
            let grounds = Grounds::none().variant("empty").with_place(place);
            Expectation::Unknown(Doubt::NotCaptured, grounds)
        }
        Some(title) if is_blank(title) => Expectation::Unmet(
            Grounds::none()
                .variant("empty")
                .with_place(page.place(title.id())),
        ),
        Some(_) => Expectation::Met,
    }
}

fn is_blank(title: ElementRef<'_>) -> bool {
    title.text().all(|text| text.trim().is_empty())
}

/// Whether a script of the page sets the title or writes into its element.
fn is_written_by_script(page: &PageView<'_>, title: ElementRef<'_>) -> bool {
    let scripts = page.scripts();
    scripts.set_title() || scripts.write(title, Writes::NAME)
}

/// Whether an attribute makes a program write the title (`ng-bind="pageTitle"`, `data-i18n="title"`).
fn is_written_by_program(title: ElementRef<'_>) -> bool {
    dynamic::is_bound(title) || dynamic::has_own_attribute(title) || dynamic::takes_in(title)
}

/// Whether a program fills marks of the page, in attributes or as texts of their own: it may fill the title as well.
/// Marks in listings are examples.
fn has_marks(page: &PageView<'_>) -> bool {
    let mut end_of_listing = 0;
    page.index.elements().enumerate().any(|(at, element)| {
        let name = element.value().name();
        if matches!(name, "code" | "pre" | "samp" | "kbd" | "xmp") {
            end_of_listing = end_of_listing.max(page.index.end(at));
        }
        let is_code = at < end_of_listing || matches!(name, "script" | "style");
        let mut values = element.value().attrs();
        let mut texts = element
            .children()
            .filter_map(|child| child.value().as_text());
        !is_code
            && (values.any(|(_, value)| insert::is_expression(value))
                || texts.any(|text| insert::is_expression(text)))
    })
}

/// Whether a program inserts something into the head that may be a title: `<head>{{ template "head" . }}</head>`.
fn is_head_filled(page: &PageView<'_>) -> bool {
    let mut heads = page.index.named("head");
    heads.any(|head| {
        let mut texts = head.children().filter_map(|child| child.value().as_text());
        page.has_open_content(head)
            || insert::has_inserts(head)
            || head.children().any(is_mark)
            || texts.any(|text| insert::is_expression(text))
    })
}

/// Whether a comment in the head is a placeholder for server output: `<!--head-->`, `<!-- title -->`. Several words are
/// a remark.
fn is_mark(node: ego_tree::NodeRef<'_, Node>) -> bool {
    const PLACES: [&str; 4] = ["head", "title", "meta", "helmet"];
    node.value().as_comment().is_some_and(|comment| {
        let mark = comment.trim();
        let mut words = mark.split(['-', '_', '.', ':']);
        words.any(|word| PLACES.iter().any(|place| word.eq_ignore_ascii_case(place)))
            && !mark.contains(char::is_whitespace)
    })
}
