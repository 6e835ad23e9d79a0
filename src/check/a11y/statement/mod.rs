//! The accessibility declaration (Erklärung zur Barrierefreiheit) that public bodies publish: Implementing Decision
//! (EU) 2018/1523, § 7 BITV 2.0, BayDiV.

pub mod claim;
pub mod linked;
pub mod parts;

use crate::model::Attributes;
use regex::Regex;
use scraper::ElementRef;

use super::document_target;
use crate::a11y::PageView;
use crate::model::PageKind;

/// The text of a page that is an accessibility declaration, white space folded; `None` for other pages. `title`:
/// pattern of the heading of such pages.
fn declaration_of(page: &PageView<'_>, title: &Regex) -> Option<String> {
    if page.page.nature.kind != PageKind::Whole || document_target(page).is_empty() {
        return None;
    }
    let headed = |element: &ElementRef<'_>| {
        let heads = matches!(element.value().name(), "title" | "h1" | "h2");
        heads && title.is_match(element.text().collect::<String>().trim())
    };
    page.index.elements().find(headed)?;
    Some(visible_text(page))
}

/// All text of a page that is not certainly hidden, with the addresses of its links.
fn visible_text(page: &PageView<'_>) -> String {
    let mut text = String::new();
    for element in page.index.elements() {
        let aside = matches!(
            element.value().name(),
            "script" | "style" | "head" | "title"
        );
        if aside || page.rendered(element).is_no() {
            continue;
        }
        if let Some(href) = element.attribute("href") {
            text.push_str(href.trim());
            text.push(' ');
        }
        for part in element
            .children()
            .filter_map(|child| child.value().as_text())
        {
            for word in part.split_whitespace() {
                text.push_str(word);
                text.push(' ');
            }
        }
    }
    text
}
