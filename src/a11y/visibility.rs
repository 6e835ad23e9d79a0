//! What is rendered, and what is exposed to assistive technology.

use crate::model::{Attributes, html};
use scraper::ElementRef;

use super::hiding::hides_by_class;
use super::opening::is_there_to_be_opened;
use super::style::{Computed, Property, Styles};
use super::{Index, Openings, Truth, dynamic, role};

/// The visibility of each element, by position.
pub struct Visibility {
    rendered: Vec<Truth>,
    exposed: Vec<Truth>,
    inert: Vec<bool>,
    unseen: Vec<Truth>,
    skipping: Vec<Truth>,
    own_doubt: Vec<bool>,
    shifted: Vec<bool>,
    /// Whether it is exposed once everything around it is opened that people can open.
    once_open: Vec<Truth>,
    /// Whether it can certainly be opened.
    opened: Vec<bool>,
}

/// State passed from parent to child.
#[derive(Clone, Copy, PartialEq)]
struct Inherited {
    /// No ancestor is `display: none`.
    boxed: Truth,
    /// The inherited `visibility`.
    visible: Truth,
    /// No ancestor is `aria-hidden`.
    told: Truth,
    inert: bool,
    /// Whether an ancestor is moved or clipped out of sight.
    unseen: Truth,
    /// Whether it skips its content.
    skipping: Truth,
    /// Whether its visibility is uncertain for reasons of its own, not only of its ancestors.
    own_doubt: bool,
    /// Whether it may be moved or clipped out of sight itself.
    shifted: bool,
}

impl Inherited {
    /// The state around the root element.
    const OUTERMOST: Self = Self {
        boxed: Truth::Yes,
        visible: Truth::Yes,
        told: Truth::Yes,
        inert: false,
        unseen: Truth::No,
        skipping: Truth::No,
        own_doubt: false,
        shifted: false,
    };

    fn exposed(self) -> Truth {
        let shown = self.boxed.and(self.visible).and(self.told);
        shown.and((!self.inert).into())
    }

    /// Whether the element itself is, or may be, hidden or inert.
    fn withholds(self, around: Self) -> bool {
        self.boxed < around.boxed || self.visible < around.visible || self.inert && !around.inert
    }

    /// Whether the element is visible and hidden only from assistive technology.
    fn keeps_quiet(self, around: Self) -> bool {
        self.told < around.told
    }

    /// The state after the element stops hiding itself. `how`: whether that is certain.
    fn opened(self, around: Self, how: Truth) -> Self {
        Self {
            boxed: self.boxed.or(around.boxed.and(!around.skipping).and(how)),
            visible: self.visible.or(how),
            told: self.told.or(around.told.and(how)),
            inert: around.inert,
            ..self
        }
    }
}

impl Visibility {
    /// Computes it for all elements, from the root inwards.
    pub fn new<'a>(index: &Index<'a>, styles: &Styles, openings: &Openings<'a>) -> Self {
        let count = index.len();
        let mut all = Self {
            rendered: Vec::with_capacity(count),
            exposed: Vec::with_capacity(count),
            inert: Vec::with_capacity(count),
            unseen: Vec::with_capacity(count),
            skipping: Vec::with_capacity(count),
            own_doubt: Vec::with_capacity(count),
            shifted: Vec::with_capacity(count),
            once_open: Vec::with_capacity(count),
            opened: Vec::with_capacity(count),
        };
        let mut opened_states: Vec<Inherited> = Vec::with_capacity(count);
        let mut states: Vec<Inherited> = Vec::with_capacity(count);
        for (position, element) in index.elements().enumerate() {
            let parent = index.parent(position);
            let of_parent = |states: &[Inherited]| {
                let parent = parent.and_then(|at| states.get(at).copied());
                parent.unwrap_or(Inherited::OUTERMOST)
            };
            let (around, opened_around) = (of_parent(&states), of_parent(&opened_states));
            let state = inherit_state(element, position, styles, around);
            let is_opened = match state.withholds(around) || hides_by_class(element) {
                true => openings.open(element),
                // Decoration is never exposed; a closed dialog may be hidden by an unavailable sheet.
                false if state.keeps_quiet(around) && is_there_to_be_opened(element) => {
                    openings.open(element)
                }
                false => Truth::No,
            };
            let once_open = match (is_opened, around == opened_around) {
                (Truth::No, true) => state,
                (Truth::No, false) => inherit_state(element, position, styles, opened_around),
                (how, _) => inherit_state(element, position, styles, opened_around)
                    .opened(opened_around, how),
            };
            all.rendered.push(state.boxed.and(state.visible));
            all.exposed.push(state.exposed());
            all.once_open.push(state.exposed().or(once_open.exposed()));
            all.opened.push(is_opened.is_yes());
            opened_states.push(once_open);
            all.inert.push(state.inert);
            all.unseen.push(state.unseen);
            all.skipping.push(state.skipping);
            all.own_doubt.push(state.own_doubt);
            all.shifted.push(state.shifted);
            states.push(state);
        }
        all
    }

    /// Whether the element has a box and is not `visibility: hidden`.
    pub fn rendered(&self, position: usize) -> Truth {
        self.rendered.get(position).copied().unwrap_or(Truth::No)
    }

    /// Whether it is not hidden from assistive technology.
    pub fn exposed(&self, position: usize) -> Truth {
        self.exposed.get(position).copied().unwrap_or(Truth::No)
    }

    /// Whether it is not hidden from assistive technology once everything around it is opened that people can open.
    pub fn exposed_once_open(&self, position: usize) -> Truth {
        self.once_open.get(position).copied().unwrap_or(Truth::No)
    }

    /// Whether it is hidden and can certainly be opened.
    pub fn is_opened(&self, position: usize) -> bool {
        self.opened.get(position).copied().unwrap_or(false)
    }

    /// Whether it can be seen: rendered, and not moved or clipped out of sight.
    pub fn seen(&self, position: usize) -> Truth {
        let unseen = self.unseen.get(position).copied().unwrap_or(Truth::No);
        self.rendered(position).and(!unseen)
    }

    /// Whether it skips its content.
    pub fn skips_content(&self, position: usize) -> Truth {
        self.skipping.get(position).copied().unwrap_or(Truth::No)
    }

    /// Whether its visibility is uncertain for reasons of its own. Otherwise it is shown wherever its parent is.
    pub fn own_doubt(&self, position: usize) -> bool {
        self.own_doubt.get(position).copied().unwrap_or(true)
    }

    /// Whether it can be seen wherever its parent can be seen.
    pub fn seen_with_parent(&self, position: usize) -> bool {
        let shifted = self.shifted.get(position).copied().unwrap_or(true);
        !shifted && !self.own_doubt(position)
    }

    /// Whether it takes no input.
    pub fn inert(&self, position: usize) -> bool {
        self.inert.get(position).copied().unwrap_or(false)
    }
}

/// The state of an element, derived from its parent's.
fn inherit_state(
    element: ElementRef<'_>,
    position: usize,
    styles: &Styles,
    parent: Inherited,
) -> Inherited {
    let visible = on_screens(
        styles,
        position,
        Property::Visibility,
        |value| match value {
            None => parent.visible,
            Some(value) => match value.to_ascii_lowercase().as_str() {
                "visible" => Truth::Yes,
                "hidden" | "collapse" => Truth::No,
                "inherit" | "unset" => parent.visible,
                _ => Truth::Unknown,
            },
        },
    );
    let withheld = role::is_true(element, "aria-hidden");
    let own_box = generates_box(element, position, styles).and(is_shown_by_parent(element));
    let sight = is_out_of_sight(position, styles);
    let declares_visibility = styles.value(position, Property::Visibility) != Computed::Unset;
    Inherited {
        boxed: parent.boxed.and(!parent.skipping).and(own_box),
        own_doubt: own_box == Truth::Unknown
            || declares_visibility && visible == Truth::Unknown
            || parent.skipping == Truth::Unknown,
        visible,
        told: parent.told.and((!withheld).into()),
        inert: parent.inert || element.attribute("inert").is_some(),
        unseen: parent.unseen.or(sight),
        shifted: !sight.is_no(),
        skipping: skips_content(element, position, styles),
    }
}

/// Evaluates a property on all screens. If screens differ, the judged one decides what is present; absent elements may
/// exist on others. `judge`: receives the value, or `None` if unset.
fn on_screens(
    styles: &Styles,
    position: usize,
    property: Property,
    judge: impl Fn(Option<&str>) -> Truth,
) -> Truth {
    match styles.value(position, property) {
        Computed::Unset => judge(None),
        Computed::Value(value) => judge(Some(value)),
        Computed::Open => {
            let there = match styles.value_on_screen(position, property) {
                Computed::Unset => judge(None),
                Computed::Value(value) => judge(Some(value)),
                Computed::Open => Truth::Unknown,
            };
            there.or(Truth::Unknown)
        }
    }
}

/// Whether `content-visibility` skips the content of an element. It has no effect on inline text (CSS Containment 2,
/// section 4).
fn skips_content(element: ElementRef<'_>, position: usize, styles: &Styles) -> Truth {
    let hidden = match styles.value(position, Property::ContentVisibility) {
        Computed::Unset => return Truth::No,
        Computed::Open => Truth::Unknown,
        Computed::Value(value) => value.eq_ignore_ascii_case("hidden").into(),
    };
    let in_line = match styles.value(position, Property::Display) {
        Computed::Open => Truth::Unknown,
        Computed::Value(value) => matches!(value, "inline" | "contents").into(),
        Computed::Unset => is_in_line(element).into(),
    };
    hidden.and(!in_line)
}

/// Whether the element itself generates a box.
fn generates_box(element: ElementRef<'_>, position: usize, styles: &Styles) -> Truth {
    let never = matches!(
        element.value().name(),
        "script" | "noscript" | "template" | "datalist" | "source" | "track" | "param"
    );
    if never || dynamic::is_never_shown(element) {
        return Truth::No;
    }
    let closed = is_closed_popup(element);
    let by_default = !hidden_by_default(element) && !closed;
    let declared = match styles.value(position, Property::Display) {
        Computed::Unset => None,
        _ => Some(on_screens(styles, position, Property::Display, |value| {
            let shown = value.map_or(by_default, |value| !value.eq_ignore_ascii_case("none"));
            shown.into()
        })),
    };
    if closed && declared.is_some_and(Truth::is_yes) {
        // A dialog with `display: flex` is still often shown only by script.
        return Truth::Unknown;
    }
    let base = declared.unwrap_or_else(|| by_default.into());
    if base.is_yes()
        && (dynamic::is_toggled(element) || (styles.miss(position) && hides_by_class(element)))
    {
        return Truth::Unknown;
    }
    base
}

fn is_closed_popup(element: ElementRef<'_>) -> bool {
    (element.value().name() == "dialog" && element.attribute("open").is_none())
        || element.attribute("popover").is_some()
}

/// Whether the user agent style sheet hides an element.
fn hidden_by_default(element: ElementRef<'_>) -> bool {
    let by_name = match element.value().name() {
        // A title in SVG is not rendered either, but provides a name.
        "title" => is_html(element),
        "head" | "base" | "link" | "meta" | "style" | "rp" | "noembed" | "noframes" => true,
        "audio" => element.attribute("controls").is_none(),
        "input" => element
            .attribute("type")
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("hidden")),
        _ => false,
    };
    by_name || element.attribute("hidden").is_some()
}

fn is_html(element: ElementRef<'_>) -> bool {
    &*element.value().name.ns == "http://www.w3.org/1999/xhtml"
}

/// Whether the parent shows its content: a closed `<details>` and playing media do not.
fn is_shown_by_parent(element: ElementRef<'_>) -> Truth {
    let Some(parent) = element.parent().and_then(ElementRef::wrap) else {
        return Truth::Yes;
    };
    match parent.value().name() {
        "details" if parent.attribute("open").is_none() => {
            let summary = parent
                .child_elements()
                .find(|child| child.value().name() == "summary");
            summary
                .is_some_and(|summary| summary.id() == element.id())
                .into()
        }
        "video" | "audio" | "iframe" => Truth::No,
        // Shown only if the embedded resource is not.
        "object" => Truth::Unknown,
        _ => Truth::Yes,
    }
}

/// Whether an element is inline by default.
pub(super) fn is_in_line(element: ElementRef<'_>) -> bool {
    html::is_in_line(element.value().name())
}

/// Whether style moves or clips the element out of sight. Never certain without layout.
fn is_out_of_sight(position: usize, styles: &Styles) -> Truth {
    const SUSPECT: [Property; 11] = [
        Property::Opacity,
        Property::Clip,
        Property::ClipPath,
        Property::TextIndent,
        Property::ContentVisibility,
        Property::Left,
        Property::Right,
        Property::Top,
        Property::Bottom,
        Property::MarginLeft,
        Property::MarginTop,
    ];
    const SIZES: [Property; 5] = [
        Property::Width,
        Property::Height,
        Property::MaxHeight,
        Property::MaxWidth,
        Property::FontSize,
    ];
    let suspicious = |property: Property| match (property, styles.value(position, property)) {
        (_, Computed::Unset) => false,
        (
            Property::Opacity
            | Property::Clip
            | Property::ClipPath
            | Property::ContentVisibility
            | Property::TextIndent,
            Computed::Open,
        ) => true,
        // Columns and menus shift slightly with the screen.
        (_, Computed::Open) => false,
        (Property::Opacity, Computed::Value(value)) => {
            value.parse::<f32>().is_ok_and(|value| value < 0.1)
        }
        (Property::Clip | Property::ClipPath, Computed::Value(value)) => {
            value != "auto" && value != "none"
        }
        (Property::ContentVisibility, Computed::Value(value)) => value != "visible",
        (_, Computed::Value(value)) => shifts_far(value),
    };
    let tiny = |property: Property| match styles.value(position, property) {
        Computed::Value(value) => matches!(
            value.trim(),
            "0" | "0px" | "0em" | "0rem" | "0%" | "1px" | "0.1px"
        ),
        _ => false,
    };
    if SUSPECT.into_iter().any(suspicious) || SIZES.into_iter().any(tiny) {
        Truth::Unknown
    } else {
        Truth::No
    }
}

/// Whether a negative length may move something out of sight; gutters of a grid do not.
fn shifts_far(value: &str) -> bool {
    const FAR: f64 = 200.0;
    let Some(length) = value.trim_start().strip_prefix('-') else {
        return false;
    };
    let digits = length.find(|ch: char| !(ch.is_ascii_digit() || ch == '.'));
    let (number, unit) = length.split_at(digits.unwrap_or(length.len()));
    let number = number.parse::<f64>().unwrap_or(f64::MAX);
    match unit.trim() {
        "px" => number >= FAR,
        "em" | "rem" => number * 16.0 >= FAR,
        "%" => number >= 50.0,
        _ => number > 0.0,
    }
}
