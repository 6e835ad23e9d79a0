//! The elements that a CSS selector can match, by name: testing these is faster than testing a whole page.

use cssparser::{Parser, Token};
use scraper::ElementRef;

use crate::a11y::Index;

/// The local names of the subjects of a selector list (Selectors Level 4, "subject of a selector").
pub(super) enum Subjects {
    /// Some alternative names no element, so it may match any.
    Any,
    /// One name for each alternative. HTML names are found in lower case, SVG names as written.
    Named(Box<[Box<str>]>),
}

impl Subjects {
    /// The subjects of a selector list that [`scraper::Selector`] accepts.
    pub(super) fn of(selector: &str) -> Self {
        let mut parser = Parser::new(selector);
        let mut names: Vec<Box<str>> = Vec::new();
        // The name of the last compound selector of this alternative.
        let mut name: Option<Box<str>> = None;
        let mut begins = true;
        // Blocks and functions are one token each; they contain conditions, not subjects.
        while let Ok(token) = parser.next_including_whitespace() {
            match token {
                Token::WhiteSpace(_) | Token::Delim('>' | '+' | '~') => {
                    begins = true;
                    continue;
                }
                Token::Comma => {
                    let Some(name) = name.take() else {
                        return Self::Any;
                    };
                    names.push(name);
                    begins = true;
                    continue;
                }
                // Namespaces are not supported.
                Token::Delim('|') => return Self::Any,
                Token::Ident(written) if begins => name = Some((&**written).into()),
                _ if begins => name = None,
                _ => {}
            }
            begins = false;
        }
        let Some(name) = name else {
            return Self::Any;
        };
        names.push(name);
        let lower: Vec<Box<str>> = names.iter().map(|name| lower_case(name)).collect();
        names.extend(lower);
        names.sort_unstable();
        names.dedup();
        Self::Named(names.into())
    }

    /// The elements of a page that the selector may match, in tree order.
    pub(super) fn among<'a>(&self, index: &Index<'a>) -> Vec<ElementRef<'a>> {
        match self {
            Self::Any => index.elements().collect(),
            Self::Named(names) => {
                let names: Vec<&str> = names.iter().map(|name| &**name).collect();
                index.named_any(&names).collect()
            }
        }
    }
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
            ("[role=x]", None),
            (".a b , #c", None),
            ("*", None),
            ("p *", None),
            ("svg|a", None),
        ] {
            let found = match Subjects::of(selector) {
                Subjects::Any => None,
                Subjects::Named(names) => Some(names.join(" ")),
            };
            assert_eq!(found.as_deref(), expected, "{selector}");
        }
    }
}
