//! Icons and pictures without words.

use scraper::ElementRef;

use super::frameworks::{frameworks, holds};

/// Whether an element has no visible content, not even an icon of an icon font.
pub fn is_bare(element: ElementRef<'_>) -> bool {
    let mut inside = element.descendants().skip(1).filter_map(ElementRef::wrap);
    !inside.any(is_sign)
}

/// Whether an element is, or contains, an icon or a picture without words. Some icons are letters, which are read out;
/// those do not count.
pub fn shows_sign(element: ElementRef<'_>) -> bool {
    let is_single = |word: &str| {
        let mut signs = word.chars();
        signs.next().is_some_and(char::is_alphabetic) && signs.next().is_none()
    };
    let may_be_letter = || {
        let mut classes = element.value().classes();
        classes.any(|class| {
            let mut words = class.split('-');
            words.clone().skip(1).any(is_single)
                || words.any(|word| holds(&frameworks().letter_icons, word))
        })
    };
    !is_bare(element) || is_sign(element) && !may_be_letter()
}

/// Whether an element is, or contains, an icon or a picture, read out or not.
pub fn shows_picture(element: ElementRef<'_>) -> bool {
    !is_bare(element) || is_sign(element)
}

fn is_sign(element: ElementRef<'_>) -> bool {
    let shows = |class: &str| {
        class.contains("icon")
            || class.contains("glyph")
            || holds(&frameworks().icon_classes, class)
    };
    matches!(element.value().name(), "i" | "svg" | "img") || element.value().classes().any(shows)
}
