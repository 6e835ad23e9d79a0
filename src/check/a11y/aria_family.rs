//! `aria-family`: composite roles own the required parts, and parts are in the required whole (ACT bc4a75, ff89c9).

use foldhash::HashSet;

use crate::model::Attributes;

use ego_tree::NodeId;
use scraper::ElementRef;
use serde::Deserialize;

use super::is_markup;
use crate::a11y::aria::Role;
use crate::a11y::{PageView, Reads, dynamic, role};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, PageCheck, each_of};
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "aria-family",
    facts: &["element", "role", "found", "expected"],
    variants: &["made-later"],
    build: |table| {
        let Params { expect } = params(table)?;
        Ok(Check::Page(match expect {
            Expect::Parts => Box::new(Parts),
            Expect::Whole => Box::new(Whole),
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The expectation: the parts that a role needs, or the whole that a part needs.
    expect: Expect,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Expect {
    /// It owns an element with one of the required roles.
    Parts,
    /// Its owner has one of the required roles.
    Whole,
}

/// Whether an element has no semantics, so that ownership extends through it. A state or property gives it semantics.
fn is_transparent(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let plain = || {
        element
            .value()
            .attrs()
            .all(|(name, _)| !name.starts_with("aria-") || name == "aria-owns")
    };
    page.role(element)
        .is_none_or(|role| role::is_presentational(role) || role.name == "generic" && plain())
}

/// Whether an element is empty or shows something that is not a part.
fn is_filler(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    page.role(element)
        .is_some_and(|role| role.name == "generic")
        || is_stray_item(page, element)
}

/// Whether an element is a list item with text outside a list: it has lost its semantics and has no other.
fn is_stray_item(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    element.value().name() == "li"
        && page.role(element).is_none()
        && element.text().any(|text| !text.trim().is_empty())
}

fn grounds(element: ElementRef<'_>, role: &Role, expected: &[&str]) -> Grounds {
    let expected: Vec<String> = expected.iter().map(|&name| name.to_owned()).collect();
    Grounds::none()
        .with("element", element.value().name())
        .with("role", role.name)
        .with("expected", expected)
}

struct Parts;

impl PageCheck for Parts {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        each_of(self.targets(page), |target| self.expect(page, target))
    }
}

impl Parts {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        page.with_role(|role| !role.owned_elements.is_empty())
            .into_iter()
            .filter(|element| is_markup(*element) && !page.exposed(*element).is_no())
            // Browsers generate the parts of a `<select>`, whatever its display.
            .filter(|element| !is_busy(*element) && element.value().name() != "select")
            .collect()
    }

    fn expect<'a>(&self, page: &PageView<'a>, element: ElementRef<'a>) -> Expectation {
        let Some(role) = page.role(element) else {
            return Expectation::Untested;
        };
        if gives_up_its_items(page, element) {
            return Expectation::Met;
        }
        let mut owned = Vec::new();
        collect_owned(page, element, &mut owned, &mut HashSet::default(), 0);
        let wrong = owned.into_iter().find_map(|part| {
            let Some(part_role) = page.role(part) else {
                return is_stray_item(page, part).then_some(part);
            };
            if !may_be_owned(part_role, role) {
                return Some(part);
            }
            stranger_in_group(page, part, part_role, role)
        });
        let Some(wrong) = wrong else {
            if page.has_open_content(element) {
                let grounds = grounds(element, role, &role.owned_elements);
                return Expectation::Unknown(Doubt::NotCaptured, grounds);
            }
            return Expectation::Met;
        };
        let found = page.role(wrong).map_or("generic", |role| role.name);
        let grounds = grounds(element, role, &role.owned_elements)
            .with("found", found)
            .related(page.place(wrong.id()));
        // A script may add parts to an empty element.
        let filled_later = is_filler(page, wrong) && page.scripts().any();
        let sure = page.exposed(element).is_yes()
            && page.exposed(wrong).is_yes()
            && !filled_later
            && !dynamic::is_foreign(wrong);
        if sure {
            Expectation::Unmet(grounds)
        } else {
            Expectation::Unknown(Doubt::NotCaptured, grounds)
        }
    }
}

/// Whether a list removes the semantics of all its items, as old library menus do: then the items are not counted, and
/// no content is lost.
fn gives_up_its_items(page: &PageView<'_>, element: ElementRef<'_>) -> bool {
    let native = matches!(element.value().name(), "ul" | "ol" | "menu");
    let mut items = element.child_elements().peekable();
    native
        && role::explicit(element).is_none()
        && items.peek().is_some()
        && items.all(|item| {
            let silent = role::explicit(item).is_some_and(role::is_presentational);
            item.value().name() == "li" && silent || page.exposed(item).is_no()
        })
}

/// An element in a group of a whole that is not one of its parts (`group → option` in WAI-ARIA).
fn stranger_in_group<'a>(
    page: &PageView<'a>,
    group: ElementRef<'a>,
    group_role: &Role,
    whole: &Role,
) -> Option<ElementRef<'a>> {
    if group_role.name != "group" || !whole.owned_elements.contains(&"group") {
        return None;
    }
    let mut owned = Vec::new();
    collect_owned(page, group, &mut owned, &mut HashSet::default(), 0);
    owned.into_iter().find(|part| {
        page.role(*part).is_some_and(|part| {
            // A heading or text labels the group; a nested group is a matter of its own.
            let titles = !part.is_widget() && part.name != "listitem";
            !titles && !may_be_owned(part, whole)
        })
    })
}

/// Whether a part may be owned by a whole, or requires it as its context, such as a caption in a table.
fn may_be_owned(part: &Role, whole: &Role) -> bool {
    let inherits = |name: &&str| part.name != "group" && part.is_a(name);
    // ARIA allows separators between the items of a menu.
    let separates = part.name == "separator" && matches!(whole.name, "menu" | "menubar");
    separates
        || whole.owned_elements.contains(&part.name)
        || whole.owned_elements.iter().any(inherits)
        || part.context.contains(&whole.name)
}

/// Whether the element or an ancestor is marked as busy.
fn is_busy(element: ElementRef<'_>) -> bool {
    let busy = |element: ElementRef<'_>| role::is_true(element, "aria-busy");
    busy(element) || element.ancestors().filter_map(ElementRef::wrap).any(busy)
}

/// Whether an element is the rest of a form that starts between cells or rows: browsers leave its fields elsewhere.
fn is_form_of_table(element: ElementRef<'_>) -> bool {
    let within = element
        .parent()
        .and_then(ElementRef::wrap)
        .is_some_and(|around| {
            matches!(
                around.value().name(),
                "table" | "thead" | "tbody" | "tfoot" | "tr"
            )
        });
    within && element.value().name() == "form" && element.child_elements().next().is_none()
}

/// Whether an element only marks a link target.
fn is_empty_anchor(element: ElementRef<'_>) -> bool {
    element.value().name() == "a" && element.text().all(|text| text.trim().is_empty())
}

/// Collects the elements owned by an element: children, through elements without semantics, and those added by
/// `aria-owns`.
fn collect_owned<'a>(
    page: &PageView<'a>,
    element: ElementRef<'a>,
    owned: &mut Vec<ElementRef<'a>>,
    followed: &mut HashSet<NodeId>,
    depth: usize,
) {
    /// Maximum depth of elements without semantics.
    const MOST_DEPTH: usize = 64;
    // Repeated and circular claims are followed once.
    if depth > MOST_DEPTH || !followed.insert(element.id()) {
        return;
    }
    let added = element
        .attribute("aria-owns")
        .into_iter()
        .flat_map(str::split_ascii_whitespace)
        .filter_map(|id| page.index.by_id(id));
    for child in element.child_elements().chain(added) {
        if !page.step() {
            return;
        }
        let unknown = dynamic::is_foreign(child)
            || !page.knows(child, Reads::ELEMENT)
            || page.is_template() && !page.stands_here(child);
        if page.exposed(child).is_no() || unknown || is_form_of_table(child) {
            continue;
        }
        if is_transparent(page, child) {
            let before = owned.len();
            collect_owned(page, child, owned, followed, depth + 1);
            let filler =
                is_filler(page, child) && !page.has_open_content(child) && !is_empty_anchor(child);
            if owned.len() == before && filler {
                owned.push(child);
            }
        } else {
            owned.push(child);
        }
    }
}

struct Whole;

impl PageCheck for Whole {
    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        each_of(self.targets(page), |target| self.expect(page, target))
    }
}

impl Whole {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        page.index
            .having("role")
            .filter(|element| {
                let Some(explicit) = role::explicit(*element) else {
                    return false;
                };
                let implicit = role::implicit(&page.index, *element);
                let needs_context = !explicit.context.is_empty()
                    && implicit.is_none_or(|implicit| implicit.name != explicit.name);
                needs_context || owns_made_later(page, *element).is_some()
            })
            .filter(|element| is_markup(*element) && !page.exposed(*element).is_no())
            .collect()
    }

    fn expect<'a>(&self, page: &PageView<'a>, element: ElementRef<'a>) -> Expectation {
        let Some(role) = role::explicit(element) else {
            return Expectation::Untested;
        };
        if let Some(id) = owns_made_later(page, element) {
            let grounds = grounds(element, role, &role.owned_elements).with("found", id);
            return Expectation::Unknown(Doubt::NotCaptured, grounds.variant("made-later"));
        }
        let mut whole = owning_element(page, element);
        let mut passed = HashSet::default();
        while let Some(around) = whole {
            // Elements may claim each other in a circle.
            if !page.step() || !passed.insert(around.id()) {
                let grounds = grounds(element, role, &role.context);
                return Expectation::Unknown(Doubt::NotCaptured, grounds);
            }
            if dynamic::is_foreign(around) || dynamic::is_bound(around) {
                return Expectation::Unknown(
                    Doubt::NotCaptured,
                    grounds(element, role, &role.context),
                );
            }
            if !is_transparent(page, around) || page.exposed(around).is_no() {
                break;
            }
            whole = owning_element(page, around);
        }
        let found = whole.and_then(|whole| page.role(whole));
        // A role in place of its superclass is not enough: a radio group is a group, but holds no options.
        if found.is_some_and(|found| role.context.contains(&found.name)) {
            return Expectation::Met;
        }
        let grounds = grounds(element, role, &role.context)
            .with("found", found.map_or("–", |found| found.name));
        // A part of a page may be included in the right whole.
        let part = page.document_element().is_none();
        if part || !page.exposed(element).is_yes() {
            return Expectation::Unknown(Doubt::Elsewhere, grounds);
        }
        Expectation::Unmet(grounds)
    }
}

/// An id in `aria-owns` of parts that a script creates; the markup does not show whether they end up in the same tree.
fn owns_made_later<'a>(page: &PageView<'_>, element: ElementRef<'a>) -> Option<&'a str> {
    let ids = element.attribute("aria-owns")?;
    let has_parts = role::explicit(element).is_some_and(|role| !role.owned_elements.is_empty());
    let mut ids = ids.split_ascii_whitespace();
    ids.find(|id| has_parts && page.index.by_id(id).is_none() && page.scripts().mention(id))
}

/// The owner of an element: the element that names it in `aria-owns`, else its parent.
fn owning_element<'a>(page: &PageView<'a>, element: ElementRef<'a>) -> Option<ElementRef<'a>> {
    let named = element.attribute("id").and_then(|id| page.owner_of_id(id));
    named.or_else(|| element.parent().and_then(ElementRef::wrap))
}
