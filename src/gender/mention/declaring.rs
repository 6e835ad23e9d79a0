//! Positions in which languages and notations declare a name, told by the tokens around it.

use super::scan::{LIST_TOKENS, Scan};
use super::token::{Token, TokenKind};
use crate::gender::field::Subject;
use crate::gender::name::YesNo;
use crate::gender::subject::context;

/// Words that precede a declared name.
pub(super) const DECLARING: &[&str] = &[
    "enum",
    "class",
    "struct",
    "interface",
    "type",
    "typedef",
    "record",
    "object",
    "trait",
    "union",
    "domain",
    "column",
    "field",
    "property",
    "attribute",
    "element",
    "entity",
    "newtype",
    "ATTRIBUTETYPE",
    "NAME",
    "DATA",
    "TYPES",
    "CONSTANTS",
    "PARAMETERS",
    "FIELD",
    "COLUMN",
    "DEFINE",
    "VARIABLE",
    "feld",
    "FELD",
    "LIST",
    "LISTE",
    "COMBO",
    "AUSWAHL",
    "add_column",
];

/// Types that follow the name of a column or field.
const TYPES: &[&str] = &[
    "char",
    "varchar",
    "varchar2",
    "nvarchar",
    "nchar",
    "bpchar",
    "character",
    "text",
    "string",
    "str",
    "int",
    "integer",
    "smallint",
    "tinyint",
    "bigint",
    "number",
    "numeric",
    "decimal",
    "enum",
    "bool",
    "boolean",
    "bit",
    "byte",
    "long",
    "short",
    "float",
    "double",
    "symbol",
    "keyword",
    "option",
    "select",
    "radio",
    "type",
    "like",
    "as",
    "is",
    "pic",
];

impl Scan<'_> {
    /// Whether a line of an outline only states a name: `- name: gender`.
    pub(super) fn is_called_so(&self, index: usize) -> bool {
        const KEYS: [&str; 5] = ["name", "field", "column", "attribute", "feld"];
        let is_key = self.before(index, 1).is_some_and(|mark| mark.is_mark(b':'))
            && self
                .before(index, 2)
                .is_some_and(|key| KEYS.contains(&key.text.to_ascii_lowercase().as_str()));
        is_key
            && self
                .before(index, 3)
                .is_none_or(|first| first.kind == TokenKind::LineEnd || first.is_mark(b'-'))
    }

    /// Whether a line consists of a type and a name: `String gender`, `private String gender`.
    pub(super) fn is_typed_by_the_word_before(&self, index: usize) -> bool {
        const MODIFIERS: [&str; 5] = ["private", "protected", "public", "final", "static"];
        let typed = self
            .before(index, 1)
            .is_some_and(|before| before.kind == TokenKind::Word && is_type(before.text));
        typed
            && self.before(index, 2).is_none_or(|before| {
                matches!(
                    before.kind,
                    TokenKind::LineEnd | TokenKind::Mark(b'{' | b';' | b')')
                ) || MODIFIERS.contains(&before.text)
            })
    }

    /// Whether a name at the start of a line is followed by a keyword with a list: `gender inList: ['m', 'w']`,
    /// `gender inclusion: { in: ["m", "w"] }`.
    pub(super) fn is_restricted_to_a_list(&self, index: usize) -> bool {
        /// Maximum number of tokens between the list's start and its first value.
        const NEAR: usize = 4;
        let opens = self.after(index, 2).is_some_and(|mark| mark.is_mark(b':'))
            && self
                .after(index, 3)
                .is_some_and(|mark| mark.is_mark(b'[') || mark.is_mark(b'{'));
        opens
            && (4..4 + NEAR)
                .map_while(|steps| self.after(index, steps))
                .any(|token| token.kind == TokenKind::Literal)
    }

    /// Whether the letter of a type with a length follows: `geschlecht C(1)`, as in xBase.
    pub(super) fn has_a_type_of_one_letter(&self, index: usize) -> bool {
        let is_letter =
            |word: &str| word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        self.after(index, 1)
            .is_some_and(|after| after.kind == TokenKind::Word && is_letter(after.text))
            && self.after(index, 2).is_some_and(|mark| mark.is_mark(b'('))
            && self
                .after(index, 3)
                .is_some_and(|length| length.text.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// Whether a name is a variable behind its type or what restricts it: `[ValidateSet('m', 'w')]$Gender`.
    pub(super) fn has_a_type_in_brackets(&self, index: usize) -> bool {
        let is_variable = |token: &Token<'_>| token.text.starts_with('$');
        self.tokens.get(index).is_some_and(is_variable)
            && self
                .before(index, 1)
                .is_some_and(|token| token.is_mark(b']'))
    }

    /// Whether a name ends the heading of a section: `[Feld.Geschlecht]`.
    pub(super) fn heads_a_section(&self, index: usize) -> bool {
        /// Maximum number of tokens of a heading.
        const MOST: usize = 12;
        let closes = self.after(index, 1).is_some_and(|mark| mark.is_mark(b']'))
            && self
                .after(index, 2)
                .is_none_or(|end| end.kind == TokenKind::LineEnd);
        let mut before = (1..=MOST).map_while(|steps| self.before(index, steps));
        let opens = before.find(|token| {
            !(token.kind == TokenKind::Word || token.is_mark(b'.') || token.is_mark(b'-'))
        });
        closes
            && opens.is_some_and(|token| token.is_mark(b'['))
            && before
                .next()
                .is_none_or(|end| end.kind == TokenKind::LineEnd)
    }

    /// Whether a key switches something about the entry: `askGender: false`.
    pub(super) fn is_switched(&self, mark: usize) -> bool {
        let Some(name) = mark.checked_sub(1).and_then(|name| self.tokens.get(name)) else {
            return false;
        };
        let value = self.tokens.get(mark + 1);
        let is_yes_or_no = value.is_some_and(|value| {
            matches!(value.kind, TokenKind::Word | TokenKind::Literal)
                && ["true", "false", "boolean", "bool"]
                    .iter()
                    .any(|word| word.eq_ignore_ascii_case(value.text))
        });
        is_yes_or_no && self.vocabulary.yes_no(name.text) == YesNo::About
    }

    /// Whether the keys around a place are those of things with a gender: of words, connectors, animals, clothes.
    pub(super) fn stands_among_things(&self, index: usize) -> bool {
        /// Number of keys required, and of tokens examined on either side.
        const KEYS: usize = 2;
        const AWAY: usize = 24;
        let first = index.saturating_sub(AWAY);
        let around = self.tokens.iter().enumerate().skip(first).take(2 * AWAY);
        let keys = around.filter(|(at, token)| {
            let is_key = self
                .after(*at, 1)
                .is_some_and(|mark| mark.is_mark(b':') || mark.is_mark(b'='));
            *at != index && is_key && matches!(token.kind, TokenKind::Word | TokenKind::Literal)
        });
        let mut things = 0;
        for (_, key) in keys {
            if self.vocabulary.is_persons_name(key.text) {
                return false;
            }
            let own = context(self.vocabulary, key.text);
            let subject = own.or_else(|| self.vocabulary.context_beside(key.text));
            things += usize::from(matches!(
                subject,
                Some(Subject::Animal | Subject::Clothing | Subject::Connector | Subject::Grammar)
            ));
        }
        things >= KEYS
    }

    /// Whether a name starts a line, a list or a block. COBOL records have level numbers before the names.
    pub(super) fn begins_a_line(&self, index: usize) -> bool {
        self.before(index, 1)
            .is_none_or(|before| match before.kind {
                TokenKind::LineEnd | TokenKind::Mark(b'(' | b',' | b';' | b'{' | b'|') => true,
                TokenKind::Word => before.text.bytes().all(|byte| byte.is_ascii_digit()),
                _ => false,
            })
    }

    /// Whether a word is part of a hyphenated name followed by a type: `05 KD-GESCHLECHT-KZ PIC X.`
    pub(super) fn is_declared_with_hyphens(&self, index: usize) -> bool {
        /// Maximum number of parts of a name.
        const MOST_PARTS: usize = 8;
        let joins = |hyphen: usize| {
            let (Some(before), Some(mark), Some(after)) = (
                hyphen
                    .checked_sub(1)
                    .and_then(|before| self.tokens.get(before)),
                self.tokens.get(hyphen),
                self.tokens.get(hyphen + 1),
            ) else {
                return false;
            };
            mark.is_mark(b'-')
                && before.kind == TokenKind::Word
                && after.kind == TokenKind::Word
                && before.start + before.text.len() == mark.start
                && mark.start + 1 == after.start
        };
        let (mut first, mut last) = (index, index);
        for _ in 0..MOST_PARTS {
            if first >= 2 && joins(first - 1) {
                first -= 2;
            } else if joins(last + 1) {
                last += 2;
            } else {
                break;
            }
        }
        let typed = self
            .after(last, 1)
            .is_some_and(|after| after.kind == TokenKind::Word && is_type(after.text));
        first < last && typed && self.begins_a_line(first)
    }

    /// Whether a name is one of the columns filled by a statement: `INSERT INTO person (name, gender) VALUES`.
    pub(super) fn is_filled_column(&self, index: usize) -> bool {
        /// A name may be qualified: server, database, schema, table.
        const NAME_TOKENS: usize = 8;
        let mut before = (1..=LIST_TOKENS).map_while(|steps| self.before(index, steps));
        let opens = before.position(|token| {
            !matches!(
                token.kind,
                TokenKind::Word | TokenKind::Literal | TokenKind::LineEnd | TokenKind::Mark(b',')
            )
        });
        let Some(opens) = opens else { return false };
        self.before(index, opens + 1)
            .is_some_and(|token| token.is_mark(b'('))
            && (opens + 2..opens + 2 + NAME_TOKENS)
                .map_while(|steps| self.before(index, steps))
                .take_while(|token| {
                    matches!(
                        token.kind,
                        TokenKind::Word
                            | TokenKind::Literal
                            | TokenKind::LineEnd
                            | TokenKind::Mark(b'.')
                    )
                })
                .any(|token| token.text.eq_ignore_ascii_case("into"))
    }

    /// Whether the line begins with a number and the name.
    pub(super) fn is_numbered(&self, index: usize) -> bool {
        self.before(index, 1)
            .is_some_and(|before| before.kind == TokenKind::Word)
    }

    /// Whether the first token after a parenthesis is a number or a text.
    pub(super) fn holds_a_code(&self, parenthesis: usize) -> bool {
        self.after(parenthesis, 1).is_some_and(|first| {
            first.kind == TokenKind::Literal
                || first.text.starts_with(|ch: char| ch.is_ascii_digit())
        })
    }

    /// Whether a name is a cell of a row of columns, as in tables that describe data elements.
    pub(super) fn stands_between_tabs(&self, index: usize) -> bool {
        let Some(token) = self.tokens.get(index) else {
            return false;
        };
        let bytes = self.text.as_bytes();
        let before = token.start.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(token.start + token.text.len());
        // A line that starts with tabs only is indented.
        let is_indented = self
            .before(index, 1)
            .is_none_or(|before| before.kind == TokenKind::LineEnd);
        !is_indented && before == Some(&b'\t') && after == Some(&b'\t')
    }

    /// Whether the word before a name looks like its type: `String gender`, `NSString *gender`.
    pub(super) fn follows_a_type(&self, index: usize) -> bool {
        let is_pointer = self
            .before(index, 1)
            .is_some_and(|before| matches!(before.kind, TokenKind::Mark(b'*' | b'&')));
        self.before(index, if is_pointer { 2 } else { 1 })
            .is_some_and(|before| before.kind == TokenKind::Word && !is_keyword(before.text))
    }
}

/// Whether a word is the name of a type in some language.
pub(super) fn is_type(word: &str) -> bool {
    TYPES.iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// Words before a value that is used, not declared.
fn is_keyword(word: &str) -> bool {
    const KEYWORDS: [&str; 16] = [
        "return", "in", "and", "or", "not", "if", "else", "elif", "unless", "when", "case",
        "import", "from", "by", "yield", "await",
    ];
    KEYWORDS
        .iter()
        .any(|keyword| keyword.eq_ignore_ascii_case(word))
}
