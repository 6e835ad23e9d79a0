//! Which declarations of a page's style sheets win on which element, as far as that is sure.

mod focus;
mod keys;
mod property;
mod sheets;
mod shorthand;

use crate::model::Attributes;
use std::sync::Arc;

use scraper::ElementRef;

pub use self::focus::{FocusChange, FocusDeclaration};
use self::keys::PageKeys;
pub use self::property::Property;
use self::property::track;
use self::sheets::{AppliedSheet, PageSheets, TrackedRule};
pub use self::shorthand::{components, is_image, longhand, split};
use super::css::{
    self, Budget, Condition, Declaration, Layer, LayerOrder, LayerPrecedence, Matcher, Pseudo,
    Selector,
};
use super::{Index, Truth};
use crate::model::LinkedSheets;

/// More rules than any real page has; those of several component libraries together.
const MOST_RULES: usize = 60_000;

/// Steps of matching on one page: so many for each element, and some for the page as a whole. Real pages take a
/// tenth; selectors that compare all siblings with each other end here.
const STEPS_PER_ELEMENT: u64 = 4_000;
const STEPS_PER_PAGE: u64 = 1_000_000;

/// What a property is on an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Computed<'s> {
    /// Nobody set it.
    Unset,
    /// The winning value.
    Value(&'s str),
    /// It depends on the screen, a state, a variable.
    Open,
}

/// Precedence of a declaration; what is named first decides first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    important: bool,
    in_style_attribute: bool,
    layer: LayerPrecedence,
    specificity: u32,
    order: u32,
}

/// A declaration that applies to an element.
#[derive(Debug)]
pub struct MatchedDeclaration {
    property: Property,
    pseudo: Option<Pseudo>,
    /// Its value; that of the shorthand where a variable has to be filled in first.
    pub value: Arc<str>,
    /// The shorthand that the value is one of.
    pub shorthand: Option<&'static str>,
    /// Whether it applies on all screens.
    sure: bool,
    /// Whether it applies on [the screen](css::SCREEN) that is judged.
    pub desktop: Truth,
    rank: Rank,
}

impl MatchedDeclaration {
    /// The property that it sets.
    pub fn property(&self) -> Property {
        self.property
    }

    /// The rule that it stands in; nothing for one of a `style` attribute.
    pub fn rule(&self) -> Option<usize> {
        (!self.rank.in_style_attribute).then_some(self.rank.order as usize)
    }
}

/// A declaration of a custom property that applies to an element.
#[derive(Debug)]
pub struct MatchedCustom {
    /// The property.
    pub name: Arc<str>,
    /// Its value.
    pub value: Arc<str>,
    /// Whether it applies on the screen that is judged.
    pub desktop: Truth,
    rank: Rank,
}

/// What applies to one element.
#[derive(Debug, Default)]
struct Matched {
    /// By property and generated box; the strongest last.
    declarations: Vec<MatchedDeclaration>,
    /// By name; the strongest last.
    custom: Vec<MatchedCustom>,
}

/// The styles of a page.
pub struct Styles {
    /// By position.
    matched: Vec<Matched>,
    /// Whether there are style rules that were not captured or not applied.
    pub external: bool,
    /// Whether rules were left out because there are too many or matching them takes too long.
    pub cut_short: bool,
    /// Rules that turn something, for the check of orientation.
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
            .flat_map(|applied| &applied.sheet.orientation_rules)
            .cloned()
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
        let cut_short = rules > MOST_RULES || cascade.budget.is_spent();
        for (position, element) in index.elements().enumerate() {
            if let Some(text) = element.attribute("style") {
                cascade.apply_style_attribute(position, text);
            }
        }
        let mut matched = cascade.matched;
        for one in &mut matched {
            one.declarations.sort_unstable_by_key(|declared| {
                (declared.property, declared.pseudo, declared.rank)
            });
            one.custom
                .sort_unstable_by(|a, b| (&a.name, a.rank).cmp(&(&b.name, b.rank)));
        }
        Self {
            matched,
            external: cut_short || sheets.incomplete,
            cut_short,
            orientation_rules,
            sheets,
            layers,
        }
    }

    /// Whether there are no rules at all.
    pub fn set_nothing(&self) -> bool {
        self.sheets.count_rules() == 0
    }

    /// A property of an element, on all screens.
    pub fn value(&self, position: usize, property: &str) -> Computed<'_> {
        self.cascaded_value(position, property, None)
    }

    /// A property of an element on [the screen](css::SCREEN) that is judged.
    pub fn value_on_screen(&self, position: usize, property: &str) -> Computed<'_> {
        let declared = self.declared(position, property, None);
        strongest(declared, |declaration| declaration.desktop)
    }

    /// What a property is where no condition holds: no media query, no state.
    pub fn unconditional_value(&self, position: usize, property: &str) -> Option<&str> {
        self.declared(position, property, None)
            .iter()
            .rfind(|declaration| declaration.sure)
            .map(|declaration| &*declaration.value)
    }

    /// `content` of a generated box.
    pub fn generated_content(&self, position: usize, pseudo: Pseudo) -> Computed<'_> {
        self.cascaded_value(position, "content", Some(pseudo))
    }

    /// A property of a generated box.
    pub fn generated_value(&self, position: usize, property: &str, pseudo: Pseudo) -> Computed<'_> {
        self.cascaded_value(position, property, Some(pseudo))
    }

    /// The declarations of a property that may apply to an element or a box that it generates, the strongest last.
    pub fn declared(
        &self,
        position: usize,
        property: &str,
        pseudo: Option<Pseudo>,
    ) -> &[MatchedDeclaration] {
        let Some((matched, property)) = self.matched.get(position).zip(Property::named(property))
        else {
            return &[];
        };
        let all = &matched.declarations;
        let wanted = (property, pseudo);
        let key = |declared: &MatchedDeclaration| (declared.property, declared.pseudo);
        let start = all.partition_point(|declared| key(declared) < wanted);
        let length = all[start..].partition_point(|declared| key(declared) == wanted);
        &all[start..start + length]
    }

    /// The custom properties that are set on an element; of each name the strongest last.
    pub fn custom(&self, position: usize) -> &[MatchedCustom] {
        self.matched
            .get(position)
            .map_or(&[], |matched| &matched.custom)
    }

    /// The selector of a rule that declarations name.
    pub fn selector(&self, rule: usize) -> Option<&Selector> {
        let applied = &self.sheets.applied;
        let behind = applied.partition_point(|applied| applied.rules_before <= rule);
        let applied = applied.get(behind.checked_sub(1)?)?;
        let rule = applied.sheet.rules.get(rule - applied.rules_before)?;
        Some(&rule.selector)
    }

    fn cascaded_value(
        &self,
        position: usize,
        property: &str,
        pseudo: Option<Pseudo>,
    ) -> Computed<'_> {
        let declared = self.declared(position, property, pseudo);
        strongest(declared, |declaration| match declaration.sure {
            true => Truth::Yes,
            false => Truth::Unknown,
        })
    }
}

/// What wins among declarations, the strongest last.
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
    /// What the usual and the important declarations of a rule weigh. `order`: its place among all rules.
    fn ranks(&self, applied: &AppliedSheet, rule: &TrackedRule, order: usize) -> [Rank; 2] {
        let layer = rule.layer.among(&applied.layers);
        [false, true].map(|important| Rank {
            important,
            in_style_attribute: false,
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
        for &position in self.keys.candidates(&selector.key()).iter() {
            let position = position as usize;
            if !self.keys.may_stand_around(position, demanded) {
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
            let declared = rule.tracked.iter().map(|tracked| MatchedDeclaration {
                property: tracked.property,
                pseudo: selector.pseudo,
                value: tracked.value.clone(),
                shorthand: tracked.shorthand,
                sure,
                desktop,
                rank: ranks[usize::from(tracked.important)],
            });
            matched.declarations.extend(declared);
            if selector.pseudo.is_none() && !desktop.is_no() {
                let custom = rule.custom.iter().map(|custom| MatchedCustom {
                    name: custom.name.clone(),
                    value: custom.value.clone(),
                    desktop,
                    rank: ranks[usize::from(custom.important)],
                });
                matched.custom.extend(custom);
            }
        }
    }

    fn apply_style_attribute(&mut self, position: usize, text: &str) {
        let Some(matched) = self.matched.get_mut(position) else {
            return;
        };
        let layers = self.layers;
        let rank = |important, order| Rank {
            important,
            in_style_attribute: true,
            layer: layers.precedence(Layer::UNLAYERED, important),
            specificity: 0,
            order: narrow(order),
        };
        let (tracked, custom) = track(&css::parse_declarations(text));
        for (order, tracked) in tracked.into_iter().enumerate() {
            matched.declarations.push(MatchedDeclaration {
                property: tracked.property,
                pseudo: None,
                value: tracked.value,
                shorthand: tracked.shorthand,
                sure: true,
                desktop: Truth::Yes,
                rank: rank(tracked.important, order),
            });
        }
        for (order, custom) in custom.into_iter().enumerate() {
            matched.custom.push(MatchedCustom {
                name: custom.name,
                value: custom.value,
                desktop: Truth::Yes,
                rank: rank(custom.important, order),
            });
        }
    }
}

/// The elements a selector surely finds, in the page's initial state.
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

/// Steps that matching all selectors on a page may take.
pub fn budget_of(index: &Index<'_>) -> Budget {
    let elements = u64::try_from(index.len()).unwrap_or(u64::MAX);
    Budget::new(STEPS_PER_PAGE.saturating_add(STEPS_PER_ELEMENT.saturating_mul(elements)))
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn display(css: &str, markup: &str) -> String {
        let html = Html::parse_document(&format!("<style>{css}</style>{markup}"));
        let index = Index::new(&html);
        let styles = Styles::new(&index, &LinkedSheets::default());
        let target = index.by_id("x").expect("a target");
        let position = index.position(target.id()).expect("indexed");
        format!("{:?}", styles.value(position, "display"))
    }

    #[test]
    fn the_strongest_declaration_wins() {
        let x = "<div><p id=x class=a>";
        for (css, markup, expected) in [
            ("p{display:none}", x, "Value(\"none\")"),
            (".a{display:block} p{display:none}", x, "Value(\"block\")"),
            (
                "p{display:none!important} #x{display:block}",
                x,
                "Value(\"none\")",
            ),
            (
                "p{display:none}",
                "<p id=x style='display:block'>",
                "Value(\"block\")",
            ),
            ("p:hover{display:none}", x, "Unset"),
            ("p::before{display:none}", x, "Unset"),
            ("@media(max-width:9em){p{display:none}}", x, "Open"),
            ("@media print{p{display:none}}", x, "Unset"),
            ("div > p:not(.b){display:none}", x, "Value(\"none\")"),
            ("p:checked{display:none}", x, "Open"),
            ("p{display:var(--d)}", x, "Open"),
            ("q{display:none}", x, "Unset"),
            (":not(:is(a)).a{display:none}", x, "Value(\"none\")"),
            ("p:not(:is(.a, a)){display:none}", x, "Unset"),
            (
                "div{display:grid; &>.a{display:none}}",
                x,
                "Value(\"none\")",
            ),
            (
                "@layer a{#x{display:none}} p{display:block}",
                x,
                "Value(\"block\")",
            ),
            (
                "@layer a,b; @layer b{p{display:none}} @layer a{#x{display:block}}",
                x,
                "Value(\"none\")",
            ),
            (
                "@layer a{p{display:none!important}} #x{display:block!important}",
                x,
                "Value(\"none\")",
            ),
            ("p{display:none; &.b{display:block}}", x, "Value(\"none\")"),
            ("p{&{display:block} display:none}", x, "Value(\"none\")"),
            ("p{@media print{&{display:none}}}", x, "Unset"),
            ("p{@media(max-width:9em){display:none}}", x, "Open"),
            (
                ":is(#y, p){display:none} .a{display:block}",
                x,
                "Value(\"none\")",
            ),
            (
                ":where(#x){display:none} p{display:block}",
                x,
                "Value(\"block\")",
            ),
        ] {
            assert_eq!(display(css, markup), expected, "{css}");
        }
    }

    #[test]
    fn sheets_that_cannot_be_applied_in_full_leave_doubt() {
        let is_external = |css: &str| {
            let html = Html::parse_document(&format!("<style>{css}</style><p>"));
            Styles::new(&Index::new(&html), &LinkedSheets::default()).external
        };
        assert!(is_external(&"p{top:0;".repeat(100)));
        assert!(is_external(&"p{top:0}".repeat(MOST_RULES + 1)));
        assert!(is_external("@import 'x.css';"));
        assert!(!is_external(&"p{top:0}".repeat(MOST_RULES)));
    }

    #[test]
    fn generated_content_is_told_apart() {
        let html = Html::parse_document("<style>p:before{content:'a'}</style><p id=x>");
        let index = Index::new(&html);
        let styles = Styles::new(&index, &LinkedSheets::default());
        let at = index
            .by_id("x")
            .and_then(|target| index.position(target.id()))
            .expect("indexed");
        assert_eq!(
            styles.generated_content(at, Pseudo::Before),
            Computed::Value("'a'")
        );
        assert_eq!(styles.generated_content(at, Pseudo::After), Computed::Unset);
    }
}
