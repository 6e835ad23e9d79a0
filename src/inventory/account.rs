//! Numbers of bank accounts in texts: international ones, told by their check digits, and those behind a word for them.

use super::secret::{STRUCK, secret_words};
use crate::problem::fold;

/// Removes bank account numbers.
pub(super) fn without_accounts(line: &str) -> (String, bool) {
    let words: Vec<&str> = line.split(' ').collect();
    let mut out: Vec<String> = Vec::new();
    let mut struck = false;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if let Some(end) = end_of_international(&words, at) {
            out.push(format!("{STRUCK}{}", sign_behind(&words, end)));
            struck = true;
            at = end;
            continue;
        }
        if let Some((kept, end)) = announced(&words, at) {
            out.extend(kept);
            struck = true;
            at = end;
            continue;
        }
        out.push((*word).to_owned());
        at += 1;
    }
    (out.join(" "), struck)
}

/// Signs around a number that are not part of it.
const AROUND: [char; 6] = ['(', ')', ',', ';', '.', ':'];

/// The index behind an IBAN that begins at `start`. It is written in groups of four, or without spaces.
fn end_of_international(words: &[&str], start: usize) -> Option<usize> {
    let mut number = String::new();
    let mut end = None;
    for (index, group) in words.iter().enumerate().skip(start).take(9) {
        let group = group.trim_matches(AROUND);
        if !group.chars().all(|ch| ch.is_ascii_alphanumeric()) || group.is_empty() {
            break;
        }
        number.push_str(group);
        if is_account(&number) {
            end = Some(index + 1);
        }
    }
    end
}

/// A word for accounts at `start` and the number behind it, without the number, and the index behind both:
/// `Kto. 12345678`, `Konto-Nr.: 12 345 678`, `BLZ:70050000`, an IBAN that was mistyped. `None` if there is none.
fn announced(words: &[&str], start: usize) -> Option<(Vec<String>, usize)> {
    let first = words.get(start)?;
    // `Kto:12345678`
    if let Some(at) = first.find(|ch: char| ch.is_ascii_digit()) {
        let (front, number) = first.split_at(at);
        let least = least_digits(front)?;
        let number = number.trim_end_matches(AROUND);
        let is_one = number.bytes().all(|byte| byte.is_ascii_digit()) && number.len() >= least;
        return is_one.then(|| (vec![format!("{front}{STRUCK}")], start + 1));
    }
    let least = least_digits(first)?;
    let mut kept = vec![(*first).to_owned()];
    let mut at = start + 1;
    while let Some(word) = words.get(at) {
        let is_between = secret_words().between.contains(&fold(word)) || fold(word).is_empty();
        if !is_between {
            break;
        }
        kept.push((*word).to_owned());
        at += 1;
    }
    let mut digits = 0;
    let mut end = at;
    while let Some(word) = words.get(end) {
        let group = word.trim_matches(AROUND);
        let of_country = digits == 0 && group.bytes().take(2).all(|it| it.is_ascii_uppercase());
        let plain = if of_country { group.get(2..)? } else { group };
        if plain.is_empty() || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        digits += plain.len();
        end += 1;
        if word.ends_with(AROUND) {
            break;
        }
    }
    if digits < least {
        return None;
    }
    kept.push(format!("{STRUCK}{}", sign_behind(words, end)));
    Some((kept, end))
}

/// The sign behind the number whose last group stands before `end`; it belongs to the sentence.
fn sign_behind<'t>(words: &[&'t str], end: usize) -> &'t str {
    let last = end.checked_sub(1).and_then(|last| words.get(last));
    let sign = last.and_then(|last| last.get(last.trim_end_matches(AROUND).len()..));
    sign.unwrap_or_default()
}

/// The minimum number of digits of an account behind this word; `None` if it is no word for accounts.
fn least_digits(word: &str) -> Option<usize> {
    let folded = fold(word);
    secret_words().banks.get(&folded).copied()
}

/// Whether a text is an IBAN (ISO 13616): country, check digits, and a matching number.
fn is_account(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = matches!(bytes, [a, b, c, d, ..]
        if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit());
    if !shape || !(15..=34).contains(&bytes.len()) {
        return false;
    }
    let (front, number) = text.split_at(4);
    let rest = number
        .chars()
        .chain(front.chars())
        .try_fold(0u32, |rest, ch| {
            let digit = ch.to_digit(36)?;
            let shift = if digit > 9 { 100 } else { 10 };
            Some((rest * shift + digit) % 97)
        });
    rest == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_told_by_their_check_digits() {
        // The example numbers published by banks.
        for number in ["DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819"] {
            let line = format!("Konto {number}, Kasse");
            assert_eq!(without_accounts(&line), ("Konto …, Kasse".to_owned(), true));
        }
        for line in [
            "DE88 3704 0044 0532 0130 00",
            "Vertrag AB12 3456 7890 1234 5678",
        ] {
            assert_eq!(without_accounts(line), (line.to_owned(), false), "{line}");
        }
    }

    #[test]
    fn accounts_are_told_by_the_words_before_them() {
        for (line, kept) in [
            ("Kto. 12345678 BLZ 70050000", "Kto. … BLZ …"),
            ("Konto-Nr.: 12 345 678, Kasse", "Konto-Nr.: …, Kasse"),
            ("Kontonummer Nr. 4711012", "Kontonummer Nr. …"),
            ("BLZ:70050000", "BLZ:…"),
            ("IBAN DE88 3704 0044 0532 0130 00", "IBAN …"),
        ] {
            assert_eq!(without_accounts(line), (kept.to_owned(), true), "{line}");
        }
        for line in [
            "Konto 410000 im Haushalt",
            "Kto. 4711",
            "Feld Kontonummer mit 10 Stellen",
            "IBAN wird geprüft, Vertrag 12345678",
            "BLZ und Konto fehlen",
        ] {
            assert_eq!(without_accounts(line), (line.to_owned(), false), "{line}");
        }
    }
}
