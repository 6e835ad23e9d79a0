//! Images that show nothing.

use super::edit::RemedyEdit;
use super::tag::StartTag;
use super::{Proposal, RemedyCase, Suggester};
use crate::record::Applicability;

/// Adds an empty text alternative to an empty image.
pub(super) struct BlankImage;

/// Typical file names of invisible spacer images.
const BLANK: &[&str] = &[
    "spacer",
    "blank",
    "transparent",
    "clear",
    "pixel",
    "1x1",
    "trans",
];

impl Suggester for BlankImage {
    fn name(&self) -> &'static str {
        "blank-image"
    }

    fn rules(&self) -> &'static [&'static str] {
        &["accessibility/image-name"]
    }

    fn suggest(&self, case: &RemedyCase<'_>) -> Option<Proposal> {
        let place = &case.finding.place;
        let document = case.desk.document(&place.document)?;
        let image = StartTag::at(document.text.as_str(), document.start(place)?)?;
        if image.name != "img"
            || image.attribute("alt").is_some()
            || image.attribute("title").is_some()
        {
            return None;
        }
        let size = |name| {
            image
                .value(name)
                .and_then(|size| size.trim().parse::<u32>().ok())
        };
        let file = image.value("src")?.rsplit('/').next()?.to_lowercase();
        let stem = file.split('.').next().unwrap_or_default();
        let is_dot = size("width").is_some_and(|width| width <= 1)
            && size("height").is_some_and(|height| height <= 1);
        let shows_nothing = BLANK.contains(&stem) && file.ends_with(".gif");
        (is_dot || shows_nothing).then(|| Proposal {
            edits: vec![RemedyEdit::insert(
                &place.document,
                image.end_of_attributes,
                " alt=\"\"".to_owned(),
            )],
            companions: Default::default(),
            applicability: Applicability::Mechanical,
            decisions: Vec::new(),
        })
    }
}
