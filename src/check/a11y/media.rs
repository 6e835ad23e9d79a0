//! `no-autoplay-audio`: sound that starts automatically can be stopped. ACT rules 80f0bf, 4c31df.
//!
//! The markup does not show whether a file has sound, or how long it is: this is a question, unless the sound loops.

use crate::model::Attributes;
use scraper::ElementRef;

use super::text::shown;
use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Reads, Truth, dynamic, role};
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
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn candidates<'a>(&self, view: &PageView<'a>) -> Vec<ElementRef<'a>> {
        view.index.having("autoplay").collect()
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let has = |name: &str| element.attribute(name).is_some();
        let may_be = |name: &str| has(name) || view.is_decided_later(element, name);
        let plays = matches!(element.value().name(), "audio" | "video")
            && role::is_html(element)
            && has("autoplay")
            && !may_be("muted");
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
            Truth::No if !may_be_stopped(view, element) && never_ends(view, element) => Truth::No,
            _ => Truth::Unknown,
        };
        let grounds = element_grounds(element).with("file", file_name(view, element));
        (fine, grounds)
    }
}

/// Whether a script may stop the playback of an element. The scripts of a template may be anywhere, but need a way to
/// find the element.
fn may_be_stopped<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> bool {
    /// Attributes about playback, by which scripts do not find an element.
    const OF_PLAYING: [&str; 8] = [
        "autoplay",
        "loop",
        "preload",
        "src",
        "style",
        "hidden",
        "aria-hidden",
        "title",
    ];
    /// Prefixes of attributes with which frameworks refer to an element. They leave no trace in the tree.
    const HOLDS: [&str; 8] = ["ref", ":ref", "#", "bind:", "use:", "@", "(", "on"];
    if !view.is_template() {
        return view.runs_program();
    }
    let position = view.page.positions.get(element.id());
    let tag = position.map(|position| view.page.text.slice(position.start_tag));
    let is_held = tag.is_none_or(|tag| {
        let mut parts = tag.split_whitespace().skip(1);
        parts.any(|part| HOLDS.iter().any(|hold| part.starts_with(hold)))
    });
    let is_of_playing = |name: &str| OF_PLAYING.contains(&name);
    let mut written = element.value().attrs().map(|(name, _)| name);
    let unknown = view.page.unknowns.of(element.id());
    is_held
        || !written.all(is_of_playing)
        || unknown.is_some_and(|unknown| {
            let mut names = unknown.attributes.iter();
            unknown.any_attribute || !names.all(|name| name == "src")
        })
        || view.scripts().mention("audio")
}

/// Whether an element certainly sounds for more than three seconds: a looping audio file.
fn never_ends<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> bool {
    element.value().name() == "audio"
        && element.attribute("loop").is_some()
        && address(view, element).is_some_and(|address| !address.contains('#'))
}

/// Whether an element has a media source.
pub(super) fn has_source<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
    if address(view, element).is_some() {
        Truth::Yes
    } else if dynamic::is_bound(element)
        || view.runs_program()
        || view.is_decided_later(element, "src")
    {
        Truth::Unknown
    } else {
        Truth::No
    }
}

/// The file that an element plays, for display: the last part of its address.
pub(super) fn file_name<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> String {
    let address = address(view, element).unwrap_or_default();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    shown(name)
}

/// The address of an element's media.
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
