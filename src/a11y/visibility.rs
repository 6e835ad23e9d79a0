//! What is rendered, and what is exposed to assistive technology.

use crate::model::{Attributes, html};
use foldhash::{HashMap, HashSet};
use scraper::ElementRef;

use super::hiding::hides_by_class;
use super::opening::is_there_to_be_opened;
use super::shadow::ShadowTree;
use super::style::{Computed, Property, Styles};
use super::{Index, Openings, Truth, dynamic, role, shadow};

/// The visibility of each element, by position.
pub struct Visibility<'a> {
    states: Vec<Inherited>,
    /// The states once everything is opened that people can open.
    opened_states: Vec<Inherited>,
    /// Whether it can certainly be opened.
    opened: Vec<bool>,
    trees: Vec<ShadowTree<'a>>,
}

/// The state around the content of an element.
#[derive(Clone, Copy)]
pub struct Around {
    as_shown: Inherited,
    opened: Inherited,
}

/// What lies around a page or tree inside another one.
#[derive(Clone)]
pub struct Outside {
    /// The state in which it is shown.
    pub(super) around: Around,
    /// The names of the slots that children of its host fill.
    pub(super) filled: HashSet<String>,
}

impl Outside {
    /// Around a page on its own.
    pub fn nothing() -> Self {
        Self {
            around: Around::PAGE,
            filled: HashSet::default(),
        }
    }
}

impl Around {
    /// Around a page on its own.
    pub const PAGE: Self = Self {
        as_shown: Inherited::OUTERMOST,
        opened: Inherited::OUTERMOST,
    };

    /// Around content that is not rendered at all.
    pub const NOWHERE: Self = Self {
        as_shown: Inherited::UNBOXED,
        opened: Inherited::UNBOXED,
    };
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

    /// The state in content that is not rendered.
    const UNBOXED: Self = Self {
        boxed: Truth::No,
        ..Self::OUTERMOST
    };

    fn rendered(self) -> Truth {
        self.boxed.and(self.visible)
    }

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

impl<'a> Visibility<'a> {
    /// Computes it for all elements of a page on its own, from the root inwards.
    pub fn new(index: &Index<'a>, styles: &Styles, openings: &Openings<'a>) -> Self {
        Self::within(index, styles, openings, &Outside::nothing(), 0)
    }

    /// Computes it for all elements of a page or tree inside another. `depth`: number of shadow trees around it.
    pub(super) fn within<'o>(
        index: &Index<'a>,
        styles: &Styles,
        openings: &Openings<'o>,
        outside: &Outside,
        depth: usize,
    ) -> Self
    where
        'a: 'o,
    {
        let count = index.len();
        let mut all = Self {
            states: Vec::with_capacity(count),
            opened_states: Vec::with_capacity(count),
            opened: Vec::with_capacity(count),
            trees: Vec::new(),
        };
        let declared = shadow::declared_in(index);
        // Hosts with their number among the trees.
        let mut hosts: HashMap<usize, usize> = HashMap::default();
        for (position, element) in index.elements().enumerate() {
            let around = match index.parent(position) {
                None => outside.around,
                Some(parent) => match hosts.get(&parent) {
                    Some(tree) => all.trees[*tree].around(element),
                    None if is_replaced_by(index, parent, &outside.filled) => Around::NOWHERE,
                    None => all.around(parent),
                },
            };
            all.add(element, position, (styles, openings), around);
            let tree = declared.get(&position).and_then(|content| {
                ShadowTree::new(element, *content, all.around(position), depth)
            });
            if let Some(tree) = tree {
                hosts.insert(position, all.trees.len());
                all.trees.push(tree);
            }
        }
        all
    }

    fn add<'o>(
        &mut self,
        element: ElementRef<'o>,
        position: usize,
        (styles, openings): (&Styles, &Openings<'o>),
        around: Around,
    ) {
        let (around, opened_around) = (around.as_shown, around.opened);
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
            (how, _) => {
                inherit_state(element, position, styles, opened_around).opened(opened_around, how)
            }
        };
        self.states.push(state);
        self.opened_states.push(once_open);
        self.opened.push(is_opened.is_yes());
    }

    fn ask(&self, position: usize, what: impl FnOnce(Inherited) -> Truth) -> Truth {
        let state = self.states.get(position);
        state.map_or(Truth::No, |state| what(*state))
    }

    /// The state around the content of an element.
    pub(super) fn around(&self, position: usize) -> Around {
        let state = |states: &[Inherited]| {
            let state = states.get(position).copied();
            state.unwrap_or(Inherited::OUTERMOST)
        };
        Around {
            as_shown: state(&self.states),
            opened: state(&self.opened_states),
        }
    }

    /// The shadow trees of the elements, without those inside other trees.
    pub(super) fn trees(&self) -> &[ShadowTree<'a>] {
        &self.trees
    }

    /// Whether the element has a box and is not `visibility: hidden`.
    pub fn rendered(&self, position: usize) -> Truth {
        self.ask(position, Inherited::rendered)
    }

    /// Whether it is not hidden from assistive technology.
    pub fn exposed(&self, position: usize) -> Truth {
        self.ask(position, Inherited::exposed)
    }

    /// Whether it is not hidden from assistive technology once everything around it is opened that people can open.
    pub fn exposed_once_open(&self, position: usize) -> Truth {
        let opened = self.opened_states.get(position);
        let opened = opened.map_or(Truth::No, |state| state.exposed());
        self.exposed(position).or(opened)
    }

    /// Whether it is hidden and can certainly be opened.
    pub fn is_opened(&self, position: usize) -> bool {
        self.opened.get(position).copied().unwrap_or(false)
    }

    /// Whether it can be seen: rendered, and not moved or clipped out of sight.
    pub fn seen(&self, position: usize) -> Truth {
        self.ask(position, |state| state.rendered().and(!state.unseen))
    }

    /// Whether it skips its content.
    pub fn skips_content(&self, position: usize) -> Truth {
        self.ask(position, |state| state.skipping)
    }

    /// Whether its visibility is uncertain for reasons of its own. Otherwise it is shown wherever its parent is.
    pub fn own_doubt(&self, position: usize) -> bool {
        let state = self.states.get(position);
        state.is_none_or(|state| state.own_doubt)
    }

    /// Whether it can be seen wherever its parent can be seen.
    pub fn seen_with_parent(&self, position: usize) -> bool {
        let state = self.states.get(position);
        state.is_some_and(|state| !state.shifted && !state.own_doubt)
    }

    /// Whether it takes no input.
    pub fn inert(&self, position: usize) -> bool {
        let state = self.states.get(position);
        state.is_some_and(|state| state.inert)
    }

    /// Whether keys reach it, if it takes the focus.
    pub(super) fn takes_keys(&self, position: usize) -> Truth {
        Truth::from(!self.inert(position)).and(self.rendered(position))
    }
}

/// Whether an element is a slot whose own content gives way to children of the host.
fn is_replaced_by(index: &Index<'_>, position: usize, filled: &HashSet<String>) -> bool {
    let slot = index.element_at(position).filter(|_| !filled.is_empty());
    slot.is_some_and(|slot| {
        slot.value().name() == "slot" && filled.contains(slot.attribute("name").unwrap_or_default())
    })
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
    if never || is_kept_for_reference(element) || dynamic::is_never_shown(element) {
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

/// Whether an element of SVG is never rendered itself, whatever its style: only what refers to it is (SVG 2, section
/// 3.1, "never-rendered elements").
fn is_kept_for_reference(element: ElementRef<'_>) -> bool {
    const KEPT: [&str; 10] = [
        "clipPath",
        "defs",
        "filter",
        "hatch",
        "linearGradient",
        "marker",
        "mask",
        "pattern",
        "radialGradient",
        "symbol",
    ];
    role::is_svg(element) && KEPT.contains(&element.value().name())
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
pub(super) fn shifts_far(value: &str) -> bool {
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
