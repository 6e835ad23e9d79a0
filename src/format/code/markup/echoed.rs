//! Markup that a program prints in pieces: `echo '<option value="m"' . $chosen . '>männlich</option>';`.
//!
//! All pieces of a file are copied at their original positions, without anything between them. Interpolations and
//! branches between two pieces become an unreadable expression, which makes the list that contains it unknown.

use tree_sitter::Node;

use super::scan::scan;
use super::{Attribute, Given, Markup, Text};
use crate::model::Span;

/// The name of the attribute added to a list that a program continues; its value is unreadable.
const OFFERED: &str = "options";
/// Replaces an interpolated expression; not valid in any language.
const FILLED: u8 = b'+';

/// Collects the pieces of a file.
#[derive(Default)]
pub struct Echoed {
    /// Strings that contain markup, with their interpolations, in the order of the source.
    pieces: Vec<Piece>,
}

struct Piece {
    at: Span,
    /// Whether `\"` means `"`.
    escapes: bool,
    filled: Vec<Span>,
}

impl Echoed {
    /// Visits one node.
    pub fn visit(&mut self, text: &str, node: Node<'_>) {
        let inside = match node.kind() {
            "string" | "encapsed_string" => trimmed(node, 1),
            "heredoc_body" | "nowdoc_body" => trimmed(node, 0),
            _ => return,
        };
        let holds_tag = text
            .get(inside.range())
            .is_some_and(|inner| inner.contains('<') || inner.contains('>'));
        if !holds_tag {
            return;
        }
        let mut filled = Vec::new();
        let mut cursor = node.walk();
        for part in node.children(&mut cursor).filter(Node::is_named) {
            let said = matches!(
                part.kind(),
                "string_content" | "string_value" | "escape_sequence" | "nowdoc_string"
            );
            if !said {
                filled.push(Span::new(part.start_byte(), part.end_byte()));
            }
        }
        self.pieces.push(Piece {
            at: inside,
            escapes: !node.kind().starts_with("heredoc") && !node.kind().starts_with("nowdoc"),
            filled,
        });
    }

    /// A copy of the text that contains only the pieces, with their tags; `None` if no piece is a control.
    pub fn finish(self, text: &str) -> Option<(String, Markup)> {
        let opens_control = |piece: &Piece| {
            let inner = text.get(piece.at.range()).unwrap_or_default();
            let inner = inner.to_ascii_lowercase();
            inner.contains("<select") || inner.contains("<input")
        };
        let first = self.pieces.iter().position(opens_control)?;
        let mut copy = vec![b' '; text.len()];
        let bytes = text.as_bytes();
        let mut last: Option<usize> = None;
        for piece in self.pieces.iter().skip(first) {
            let range = piece.at.range();
            if let Some(last) = last
                && !joins(text.get(last..range.start).unwrap_or_default())
            {
                fill(&mut copy, last..range.start);
            }
            copy.get_mut(range.clone())?
                .copy_from_slice(bytes.get(range.clone())?);
            if piece.escapes {
                unescape(copy.get_mut(range.clone())?);
            }
            for filled in &piece.filled {
                fill(&mut copy, filled.range());
            }
            last = Some(range.end);
        }
        let copy = String::from_utf8(copy).ok()?;
        let mut markup = scan(&copy, Span::new(0, copy.len()));
        leave_open(&mut markup, &copy);
        Some((copy, markup))
    }
}

fn trimmed(node: Node<'_>, by: usize) -> Span {
    let start = node.start_byte() + by;
    Span::new(start, node.end_byte().saturating_sub(by).max(start))
}

/// Whether two texts are separated only by concatenation: `' . '`, `'; echo '`, `'; $html .= '`.
fn joins(between: &str) -> bool {
    between
        .split([
            '\'', '"', '.', ';', ',', '(', ')', '\n', ' ', '\t', '\r', '=',
        ])
        .all(|word| {
            let variable = word
                .strip_prefix('$')
                .is_some_and(|name| name.chars().all(|ch| ch.is_alphanumeric() || ch == '_'));
            word.is_empty()
            || matches!(word, "echo" | "print" | "PHP_EOL")
            // $html .= '…', but not … . $name . '…'.
            || variable && between.contains(&format!("{word} .="))
        })
}

/// Writes an unreadable expression at a position.
pub(super) fn fill(copy: &mut [u8], range: std::ops::Range<usize>) {
    let Some(place) = copy.get_mut(range) else {
        return;
    };
    place.fill(FILLED);
    match place {
        // `%s` is too short for a closing brace.
        [first, _] => *first = b'{',
        [first, .., last] => (*first, *last) = (b'{', b'}'),
        _ => {}
    }
}

/// `name=\"sex\"` becomes `name= "sex" `, with the same length; escaped line breaks become blanks.
pub(super) fn unescape(piece: &mut [u8]) {
    let mut at = 0;
    let mut before = b' ';
    while at + 1 < piece.len() {
        let (here, next) = (piece[at], piece[at + 1]);
        if here == b'\\' {
            let quoted = match next {
                b'"' | b'\'' if before == b'=' => [b' ', next],
                b'"' | b'\'' => [next, b' '],
                _ => [b' ', b' '],
            };
            if next.is_ascii() {
                piece[at] = quoted[0];
                piece[at + 1] = quoted[1];
            }
            at += 2;
            before = next;
        } else {
            if !here.is_ascii_whitespace() {
                before = here;
            }
            at += 1;
        }
    }
}

/// Marks every list between whose choices a program continues as unknown.
pub(super) fn leave_open(markup: &mut Markup, copy: &str) {
    let filled = |text: &Text| {
        let written = copy.get(text.span.range()).unwrap_or_default();
        written
            .find("{+")
            .map(|at| Span::new(text.span.start as usize + at, text.span.end as usize))
    };
    let open: Vec<(usize, Span)> = markup
        .texts
        .iter()
        .filter_map(|text| Some((text.inside?, filled(text)?)))
        .collect();
    for (inside, at) in open {
        // <optgroup> and similar tags lie between a list and its choices.
        let list = std::iter::once(inside)
            .chain(markup.around(inside))
            .take(3)
            .find(|index| {
                markup
                    .tags
                    .get(*index)
                    .is_some_and(|tag| tag.name.eq_ignore_ascii_case("select"))
            });
        let choice = markup
            .tags
            .get(inside)
            .is_some_and(|tag| tag.name.eq_ignore_ascii_case("option"));
        if let (Some(list), false) = (list, choice)
            && let Some(tag) = markup.tags.get_mut(list)
        {
            tag.attributes.push(Attribute {
                name: OFFERED.to_owned(),
                at,
                given: Given::Expression(at),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_join_where_nothing_is_decided_between_them() {
        for between in ["' . '", "';\n    echo '", "';\n$html .= \"", "', '"] {
            assert!(joins(between), "{between}");
        }
        for between in [
            "' . $name . '",
            "'; if ($x) { echo '",
            "'; } foreach ($a as $b) { echo '",
        ] {
            assert!(!joins(between), "{between}");
        }
    }

    #[test]
    fn escapes_keep_their_length() {
        let mut piece = br#"<select name=\"sex\">\n"#.to_vec();
        unescape(&mut piece);
        assert_eq!(piece, br#"<select name= "sex" >  "#);
    }
}
