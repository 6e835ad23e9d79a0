//! Haml and Slim: indentation instead of end tags.

use super::parser::expression;
use super::piece::{Act, End, Piece, PieceKind};
use super::scan::trim;
use super::statement;
use crate::model::Span;

/// The pieces of a template.
pub fn pieces(source: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // Indentations of the open statements.
    let mut open: Vec<usize> = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let span = Span::new(start, start + line.len());
        start += line.len();
        let text = line.trim_start();
        if text.trim().is_empty() {
            continue;
        }
        let indent = line.len() - text.len();
        let code = text
            .strip_prefix('-')
            .filter(|code| !code.starts_with(['#', '-']));
        let inner = |skip: usize| {
            let begin = span.start as usize + indent + skip;
            trim(
                source,
                Span::new(begin.min(span.end as usize), span.end as usize),
            )
        };
        let acts = code.map(|_| statement::program(source, inner(1), true));
        let goes_on = acts.as_ref().is_some_and(|acts| {
            matches!(acts.as_slice(), [Act::Else | Act::ElseIf(_) | Act::Case(_)])
        });
        while let Some(outer) = open.last() {
            // A continuation has the same indentation as its statement.
            if *outer < indent || (goes_on && *outer == indent) {
                break;
            }
            open.pop();
            let at = span.start as usize;
            pieces.push(Piece {
                span: Span::new(at, at),
                kind: PieceKind::Act(Act::End(End::Any)),
            });
        }
        if let Some(acts) = acts {
            for act in acts {
                let opens = matches!(act, Act::If(_) | Act::Switch(_) | Act::Loop | Act::Block);
                pieces.push(Piece {
                    span,
                    kind: PieceKind::Act(act),
                });
                if opens {
                    open.push(indent);
                }
            }
            continue;
        }
        if text.starts_with("-#") || text.starts_with('/') {
            pieces.push(Piece {
                span,
                kind: PieceKind::Comment,
            });
            continue;
        }
        match output(text) {
            Some(at) => {
                let value = inner(at);
                let code = source.get(value.range()).unwrap_or_default();
                let block =
                    code.ends_with(" do") || (code.ends_with('|') && code.contains(" do |"));
                pieces.push(Piece {
                    span,
                    kind: if block {
                        PieceKind::Act(Act::Loop)
                    } else {
                        PieceKind::Output(expression(source, value, false), None)
                    },
                });
                if block {
                    open.push(indent);
                }
            }
            None => inserted(source, span, indent + tag(text), &mut pieces),
        }
        // Each line of the source is one of the page.
        let end = span.end as usize;
        pieces.push(Piece {
            span: Span::new(end - usize::from(line.ends_with('\n')), end),
            kind: PieceKind::Literal,
        });
    }
    for _ in open {
        let end = source.len();
        pieces.push(Piece {
            span: Span::new(end, end),
            kind: PieceKind::Act(Act::End(End::Any)),
        });
    }
    pieces
}

/// Start of the code in `= code`, `%p= code`, `p.x = code`.
fn output(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('=');
    if rest.is_some() {
        return Some(text.len() - text.trim_start_matches(['=', '<', '>', '~', '!']).len());
    }
    let name = tag(text);
    let behind = text.get(name..)?;
    let gap = behind.len() - behind.trim_start_matches(' ').len();
    let is_tag = name > 0;
    let sign = behind.trim_start_matches(' ').strip_prefix('=')?;
    (is_tag && !sign.starts_with(['=', '>'])).then_some(name + gap + 1)
}

/// The length of a tag at the beginning of a line: `%p.note{…}`; of a bare word in Slim: `p.note`.
fn tag(text: &str) -> usize {
    let is_name =
        |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '%' | '.' | '#' | '-' | '_');
    let mut end = text.find(|ch| !is_name(ch)).unwrap_or(text.len());
    let marked = text.starts_with(['%', '.', '#']);
    if marked
        && let Some(inside) = text
            .get(end..)
            .and_then(|rest| rest.strip_prefix(['{', '(']))
    {
        let close = if text.as_bytes().get(end) == Some(&b'{') {
            b'}'
        } else {
            b')'
        };
        if let Some(length) = super::scan::end_of(inside, close) {
            end += length + 2;
        }
    }
    let followed = text
        .get(end..)
        .is_some_and(|rest| rest.trim_start_matches(' ').starts_with('='));
    // Slim writes the names of elements without a mark.
    let bare = [
        "p", "span", "div", "strong", "h1", "h2", "h3", "td", "th", "li",
    ]
    .iter()
    .any(|name| text.get(..end) == Some(*name));
    if marked || followed || bare { end } else { 0 }
}

/// Text with `#{code}` in it.
fn inserted(source: &str, line: Span, skip: usize, pieces: &mut Vec<Piece>) {
    let mut at = (line.start as usize + skip).min(line.end as usize);
    let end = line.start as usize
        + source
            .get(line.range())
            .unwrap_or_default()
            .trim_end()
            .len();
    while let Some(start) = source.get(at..end.max(at)).and_then(|rest| rest.find("#{")) {
        let start = at + start;
        let Some((length, inner)) = super::scan::between(source, start, "#{", "}") else {
            break;
        };
        pieces.push(Piece {
            span: Span::new(at, start),
            kind: PieceKind::Literal,
        });
        pieces.push(Piece {
            span: Span::new(start, start + length),
            kind: PieceKind::Output(expression(source, trim(source, inner), false), None),
        });
        at = start + length;
    }
    pieces.push(Piece {
        span: Span::new(at, end.max(at)),
        kind: PieceKind::Literal,
    });
}
