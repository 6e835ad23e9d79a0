//! The text of CSS `content`.

use crate::model::Attributes;
use scraper::ElementRef;

/// The text, and whether it is complete.
pub fn text(value: &str, element: ElementRef<'_>) -> (String, bool) {
    // The part after a slash is the text for assistive technology.
    let value = match split_alternative(value) {
        Some(alternative) => alternative,
        None => value,
    };
    let mut out = String::new();
    let mut sure = true;
    let mut rest = value.trim();
    while let Some(first) = rest.chars().next() {
        if first == '"' || first == '\'' {
            let (text, behind) = string(&rest[1..], first);
            out.push_str(&text);
            rest = behind.trim_start();
            continue;
        }
        let end = rest
            .find(|ch: char| ch.is_whitespace() || ch == '(')
            .unwrap_or(rest.len());
        let word = rest[..end].to_ascii_lowercase();
        let (argument, behind) = match rest[end..].strip_prefix('(') {
            Some(inner) => inner.split_once(')').unwrap_or((inner, "")),
            None => ("", &rest[end..]),
        };
        match word.as_str() {
            "attr" => out.push_str(element.attribute(argument.trim()).unwrap_or_default()),
            "none" | "normal" | "url" | "open-quote" | "close-quote" | "no-open-quote"
            | "no-close-quote" | "image-set" | "linear-gradient" => {}
            _ => sure = false,
        }
        rest = behind.trim_start();
    }
    (out, sure)
}

fn split_alternative(value: &str) -> Option<&str> {
    let mut quote = None;
    let mut depth = 0usize;
    for (at, ch) in value.char_indices() {
        match (quote, ch) {
            (Some(open), ch) if ch == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(ch),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, '/') if depth == 0 => return value.get(at + 1..),
            _ => {}
        }
    }
    None
}

/// A quoted string with its escapes resolved, and the text after it.
fn string(text: &str, quote: char) -> (String, &str) {
    let mut out = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, ch)) = chars.next() {
        if ch == quote {
            return (out, &text[at + ch.len_utf8()..]);
        }
        if ch != '\\' {
            out.push(ch);
            continue;
        }
        let mut digits = String::new();
        while digits.len() < 6
            && let Some((_, digit)) = chars.next_if(|(_, ch)| ch.is_ascii_hexdigit())
        {
            digits.push(digit);
        }
        if digits.is_empty() {
            out.extend(chars.next().map(|(_, ch)| ch));
        } else {
            chars.next_if(|(_, ch)| ch.is_ascii_whitespace());
            let code = u32::from_str_radix(&digits, 16).unwrap_or_default();
            out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
        }
    }
    (out, "")
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn content_is_read_with_escapes_and_alternatives() {
        let html = Html::parse_document("<p title=T>");
        let element = html.root_element();
        let read = |value: &str| text(value, element);
        assert_eq!(read("'a\\20 b'"), ("a b".into(), true));
        assert_eq!(read("\"→\" / 'weiter'"), ("weiter".into(), true));
        assert_eq!(read("url(x) 'y'"), ("y".into(), true));
        assert_eq!(read("none"), (String::new(), true));
        assert_eq!(read("counter(x) '.'"), (".".into(), false));
        assert_eq!(read("'offen"), ("offen".into(), true));
    }
}
