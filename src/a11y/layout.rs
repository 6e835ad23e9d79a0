//! The boxes of a page on [the screen](super::css::SCREEN) that is judged, from an engine that is built in on request
//! (the cargo feature `embedded`). Sizes can be trusted within a tolerance; places only within a part of the page, for
//! whatever is off by a little moves all that comes after it. What is not known is missing.

#[cfg(feature = "embedded")]
mod embedded;
#[cfg(feature = "embedded")]
mod typeface;

use super::computed::is_replaced;
use super::{PageView, role};
use crate::model::Attributes;
use html5ever::tree_builder::QuirksMode;
use scraper::ElementRef;

/// More elements than a page has that people read; layout of more takes too long.
const MOST_ELEMENTS: usize = 20_000;

/// Deeper than pages are: engines follow their trees by recursion.
const DEEPEST: usize = 200;

/// More text of style sheets than several component libraries have, in bytes.
const MOST_CSS: usize = 6 << 20;

/// A rectangle in pixels, from the upper left corner of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Its left side.
    pub x: f64,
    /// Its upper side.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl Rect {
    /// Its right side.
    pub fn right(self) -> f64 {
        self.x + self.width
    }

    /// Its lower side.
    pub fn bottom(self) -> f64 {
        self.y + self.height
    }

    /// The middle of it.
    pub fn middle(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// The smallest one around both.
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

    /// How far a point is from it; 0 inside.
    pub fn distance(self, (x, y): (f64, f64)) -> f64 {
        let across = (self.x - x).max(x - self.right()).max(0.0);
        let down = (self.y - y).max(y - self.bottom()).max(0.0);
        across.hypot(down)
    }

    /// How far apart two of them are; below 0 where they overlap, by how much at least in one direction.
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
    /// Its border box; around all of its fragments.
    pub outer: Rect,
    /// Its pieces, one in each line, where it flows in lines of text; empty for other boxes.
    pub fragments: Box<[Rect]>,
    /// Width and height inside of its borders.
    pub inner: (f64, f64),
    /// How far what stands in it reaches to the right and down, from its upper left corner inside of its borders.
    pub content: (f64, f64),
}

/// The boxes of a page.
#[derive(Debug)]
pub struct Layout {
    /// By position.
    boxes: Vec<Option<ElementBox>>,
    /// By position: whether the size of something in it hangs on what nobody knows here, such as pictures.
    unsure: Vec<bool>,
}

/// Why a page has no boxes although they were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Its styles are not known well enough; what hangs on styles is left open anyway.
    Styles,
    /// It is too large, too deep or too elaborate.
    Bounds,
    /// The engine gave up on it, for this reason.
    Failed(String),
}

impl Layout {
    /// Lays out a page.
    ///
    /// # Errors
    /// Why that is not possible.
    pub fn of(view: &PageView<'_>) -> Result<Self, Lack> {
        // Old pages are laid out by other rules.
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

    /// The box of an element; nothing where it has none, or where its size is not known.
    pub fn get(&self, position: usize) -> Option<&ElementBox> {
        match self.is_unsure(position) {
            true => None,
            false => self.raw(position),
        }
    }

    /// What the engine says of an element, whether its size hangs on what is not known or not.
    pub fn raw(&self, position: usize) -> Option<&ElementBox> {
        self.boxes.get(position)?.as_ref()
    }

    /// Whether the size of an element, or of something in it, hangs on what nobody knows.
    pub fn is_unsure(&self, position: usize) -> bool {
        self.unsure.get(position).is_none_or(|unsure| *unsure)
    }
}

#[cfg(feature = "embedded")]
fn boxes(view: &PageView<'_>, sheets: &[&str]) -> Result<Vec<Option<ElementBox>>, Lack> {
    // It is young, and one page that it cannot cope with is no reason to lose all others.
    embedded::boxes(view, sheets).map_err(|crate::gap::Panicked(cause)| Lack::Failed(cause))
}

#[cfg(not(feature = "embedded"))]
fn boxes(_: &PageView<'_>, _: &[&str]) -> Result<Vec<Option<ElementBox>>, Lack> {
    Err(Lack::Failed("not built in".to_owned()))
}

/// How deep each element stands, by position.
fn depths(view: &PageView<'_>) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::with_capacity(view.index.len());
    for position in 0..view.index.len() {
        let around = view.index.parent(position).and_then(|at| depths.get(at));
        depths.push(around.map_or(0, |around| around + 1));
    }
    depths
}

/// What hangs on something whose size is not known: all around it, and what shares a row, a grid or a table with it.
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

/// Whether an element that flows in lines has room of its own at its sides, which the engine does not give to it.
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

/// Whether what stands in an element has to share its width.
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

/// Whether the size of an element comes from something that is not here: a picture, a film, a program, or the design of
/// the browser.
fn brings_its_size(view: &PageView<'_>, position: usize, element: ElementRef<'_>) -> bool {
    use super::extent::{Limit, limit};
    use super::style::Property;

    let name = element.value().name();
    let from_outside = is_replaced(element) && name != "picture"
        || matches!(
            name,
            "audio" | "math" | "meter" | "progress" | "applet" | "marquee"
        )
        // What scripts define.
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
