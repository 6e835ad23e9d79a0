//! Computed styles on the judged [screen](super::css::SCREEN): what browsers would compute for text and its background.
//! Uncertain values are missing; nothing is guessed.

mod browser;
mod cascade;
mod color;
mod effect;
mod image;
mod length;
mod scheme;
mod variables;

use std::borrow::Cow;

use scraper::ElementRef;

use self::browser::{Preset, preset};
use self::cascade::ElementCascade;
pub use self::color::{ColorValue, Rgba};
pub use self::image::Image;
pub use self::length::{Scale, pixels};
use self::scheme::Scheme;
use self::variables::{Lack, Setters, Variables};
use super::Index;
use super::css::Pseudo;
use super::style::{self, MatchedDeclaration, Property, Styles};

/// Positioning of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// In the flow.
    Static,
    /// In the flow, on a layer of its own.
    Relative,
    /// Outside the flow: absolute, fixed or sticky.
    Apart,
    /// Not known.
    Unknown,
}

/// The computed style of an element, as far as it is known.
#[derive(Clone, Debug)]
pub struct ComputedStyle {
    /// Colour of text.
    pub color: Option<Rgba>,
    /// The rule that sets it, on the element or an ancestor.
    pub color_rule: Option<usize>,
    /// Fill colour of letters, if different. Inherited.
    fill: Fill,
    /// Background colour.
    pub background: Option<Rgba>,
    /// The rule that sets it.
    pub background_rule: Option<usize>,
    /// The image in front of that colour.
    pub image: Image,
    /// Whether the image is visible only through the letters.
    pub clips_to_text: bool,
    /// From 0 (invisible) to 1.
    pub opacity: Option<f64>,
    /// In pixels.
    pub font_size: Option<f64>,
    /// Font weight.
    pub font_weight: Option<u16>,
    /// Whether letters have a shadow, or may have one. Inherited.
    pub has_shadow: bool,
    /// Positioning.
    pub position: Position,
    /// `z-index`; `None` for `auto`, or if unknown.
    pub z_index: Option<i32>,
    /// Whether it is moved from its place in the flow, so that it may be in front of something else.
    pub is_shifted: bool,
    /// Whether it may share its grid cell with other elements.
    pub shares_cell: bool,
    /// Whether it floats.
    pub floats: bool,
    /// Whether filters or blending change its colours.
    pub has_effect: bool,
    /// Whether it, or an ancestor, certainly has no box on the judged screen, is clipped or is moved out of sight.
    pub is_away: bool,
    /// `display`, if set and known.
    pub display: Option<Box<str>>,
}

/// Fill of letters.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fill {
    Color,
    Is(Rgba),
    Unknown,
}

impl ComputedStyle {
    /// The colour in which letters are painted.
    pub fn text_color(&self) -> Option<Rgba> {
        match self.fill {
            Fill::Color => self.color,
            Fill::Is(color) => Some(color),
            Fill::Unknown => None,
        }
    }

    /// The style of the document, around its root element.
    fn initial(scheme: Scheme) -> Self {
        Self {
            color: Some(scheme.text()),
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

/// Default font size of browsers, in pixels.
const MEDIUM: f64 = 16.0;

/// The computed styles of a page.
pub struct ComputedStyles {
    /// By position in tree order.
    elements: Vec<ComputedStyle>,
    setters: Setters,
    scheme: Scheme,
}

/// Value of a property.
pub enum Resolved<'s> {
    /// Not set.
    Unset,
    /// The winning value with variables substituted, and the rule that contains it.
    Is(Cow<'s, str>, Option<usize>),
    /// Not known.
    Open,
}

impl ComputedStyles {
    /// Computes the styles from the root inwards.
    pub fn new(index: &Index<'_>, styles: &Styles) -> Self {
        let mut all = Self {
            elements: Vec::with_capacity(index.len()),
            setters: Setters::new(index, styles),
            scheme: Scheme::of(index, styles),
        };
        let initial = ComputedStyle::initial(all.scheme);
        let mut rem = Some(MEDIUM);
        for (position, element) in index.elements().enumerate() {
            let parent = index.parent(position);
            let parent_style = parent.and_then(|at| all.elements.get(at));
            let cascade = ElementCascade {
                styles,
                position,
                pseudo: None,
                variables: all.setters.variables(styles, position),
                parent: parent_style.unwrap_or(&initial),
                rem,
            };
            let style = cascade.compute(preset(element, all.scheme));
            if parent.is_none() {
                rem = style.font_size;
            }
            all.elements.push(style);
        }
        all
    }

    /// Background colour of the whole page.
    pub fn canvas(&self) -> Rgba {
        self.scheme.canvas()
    }

    /// The computed style of an element.
    pub fn get(&self, position: usize) -> Option<&ComputedStyle> {
        self.elements.get(position)
    }

    /// The value of a property as set on an element, with variables substituted.
    pub fn resolve<'s>(
        &self,
        styles: &'s Styles,
        position: usize,
        property: Property,
    ) -> Resolved<'s> {
        let variables = self.setters.variables(styles, position);
        let declared = styles.declared(position, property, None);
        resolve(declared, variables, styles.is_complete(), |_| true)
    }

    /// A value on an element with its variables substituted; `None` if one of them is unknown.
    pub fn filled<'s>(
        &self,
        styles: &Styles,
        position: usize,
        value: &'s str,
    ) -> Option<Cow<'s, str>> {
        if !value.contains("var(") {
            return Some(Cow::Borrowed(value));
        }
        let variables = self.setters.variables(styles, position);
        let filled = variables.fill(value).ok()?;
        Some(Cow::Owned(filled))
    }

    /// The style of a generated box of an element; `None` if it generates none.
    pub fn generated(
        &self,
        styles: &Styles,
        position: usize,
        pseudo: Pseudo,
    ) -> Option<ComputedStyle> {
        let cascade = self.inside(styles, position, pseudo)?;
        match cascade.resolve(Property::Content) {
            Resolved::Unset => return None,
            Resolved::Is(value, _) if matches!(&*value, "none" | "normal") => return None,
            Resolved::Is(..) | Resolved::Open => {}
        }
        Some(cascade.compute(Preset::default()))
    }

    /// The style of the placeholder in an empty field; `None` if the page does not set its colour.
    pub fn placeholder(&self, styles: &Styles, position: usize) -> Option<ComputedStyle> {
        let cascade = self.inside(styles, position, Pseudo::Placeholder)?;
        match cascade.resolve(Property::Color) {
            Resolved::Unset => None,
            Resolved::Is(..) | Resolved::Open => Some(cascade.compute(Preset::default())),
        }
    }

    /// The cascade for a box inside an element, which inherits from the element.
    fn inside<'c>(
        &'c self,
        styles: &'c Styles,
        position: usize,
        pseudo: Pseudo,
    ) -> Option<ElementCascade<'c>> {
        Some(ElementCascade {
            styles,
            position,
            pseudo: Some(pseudo),
            variables: self.setters.variables(styles, position),
            parent: self.elements.get(position)?,
            rem: self.elements.first()?.font_size,
        })
    }

    /// The reference lengths for relative lengths on an element.
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

/// Finds the strongest valid declaration. `complete`: whether everything that could set variables was read.
fn resolve<'s>(
    declared: &'s [MatchedDeclaration],
    variables: Variables<'_>,
    complete: bool,
    is_valid: impl Fn(&str) -> bool,
) -> Resolved<'s> {
    // A declaration that becomes invalid only when its variables are substituted still overrides weaker ones (CSS
    // Custom Properties 1, section 3.1).
    const INVALID: Cow<'static, str> = Cow::Borrowed("unset");
    let mut unsure: Vec<Cow<'s, str>> = Vec::new();
    for declaration in declared.iter().rev() {
        if declaration.desktop.is_no() {
            continue;
        }
        let value = if declaration.value.contains("var(") {
            let property = declaration.property().name();
            match (variables.fill(&declaration.value), declaration.shorthand) {
                (Err(Lack::Missing), _) if complete => INVALID,
                (Err(_), _) => return Resolved::Open,
                (Ok(filled), _) if filled.trim().is_empty() => INVALID,
                (Ok(filled), None) => Cow::Owned(filled),
                (Ok(filled), Some(shorthand)) => {
                    match style::longhand(shorthand, property, &filled) {
                        Some(value) => Cow::Owned(value),
                        None => return Resolved::Open,
                    }
                }
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

/// Whether an element shows something in its box other than text and background.
pub fn is_replaced(element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "img" | "video" | "canvas" | "svg" | "iframe" | "object" | "embed" | "picture"
    )
}

#[cfg(test)]
mod tests;
