//! Pictures behind text.

use super::color::{ColorValue, Rgba};
use crate::a11y::style::{components, is_image, split};

/// What is painted in front of the background colour.
#[derive(Clone, Debug, PartialEq)]
pub enum Image {
    /// Nothing.
    None,
    /// A small picture beside the text: it is shown once and in its own size.
    Icon,
    /// These colours and those between them.
    Gradient(Vec<Rgba>),
    /// A picture that is not looked at.
    Picture,
    /// Nobody knows.
    Unknown,
}

/// Colours of one gradient, or of several.
const MOST_COLORS: usize = 8;

impl Image {
    /// Reads `background-image` with how it is repeated and sized. `current`: the colour of text.
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
            let covers = covers(last_of(repeat, index), last_of(size, index));
            let here = match gradient(layer, current) {
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
                // One in front of the other.
                _ => return Self::Unknown,
            };
        }
        all
    }
}

/// Whether a picture covers the box; nothing where that is not known.
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

/// The colours of a gradient; nothing for another picture.
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
            // Direction and shape stand first; a hint between two colours is a length.
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
                "10px 2px",
                "#ff0000/1 #000000/0 #000000/0",
            ),
            ("linear-gradient(canvas, red)", "", "", "Unknown"),
            ("linear-gradient(red, blue), url(x)", "", "", "Unknown"),
            ("none, url(x)", "", "", "Picture"),
        ] {
            let image = Image::parse(value, Some(repeat), Some(size), None);
            assert_eq!(colors(image), expected, "{value}");
        }
    }
}
