//! Pages that prevent zooming.

use super::edit::RemedyEdit;
use super::tag::StartTag;
use super::{Proposal, RemedyCase, Suggester};
use crate::record::Applicability;

/// Removes what prevents zooming from the viewport.
pub(super) struct Zoom;

impl Suggester for Zoom {
    fn name(&self) -> &'static str {
        "zoom"
    }

    fn rules(&self) -> &'static [&'static str] {
        &["accessibility/zoom-allowed"]
    }

    fn suggest(&self, case: &RemedyCase<'_>) -> Option<Proposal> {
        let place = &case.finding.place;
        let document = case.desk.document(&place.document)?;
        let tag = StartTag::at(document.text.as_str(), document.start(place)?)?;
        let (content, range) = tag.attribute("content")?.value.clone()?;
        let free = freed(content)?;
        Some(Proposal {
            edits: vec![RemedyEdit::replace(
                &place.document,
                range.start,
                range.end,
                free,
            )],
            companions: Default::default(),
            applicability: Applicability::Mechanical,
            decisions: Vec::new(),
        })
    }
}

/// The value without what prevents zooming; `None` if there is no such part, or nothing else.
fn freed(content: &str) -> Option<String> {
    let bars = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default().trim();
        ["user-scalable", "maximum-scale"]
            .iter()
            .any(|barring| name.eq_ignore_ascii_case(barring))
    };
    let separator = if content.contains(',') { ',' } else { ';' };
    let kept: Vec<&str> = content
        .split(separator)
        .filter(|pair| !bars(pair))
        .collect();
    let freed = kept.join(&separator.to_string());
    let freed = freed.trim_matches(|ch: char| ch == separator || ch.is_whitespace());
    (!freed.is_empty() && freed.len() < content.len()).then(|| freed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_bars_is_left_out() {
        let pairs = [
            (
                "width=device-width, initial-scale=1, user-scalable=no",
                Some("width=device-width, initial-scale=1"),
            ),
            (
                "width=device-width,maximum-scale=1.0,user-scalable=0,initial-scale=1",
                Some("width=device-width,initial-scale=1"),
            ),
            (
                "user-scalable=no, width=device-width",
                Some("width=device-width"),
            ),
            ("user-scalable=no", None),
            ("width=device-width", None),
        ];
        for (content, expected) in pairs {
            assert_eq!(freed(content).as_deref(), expected, "{content}");
        }
    }
}
