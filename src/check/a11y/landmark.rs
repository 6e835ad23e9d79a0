//! Landmarks of one kind: several have distinct names, and some kinds are unique.

use foldhash::HashMap;
use scraper::ElementRef;

use super::occurrence::{Occurrence, Survey, once_per_page};
use super::text::{folded, shown};
use crate::a11y::PageView;
use crate::check::CheckKind;
use crate::check::generic::without_params;
use crate::model::{Attributes, PageKind};
use crate::outcome::Grounds;

/// Several of one kind have different names.
pub const DISTINCT: CheckKind = CheckKind {
    name: "landmarks-distinct",
    facts: &["role", "name", "count"],
    variants: &["named"],
    build: |table| without_params(table, || once_per_page(Distinct)),
};

/// A page has one header and one footer.
pub const SINGLE: CheckKind = CheckKind {
    name: "landmarks-single",
    facts: &["role", "count"],
    variants: &[],
    build: |table| without_params(table, || once_per_page(Single)),
};

/// Kinds that may occur several times.
const KINDS: [&str; 5] = ["navigation", "complementary", "region", "search", "form"];

struct Distinct;

impl Survey for Distinct {
    fn concerns(&self, kind: PageKind) -> bool {
        kind == PageKind::Whole
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        let kinds = page.with_role(|role| KINDS.contains(&role.name));
        let landmarks = kinds.into_iter().filter_map(|element| {
            let role = page.role(element)?.name;
            // Of several elements that may be hidden, only one may be shown at a time.
            if !page.exposed(element).is_yes() {
                return None;
            }
            let name = page.name(element).known().map(folded)?;
            let is_landmark = !name.is_empty() || !matches!(role, "region" | "form");
            is_landmark.then_some((element, role, name))
        });
        let mut first: HashMap<(&str, String), ElementRef<'_>> = HashMap::default();
        let mut occurrences = Vec::new();
        for (element, role, name) in landmarks {
            let Some(other) = first.get(&(role, name.clone())).copied() else {
                first.insert((role, name), element);
                occurrences.push(Occurrence::fine(element.id()));
                continue;
            };
            if offers_the_same(other, element) {
                occurrences.push(Occurrence::fine(element.id()));
                continue;
            }
            let grounds = Grounds::none().with("role", role);
            let grounds = match name.is_empty() {
                true => grounds,
                false => {
                    let name = shown(&page.name(element).text);
                    grounds.variant("named").with("name", name)
                }
            };
            occurrences.push(Occurrence::wrong(element.id(), grounds));
        }
        occurrences
    }
}

/// Whether two landmarks contain the same links, such as pagination above and below a list.
fn offers_the_same(one: ElementRef<'_>, other: ElementRef<'_>) -> bool {
    /// Maximum number of links in a pagination.
    const MOST_LINKS: usize = 50;
    let links = |landmark: ElementRef<'_>| -> Vec<String> {
        let inner = landmark.descendants().filter_map(ElementRef::wrap);
        let hrefs = inner.filter_map(|element| element.attribute("href").map(str::to_owned));
        hrefs.take(MOST_LINKS).collect()
    };
    let found = links(one);
    !found.is_empty() && found == links(other)
}

struct Single;

impl Survey for Single {
    fn concerns(&self, kind: PageKind) -> bool {
        kind == PageKind::Whole
    }

    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence> {
        // An element that may be hidden may replace the other one.
        let kinds = page.with_role(|role| matches!(role.name, "banner" | "contentinfo"));
        let shown = kinds.into_iter().filter_map(|element| {
            let role = page.role(element)?.name;
            page.exposed(element).is_yes().then_some((element, role))
        });
        let mut seen: Vec<&str> = Vec::new();
        let mut occurrences = Vec::new();
        for (element, role) in shown {
            occurrences.push(match seen.contains(&role) {
                true => Occurrence::wrong(element.id(), Grounds::none().with("role", role)),
                false => Occurrence::fine(element.id()),
            });
            seen.push(role);
        }
        occurrences
    }
}
