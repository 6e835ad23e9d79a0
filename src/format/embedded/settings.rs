//! The texts in files of settings that may be statements: values in YAML, JSON, TOML and properties, in quotes, in
//! blocks or bare.

use std::ops::Range;

use super::scan::Text;

/// Extensions of such files.
const EXTENSIONS: [&str; 9] = [
    "yaml",
    "yml",
    "json",
    "json5",
    "toml",
    "properties",
    "ini",
    "conf",
    "cfg",
];

/// Whether files with this extension hold settings.
pub fn holds_settings(extension: &str) -> bool {
    EXTENSIONS.contains(&extension)
}

/// Whether a value may be a statement: sentences for people have small verbs and none of the signs of statements.
fn may_be_statement(value: &str) -> bool {
    let is_shouted = value
        .trim_start()
        .starts_with(|ch: char| ch.is_ascii_uppercase());
    is_shouted || value.contains(['(', '='])
}

/// The values of a file of settings, in order. A value that is no text, a list or a comment is one that no statement
/// begins with.
pub fn values(source: &str) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut at = 0;
    while let Some(line) = source.get(at..).and_then(|rest| rest.split('\n').next()) {
        let end = at + line.len();
        let next = match value_start(line) {
            Some(offset) => read_value(source, at, at + offset, end, &mut texts),
            None => end,
        };
        if next >= source.len() {
            break;
        }
        at = next + 1;
    }
    texts.retain(|text: &Text| {
        source
            .get(text.inside.clone())
            .is_some_and(may_be_statement)
    });
    texts
}

/// Where the value of a line begins: behind its key, or behind the dash of a list.
fn value_start(line: &str) -> Option<usize> {
    let indented = line.len() - line.trim_start().len();
    let inner = line.get(indented..)?;
    if inner.is_empty() || inner.starts_with(['#', ';', '!']) {
        return None;
    }
    let quoted = inner.starts_with(['"', '\'']);
    let key_end = match inner.chars().next().filter(|_| quoted) {
        Some(quote) => inner.get(1..)?.find(quote)? + 2,
        None => 0,
    };
    let behind = inner.get(key_end..)?;
    let sign = behind.find([':', '=']);
    let is_key = |key: &str| !key.contains(['(', '\'', '"', ',']);
    let skipped = match sign.filter(|sign| is_key(&behind[..*sign])) {
        Some(sign) => key_end + sign + 1,
        // A text by itself: `- "SELECT …"`, `"SELECT …",`.
        None if quoted => 0,
        None => inner.len() - inner.trim_start_matches(['-', ' ', '[', '{']).len(),
    };
    let value = inner.get(skipped..)?;
    // Behind a key without a value stands an object or a list.
    let opening = value.len() - value.trim_start_matches([' ', '\t', '\r', '{', '[']).len();
    (opening < value.len()).then_some(indented + skipped + opening)
}

/// Reads the texts of a value that begins at `at`, in the line from `line` to `end`; returns the end of its last line.
fn read_value(source: &str, line: usize, at: usize, end: usize, texts: &mut Vec<Text>) -> usize {
    let value = source.get(at..end).unwrap_or_default();
    if value.starts_with(['|', '>']) {
        let last = end_of_block(source, line, end);
        push(texts, end..last, at..last, false, None);
        return last;
    }
    if !value.starts_with(['"', '\'']) {
        let last = end_of_bare(source, line, end);
        push(texts, at..last, at..last, false, None);
        return last;
    }
    let mut from = at;
    let mut last = end;
    while let Some((inside, whole)) = quoted(source, from) {
        let quote = source.as_bytes().get(inside.end).copied();
        from = whole.end;
        // A line may be as long as the file.
        if whole.end > last {
            last = end_of_line(source, whole.end);
        }
        push(
            texts,
            inside,
            whole,
            quote == Some(b'"'),
            quote.filter(|quote| *quote == b'\''),
        );
        // Further texts of a list in the same line.
        let rest = source.get(from..last).unwrap_or_default();
        match rest.find(['"', '\'']) {
            Some(next) => from += next,
            None => break,
        }
    }
    last
}

/// The inside of the quoted text at a position, and the text with its quotes; three quotes belong together.
fn quoted(source: &str, at: usize) -> Option<(Range<usize>, Range<usize>)> {
    let rest = source.get(at..)?;
    for quote in ["\"\"\"", "'''"] {
        if let Some(inner) = rest.strip_prefix(quote) {
            let length = inner.find(quote)?;
            let start = at + quote.len();
            return Some((start..start + length, at..start + length + quote.len()));
        }
    }
    let bytes = source.as_bytes();
    let quote = *bytes.get(at)?;
    let mut end = at + 1;
    loop {
        let byte = *bytes.get(end)?;
        let escapes = match quote {
            b'"' => byte == b'\\',
            _ => byte == quote && bytes.get(end + 1) == Some(&quote),
        };
        if escapes {
            end += 2;
        } else if byte == quote {
            return Some((at + 1..end, at..end + 1));
        } else {
            end += 1;
        }
    }
}

fn push(
    texts: &mut Vec<Text>,
    inside: Range<usize>,
    whole: Range<usize>,
    backslash: bool,
    doubled: Option<u8>,
) {
    texts.push(Text {
        whole,
        inside,
        backslash,
        doubled,
        undoes: false,
        behind_comment: false,
    });
}

fn end_of_line(source: &str, at: usize) -> usize {
    let rest = source.get(at..).unwrap_or_default();
    at + rest.find('\n').unwrap_or(rest.len())
}

/// The end of the lines that are indented more than the line from `line` to `end`, or empty.
fn end_of_block(source: &str, line: usize, end: usize) -> usize {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let own = indent(source.get(line..end).unwrap_or_default());
    let mut last = end;
    while last < source.len() {
        let next = end_of_line(source, last + 1);
        let line = source.get(last + 1..next).unwrap_or_default();
        if !line.trim().is_empty() && indent(line) <= own {
            break;
        }
        last = next;
    }
    last
}

/// The end of a bare value: a backslash or deeper indentation continues it.
fn end_of_bare(source: &str, line: usize, end: usize) -> usize {
    let mut last = end;
    let mut is_continued = false;
    while source
        .get(..last)
        .is_some_and(|until| until.trim_end_matches('\r').ends_with('\\'))
    {
        is_continued = true;
        if last >= source.len() {
            break;
        }
        last = end_of_line(source, last + 1);
    }
    if is_continued {
        last
    } else {
        end_of_block(source, line, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        let texts = values(source);
        let shown = texts.iter().map(|text| &source[text.inside.clone()]);
        shown
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn values_are_found_in_all_notations() {
        for source in [
            "load: SELECT a FROM b\n",
            "load: \"SELECT a FROM b\"\n",
            "load: 'SELECT a FROM b'\n",
            "queries:\n  load: |\n    SELECT a\n    FROM b\n  other: x\n",
            "load: >-\n  SELECT a\n  FROM b\nother: x\n",
            "load: SELECT a\n  FROM b\nother: x\n",
            "- SELECT a FROM b\n",
            "- \"SELECT a FROM b\"\n",
            "{\n  \"load\": \"SELECT a FROM b\",\n  \"n\": 1\n}\n",
            "{\"load\": \"SELECT a FROM b\"}",
            "load = \"SELECT a FROM b\"\n",
            "load = \"\"\"\nSELECT a\nFROM b\n\"\"\"\n",
            "load=SELECT a FROM b\n",
            "a:\n  b:\n    load: SELECT a FROM b\n",
            "{\n  \"a\": {\n    \"load\": \"SELECT a FROM b\"\n  }\n}\n",
            "{\"a\": {\"load\": \"SELECT a FROM b\"}}",
            "a:\r\n  load: \"SELECT a FROM b\"\r\n",
        ] {
            assert!(
                texts(source).contains(&"SELECT a FROM b".to_owned()),
                "{source}: {:?}",
                texts(source)
            );
        }
    }

    #[test]
    fn a_backslash_continues_a_bare_value() {
        let source = "load=SELECT a \\\n  FROM b\nother=1\n";
        assert_eq!(texts(source), ["SELECT a \\ FROM b"]);
    }
}
