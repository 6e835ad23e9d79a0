//! Whole numbers in everyday notation.

use crate::inventory::fold;

use super::words::words;

/// A whole number with thousands separators, `ca.`, `Tsd.` and a unit: `ca. 1.200 Nutzende`, `1,5 Mio.`. Any other word
/// changes the meaning of the number (`300 je Referat`), so the result is `None`.
pub(super) fn count(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let about = words().about.iter();
    let text = about
        .filter_map(|word| lower.strip_prefix(word.as_str()))
        .find(|rest| rest.starts_with(|ch: char| ch == ' ' || ch.is_ascii_digit()))
        .unwrap_or(&lower)
        .trim();
    let end = text
        .find(|ch: char| ch.is_alphabetic())
        .unwrap_or(text.len());
    let (number, behind) = text.split_at_checked(end)?;
    // `500 bis 5000` is a range, not a number with a unit.
    if behind.contains(|ch: char| ch.is_ascii_digit()) {
        return None;
    }
    let mut behind: Vec<String> = behind.split_whitespace().map(fold).collect();
    let multiple = behind.first().and_then(|word| words().multiples.get(word));
    if multiple.is_some() {
        behind.remove(0);
    }
    let is_harmless = |word: &String| {
        let mut known = words().units.iter().chain(&words().about);
        !word.is_empty() && known.any(|known| fold(known) == *word)
    };
    if !behind.iter().all(is_harmless) {
        return None;
    }
    let number = number.trim();
    let number = match multiple {
        Some(multiple) => multiplied(number, *multiple),
        None => whole(number),
    };
    number.map(|number| number.to_string())
}

/// A number without decimals, with or without thousands separators.
fn whole(number: &str) -> Option<u64> {
    let number = number
        .strip_suffix(",0")
        .or_else(|| number.strip_suffix(".0"))
        .unwrap_or(number);
    let mut groups = number.split(['.', '\'', '’', ' ']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = is_digits(first)
        && first.len() <= 18
        && (rest.is_empty() || first.len() <= 3)
        && rest.len() <= 5
        && rest
            .iter()
            .all(|group| is_digits(group) && group.len() == 3);
    let plain = grouped.then(|| format!("{first}{}", rest.concat()))?;
    plain.parse().ok()
}

/// A number of thousands or millions. Three digits after a separator may be thousands themselves: only people can tell.
fn multiplied(number: &str, multiple: u64) -> Option<u64> {
    let (whole, part) = number.split_once([',', '.']).unwrap_or((number, ""));
    if !is_digits(whole) || part.len() > 2 || !(part.is_empty() || is_digits(part)) {
        return None;
    }
    let all = whole.parse::<u64>().ok()?.checked_mul(multiple)?;
    if part.is_empty() {
        return (!number.contains([',', '.'])).then_some(all);
    }
    let scale = 10u64.checked_pow(u32::try_from(part.len()).ok()?)?;
    let behind = part.parse::<u64>().ok()?.checked_mul(multiple)?;
    all.checked_add(behind / scale)
}

/// The whole numbers of a range: `100-150`, `unter 50`, `> 5000`; an open upper end extends to the largest number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    first: u64,
    last: u64,
}

impl Range {
    pub(super) fn of(text: &str) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        let words = words();
        let behind = |signs: &[String]| {
            let mut signs = signs.iter();
            signs.find_map(|sign| number(lower.strip_prefix(sign.as_str())?))
        };
        let range = |first, last| (first <= last).then_some(Self { first, last });
        if let Some(number) = behind(&words.below) {
            return range(0, number.checked_sub(1)?);
        }
        if let Some(number) = behind(&words.above) {
            return range(number.checked_add(1)?, u64::MAX);
        }
        let mut signs = words.between.iter();
        let (first, last) = signs.find_map(|sign| {
            let (first, last) = lower.split_once(sign.as_str())?;
            Some((number(first)?, number(last)?))
        })?;
        range(first, last)
    }

    /// Whether it is contained in another range.
    pub(super) fn is_within(self, other: Self) -> bool {
        other.first <= self.first && self.last <= other.last
    }
}

/// A number inside a range, with everything that [`count`] allows.
fn number(text: &str) -> Option<u64> {
    count(text.trim())?.parse().ok()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a spreadsheet shortened a long number: `9,90123E+13`. The lost digits cannot be restored.
pub(super) fn is_shortened(text: &str) -> bool {
    let Some((digits, exponent)) = text.trim().split_once(['E', 'e']) else {
        return false;
    };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
    whole.len() == 1
        && number(whole)
        && number(part)
        && exponent.strip_prefix('+').is_some_and(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_and_millions_count_as_such() {
        for (text, number) in [
            ("12 Tsd.", "12000"),
            ("0,5 Tsd.", "500"),
            ("3 Mio", "3000000"),
            ("1,5 Mio. Nutzende", "1500000"),
            ("ca. 2 Tausend", "2000"),
            ("12k", "12000"),
            ("1.250", "1250"),
            ("etwa 300 Nutzer:innen", "300"),
            ("40 Arbeitsplätze", "40"),
            ("300 ca.", "300"),
        ] {
            assert_eq!(count(text).as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn ranges_lie_in_others_or_across() {
        let range = |text: &str| Range::of(text).unwrap_or_else(|| panic!("{text}"));
        for (text, band, is_within) in [
            ("100-150", "50 bis 500", true),
            ("ca. 100 – 150 Nutzende", "50-500", true),
            ("< 20", "unter 50", true),
            ("weniger als 50", "<50", true),
            ("1.000 bis 2.000", "500 bis 5000", true),
            ("> 6000", "über 5000", true),
            (">1000", "500 bis 5000", false),
            ("400-600", "50 bis 500", false),
        ] {
            assert_eq!(range(text).is_within(range(band)), is_within, "{text}");
        }
        for text in [
            "100",
            "150-100",
            "10-20-30",
            "<",
            "über alle",
            "< 0",
            "3 je Amt - 5",
        ] {
            assert_eq!(Range::of(text), None, "{text}");
        }
    }

    #[test]
    fn further_words_make_it_another_number() {
        for text in [
            "300 je Referat",
            "300 pro Standort",
            "20 Lizenzen gleichzeitig von vielen",
            "1.250 Tsd.",
            "3 Mio €",
            "1.250,5",
            "5 Prozent",
            "zwölf Tsd.",
            "99999999999999999 Mio",
        ] {
            assert_eq!(count(text), None, "{text}");
        }
    }
}
