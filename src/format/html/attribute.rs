//! The value of an attribute inside a start tag.

use crate::model::{SourceText, Span};

/// Span of an attribute's value in the start tag at `tag`; of the attribute's name if it has no value.
pub fn span(text: &SourceText, tag: Span, wanted: &str) -> Option<Span> {
    let slice = text.slice(tag);
    let bytes = slice.as_bytes();
    let is_space = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
    let is_end = |at: usize| bytes.get(at).is_none_or(|byte| *byte == b'>');
    let mut at = 1;
    // The tag's name.
    while !is_end(at) && !is_space(at) && bytes[at] != b'/' {
        at += 1;
    }
    while !is_end(at) {
        if is_space(at) || bytes[at] == b'/' {
            at += 1;
            continue;
        }
        let name = at;
        at += 1;
        while !is_end(at) && !is_space(at) && bytes[at] != b'/' && bytes[at] != b'=' {
            at += 1;
        }
        let name_end = at;
        let mut value_at = at;
        while is_space(value_at) {
            value_at += 1;
        }
        let (mut start, mut end) = (name, name_end);
        if bytes.get(value_at) == Some(&b'=') {
            at = value_at + 1;
            while is_space(at) {
                at += 1;
            }
            match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    start = at + 1;
                    end = start;
                    while bytes.get(end).is_some_and(|byte| byte != quote) {
                        end += 1;
                    }
                    at = end + 1;
                }
                _ => {
                    start = at;
                    while !is_end(at) && !is_space(at) {
                        at += 1;
                    }
                    end = at;
                }
            }
        }
        if bytes
            .get(name..name_end)
            .is_some_and(|name| name.eq_ignore_ascii_case(wanted.as_bytes()))
        {
            let offset = tag.start as usize;
            return Some(Span::new(offset + start, offset + end));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_however_they_are_written() {
        let tag = "<option data-value=no VALUE = 'ä>' selected disabled=x/a>";
        let text = SourceText::new(format!("..{tag}.."));
        let at = Span::new(2, 2 + tag.len());
        let found = |name: &str| span(&text, at, name).map(|span| text.slice(span).to_owned());
        assert_eq!(found("value").as_deref(), Some("ä>"));
        assert_eq!(found("selected").as_deref(), Some("selected"));
        assert_eq!(found("disabled").as_deref(), Some("x/a"));
        assert_eq!(found("label"), None);
    }
}
