//! Which declarations of the page's own style sheets win on which element, as far as that is sure.

use std::collections::HashMap;
use std::rc::Rc;

use scraper::{ElementRef, Selector};

use super::Index;
use super::css::{self, Condition, Declaration, StyleRule};

/// The properties that checks ask for.
const TRACKED: [&str; 25] = [
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
];

/// Longer sheets are component libraries; matching them all costs more than it tells.
const MOST_RULES: usize = 20_000;

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

/// A generated box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pseudo {
    /// `::before`
    Before,
    /// `::after`
    After,
}

/// Precedence of a declaration: importance, style attribute, specificity, order.
type Rank = (bool, bool, (u32, u32, u32), usize);

struct Hit {
    property: &'static str,
    pseudo: Option<Pseudo>,
    value: Rc<str>,
    sure: bool,
    rank: Rank,
}

/// The styles of a page.
pub struct Styles {
    hits: HashMap<usize, Vec<Hit>>,
    /// Whether there are style sheets that were not captured.
    pub external: bool,
    /// Rules that turn something, for the check of orientation.
    pub turning: Vec<Turning>,
}

/// A rule under a media query on orientation.
pub struct Turning {
    /// Its selector.
    pub selector: String,
    /// Its media queries.
    pub media: String,
    /// Its declarations.
    pub declarations: Rc<[Declaration]>,
}

impl Styles {
    /// Applies all `<style>` elements and `style` attributes.
    pub fn new(index: &Index<'_>) -> Self {
        let mut styles = Self {
            hits: HashMap::new(),
            external: false,
            turning: Vec::new(),
        };
        let mut rules: Vec<StyleRule> = Vec::new();
        for element in index.elements() {
            match element.value().name() {
                "style" => styles.sheet(element, &mut rules),
                "link" => styles.external |= is_style_sheet(element),
                _ => {}
            }
        }
        styles.turning = rules
            .iter()
            .filter(|rule| rule.media.contains("orientation"))
            .map(|rule| Turning {
                selector: rule.selector.clone(),
                media: rule.media.clone(),
                declarations: rule.declarations.clone(),
            })
            .collect();
        let names = Names::new(index);
        for (order, rule) in rules.iter().take(MOST_RULES).enumerate() {
            styles.apply(index, &names, rule, order);
        }
        for (position, element) in index.elements().enumerate() {
            if let Some(text) = element.attr("style") {
                styles.inline(position, text);
            }
        }
        styles
    }

    fn sheet(&mut self, element: ElementRef<'_>, rules: &mut Vec<StyleRule>) {
        let condition = css::media_condition(
            &element
                .attr("media")
                .unwrap_or_default()
                .to_ascii_lowercase(),
        );
        if condition == Condition::Never {
            return;
        }
        let text: String = element.text().collect();
        let sheet = css::parse(&text);
        self.external |= sheet.imports;
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

    fn apply(&mut self, index: &Index<'_>, names: &Names<'_>, rule: &StyleRule, order: usize) {
        let wanted: Vec<(&'static str, &Declaration)> = rule
            .declarations
            .iter()
            .filter_map(|declaration| Some((tracked(&declaration.property)?, declaration)))
            .collect();
        if wanted.is_empty() {
            return;
        }
        let Some(target) = Target::new(&rule.selector) else {
            return;
        };
        let sure = target.sure && rule.condition == Condition::Always;
        for position in names.candidates(&target.key) {
            let matches = index
                .at(position)
                .is_some_and(|element| target.selector.matches(&element));
            if !matches {
                continue;
            }
            let hits = self.hits.entry(position).or_default();
            for (property, declaration) in &wanted {
                hits.push(Hit {
                    property,
                    pseudo: target.pseudo,
                    value: declaration.value.as_str().into(),
                    sure,
                    rank: (declaration.important, false, target.specificity, order),
                });
            }
        }
    }

    fn inline(&mut self, position: usize, text: &str) {
        for (order, declaration) in css::declarations(text).into_iter().enumerate() {
            if let Some(property) = tracked(&declaration.property) {
                self.hits.entry(position).or_default().push(Hit {
                    property,
                    pseudo: None,
                    value: declaration.value.into(),
                    sure: true,
                    rank: (declaration.important, true, (0, 0, 0), order),
                });
            }
        }
    }

    /// A property of an element.
    pub fn value(&self, position: usize, property: &str) -> Computed<'_> {
        self.winner(position, property, None)
    }

    /// What a property is where no condition holds: no media query, no state.
    pub fn base(&self, position: usize, property: &str) -> Option<&str> {
        self.hits
            .get(&position)?
            .iter()
            .filter(|hit| hit.property == property && hit.pseudo.is_none() && hit.sure)
            .max_by_key(|hit| hit.rank)
            .map(|hit| &*hit.value)
    }

    /// `content` of a generated box.
    pub fn content(&self, position: usize, pseudo: Pseudo) -> Computed<'_> {
        self.winner(position, "content", Some(pseudo))
    }

    fn winner(&self, position: usize, property: &str, pseudo: Option<Pseudo>) -> Computed<'_> {
        let Some(hits) = self.hits.get(&position) else {
            return Computed::Unset;
        };
        let of_property = || {
            hits.iter()
                .filter(move |hit| hit.property == property && hit.pseudo == pseudo)
        };
        let best = of_property()
            .filter(|hit| hit.sure)
            .max_by_key(|hit| hit.rank);
        let contested = of_property().any(|hit| {
            !hit.sure
                && best.is_none_or(|best| {
                    hit.rank > best.rank && !hit.value.eq_ignore_ascii_case(&best.value)
                })
        });
        match best {
            _ if contested => Computed::Open,
            None => Computed::Unset,
            Some(hit) if hit.value.contains("var(") => Computed::Open,
            Some(hit) => Computed::Value(&hit.value),
        }
    }
}

/// The elements a selector finds, in the page's initial state.
pub fn matching<'a>(index: &Index<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    let Some(target) = Target::new(selector).filter(|target| target.pseudo.is_none()) else {
        return Vec::new();
    };
    index
        .elements()
        .filter(|element| target.sure && target.selector.matches(element))
        .collect()
}

fn tracked(property: &str) -> Option<&'static str> {
    TRACKED.into_iter().find(|tracked| *tracked == property)
}

/// Whether a `<link>` brings a style sheet for screens.
fn is_style_sheet(link: ElementRef<'_>) -> bool {
    let rel = link.attr("rel").unwrap_or_default();
    let is = rel
        .split_ascii_whitespace()
        .any(|word| word.eq_ignore_ascii_case("stylesheet"));
    let media = link.attr("media").unwrap_or_default().to_ascii_lowercase();
    is && link.attr("href").is_some() && css::media_condition(&media) != Condition::Never
}

/// A selector ready to match.
struct Target {
    selector: Selector,
    pseudo: Option<Pseudo>,
    sure: bool,
    specificity: (u32, u32, u32),
    key: Key,
}

/// What the last part of a selector demands; narrows the elements to try.
enum Key {
    Id(String),
    Class(String),
    Name(String),
    Any,
}

impl Target {
    fn new(text: &str) -> Option<Self> {
        const STATES: [&str; 7] = [
            ":hover",
            ":active",
            ":focus",
            ":target",
            ":visited",
            ":-webkit-",
            ":-moz-",
        ];
        let lower = text.to_ascii_lowercase();
        let (plain, pseudo) = if let Some(before) = strip_pseudo(&lower, "before") {
            (&text[..before], Some(Pseudo::Before))
        } else if let Some(after) = strip_pseudo(&lower, "after") {
            (&text[..after], Some(Pseudo::After))
        } else if lower.contains("::") {
            // Other generated boxes are not asked for.
            return None;
        } else {
            (text, None)
        };
        let outside = without_not(&lower);
        if STATES.iter().any(|state| outside.contains(state)) {
            // Nothing is hovered or focused when a page is read.
            return None;
        }
        let plain = if plain.trim().is_empty() || plain.ends_with([' ', '>', '+', '~']) {
            format!("{plain}*")
        } else {
            plain.to_owned()
        };
        let (selector, sure) = match Selector::parse(&plain) {
            Ok(selector) => (selector, true),
            Err(_) => (
                Selector::parse(&without_pseudo_classes(&plain)).ok()?,
                false,
            ),
        };
        Some(Self {
            selector,
            pseudo,
            sure,
            specificity: specificity(&plain),
            key: key(&plain),
        })
    }
}

/// Where `:before` or `::before` begins, at the end of a selector.
fn strip_pseudo(lower: &str, name: &str) -> Option<usize> {
    let before = lower.strip_suffix(name)?.strip_suffix(':')?;
    Some(before.strip_suffix(':').unwrap_or(before).len())
}

fn without_not(selector: &str) -> String {
    let mut out = String::new();
    let mut rest = selector;
    while let Some(at) = rest.find(":not(") {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once(')').map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out
}

fn without_pseudo_classes(selector: &str) -> String {
    let mut out = String::new();
    let mut chars = selector.chars().peekable();
    let mut depth = 0usize;
    while let Some(ch) = chars.next() {
        match ch {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if ch != ':' || depth > 0 {
            out.push(ch);
            continue;
        }
        while chars
            .peek()
            .is_some_and(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '-' | ':'))
        {
            chars.next();
        }
        if chars.peek() == Some(&'(') {
            let mut open = 0usize;
            for ch in chars.by_ref() {
                match ch {
                    '(' => open += 1,
                    ')' => open -= 1,
                    _ => {}
                }
                if open == 0 {
                    break;
                }
            }
        }
        if out.is_empty() || out.ends_with([' ', '>', '+', '~']) {
            out.push('*');
        }
    }
    out
}

fn specificity(selector: &str) -> (u32, u32, u32) {
    let mut counts = (0, 0, 0);
    let mut start_of_name = true;
    let mut in_brackets = false;
    for ch in selector.chars() {
        match ch {
            ']' => in_brackets = false,
            _ if in_brackets => {}
            '#' => counts.0 += 1,
            '.' | ':' => counts.1 += 1,
            '[' => {
                counts.1 += 1;
                in_brackets = true;
            }
            ch if start_of_name && ch.is_ascii_alphabetic() => counts.2 += 1,
            _ => {}
        }
        start_of_name = matches!(ch, ' ' | '>' | '+' | '~' | '(' | ',');
    }
    counts
}

/// What the last compound of a selector demands.
fn key(selector: &str) -> Key {
    if selector.contains(['(', '[', '\\']) {
        return Key::Any;
    }
    let last = selector
        .rsplit([' ', '>', '+', '~'])
        .next()
        .unwrap_or_default();
    let part = |mark: char| {
        let (_, behind) = last.split_once(mark)?;
        let name = behind.split(['.', '#', ':']).next()?;
        (!name.is_empty()).then(|| name.to_owned())
    };
    if let Some(id) = part('#') {
        return Key::Id(id);
    }
    if let Some(class) = part('.') {
        return Key::Class(class);
    }
    match last.split(':').next() {
        Some("" | "*") | None => Key::Any,
        Some(name) => Key::Name(name.to_ascii_lowercase()),
    }
}

/// Elements by what selectors demand of them.
struct Names<'a> {
    by_id: HashMap<&'a str, Vec<usize>>,
    by_class: HashMap<&'a str, Vec<usize>>,
    by_name: HashMap<&'a str, Vec<usize>>,
    count: usize,
}

impl<'a> Names<'a> {
    fn new(index: &Index<'a>) -> Self {
        let mut names = Self {
            by_id: HashMap::new(),
            by_class: HashMap::new(),
            by_name: HashMap::new(),
            count: index.len(),
        };
        for (position, element) in index.elements().enumerate() {
            if let Some(id) = element.attr("id") {
                names.by_id.entry(id).or_default().push(position);
            }
            for class in element
                .attr("class")
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

    fn candidates(&self, key: &Key) -> Vec<usize> {
        match key {
            Key::Id(id) => self.by_id.get(id.as_str()).cloned().unwrap_or_default(),
            Key::Class(class) => self
                .by_class
                .get(class.as_str())
                .cloned()
                .unwrap_or_default(),
            Key::Name(name) => self.by_name.get(name.as_str()).cloned().unwrap_or_default(),
            Key::Any => (0..self.count).collect(),
        }
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
        ] {
            assert_eq!(display(css, markup), expected, "{css}");
        }
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
        assert_eq!(styles.content(at, Pseudo::Before), Computed::Value("'a'"));
        assert_eq!(styles.content(at, Pseudo::After), Computed::Unset);
    }
}
