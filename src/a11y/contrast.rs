//! Visible text: its colour against its background. ACT rules afw4f7 and 09o5cg.

mod boxes;
mod exempt;
mod field;
mod overlap;

use std::borrow::Cow;

use ego_tree::NodeId;
use scraper::{ElementRef, Node};

use self::exempt::Exempt;
pub use self::field::FieldText;
use self::overlap::Painters;
use crate::model::Attributes;

use super::computed::{ComputedStyle, Image, Position, Rgba};
use super::css::Pseudo;
use super::style::Property;
use super::{PageView, extent, role};

/// Text of one element, as seen on the judged screen.
#[derive(Clone, Debug)]
pub struct TextSight {
    /// The element that contains the text.
    pub element: NodeId,
    /// Its contrast.
    pub contrast: Contrast,
    /// Font size in pixels, if known.
    pub font_size: Option<f64>,
    /// Font weight, if known.
    pub font_weight: Option<u16>,
    /// The rules that set the text colour and the background colour.
    pub rules: (Option<usize>, Option<usize>),
    /// Reason why a low contrast may not be a failure.
    pub excuse: Option<Excuse>,
}

/// Contrast of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Contrast {
    /// Between these ratios.
    Between {
        /// The lowest, if there are several colours behind it.
        lowest: f64,
        /// The highest.
        highest: f64,
        /// Colour of the text, with the background shining through.
        text: Rgba,
        /// The background colour with the highest contrast.
        background: Rgba,
    },
    /// It cannot be determined.
    Unknown(Obstacle, Option<NodeId>),
}

/// Why a contrast cannot be determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obstacle {
    /// The text colour depends on a state, a variable or the system.
    Color,
    /// The background colour does.
    Background,
    /// There is an image behind it.
    Picture,
    /// It is positioned in front of something else.
    Placed,
    /// Something else is positioned behind it.
    Overlap,
    /// A filter or a blend mode changes colours.
    Effect,
}

/// Reason why a low contrast may not be a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Excuse {
    /// Its visibility depends on a state or a script.
    Hidden,
    /// It may belong to a disabled control.
    Inactive,
    /// It may be decoration: it is hidden from assistive technology.
    Decoration,
    /// It may be a logo.
    Logo,
    /// Its letters have a shadow.
    Shadow,
    /// There is a small image beside or behind it.
    Picture,
}

/// Colours at one place: of a letter and of its background.
#[derive(Clone, Copy, Debug)]
struct Pair {
    text: Rgba,
    behind: Rgba,
}

/// Maximum number of colour pairs.
const MOST_PAIRS: usize = 128;

/// The visible text of a page, by the node of its element.
pub fn text_sights(view: &PageView<'_>) -> Vec<TextSight> {
    let exempt = Exempt::new(view);
    let painters = Painters::new(view);
    let painted_hosts = painted_hosts(view);
    let mut sights = Vec::new();
    for (position, element) in view.index.elements().enumerate() {
        let field = FieldText::of(element);
        let is_option = is_painted_option(view, element);
        let shows_text =
            field.is_some() || is_option || has_words(element) && !extent::shows_icon(element);
        if !role::is_html(element) || !shows_text || exempt.holds(position) {
            continue;
        }
        let rendered = view.rendered(element);
        let Some(style) = style_of_text(view, position, field) else {
            continue;
        };
        let sizeless = style.font_size.is_some_and(|size| size < 1.0);
        let skipped = field.is_none() && view.skips_content(element).is_yes();
        if rendered.is_no() || style.is_away || sizeless || skipped {
            continue;
        }
        let text = match field {
            Some(FieldText::Placeholder(_)) => {
                let color = style.text_color().zip(style.opacity);
                color.map(|(color, opacity)| color.faded(opacity))
            }
            // The opacity of an element applies to everything it paints.
            _ => style.text_color(),
        };
        let host = painted_hosts
            .iter()
            .find(|(inside, _)| inside.contains(&position));
        let sight = match host {
            Some((_, host)) => Err((Obstacle::Background, *host)),
            None => Backdrop::new(view, &painters, position).sight(text),
        };
        let (contrast, has_picture, fades) = match sight {
            Ok(sight) => match sight.contrast {
                // Text without any contrast is hidden on purpose.
                Contrast::Between { highest, .. } if highest <= 1.0 + 1e-9 => continue,
                contrast => (contrast, sight.has_picture, sight.fades),
            },
            Err((obstacle, at)) => {
                let at = view.index.element_at(at).map(|element| element.id());
                (Contrast::Unknown(obstacle, at), false, false)
            }
        };
        let excuse = match exempt.excuse(position) {
            // Browsers show a list in colours of their own as well.
            _ if !rendered.is_yes() || is_option || fades => Some(Excuse::Hidden),
            Some(excuse) => Some(excuse),
            None if style.has_shadow => Some(Excuse::Shadow),
            None => has_picture.then_some(Excuse::Picture),
        };
        sights.push(TextSight {
            element: element.id(),
            contrast,
            font_size: style.font_size,
            font_weight: style.font_weight,
            rules: (
                style.color_rule,
                view.computed()
                    .get(position)
                    .and_then(|own| own.background_rule),
            ),
            excuse,
        });
    }
    // Sorted for binary search.
    sights.sort_by_key(|sight| sight.element);
    sights
}

/// The style of an element's words. A placeholder has one only if the page sets its colour, because browser defaults
/// differ.
fn style_of_text<'v>(
    view: &'v PageView<'_>,
    position: usize,
    field: Option<FieldText<'_>>,
) -> Option<Cow<'v, ComputedStyle>> {
    match field {
        Some(FieldText::Placeholder(_)) => {
            let style = view.computed().placeholder(view.styles(), position)?;
            Some(Cow::Owned(style))
        }
        _ => view.computed().get(position).map(Cow::Borrowed),
    }
}

impl TextSight {
    /// WCAG 2.2, "large scale": 18 points, or 14 points and bold. `None` if size or weight is unknown.
    pub fn is_large(&self) -> Option<bool> {
        const LARGE: f64 = 24.0;
        const LARGE_IF_BOLD: f64 = 56.0 / 3.0;
        const BOLD: u16 = 700;
        // Tolerance for rounding.
        let at_least = |least: f64| self.font_size.map(|size| size >= least - 0.01);
        if at_least(LARGE)? {
            return Some(true);
        }
        if !at_least(LARGE_IF_BOLD)? {
            return Some(false);
        }
        self.font_weight.map(|weight| weight >= BOLD)
    }
}

impl Contrast {
    fn of_pairs(pairs: &[Pair], blends: bool) -> Self {
        let (mut lowest, mut highest) = (f64::MAX, 0.0);
        let mut best = (Rgba::BLACK, Rgba::WHITE);
        for pair in pairs {
            let ratio = pair.text.contrast(pair.behind);
            lowest = f64::min(lowest, ratio);
            if ratio > highest {
                highest = ratio;
                best = (pair.text, pair.behind);
            }
        }
        if let [first, _, ..] = pairs
            && blends
        {
            // Between the ends of a gradient each channel lies between theirs, so the luminance lies between those of
            // the colours of the lowest and of the highest channels.
            let bound = |pick: fn(f64, f64) -> f64| {
                pairs.iter().fold(first.behind, |mut bound, pair| {
                    for (one, other) in bound.channels.iter_mut().zip(pair.behind.channels) {
                        *one = pick(*one, other);
                    }
                    bound
                })
            };
            let (darkest, lightest) = (bound(f64::min), bound(f64::max));
            for pair in pairs {
                let text = pair.text.luminance();
                highest = highest.max(pair.text.contrast(darkest));
                if (darkest.luminance()..=lightest.luminance()).contains(&text) {
                    lowest = 1.0;
                } else {
                    lowest = lowest
                        .min(pair.text.contrast(darkest))
                        .min(pair.text.contrast(lightest));
                }
            }
        }
        Self::Between {
            lowest,
            highest,
            text: best.0,
            background: best.1,
        }
    }
}

/// Whether an element has text in a language.
fn has_words(element: ElementRef<'_>) -> bool {
    let shows_none = matches!(
        element.value().name(),
        "script" | "style" | "title" | "option" | "optgroup" | "noscript" | "template" | "head"
    );
    !shows_none
        && element.children().any(|child| match child.value() {
            Node::Text(text) => text.chars().any(char::is_alphanumeric),
            _ => false,
        })
}

/// Whether an element is an entry of a list of choices that has colours of the page.
fn is_painted_option(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    if element.value().name() != "option" {
        return false;
    }
    let list = element.ancestors().filter_map(ElementRef::wrap);
    let list = list.take(2).find(|list| list.value().name() == "select");
    let is_painted = |element: ElementRef<'_>| {
        let position = view.index.position(element.id());
        position.is_some_and(|position| {
            [Property::Color, Property::BackgroundColor]
                .iter()
                .any(|property| !view.styles().declared(position, *property, None).is_empty())
        })
    };
    let speaks = element
        .text()
        .any(|text| text.chars().any(char::is_alphanumeric));
    speaks && list.is_some_and(|list| is_painted(list) || is_painted(element))
}

/// Hosts whose shadow trees set colours, which the children in their slots inherit or have behind them: the positions of
/// what is inside each, and its own.
fn painted_hosts(view: &PageView<'_>) -> Vec<(std::ops::Range<usize>, usize)> {
    let paints = |style: &str| {
        ["color", "background", "::slotted"]
            .iter()
            .any(|word| style.contains(word))
    };
    let trees = view.shadow_trees().iter().filter(|tree| {
        tree.index
            .elements()
            .any(|inner| match inner.value().name() {
                "style" => inner.text().any(paints),
                _ => inner.attribute("style").is_some_and(paints),
            })
    });
    trees
        .filter_map(|tree| {
            let host = view.index.position(tree.host.id())?;
            Some((view.index.range(tree.host.id()), host))
        })
        .collect()
}

/// The background of an element's text, collected from the element outwards.
struct Backdrop<'v, 'a> {
    view: &'v PageView<'a>,
    painters: &'v Painters,
    position: usize,
    pairs: Vec<Pair>,
    has_picture: bool,
    /// Whether the colours between those of the pairs occur, too.
    blends: bool,
    /// Whether a box on the way floats: boxes around it may end before it does.
    floats: bool,
    /// Whether it may be fading in: what the styles say is only how it starts.
    fades: bool,
}

/// What is seen of a text.
struct Sight {
    contrast: Contrast,
    has_picture: bool,
    fades: bool,
}

/// The obstacle, and the element that causes it.
type Obstructed = (Obstacle, usize);

impl<'v, 'a> Backdrop<'v, 'a> {
    fn new(view: &'v PageView<'a>, painters: &'v Painters, position: usize) -> Self {
        Self {
            view,
            painters,
            position,
            pairs: Vec::new(),
            has_picture: false,
            blends: false,
            floats: false,
            fades: false,
        }
    }

    fn sight(mut self, text: Option<Rgba>) -> Result<Sight, Obstructed> {
        self.pairs.push(Pair {
            text: text.ok_or((Obstacle::Color, self.position))?,
            behind: Rgba::TRANSPARENT,
        });
        let mut provider = None;
        let mut next = Some(self.position);
        while let Some(position) = next {
            next = self.view.index.parent(position);
            self.put_behind(position)?;
            if self.is_covered() {
                provider = provider.or(Some(position));
            } else if next.is_some() {
                self.expect_in_place(position)?;
            }
        }
        let overlap = self.painters.behind(self.view, self.position, provider);
        if let Some(painter) = overlap {
            return Err((Obstacle::Overlap, painter));
        }
        let canvas = self.view.computed().canvas();
        for pair in &mut self.pairs {
            pair.text = pair.text.over(canvas);
            pair.behind = pair.behind.over(canvas);
        }
        let contrast = Contrast::of_pairs(&self.pairs, self.blends);
        Ok(Sight {
            contrast,
            has_picture: self.has_picture,
            fades: self.fades,
        })
    }

    fn is_covered(&self) -> bool {
        self.pairs.iter().all(|pair| pair.behind.is_opaque())
    }

    /// Adds what an element paints behind its content.
    fn put_behind(&mut self, position: usize) -> Result<(), Obstructed> {
        let Some(style) = self.view.computed().get(position) else {
            return Ok(());
        };
        let is = |obstacle| (obstacle, position);
        if style.has_effect {
            return Err(is(Obstacle::Effect));
        }
        if !self.is_covered() {
            if style.clips_to_text {
                return Err(is(Obstacle::Picture));
            }
            self.expect_no_generated_layer(position)?;
            self.put_image(style).map_err(is)?;
            let background = style.background.ok_or(is(Obstacle::Background))?;
            if !background.is_transparent() {
                let unsure = self.floats && !contains_floats(self.view, position, style);
                let more: Vec<Pair> = self
                    .pairs
                    .iter()
                    .map(|pair| pair.in_front_of(background))
                    .collect();
                if unsure {
                    self.pairs.extend(more);
                } else {
                    self.pairs = more;
                }
                if self.pairs.len() > MOST_PAIRS {
                    return Err(is(Obstacle::Background));
                }
            }
        }
        let opacity = style.opacity.ok_or(is(Obstacle::Color))?;
        self.fades |= self.may_fade(position, opacity);
        for pair in &mut self.pairs {
            pair.text = pair.text.faded(opacity);
            pair.behind = pair.behind.faded(opacity);
        }
        Ok(())
    }

    /// Whether an animation or a transition may end with another opacity or, at the text itself, in other colours.
    fn may_fade(&self, position: usize, opacity: f64) -> bool {
        /// Less is how something starts; more is how it rests until it is pointed at.
        const FAINT: f64 = 0.25;
        if opacity >= 1.0 && position != self.position {
            return false;
        }
        let sets = |property: Property, counts: fn(&str) -> bool| {
            let declared = self.view.styles().declared(position, property, None);
            let mut values = declared.iter().map(|one| one.value.to_ascii_lowercase());
            values.any(|value| counts(value.trim()))
        };
        let is_animated = |value: &str| {
            !matches!(value, "" | "none" | "initial" | "unset") && !value.starts_with("none ")
        };
        // A duration alone is one for all properties.
        let fades = |value: &str| {
            let mut words = value.split([',', ' ']).filter(|word| !word.is_empty());
            let is_for_all = value.starts_with(|ch: char| ch.is_ascii_digit() || ch == '.');
            is_for_all
                || words.any(|word| matches!(word, "opacity" | "all") || word.starts_with("var("))
        };
        sets(Property::AnimationName, is_animated)
            || opacity <= FAINT && sets(Property::TransitionProperty, fades)
    }

    fn put_image(&mut self, style: &ComputedStyle) -> Result<(), Obstacle> {
        match &style.image {
            Image::None => {}
            Image::Icon => self.has_picture = true,
            Image::Picture => return Err(Obstacle::Picture),
            Image::Unknown => return Err(Obstacle::Background),
            Image::Gradient(colors) => {
                self.blends = true;
                self.pairs = self
                    .pairs
                    .iter()
                    .flat_map(|pair| colors.iter().map(|color| pair.in_front_of(*color)))
                    .collect();
                if self.pairs.len() > MOST_PAIRS {
                    return Err(Obstacle::Picture);
                }
            }
        }
        Ok(())
    }

    /// Fails if a generated box may lie behind or in front of the content.
    fn expect_no_generated_layer(&self, position: usize) -> Result<(), Obstructed> {
        for pseudo in [Pseudo::Before, Pseudo::After] {
            let styles = self.view.styles();
            if styles
                .declared(position, Property::Content, Some(pseudo))
                .is_empty()
            {
                continue;
            }
            let layer = self.view.computed().generated(styles, position, pseudo);
            let Some(layer) = layer.filter(ComputedStyle::paints) else {
                continue;
            };
            let placed = !matches!(layer.position, Position::Static | Position::Relative);
            if placed && overlap::is_large(&layer, styles, position, Some(pseudo)) {
                return Err((Obstacle::Overlap, position));
            }
        }
        Ok(())
    }

    /// Fails for an element outside the flow, because anything may be behind it.
    fn expect_in_place(&mut self, position: usize) -> Result<(), Obstructed> {
        let Some(style) = self.view.computed().get(position) else {
            return Ok(());
        };
        let apart = matches!(style.position, Position::Apart | Position::Unknown);
        let stacked = style.shares_cell;
        let name = self.view.index.element_at(position);
        let outermost = name.is_some_and(|name| matches!(name.value().name(), "body" | "html"));
        let stands = || apart && boxes::stands_on_its_container(self.view, position, self.position);
        if !outermost && (apart || stacked || style.is_shifted) && !stands() {
            return Err((Obstacle::Placed, position));
        }
        let around = self.view.index.parent(position);
        let around = around.and_then(|around| self.view.computed().get(around));
        let in_line = around.is_some_and(|around| {
            let display = around.display.as_deref().unwrap_or_default();
            display.contains("flex") || display.contains("grid")
        });
        self.floats |= style.floats && !in_line;
        Ok(())
    }
}

impl Pair {
    fn in_front_of(self, color: Rgba) -> Self {
        Self {
            text: self.text.over(color),
            behind: self.behind.over(color),
        }
    }
}

/// Whether a box certainly encloses its floats.
fn contains_floats(view: &PageView<'_>, position: usize, style: &ComputedStyle) -> bool {
    let display = style.display.as_deref().unwrap_or("");
    let name = view
        .index
        .element_at(position)
        .map_or("", |element| element.value().name());
    let styles = view.styles();
    let computed = view.computed();
    let hides = || {
        matches!(
            computed.resolve(styles, position, Property::OverflowX),
            super::computed::Resolved::Is(value, _) if &*value != "visible"
        )
    };
    let cleared = || {
        !styles
            .declared(position, Property::Content, Some(Pseudo::After))
            .is_empty()
    };
    matches!(
        name,
        "body" | "html" | "td" | "th" | "button" | "fieldset" | "table"
    ) || style.floats
        || style.position == Position::Apart
        || ["flex", "grid", "flow-root", "inline-block", "table"]
            .iter()
            .any(|kind| display.contains(kind))
        || hides()
        || cleared()
}

#[cfg(test)]
mod tests;
