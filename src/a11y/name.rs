//! Accessible names according to "Accessible Name and Description Computation 1.2" and HTML-AAM.
//!
//! Information missing from the markup (scripts, external style sheets, custom elements) leaves a name open, never
//! empty.

mod awaited;
mod generated;
mod labels;
mod native;

use crate::model::Attributes;
use scraper::{ElementRef, Node};

pub use labels::Labels;
pub use native::is_captioned;

use super::css::Pseudo;
use super::style::{Computed, Property};
use super::visibility::is_in_line;
use super::{PageState, PageView, Truth, Writes, dynamic, insert, sign};
use crate::model::{HOLE, PageKind};
use crate::texts::on_one_line;

/// Maximum recursion depth; real pages nest text less deeply.
const MOST_DEPTH: u16 = 128;

/// Maximum length of a name in bytes; listeners cannot follow more. Otherwise a page could give its whole text to each
/// of its buttons.
const MOST_TEXT: usize = 4_000;

/// The accessible name of an element.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Name {
    /// Its known text, with white space folded.
    pub text: String,
    /// Whether some of it certainly reaches people.
    solid: bool,
    /// Whether there may be further or different text.
    open: bool,
    /// Whether it is only the browser's default ("Submit").
    pub by_default: bool,
}

impl Name {
    fn from_text(text: &str) -> Self {
        let mut name = Self::default();
        name.push(text, true);
        name
    }

    fn unknown() -> Self {
        Self {
            open: true,
            ..Self::default()
        }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> Truth {
        match (self.solid, self.open) {
            (true, _) => Truth::No,
            (false, true) => Truth::Unknown,
            (false, false) => self.text.trim().is_empty().into(),
        }
    }

    /// The text, if nothing about it is open.
    pub fn known(&self) -> Option<&str> {
        (!self.open).then_some(self.text.trim())
    }

    fn push(&mut self, text: &str, sure: bool) {
        let room = MOST_TEXT.saturating_sub(self.text.len());
        let text = match text.len() > room {
            true => {
                self.open = true;
                &text[..text.floor_char_boundary(room)]
            }
            false => text,
        };
        // Screen readers do not speak icons of fonts and zero-width characters.
        let speaks = |ch: char| !ch.is_whitespace() && !is_mute(ch) && !is_icon(ch);
        self.solid |= sure && text.chars().any(speaks);
        self.open |= !sure || text.chars().any(is_mute);
        if text.contains(is_icon) {
            self.text.extend(text.chars().filter(|ch| !is_icon(*ch)));
        } else {
            self.text.push_str(text);
        }
    }

    fn append(&mut self, other: &Self) {
        self.solid |= other.solid;
        self.open |= other.open;
        let room = MOST_TEXT.saturating_sub(self.text.len());
        let end = other.text.floor_char_boundary(room);
        self.open |= end < other.text.len();
        self.text.push_str(&other.text[..end]);
    }

    /// Whether further text is dropped.
    fn is_full(&self) -> bool {
        self.text.len() + 4 > MOST_TEXT
    }

    /// Marks the name as uncertain.
    fn doubt(&mut self) {
        self.solid = false;
        self.open = true;
    }

    fn push_space(&mut self) {
        if !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }

    /// This name if it says something or may do so; else the next one.
    fn or_else(self, next: impl FnOnce() -> Self) -> Self {
        match self.is_empty() {
            Truth::No => self,
            Truth::Yes => next(),
            Truth::Unknown => {
                let mut next = next();
                next.open = true;
                next
            }
        }
    }
}

/// Zero-width characters, and the stand-in for program output.
fn is_mute(ch: char) -> bool {
    ch == HOLE || matches!(u32::from(ch), 0x200B..=0x200F | 0x2060..=0x2064 | 0xFEFF)
}

/// An icon of an icon font: a private use character, which is no letter and has no spoken form.
fn is_icon(ch: char) -> bool {
    ch != HOLE && matches!(u32::from(ch), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF)
}

/// How an element was reached.
#[derive(Clone, Copy)]
struct Traversal<'a> {
    /// The element to be named.
    target: ElementRef<'a>,
    /// Following `aria-labelledby`, which is followed only once.
    referenced: bool,
    /// Inside an element that names the target: all content counts.
    inside: bool,
    /// The referenced text is hidden, so hidden text counts.
    hidden_counts: bool,
    /// The state of the page in which people encounter the target.
    state: PageState,
    depth: u16,
}

/// The accessible name of an element.
pub fn name<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Name {
    let traversal = Traversal {
        target: element,
        referenced: false,
        inside: false,
        hidden_counts: false,
        state: view.state_for(element),
        depth: 0,
    };
    let mut name = compute_name(view, element, traversal);
    name.text = on_one_line(&name.text);
    name
}

/// The visible text of an element, as if it was named by its content.
pub fn content_of<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> Name {
    let traversal = Traversal {
        target: element,
        referenced: true,
        inside: true,
        hidden_counts: false,
        state: view.state_for(element),
        depth: 0,
    };
    name_from_content(view, element, traversal)
}

fn compute_name<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    traversal: Traversal<'a>,
) -> Name {
    if traversal.depth > MOST_DEPTH || !view.step() {
        return Name::unknown();
    }
    let exposed = view.exposed_in(element, traversal.state);
    if exposed.is_no() && !traversal.hidden_counts {
        return Name::default();
    }
    let mut found = if traversal.referenced {
        Name::default()
    } else {
        name_from_references(view, element, traversal)
    };
    found = found.or_else(|| {
        let is_embedded = traversal.inside && element.id() != traversal.target.id();
        match is_embedded.then(|| native::embedded_value(view, element)) {
            // An empty field says its own name where it names another one.
            Some(Some(value)) => value.or_else(|| name_from_aria_label(element)),
            _ => name_from_aria_label(element),
        }
    });
    found = found.or_else(|| native::native_name(view, element, traversal));
    found = found.or_else(|| {
        if !traversal.inside && !is_named_by_content(view, element) {
            return Name::default();
        }
        name_from_content(view, element, traversal)
    });
    found = found.or_else(|| {
        // On an element without a name, the tooltip is a description.
        let nameless =
            !traversal.inside && view.role(element).is_some_and(|role| role.name_prohibited);
        match nameless || native::has_final_alternative(element) {
            true => Name::default(),
            false => native::tooltip(element),
        }
    });
    found.open |= dynamic::is_bound(element) || dynamic::takes_in(element);
    if found.is_empty().is_yes() {
        // A template may print the attribute that names it.
        let names = ["alt", "aria-label", "aria-labelledby", "title"];
        let mut names = names.into_iter();
        found.open |= names.any(|name| view.is_decided_later(element, name));
    }
    // As part of the target, it is shown together with it.
    let shown_with_target = || {
        !traversal.referenced
            && !view.has_own_doubt(element)
            && view.index.holds(traversal.target.id(), element.id())
    };
    if found.is_empty().is_yes() {
        found.open |= view.scripts().write(element, Writes::NAME);
    }
    if exposed == Truth::Unknown && traversal.inside && !shown_with_target() {
        // It may be hidden and say nothing.
        found.doubt();
    }
    if traversal.inside && element.value().name() == "math" {
        // Browsers differ in whether formulas belong to the surrounding text.
        found.doubt();
    }
    found
}

fn name_from_aria_label(element: ElementRef<'_>) -> Name {
    element
        .attribute("aria-label")
        .map(Name::from_text)
        .unwrap_or_default()
}

fn name_from_references<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    traversal: Traversal<'a>,
) -> Name {
    let mut name = Name::default();
    let stated = element.attribute("aria-labelledby").unwrap_or_default();
    for id in stated.split_ascii_whitespace() {
        let Some(label) = view.index.by_id(id) else {
            // A script or another template may create it later, or a program fills in which one is meant.
            name.open |= view.scripts().external
                || view.scripts().mention(id)
                || view.is_template()
                || insert::is_insert(stated);
            continue;
        };
        name.push_space();
        name.append(&name_from_referenced(view, label, traversal));
    }
    name
}

/// The text of an element that names another one.
fn name_from_referenced<'a>(
    view: &PageView<'a>,
    label: ElementRef<'a>,
    traversal: Traversal<'a>,
) -> Name {
    let hidden_counts = view.exposed_in(label, traversal.state).is_no();
    let compute = || {
        compute_name(
            view,
            label,
            Traversal {
                referenced: true,
                inside: true,
                hidden_counts,
                depth: traversal.depth + 1,
                ..traversal
            },
        )
    };
    // A text is the same for all elements that refer to it, except for those inside it, whose own part is left out.
    let holds_target = view.index.holds(label.id(), traversal.target.id());
    if traversal.depth > 0 || holds_target {
        return compute();
    }
    let key = (label.id(), hidden_counts, traversal.state);
    let shared = view.referenced_name(key, compute);
    Name::clone(&shared)
}

fn is_named_by_content<'a>(view: &PageView<'a>, element: ElementRef<'a>) -> bool {
    view.role(element)
        .is_some_and(|role| role.name_from_content)
}

fn name_from_content<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    traversal: Traversal<'a>,
) -> Name {
    let mut name = Name::default();
    if matches!(
        element.value().name(),
        "script" | "style" | "noscript" | "template" | "audio" | "video" | "iframe"
    ) {
        return name;
    }
    let skipped = view.skips_content(element);
    if skipped.is_yes() && !traversal.hidden_counts {
        return name;
    }
    push_generated_content(view, element, Pseudo::Before, &mut name);
    let inner = Traversal {
        inside: true,
        depth: traversal.depth + 1,
        ..traversal
    };
    for child in element.children() {
        if name.is_full() || !view.step() {
            name.open = true;
            break;
        }
        match child.value() {
            Node::Text(text) => name.push(text, true),
            Node::Element(_) => {
                let Some(child) = ElementRef::wrap(child) else {
                    continue;
                };
                if child.id() == traversal.target.id() && traversal.inside {
                    // A control inside its own label.
                    continue;
                }
                if is_owned_elsewhere(view, child, element) {
                    continue;
                }
                let apart = stands_apart(view, child);
                if apart {
                    name.push_space();
                }
                name.append(&compute_name(view, child, inner));
                if apart {
                    name.push_space();
                }
            }
            _ => {}
        }
    }
    push_owned_content(view, element, inner, &mut name);
    push_generated_content(view, element, Pseudo::After, &mut name);
    if skipped == Truth::Unknown || element.value().name() == "object" {
        // Fallback content, visible only if the embedded content is not.
        name.doubt();
    }
    name.open |= dynamic::is_foreign(element)
        || insert::has_inserts(element)
        || (name.text.trim().is_empty()
            && (view.scripts().may_fill(element)
                || waits_in_fragment(view, element)
                || dynamic::has_own_attribute(element)
                || awaited::awaits_text(view, element)
                || awaited::is_written_inside(view, element)
                || (dynamic::belongs_to_library(element)
                    && (view.is_template() || view.scripts().any()))));
    name
}

/// Whether an element of a fragment is nearly empty and has an id: unavailable scripts of the including page may fill
/// it.
fn waits_in_fragment(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let named = element.attribute("id").is_some_and(|id| !id.is_empty());
    let is_fragment = matches!(view.page.nature.kind, PageKind::Part | PageKind::Template)
        && view.document_element().is_none();
    named && is_fragment && sign::is_bare(element)
}

/// Whether `aria-owns` of another element claims a child.
fn is_owned_elsewhere<'a>(
    view: &PageView<'a>,
    child: ElementRef<'a>,
    parent: ElementRef<'a>,
) -> bool {
    let owner = child.attribute("id").and_then(|id| view.owner_of_id(id));
    // An element cannot own its ancestor.
    owner
        .is_some_and(|owner| owner.id() != parent.id() && !view.index.holds(child.id(), owner.id()))
}

/// Adds the content that `aria-owns` appends to the children of an element.
fn push_owned_content<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    inner: Traversal<'a>,
    name: &mut Name,
) {
    let ids = element.attribute("aria-owns").unwrap_or_default();
    for id in ids.split_ascii_whitespace() {
        let owned = view
            .owner_of_id(id)
            .filter(|owner| owner.id() == element.id())
            .and_then(|_| view.index.by_id(id));
        let Some(owned) = owned else {
            continue;
        };
        let is_child = owned
            .parent()
            .is_some_and(|parent| parent.id() == element.id());
        if is_child || view.index.holds(owned.id(), element.id()) || name.is_full() {
            continue;
        }
        let apart = stands_apart(view, owned);
        if apart {
            name.push_space();
        }
        name.append(&compute_name(view, owned, inner));
        if apart {
            name.push_space();
        }
    }
}

fn push_generated_content<'a>(
    view: &PageView<'a>,
    element: ElementRef<'a>,
    pseudo: Pseudo,
    name: &mut Name,
) {
    let Some(position) = view.index.position(element.id()) else {
        return;
    };
    let styles = view.styles();
    match styles.generated_content(position, pseudo) {
        Computed::Unset => {
            // Unavailable style sheets can generate text for anything they can select. For sheets known by address it
            // is known which icons are letters.
            name.open |= styles.miss_text(position)
                && element.attribute("class").is_some()
                && !(styles.external && sign::shows_sign(element));
        }
        Computed::Open => name.open = true,
        Computed::Value(value) => {
            let property = |name: Property| styles.generated_value(position, name, pseudo);
            let display = property(Property::Display);
            let hidden = display == Computed::Value("none")
                || matches!(
                    property(Property::Visibility),
                    Computed::Value("hidden" | "collapse")
                );
            if hidden {
                return;
            }
            let (text, sure) = generated::text(value, element);
            let apart = matches!(display, Computed::Value(value) if value != "inline");
            if apart {
                name.push_space();
            }
            name.push(&text, true);
            if apart {
                name.push_space();
            }
            name.open |= !sure || display == Computed::Open;
        }
    }
}

/// Whether the text of an element does not run into the text around it.
pub fn stands_apart(view: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let position = view.index.position(element.id());
    let declared =
        |property| position.map_or(Computed::Unset, |at| view.styles().value(at, property));
    if matches!(
        declared(Property::Position),
        Computed::Value("absolute" | "fixed")
    ) {
        return true;
    }
    match declared(Property::Display) {
        Computed::Value(value) => !matches!(value, "inline" | "contents"),
        _ => !is_in_line(element),
    }
}

#[cfg(test)]
mod tests;
