//! Dispatches statements to their readers, and notes those that nothing understands.

use std::borrow::Cow;

use super::alter;
use super::create;
use super::definition::Definitions;
use super::dialect::Dialect;
use super::head::{self, Head};
use super::placeholder::without_placeholders;
use super::remark;
use super::rows::{RowReader, Rows};
use super::schema::Schema;
use super::split::{Splitter, Statement};
use super::statement::Statements;
use super::token::{Tokeniser, Tokens};
use crate::format::Note;
use crate::gap::GapReason;
use crate::model::{SourceText, Span};
use crate::topic::Topic;

/// A script with very many mistakes is not SQL; further notes would add nothing.
const MOST_NOTES: usize = 20;

/// Reads a script, or several that run one after the other on the same database. They are split separately, so that a
/// missing quote in one harms no other.
pub fn read_script(source: &SourceText, topic: &Topic) -> Script {
    let filled = without_placeholders(source.as_str());
    let text = filled.as_ref();
    let dialect = Dialect::detect(text);
    let mut reader = Reader {
        text,
        topic,
        dialect,
        tokeniser: Tokeniser::new(dialect),
        schema: Schema::default(),
        rows: Rows::default(),
        statements: Statements::default(),
        definitions: Definitions::default(),
        notes: Vec::new(),
        understood: false,
        unknown: None,
    };
    for script in source.pieces() {
        for statement in Splitter::over(text, script, dialect) {
            reader.statement(&statement);
        }
    }
    // A single unknown statement is ignored; a script of nothing else is broken, or not SQL.
    if let Some(span) = reader.unknown.filter(|_| !reader.understood)
        && reader.notes.is_empty()
    {
        reader.note(
            GapReason::NothingFound,
            span,
            "statement not understood".to_owned(),
        );
    }
    Script {
        schema: reader.schema,
        rows: reader.rows,
        statements: reader.statements,
        definitions: reader.definitions,
        notes: reader.notes,
    }
}

/// The content of a script.
pub struct Script {
    /// Its declarations.
    pub schema: Schema,
    /// Its inserted rows.
    pub rows: Rows,
    /// What its statements do with values.
    pub statements: Statements,
    /// Fields defined by rows.
    pub definitions: Definitions,
    /// What was not understood.
    pub notes: Vec<Note>,
}

struct Reader<'t> {
    text: &'t str,
    topic: &'t Topic,
    dialect: Dialect,
    tokeniser: Tokeniser,
    schema: Schema,
    rows: Rows,
    statements: Statements,
    definitions: Definitions,
    notes: Vec<Note>,
    /// Whether there is any SQL statement.
    understood: bool,
    /// The first unknown statement.
    unknown: Option<Span>,
}

impl Reader<'_> {
    fn statement(&mut self, statement: &Statement) {
        let range = statement.range.clone();
        self.statements.read_statement(
            statement.head,
            self.text,
            &range,
            &mut self.tokeniser,
            self.topic,
        );
        if matches!(statement.head, Head::Insert | Head::Change) {
            let written = self.text.get(range.clone()).unwrap_or_default();
            self.definitions
                .read_definition_rows(written, range.start, &mut self.tokeniser);
        }
        if matches!(statement.head, Head::Other | Head::Execute) && self.inserts(&range) {
            self.row_reader().within(range.clone());
        }
        if statement.head == Head::Other {
            return self.other(statement);
        }
        self.understood = true;
        let tokens = match statement.head {
            Head::Insert => return self.row_reader().insert(range),
            Head::Change => return self.row_reader().change(range),
            Head::Copy => {
                if let Some(data) = statement.data.clone() {
                    self.row_reader().copy(range, data);
                }
                return;
            }
            Head::CreateView => {
                let tokens = self
                    .tokeniser
                    .tokenise(window(self.text, &range), range.start);
                return create::view(&mut self.schema, &tokens.toks);
            }
            Head::Execute
                if !window(self.text, &range)
                    .to_ascii_lowercase()
                    .contains("sp_") =>
            {
                return;
            }
            Head::CreateTable
            | Head::CreateType
            | Head::CreateDomain
            | Head::CreateIndex
            | Head::Alter
            | Head::Comment
            | Head::Drop
            | Head::Execute => self.tokens(statement),
            _ => return,
        };
        let schema = &mut self.schema;
        let understood = match statement.head {
            Head::CreateTable => create::table(schema, &tokens, self.text),
            Head::CreateType => create::named_type(schema, &tokens.toks),
            Head::CreateDomain => create::domain(schema, &tokens.toks),
            Head::CreateIndex => create::index(schema, &tokens.toks),
            Head::Alter => alter::alter(schema, &tokens, self.text),
            Head::Comment => remark::comment_on(schema, &tokens.toks),
            Head::Drop => {
                alter::drop_all(schema, &tokens.toks);
                true
            }
            Head::Execute => {
                remark::execute(schema, &tokens.toks);
                true
            }
            _ => true,
        };
        if let Some((detail, span)) = tokens.error {
            self.note(GapReason::Malformed, span, detail);
        } else if statement.broken {
            let span = Span::new(statement.range.start, statement.range.end);
            self.note(
                GapReason::Malformed,
                span,
                "the statement is not closed".to_owned(),
            );
        } else if !understood {
            let span = Span::new(statement.range.start, statement.range.end);
            self.note(
                GapReason::NotUnderstood,
                span,
                "statement not understood".to_owned(),
            );
        }
    }

    /// Whether a statement of another kind contains inserts.
    fn inserts(&self, range: &std::ops::Range<usize>) -> bool {
        let text = self.text.get(range.clone()).unwrap_or_default();
        ["INSERT", "insert", "Insert"]
            .iter()
            .any(|word| text.contains(word))
    }

    /// Handles a statement that declares nothing. An unknown one that mentions the topic may have been meant to.
    fn other(&mut self, statement: &Statement) {
        let text = self.text.get(statement.range.clone()).unwrap_or_default();
        let span = Span::new(statement.range.start, statement.range.end);
        if head::is_known(text) {
            self.understood = true;
            return;
        }
        self.unknown = self.unknown.or(Some(span));
        if self.topic.may_occur_in(text) && self.topic.is_mentioned_in(text) {
            self.note(
                GapReason::NotUnderstood,
                span,
                "statement not understood".to_owned(),
            );
        }
    }

    fn row_reader(&mut self) -> RowReader<'_> {
        RowReader {
            rows: &mut self.rows,
            schema: &self.schema,
            text: self.text,
            tokeniser: &mut self.tokeniser,
        }
    }

    fn tokens(&mut self, statement: &Statement) -> Tokens {
        let source = self.text.get(statement.range.clone()).unwrap_or_default();
        let mut source = Cow::Borrowed(source);
        if self.dialect == Dialect::MySql && source.contains("/*!") {
            source = Cow::Owned(without_version_marks(&source));
        }
        self.tokeniser.tokenise(&source, statement.range.start)
    }

    fn note(&mut self, reason: GapReason, span: Span, detail: String) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(Note {
                reason,
                span: Some(span),
                detail,
            });
        }
    }
}

/// The beginning of a statement.
fn window<'t>(text: &'t str, range: &std::ops::Range<usize>) -> &'t str {
    const LONGEST: usize = 400;
    let mut end = range.end.min(range.start + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(range.start..end).unwrap_or_default()
}

/// Blanks out `/*!40101` and the matching `*/`: MySQL executes the text in between.
fn without_version_marks(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find("/*!") {
        out.push_str(&rest[..at]);
        let inside = &rest[at + 3..];
        let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
        out.extend(std::iter::repeat_n(' ', 3 + digits));
        let inside = &inside[digits..];
        match inside.find("*/") {
            Some(end) => {
                out.push_str(&inside[..end]);
                out.push_str("  ");
                rest = &inside[end + 2..];
            }
            None => rest = inside,
        }
    }
    out.push_str(rest);
    out
}
