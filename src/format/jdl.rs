//! JHipster's domain language (`.jdl`, `.jh`): entities, enums and what validates their fields.
//!
//! ```text
//! enum Gender { MALE ("männlich"), FEMALE, DIVERSE }
//! entity Person { lastName String required maxlength(60), gender Gender required }
//! ```

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
        if declares && self.surest(capture) > Recognition::No {
            Recognition::Certain
        } else {
            Recognition::No
        }
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        match capture.extension().as_str() {
            "jdl" | "jh" => Recognition::Certain,
            _ => Recognition::No,
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let mut reader = Reader {
            toks: tokens(text.as_str()),
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

/// A word, a quoted text, a comment for people, or a sign.
#[derive(Clone)]
struct Tok<'t> {
    kind: Kind,
    text: &'t str,
    span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Quoted,
    Comment,
    Mark,
}

/// Cuts a text into tokens; patterns (`/…/`) are passed over, and so are comments for programmers.
fn tokens(text: &str) -> Vec<Located<(Kind, String)>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(ch) = rest.chars().next()
    {
        let until = |end: Option<usize>, behind: usize| end.map_or(rest.len(), |end| end + behind);
        let (kind, length) = if rest.starts_with("/**") {
            (Some(Kind::Comment), until(rest.find("*/"), 2))
        } else if rest.starts_with("/*") {
            (None, until(rest.find("*/"), 2))
        } else if rest.starts_with("//") {
            (None, until(rest.find('\n'), 0))
        } else if ch == '"' {
            (Some(Kind::Quoted), until(rest[1..].find('"'), 2))
        } else if ch == '/' {
            (None, until(rest[1..].find(['/', '\n']), 2))
        } else if ch.is_alphanumeric() || ch == '_' {
            let end = rest.find(|ch: char| !ch.is_alphanumeric() && !matches!(ch, '_' | '-'));
            (Some(Kind::Word), until(end, 0))
        } else if ch.is_whitespace() {
            (None, ch.len_utf8())
        } else {
            (Some(Kind::Mark), ch.len_utf8())
        };
        if let Some(kind) = kind {
            let written = rest.get(..length).unwrap_or_default();
            let bare = match kind {
                Kind::Comment => written.trim_matches(['/', '*', ' ', '\n', '\r', '\t']),
                Kind::Quoted => written.trim_matches('"'),
                Kind::Word | Kind::Mark => written,
            };
            let start = at + written.find(bare).unwrap_or(0);
            let span = Span::new(start, start + bare.len());
            found.push(Located::with_span((kind, bare.to_owned()), span));
        }
        at += length.max(1);
    }
    found
}

struct Reader {
    toks: Vec<Located<(Kind, String)>>,
    at: usize,
    model: SchemaModel,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<Tok<'_>> {
        let tok = self.toks.get(self.at + ahead)?;
        Some(Tok {
            kind: tok.value.0,
            text: &tok.value.1,
            span: tok.span.unwrap_or_default(),
        })
    }

    fn is(&self, text: &str) -> bool {
        self.peek(0)
            .is_some_and(|tok| tok.kind != Kind::Quoted && tok.text == text)
    }

    fn take(&mut self, text: &str) -> bool {
        let is = self.is(text);
        self.at += usize::from(is);
        is
    }

    fn of_kind(&mut self, kind: Kind) -> Option<Located<String>> {
        let tok = self.peek(0).filter(|tok| tok.kind == kind)?;
        let found = Located::with_span(tok.text.to_owned(), tok.span);
        self.at += 1;
        Some(found)
    }

    fn document(&mut self) {
        let mut remark = None;
        while let Some(tok) = self.peek(0) {
            let (kind, start) = (tok.kind, tok.span);
            let declares = kind == Kind::Word && matches!(tok.text, "enum" | "entity");
            let is_enum = tok.text == "enum";
            if kind == Kind::Comment {
                remark = self.of_kind(kind);
                continue;
            }
            self.at += 1;
            if declares && let Some(name) = self.of_kind(Kind::Word) {
                let labels = label(LabelKind::Description, remark.take());
                if is_enum {
                    self.value_type(name, labels, start);
                } else {
                    self.entity(name, labels);
                }
            } else if kind == Kind::Mark && self.toks[self.at - 1].value.1 == "{" {
                // Settings of applications, relationships.
                self.skip_block();
            }
            remark = None;
        }
    }

    /// Behind the end of a block that was opened.
    fn skip_block(&mut self) {
        let mut depth = 1usize;
        while depth > 0 && self.at < self.toks.len() {
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
        while self.peek(0).is_some() && !self.is("}") {
            let Some(raw) = self.of_kind(Kind::Word) else {
                self.at += 1;
                continue;
            };
            let mut text = None;
            if self.take("(") {
                text = self
                    .of_kind(Kind::Quoted)
                    .or_else(|| self.of_kind(Kind::Word));
                self.take(")");
            }
            values.push(Value {
                raw,
                label: text,
                ..Value::default()
            });
        }
        let end = self.peek(0).map_or(start, |tok| tok.span);
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
            while self.peek(0).is_some() && !self.take(")") {
                self.at += 1;
            }
        }
        if !self.take("{") {
            return;
        }
        let mut remark = None;
        while self.peek(0).is_some() && !self.take("}") {
            if let Some(comment) = self.of_kind(Kind::Comment) {
                remark = Some(comment);
            } else if let Some(name) = self.of_kind(Kind::Word) {
                self.field(name, remark.take(), (entity, &path));
            } else {
                self.at += 1;
            }
        }
    }

    /// `name Type validations`, up to a comma or the next line that begins a field.
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
        while let Some(tok) = self.peek(0).filter(|tok| tok.kind == Kind::Word) {
            let (word, span) = (tok.text.to_owned(), tok.span);
            if !VALIDATIONS.contains(&word.as_str()) {
                break;
            }
            end = span;
            self.at += 1;
            if word == "required" {
                required = Some(span);
            }
            if self.take("(") {
                let bound = self.of_kind(Kind::Word);
                if word == "maxlength" {
                    width = bound.and_then(|bound| {
                        let value = bound.value.parse().ok()?;
                        Some(Located::new(value, bound.span))
                    });
                }
                while self.peek(0).is_some() && !self.is("}") && !self.take(")") {
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

/// What may follow the type of a field.
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
