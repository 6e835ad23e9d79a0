//! Effects on letters: the values of `filter` that browsers support, and the shadows that do not affect contrast.

use super::length::{Scale, pixels};
use crate::a11y::style::split;

/// Whether today's browsers support a value of `filter`: legacy syntax is invalid CSS and has no effect.
pub fn is_filter(value: &str) -> bool {
    const FUNCTIONS: [&str; 11] = [
        "blur",
        "brightness",
        "contrast",
        "drop-shadow",
        "grayscale",
        "hue-rotate",
        "invert",
        "opacity",
        "saturate",
        "sepia",
        "url",
    ];
    let value = value.trim().to_ascii_lowercase();
    value == "none"
        || split(&value, ' ')
            .iter()
            .filter(|part| !part.is_empty())
            .all(|part| {
                let name = part.split_once('(').map(|(name, _)| name);
                name.is_some_and(|name| FUNCTIONS.contains(&name))
            })
}

/// Whether a text shadow is so thin that it shows on one side of letters only, and does not improve legibility.
pub fn is_thin_shadow(value: &str, scale: Scale) -> bool {
    /// Maximum extent, in pixels.
    const THIN: f64 = 1.0;
    let layers = split(value, ',');
    let [layer] = layers.as_slice() else {
        return false;
    };
    let lengths: Vec<f64> = split(layer, ' ')
        .into_iter()
        .filter_map(|part| pixels(part, scale))
        .collect();
    matches!(lengths.len(), 2 | 3) && lengths.iter().all(|length| length.abs() <= THIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_of_old_browsers_are_none() {
        assert!(is_filter("none") && is_filter("blur(2px)  Drop-Shadow(0 0 2px red)"));
        assert!(!is_filter("alpha(opacity=90)"));
        assert!(!is_filter(
            "progid:DXImageTransform.Microsoft.gradient(enabled=false)"
        ));
    }

    #[test]
    fn shadows_at_one_side_are_thin() {
        let scale = Scale {
            em: Some(16.0),
            rem: Some(16.0),
            whole: None,
        };
        let is_thin = |shadow: &str| is_thin_shadow(shadow, scale);
        assert!(is_thin("0 1px 0 #fff") && is_thin("rgba(0, 0, 0, .5) 1px -1px"));
        assert!(!is_thin("0 0 4px #000") && !is_thin("1px 1px red, -1px -1px red"));
        assert!(!is_thin("0 .1em 0 #000") && !is_thin("var(--x)"));
    }
}
