//! Colours, their mixing and their contrast.

use std::fmt;

use color::{ColorSpaceTag, DynamicColor, HueDirection, Srgb};

use crate::a11y::style::{components, split};

/// A colour as displayed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rgba {
    /// Red, green and blue from 0 to 1.
    pub channels: [f64; 3],
    /// From 0 (transparent) to 1.
    pub alpha: f64,
}

/// Meaning of a colour value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ColorValue {
    /// This colour.
    Is(Rgba),
    /// `currentcolor`
    Current,
    /// A colour that depends on the system or is not understood.
    Unknown,
    /// Not a colour: browsers ignore the declaration.
    Invalid,
}

impl Rgba {
    /// Black.
    pub const BLACK: Self = Self::opaque([0, 0, 0]);
    /// White.
    pub const WHITE: Self = Self::opaque([255, 255, 255]);
    /// Transparent.
    pub const TRANSPARENT: Self = Self {
        channels: [0.0; 3],
        alpha: 0.0,
    };

    /// An opaque colour.
    pub const fn opaque([red, green, blue]: [u8; 3]) -> Self {
        Self {
            channels: [
                red as f64 / 255.0,
                green as f64 / 255.0,
                blue as f64 / 255.0,
            ],
            alpha: 1.0,
        }
    }

    fn from_color(color: DynamicColor) -> Self {
        let [red, green, blue, alpha] = color.to_alpha_color::<Srgb>().components;
        // Screens have 256 levels of each channel.
        let round = |channel: f32| (f64::from(channel).clamp(0.0, 1.0) * 255.0).round() / 255.0;
        Self {
            channels: [round(red), round(green), round(blue)],
            alpha: f64::from(alpha).clamp(0.0, 1.0),
        }
    }

    /// Whether it is fully opaque.
    pub fn is_opaque(self) -> bool {
        self.alpha >= 0.999
    }

    /// Whether it is fully transparent.
    pub fn is_transparent(self) -> bool {
        self.alpha <= 0.001
    }

    /// The colour with reduced opacity.
    #[must_use]
    pub fn faded(self, opacity: f64) -> Self {
        Self {
            alpha: self.alpha * opacity,
            ..self
        }
    }

    /// The colour in front of another one.
    #[must_use]
    pub fn over(self, behind: Self) -> Self {
        let alpha = self.alpha + behind.alpha * (1.0 - self.alpha);
        if alpha <= 0.0 {
            return Self::TRANSPARENT;
        }
        let mut channels = [0.0; 3];
        for (index, channel) in channels.iter_mut().enumerate() {
            let front = self.channels[index] * self.alpha;
            let back = behind.channels[index] * behind.alpha * (1.0 - self.alpha);
            *channel = (front + back) / alpha;
        }
        Self { channels, alpha }
    }

    /// WCAG 2.2, "relative luminance".
    pub fn luminance(self) -> f64 {
        let linear = |channel: f64| {
            if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = self.channels.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// WCAG 2.2, "contrast ratio" of two opaque colours.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }
}

impl fmt::Display for Rgba {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("#")?;
        for channel in self.channels {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is between 0 and 255"
            )]
            let byte = (channel.clamp(0.0, 1.0) * 255.0).round() as u8;
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl ColorValue {
    /// Parses a value without variables.
    pub fn parse(value: &str) -> Self {
        Self::parse_nested(value.trim(), 0)
    }

    fn parse_nested(value: &str, depth: u8) -> Self {
        const MOST_DEPTH: u8 = 8;
        let lower = value.to_ascii_lowercase();
        if lower == "currentcolor" {
            return Self::Current;
        }
        if let Ok(color) = color::parse_color(&lower) {
            return Self::Is(Rgba::from_color(color));
        }
        let Some((function, arguments)) = lower
            .strip_suffix(')')
            .and_then(|call| call.split_once('('))
        else {
            return match is_system_color(&lower) {
                true => Self::Unknown,
                false => Self::Invalid,
            };
        };
        if depth >= MOST_DEPTH {
            return Self::Unknown;
        }
        match function {
            "light-dark" => match split(arguments, ',').as_slice() {
                [light, _] => Self::parse_nested(light, depth + 1),
                _ => Self::Invalid,
            },
            "color-mix" => mix(arguments, depth + 1),
            // Sums, and colours derived from others.
            "rgb" | "rgba" | "hsl" | "hsla" | "hwb" | "lab" | "lch" | "oklab" | "oklch"
            | "color" | "device-cmyk" | "contrast-color" | "alpha" | "if" | "attr" | "env" => {
                let understood = arguments.contains(['(', ')']) || arguments.contains("from");
                match understood || !matches!(function, "rgb" | "rgba" | "hsl" | "hsla") {
                    true => Self::Unknown,
                    false => Self::Invalid,
                }
            }
            _ => Self::Invalid,
        }
    }
}

/// `color-mix()` of two colours.
fn mix(arguments: &str, depth: u8) -> ColorValue {
    let parts = split(arguments, ',');
    let (space, one, other) = match parts.as_slice() {
        [space, one, other] => (*space, *one, *other),
        [one, other] => ("in oklab", *one, *other),
        _ => return ColorValue::Unknown,
    };
    let space = match space
        .split_ascii_whitespace()
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["in", "srgb"] => ColorSpaceTag::Srgb,
        ["in", "srgb-linear"] => ColorSpaceTag::LinearSrgb,
        ["in", "oklab"] => ColorSpaceTag::Oklab,
        ["in", "oklch"] => ColorSpaceTag::Oklch,
        ["in", "lab"] => ColorSpaceTag::Lab,
        ["in", "lch"] => ColorSpaceTag::Lch,
        ["in", "hsl"] => ColorSpaceTag::Hsl,
        ["in", "hwb"] => ColorSpaceTag::Hwb,
        ["in", "xyz" | "xyz-d65"] => ColorSpaceTag::XyzD65,
        _ => return ColorValue::Unknown,
    };
    let share = |part: &str| -> Option<(Option<f64>, Rgba)> {
        let mut percent = None;
        let mut rest = Vec::new();
        for word in components(part) {
            match word.strip_suffix('%').map(str::parse::<f64>) {
                Some(Ok(number)) => percent = Some(number / 100.0),
                _ => rest.push(word),
            }
        }
        match ColorValue::parse_nested(&rest.join(" "), depth) {
            ColorValue::Is(color) => Some((percent, color)),
            _ => None,
        }
    };
    let Some(((first, one), (second, other))) = share(one).zip(share(other)) else {
        return ColorValue::Unknown;
    };
    let (first, second) = match (first, second) {
        (Some(first), Some(second)) => (first, second),
        (Some(first), None) => (first, 1.0 - first),
        (None, Some(second)) => (1.0 - second, second),
        (None, None) => (0.5, 0.5),
    };
    let sum = first + second;
    if sum <= 0.0 || first < 0.0 || second < 0.0 {
        return ColorValue::Invalid;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "colours have no more digits"
    )]
    let dynamic = |color: Rgba| {
        let [red, green, blue] = color.channels.map(|channel| channel as f32);
        DynamicColor::from_alpha_color(color::AlphaColor::<Srgb>::new([
            red,
            green,
            blue,
            color.alpha as f32,
        ]))
    };
    let between = dynamic(one).interpolate(dynamic(other), space, HueDirection::Shorter);
    #[expect(clippy::cast_possible_truncation, reason = "it is a share")]
    let mixed = Rgba::from_color(between.eval((second / sum) as f32));
    ColorValue::Is(mixed.faded(sum.min(1.0)))
}

fn is_system_color(lower: &str) -> bool {
    const SYSTEM: [&str; 19] = [
        "accentcolor",
        "accentcolortext",
        "activetext",
        "buttonborder",
        "buttonface",
        "buttontext",
        "canvas",
        "canvastext",
        "field",
        "fieldtext",
        "graytext",
        "highlight",
        "highlighttext",
        "linktext",
        "mark",
        "marktext",
        "selecteditem",
        "selecteditemtext",
        "visitedtext",
    ];
    const OLD: [&str; 14] = [
        "activeborder",
        "activecaption",
        "appworkspace",
        "background",
        "captiontext",
        "inactiveborder",
        "infobackground",
        "infotext",
        "menu",
        "menutext",
        "scrollbar",
        "threedface",
        "window",
        "windowtext",
    ];
    SYSTEM.contains(&lower) || OLD.contains(&lower) || lower.starts_with("-webkit-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_all_notations() {
        for (value, expected) in [
            ("Red", "#ff0000"),
            ("#0af", "#00aaff"),
            ("#11223344", "#112233"),
            ("rgb(1, 2, 3)", "#010203"),
            ("rgb(100% 0% 0% / 50%)", "#ff0000"),
            ("rgba(1,2,3,.5)", "#010203"),
            ("hsl(120, 100%, 25%)", "#008000"),
            ("hsl(0.5turn 100% 50%)", "#00ffff"),
            ("hwb(240 0% 0%)", "#0000ff"),
            ("lab(100 0 0)", "#ffffff"),
            ("oklch(0.628 0.2577 29.23)", "#ff0000"),
            ("color(srgb 1 0 0)", "#ff0000"),
            ("color-mix(in srgb, white, black 25%)", "#bfbfbf"),
            ("color-mix(in srgb, #fff 10%, #000)", "#1a1a1a"),
            ("light-dark(#fff, #000)", "#ffffff"),
        ] {
            let ColorValue::Is(color) = ColorValue::parse(value) else {
                panic!("{value}");
            };
            assert_eq!(color.to_string(), expected, "{value}");
        }
        for (value, expected) in [
            ("currentColor", ColorValue::Current),
            ("ButtonText", ColorValue::Unknown),
            ("rgb(from red r g b)", ColorValue::Unknown),
            ("rgb(calc(1 + 2) 0 0)", ColorValue::Unknown),
            ("color-mix(in srgb, canvas, red)", ColorValue::Unknown),
            ("#12", ColorValue::Invalid),
            ("rgb(1,2)", ColorValue::Invalid),
            ("reddish", ColorValue::Invalid),
            ("#fff\\9", ColorValue::Invalid),
            ("", ColorValue::Invalid),
        ] {
            assert_eq!(ColorValue::parse(value), expected, "{value}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let gray = Rgba::opaque([0x76, 0x76, 0x76]);
        let close = |one: f64, other: f64| (one - other).abs() < 0.005;
        assert!(close(Rgba::BLACK.contrast(Rgba::WHITE), 21.0));
        assert!(close(gray.contrast(Rgba::WHITE), 4.54));
        let half = Rgba::BLACK.faded(0.5).over(Rgba::WHITE);
        assert_eq!(half.to_string(), "#808080");
        assert!(half.is_opaque());
    }
}
