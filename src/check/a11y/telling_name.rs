//! `telling-name`: what has a name is called by what it does or shows, and not by what kind of thing it is.

use crate::model::Attributes;
use scraper::ElementRef;
use serde::Deserialize;

use super::together::{self, CommonCheck, Seen, together};
use super::wording::{Meaningless, MeaninglessParams};
use crate::a11y::{PageView, Reads, Truth, role};
use crate::check::CheckKind;
use crate::check::generic::params;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "telling-name",
    facts: together::FACTS,
    variants: &[],
    build: |table| {
        let Params {
            of,
            meaningless,
            parts,
        } = params(table)?;
        let meaningless = meaningless.build()?;
        let check = TellingName {
            of,
            meaningless,
            parts,
        };
        Ok(together(check))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// What is called by something.
    of: Called,
    /// Wordings that say nothing: phrases, words, fillers, patterns and signs.
    meaningless: MeaninglessParams,
    /// Words that tell the frames of a set from each other.
    #[serde(default)]
    parts: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Called {
    /// Buttons with a text of their own.
    Buttons,
    /// Buttons that are pictures.
    ImageButtons,
    /// Embedded pages.
    Frames,
}

struct TellingName {
    of: Called,
    meaningless: Meaningless,
    parts: Vec<String>,
}

impl TellingName {
    /// Whether a name says which frame of a set an element is.
    fn tells_part(&self, element: ElementRef<'_>, name: &str) -> bool {
        let is_part = |word: &str| {
            self.parts
                .iter()
                .any(|part| part.eq_ignore_ascii_case(word))
        };
        element.value().name() == "frame" && name.split_whitespace().any(is_part)
    }
}

impl CommonCheck for TellingName {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn look<'a>(&self, view: &PageView<'a>) -> Vec<Seen<'a>> {
        let mut seen = Vec::new();
        for element in view.index.elements() {
            if !self.of.covers(view, element) || view.exposed(element).is_no() {
                continue;
            }
            let name = view.name(element);
            // What has no name at all, another rule says.
            let Some(known) = name.known().filter(|name| !name.trim().is_empty()) else {
                continue;
            };
            let described = ["title", "aria-describedby"].iter().any(|more| {
                if view.is_decided_later(element, more) {
                    return true;
                }
                let said = element.attribute(more).unwrap_or_default().trim();
                !said.is_empty() && !self.meaningless.covers(said)
            });
            let says =
                described || !self.meaningless.covers(known) || self.tells_part(element, known);
            // What may be hidden accuses nobody.
            let fine = Truth::from(says).or(!view.exposed(element));
            seen.push(Seen::new(element, fine, known));
        }
        seen
    }
}

impl Called {
    fn covers<'a>(self, view: &PageView<'a>, element: ElementRef<'a>) -> bool {
        let tag = element.value().name();
        let is_image_button =
            role::is_html(element) && tag == "input" && role::input_type(element) == "image";
        match self {
            Self::ImageButtons => is_image_button,
            Self::Buttons => {
                !is_image_button
                    && !opens_what_it_names(element)
                    && view.role(element).is_some_and(|role| role.is_a("button"))
            }
            Self::Frames => role::is_html(element) && matches!(tag, "iframe" | "frame"),
        }
    }
}

/// Whether a button is called like what it opens, which may be about buttons.
fn opens_what_it_names(element: ElementRef<'_>) -> bool {
    const STATES: [&str; 4] = [
        "aria-controls",
        "aria-expanded",
        "aria-haspopup",
        "aria-pressed",
    ];
    STATES.iter().any(|name| element.attribute(name).is_some())
}
