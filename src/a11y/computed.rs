//! Computed styles on [the screen](super::css::SCREEN) that is judged: what browsers would say of text and of what is
//! painted behind it. What is not sure is not there; nothing is guessed.

mod browser;
mod color;
mod image;
mod length;
mod variables;

use std::borrow::Cow;
use std::rc::Rc;

use scraper::ElementRef;

use self::browser::{Preset, Weight, preset};
pub use self::color::{ColorValue, Rgba};
pub use self::image::Image;
pub use self::length::{Scale, pixels};
use self::variables::Variables;
use super::Index;
use super::css::Pseudo;
use super::style::{self, MatchedDeclaration, Styles};

/// How an element is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Where the text flows.
    Static,
    /// There, and a layer of its own.
    Relative,
    /// Somewhere else: absolute, fixed or sticky.
    Apart,
    /// Nobody knows.
    Unknown,
}

/// The computed style of an element, as far as it is known.
#[derive(Clone, Debug)]
pub struct ComputedStyle {
    /// The colour of text.
    pub color: Option<Rgba>,
    /// The rule that sets it, here or on an ancestor.
    pub color_rule: Option<usize>,
    /// The colour that letters are filled with, where it is another one. Inherited.
    fill: Fill,
    /// The colour behind the element.
    pub background: Option<Rgba>,
    /// The rule that sets it.
    pub background_rule: Option<usize>,
    /// The picture in front of that colour.
    pub image: Image,
    /// Whether the picture is only seen through the letters.
    pub clips_to_text: bool,
    /// From 0, which cannot be seen.
    pub opacity: Option<f64>,
    /// In pixels.
    pub font_size: Option<f64>,
    /// Font weight.
    pub font_weight: Option<u16>,
    /// Whether letters have a shadow, or nobody knows. Inherited.
    pub has_shadow: bool,
    /// How it is placed.
    pub position: Position,
    /// `z-index`; nothing for `auto`, and where it is not known.
    pub z_index: Option<i32>,
    /// Whether it is shifted from where it stands, so that it may be in front of something else.
    pub is_shifted: bool,
    /// Whether it may share its cell of a grid with others.
    pub shares_cell: bool,
    /// Whether it floats.
    pub floats: bool,
    /// Whether filters or blending change its colours.
    pub has_effect: bool,
    /// Whether it surely has no box on the screen that is judged, is clipped or moved out of sight, or an ancestor is.
    pub is_away: bool,
    /// `display`, where it is set and known.
    pub display: Option<Box<str>>,
}

/// What letters are filled with.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fill {
    Color,
    Is(Rgba),
    Unknown,
}

impl ComputedStyle {
    /// The colour that letters are painted in.
    pub fn text_color(&self) -> Option<Rgba> {
        match self.fill {
            Fill::Color => self.color,
            Fill::Is(color) => Some(color),
            Fill::Unknown => None,
        }
    }

    /// That of the document, around its outermost element.
    fn initial() -> Self {
        Self {
            color: Some(Rgba::BLACK),
            color_rule: None,
            fill: Fill::Color,
            background: Some(Rgba::TRANSPARENT),
            background_rule: None,
            image: Image::None,
            clips_to_text: false,
            opacity: Some(1.0),
            font_size: Some(MEDIUM),
            font_weight: Some(400),
            has_shadow: false,
            position: Position::Static,
            z_index: None,
            is_shifted: false,
            shares_cell: false,
            floats: false,
            has_effect: false,
            is_away: false,
            display: None,
        }
    }

    /// Whether something is painted in its box.
    pub fn paints(&self) -> bool {
        self.image != Image::None || !self.background.is_some_and(Rgba::is_transparent)
    }
}

/// Font size of browsers.
const MEDIUM: f64 = 16.0;

/// The computed styles of a page.
pub struct ComputedStyles {
    /// By position.
    elements: Vec<ComputedStyle>,
    variables: Vec<Rc<Variables>>,
}

/// What a property is.
pub enum Resolved<'s> {
    /// Nobody set it.
    Unset,
    /// The winning value, variables filled in, and the rule it stands in.
    Is(Cow<'s, str>, Option<usize>),
    /// Nobody knows.
    Open,
}

impl ComputedStyles {
    /// Computes them from the outside in.
    pub fn new(index: &Index<'_>, styles: &Styles) -> Self {
        let mut all = Self {
            elements: Vec::with_capacity(index.len()),
            variables: Vec::with_capacity(index.len()),
        };
        let initial = ComputedStyle::initial();
        let none = Rc::new(Variables::default());
        let mut rem = Some(MEDIUM);
        for (position, element) in index.elements().enumerate() {
            let parent = index.parent(position);
            let around = parent.and_then(|at| all.variables.get(at));
            let variables = Variables::of_element(styles.custom(position), around.unwrap_or(&none));
            let parent_style = parent.and_then(|at| all.elements.get(at));
            let cascade = ElementCascade {
                styles,
                position,
                pseudo: None,
                variables: &variables,
                parent: parent_style.unwrap_or(&initial),
                rem,
            };
            let style = cascade.compute(preset(element));
            if parent.is_none() {
                rem = style.font_size;
            }
            all.elements.push(style);
            all.variables.push(variables);
        }
        all
    }

    /// That of an element.
    pub fn get(&self, position: usize) -> Option<&ComputedStyle> {
        self.elements.get(position)
    }

    /// A property of an element as it is set on it, variables filled in.
    pub fn resolve<'s>(&self, styles: &'s Styles, position: usize, property: &str) -> Resolved<'s> {
        let Some(variables) = self.variables.get(position) else {
            return Resolved::Unset;
        };
        resolve(styles.declared(position, property, None), variables, |_| {
            true
        })
    }

    /// That of a box that an element generates; nothing where it generates none.
    pub fn generated(
        &self,
        styles: &Styles,
        position: usize,
        pseudo: Pseudo,
    ) -> Option<ComputedStyle> {
        let parent = self.elements.get(position)?;
        let cascade = ElementCascade {
            styles,
            position,
            pseudo: Some(pseudo),
            variables: self.variables.get(position)?,
            parent,
            rem: self.elements.first()?.font_size,
        };
        match cascade.resolve("content") {
            Resolved::Unset => return None,
            Resolved::Is(value, _) if matches!(&*value, "none" | "normal") => return None,
            Resolved::Is(..) | Resolved::Open => {}
        }
        Some(cascade.compute(Preset::default()))
    }

    /// The lengths that a length on an element may be relative to.
    pub fn scale(&self, position: usize) -> Scale {
        Scale {
            em: self
                .elements
                .get(position)
                .and_then(|style| style.font_size),
            rem: self.elements.first().and_then(|style| style.font_size),
            whole: None,
        }
    }
}

/// The strongest declaration that is valid.
fn resolve<'s>(
    declared: &'s [MatchedDeclaration],
    variables: &Variables,
    is_valid: impl Fn(&str) -> bool,
) -> Resolved<'s> {
    let mut unsure: Vec<Cow<'s, str>> = Vec::new();
    for declaration in declared.iter().rev() {
        if declaration.desktop.is_no() {
            continue;
        }
        let value = if declaration.value.contains("var(") {
            let Some(filled) = variables.fill(&declaration.value) else {
                return Resolved::Open;
            };
            let property = declaration.property().name();
            match declaration.shorthand {
                None => Cow::Owned(filled),
                Some(shorthand) => match style::longhand(shorthand, property, &filled) {
                    Some(value) => Cow::Owned(value),
                    None => return Resolved::Open,
                },
            }
        } else {
            Cow::Borrowed(&*declaration.value)
        };
        if !is_valid(&value) {
            continue;
        }
        if !declaration.desktop.is_yes() {
            unsure.push(value);
            continue;
        }
        let same = |other: &Cow<'_, str>| other.eq_ignore_ascii_case(&value);
        return match unsure.iter().all(same) {
            true => Resolved::Is(value, declaration.rule()),
            false => Resolved::Open,
        };
    }
    match unsure.is_empty() {
        true => Resolved::Unset,
        false => Resolved::Open,
    }
}

/// Values that mean the same for every property.
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

/// What is computed for one element or generated box.
struct ElementCascade<'c> {
    styles: &'c Styles,
    position: usize,
    pseudo: Option<Pseudo>,
    variables: &'c Variables,
    parent: &'c ComputedStyle,
    /// Font size of the outermost element.
    rem: Option<f64>,
}

impl<'c> ElementCascade<'c> {
    fn resolve(&self, property: &str) -> Resolved<'c> {
        self.resolve_valid(property, |_| true)
    }

    fn resolve_valid(&self, property: &str, is_valid: impl Fn(&str) -> bool) -> Resolved<'c> {
        let declared = self.styles.declared(self.position, property, self.pseudo);
        resolve(declared, self.variables, is_valid)
    }

    /// A keyword in lower case; nothing where nobody set one.
    fn keyword(&self, property: &str) -> Result<Option<String>, ()> {
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

    fn compute(&self, preset: Preset) -> ComputedStyle {
        let parent = self.parent;
        let font_size = self.font_size(preset);
        let scale = Scale {
            em: font_size,
            rem: self.rem,
            whole: None,
        };
        let (color, color_rule) = self.text_color(preset);
        let (background, background_rule) = self.background(preset, color);
        let position = match self.keyword("position") {
            Ok(None) => Position::Static,
            Ok(Some(position)) => match position.as_str() {
                "static" => Position::Static,
                "relative" => Position::Relative,
                "absolute" | "fixed" | "sticky" | "-webkit-sticky" => Position::Apart,
                _ => Position::Unknown,
            },
            Err(()) => Position::Unknown,
        };
        let opacity = match self.keyword("opacity") {
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
        let z_index = self.keyword("z-index").ok().flatten();
        let own_box = OwnBox {
            cascade: self,
            scale,
        };
        let display = self.keyword("display").ok().flatten();
        let boxless = display.as_deref() == Some("none");
        ComputedStyle {
            color,
            color_rule,
            fill: self.fill(),
            background,
            background_rule,
            image: self.image(color),
            clips_to_text: ["background-clip", "-webkit-background-clip"]
                .iter()
                .any(|property| {
                    let clip = self.keyword(property);
                    clip.is_ok_and(|clip| clip.is_some_and(|clip| clip.contains("text")))
                }),
            opacity: opacity.map(|opacity: f64| opacity.clamp(0.0, 1.0)),
            font_size,
            font_weight: self.font_weight(preset),
            has_shadow: match self.resolve("text-shadow") {
                Resolved::Unset => parent.has_shadow,
                Resolved::Is(value, _) => match everywhere(&value) {
                    Some(Everywhere::Inherit | Everywhere::Unset) => parent.has_shadow,
                    Some(Everywhere::Layer) => true,
                    Some(_) => false,
                    None => !value.eq_ignore_ascii_case("none"),
                },
                Resolved::Open => true,
            },
            position,
            z_index: z_index.and_then(|index| index.parse().ok()),
            is_shifted: own_box.is_shifted(position),
            shares_cell: self
                .keyword("grid-area")
                .is_ok_and(|area| area.is_some_and(|area| area.starts_with('1'))),
            floats: self
                .keyword("float")
                .map_or(true, |float| float.is_some_and(|float| float != "none")),
            has_effect: ["filter", "mix-blend-mode"].iter().any(|property| {
                self.keyword(property).map_or(true, |effect| {
                    effect.is_some_and(|effect| !matches!(effect.as_str(), "none" | "normal"))
                })
            }),
            is_away: parent.is_away || boxless || own_box.is_away(position),
            display: display.map(String::into_boxed_str),
        }
    }

    fn text_color(&self, preset: Preset) -> (Option<Rgba>, Option<usize>) {
        let inherited = (self.parent.color, self.parent.color_rule);
        let by_browser = || match preset.color {
            None | Some(ColorValue::Current) => inherited,
            Some(ColorValue::Is(color)) => (Some(color), None),
            Some(_) => (None, None),
        };
        match self.resolve_valid("color", is_color) {
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
        match self.resolve_valid("-webkit-text-fill-color", is_color) {
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
        let by_browser = || match preset.background {
            None => Some(Rgba::TRANSPARENT),
            Some(ColorValue::Is(color)) => Some(color),
            Some(_) => None,
        };
        match self.resolve_valid("background-color", is_color) {
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
        let value = match self.resolve("background-image") {
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
        let text = |property: &str| match self.resolve(property) {
            Resolved::Unset => Some(String::new()),
            Resolved::Is(value, _) => Some(value.to_ascii_lowercase()),
            Resolved::Open => None,
        };
        Image::parse(
            &value,
            text("background-repeat").as_deref(),
            text("background-size").as_deref(),
            color,
        )
    }

    fn font_size(&self, preset: Preset) -> Option<f64> {
        let inherited = self.parent.font_size;
        let by_browser = || match (preset.pixels, preset.size) {
            (Some(pixels), _) => Some(pixels),
            (None, Some(size)) => inherited.map(|inherited| inherited * size),
            (None, None) => inherited,
        };
        match self.resolve("font-size") {
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
        let bolder = || {
            inherited.map(|weight| match weight {
                0..350 => 400,
                350..550 => 700,
                _ => weight.max(900),
            })
        };
        let by_browser = || match preset.weight {
            None => inherited,
            Some(Weight::Is(weight)) => Some(weight),
            Some(Weight::Bolder) => bolder(),
        };
        match self.resolve("font-weight") {
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
                    "bolder" => bolder(),
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

/// Where the box of an element goes.
struct OwnBox<'c> {
    cascade: &'c ElementCascade<'c>,
    scale: Scale,
}

impl OwnBox<'_> {
    /// A length; `None` where nobody set one, inside where it is not known.
    fn length(&self, property: &str) -> Option<Option<f64>> {
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
        /// Corrections of a few pixels leave text where it is.
        const LITTLE: f64 = 8.0;
        let far = |property: &str| {
            let length = self.length(property);
            length.is_some_and(|length| length.is_none_or(|length| length.abs() > LITTLE))
        };
        let up = |property: &str| {
            let length = self.length(property);
            length.is_some_and(|length| length.is_some_and(|length| length < -LITTLE))
        };
        let moved = position == Position::Relative
            && ["top", "bottom", "left", "right"].into_iter().any(far);
        let turned = ["transform", "translate", "rotate", "scale"]
            .iter()
            .any(|property| {
                self.cascade.keyword(property).map_or(true, |value| {
                    value.is_some_and(|value| !stays_in_place(&value))
                })
            });
        moved || turned || up("margin-top") || up("margin-bottom")
    }

    /// Surely: techniques that hide text from eyes alone.
    fn is_away(&self, position: Position) -> bool {
        const FAR: f64 = 900.0;
        const TINY: f64 = 1.0;
        let keyword = |property| self.cascade.keyword(property).ok().flatten();
        let known = |property| self.length(property).flatten();
        let apart = position == Position::Apart;
        let clip = keyword("clip").unwrap_or_default();
        let clipped = clip.starts_with("rect(")
            && !clip.contains("auto")
            && clip
                .trim_start_matches("rect(")
                .trim_end_matches(')')
                .split([',', ' '])
                .filter(|part| !part.is_empty())
                .all(|part| matches!(part.trim(), "0" | "0px" | "1px"));
        let inset = keyword("clip-path").is_some_and(|path| {
            matches!(
                path.as_str(),
                "inset(50%)" | "inset(100%)" | "circle(0)" | "circle(0px)"
            )
        });
        let hidden = keyword("overflow-x").is_some_and(|x| matches!(x.as_str(), "hidden" | "clip"));
        let small = |property| known(property).is_some_and(|length| length <= TINY);
        let shrunk = hidden
            && (small("height") || small("max-height") || small("width") || small("max-width"));
        let moved = apart
            && ["left", "top", "right", "bottom"]
                .into_iter()
                .any(|side| known(side).is_some_and(|length| length <= -FAR));
        let indented = known("text-indent").is_some_and(|indent| indent <= -FAR);
        (apart && clipped) || inset || shrunk || moved || indented
    }
}

/// Whether a transformation leaves everything where it is.
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

/// Whether an element shows something in its box beside text and background.
pub fn is_replaced(element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "img" | "video" | "canvas" | "svg" | "iframe" | "object" | "embed" | "picture"
    )
}

#[cfg(test)]
mod tests;
