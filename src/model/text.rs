//! Decoded text with a line table, and positions in it.

use std::sync::{Arc, OnceLock};

use super::sheet::Cells;

/// A half-open range of bytes in the decoded text of one artefact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Offsets beyond 4 GiB cannot occur because inputs are limited in size.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Whether both share some text.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and where it was written. The span is `None` if it was not (implied by the syntax, or rendered).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Option<Span>,
}

impl<T> Located<T> {
    /// A value read at `span`.
    pub fn with_span(value: T, span: Span) -> Self {
        Self {
            value,
            span: Some(span),
        }
    }

    /// A value that follows from the syntax without being written.
    pub fn implied(value: T) -> Self {
        Self { value, span: None }
    }

    /// A value read at `span`, if known.
    pub fn new(value: T, span: impl Into<Option<Span>>) -> Self {
        let span = span.into();
        Self { value, span }
    }

    /// Converts the value and keeps the span.
    pub fn map<U>(self, follow: impl FnOnce(T) -> U) -> Located<U> {
        Located::new(follow(self.value), self.span)
    }
}

impl<T: ToOwned + ?Sized> Located<&T> {
    /// A copy that owns its value.
    pub fn owned(&self) -> Located<T::Owned> {
        Located::new(self.value.to_owned(), self.span)
    }
}

/// A position for people: 1-based line, and 1-based column counted in characters.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Position {
    /// 1-based line.
    pub line: u32,
    /// 1-based column in Unicode scalar values.
    pub column: u32,
}

/// The decoded text of an artefact with its line table. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SourceText {
    text: Arc<str>,
    /// Computed on the first request for a position: most documents need none.
    lines: Arc<OnceLock<Lines>>,
    /// The documents it was joined from, in order; empty for a single document.
    pieces: Arc<[Piece]>,
    /// Start offsets of its cells, if it consists of sheets instead of lines.
    cells: Option<Arc<Cells>>,
}

/// Start offsets of a text's lines and characters.
#[derive(Debug)]
struct Lines {
    /// The first byte of each line.
    starts: Box<[u32]>,
    /// Characters before each block of the text. They speed up counting, because a document may be a single line with
    /// thousands of positions.
    characters: Box<[u32]>,
}

impl Lines {
    /// Bytes per block.
    const BLOCK: usize = 1024;

    fn new(text: &str) -> Self {
        let mut before = 0;
        let characters = text.as_bytes().chunks(Self::BLOCK).map(|block| {
            let here = before;
            before += count_characters(block);
            here
        });
        Self {
            characters: characters.collect(),
            starts: line_starts(text),
        }
    }

    /// Characters before a byte offset of the text.
    fn characters_before(&self, text: &str, offset: usize) -> u32 {
        let block = (offset / Self::BLOCK).min(self.characters.len().saturating_sub(1));
        let begun = text.as_bytes().get(block * Self::BLOCK..offset);
        let before = self.characters.get(block).copied().unwrap_or(0);
        before + count_characters(begun.unwrap_or_default())
    }

    /// The byte offset of the character with index `count`; the end of the text if there is none.
    fn byte_of_character(&self, text: &str, count: u32) -> usize {
        let blocks = self.characters.partition_point(|before| *before <= count);
        let block = blocks.saturating_sub(1);
        let mut before = self.characters.get(block).copied().unwrap_or(0);
        let begun = text
            .as_bytes()
            .get(block * Self::BLOCK..)
            .unwrap_or_default();
        let found = begun.iter().position(|byte| {
            let begins = *byte & 0b1100_0000 != 0b1000_0000;
            let is_it = begins && before == count;
            before += u32::from(begins);
            is_it
        });
        found.map_or(text.len(), |at| block * Self::BLOCK + at)
    }
}

/// Number of characters that start in a part of a text.
fn count_characters(bytes: &[u8]) -> u32 {
    let begins = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    u32::try_from(bytes.iter().filter(begins).count()).unwrap_or(u32::MAX)
}

/// A document within a joined text.
#[derive(Clone, Debug)]
struct Piece {
    document: String,
    /// Its first byte.
    start: u32,
}

/// Longer excerpts are cut: reports quote, they do not copy.
const EXCERPT_CHARS: usize = 160;

impl SourceText {
    /// A text of lines. Line ends are `\n`, `\r\n` and a lone `\r`.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self {
            text: text.into(),
            lines: Arc::default(),
            pieces: Arc::new([]),
            cells: None,
        }
    }

    /// A text of cells.
    pub(super) fn of_cells(text: String, cells: Arc<Cells>) -> Self {
        Self {
            cells: Some(cells),
            ..Self::new(text)
        }
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }

    /// The first byte of each line.
    fn line_starts(&self) -> &[u32] {
        &self.lines().starts
    }

    /// Joins documents into one text. Each starts on a new line, and positions are relative to it.
    pub fn joined<'t>(documents: impl IntoIterator<Item = (String, &'t str)>) -> Self {
        let mut text = String::new();
        let mut pieces = Vec::new();
        for (document, content) in documents {
            if !pieces.is_empty() {
                text.push('\n');
            }
            let start = u32::try_from(text.len()).unwrap_or(u32::MAX);
            pieces.push(Piece { document, start });
            text.push_str(content);
        }
        Self {
            pieces: pieces.into(),
            ..Self::new(text)
        }
    }

    /// The document at a byte offset, if the text was joined.
    pub fn document(&self, offset: u32) -> Option<&str> {
        self.piece(offset).map(|piece| piece.document.as_str())
    }

    fn piece(&self, offset: u32) -> Option<&Piece> {
        let behind = self.pieces.partition_point(|piece| piece.start <= offset);
        self.pieces.get(behind.checked_sub(1)?)
    }

    /// The name of the cell at a byte offset, if the text consists of sheets.
    pub fn cell(&self, offset: u32) -> Option<String> {
        self.cells.as_ref()?.name(offset)
    }

    /// The ranges of the documents it was joined from; the whole range for a single document.
    pub fn pieces(&self) -> Vec<std::ops::Range<usize>> {
        if self.pieces.is_empty() {
            return std::iter::once(0..self.text.len()).collect();
        }
        let starts = self.pieces.iter().map(|piece| piece.start as usize);
        // A line break separates two documents.
        let ends = starts.clone().skip(1).map(|start| start - 1);
        let ends = ends.chain([self.text.len()]);
        starts.zip(ends).map(|(start, end)| start..end).collect()
    }

    /// The names of the documents it was joined from, in order; none for a single document.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().map(|piece| piece.document.as_str())
    }

    /// Whether it was joined from several documents.
    pub fn is_joined(&self) -> bool {
        !self.pieces.is_empty()
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty if the span is out of range or splits a character.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Line and column of a byte offset within its document; in a sheet, row and column of its cell.
    pub fn position(&self, offset: u32) -> Position {
        let cell = self.cells.as_ref().and_then(|cells| cells.position(offset));
        if let Some((line, column)) = cell {
            return Position { line, column };
        }
        let offset = offset.min(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        let starts = self.line_starts();
        let line_of = |offset: u32| starts.partition_point(|start| *start <= offset) - 1;
        let line = line_of(offset);
        let before = self.piece(offset).map_or(0, |piece| line_of(piece.start));
        let start = starts[line] as usize;
        let before_offset = |offset| self.lines().characters_before(&self.text, offset);
        let column = before_offset(offset as usize) - before_offset(start);
        Position {
            line: u32::try_from(line - before + 1).unwrap_or(u32::MAX),
            column: column.saturating_add(1),
        }
    }

    /// Like [`Self::position`], for an offset into a string.
    pub fn position_at(&self, offset: usize) -> Position {
        self.position(u32::try_from(offset).unwrap_or(u32::MAX))
    }

    /// The start of a span, and the position after its last character. No end if the span is empty, reaches beyond its
    /// document, or is in a sheet, whose cells have no character columns.
    pub fn positions(&self, span: Span) -> (Position, Option<Position>) {
        let start = self.position(span.start);
        let piece_start = |offset: u32| self.piece(offset).map(|piece| piece.start);
        let slice = self.slice(span);
        if slice.is_empty()
            || self.cells.is_some()
            || piece_start(span.start) != piece_start(span.end)
        {
            return (start, None);
        }
        if slice.contains(['\n', '\r']) {
            return (start, Some(self.position(span.end)));
        }
        // Lines may be long, so their beginning is only counted once.
        let width = u32::try_from(slice.chars().count()).unwrap_or(u32::MAX);
        let end = Position {
            line: start.line,
            column: start.column.saturating_add(width),
        };
        (start, Some(end))
    }

    /// Byte offset of a 1-based line and 1-based character column (as reported by sqlparser).
    pub fn offset(&self, line: u64, column: u64) -> usize {
        let index = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(start) = self.line_starts().get(index) else {
            return self.text.len();
        };
        let lines = self.lines();
        let before = lines.characters_before(&self.text, *start as usize);
        let skip = u32::try_from(column.saturating_sub(1)).unwrap_or(u32::MAX);
        lines.byte_of_character(&self.text, before.saturating_add(skip))
    }

    /// The number of lines.
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    /// The source at `span` as one line, trimmed and shortened to a readable length.
    pub fn excerpt(&self, span: Span) -> String {
        let slice = self.slice(span);
        let mut out = String::with_capacity(EXCERPT_CHARS.min(slice.len()) + 4);
        let mut count = 0;
        for word in slice.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
                count += 1;
            }
            for ch in word.chars() {
                if count == EXCERPT_CHARS {
                    out.push('…');
                    return out;
                }
                out.push(ch);
                count += 1;
            }
        }
        out
    }
}

fn line_starts(text: &str) -> Box<[u32]> {
    let bytes = text.as_bytes();
    let mut starts = vec![0u32];
    for (offset, byte) in bytes.iter().enumerate() {
        let ends_line = match byte {
            b'\n' => true,
            b'\r' => bytes.get(offset + 1) != Some(&b'\n'),
            _ => false,
        };
        if ends_line {
            starts.push(u32::try_from(offset + 1).unwrap_or(u32::MAX));
        }
    }
    starts.into()
}

/// Provides the texts of examined documents.
pub trait DocumentTexts: Send + Sync {
    /// The text of a document; `None` if it is not (or no longer) available.
    fn text(&self, document: &str) -> Option<SourceText>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters() {
        let text = SourceText::new("äb\r\nc\rd\n");
        assert_eq!(text.position(0), Position { line: 1, column: 1 });
        assert_eq!(text.position(2), Position { line: 1, column: 2 });
        assert_eq!(text.position(5), Position { line: 2, column: 1 });
        assert_eq!(text.position(7), Position { line: 3, column: 1 });
        assert_eq!(text.line_count(), 4);
        assert_eq!(text.offset(1, 2), 2);
        assert_eq!(text.offset(3, 1), 7);
    }

    #[test]
    fn columns_of_long_lines_are_counted_by_character() {
        let text = SourceText::new(format!("x\n{}b", "ä".repeat(5_000)));
        for column in [1_u32, 512, 513, 2_000, 5_001] {
            let at = 2 + (column - 1) * 2;
            assert_eq!(text.position(at), Position { line: 2, column });
            assert_eq!(text.offset(2, column.into()), at as usize);
        }
        assert_eq!(text.offset(2, 6_000), text.as_str().len());
        assert_eq!(text.offset(9, 1), text.as_str().len());
        let whole = SourceText::new("a".repeat(2 * Lines::BLOCK));
        assert_eq!(whole.position(2048).column, 2049);
        assert_eq!(SourceText::new("").position(0).column, 1);
    }

    #[test]
    fn documents_of_a_joined_text_keep_their_places() {
        let text = SourceText::joined([
            ("a.sql".to_owned(), "x\n\ny"),
            ("b.sql".to_owned(), ""),
            ("c.sql".to_owned(), "äz\nw\n"),
        ]);
        let ranges: Vec<&str> = text
            .pieces()
            .into_iter()
            .map(|range| &text.as_str()[range])
            .collect();
        assert_eq!(ranges, ["x\n\ny", "", "äz\nw\n"]);
        let place = |what: &str| {
            let at = u32::try_from(text.as_str().find(what).expect("it is there")).expect("small");
            (text.document(at), text.position(at))
        };
        assert_eq!(place("y"), (Some("a.sql"), Position { line: 3, column: 1 }));
        assert_eq!(place("z"), (Some("c.sql"), Position { line: 1, column: 2 }));
        assert_eq!(place("w"), (Some("c.sql"), Position { line: 2, column: 1 }));
        assert_eq!(text.document(4), Some("a.sql"));
        assert_eq!(SourceText::new("x").document(0), None);
    }

    #[test]
    fn spans_end_behind_their_last_character() {
        let text = SourceText::new("äb\r\nc\rd\n");
        let end = |start, end| text.positions(Span::new(start, end)).1;
        assert_eq!(end(0, 3), Some(Position { line: 1, column: 3 }));
        assert_eq!(end(0, 6), Some(Position { line: 2, column: 2 }));
        assert_eq!(end(5, 8), Some(Position { line: 3, column: 2 }));
        assert_eq!(end(5, 9), Some(Position { line: 4, column: 1 }));
        assert_eq!(end(3, 3), None);
        assert_eq!(end(1, 3), None, "inside a character");
        let joined = SourceText::joined([("a".to_owned(), "x\ny"), ("b".to_owned(), "z")]);
        let end = |start, end| joined.positions(Span::new(start, end)).1;
        assert_eq!(end(2, 3), Some(Position { line: 2, column: 2 }));
        assert_eq!(end(4, 5), Some(Position { line: 1, column: 2 }));
        assert_eq!(end(2, 5), None, "in two documents");
    }

    #[test]
    fn excerpts_fold_white_space_and_are_cut() {
        let text = SourceText::new(format!("a\n   b{}", "c".repeat(500)));
        let excerpt = text.excerpt(Span::new(0, 300));
        assert!(excerpt.starts_with("a bccc"));
        assert!(excerpt.ends_with('…'));
        assert_eq!(excerpt.chars().count(), EXCERPT_CHARS + 1);
    }
}
