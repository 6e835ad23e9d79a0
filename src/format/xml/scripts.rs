//! Install and update scripts in XML: elements whose text is an SQL statement.
//!
//! Everything else is blanked out, so that statements keep their positions.

use super::node::{Node, local};
use super::{Reader, Xml, scan};
use crate::format::{Failure, Format, Note, Parsed, Recognition, sql};
use crate::gap::GapReason;
use crate::model::{SourceText, Span};
use crate::source::Capture;
use crate::topic::Topic;

/// SQL inside XML.
pub struct SqlScripts;

const XML: Xml = Xml {
    name: "sql-xml",
    extensions: &["xml"],
    // These contain texts about SQL.
    claims: |root| {
        !matches!(
            root.name,
            "html"
                | "svg"
                | "book"
                | "article"
                | "chapter"
                | "section"
                | "topic"
                | "concept"
                | "TEI"
                | "rss"
                | "feed"
                | "mediawiki"
                | "document"
        )
    },
    read: read_embedded_scripts,
};

/// Minimum number of statements.
const FEWEST: usize = 2;

impl Format for SqlScripts {
    fn name(&self) -> &'static str {
        XML.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        XML.extensions
    }

    /// Most of the texts must be statements.
    fn is_selective(&self) -> bool {
        true
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        if scan::root(head).is_some_and(|root| is_mapper(root.name)) {
            return XML.recognise(capture).min(Recognition::Likely);
        }
        let texts = head.split('>').skip(1).filter_map(|piece| {
            let text = piece.split('<').next().unwrap_or_default().trim();
            let text = match text.is_empty() {
                true => piece.trim_start().strip_prefix("<![CDATA[")?.trim(),
                false => text,
            };
            (!text.is_empty()).then_some(text)
        });
        let (mut statements, mut others) = (0usize, 0usize);
        if head.trim_start().starts_with('<') {
            for text in texts {
                if sql::is_statement(text) {
                    statements += 1;
                } else {
                    others += 1;
                }
            }
        }
        if statements < FEWEST || statements < others {
            return Recognition::No;
        }
        XML.recognise(capture).min(Recognition::Likely)
    }

    fn surest(&self, capture: &Capture) -> Recognition {
        match capture.extension().as_str() {
            "xml" => Recognition::Likely,
            _ => Recognition::No,
        }
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        XML.parse(capture, topic)
    }
}

fn read_embedded_scripts(reader: &mut Reader, root: Node<'_>) {
    let statements = match is_mapper(local(root)) {
        true => root.descendants().filter(is_mapped).collect(),
        false => root.descendants().filter(is_script).collect(),
    };
    read_statements(reader, root, statements);
}

/// Whether a root is that of a mapper of MyBatis or iBATIS.
fn is_mapper(root: &str) -> bool {
    matches!(root, "mapper" | "sqlMap")
}

/// Whether an element of a mapper holds a statement or a part of one.
fn is_mapped(element: &Node<'_>) -> bool {
    element.is_element()
        && matches!(
            local(*element),
            "delete" | "insert" | "procedure" | "select" | "sql" | "statement" | "update"
        )
}

/// Whether the text of an element is a statement that is not there to undo another one.
fn is_script(element: &Node<'_>) -> bool {
    let is_text = element.is_element() && element.children().all(|piece| piece.is_text());
    is_text && local(*element) != "rollback" && sql::is_statement(&text_of(*element))
}

/// The text of an element that holds nothing else.
pub(super) fn text_of(element: Node<'_>) -> String {
    let pieces = element.children().filter_map(|piece| piece.text());
    pieces.collect()
}

/// Reads the statements that elements of a document hold.
pub(super) fn read_statements(reader: &mut Reader, root: Node<'_>, elements: Vec<Node<'_>>) {
    let source = root.document().input_text();
    // Line breaks stay, everything else becomes blank.
    let mut script: Vec<u8> = source
        .bytes()
        .map(|byte| {
            if byte == b'\n' || byte == b'\r' {
                byte
            } else {
                b' '
            }
        })
        .collect();
    for element in elements {
        let Some(first) = element.first_child() else {
            continue;
        };
        // For a text with several sections, only the first one has a position.
        let whole = element.range();
        let end = source.get(whole.clone()).and_then(|it| it.rfind("</"));
        let range = first.range().start..end.map_or(whole.end, |end| whole.start + end);
        let written = source.get(range.clone()).unwrap_or_default();
        let plain;
        let written =
            match element.children().all(|piece| piece.is_text()) && !written.contains('{') {
                true => written,
                false => {
                    plain = without_parameters(&without_tags(written));
                    plain.as_str()
                }
            };
        let Some(statement) = unescaped(written) else {
            reader.notes.push(Note {
                reason: GapReason::NotUnderstood,
                span: Some(Span::new(range.start, range.end)),
                detail: "statement with entities inside its literals".to_owned(),
            });
            continue;
        };
        let statement = without_prefixes(&statement);
        if let Some(place) = script.get_mut(range.start..range.start + statement.len()) {
            place.copy_from_slice(statement.as_bytes());
        }
        // The closing tag ends the statement.
        if let Some(end) = script.get_mut(range.end) {
            *end = b';';
        }
    }
    let Ok(script) = String::from_utf8(script) else {
        return;
    };
    let mut notes = sql::read_into(&SourceText::new(script), &mut reader.model, &reader.topic);
    if is_mapper(local(root)) {
        // Parts of statements are put together elsewhere; only those about the topic are missed.
        notes.retain(|note| {
            let said = note.span.and_then(|span| source.get(span.range()));
            said.is_some_and(|said| reader.topic.is_mentioned_in(said))
        });
    }
    reader.notes.extend(notes);
}

/// A text whose tags, such as `<if test="…">`, are blank. Sections of literal text stay.
fn without_tags(written: &str) -> String {
    const OPEN: &str = "<![CDATA[";
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let literal = from.starts_with(OPEN);
        let end = match literal {
            true => from.find("]]>").map(|end| end + 3),
            false if from.starts_with("<!--") => from.find("-->").map(|end| end + 3),
            false => from.find('>').map(|end| end + 1),
        };
        let (tag, behind) = from.split_at(end.unwrap_or(from.len()));
        match literal {
            true => out.push_str(tag),
            false => out.push_str(&blank(tag)),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// A text in which `#{name}` and `${name}` are the placeholders of a statement.
fn without_parameters(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('{') {
        let is_parameter = rest[..at].ends_with(['#', '$']);
        let end = rest[at..].find('}').map(|end| at + end + 1);
        match end.filter(|_| is_parameter) {
            Some(end) => {
                out.push_str(&rest[..at - 1]);
                out.push('?');
                out.push_str(&blank(&rest[at..end]));
                rest = &rest[end..];
            }
            None => {
                out.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Blanks of the same length; line breaks stay.
fn blank(text: &str) -> String {
    let sign = |byte: u8| match byte {
        b'\n' | b'\r' => char::from(byte),
        _ => ' ',
    };
    text.bytes().map(sign).collect()
}

/// The text of an element with its length unchanged: entities become characters and blanks. `None` if that would change
/// a literal.
fn unescaped(written: &str) -> Option<String> {
    const OPEN: &str = "<![CDATA[";
    const CLOSE: &str = "]]>";
    if written.contains(OPEN) {
        let bare = written.replace(OPEN, &" ".repeat(OPEN.len()));
        return Some(bare.replace(CLOSE, &" ".repeat(CLOSE.len())));
    }
    let mut out = String::with_capacity(written.len());
    let mut quoted = false;
    let mut rest = written;
    while let Some(ch) = rest.chars().next() {
        let (sign, length) = match ch {
            '&' => entity(rest)?,
            _ => (ch, ch.len_utf8()),
        };
        let padding = " ".repeat(length.checked_sub(sign.len_utf8())?);
        match (sign, quoted) {
            ('\'', false) => out.extend([padding.as_str(), "'"]),
            ('\'', true) => out.extend(["'", padding.as_str()]),
            (_, true) if !padding.is_empty() => return None,
            _ => {
                out.push(sign);
                out.push_str(&padding);
            }
        }
        quoted ^= sign == '\'';
        rest = rest.get(length..)?;
    }
    Some(out)
}

/// The character of an entity, and its length in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.find(';').filter(|end| *end <= 10)?;
    let name = text.get(1..end)?;
    let sign = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((sign, end + 1))
}

/// Removes table prefixes filled in by installers, keeping the length: `%PREFIX%_users` is `users`.
fn without_prefixes(statement: &str) -> String {
    let mut out = String::with_capacity(statement.len());
    let mut rest = statement;
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let word = from.bytes().skip(1);
        let word = word.take_while(|byte| byte.is_ascii_uppercase() || *byte == b'_');
        let length = word.count() + 2;
        if length == 2 || out.ends_with('\'') || from.as_bytes().get(length - 1) != Some(&b'%') {
            out.push('%');
            rest = &from[1..];
            continue;
        }
        // Inside a name it is part of it.
        let inside = out.ends_with(|ch: char| ch.is_alphanumeric() || ch == '_');
        let joined = from.as_bytes().get(length) == Some(&b'_');
        let length = length + usize::from(joined);
        let fill = if inside { "_" } else { " " };
        out.push_str(&fill.repeat(length));
        rest = &from[length..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_tags_keep_their_places() {
        let text = "a = #{person.a} <if test=\"b\">AND b = ${b}</if>";
        assert_eq!(
            without_parameters(&without_tags(text)),
            "a = ?                        AND b = ?        "
        );
        let literal = "a <![CDATA[ < ]]> 1";
        assert_eq!(without_tags(literal), literal);
    }

    #[test]
    fn entities_and_prefixes_keep_their_places() {
        let text = "a &lt; 1 AND b = &apos;x&#39;";
        assert_eq!(
            unescaped(text).as_deref(),
            Some("a <    1 AND b =      'x'    ")
        );
        assert_eq!(unescaped("a = 'x &amp; y'"), None);
        assert_eq!(unescaped("a = '&nbsp;'"), None);
        let text = "fk_%PREFIX%_x ON %PREFIX%_user LIKE '%X%' OR '5%'";
        assert_eq!(
            without_prefixes(text),
            "fk__________x ON          user LIKE '%X%' OR '5%'"
        );
    }
}
