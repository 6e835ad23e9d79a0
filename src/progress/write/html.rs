//! A page as one self-contained HTML file: no requests, no scripts, every chart with its table.

use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{Value, context};

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
    environment.add_function("mark", |line: usize| {
        Value::from_safe_string(mark(line).to_owned())
    });
    let rendered = environment
        .render_named_str(
            "progress.html",
            TEMPLATE,
            context! {
                page => Value::from(Serde(page)),
                language => language.tag(),
                version => env!("CARGO_PKG_VERSION"),
            },
        )
        .map_err(io::Error::other)?;
    out.write_all(rendered.as_bytes())
}

/// The marker of a line, so that lines can be told apart without colour: circle, square, diamond, two
/// triangles and a cross.
const fn mark(line: usize) -> &'static str {
    match line {
        0 => r#"<circle class="mark" r="4.5"/>"#,
        1 => r#"<rect class="mark" x="-4" y="-4" width="8" height="8"/>"#,
        2 => r#"<path class="mark" d="M0 -5.5 5.5 0 0 5.5 -5.5 0Z"/>"#,
        3 => r#"<path class="mark" d="M0 -5.5 5 4 -5 4Z"/>"#,
        4 => r#"<path class="mark" d="M-5 -4 5 -4 0 5.5Z"/>"#,
        _ => r#"<path class="mark" d="M-5 0H5M0 -5V5"/>"#,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chart with the most lines draws so many.
    const MOST_LINES: usize = 6;

    #[test]
    fn every_line_has_a_mark_and_inks_of_its_own() {
        let marks: std::collections::BTreeSet<&str> = (0..MOST_LINES).map(mark).collect();
        assert_eq!(marks.len(), MOST_LINES);
        for line in 0..MOST_LINES {
            // By day, by night and in print.
            let inks = STYLE.matches(&format!(".s{line} {{ --ink:")).count();
            assert_eq!(inks, 3, "line {line}");
        }
    }
}
