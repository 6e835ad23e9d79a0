//! Decodes character references, as far as they decide whether a text is empty.

use std::borrow::Cow;

use html5ever::data::NAMED_ENTITIES;

/// The text with its character references decoded. Unknown ones stay as written, because they are visible text.
pub fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some(((first, second), length)) => {
                out.push(first);
                out.extend(second);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The characters of a reference, and the reference's length.
fn reference(text: &str) -> Option<((char, Option<char>), usize)> {
    /// Length of the longest entity name, including its delimiters.
    const LONGEST: usize = 34;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let Some(number) = text.get(1..end)?.strip_prefix('#') else {
        let (first, second) = NAMED_ENTITIES.get(text.get(1..=end)?)?;
        let second = char::from_u32(*second).filter(|ch| *ch != '\0');
        // Prefixes of other names have no character.
        let first = char::from_u32(*first).filter(|ch| *ch != '\0')?;
        return Some(((first, second), end + 1));
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some(((char::from_u32(code)?, None), end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_what_they_stand_for() {
        assert_eq!(decoded("a&nbsp;&#x2D;&#45;b"), "a\u{a0}--b");
        assert_eq!(decoded("&hellip; & &; &unbekannt;"), "… & &; &unbekannt;");
        assert_eq!(decoded("&raquo;&rsaquo;&rarr;&#8594;"), "»›→→");
        assert_eq!(
            decoded("&ngE; &Auml;&nbsp;&copy"),
            "\u{2267}\u{338} Ä\u{a0}&copy"
        );
        assert_eq!(decoded("&CounterClockwiseContourIntegral;"), "\u{2233}");
    }
}
