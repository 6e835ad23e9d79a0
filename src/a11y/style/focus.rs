//! What style sheets set while an element has the keyboard focus.

use crate::model::Attributes;
use scraper::ElementRef;

use super::property::Property;
use super::{Rank, Styles};
use crate::a11y::Truth;
use crate::a11y::css::{Budget, Key, Matcher, Pseudo};

/// Where a rule that speaks of the keyboard focus stands.
pub struct FocusRule {
    /// Its sheet among those of the page.
    pub sheet: usize,
    /// Its place there.
    pub rule: usize,
    /// Usual and important.
    pub(super) ranks: [Rank; 2],
}

/// A declaration that applies while an element has the keyboard focus, as far as it is known.
pub struct FocusDeclaration<'s> {
    /// The property.
    pub property: Property,
    /// Its value.
    pub value: &'s str,
    /// The shorthand that the value is one of.
    pub shorthand: Option<&'static str>,
    /// Whether it applies.
    pub applies: Truth,
    /// The rule that it stands in; nothing for one of a `style` attribute.
    pub rule: Option<usize>,
    rank: Rank,
}

/// A rule that applies to an element while the same or another one has the keyboard focus.
pub struct FocusChange<'s> {
    /// Whether it applies.
    pub applies: Truth,
    /// Whether it sets something that is not followed and may be seen.
    pub changes_more: bool,
    /// The generated box that it is about.
    pub pseudo: Option<Pseudo>,
    /// What it sets.
    pub declarations: Vec<FocusDeclaration<'s>>,
}

impl Styles {
    /// The rules that apply to an element while one has the keyboard focus, and not only then because others do.
    pub fn focus_changes<'a>(
        &self,
        element: ElementRef<'a>,
        focused: ElementRef<'a>,
        budget: &Budget,
    ) -> Vec<FocusChange<'_>> {
        let mut changes = Vec::new();
        for one in &self.focus_rules {
            let applied = &self.sheets.applied[one.sheet];
            let rule = &applied.sheet.rules[one.rule];
            let desktop = applied.media.and(rule.media).desktop;
            if desktop.is_no() || !may_be(element, &rule.selector.key()) {
                continue;
            }
            let matches =
                Matcher::new(&rule.selector, budget).matches_while(element, Some(focused));
            let applies = matches.and(desktop);
            if applies.is_no() {
                continue;
            }
            let declarations = rule.tracked.iter().map(|tracked| FocusDeclaration {
                property: tracked.property,
                value: &tracked.value,
                shorthand: tracked.shorthand,
                applies,
                rule: Some(one.ranks[0].order as usize),
                rank: one.ranks[usize::from(tracked.important)],
            });
            changes.push(FocusChange {
                applies,
                changes_more: rule.changes_more,
                pseudo: rule.selector.pseudo,
                declarations: declarations.collect(),
            });
        }
        changes
    }

    /// The declarations of a property on an element that has the keyboard focus, the strongest last: those that
    /// always apply, and those of these changes.
    pub fn declared_on_focus<'s>(
        &'s self,
        position: usize,
        property: &str,
        changes: &[FocusChange<'s>],
    ) -> Vec<FocusDeclaration<'s>> {
        let at_rest = self.declared(position, property, None).iter();
        let mut all: Vec<FocusDeclaration<'s>> = at_rest
            .map(|declared| FocusDeclaration {
                property: declared.property,
                value: &declared.value,
                shorthand: declared.shorthand,
                applies: declared.desktop,
                rule: declared.rule(),
                rank: declared.rank,
            })
            .collect();
        for change in changes.iter().filter(|change| change.pseudo.is_none()) {
            let wanted = change
                .declarations
                .iter()
                .filter(|declared| declared.property.name() == property);
            all.extend(wanted.map(|declared| FocusDeclaration { ..*declared }));
        }
        all.sort_by_key(|declared| declared.rank);
        all
    }
}

/// Whether an element has what the subject of a selector demands.
fn may_be(element: ElementRef<'_>, key: &Key<'_>) -> bool {
    match key {
        Key::Id(id) => element.attribute("id") == Some(id),
        Key::Class(class) => element.value().classes().any(|one| one == *class),
        Key::Name(name) => element.value().name() == *name,
        Key::Any => true,
    }
}
