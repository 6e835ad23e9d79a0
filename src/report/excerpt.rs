//! The source lines of a finding, and the byte range that it marks.

use std::ops::Range;

use crate::model::{Place, Position, SourceText};

/// Some lines of a text.
pub struct Lines {
    pub text: String,
    /// Number of the first line.
    pub first: u32,
}

impl Lines {
    /// The lines of a place; `None` if the text has no such line (any more).
    pub fn around(text: &SourceText, place: &Place) -> Option<Self> {
        /// More lines are not helpful.
        const MOST_LINES: u32 = 6;
        /// Generated lines are cut.
        const MOST_BYTES: usize = 20_000;
        let start = place.position?;
        let last = place.end.map_or(start.line, |end| end.line);
        let count = (last.saturating_sub(start.line) + 1).min(MOST_LINES);
        if start.line == 0 || start.line as usize > text.line_count() {
            return None;
        }
        let at = |line: u32| text.offset(u64::from(line), 1);
        let shown = text.as_str().get(at(start.line)..at(start.line + count))?;
        let lines: Vec<String> = shown.lines().map(cleaned).collect();
        let text = lines.join("\n");
        (!text.trim().is_empty() && text.len() <= MOST_BYTES).then_some(Self {
            text,
            first: start.line,
        })
    }

    /// Whether a place starts in these lines.
    pub fn holds(&self, place: &Place) -> bool {
        let count = self.text.lines().count() as u32;
        place
            .position
            .is_some_and(|at| (self.first..self.first + count).contains(&at.line))
    }

    /// The byte range of a place.
    pub fn mark(&self, place: &Place) -> Range<usize> {
        let start = place.position.map_or(0, |at| self.offset(at));
        let end = place.end.map_or(start, |at| self.offset(at));
        start..end.max(start).min(self.text.len())
    }

    fn offset(&self, at: Position) -> usize {
        let mut offset = 0;
        let row = at.line.saturating_sub(self.first) as usize;
        for (index, line) in self.text.split('\n').enumerate() {
            if index == row {
                let column = at.column.saturating_sub(1) as usize;
                let within = line.char_indices().nth(column);
                return offset + within.map_or(line.len(), |(within, _)| within);
            }
            offset += line.len() + 1;
        }
        self.text.len()
    }
}

/// A line for a terminal, with the same number of characters.
fn cleaned(line: &str) -> String {
    line.chars()
        .map(|ch| match ch {
            '\t' => ' ',
            ch if crate::texts::is_hidden(ch) => '\u{fffd}',
            ch => ch,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ModelPath;

    fn place(line: u32, column: u32, to: (u32, u32)) -> Place {
        Place {
            position: Some(Position { line, column }),
            end: Some(Position {
                line: to.0,
                column: to.1,
            }),
            path: ModelPath::default(),
            ..Place::document("a")
        }
    }

    #[test]
    fn places_are_bytes_of_the_lines_shown() {
        let text = SourceText::new("eins\nzwei ä drei\nvier");
        let at = place(2, 6, (2, 7));
        let lines = Lines::around(&text, &at).expect("lines");
        assert_eq!((lines.first, lines.text.as_str()), (2, "zwei ä drei"));
        assert_eq!(&lines.text[lines.mark(&at)], "ä");
        let long = place(2, 10, (3, 3));
        let lines = Lines::around(&text, &long).expect("lines");
        assert_eq!(&lines.text[lines.mark(&long)], "ei\nvi");
    }

    #[test]
    fn texts_that_changed_meanwhile_show_nothing_wrong() {
        let text = SourceText::new("eins");
        assert!(Lines::around(&text, &place(7, 1, (7, 2))).is_none());
        let beyond = place(1, 50, (1, 60));
        let lines = Lines::around(&text, &beyond).expect("lines");
        assert_eq!(lines.mark(&beyond), 4..4);
    }
}
