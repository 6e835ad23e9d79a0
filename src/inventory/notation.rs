//! How numbers, dates and identifiers are written.

use jiff::civil::Date;
use toml::de::DeValue;

/// A whole number from 0 to `u64::MAX`.
pub(crate) fn whole_number(value: &DeValue<'_>) -> Option<u64> {
    let number = value.as_integer()?;
    let digits = number.as_str().trim_start_matches('+');
    u64::from_str_radix(digits, number.radix()).ok()
}

/// Number of digits of a key of a public service (LeiKa).
const SERVICE_DIGITS: usize = 14;

/// The digits of a key of a public service, also written in groups: `99 001 001 000 000`. `None` if it is none.
pub(crate) fn service_key(text: &str) -> Option<String> {
    let is_between = |ch: char| ch.is_whitespace() || matches!(ch, '.' | '-' | '\u{2011}');
    let digits: String = text.chars().filter(|ch| !is_between(*ch)).collect();
    let is_key = digits.len() == SERVICE_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_key.then_some(digits)
}

/// A calendar date; `None` if it does not exist.
pub(crate) fn civil(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// `2026-12-31` or `31.12.2026`.
pub(crate) fn written_date(text: &str) -> Option<Date> {
    let number = |part: &str| {
        let plain =
            !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        if plain {
            part.parse::<i64>().ok()
        } else {
            None
        }
    };
    let three = |separator| {
        let mut parts = text.splitn(3, separator).map(|part| number(part.trim()));
        Some([parts.next()??, parts.next()??, parts.next()??])
    };
    if let Some([day, month, year]) = three('.') {
        return (year >= 1000).then(|| civil(year, month, day)).flatten();
    }
    let [year, month, day] = three('-')?;
    (year >= 1000).then(|| civil(year, month, day)).flatten()
}

/// `[A-Z0-9][A-Z0-9._-]{1,31}`
pub(crate) fn is_application_id(id: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let bytes = id.as_bytes();
    (2..=32).contains(&bytes.len())
        && letter(bytes[0])
        && bytes
            .iter()
            .all(|byte| letter(*byte) || matches!(byte, b'.' | b'_' | b'-'))
}

/// Letters (also umlauts), digits and `. _ - / & @ +`, without spaces, at most 40 characters.
pub(crate) fn is_code(code: &str) -> bool {
    let allowed =
        |ch: char| ch.is_alphanumeric() || matches!(ch, '.' | '_' | '-' | '/' | '&' | '@' | '+');
    code.chars().count() <= 40
        && code.starts_with(char::is_alphanumeric)
        && code.chars().all(allowed)
}

/// `fc1:` (the number is that of the scheme) and 32 hexadecimal digits.
pub(crate) fn is_fingerprint(text: &str) -> bool {
    let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.strip_prefix("fc")
        .and_then(|rest| rest.split_once(':'))
        .is_some_and(|(scheme, digits)| {
            !scheme.is_empty()
                && scheme.bytes().all(|byte| byte.is_ascii_digit())
                && digits.len() == 32
                && digits.bytes().all(hexadecimal)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_services_may_be_written_in_groups() {
        for text in ["99001001000000", "99 001 001 000 000", "99.001.001.000.000"] {
            assert_eq!(
                service_key(text).as_deref(),
                Some("99001001000000"),
                "{text}"
            );
        }
        for text in ["9900100100000", "990010010000001", "99 001 001 000 00x", ""] {
            assert_eq!(service_key(text), None, "{text}");
        }
    }

    #[test]
    fn dates_in_both_spellings() {
        for text in ["31.12.2026", "2026-12-31"] {
            assert_eq!(
                written_date(text).map(|date| date.to_string()).as_deref(),
                Some("2026-12-31")
            );
        }
        assert_eq!(
            written_date("1.2.2026")
                .map(|date| date.to_string())
                .as_deref(),
            Some("2026-02-01")
        );
        for text in [
            "31.02.2026",
            "12/2026",
            "2026",
            "31.12.26",
            "+1.2.2026",
            "1.2.2026.5",
            "demnächst",
        ] {
            assert_eq!(written_date(text), None, "{text}");
        }
    }

    #[test]
    fn identifiers() {
        for id in ["APP-0001", "A1", "0815", "X_1.B-2"] {
            assert!(is_application_id(id), "{id}");
        }
        for id in [
            "A",
            "app-1",
            "-A1",
            "ÄB1",
            "A 1",
            "A23456789012345678901234567890123",
        ] {
            assert!(!is_application_id(id), "{id}");
        }
        for code in ["KVR", "it@M", "Büro-1", "RBS/A4"] {
            assert!(is_code(code), "{code}");
        }
        for code in ["K V R", "-x", ""] {
            assert!(!is_code(code), "{code}");
        }
    }
}
