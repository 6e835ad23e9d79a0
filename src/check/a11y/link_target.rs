//! Links have a target, and adjacent links have different ones.

use crate::model::Attributes;
use regex::Regex;
use scraper::{ElementRef, Node};
use serde::Deserialize;

use super::near::{is_in_language, short_text};
use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::{folded, has_words, shown};
use crate::a11y::{PageView, Reads, Truth, dynamic, insert, role};
use crate::check::CheckKind;
use crate::check::generic::{params, pattern, without_params};
use crate::model::HOLE;
use crate::outcome::Grounds;

/// A link has an address.
pub const LEADS: CheckKind = CheckKind {
    name: "link-leads-somewhere",
    facts: &["text", "value", "count"],
    variants: &[],
    build: |table| {
        let Params {
            top,
            current,
            languages,
        } = params(table)?;
        let top = pattern(&top)?;
        Ok(once_per_page(Leads {
            top,
            current,
            languages,
        }))
    },
};

/// Adjacent links have different addresses.
pub const ADJACENT: CheckKind = CheckKind {
    name: "adjacent-links",
    facts: &["text", "value", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(Adjacent)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Regular expression of links to the top of the page, whose address is `#`.
    top: String,
    /// Classes of the link to the current page.
    current: Vec<String>,
    /// Languages of these texts.
    languages: Vec<String>,
}

struct Leads {
    top: Regex,
    current: Vec<String>,
    languages: Vec<String>,
}

fn links<'v, 'a>(page: &'v PageView<'a>) -> impl Iterator<Item = (ElementRef<'a>, &'a str)> + 'v {
    page.index.named("a").filter_map(|element| {
        let href = element.attribute("href")?.trim();
        let link = role::is_html(element)
            && page.role(element).is_some_and(|role| role.name == "link")
            && !page.exposed(element).is_no();
        link.then_some((element, href))
    })
}

impl Survey for Leads {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let understood = is_in_language(page, &self.languages);
        links(page)
            .map(|(link, href)| {
                let nowhere = (understood && href == "#") || starts_with(href, "javascript:");
                if !nowhere || dynamic::is_bound(link) {
                    return Occurrence::fine(link.id());
                }
                let name = page.name(link);
                if name.text.is_empty()
                    || self.top.is_match(&name.text)
                    || (href == "#" && self.means_this_page(page, link, &name.text))
                {
                    return Occurrence::fine(link.id());
                }
                if !page.exposed(link).is_yes() || is_settled_later(page, link, &name.text) {
                    return Occurrence::open(link.id());
                }
                let grounds = Grounds::none()
                    .with("text", shown(&name.text))
                    .with("value", shown(href));
                Occurrence::wrong(link.id(), grounds)
            })
            .collect()
    }
}

/// Whether a program sets the address or the name of a link in a template, or the template does not show its purpose:
/// then it may be the current item of a menu.
fn is_settled_later<'a>(page: &PageView<'a>, link: ElementRef<'a>, name: &str) -> bool {
    page.is_template()
        && (name.contains(HOLE)
            || page.is_decided_later(link, "href")
            || link.attribute("onclick").is_none())
}

impl Leads {
    /// Whether a link without a known script leads to the top of its own page: a menu marks it as current, or it has
    /// the name of the page.
    fn means_this_page(&self, page: &PageView<'_>, link: ElementRef<'_>, name: &str) -> bool {
        let acts = link.value().attrs().any(|(name, _)| {
            name == "role" || name.starts_with("data-") || dynamic::is_handler(name)
        });
        if acts {
            return false;
        }
        let states = link.attribute("aria-current");
        let is_current = states.is_some_and(|value| !matches!(value.trim(), "" | "false"));
        let is_marked = || {
            let mut classes = link.value().classes();
            classes.any(|class| self.current.iter().any(|current| current == class))
        };
        is_current || is_marked() || is_called(page, name)
    }
}

/// Whether a page has a name: its title starts with it, or its first heading equals it.
fn is_called(page: &PageView<'_>, name: &str) -> bool {
    let name = folded(name);
    let said_by = |text: &str| {
        let text = folded(text);
        let rest = text.strip_prefix(&name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let is_title =
        |element: &ElementRef<'_>| role::is_html(*element) && element.value().name() == "title";
    let title = page.index.elements().find(is_title);
    let heading = page.outline().headings().first();
    has_words(&name)
        && (title.is_some_and(|title| said_by(&title.text().collect::<String>()))
            || heading.is_some_and(|heading| {
                // Some headings contain a link to themselves, shown as a symbol.
                folded(&page.name(heading.element).text) == name
            }))
}

fn starts_with(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

struct Adjacent;

impl Survey for Adjacent {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT.and(Reads::CONTENT))
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let pairs = links(page).filter_map(|(link, href)| {
            let before = directly_before(link)?;
            Some((link, href, before))
        });
        pairs
            .map(|(link, href, before)| {
                let same = before
                    .attribute("href")
                    .is_some_and(|other| other.trim() == href)
                    && !href.is_empty()
                    && !href.starts_with('#')
                    && !starts_with(href, "javascript:")
                    && !insert::is_insert(href);
                let pictured = is_picture(page, before) != is_picture(page, link);
                let shown_both = page.exposed(link).and(page.exposed(before));
                let reads = Reads::ELEMENT.and(Reads::CONTENT);
                let shown_both = match page.meet(before, link) && page.knows(before, reads) {
                    true => shown_both,
                    false => shown_both.and(Truth::Unknown),
                };
                match Truth::from(same && pictured).and(shown_both) {
                    Truth::No => return Occurrence::fine(link.id()),
                    Truth::Unknown => return Occurrence::open(link.id()),
                    Truth::Yes => {}
                }
                let name = page.name(link);
                let grounds = Grounds::none()
                    .with("text", shown(&name.text))
                    .with("value", shown(href));
                Occurrence::wrong(link.id(), grounds)
            })
            .collect()
    }
}

/// The link directly before another one, separated only by white space.
fn directly_before(link: ElementRef<'_>) -> Option<ElementRef<'_>> {
    for sibling in link.prev_siblings() {
        match sibling.value() {
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Comment(_) => {}
            Node::Element(element) if element.name() == "a" => return ElementRef::wrap(sibling),
            Node::Element(element) if element.name() == "br" => {}
            _ => return None,
        }
    }
    None
}

/// Whether a link shows an image and no text.
fn is_picture(page: &PageView<'_>, link: ElementRef<'_>) -> bool {
    let pictured = page
        .index
        .descendants(link.id())
        .any(|inner| inner.value().name() == "img");
    pictured && short_text(page, link).is_some_and(|text| folded(&text).is_empty())
}
