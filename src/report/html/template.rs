//! Templates, and how values are printed in them. Everything a template prints is escaped in one place, [`print_text`];
//! nothing else writes values.

use std::fmt::Write as _;
use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{
    AutoEscape, Environment, Error, HtmlEscape, Output as Sink, State, UndefinedBehavior, Value,
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::super::hyphen::with_soft_hyphens;
use super::super::verdict::{ANSWERED, IN_ORDER};
use super::super::words::{self, label};
use crate::outcome::Outcome;
use crate::record::{Standing, Weight};
use crate::texts::{Language, amount, harmless, harmless_lines};

/// The style of the single page; pages of a folder add [`PAGES_STYLE`].
pub const STYLE: &str = include_str!("style.css");
/// Additional style of pages in a folder.
pub const PAGES_STYLE: &str = include_str!("pages.css");
const SCRIPT: &str = include_str!("script.js");
const SEARCH: &str = include_str!("search.js");
/// The masthead of standalone pages; `kicker` says what they are.
const MASTHEAD: &str = include_str!("parts/masthead.html");
const TEMPLATES: [(&str, &str); 20] = [
    ("overview.html", include_str!("overview.html")),
    ("application.html", include_str!("application.html")),
    ("closing.html", include_str!("closing.html")),
    ("index.html", include_str!("index.html")),
    ("department.html", include_str!("department.html")),
    (
        "application-page.html",
        include_str!("application-page.html"),
    ),
    ("parts/top.html", include_str!("parts/top.html")),
    ("parts/bottom.html", include_str!("parts/bottom.html")),
    ("parts/criteria.html", include_str!("parts/criteria.html")),
    ("parts/details.html", include_str!("parts/details.html")),
    ("parts/tallies.html", include_str!("parts/tallies.html")),
    ("parts/funnel.html", include_str!("parts/funnel.html")),
    ("parts/known.html", include_str!("parts/known.html")),
    ("parts/bars.html", include_str!("parts/bars.html")),
    ("parts/roadmap.html", include_str!("parts/roadmap.html")),
    (
        "parts/roadmap-table.html",
        include_str!("parts/roadmap-table.html"),
    ),
    (
        "parts/task-table.html",
        include_str!("parts/task-table.html"),
    ),
    ("parts/unseen.html", include_str!("parts/unseen.html")),
    ("parts/worst.html", include_str!("parts/worst.html")),
    ("parts/notices.html", include_str!("parts/notices.html")),
];
/// Templates shared by the public edition.
const SHARED: [(&str, &str); 2] = [
    ("parts/terms.html", include_str!("parts/terms.html")),
    ("parts/reading.html", include_str!("parts/reading.html")),
];
const PUBLIC: &str = include_str!("public.html");

/// Renders a template into `out`.
///
/// # Errors
/// I/O errors of `out`; mistakes in our own templates.
pub fn render(
    environment: &Environment<'_>,
    name: &str,
    context: &impl Serialize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let page = environment
        .get_template(name)
        .and_then(|template| template.render(Value::from(Serde(context))))
        .map_err(io::Error::other)?;
    out.write_all(page.as_bytes())
}

/// The templates and their functions for one language.
///
/// # Errors
/// Mistakes in our own templates.
pub fn environment(language: Language) -> Result<Environment<'static>, Error> {
    let mut environment = page_environment("", language)?;
    environment.add_filter("shown", move |count: u64| amount(count, language));
    environment.add_function("script", || Value::from_safe_string(SCRIPT.to_owned()));
    environment.add_function("search", || Value::from_safe_string(SEARCH.to_owned()));
    environment.add_function("policy", || policy(&sealed(STYLE), &sealed(SCRIPT)));
    // A page in a folder loads the files beside it, and only the first one runs a script. A hash cannot identify a
    // file: without a server, browsers refuse to compare it.
    environment.add_function("page_policy", || policy(BESIDE, "'none'"));
    environment.add_function("index_policy", || {
        policy(BESIDE, &format!("{} {BESIDE}", sealed(SEARCH)))
    });
    for (name, source) in TEMPLATES.into_iter().chain(SHARED) {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

/// The template of the public edition and its functions: one page without scripts that computes nothing itself.
///
/// # Errors
/// Mistakes in our own templates.
pub fn public_environment(language: Language) -> Result<Environment<'static>, Error> {
    let mut environment = page_environment(PAGES_STYLE, language)?;
    for (name, source) in SHARED.into_iter().chain([("public.html", PUBLIC)]) {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

/// What script-free pages of all rooms share: escaping, words, the report's style, and a policy that permits nothing
/// else. `style` is added to the report's style.
///
/// # Errors
/// Errors of the template engine.
pub fn page_environment(
    style: &'static str,
    language: Language,
) -> Result<Environment<'static>, Error> {
    let mut environment = text_environment()?;
    environment.add_function("t", move |key: &str| label(key, language));
    environment.add_filter("outcome", move |name: &str| outcome(name, language));
    environment.add_filter("standing", move |name: &str| standing(name, language));
    let style = [STYLE, style].concat();
    let seal = content_policy(&style, None);
    environment.add_function("style", move || Value::from_safe_string(style.clone()));
    environment.add_function("policy", move || seal.clone());
    environment.add_template("parts/masthead.html", MASTHEAD)?;
    Ok(environment)
}

/// What all page templates share: whatever they print is text.
///
/// # Errors
/// Errors of the template engine.
pub fn text_environment() -> Result<Environment<'static>, Error> {
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
    // For names in narrow places.
    environment.add_filter("soft", |text: &str| {
        let html = HtmlEscape(&harmless(text)).to_string();
        Value::from_safe_string(with_soft_hyphens(&html))
    });
    // Keeps line breaks; all other invisible characters are replaced.
    environment.add_filter("lines", |text: &str| {
        Value::from_safe_string(HtmlEscape(&harmless_lines(text)).to_string())
    });
    Ok(environment)
}

/// Writes a value as text, without markup, attribute delimiters, or characters that hide or reverse text.
fn print_text(out: &mut Sink, _: &mut State, value: &Value) -> Result<(), Error> {
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

/// An outcome, or what a finding counts as, with symbol and word, never by colour alone.
fn outcome(name: &str, language: Language) -> Value {
    match Outcome::from_name(name) {
        Some(outcome) => chip(
            name,
            words::symbol(outcome),
            &words::outcome(outcome, language),
        ),
        None if name == Weight::Advice.name() => chip(
            name,
            words::sign(Weight::Advice),
            &words::found(Weight::Advice, language),
        ),
        None if name == IN_ORDER => chip(
            Outcome::Passed.name(),
            words::symbol(Outcome::Passed),
            &words::word("report.standing-of", &Standing::Clean, language),
        ),
        None if name == ANSWERED => chip(
            Outcome::Passed.name(),
            words::symbol(Outcome::Passed),
            &words::word("report.standing-of", &Standing::Answered, language),
        ),
        None => Value::from(""),
    }
}

/// An application's standing, with symbol and colour of the corresponding outcome.
fn standing(name: &str, language: Language) -> Value {
    match Standing::from_name(name) {
        Some(standing) => {
            let like = words::outcome_like(standing);
            let word = words::word("report.standing-of", &standing, language);
            chip(like.name(), words::symbol(like), &word)
        }
        None => Value::from(""),
    }
}

fn chip(class: &str, sign: &str, word: &str) -> Value {
    let mut chip = String::new();
    let _ = write!(
        chip,
        "<span class=\"chip {class}\"><span aria-hidden=\"true\">{sign}</span> {word}</span>"
    );
    Value::from_safe_string(chip)
}

/// Sources in a folder. Not every browser accepts `'self'` for files without a server.
const BESIDE: &str = "'self' file:";

/// The content security policy of a page with only this style and this script; without a script, none may run.
pub fn content_policy(style: &str, script: Option<&str>) -> Value {
    let script = script.map_or_else(|| "'none'".to_owned(), sealed);
    policy(&sealed(style), &script)
}

/// The content security policy: the permitted sources of styles and scripts; nothing else is loaded.
fn policy(styles: &str, scripts: &str) -> Value {
    Value::from_safe_string(format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src {styles}; \
         script-src {scripts}"
    ))
}

/// The source expression for an embedded text.
fn sealed(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text)))
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
