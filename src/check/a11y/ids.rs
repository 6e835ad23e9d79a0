//! Referenced ids are unique; attributes are written once. ACT rule e6952f (obsolete, still a defect).

use foldhash::{HashMap, HashSet};

use crate::model::Attributes;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::occurrence::MOST_RELATED;
use super::{ElementCheck, element_grounds, elements};
use crate::a11y::{PageView, Reads, Truth, dynamic};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, PageCheck, each_of};
use crate::model::HOLE;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Referenced ids are unique.
pub const KIND: CheckKind = CheckKind {
    name: "unique-ids-in-use",
    facts: &["value", "count"],
    variants: &[],
    build: |table| without_params(table, || Check::Page(Box::new(UniqueIds))),
};

/// No attribute is written twice.
pub const DUPLICATE_ATTRIBUTE: CheckKind = CheckKind {
    name: "attributes-once",
    facts: &["element", "attribute"],
    variants: &[],
    build: |table| without_params(table, || elements(AttributesOnce)),
};

/// Attributes that hold one id or several.
const REFERENCES: [&str; 13] = [
    "for",
    "headers",
    "list",
    "form",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-flowto",
    "aria-details",
    "aria-errormessage",
    "aria-activedescendant",
    "usemap",
];

struct UniqueIds;

impl PageCheck for UniqueIds {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::ALONE))
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        each_of(self.targets(page), |target| self.expect(page, target))
    }
}

impl UniqueIds {
    fn targets<'a>(&self, page: &PageView<'a>) -> Vec<ElementRef<'a>> {
        let used: HashSet<&str> = page
            .index
            .named_or_having(&[], &REFERENCES)
            .flat_map(|element| element.value().attrs())
            .filter(|(name, _)| REFERENCES.contains(name))
            .flat_map(|(_, ids)| ids.split_ascii_whitespace())
            .collect();
        // The second element is the one without effect; on a page it represents all further ones. In a template only
        // some may exist at the same time.
        let mut seen: HashMap<&str, usize> = HashMap::default();
        page.index
            .having("id")
            .filter_map(|element| {
                let id = element.attribute("id").filter(|id| used.contains(id))?;
                let id = Some(id).filter(|id| is_fixed(id))?;
                let before = seen.entry(id).or_default();
                *before += 1;
                let loses = *before == 2 || (*before > 2 && page.is_template());
                (loses || page.index.count_of_id(id) == 1).then_some(element)
            })
            .collect()
    }

    fn expect<'a>(&self, page: &PageView<'a>, element: ElementRef<'a>) -> Expectation {
        let id = element.attribute("id").unwrap_or_default();
        let count = page.index.count_of_id(id);
        if count < 2 {
            return Expectation::Met;
        }
        let mut grounds = Grounds::none().with("value", id).with("count", count);
        let first = match page.is_template() {
            true => surely_before(page, id, element.id()),
            false => page.index.by_id(id),
        };
        let conditional = is_conditional(element);
        if (page.is_template() && first.is_none()) || (!page.is_template() && conditional) {
            return Expectation::Unknown(Doubt::NotCaptured, grounds);
        }
        if let Some(first) = first {
            grounds = grounds.related(page.place(first.id()));
        }
        if !page.is_template() {
            let others = page.index.all_by_id(id).skip(2).take(MOST_RELATED);
            grounds = others.fold(grounds, |grounds, other| {
                grounds.related(page.place(other.id()))
            });
        }
        Expectation::Unmet(grounds)
    }
}

/// Whether an id is literal, without parts written by a program.
fn is_fixed(id: &str) -> bool {
    !id.contains([HOLE, '{', '}', '<', '%', '$'])
}

/// Whether a template engine or a framework shows an element or an ancestor conditionally.
fn is_conditional(element: ElementRef<'_>) -> bool {
    let around = element.ancestors().filter_map(ElementRef::wrap);
    std::iter::once(element)
        .chain(around)
        .any(dynamic::is_conditional)
}

/// The previous element of a template with the same id at the same time.
fn surely_before<'a>(page: &PageView<'a>, id: &str, target: NodeId) -> Option<ElementRef<'a>> {
    if page.page.nature.because == "php" {
        // A script between the tags may end the output.
        return None;
    }
    /// Maximum number of twins among which a second one is searched for.
    const MOST_TWINS: usize = 64;
    let alone = Reads::ELEMENT.and(Reads::ALONE);
    let before = page
        .index
        .all_by_id(id)
        .take_while(|other| other.id() != target);
    before
        .take(MOST_TWINS)
        .filter(|other| page.knows(*other, alone))
        .find(|other| page.page.unknowns.meet(other.id(), target))
}

struct AttributesOnce;

impl ElementCheck for AttributesOnce {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::SOURCE)
    }

    fn applies<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> Truth {
        let written = view.page.positions.contain(element.id());
        // `a <len; i++` in a text is not an element, although parsers take it for one.
        let named = |ch: char| ch.is_alphanumeric() || "-_:.".contains(ch);
        (written && element.value().name().chars().all(named)).into()
    }

    fn judge<'a>(&self, view: &PageView<'a>, element: ElementRef<'a>) -> (Truth, Grounds) {
        let Some(position) = view.page.positions.get(element.id()) else {
            return (Truth::Yes, Grounds::none());
        };
        let tag = view.page.text.slice(position.start_tag);
        // Pug and the like write no tags, and join what is given twice.
        let is_tag = tag.starts_with('<');
        if !is_tag || has_inserts(tag) || view.is_template() && may_choose(tag) {
            // A template language decides which of them is written.
            return (Truth::Yes, Grounds::none());
        }
        match find_repeated_attribute(tag, view.is_template()) {
            Some(name) => (Truth::No, element_grounds(element).with("attribute", name)),
            None => (Truth::Yes, Grounds::none()),
        }
    }
}

/// Whether a program may choose the attributes of a tag.
fn may_choose(tag: &str) -> bool {
    tag.contains(['{', '%', '?', '\\'])
        || ["@if", "@(", "#if", "[["]
            .iter()
            .any(|mark| tag.contains(mark))
}

fn has_inserts(tag: &str) -> bool {
    // Fast path: hardly any start tag contains their first letters after its own.
    let behind = tag.get(1..).unwrap_or_default();
    behind.contains(['<', '{', '$'])
        && ["<?", "<%", "{{", "{%", "${", "<#"]
            .iter()
            .any(|mark| behind.contains(mark))
}

/// The first attribute that occurs twice in a start tag. In a template, a value without quotes is an expression that holds
/// blanks within its brackets (`rows=list(person, true)`).
fn find_repeated_attribute(tag: &str, is_template: bool) -> Option<String> {
    let bytes = tag.as_bytes();
    let space = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
    let end = |at: usize| bytes.get(at).is_none_or(|byte| *byte == b'>');
    let mut names = HashSet::default();
    let mut at = 1;
    while !end(at) && !space(at) && bytes[at] != b'/' {
        at += 1;
    }
    while !end(at) {
        if space(at) || bytes[at] == b'/' {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while !end(at) && !space(at) && bytes[at] != b'/' && bytes[at] != b'=' {
            at += 1;
        }
        let name = tag.get(start..at)?.to_ascii_lowercase();
        if !names.insert(name.clone()) {
            return Some(name);
        }
        while space(at) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'=') {
            continue;
        }
        at += 1;
        while space(at) {
            at += 1;
        }
        match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => {
                at += 1;
                while bytes.get(at).is_some_and(|byte| byte != quote) {
                    at += 1;
                }
                at += 1;
            }
            _ => {
                let mut depth = 0_usize;
                while !(end(at) || space(at) && depth == 0) {
                    match bytes[at] {
                        b'(' | b'[' if is_template => depth += 1,
                        b')' | b']' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    at += 1;
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_attributes_are_found() {
        for (tag, in_page, in_template) in [
            ("<a href=x HREF='y'>", Some("href"), Some("href")),
            ("<a title='href=x' href=y data-href>", None, None),
            ("<a b = \"c\" b>", Some("b"), Some("b")),
            ("<br/>", None, None),
            ("<my-list a=of(x, true) b=of(y, true)>", Some("true)"), None),
            ("<my-list a=[x, y] b=of(y, z) a=c>", Some("a"), Some("a")),
        ] {
            let found = |is_template| find_repeated_attribute(tag, is_template);
            assert_eq!(found(false).as_deref(), in_page, "{tag}");
            assert_eq!(found(true).as_deref(), in_template, "{tag}");
        }
    }
}
