//! The boxes of a page on the judged [screen](super::css::SCREEN), from an engine that is built in on request (the
//! cargo feature `embedded`). Sizes are reliable within a tolerance; positions only within a part of the page, because
//! a small error moves everything after it. Unknown boxes are missing.

#[cfg(feature = "embedded")]
mod embedded;
#[cfg(feature = "embedded")]
mod typeface;

use super::computed::is_replaced;
use super::{PageView, role};
use crate::model::Attributes;
use html5ever::tree_builder::QuirksMode;
use scraper::ElementRef;

/// Maximum number of elements; layout of more takes too long.
const MOST_ELEMENTS: usize = 20_000;

/// Maximum depth of a page: engines recurse through their trees.
const DEEPEST: usize = 200;

/// Maximum size of all style sheets in bytes; several component libraries need less.
const MOST_CSS: usize = 6 << 20;

/// A rectangle in pixels, from the upper left corner of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left side.
    pub x: f64,
    /// Upper side.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    /// Right side.
    pub fn right(self) -> f64 {
        self.x + self.width
    }

    /// Lower side.
    pub fn bottom(self) -> f64 {
        self.y + self.height
    }

    /// Centre.
    pub fn middle(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn around(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self {
            x,
            y,
            width: self.right().max(other.right()) - x,
            height: self.bottom().max(other.bottom()) - y,
        }
    }

    /// Distance of a point; 0 inside.
    pub fn distance(self, (x, y): (f64, f64)) -> f64 {
        let across = (self.x - x).max(x - self.right()).max(0.0);
        let down = (self.y - y).max(y - self.bottom()).max(0.0);
        across.hypot(down)
    }

    /// Gap between two rectangles; negative if they overlap.
    pub fn gap(self, other: Self) -> f64 {
        let across = (self.x - other.right()).max(other.x - self.right());
        let down = (self.y - other.bottom()).max(other.y - self.bottom());
        across.max(down)
    }

    /// Whether it has no area.
    pub fn is_empty(self) -> bool {
        self.width <= 0.0 || self.height <= 0.0
    }
}

/// The box of an element.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementBox {
    /// Its border box, around all fragments.
    pub outer: Rect,
    /// Its fragments, one per line, if it flows in lines of text; empty for other boxes.
    pub fragments: Box<[Rect]>,
    /// Width and height inside its borders.
    pub inner: (f64, f64),
    /// Extent of its content to the right and down, from its upper left corner inside its borders.
    pub content: (f64, f64),
}

/// The boxes of a page.
#[derive(Debug)]
pub struct Layout {
    /// By position.
    boxes: Vec<Option<ElementBox>>,
    /// By position: whether the size of some content is unknown, such as that of an image.
    unsure: Vec<bool>,
}

/// Why a page has no boxes although they were requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Its styles are not known sufficiently; verdicts that depend on styles stay open anyway.
    Styles,
    /// It is too large, too deep or too complex.
    Bounds,
    /// The engine failed, for this reason.
    Failed(String),
}

impl Layout {
    /// Lays out a page.
    ///
    /// # Errors
    /// The reason why it is not possible.
    pub fn of(view: &PageView<'_>) -> Result<Self, Lack> {
        // Quirks mode has different layout rules.
        if view.page.html.quirks_mode == QuirksMode::Quirks {
            return Err(Lack::Styles);
        }
        let sheets = view.styles().texts_on_screen().ok_or(Lack::Styles)?;
        let depths = depths(view);
        let bytes: usize = sheets.iter().map(|sheet| sheet.len()).sum();
        if view.index.len() > MOST_ELEMENTS
            || depths.iter().any(|depth| *depth > DEEPEST)
            || bytes > MOST_CSS
            || view.styles().cut_short
        {
            return Err(Lack::Bounds);
        }
        let boxes = boxes(view, &sheets)?;
        Ok(Self {
            unsure: unsure(view, &boxes),
            boxes,
        })
    }

    /// The box of an element; `None` if it has none, or its size is not known.
    pub fn get(&self, position: usize) -> Option<&ElementBox> {
        match self.is_unsure(position) {
            true => None,
            false => self.raw(position),
        }
    }

    /// The engine's box of an element, even if its size depends on unknown content.
    pub fn raw(&self, position: usize) -> Option<&ElementBox> {
        self.boxes.get(position)?.as_ref()
    }

    /// Whether the size of an element or its content depends on something unknown.
    pub fn is_unsure(&self, position: usize) -> bool {
        self.unsure.get(position).is_none_or(|unsure| *unsure)
    }
}

#[cfg(feature = "embedded")]
fn boxes(view: &PageView<'_>, sheets: &[&str]) -> Result<Vec<Option<ElementBox>>, Lack> {
    // The engine is young; a page that it cannot handle must not cost all others.
    embedded::boxes(view, sheets).map_err(|crate::gap::Panicked(cause)| Lack::Failed(cause))
}

#[cfg(not(feature = "embedded"))]
fn boxes(_: &PageView<'_>, _: &[&str]) -> Result<Vec<Option<ElementBox>>, Lack> {
    Err(Lack::Failed("not built in".to_owned()))
}

/// Depth of each element, by position.
fn depths(view: &PageView<'_>) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::with_capacity(view.index.len());
    for position in 0..view.index.len() {
        let around = view.index.parent(position).and_then(|at| depths.get(at));
        depths.push(around.map_or(0, |around| around + 1));
    }
    depths
}

/// What is affected by an unknown size: all ancestors, and elements that share a row, a grid or a table.
fn unsure(view: &PageView<'_>, boxes: &[Option<ElementBox>]) -> Vec<bool> {
    let index = &view.index;
    let mut around = vec![false; index.len()];
    for (position, element) in index.elements().enumerate() {
        let open = brings_its_size(view, position, element)
            || has_edges_in_line(view, position, boxes)
            || view.styles().miss(position);
        let mut next = open.then_some(position);
        while let Some(at) = next.filter(|at| !around[*at]) {
            around[at] = true;
            next = index.parent(at);
        }
    }
    let mut beside: Vec<bool> = Vec::with_capacity(index.len());
    for position in 0..index.len() {
        let parent = index.parent(position);
        let squeezed =
            |parent: usize| beside[parent] || around[parent] && shares_room(view, parent);
        let squeezed = parent.is_some_and(squeezed);
        beside.push(squeezed);
    }
    let both = around.into_iter().zip(beside);
    both.map(|(around, beside)| around || beside).collect()
}

/// Whether an inline element has space at its sides, which the engine ignores.
fn has_edges_in_line(view: &PageView<'_>, position: usize, boxes: &[Option<ElementBox>]) -> bool {
    use super::style::Property;

    const EDGES: [Property; 9] = [
        Property::BorderBottomStyle,
        Property::BorderBottomWidth,
        Property::BorderTopWidth,
        Property::MarginLeft,
        Property::MarginRight,
        Property::PaddingBottom,
        Property::PaddingLeft,
        Property::PaddingRight,
        Property::PaddingTop,
    ];
    let in_line = boxes.get(position).and_then(Option::as_ref);
    let sets = |property| {
        let declared = view.styles().declared(position, property, None);
        declared.iter().any(|one| {
            let nothing = matches!(&*one.value, "0" | "0px" | "none" | "auto");
            !one.desktop.is_no() && !nothing
        })
    };
    in_line.is_some_and(|one| !one.fragments.is_empty()) && EDGES.into_iter().any(sets)
}

/// Whether the children of an element share its width.
pub fn shares_room(view: &PageView<'_>, position: usize) -> bool {
    let name = view.index.element_at(position);
    let name = name.map_or("", |element| element.value().name());
    let display = view.computed().get(position);
    let display = display.and_then(|style| style.display.as_deref());
    match display {
        Some(display) => ["flex", "grid", "table"]
            .iter()
            .any(|kind| display.contains(kind)),
        None => matches!(name, "table" | "tbody" | "thead" | "tfoot" | "tr"),
    }
}

/// Whether the size of an element depends on something unavailable: an image, a video, a program, or native styling.
fn brings_its_size(view: &PageView<'_>, position: usize, element: ElementRef<'_>) -> bool {
    use super::extent::{Limit, limit};
    use super::style::Property;

    let name = element.value().name();
    let from_outside = is_replaced(element) && name != "picture"
        || matches!(
            name,
            "audio" | "math" | "meter" | "progress" | "applet" | "marquee"
        )
        // Custom elements.
        || name.contains('-');
    let of_browser = match name {
        "input" => !matches!(
            role::input_type(element).as_str(),
            "text"
                | "email"
                | "tel"
                | "url"
                | "password"
                | "search"
                | "number"
                | "hidden"
                | "submit"
                | "reset"
                | "button"
                | "checkbox"
                | "radio"
        ),
        "select" => true,
        _ => false,
    };
    if !from_outside && !of_browser {
        return false;
    }
    let stated = |side: Property| {
        let by_attribute = || {
            let value = element.attribute(side.name()).unwrap_or_default().trim();
            value.trim_end_matches("px").parse::<f64>().is_ok()
        };
        matches!(limit(view, position, [side, side]), Limit::Pixels(_))
            || from_outside
                && view.styles().declared(position, side, None).is_empty()
                && by_attribute()
    };
    !(stated(Property::Width) && stated(Property::Height))
}
