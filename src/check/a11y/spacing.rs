//! `spacing`: text spacing fixed by a `style` attribute is wide enough. ACT rules 24afc2, 9e45ec, 78fd32.

use crate::model::Attributes;
use scraper::{ElementRef, Node};
use serde::Deserialize;

use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{
    PageView, Truth, css, extent, role,
    style::{self, Computed},
};
use crate::check::CheckKind;
use crate::check::generic::params;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "spacing",
    facts: &["element", "value"],
    variants: &[],
    build: |table| {
        let Params { property } = params(table)?;
        Ok(elements(Spacing(property)))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The property that must not be fixed too low.
    property: Property,
}

/// Kinds of spacing.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Property {
    LetterSpacing,
    WordSpacing,
    LineHeight,
}

impl Property {
    const fn name(self) -> &'static str {
        match self {
            Self::LetterSpacing => "letter-spacing",
            Self::WordSpacing => "word-spacing",
            Self::LineHeight => "line-height",
        }
    }

    /// The minimum as a multiple of the font size.
    const fn minimum(self) -> f64 {
        match self {
            Self::LetterSpacing => 0.12,
            Self::WordSpacing => 0.16,
            Self::LineHeight => 1.5,
        }
    }
}

struct Spacing(Property);

impl Spacing {
    /// The winning value in the `style` attribute, if it is important.
    fn fixed_value(&self, element: ElementRef<'_>) -> Option<String> {
        let declared = css::parse_declarations(element.attribute("style")?);
        let fixed = declared.into_iter().filter(|one| one.important);
        let value = fixed.rev().find_map(|one| self.value_in(&one))?;
        let hands_on = matches!(
            value.as_str(),
            "inherit" | "unset" | "revert" | "revert-layer"
        );
        (!hands_on).then_some(value)
    }

    /// The value that a declaration gives to the property, in lower case.
    fn value_in(&self, declared: &css::Declaration) -> Option<String> {
        let value = match declared.property.as_str() {
            name if name == self.0.name() => declared.value.clone(),
            "all" => declared.value.clone(),
            "font" if self.0 == Property::LineHeight => {
                style::longhand("font", self.0.name(), &declared.value)?
            }
            _ => return None,
        };
        Some(value.to_ascii_lowercase())
    }
}

impl ElementCheck for Spacing {
    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        if !role::is_html(element) || self.fixed_value(element).is_none() {
            return Truth::No;
        }
        let has_text = element.children().any(|child| match child.value() {
            Node::Text(text) => !text.trim().is_empty(),
            _ => false,
        });
        if !has_text {
            return Truth::No;
        }
        let wraps = match self.0 {
            Property::LineHeight => surely_wraps(view, element),
            _ => Truth::Yes,
        };
        wraps.and(view.seen(element))
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let value = self.fixed_value(element).unwrap_or_default();
        let ratio = spacing_ratio(view, element, self.0, &value);
        // Tolerance for rounding.
        let fine = ratio.map_or(Truth::Unknown, |ratio| {
            (ratio >= self.0.minimum() - 1e-6).into()
        });
        (fine, element_grounds(element).with("value", value))
    }
}

/// A spacing as a multiple of the font size.
fn spacing_ratio<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    property: Property,
    value: &str,
) -> Option<f64> {
    if matches!(value, "normal" | "initial") {
        return Some(match property {
            // Fonts differ; none comes near the minimum.
            Property::LineHeight => 1.2,
            _ => 0.0,
        });
    }
    let (number, unit) = parse_quantity(value)?;
    match unit {
        "em" => Some(number),
        "%" if property == Property::LineHeight => Some(number / 100.0),
        "" if property == Property::LineHeight => Some(number),
        "" if number == 0.0 => Some(0.0),
        _ => Some(to_pixels(number, unit)? / font_size(view, element)?),
    }
}

fn parse_quantity(value: &str) -> Option<(f64, &str)> {
    let split = value
        .find(|ch: char| !(ch.is_ascii_digit() || matches!(ch, '.' | '-' | '+')))
        .unwrap_or(value.len());
    let (number, unit) = value.split_at(split);
    Some((number.parse().ok()?, unit))
}

fn to_pixels(number: f64, unit: &str) -> Option<f64> {
    Some(match unit {
        "px" => number,
        "pt" => number * 4.0 / 3.0,
        "pc" => number * 16.0,
        "in" => number * 96.0,
        "cm" => number * 96.0 / 2.54,
        "mm" => number * 9.6 / 2.54,
        "q" => number * 2.4 / 2.54,
        _ => return None,
    })
}

/// The font size in pixels, if the page itself determines it.
fn font_size<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Option<f64> {
    const BY_DEFAULT: f64 = 16.0;
    let styles = view.styles();
    let mut factor = 1.0;
    for element in std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap))
    {
        let position = view.index.position(element.id())?;
        match styles.value(position, style::Property::FontSize) {
            Computed::Open => return None,
            Computed::Unset => {
                if styles.miss(position) || has_size_of_its_own(element) {
                    return None;
                }
            }
            Computed::Value(value) => {
                let value = value.to_ascii_lowercase();
                let (number, unit) = parse_quantity(&value)?;
                match unit {
                    "em" => factor *= number,
                    "%" => factor *= number / 100.0,
                    unit => return Some(factor * to_pixels(number, unit)?),
                }
            }
        }
    }
    Some(factor * BY_DEFAULT)
}

/// Whether browsers give an element its own font size.
fn has_size_of_its_own(element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "h1" | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "small"
            | "big"
            | "sub"
            | "sup"
            | "code"
            | "pre"
            | "kbd"
            | "samp"
            | "tt"
            | "font"
            | "input"
            | "button"
            | "select"
            | "textarea"
            | "rt"
    )
}

/// Whether the text certainly takes more than one line: it is long, and the element is narrow.
fn surely_wraps<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
    /// Minimum average character width of fonts for reading, in font sizes.
    const NARROWEST: f64 = 0.3;
    let text: String = element.text().collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() < 2 {
        return Truth::No;
    }
    let Some(position) = view.index.position(element.id()) else {
        return Truth::No;
    };
    let styles = view.styles();
    let width = [style::Property::Width, style::Property::MaxWidth]
        .into_iter()
        .filter_map(|property| match styles.value(position, property) {
            Computed::Value(value) => {
                let (number, unit) = parse_quantity(value)?;
                to_pixels(number, unit)
            }
            _ => None,
        })
        .reduce(f64::min);
    let keeps_lines = extent::keeps_lines(view, position);
    if keeps_lines == Some(true) {
        return Truth::No;
    }
    let characters = f64::from(u32::try_from(words.join(" ").chars().count()).unwrap_or(u32::MAX));
    match (width, font_size(view, element)) {
        (Some(width), Some(size))
            if keeps_lines == Some(false) && characters * size * NARROWEST > width =>
        {
            Truth::Yes
        }
        _ => Truth::Unknown,
    }
}
