//! The headings of a page in order, collected once.

use crate::model::Attributes;

use scraper::ElementRef;

use super::PageView;

/// A heading that is not hidden.
#[derive(Clone, Copy)]
pub struct Heading<'a> {
    /// The heading.
    pub element: ElementRef<'a>,
    /// Its level, from 1.
    pub level: u64,
}

/// The headings of a page.
pub struct Outline<'a> {
    headings: Vec<Heading<'a>>,
}

impl<'a> Outline<'a> {
    /// Collects the headings of a page.
    pub fn new(view: &PageView<'a>) -> Self {
        let is_heading = |element: &ElementRef<'a>| {
            view.role(*element)
                .is_some_and(|role| role.name == "heading")
                && !view.exposed(*element).is_no()
        };
        let headings = view.index.elements().filter(is_heading);
        let headings = headings.map(|element| Heading {
            element,
            level: level(element),
        });
        Self {
            headings: headings.collect(),
        }
    }

    /// All headings in tree order.
    pub fn headings(&self) -> &[Heading<'a>] {
        &self.headings
    }
}

/// The level of a heading. An invalid `aria-level` is ignored; a heading by role alone then has level two (WAI-ARIA,
/// implicit value for role).
fn level(heading: ElementRef<'_>) -> u64 {
    const BY_ROLE_ALONE: u64 = 2;
    let stated = heading.attribute("aria-level");
    let stated = stated.and_then(|level| level.trim().parse().ok());
    let digit = || heading.value().name().strip_prefix('h')?.parse().ok();
    stated
        .filter(|level| *level > 0)
        .or_else(digit)
        .unwrap_or(BY_ROLE_ALONE)
}

#[cfg(test)]
mod tests {
    use crate::a11y::test::with_view;

    #[test]
    fn every_heading_has_a_level() {
        let levels: Vec<u64> = with_view(
            "<h3>a</h3><h3 aria-level=5>b</h3><h3 aria-level=0>c</h3><p role=heading>d</p>\
             <p role=heading aria-level=viel>e</p><h1 role=none>f</h1>",
            |view| {
                let headings = view.outline().headings().iter();
                headings.map(|heading| heading.level).collect()
            },
        );
        assert_eq!(levels, [3, 5, 3, 2, 2]);
    }
}
