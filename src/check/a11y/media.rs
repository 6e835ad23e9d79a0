//! `no-autoplay-audio`: sound that starts by itself can be stopped. ACT rules 80f0bf, 4c31df.
//!
//! Whether a file has sound, and how much, markup does not tell: this asks, unless the sound goes on for ever.

use crate::model::Attributes;
use scraper::ElementRef;

use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Truth, dynamic, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "no-autoplay-audio",
    facts: &["element", "file"],
    variants: &[],
    build: |table| without_params(table, || elements(Autoplay)),
};

struct Autoplay;

impl ElementCheck for Autoplay {
    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let has = |name: &str| element.attribute(name).is_some();
        let plays = matches!(element.value().name(), "audio" | "video")
            && role::is_html(element)
            && has("autoplay")
            && !has("muted");
        Truth::from(plays).and(has_source(view, element))
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let shown = if element.attribute("controls").is_some() {
            view.exposed(element).and(view.seen(element))
        } else {
            Truth::No
        };
        let fine = match shown {
            Truth::Yes => Truth::Yes,
            Truth::No if !view.runs_program() && never_ends(view, element) => Truth::No,
            _ => Truth::Unknown,
        };
        let grounds = element_grounds(element).with("file", file_name(view, element));
        (fine, grounds)
    }
}

/// Whether an element surely sounds for more than three seconds: an audio file that starts again and again.
fn never_ends<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> bool {
    element.value().name() == "audio"
        && element.attribute("loop").is_some()
        && address(view, element).is_some_and(|address| !address.contains('#'))
}

/// Whether an element has something to play.
pub(super) fn has_source<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
    if address(view, element).is_some() {
        Truth::Yes
    } else if dynamic::is_bound(element) || view.runs_program() {
        Truth::Unknown
    } else {
        Truth::No
    }
}

/// The file that an element plays, for people: the last part of its address.
pub(super) fn file_name<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> String {
    let address = address(view, element).unwrap_or_default();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    name.to_owned()
}

/// The address of what an element plays.
fn address<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Option<&'a str> {
    let own = ["src", "data", "data-src"]
        .iter()
        .find_map(|name| element.value().attribute(name));
    let address = own.or_else(|| {
        let mut inner = view.index.descendants(element.id());
        inner.find_map(|inner| {
            let is_source = inner.value().name() == "source";
            is_source.then(|| inner.value().attribute("src")).flatten()
        })
    })?;
    Some(address).filter(|address| !address.trim().is_empty())
}
