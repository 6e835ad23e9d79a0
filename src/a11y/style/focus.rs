//! What style sheets set while an element has the keyboard focus.

use scraper::ElementRef;

use super::property::Property;
use super::sheets::AppliedSheet;
use super::{MOST_RULES, Rank, Styles};
use crate::a11y::Truth;
use crate::a11y::css::{Budget, Matcher, Pseudo, Selector};

/// A declaration that applies while an element has the keyboard focus, as far as that is known.
pub struct FocusDeclaration<'s> {
    /// The property.
    pub property: Property,
    /// Its value.
    pub value: &'s str,
    /// The shorthand of the value, if it is one of a shorthand.
    pub shorthand: Option<&'static str>,
    /// Whether it applies.
    pub applies: Truth,
    /// The rule that contains it; `None` for a `style` attribute.
    pub rule: Option<usize>,
    rank: Rank,
}

/// A rule that applies to an element while that element or another one has the keyboard focus.
pub struct FocusChange<'s> {
    /// Whether it applies.
    pub applies: Truth,
    /// Whether it sets a visible property that is not followed.
    pub changes_more: bool,
    /// The generated box it is about.
    pub pseudo: Option<Pseudo>,
    /// Its declarations.
    pub declarations: Vec<FocusDeclaration<'s>>,
}

impl Styles {
    /// The rules on focus that apply or may apply to `element` while `focused` has the keyboard focus.
    pub fn focus_changes<'a>(
        &self,
        position: Option<usize>,
        element: ElementRef<'a>,
        focused: ElementRef<'a>,
        budget: &Budget,
    ) -> Vec<FocusChange<'_>> {
        let mut changes = Vec::new();
        for (applied, at) in self.focus_rules(element) {
            let rule = &applied.sheet.rules[at];
            let order = applied.rules_before + at;
            let desktop = applied.media.and(rule.media).desktop;
            let demanded = &rule.selector.ancestors;
            let elsewhere = position.is_some_and(|at| !self.around.may_hold(at, demanded));
            if desktop.is_no() || order >= MOST_RULES || elsewhere {
                continue;
            }
            let matches =
                Matcher::new(&rule.selector, budget).matches_while(element, Some(focused));
            let applies = matches.and(desktop);
            if applies.is_no() {
                continue;
            }
            let ranks = self.layers.ranks(applied, rule, order);
            let declarations = rule.tracked.iter().map(|tracked| FocusDeclaration {
                property: tracked.property,
                value: &tracked.value,
                shorthand: tracked.shorthand,
                applies,
                rule: Some(order),
                rank: ranks[usize::from(tracked.important)],
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

    /// The rules on focus whose subject an element may be, with their sheet and index.
    fn focus_rules<'s>(
        &'s self,
        element: ElementRef<'_>,
    ) -> impl Iterator<Item = (&'s AppliedSheet, usize)> {
        let speaking = self.sheets.applied.iter().filter(|applied| {
            let on_focus = &applied.sheet.on_focus;
            !on_focus.is_empty()
        });
        speaking.flat_map(move |applied| {
            let rules = applied.sheet.on_focus.on_element(element);
            rules.into_iter().map(move |at| (applied, at))
        })
    }

    /// Whether the focus changes nothing but the browser's outline on an element.
    pub fn leave_focus_to_browsers(&self, position: usize) -> bool {
        let mut sheets = self.sheets.applied.iter();
        let outline = [
            Property::OutlineColor,
            Property::OutlineStyle,
            Property::OutlineWidth,
        ];
        sheets.all(|applied| applied.sheet.on_focus.is_empty())
            && outline
                .iter()
                .all(|property| self.declared(position, *property, None).is_empty())
    }

    /// The outermost parts of selectors of rules on focus, which state the place of the focused element.
    pub fn places_of_focus(&self) -> impl Iterator<Item = String> {
        let speaking = self.sheets.applied.iter().filter(|applied| {
            let on_focus = &applied.sheet.on_focus;
            !on_focus.is_empty()
        });
        let selectors = speaking.flat_map(|applied| {
            let rules = applied.sheet.rules.iter();
            rules.map(|rule| rule.selector.to_string())
        });
        selectors.filter_map(|selector| {
            let (place, focused) = selector.split_once([' ', '>'])?;
            let hangs = focused.contains(":focus") && !place.contains(":focus");
            hangs.then(|| place.to_owned())
        })
    }

    /// Whether a selector names a class or attribute that scripts set on the focused element.
    pub fn mark_focus(&self) -> bool {
        let mut sheets = self.sheets.applied.iter();
        sheets.any(|applied| applied.sheet.marks_focus)
    }

    /// The declarations of a property on a focused element, the strongest last: those that always apply, and those of
    /// these changes.
    pub fn declared_on_focus<'s>(
        &'s self,
        position: usize,
        property: Property,
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
                .filter(|declared| declared.property == property);
            all.extend(wanted.map(|declared| FocusDeclaration { ..*declared }));
        }
        all.sort_by_key(|declared| declared.rank);
        all
    }
}

/// Whether a selector names a class or attribute about focus.
pub fn has_focus_mark(selector: &Selector) -> bool {
    names_focus_mark(&selector.to_string().to_ascii_lowercase())
}

fn names_focus_mark(selector: &str) -> bool {
    let mut from = 0;
    while let Some(found) = selector[from..].find("focus") {
        let at = from + found;
        let start = selector[..at]
            .rfind(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '-' | '_')))
            .map_or(' ', |mark| selector[mark..].chars().next().unwrap_or(' '));
        if matches!(start, '.' | '[') {
            return true;
        }
        from = at + "focus".len();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_scripts_are_told_from_states() {
        assert!(names_focus_mark(".btn.is-focused"));
        assert!(names_focus_mark("[data-focus-visible-added]"));
        assert!(!names_focus_mark("a:focus > b"));
        assert!(!names_focus_mark("focus-trap"));
    }
}
