//! Documents inside a document: `srcdoc`.

use scraper::Html;

use super::style::Styles;
use super::visibility::Visibility;
use super::{Index, Openings, Truth, focus};
use crate::model::{Attributes, LinkedSheets};

/// Whether a document, given as text, has a visible element in its tab order.
pub fn holds_focusable(markup: &str) -> Truth {
    let html = Html::parse_document(markup);
    let index = Index::new(&html);
    let styles = Styles::new(&index, &LinkedSheets::default());
    let visibility = Visibility::new(&index, &styles, &Openings::default());
    let mut found = Truth::No;
    for (position, element) in index.elements().enumerate() {
        let open = Truth::from(!visibility.inert(position)).and(visibility.seen(position));
        found = found.or(open.and(focus::in_tab_order(&index, element)));
    }
    found
}

/// A named frame of an inline document.
#[derive(Debug, PartialEq, Eq)]
pub struct FrameInside {
    /// Name of the frame.
    pub name: String,
    /// Address of its content.
    pub source: String,
}

/// The named frames of a document given as text, as far as they are visible in it.
pub fn frames_inside(markup: &str) -> Vec<FrameInside> {
    /// Maximum number of frames.
    const MOST: usize = 16;
    if !markup.contains("<iframe") && !markup.contains("<IFRAME") {
        return Vec::new();
    }
    let html = Html::parse_document(markup);
    let index = Index::new(&html);
    let styles = Styles::new(&index, &LinkedSheets::default());
    let visibility = Visibility::new(&index, &styles, &Openings::default());
    let shown = index.elements().enumerate().filter(|(position, element)| {
        element.value().name() == "iframe" && visibility.exposed(*position).is_yes()
    });
    let named = shown.filter_map(|(_, frame)| {
        let said = ["aria-label", "title"].iter().find_map(|name| {
            let said = frame.attribute(name)?.trim();
            (!said.is_empty()).then_some(said)
        });
        let refers = frame.attribute("aria-labelledby").is_some();
        Some(FrameInside {
            name: said.filter(|_| !refers)?.to_owned(),
            source: frame.attribute("src")?.trim().to_owned(),
        })
    });
    named.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_a_written_document_are_those_it_shows_and_names() {
        let found = frames_inside(
            "<iframe title=' Karte ' src=a.html></iframe><iframe src=b.html></iframe>
             <iframe hidden title=Karte src=c.html></iframe><iframe aria-labelledby=x title=Karte src=d.html></iframe>
             <iframe aria-label=Plan title=Karte src=e.html></iframe><iframe title=Leer></iframe>",
        );
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|frame| (frame.name.as_str(), frame.source.as_str()))
            .collect();
        assert_eq!(found, [("Karte", "a.html"), ("Plan", "e.html")]);
    }
}
