//! Dates as written in German lists.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::words::words;
use crate::inventory::{civil, written_date};

/// A day, and whether the text names it exactly; otherwise it was derived from a month, a quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) struct Day {
    pub date: Date,
    pub is_exact: bool,
}

/// A part of a month, quarter or year.
#[derive(Clone, Copy)]
enum Part {
    Beginning,
    Middle,
    End,
}

/// Whether a text states a start: `ab 2029`.
pub(in crate::import) fn says_from_when(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let plain = without_words(&lower, &words().date_plans);
    let mut begins = words().date_begins.iter();
    begins.any(|word| plain.starts_with(word.as_str()))
}

/// A day in any format of German lists: `31.12.2026`, `31.12.26`, `2026-12-31`, `12/2026`, `Dezember 2026`, `Q4 2026`,
/// `Ende 2026`, `2026`, and spreadsheet serial numbers. A month, quarter or year yields its first day, or its last day
/// if the field states an end; `Anfang`, `Mitte` and `Ende` yield the first, middle and last day regardless of the
/// field.
pub(in crate::import) fn date(text: &str, period_end: bool) -> Option<Day> {
    let exact = |date| Day {
        date,
        is_exact: true,
    };
    let text = text.trim().trim_start_matches('\'').trim();
    // A period that starts in a month or year starts on its first day, whatever the field.
    let period_end = period_end && !says_from_when(text);
    let (day, behind) = text.split_at(text.find(['T', ' ']).unwrap_or(text.len()));
    if day.len() >= 8
        && let Some(date) = written_date(day.trim_end_matches(','))
    {
        return says_nothing_more(behind).then(|| exact(date));
    }
    if is_ambiguous(text) || is_about(text) || may_be_version(text) {
        return None;
    }
    if let Some(date) = year_first(text).or_else(|| written_date(text)) {
        return Some(exact(date));
    }
    let lower = text.to_lowercase();
    let mut lower = without_words(&lower, &words().date_before);
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
        ("jahresende ", Part::End),
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
            let quarter = small(number, 4).or_else(|| roman_quarter(number))?;
            (
                civil(year_of(year)?, quarter * 3 - 2, 1)?,
                civil(year_of(year)?, quarter * 3, 1)?,
            )
        }
        [word, week, year] if matches!(*word, "kw" | "woche") && part.is_none() => {
            let date = day_of_week(small(week, 53)?, year_of(year)?, period_end)?;
            return Some(Day {
                date,
                is_exact: false,
            });
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

/// A text without these words at its beginning, each removed once, in their order.
fn without_words<'t>(text: &'t str, words: &[String]) -> &'t str {
    words.iter().fold(text, |text, word| {
        text.strip_prefix(word.as_str()).unwrap_or(text)
    })
}

/// `20280331` and `2028/03/31`: with the year first there is only one order.
fn year_first(text: &str) -> Option<Date> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (year, month, day) = match text.split('/').collect::<Vec<_>>().as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [whole] if whole.len() == 8 && digits(whole) => (&whole[..4], &whole[4..6], &whole[6..]),
        _ => return None,
    };
    civil(year_of(year)?, small(month, 12)?, small(day, 31)?)
}

/// Whether a text is marked as approximate: `ca. 2028`, `~2029`, `2028?`. It is not turned into a day.
pub(in crate::import) fn is_about(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let mut about = words().about.iter();
    let begins = about.any(|word| {
        let rest = lower.strip_prefix(word.as_str());
        rest.is_some_and(|rest| {
            let parted = rest.starts_with(' ') || word.ends_with(['.', '~', '≈']);
            parted && names_a_date(rest.trim())
        })
    });
    begins
        || lower
            .strip_suffix('?')
            .is_some_and(|rest| names_a_date(rest.trim()))
}

/// Whether a text contains the digits of a year, and so mentions a date at all.
fn names_a_date(text: &str) -> bool {
    let mut runs = text.split(|ch: char| !ch.is_ascii_digit());
    runs.any(|digits| digits.len() == 4)
}

/// Whether a text consists of two numbers around a point that may be a day and a month, a month and a year, or a
/// version: `1.10`. `12.27` can only be a month of a year.
pub(in crate::import) fn may_be_version(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split('.').collect();
    match parts.as_slice() {
        [first, second] => small(first, 31).is_some() && small(second, 12).is_some(),
        _ => false,
    }
}

/// Whether only a time of day or a neutral remark follows a day. A second day, an option or anything else yields
/// `false`.
fn says_nothing_more(behind: &str) -> bool {
    let behind = behind.strip_prefix('T').unwrap_or(behind);
    behind.split_whitespace().all(|word| {
        let word = word.trim_matches(['(', ')', ',']).to_lowercase();
        let mut signs = word.chars();
        let is_time = word.contains(':')
            && signs.all(|ch| ch.is_ascii_digit() || matches!(ch, ':' | '.' | '+' | '-' | 'z'));
        word.is_empty() || is_time || words().date_remarks.contains(&word)
    })
}

// ── Day and month ───────────────────────────────────────────────────────────────────────────────────────

/// Whether the day or the month comes first in a slash date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Order {
    DayFirst,
    MonthFirst,
}

/// Minimum number of month-first cells before a column is read that way: a single one may be a slip.
const MONTHS_FIRST: usize = 2;

/// The two numbers and the year of a slash date.
fn slashed(text: &str) -> Option<(i64, i64, i64)> {
    let mut parts = text.trim().split('/').map(str::trim);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let numbers = (small(first, 31)?, small(second, 31)?, year_of(year)?);
    parts.next().is_none().then_some(numbers)
}

/// Whether a slash date is ambiguous: `03/04/2027` is in March or in April.
pub(in crate::import) fn is_ambiguous(text: &str) -> bool {
    slashed(text).is_some_and(|(first, second, _)| first <= 12 && second <= 12 && first != second)
}

/// Whether a slash date is a day only with the month first: `12/31/2027`.
pub(in crate::import) fn is_month_first(text: &str) -> bool {
    slashed(text).is_some_and(|(first, second, _)| first <= 12 && second > 12)
}

/// The order shown by the unambiguous dates of a column, and one of these dates.
pub(in crate::import) fn order<'t>(
    texts: impl Iterator<Item = &'t str>,
) -> Option<(Order, &'t str)> {
    let (mut days_first, mut months_first) = (Vec::new(), Vec::new());
    for text in texts {
        match slashed(text) {
            Some((13.., 1..=12, _)) => days_first.push(text),
            Some((1..=12, 13.., _)) => months_first.push(text),
            _ => {}
        }
    }
    match (days_first.first(), months_first.first()) {
        (Some(text), None) => Some((Order::DayFirst, text)),
        (None, Some(text)) if months_first.len() >= MONTHS_FIRST => Some((Order::MonthFirst, text)),
        _ => None,
    }
}

/// A slash date in the order of its column; `None` for everything else.
pub(in crate::import) fn in_order(text: &str, order: Order) -> Option<Date> {
    let (first, second, year) = slashed(text)?;
    match order {
        Order::DayFirst => civil(year, second, first),
        Order::MonthFirst => civil(year, first, second),
    }
}

/// Maximum distance from today, in years, at which a two-digit year is trusted.
const NEAR_YEARS: i16 = 20;

/// The year that two digits would stand for, if it is so distant that another one may be meant: `31.12.99`.
pub(in crate::import) fn doubtful_year(text: &str, today: Date) -> Option<i16> {
    let text = text.trim();
    let last = text.rsplit(['.', '/', '-', ' ', '_']).next()?;
    let begins_with_year =
        text.len() >= 4 && text.bytes().take(4).all(|byte| byte.is_ascii_digit());
    if last.len() != 2 || last.len() == text.len() || begins_with_year {
        return None;
    }
    let year = i16::try_from(year_of(last)?).ok()?;
    let is_date = is_ambiguous(text) || date(text, false).is_some();
    (is_date && (year - today.year()).abs() > NEAR_YEARS).then_some(year)
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

/// The day of a spreadsheet serial number: days since the end of 1899. `None` beyond 1954 and 2119.
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
    let number = text.strip_prefix('q').or_else(|| text.strip_suffix('q'));
    number
        .and_then(|number| small(number, 4))
        .or_else(|| roman_quarter(text))
}

/// `III` of `III/2027`.
fn roman_quarter(text: &str) -> Option<i64> {
    match text {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        _ => None,
    }
}

/// The Monday or Sunday of an ISO week.
fn day_of_week(week: i64, year: i64, last: bool) -> Option<Date> {
    let day = match last {
        true => Weekday::Sunday,
        false => Weekday::Monday,
    };
    let (year, week) = (i16::try_from(year).ok()?, i8::try_from(week).ok()?);
    let date = ISOWeekDate::new(year, week, day).ok()?;
    Some(date.date())
}

/// Whether a date is a placeholder: `31.12.9999` for no end, `01.01.1900` for a mandatory cell.
pub(super) fn is_no_day(date: Date) -> bool {
    date.year() >= 9000 || (date.year(), date.month(), date.day()) == (1900, 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_day_or_an_option_is_not_cut_off() {
        for text in [
            "31.12.2027 (Option bis 2029)",
            "31.12.2027 bzw. 31.12.2028",
            "31.12.2027/31.12.2028",
            "31.12.2027 - 31.12.2028",
            "2027-12-31 (Verlängerung möglich)",
            "31.12.27 (Option)",
            "31.12.2027 mit Option",
            "2027 oder 2028",
        ] {
            assert_eq!(date(text, true), None, "{text}");
        }
        for text in [
            "31.12.2027 (geplant)",
            "31.12.2027 00:00:00",
            "2027-12-31T00:00:00Z",
            "31.12.2027, 12:00 Uhr",
            "vsl. 31.12.2027",
            "31/12/2027",
        ] {
            let day = date(text, true).map(|day| day.date.to_string());
            assert_eq!(day.as_deref(), Some("2027-12-31"), "{text}");
        }
    }

    #[test]
    fn approximate_days_and_versions_are_no_days() {
        for text in [
            "ca. 2028",
            "ca 2015",
            "etwa 12/2030",
            "~2029",
            "≈ 2029",
            "2028?",
            "rund 2027",
            "1.10",
            "2.1",
            "4.10",
            "31.12",
        ] {
            assert_eq!(date(text, true), None, "{text}");
        }
        for (text, day) in [
            ("Q3/2027", "2027-09-30"),
            ("Ende 2027", "2027-12-31"),
            ("vsl. 2029", "2029-12-31"),
            ("voraussichtlich Q2 2028", "2028-06-30"),
            ("12.27", "2027-12-31"),
            ("10.2019", "2019-10-31"),
        ] {
            let read = date(text, true).expect(text);
            assert_eq!(
                (read.date.to_string().as_str(), read.is_exact),
                (day, false),
                "{text}"
            );
        }
        for text in ["20280331", "2028/03/31", "2028/3/31"] {
            let read = date(text, true).expect(text);
            assert_eq!(
                (read.date.to_string().as_str(), read.is_exact),
                ("2028-03-31", true)
            );
        }
        for text in ["20281331", "2028/13/31", "12345678", "circa"] {
            assert_eq!(date(text, true), None, "{text}");
        }
    }

    #[test]
    fn a_column_says_which_number_is_the_day() {
        let said = |texts: &[&'static str]| order(texts.iter().copied()).map(|(order, _)| order);
        assert_eq!(said(&["03/04/2027", "31/12/2027"]), Some(Order::DayFirst));
        let months = ["03/04/2027", "12/31/2027", "06/30/2026"];
        assert_eq!(said(&months), Some(Order::MonthFirst));
        assert_eq!(said(&["03/04/2027", "12/31/2027"]), None);
        assert_eq!(said(&["12/31/2027", "06/30/2026", "31/12/2027"]), None);
        assert_eq!(said(&["03/04/2027", "31.12.2027"]), None);
        let day = in_order("03/04/2027", Order::MonthFirst).map(|day| day.to_string());
        assert_eq!(day.as_deref(), Some("2027-03-04"));
        assert!(is_ambiguous("3/4/27") && !is_ambiguous("4/4/2027") && !is_ambiguous("03/2027"));
    }

    #[test]
    fn two_digits_of_a_far_year_are_doubtful() {
        let today = jiff::civil::date(2026, 11, 23);
        for (text, year) in [
            ("31.12.99", Some(1999)),
            ("01/98", Some(1998)),
            ("Dezember 89", Some(1989)),
            ("1.1.65", Some(2065)),
            ("31.12.27", None),
            ("1.1.12", None),
            ("31.12.1999", None),
            ("1999-12-31", None),
            ("1999-12", None),
            ("99", None),
        ] {
            assert_eq!(doubtful_year(text, today), year, "{text}");
        }
    }
}
