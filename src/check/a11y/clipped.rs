//! `clipped-text`: text is not cut off on an enlarged page. ACT rule 59br37.

use scraper::{ElementRef, Node};
use serde::Deserialize;

use super::{ElementCheck, element_grounds, elements};
use crate::a11y::computed::pixels;
use crate::a11y::css::ENLARGED;
use crate::a11y::extent::{self, Limit, Overflow};
use crate::a11y::style::{Computed, Property};
use crate::a11y::{PageView, Truth, role, scripts};
use crate::check::CheckKind;
use crate::check::generic::params;
use crate::model::Attributes;
use crate::model::Facilities;
use crate::outcome::Grounds;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "clipped-text",
    facts: &["element"],
    variants: &[],
    build: |table| {
        let Params { scrollers } = params(table)?;
        Ok(elements(ClippedText { scrollers }))
    },
};

/// Width of the enlarged page.
const ENLARGED_WIDTH: f64 = ENLARGED.0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Names of programs that scroll the content of boxes, as in their classes, attributes and calls.
    scrollers: Vec<String>,
}

struct ClippedText {
    scrollers: Vec<String>,
}

impl ClippedText {
    /// Whether a program may scroll the content of a box: an attribute names one of them, or a script does that also
    /// names the box.
    fn may_be_scrolled(&self, view: &PageView<'_>, element: ElementRef<'_>) -> bool {
        let is_marked = || {
            let attributes = element.value().attrs();
            let mut said = attributes.flat_map(|(name, value)| match name {
                "class" | "id" => [value, ""],
                _ => [name, ""],
            });
            said.any(|text| {
                let mut scrollers = self.scrollers.iter();
                scrollers.any(|scroller| scripts::has_name(text, scroller))
            })
        };
        // Most pages have none, whatever their boxes are called.
        let is_given = || {
            let scripts = view.scripts();
            let own = element.value().id().into_iter();
            let mut own = own.chain(element.value().classes());
            self.scrollers.iter().any(|scroller| scripts.name(scroller))
                && own.any(|name| scripts.mention(name))
        };
        is_marked() || is_given()
    }
}

impl ElementCheck for ClippedText {
    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        // The page itself scrolls in any case.
        if !role::is_html(element) || matches!(element.value().name(), "html" | "body") {
            return Truth::No;
        }
        let Some(position) = view.index.position(element.id()) else {
            return Truth::No;
        };
        let (x, y) = extent::overflow(view, position);
        let clips = x == Overflow::Clipped || y == Overflow::Clipped;
        if !clips && !clips_when_narrow(view, position) {
            return Truth::No;
        }
        let away = view
            .computed()
            .get(position)
            .is_none_or(|style| style.is_away);
        if away || is_shut(view, position) || !holds_text(view, element) {
            return Truth::No;
        }
        view.seen(element)
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let grounds = element_grounds(element);
        let Some(position) = view.index.position(element.id()) else {
            return (Truth::Yes, grounds);
        };
        let (x, y) = extent::overflow(view, position);
        let enlarged = fits_enlarged(view, element, position);
        if enlarged.is_no() && self.may_be_scrolled(view, element) {
            return (Truth::Unknown, grounds);
        }
        if enlarged.is_no() || x != Overflow::Clipped && y != Overflow::Clipped {
            return (enlarged, grounds);
        }
        let across = match x {
            Overflow::Clipped => fits_across(view, element, position),
            _ => Truth::Yes,
        };
        let down = match y {
            Overflow::Clipped => fits_down(view, element, position),
            _ => Truth::Yes,
        };
        let fits = across.and(down);
        let is_open = fits.is_no()
            && (self.may_be_scrolled(view, element)
                || view.runs_program() && is_cut_at_any_size(view, element, position)
                || holds_turned_text(view, position));
        (if is_open { Truth::Unknown } else { fits }, grounds)
    }

    fn needs(&self) -> Facilities {
        Facilities::DOM.and(Facilities::STYLE)
    }
}

/// Whether a box has no height until it is opened, such as a collapsed menu: it is invisible at any size.
fn is_shut(view: &PageView<'_>, position: usize) -> bool {
    [Property::Height, Property::MaxHeight].iter().any(|side| {
        let Computed::Value(value) = view.styles().value_on_screen(position, *side) else {
            return false;
        };
        let number = value
            .trim()
            .trim_end_matches(|ch: char| ch.is_ascii_alphabetic());
        number.trim_end_matches('%').parse::<f64>() == Ok(0.0)
    })
}

/// Whether it contains text exposed to assistive technology.
fn holds_text<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> bool {
    std::iter::once(element)
        .chain(view.index.descendants(element.id()))
        .any(|inside| {
            let speaks = inside.children().any(|child| match child.value() {
                Node::Text(text) => text.chars().any(char::is_alphanumeric),
                _ => false,
            });
            let speaks = speaks && !extent::shows_icon(inside);
            speaks && !view.exposed(inside).is_no() && !view.seen(inside).is_no()
        })
}

/// Whether a rule for narrow screens only limits the height of a box and clips overflow.
fn clips_when_narrow(view: &PageView<'_>, position: usize) -> bool {
    let narrow = |property: Property, says: &dyn Fn(&str) -> bool| {
        let declared = view.styles().declared(position, property, None);
        declared
            .iter()
            .any(|one| one.desktop.is_no() && says(&one.value.to_ascii_lowercase()))
    };
    let hides = |value: &str| matches!(value, "hidden" | "clip");
    // A box of one pixel keeps its text for screen readers.
    let limits = |value: &str| {
        value.starts_with(|ch: char| ch.is_ascii_digit() && ch != '0') && value.trim() != "1px"
    };
    narrow(Property::OverflowY, &hides)
        && (narrow(Property::Height, &limits) || narrow(Property::MaxHeight, &limits))
}

/// Whether a property is the same on all screens; computed styles are those of another screen.
fn is_settled(view: &PageView<'_>, position: usize, properties: &[Property]) -> bool {
    let styles = view.styles();
    properties.iter().all(|property| {
        let value = styles.value(position, *property);
        !matches!(value, Computed::Open)
    })
}

fn fits_across<'a>(view: &PageView<'a>, element: ElementRef<'a>, position: usize) -> Truth {
    let Some(whole) = extent::keeps_lines(view, position) else {
        return Truth::Unknown;
    };
    let ends_visibly = matches!(
        view.styles().value(position, Property::TextOverflow),
        Computed::Value(value) if !value.eq_ignore_ascii_case("clip")
    );
    if whole && ends_visibly {
        return Truth::Yes;
    }
    let limit = extent::limit(view, position, [Property::Width, Property::MaxWidth]);
    let width = match limit {
        Limit::Pixels(width) => width,
        _ => ENLARGED_WIDTH,
    };
    let Some(room) = extent::text_room(view, element, width) else {
        return Truth::Unknown;
    };
    let least = match limit {
        Limit::Pixels(_) => room.least_width.max(extent::stated_width(view, element)),
        _ => room.least_width,
    };
    let settled = is_settled(
        view,
        position,
        &[
            Property::Width,
            Property::MaxWidth,
            Property::WhiteSpace,
            Property::OverflowX,
        ],
    );
    if least > width {
        let sure = settled && !is_as_small_as_an_icon(view, position, width);
        return if sure { Truth::No } else { Truth::Unknown };
    }
    if matches!(limit, Limit::Pixels(_)) && !breaks_words(view, position) {
        let word = extent::longest_word(view, element);
        if word.is_none_or(|least| least > width) && !is_as_small_as_an_icon(view, position, width)
        {
            return Truth::Unknown;
        }
    }
    // With limited width, lines that are not wrapped may take more than the certain minimum.
    match limit {
        Limit::Pixels(_) | Limit::Unknown if whole && room.least_width * 3.0 > width => {
            Truth::Unknown
        }
        _ => Truth::Yes,
    }
}

/// Whether words are broken that are longer than a line, as far as styles say so for the box or around it.
fn breaks_words(view: &PageView<'_>, position: usize) -> bool {
    const BREAKING: [&str; 4] = ["overflow-wrap", "word-wrap", "word-break", "hyphens"];
    BREAKING
        .iter()
        .any(|property| view.sheets_mention(property))
        || view.index.element_at(position).is_some_and(|element| {
            let around = element.ancestors().filter_map(ElementRef::wrap);
            let mut around = std::iter::once(element).chain(around);
            around.any(|around| {
                let style = around.attribute("style").unwrap_or_default();
                BREAKING.iter().any(|property| style.contains(property))
            })
        })
}

/// Whether a box shows hardly a word at any page size: its text is probably the name of an icon, clipped on purpose.
fn is_as_small_as_an_icon(view: &PageView<'_>, position: usize, width: f64) -> bool {
    const LETTER_HEIGHTS: f64 = 4.0;
    let em = view.computed().scale(position).em;
    em.is_none_or(|em| width <= LETTER_HEIGHTS * em)
}

fn fits_down<'a>(view: &PageView<'a>, element: ElementRef<'a>, position: usize) -> Truth {
    let height = match extent::limit(view, position, [Property::Height, Property::MaxHeight]) {
        Limit::None => return Truth::Yes,
        // A part of a container that grows.
        Limit::Unknown => return Truth::Yes,
        Limit::Pixels(height) => height,
    };
    let width = match extent::limit(view, position, [Property::Width, Property::MaxWidth]) {
        Limit::Pixels(width) => width.min(ENLARGED_WIDTH),
        _ => ENLARGED_WIDTH,
    };
    if line_height(view, position).is_some_and(|line| line >= height) {
        return Truth::Yes;
    }
    let Some(room) = extent::text_room(view, element, width) else {
        return Truth::Unknown;
    };
    if is_one_line(view, position, room.least_height, height) {
        return Truth::Yes;
    }
    let settled = is_settled(
        view,
        position,
        &[
            Property::Height,
            Property::MaxHeight,
            Property::Width,
            Property::OverflowY,
        ],
    );
    let padding = extent::padding(
        view,
        position,
        [Property::PaddingTop, Property::PaddingBottom],
    );
    match padding {
        Some(padding) if room.least_height > height + padding => match settled {
            true => Truth::No,
            false => Truth::Unknown,
        },
        _ if room.most_height <= height => Truth::Yes,
        // One or two lines in a box made for them.
        _ if room.least_height * 4.0 <= height => Truth::Yes,
        _ => Truth::Unknown,
    }
}

/// Whether the text of a box does not fit on a page of usual size either: a program may open or move it.
fn is_cut_at_any_size<'a>(view: &PageView<'a>, element: ElementRef<'a>, position: usize) -> bool {
    let Limit::Pixels(height) =
        extent::limit(view, position, [Property::Height, Property::MaxHeight])
    else {
        return false;
    };
    let width = match extent::limit(view, position, [Property::Width, Property::MaxWidth]) {
        Limit::Pixels(width) => width,
        _ => ENLARGED_WIDTH * 2.0,
    };
    let room = extent::text_room(view, element, width);
    room.is_some_and(|room| room.least_height > height)
}

/// Whether something in a box is turned, so that its text takes another room than in lines.
fn holds_turned_text(view: &PageView<'_>, position: usize) -> bool {
    const TURNING: [&str; 3] = ["rotate", "matrix", "skew"];
    (position..view.index.end(position)).any(|inside| {
        let declared = |property| view.styles().declared(inside, property, None);
        let turns = |value: &str| {
            let value = value.to_ascii_lowercase();
            TURNING.iter().any(|word| value.contains(word))
        };
        declared(Property::Transform)
            .iter()
            .any(|one| turns(&one.value))
            || !declared(Property::Rotate).is_empty()
    })
}

/// Whether a box has a single unwrapped line, and is as high as its letters.
fn is_one_line(view: &PageView<'_>, position: usize, least_height: f64, height: f64) -> bool {
    /// Height of letters including ascenders and descenders, in font sizes.
    const LETTER_HEIGHT: f64 = 1.25;
    let em = view.computed().scale(position).em;
    extent::keeps_lines(view, position) == Some(true)
        && em.is_some_and(|em| least_height <= em && height >= LETTER_HEIGHT * em)
}

/// Whether the text of a box fits on the enlarged page according to its rules; never certain.
fn fits_enlarged<'a>(view: &PageView<'a>, element: ElementRef<'a>, position: usize) -> Truth {
    let value = |property| match view.styles().value_enlarged(position, property) {
        Computed::Value(value) => Some(value.trim().to_ascii_lowercase()),
        Computed::Unset | Computed::Open => None,
    };
    let hides =
        value(Property::OverflowY).is_some_and(|value| value == "hidden" || value == "clip");
    let same_size = [
        Property::LineHeight,
        Property::PaddingTop,
        Property::PaddingBottom,
        Property::WhiteSpace,
        Property::Position,
    ];
    // Parts collapsed on narrow screens can be opened by a program.
    if !hides || view.runs_program() || !is_settled(view, position, &same_size) {
        return Truth::Unknown;
    }
    let mut scale = view.computed().scale(position);
    scale.em = enlarged_em(view, position);
    if scale.em.is_none() {
        return Truth::Unknown;
    }
    let least = |sizes: [Property; 2], scale| {
        let sizes = sizes.into_iter().filter_map(value);
        sizes
            .filter_map(|size| pixels(&size, scale))
            .reduce(f64::min)
    };
    let Some(height) = least([Property::Height, Property::MaxHeight], scale) else {
        return Truth::Unknown;
    };
    let is_shut = height <= 0.0;
    if is_shut || line_height(view, position).is_some_and(|line| line >= height) {
        return Truth::Unknown;
    }
    // No container is wider than the page.
    scale.whole = Some(ENLARGED_WIDTH);
    let width = least([Property::Width, Property::MaxWidth], scale);
    let width = width.unwrap_or(ENLARGED_WIDTH).min(ENLARGED_WIDTH);
    let sides = [Property::PaddingTop, Property::PaddingBottom];
    let room = extent::text_room(view, element, width);
    match (room, extent::padding(view, position, sides)) {
        (Some(room), Some(padding)) if room.least_height > height + padding => Truth::No,
        _ => Truth::Unknown,
    }
}

/// The font size of an element on the enlarged page; `None` if it may be smaller than normal, so that its text takes
/// less space.
fn enlarged_em(view: &PageView<'_>, position: usize) -> Option<f64> {
    let usual = view.computed().scale(position).em?;
    if is_settled(view, position, &[Property::FontSize]) {
        return Some(usual);
    }
    let Computed::Value(size) = view.styles().value_enlarged(position, Property::FontSize) else {
        return None;
    };
    let around = view.computed().scale(view.index.parent(position)?);
    pixels(size, around).filter(|size| *size >= usual)
}

/// The line height, if stated.
fn line_height(view: &PageView<'_>, position: usize) -> Option<f64> {
    use crate::a11y::computed::Resolved;
    let Resolved::Is(value, _) =
        view.computed()
            .resolve(view.styles(), position, Property::LineHeight)
    else {
        return None;
    };
    let scale = view.computed().scale(position);
    match value.trim().parse::<f64>() {
        Ok(factor) => Some(factor * scale.em?),
        Err(_) => pixels(&value, scale),
    }
}
