//! A page as one self-contained HTML file: no request, no script, charts with their tables.

use std::io::{self, Write};

use minijinja::context;
use minijinja::value::Serde;

use super::page::Page;
use super::words::say;
use crate::report::page_environment;
use crate::texts::Language;

const STYLE: &str = include_str!("page.css");
const TEMPLATE: &str = include_str!("page.html.j2");

/// Writes the page.
pub(super) fn write(page: &Page, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let mut environment = page_environment(STYLE, language).map_err(io::Error::other)?;
    environment.add_function("say", move |key: &str| say(key, language));
    environment.add_function("data_of", move |title: &str| {
        crate::texts::filled("progress.data-of", language, &[("title", &title)])
    });
    let rendered = environment
        .render_named_str(
            "progress.html",
            TEMPLATE,
            context! {
                page => minijinja::Value::from(Serde(page)),
                language => language.tag(),
                version => env!("CARGO_PKG_VERSION"),
            },
        )
        .map_err(io::Error::other)?;
    out.write_all(rendered.as_bytes())
}
