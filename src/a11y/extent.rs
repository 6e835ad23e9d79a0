//! Lower bounds of the space that content takes, without layout: sufficient to prove that it does not fit, never that
//! it does.

use crate::model::Attributes;
use scraper::{ElementRef, Node};

use super::computed::{Position, Resolved, is_replaced, pixels};
use super::style::Property;
use super::visibility::is_in_line;
use super::{PageView, role};

/// Minimum average character width of fonts for reading, in font sizes.
const NARROWEST: f64 = 0.3;
/// Maximum character width, in font sizes.
const WIDEST: f64 = 1.0;

/// Limit of a box in one direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// None: it grows with its content.
    None,
    /// In pixels.
    Pixels(f64),
    /// Not known.
    Unknown,
}

/// Treatment of content that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overflow {
    /// It is visible.
    Visible,
    /// It is scrollable.
    Scrolled,
    /// It is clipped.
    Clipped,
    /// Not known.
    Unknown,
}

/// The keyword of a property in lower case; `None` if unset, `Err` if unknown.
pub(super) fn keyword(
    view: &PageView<'_>,
    position: usize,
    property: Property,
) -> Result<Option<String>, ()> {
    match view.computed().resolve(view.styles(), position, property) {
        Resolved::Unset => Ok(None),
        Resolved::Is(value, _) => Ok(Some(value.trim().to_ascii_lowercase())),
        Resolved::Open => Err(()),
    }
}

/// Whether an element has no box of its own that could clip or scroll: its text flows in that of its parent, or its
/// children stand in its place (CSS Overflow 3, section 3: `overflow` applies to block, flex and grid containers).
fn flows_in_line(view: &PageView<'_>, position: usize) -> bool {
    let computed = view.computed();
    let Some((element, style)) = view.index.element_at(position).zip(computed.get(position)) else {
        return false;
    };
    let is_flat = match keyword(view, position, Property::Display) {
        Ok(Some(display)) => match display.as_str() {
            "contents" => return true,
            "inline" | "initial" | "unset" => true,
            "revert" => is_in_line(element),
            _ => false,
        },
        Ok(None) => is_in_line(element),
        Err(()) => false,
    };
    let around = view.index.parent(position);
    let is_item = || around.is_some_and(|around| lays_out_items(view, around));
    is_flat
        && !is_replaced(element)
        && !matches!(
            element.value().name(),
            "button" | "input" | "select" | "textarea"
        )
        && !style.floats
        && style.position != Position::Apart
        && !is_item()
}

/// Whether the children of an element are, or may be, boxes of a flex or grid container.
fn lays_out_items(view: &PageView<'_>, position: usize) -> bool {
    match keyword(view, position, Property::Display) {
        Ok(None) => false,
        Ok(Some(display)) => {
            // Through `display: contents`, they may be the items of a container further out.
            display.contains("flex") || display.contains("grid") || display == "contents"
        }
        Err(()) => true,
    }
}

/// Treatment of content that does not fit, horizontally and vertically.
pub fn overflow(view: &PageView<'_>, position: usize) -> (Overflow, Overflow) {
    let declared = declared_overflow(view, position);
    match declared == (Overflow::Visible, Overflow::Visible) || !flows_in_line(view, position) {
        true => declared,
        false => (Overflow::Visible, Overflow::Visible),
    }
}

fn declared_overflow(view: &PageView<'_>, position: usize) -> (Overflow, Overflow) {
    let one = |property| match keyword(view, position, property) {
        Ok(None) => Overflow::Visible,
        Ok(Some(value)) => match value.as_str() {
            "visible" | "initial" | "unset" | "revert" => Overflow::Visible,
            "auto" | "scroll" | "overlay" => Overflow::Scrolled,
            "hidden" | "clip" => Overflow::Clipped,
            _ => Overflow::Unknown,
        },
        Err(()) => Overflow::Unknown,
    };
    let (x, y) = (one(Property::OverflowX), one(Property::OverflowY));
    let hides = |property| keyword(view, position, property) == Ok(Some("hidden".to_owned()));
    match (x, y) {
        // `visible` in only one direction means scrolling there.
        (Overflow::Visible, Overflow::Scrolled) => (Overflow::Scrolled, y),
        (Overflow::Scrolled, Overflow::Visible) => (x, Overflow::Scrolled),
        (Overflow::Visible, Overflow::Clipped) if hides(Property::OverflowY) => {
            (Overflow::Scrolled, y)
        }
        (Overflow::Clipped, Overflow::Visible) if hides(Property::OverflowX) => {
            (x, Overflow::Scrolled)
        }
        _ => (x, y),
    }
}

/// The limit of a box by these properties.
pub fn limit(view: &PageView<'_>, position: usize, properties: [Property; 2]) -> Limit {
    /// Maximum nesting of boxes with stated sizes through which percentages are followed.
    const MOST_DEPTH: u8 = 8;
    limit_within(view, position, properties, MOST_DEPTH)
}

fn limit_within(
    view: &PageView<'_>,
    position: usize,
    properties: [Property; 2],
    depth: u8,
) -> Limit {
    let mut scale = view.computed().scale(position);
    let mut limit = Limit::None;
    for property in properties {
        let here = match keyword(view, position, property) {
            Ok(None) => Limit::None,
            Ok(Some(value)) => match value.as_str() {
                "auto" | "none" | "initial" | "unset" | "revert" | "max-content"
                | "min-content" | "fit-content" => Limit::None,
                value if value.contains('%') => {
                    scale.whole = size_around(view, position, property, depth);
                    pixels(value, scale).map_or(Limit::Unknown, Limit::Pixels)
                }
                value => pixels(value, scale).map_or(Limit::Unknown, Limit::Pixels),
            },
            Err(()) => Limit::Unknown,
        };
        limit = match (limit, here) {
            (Limit::Pixels(one), Limit::Pixels(other)) => Limit::Pixels(one.min(other)),
            (Limit::Pixels(one), _) | (_, Limit::Pixels(one)) => Limit::Pixels(one),
            (Limit::Unknown, _) | (_, Limit::Unknown) => Limit::Unknown,
            (Limit::None, Limit::None) => Limit::None,
        };
    }
    limit
}

/// The stated size that percentages of a box in the flow refer to.
fn size_around(view: &PageView<'_>, position: usize, property: Property, depth: u8) -> Option<f64> {
    let depth = depth.checked_sub(1)?;
    let style = view.computed().get(position)?;
    if !matches!(style.position, Position::Static | Position::Relative) {
        return None;
    }
    let around = view.index.parent(position)?;
    let stated = match property {
        Property::Height | Property::MaxHeight => Property::Height,
        _ => Property::Width,
    };
    match limit_within(view, around, [stated, stated], depth) {
        Limit::Pixels(size) => Some(size),
        Limit::None | Limit::Unknown => None,
    }
}

/// Whether lines are not wrapped in an element: `white-space` is inherited.
pub fn keeps_lines(view: &PageView<'_>, position: usize) -> Option<bool> {
    let mut next = Some(position);
    while let Some(at) = next {
        let by_name = view
            .index
            .element_at(at)
            .is_some_and(|element| element.value().name() == "pre");
        let wraps = match keyword(view, at, Property::TextWrap) {
            Ok(Some(value)) if value != "inherit" && value != "unset" => Some(value),
            Ok(_) => None,
            Err(()) => return None,
        };
        match keyword(view, at, Property::WhiteSpace) {
            Err(()) => return None,
            // Which of them comes later decides.
            Ok(Some(_)) if wraps.is_some() => return None,
            _ if wraps.is_some() => return wraps.map(|value| value.contains("nowrap")),
            Ok(Some(value)) if value != "inherit" && value != "unset" => {
                return Some(matches!(value.as_str(), "nowrap" | "pre"));
            }
            Ok(_) if by_name => return Some(true),
            Ok(_) => next = view.index.parent(at),
        }
    }
    Some(false)
}

/// Whether a box is certainly as high as its content, and takes that space in its container.
fn grows_down(view: &PageView<'_>, position: usize) -> bool {
    let style = view.computed().get(position);
    let in_flow = style.is_some_and(|style| style.position != Position::Apart);
    let limits = [Property::Height, Property::MaxHeight];
    in_flow && limit(view, position, limits) == Limit::None
}

/// Whether the text of an element is the name of an icon that its font displays (`<i class="material-icons">`).
pub fn shows_icon(element: ElementRef<'_>) -> bool {
    const FONTS: [&str; 2] = ["material-icons", "material-symbols-"];
    let class = element.attribute("class").unwrap_or_default();
    let is_font = |class: &str| FONTS.iter().any(|font| class.starts_with(font));
    if !class.split_ascii_whitespace().any(is_font) {
        return false;
    }
    let name = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '_';
    element.text().all(|text| text.trim().chars().all(name))
}

/// The space taken by the text of a box, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TextRoom {
    /// Minimum height, with lines as long as the width of the box.
    pub least_height: f64,
    /// Maximum height, with blocks below each other.
    pub most_height: f64,
    /// Minimum width of the longest line, if lines are not wrapped.
    pub least_width: f64,
}

/// The space taken by the text of a box, in lines of a given width; `None` if a font size is unknown.
pub fn text_room(view: &PageView<'_>, outer: ElementRef<'_>, width: f64) -> Option<TextRoom> {
    /// Minimum line height, in font sizes; with less, lines overlap.
    const LEAST_LINE: f64 = 0.9;
    const MOST_LINE: f64 = 2.0;
    let mut room = TextRoom::default();
    let mut flowing = 0.0;
    let inside =
        std::iter::once(view.element(outer.id())?).chain(view.index.descendants(outer.id()));
    // Content that scrolls or is clipped takes no more than its own space, horizontally and vertically.
    let (mut narrow_until, mut low_until) = (0, 0);
    for element in inside {
        if !role::is_html(element) || view.rendered(element).is_no() || shows_icon(element) {
            continue;
        }
        let position = view.index.position(element.id())?;
        if element.id() != outer.id() {
            let (across, down) = overflow(view, position);
            if across != Overflow::Visible {
                narrow_until = narrow_until.max(view.index.end(position));
            }
            if down != Overflow::Visible && !grows_down(view, position) {
                low_until = low_until.max(view.index.end(position));
            }
        }
        let style = view.computed().get(position)?;
        if style.is_away {
            continue;
        }
        let (mut letters, mut longest) = (0.0, 0.0_f64);
        for child in element.children() {
            if let Node::Text(text) = child.value() {
                for line in text.lines() {
                    let words: Vec<&str> = line.split_whitespace().collect();
                    let length = count(words.join(" ").chars().count());
                    longest = longest.max(length);
                    letters += length;
                }
            }
        }
        if letters == 0.0 {
            continue;
        }
        let size = style.font_size?;
        let takes_height = position >= low_until;
        let lines = |wide: f64| (letters * size * wide / width.max(1.0)).ceil().max(1.0);
        let below = stands_below(view, position, outer);
        let keeps_lines = keeps_lines(view, position);
        if below && takes_height {
            // Text that is not wrapped never takes a second line.
            let least = match keeps_lines {
                Some(false) => lines(NARROWEST),
                Some(true) | None => 1.0,
            };
            room.least_height += least * size * LEAST_LINE;
        } else if takes_height && keeps_lines == Some(false) {
            flowing += letters * size * NARROWEST / width.max(1.0) * size * LEAST_LINE;
        }
        if takes_height {
            room.most_height += (lines(WIDEST) * MOST_LINE + 2.0) * size;
        }
        if position >= narrow_until && keeps_lines? {
            room.least_width = room.least_width.max(longest * size * NARROWEST);
        }
    }
    room.least_height = room.least_height.max(flowing);
    Some(room)
}

/// Minimum width of the longest word in a box, in pixels; `None` if a font size is unknown. Words that may be broken at a
/// hyphen or a soft hyphen count by their parts.
pub fn longest_word(view: &PageView<'_>, outer: ElementRef<'_>) -> Option<f64> {
    let mut longest = 0.0_f64;
    let outer = view.element(outer.id())?;
    for element in std::iter::once(outer).chain(view.index.descendants(outer.id())) {
        if !role::is_html(element) || view.rendered(element).is_no() || shows_icon(element) {
            continue;
        }
        let texts = element
            .children()
            .filter_map(|child| child.value().as_text());
        let words =
            texts.flat_map(|text| text.split(|ch: char| ch.is_whitespace() || is_break(ch)));
        let letters = words.map(|word| word.chars().count()).max().unwrap_or(0);
        if letters > 0 {
            let size = view
                .computed()
                .get(view.index.position(element.id())?)?
                .font_size?;
            longest = longest.max(count(letters) * size * NARROWEST);
        }
    }
    Some(longest)
}

/// Whether a line may be broken at a sign inside a word.
fn is_break(ch: char) -> bool {
    matches!(
        ch,
        '-' | '/' | '\u{ad}' | '\u{200b}' | '\u{2010}' | '\u{2013}' | '\u{2014}'
    )
}

/// Whether the text of an element is certainly below that of the previous blocks.
fn stands_below(view: &PageView<'_>, position: usize, outer: ElementRef<'_>) -> bool {
    const BLOCKS: [&str; 17] = [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "section",
        "article",
        "dd",
        "dt",
    ];
    let mut next = Some(position);
    while let Some(at) = next {
        let Some(element) = view.index.element_at(at) else {
            return false;
        };
        if element.id() == outer.id() {
            return true;
        }
        let style = view.computed().get(at);
        let plain = style.is_some_and(|style| {
            style
                .display
                .as_deref()
                .is_none_or(|display| display == "block")
                && !style.floats
                && style.position != super::computed::Position::Apart
        });
        if !plain || !BLOCKS.contains(&element.value().name()) {
            return false;
        }
        next = view.index.parent(at);
    }
    false
}

/// Whether a child of a box gives way along one of its sides: an item of a flex container that may shrink.
pub fn may_shrink(
    view: &PageView<'_>,
    outer: ElementRef<'_>,
    child: usize,
    along: Property,
) -> bool {
    let Some(outer) = view.index.position(outer.id()) else {
        return false;
    };
    let is_flexible = match keyword(view, outer, Property::Display) {
        Ok(display) => display.is_some_and(|display| display.contains("flex")),
        Err(()) => true,
    };
    let is_main = match keyword(view, outer, Property::FlexDirection) {
        Ok(direction) => {
            let down = direction.is_some_and(|direction| direction.starts_with("column"));
            down == (along == Property::Height)
        }
        Err(()) => true,
    };
    let keeps_size = match keyword(view, child, Property::FlexShrink) {
        Ok(shrink) => shrink.is_some_and(|shrink| shrink.parse::<f64>() == Ok(0.0)),
        Err(()) => false,
    };
    is_flexible && is_main && !keeps_size
}

/// The total height of blocks with a stated height below each other.
pub fn stated_height(view: &PageView<'_>, outer: ElementRef<'_>) -> f64 {
    let children = outer.children().filter_map(ElementRef::wrap);
    let heights = children.filter_map(|child| {
        let position = view.index.position(child.id())?;
        let shown = view.rendered(child).is_yes()
            && stands_below(view, position, outer)
            && !may_shrink(view, outer, position, Property::Height);
        match limit(view, position, [Property::Height, Property::Height]) {
            Limit::Pixels(height) if shown => Some(height),
            _ => None,
        }
    });
    heights.sum()
}

/// The greatest stated width of a block inside a box. Scrolling blocks do not count: only their scroll bar would
/// overflow.
pub fn stated_width(view: &PageView<'_>, outer: ElementRef<'_>) -> f64 {
    let children = outer.children().filter_map(ElementRef::wrap);
    let widths = children.filter_map(|child| {
        let position = view.index.position(child.id())?;
        let (across, down) = overflow(view, position);
        let scrolls = [across, down].contains(&Overflow::Scrolled);
        let shown = !scrolls
            && view.rendered(child).is_yes()
            && stands_below(view, position, outer)
            && !may_shrink(view, outer, position, Property::Width);
        match limit(view, position, [Property::Width, Property::Width]) {
            Limit::Pixels(width) if shown => Some(width),
            _ => None,
        }
    });
    widths.fold(0.0, f64::max)
}

/// The total stated width of the images in a box, if they are on one line that is not broken.
pub fn stated_line(view: &PageView<'_>, outer: ElementRef<'_>) -> f64 {
    let Some(position) = view.index.position(outer.id()) else {
        return 0.0;
    };
    let display = |at: usize| {
        view.computed()
            .get(at)
            .map(|style| style.display.as_deref())
    };
    let is_block = matches!(
        display(position),
        Some(None | Some("block" | "inline-block"))
    );
    if !is_block || keeps_lines(view, position) != Some(true) {
        return 0.0;
    }
    let children = outer.children().filter_map(ElementRef::wrap);
    let pictures = children.filter(|child| child.value().name() == "img");
    let widths = pictures.filter_map(|picture| {
        let at = view.index.position(picture.id())?;
        let style = view.computed().get(at)?;
        let in_line = matches!(display(at)?, None | Some("inline" | "inline-block"))
            && style.position == Position::Static
            && !style.floats
            && view.rendered(picture).is_yes();
        match limit(view, at, [Property::Width, Property::MaxWidth]) {
            Limit::Pixels(width) if in_line => Some(width),
            _ => None,
        }
    });
    widths.sum()
}

/// The padding of a box, summed over two sides.
pub fn padding(view: &PageView<'_>, position: usize, properties: [Property; 2]) -> Option<f64> {
    let scale = view.computed().scale(position);
    let mut sum = 0.0;
    for property in properties {
        sum += match keyword(view, position, property).ok()? {
            None => 0.0,
            Some(value) => pixels(&value, scale)?,
        };
    }
    Some(sum)
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
