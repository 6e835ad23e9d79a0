//! Images behind text.

use super::color::{ColorValue, Rgba};
use super::length::{Scale, pixels};
use crate::a11y::style::{components, is_image, split};

/// The image in front of the background colour.
#[derive(Clone, Debug, PartialEq)]
pub enum Image {
    /// None.
    None,
    /// A small image beside the text: not repeated, and in its natural size.
    Icon,
    /// These colours and those between them.
    Gradient(Vec<Rgba>),
    /// An image whose content is not examined.
    Picture,
    /// Not known.
    Unknown,
}

/// Maximum number of colours of one gradient.
const MOST_COLORS: usize = 8;
/// Maximum number of colours of several stacked gradients.
const MOST_MIXED: usize = 64;

impl Image {
    /// Parses `background-image` with its repetition and size. `current`: the colour of text.
    pub fn parse(
        value: &str,
        repeat: Option<&str>,
        size: Option<&str>,
        current: Option<Rgba>,
    ) -> Self {
        let layers = split(value, ',');
        let last_of = |list: Option<&str>, index: usize| -> Option<String> {
            let parts = split(list?, ',');
            let part = parts.get(index % parts.len().max(1))?;
            Some((*part).to_owned())
        };
        let mut all = Self::None;
        for (index, layer) in layers.iter().enumerate() {
            let lower = layer.to_ascii_lowercase();
            if lower == "none" {
                continue;
            }
            if !is_image(&lower) {
                return Self::Unknown;
            }
            let size = last_of(size, index);
            let is_strip = size.as_deref().is_some_and(is_strip);
            let covers = covers(last_of(repeat, index), size);
            let here = match gradient(layer, current) {
                Some(_) if covers == Some(false) && is_strip => Self::Icon,
                Some(mut colors) => {
                    if covers != Some(true) {
                        colors.push(Rgba::TRANSPARENT);
                    }
                    Self::Gradient(colors)
                }
                None if lower.contains("gradient(") => Self::Unknown,
                None => match covers {
                    Some(false) => Self::Icon,
                    _ => Self::Picture,
                },
            };
            all = match (all, here) {
                (Self::None, here) => here,
                (all, Self::Icon) => all,
                (Self::Icon, here) => here,
                // Any colour of the front combines with any colour behind it.
                (Self::Gradient(front), Self::Gradient(back)) => {
                    let both = front
                        .iter()
                        .flat_map(|front| back.iter().map(|back| front.over(*back)));
                    let mut both: Vec<Rgba> = both.collect();
                    both.dedup();
                    match both.len() {
                        0..=MOST_MIXED => Self::Gradient(both),
                        _ => return Self::Unknown,
                    }
                }
                // One in front of the other.
                _ => return Self::Unknown,
            };
        }
        all
    }
}

/// Whether an image has the size of a narrow strip, such as a shadow at the edge or an underline.
fn is_strip(size: &str) -> bool {
    const NARROW: f64 = 24.0;
    let scale = Scale {
        em: Some(16.0),
        rem: Some(16.0),
        whole: None,
    };
    let sides = components(size).into_iter();
    let mut lengths = sides.filter_map(|side| pixels(side, scale));
    lengths.any(|length| length <= NARROW)
}

/// Whether an image covers the box; `None` if unknown.
fn covers(repeat: Option<String>, size: Option<String>) -> Option<bool> {
    let (repeat, size) = (repeat?, size?);
    let once = repeat
        .split_ascii_whitespace()
        .any(|word| word != "repeat" && word != "round");
    let automatic = size.is_empty() || size == "auto" || size == "auto auto";
    if matches!(size.as_str(), "cover" | "100%" | "100% 100%" | "100% auto") {
        return Some(true);
    }
    Some(!once && automatic)
}

/// The colours of a gradient; `None` for other images.
fn gradient(value: &str, current: Option<Rgba>) -> Option<Vec<Rgba>> {
    let (function, arguments) = value.strip_suffix(')')?.split_once('(')?;
    if !function.to_ascii_lowercase().ends_with("gradient") {
        return None;
    }
    let parts = split(arguments, ',');
    let mut colors = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let mut found = None;
        let mut rest = 0;
        for word in components(part) {
            match ColorValue::parse(word) {
                ColorValue::Is(color) => found = Some(color),
                ColorValue::Current => found = Some(current?),
                ColorValue::Unknown => return None,
                ColorValue::Invalid => rest += 1,
            }
        }
        match found {
            Some(color) => colors.push(color),
            // Direction and shape come first; a hint between two colours is a length.
            None if index == 0 || rest == 1 => {}
            None => return None,
        }
    }
    (!colors.is_empty() && colors.len() < MOST_COLORS).then_some(colors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_apart() {
        let colors = |image: Image| match image {
            Image::Gradient(colors) => {
                let all: Vec<String> = colors
                    .iter()
                    .map(|color| format!("{color}/{}", color.alpha))
                    .collect();
                all.join(" ")
            }
            other => format!("{other:?}"),
        };
        for (value, repeat, size, expected) in [
            ("none", "", "", "None"),
            ("url(a.png)", "repeat", "", "Picture"),
            ("url(a.png)", "no-repeat", "auto", "Icon"),
            ("url(a.png)", "no-repeat", "cover", "Picture"),
            (
                "linear-gradient(to right, red 10%, #00f)",
                "",
                "",
                "#ff0000/1 #0000ff/1",
            ),
            (
                "radial-gradient(circle, red, 50%, blue)",
                "",
                "",
                "#ff0000/1 #0000ff/1",
            ),
            (
                "-webkit-linear-gradient(top, red, transparent)",
                "no-repeat",
                "80px 40px",
                "#ff0000/1 #000000/0 #000000/0",
            ),
            (
                "linear-gradient(red, transparent)",
                "no-repeat",
                "100% 2px",
                "Icon",
            ),
            ("linear-gradient(canvas, red)", "", "", "Unknown"),
            ("linear-gradient(red, blue), url(x)", "", "", "Unknown"),
            (
                "linear-gradient(red, transparent), linear-gradient(blue, blue)",
                "",
                "",
                "#ff0000/1 #0000ff/1",
            ),
            ("none, url(x)", "", "", "Picture"),
        ] {
            let image = Image::parse(value, Some(repeat), Some(size), None);
            assert_eq!(colors(image), expected, "{value}");
        }
    }
}
