//! Elements outside the flow that may lie behind text elsewhere in the page.

use crate::model::Attributes;
use scraper::ElementRef;

use super::boxes;
use crate::a11y::PageView;
use crate::a11y::computed::{ComputedStyle, Position, is_replaced};
use crate::a11y::css::Pseudo;
use crate::a11y::extent::{self, Limit, Overflow};
use crate::a11y::style::{Computed, Property, Styles};

/// Maximum number of such elements; hand-made pages have fewer.
const MOST_PAINTERS: usize = 48;

/// The elements that may lie behind others.
pub struct Painters {
    painters: Vec<Painter>,
    /// Whether there are too many to examine.
    many: bool,
}

struct Painter {
    position: usize,
    z_index: i32,
    /// Moved within the flow, not taken out of it.
    in_flow: bool,
}

impl Painters {
    /// Collects those of a page.
    pub fn new(view: &PageView<'_>) -> Self {
        let mut painters = Vec::new();
        for (position, element) in view.index.elements().enumerate() {
            let Some(style) = view.computed().get(position) else {
                continue;
            };
            let apart = matches!(style.position, Position::Apart | Position::Unknown);
            let below = style.z_index.is_some_and(|z_index| z_index < 0);
            let replaced = is_replaced(element);
            let shifted = style.is_shifted && replaced;
            let clear = style.opacity.is_some_and(|opacity| opacity <= 0.0);
            if !(apart || below || shifted) || style.is_away || clear {
                continue;
            }
            let shows = replaced || style.paints();
            let large = below || is_large(style, view.styles(), position, None);
            let picture = replaced && !is_small(view, element, position);
            if shows && (large || picture) && !view.rendered(element).is_no() {
                painters.push(Painter {
                    position,
                    z_index: style.z_index.unwrap_or(0),
                    in_flow: !apart && !below,
                });
            }
        }
        let many = painters.len() > MOST_PAINTERS;
        painters.truncate(MOST_PAINTERS);
        Self { painters, many }
    }

    /// An element that may lie between the text of an element and its backdrop (`None`: the page itself).
    pub fn behind(
        &self,
        view: &PageView<'_>,
        text: usize,
        provider: Option<usize>,
    ) -> Option<usize> {
        if provider == Some(text) {
            return None;
        }
        let chain: Vec<usize> =
            std::iter::successors(Some(text), |at| view.index.parent(*at)).collect();
        let inside = provider.map_or(chain.len(), |provider| {
            chain.iter().position(|at| *at == provider).unwrap_or(0)
        });
        let found = self
            .painters
            .iter()
            .filter(|painter| painter.may_be_behind(view, &chain, inside))
            .find(|painter| !boxes::lie_apart(view, painter.position, text));
        let many = || self.many.then_some(text);
        found.map(|painter| painter.position).or_else(many)
    }
}

impl Painter {
    /// `chain`: the element of the text and its ancestors, outwards; `inside`: how many of them are inside the
    /// backdrop.
    fn may_be_behind(&self, view: &PageView<'_>, chain: &[usize], inside: usize) -> bool {
        if chain
            .binary_search_by(|around| self.position.cmp(around))
            .is_ok()
        {
            return false;
        }
        // From the painter up to the first common ancestor.
        let mut below = self.position;
        let mut z_index = self.z_index;
        // Whether the containing block was reached: only from there on do boxes clip the painter.
        let absolute = view
            .styles()
            .value_on_screen(self.position, Property::Position);
        let mut may_be_held = absolute == Computed::Value("absolute");
        let mut placed = false;
        let common = loop {
            let Some(parent) = view.index.parent(below) else {
                return false;
            };
            // Ancestors come before their descendants.
            if let Ok(at) = chain.binary_search_by(|around| parent.cmp(around)) {
                break at;
            }
            below = parent;
            if let Some(style) = view.computed().get(parent) {
                placed |= style.position != Position::Static;
                let flows = matches!(style.position, Position::Static | Position::Relative)
                    && !style.is_shifted
                    && !style.floats;
                may_be_held &= flows || !placed;
                let cuts = (Overflow::Clipped, Overflow::Clipped);
                if may_be_held && placed && extent::overflow(view, parent) == cuts {
                    return false;
                }
                let layer = style.position != Position::Static && style.z_index.is_some();
                if layer || style.opacity.is_some_and(|opacity| opacity < 1.0) {
                    z_index = style.z_index.unwrap_or(0);
                }
            }
        };
        // Elements outside the backdrop are behind it.
        if common > inside {
            return false;
        }
        if z_index < 0 {
            return true;
        }
        let own = chain.get(..common).unwrap_or_default();
        let earlier = own.last().is_some_and(|own| below < *own);
        if self.in_flow {
            return earlier && common <= 3;
        }
        let layered = own.iter().rev().find_map(|at| {
            let style = view.computed().get(*at)?;
            let positioned = style.position != Position::Static;
            positioned.then_some(style.z_index.unwrap_or(0))
        });
        layered.is_some_and(|layer| z_index < layer || (z_index == layer && earlier))
    }
}

/// Whether an image has the stated size of an icon.
fn is_small(view: &PageView<'_>, element: ElementRef<'_>, position: usize) -> bool {
    const SMALL: f64 = 100.0;
    let stated = |side: Property| match extent::limit(view, position, [side, side]) {
        Limit::Pixels(pixels) => Some(pixels),
        _ => element
            .attribute(side.name())?
            .trim()
            .trim_end_matches("px")
            .parse()
            .ok(),
    };
    [Property::Width, Property::Height]
        .into_iter()
        .filter_map(stated)
        .any(|side| side <= SMALL)
}

/// Whether a box outside the flow is stretched over its container.
pub fn is_large(
    style: &ComputedStyle,
    styles: &Styles,
    position: usize,
    pseudo: Option<Pseudo>,
) -> bool {
    if style.z_index.is_some_and(|z_index| z_index < 0) {
        return true;
    }
    let declared = |property: Property| {
        styles
            .declared(position, property, pseudo)
            .iter()
            .rfind(|declared| !declared.desktop.is_no())
            .map(|declared| declared.value.to_ascii_lowercase())
            .filter(|value| value != "auto")
    };
    let whole = |property: Property| {
        declared(property).is_some_and(|size| {
            [
                "100%", "100vw", "100vh", "110%", "120%", "101%", "calc(", "var(",
            ]
            .iter()
            .any(|whole| size.starts_with(whole))
        })
    };
    let sides =
        |one: Property, other: Property| declared(one).is_some() && declared(other).is_some();
    let wide = whole(Property::Width)
        || (declared(Property::Width).is_none() && sides(Property::Left, Property::Right));
    // A band at the top of the page, behind what follows.
    let is_band = |property: Property| {
        /// Minimum height of a band that holds more than a line, in pixels.
        const HIGH: f64 = 100.0;
        let pixels =
            declared(property).and_then(|size| size.strip_suffix("px")?.trim().parse::<f64>().ok());
        pixels.is_some_and(|pixels| pixels >= HIGH)
    };
    let high = whole(Property::Height)
        || is_band(Property::Height)
        || is_band(Property::MinHeight)
        || (declared(Property::Height).is_none() && sides(Property::Top, Property::Bottom));
    wide && high
}
