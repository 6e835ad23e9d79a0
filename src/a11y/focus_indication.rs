//! Whether people can see which element has the keyboard focus: by the browser's outline, or by what style sheets
//! change instead. ACT rule oj04fd.

use foldhash::HashMap;

use crate::model::Attributes;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::computed::{ColorValue, Resolved, pixels};
use super::css::Budget;
use super::style::{self, FocusChange, FocusDeclaration, Property, longhand};
use super::visibility::shifts_far;
use super::{PageView, Truth, Writes, dynamic, role};

/// The visible indication of the focus on an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FocusIndication {
    /// Whether there is one.
    pub shown: Truth,
    /// The rule that removes the outline; `None` if a `style` attribute does.
    pub removed_by: Option<usize>,
    /// Whether style makes the element invisible even with the focus, and its outline with it.
    pub is_unseen: bool,
}

/// Maximum number of neighbours of a focused element that are examined for changes.
const MOST_NEIGHBOURS: usize = 100;

impl FocusIndication {
    /// The indication for an element in the tab order.
    pub fn of<'a>(view: &PageView<'a>, element: ElementRef<'a>, budget: &Budget) -> Self {
        let shown = |shown, removed_by| Self {
            shown,
            removed_by,
            is_unseen: false,
        };
        let Some(position) = view.index.position(element.id()) else {
            return shown(Truth::Unknown, None);
        };
        let styles = view.styles();
        let changes = styles.focus_changes(Some(position), element, element, budget);
        if is_unseen_on_focus(view, position, &changes) {
            return Self {
                shown: shown_by_neighbours(view, element, budget).or(Truth::Unknown),
                removed_by: None,
                is_unseen: true,
            };
        }
        let (outline, removed_by) = outline(view, position, &changes);
        if outline.is_yes() {
            return shown(outline, None);
        }
        let mut seen = outline.or(changed(view, Some(position), &changes));
        if !seen.is_yes() && has_caret(element) {
            // The text cursor is an indication, unless its colour hides it.
            let caret = styles.declared(position, Property::CaretColor, None);
            seen = seen.or(if caret.is_empty() {
                Truth::Yes
            } else {
                Truth::Unknown
            });
        }
        if !seen.is_yes() {
            seen = seen.or(shown_by_neighbours(view, element, budget));
        }
        if seen.is_no() && (dynamic::hears_focus(element) || view.scripts().mention("focus")) {
            seen = Truth::Unknown;
        }
        shown(seen, removed_by)
    }
}

/// Whether elements around, in or after a focused one change visibly.
fn shown_by_neighbours<'a>(view: &PageView<'a>, element: ElementRef<'a>, budget: &Budget) -> Truth {
    let neighbours = neighbours(view, element).into_iter();
    neighbours.fold(Truth::No, |seen, neighbour| {
        let at = view.index.position(neighbour.id());
        let changes = view.styles().focus_changes(at, neighbour, element, budget);
        seen.or(changed(view, at, &changes))
    })
}

/// Whether style certainly makes an element invisible, or moves it far off the screen, and no rule on focus brings it
/// back: check boxes under a drawn switch, links that nobody sees.
fn is_unseen_on_focus(view: &PageView<'_>, position: usize, changes: &[FocusChange<'_>]) -> bool {
    const SIDES: [Property; 4] = [
        Property::Left,
        Property::Right,
        Property::Top,
        Property::Bottom,
    ];
    let value = |property| {
        let declared = view.styles().declared_on_focus(position, property, changes);
        let is_sure = declared.iter().all(|one| one.applies != Truth::Unknown);
        let value = winning(&declared).filter(|_| is_sure);
        value.and_then(|declared| value_of(view, Some(position), declared))
    };
    let is_transparent =
        || value(Property::Opacity).is_some_and(|value| value.parse::<f64>() == Ok(0.0));
    let is_away = || {
        let placed = value(Property::Position);
        matches!(placed.as_deref(), Some("absolute" | "fixed"))
            && SIDES
                .iter()
                .any(|side| value(*side).is_some_and(|value| shifts_far(&value)))
    };
    is_transparent() || is_away()
}

/// The indications for all elements in the tab order, by node.
pub fn indications(view: &PageView<'_>) -> Vec<(NodeId, FocusIndication)> {
    let budget = style::budget_of(&view.index);
    // Equal elements with equal attributes at equal places are judged once.
    let mut known: HashMap<(Option<usize>, String), FocusIndication> = HashMap::default();
    // Scripts set such marks on the focused element.
    let marked = view.scripts().any() && view.styles().mark_focus() || hangs_on_mark(view);
    let mut all = Vec::new();
    for (position, element) in view.index.elements().enumerate() {
        let reached = view.in_tab_order(element);
        if reached.is_no() || element.value().name() == "iframe" {
            continue;
        }
        if view.styles().leave_focus_to_browsers(position) && view.seen(element).is_yes() {
            let indication = FocusIndication {
                shown: Truth::Yes,
                removed_by: None,
                is_unseen: false,
            };
            all.push((element.id(), indication));
            continue;
        }
        let attributes: Vec<String> = element
            .value()
            .attrs()
            .filter(|(name, _)| !matches!(*name, "href" | "value" | "title" | "alt" | "src"))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let kind = format!("{} {}", element.value().name(), attributes.join(" "));
        let key = (view.index.parent(position), kind);
        let mut indication = *known
            .entry(key)
            .or_insert_with(|| FocusIndication::of(view, element, &budget));
        if indication.shown.is_no() && (marked || !reached.is_yes()) {
            indication.shown = Truth::Unknown;
        }
        if indication.shown.is_yes() {
            indication.removed_by = None;
            indication.is_unseen = false;
        }
        all.push((element.id(), indication));
    }
    all.sort_by_key(|(node, _)| *node);
    all
}

/// Whether a rule on focus depends on a page-wide class set by a script, for example to tell keyboard from mouse
/// (`body:not(.by-key) a:focus`).
fn hangs_on_mark(view: &PageView<'_>) -> bool {
    let scripts = view.scripts();
    if !scripts.any() {
        return false;
    }
    let wholes = || view.index.named_any(&["html", "body"]);
    let deeds: Vec<&str> = wholes()
        .flat_map(|whole| scripts.deeds(whole, Writes::CLASSES))
        .collect();
    let is_set = |class: &str| deeds.iter().any(|deed| deed.contains(class));
    let mut places = view.styles().places_of_focus();
    places.any(|place| {
        let is_whole = place.starts_with("body") || place.starts_with("html");
        let mut classes = place.split('.').skip(1).map(|class| {
            let end = class.find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '-' | '_')));
            &class[..end.unwrap_or(class.len())]
        });
        classes.any(|class| is_set(class) || is_whole && scripts.external)
    })
}

/// Whether an outline is drawn, and the rule that removes it.
fn outline(
    view: &PageView<'_>,
    position: usize,
    changes: &[FocusChange<'_>],
) -> (Truth, Option<usize>) {
    let styles = view.styles();
    let style = styles.declared_on_focus(position, Property::OutlineStyle, changes);
    let width = styles.declared_on_focus(position, Property::OutlineWidth, changes);
    let color = styles.declared_on_focus(position, Property::OutlineColor, changes);
    let scale = view.computed().scale(position);
    let Some(winner) = winning(&style) else {
        // The browser's default outline; without a width, browsers differ.
        return match width.is_empty() && color.is_empty() {
            true => (Truth::Yes, None),
            false => (Truth::Unknown, None),
        };
    };
    let drawn = |declared: &FocusDeclaration<'_>, is_drawn: &dyn Fn(&str) -> Truth| {
        let value = value_of(view, Some(position), declared);
        value.map_or(Truth::Unknown, |value| {
            is_drawn(&value.to_ascii_lowercase())
        })
    };
    let by_style = drawn(winner, &|style| match style {
        "none" | "hidden" | "initial" | "unset" => Truth::No,
        "revert" => Truth::Yes,
        "inherit" | "revert-layer" => Truth::Unknown,
        _ => Truth::Yes,
    });
    let by_width = winning(&width).map_or(Truth::Yes, |width| {
        drawn(width, &|width| match width {
            "thin" | "medium" | "thick" => Truth::Yes,
            width => pixels(width, scale).map_or(Truth::Unknown, |width| (width > 0.0).into()),
        })
    });
    let by_color = winning(&color).map_or(Truth::Yes, |color| {
        drawn(color, &|color| match ColorValue::parse(color) {
            ColorValue::Is(color) => (!color.is_transparent()).into(),
            _ => Truth::Yes,
        })
    });
    let unsure = |all: &[FocusDeclaration<'_>]| {
        let settled = all.iter().rposition(|declared| declared.applies.is_yes());
        let stronger = &all[settled.map_or(0, |settled| settled + 1)..];
        stronger.iter().any(|declared| !declared.applies.is_no())
    };
    let drawn = by_style.and(by_width).and(by_color);
    match unsure(&style) || unsure(&width) {
        true => (Truth::Unknown, winner.rule),
        false => (drawn, winner.rule),
    }
}

fn winning<'d, 's>(declared: &'d [FocusDeclaration<'s>]) -> Option<&'d FocusDeclaration<'s>> {
    declared.iter().rfind(|declared| declared.applies.is_yes())
}

/// The value of a declaration with its variables substituted, if the element is known.
fn value_of(
    view: &PageView<'_>,
    position: Option<usize>,
    declared: &FocusDeclaration<'_>,
) -> Option<String> {
    let value = match position {
        Some(position) => {
            let styles = view.styles();
            view.computed().filled(styles, position, declared.value)?
        }
        None if declared.value.contains("var(") => return None,
        None => declared.value.into(),
    };
    match declared.shorthand {
        None => Some(value.into_owned()),
        Some(shorthand) => longhand(shorthand, declared.property.name(), &value),
    }
}

/// Whether rules change anything visible.
fn changed(view: &PageView<'_>, position: Option<usize>, changes: &[FocusChange<'_>]) -> Truth {
    let mut seen = Truth::No;
    for change in changes {
        if change.changes_more {
            seen = seen.or(Truth::Unknown);
        }
        for declared in &change.declarations {
            let at_rest = position.filter(|_| change.pseudo.is_none());
            seen = seen.or(differs(view, at_rest, declared).and(change.applies));
        }
    }
    seen
}

/// Whether a declaration changes the look of an element.
fn differs(view: &PageView<'_>, position: Option<usize>, declared: &FocusDeclaration<'_>) -> Truth {
    let property = declared.property;
    let is_outline = property.name().starts_with("outline");
    if is_outline && position.is_some() {
        // For the element itself the outline is judged as a whole.
        return match property {
            Property::OutlineStyle => match value_of(view, position, declared).as_deref() {
                Some("none" | "hidden" | "0") => Truth::No,
                _ => Truth::Unknown,
            },
            _ => Truth::No,
        };
    }
    const UNSEEN: [Property; 12] = [
        Property::AnimationName,
        Property::BackgroundClip,
        Property::BackgroundRepeat,
        Property::BackgroundSize,
        Property::CaretColor,
        Property::ColorScheme,
        Property::Contain,
        Property::ContentVisibility,
        Property::OutlineColor,
        Property::OutlineWidth,
        Property::Position,
        Property::ZIndex,
    ];
    if UNSEEN.contains(&property) {
        return Truth::No;
    }
    let Some(value) = value_of(view, position, declared) else {
        return Truth::Unknown;
    };
    let value = value.to_ascii_lowercase();
    let before = position.map(|at| view.computed().resolve(view.styles(), at, property));
    if let Some(Resolved::Is(before, _)) = &before
        && before.eq_ignore_ascii_case(&value)
    {
        return Truth::No;
    }
    let style = position.and_then(|at| view.computed().get(at));
    match property {
        Property::BoxShadow => match value.as_str() {
            "none" | "initial" | "unset" | "inherit" => match before {
                Some(Resolved::Unset) => Truth::No,
                _ => Truth::Unknown,
            },
            shadow if shadow.contains("transparent") => Truth::Unknown,
            _ => Truth::Yes,
        },
        Property::Color | Property::BackgroundColor => {
            let rest = style.and_then(|style| match property {
                Property::Color => style.color,
                _ => style.background,
            });
            match (ColorValue::parse(&value), rest) {
                (ColorValue::Is(color), Some(rest)) if color == rest => Truth::No,
                (ColorValue::Is(color), Some(rest))
                    if color.is_transparent() && rest.is_transparent() =>
                {
                    Truth::No
                }
                (ColorValue::Is(_), Some(_)) => Truth::Yes,
                (ColorValue::Invalid, _) => Truth::No,
                _ => Truth::Unknown,
            }
        }
        Property::BackgroundImage if value == "none" => match before {
            Some(Resolved::Unset) => Truth::No,
            _ => Truth::Unknown,
        },
        Property::OutlineStyle if value == "none" => Truth::No,
        _ => Truth::Unknown,
    }
}

/// Elements whose look may depend on another element's focus: around it, inside it and after it.
fn neighbours<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    let around = element.ancestors().filter_map(ElementRef::wrap);
    let inside = view.index.descendants(element.id());
    let behind = element.next_siblings().filter_map(ElementRef::wrap);
    let behind = behind
        .flat_map(|sibling| std::iter::once(sibling).chain(view.index.descendants(sibling.id())));
    around
        .chain(inside)
        .chain(behind)
        .take(MOST_NEIGHBOURS)
        .collect()
}

/// Whether a focused element shows a text cursor.
fn has_caret(element: ElementRef<'_>) -> bool {
    let writes = match element.value().name() {
        "textarea" => true,
        "input" => matches!(
            role::input_type(element).as_str(),
            "text"
                | "search"
                | "url"
                | "tel"
                | "email"
                | "password"
                | "number"
                | "date"
                | "time"
                | "datetime-local"
                | "month"
                | "week"
        ),
        _ => element
            .attribute("contenteditable")
            .is_some_and(|value| !value.eq_ignore_ascii_case("false")),
    };
    writes && element.attribute("readonly").is_none()
}
