//! Statements that compute: views, queries, updates, routines. Only what they do with a column's values is read.

mod change;
mod condition;
mod count;
mod expression;
mod refusal;
mod routine;
mod target;

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

pub use self::condition::conjuncts;
use self::refusal::{Refusal, Served};

use super::head::Head;
use super::schema::{Name, fold};
use super::stream::Stream;
use super::token::{Kind, Tok, Tokeniser};
use crate::model::{Located, ModelPath, Relation, RelationKind, SchemaModel, Span};
use crate::topic::Topic;

/// Longer statements contain data.
const LONGEST: usize = 256 * 1024;
/// No real script has more relations.
const MOST_FOUND: usize = 2_000;

/// What statements do, in order. Relations in a view or routine last until it is replaced or dropped.
#[derive(Debug, Default)]
pub struct Statements {
    found: Vec<Found>,
    /// What triggers refuse, with the name of the trigger or function, folded.
    refusals: Vec<(Option<String>, Refusal)>,
    /// Triggers that call functions.
    served: Vec<Served>,
}

#[derive(Debug)]
struct Found {
    /// The view or routine that contains it, folded.
    object: Option<String>,
    kind: RelationKind,
    span: Span,
}

impl Statements {
    /// Whether a statement is worth reading: it mentions gender or salutation and computes something.
    fn concern(head: Head, text: &str, topic: &Topic) -> bool {
        let relevant = matches!(
            head,
            Head::CreateView
                | Head::Change
                | Head::Insert
                | Head::Routine
                | Head::Other
                | Head::CreateTable
        );
        if !relevant || text.len() > LONGEST {
            return false;
        }
        if head == Head::CreateTable && !text.contains("SELECT") && !text.contains("select") {
            return false;
        }
        // Rows of data compute nothing.
        let rows = head == Head::Insert && !text.get(..text.len().min(2_000)).is_none_or(selects);
        !rows && topic.is_mentioned_in(text) && computes(text)
    }

    /// Reads a statement.
    pub fn read_statement(
        &mut self,
        head: Head,
        text: &str,
        range: &Range<usize>,
        tokeniser: &mut Tokeniser,
        topic: &Topic,
    ) {
        let source = text.get(range.clone()).unwrap_or_default();
        if head == Head::Routine && Served::may_be(source) && self.served.len() < MOST_FOUND {
            let tokens = tokeniser.tokenise(source, range.start);
            self.served.extend(Served::read(&tokens.toks));
        }
        if !Self::concern(head, source, topic) || self.found.len() > MOST_FOUND {
            return;
        }
        let tokens = tokeniser.tokenise(source, range.start);
        let toks = tokens.toks.as_slice();
        match head {
            Head::CreateView | Head::CreateTable => {
                let word = if head == Head::CreateView {
                    "VIEW"
                } else {
                    "TABLE"
                };
                let name = created(toks, &[word]);
                self.replace(name.as_ref());
                self.query(name, toks);
            }
            Head::Routine => {
                let name = created(
                    toks,
                    &[
                        "PROCEDURE",
                        "PROC",
                        "FUNCTION",
                        "TRIGGER",
                        "PACKAGE",
                        "EVENT",
                    ],
                );
                self.replace(name.as_ref());
                let body = dollar_body(text, toks);
                let inside = body.map(|(body, base)| tokeniser.tokenise(body, base));
                let body = inside
                    .as_ref()
                    .map_or(toks, |tokens| tokens.toks.as_slice());
                let path: Vec<String> = name.clone().into_iter().collect();
                let mut found = Vec::new();
                routine::frozen(toks, body, &path, &mut found);
                change::all(body, &path, &mut found);
                self.take(name.clone(), found);
                let object = name.as_deref().map(fold);
                let refusals = refusal::refusals(toks, body).into_iter();
                self.refusals
                    .extend(refusals.map(|refusal| (object.clone(), refusal)));
                self.query(name, body);
            }
            Head::Change => {
                let mut found = Vec::new();
                change::all(toks, &[], &mut found);
                self.take(None, found);
                self.query(None, toks);
            }
            Head::Insert => self.query(None, toks),
            _ => match toks.first() {
                Some(first) if first.is_any(&["SELECT", "WITH"]) => self.query(None, toks),
                Some(first) if first.is("DROP") => {
                    let name = created(toks, &["VIEW", "PROCEDURE", "FUNCTION", "TRIGGER"]);
                    self.replace(name.as_ref());
                }
                _ => {}
            },
        }
    }

    /// Adds all relations to a model, and notes at its columns what triggers refuse.
    pub fn emit(self, model: &mut SchemaModel) {
        for (object, refusal) in &self.refusals {
            refusal.apply(object.as_deref(), &self.served, model);
        }
        let found = self.found.into_iter();
        model.relations.extend(found.map(|found| Relation {
            kind: found.kind,
            elements: Vec::new(),
            span: found.span,
        }));
    }

    /// Removes what an earlier object of this name did.
    fn replace(&mut self, name: Option<&String>) {
        if let Some(name) = name {
            let name = fold(name);
            let is_other = |object: &Option<String>| object.as_deref() != Some(name.as_str());
            self.found.retain(|found| is_other(&found.object));
            self.refusals.retain(|(object, _)| is_other(object));
        }
    }

    fn query(&mut self, object: Option<String>, toks: &[Tok]) {
        let path: Vec<String> = object.clone().into_iter().collect();
        let mut found = Vec::new();
        expression::all(toks, &path, &mut found);
        count::all(toks, &path, &mut found);
        self.take(object, found);
    }

    fn take(&mut self, object: Option<String>, found: Vec<(RelationKind, Span)>) {
        let object = object.map(|name| fold(&name));
        for (kind, span) in found {
            // Several updates may form one mapping (`… SET a = 'Herr' WHERE g = 'm'`).
            if let RelationKind::Mapping(next) = &kind
                && let Some(Found {
                    kind: RelationKind::Mapping(last),
                    ..
                }) = self.found.last_mut()
                && change::continues(last, next)
            {
                last.arms.extend(next.arms.iter().cloned());
                continue;
            }
            self.found.push(Found {
                object: object.clone(),
                kind,
                span,
            });
        }
    }
}

/// Whether a statement contains a word that selects, counts, changes or rejects values.
fn computes(text: &str) -> bool {
    static WORDS: OnceLock<Option<Regex>> = OnceLock::new();
    WORDS
        .get_or_init(|| {
            Regex::new(
                r"(?i)\b(?:case|decode|iif|if|coalesce|nvl|ifnull|isnull|count|sum|update|raise|signal|throw|raiserror|drop|merge|view|when)\b|raise_application_error",
            )
            .ok()
        })
        .as_ref()
        .is_none_or(|words| words.is_match(text))
}

fn selects(head: &str) -> bool {
    let folded = head.to_ascii_lowercase();
    match (folded.find("select"), folded.find("values")) {
        (Some(select), Some(values)) => select < values,
        (select, _) => select.is_some(),
    }
}

/// The name of the created or dropped object.
fn created(toks: &[Tok], words: &[&str]) -> Option<String> {
    const NEAR: usize = 24;
    let at = toks.iter().take(NEAR).position(|tok| tok.is_any(words))?;
    let mut stream = Stream::new(toks.get(at + 1..)?);
    stream.skip_if_exists();
    stream.name().map(|name: Name| name.own.value)
}

/// The body of a PostgreSQL routine, which is written as a string, and where it starts.
fn dollar_body<'t>(text: &'t str, toks: &[Tok]) -> Option<(&'t str, usize)> {
    toks.iter().find_map(|tok| {
        let source = text.get(tok.span.range())?;
        let tag = source.get(..source.get(1..)?.find('$')? + 2)?;
        let body = source.strip_prefix(tag)?.strip_suffix(tag)?;
        source
            .starts_with('$')
            .then_some((body, tok.span.start as usize + tag.len()))
    })
}

/// A path of names.
fn path_of(path: &[String]) -> ModelPath {
    ModelPath::new(path.iter().cloned())
}

/// Whether a token is a text or a number.
pub fn is_literal(tok: &Tok) -> bool {
    matches!(tok.kind, Kind::Text | Kind::Number)
}

/// The text of a token with its span.
pub fn located(tok: &Tok) -> Located<String> {
    Located::with_span(tok.text.to_string(), tok.span)
}

/// Strips parentheses around the whole.
fn inner(mut toks: &[Tok]) -> &[Tok] {
    const MOST: usize = 24;
    for _ in 0..MOST {
        match toks {
            [open, inside @ .., close] if open.mark("(") && close.mark(")") && encloses(toks) => {
                toks = inside;
            }
            _ => break,
        }
    }
    toks
}

/// Whether the last parenthesis closes the first.
fn encloses(toks: &[Tok]) -> bool {
    let mut depth = 0usize;
    for (at, tok) in toks.iter().enumerate() {
        if tok.mark("(") {
            depth += 1;
        } else if tok.mark(")") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + 1 == toks.len();
            }
        }
    }
    false
}

/// The first matching token outside parentheses and `CASE … END`.
fn find(toks: &[Tok], is: impl Fn(&Tok) -> bool) -> Option<usize> {
    let mut depth = 0usize;
    for (at, tok) in toks.iter().enumerate() {
        if depth == 0 && is(tok) {
            return Some(at);
        }
        if tok.mark("(") || tok.is("CASE") {
            depth += 1;
        } else if tok.mark(")") || tok.is("END") {
            depth = depth.saturating_sub(1);
        }
    }
    None
}

/// Splits at a keyword outside parentheses and `CASE … END`.
fn split<'t>(mut toks: &'t [Tok], word: &str) -> Vec<&'t [Tok]> {
    let mut parts = Vec::new();
    while let Some(at) = find(toks, |tok| tok.is(word)) {
        parts.push(&toks[..at]);
        toks = &toks[at + 1..];
    }
    parts.push(toks);
    parts
}

/// Splits at commas outside parentheses and `CASE … END`.
fn groups(mut toks: &[Tok]) -> Vec<&[Tok]> {
    let mut parts = Vec::new();
    while let Some(at) = find(toks, |tok| tok.mark(",")) {
        parts.push(&toks[..at]);
        toks = &toks[at + 1..];
    }
    parts.push(toks);
    parts
}
