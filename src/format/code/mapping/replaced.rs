//! Entries of a text that are replaced: `sex.replace("m", "1").replace("w", "2")`, `strtr($sex, 'mw', '12')`. Whatever is
//! not named stays as it is.

use tree_sitter::Node;

use super::super::lowering::{Call, Shape};
use super::context::Surroundings;
use super::lower::Lower;
use crate::format::logic::{self, Constant, ConstantKind, Lookup};
use crate::model::{Known, Located, Mapping, Why};
use crate::topic::Attribute;

/// Methods that replace a part of their receiver by another text.
const REPLACING: &[&str] = &[
    "Replace",
    "gsub",
    "replace",
    "replaceAll",
    "replaceFirst",
    "replace_all",
    "sub",
];
/// Functions that get the pattern, the replacement and then the text.
const FUNCTIONS: &[&str] = &[
    "mb_ereg_replace",
    "preg_replace",
    "str_ireplace",
    "str_replace",
];
/// Libraries whose methods get the text as the first argument.
const TEXT_FIRST: &[&str] = &["StringUtils", "strings"];
/// Libraries whose methods get the text as the last argument.
const TEXT_LAST: &[&str] = &["re", "regex"];
/// Maximum number of replacements one after another, and of replaced signs.
const MOST_ROWS: usize = 12;

/// What is replaced, and by what.
type Rows = Vec<(Constant, Option<Constant>)>;

/// The translation that replacements in a text make; `None` if the text is no entry by its name.
pub fn mapping<'t>(lower: Lower<'_, 't>, node: Node<'t>, shape: &Shape<'t>) -> Option<Mapping> {
    let Shape::Call(call) = shape else {
        return None;
    };
    let (mut rows, mut subject) = replaced(lower, call)?;
    if is_continued(lower, node) {
        return None;
    }
    while let Some((mut before, inner)) =
        lower.call(subject).and_then(|call| replaced(lower, &call))
        && before.len() + rows.len() <= MOST_ROWS
    {
        before.append(&mut rows);
        rows = before;
        subject = inner;
    }
    let topic = lower.reader.topic();
    let written = lower.reader.text(subject);
    let is_entry = [Attribute::Gender, Attribute::Salutation]
        .into_iter()
        .any(|attribute| topic.names(attribute, written));
    if !is_entry {
        return None;
    }
    let lookup = Lookup {
        rows,
        subject: Some(logic::subject(&lower.expression(subject))?),
        fallback: Some(Located::implied(Known::No(Why::Dynamic))),
    };
    Some(logic::looked_up(lookup, &Surroundings::new(lower, node)))
}

/// The tables among the arguments of a call.
pub fn tables<'t>(lower: Lower<'_, 't>, shape: &Shape<'t>) -> Vec<Node<'t>> {
    let Shape::Call(call) = shape else {
        return Vec::new();
    };
    let arguments = call.arguments.iter().map(|argument| lower.bare(*argument));
    let tables = arguments.filter(|(_, shape)| matches!(shape, Shape::Table(_)));
    tables.map(|(node, _)| node).collect()
}

/// Whether the result is replaced again: then the last call reads all of them.
fn is_continued<'t>(lower: Lower<'_, 't>, node: Node<'t>) -> bool {
    /// Nodes between a call and its receiver or its argument.
    const MOST_STEPS: usize = 3;
    let outwards = std::iter::successors(node.parent(), |inner| inner.parent());
    let mut calls = outwards
        .take(MOST_STEPS)
        .filter_map(|outer| match lower.shape(outer) {
            Shape::Call(call) => replaced(lower, &call),
            _ => None,
        });
    calls.any(|(_, subject)| lower.bare(subject).0.id() == node.id())
}

/// What one call replaces, and in which text.
fn replaced<'t>(lower: Lower<'_, 't>, call: &Call<'t>) -> Option<(Rows, Node<'t>)> {
    let name = lower.reader.text(call.name);
    let called_on = call.receiver.map(|of| lower.reader.text(of));
    let is_of = |libraries: &[&str]| called_on.is_some_and(|of| libraries.contains(&of));
    match (name, call.receiver, call.arguments.as_slice()) {
        ("strtr", None, [subject, from, to]) => Some((signs(lower, *from, *to)?, *subject)),
        ("strtr", None, [subject, table]) => Some((listed(lower, *table)?, *subject)),
        ("tr", Some(subject), [from, to]) => Some((signs(lower, *from, *to)?, subject)),
        ("translate", Some(subject), [table]) => {
            let made = lower.call(*table)?;
            if lower.reader.text(made.name) != "maketrans" {
                return None;
            }
            let rows = match made.arguments.as_slice() {
                [from, to] => signs(lower, *from, *to),
                [table] => listed(lower, *table),
                _ => None,
            };
            Some((rows?, subject))
        }
        (name, None, [from, to, subject, ..]) if FUNCTIONS.contains(&name) => {
            Some((pairs(lower, *from, *to)?, *subject))
        }
        (name, Some(_), [from, to, subject, ..])
            if is_of(TEXT_LAST) && REPLACING.contains(&name) =>
        {
            Some((pairs(lower, *from, *to)?, *subject))
        }
        (name, Some(_), [subject, from, to, ..])
            if is_of(TEXT_FIRST) && (REPLACING.contains(&name) || name == "ReplaceAll") =>
        {
            Some((pairs(lower, *from, *to)?, *subject))
        }
        (name, Some(subject), [from, to, ..]) if REPLACING.contains(&name) => {
            Some((pairs(lower, *from, *to)?, subject))
        }
        _ => None,
    }
}

/// A text and its replacement, or a list of each.
fn pairs<'t>(lower: Lower<'_, 't>, from: Node<'t>, to: Node<'t>) -> Option<Rows> {
    if let (Shape::List(from), Shape::List(to)) = (lower.bare(from).1, lower.bare(to).1) {
        let is_paired = from.len() == to.len() && (1..=MOST_ROWS).contains(&from.len());
        let rows = from
            .into_iter()
            .zip(to)
            .map(|(from, to)| row(lower, from, to));
        return is_paired.then(|| rows.collect())?;
    }
    Some(vec![row(lower, from, to)?])
}

fn row<'t>(
    lower: Lower<'_, 't>,
    from: Node<'t>,
    to: Node<'t>,
) -> Option<(Constant, Option<Constant>)> {
    let written = match lower.constant(from) {
        Some(stated) if stated.kind == ConstantKind::Text => stated.text,
        _ => Some(lower.line(from)).filter(|line| line.value.starts_with('/'))?,
    };
    let word = plain(&written.value)?.to_owned();
    let from = Constant::text(Located::new(word, written.span));
    Some((from, Some(lower.constant(to)?)))
}

/// The rows of a table: `strtr($sex, ['m' => 'Herr'])`.
fn listed<'t>(lower: Lower<'_, 't>, table: Node<'t>) -> Option<Rows> {
    let Shape::Table(rows) = lower.bare(table).1 else {
        return None;
    };
    if rows.is_empty() || rows.len() > MOST_ROWS {
        return None;
    }
    let rows = rows.into_iter().map(|pair| {
        let (from, to) = pair?;
        row(lower, from, to)
    });
    rows.collect()
}

/// `'mw'` → `'12'`: each sign by itself.
fn signs<'t>(lower: Lower<'_, 't>, from: Node<'t>, to: Node<'t>) -> Option<Rows> {
    let (from, to) = (lower.constant(from)?.text, lower.constant(to)?.text);
    let is_list = |text: &str| {
        (1..=MOST_ROWS).contains(&text.chars().count()) && text.chars().all(char::is_alphanumeric)
    };
    let is_paired = from.value.chars().count() == to.value.chars().count();
    if !(is_list(&from.value) && is_list(&to.value) && is_paired) {
        return None;
    }
    let sign =
        |sign: char, of: &Located<String>| Constant::text(Located::new(sign.to_string(), of.span));
    let rows = from.value.chars().zip(to.value.chars());
    Some(
        rows.map(|(one, other)| (sign(one, &from), Some(sign(other, &to))))
            .collect(),
    )
}

/// The word that a pattern stands for: `/^m$/i` → `m`; `None` for other patterns and for signs that are no word.
pub(super) fn plain(pattern: &str) -> Option<&str> {
    let inside = match pattern
        .strip_prefix('/')
        .and_then(|rest| rest.rsplit_once('/'))
    {
        Some((inside, flags)) if flags.chars().all(|ch| ch.is_ascii_lowercase()) => inside,
        _ => pattern,
    };
    let inside = ["^", "\\A", "\\b"]
        .iter()
        .find_map(|mark| inside.strip_prefix(mark))
        .unwrap_or(inside);
    let word = ["$", "\\z", "\\Z", "\\b"]
        .iter()
        .find_map(|mark| inside.strip_suffix(mark))
        .unwrap_or(inside);
    let is_word = !word.is_empty() && word.chars().all(char::is_alphanumeric);
    is_word.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn patterns_of_one_word_stand_for_it() {
        for (pattern, word) in [
            ("m", Some("m")),
            ("/^m$/i", Some("m")),
            ("^weiblich$", Some("weiblich")),
            ("\\bm\\b", Some("m")),
            ("m|w", None),
            ("gender_", None),
            (" ", None),
            ("/", None),
        ] {
            assert_eq!(plain(pattern), word, "{pattern}");
        }
    }
}
