//! The meaning of a cell in terms of its field: words, dates in all usual forms, several values in one cell.

mod date;
mod number;
mod parts;
mod shown;
mod words;

use std::borrow::Cow;

use serde_json::{Map, Value};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::fields::{Flat, is_empty, is_text};
use super::items;
use crate::inventory::{
    FieldRole, FieldSpec, FieldType, Message, Spec, both, fault, fold, is_placeholder,
    names_somebody_or_something, nearest, service_key,
};
use crate::texts::{Bilingual, Language};

use date::may_be_version;
pub(super) use date::{
    Order, date, doubtful_year, in_order, is_about, is_ambiguous, is_month_first, order,
    says_from_when,
};
pub(super) use parts::joined;
pub(super) use shown::{plain, same, shown};
pub(super) use words::{
    is_amount, is_count_of_rows, is_only_salutation, is_own_development, is_total, is_unstated,
    may_be_total, states_a_number,
};

use number::{Range, count, is_shortened};
use parts::parts;
use words::{is_elsewhere, is_question, is_unlimited, words};

/// The value of a cell; `None` if it says that the value is unknown.
///
/// # Errors
/// Why the text is not a value of the field, and what would be valid.
pub(super) fn understand(flat: &Flat, text: &str) -> Result<Option<Value>, Bilingual> {
    let text = clean(text);
    if text.is_empty() {
        return Ok(None);
    }
    if is_formula_error(&text) {
        return Err(Message::new("imp-002-formula").with("value", &text).text());
    }
    let behind_guard = without_guard(&text);
    if behind_guard.is_none() && !is_free_text(flat.field) {
        if is_elsewhere(&text) {
            return Err(refuse("imp-002-elsewhere", flat, &text));
        }
        if is_shortened(&text) {
            return Err(refuse("imp-002-shortened", flat, &text));
        }
    }
    let guarded = flat.items.is_some() || flat.field.list || !is_text(flat.field);
    let text = match behind_guard.filter(|_| guarded) {
        Some(text) => text.trim().to_owned(),
        None => text,
    };
    if let Some(items) = flat.items {
        return items::read(flat, items, &text).map(|items| Some(Value::Array(items)));
    }
    if flat.field.list {
        return list(flat, &text);
    }
    single(flat, &text)
}

/// Whether a value only says that the answer is not known.
pub(super) fn is_unknown(flat: &Flat, value: &Value) -> bool {
    flat.field.kind == FieldType::Words && !flat.field.list && value == "unknown"
}

/// Whether a field holds free text, in which any word may occur.
pub(super) fn is_free_text(field: &FieldSpec) -> bool {
    field.kind == FieldType::Text && field.max.is_none() && !field.list
}

/// Normalised text for comparison and storage: composed, without invisible characters, with plain spaces.
pub(super) fn clean(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        match ch {
            '\u{a0}' | '\u{2007}' | '\u{202f}' | '\t' => plain.push(' '),
            '\n' => plain.push('\n'),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\u{ad}' => {}
            ch if crate::texts::is_hidden(ch) => {}
            ch => plain.push(ch),
        }
    }
    let plain = plain.trim();
    if is_nfc(plain) {
        plain.to_owned()
    } else {
        plain.nfc().collect()
    }
}

/// A text on one line; words hyphenated at a line end are rejoined.
fn one_line(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parted = whole.ends_with('-') && !whole.ends_with(" -");
        if parted && line.starts_with(char::is_lowercase) {
            whole.pop();
        } else if !parted && !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(line);
    }
    whole
}

/// Whether a value would be misread and therefore needs a leading apostrophe.
pub(super) fn needs_guard(field: &FieldSpec, text: &str) -> bool {
    is_mistakable(text) || text.contains('\n') && !is_free_text(field)
}

/// Whether a text looks like something other than text.
fn is_mistakable(text: &str) -> bool {
    text.starts_with('\'')
        || is_unstated(text)
        || is_elsewhere(text)
        || is_formula_error(text)
        || is_shortened(text)
}

/// The text after a protective apostrophe.
pub(super) fn without_guard(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix('\'')?;
    let formula = rest
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '"']);
    // Spreadsheets mark numbers stored as text like this: `'007`.
    let digits = rest.starts_with(|ch: char| ch.is_ascii_digit());
    (formula || digits || is_mistakable(rest)).then_some(rest)
}

fn is_formula_error(text: &str) -> bool {
    let errors = ["#N/A", "#NV", "#NA"];
    text.starts_with('#')
        && text.len() < 12
        && (text.ends_with(['!', '?'])
            || errors.iter().any(|error| text.eq_ignore_ascii_case(error)))
}

/// Whether a text is truncated or refers to another cell: it cannot serve as an identifier.
pub(super) fn is_a_rest(text: &str) -> bool {
    let text = clean(text);
    is_formula_error(&text) || is_elsewhere(&text) || is_shortened(&text)
}

/// A cell of several words with each word replaced by the user's explanation.
pub(super) fn reworded<'t>(
    flat: &Flat,
    text: &'t str,
    explained: impl Fn(&str) -> Option<String>,
) -> Cow<'t, str> {
    if let Some(whole) = explained(text) {
        return Cow::Owned(whole);
    }
    if !flat.field.list || flat.field.kind != FieldType::Words {
        return Cow::Borrowed(text);
    }
    let mut changed = false;
    let mut words = Vec::new();
    for coarse in text.split(['\n', ';', ',', '|']) {
        if let Some(word) = explained(coarse) {
            changed = true;
            words.push(word);
            continue;
        }
        for (part, _) in parts(coarse, true) {
            let word = explained(&part);
            changed |= word.is_some();
            words.push(word.unwrap_or(part));
        }
    }
    if changed {
        words.retain(|word| !word.trim().is_empty());
        Cow::Owned(words.join("; "))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether an invalid text may be a word of its own, not a spreadsheet error.
pub(super) fn is_a_word(text: &str) -> bool {
    text.contains(char::is_alphabetic) && is_explicable(text)
}

/// Whether the user may explain a cell: words, and also symbols or numbers.
pub(super) fn is_explicable(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= 80
        && !text.contains('\n')
        && !is_formula_error(text)
        && !is_elsewhere(text)
        && !is_shortened(text)
}

fn single(flat: &Flat, text: &str) -> Result<Option<Value>, Bilingual> {
    let field = flat.field;
    let guarded = without_guard(text);
    match field.kind {
        FieldType::Words => word(flat, text),
        FieldType::Count => match (Spec::get().value(field, text), count(text)) {
            (None, Some(count)) => Ok(Some(Value::from(count))),
            (None, None) => match band(field, text) {
                Some(band) => Ok(Some(Value::from(band))),
                None => word(flat, text),
            },
            _ => word(flat, text),
        },
        FieldType::Bool => flag(flat, text),
        _ if guarded.is_none() && is_unstated(text) => Ok(None),
        _ if names_somebody_or_something(&field.name) && is_placeholder(text) => Ok(None),
        FieldType::Integer => match count(text).and_then(|count| count.parse::<u64>().ok()) {
            Some(number) => Ok(Some(Value::from(number))),
            None => Err(refuse("imp-002-number", flat, text)),
        },
        FieldType::Date if is_unlimited(text) => Ok(None),
        FieldType::Date if is_ambiguous(text) => Err(refuse("imp-002-date-order", flat, text)),
        FieldType::Date if is_month_first(text) => {
            Err(refuse("imp-002-date-month-first", flat, text))
        }
        FieldType::Date if is_about(text) => Err(refuse("imp-002-date-about", flat, text)),
        FieldType::Date if may_be_version(text) => {
            Err(refuse("imp-002-date-or-version", flat, text))
        }
        // A start where the field wants an end: `Vertrag läuft bis: ab 2029`.
        FieldType::Date if says_from_when(text) && field.name.ends_with("until") => {
            Err(refuse("imp-002-date-begins", flat, text))
        }
        FieldType::Date => match date(text, field.period_end) {
            Some(day) if date::is_no_day(day.date) => Ok(None),
            Some(day) => Ok(Some(Value::from(day.date.to_string()))),
            None => Err(refuse("imp-002-date", flat, text)),
        },
        _ => {
            let text = guarded.unwrap_or(text).trim();
            let lines = text.strip_prefix('\'').filter(|rest| rest.contains('\n'));
            let text = if is_free_text(field) {
                text.to_owned()
            } else if let Some(lines) = lines {
                lines.to_owned()
            } else {
                completed(field, &one_line(text))
            };
            match fault(field, &text, &flat.named(), false) {
                Some(message) => Err(message.text()),
                None => Ok(Some(Value::from(text))),
            }
        }
    }
}

/// The only word of a field that contains a range of numbers.
fn band<'s>(field: &'s FieldSpec, text: &str) -> Option<&'s str> {
    let range = Range::of(text)?;
    let words = Spec::get().words(field);
    let mut fitting = words.filter(|word| {
        let band = Range::of(word.label(Language::De));
        band.is_some_and(|band| range.is_within(band))
    });
    let band = fitting.next()?;
    fitting.next().is_none().then_some(band.value.as_str())
}

/// A text in the notation of its field: `https://` before `www.`, upper case and hyphens in identifiers, keys of services
/// without spaces.
fn completed(field: &FieldSpec, text: &str) -> String {
    match field.kind {
        FieldType::Url | FieldType::UrlOrPath if text.starts_with("www.") => {
            format!("https://{text}")
        }
        FieldType::Id => text.to_uppercase().replace(' ', "-"),
        _ if field.role == Some(FieldRole::ServiceKeys) => {
            service_key(text).unwrap_or_else(|| text.to_owned())
        }
        _ => text.to_owned(),
    }
}

fn refuse(key: &'static str, flat: &Flat, text: &str) -> Bilingual {
    Message::new(key)
        .with_both("field", flat.named())
        .with("value", text)
        .text()
}

/// The yes/no answer of a cell; `Some(None)` if it says that the answer is unknown, `None` if it is no answer.
fn yes_or_no(text: &str) -> Option<Option<bool>> {
    let folded = fold(text);
    let is = |words: &[String]| {
        let text = text.trim();
        words
            .iter()
            .any(|word| word == text || !folded.is_empty() && fold(word) == folded)
    };
    if is(&words().yes) {
        Some(Some(true))
    } else if is(&words().no) {
        Some(Some(false))
    } else {
        is_unstated(text).then_some(None)
    }
}

fn flag(flat: &Flat, text: &str) -> Result<Option<Value>, Bilingual> {
    if is_question(text) {
        return Err(refuse("imp-002-question", flat, text));
    }
    let plain = || before_a_remark(text).and_then(yes_or_no);
    match yes_or_no(text).or_else(plain) {
        Some(flag) => Ok(flag.map(Value::Bool)),
        None => Err(refuse("imp-002-flag", flat, text)),
    }
}

/// Whether a cell is ticked; `None` if it is neither clearly ticked nor clearly unticked.
pub(super) fn ticked(text: &str) -> Option<bool> {
    let text = clean(text);
    let answer = yes_or_no(&text).filter(|_| !is_question(&text))?;
    Some(answer.unwrap_or(false))
}

/// The words of a cell before a remark in brackets or a further line: `produktiv (seit 2019)`. `None` without such a
/// remark.
pub(super) fn before_a_remark(text: &str) -> Option<&str> {
    let plain = text.split(['(', '\n']).next().unwrap_or_default().trim();
    (plain.len() < text.trim().len() && !plain.is_empty()).then_some(plain)
}

/// Whether a cell contains a remark beside its values, which is not read.
pub(super) fn has_a_remark(flat: &Flat, text: &str) -> bool {
    let text = clean(text);
    match flat.field.kind {
        FieldType::Words if flat.field.list => {
            let mut values = parts(&text, true).into_iter();
            values.any(|(part, _)| {
                Spec::get().value(flat.field, &part).is_none() && before_a_remark(&part).is_some()
            })
        }
        FieldType::Words => {
            Spec::get().value(flat.field, &text).is_none() && before_a_remark(&text).is_some()
        }
        FieldType::Bool => yes_or_no(&text).is_none() && before_a_remark(&text).is_some(),
        _ => false,
    }
}

fn word(flat: &Flat, text: &str) -> Result<Option<Value>, Bilingual> {
    let field = flat.field;
    if is_question(text) {
        return Err(refuse("imp-002-question", flat, text));
    }
    if let Some(value) = Spec::get().value(field, text) {
        return Ok(Some(Value::from(value)));
    }
    if let Some(plain) = before_a_remark(text)
        && let Some(value) = Spec::get().value(field, plain)
    {
        // Another value on a further line is not a remark.
        let other = |line: &str| Spec::get().value(field, line).is_some_and(|it| it != value);
        if text.lines().skip(1).any(other) {
            return Err(unknown_word(flat, text));
        }
        return Ok(Some(Value::from(value)));
    }
    if is_unstated(text) {
        return Ok(None);
    }
    // `x`, `☐` and `0` answer every yes/no question, whatever the words of its field.
    let value = |label: &str| Spec::get().value(field, label);
    if let (Some(yes), Some(no)) = (value("yes"), value("no"))
        && let Some(Some(flag)) = yes_or_no(text)
    {
        return Ok(Some(Value::from(if flag { yes } else { no })));
    }
    Err(unknown_word(flat, text))
}

fn unknown_word(flat: &Flat, text: &str) -> Bilingual {
    let field = flat.field;
    let allowed = |language| {
        let labels = Spec::get().words(field).map(|word| word.label(language));
        let a_number = (field.kind == FieldType::Count)
            .then(|| crate::texts::text("inventory.imp-a-number", language));
        labels.chain(a_number).collect::<Vec<_>>().join(", ")
    };
    let labels = Spec::get()
        .words(field)
        .map(|word| word.label(Language::De));
    let hint = nearest(text, labels).map_or_else(Bilingual::default, |label| {
        both("hint", &[("name", &label)])
    });
    Message::new("imp-002-word")
        .with_both("field", flat.named())
        .with("key", &flat.path)
        .with("value", text)
        .with_both("hint", hint)
        .with_both("allowed", Bilingual::of(allowed))
        .text()
}

/// A text without a word that leaves the others as they are: `nur m/w`.
fn without_only(text: &str) -> &str {
    let only = words().only.iter();
    let mut rest = only.filter_map(|only| {
        let begins = text.get(..only.len())?.to_lowercase() == *only;
        begins.then(|| text.get(only.len()..).unwrap_or_default().trim_start())
    });
    rest.next().unwrap_or(text)
}

/// The words of a part of a cell that stands for several of a vocabulary: a phrase for all of them, or words with nothing
/// but blanks between them, each of which is known.
fn words_of(field: &FieldSpec, part: String) -> Vec<(String, bool)> {
    let is_known = |word: &str| Spec::get().value(field, word).is_some();
    if is_known(&part) {
        return vec![(part, false)];
    }
    let together = words().together.get(&part.trim().to_lowercase());
    if let Some(together) = together.filter(|all| all.iter().all(|word| is_known(word))) {
        return together.iter().map(|word| (word.clone(), false)).collect();
    }
    let apart = || part.split_whitespace();
    match apart().nth(1).is_some() && apart().all(is_known) {
        true => apart().map(|word| (word.to_owned(), false)).collect(),
        false => vec![(part, false)],
    }
}

fn list(flat: &Flat, text: &str) -> Result<Option<Value>, Bilingual> {
    let field = flat.field;
    let chooses = field.kind == FieldType::Words;
    // Further values may follow a remark or a line break.
    let is_one = before_a_remark(text).is_none()
        || !text.contains('\n') && text.ends_with(')') && text.matches('(').count() == 1;
    if chooses
        && is_one
        && let Ok(whole) = word(flat, text)
    {
        return Ok(whole.map(|value| Value::Array(vec![value])));
    }
    let text = match chooses {
        true => without_only(text),
        false => text,
    };
    let mut values: Vec<Value> = Vec::new();
    let parts = match chooses {
        true => {
            let parts = parts(text, true).into_iter();
            parts
                .flat_map(|(part, quoted)| match quoted {
                    true => vec![(part, true)],
                    false => words_of(field, part),
                })
                .collect()
        }
        false => parts(text, false),
    };
    let several = parts.len() > 1;
    for (part, quoted) in parts {
        let value = if chooses && several && is_unstated(&part) {
            // Among several choices it is either one of them or a word that must not be lost.
            let known = words().among.get(&part.to_lowercase());
            let choice = known.and_then(|known| Spec::get().value(field, known));
            match choice.or_else(|| Spec::get().value(field, &part)) {
                Some(choice) => Some(Value::from(choice)),
                None => return Err(unknown_word(flat, &part)),
            }
        } else if quoted && !chooses {
            match fault(field, &part, &flat.named(), false) {
                Some(message) => return Err(message.text()),
                None => Some(Value::from(part)),
            }
        } else {
            single(flat, &part)?
        };
        if let Some(value) = value.filter(|value| !values.contains(value)) {
            values.push(value);
        }
    }
    let values = Value::Array(values);
    Ok((!is_empty(&values)).then_some(values))
}

/// An object as its own type; empty for other values.
pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests;
