//! The elements that a CSS selector can match, by name and attribute: testing these is faster than testing a whole page.

use cssparser::{ParseError, Parser, Token};
use scraper::ElementRef;

use crate::a11y::Index;

/// What the subjects of a selector list must have (Selectors Level 4, "subject of a selector").
pub(super) enum Subjects {
    /// Some alternative asks for neither a name nor an attribute, so it may match any element.
    Any,
    /// One name or one attribute for each alternative, as written and in lower case: HTML has lower case, SVG keeps what
    /// was written.
    Known {
        names: Box<[Box<str>]>,
        attributes: Box<[Box<str>]>,
    },
}

/// What the last compound selector of an alternative asks for.
#[derive(Default)]
struct Compound {
    name: Option<Box<str>>,
    attribute: Option<Box<str>>,
}

impl Subjects {
    /// The subjects of a selector list that [`scraper::Selector`] accepts.
    pub(super) fn of(selector: &str) -> Self {
        let mut parser = Parser::new(selector);
        let (mut names, mut attributes) = (Vec::new(), Vec::new());
        let mut last = Compound::default();
        let mut begins = true;
        // Functions are one token each; they contain conditions, not subjects.
        while let Ok(token) = parser.next_including_whitespace() {
            match token {
                Token::WhiteSpace(_) | Token::Delim('>' | '+' | '~') => {
                    begins = true;
                    continue;
                }
                Token::Comma => {
                    if !last.add_to(&mut names, &mut attributes) {
                        return Self::Any;
                    }
                    begins = true;
                    continue;
                }
                // Namespaces are not supported.
                Token::Delim('|') => return Self::Any,
                Token::Ident(written) if begins => {
                    last = Compound {
                        name: Some((&**written).into()),
                        attribute: None,
                    };
                }
                Token::SquareBracketBlock => {
                    if begins {
                        last = Compound::default();
                    }
                    let named = parser.parse_nested_block(|block| {
                        let name = block.expect_ident()?;
                        let name = (&**name).into();
                        while block.next().is_ok() {}
                        Ok::<_, ParseError<()>>(name)
                    });
                    last.attribute = named.ok().or(last.attribute);
                }
                _ if begins => last = Compound::default(),
                _ => {}
            }
            begins = false;
        }
        if !last.add_to(&mut names, &mut attributes) {
            return Self::Any;
        }
        Self::Known {
            names: in_both_cases(names),
            attributes: in_both_cases(attributes),
        }
    }

    /// The elements of a page that the selector may match, in tree order.
    pub(super) fn among<'a>(&self, index: &Index<'a>) -> Vec<ElementRef<'a>> {
        match self {
            Self::Any => index.elements().collect(),
            Self::Known { names, attributes } => {
                let names: Vec<&str> = names.iter().map(|name| &**name).collect();
                let attributes: Vec<&str> = attributes.iter().map(|name| &**name).collect();
                index.named_or_having(&names, &attributes).collect()
            }
        }
    }
}

impl Compound {
    /// Adds the name, or else the attribute; false if it asks for neither.
    fn add_to(&mut self, names: &mut Vec<Box<str>>, attributes: &mut Vec<Box<str>>) -> bool {
        match (self.name.take(), self.attribute.take()) {
            (Some(name), _) => names.push(name),
            (None, Some(attribute)) => attributes.push(attribute),
            (None, None) => return false,
        }
        true
    }
}

fn in_both_cases(mut names: Vec<Box<str>>) -> Box<[Box<str>]> {
    let lower: Vec<Box<str>> = names.iter().map(|name| lower_case(name)).collect();
    names.extend(lower);
    names.sort_unstable();
    names.dedup();
    names.into()
}

fn lower_case(name: &str) -> Box<str> {
    name.to_ascii_lowercase().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_compound_of_each_alternative_names_the_subject() {
        for (selector, expected) in [
            ("img", Some("img")),
            ("ul > li:not(a b, i), dt", Some("dt li")),
            ("a[href=', x'] :is(b, i), p", None),
            ("main  P.note:hover ", Some("P p")),
            ("div >p", Some("p")),
            ("svg linearGradient", Some("linearGradient lineargradient")),
            ("[role=x]", Some("[role]")),
            ("main, [role='main' i], a.b[HREF]", Some("a main [role]")),
            ("p [Title].a:not([id])", Some("[Title] [title]")),
            ("[role] b", Some("b")),
            ("b .a", None),
            (".a b , #c", None),
            (":not([id])", None),
            ("*", None),
            ("p *", None),
            ("svg|a", None),
        ] {
            let found = match Subjects::of(selector) {
                Subjects::Any => None,
                Subjects::Known { names, attributes } => {
                    let names = names.iter().map(|name| name.to_string());
                    let attributes = attributes.iter().map(|name| format!("[{name}]"));
                    Some(names.chain(attributes).collect::<Vec<_>>().join(" "))
                }
            };
            assert_eq!(found.as_deref(), expected, "{selector}");
        }
    }
}
