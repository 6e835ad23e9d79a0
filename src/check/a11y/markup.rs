//! Outdated, hand-made or empty markup: obsolete elements, custom keys and tab orders, justified text.

use foldhash::{HashMap, HashSet};

use crate::model::Attributes;

use scraper::ElementRef;
use serde::Deserialize;

use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::shown;
use crate::a11y::style::{Computed, Property};
use crate::a11y::{PageView, Reads, focus, insert, role};
use crate::check::CheckKind;
use crate::check::generic::{params, pattern, without_params};
use crate::outcome::Grounds;

/// No elements and attributes that HTML has replaced by style sheets.
pub const OBSOLETE: CheckKind = CheckKind {
    name: "obsolete-markup",
    facts: &["names", "count"],
    variants: &[],
    build: |table| {
        let ObsoleteParams {
            elements,
            attributes,
        } = params(table)?;
        Ok(once_per_page(Obsolete {
            elements: elements.into_iter().collect(),
            attributes: attributes.into_iter().collect(),
        }))
    },
};

/// The tab order follows the document.
pub const TAB_ORDER: CheckKind = CheckKind {
    name: "natural-tab-order",
    facts: &["value", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(NaturalTabOrder)),
};

/// An access key belongs to one element.
pub const ACCESS_KEY: CheckKind = CheckKind {
    name: "access-keys-distinct",
    facts: &["value", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(AccessKeys)),
};

/// List items have content.
pub const EMPTY_ITEM: CheckKind = CheckKind {
    name: "list-items-filled",
    facts: &["element", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(FilledItems)),
};

/// Text is not justified.
pub const JUSTIFIED: CheckKind = CheckKind {
    name: "text-not-justified",
    facts: &["element", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(NotJustified)),
};

/// A skip link has a target.
pub const SKIP_LINK: CheckKind = CheckKind {
    name: "skip-link-target",
    facts: &["text", "value", "count"],
    variants: &[],
    build: |table| {
        let SkipParams { names } = params(table)?;
        let names = pattern(&names)?;
        Ok(once_per_page(SkipLink { names }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ObsoleteParams {
    /// Names of elements.
    elements: Vec<String>,
    /// Attributes of any element (`bgcolor`), or of certain ones (`table border`).
    attributes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SkipParams {
    /// Regular expression of the names of links to the content.
    names: String,
}

struct Obsolete {
    elements: HashSet<String>,
    attributes: HashSet<String>,
}

impl Survey for Obsolete {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let mut found = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for element in page.index.elements().filter(|here| role::is_html(*here)) {
            let Some(name) = self.obsolete_in(element) else {
                continue;
            };
            if !names.contains(&name) {
                names.push(name);
            }
            found.push(element.id());
        }
        if found.is_empty() {
            let document = page.page.html.root_element();
            return vec![Occurrence::fine(document.id())];
        }
        let wrong = |node| Occurrence::wrong(node, Grounds::none().with("names", names.clone()));
        found.into_iter().map(wrong).collect()
    }
}

impl Obsolete {
    fn obsolete_in(&self, element: ElementRef<'_>) -> Option<String> {
        let tag = element.value().name();
        if self.elements.contains(tag) {
            return Some(format!("<{tag}>"));
        }
        let mut attributes = element.value().attrs().map(|(name, _)| name);
        let obsolete = attributes.find(|name| {
            self.attributes.contains(*name) || self.attributes.contains(&format!("{tag} {name}"))
        })?;
        Some(format!("{tag}[{obsolete}]"))
    }
}

struct NaturalTabOrder;

impl Survey for NaturalTabOrder {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let ordered = page.index.elements().filter_map(|element| {
            let value = focus::tabindex(element)?;
            (!page.exposed(element).is_no()).then_some((element, value))
        });
        ordered
            .map(|(element, value)| {
                if value <= 0 || focus::is_disabled(element) {
                    return Occurrence::fine(element.id());
                }
                if !page.exposed(element).is_yes() {
                    return Occurrence::open(element.id());
                }
                let grounds = Grounds::none().with("value", value.to_string());
                Occurrence::wrong(element.id(), grounds)
            })
            .collect()
    }
}

struct AccessKeys;

impl Survey for AccessKeys {
    fn on_templates(&self) -> Option<Reads> {
        Some(Reads::ELEMENT)
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let mut first: HashMap<String, ElementRef<'_>> = HashMap::default();
        let mut found = Vec::new();
        for element in page.index.elements() {
            let key = element.attribute("accesskey").unwrap_or_default().trim();
            if key.is_empty() || insert::is_insert(key) || page.exposed(element).is_no() {
                continue;
            }
            let twin = first.get(&key.to_lowercase()).copied();
            let clash = twin.filter(|twin| {
                let both = page.exposed(*twin).and(page.exposed(element)).is_yes();
                both && page.meet(*twin, element)
                    && (!page.is_template() || page.knows(*twin, Reads::ELEMENT))
                    && !leads_alike(*twin, element)
            });
            found.push(match clash {
                Some(twin) => Occurrence::wrong(
                    element.id(),
                    Grounds::none()
                        .with("value", key)
                        .related(page.place(twin.id())),
                ),
                None => Occurrence::fine(element.id()),
            });
            first.entry(key.to_lowercase()).or_insert(element);
        }
        found
    }
}

/// Whether two links have the same address.
fn leads_alike(first: ElementRef<'_>, second: ElementRef<'_>) -> bool {
    first
        .attribute("href")
        .is_some_and(|href| second.attribute("href") == Some(href))
}

struct FilledItems;

impl Survey for FilledItems {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let items = page.index.elements().filter(|element| {
            page.role(*element)
                .is_some_and(|role| role.name == "listitem")
                && !page.exposed(*element).is_no()
        });
        items
            .map(|item| {
                // A class or an id may give it a style or script.
                let bare = item.value().attrs().next().is_none()
                    && item.child_elements().next().is_none()
                    && item.text().all(|text| text.trim().is_empty())
                    && !insert::has_inserts(item);
                let filled = !bare || page.scripts().any() || !page.exposed(item).is_yes();
                match filled {
                    true => Occurrence::fine(item.id()),
                    false => {
                        let name = item.value().name();
                        Occurrence::wrong(item.id(), Grounds::none().with("element", name))
                    }
                }
            })
            .collect()
    }
}

struct NotJustified;

impl Survey for NotJustified {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let aligned = page
            .index
            .elements()
            .enumerate()
            .filter_map(|(at, element)| {
                let declared = match page.styles().value(at, Property::TextAlign) {
                    Computed::Value(value) => value.trim(),
                    Computed::Unset => element.attribute("align")?.trim(),
                    Computed::Open => return None,
                };
                Some((element, declared.eq_ignore_ascii_case("justify")))
            });
        aligned
            .map(|(element, justified)| {
                let shown = justified
                    && page.rendered(element).is_yes()
                    && element.text().any(|text| text.trim().len() > LINE);
                match shown {
                    false => Occurrence::fine(element.id()),
                    true => {
                        let name = element.value().name();
                        Occurrence::wrong(element.id(), Grounds::none().with("element", name))
                    }
                }
            })
            .collect()
    }
}

/// Minimum length in characters; shorter texts fit in a line, and the last line is not justified.
const LINE: usize = 120;

struct SkipLink {
    names: regex::Regex,
}

impl Survey for SkipLink {
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        if page.document_element().is_none() {
            return Vec::new();
        }
        let links = page.index.named("a").filter_map(|element| {
            let target = element.attribute("href")?.trim().strip_prefix('#')?;
            let skips =
                !page.exposed(element).is_no() && self.names.is_match(&page.name(element).text);
            (skips && !target.starts_with(['/', '!'])).then_some((element, target))
        });
        links
            .map(|(link, target)| {
                let leads = target.eq_ignore_ascii_case("top")
                    || page.meant_by_fragment(target).is_some()
                    || page.scripts().mention(target);
                if leads || super::may_be_completed(page) {
                    return Occurrence::fine(link.id());
                }
                let name = page.name(link);
                let grounds = Grounds::none()
                    .with("text", shown(&name.text))
                    .with("value", format!("#{target}"));
                Occurrence::wrong(link.id(), grounds)
            })
            .collect()
    }
}
