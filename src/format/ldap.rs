//! Directory schemas (OpenLDAP's `.schema`, LDIF with `olcAttributeTypes`, RFC 4512): attributes of persons.
//!
//! ```text
//! attributetype ( 1.3.6.1.4.1.25178.1.2.2
//!   NAME 'schacGender'
//!   DESC 'ISO 5218'
//!   SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
//! ```

use super::token::{Cursor, Kind, Token};
use super::{Failure, Format, Parsed, Recognition};
use crate::model::{Domain, Element, Known, Label, Layer, Located, ModelPath, SchemaModel, Span};
use crate::source::Capture;
use crate::topic::Topic;

/// Schemas of directories.
pub struct DirectorySchema;

/// Keywords before an attribute's description, in lower case.
const ATTRIBUTE: [&str; 3] = ["attributetype", "olcattributetypes", "attributetypes"];

impl Format for DirectorySchema {
    fn name(&self) -> &'static str {
        "ldap-schema"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["schema", "ldif"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let describes = |text: &str| {
            let lower = text.to_ascii_lowercase();
            ATTRIBUTE.iter().any(|word| lower.contains(word))
        };
        match capture.text() {
            Ok(text) if self.is_named(capture) && describes(text.as_str()) => Recognition::Certain,
            _ => Recognition::No,
        }
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Certain.only_if(self.is_named(capture))
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        read(&tokens(text.as_str()), &mut model);
        Ok(Parsed {
            schemas: vec![model],
            ..Parsed::default()
        })
    }
}

fn read(tokens: &[Token<'_>], model: &mut SchemaModel) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        let begins = token.kind == Kind::Word
            && ATTRIBUTE
                .iter()
                .any(|word| token.text.eq_ignore_ascii_case(word));
        if !begins {
            continue;
        }
        let start = tokens.get(at..).unwrap_or_default();
        let Some(open) = start.iter().take(6).position(|token| token.is("(")) else {
            continue;
        };
        let inner = start.get(open + 1..).unwrap_or_default();
        let mut depth = 1usize;
        let length = inner.iter().position(|token| {
            if token.is("(") {
                depth += 1;
            } else if token.is(")") {
                depth -= 1;
            }
            depth == 0
        });
        let length = length.unwrap_or(inner.len());
        let said = inner.get(..length).unwrap_or_default();
        let extent = match said.last() {
            Some(last) => token.span.to(last.span),
            None => token.span,
        };
        if let Some(element) = attribute(said, extent) {
            model.add_element(element);
        }
        at += open + 1 + length;
    }
}

/// The value of a keyword: a text, or several in brackets.
fn given<'a, 't>(said: &'a [Token<'t>], keyword: &str) -> Vec<&'a Token<'t>> {
    let Some(at) = said.iter().position(|token| token.says(keyword)) else {
        return Vec::new();
    };
    match said.get(at + 1..).unwrap_or_default() {
        [open, rest @ ..] if open.is("(") => {
            rest.iter().take_while(|token| !token.is(")")).collect()
        }
        [first, ..] => vec![first],
        [] => Vec::new(),
    }
}

fn attribute(said: &[Token<'_>], extent: Span) -> Option<Element> {
    let names = given(said, "NAME");
    let (first, others) = names.split_first()?;
    let name = Located::with_span(first.text.to_owned(), first.span);
    let syntax = given(said, "SYNTAX").into_iter().next();
    let domain = syntax.map(|syntax| {
        let (oid, _) = syntax.text.split_once('{').unwrap_or((syntax.text, ""));
        let domain = match oid.rsplit('.').next().unwrap_or_default() {
            "7" => Domain::Boolean,
            "27" | "36" => Domain::Number,
            "24" | "53" => Domain::Temporal,
            _ => Domain::Text,
        };
        Located::with_span(Known::Yes(domain), syntax.span)
    });
    let width = syntax.and_then(|syntax| {
        let (_, size) = syntax.text.split_once('{')?;
        Some(Located::with_span(
            size.trim_end_matches('}').parse().ok()?,
            syntax.span,
        ))
    });
    let described = given(said, "DESC");
    let labels = described.iter().chain(others);
    let labels: Vec<Label> = labels
        .map(|label| Label::description(Located::with_span(label.text.to_owned(), label.span)))
        .collect();
    let path = ModelPath::new([name.value.as_str()]);
    let mut element = Element::field(name, path, Layer::Api, extent)
        .with_labels(labels)
        .with_optional(Located::implied(Known::Yes(true)))
        .with_width(width);
    if let Some(domain) = domain {
        element = element.with_domain(domain);
    }
    Some(element)
}

/// Words, quoted texts and brackets; comment lines are skipped.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut cursor = Cursor::new(text);
    let mut found = Vec::new();
    let mut begins_line = true;
    while let Some(ch) = cursor.peek() {
        let start = cursor.position();
        if ch == '#' && begins_line {
            cursor.take_while(|ch| ch != '\n');
            continue;
        }
        begins_line = ch == '\n';
        if ch.is_whitespace() {
            cursor.bump();
            continue;
        }
        let (kind, text) = if ch == '\'' || ch == '"' {
            cursor.bump();
            let inner = cursor.take_while(|other| other != ch);
            cursor.bump();
            (Kind::Text, inner)
        } else if "()$:".contains(ch) {
            cursor.bump();
            (Kind::Mark, cursor.since(start))
        } else {
            let word = cursor.take_while(|ch| !ch.is_whitespace() && !"()$:'\"".contains(ch));
            (Kind::Word, word)
        };
        let span = cursor.span_since(start);
        found.push(Token { kind, text, span });
    }
    found
}
