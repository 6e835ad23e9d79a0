//! `media-alternative`: audio and video content is available in another form, too (ACT e7aa44, eac66b, c5a4ea, 1ec09b,
//! c3232f and the rules they consist of).
//!
//! Only people can tell whether a text or a track covers a medium: this is a question for each medium, with the offers
//! of the page. A recording on a page without text and links certainly has no alternative.

use crate::model::Attributes;
use ego_tree::NodeId;
use scraper::ElementRef;
use serde::Deserialize;

use super::media::{file_name, has_source};
use crate::a11y::{PageView, Reads, Truth, dynamic, insert, role};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck, each_of};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "media-alternative",
    facts: &["element", "file", "offer"],
    variants: &["track", "offer"],
    build: |table| {
        let Params {
            of,
            players,
            offers,
        } = params(table)?;
        Ok(Check::Page(Box::new(MediaAlternative {
            of,
            players,
            offers,
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The content that needs another form.
    of: Of,
    /// Substrings of addresses of embedded players.
    players: Vec<String>,
    /// Words in links and headings, in lower case, that offer the other form.
    offers: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Of {
    /// Audio without video.
    Audio,
    /// The sound of a video.
    VideoSound,
    /// The picture of a video.
    VideoPicture,
}

struct MediaAlternative {
    of: Of,
    players: Vec<String>,
    offers: Vec<String>,
}

impl PageCheck for MediaAlternative {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        each_of(self.targets(page), |target| self.expect(page, target))
    }
}

impl MediaAlternative {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        let elements = page.index.elements();
        elements
            .filter(|element| role::is_html(*element) && !self.applies(page, *element).is_no())
            .collect()
    }

    fn expect<'a>(&self, page: &PageView<'a>, medium: ElementRef<'a>) -> Expectation {
        let grounds = Grounds::none()
            .with("element", medium.value().name())
            .with("file", file_name(page, medium));
        if self.of == Of::Audio
            && self.applies(page, medium).is_yes()
            && offers_nothing(page, medium)
        {
            return Expectation::Unmet(grounds);
        }
        let grounds = if self.has_track(page, medium) {
            grounds.variant("track")
        } else if let Some(offer) = self.offer_near(page, medium) {
            grounds.with("offer", offer).variant("offer")
        } else {
            grounds
        };
        Expectation::Unknown(Doubt::NeedsPerson, grounds)
    }
}

/// Whether nothing on a page can be the text alternative of its recording: it shows no text, and links nowhere.
fn offers_nothing<'a>(page: &PageView<'a>, medium: ElementRef<'a>) -> bool {
    let is_recording = medium.value().name() == "audio" && has_own_file(page, medium);
    let is_known = page.document_element().is_some() && page.styles().is_complete();
    if !is_recording || !is_known || page.runs_program() {
        return false;
    }
    page.index.elements().all(|element| {
        let name = element.value().name();
        let leads = matches!(
            name,
            "a" | "area"
                | "button"
                | "details"
                | "form"
                | "iframe"
                | "object"
                | "embed"
                | "img"
                | "svg"
                | "track"
        );
        if leads || dynamic::is_foreign(element) || dynamic::is_bound(element) {
            return false;
        }
        // Browsers show the content of a player only if they do not support it.
        if matches!(name, "head" | "title" | "style" | "audio" | "video") {
            return true;
        }
        let mut texts = element
            .children()
            .filter_map(|child| child.value().as_text());
        let is_away = || {
            let position = page.index.position(element.id());
            let style = position.and_then(|position| page.computed().get(position));
            style.is_some_and(|style| style.is_away)
        };
        texts.all(|text| text.trim().is_empty())
            || page.seen(element).and(page.exposed(element)).is_no()
            || is_away()
    })
}

/// Whether a medium plays a file of the page's own site. Media of other hosts may be live.
fn has_own_file<'a>(page: &PageView<'a>, medium: ElementRef<'a>) -> bool {
    let file = file_name(page, medium);
    let sources = page.index.descendants(medium.id()).chain([medium]);
    let mut addresses = sources.filter_map(|source| source.attribute("src"));
    file.contains('.')
        && addresses.all(|address| !address.contains("//") && !insert::is_insert(address))
}

impl MediaAlternative {
    fn applies<'a>(&self, page: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let by_program = || {
            // Every page made from a template may have scripts.
            if page.runs_program() && !page.is_template() {
                Truth::Unknown
            } else {
                Truth::No
            }
        };
        let has =
            |name: &str| element.attribute(name).is_some() || page.is_decided_later(element, name);
        match (element.value().name(), self.of) {
            ("audio", Of::Audio) => {
                let plays = if has("autoplay") {
                    Truth::Yes
                } else if has("controls") {
                    page.seen(element).and(page.exposed(element))
                } else {
                    by_program()
                };
                has_source(page, element).and(plays)
            }
            ("video", Of::VideoSound | Of::VideoPicture) => {
                // Muted without controls, it is never heard.
                let audible = if self.of == Of::VideoSound && has("muted") && !has("controls") {
                    by_program()
                } else {
                    Truth::Yes
                };
                has_source(page, element)
                    .and(page.seen(element))
                    .and(audible)
            }
            ("iframe" | "embed" | "object", _) => {
                let address = ["src", "data", "data-src"]
                    .iter()
                    .find_map(|name| element.attribute(name));
                Truth::from(address.is_some_and(|address| self.is_player(address)))
                    .and(page.seen(element))
            }
            _ => Truth::No,
        }
    }

    fn is_player(&self, address: &str) -> bool {
        self.players
            .iter()
            .any(|player| address.contains(player.as_str()))
    }

    fn has_track<'a>(&self, page: &PageView<'a>, medium: ElementRef<'a>) -> bool {
        let fits = |kind: &str| match self.of {
            Of::Audio => false,
            // The default kind of a track is subtitles.
            Of::VideoSound => !matches!(kind, "chapters" | "metadata" | "descriptions"),
            Of::VideoPicture => kind == "descriptions",
        };
        page.index.descendants(medium.id()).any(|track| {
            track.value().name() == "track"
                && track
                    .attribute("src")
                    .is_some_and(|address| !address.trim().is_empty())
                && fits(
                    &track
                        .attribute("kind")
                        .unwrap_or_default()
                        .trim()
                        .to_ascii_lowercase(),
                )
        })
    }

    /// A link, heading or button near the medium that offers the other form.
    fn offer_near<'a>(&self, page: &PageView<'a>, medium: ElementRef<'a>) -> Option<String> {
        /// Maximum distance from the medium, in elements.
        const NEAR: usize = 40;
        /// Maximum length of a link text.
        const LONGEST: usize = 120;
        let position = page.index.position(medium.id())?;
        let near =
            (position..position + NEAR).chain((position.saturating_sub(NEAR)..position).rev());
        near.filter_map(|at| page.index.element_at(at))
            .find_map(|element| {
                let offers = matches!(
                    element.value().name(),
                    "a" | "button"
                        | "summary"
                        | "h1"
                        | "h2"
                        | "h3"
                        | "h4"
                        | "h5"
                        | "h6"
                        | "figcaption"
                        | "label"
                );
                if !offers {
                    return None;
                }
                let words = element.text().flat_map(str::split_whitespace);
                let text = words.take(LONGEST / 4).collect::<Vec<_>>().join(" ");
                let text: String = text.chars().take(LONGEST).collect();
                let lower = text.to_lowercase();
                self.offers
                    .iter()
                    .any(|word| lower.contains(word.as_str()))
                    .then_some(text)
            })
    }
}
