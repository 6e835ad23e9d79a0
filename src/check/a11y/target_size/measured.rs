//! Boxes as evidence of the size of targets and the space around them.

use std::ops::Range;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::{is_field, is_pressed, reaches_out};
use crate::a11y::computed::Position;
use crate::a11y::extent::{self, Overflow};
use crate::a11y::layout::{self, Layout, Rect};
use crate::a11y::{PageView, role};
use crate::check::a11y::stacked_links;
use crate::model::Attributes;

/// The verdict on a target by its boxes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Measured {
    /// It is large enough.
    Large,
    /// It is small, without other targets near it.
    Roomy,
    /// It is small, and the centre of another small one is too near: maximum sizes and distance.
    Crowded {
        width: f64,
        height: f64,
        distance: f64,
    },
    /// It is near one of these limits, or something about it is unknown.
    Unsure,
}

/// Tolerance for letters in another font than that of the layout, as a fraction.
const FONTS: f64 = 0.25;

/// The same for heights, if style sheets state the line height.
const LINES: f64 = 0.05;

/// Rounding, in pixels.
const ROUNDING: f64 = 1.0;

/// Radius without other targets, in pixels: boxes are not exact enough for a smaller one.
const AROUND: f64 = 48.0;

/// All targets of a page.
pub(super) struct Targets<'l> {
    layout: &'l Layout,
    all: Vec<Aim>,
}

/// A target.
#[derive(Clone, Copy)]
struct Aim {
    position: usize,
    rect: Rect,
    /// Whether its size and everything affected by it are known.
    is_known: bool,
    /// Whether it and all its ancestors are in the flow.
    flows: bool,
}

impl<'l> Targets<'l> {
    pub(super) fn new(page: &PageView<'_>, layout: &'l Layout) -> Self {
        let elements = page.index.elements().enumerate();
        let aims = elements.filter_map(|(position, element)| {
            let aimed_at = role::is_html(element)
                && (is_pressed(page, element) || is_field(element) || is_label(element))
                && !page.seen(element).is_no()
                && page.takes_input(element);
            let own = layout.raw(position).filter(|_| aimed_at)?.outer;
            // Larger descendants belong to it.
            let inside = position + 1..page.index.end(position);
            let inside = inside.filter_map(|at| Some(layout.raw(at)?.outer));
            let rect = inside
                .filter(|rect| !rect.is_empty())
                .fold(own, Rect::around);
            let is_known = !layout.is_unsure(position)
                && page.seen(element).is_yes()
                && !rect.is_empty()
                && !page.lacks_style_of(element.id());
            Some(Aim {
                position,
                rect,
                is_known,
                flows: flows_in(page, position, None),
            })
        });
        Self {
            layout,
            all: aims.collect(),
        }
    }

    /// The verdict on a target. `least`: the required size.
    pub(super) fn judge(&self, page: &PageView<'_>, node: NodeId, least: f64) -> Measured {
        let position = page.index.position(node);
        let aim = position.and_then(|position| {
            let at = self.all.binary_search_by_key(&position, |aim| aim.position);
            self.all.get(at.ok()?)
        });
        let (Some(aim), Some(element)) = (aim, page.element(node)) else {
            return Measured::Unsure;
        };
        let is_judged = aim.is_known
            && page.in_tab_order(element).is_yes()
            && !reaches_out(page, aim.position, element)
            && self.stays_inside(page, aim.position);
        let (width, height) = self.sizes(page, aim.position, aim.rect);
        match () {
            () if !is_judged => Measured::Unsure,
            () if width.0 >= least && height.0 >= least => Measured::Large,
            () if width.1 >= least && height.1 >= least => Measured::Unsure,
            () => self.judge_small(page, *aim, least),
        }
    }

    fn judge_small(&self, page: &PageView<'_>, aim: Aim, least: f64) -> Measured {
        let (width, height) = self.sizes(page, aim.position, aim.rect);
        let is_near = |other: Aim| other.rect.gap(aim.rect) <= AROUND || !other.flows;
        let others = || {
            // Boxes are compared before anything slower: pages have thousands of links.
            let near = self.all.iter().filter(|other| is_near(**other));
            let others = near.filter(|other| !nest(page, aim, **other));
            others.filter(|other| !lead_to_the_same(page, aim, **other))
        };
        let crowding = others().filter_map(|other| {
            let sizes = self.sizes(page, other.position, other.rect);
            let is_small = sizes.0.1 < least || sizes.1.1 < least;
            let is_seen = other.is_known && self.stays_inside(page, other.position);
            let distance = self.distance_at_most(page, aim, *other)?;
            (is_small && is_seen && distance < least).then_some(distance)
        });
        if let Some(distance) = crowding.min_by(f64::total_cmp) {
            return Measured::Crowded {
                width: width.1,
                height: height.1,
                distance,
            };
        }
        match others().next().is_none() && aim.flows {
            true => Measured::Roomy,
            false => Measured::Unsure,
        }
    }

    /// Minimum and maximum width and height of a target.
    fn sizes(&self, page: &PageView<'_>, position: usize, rect: Rect) -> ((f64, f64), (f64, f64)) {
        let within = |size: f64, tolerance: f64| {
            let lack = size / (1.0 + tolerance) - ROUNDING;
            (lack, size * (1.0 + tolerance) + ROUNDING)
        };
        let flows_in_line = self
            .layout
            .raw(position)
            .is_none_or(|own| !own.fragments.is_empty());
        let height =
            match !flows_in_line && has_stated_lines(page, position..page.index.end(position)) {
                true => within(rect.height, LINES),
                false => within(rect.height, FONTS),
            };
        (within(rect.width, FONTS), height)
    }

    /// The maximum distance between the centres of two targets; `None` if the content between them is unknown.
    fn distance_at_most(&self, page: &PageView<'_>, aim: Aim, other: Aim) -> Option<f64> {
        let (first, last) = match aim.position < other.position {
            true => (aim.position, other.position),
            false => (other.position, aim.position),
        };
        let common = std::iter::successors(page.index.parent(last), |at| page.index.parent(*at))
            .find(|at| *at < first && page.index.end(*at) > first)?;
        let outer = self.layout.raw(common)?;
        let far = aim.rect.right().max(other.rect.right()) - outer.outer.x;
        let stacked = [first, last].into_iter().all(|at| {
            let mut blocks = std::iter::successors(Some(at), |at| page.index.parent(*at))
                .take_while(|at| *at != common);
            blocks.any(|at| self.fills(at, outer.inner.0))
        });
        let known = (first..=last).all(|at| !self.layout.is_unsure(at))
            // In another font, content that moves to the next line would be elsewhere.
            && (stacked || far * (1.0 + FONTS) <= outer.outer.width)
            && (first..page.index.end(last)).all(|at| self.keeps_one_line(page, at))
            && !shares_rooms(page, first, common)
            && !shares_rooms(page, last, common)
            && flows_in(page, first, Some(common))
            && flows_in(page, last, Some(common));
        let ((x, y), (other_x, other_y)) = (aim.rect.middle(), other.rect.middle());
        let down = match has_stated_lines(page, first..last + 1) {
            true => LINES,
            false => FONTS,
        };
        let across = (x - other_x).abs() * (1.0 + FONTS);
        let down = (y - other_y).abs() * (1.0 + down);
        known.then(|| across.hypot(down) + ROUNDING)
    }

    /// Whether the text of an element stays on one line in any font.
    fn keeps_one_line(&self, page: &PageView<'_>, position: usize) -> bool {
        /// Upper bound of the average letter width, in font sizes.
        const LETTER: f64 = 0.8;
        let Some(element) = page.index.element_at(position) else {
            return true;
        };
        let letters: usize = element.text().map(|text| text.trim().chars().count()).sum();
        let size = page
            .computed()
            .get(position)
            .and_then(|style| style.font_size);
        let mut around = std::iter::successors(Some(position), |at| page.index.parent(*at));
        let block = around.find_map(|at| {
            let own = self.layout.raw(at)?;
            own.fragments.is_empty().then_some(own.inner.0)
        });
        let (Some(size), Some(width)) = (size, block) else {
            return letters == 0;
        };
        // A shrink-to-fit box already has the width of one line.
        let needed = letters as f64 * size * LETTER;
        needed <= width || self.is_as_wide_as_its_text(page, position)
    }

    /// Whether a box is a block as wide as its container, so that nothing is beside it.
    fn fills(&self, position: usize, width: f64) -> bool {
        /// Minimum share of the width, to allow for indents.
        const MOST_OF_IT: f64 = 0.75;
        let own = self.layout.raw(position);
        own.is_some_and(|own| own.fragments.is_empty() && own.outer.width >= width * MOST_OF_IT)
    }

    /// Whether a box takes its width from its text, and its container has more space.
    fn is_as_wide_as_its_text(&self, page: &PageView<'_>, position: usize) -> bool {
        let own = self.layout.raw(position);
        let around = page
            .index
            .parent(position)
            .and_then(|at| self.layout.raw(at));
        own.zip(around).is_some_and(|(own, around)| {
            own.fragments.is_empty() && own.outer.width * (1.0 + FONTS) < around.inner.0
        })
    }

    /// Whether no ancestor clips an element or scrolls it out of sight.
    fn stays_inside(&self, page: &PageView<'_>, position: usize) -> bool {
        let Some(own) = self.layout.raw(position) else {
            return false;
        };
        let mut around =
            std::iter::successors(page.index.parent(position), |at| page.index.parent(*at));
        around.all(|at| {
            let visible = extent::overflow(page, at) == (Overflow::Visible, Overflow::Visible);
            let holds = |outer: Rect| outer.around(own.outer) == outer;
            visible || self.layout.raw(at).is_some_and(|outer| holds(outer.outer))
        })
    }
}

/// Whether an element and its ancestors up to another one are in the flow.
fn flows_in(page: &PageView<'_>, position: usize, outer: Option<usize>) -> bool {
    let mut around = std::iter::successors(Some(position), |at| page.index.parent(*at))
        .take_while(|at| Some(*at) != outer);
    around.all(|at| {
        page.computed().get(at).is_some_and(|style| {
            matches!(style.position, Position::Static | Position::Relative)
                && !style.is_shifted
                && !style.is_away
                && !style.shares_cell
        })
    })
}

/// Whether there is a row between an element and an ancestor: other elements of the row make it higher.
fn shares_rooms(page: &PageView<'_>, position: usize, outer: usize) -> bool {
    let around = std::iter::successors(page.index.parent(position), |at| page.index.parent(*at));
    let mut rows = around.take_while(|at| *at != outer);
    rows.any(|at| layout::shares_room(page, at))
}

/// Whether one of two targets is inside the other, or is its label.
fn nest(page: &PageView<'_>, aim: Aim, other: Aim) -> bool {
    let holds = |outer: usize, inner: usize| outer <= inner && inner < page.index.end(outer);
    let names = |control: usize, label: usize| {
        let (control, label) = (page.index.element_at(control), page.index.element_at(label));
        control.zip(label).is_some_and(|(control, label)| {
            page.labels_of(control).any(|one| one.id() == label.id())
        })
    };
    let (one, other) = (aim.position, other.position);
    holds(one, other) || holds(other, one) || names(one, other) || names(other, one)
}

/// Whether two links have the same address: hitting the wrong one does no harm.
fn lead_to_the_same(page: &PageView<'_>, aim: Aim, other: Aim) -> bool {
    let address = |position: usize| page.index.element_at(position)?.attribute("href");
    address(aim.position).is_some_and(|href| address(other.position) == Some(href))
}

fn is_label(element: ElementRef<'_>) -> bool {
    element.value().name() == "label"
}

/// Whether style sheets state the line height of some elements.
fn has_stated_lines(page: &PageView<'_>, mut positions: Range<usize>) -> bool {
    positions.all(|at| matches!(stacked_links::line_height(page, at), Some(Some(_))))
}
