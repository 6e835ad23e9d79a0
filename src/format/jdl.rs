//! JHipster's domain language (`.jdl`, `.jh`): entities, enums and validations of fields.
//!
//! ```text
//! enum Gender { MALE ("männlich"), FEMALE, DIVERSE }
//! entity Person {
//!   lastName String required maxlength(60),
//!   gender Gender required
//! }
//! ```

use super::token::{Cursor, Kind, Token};
use super::{Failure, Format, Parsed, Recognition};
use crate::model::{
    Domain, Element, ElementKind, EntityId, Known, Label, LabelKind, Layer, Located, ModelPath,
    SchemaModel, Span, Value,
};
use crate::source::Capture;
use crate::topic::Topic;

/// JHipster's domain language.
pub struct Jdl;

impl Format for Jdl {
    fn name(&self) -> &'static str {
        "jdl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jdl", "jh"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        let declares = ["entity ", "enum ", "application ", "relationship "]
            .iter()
            .any(|word| head.contains(word));
        Recognition::Certain.only_if(declares && self.is_named(capture))
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        Recognition::Certain.only_if(self.is_named(capture))
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let mut reader = Reader {
            tokens: tokens(text.as_str()),
            at: 0,
            model: SchemaModel::new(&capture.document, self.name(), text.clone()),
        };
        reader.document();
        Ok(Parsed {
            schemas: vec![reader.model],
            ..Parsed::default()
        })
    }
}

/// Splits a text into tokens; patterns (`/…/`) and comments for programmers are skipped.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut cursor = Cursor::new(text);
    let mut found = Vec::new();
    while let Some(ch) = cursor.peek() {
        let start = cursor.position();
        let (kind, text) = if cursor.rest().starts_with("/**") {
            let comment = cursor.take_through("*/");
            let signs = ['/', '*', ' ', '\n', '\r', '\t'];
            (Kind::Comment, comment.trim_matches(signs))
        } else if cursor.rest().starts_with("/*") {
            cursor.take_through("*/");
            continue;
        } else if cursor.take("//") {
            cursor.take_while(|ch| ch != '\n');
            continue;
        } else if cursor.take("/") {
            cursor.take_while(|ch| !matches!(ch, '/' | '\n'));
            cursor.bump();
            continue;
        } else if cursor.take("\"") {
            let text = cursor.take_while(|ch| ch != '"');
            cursor.bump();
            (Kind::Text, text)
        } else if ch.is_alphanumeric() || ch == '_' {
            let word = cursor.take_while(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '-'));
            (Kind::Word, word)
        } else {
            cursor.bump();
            if ch.is_whitespace() {
                continue;
            }
            (Kind::Mark, cursor.since(start))
        };
        // Without quotes and comment marks.
        let start = start + cursor.since(start).find(text).unwrap_or(0);
        let span = Span::new(start, start + text.len());
        found.push(Token { kind, text, span });
    }
    found
}

struct Reader<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
    model: SchemaModel,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    fn is(&self, text: &str) -> bool {
        self.peek()
            .is_some_and(|token| token.kind != Kind::Text && token.text == text)
    }

    fn take(&mut self, text: &str) -> bool {
        let is = self.is(text);
        self.at += usize::from(is);
        is
    }

    fn of_kind(&mut self, kind: Kind) -> Option<Located<String>> {
        let token = self.peek().filter(|token| token.kind == kind)?;
        let found = Located::with_span(token.text.to_owned(), token.span);
        self.at += 1;
        Some(found)
    }

    fn document(&mut self) {
        let mut remark = None;
        while let Some(token) = self.peek() {
            if token.kind == Kind::Comment {
                remark = self.of_kind(token.kind);
                continue;
            }
            let declares = token.kind == Kind::Word && matches!(token.text, "enum" | "entity");
            self.at += 1;
            if declares && let Some(name) = self.of_kind(Kind::Word) {
                let labels = label(LabelKind::Description, remark.take());
                if token.text == "enum" {
                    self.value_type(name, labels, token.span);
                } else {
                    self.entity(name, labels);
                }
            } else if token.kind == Kind::Mark && token.text == "{" {
                // Application settings, relationships.
                self.skip_block();
            }
            remark = None;
        }
    }

    /// Skips to the end of an open block.
    fn skip_block(&mut self) {
        let mut depth = 1usize;
        while depth > 0 && self.at < self.tokens.len() {
            if self.is("{") {
                depth += 1;
            } else if self.is("}") {
                depth -= 1;
            }
            self.at += 1;
        }
    }

    fn value_type(&mut self, name: Located<String>, labels: Vec<Label>, start: Span) {
        if !self.take("{") {
            return;
        }
        let mut values = Vec::new();
        while self.peek().is_some() && !self.is("}") {
            let Some(raw) = self.of_kind(Kind::Word) else {
                self.at += 1;
                continue;
            };
            let mut text = None;
            if self.take("(") {
                text = self
                    .of_kind(Kind::Text)
                    .or_else(|| self.of_kind(Kind::Word));
                self.take(")");
            }
            values.push(Value {
                raw,
                label: text,
                ..Value::default()
            });
        }
        let end = self.peek().map_or(start, |token| token.span);
        self.take("}");
        let path = ModelPath::new([name.value.as_str()]);
        let extent = start.to(end);
        let element = Element::value_type(name, path, Layer::Code, extent)
            .with_labels(labels)
            .with_values(values, extent);
        self.model.add_element(element);
    }

    fn entity(&mut self, name: Located<String>, labels: Vec<Label>) {
        let path = ModelPath::new([name.value.as_str()]);
        let entity = self.model.declare_entity(name, &path, labels);
        // The name of its table.
        if self.take("(") {
            while self.peek().is_some() && !self.take(")") {
                self.at += 1;
            }
        }
        if !self.take("{") {
            return;
        }
        let mut remark = None;
        while self.peek().is_some() && !self.take("}") {
            if let Some(comment) = self.of_kind(Kind::Comment) {
                remark = Some(comment);
            } else if let Some(name) = self.of_kind(Kind::Word) {
                self.field(name, remark.take(), (entity, &path));
            } else {
                self.at += 1;
            }
        }
    }

    /// `name Type validations`, up to a comma or the next line that starts a field.
    fn field(
        &mut self,
        name: Located<String>,
        remark: Option<Located<String>>,
        (entity, path): (EntityId, &ModelPath),
    ) {
        let Some(kind) = self.of_kind(Kind::Word) else {
            return;
        };
        let path = path.child(name.value.as_str());
        let start = name.span.unwrap_or_default();
        let mut end = kind.span.unwrap_or_default();
        let (mut required, mut width) = (None, None);
        while let Some(token) = self.peek().filter(|token| token.kind == Kind::Word) {
            if !VALIDATIONS.contains(&token.text) {
                break;
            }
            end = token.span;
            self.at += 1;
            if token.text == "required" {
                required = Some(token.span);
            }
            if self.take("(") {
                let bound = self.of_kind(Kind::Word);
                if token.text == "maxlength" {
                    width = bound.and_then(|bound| {
                        let value = bound.value.parse().ok()?;
                        Some(Located::new(value, bound.span))
                    });
                }
                while self.peek().is_some() && !self.is("}") && !self.take(")") {
                    self.at += 1;
                }
            }
        }
        let extent = start.to(end);
        let kinds = (ElementKind::Field, Layer::Code);
        let element = Element::named(name, path, kinds.0, kinds.1, extent)
            .with_entity(entity)
            .with_labels(label(LabelKind::Description, remark))
            .with_domain(Located::new(Known::Yes(domain(&kind.value)), kind.span))
            .with_optional(Located::new(Known::Yes(required.is_none()), required))
            .with_width(width)
            .with_type(kind);
        self.model.add_element(element);
    }
}

/// What may follow a field's type.
const VALIDATIONS: [&str; 9] = [
    "required",
    "unique",
    "minlength",
    "maxlength",
    "min",
    "max",
    "pattern",
    "minbytes",
    "maxbytes",
];

fn label(kind: LabelKind, text: Option<Located<String>>) -> Vec<Label> {
    let text = text.filter(|text| !text.value.is_empty());
    text.map(|text| Label::new(kind, text))
        .into_iter()
        .collect()
}

fn domain(kind: &str) -> Domain {
    match kind {
        "String" | "TextBlob" | "UUID" => Domain::Text,
        "Integer" | "Long" | "BigDecimal" | "Float" | "Double" => Domain::Number,
        "Boolean" => Domain::Boolean,
        "LocalDate" | "LocalTime" | "Instant" | "ZonedDateTime" | "Duration" => Domain::Temporal,
        "Blob" | "AnyBlob" | "ImageBlob" | "ByteBuffer" => Domain::Structure,
        _ => Domain::named(kind),
    }
}
