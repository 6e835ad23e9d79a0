//! From the winning declarations of one element to its computed style.

use super::browser::{Preset, Weight};
use super::color::{ColorValue, Rgba};
use super::effect::{is_filter, is_thin_shadow};
use super::image::Image;
use super::length::{Scale, pixels};
use super::scheme::Scheme;
use super::variables::Variables;
use super::{ComputedStyle, Fill, MEDIUM, Position, Resolved, resolve};
use crate::a11y::css::Pseudo;
use crate::a11y::style::{Property, Styles};

/// Values with the same meaning for every property.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Everywhere {
    Inherit,
    Initial,
    Unset,
    Revert,
    Layer,
}

fn everywhere(value: &str) -> Option<Everywhere> {
    Some(match value.to_ascii_lowercase().as_str() {
        "inherit" => Everywhere::Inherit,
        "initial" => Everywhere::Initial,
        "unset" => Everywhere::Unset,
        "revert" => Everywhere::Revert,
        "revert-layer" => Everywhere::Layer,
        _ => return None,
    })
}

fn is_color(value: &str) -> bool {
    everywhere(value).is_some() || ColorValue::parse(value) != ColorValue::Invalid
}

/// The input for computing the style of one element or generated box.
pub struct ElementCascade<'c> {
    /// The styles of the page.
    pub styles: &'c Styles,
    /// The element.
    pub position: usize,
    /// The generated box; `None` for the element itself.
    pub pseudo: Option<Pseudo>,
    /// Custom properties of the element.
    pub variables: Variables<'c>,
    /// The style to inherit from.
    pub parent: &'c ComputedStyle,
    /// Font size of the root element.
    pub rem: Option<f64>,
}

impl<'c> ElementCascade<'c> {
    /// The value of a property as set.
    pub fn resolve(&self, property: Property) -> Resolved<'c> {
        self.resolve_valid(property, |_| true)
    }

    fn resolve_valid(&self, property: Property, is_valid: impl Fn(&str) -> bool) -> Resolved<'c> {
        let declared = self.styles.declared(self.position, property, self.pseudo);
        resolve(
            declared,
            self.variables,
            self.styles.is_complete(),
            is_valid,
        )
    }

    /// The keyword of a property in lower case; `None` if unset, `Err` if unknown.
    fn keyword(&self, property: Property) -> Result<Option<String>, ()> {
        match self.resolve(property) {
            Resolved::Unset => Ok(None),
            Resolved::Is(value, _) => match everywhere(&value) {
                None => Ok(Some(value.trim().to_ascii_lowercase())),
                Some(Everywhere::Initial | Everywhere::Unset | Everywhere::Revert) => Ok(None),
                Some(Everywhere::Inherit | Everywhere::Layer) => Err(()),
            },
            Resolved::Open => Err(()),
        }
    }

    /// The computed style, including browser defaults.
    pub fn compute(&self, preset: Preset) -> ComputedStyle {
        match self.styles.set_something(self.position) {
            true => self.compute_declared(preset),
            // Most elements of most pages; asking for each property takes many times longer.
            false => self.compute_undeclared(preset),
        }
    }

    /// The computed style of an element about which no style sheet says anything.
    fn compute_undeclared(&self, preset: Preset) -> ComputedStyle {
        let parent = self.parent;
        let (color, color_rule) = self.browser_color(preset);
        ComputedStyle {
            color,
            color_rule,
            fill: parent.fill,
            background: browser_background(preset),
            font_size: self.browser_size(preset),
            font_weight: self.browser_weight(preset),
            has_shadow: parent.has_shadow,
            is_away: parent.is_away,
            ..ComputedStyle::initial(Scheme::Light)
        }
    }

    fn compute_declared(&self, preset: Preset) -> ComputedStyle {
        let parent = self.parent;
        let font_size = self.font_size(preset);
        let scale = Scale {
            em: font_size,
            rem: self.rem,
            whole: None,
        };
        let (color, color_rule) = self.text_color(preset);
        let (background, background_rule) = self.background(preset, color);
        let position = match self.keyword(Property::Position) {
            Ok(None) => Position::Static,
            Ok(Some(position)) => match position.as_str() {
                "static" => Position::Static,
                "relative" => Position::Relative,
                "absolute" | "fixed" | "sticky" | "-webkit-sticky" => Position::Apart,
                _ => Position::Unknown,
            },
            Err(()) => Position::Unknown,
        };
        let opacity = match self.keyword(Property::Opacity) {
            Ok(None) => Some(1.0),
            Ok(Some(value)) => match value.strip_suffix('%') {
                Some(percent) => percent
                    .trim()
                    .parse()
                    .ok()
                    .map(|percent: f64| percent / 100.0),
                None => value.parse().ok(),
            },
            Err(()) => None,
        };
        let z_index = self.keyword(Property::ZIndex).ok().flatten();
        let own_box = OwnBox {
            cascade: self,
            scale,
        };
        let display = self.keyword(Property::Display).ok().flatten();
        let boxless = display.as_deref() == Some("none");
        ComputedStyle {
            color,
            color_rule,
            fill: self.fill(),
            background,
            background_rule,
            image: self.image(color),
            clips_to_text: [Property::BackgroundClip, Property::WebkitBackgroundClip]
                .iter()
                .any(|property| {
                    let clip = self.keyword(*property);
                    clip.is_ok_and(|clip| clip.is_some_and(|clip| clip.contains("text")))
                }),
            opacity: opacity.map(|opacity: f64| opacity.clamp(0.0, 1.0)),
            font_size,
            font_weight: self.font_weight(preset),
            has_shadow: match self.resolve(Property::TextShadow) {
                Resolved::Unset => parent.has_shadow,
                Resolved::Is(value, _) => match everywhere(&value) {
                    Some(Everywhere::Inherit | Everywhere::Unset) => parent.has_shadow,
                    Some(Everywhere::Layer) => true,
                    Some(_) => false,
                    None => !value.eq_ignore_ascii_case("none") && !is_thin_shadow(&value, scale),
                },
                Resolved::Open => true,
            },
            position,
            z_index: z_index.and_then(|index| index.parse().ok()),
            is_shifted: own_box.is_shifted(position),
            shares_cell: self
                .keyword(Property::GridArea)
                .is_ok_and(|area| area.is_some_and(|area| area.starts_with('1'))),
            floats: self
                .keyword(Property::Float)
                .map_or(true, |float| float.is_some_and(|float| float != "none")),
            has_effect: self.has_effect(),
            is_away: parent.is_away || boxless || own_box.is_away(position),
            display: display.map(String::into_boxed_str),
        }
    }

    /// The colour of text as the browser sets it, and no rule.
    fn browser_color(&self, preset: Preset) -> (Option<Rgba>, Option<usize>) {
        match preset.color {
            None | Some(ColorValue::Current) => (self.parent.color, self.parent.color_rule),
            Some(ColorValue::Is(color)) => (Some(color), None),
            Some(_) => (None, None),
        }
    }

    /// The font size as the browser sets it, in pixels.
    fn browser_size(&self, preset: Preset) -> Option<f64> {
        let inherited = self.parent.font_size;
        match (preset.pixels, preset.size) {
            (Some(pixels), _) => Some(pixels),
            (None, Some(size)) => inherited.map(|inherited| inherited * size),
            (None, None) => inherited,
        }
    }

    /// The font weight as the browser sets it.
    fn browser_weight(&self, preset: Preset) -> Option<u16> {
        match preset.weight {
            None => self.parent.font_weight,
            Some(Weight::Is(weight)) => Some(weight),
            Some(Weight::Bolder) => self.bolder(),
        }
    }

    /// The weight of `bolder` (CSS Fonts 4, section 2.2.1).
    fn bolder(&self) -> Option<u16> {
        self.parent.font_weight.map(|weight| match weight {
            0..350 => 400,
            350..550 => 700,
            _ => weight.max(900),
        })
    }

    fn has_effect(&self) -> bool {
        let filters = match self.resolve_valid(Property::Filter, |value| {
            everywhere(value).is_some() || is_filter(value)
        }) {
            Resolved::Unset => false,
            Resolved::Open => true,
            Resolved::Is(value, _) => !matches!(
                value.trim().to_ascii_lowercase().as_str(),
                "none" | "initial" | "unset" | "revert"
            ),
        };
        let blend = self.keyword(Property::MixBlendMode);
        filters || blend.map_or(true, |blend| blend.is_some_and(|blend| blend != "normal"))
    }

    fn text_color(&self, preset: Preset) -> (Option<Rgba>, Option<usize>) {
        let inherited = (self.parent.color, self.parent.color_rule);
        let by_browser = || self.browser_color(preset);
        match self.resolve_valid(Property::Color, is_color) {
            Resolved::Unset => by_browser(),
            Resolved::Open => (None, None),
            Resolved::Is(value, rule) => match everywhere(&value) {
                Some(Everywhere::Inherit | Everywhere::Unset) => inherited,
                Some(Everywhere::Initial) => (Some(Rgba::BLACK), rule),
                Some(Everywhere::Revert) => by_browser(),
                Some(Everywhere::Layer) => (None, None),
                None => match ColorValue::parse(&value) {
                    ColorValue::Is(color) => (Some(color), rule),
                    ColorValue::Current => inherited,
                    ColorValue::Unknown | ColorValue::Invalid => (None, None),
                },
            },
        }
    }

    fn fill(&self) -> Fill {
        let inherited = self.parent.fill;
        match self.resolve_valid(Property::WebkitTextFillColor, is_color) {
            Resolved::Unset => inherited,
            Resolved::Open => Fill::Unknown,
            Resolved::Is(value, _) => match everywhere(&value) {
                Some(Everywhere::Inherit | Everywhere::Unset) => inherited,
                Some(Everywhere::Initial | Everywhere::Revert) => Fill::Color,
                Some(Everywhere::Layer) => Fill::Unknown,
                None => match ColorValue::parse(&value) {
                    ColorValue::Is(color) => Fill::Is(color),
                    ColorValue::Current => Fill::Color,
                    ColorValue::Unknown | ColorValue::Invalid => Fill::Unknown,
                },
            },
        }
    }

    fn background(&self, preset: Preset, color: Option<Rgba>) -> (Option<Rgba>, Option<usize>) {
        let by_browser = || browser_background(preset);
        match self.resolve_valid(Property::BackgroundColor, is_color) {
            Resolved::Unset => (by_browser(), None),
            Resolved::Open => (None, None),
            Resolved::Is(value, rule) => {
                let background = match everywhere(&value) {
                    Some(Everywhere::Inherit) => self.parent.background,
                    Some(Everywhere::Initial | Everywhere::Unset) => Some(Rgba::TRANSPARENT),
                    Some(Everywhere::Revert) => by_browser(),
                    Some(Everywhere::Layer) => None,
                    None => match ColorValue::parse(&value) {
                        ColorValue::Is(color) => Some(color),
                        ColorValue::Current => color,
                        ColorValue::Unknown | ColorValue::Invalid => None,
                    },
                };
                (background, rule)
            }
        }
    }

    fn image(&self, color: Option<Rgba>) -> Image {
        let value = match self.resolve(Property::BackgroundImage) {
            Resolved::Unset => return Image::None,
            Resolved::Open => return Image::Unknown,
            Resolved::Is(value, _) => value,
        };
        match everywhere(&value) {
            Some(Everywhere::Inherit) => return self.parent.image.clone(),
            Some(Everywhere::Layer) => return Image::Unknown,
            Some(_) => return Image::None,
            None => {}
        }
        let text = |property: Property| match self.resolve(property) {
            Resolved::Unset => Some(String::new()),
            Resolved::Is(value, _) => Some(value.to_ascii_lowercase()),
            Resolved::Open => None,
        };
        Image::parse(
            &value,
            text(Property::BackgroundRepeat).as_deref(),
            text(Property::BackgroundSize).as_deref(),
            color,
        )
    }

    fn font_size(&self, preset: Preset) -> Option<f64> {
        let inherited = self.parent.font_size;
        let by_browser = || self.browser_size(preset);
        match self.resolve(Property::FontSize) {
            Resolved::Unset => by_browser(),
            Resolved::Open => None,
            Resolved::Is(value, _) => match everywhere(&value) {
                Some(Everywhere::Inherit | Everywhere::Unset) => inherited,
                Some(Everywhere::Initial) => Some(MEDIUM),
                Some(Everywhere::Revert) => by_browser(),
                Some(Everywhere::Layer) => None,
                None => self.stated_size(&value),
            },
        }
    }

    fn stated_size(&self, value: &str) -> Option<f64> {
        let inherited = self.parent.font_size;
        Some(match value.trim().to_ascii_lowercase().as_str() {
            "xx-small" => MEDIUM * 0.6,
            "x-small" => MEDIUM * 0.75,
            "small" => MEDIUM * 8.0 / 9.0,
            "medium" => MEDIUM,
            "large" => MEDIUM * 1.2,
            "x-large" => MEDIUM * 1.5,
            "xx-large" => MEDIUM * 2.0,
            "xxx-large" => MEDIUM * 3.0,
            "smaller" => inherited? / 1.2,
            "larger" => inherited? * 1.2,
            _ => pixels(
                value,
                Scale {
                    em: inherited,
                    rem: self.rem,
                    whole: inherited,
                },
            )?,
        })
    }

    fn font_weight(&self, preset: Preset) -> Option<u16> {
        let inherited = self.parent.font_weight;
        let by_browser = || self.browser_weight(preset);
        match self.resolve(Property::FontWeight) {
            Resolved::Unset => by_browser(),
            Resolved::Open => None,
            Resolved::Is(value, _) => match everywhere(&value) {
                Some(Everywhere::Inherit | Everywhere::Unset) => inherited,
                Some(Everywhere::Initial) => Some(400),
                Some(Everywhere::Revert) => by_browser(),
                Some(Everywhere::Layer) => None,
                None => match value.trim().to_ascii_lowercase().as_str() {
                    "normal" => Some(400),
                    "bold" => Some(700),
                    "bolder" => self.bolder(),
                    "lighter" => inherited.map(|weight| match weight {
                        0..100 => weight,
                        100..550 => 100,
                        550..750 => 400,
                        _ => 700,
                    }),
                    number => number.parse().ok(),
                },
            },
        }
    }
}

/// The background colour as the browser sets it.
fn browser_background(preset: Preset) -> Option<Rgba> {
    match preset.background {
        None => Some(Rgba::TRANSPARENT),
        Some(ColorValue::Is(color)) => Some(color),
        Some(_) => None,
    }
}

/// The position of an element's own box.
struct OwnBox<'c> {
    cascade: &'c ElementCascade<'c>,
    scale: Scale,
}

impl OwnBox<'_> {
    /// A length; `None` if unset, `Some(None)` if unknown.
    fn length(&self, property: Property) -> Option<Option<f64>> {
        match self.cascade.resolve(property) {
            Resolved::Unset => None,
            Resolved::Open => Some(None),
            Resolved::Is(value, _) => match value.trim().to_ascii_lowercase().as_str() {
                "auto" | "none" | "initial" | "unset" | "revert" | "normal" => None,
                value => Some(pixels(value, self.scale)),
            },
        }
    }

    fn is_shifted(&self, position: Position) -> bool {
        /// Maximum shift, in pixels, that leaves text in its place: a small correction.
        const LITTLE: f64 = 8.0;
        let far = |property: Property| {
            let length = self.length(property);
            length.is_some_and(|length| length.is_none_or(|length| length.abs() > LITTLE))
        };
        let up = |property: Property| {
            let length = self.length(property);
            length.is_some_and(|length| length.is_some_and(|length| length < -LITTLE))
        };
        let moved = position == Position::Relative
            && [
                Property::Top,
                Property::Bottom,
                Property::Left,
                Property::Right,
            ]
            .into_iter()
            .any(far);
        let turned = [
            Property::Transform,
            Property::Translate,
            Property::Rotate,
            Property::Scale,
        ]
        .iter()
        .any(|property| {
            self.cascade.keyword(*property).map_or(true, |value| {
                value.is_some_and(|value| !stays_in_place(&value))
            })
        });
        moved || turned || up(Property::MarginTop) || up(Property::MarginBottom)
    }

    /// Whether a technique that hides text only visually certainly applies.
    fn is_away(&self, position: Position) -> bool {
        const FAR: f64 = 900.0;
        const TINY: f64 = 1.0;
        let keyword = |property| self.cascade.keyword(property).ok().flatten();
        let known = |property| self.length(property).flatten();
        let apart = position == Position::Apart;
        let clip = keyword(Property::Clip).unwrap_or_default();
        let clipped = clip.starts_with("rect(")
            && !clip.contains("auto")
            && clip
                .trim_start_matches("rect(")
                .trim_end_matches(')')
                .split([',', ' '])
                .filter(|part| !part.is_empty())
                .all(|part| matches!(part.trim(), "0" | "0px" | "1px"));
        let inset = keyword(Property::ClipPath).is_some_and(|path| {
            matches!(
                path.as_str(),
                "inset(50%)" | "inset(100%)" | "circle(0)" | "circle(0px)"
            )
        });
        let hidden =
            keyword(Property::OverflowX).is_some_and(|x| matches!(x.as_str(), "hidden" | "clip"));
        let small = |property| known(property).is_some_and(|length| length <= TINY);
        let shrunk = hidden
            && (small(Property::Height)
                || small(Property::MaxHeight)
                || small(Property::Width)
                || small(Property::MaxWidth));
        let moved = apart
            && [
                Property::Left,
                Property::Top,
                Property::Right,
                Property::Bottom,
            ]
            .into_iter()
            .any(|side| known(side).is_some_and(|length| length <= -FAR));
        let indented = known(Property::TextIndent).is_some_and(|indent| indent <= -FAR);
        // The line starts at the end of the box, and overflow is not visible.
        let pushed = hidden
            && keyword(Property::TextIndent).is_some_and(|indent| whole_percent(&indent) >= 100.0)
            && keyword(Property::WhiteSpace).is_some_and(|space| space == "nowrap");
        let nothing_left = keyword(Property::Scale).is_some_and(|scale| is_zero(&scale))
            || keyword(Property::Transform).is_some_and(|transform| scales_to_nothing(&transform));
        (apart && clipped) || inset || shrunk || moved || indented || pushed || nothing_left
    }
}

/// The number of a percentage; an empty value is 0 percent.
fn whole_percent(value: &str) -> f64 {
    let percent = value.trim().strip_suffix('%');
    let number = percent.and_then(|percent| percent.trim().parse().ok());
    number.unwrap_or(0.0)
}

/// Whether a transformation moves nothing.
fn stays_in_place(value: &str) -> bool {
    let value: String = value.chars().filter(|ch| !ch.is_whitespace()).collect();
    matches!(
        value.as_str(),
        "none"
            | "0"
            | "1"
            | "0deg"
            | "translate(0)"
            | "translate(0,0)"
            | "translatez(0)"
            | "translate3d(0,0,0)"
            | "translate3d(0px,0px,0px)"
            | "translatex(0)"
            | "translatey(0)"
            | "scale(1)"
            | "rotate(0)"
            | "rotate(0deg)"
    )
}

/// Whether a `transform` shrinks its box to a point: `scale(0)`.
fn scales_to_nothing(transform: &str) -> bool {
    let mut functions = transform.split(')');
    functions.any(|function| {
        let scale = function.trim().strip_prefix("scale(");
        scale.is_some_and(|by| is_zero(by.split(',').next().unwrap_or_default()))
    })
}

fn is_zero(number: &str) -> bool {
    number.trim().parse::<f64>() == Ok(0.0)
}
