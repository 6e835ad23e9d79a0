//! `telling-name`: a name states what an element does or shows, not what kind of element it is.

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
    /// The elements whose names are judged.
    of: Called,
    /// Meaningless wordings: phrases, words, fillers, patterns and signs.
    meaningless: MeaninglessParams,
    /// Words that distinguish the frames of a set.
    #[serde(default)]
    parts: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Called {
    /// Buttons with a text of their own.
    Buttons,
    /// Image buttons.
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
    /// Whether a name identifies a frame within a set.
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
            // A missing name is another rule's subject.
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
            // An element that may be hidden is never a failure.
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

/// Whether a button has the name of what it opens, which may be about buttons.
fn opens_what_it_names(element: ElementRef<'_>) -> bool {
    const STATES: [&str; 4] = [
        "aria-controls",
        "aria-expanded",
        "aria-haspopup",
        "aria-pressed",
    ];
    STATES.iter().any(|name| element.attribute(name).is_some())
}
