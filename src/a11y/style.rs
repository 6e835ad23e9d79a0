//! The declarations of a page's style sheets that win on each element, as far as that is certain.

mod focus;
mod keys;
mod missed;
mod property;
mod registered;
mod sheets;
mod shorthand;

use crate::model::Attributes;
use std::sync::Arc;

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

pub use self::focus::{FocusChange, FocusDeclaration};
use self::keys::{PageKeys, Surroundings};
use self::missed::{Missed, find_missed};
pub use self::property::Property;
use self::property::{Custom, PropertySet, track};
use self::sheets::{AppliedSheet, PageSheets, TrackedRule};
pub use self::shorthand::{components, is_image, longhand, split};
use super::css::{
    self, Budget, Condition, Declaration, Layer, LayerOrder, LayerPrecedence, Matcher, Pseudo,
    Selector, StyleRule,
};
use super::{Index, Truth, role, shadow};
use crate::model::LinkedSheets;

/// Maximum number of rules; several component libraries have fewer.
const MOST_RULES: usize = 60_000;

/// Limit of the matching steps per element; the page has some more as a whole. Real pages take a tenth; selectors that
/// compare all siblings with each other end here.
const STEPS_PER_ELEMENT: u64 = 1_000;
const STEPS_PER_PAGE: u64 = 1_000_000;

/// Steps charged for a declaration that is kept for an element, because it takes memory as well.
const STEPS_PER_KEPT: u64 = 4;

/// Value of a property on an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Computed<'s> {
    /// Not set.
    Unset,
    /// The winning value.
    Value(&'s str),
    /// It depends on the screen, a state or a variable.
    Open,
}

/// Precedence of a declaration; earlier fields decide first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    important: bool,
    origin: Origin,
    layer: LayerPrecedence,
    specificity: u32,
    order: u32,
}

/// Where a declaration stands; later ones win.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// A presentation attribute.
    Attribute,
    /// A sheet in the shadow tree of the element.
    ShadowTree,
    /// A style sheet.
    Sheet,
    /// A `style` attribute.
    StyleAttribute,
}

/// A declaration that applies to an element.
#[derive(Debug)]
pub struct MatchedDeclaration {
    property: Property,
    pseudo: Option<Pseudo>,
    /// Its value; that of the shorthand if a variable has to be substituted first.
    pub value: Arc<str>,
    /// The shorthand of the value, if it is one of a shorthand.
    pub shorthand: Option<&'static str>,
    /// Whether it applies on all screens.
    sure: bool,
    /// Whether it applies on the judged [screen](css::SCREEN).
    pub desktop: Truth,
    /// Whether it applies there with [the page enlarged](css::ENLARGED).
    enlarged: Truth,
    rank: Rank,
}

impl MatchedDeclaration {
    /// The property it sets.
    pub fn property(&self) -> Property {
        self.property
    }

    /// Whether it applies on all screens and in all states.
    pub fn always_applies(&self) -> bool {
        self.sure
    }

    /// The rule that contains it; `None` for an attribute.
    pub fn rule(&self) -> Option<usize> {
        (self.rank.origin == Origin::Sheet).then_some(self.rank.order as usize)
    }
}

/// The custom properties of a rule or a `style` attribute that apply to an element.
#[derive(Debug)]
pub struct MatchedCustom {
    /// By name; those of one name in source order.
    declared: Arc<[Custom]>,
    /// Whether they apply on the judged screen.
    desktop: Truth,
    /// Normal and important.
    ranks: [Rank; 2],
}

/// The declarations that apply to one element.
#[derive(Debug, Default)]
struct Matched {
    /// By property and generated box; the strongest last.
    declarations: Vec<MatchedDeclaration>,
    /// The properties they set.
    properties: PropertySet,
    /// Unordered.
    custom: Vec<MatchedCustom>,
}

/// The styles of a page.
pub struct Styles {
    /// By position.
    matched: Vec<Matched>,
    /// Whether there are style rules that were not captured or not applied, and may be about any element.
    pub external: bool,
    /// Names around each element; empty without rules.
    around: Surroundings,
    /// By position, if a missing sheet styles only some elements.
    missed: Vec<Missed>,
    /// Whether rules were dropped because of their number or depth, or because matching takes too long.
    pub cut_short: bool,
    /// Rules that rotate something, for the check of orientation.
    pub orientation_rules: Vec<OrientationRule>,
    sheets: PageSheets,
    layers: LayerOrder,
}

/// A rule under a media query on orientation.
#[derive(Clone, Debug)]
pub struct OrientationRule {
    /// Its selector.
    pub selector: Selector,
    /// Its media queries.
    pub media: Arc<str>,
    /// Its declarations.
    pub declarations: Arc<[Declaration]>,
}

impl Styles {
    /// Applies all `<style>` elements, linked sheets and `style` attributes.
    pub fn new(index: &Index<'_>, linked: &LinkedSheets) -> Self {
        let sheets = PageSheets::of_page(index, linked);
        let orientation_rules = sheets
            .applied
            .iter()
            .flat_map(AppliedSheet::orientation_rules)
            .collect();
        let layers = sheets.layer_order();
        let rules = sheets.count_rules();
        let mut cascade = Cascade {
            index,
            keys: match rules {
                0 => PageKeys::default(),
                _ => PageKeys::new(index),
            },
            layers: &layers,
            budget: budget_of(index),
            matched: (0..index.len()).map(|_| Matched::default()).collect(),
        };
        for applied in &sheets.applied {
            cascade.apply_sheet(applied);
        }
        let cut_short = rules > MOST_RULES || cascade.budget.is_spent() || sheets.cut_short;
        for (position, content) in shadow::declared_in(index) {
            cascade.apply_shadow_tree(position, content);
        }
        for (position, element) in index.elements().enumerate() {
            if role::is_svg(element) {
                cascade.apply_presentation(position, element);
            }
            if let Some(text) = element.attribute("style") {
                let declared = css::parse_declarations(text);
                cascade.apply_attribute(position, &declared, Origin::StyleAttribute);
            }
        }
        let around = cascade.keys.around;
        let mut matched = cascade.matched;
        for one in &mut matched {
            one.declarations.sort_unstable_by_key(|declared| {
                (declared.property, declared.pseudo, declared.rank)
            });
            for declared in &one.declarations {
                one.properties.insert(declared.property);
            }
        }
        Self {
            matched,
            around,
            external: cut_short || sheets.incomplete,
            missed: find_missed(index, &sheets),
            cut_short,
            orientation_rules,
            sheets,
            layers,
        }
    }

    /// The texts of the sheets that apply on the judged [screen](css::SCREEN), in order of application; `None` if a
    /// missing sheet may be about any element, or if it is uncertain when one applies.
    pub fn texts_on_screen(&self) -> Option<Vec<&str>> {
        let applied = &self.sheets.applied;
        let known = |sheet: &AppliedSheet| sheet.media.desktop != Truth::Unknown && !sheet.in_layer;
        if self.external || !applied.iter().all(known) {
            return None;
        }
        let held = applied.iter().filter(|sheet| sheet.media.desktop.is_yes());
        Some(held.map(|sheet| sheet.source.text()).collect())
    }

    /// Whether there are no rules.
    pub fn set_nothing(&self) -> bool {
        self.sheets.count_rules() == 0
    }

    /// Whether any declaration applies to an element or its generated boxes.
    pub fn set_something(&self, position: usize) -> bool {
        let matched = self.matched.get(position);
        matched.is_some_and(|matched| !matched.declarations.is_empty())
    }

    /// The value of a property on an element, on all screens.
    pub fn value(&self, position: usize, property: Property) -> Computed<'_> {
        self.cascaded_value(position, property, None)
    }

    /// The value of a property on an element, on the judged [screen](css::SCREEN).
    pub fn value_on_screen(&self, position: usize, property: Property) -> Computed<'_> {
        let declared = self.declared(position, property, None);
        strongest(declared, |declaration| declaration.desktop)
    }

    /// The value of a property on an element, on that screen with [the page enlarged](css::ENLARGED).
    pub fn value_enlarged(&self, position: usize, property: Property) -> Computed<'_> {
        let declared = self.declared(position, property, None);
        strongest(declared, |declaration| declaration.enlarged)
    }

    /// The value of a property without any condition: no media query, no state.
    pub fn unconditional_value(&self, position: usize, property: Property) -> Option<&str> {
        self.declared(position, property, None)
            .iter()
            .rfind(|declaration| declaration.sure)
            .map(|declaration| &*declaration.value)
    }

    /// `content` of a generated box.
    pub fn generated_content(&self, position: usize, pseudo: Pseudo) -> Computed<'_> {
        self.cascaded_value(position, Property::Content, Some(pseudo))
    }

    /// The value of a property of a generated box.
    pub fn generated_value(
        &self,
        position: usize,
        property: Property,
        pseudo: Pseudo,
    ) -> Computed<'_> {
        self.cascaded_value(position, property, Some(pseudo))
    }

    /// The declarations of a property that may apply to an element or its generated box, the strongest last.
    pub fn declared(
        &self,
        position: usize,
        property: Property,
        pseudo: Option<Pseudo>,
    ) -> &[MatchedDeclaration] {
        let matched = self.matched.get(position);
        let Some(matched) = matched.filter(|matched| matched.properties.contains(property)) else {
            return &[];
        };
        let all = &matched.declarations;
        let wanted = (property, pseudo);
        let key = |declared: &MatchedDeclaration| (declared.property, declared.pseudo);
        let start = all.partition_point(|declared| key(declared) < wanted);
        let length = all[start..].partition_point(|declared| key(declared) == wanted);
        &all[start..start + length]
    }

    /// The declarations of custom properties on an element.
    pub fn custom(&self, position: usize) -> &[MatchedCustom] {
        self.matched
            .get(position)
            .map_or(&[], |matched| &matched.custom)
    }

    /// The winning value of a custom property on an element; `Some(None)` if it is uncertain which wins, `None` if none
    /// sets it.
    pub fn winning_custom(&self, position: usize, name: &str) -> Option<Option<&str>> {
        let mut winner: Option<(Rank, &MatchedCustom, &Custom)> = None;
        for matched in self.custom(position) {
            let declared = &matched.declared;
            let start = declared.partition_point(|custom| *custom.name < *name);
            let named = declared[start..]
                .iter()
                .take_while(|custom| *custom.name == *name);
            for custom in named {
                let rank = matched.ranks[usize::from(custom.important)];
                // Within a rule the last declaration wins.
                if winner.is_none_or(|(known, ..)| known <= rank) {
                    winner = Some((rank, matched, custom));
                }
            }
        }
        let (_, matched, custom) = winner?;
        Some(matched.desktop.is_yes().then_some(&*custom.value))
    }

    /// The selector of a rule by its index.
    pub fn selector(&self, rule: usize) -> Option<&Selector> {
        let applied = self.sheet_of(rule)?;
        let rule = applied.sheet.rules.get(rule - applied.rules_before)?;
        Some(&rule.selector)
    }

    /// The document of the sheet that contains a rule; `None` for a sheet in the page.
    pub fn document(&self, rule: usize) -> Option<&str> {
        self.sheet_of(rule)?.source.document()
    }

    fn sheet_of(&self, rule: usize) -> Option<&AppliedSheet> {
        let applied = &self.sheets.applied;
        let behind = applied.partition_point(|applied| applied.rules_before <= rule);
        applied.get(behind.checked_sub(1)?)
    }

    fn cascaded_value(
        &self,
        position: usize,
        property: Property,
        pseudo: Option<Pseudo>,
    ) -> Computed<'_> {
        let declared = self.declared(position, property, pseudo);
        strongest(declared, |declaration| match declaration.sure {
            true => Truth::Yes,
            false => Truth::Unknown,
        })
    }
}

/// The winner among declarations, the strongest last.
fn strongest(
    declared: &[MatchedDeclaration],
    holds: impl Fn(&MatchedDeclaration) -> Truth,
) -> Computed<'_> {
    let best = declared.iter().rposition(|one| holds(one).is_yes());
    let stronger = &declared[best.map_or(0, |best| best + 1)..];
    let best = best.map(|best| &declared[best]);
    let contested = stronger.iter().any(|one| {
        let same = |best: &MatchedDeclaration| one.value.eq_ignore_ascii_case(&best.value);
        !holds(one).is_no() && !best.is_some_and(same)
    });
    match best {
        _ if contested => Computed::Open,
        None => Computed::Unset,
        Some(best) if best.value.contains("var(") => Computed::Open,
        Some(best) => Computed::Value(&best.value),
    }
}

fn narrow(order: usize) -> u32 {
    u32::try_from(order).unwrap_or(u32::MAX)
}

impl LayerOrder {
    /// The precedence of the normal and important declarations of a rule. `order`: its index among all rules.
    fn ranks(&self, applied: &AppliedSheet, rule: &TrackedRule, order: usize) -> [Rank; 2] {
        let layer = rule.layer.among(&applied.layers);
        [false, true].map(|important| Rank {
            important,
            origin: Origin::Sheet,
            layer: self.precedence(layer, important),
            specificity: rule.selector.specificity(),
            order: narrow(order),
        })
    }
}

/// Finds the declarations that apply to each element.
struct Cascade<'i, 'a> {
    index: &'i Index<'a>,
    keys: PageKeys<'a>,
    layers: &'i LayerOrder,
    budget: Budget,
    matched: Vec<Matched>,
}

impl Cascade<'_, '_> {
    fn apply_sheet(&mut self, applied: &AppliedSheet) {
        for at in applied.sheet.at_rest.on_page(&self.keys) {
            let order = applied.rules_before + at;
            if order >= MOST_RULES || self.budget.is_spent() {
                break;
            }
            if let Some(rule) = applied.sheet.rules.get(at) {
                self.apply_rule(applied, rule, order);
            }
        }
    }

    fn apply_rule(&mut self, applied: &AppliedSheet, rule: &TrackedRule, order: usize) {
        let selector = &rule.selector;
        let demanded = &selector.ancestors;
        if !self.keys.may_hold(demanded) {
            return;
        }
        let media = applied.media.and(rule.media);
        let ranks = self.layers.ranks(applied, rule, order);
        let mut matcher = Matcher::new(selector, &self.budget);
        for position in self.keys.candidates(self.index, selector) {
            if !self.keys.around.may_hold(position, demanded) {
                continue;
            }
            let Some(element) = self.index.element_at(position) else {
                continue;
            };
            let matches = matcher.matches(element);
            if self.budget.is_spent() {
                return;
            }
            if matches.is_no() {
                continue;
            }
            let Some(matched) = self.matched.get_mut(position) else {
                continue;
            };
            let sure = matches.is_yes() && media.screens == Condition::Always;
            let desktop = matches.and(media.desktop);
            // Kept declarations are limited as well.
            let kept = u64::try_from(rule.tracked.len() + 1).unwrap_or(u64::MAX);
            if !self.budget.spend_many(kept.saturating_mul(STEPS_PER_KEPT)) {
                return;
            }
            let declared = rule.tracked.iter().map(|tracked| MatchedDeclaration {
                property: tracked.property,
                pseudo: selector.pseudo,
                value: tracked.value.clone(),
                shorthand: tracked.shorthand,
                sure,
                desktop,
                enlarged: matches.and(media.enlarged),
                rank: ranks[usize::from(tracked.important)],
            });
            matched.declarations.extend(declared);
            if selector.pseudo.is_none() && !desktop.is_no() && !rule.custom.is_empty() {
                matched.custom.push(MatchedCustom {
                    declared: rule.custom.clone(),
                    desktop,
                    ranks,
                });
            }
        }
    }

    /// Applies the attributes by which SVG hides elements. They are weaker than all rules (SVG 2, section 6.6).
    fn apply_presentation(&mut self, position: usize, element: ElementRef<'_>) {
        for name in ["display", "visibility"] {
            if let Some(value) = element.attribute(name) {
                let declared = Declaration {
                    property: name.to_owned(),
                    value: value.trim().to_owned(),
                    important: false,
                };
                self.apply_attribute(position, &[declared], Origin::Attribute);
            }
        }
    }

    /// Applies what a shadow tree sets on its host. It is weaker than the rules of the page (CSS Scoping, section 3.2.1).
    fn apply_shadow_tree(&mut self, position: usize, content: NodeRef<'_, Node>) {
        let Some(host) = self.index.element_at(position) else {
            return;
        };
        for text in shadow::sheets_of(content) {
            for rule in css::parse_sheet(&text).rules {
                let matches = rule.selector.matches_as_host(host, &self.budget);
                let declared = matches.and(rule.media.screens.into());
                if !declared.is_no() {
                    self.apply_host_rule(position, &rule, matches);
                }
            }
        }
    }

    fn apply_host_rule(&mut self, position: usize, rule: &StyleRule, matches: Truth) {
        let Some(matched) = self.matched.get_mut(position) else {
            return;
        };
        let (tracked, _) = track(&rule.declarations);
        let order = matched.declarations.len();
        let declared = tracked.into_iter().map(|tracked| MatchedDeclaration {
            property: tracked.property,
            pseudo: None,
            value: tracked.value,
            shorthand: tracked.shorthand,
            sure: matches.is_yes() && rule.media.screens == Condition::Always,
            desktop: matches.and(rule.media.desktop),
            enlarged: matches.and(rule.media.enlarged),
            rank: Rank {
                important: tracked.important,
                origin: Origin::ShadowTree,
                layer: self.layers.precedence(Layer::UNLAYERED, tracked.important),
                specificity: rule.selector.specificity(),
                order: narrow(order),
            },
        });
        matched.declarations.extend(declared);
    }

    fn apply_attribute(&mut self, position: usize, declared: &[Declaration], origin: Origin) {
        let Some(matched) = self.matched.get_mut(position) else {
            return;
        };
        let layers = self.layers;
        let rank = |important, order| Rank {
            important,
            origin,
            layer: layers.precedence(Layer::UNLAYERED, important),
            specificity: 0,
            order: narrow(order),
        };
        let (tracked, custom) = track(declared);
        for (order, tracked) in tracked.into_iter().enumerate() {
            matched.declarations.push(MatchedDeclaration {
                property: tracked.property,
                pseudo: None,
                value: tracked.value,
                shorthand: tracked.shorthand,
                sure: true,
                desktop: Truth::Yes,
                enlarged: Truth::Yes,
                rank: rank(tracked.important, order),
            });
        }
        if !custom.is_empty() {
            matched.custom.push(MatchedCustom {
                declared: custom.into(),
                desktop: Truth::Yes,
                ranks: [rank(false, 0), rank(true, 0)],
            });
        }
    }
}

/// The elements that a selector certainly matches, in the page's initial state.
pub fn find_matching<'a>(index: &Index<'a>, selector: &Selector) -> Vec<ElementRef<'a>> {
    if selector.pseudo.is_some() {
        return Vec::new();
    }
    let budget = budget_of(index);
    let mut matcher = Matcher::new(selector, &budget);
    index
        .elements()
        .filter(|element| matcher.matches(*element).is_yes())
        .collect()
}

/// The budget for matching all selectors of a page.
pub fn budget_of(index: &Index<'_>) -> Budget {
    let elements = u64::try_from(index.len()).unwrap_or(u64::MAX);
    Budget::new(STEPS_PER_PAGE.saturating_add(STEPS_PER_ELEMENT.saturating_mul(elements)))
}

#[cfg(test)]
mod tests;
