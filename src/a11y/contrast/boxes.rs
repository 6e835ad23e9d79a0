//! Uses boxes to decide whether a positioned element is really behind a text, and what a positioned text is really in
//! front of.

use crate::a11y::PageView;
use crate::a11y::computed::{ComputedStyle, Position, is_replaced};
use crate::a11y::css::Pseudo;
use crate::a11y::layout::{Layout, Rect};
use crate::a11y::style::{Computed, Property};

/// Tolerance for text in another font, as a fraction of its size.
const FONTS: f64 = 0.25;

/// Minimum gap between two separate boxes, in pixels.
const ROOM: f64 = 8.0;

/// Maximum number of elements around a positioned text that are compared with it.
const MOST_AROUND: usize = 2_000;

/// Whether an element outside the flow certainly does not touch a text.
pub fn lie_apart(view: &PageView<'_>, painter: usize, text: usize) -> bool {
    let Some((layout, common)) = view.layout().zip(common(view, painter, text)) else {
        return false;
    };
    let boxes = layout
        .get(common)
        .zip(layout.get(painter))
        .zip(layout.get(text));
    let Some(((outer, painter_box), text_box)) = boxes else {
        return false;
    };
    let holds_still = [painter, text].into_iter().all(|inside| {
        let mut way = way_out(view, inside, common);
        way.all(|at| stands_still(view, at))
    });
    // The further down both are, the greater the uncertainty.
    let depth = |rect: Rect| (rect.bottom() - outer.outer.y).max(rect.right() - outer.outer.x);
    let far = depth(painter_box.outer).max(depth(text_box.outer));
    let spills = painter_box.content.0 > painter_box.inner.0 + 1.0
        || painter_box.content.1 > painter_box.inner.1 + 1.0;
    holds_still && !spills && painter_box.outer.gap(text_box.outer) > ROOM + FONTS * far
}

/// Whether a text in an element outside the flow is certainly in front of its containing block, and nothing else in
/// that block touches it.
pub fn stands_on_its_container(view: &PageView<'_>, placed: usize, text: usize) -> bool {
    let absolute = view.styles().value_on_screen(placed, Property::Position);
    if absolute != Computed::Value("absolute") || !stands_still(view, placed) {
        return false;
    }
    let mut around = std::iter::successors(view.index.parent(placed), |at| view.index.parent(*at));
    let container = around.find(|at| {
        let style = view.computed().get(*at);
        style.is_none_or(|style| style.position != Position::Static)
    });
    let (Some(layout), Some(container)) = (view.layout(), container) else {
        return false;
    };
    let boxes = layout.get(container).zip(layout.get(text));
    let Some((outer, text_box)) = boxes else {
        return false;
    };
    let (outer, own) = (outer.outer, text_box.outer);
    let has_room =
        own.width * (1.0 + FONTS) <= outer.width && own.height * (1.0 + FONTS) <= outer.height;
    let range = container + 1..view.index.end(container);
    has_room
        && range.len() <= MOST_AROUND
        && outer.around(own) == outer
        && way_out(view, text, container).all(|at| {
            let holds = |rect: Rect| rect.around(own) == rect;
            stands_still(view, at)
                && (!paints(view, at) || layout.raw(at).is_some_and(|one| holds(one.outer)))
        })
        && range
            .filter(|at| !(*at <= text && text < view.index.end(*at)))
            .filter(|at| !(placed <= *at && *at < view.index.end(placed)))
            .all(|at| is_clear_of(view, layout, at, own))
}

/// Whether an element paints nothing near a text.
fn is_clear_of(view: &PageView<'_>, layout: &Layout, position: usize, text: Rect) -> bool {
    let Some(own) = layout.raw(position) else {
        return true;
    };
    let margin = ROOM + FONTS * text.width.max(text.height);
    !paints(view, position)
        || stands_still(view, position) && !own.outer.is_empty() && own.outer.gap(text) > margin
}

/// Whether something other than text is painted in the box of an element.
fn paints(view: &PageView<'_>, position: usize) -> bool {
    let generates = || {
        [Pseudo::Before, Pseudo::After].into_iter().any(|pseudo| {
            let generated = view.computed().generated(view.styles(), position, pseudo);
            generated.is_some_and(|style| style.paints() || style.position != Position::Static)
        })
    };
    let element = view.index.element_at(position);
    view.computed()
        .get(position)
        .is_none_or(ComputedStyle::paints)
        || element.is_some_and(is_replaced)
        || generates()
}

/// Whether an element is where its box says: not moved, not fixed to the screen, not in a shared cell.
fn stands_still(view: &PageView<'_>, position: usize) -> bool {
    let at = view.styles().value_on_screen(position, Property::Position);
    let is_fixed = match at {
        Computed::Unset => false,
        Computed::Value(value) => {
            !["static", "relative", "absolute"].contains(&value.to_ascii_lowercase().as_str())
        }
        Computed::Open => true,
    };
    let style = view.computed().get(position);
    !is_fixed
        && style.is_some_and(|style| !style.is_shifted && !style.shares_cell && !style.has_effect)
}

/// An element and its ancestors, up to one of them (exclusive).
fn way_out<'v>(
    view: &'v PageView<'_>,
    position: usize,
    outer: usize,
) -> impl Iterator<Item = usize> + 'v {
    std::iter::successors(Some(position), |at| view.index.parent(*at))
        .take_while(move |at| *at != outer)
}

/// The innermost common ancestor of two elements.
fn common(view: &PageView<'_>, one: usize, other: usize) -> Option<usize> {
    let holds = |at: usize| at < one.min(other) && one.max(other) < view.index.end(at);
    std::iter::successors(view.index.parent(one.max(other)), |at| {
        view.index.parent(*at)
    })
    .find(|at| holds(*at))
}
