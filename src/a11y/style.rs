//! Which declarations of the page's own style sheets win on which element, as far as that is sure.

use crate::model::Attributes;
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use scraper::ElementRef;

use super::css::{
    self, Budget, Condition, Declaration, Key, Layer, LayerOrder, LayerPrecedence, Layers, Matcher,
    Pseudo, Selector, StyleRule,
};
use super::{Index, Truth};

/// The properties that checks ask for.
const TRACKED: [&str; 26] = [
    "display",
    "visibility",
    "content-visibility",
    "content",
    "opacity",
    "position",
    "left",
    "right",
    "top",
    "bottom",
    "clip",
    "clip-path",
    "width",
    "height",
    "max-height",
    "max-width",
    "overflow",
    "text-indent",
    "font-size",
    "transform",
    "rotate",
    "margin-left",
    "margin-top",
    "color",
    "white-space",
    "text-align",
];

/// Longer sheets are component libraries; matching them all costs more than it tells.
const MOST_RULES: usize = 20_000;

/// Steps of matching on one page: so many for each element, and some for the page as a whole. Real pages take a
/// tenth; selectors that compare all siblings with each other end here.
const STEPS_PER_ELEMENT: u64 = 2_000;
const STEPS_PER_PAGE: u64 = 500_000;

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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    important: bool,
    in_style_attribute: bool,
    layer: LayerPrecedence,
    specificity: u32,
    order: usize,
}

struct MatchedDeclaration {
    property: &'static str,
    pseudo: Option<Pseudo>,
    value: Rc<str>,
    sure: bool,
    rank: Rank,
}

/// The styles of a page.
pub struct Styles {
    matched: HashMap<usize, Vec<MatchedDeclaration>>,
    /// Whether there are style rules that were not captured or not applied.
    pub external: bool,
    /// Whether rules were left out because there are too many or matching them takes too long.
    pub cut_short: bool,
    /// Rules that turn something, for the check of orientation.
    pub orientation_rules: Vec<OrientationRule>,
}

/// A rule under a media query on orientation.
pub struct OrientationRule {
    /// Its selector.
    pub selector: Selector,
    /// Its media queries.
    pub media: Rc<str>,
    /// Its declarations.
    pub declarations: Rc<[Declaration]>,
}

impl Styles {
    /// Applies all `<style>` elements and `style` attributes.
    pub fn new(index: &Index<'_>) -> Self {
        let mut styles = Self {
            matched: HashMap::new(),
            external: false,
            cut_short: false,
            orientation_rules: Vec::new(),
        };
        let mut rules: Vec<StyleRule> = Vec::new();
        let mut layers = Layers::default();
        for element in index.elements() {
            match element.value().name() {
                "style" => styles.collect_rules(element, &mut rules, &mut layers),
                "link" => styles.external |= is_style_sheet(element),
                _ => {}
            }
        }
        styles.orientation_rules = rules
            .iter()
            .filter(|rule| rule.media.contains("orientation"))
            .map(|rule| OrientationRule {
                selector: rule.selector.clone(),
                media: rule.media.clone(),
                declarations: rule.declarations.clone(),
            })
            .collect();
        let mut cascade = Cascade {
            index,
            elements: match rules.is_empty() {
                true => ElementsByKey::default(),
                false => ElementsByKey::new(index),
            },
            layers: layers.order(),
            budget: budget_of(index),
            matched: HashMap::new(),
        };
        for (order, rule) in rules.iter().take(MOST_RULES).enumerate() {
            if cascade.budget.is_spent() {
                break;
            }
            cascade.apply_rule(rule, order);
        }
        styles.cut_short = rules.len() > MOST_RULES || cascade.budget.is_spent();
        styles.external |= styles.cut_short;
        for (position, element) in index.elements().enumerate() {
            if let Some(text) = element.attribute("style") {
                cascade.apply_style_attribute(position, text);
            }
        }
        styles.matched = cascade.matched;
        styles
    }

    fn collect_rules(
        &mut self,
        element: ElementRef<'_>,
        rules: &mut Vec<StyleRule>,
        layers: &mut Layers,
    ) {
        let condition = css::media_condition(element.attribute("media").unwrap_or_default());
        if condition == Condition::Never {
            return;
        }
        let text: String = element.text().collect();
        let sheet = css::parse_sheet(&text, layers);
        self.external |= sheet.imports || sheet.truncated;
        rules.extend(
            sheet
                .rules
                .into_iter()
                .map(|rule| StyleRule {
                    condition: rule.condition.min(condition),
                    ..rule
                })
                .filter(|rule| rule.condition != Condition::Never),
        );
    }

    /// A property of an element.
    pub fn value(&self, position: usize, property: &str) -> Computed<'_> {
        self.cascaded_value(position, property, None)
    }

    /// What a property is where no condition holds: no media query, no state.
    pub fn unconditional_value(&self, position: usize, property: &str) -> Option<&str> {
        self.matched
            .get(&position)?
            .iter()
            .filter(|declaration| {
                declaration.property == property && declaration.pseudo.is_none() && declaration.sure
            })
            .max_by_key(|declaration| declaration.rank)
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

    fn cascaded_value(
        &self,
        position: usize,
        property: &str,
        pseudo: Option<Pseudo>,
    ) -> Computed<'_> {
        let Some(matched) = self.matched.get(&position) else {
            return Computed::Unset;
        };
        let of_property = || {
            matched.iter().filter(move |declaration| {
                declaration.property == property && declaration.pseudo == pseudo
            })
        };
        let best = of_property()
            .filter(|declaration| declaration.sure)
            .max_by_key(|declaration| declaration.rank);
        let contested = of_property().any(|declaration| {
            !declaration.sure
                && best.is_none_or(|best| {
                    declaration.rank > best.rank
                        && !declaration.value.eq_ignore_ascii_case(&best.value)
                })
        });
        match best {
            _ if contested => Computed::Open,
            None => Computed::Unset,
            Some(declaration) if declaration.value.contains("var(") => Computed::Open,
            Some(declaration) => Computed::Value(&declaration.value),
        }
    }
}

/// Finds the declarations that apply to each element.
struct Cascade<'i, 'a> {
    index: &'i Index<'a>,
    elements: ElementsByKey<'a>,
    layers: LayerOrder,
    budget: Budget,
    matched: HashMap<usize, Vec<MatchedDeclaration>>,
}

impl Cascade<'_, '_> {
    fn apply_rule(&mut self, rule: &StyleRule, order: usize) {
        let wanted: Vec<(&'static str, &Declaration)> = rule
            .declarations
            .iter()
            .filter_map(|declaration| Some((tracked_property(&declaration.property)?, declaration)))
            .collect();
        if wanted.is_empty() {
            return;
        }
        let selector = &rule.selector;
        let holds = match rule.condition {
            Condition::Never => return,
            Condition::Sometimes => Truth::Unknown,
            Condition::Always => Truth::Yes,
        };
        let mut matcher = Matcher::new(selector, &self.budget);
        for &position in self.elements.candidates(&selector.key()).iter() {
            let Some(element) = self.index.element_at(position) else {
                continue;
            };
            let matches = matcher.matches(element).and(holds);
            if self.budget.is_spent() {
                return;
            }
            if matches.is_no() {
                continue;
            }
            let matched = self.matched.entry(position).or_default();
            for (property, declaration) in &wanted {
                let important = declaration.important;
                matched.push(MatchedDeclaration {
                    property,
                    pseudo: selector.pseudo,
                    value: declaration.value.as_str().into(),
                    sure: matches.is_yes(),
                    rank: Rank {
                        important,
                        in_style_attribute: false,
                        layer: self.layers.precedence(rule.layer, important),
                        specificity: selector.specificity(),
                        order,
                    },
                });
            }
        }
    }

    fn apply_style_attribute(&mut self, position: usize, text: &str) {
        for (order, declaration) in css::parse_declarations(text).into_iter().enumerate() {
            if let Some(property) = tracked_property(&declaration.property) {
                self.matched
                    .entry(position)
                    .or_default()
                    .push(MatchedDeclaration {
                        property,
                        pseudo: None,
                        value: declaration.value.into(),
                        sure: true,
                        rank: Rank {
                            important: declaration.important,
                            in_style_attribute: true,
                            layer: self
                                .layers
                                .precedence(Layer::UNLAYERED, declaration.important),
                            specificity: 0,
                            order,
                        },
                    });
            }
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

fn budget_of(index: &Index<'_>) -> Budget {
    let elements = u64::try_from(index.len()).unwrap_or(u64::MAX);
    Budget::new(STEPS_PER_PAGE.saturating_add(STEPS_PER_ELEMENT.saturating_mul(elements)))
}

fn tracked_property(property: &str) -> Option<&'static str> {
    TRACKED.into_iter().find(|tracked| *tracked == property)
}

/// Whether a `<link>` brings a style sheet for screens.
fn is_style_sheet(link: ElementRef<'_>) -> bool {
    let rel = link.attribute("rel").unwrap_or_default();
    let is = rel
        .split_ascii_whitespace()
        .any(|word| word.eq_ignore_ascii_case("stylesheet"));
    let media = link.attribute("media").unwrap_or_default();
    is && link.attribute("href").is_some() && css::media_condition(media) != Condition::Never
}

/// Elements by what selectors demand of them.
#[derive(Default)]
struct ElementsByKey<'a> {
    by_id: HashMap<&'a str, Vec<usize>>,
    by_class: HashMap<&'a str, Vec<usize>>,
    by_name: HashMap<&'a str, Vec<usize>>,
    count: usize,
}

impl<'a> ElementsByKey<'a> {
    fn new(index: &Index<'a>) -> Self {
        let mut names = Self {
            by_id: HashMap::new(),
            by_class: HashMap::new(),
            by_name: HashMap::new(),
            count: index.len(),
        };
        for (position, element) in index.elements().enumerate() {
            if let Some(id) = element.attribute("id") {
                names.by_id.entry(id).or_default().push(position);
            }
            for class in element
                .attribute("class")
                .unwrap_or_default()
                .split_ascii_whitespace()
            {
                names.by_class.entry(class).or_default().push(position);
            }
            names
                .by_name
                .entry(element.value().name())
                .or_default()
                .push(position);
        }
        names
    }

    fn candidates<'k>(&'k self, key: &Key<'k>) -> Cow<'k, [usize]> {
        let listed = match key {
            Key::Id(id) => self.by_id.get(id),
            Key::Class(class) => self.by_class.get(class),
            Key::Name(name) => self.by_name.get(name),
            Key::Any => return (0..self.count).collect(),
        };
        listed.map_or_else(Cow::default, |positions| positions.as_slice().into())
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn display(css: &str, markup: &str) -> String {
        let html = Html::parse_document(&format!("<style>{css}</style>{markup}"));
        let index = Index::new(&html);
        let styles = Styles::new(&index);
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
            Styles::new(&Index::new(&html)).external
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
        let styles = Styles::new(&index);
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
