//! Templates and components as one tree each, with everything that may be shown and a table of what is unknown.
//!
//! [`markup`] reads text, [`jsx`] markup in programs, [`tagged`] markup in their literals; [`dialect`] interprets attributes, [`component`] decides what a
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
#[cfg(feature = "code")]
mod tagged;
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
#[cfg(feature = "code")]
pub use self::tagged::{may_hold_tagged, of_tagged};
use crate::format::html;
use crate::model::{PageModel, SourceText, Span};
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
    of_server_text(capture, capture.text().ok()?, acts, language, topic)
}

/// The same for a template whose attributes are those of a dialect.
pub fn of_dialect(
    capture: &Capture,
    dialect: Dialect,
    acts: &[(Span, Act)],
    language: &str,
    topic: &Topic,
) -> Option<PageModel> {
    of_text(
        capture,
        capture.text().ok()?,
        dialect,
        acts,
        language,
        topic,
    )
}

/// The same for a text that was rewritten from that of the capture.
pub fn of_server_text(
    capture: &Capture,
    text: &SourceText,
    acts: &[(Span, Act)],
    language: &str,
    topic: &Topic,
) -> Option<PageModel> {
    of_text(capture, text, Dialect::Server, acts, language, topic)
}

fn of_text(
    capture: &Capture,
    text: &SourceText,
    dialect: Dialect,
    acts: &[(Span, Act)],
    language: &str,
    topic: &Topic,
) -> Option<PageModel> {
    let source = text.as_str();
    if source.len() > MOST_BYTES || !has_tags(source) || html::is_list_of_bookmarks(source) {
        return None;
    }
    let mut names = Names::new(topic.components());
    // Components of Blazor and Ember; other views are HTML.
    names.capitals = match capture.extension().as_str() {
        "razor" => true,
        "hbs" => is_of_ember(source),
        _ => false,
    };
    let mut builder = Builder::new(true);
    let whole = Span::new(0, source.len());
    markup::read(source, whole, dialect, acts, &names, &mut builder);
    let page = builder.finish(&capture.document, text, language)?;
    Some(PageModel {
        scripts: capture.scripts().to_vec(),
        ..page
    })
}

/// Whether a Handlebars template is a component of Ember: its arguments start with an at sign.
fn is_of_ember(source: &str) -> bool {
    const MARKS: [&str; 5] = ["{{yield", "...attributes", "={{@", "{{on \"", "={{this."];
    MARKS.iter().any(|mark| source.contains(mark))
}

/// The tree of the templates in a program. `acts` holds the actions of each in text order.
#[cfg(feature = "code")]
pub fn of_server_parts(
    capture: &Capture,
    parts: &[Span],
    acts: Vec<Vec<(Span, Act)>>,
    language: &str,
    topic: &Topic,
) -> Option<PageModel> {
    let text = capture.text().ok()?;
    let source = text.as_str();
    let whole = Span {
        start: parts.first()?.start,
        end: parts.last()?.end,
    };
    let mut names = Names::new(topic.components());
    names.capitals = true;
    names.add_imports(source);
    let mut all = Vec::new();
    let mut before: Option<Span> = None;
    for (part, own) in parts.iter().zip(acts) {
        if let Some(before) = before {
            let between = Span {
                start: before.end,
                end: part.start,
            };
            all.push((between, Act::End(End::Of(Begin::If))));
            all.push((between, Act::Begin(Begin::If)));
        }
        all.extend(own);
        before = Some(*part);
    }
    let mut builder = Builder::new(true);
    builder.begin(Begin::If);
    markup::read(source, whole, Dialect::Server, &all, &names, &mut builder);
    builder.finish_branch(End::Any);
    builder.finish(&capture.document, text, language)
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
        Dialect::Server | Dialect::Lit | Dialect::Compiled => (Builder::new(true), "html"),
        Dialect::Htm => (Builder::new(false), "html"),
    };
    builder.hide(hiding::hiding_classes(source));
    for part in markup {
        markup::read(source, *part, dialect, &[], &names, &mut builder);
    }
    builder.finish(&capture.document, text, language)
}

/// The tree of a Vue component from a text that its markup was rewritten to. `acts` holds what another language does in
/// it, `scripts` the ranges of the code with imports in the text of the capture.
#[cfg(feature = "code")]
pub fn of_rewritten_component(
    capture: &Capture,
    markup: &SourceText,
    acts: &[(Span, Act)],
    scripts: &[Span],
    topic: &Topic,
) -> Option<PageModel> {
    let source = capture.text().ok()?.as_str();
    let text = markup.as_str();
    if source.len() > MOST_BYTES || text.len() > MOST_BYTES {
        return None;
    }
    let mut names = Names::new(topic.components());
    for script in scripts {
        names.add_imports(source.get(script.range()).unwrap_or_default());
    }
    let mut builder = Builder::new(false).inheriting();
    builder.hide(hiding::hiding_classes(source));
    let whole = Span::new(0, text.len());
    markup::read(text, whole, Dialect::Vue, acts, &names, &mut builder);
    builder.finish(&capture.document, markup, "vue")
}

/// Whether a text contains tags.
fn has_tags(source: &str) -> bool {
    source.contains("</")
        || source.contains("/>")
        || source.contains("<img")
        || source.contains("<meta")
        || source.contains("<input")
}
