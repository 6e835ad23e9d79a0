//! Choices of a control that its page withdraws: by a disabled group around some of them, a class or style sheet that
//! hides them, or a script that removes them.

use std::sync::LazyLock;

use ego_tree::NodeId;
use regex::Regex;
use scraper::{ElementRef, Selector};

use super::super::label::elements;
use super::{Reader, is_hidden};
use crate::model::{
    Attributes, Element, LeftOver, PageModel, Relation, RelationKind, Restriction, Span, Value,
};

/// Maximum number of choices; longer lists are not gender entries.
const MOST_CHOICES: usize = 40;
/// Maximum length of a statement; longer ones are whole programs.
const LONGEST: usize = 2_000;
/// Classes that always hide an element.
const HIDING: [&str; 4] = ["d-none", "hidden", "invisible", "is-hidden"];
/// Attributes that hide or disable an element, with the constant value that does so.
const BOUND: [(&str, &str); 17] = [
    ("*ngif", "false"),
    (":disabled", "true"),
    (":hidden", "true"),
    ("[attr.disabled]", "true"),
    ("[attr.hidden]", "true"),
    ("[class.d-none]", "true"),
    ("[disabled]", "true"),
    ("[hidden]", "true"),
    ("ng-disabled", "true"),
    ("ng-hide", "true"),
    ("ng-if", "false"),
    ("ng-show", "false"),
    ("v-bind:disabled", "true"),
    ("v-bind:hidden", "true"),
    ("v-if", "false"),
    ("v-show", "false"),
    ("x-show", "false"),
];

/// Elements that the style sheets and scripts of a page withdraw.
pub(super) struct Withdrawals {
    /// Selectors of unconditional rules that hide elements.
    hidden: Vec<Selector>,
    /// Script statements that withdraw something, each with its start offset.
    statements: Vec<Statement>,
}

/// A statement of a script that withdraws something.
struct Statement {
    /// Where the script ends.
    at: u32,
    written: String,
    /// The same without quotation marks, in which names are found: many controls ask.
    bare: String,
}

impl Withdrawals {
    pub(super) fn of_page(page: &PageModel) -> Self {
        let mut hidden = Vec::new();
        let mut statements = Vec::new();
        for element in elements(page) {
            let name = element.value().name();
            if !matches!(name, "style" | "script") {
                continue;
            }
            let text: String = element.text().collect();
            if name == "style" {
                hidden.extend(hiding_rules(&text));
            } else if takes_away(&text) {
                let at = page.span(element.id()).unwrap_or_default().end;
                let selects = |part: &&str| part.len() <= LONGEST && part.contains("[value");
                let parts = text.split([';', '\n']).filter(selects);
                let parts = parts.filter(|part| takes_away(part));
                statements.extend(parts.map(|part| Statement {
                    at,
                    written: part.to_owned(),
                    bare: part.replace(['"', '\'', '\\'], ""),
                }));
            }
        }
        Self { hidden, statements }
    }
}

impl<'p> Reader<'p> {
    /// Marks the choices of a control that the page withdraws. `members`: its options or buttons, in the order of the
    /// values.
    pub(super) fn withdraw(
        &mut self,
        control: ElementRef<'p>,
        element: &Element,
        members: &[ElementRef<'p>],
        values: &[Value],
    ) {
        if !(2..=MOST_CHOICES).contains(&members.len()) {
            return;
        }
        let withdrawals = self
            .withdrawals
            .get_or_init(|| Withdrawals::of_page(self.page));
        let around = ancestors_of_all(members);
        let mut at = None;
        let mut gone = Vec::new();
        for (member, value) in members.iter().zip(values) {
            let ancestors = member.ancestors().filter_map(ElementRef::wrap);
            let own = ancestors.take_while(|ancestor| !around.contains(&ancestor.id()));
            let mut parts = std::iter::once(*member).chain(own);
            let is_gone = parts.any(|part| {
                is_taken_away(part) || withdrawals.hidden.iter().any(|rule| rule.matches(&part))
            });
            if is_gone && !value.placeholder {
                at = at.or(self.page.span(member.id()));
                gone.push(value.raw.value.clone());
            }
        }
        let names: Vec<String> = [("id", "#"), ("name", "name=")]
            .into_iter()
            .filter_map(|(attribute, mark)| {
                let name = control.attribute(attribute)?.trim();
                (!name.is_empty()).then(|| format!("{mark}{name}"))
            })
            .collect();
        for statement in &withdrawals.statements {
            if names.iter().any(|name| mentions(&statement.bare, name)) {
                let values = selected_values(&statement.written);
                let place = statement.at as usize;
                at = at.or((!values.is_empty()).then(|| Span::new(place, place)));
                gone.extend(values);
            }
        }
        gone.retain(|value| !value.trim().is_empty());
        let Some(at) = at.filter(|_| !gone.is_empty()) else {
            return;
        };
        let mut path = element.path.clone();
        path.0.pop();
        self.model.relations.push(Relation {
            kind: RelationKind::Restricts(Restriction {
                path,
                field: element.name.value.clone(),
                lists: Vec::new(),
                left: LeftOver::AllBut(gone),
            }),
            elements: Vec::new(),
            span: at,
        });
    }
}

/// The common ancestors of some elements.
fn ancestors_of_all(members: &[ElementRef<'_>]) -> Vec<NodeId> {
    let ancestors = |member: &ElementRef<'_>| -> Vec<NodeId> {
        member.ancestors().map(|ancestor| ancestor.id()).collect()
    };
    let mut common = members.first().map(ancestors).unwrap_or_default();
    for member in members.iter().skip(1) {
        let other = ancestors(member);
        common.retain(|ancestor| other.contains(ancestor));
    }
    common
}

/// Whether people cannot use the content of an element.
fn is_taken_away(element: ElementRef<'_>) -> bool {
    let is_disabled_group =
        element.value().name() == "fieldset" && element.attribute("disabled").is_some();
    let is_bound = || {
        let mut bound = BOUND.iter();
        bound.any(|(name, constant)| {
            let value = element.attribute(name);
            value.is_some_and(|value| value.trim().eq_ignore_ascii_case(constant))
        })
    };
    let is_hidden_by_class = || {
        let classes = element.attribute("class").unwrap_or_default();
        let mut all = classes.split_ascii_whitespace();
        // `d-none d-md-block`, `hidden md:block`: visible at some widths.
        let is_shown = |class: &str| {
            class.contains(':') || class.starts_with("d-") && !HIDING.contains(&class)
        };
        all.clone().any(|class| HIDING.contains(&class)) && !all.any(is_shown)
    };
    is_hidden(element)
        || element.attribute("inert").is_some()
        || is_disabled_group
        || is_bound()
        || is_hidden_by_class()
}

/// Selectors of the rules in a style sheet that hide elements on every screen.
fn hiding_rules(sheet: &str) -> Vec<Selector> {
    const MOST_RULES: usize = 100;
    let mut found = Vec::new();
    let sheet = without_comments(sheet);
    let mut rest = sheet.as_str();
    while let Some((prelude, behind)) = rest.split_once('{') {
        // A conditional group contains rules of its own.
        let is_group = prelude.trim_start().starts_with('@');
        let end = match is_group {
            true => end_of_group(behind),
            false => behind.find('}'),
        };
        let end = end.unwrap_or(behind.len());
        if !is_group && found.len() < MOST_RULES {
            let body = behind.get(..end).unwrap_or_default().to_ascii_lowercase();
            let body: String = body.split_whitespace().collect();
            if body.contains("display:none") || body.contains("visibility:hidden") {
                found.extend(Selector::parse(prelude.trim()).ok());
            }
        }
        rest = behind.get(end + 1..).unwrap_or_default();
    }
    found
}

fn without_comments(sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, behind)) = rest.split_once("/*") {
        text.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, behind)| behind);
    }
    text.push_str(rest);
    text
}

/// Offset of the closing brace of a group of rules.
fn end_of_group(behind: &str) -> Option<usize> {
    let mut open = 1_usize;
    for (at, ch) in behind.char_indices() {
        match ch {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}

/// Whether a script removes, hides or disables something.
fn takes_away(script: &str) -> bool {
    static TAKING: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r#"(?x) \.(remove|hide|detach)\(\s*\) | \.(disabled|hidden)\s*=\s*true | display\s*=\s*["']none
               | (prop|attr|setAttribute)\(\s*["'](disabled|hidden)["']\s*,\s*(true|["'])"#,
        )
        .ok()
    });
    TAKING
        .as_ref()
        .is_some_and(|taking| taking.is_match(script))
}

/// The values in attribute selectors of a statement: `option[value=d]`.
fn selected_values(statement: &str) -> Vec<String> {
    static VALUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"\[value\s*=\s*\\?["']?(?P<value>[^"'\]\\$]*)\\?["']?\s*\]"#).ok()
    });
    let found = VALUE
        .iter()
        .flat_map(|value| value.captures_iter(statement));
    let values = found.filter_map(|found| Some(found.name("value")?.as_str().to_owned()));
    values.collect()
}

/// Whether a text contains the whole name, not only as part of a longer one.
fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let behind = text.get(at + name.len()..).unwrap_or_default();
        !behind.starts_with(|ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '-'))
    })
}

#[cfg(test)]
mod tests {
    use super::{hiding_rules, mentions, selected_values, takes_away};

    #[test]
    fn statements_say_what_they_take() {
        let removed = r##"$("#g option[value='d']").remove()"##;
        assert!(takes_away(removed));
        assert_eq!(selected_values(removed), ["d"]);
        let hidden = r##"$("#g option[value=d], #g option[value=\"x\"]").prop("disabled", true)"##;
        assert!(takes_away(hidden));
        assert_eq!(selected_values(hidden), ["d", "x"]);
        assert!(!takes_away(
            r##"$("#g option[value=d]").prop("disabled", false)"##
        ));
        assert!(mentions("#g option", "#g"));
        assert!(!mentions("#gruppe option", "#g"));
    }

    #[test]
    fn rules_under_conditions_hide_nothing_for_good() {
        let count = |sheet: &str| hiding_rules(sheet).len();
        assert_eq!(count(".a { display: none } .b { color: red }"), 1);
        assert_eq!(
            count("@media print { .a { display: none } } .b{visibility:hidden}"),
            1
        );
        assert_eq!(count("/* .a { display: none } */ .b { margin: 0 }"), 0);
    }
}
