//! What a cell says, in the terms of its field: words, dates in all usual forms, several values in one cell.

use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::fields::{Flat, is_empty, is_text};
use super::items;
use crate::inventory::{
    FieldSpec, FieldType, Message, Spec, both, civil, fault, fold, nearest, written_date,
};
use crate::texts::{Bilingual, Language};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    yes: Vec<String>,
    no: Vec<String>,
    unstated: Vec<String>,
    and: Vec<String>,
    months: Vec<Vec<String>>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    // Part of the program; a test loads it.
    WORDS
        .get_or_init(|| toml::from_str(include_str!("../inventory/cells.toml")).unwrap_or_default())
}

/// The value of a cell; `None` where it says that nobody knows.
///
/// # Errors
/// Why the text is no value of the field, and what would be.
pub(super) fn understand(flat: &Flat, text: &str) -> Result<Option<Value>, Bilingual> {
    let text = clean(text);
    if text.is_empty() {
        return Ok(None);
    }
    if is_formula_error(&text) {
        return Err(Message::new("imp-002-formula").with("value", &text).text());
    }
    let guarded = flat.items.is_some() || flat.field.list || !is_text(flat.field);
    let text = match without_guard(&text).filter(|_| guarded) {
        Some(text) => text.trim().to_owned(),
        None => text,
    };
    if let Some(items) = flat.items {
        return items::read(flat, items, &text).map(|items| Some(Value::Array(items)));
    }
    if flat.field.list {
        return list(flat, &text);
    }
    single(flat.field, &flat.path, &text)
}

/// Text as it is compared and kept: without signs that cannot be seen and with plain blanks; a guard against formulas
/// in front is gone.
pub(super) fn clean(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for ch in text.replace("\r\n", "\n").chars() {
        match ch {
            '\u{a0}' | '\u{2007}' | '\u{202f}' | '\t' => plain.push(' '),
            '\n' => plain.push('\n'),
            '\u{ad}' => {}
            ch if crate::texts::is_hidden(ch) => {}
            ch => plain.push(ch),
        }
    }
    plain.trim().to_owned()
}

/// Whether a cell's text would be taken for something else and is therefore written behind an apostrophe.
pub(super) fn needs_guard(text: &str) -> bool {
    text.starts_with('\'') || is_unstated(text) || is_formula_error(text)
}

/// The text of a cell behind the apostrophe that guards it.
pub(super) fn without_guard(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix('\'')?;
    let formula = rest
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '"']);
    (formula || needs_guard(rest)).then_some(rest)
}

pub(super) fn is_unstated(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    words().unstated.contains(&lower)
}

fn is_formula_error(text: &str) -> bool {
    text.starts_with('#') && text.ends_with(['!', '?']) && text.len() < 12
}

fn single(field: &FieldSpec, path: &str, text: &str) -> Result<Option<Value>, Bilingual> {
    let guarded = without_guard(text);
    match field.kind {
        FieldType::Words => word(field, path, text),
        FieldType::Count => match (Spec::get().value(field, text), count(text)) {
            (None, Some(count)) => Ok(Some(Value::from(count))),
            _ => word(field, path, text),
        },
        FieldType::Bool => flag(path, text),
        _ if guarded.is_none() && is_unstated(text) => Ok(None),
        FieldType::Integer => match count(text).and_then(|count| count.parse::<u64>().ok()) {
            Some(number) => Ok(Some(Value::from(number))),
            None => Err(refuse("imp-002-number", path, text)),
        },
        FieldType::Date => match date(text, field.period_end) {
            Some(date) => Ok(Some(Value::from(date.to_string()))),
            None => Err(refuse("imp-002-date", path, text)),
        },
        _ => {
            let text = guarded.unwrap_or(text).trim();
            let text = completed(field, text);
            match fault(field, &text, path, false) {
                Some(message) => Err(message.text()),
                None => Ok(Some(Value::from(text))),
            }
        }
    }
}

/// A text with what people leave out: `www.` for the whole address, small letters in identifiers.
fn completed(field: &FieldSpec, text: &str) -> String {
    match field.kind {
        FieldType::Url | FieldType::UrlOrPath if text.starts_with("www.") => {
            format!("https://{text}")
        }
        FieldType::Id => text.to_uppercase().replace(' ', "-"),
        _ => text.to_owned(),
    }
}

fn refuse(key: &'static str, path: &str, text: &str) -> Bilingual {
    Message::new(key)
        .with("field", path)
        .with("value", text)
        .text()
}

fn flag(path: &str, text: &str) -> Result<Option<Value>, Bilingual> {
    let folded = fold(text);
    let is = |words: &[String]| {
        let text = text.trim();
        words
            .iter()
            .any(|word| word == text || !folded.is_empty() && fold(word) == folded)
    };
    if is(&words().yes) {
        Ok(Some(Value::Bool(true)))
    } else if is(&words().no) {
        Ok(Some(Value::Bool(false)))
    } else if is_unstated(text) {
        Ok(None)
    } else {
        Err(refuse("imp-002-flag", path, text))
    }
}

/// Whether a cell is ticked; `None` where it is neither ticked nor plainly not.
pub(super) fn ticked(text: &str) -> Option<bool> {
    match flag("", &clean(text)) {
        Ok(Some(Value::Bool(flag))) => Some(flag),
        Ok(_) => Some(false),
        Err(_) => None,
    }
}

fn word(field: &FieldSpec, path: &str, text: &str) -> Result<Option<Value>, Bilingual> {
    if let Some(value) = Spec::get().value(field, text) {
        return Ok(Some(Value::from(value)));
    }
    // A word with a remark in brackets: `produktiv (seit 2019)`.
    let plain = text.split(['(', '\n']).next().unwrap_or_default().trim();
    if plain.len() < text.len()
        && let Some(value) = Spec::get().value(field, plain)
    {
        return Ok(Some(Value::from(value)));
    }
    if is_unstated(text) {
        return Ok(None);
    }
    let allowed = |language| {
        let labels = Spec::get().words(field).map(|word| word.label(language));
        labels.collect::<Vec<_>>().join(", ")
    };
    let labels = Spec::get()
        .words(field)
        .map(|word| word.label(Language::De));
    let hint = nearest(text, labels).map_or_else(Bilingual::default, |label| {
        both("hint", &[("name", &label)])
    });
    Err(Message::new("imp-002-word")
        .with("field", path)
        .with("value", text)
        .with_both("hint", hint)
        .with_both(
            "allowed",
            Bilingual {
                de: allowed(Language::De),
                en: allowed(Language::En),
            },
        )
        .text())
}

fn list(flat: &Flat, text: &str) -> Result<Option<Value>, Bilingual> {
    let field = flat.field;
    let chooses = field.kind == FieldType::Words;
    if chooses && let Ok(whole) = word(field, &flat.path, text) {
        return Ok(whole.map(|value| Value::Array(vec![value])));
    }
    let mut values: Vec<Value> = Vec::new();
    for (part, quoted) in parts(text, chooses) {
        let value = if quoted && !chooses {
            match fault(field, &part, &flat.path, false) {
                Some(message) => return Err(message.text()),
                None => Some(Value::from(part)),
            }
        } else {
            single(field, &flat.path, &part)?
        };
        if let Some(value) = value.filter(|value| !values.contains(value)) {
            values.push(value);
        }
    }
    let values = Value::Array(values);
    Ok((!is_empty(&values)).then_some(values))
}

/// The values that share a cell, and whether quotes say where one begins and ends. Line breaks part before semicolons,
/// semicolons before commas; words of a vocabulary are also parted by slashes and by `und`.
fn parts(text: &str, chooses: bool) -> Vec<(String, bool)> {
    let separators: &[char] = if chooses {
        &['\n', ';', ',', '/', '|', '•']
    } else if holds(text, '\n') {
        &['\n']
    } else if holds(text, ';') {
        &[';']
    } else {
        &[',']
    };
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(ch) = chars.next() {
        if ch == '"' && part.trim().is_empty() && closes(chars.clone(), separators) {
            part.clear();
            while let Some(ch) = chars.next() {
                if ch != '"' {
                    part.push(ch);
                } else if chars.peek() == Some(&'"') {
                    chars.next();
                    part.push('"');
                } else {
                    break;
                }
            }
            quoted = true;
        } else if separators.contains(&ch) {
            parts.push((std::mem::take(&mut part), std::mem::take(&mut quoted)));
        } else if !(quoted && ch.is_whitespace()) {
            part.push(ch);
        }
    }
    parts.push((part, quoted));
    let bullets = |text: &str| {
        let text = text.trim().trim_start_matches(['•', '·', '▪']).trim_start();
        text.strip_prefix("- ").unwrap_or(text).trim().to_owned()
    };
    let mut all = Vec::new();
    for (part, quoted) in parts {
        if quoted {
            all.push((part, true));
            continue;
        }
        let mut pieces = vec![bullets(&part)];
        if chooses {
            for and in &words().and {
                pieces = pieces
                    .iter()
                    .flat_map(|piece| piece.split(and.as_str()))
                    .map(str::to_owned)
                    .collect();
            }
        }
        all.extend(pieces.into_iter().map(|piece| (piece, false)));
    }
    all.retain(|(part, _)| !part.trim().is_empty());
    all
}

/// Whether a separator stands outside of quotes.
fn holds(text: &str, separator: char) -> bool {
    let mut inside = false;
    text.chars().any(|ch| {
        inside ^= ch == '"';
        !inside && ch == separator
    })
}

/// Whether the quote that was opened is closed right before a separator or the end.
fn closes(chars: impl Iterator<Item = char>, separators: &[char]) -> bool {
    let mut chars = chars.peekable();
    while let Some(ch) = chars.next() {
        if ch == '"' {
            if chars.peek() == Some(&'"') {
                chars.next();
                continue;
            }
            let next = chars.find(|ch| !matches!(ch, ' '));
            return next.is_none_or(|next| separators.contains(&next));
        }
    }
    false
}

/// The values of a list as they share a cell; the other way round of [`parts`].
pub(super) fn joined<'t>(values: impl Iterator<Item = &'t str>) -> String {
    let one = |value: &str| {
        let apart = value.starts_with('\'')
            || value.contains(['"', ';', ',', '\n', '•', '·', '▪'])
            || needs_guard(value)
            || value.starts_with("- ");
        if apart {
            format!("\"{}\"", value.replace('"', "\"\""))
        } else {
            value.to_owned()
        }
    };
    values.map(one).collect::<Vec<_>>().join("; ")
}

/// A whole number with separators of thousands, `ca.` and a unit: `ca. 1.200 Nutzende`.
fn count(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let text = ["ca.", "ca", "circa", "etwa", "rund", "~"]
        .iter()
        .find_map(|word| lower.strip_prefix(word))
        .unwrap_or(&lower)
        .trim();
    let end = text
        .find(|ch: char| ch.is_alphabetic())
        .unwrap_or(text.len());
    // `500 bis 5000` is a range, not a number with a unit.
    let unit = text.get(end..)?;
    if unit.contains(|ch: char| ch.is_ascii_digit()) {
        return None;
    }
    let number = text.get(..end)?.trim();
    let number = number
        .strip_suffix(",0")
        .or_else(|| number.strip_suffix(".0"))
        .unwrap_or(number);
    let mut groups = number.split(['.', '\'', '’', ' ']);
    let first = groups.next()?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let grouped = digits(first)
        && first.len() <= 18
        && (rest.is_empty() || first.len() <= 3)
        && rest.len() <= 5
        && rest.iter().all(|group| digits(group) && group.len() == 3);
    let plain = grouped.then(|| format!("{first}{}", rest.concat()))?;
    plain.parse::<u64>().ok().map(|number| number.to_string())
}

/// A day in any of the forms of German lists: `31.12.2026`, `31.12.26`, `2026-12-31`, `12/2026`, `Dezember 2026`,
/// `Q4 2026`, `2026`, and the number a spreadsheet keeps. Of a month, quarter or year it is the first day, or the last
/// one where the field says until when something holds.
pub(super) fn date(text: &str, period_end: bool) -> Option<Date> {
    let text = text.trim().trim_start_matches('\'').trim();
    // The time of day says nothing here.
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    if day.len() >= 8
        && let Some(date) = written_date(day.trim_end_matches(','))
    {
        return Some(date);
    }
    if let Some(date) = written_date(text) {
        return Some(date);
    }
    let lower = text.to_lowercase();
    let lower = ["bis ", "zum ", "ab ", "seit ", "ende ", "anfang ", "mitte "]
        .iter()
        .fold(lower.as_str(), |text, word| {
            text.strip_prefix(word).unwrap_or(text)
        });
    if let Ok(serial) = lower.parse::<f64>()
        && let Some(date) = serial_date(serial)
    {
        return Some(date);
    }
    let parts: Vec<&str> = lower
        .split(['.', '/', '-', ' ', '_'])
        .filter(|part| !part.is_empty())
        .collect();
    let (first, last) = match parts.as_slice() {
        [number, word, year] if matches!(*word, "quartal" | "q") => {
            let quarter = small(number, 4)?;
            (
                civil(year_of(year)?, quarter * 3 - 2, 1)?,
                civil(year_of(year)?, quarter * 3, 1)?,
            )
        }
        [day, month, year] if lower.contains(['.', '/', '-']) || month_of(month).is_some() => {
            let day = small(day, 31)?;
            let month = month_of(month).or_else(|| small(month, 12))?;
            let date = civil(year_of(year)?, month, day)?;
            return Some(date);
        }
        [quarter, year] if quarter_of(quarter).is_some() => {
            let quarter = quarter_of(quarter)?;
            (
                civil(year_of(year)?, quarter * 3 - 2, 1)?,
                civil(year_of(year)?, quarter * 3, 1)?,
            )
        }
        [year, month] if year.len() == 4 && small(month, 12).is_some() => {
            let month = civil(year_of(year)?, small(month, 12)?, 1)?;
            (month, month)
        }
        [month, year] => {
            let month = month_of(month).or_else(|| small(month, 12))?;
            let month = civil(year_of(year)?, month, 1)?;
            (month, month)
        }
        [year] if year.len() == 4 => (civil(year_of(year)?, 1, 1)?, civil(year_of(year)?, 12, 1)?),
        _ => return None,
    };
    Some(if period_end {
        last.last_of_month()
    } else {
        first
    })
}

/// The day behind the number of a spreadsheet: days since the end of 1899. Numbers beyond 1954 and 2119 are none.
fn serial_date(serial: f64) -> Option<Date> {
    if !(20_000.0..80_000.0).contains(&serial) {
        return None;
    }
    let days = i32::try_from(serial as i64).ok()?;
    let start = civil(1899, 12, 30)?;
    start.checked_add(jiff::Span::new().days(days)).ok()
}

fn small(text: &str, most: i64) -> Option<i64> {
    let plain = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = plain.then(|| text.parse().ok())??;
    (1..=most).contains(&number).then_some(number)
}

fn year_of(text: &str) -> Option<i64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = digits.then(|| text.parse().ok())??;
    match text.len() {
        4 if (1900..2200).contains(&number) => Some(number),
        2 => Some(if number < 70 {
            2000 + number
        } else {
            1900 + number
        }),
        _ => None,
    }
}

fn month_of(text: &str) -> Option<i64> {
    let text = text.trim_end_matches('.');
    let at = words()
        .months
        .iter()
        .position(|names| names.iter().any(|name| name == text))?;
    i64::try_from(at + 1).ok()
}

fn quarter_of(text: &str) -> Option<i64> {
    let number = text.strip_prefix('q').or_else(|| text.strip_suffix('q'))?;
    small(number, 4)
}

/// The value as a cell shows it, in the words of a language.
pub(super) fn shown(flat: &Flat, value: &Value, language: Language) -> String {
    if let Some(table) = flat.items {
        let items = value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_object);
        let lines: Vec<String> = items
            .map(|item| items::write(table, item, language))
            .collect();
        return lines.join("\n");
    }
    match value {
        Value::Array(values) => {
            let texts: Vec<String> = values
                .iter()
                .map(|value| plain(flat.field, value, language))
                .collect();
            joined(texts.iter().map(String::as_str))
        }
        value => plain(flat.field, value, language),
    }
}

/// One value as text.
pub(super) fn plain(field: &FieldSpec, value: &Value, language: Language) -> String {
    match value {
        Value::Bool(flag) => {
            let key = if *flag { "imp-yes" } else { "imp-no" };
            both(key, &[]).get(language).clone()
        }
        Value::String(text) if !is_text(field) => {
            let word = Spec::get().words(field).find(|word| word.value == *text);
            word.map_or_else(|| text.clone(), |word| word.label(language).to_owned())
        }
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Whether two values of a field say the same. Lists have no order; what cannot be seen does not count.
pub(super) fn same(flat: &Flat, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a == b || clean(a) == clean(b),
        (Value::Array(a), Value::Array(b)) if flat.items.is_none() => {
            let sorted = |values: &[Value]| {
                let mut texts: Vec<String> = values
                    .iter()
                    .map(|value| value.as_str().map_or_else(|| value.to_string(), clean))
                    .collect();
                texts.sort();
                texts.dedup();
                texts
            };
            sorted(a) == sorted(b)
        }
        (a, b) => a == b,
    }
}

/// An object as its own type.
pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::{Kind, flat};
    use super::*;

    fn value(path: &str, text: &str) -> Option<String> {
        let flat = flat(Kind::Application)
            .iter()
            .find(|flat| flat.path == path)
            .expect("field");
        let value =
            understand(flat, text).unwrap_or_else(|error| panic!("{path} {text}: {}", error.de));
        value.map(|value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        })
    }

    #[test]
    fn the_words_load() {
        let words: Result<Words, _> = toml::from_str(include_str!("../inventory/cells.toml"));
        assert_eq!(
            words
                .unwrap_or_else(|error| panic!("cells.toml: {error}"))
                .months
                .len(),
            12
        );
    }

    #[test]
    fn dates_in_all_usual_forms() {
        for (text, day) in [
            ("31.12.2026", "2026-12-31"),
            ("1.2.26", "2026-02-01"),
            ("01/02/2026", "2026-02-01"),
            ("2026-12-31 00:00:00", "2026-12-31"),
            ("2026-12-31T08:00:00Z", "2026-12-31"),
            ("12/2026", "2026-12-31"),
            ("2026-06", "2026-06-30"),
            ("2026", "2026-12-31"),
            ("Q2 2027", "2027-06-30"),
            ("2. Quartal 2027", "2027-06-30"),
            ("Dezember 2026", "2026-12-31"),
            ("3. März 2026", "2026-03-03"),
            ("Feb. 2028", "2028-02-29"),
            ("bis Ende 2028", "2028-12-31"),
            ("46387", "2026-12-31"),
        ] {
            assert_eq!(
                value("contract_until", text).as_deref(),
                Some(day),
                "{text}"
            );
        }
        assert_eq!(
            value("lifecycle.active_from", "06/2019").as_deref(),
            Some("2019-06-01")
        );
        assert_eq!(
            value("lifecycle.active_from", "2019").as_deref(),
            Some("2019-01-01")
        );
        let contract = flat(Kind::Application)
            .iter()
            .find(|flat| flat.path == "contract_until")
            .expect("field");
        for text in [
            "unbefristet",
            "31.02.2026",
            "13/2026",
            "12",
            "0",
            "1e9",
            "32.13.2026",
        ] {
            assert!(understand(contract, text).is_err(), "{text}");
        }
        assert_eq!(value("contract_until", "k. A."), None);
    }

    #[test]
    fn flags_words_and_lists() {
        for (text, flag) in [
            ("x", "true"),
            ("Ja", "true"),
            ("NEIN", "false"),
            ("0", "false"),
            ("☑", "true"),
        ] {
            assert_eq!(
                value("personal_data", text).as_deref(),
                Some(flag),
                "{text}"
            );
        }
        assert_eq!(value("personal_data", "–"), None);
        assert_eq!(
            value("lifecycle.phase", "Produktiv (seit 2019)").as_deref(),
            Some("active")
        );
        assert_eq!(
            value("user_groups", "Bürger:innen, Beschäftigte / Unternehmen").as_deref(),
            Some(r#"["citizens","employees","businesses"]"#)
        );
        assert_eq!(
            value("user_groups", "Bürgerinnen und Bürger").as_deref(),
            Some(r#"["citizens"]"#)
        );
        assert_eq!(
            value("user_groups", "Bürger und Schulen").as_deref(),
            Some(r#"["citizens","schools"]"#)
        );
        assert_eq!(
            value("gender.values", "m/w/d/keine Angabe").as_deref(),
            Some(r#"["male","female","diverse","no_entry"]"#)
        );
        assert_eq!(
            value("vvt_ids", "0815; 0816,a").as_deref(),
            Some(r#"["0815","0816,a"]"#)
        );
        assert_eq!(
            value("aliases", "- Alt\n- \"Neu; ganz\"").as_deref(),
            Some(r#"["Alt","\"Neu; ganz\""]"#)
        );
        assert_eq!(
            value("user_count", "ca. 1.200 Nutzende").as_deref(),
            Some("1200")
        );
        assert_eq!(value("user_count", "über 5000").as_deref(), Some(">5000"));
        assert_eq!(value("user_count", "50 bis 500").as_deref(), Some("50-500"));
        assert_eq!(
            value("services", "00115005104000").as_deref(),
            Some(r#"["00115005104000"]"#)
        );
        assert_eq!(value("vendor", "-"), None);
        assert_eq!(value("vendor", "'-").as_deref(), Some("-"));
        assert_eq!(
            value("vendor", "'=SUMME(A1)").as_deref(),
            Some("=SUMME(A1)")
        );
    }

    #[test]
    fn what_is_joined_comes_apart_again() {
        for values in [
            &["a", "b"][..],
            &["a;b", "c,d", "\"e\""],
            &["-"],
            &["- x", "y\nz"],
            &["a\"b"],
        ] {
            let text = joined(values.iter().copied());
            let read: Vec<String> = parts(&text, false)
                .into_iter()
                .map(|(part, _)| part)
                .collect();
            assert_eq!(read, values, "{text}");
        }
    }
}
