//! Words, texts and symbols of DBML.

use crate::format::token::{Cursor, Kind, Token};
use crate::texts::on_one_line;

impl Token<'_> {
    /// Whether it can be a name.
    pub(super) fn names(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Name)
    }

    /// The text of a literal, unescaped and with whitespace collapsed.
    pub(super) fn literal_text(&self) -> String {
        let text = self
            .text
            .replace("\\'", "'")
            .replace("\\\n", "")
            .replace("\\\\", "\\");
        on_one_line(&text)
    }
}

/// The tokens of a document.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut cursor = Cursor::new(text);
    let mut found = Vec::new();
    while !cursor.rest().is_empty() {
        let start = cursor.position();
        if let Some((kind, text)) = next_token(&mut cursor) {
            let span = cursor.span_since(start);
            found.push(Token { kind, text, span });
        }
    }
    found
}

/// The token at the cursor; `None` for white space and multi-line comments.
fn next_token<'t>(cursor: &mut Cursor<'t>) -> Option<(Kind, &'t str)> {
    let word = cursor.take_while(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '#'));
    if !word.is_empty() {
        return Some((Kind::Word, word));
    }
    if cursor.take("'''") {
        return Some((Kind::Text, before(cursor, "'''")));
    }
    if cursor.take("//") {
        let comment = cursor.take_while(|ch| !matches!(ch, '\n' | '\r'));
        return Some((Kind::Comment, comment));
    }
    if cursor.rest().starts_with("/*") {
        cursor.take_through("*/");
        return None;
    }
    let start = cursor.position();
    match cursor.bump()? {
        '\n' | '\r' => Some((Kind::Line, cursor.since(start))),
        '\'' => Some((Kind::Text, before(cursor, "'"))),
        '"' => Some((Kind::Name, before(cursor, "\""))),
        '`' => Some((Kind::Expression, before(cursor, "`"))),
        ch if ch.is_whitespace() || ch == '\u{feff}' => None,
        _ => Some((Kind::Mark, cursor.since(start))),
    }
}

/// The text up to the closing quotes, skipping escaped ones. Short texts end with their line; after an unclosed one,
/// the line goes on.
fn before<'t>(cursor: &mut Cursor<'t>, quotes: &str) -> &'t str {
    let start = cursor.position();
    let short = matches!(quotes, "'" | "\"");
    while let Some(ch) = cursor.peek()
        && !(cursor.rest().starts_with(quotes) || (short && ch == '\n'))
    {
        cursor.bump();
        if ch == '\\' {
            cursor.bump();
        }
    }
    let text = cursor.since(start);
    cursor.take(quotes);
    text
}
