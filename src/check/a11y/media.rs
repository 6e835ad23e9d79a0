//! `no-autoplay-audio`: sound that starts by itself can be stopped. ACT rule 80f0bf.
//!
//! Whether a file has sound, and how much, markup does not tell: this asks, it never accuses.

use crate::model::Attributes;
use scraper::ElementRef;

use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Truth, dynamic};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "no-autoplay-audio",
    facts: &["element"],
    variants: &[],
    build: |table| without_params(table, || elements(Autoplay)),
};

struct Autoplay;

impl ElementCheck for Autoplay {
    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let has = |name: &str| element.attribute(name).is_some();
        let plays =
            matches!(element.value().name(), "audio" | "video") && has("autoplay") && !has("muted");
        let has_source = has("src")
            || dynamic::is_bound(element)
            || view
                .index
                .descendants(element.id())
                .any(|inner| inner.value().name() == "source");
        (plays && has_source).into()
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let controls = element.attribute("controls").is_some();
        let fine = if controls && view.exposed(element).is_yes() && view.seen(element).is_yes() {
            Truth::Yes
        } else {
            Truth::Unknown
        };
        (fine, element_grounds(element))
    }
}
