//! Text alternatives of images: they agree with the mark as decoration, and repeat nothing.

use crate::model::Attributes;
use scraper::ElementRef;

use super::near::short_text;
use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::{folded, shown};
use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Reads, Truth, dynamic, insert, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Images marked as decoration have no tooltip.
pub const TOOLTIP: CheckKind = CheckKind {
    name: "decoration-tooltip",
    facts: &["element", "text"],
    variants: &[],
    build: |table| without_params(table, || elements(Tooltip)),
};

/// Text beside the image is not repeated.
pub const REPEATED: CheckKind = CheckKind {
    name: "image-text-repeated",
    facts: &["text", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(Repeated)),
};

fn alternative(element: ElementRef<'_>) -> Option<&str> {
    let pictured = match element.value().name() {
        "img" | "area" => true,
        "input" => role::input_type(element) == "image",
        _ => false,
    };
    let text = element.attribute("alt").filter(|_| pictured)?;
    let stated = role::is_html(element) && !text.trim().is_empty() && !insert::is_insert(text);
    stated.then_some(text.trim())
}

/// Whether the text also occurs beside the image.
fn is_said_beside(view: &PageView<'_>, element: ElementRef<'_>, text: &str) -> bool {
    const CONTAINERS: [&str; 6] = ["a", "figure", "li", "td", "label", "button"];
    let around = element.ancestors().filter_map(ElementRef::wrap).take(4);
    let wanted = folded(text);
    around
        .filter(|around| CONTAINERS.contains(&around.value().name()))
        .filter_map(|around| short_text(view, around))
        .any(|said| folded(&said).contains(&wanted))
}

struct Tooltip;

impl ElementCheck for Tooltip {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index.named("img").collect()
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let decoration = role::is_html(element)
            && element.value().name() == "img"
            && element
                .attribute("alt")
                .is_some_and(|alt| alt.trim().is_empty())
            && view.role(element).is_none_or(role::is_presentational);
        let speaks = |text: &str| !folded(text).is_empty() && !insert::is_insert(text);
        if !decoration || !element.attribute("title").is_some_and(speaks) {
            return Truth::No;
        }
        view.exposed(element)
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let text = element.attribute("title").unwrap_or_default();
        let fine = is_said_beside(view, element, text) || dynamic::is_bound(element);
        (
            fine.into(),
            element_grounds(element).with("text", shown(text)),
        )
    }
}

struct Repeated;

impl Survey for Repeated {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let pictures = page
            .index
            .named("img")
            .filter(|picture| alternative(*picture).is_some() && !page.exposed(*picture).is_no());
        pictures
            .filter_map(|picture| judge_repetition(page, picture))
            .collect()
    }
}

/// Compares an image with the text of the link, button or figure around it.
fn judge_repetition<'a>(page: &PageView<'a>, picture: ElementRef<'a>) -> Option<Occurrence> {
    let around = picture
        .ancestors()
        .filter_map(ElementRef::wrap)
        .take(4)
        .find(|around| matches!(around.value().name(), "a" | "button" | "figure"))?;
    let beside = short_text(page, around)?;
    let text = alternative(picture)?;
    if folded(&beside).is_empty() {
        return None;
    }
    let repeats = folded(&beside) == folded(text)
        && !page.exposed(picture).is_no()
        && !dynamic::is_bound(picture)
        && !dynamic::is_bound(around);
    let shown_together = !page.is_template()
        || page.knows(around, Reads::ELEMENT.and(Reads::CONTENT)) && page.meet(around, picture);
    Some(match repeats && shown_together {
        true if !page.exposed(picture).is_yes() => Occurrence::open(picture.id()),
        true => Occurrence::wrong(picture.id(), Grounds::none().with("text", shown(text))),
        false => Occurrence::fine(picture.id()),
    })
}
