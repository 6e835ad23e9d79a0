//! One self-contained page: no server, no request, readable without script, printable.
//!
//! Templates, style and script stand in `html/`. Everything a template prints is escaped in one place,
//! [`print_text`]; nothing else writes values.

mod application;
mod overview;

use std::fmt::Write as _;
use std::io::{self, Write};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, Output as Sink, State, UndefinedBehavior, Value};
use sha2::{Digest, Sha256};

use super::words::{self, label};
use super::{Output, ReportWriter, WriteOptions, view};
use crate::outcome::Outcome;
use crate::record::Report;
use crate::texts::{Language, harmless};

/// One HTML file.
pub struct Html;

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");
const TEMPLATES: [(&str, &str); 3] = [
    ("overview.html", include_str!("html/overview.html")),
    ("application.html", include_str!("html/application.html")),
    ("closing.html", include_str!("html/closing.html")),
];

impl ReportWriter for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn output(&self) -> Output {
        Output::File("report.html")
    }

    fn describe(&self, language: Language) -> &'static str {
        match language {
            Language::De => "eine Seite zum Lesen, Filtern und Drucken",
            Language::En => "one page to read, filter and print",
        }
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let language = options.language;
        let environment = environment(language).map_err(io::Error::other)?;
        let mut render = |name: &str, context: Value| -> io::Result<()> {
            let page = environment
                .get_template(name)
                .and_then(|template| template.render(context))
                .map_err(io::Error::other)?;
            out.write_all(page.as_bytes())
        };
        let slugs = view::slugs(report);
        let tasks = view::tasks(report);
        let overview = overview::Overview::new(report, &slugs, &tasks, language);
        render("overview.html", Value::from(Serde(&overview)))?;
        // One application after the other, so that memory does not grow with the inventory.
        for (application, slug) in report.applications.iter().zip(&slugs) {
            let tasks = tasks.tasks_of(&application.id);
            let part = application::Part::new(report, application, slug, tasks, language);
            render("application.html", Value::from(Serde(&part)))?;
        }
        let closing = overview::Closing::new(report, language);
        render("closing.html", Value::from(Serde(&closing)))
    }
}

fn environment(language: Language) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?,
    );
    environment.set_formatter(print_text);
    environment.add_function("t", move |key: &str| label(key, language));
    environment.add_filter("outcome", move |name: &str| outcome(name, language));
    environment.add_function("style", || Value::from_safe_string(STYLE.to_owned()));
    environment.add_function("script", || Value::from_safe_string(SCRIPT.to_owned()));
    environment.add_function("policy", || {
        Value::from_safe_string(content_policy(STYLE, SCRIPT))
    });
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

/// Writes a value as text: neither markup nor attribute borders nor characters that hide or turn text.
pub(crate) fn print_text(out: &mut Sink, _: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_none() || value.is_undefined() {
        return Ok(());
    }
    let text = value.to_string();
    if value.is_safe() {
        return out.write_str(&text).map_err(Error::from);
    }
    for ch in harmless(&text).chars() {
        match ch {
            '&' => out.write_str("&amp;"),
            '<' => out.write_str("&lt;"),
            '>' => out.write_str("&gt;"),
            '"' => out.write_str("&quot;"),
            '\'' => out.write_str("&#39;"),
            ch => out.write_char(ch),
        }
        .map_err(Error::from)?;
    }
    Ok(())
}

/// An outcome with sign and word, never by colour alone.
fn outcome(name: &str, language: Language) -> Value {
    let Some(outcome) = Outcome::ALL
        .into_iter()
        .find(|outcome| outcome.name() == name)
    else {
        return Value::from("");
    };
    let mut chip = String::new();
    let _ = write!(
        chip,
        "<span class=\"chip {name}\"><span aria-hidden=\"true\">{}</span> {}</span>",
        words::symbol(outcome),
        words::outcome(outcome, language)
    );
    Value::from_safe_string(chip)
}

/// The content security policy: nothing is loaded, and only this style and this script work.
pub(crate) fn content_policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; \
         style-src 'sha256-{}'; script-src 'sha256-{}'",
        base64(&Sha256::digest(style)),
        base64(&Sha256::digest(script)),
    )
}

/// Base 64 with padding (RFC 4648), for the hashes of the policy.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let mut bits = 0u32;
        for index in 0..3 {
            bits = bits << 8 | u32::from(group.get(index).copied().unwrap_or_default());
        }
        for index in 0..4 {
            if index > group.len() {
                out.push('=');
            } else {
                let digit = (bits >> (18 - 6 * index)) & 63;
                out.push(char::from(DIGITS[digit as usize]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
        assert_eq!(base64(&[0xff, 0xfe, 0xfd, 0xfc]), "//79/A==");
    }

    #[test]
    fn whatever_a_template_prints_is_text() {
        let environment = environment(Language::De).expect("templates are valid");
        let page = environment
            .render_str(
                "{{ text }}",
                minijinja::context! { text => "<b title='\"'>&\u{202e}" },
            )
            .expect("renders");
        assert_eq!(page, "&lt;b title=&#39;&quot;&#39;&gt;&amp;\u{fffd}");
    }
}
