//! Replacements of parts of a text.

use crate::model::Span;

/// Replaces a part of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RemedyEdit {
    /// The name in the report.
    pub document: String,
    /// Byte range in the decoded text; empty for an insertion.
    pub span: Span,
    /// The replacement.
    pub text: String,
}

impl RemedyEdit {
    /// Inserts text at a byte offset.
    pub fn insert(document: &str, at: usize, text: String) -> Self {
        Self {
            document: document.to_owned(),
            span: Span::new(at, at),
            text,
        }
    }

    /// Replaces a byte range.
    pub(super) fn replace(document: &str, from: usize, to: usize, text: String) -> Self {
        Self {
            document: document.to_owned(),
            span: Span::new(from, to),
            text,
        }
    }

    /// The same edit in a text that begins `bytes` later.
    pub(super) fn moved_back(&self, bytes: usize) -> Self {
        let range = self.span.range();
        let span = Span::new(
            range.start.saturating_sub(bytes),
            range.end.saturating_sub(bytes),
        );
        Self {
            span,
            ..self.clone()
        }
    }
}

/// Applies all edits to a text; `None` if they overlap, insert twice at one place, or split characters.
pub(super) fn applied<'e>(
    text: &str,
    edits: impl IntoIterator<Item = &'e RemedyEdit>,
) -> Option<String> {
    let mut edits: Vec<&RemedyEdit> = edits.into_iter().collect();
    edits.sort();
    edits.dedup();
    let mut result = String::with_capacity(text.len() + 256);
    let mut done = 0;
    let mut last_start = None;
    for edit in edits {
        let range = edit.span.range();
        if range.start < done || last_start == Some(range.start) {
            return None;
        }
        result.push_str(text.get(done..range.start)?);
        result.push_str(&edit.text);
        last_start = Some(range.start);
        done = range.end;
    }
    result.push_str(text.get(done..)?);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_made_in_any_order_and_never_over_each_other() {
        let text = "eins zwei drei";
        let a = RemedyEdit::replace("t", 0, 4, "1".into());
        let b = RemedyEdit::insert("t", 9, ",".into());
        assert_eq!(applied(text, [&b, &a]).as_deref(), Some("1 zwei, drei"));
        assert_eq!(applied(text, [&a, &a]).as_deref(), Some("1 zwei drei"));
        let over = RemedyEdit::replace("t", 3, 6, String::new());
        assert_eq!(applied(text, [&a, &over]), None);
        let beyond = RemedyEdit::replace("t", 3, 60, String::new());
        assert_eq!(applied(text, [&beyond]), None);
        assert_eq!(
            applied("ä", [&RemedyEdit::insert("t", 1, "x".into())]),
            None
        );
    }
}
