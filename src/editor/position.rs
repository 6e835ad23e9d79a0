//! Places as editors count them: lines from 0, and in them units of UTF-16.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A place between two characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EditorPosition {
    /// Lines before it.
    pub line: u32,
    /// Units of UTF-16 before it in its line.
    pub character: u32,
}

/// What stands between two places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EditorRange {
    /// Its first character stands behind this place.
    pub start: EditorPosition,
    /// Its last one stands before this place.
    pub end: EditorPosition,
}

impl EditorRange {
    /// Whether they have a place in common, be it where one ends and the other begins.
    pub fn meets(&self, other: &Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

/// A text with the beginnings of its lines.
#[derive(Clone, Debug)]
pub struct EditorText {
    text: String,
    starts: Vec<usize>,
}

impl EditorText {
    /// A text as the editor shows it: lines end with LF, CR LF or CR.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        Self { text, starts }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The place of a byte; inside a character that of its beginning.
    pub fn position(&self, offset: usize) -> EditorPosition {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let before = &self.text[self.starts[line]..offset];
        EditorPosition {
            line: number(line),
            character: number(before.chars().map(char::len_utf16).sum()),
        }
    }

    /// The places around bytes.
    pub fn range(&self, bytes: Range<usize>) -> EditorRange {
        EditorRange {
            start: self.position(bytes.start),
            end: self.position(bytes.end),
        }
    }

    /// The byte of a place; behind the end of a line its end, behind the last line that of the text.
    pub fn offset(&self, position: EditorPosition) -> usize {
        let Some(start) = self.starts.get(position.line as usize) else {
            return self.text.len();
        };
        let mut units = 0;
        let line = &self.text[*start..self.end_of_line(*start)];
        let mut characters = line.char_indices();
        let found = characters.find(|(_, ch)| {
            let is_there = units >= position.character as usize;
            units += ch.len_utf16();
            is_there
        });
        start + found.map_or(line.len(), |(at, _)| at)
    }

    /// Where the line of a byte ends, before what ends it.
    pub fn end_of_line(&self, offset: usize) -> usize {
        let behind = self.text.get(offset..).unwrap_or_default();
        let length = behind.find(['\n', '\r']).unwrap_or(behind.len());
        offset.min(self.text.len()) + length
    }

    /// The text with another one in the place of a part.
    pub fn with(&self, range: EditorRange, text: &str) -> String {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        let mut changed = self.text.clone();
        changed.replace_range(start..end.max(start), text);
        changed
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(line: u32, character: u32) -> EditorPosition {
        EditorPosition { line, character }
    }

    #[test]
    fn places_are_counted_in_units_of_utf_16() {
        let text = EditorText::new("aü𝄞b\r\nx\ry\n");
        for (offset, position) in [
            (0, at(0, 0)),
            (1, at(0, 1)),
            (3, at(0, 2)),
            (7, at(0, 4)),
            (8, at(0, 5)),
            (10, at(1, 0)),
            (12, at(2, 0)),
            (14, at(3, 0)),
        ] {
            assert_eq!(text.position(offset), position, "{offset}");
            assert_eq!(text.offset(position), offset, "{position:?}");
        }
        assert_eq!(text.position(5), at(0, 2), "inside a character");
        assert_eq!(text.offset(at(0, 99)), 8, "behind the line");
        assert_eq!(text.offset(at(99, 0)), 14, "behind the text");
        assert_eq!(EditorText::new("").position(9), at(0, 0));
    }

    #[test]
    fn parts_are_replaced() {
        let text = EditorText::new("eins\nzwei\n");
        let range = EditorRange {
            start: at(0, 4),
            end: at(1, 2),
        };
        assert_eq!(text.with(range, " "), "eins ei\n");
    }

    proptest! {
        #[test]
        fn any_place_leads_back(text in "[a\u{e4}\u{1d11e}\r\n]{0,30}", offset in 0..60_usize) {
            let text = EditorText::new(text);
            let position = text.position(offset);
            let back = text.offset(position);
            // Between CR and LF there is no place.
            let inside = text.as_str()[..back].len() <= offset;
            prop_assert!(inside);
            let again = text.position(back);
            prop_assert!(again == position || text.as_str()[back..].starts_with("\r\n"));
        }
    }
}
