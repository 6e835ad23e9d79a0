//! `scrollable`: scrollable content is reachable by keyboard. ACT rule 0ssw9k.

use scraper::ElementRef;

use super::{ElementCheck, element_grounds, elements};
use crate::a11y::computed::is_replaced;
use crate::a11y::css::SCREEN;
use crate::a11y::extent::{self, Limit, Overflow};
use crate::a11y::style::Property;
use crate::a11y::{PageView, Truth, role};
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::Facilities;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "scrollable",
    facts: &["element"],
    variants: &[],
    build: |table| without_params(table, || elements(Scrollable)),
};

struct Scrollable;

impl ElementCheck for Scrollable {
    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let name = element.value().name();
        let by_itself = matches!(
            name,
            "html" | "body" | "select" | "textarea" | "input" | "iframe" | "button" | "option"
        );
        if !role::is_html(element) || by_itself {
            return Truth::No;
        }
        let Some(position) = view.index.position(element.id()) else {
            return Truth::No;
        };
        let (x, y) = extent::overflow(view, position);
        if x != Overflow::Scrolled && y != Overflow::Scrolled {
            return Truth::No;
        }
        let shows = view.seen(element);
        if shows.is_no() || !holds_something(view, element) {
            return Truth::No;
        }
        scrolls(view, element, position, (x, y))
            .or(may_scroll_across(view, element, position, x))
            .or(may_be_stretched(view, element, position, (x, y)))
            .and(shows)
    }

    /// Only layout tells how wide a box is that takes the width of the page.
    fn leaves_open<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> bool {
        let Some(position) = view.index.position(element.id()) else {
            return false;
        };
        let (x, y) = extent::overflow(view, position);
        !measured(view, position, (x, y)).is_no()
            && scrolls(view, element, position, (x, y)).is_no()
            && self.judge(view, element).0.is_no()
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let inside = view.index.descendants(element.id());
        let reached = std::iter::once(element)
            .chain(inside)
            .fold(Truth::No, |reached, inside| {
                reached.or(view.in_tab_order(inside))
            });
        (reached, element_grounds(element))
    }

    fn needs(&self) -> Facilities {
        Facilities::DOM.and(Facilities::STYLE)
    }
}

/// Whether the content of a box exceeds it: by style sheets, else by boxes.
fn scrolls<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    position: usize,
    (x, y): (Overflow, Overflow),
) -> Truth {
    let stated =
        scrolls_down(view, element, position, y).or(scrolls_across(view, element, position, x));
    match stated {
        Truth::Yes => Truth::Yes,
        Truth::No if measured(view, position, (x, y)).is_yes() => Truth::Yes,
        Truth::No => Truth::No,
        Truth::Unknown => measured(view, position, (x, y)),
    }
}

/// Whether boxes show that the content of a box exceeds it in any font.
fn measured(view: &PageView<'_>, position: usize, (x, y): (Overflow, Overflow)) -> Truth {
    /// Tolerance for letters in another font, as a fraction.
    const FONTS: f64 = 0.25;
    let exceeds = |content: f64, inner: f64, overflow: Overflow| match overflow {
        Overflow::Scrolled if content > inner * (1.0 + FONTS) => Truth::Yes,
        Overflow::Scrolled if content * (1.0 + FONTS) > inner => Truth::Unknown,
        _ => Truth::No,
    };
    let boxes = view.layout().and_then(|layout| layout.get(position));
    boxes.map_or(Truth::Unknown, |boxes| {
        let across = exceeds(boxes.content.0, boxes.inner.0, x);
        let down = exceeds(boxes.content.1, boxes.inner.1, y);
        across.or(down)
    })
}

/// Whether the content of a box exceeds its height.
fn scrolls_down<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    position: usize,
    overflow: Overflow,
) -> Truth {
    if overflow != Overflow::Scrolled {
        return Truth::No;
    }
    let height = match extent::limit(view, position, [Property::Height, Property::MaxHeight]) {
        Limit::None => return Truth::No,
        Limit::Unknown => return holds_much(view, element),
        Limit::Pixels(height) => height,
    };
    let width = match extent::limit(view, position, [Property::Width, Property::MaxWidth]) {
        Limit::Pixels(width) => width,
        _ => SCREEN.0,
    };
    let Some(room) = extent::text_room(view, element, width) else {
        return Truth::Unknown;
    };
    let padding = extent::padding(
        view,
        position,
        [Property::PaddingTop, Property::PaddingBottom],
    );
    let least = room.least_height.max(extent::stated_height(view, element));
    match padding {
        Some(padding) if least > height + padding => Truth::Yes,
        _ if room.most_height <= height && holds_text_alone(view, element) => Truth::No,
        _ => holds_much(view, element),
    }
}

/// Whether a line or a block of stated width exceeds the width of a box.
fn scrolls_across<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    position: usize,
    overflow: Overflow,
) -> Truth {
    if overflow != Overflow::Scrolled {
        return Truth::No;
    }
    // A box is never wider than the page unless stated; only layout tells how much narrower it is.
    let width = match extent::limit(view, position, [Property::Width, Property::MaxWidth]) {
        Limit::Pixels(width) => width,
        _ => SCREEN.0,
    };
    let Some(room) = extent::text_room(view, element, width) else {
        return Truth::No;
    };
    let padding = extent::padding(
        view,
        position,
        [Property::PaddingLeft, Property::PaddingRight],
    );
    let stated = extent::stated_width(view, element).max(extent::stated_line(view, element));
    let least = room.least_width.max(stated);
    match padding {
        Some(padding) if least > width + padding => Truth::Yes,
        _ => Truth::No,
    }
}

/// Whether unwrapped lines exceed a narrow screen, in a box without stated width.
fn may_scroll_across<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    position: usize,
    overflow: Overflow,
) -> Truth {
    /// Minimum screen width required (WCAG 2.2, success criterion 1.4.10).
    const NARROW: f64 = 320.0;
    let keeps = extent::keeps_lines(view, position) == Some(true);
    if overflow != Overflow::Scrolled || !keeps {
        return Truth::No;
    }
    match extent::text_room(view, element, SCREEN.0) {
        Some(room) if room.least_width > NARROW => Truth::Unknown,
        _ => Truth::No,
    }
}

/// Whether something inside a box of limited size has a size or a margin that alone exceeds the box. Whether it takes
/// that space there, only layout tells.
fn may_be_stretched<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    position: usize,
    (x, y): (Overflow, Overflow),
) -> Truth {
    let exceeds = |overflow: Overflow, limits: [Property; 2], sizes: &[Property]| {
        let [along, _] = limits;
        let is_child = |inside: ElementRef<'a>| {
            let parent = inside.parent().map(|parent| parent.id());
            parent == Some(element.id())
        };
        let Limit::Pixels(limit) = extent::limit(view, position, limits) else {
            return false;
        };
        overflow == Overflow::Scrolled
            && view.index.descendants(element.id()).any(|inside| {
                let position = view.index.position(inside.id());
                position.is_some_and(|position| {
                    let gives_way =
                        is_child(inside) && extent::may_shrink(view, element, position, along);
                    !gives_way
                        && sizes.iter().any(|size| {
                            let own = extent::limit(view, position, [*size, *size]);
                            matches!(own, Limit::Pixels(own) if own > limit)
                        })
                }) && !view.rendered(inside).is_no()
            })
    };
    let across = || {
        exceeds(
            x,
            [Property::Width, Property::MaxWidth],
            &[
                Property::Width,
                Property::MinWidth,
                Property::MarginLeft,
                Property::MarginRight,
            ],
        )
    };
    let down = || {
        exceeds(
            y,
            [Property::Height, Property::MaxHeight],
            &[
                Property::Height,
                Property::MinHeight,
                Property::MarginTop,
                Property::MarginBottom,
            ],
        )
    };
    match across() || down() {
        true => Truth::Unknown,
        false => Truth::No,
    }
}

/// Whether a box of limited height has so much content that a check is worthwhile.
fn holds_much<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
    const MUCH: usize = 40;
    let letters: usize = element.text().map(|text| text.trim().len()).sum();
    let pictures = || {
        view.index
            .descendants(element.id())
            .any(|inside| inside.value().name() == "img")
    };
    match letters > MUCH || pictures() {
        true => Truth::Unknown,
        false => Truth::No,
    }
}

/// Whether it has visible content.
fn holds_something<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> bool {
    element.text().any(|text| !text.trim().is_empty())
        || view.index.descendants(element.id()).any(is_replaced)
}

fn holds_text_alone<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> bool {
    view.index.descendants(element.id()).all(|inside| {
        matches!(
            inside.value().name(),
            "p" | "span" | "b" | "i" | "em" | "strong" | "a" | "br" | "code" | "small"
        )
    })
}
