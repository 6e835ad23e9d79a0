//! Java's `key = text`, with continued lines and escapes.

use super::add;
use super::language;
use crate::model::{Located, SchemaModel, Span};

/// Reads a file.
pub fn read_property_texts(model: &mut SchemaModel) {
    let source = model.text.clone();
    let text = source.as_str();
    let language = language::of_name(&model.document);
    let mut at = usize::from(text.starts_with('\u{feff}')) * '\u{feff}'.len_utf8();
    while at < text.len() {
        let end = logical_end(text, at);
        if let Some((key, value)) = entry(text, at, end) {
            add(model, [key.as_str()], language.as_deref(), value);
        }
        at = next_line(text, end);
    }
}

/// The end of the logical line at `at`, including continued lines; comments are never continued.
fn logical_end(text: &str, at: usize) -> usize {
    let comment = text[at..].trim_start_matches([' ', '\t', '\x0c']);
    let comment = comment.starts_with(['#', '!']);
    let mut from = at;
    loop {
        let end = text[from..]
            .find(['\n', '\r'])
            .map_or(text.len(), |length| from + length);
        let marks = text[at..end]
            .bytes()
            .rev()
            .take_while(|byte| *byte == b'\\');
        if comment || end == text.len() || marks.count() % 2 == 0 {
            return end;
        }
        from = next_line(text, end);
    }
}

fn next_line(text: &str, end: usize) -> usize {
    let length = if text[end..].starts_with("\r\n") {
        2
    } else {
        1
    };
    (end + length).min(text.len())
}

/// Key and text of a logical line.
fn entry(text: &str, start: usize, end: usize) -> Option<(String, Located<String>)> {
    let line = text.get(start..end)?;
    let trimmed = line.trim_start();
    if trimmed.is_empty() || trimmed.starts_with(['#', '!']) {
        return None;
    }
    let mut escaped = false;
    let split = trimmed.find(|ch: char| {
        let ends = !escaped && matches!(ch, '=' | ':' | ' ' | '\t' | '\x0c');
        escaped = ch == '\\' && !escaped;
        ends
    })?;
    let (key, rest) = trimmed.split_at(split);
    let rest = rest.trim_start_matches([' ', '\t', '\x0c']);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start();
    let from = end - rest.len();
    let span = Span::new(from, from + rest.trim_end().len());
    Some((
        unescaped(key),
        Located::with_span(unescaped(rest.trim_end()), span),
    ))
}

fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(ch) = chars.next() {
        if ch != '\\' {
            out.push(ch);
            continue;
        }
        match chars.next() {
            Some('u') => {
                let digits: String = chars.clone().take(4).collect();
                match u32::from_str_radix(&digits, 16)
                    .ok()
                    .and_then(char::from_u32)
                {
                    Some(known) => {
                        out.push(known);
                        chars.by_ref().take(4).for_each(drop);
                    }
                    // An unpaired surrogate or an invalid number: not part of any label.
                    None => out.push('u'),
                }
            }
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('f') => out.push('\x0c'),
            // A continued line goes on after its indentation.
            Some('\r' | '\n') => {
                let rest = chars.as_str().trim_start();
                chars = rest.chars();
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_continued_lines_are_undone() {
        assert_eq!(unescaped("m\\u00e4nnlich"), "männlich");
        assert_eq!(unescaped("a\\\n    b \\= c"), "ab = c");
        assert_eq!(unescaped("\\ud83d\\uZZ"), "ud83duZZ");
    }
}
