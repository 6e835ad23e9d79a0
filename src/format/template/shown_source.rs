//! Source code shown in a finished page: instructions for programmers contain marks of all languages.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex::Regex;

/// The text of a page without displayed source, if it is a whole document; otherwise the text unchanged. A template may
/// look like a document, too, but has marks of its language elsewhere.
pub fn left_out(text: &str) -> Cow<'_, str> {
    static SHOWN: OnceLock<Option<Regex>> = OnceLock::new();
    let shows = ["<pre", "<code", "<kbd", "<samp"];
    if !is_document(text) || !shows.iter().any(|tag| text.contains(tag)) {
        return Cow::Borrowed(text);
    }
    let shown = SHOWN.get_or_init(|| {
        Regex::new(
            r"(?is)<pre\b.*?</pre\s*>|<code\b.*?</code\s*>|<kbd\b.*?</kbd\s*>|<samp\b.*?</samp\s*>",
        )
        .ok()
    });
    match shown {
        Some(shown) => shown.replace_all(text, ""),
        None => Cow::Borrowed(text),
    }
}

/// Whether a text starts with a document type and ends with the end of the page.
fn is_document(text: &str) -> bool {
    const TYPE: &str = "<!doctype html";
    let begins = text.trim_start_matches('\u{feff}').trim_start();
    let begins = begins
        .get(..TYPE.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(TYPE));
    begins && (text.contains("</html>") || text.contains("</HTML>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_shows_of_source_is_left_out() {
        let page = "<!DOCTYPE html>\n<html><p>a</p><pre class=x>${A} {% if b %}</pre><code>{C_D}</code></html>";
        let rest = left_out(page);
        assert!(!rest.contains("{%") && !rest.contains("C_D"));
        assert!(rest.contains("<p>a</p>"));
        // A part of a page, and unclosed elements.
        assert_eq!(left_out("<pre>{% x %}</pre>"), "<pre>{% x %}</pre>");
        let open = "<!doctype html><html><pre>{% x %}</html>";
        assert_eq!(left_out(open), open);
    }
}
