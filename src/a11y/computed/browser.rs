//! Browser defaults that text and its background depend on, from the user agent style sheet. HTML standard, section
//! "Rendering"; colours as in Chromium and Firefox.

use crate::model::Attributes;
use scraper::ElementRef;

use super::color::{ColorValue, Rgba};
use super::scheme::Scheme;
use crate::a11y::role;

/// The defaults for an element.
#[derive(Clone, Copy, Debug, Default)]
pub struct Preset {
    /// Colour of text.
    pub color: Option<ColorValue>,
    /// Background colour.
    pub background: Option<ColorValue>,
    /// Font size relative to the parent's.
    pub size: Option<f64>,
    /// Font size in pixels.
    pub pixels: Option<f64>,
    /// Font weight.
    pub weight: Option<Weight>,
}

/// A font weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// This weight.
    Is(u16),
    /// Bolder than the parent.
    Bolder,
}

/// Background of buttons.
const BUTTON: Rgba = Rgba::opaque([0xef, 0xef, 0xef]);
/// `mark`
const MARK: Rgba = Rgba::opaque([0xff, 0xff, 0]);

/// Defaults of a button; except for the background, also of every field.
const PUSH_BUTTON: Preset = Preset {
    color: Some(ColorValue::Is(Rgba::BLACK)),
    background: Some(ColorValue::Is(BUTTON)),
    size: None,
    pixels: Some(40.0 / 3.0),
    weight: Some(Weight::Is(400)),
};

/// Browser defaults for an element, including legacy attributes.
pub fn preset(element: ElementRef<'_>, scheme: Scheme) -> Preset {
    let preset = preset_in_light(element, scheme);
    let is_drawn = matches!(
        element.value().name(),
        "mark" | "button" | "input" | "textarea" | "select" | "dialog"
    );
    // In dark colours, each browser draws native controls in its own way.
    match scheme == Scheme::Dark && is_drawn {
        true => Preset {
            color: preset.color.map(|_| ColorValue::Unknown),
            background: preset.background.map(|_| ColorValue::Unknown),
            ..preset
        },
        false => preset,
    }
}

/// The same, with native controls in light colours.
fn preset_in_light(element: ElementRef<'_>, scheme: Scheme) -> Preset {
    let mut preset = Preset::default();
    if !role::is_html(element) {
        return preset;
    }
    let heading = |size| Preset {
        size: Some(size),
        weight: Some(Weight::Is(700)),
        ..Preset::default()
    };
    match element.value().name() {
        "h1" => preset = heading(2.0),
        "h2" => preset = heading(1.5),
        "h3" => preset = heading(1.17),
        "h4" => preset = heading(1.0),
        "h5" => preset = heading(0.83),
        "h6" => preset = heading(0.67),
        "b" | "strong" => preset.weight = Some(Weight::Bolder),
        "th" => preset.weight = Some(Weight::Is(700)),
        "small" | "sub" | "sup" => preset.size = Some(5.0 / 6.0),
        "big" => preset.size = Some(1.2),
        "a" | "area" if element.attribute("href").is_some() => {
            preset.color = Some(link_color(element, scheme));
        }
        "mark" => {
            preset.color = Some(ColorValue::Is(Rgba::BLACK));
            preset.background = Some(ColorValue::Is(MARK));
        }
        "button" => preset = PUSH_BUTTON,
        "input"
            if matches!(
                role::input_type(element).as_str(),
                "submit" | "button" | "reset"
            ) =>
        {
            preset = PUSH_BUTTON;
        }
        "textarea" | "select" | "input" => {
            preset = Preset {
                background: Some(ColorValue::Is(Rgba::WHITE)),
                ..PUSH_BUTTON
            };
        }
        "dialog" => {
            preset.color = Some(ColorValue::Is(Rgba::BLACK));
            preset.background = Some(ColorValue::Is(Rgba::WHITE));
        }
        "font" => {
            preset.color = element.attribute("color").map(legacy_color);
            preset.pixels = element.attribute("size").and_then(legacy_size);
        }
        "body" => {
            preset.color = element.attribute("text").map(legacy_color);
            preset.background = element.attribute("bgcolor").map(legacy_color);
        }
        "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" => {
            preset.background = element.attribute("bgcolor").map(legacy_color);
        }
        _ => {}
    }
    if element.value().name() == "th" {
        preset.background = element.attribute("bgcolor").map(legacy_color);
    }
    preset
}

/// The colour of a link: from the legacy attribute of the body for all links, else the browser's own.
fn link_color(link: ElementRef<'_>, scheme: Scheme) -> ColorValue {
    let mut around = link.ancestors().filter_map(ElementRef::wrap);
    let body = around.find(|around| around.value().name() == "body");
    let color = body.and_then(|body| body.value().attr("link"));
    color.map_or(ColorValue::Is(scheme.link()), legacy_color)
}

/// The pixels of a font size in a legacy attribute, from 1 to 7; with a sign it is counted from 3.
fn legacy_size(value: &str) -> Option<f64> {
    const PIXELS: [f64; 7] = [10.0, 13.0, 16.0, 18.0, 24.0, 32.0, 48.0];
    let value = value.trim();
    let number: usize = value.trim_start_matches(['+', '-']).parse().ok()?;
    let step = match value.chars().next()? {
        '+' => number.saturating_add(3),
        '-' => 3_usize.saturating_sub(number),
        _ => number,
    };
    PIXELS.get(step.clamp(1, PIXELS.len()) - 1).copied()
}

/// A colour in a legacy attribute. Browsers convert invalid values to colours.
fn legacy_color(value: &str) -> ColorValue {
    match ColorValue::parse(value) {
        ColorValue::Is(color) => ColorValue::Is(color),
        _ => match ColorValue::parse(&format!("#{}", value.trim())) {
            ColorValue::Is(color) if value.trim().len() == 6 => ColorValue::Is(color),
            _ => ColorValue::Unknown,
        },
    }
}
