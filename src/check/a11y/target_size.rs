//! `target-size`: pointer targets are large enough or have space around them. WCAG 2.2, success criterion 2.5.8. Sizes
//! come from style sheets; if text or layout determines them, from boxes, as far as available.

mod measured;

use ego_tree::NodeId;
use foldhash::HashSet;
use scraper::{ElementRef, Node};
use serde::Deserialize;

use self::measured::{Measured, Targets};
use super::{element_grounds, stacked_links};
use crate::a11y::computed::{ComputedStyle, Position, Resolved, pixels};
use crate::a11y::css::Pseudo;
use crate::a11y::style::Property;
use crate::a11y::{PageView, role};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck};
use crate::model::{Attributes, Facilities, PageKind};
use crate::outcome::{Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "target-size",
    facts: &[
        "element", "width", "height", "distance", "required", "count",
    ],
    variants: &["stacked"],
    build: |table| {
        let check: TargetSize = params(table)?;
        Ok(Check::Page(Box::new(check)))
    },
};

/// Maximum number of places shown.
const MOST_PLACES: usize = 5;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetSize {
    /// Minimum width and height of a target in pixels, and minimum distance between the centres of small ones.
    least: f64,
}

/// A pointer target with its size according to style sheets.
#[derive(Clone, Copy, Debug)]
struct Target {
    node: NodeId,
    position: usize,
    /// Minimum and maximum, horizontally and vertically.
    width: (f64, f64),
    height: (f64, f64),
}

impl PageCheck for TargetSize {
    fn needs(&self) -> Facilities {
        Facilities::DOM.and(Facilities::STYLE)
    }

    fn concerns(&self, kind: PageKind) -> bool {
        matches!(kind, PageKind::Whole)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let mut judged = Vec::new();
        let mut crowded: Vec<(Target, f64)> = Vec::new();
        let stacked = stacked_links::crowded(page, self.least);
        let stacked_nodes: HashSet<NodeId> = stacked.iter().map(|link| link.node).collect();
        let is_stacked = |node: NodeId| stacked_nodes.contains(&node);
        let boxes = page.layout().map(|layout| Targets::new(page, layout));
        let measured = |node: NodeId| match &boxes {
            // Already reported.
            Some(boxes) if !is_stacked(node) => boxes.judge(page, node, self.least),
            _ => Measured::Unsure,
        };
        let elements = page.index.elements().enumerate();
        for (position, element) in elements {
            let Some(target) = target_of(page, position, element) else {
                if is_unmeasured(page, position, element) {
                    let node = element.id();
                    match measured(node) {
                        Measured::Crowded {
                            width,
                            height,
                            distance,
                        } => {
                            let target = Target {
                                node,
                                position,
                                width: (0.0, width),
                                height: (0.0, height),
                            };
                            crowded.push((target, distance));
                        }
                        Measured::Large | Measured::Roomy => {
                            judged.push((node, Expectation::Met));
                        }
                        Measured::Unsure => judged.push((node, Expectation::Untested)),
                    }
                }
                continue;
            };
            let large = target.width.0 >= self.least && target.height.0 >= self.least;
            let small = target.width.1 < self.least || target.height.1 < self.least;
            let expectation = match small {
                true => match self.distance_to_next(page, element, target) {
                    Some(distance) if distance < self.least => {
                        crowded.push((target, distance));
                        continue;
                    }
                    // Only boxes show the space around it.
                    _ => match measured(target.node) {
                        Measured::Crowded { distance, .. } => {
                            crowded.push((target, distance));
                            continue;
                        }
                        Measured::Roomy => Expectation::Met,
                        Measured::Large | Measured::Unsure => Expectation::Untested,
                    },
                },
                false if large => Expectation::Met,
                false => match measured(target.node) {
                    Measured::Large => Expectation::Met,
                    _ => Expectation::Untested,
                },
            };
            judged.push((target.node, expectation));
        }
        judged.retain(|(node, _)| !is_stacked(*node));
        if let Some((first, distance)) = crowded.first() {
            let grounds = self.grounds(page, *first, *distance, &crowded);
            judged.push((first.node, Expectation::Unmet(grounds)));
        }
        if let Some((first, others)) = stacked.split_first() {
            let grounds = Grounds::none()
                .variant("stacked")
                .with("element", "a")
                .with("height", whole(first.height))
                .with("distance", whole(first.pitch))
                .with("required", whole(self.least))
                .with("count", stacked.len());
            let places = others.iter().take(MOST_PLACES);
            let grounds = places.fold(grounds, |grounds, other| {
                grounds.related(page.place(other.node))
            });
            judged.push((first.node, Expectation::Unmet(grounds)));
        }
        judged.sort_by_key(|(node, _)| *node);
        judged
    }
}

impl TargetSize {
    /// The maximum distance between the centres of a small target and the next one in the same line; `None` if it is
    /// unknown, or the next one is large enough for both.
    fn distance_to_next(
        &self,
        page: &PageView<'_>,
        element: ElementRef<'_>,
        target: Target,
    ) -> Option<f64> {
        /// Maximum width of a space in font sizes, as in monospaced fonts.
        const SPACE: f64 = 0.6;
        let around = page.index.parent(target.position)?;
        let line = page.computed().get(around)?;
        let display = line.display.as_deref().unwrap_or("block");
        let in_lines = matches!(
            display,
            "block" | "inline-block" | "inline" | "table-cell" | "list-item"
        );
        let mut space = 0.0;
        let mut next = element.next_siblings();
        let next = loop {
            let node = next.next()?;
            match node.value() {
                Node::Text(text) if text.trim().is_empty() => space = line.font_size? * SPACE,
                Node::Comment(_) => {}
                Node::Element(_) => break ElementRef::wrap(node)?,
                _ => return None,
            }
        };
        let next_position = page.index.position(next.id())?;
        let other = target_of(page, next_position, next)?;
        let flows = |at: usize| {
            page.computed().get(at).is_some_and(|style| {
                style.position == Position::Static && style.display.as_deref() != Some("block")
            })
        };
        let other_is_small = other.width.1 < self.least || other.height.1 < self.least;
        if !in_lines || !flows(target.position) || !flows(next_position) || !other_is_small {
            return None;
        }
        let behind = length(page, target.position, Property::MarginRight)?;
        let before = length(page, next_position, Property::MarginLeft)?;
        let distance = (target.width.1 + other.width.1) / 2.0 + behind + before + space;
        (distance >= 0.0).then_some(distance)
    }

    fn grounds(
        &self,
        page: &PageView<'_>,
        first: Target,
        distance: f64,
        crowded: &[(Target, f64)],
    ) -> Grounds {
        let grounds = match page.element(first.node) {
            Some(element) => element_grounds(element),
            None => Grounds::none(),
        };
        let grounds = grounds
            .with("width", whole(first.width.1))
            .with("height", whole(first.height.1))
            .with("distance", whole(distance))
            .with("required", whole(self.least))
            .with("count", crowded.len());
        let others = crowded.iter().skip(1).take(MOST_PLACES);
        others.fold(grounds, |grounds, (other, _)| {
            grounds.related(page.place(other.node))
        })
    }
}

fn whole(length: f64) -> String {
    format!("{length:.0}")
}

/// The target made by an element; `None` if it is not one, or its size is not stated.
fn target_of(page: &PageView<'_>, position: usize, element: ElementRef<'_>) -> Option<Target> {
    let style = page.computed().get(position)?;
    let is_target = role::is_html(element)
        && is_pressed(page, element)
        && !style.is_away
        && !style.is_shifted
        && page.seen(element).is_yes()
        && page.in_tab_order(element).is_yes()
        && has_box(element, style)
        && !reaches_out(page, position, element);
    if !is_target || page.lacks_style_of(element.id()) {
        return None;
    }
    let width = side(
        page,
        position,
        element,
        [Property::Width, Property::MinWidth, Property::MaxWidth],
        [Property::PaddingLeft, Property::PaddingRight],
    )?;
    let height = side(
        page,
        position,
        element,
        [Property::Height, Property::MinHeight, Property::MaxHeight],
        [Property::PaddingTop, Property::PaddingBottom],
    )?;
    Some(Target {
        node: element.id(),
        position,
        width,
        height,
    })
}

/// Whether an element is a target, neither in a line of text nor of the browser's default size: then its size matters
/// and was not measured.
fn is_unmeasured(page: &PageView<'_>, position: usize, element: ElementRef<'_>) -> bool {
    role::is_html(element)
        && (is_pressed(page, element) || is_field(element))
        && !page.seen(element).is_no()
        && !page.in_tab_order(element).is_no()
        && !stands_in_text(element)
        && !is_left_to_browser(page, position, element)
}

/// Whether an element is filled in, chosen or opened by the pointer.
fn is_field(element: ElementRef<'_>) -> bool {
    match element.value().name() {
        "input" => role::input_type(element) != "hidden",
        name => matches!(name, "select" | "textarea" | "summary"),
    }
}

/// Whether there are words beside a link, in its line or its parent.
fn stands_in_text(element: ElementRef<'_>) -> bool {
    const INLINE: [&str; 12] = [
        "b", "bdi", "cite", "em", "font", "i", "mark", "q", "small", "span", "strong", "u",
    ];
    let is_word = |word: &str| word.chars().filter(|ch| ch.is_alphabetic()).count() > 1;
    let mut inside = element;
    while let Some(around) = inside.parent().and_then(ElementRef::wrap) {
        let mut texts = around
            .children()
            .filter_map(|child| child.value().as_text());
        if texts.any(|text| text.split_whitespace().any(is_word)) {
            return element.value().name() == "a";
        }
        if !INLINE.contains(&around.value().name()) {
            break;
        }
        inside = around;
    }
    false
}

/// Whether no style sheet affects the size of an element.
fn is_left_to_browser(page: &PageView<'_>, position: usize, element: ElementRef<'_>) -> bool {
    const SIZES: [Property; 19] = [
        Property::BorderBottomStyle,
        Property::BorderBottomWidth,
        Property::BorderTopWidth,
        Property::Display,
        Property::FontSize,
        Property::Height,
        Property::MaxHeight,
        Property::MaxWidth,
        Property::MinHeight,
        Property::MinWidth,
        Property::PaddingBottom,
        Property::PaddingLeft,
        Property::PaddingRight,
        Property::PaddingTop,
        Property::Position,
        Property::Scale,
        Property::Transform,
        Property::Width,
        Property::Zoom,
    ];
    let is_set = |property| stacked_links::is_set(page, position, property);
    let has_letters_of_its_own = !matches!(element.value().name(), "a" | "summary");
    let inherits = page.computed().get(position).is_none_or(|style| {
        !has_letters_of_its_own
            && (style.font_size != Some(stacked_links::MEDIUM)
                || stacked_links::line_height(page, position) != Some(None))
    });
    !page.lacks_style_of(element.id()) && !inherits && !SIZES.into_iter().any(is_set)
}

/// Whether an element reacts to clicks, and its size is not the browser's default.
fn is_pressed(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    match element.value().name() {
        "a" => element.attribute("href").is_some(),
        "button" => true,
        "input" => matches!(
            role::input_type(element).as_str(),
            "button" | "submit" | "reset" | "image"
        ),
        _ => page
            .role(element)
            .is_some_and(|role| matches!(role.name, "button" | "link" | "tab" | "menuitem")),
    }
}

/// Whether width and height apply.
fn has_box(element: ElementRef<'_>, style: &ComputedStyle) -> bool {
    match style.display.as_deref() {
        Some(display) => !matches!(display, "inline" | "contents" | "none"),
        None => matches!(element.value().name(), "button" | "input") || style.floats,
    }
}

/// Whether more than its box is clickable: positioned generated boxes, labels, or descendants.
fn reaches_out(page: &PageView<'_>, position: usize, element: ElementRef<'_>) -> bool {
    let generates = [Pseudo::Before, Pseudo::After].into_iter().any(|pseudo| {
        let generated = page.computed().generated(page.styles(), position, pseudo);
        generated.is_some_and(|style| style.position != Position::Static)
    });
    generates
        || page.labels_of(element).next().is_some()
        || page.index.descendants(element.id()).any(|inside| {
            let style = page.index.position(inside.id());
            let style = style.and_then(|at| page.computed().get(at));
            style.is_none_or(|style| style.position == Position::Apart)
        })
}

/// A length that defaults to 0; `None` if unknown.
fn length(page: &PageView<'_>, position: usize, property: Property) -> Option<f64> {
    match page.computed().resolve(page.styles(), position, property) {
        Resolved::Unset => Some(0.0),
        Resolved::Is(value, _) => pixels(&value, page.computed().scale(position)),
        Resolved::Open => None,
    }
}

/// Minimum and maximum length of a side; `None` if it is not stated, or other properties may change it.
fn side(
    page: &PageView<'_>,
    position: usize,
    element: ElementRef<'_>,
    [size, least, most]: [Property; 3],
    padding: [Property; 2],
) -> Option<(f64, f64)> {
    /// Default padding of buttons at each side.
    const PADDING: f64 = 6.0;
    /// Width of both sides of a border: the default, or a rather wide one.
    const FRAME: f64 = 8.0;
    let by_browser = matches!(element.value().name(), "button" | "input");
    let is_set = |property: Property| {
        let declared = page.styles().declared(position, property, None);
        declared.iter().any(|declared| !declared.desktop.is_no())
    };
    if !is_set(size) || is_set(least) || is_set(most) || is_set(Property::Zoom) {
        return None;
    }
    let stated = length(page, position, size).filter(|stated| *stated > 0.0)?;
    let styles = page.styles();
    let framed = match (page.computed()).resolve(styles, position, Property::BorderBottomStyle) {
        Resolved::Unset => by_browser,
        Resolved::Is(style, _) => !matches!(&*style, "none" | "hidden" | "0"),
        Resolved::Open => return None,
    };
    let mut more = if framed { FRAME } else { 0.0 };
    for property in padding {
        more += match is_set(property) {
            true => length(page, position, property)?,
            false if by_browser => PADDING,
            false => 0.0,
        };
    }
    // `box-sizing` decides whether padding and border are part of the size.
    Some((stated, stated + more))
}
