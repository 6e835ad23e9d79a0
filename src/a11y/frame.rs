//! Documents inside a document: `srcdoc`.

use scraper::Html;

use super::style::Styles;
use super::visibility::Visibility;
use super::{Index, Truth, focus};
use crate::model::LinkedSheets;

/// Whether a document, given as text, has something visible in its tab order.
pub fn holds_focusable(markup: &str) -> Truth {
    let html = Html::parse_document(markup);
    let index = Index::new(&html);
    let styles = Styles::new(&index, &LinkedSheets::default());
    let visibility = Visibility::new(&index, &styles);
    let mut found = Truth::No;
    for (position, element) in index.elements().enumerate() {
        let open = Truth::from(!visibility.inert(position)).and(visibility.seen(position));
        found = found.or(open.and(focus::in_tab_order(&index, element)));
    }
    found
}
