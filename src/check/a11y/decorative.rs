//! `decoration-hidden`: elements marked as decoration are hidden from assistive technology. ACT rule 46ca7f.

use crate::model::Attributes;
use scraper::ElementRef;

use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Reads, Truth, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "decoration-hidden",
    facts: &["element", "role"],
    variants: &[],
    build: |table| without_params(table, || elements(Decorative)),
};

struct Decorative;

impl ElementCheck for Decorative {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::STATES))
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index.named_or_having(&["img"], &["role"]).collect()
    }

    fn applies<'a>(&self, _: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let marked = match role::explicit(element) {
            Some(role) => role::is_presentational(role),
            None => {
                element.value().name() == "img"
                    && role::is_html(element)
                    && element.attribute("alt").is_some_and(str::is_empty)
            }
        };
        marked.into()
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let role = view.role(element);
        let grounds = element_grounds(element).with("role", role.map_or("", |role| role.name));
        let meaningless = role.is_none_or(role::is_presentational);
        if meaningless {
            return (Truth::Yes, grounds);
        }
        let exposed = if role.is_some_and(|role| role.name == "generic") {
            // Only a box is exposed; browsers differ even in that.
            view.exposed(element).and(Truth::Unknown)
        } else {
            view.exposed(element)
        };
        (!exposed, grounds)
    }
}
