//! What the engine that is built in says of the boxes of pages, for `boxes.mjs` to compare with a browser: one line of JSON
//! for each page that is named on the command line.

use std::path::Path;
use std::time::Instant;

use fachcheck::a11y::PageView;
use fachcheck::a11y::layout::Layout;
use fachcheck::model::{
    Attributes, Facilities, LinkedSheet, LinkedSheets, PageModel, PageNature, SourceText,
    StartTags, StyleSheet, Unknowns,
};
use scraper::{Html, Selector};
use serde_json::{Value, json};

fn main() {
    for name in std::env::args().skip(1) {
        let path = Path::new(&name);
        let text = std::fs::read_to_string(path).expect("a page");
        let html = Html::parse_document(&text);
        let page = PageModel {
            document: name.clone(),
            sheets: sheets_beside(path, &html),
            scripts: Vec::new(),
            text: SourceText::new(text.as_str()),
            html,
            provides: Facilities::DOM,
            nature: PageNature::default(),
            positions: StartTags::default(),
            unknowns: Unknowns::default(),
            embedded: None,
        };
        let view = PageView::new(&page);
        view.computed();
        let begin = Instant::now();
        let layout = Layout::of(&view);
        let millis = begin.elapsed().as_secs_f64() * 1000.0;
        let page = match layout {
            Ok(layout) => json!({ "page": name, "millis": millis, "boxes": boxes(&view, &layout) }),
            Err(lack) => json!({ "page": name, "lack": format!("{lack:?}") }),
        };
        println!("{page}");
    }
}

/// The style sheets that a page links to and that lie beside it.
fn sheets_beside(page: &Path, html: &Html) -> LinkedSheets {
    let mut sheets = LinkedSheets::default();
    let links = Selector::parse("link[rel~=stylesheet]").expect("a selector");
    for link in html.select(&links) {
        let address = link.attribute("href").unwrap_or_default();
        let file = page.with_file_name(address.split('?').next().unwrap_or_default());
        let sheet = match std::fs::read_to_string(file) {
            Ok(text) => {
                let sheet = StyleSheet::new(address.to_owned(), text, LinkedSheets::default());
                LinkedSheet::Here(sheet.into())
            }
            Err(_) => LinkedSheet::Missing,
        };
        sheets.insert(address, sheet);
    }
    sheets
}

/// By position in the tree: nothing, or the border box, what stands in it, and whether its size is known.
fn boxes(view: &PageView<'_>, layout: &Layout) -> Vec<Value> {
    let positions = 0..view.index.len();
    let boxes = positions.map(|position| match layout.raw(position) {
        None => Value::Null,
        Some(one) => json!({
            "name": view.index.element_at(position).map(|element| element.value().name()),
            "x": one.outer.x, "y": one.outer.y,
            "width": one.outer.width, "height": one.outer.height,
            "in_line": !one.fragments.is_empty(),
            "inner": one.inner, "content": one.content,
            "known": !layout.is_unsure(position),
        }),
    });
    boxes.collect()
}
