//! `image-purpose`: the name of an image describes its content (ACT qt1vmo), and an image hidden from assistive
//! technology has no content to convey (ACT e88epe).

use crate::model::Attributes;
use std::cell::OnceCell;
use std::collections::BTreeSet;

use foldhash::HashSet;
use scraper::{ElementRef, Node};
use serde::Deserialize;

use super::together::{self, CommonCheck, Seen, together};
use super::wording::{Meaningless, MeaninglessParams, Stem, each_stem, parts_of_name, stems};
use crate::a11y::{PageView, Reads, Truth, insert, name, role};
use crate::check::CheckKind;
use crate::check::generic::params;

/// Registry entry: images with a name.
pub const NAMED: CheckKind = CheckKind {
    name: "image-purpose",
    facts: together::FACTS,
    variants: &[],
    build: |table| {
        let Params { kinds, meaningless } = params(table)?;
        Ok(together(NamedImage {
            kinds: stems(&kinds.join(" ")),
            meaningless: meaningless.build()?,
        }))
    },
};

/// Registry entry: images without a name.
pub const IGNORED: CheckKind = CheckKind {
    name: "ignored-image",
    facts: together::FACTS,
    variants: &[],
    build: |table| {
        let IgnoredParams { decoration } = params(table)?;
        Ok(together(IgnoredImage {
            decoration: stems(&decoration.join(" ")),
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Words for kinds of images, which do not identify an image.
    kinds: Vec<String>,
    /// Meaningless wordings: phrases, words, fillers, patterns and signs.
    meaningless: MeaninglessParams,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IgnoredParams {
    /// Words in file names of decorative images.
    decoration: Vec<String>,
}

/// Visible images that are not part of a named element, and not certainly missing.
fn images<'a>(view: &PageView<'a>) -> impl Iterator<Item = ElementRef<'a>> {
    let mut named_until = 0;
    let images = view
        .index
        .elements()
        .enumerate()
        .filter(move |(at, element)| {
            let inside = *at < named_until;
            if !inside && is_named_by_author(view, *element) {
                named_until = view.index.end(*at);
            }
            !inside && is_image(view, *element) && view.seen(*element).is_yes()
        });
    images.map(|(_, element)| element)
}

fn is_image(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    match element.value().name() {
        "img" => {
            let source = element.attribute("src").unwrap_or_default().trim();
            // In a template the attribute names any image that the program fills in.
            let filled = !view.is_template() && insert::is_insert(source);
            role::is_html(element)
                && (element.attribute("srcset").is_some() || !source.is_empty() && !filled)
        }
        "canvas" => role::is_html(element),
        // A nested image is part of the outer one.
        "svg" => {
            role::is_svg(element)
                && element
                    .parent()
                    .and_then(ElementRef::wrap)
                    .is_none_or(|around| !role::is_svg(around))
        }
        _ => false,
    }
}

fn is_named_by_author(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    !is_image(view, element)
        && ["aria-label", "aria-labelledby"].iter().any(|name| {
            element
                .attribute(name)
                .is_some_and(|value| !value.trim().is_empty())
        })
}

/// The words in the file name of an image.
fn file_words(image: ElementRef<'_>) -> String {
    let source = image.attribute("src").unwrap_or_default().trim();
    if source.starts_with("data:") {
        return String::new();
    }
    let path = source.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    parts_of_name(name)
}

struct NamedImage {
    kinds: BTreeSet<Stem>,
    meaningless: Meaningless,
}

impl CommonCheck for NamedImage {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn look<'a>(&self, view: &PageView<'a>) -> Vec<Seen<'a>> {
        let written = OnceCell::new();
        let written = || written.get_or_init(|| written_words(view));
        let mut seen = Vec::new();
        for image in images(view) {
            let name = view.name(image);
            let exposed = view.exposed(image);
            let Some(text) = name.known().filter(|text| !text.is_empty()) else {
                continue;
            };
            if exposed.is_no() || view.role(image).is_some_and(role::is_presentational) {
                continue;
            }
            let fine = if self.meaningless.covers(text) {
                match self.is_sign_among_others(view, text, image) {
                    true => Truth::Unknown,
                    false => !exposed,
                }
            } else if self.fits(text, image, written()) || self.is_explained(view, text, image) {
                Truth::Yes
            } else {
                Truth::Unknown
            };
            seen.push(Seen::new(image, fine, text));
        }
        seen
    }
}

impl NamedImage {
    /// Whether the name shares a significant word with the image's file name, its own text, the link around it, or the
    /// text of the page.
    fn fits(&self, text: &str, image: ElementRef<'_>, written: &HashSet<Stem>) -> bool {
        let mut telling = stems(text);
        telling.retain(|stem| !self.kinds.contains(stem));
        if telling.iter().any(|stem| written.contains(stem)) {
            return true;
        }
        let around = image.ancestors().filter_map(ElementRef::wrap);
        let target = around
            .take(3)
            .find_map(|around| around.attribute("href"))
            .unwrap_or_default();
        let drawn = drawn_text(image);
        [file_words(image), parts_of_name(target), drawn]
            .iter()
            .any(|own| !stems(own).is_disjoint(&telling))
    }
}

impl NamedImage {
    /// Whether the name only states the kind of image and the adjacent text the rest ("Avatar" beside a name).
    fn is_explained<'a>(&self, view: &PageView<'a>, text: &str, image: ElementRef<'a>) -> bool {
        let around = image.ancestors().filter_map(ElementRef::wrap);
        let names_kind = stems(text).is_subset(&self.kinds);
        names_kind
            && around
                .take(2)
                .take_while(|around| around.value().name() != "body")
                .any(|around| {
                    let beside = stems(&name::content_of(view, around).text);
                    beside.iter().any(|stem| !self.kinds.contains(stem))
                })
    }
}

impl NamedImage {
    /// Whether a word for images names the tool or the kind of file that an icon stands for: icons of the same set stand
    /// for other ones, each named by a word or two.
    fn is_sign_among_others<'a>(
        &self,
        view: &PageView<'a>,
        text: &str,
        image: ElementRef<'a>,
    ) -> bool {
        let Some(set) = icon_set(image).filter(|_| is_short(text)) else {
            return false;
        };
        view.index.named("img").any(|other| {
            let name = view.name(other);
            let name = name.known().unwrap_or_default();
            icon_set(other) == Some(set)
                && is_short(name)
                && !name.eq_ignore_ascii_case(text)
                && !self.meaningless.covers(name)
        })
    }
}

/// Whether a name has one or two words.
fn is_short(name: &str) -> bool {
    (1..=2).contains(&name.split_whitespace().count())
}

/// The folder and the first part of the file name of an icon, which the icons of a set share: `icons/bt_` in
/// `icons/bt_bold.png`. Photos have numbers instead of words.
fn icon_set<'a>(image: ElementRef<'a>) -> Option<&'a str> {
    let source = image.attribute("src")?.trim();
    let path = source.split(['?', '#']).next()?;
    let file = path.rsplit('/').next()?;
    let (name, _) = file.rsplit_once('.')?;
    let first = name.find(['_', '-'])?;
    let is_of_words = name.chars().all(|ch| !ch.is_ascii_digit());
    let end = path.len() - file.len() + first + 1;
    (is_of_words && first + 1 < name.len()).then(|| &path[..end])
}

/// The literal texts drawn on a canvas by scripts.
fn text_on_canvas(view: &PageView<'_>) -> String {
    let mut drawn = String::new();
    // With several canvases only the scripts know which text is drawn on which.
    if view.index.named("canvas").count() == 1 {
        for snippet in view.snippets() {
            snippet.add_text_on_canvas(&mut drawn);
        }
    }
    drawn
}

/// The text in a drawing.
fn drawn_text(image: ElementRef<'_>) -> String {
    let mut drawn = String::new();
    let texts = image.descendants().filter_map(ElementRef::wrap);
    for text in texts.filter(|inner| inner.value().name() == "text") {
        for part in text.text() {
            drawn.push_str(part);
            drawn.push(' ');
        }
    }
    drawn
}

struct IgnoredImage {
    decoration: BTreeSet<Stem>,
}

impl CommonCheck for IgnoredImage {
    fn look<'a>(&self, view: &PageView<'a>) -> Vec<Seen<'a>> {
        let said = OnceCell::new();
        let said = || said.get_or_init(|| said_words(view));
        let mut seen = Vec::new();
        for image in images(view).filter(|image| is_ignored(view, *image)) {
            // The content of a canvas is never read out; that of a drawing unless hidden.
            let is_canvas = image.value().name() == "canvas";
            let drawn = match is_canvas {
                true => text_on_canvas(view),
                false => drawn_text(image),
            };
            // Text in a drawing is meant to be read.
            let hides_text =
                !stems(&drawn).is_empty() && (is_canvas || view.exposed(image).is_no());
            let fine = if hides_text {
                // If the same words are beside it, the drawing only repeats them.
                let repeated = stems(&drawn).iter().any(|stem| said().contains(stem));
                if repeated { Truth::Yes } else { Truth::No }
            } else if self.is_decoration(view, image) {
                Truth::Yes
            } else {
                Truth::Unknown
            };
            let wording = match image.value().name() {
                "img" => image.attribute("src").unwrap_or_default(),
                "svg" | "canvas" if hides_text => drawn.trim(),
                other => other,
            };
            let short = wording.split(['?', '#']).next().unwrap_or_default();
            let short = if short.starts_with("data:") {
                "data:…"
            } else {
                short
            };
            seen.push(Seen::new(
                image,
                fine,
                short.rsplit('/').next().unwrap_or(short),
            ));
        }
        seen
    }
}

/// Whether an image is certainly hidden from assistive technology.
fn is_ignored<'a>(view: &PageView<'a>, image: ElementRef<'a>) -> bool {
    if view.exposed(image).is_no() || view.role(image).is_some_and(role::is_presentational) {
        return true;
    }
    let unmarked = role::explicit(image).is_none();
    let nameless = view.name(image).is_empty().is_yes();
    match image.value().name() {
        "svg" => unmarked && nameless,
        // Its fallback content is exposed to assistive technology; without a script it shows nothing.
        "canvas" => {
            unmarked && nameless && image.child_elements().next().is_none() && view.scripts().any()
        }
        _ => false,
    }
}

impl IgnoredImage {
    /// Whether there is evidence that an image is decorative: its size, its file name, or directly adjacent text.
    fn is_decoration<'a>(&self, view: &PageView<'a>, image: ElementRef<'a>) -> bool {
        /// Maximum size of icons, bullets and lines, in pixels.
        const ICON: u16 = 32;
        let size = |name: &str| {
            let value = image.attribute(name).unwrap_or_default();
            value.trim().trim_end_matches("px").parse::<u16>().ok()
        };
        let stated = ["width", "height"].iter().find_map(|side| size(side));
        // A drawing without a stated size is designed for the size of its view box.
        let drawn_for = || {
            let view_box = image
                .attribute("viewBox")
                .or_else(|| image.attribute("viewbox"))?;
            view_box.split_whitespace().nth(2)?.parse::<f32>().ok()
        };
        let is_small = match stated {
            Some(size) => size <= ICON,
            None => drawn_for().is_some_and(|width| width <= f32::from(ICON)),
        };
        let is_drawing = image.value().name() == "svg";
        let called = stems(&file_words(image));
        let named = !called.is_disjoint(&self.decoration);
        if is_small || named {
            return true;
        }
        let nearest = image
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|around| {
                name::stands_apart(view, *around)
                    || view.role(*around).is_some_and(|role| role.is_a("link"))
            });
        let beside = nearest.map(|around| name::content_of(view, around).text);
        let beside = stems(&beside.unwrap_or_default());
        // Drawings in a line of text are its icons; a picture belongs to a text with a similar name.
        !beside.is_empty() && (is_drawing || !called.is_disjoint(&beside))
    }
}

/// The significant words in the title and the text of a page.
fn written_words(view: &PageView<'_>) -> HashSet<Stem> {
    let mut written = HashSet::default();
    for element in view.index.elements() {
        let name = element.value().name();
        let hidden = name != "title" && view.rendered(element).is_no();
        if hidden || matches!(name, "script" | "style" | "template") {
            continue;
        }
        for child in element.children() {
            if let Node::Text(text) = child.value() {
                each_stem(text, |stem| {
                    written.insert(stem);
                });
            }
        }
    }
    written
}

/// The significant words in the texts and names of a page.
fn said_words(view: &PageView<'_>) -> HashSet<Stem> {
    let mut said = HashSet::default();
    let mut hear = |text: &str| {
        each_stem(text, |stem| {
            said.insert(stem);
        });
    };
    for element in view.index.elements() {
        if view.exposed(element).is_no() {
            continue;
        }
        let names = ["alt", "aria-label", "title"];
        names
            .iter()
            .filter_map(|name| element.attribute(name))
            .for_each(&mut hear);
        for child in element.children() {
            if let Node::Text(text) = child.value() {
                hear(text);
            }
        }
    }
    said
}
