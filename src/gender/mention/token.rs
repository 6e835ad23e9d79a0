//! Splits any text into words, literals and marks, independent of its language; comments and prose are left out.

/// What a [`Token`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name or keyword.
    Word,
    /// The content of quotes; in markup, the value of an attribute.
    Literal,
    /// Text of markup between two tags, trimmed.
    Shown,
    /// A single other character.
    Mark(u8),
    /// The end of a line.
    LineEnd,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub kind: TokenKind,
    pub text: &'t str,
    /// Offset of its first byte.
    pub start: usize,
}

impl Token<'_> {
    pub fn is_mark(&self, mark: u8) -> bool {
        self.kind == TokenKind::Mark(mark)
    }
}

/// The tokens of a text: for markup its names, attributes and shown texts, for everything else words and literals.
pub(super) fn tokenise(text: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: Vec::new(),
    };
    if is_markup(text) {
        lexer.markup();
    } else {
        lexer.program(text.len());
    }
    lexer.tokens
}

/// Whether a text is markup: it starts with a tag, and some element is closed. PHP scripts start like markup but are
/// programs; other languages name rules in angle brackets (`<Form>:`).
fn is_markup(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}').trim_start();
    head.starts_with('<')
        && !head.starts_with("<?php")
        && (text.contains("</") || text.contains("/>"))
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token<'t>>,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        if let Some(text) = self.text.get(start..end) {
            self.tokens.push(Token { kind, text, start });
        }
    }

    /// Skips everything up to the next `end`; if there is none, up to the next line or to the end of the text.
    fn skip_past(&mut self, end: &str) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at = rest
            .find(end)
            .map_or(self.text.len(), |found| self.at + found + end.len());
    }

    fn skip_line(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at = rest
            .find('\n')
            .map_or(self.text.len(), |found| self.at + found);
    }

    /// Whether a line comment starts here. The same marks are operators elsewhere, so they must be preceded by a blank
    /// or the start of the line, and not followed by a part of a value.
    fn begins_line_comment(&self) -> bool {
        let before = self
            .at
            .checked_sub(1)
            .and_then(|at| self.text.as_bytes().get(at));
        let stands_free = before.is_none_or(|byte| byte.is_ascii_whitespace() || *byte == b';');
        match self.rest() {
            [b'/', b'/', ..] => before != Some(&b':'),
            [b'-', b'-', next, ..] => stands_free && !next.is_ascii_alphanumeric(),
            [b'#', next, ..] => stands_free && (next.is_ascii_whitespace() || *next == b'#'),
            [b'#'] => true,
            _ => false,
        }
    }

    /// Reads program source, data or a script up to `end`.
    fn program(&mut self, end: usize) {
        while self.at < end {
            let start = self.at;
            let rest = self.rest();
            match rest {
                [b'\n', ..] => {
                    self.at += 1;
                    self.push(TokenKind::LineEnd, start, self.at);
                }
                [b'/', b'*', ..] => self.skip_past("*/"),
                [b'<', b'!', b'-', b'-', ..] => self.skip_past("-->"),
                _ if self.begins_line_comment() => self.skip_line(),
                [b'"', b'"', b'"', ..] => self.long_literal("\"\"\""),
                [b'\'', b'\'', b'\'', ..] => self.long_literal("'''"),
                [quote @ (b'"' | b'\'' | b'`'), ..] => self.literal(*quote),
                [first, ..] if is_word_byte(*first) => {
                    let length = rest.iter().take_while(|byte| is_word_byte(**byte)).count();
                    self.at += length;
                    self.push(TokenKind::Word, start, self.at);
                }
                [b' ' | b'\t' | b'\r', ..] => self.at += 1,
                [mark, ..] => {
                    self.at += 1;
                    self.push(TokenKind::Mark(*mark), start, self.at);
                }
                [] => return,
            }
        }
    }

    /// Reads a literal of one line. An apostrophe inside a word does not start one, and an unclosed quote is a mark.
    fn literal(&mut self, quote: u8) {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let in_word = quote == b'\''
            && start
                .checked_sub(1)
                .and_then(|at| bytes.get(at))
                .is_some_and(|byte| is_word_byte(*byte));
        let mut end = start + 1;
        let mut closed = false;
        while let Some(byte) = bytes.get(end) {
            match byte {
                b'\\' => end += 2,
                b'\n' if quote != b'`' => break,
                byte if *byte == quote => {
                    closed = true;
                    break;
                }
                _ => end += 1,
            }
        }
        if in_word || !closed {
            self.at += 1;
            self.push(TokenKind::Mark(quote), start, self.at);
            return;
        }
        self.at = end + 1;
        self.push(TokenKind::Literal, start + 1, end);
    }

    /// Reads a literal of several lines: a statement, a template, or prose.
    fn long_literal(&mut self, quotes: &str) {
        let start = self.at + quotes.len();
        self.at = start;
        self.skip_past(quotes);
        let end = self.at.saturating_sub(quotes.len()).max(start);
        self.push(TokenKind::Literal, start, end);
    }

    /// Reads tags; content of scripts is read as program source.
    fn markup(&mut self) {
        while self.at < self.text.len() {
            match self.rest() {
                [b'<', b'!', b'-', b'-', ..] => self.skip_past("-->"),
                [b'<', b'!', b'[', ..] => self.at += 3,
                [b'<', b'/' | b'!' | b'?' | b'%', ..] => self.skip_past(">"),
                [b'<', next, ..] if next.is_ascii_alphabetic() => self.tag(),
                [b'<', ..] => self.at += 1,
                [] => return,
                _ => self.shown(),
            }
        }
    }

    /// Reads the shown text up to the next tag.
    fn shown(&mut self) {
        let start = self.at;
        let rest = self.rest();
        let length = rest
            .iter()
            .position(|byte| *byte == b'<')
            .unwrap_or(rest.len());
        self.at += length.max(1);
        let Some(text) = self.text.get(start..self.at) else {
            return;
        };
        let trimmed = text.trim_start();
        let start = start + (text.len() - trimmed.len());
        let trimmed = trimmed.trim_end();
        if !trimmed.is_empty() {
            self.push(TokenKind::Shown, start, start + trimmed.len());
        }
    }

    /// Reads a tag with its attributes; the content of a script follows as program source, that of a style is skipped.
    fn tag(&mut self) {
        let start = self.at;
        self.at += 1;
        self.push(TokenKind::Mark(b'<'), start, self.at);
        let name = self.name_in_tag();
        loop {
            match self.rest() {
                [] => return,
                [b'>', ..] => {
                    let end = self.at;
                    self.at += 1;
                    self.push(TokenKind::Mark(b'>'), end, self.at);
                    break;
                }
                [quote @ (b'"' | b'\''), ..] => self.attribute_value(*quote),
                [b'=', ..] => {
                    let at = self.at;
                    self.at += 1;
                    self.push(TokenKind::Mark(b'='), at, self.at);
                }
                [first, ..] if is_word_byte(*first) || matches!(first, b':' | b'@' | b'[') => {
                    self.name_in_tag();
                }
                _ => self.at += 1,
            }
        }
        if !(name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style")) {
            return;
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find("</").map_or(self.text.len(), |at| self.at + at);
        if name.eq_ignore_ascii_case("script") {
            self.program(end);
        }
        self.at = end.max(self.at);
    }

    fn name_in_tag(&mut self) -> &'t str {
        let start = self.at;
        let is_name = |byte: &u8| {
            is_word_byte(*byte)
                || matches!(byte, b':' | b'@' | b'.' | b'-' | b'[' | b']' | b'(' | b')')
        };
        let length = self.rest().iter().take_while(|byte| is_name(byte)).count();
        self.at += length.max(1);
        self.push(TokenKind::Word, start, self.at);
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn attribute_value(&mut self, quote: u8) {
        let start = self.at + 1;
        let bytes = self.text.as_bytes().get(start..).unwrap_or_default();
        let length = bytes.iter().position(|byte| *byte == quote);
        let end = length.map_or(self.text.len(), |length| start + length);
        self.at = end + 1;
        self.push(TokenKind::Literal, start, end);
    }
}

/// Letters, digits, underscores, dollar signs and all non-ASCII bytes.
fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokenise(text)
            .into_iter()
            .filter(|token| !matches!(token.kind, TokenKind::Mark(_) | TokenKind::LineEnd))
            .map(|token| token.text)
            .collect()
    }

    #[test]
    fn comments_of_all_languages_are_left_out() {
        let text = "a // b\nc /* d\ne */ f -- g\nh # i\n<!-- j -->k http://l";
        assert_eq!(texts(text), ["a", "c", "f", "h", "k", "http", "l"]);
    }

    #[test]
    fn operators_are_no_comments() {
        assert_eq!(
            texts("--width: 2; #color a--b"),
            ["width", "2", "color", "a", "b"]
        );
    }

    #[test]
    fn literals_are_whole_and_apostrophes_are_none() {
        assert_eq!(
            texts("f('a b', \"c\\\"d\") don't x"),
            ["f", "a b", "c\\\"d", "don", "t", "x"]
        );
        assert_eq!(texts("\"\"\"a\nb\"\"\" c"), ["a\nb", "c"]);
    }

    #[test]
    fn markup_gives_tags_attributes_and_shown_texts() {
        let text = "<a b='c d'>e f</a><!-- g --><script>h('i')</script><style>j</style>";
        assert_eq!(
            texts(text),
            ["a", "b", "c d", "e f", "script", "h", "i", "style"]
        );
    }

    #[test]
    fn names_of_rules_in_angle_brackets_are_no_markup() {
        let text = "<Form>:\n  values: ['a', \"b\"]";
        assert_eq!(texts(text), ["Form", "values", "a", "b"]);
    }

    #[test]
    fn broken_texts_end() {
        for text in [
            "<a b=\"c", "<!-- a", "/* a", "\"\"\"a", "'a\\", "<", "`a", "<a", "ä'ö",
        ] {
            tokenise(text);
        }
    }
}
