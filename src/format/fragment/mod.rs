//! Templates and components as one tree each, with everything that may be shown and a table of what is unknown.
//!
//! [`markup`] reads text, [`jsx`] markup in programs; [`dialect`] interprets attributes, [`component`] decides what a
//! tag becomes, and [`builder`] builds the tree.

mod attributes;
mod builder;
mod component;
mod dialect;
mod element;
mod entity;
mod handler;
#[cfg(feature = "code")]
mod hiding;
#[cfg(feature = "code")]
mod jsx;
mod markup;
#[cfg(test)]
mod tests;
mod zope;

use self::builder::Builder;
pub use self::builder::{Begin, End};
use self::component::Names;
pub use self::dialect::Dialect;
#[cfg(feature = "code")]
pub use self::entity::decoded;
#[cfg(feature = "code")]
pub use self::jsx::{holds_markup, of_program};
pub use self::markup::Act;
use crate::format::html;
use crate::model::{PageModel, Span};
use crate::source::Capture;
use crate::topic::Topic;

/// Larger templates are not hand-written.
const MOST_BYTES: usize = 1_000_000;

/// The tree of a server template. `acts` holds the actions of its language in text order.
pub fn of_server(
    capture: &Capture,
    acts: &[(Span, Act)],
    language: &str,
    topic: &Topic,
) -> Option<PageModel> {
    let text = capture.text().ok()?;
    let source = text.as_str();
    if source.len() > MOST_BYTES || !has_tags(source) || html::is_list_of_bookmarks(source) {
        return None;
    }
    let mut names = Names::new(topic.components());
    // Blazor components; other views are HTML.
    names.capitals = capture.extension() == "razor";
    let mut builder = Builder::new(true);
    let whole = Span::new(0, source.len());
    markup::read(source, whole, Dialect::Server, acts, &names, &mut builder);
    let page = builder.finish(&capture.document, text, language)?;
    Some(PageModel {
        scripts: capture.scripts().to_vec(),
        ..page
    })
}

/// The tree of a component in a file of its own. `markup` is the range of its markup, `script` that of the code with
/// imports.
#[cfg(feature = "code")]
pub fn of_component(
    capture: &Capture,
    dialect: Dialect,
    markup: &[Span],
    scripts: &[Span],
    topic: &Topic,
) -> Option<PageModel> {
    let text = capture.text().ok()?;
    let source = text.as_str();
    if source.len() > MOST_BYTES || markup.is_empty() {
        return None;
    }
    let mut names = Names::new(topic.components());
    for script in scripts {
        names.add_imports(source.get(script.range()).unwrap_or_default());
    }
    let (mut builder, language) = match dialect {
        Dialect::Vue => (Builder::new(false).inheriting(), "vue"),
        Dialect::Svelte => (Builder::new(false), "svelte"),
        Dialect::Angular => (Builder::new(true), "angular"),
        Dialect::Server => (Builder::new(true), "html"),
    };
    builder.hide(hiding::hiding_classes(source));
    for part in markup {
        markup::read(source, *part, dialect, &[], &names, &mut builder);
    }
    builder.finish(&capture.document, text, language)
}

/// Whether a text contains tags.
fn has_tags(source: &str) -> bool {
    source.contains("</")
        || source.contains("/>")
        || source.contains("<img")
        || source.contains("<meta")
        || source.contains("<input")
}
