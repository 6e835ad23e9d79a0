//! Whole numbers as people write them.

/// A whole number with separators of thousands, `ca.` and a unit: `ca. 1.200 Nutzende`.
pub(super) fn count(text: &str) -> Option<String> {
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

/// Whether a spreadsheet shortened a long number: `9,90123E+13`. The digits that are gone come from nowhere.
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
