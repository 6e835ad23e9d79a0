//! Whether a page uses the browser's dark colours: `color-scheme` on its root element, or the `<meta>` of that name
//! (CSS Color Adjustment Level 1, section 2; colours as in Chromium).

use super::color::Rgba;
use crate::a11y::Index;
use crate::a11y::style::{Computed, Property, Styles};
use crate::model::Attributes;

/// The browser's initial colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Black on white.
    #[default]
    Light,
    /// White on near-black.
    Dark,
}

impl Scheme {
    /// The scheme of a page. If it supports both, the light one is assumed.
    pub fn of(index: &Index<'_>, styles: &Styles) -> Self {
        let declared = match styles.value_on_screen(0, Property::ColorScheme) {
            Computed::Value(value) => Some(value.to_owned()),
            Computed::Open => return Self::Light,
            Computed::Unset => None,
        };
        let stated = || {
            let mut metas = index.named("meta").filter(|meta| {
                let name = meta.attribute("name").unwrap_or_default();
                name.trim().eq_ignore_ascii_case("color-scheme")
            });
            metas.next()?.attribute("content").map(str::to_owned)
        };
        match declared.or_else(stated) {
            Some(schemes) if is_dark_alone(&schemes) => Self::Dark,
            _ => Self::Light,
        }
    }

    /// Colour of text.
    pub fn text(self) -> Rgba {
        match self {
            Self::Light => Rgba::BLACK,
            Self::Dark => Rgba::WHITE,
        }
    }

    /// Background colour of the page.
    pub fn canvas(self) -> Rgba {
        match self {
            Self::Light => Rgba::WHITE,
            Self::Dark => Rgba::opaque([0x12, 0x12, 0x12]),
        }
    }

    /// Colour of unvisited links.
    pub fn link(self) -> Rgba {
        match self {
            Self::Light => Rgba::opaque([0, 0, 0xee]),
            Self::Dark => Rgba::opaque([0x9e, 0x9e, 0xff]),
        }
    }
}

fn is_dark_alone(schemes: &str) -> bool {
    let says = |word: &str| {
        let mut words = schemes.split_ascii_whitespace();
        words.any(|said| said.eq_ignore_ascii_case(word))
    };
    says("dark") && !says("light")
}

#[cfg(test)]
mod tests {
    use super::is_dark_alone;

    #[test]
    fn only_what_takes_no_light_scheme_is_dark() {
        for schemes in ["dark", "only dark", "DARK"] {
            assert!(is_dark_alone(schemes), "{schemes}");
        }
        for schemes in ["", "normal", "light", "light dark", "dark light"] {
            assert!(!is_dark_alone(schemes), "{schemes}");
        }
    }
}
