//! Texts of a program → the SQL statements they form, in place.

use super::scan::Text;
use crate::format::sql;

/// More texts than this are data, not one statement.
const MOST_TEXTS: usize = 600;

/// Maximum bytes between two texts of one statement.
const WIDEST_GAP: usize = 400;

/// What is between two texts of one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    /// Nothing that produces output.
    Nothing,
    /// A value that the program inserts.
    Value,
}

/// The source with everything except statements blanked out; `None` if there are no statements.
pub fn script_of(source: &str, texts: &[Text]) -> Option<String> {
    let mut script: Vec<u8> = source
        .bytes()
        .map(|byte| {
            if matches!(byte, b'\n' | b'\r') {
                byte
            } else {
                b' '
            }
        })
        .collect();
    let mut found = false;
    let mut index = 0;
    while let Some(first) = texts.get(index) {
        index += 1;
        let written = source.get(first.inside.clone()).unwrap_or_default();
        if first.undoes || !sql::begins_statement(written) {
            continue;
        }
        let mut statement = Statement::new(source, &mut script);
        statement.write(first);
        let mut last = first;
        while let Some(next) = texts.get(index).filter(|_| statement.texts < MOST_TEXTS) {
            let written = source.get(next.inside.clone()).unwrap_or_default();
            let gap = source
                .get(last.whole.end..next.whole.start)
                .unwrap_or_default();
            let Some(between) = between(gap, next.behind_comment, statement.depth > 0) else {
                break;
            };
            if between == Between::Nothing && sql::begins_statement(written) {
                break;
            }
            if between == Between::Value {
                statement.fill(last.inside.end, next.inside.start);
            }
            statement.write(next);
            last = next;
            index += 1;
        }
        found |= statement.end(first.inside.start, last.inside.end);
    }
    // Only whole characters are copied or replaced by ASCII.
    found.then(|| String::from_utf8(script).ok()).flatten()
}

/// What is between two texts, if they form one statement. `open`: a parenthesis of the statement is open.
fn between(gap: &str, commented: bool, open: bool) -> Option<Between> {
    if gap.len() > WIDEST_GAP && !commented {
        return None;
    }
    let bare;
    let gap = match commented {
        true => {
            bare = without_comments(gap);
            bare.as_str()
        }
        false => gap,
    };
    // Letters before a quote belong to it: `f"…"`, `$@"…"`.
    let gap = gap.trim_end_matches(['$', '@']);
    let gap = match gap.trim_end_matches(['f', 'F', 'r', 'R', 'b', 'u', 'N']) {
        bare if bare.ends_with(|ch: char| ch.is_alphanumeric() || ch == '_') => gap,
        bare => bare,
    };
    let gap = gap.trim().trim_end_matches('_').trim();
    if gap.is_empty() || gap == "\\" {
        return Some(Between::Nothing);
    }
    if gap == "," && open {
        return Some(Between::Nothing);
    }
    if let Some(rest) = gap.strip_prefix(')') {
        return appended(rest, open);
    }
    if let Some(rest) = gap.strip_prefix(';')
        && let Some(target) = ["+=", ".=", "&=", "||="]
            .iter()
            .find_map(|sign| rest.trim().strip_suffix(sign))
    {
        return is_operand(target.trim()).then_some(Between::Nothing);
    }
    if let Some((target, value)) = gap.trim_start_matches(';').split_once('=') {
        // `sql = sql & "…"`.
        let value = value.trim().trim_end_matches(['&', '+', '.']).trim();
        return (is_operand(target.trim()) && target.trim() == value).then_some(Between::Nothing);
    }
    let rest = strip_operator(gap)?;
    let rest = rest.trim_start_matches(['_', '\\']).trim();
    if rest.is_empty() {
        return Some(Between::Nothing);
    }
    let operand = ["||", "..", "<<", "+", "&", ".", "~"]
        .iter()
        .find_map(|sign| rest.strip_suffix(sign))?
        .trim();
    if is_line_break(operand) {
        return Some(Between::Nothing);
    }
    is_operand(operand).then_some(Between::Value)
}

fn strip_operator(text: &str) -> Option<&str> {
    ["||", "..", "<<", "+", "&", ".", "~"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign))
}

/// `).append(`, optionally on another line and with values in between. Another call may follow a closed statement.
fn appended(rest: &str, open: bool) -> Option<Between> {
    let folded = rest.to_ascii_lowercase();
    let call = folded.strip_suffix('(')?.trim_end();
    let call = call
        .strip_suffix("append")
        .or_else(|| call.strip_suffix("appendline"))
        .or_else(|| call.strip_suffix("appendformat"))
        .or_else(|| call.strip_suffix("write").filter(|_| open))?;
    let values = call.matches("append").count();
    if call.contains('=') || call.matches(';').count() > values + 1 {
        return None;
    }
    Some(if values > 0 {
        Between::Value
    } else {
        Between::Nothing
    })
}

/// Whether a text is a single value: a name, a look-up or a call.
fn is_operand(text: &str) -> bool {
    let mut depth = 0i32;
    for ch in text.chars() {
        match ch {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ';' | '=' | '{' | '}' => return false,
            ',' if depth == 0 => return false,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && !text.is_empty()
}

/// Whether an operand is a line break constant.
fn is_line_break(operand: &str) -> bool {
    const NAMES: [&str; 12] = [
        "PHP_EOL",
        "System.lineSeparator()",
        "vbCrLf",
        "vbNewLine",
        "vbLf",
        "Environment.NewLine",
        "sLineBreak",
        "#13#10",
        "EOL",
        "LF",
        "CRLF",
        "NL",
    ];
    NAMES.iter().any(|name| operand.eq_ignore_ascii_case(name))
}

/// Strips comments from the source between two texts.
fn without_comments(gap: &str) -> String {
    let mut out = String::new();
    let mut rest = gap;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        rest = rest[at + 2..]
            .find("*/")
            .map_or("", |end| &rest[at + end + 4..]);
    }
    out.push_str(rest);
    let lines = out.lines().map(|line| {
        let end = ["//", "#", "--", " '"]
            .iter()
            .filter_map(|mark| line.find(mark))
            .min();
        &line[..end.unwrap_or(line.len())]
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A statement being written.
struct Statement<'s, 'o> {
    source: &'s str,
    script: &'o mut [u8],
    /// Number of open parentheses.
    depth: usize,
    /// The quote of the open literal or name.
    quote: Option<u8>,
    texts: usize,
}

impl<'s, 'o> Statement<'s, 'o> {
    fn new(source: &'s str, script: &'o mut [u8]) -> Self {
        Self {
            source,
            script,
            depth: 0,
            quote: None,
            texts: 0,
        }
    }

    fn put(&mut self, at: usize, byte: u8) {
        if let Some(place) = self.script.get_mut(at) {
            *place = byte;
        }
        match (byte, self.quote) {
            (b'\'' | b'"' | b'`', None) => self.quote = Some(byte),
            (byte, Some(quote)) if byte == quote => self.quote = None,
            (b'(', None) => self.depth += 1,
            (b')', None) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Writes a character across two bytes, without inserting a blank into a literal.
    fn put_wide(&mut self, at: usize, byte: u8) {
        let closes = self.quote == Some(byte);
        self.put(at + usize::from(!closes), byte);
    }

    /// Copies a text to its place, resolving escapes without changing the length.
    fn write(&mut self, text: &Text) {
        self.texts += 1;
        let bytes = self.source.as_bytes();
        let byte_at = |at: usize| bytes.get(at).copied().unwrap_or(0);
        let formatted = text
            .whole
            .start
            .checked_sub(1)
            .is_some_and(|before| matches!(byte_at(before), b'f' | b'F' | b'$' | b'@'));
        let mut at = text.inside.start;
        while at < text.inside.end {
            let (byte, next) = (byte_at(at), byte_at(at + 1));
            let opens = match byte {
                b'$' | b'#' if next == b'{' => Some(2),
                b'\\' if next == b'(' && text.backslash => Some(2),
                b'{' if formatted && next != b'{' => Some(1),
                _ => None,
            };
            if let Some(open) = opens
                && let Some(end) = self.interpolation(at + open, text.inside.end)
            {
                self.fill(at, end);
                at = end;
            } else if byte == b'\\' && text.backslash && at + 1 < text.inside.end {
                match next {
                    b'n' => self.put(at + 1, b'\n'),
                    b't' | b'r' | b'\n' | b'\r' => {}
                    b'\'' | b'"' | b'`' | b'$' | b'\\' | b'#' => self.put_wide(at, next),
                    _ => {
                        self.put(at, byte);
                        self.put(at + 1, next);
                    }
                }
                at += 2;
            } else if text.doubled == Some(byte) && next == byte {
                self.put_wide(at, byte);
                at += 2;
            } else {
                self.put(at, byte);
                at += 1;
            }
        }
    }

    /// The end of the interpolation whose content starts at `at`; `None` if it is not closed nearby.
    fn interpolation(&self, at: usize, end: usize) -> Option<usize> {
        let mut depth = 1usize;
        let inside = self.source.as_bytes().get(at..end.min(at + WIDEST_GAP))?;
        for (offset, byte) in inside.iter().enumerate() {
            match byte {
                b'{' | b'(' => depth += 1,
                b'}' | b')' => depth -= 1,
                b';' => return None,
                _ => {}
            }
            if depth == 0 {
                return Some(at + offset + 1);
            }
        }
        None
    }

    /// Writes a placeholder named after the last word of the inserted expression.
    fn fill(&mut self, start: usize, end: usize) {
        let Some(inner) = end.checked_sub(start + 3).filter(|inner| *inner > 0) else {
            for at in start..end {
                self.put(at, b'_');
            }
            return;
        };
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let bytes = self.source.as_bytes().get(start..end).unwrap_or_default();
        let last = bytes.iter().rposition(is_word).map_or(0, |last| last + 1);
        let first = bytes[..last]
            .iter()
            .rposition(|byte| !is_word(byte))
            .map_or(0, |it| it + 1);
        let word = bytes.get(first..last).filter(|word| word.len() <= inner);
        let word = word.unwrap_or_default().to_vec();
        let padding = inner - word.len();
        let padding = std::iter::repeat_n(b'.', padding);
        let written = [b'$', b'{']
            .into_iter()
            .chain(padding)
            .chain(word)
            .chain([b'}']);
        for (offset, byte) in written.enumerate() {
            if let Some(place) = self.script.get_mut(start + offset) {
                *place = byte;
            }
        }
    }

    /// Ends the statement. If a literal is still open, the statement is removed, because it would swallow the next one.
    fn end(self, start: usize, end: usize) -> bool {
        if self.quote.is_some() {
            for byte in self.script.get_mut(start..end).into_iter().flatten() {
                if !matches!(*byte, b'\n' | b'\r') {
                    *byte = b' ';
                }
            }
            return false;
        }
        if let Some(byte) = self.script.get_mut(end) {
            *byte = b';';
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::{notation, scan};
    use super::*;

    fn script(extension: &str, source: &str) -> String {
        let notation = notation::by_extension(extension).expect("a known language");
        let script = script_of(source, &scan::texts(source, notation)).unwrap_or_default();
        assert!(script.is_empty() || script.len() == source.len());
        script.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pieces_make_one_statement() {
        for (extension, source) in [
            ("java", r#"run("CREATE TABLE a (" + "b int" + ")");"#),
            (
                "java",
                r#"x.append("CREATE TABLE a ("); x.append("b int").append(")");"#,
            ),
            (
                "py",
                "run(\"CREATE TABLE a (\"  # why\n  \"b int\"\n  \")\")",
            ),
            (
                "php",
                r#"$s = 'CREATE TABLE a ('; $s .= "b int"; $s .= ')';"#,
            ),
            (
                "vb",
                "s = \"CREATE TABLE a (\" & _\n \"b int\" & vbCrLf & _\n \")\"",
            ),
            ("js", "['CREATE TABLE a (', 'b int', ')'].join('')"),
            ("rb", "execute <<~X\nCREATE TABLE a ( b int )\nX\n"),
            ("pl", "do(q{CREATE TABLE a ( b int )});"),
        ] {
            let joined = script(extension, source).replace(' ', "");
            assert_eq!(joined, "CREATETABLEa(bint);", "{source}");
        }
    }

    #[test]
    fn quotes_stay_at_the_literals() {
        let java = r#"q("ALTER TABLE a ADD b CHECK (b IN (\'m\', \"w\"))");"#;
        assert_eq!(
            script("java", java),
            r#"ALTER TABLE a ADD b CHECK (b IN ( 'm' , "w" ));"#
        );
        let pascal = "q('ALTER TABLE a ADD b CHECK (b IN (''m''))');";
        assert_eq!(
            script("pas", pascal),
            "ALTER TABLE a ADD b CHECK (b IN ( 'm' ));"
        );
    }

    #[test]
    fn what_is_taken_back_is_left_out() {
        for (extension, source) in [
            ("js", "exports.down = async () => q('DROP TABLE a');"),
            ("py", "def downgrade():\n  op.execute('DROP TABLE a')\n"),
            ("rb", "dir.down do\n  execute 'DROP TABLE a'\nend"),
            ("ts", "const SQL_DOWN = `DROP TABLE a`;"),
        ] {
            assert_eq!(script(extension, source), "", "{source}");
        }
        let both = "void Down() { q(\"DROP TABLE a\"); } void Up() { q(\"DROP TABLE b\"); }";
        assert_eq!(script("cs", both), "DROP TABLE b;");
    }
}
