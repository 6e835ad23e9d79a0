//! Start tags of markup, as far as changes of single attributes need them.

use std::ops::Range;

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StartTag<'t> {
    /// Name in lower case.
    pub name: String,
    /// Bytes of the whole tag, brackets included.
    pub range: Range<usize>,
    pub attributes: Vec<Attribute<'t>>,
    /// Where to insert another attribute: after the last one, or after the name.
    pub end_of_attributes: usize,
}

/// An attribute as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'t> {
    /// Name in lower case.
    pub name: String,
    /// Byte range of name and value, with the preceding white space.
    pub range: Range<usize>,
    /// The value without quotes, and its byte range; `None` if there is no value.
    pub value: Option<(&'t str, Range<usize>)>,
}

impl<'t> StartTag<'t> {
    /// The tag that begins at a byte; `None` if there is none, or if a program writes part of it.
    pub fn at(text: &'t str, start: usize) -> Option<Self> {
        let rest = text.get(start..)?.strip_prefix('<')?;
        let length =
            rest.find(|ch: char| !(ch.is_ascii_alphanumeric() || matches!(ch, '-' | ':')))?;
        let name = rest.get(..length).filter(|name| !name.is_empty())?;
        let mut at = start + 1 + length;
        let mut tag = Self {
            name: name.to_ascii_lowercase(),
            range: start..start,
            attributes: Vec::new(),
            end_of_attributes: at,
        };
        loop {
            let space = white(text, at);
            match text.get(space..)?.chars().next()? {
                '>' => {
                    tag.range.end = space + 1;
                    return Some(tag);
                }
                '/' if text[space..].starts_with("/>") => {
                    tag.range.end = space + 2;
                    return Some(tag);
                }
                ch if ch.is_alphabetic()
                    || matches!(ch, ':' | '@' | '_' | '#' | '[' | '(' | '*') => {}
                // Braces, quotes, processing instructions: not plain markup.
                _ => return None,
            }
            let attribute = attribute(text, at, space)?;
            at = attribute.range.end;
            tag.end_of_attributes = at;
            tag.attributes.push(attribute);
        }
    }

    /// The tag around a byte.
    pub fn around(text: &'t str, at: usize) -> Option<Self> {
        let start = text.get(..at)?.rfind('<')?;
        Self::at(text, start).filter(|tag| tag.range.contains(&at))
    }

    /// The attribute with this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute<'t>> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
    }

    /// The value of an attribute, if it is plain text.
    pub fn value(&self, name: &str) -> Option<&'t str> {
        let (value, _) = self.attribute(name)?.value.as_ref()?;
        (!value.contains(['{', '<', '$'])).then_some(*value)
    }
}

fn attribute<'t>(text: &'t str, at: usize, start: usize) -> Option<Attribute<'t>> {
    let rest = text.get(start..)?;
    let length =
        rest.find(|ch: char| ch.is_whitespace() || matches!(ch, '=' | '>' | '/' | '<' | '{'))?;
    let name = rest.get(..length).filter(|name| !name.is_empty())?;
    let mut attribute = Attribute {
        name: name.to_lowercase(),
        range: at..start + length,
        value: None,
    };
    let equals = white(text, start + length);
    if !text.get(equals..)?.starts_with('=') {
        return Some(attribute);
    }
    let begin = white(text, equals + 1);
    let (value, end) = match text.get(begin..)?.chars().next()? {
        quote @ ('"' | '\'') => {
            let inside = text.get(begin + 1..)?;
            let length = inside.find(quote)?;
            (begin + 1..begin + 1 + length, begin + length + 2)
        }
        '{' | '<' => return None,
        _ => {
            let length = text
                .get(begin..)?
                .find(|ch: char| ch.is_whitespace() || ch == '>')?;
            (begin..begin + length, begin + length)
        }
    };
    attribute.range.end = end;
    attribute.value = Some((text.get(value.clone())?, value));
    Some(attribute)
}

/// The end of the white space at a byte.
fn white(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.len() - rest.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_as_written() {
        let text = "x <INPUT type='text'  disabled value=ab>y";
        let tag = StartTag::at(text, 2).expect("a tag");
        assert_eq!(tag.name, "input");
        assert_eq!(
            &text[tag.range.clone()],
            "<INPUT type='text'  disabled value=ab>"
        );
        assert_eq!(tag.value("type"), Some("text"));
        assert_eq!(tag.value("value"), Some("ab"));
        let disabled = tag.attribute("disabled").expect("there");
        assert_eq!(&text[disabled.range.clone()], "  disabled");
        assert_eq!(StartTag::around(text, 10), Some(tag));
        let vue = "<option :key=\"o\" @click='x' selected/>";
        assert_eq!(
            StartTag::at(vue, 0).map(|tag| tag.attributes.len()),
            Some(3)
        );
    }

    #[test]
    fn tags_that_a_program_writes_in_part_are_left_alone() {
        for text in [
            "<html {{ attrs }}>",
            "<html <?= $lang ?>>",
            "<p lang={x}>",
            "<p",
            "p",
            "<p a='",
        ] {
            assert_eq!(StartTag::at(text, 0), None, "{text}");
        }
    }
}
