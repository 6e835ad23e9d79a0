//! Days as German lists write them.

use jiff::civil::Date;

use super::words::words;
use crate::inventory::{civil, written_date};

/// A day, and whether the text names it; otherwise it was made from a month, a quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) struct Day {
    pub date: Date,
    pub is_exact: bool,
}

/// Where in a month, quarter or year something happens.
#[derive(Clone, Copy)]
enum Part {
    Beginning,
    Middle,
    End,
}

/// What may stand before a date without saying anything else.
const BEFORE: [&str; 9] = [
    "bis ",
    "zum ",
    "ab ",
    "seit ",
    "am ",
    "ca. ",
    "vsl. ",
    "voraussichtlich ",
    "geplant ",
];

/// A day in any of the forms of German lists: `31.12.2026`, `31.12.26`, `2026-12-31`, `12/2026`, `Dezember 2026`,
/// `Q4 2026`, `Ende 2026`, `2026`, and the number a spreadsheet keeps. Of a month, quarter or year it is the first
/// day, or the last one where the field says until when something holds; `Anfang`, `Mitte` and `Ende` are the first,
/// middle and last one whatever the field is.
pub(in crate::import) fn date(text: &str, period_end: bool) -> Option<Day> {
    let exact = |date| Day {
        date,
        is_exact: true,
    };
    let text = text.trim().trim_start_matches('\'').trim();
    // The time of day says nothing here.
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    if day.len() >= 8
        && let Some(date) = written_date(day.trim_end_matches(','))
    {
        return Some(exact(date));
    }
    if let Some(date) = written_date(text) {
        return Some(exact(date));
    }
    let lower = text.to_lowercase();
    let mut lower = BEFORE.iter().fold(lower.as_str(), |text, word| {
        text.strip_prefix(word).unwrap_or(text)
    });
    if let Ok(serial) = lower.parse::<f64>()
        && let Some(date) = serial_date(serial)
    {
        return Some(exact(date));
    }
    let mut part = None;
    for (word, named) in [
        ("anfang ", Part::Beginning),
        ("mitte ", Part::Middle),
        ("ende ", Part::End),
    ] {
        if let Some(rest) = lower.strip_prefix(word) {
            lower = rest.trim_start().trim_start_matches("des ");
            part = Some(named);
        }
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
            return part.is_none().then(|| exact(date));
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
    let last = last.last_of_month();
    let date = match part {
        Some(Part::Beginning) => first,
        Some(Part::Middle) => middle(first, last)?,
        Some(Part::End) => last,
        None if period_end => last,
        None => first,
    };
    Some(Day {
        date,
        is_exact: false,
    })
}

/// The last day of the first half: 30 June of a year, the 15th of a month.
fn middle(first: Date, last: Date) -> Option<Date> {
    let months = i64::from(last.month() - first.month()) + 1;
    if months < 2 {
        return civil(first.year().into(), first.month().into(), 15);
    }
    let month = i64::from(first.month()) + (months - 1) / 2;
    civil(first.year().into(), month, 1).map(Date::last_of_month)
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
