//! Where something is: symbolic path first, position second.

use std::fmt;

use super::{Position, SourceText, Span};

/// Path of names, outermost first (`person`, `geschlecht`). It never contains list positions, so that reordering or
/// reformatting a file keeps identities.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct ModelPath(pub Vec<String>);

impl ModelPath {
    /// A path from its names.
    pub fn new<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self(names.into_iter().map(Into::into).collect())
    }

    /// The path with one more name.
    #[must_use]
    pub fn child(&self, name: impl Into<String>) -> Self {
        let mut names = self.0.clone();
        names.push(name.into());
        Self(names)
    }
}

impl fmt::Display for ModelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

/// What a finding is about, by name: the input of its fingerprint.
pub type Anchor = ModelPath;

/// A place a person can open: artefact, symbolic path and, if known, selector, lines, columns and excerpt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Path (relative to the scanned root, forward slashes) or URL of the document.
    pub document: String,
    /// Path of names, outermost first.
    #[serde(default)]
    pub path: ModelPath,
    /// Place in a document without lines: CSS selector of a page, cell of a workbook (`Felder!C7`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selector: Option<String>,
    /// Line and column of the first character.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// Line and column after the last character, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Position>,
    /// The source text, shortened to a readable length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
}

impl Place {
    /// A place in a text document or, if the text was joined, in one of its parts.
    pub fn in_text(document: &str, path: ModelPath, text: &SourceText, span: Option<Span>) -> Self {
        let document = span
            .and_then(|span| text.document(span.start))
            .unwrap_or(document);
        let (position, end) = match span.map(|span| text.positions(span)) {
            Some((start, end)) => (Some(start), end),
            None => (None, None),
        };
        Self {
            document: document.to_owned(),
            path,
            selector: span.and_then(|span| text.cell(span.start)),
            position,
            end,
            excerpt: span
                .map(|span| text.excerpt(span))
                .filter(|e| !e.is_empty()),
        }
    }

    /// Whether both places start at the same point.
    pub fn begins_like(&self, other: &Self) -> bool {
        (&self.document, &self.selector, self.position)
            == (&other.document, &other.selector, other.position)
    }

    /// The place without its path and end.
    #[must_use]
    pub fn without_path(self) -> Self {
        Self {
            path: ModelPath::default(),
            end: None,
            ..self
        }
    }

    /// Its names, which stay when code moves within its document: `src/Person.java Person.geschlecht`.
    pub fn name(&self) -> String {
        match self.path.0.is_empty() {
            true => self.document.clone(),
            false => format!("{} {}", self.document, self.path),
        }
    }

    /// A document as a whole.
    pub fn document(document: &str) -> Self {
        Self {
            document: document.to_owned(),
            path: ModelPath::default(),
            selector: None,
            position: None,
            end: None,
            excerpt: None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.document)?;
        // CSS selectors never contain an exclamation mark here; cell names always do.
        if let Some(cell) = self.selector.as_ref().filter(|cell| cell.contains('!')) {
            return write!(f, ":{cell}");
        }
        if let Some(Position { line, column }) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        Ok(())
    }
}

/// The target of a check as the engine sees it: an anchor for identity, a place for people.
#[derive(Clone, Debug)]
pub struct TargetPlace {
    /// Names that identify the target within its document.
    pub anchor: ModelPath,
    /// Where it is.
    pub place: Place,
    /// What one repair would settle together; `None` means the rule within this application.
    pub cause: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_stored_where_there_is_one() {
        let text = SourceText::new("a\ngeschlecht CHAR(1)");
        let place = |span| Place::in_text("a.sql", ModelPath::new(["geschlecht"]), &text, span);
        let json = |place: &Place| serde_json::to_value(place).expect("a place is JSON");
        let name = place(Some(Span::new(2, 12)));
        assert_eq!(
            json(&name),
            serde_json::json!({
                "document": "a.sql",
                "path": ["geschlecht"],
                "line": 2,
                "column": 1,
                "end": { "line": 2, "column": 11 },
                "excerpt": "geschlecht",
            })
        );
        let stored: Place = serde_json::from_value(json(&name)).expect("it can be loaded");
        assert_eq!(stored, name);
        assert_eq!(name.to_string(), "a.sql:2:1");
        let point = json(&place(Some(Span::new(2, 2))));
        assert_eq!(point.get("end"), None);
        assert_eq!(json(&place(None)).get("end"), None);
    }
}
