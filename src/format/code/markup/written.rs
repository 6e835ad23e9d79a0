//! Markup in the strings of a program: `html += '<option value="m">männlich</option>';`, template literals, text
//! blocks, heredocs.
//!
//! All strings of a part of the program (usually a function) are copied at their original positions, as
//! [`echoed`](super::echoed) does for PHP. Interpolations and branches between two strings become an unreadable
//! expression, which makes the list that contains it unknown.

use std::ops::Range;

use super::Markup;
use super::echoed::{fill, leave_open, unescape};
use super::scan::scan;
use crate::format::embedded::{WrittenText, written_texts};
use crate::model::Span;

/// Maximum distance between strings of the same markup.
const WIDEST_GAP: usize = 3_000;
/// Maximum length of an interpolation.
const LONGEST_FILLED: usize = 400;
/// Tags of controls; a source must contain at least one of them.
const CONTROLS: [&str; 3] = ["<select", "<input", "<option"];

/// Whether a source writes controls at all.
pub fn may_write_markup(source: &str) -> bool {
    source
        .match_indices('<')
        .any(|(at, _)| begins_control(source.get(at..).unwrap_or_default()))
}

fn begins_control(rest: &str) -> bool {
    CONTROLS.iter().any(|tag| {
        rest.get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
    })
}

/// The copy of a source with the markup of its strings, and the tags of each of its parts. `elsewhere`: the spans
/// already read as component templates.
pub fn written(extension: &str, source: &str, elsewhere: &[Span]) -> (String, Vec<Markup>) {
    let mut texts = written_texts(extension, source);
    texts.retain(|text| {
        let inner = source.get(text.inside.clone()).unwrap_or_default();
        let is_read = |span: &Span| {
            span.range().start < text.whole.end && text.whole.start < span.range().end
        };
        inner.contains(['<', '>'])
            && !elsewhere.iter().any(is_read)
            && !is_documentation(source, text)
    });
    let mut copy = vec![b' '; source.len()];
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut begin = 0;
    while let Some(first) = texts.get(begin) {
        let mut end = begin + 1;
        while let (Some(last), Some(next)) = (texts.get(end - 1), texts.get(end))
            && let Some(between) = source.get(last.whole.end..next.whole.start)
            && between.len() <= WIDEST_GAP
            && !between
                .split(is_no_word)
                .any(|word| OPENING.contains(&word))
        {
            end += 1;
        }
        let part = texts.get(begin..end).unwrap_or_default();
        let writes_control = part
            .iter()
            .any(|text| may_write_markup(source.get(text.inside.clone()).unwrap_or_default()));
        if writes_control && let Some(last) = part.last() {
            put(source, &mut copy, part);
            parts.push(first.inside.start..last.inside.end);
        }
        begin = end;
    }
    let Ok(copy) = String::from_utf8(copy) else {
        return Default::default();
    };
    let read = parts.into_iter().map(|part| {
        let mut markup = scan(&copy, Span::new(part.start, part.end));
        leave_open(&mut markup, &copy);
        markup
    });
    let read = read.collect();
    (copy, read)
}

/// Keywords that start another part of a program.
const OPENING: [&str; 11] = [
    "function",
    "def",
    "fn",
    "fun",
    "func",
    "sub",
    "class",
    "public",
    "private",
    "protected",
    "override",
];

fn is_no_word(ch: char) -> bool {
    !(ch.is_alphanumeric() || ch == '_')
}

/// Whether a text is a Python docstring.
fn is_documentation(source: &str, text: &WrittenText) -> bool {
    let written = source.get(text.whole.clone()).unwrap_or_default();
    let before = source.get(..text.whole.start).unwrap_or_default();
    let before = before.trim_end_matches([' ', '\t', 'r', 'u']);
    (written.starts_with("\"\"\"") || written.starts_with("'''"))
        && (before.is_empty() || before.ends_with('\n'))
        && matches!(before.trim_end().bytes().last(), None | Some(b':'))
}

/// Writes the strings of a part into the copy.
fn put(source: &str, copy: &mut [u8], part: &[WrittenText]) {
    let mut last: Option<usize> = None;
    for text in part {
        let range = text.inside.clone();
        let Some(written) = source.get(range.clone()) else {
            continue;
        };
        if let Some(last) = last
            && !joins(source.get(last..text.whole.start).unwrap_or_default())
        {
            fill(copy, last..text.whole.start);
        }
        last = Some(text.whole.end);
        let Some(place) = copy.get_mut(range.clone()) else {
            continue;
        };
        place.copy_from_slice(written.as_bytes());
        if text.backslash {
            unescape(place);
        } else if let Some(quote) = text.doubled {
            undouble(place, quote);
        }
        for filled in filled_in(written) {
            fill(copy, range.start + filled.start..range.start + filled.end);
        }
    }
}

/// `name=""sex""` becomes `name= "sex" `, with the same length.
fn undouble(piece: &mut [u8], quote: u8) {
    let mut at = 0;
    while at + 1 < piece.len() {
        if piece[at] == quote && piece[at + 1] == quote {
            let opens = at
                .checked_sub(1)
                .is_some_and(|before| piece[before] == b'=');
            // name="" stays: it is an empty value.
            let is_empty = opens && matches!(piece.get(at + 2), None | Some(b' ' | b'>' | b'/'));
            if !is_empty {
                piece[if opens { at } else { at + 1 }] = b' ';
            }
            at += 2;
        } else {
            at += 1;
        }
    }
}

/// The interpolations in a string: `${…}`, `#{…}`, `{…}`, `%s`, `%(…)s`.
fn filled_in(written: &str) -> Vec<Range<usize>> {
    let bytes = written.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let length = match (byte, bytes.get(at + 1)) {
            (b'$' | b'#', Some(b'{')) => braced(bytes, at + 1).map(|length| length + 1),
            (b'{', _) => braced(bytes, at),
            (b'%', Some(b's' | b'd')) => Some(2),
            (b'%', Some(b'(')) => {
                let rest = bytes.get(at..).unwrap_or_default();
                let end = rest
                    .iter()
                    .take(LONGEST_FILLED)
                    .position(|byte| *byte == b')');
                end.map(|end| end + 2)
            }
            _ => None,
        };
        match length {
            Some(length) if at + length <= bytes.len() => {
                found.push(at..at + length);
                at += length;
            }
            _ => at += 1,
        }
    }
    found
}

/// The length of a part in braces; `None` if it is too long.
fn braced(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0usize;
    let rest = bytes.get(at..).unwrap_or_default();
    for (offset, byte) in rest.iter().take(LONGEST_FILLED).enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(offset + 1),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether two texts are separated only by concatenation: `' + '`, `'; html += '`, `").append("`, `", "`.
fn joins(between: &str) -> bool {
    const WRITING: [&str; 17] = [
        "append",
        "AppendLine",
        "Append",
        "appendln",
        "print",
        "println",
        "printf",
        "write",
        "writeln",
        "Write",
        "WriteLine",
        "push",
        "puts",
        "out",
        "echo",
        "say",
        "concat",
    ];
    let mut rest = between;
    loop {
        rest = rest
            .trim_start_matches(|ch: char| ch.is_whitespace() || "'\"`+.,;()[]&@$\\".contains(ch));
        // Line continuation in Visual Basic.
        if let Some(behind) = rest.strip_prefix('_')
            && behind.starts_with(char::is_whitespace)
        {
            rest = behind;
            continue;
        }
        let Some(first) = rest.chars().next() else {
            return true;
        };
        if let Some(behind) = rest.strip_prefix("<<") {
            rest = behind;
            continue;
        }
        if !(first.is_alphanumeric() || first == '_') {
            return false;
        }
        let end = rest.find(is_no_word).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let next = behind.trim_start();
        // html += '…', sb.append('…'), out << '…'; also string prefixes: f'…', r'…'.
        let goes_on = ["+=", ".=", "&=", "<<"]
            .iter()
            .any(|sign| next.starts_with(sign))
            || next
                .strip_prefix('.')
                .is_some_and(|member| WRITING.iter().any(|writing| member.starts_with(writing)));
        let marks = word.len() <= 2 && (behind.is_empty() || behind.starts_with(['"', '\'', '`']));
        if !(WRITING.contains(&word) || goes_on || marks) {
            return false;
        }
        rest = match goes_on {
            true => next.trim_start_matches(['+', '.', '&', '<', '=']),
            false => behind,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_join_where_nothing_is_decided_between_them() {
        for between in [
            "\" + \"",
            "'\n    html += '",
            "\");\n    sb.append(\"",
            "\")\n  .append(\"",
            "', '",
            "\" & _\n \"",
            "\" \\\n \"",
            "';\n out.println('",
            "'\n f'",
            "\" << \"",
        ] {
            let inner = between.trim_matches(['\"', '\'']);
            assert!(joins(inner), "{between}");
        }
        for between in [
            " + name + ",
            "; if (x) { html += ",
            "\n for g in genders:\n  html += ",
            ").append(name).append(",
        ] {
            assert!(!joins(between), "{between}");
        }
    }

    #[test]
    fn what_is_filled_in_is_found() {
        let found = |text: &str| -> Vec<String> {
            let ranges = filled_in(text).into_iter();
            ranges.map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(found("a ${b ? {c} : d} e #{f}"), ["${b ? {c} : d}", "#{f}"]);
        assert_eq!(found("%s %(a)s {0} {b"), ["%s", "%(a)s", "{0}"]);
    }

    #[test]
    fn doubled_quotes_keep_their_length() {
        let mut piece = br#"<select name=""sex"" title="""">"#.to_vec();
        undouble(&mut piece, b'"');
        assert_eq!(piece.len(), 32);
        assert!(piece.starts_with(br#"<select name= "sex" "#));
    }
}
