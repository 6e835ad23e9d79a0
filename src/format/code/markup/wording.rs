//! The visible text of a tag: labels, group headings, translation keys.

use std::collections::HashMap;
use std::sync::OnceLock;

use regex::Regex;

use super::kind::{Kind, kind};
use super::{Given, Markup, Tag, Text};
use crate::format::fragment::decoded;
use crate::model::{Located, Span};
use crate::texts::on_one_line;

/// Attributes with text for people, the most specific first.
const LABELS: [&str; 7] = [
    "label",
    "aria-label",
    "arialabel",
    "legend",
    "labeltext",
    "nzlabel",
    "floatinglabel",
];
/// Attributes that count only if there is no other text.
const HINTS: [&str; 2] = ["title", "placeholder"];
/// Attributes by which a label names its control.
const FOR: [&str; 3] = ["for", "htmlfor", "[for]"];
/// Maximum number of levels; a more distant label belongs to several controls.
const MOST_LEVELS: usize = 4;

/// Maximum number of pieces of a label.
const MOST_PIECES: usize = 64;

/// A text without its expressions; if nothing else is left, its translation key.
pub fn wording(text: &str, span: Span) -> Option<Located<String>> {
    static HOLE: OnceLock<Option<Regex>> = OnceLock::new();
    let written = text.get(span.range())?;
    let hole = HOLE.get_or_init(|| Regex::new(r"\{\{[^{}]*\}\}|\{[^{}]*\}").ok());
    let plain = match hole {
        Some(hole) if written.contains('{') => hole.replace_all(written, " ").into_owned(),
        _ => written.to_owned(),
    };
    let words = on_one_line(&decoded(&plain));
    if words.chars().any(char::is_alphanumeric) {
        return Some(Located::with_span(words, span));
    }
    key(text, span)
}

/// A translation key: `$t('person.geschlecht')`, `'PERSON.GESCHLECHT' | translate`, `` t`male` ``.
fn key(text: &str, span: Span) -> Option<Located<String>> {
    static KEY: OnceLock<Option<Regex>> = OnceLock::new();
    let written = text.get(span.range())?;
    let key = KEY.get_or_init(|| {
        Regex::new(
            r#"(?:\b(?:t|tc|__|_|gettext|trans)|\$t|translate|i18n)\(\s*['"`]([^'"`]+)['"`]|['"]([^'"]+)['"]\s*\|\s*(?:translate|transloco|i18n)|(?:\bt|\$localize)`([^`$]+)`"#,
        )
        .ok()
    });
    let found = key.as_ref()?.captures(written)?;
    let found = (1..=3).find_map(|group| found.get(group))?;
    let start = span.start as usize + found.start();
    Some(Located::with_span(
        found.as_str().to_owned(),
        Span::new(start, start + found.len()),
    ))
}

/// The text of an attribute: a literal, or its translation key.
pub fn attribute(markup: &Markup, text: &str, index: usize, name: &str) -> Option<Located<String>> {
    match markup.tags.get(index)?.get(name)? {
        Given::Nothing => None,
        Given::Literal(span) => wording(text, span),
        Given::Expression(span) => {
            let written = text.get(span.range())?.trim();
            let quoted = written
                .strip_prefix(['\'', '"', '`'])
                .and_then(|rest| rest.strip_suffix(['\'', '"', '`']))
                .filter(|inner| !inner.contains(['\'', '"', '`', '$']));
            match quoted {
                Some(inner) => {
                    let at = text[span.range()].find(inner)? + span.start as usize;
                    wording(text, Span::new(at, at + inner.len()))
                }
                // An expression alone is never read as text: only its key counts.
                None => key(text, span),
            }
        }
    }
}

/// The text inside a tag, without the text of nested controls.
pub fn content(markup: &Markup, text: &str, index: usize) -> Option<Located<String>> {
    let inside = markup.inside(index);
    let belongs = |piece: &&Text| {
        piece
            .inside
            .is_some_and(|parent| parent == index || inside.contains(&parent))
    };
    let controls = |piece: &&Text| {
        let around = piece.inside.into_iter().chain(
            piece
                .inside
                .into_iter()
                .flat_map(|parent| markup.around(parent)),
        );
        !around.take_while(|parent| *parent != index).any(|parent| {
            matches!(
                markup.tags.get(parent).map(|tag| kind(tag, text)),
                Some(Kind::Chooser | Kind::Choice | Kind::Text)
            )
        })
    };
    // Texts are in source order, so the texts of a tag are adjacent.
    let first = markup.texts.partition_point(|piece| piece.after <= index);
    let pieces = markup.texts.get(first..)?.iter();
    let found: Vec<Located<String>> = pieces
        .take_while(|piece| piece.after <= inside.end)
        .take(MOST_PIECES)
        .filter(belongs)
        .filter(controls)
        .filter_map(|piece| wording(text, piece.span))
        .collect();
    let bound = attribute(markup, text, index, "text")
        .or_else(|| inside.clone().find_map(|tag| message(markup, text, tag)));
    let first = found.first().or(bound.as_ref())?;
    let value = if found.len() > 1 {
        let words: Vec<&str> = found.iter().map(|piece| piece.value.as_str()).collect();
        words.join(" ")
    } else {
        first.value.clone()
    };
    Some(Located::new(value, first.span))
}

/// The key in a translation component: `<FormattedMessage id="gender.male"/>`, `<Trans i18nKey="…"/>`.
fn message(markup: &Markup, text: &str, index: usize) -> Option<Located<String>> {
    const MESSAGES: [&str; 5] = ["formattedmessage", "trans", "translate", "i18n-t", "t"];
    const KEYS: [&str; 5] = ["id", "i18nkey", "keypath", "path", "key"];
    let tag = markup.tags.get(index)?;
    if !MESSAGES.contains(&tag.name.to_lowercase().as_str()) {
        return None;
    }
    KEYS.iter().find_map(|name| match tag.get(name) {
        Some(Given::Literal(span)) => wording(text, span),
        _ => None,
    })
}

/// All texts that name a control, the strongest first.
pub fn labels(markup: &Markup, text: &str, index: usize) -> Vec<Located<String>> {
    let mut found: Vec<Located<String>> = LABELS
        .iter()
        .filter_map(|name| attribute(markup, text, index, name))
        .collect();
    found.extend(label_for(markup, text, index));
    for around in markup.around(index).take(MOST_LEVELS) {
        let Some(tag) = markup.tags.get(around) else {
            break;
        };
        match kind(tag, text) {
            Kind::Form => break,
            Kind::Label => found.extend(content(markup, text, around)),
            _ => {
                // <Form.Item label="Geschlecht"><Select>: a wrapper that names its only control.
                found.extend(attribute(markup, text, around, "label"));
            }
        }
        found.extend(label_before(markup, text, around, index));
        if !found.is_empty() {
            break;
        }
    }
    if found.is_empty() {
        let hints = HINTS.iter();
        found.extend(hints.filter_map(|name| attribute(markup, text, index, name)));
    }
    found
}

fn label_for(markup: &Markup, text: &str, index: usize) -> Option<Located<String>> {
    let id = literal(markup.tags.get(index)?, text, &["id", "inputid"])?;
    let by_target = markup.by_target.get_or_init(|| {
        let mut by_target = HashMap::new();
        for (index, tag) in markup.tags.iter().enumerate() {
            if let Some(target) = literal(tag, text, &FOR) {
                by_target.entry(target.to_owned()).or_insert(index);
            }
        }
        by_target
    });
    content(markup, text, *by_target.get(id)?)
}

fn literal<'t>(tag: &Tag, text: &'t str, names: &[&str]) -> Option<&'t str> {
    names.iter().find_map(|name| match tag.get(name) {
        Some(Given::Literal(span)) => text.get(span.range()),
        _ => None,
    })
}

/// `<mat-form-field><mat-label>Geschlecht</mat-label><mat-select>`: the label right before a control.
fn label_before(
    markup: &Markup,
    text: &str,
    around: usize,
    index: usize,
) -> Option<Located<String>> {
    const NEAR: usize = 12;
    let first = markup.inside(around).start.max(index.saturating_sub(NEAR));
    for before in (first..index).rev() {
        let tag = markup.tags.get(before)?;
        match kind(tag, text) {
            // Skip labels of other controls.
            Kind::Label if FOR.iter().any(|name| matches!(tag.get(name), Some(Given::Literal(_)))) => {
                return None;
            }
            Kind::Label => return content(markup, text, before),
            Kind::Chooser | Kind::Choice | Kind::Text | Kind::Check | Kind::Unknown
                // The tag that contains the control.
                if !markup.inside(before).contains(&index) =>
            {
                return None;
            }
            _ => {}
        }
    }
    None
}

/// The label of a radio button, otherwise the text right after it.
pub fn label_of_choice(markup: &Markup, text: &str, index: usize) -> Option<Located<String>> {
    if let Some(label) = label_for(markup, text, index) {
        return Some(label);
    }
    let parent = markup.tags.get(index)?.parent;
    if let Some(parent) = parent
        && markup
            .tags
            .get(parent)
            .is_some_and(|tag| kind(tag, text) == Kind::Label)
    {
        return content(markup, text, parent);
    }
    let past = markup.tags.get(index)?.past;
    let first = markup.texts.partition_point(|piece| piece.after < past);
    let behind = markup
        .texts
        .get(first)
        .filter(|piece| piece.after == past && piece.inside == parent);
    if let Some(label) = behind.and_then(|piece| wording(text, piece.span)) {
        return Some(label);
    }
    // <input type="radio" value="m"><label>männlich</label>
    let next = markup.tags.get(past).filter(|tag| tag.parent == parent)?;
    (kind(next, text) == Kind::Label).then(|| content(markup, text, past))?
}
