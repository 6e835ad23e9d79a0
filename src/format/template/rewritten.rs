//! A text composed of parts of another one: places in it are mapped to the original.

use crate::model::{
    Domain, Element, Filled, Known, Label, Located, Relation, RelationKind, SchemaModel,
    SourceText, Span, Value,
};

/// A text rewritten from another one.
#[derive(Debug, Default)]
pub struct Rewritten {
    text: String,
    /// In the order of the text.
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    /// Its offset in the text.
    at: usize,
    /// The part of the original it represents.
    origin: Span,
    /// Whether it was copied, so that every offset maps to one of the original.
    copied: bool,
}

impl Rewritten {
    /// Appends a part of the original unchanged.
    pub fn copy(&mut self, source: &str, span: Span) {
        let Some(text) = source.get(span.range()) else {
            return;
        };
        self.part(span, true);
        self.text.push_str(text);
    }

    /// Appends a text that replaces a part of the original.
    pub fn put(&mut self, text: &str, origin: Span) {
        self.part(origin, false);
        self.text.push_str(text);
    }

    fn part(&mut self, origin: Span, copied: bool) {
        self.parts.push(Part {
            at: self.text.len(),
            origin,
            copied,
        });
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part of the original for a part of the text.
    pub fn origin(&self, span: Span) -> Span {
        let (start, end) = (span.start as usize, span.end as usize);
        let from = self.offset(start, true);
        let to = if end > start {
            self.offset(end - 1, false)
        } else {
            from
        };
        Span::new(from, to)
    }

    /// The offset of a byte in the original, or the one after it.
    fn offset(&self, at: usize, before: bool) -> usize {
        let index = self.parts.partition_point(|part| part.at <= at);
        let Some(part) = index.checked_sub(1).and_then(|index| self.parts.get(index)) else {
            return 0;
        };
        match (part.copied, before) {
            (true, _) => part.origin.start as usize + (at - part.at) + usize::from(!before),
            (false, true) => part.origin.start as usize,
            (false, false) => part.origin.end as usize,
        }
    }

    /// Maps the places of a model to the original `text`.
    pub fn restore(&self, model: &mut SchemaModel, text: &SourceText) {
        model.text = text.clone();
        for entity in &mut model.entities {
            self.located(&mut entity.name);
            self.labels(&mut entity.labels);
        }
        for element in &mut model.elements {
            self.element(element);
        }
        for relation in &mut model.relations {
            self.relation(relation);
        }
    }

    fn relation(&self, relation: &mut Relation) {
        relation.span = self.origin(relation.span);
        match &mut relation.kind {
            RelationKind::Mapping(mapping) => {
                for arm in &mut mapping.arms {
                    arm.from.iter_mut().for_each(|value| self.located(value));
                    arm.to.iter_mut().for_each(|value| self.located(value));
                }
                if let Some(fallback) = &mut mapping.fallback {
                    self.located(fallback);
                }
            }
            RelationKind::Line(parts) => {
                for part in parts {
                    if let Filled::Value(value) = part {
                        self.located(value);
                    }
                }
            }
            _ => {}
        }
    }

    fn element(&self, element: &mut Element) {
        self.located(&mut element.name);
        self.labels(&mut element.labels);
        self.located(&mut element.domain);
        self.located(&mut element.optional);
        if let Some(default) = &mut element.default {
            self.span(&mut default.span);
        }
        if let Some(width) = &mut element.width {
            self.located(width);
        }
        if let Some(declared) = &mut element.declared_type {
            self.located(declared);
        }
        if let Known::Yes(Domain::Closed(values)) = &mut element.domain.value {
            self.values(values);
        }
        element.extent = self.origin(element.extent);
    }

    fn values(&self, values: &mut [Value]) {
        for value in values {
            self.located(&mut value.raw);
            if let Some(label) = &mut value.label {
                self.located(label);
            }
        }
    }

    fn labels(&self, labels: &mut [Label]) {
        for label in labels {
            self.located(&mut label.text);
        }
    }

    fn located<T>(&self, located: &mut Located<T>) {
        self.span(&mut located.span);
    }

    fn span(&self, span: &mut Option<Span>) {
        *span = span.map(|span| self.origin(span));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_lies_where_it_was_written() {
        let source = "a= name";
        let mut rewritten = Rewritten::default();
        rewritten.put("<a>", Span::new(0, 1));
        rewritten.copy(source, Span::new(3, 7));
        rewritten.put("</a>", Span::new(7, 7));
        assert_eq!(rewritten.text(), "<a>name</a>");
        assert_eq!(rewritten.origin(Span::new(3, 7)), Span::new(3, 7));
        assert_eq!(rewritten.origin(Span::new(4, 6)), Span::new(4, 6));
        assert_eq!(rewritten.origin(Span::new(0, 11)), Span::new(0, 7));
    }
}
