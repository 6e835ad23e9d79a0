//! LSP positions: lines counted from 0, and UTF-16 code units within a line.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A place between two characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EditorPosition {
    /// Lines before it.
    pub line: u32,
    /// UTF-16 code units before it in its line.
    pub character: u32,
}

/// The part of a text between two positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EditorRange {
    /// Inclusive.
    pub start: EditorPosition,
    /// Exclusive.
    pub end: EditorPosition,
}

impl EditorRange {
    /// Whether two ranges overlap or touch.
    pub fn meets(&self, other: &Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

/// A text with the start offsets of its lines.
#[derive(Clone, Debug)]
pub struct EditorText {
    text: String,
    starts: Vec<usize>,
    /// UTF-16 units before each block of the text. They speed up counting, because a text may be a single line with
    /// thousands of positions.
    units: Vec<u32>,
}

/// Bytes per block.
const BLOCK: usize = 1024;

impl EditorText {
    /// A text with lines as in LSP: they end with LF, CR LF or CR.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        let mut before = 0_u32;
        let units = bytes.chunks(BLOCK).map(|block| {
            let here = before;
            before = before.saturating_add(block.iter().map(units_of).sum());
            here
        });
        Self {
            units: units.collect(),
            starts,
            text,
        }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The position of a byte offset; inside a character, that of its start.
    pub fn position(&self, offset: usize) -> EditorPosition {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line(offset);
        let before = self.units_before(self.starts[line]);
        EditorPosition {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            character: self.units_before(offset) - before,
        }
    }

    /// The positions of a byte range.
    pub fn range(&self, bytes: Range<usize>) -> EditorRange {
        EditorRange {
            start: self.position(bytes.start),
            end: self.position(bytes.end),
        }
    }

    /// The byte offset of a position. Past the end of a line it is the line's end, past the last line the end of the
    /// text.
    pub fn offset(&self, position: EditorPosition) -> usize {
        let Some(start) = self.starts.get(position.line as usize) else {
            return self.text.len();
        };
        let wanted = self.units_before(*start).saturating_add(position.character);
        let blocks = self.units.partition_point(|before| *before <= wanted);
        let block = blocks.saturating_sub(1);
        let mut before = self.units.get(block).copied().unwrap_or(0);
        let begun = self
            .text
            .as_bytes()
            .get(block * BLOCK..)
            .unwrap_or_default();
        let found = begun.iter().position(|byte| {
            let units = units_of(byte);
            let is_it = units > 0 && before >= wanted;
            before += units;
            is_it
        });
        let end = self.end_of_line(*start);
        found.map_or(end, |at| (block * BLOCK + at).clamp(*start, end))
    }

    /// The end of the line at a byte offset, before its line break.
    pub fn end_of_line(&self, offset: usize) -> usize {
        let line = self.line(offset);
        let next = self.starts.get(line + 1).copied();
        let text = &self.text[self.starts[line]..next.unwrap_or(self.text.len())];
        let kept = match next {
            Some(_) => text.strip_suffix(['\n', '\r']).unwrap_or(text),
            None => text,
        };
        let kept = match text.ends_with("\r\n") {
            true => kept.strip_suffix('\r').unwrap_or(kept),
            false => kept,
        };
        self.starts[line] + kept.len()
    }

    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    fn units_before(&self, offset: usize) -> u32 {
        let block = (offset / BLOCK).min(self.units.len().saturating_sub(1));
        let before = self.units.get(block).copied().unwrap_or(0);
        let begun = self.text.as_bytes().get(block * BLOCK..offset);
        before.saturating_add(begun.unwrap_or_default().iter().map(units_of).sum())
    }

    /// The text with a range replaced.
    pub fn with(&self, range: EditorRange, text: &str) -> String {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        let mut changed = self.text.clone();
        changed.replace_range(start..end.max(start), text);
        changed
    }
}

/// UTF-16 units of the character that starts with a UTF-8 byte; 0 for continuation bytes.
fn units_of(byte: &u8) -> u32 {
    match byte {
        0b1000_0000..=0b1011_1111 => 0,
        0b1111_0000.. => 2,
        _ => 1,
    }
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
        /// Compares with counting one by one, also beyond the first block.
        #[test]
        fn places_are_those_that_one_by_one_counting_finds(
            part in "[a\u{e4}\u{1d11e}\r\n]{1,30}",
            times in 1..200_usize,
            offset in 0..6000_usize,
        ) {
            let text = EditorText::new(part.repeat(times));
            let mut offset = offset.min(text.as_str().len());
            while !text.as_str().is_char_boundary(offset) {
                offset -= 1;
            }
            let before = &text.as_str()[..offset];
            // A CR at the end may be half of a line break.
            let half = before.ends_with('\r') && text.as_str()[offset..].starts_with('\n');
            let ended = before.replace("\r\n", "\n");
            let ended = if half { &ended[..ended.len() - 1] } else { &ended };
            let lines: Vec<&str> = ended.split(['\n', '\r']).collect();
            let last = lines.last().map_or(0, |line| line.encode_utf16().count());
            let position = text.position(offset);
            prop_assert_eq!(position.line as usize, lines.len() - 1);
            prop_assert_eq!(position.character as usize, last + usize::from(half));
            prop_assert_eq!(text.offset(position), offset - usize::from(half));
        }
    }
}
