//! Telephone numbers in texts.

use std::ops::Range;

use super::contacts::contacts;
use super::mention::{names_in, runs};

/// Minimum number of digits after a word for extensions, and after any other word for telephones.
pub(super) const EXTENSION_DIGITS: usize = 3;
const PHONE_DIGITS: usize = 5;

/// Whether sentences give a telephone number: one that begins like one, with a word that announces it. Without such a
/// word, digits may be a code.
pub(crate) fn gives_a_phone_number(text: &str) -> bool {
    !phone_numbers_in(text, &names_in(text)).is_empty()
}

/// Whether the text has a run of 8 to 15 digits with separators that begins like a German number (`0…`, `+49 …`).
pub(super) fn has_phone_number(text: &str) -> bool {
    text.split(|ch: char| !is_in_number(ch)).any(|run| {
        let start = run.trim_start_matches([' ', '/', '-', '(', '\u{a0}']);
        let digits = start.bytes().filter(u8::is_ascii_digit).count();
        (start.starts_with('0') || start.starts_with("+49")) && (8..=15).contains(&digits)
    })
}

fn is_in_number(ch: char) -> bool {
    ch.is_ascii_digit() || matches!(ch, '+' | ' ' | '/' | '-' | '(' | ')' | '\u{a0}')
}

/// Byte ranges of telephone numbers: after a word that announces one or right behind one of the names and, if the text
/// has such a word or a name, wherever a number begins that is neither a list of codes nor a date.
pub(super) fn phone_numbers_in(text: &str, names: &[Range<usize>]) -> Vec<Range<usize>> {
    let known = |words: &[String], word: &str| words.contains(&word.to_lowercase());
    let mut said = text.split(|ch: char| !ch.is_alphanumeric());
    let is_said = !names.is_empty() || said.any(|word| known(&contacts().phone_words, word));
    let numbers = runs(text, is_in_number).into_iter().filter_map(|range| {
        let run = text.get(range.clone())?;
        let begin = run.find(|ch: char| ch.is_ascii_digit() || ch == '+')?;
        let end = run.rfind(|ch: char| ch.is_ascii_digit())? + 1;
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        let before = text.get(..range.start)?.trim_end_matches(['.', ':', ' ']);
        let word = before
            .rsplit(|ch: char| !ch.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let is_announced = digits >= PHONE_DIGITS && known(&contacts().phone_words, word)
            || digits >= EXTENSION_DIGITS && known(&contacts().extension_words, word);
        let number = run.get(begin..end)?;
        let is_one = has_phone_number(run)
            && (is_said && begins_with_an_area(number) || has_an_area_apart(number));
        let is_behind_a_name = digits >= PHONE_DIGITS
            && names.iter().any(|name| {
                let between = text.get(name.end..range.start + begin);
                between.is_some_and(|between| !between.contains(char::is_alphanumeric))
            });
        (is_announced || is_one || is_behind_a_name)
            .then_some(range.start + begin..range.start + end)
    });
    numbers.collect()
}

/// Whether digits begin with the code of a country or an area: `+49 89 …`, `089/…`; unlike `01/02/2027` and
/// `001 002 003`.
fn begins_with_an_area(number: &str) -> bool {
    let groups = || {
        let groups = number.split(|ch: char| !ch.is_ascii_digit());
        groups.map(str::len).filter(|length| *length > 0)
    };
    let first = groups().next().unwrap_or_default();
    let is_list = groups().count() > 1 && groups().all(|length| length == first);
    number.starts_with('+') || first > 2 && !is_list
}

/// Whether digits can be nothing but a telephone number, even where nothing announces one: the code of an area stands apart
/// from the rest: `089/23312345`, `0151 1234567`; unlike `00115005104000`, `0815 4711 0815`.
fn has_an_area_apart(number: &str) -> bool {
    let mut groups = number
        .split(|ch: char| !ch.is_ascii_digit())
        .filter(|group| !group.is_empty());
    let Some(first) = groups.next() else {
        return false;
    };
    let rest: Vec<&str> = groups.collect();
    let is_area =
        (3..=5).contains(&first.len()) && first.starts_with('0') && !first.starts_with("00");
    let is_list = rest.iter().all(|group| group.len() == first.len());
    let digits: usize = rest.iter().map(|group| group.len()).sum();
    (is_area && digits >= PHONE_DIGITS || number.starts_with('+')) && !rest.is_empty() && !is_list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_is_said_to_be_one() {
        assert!(gives_a_phone_number("Auskunft: Tel. 0151 1234567"));
        assert!(gives_a_phone_number("Durchwahl 089/233-12345"));
        assert!(gives_a_phone_number(
            "Rückfragen an die Leitstelle (Tel. 12345)"
        ));
        assert!(!gives_a_phone_number("Codes 0 1 2 9 00 01 02 03"));
        assert!(!gives_a_phone_number("Telefonnummern werden gespeichert."));
        assert!(!gives_a_phone_number("Das Modul Mobil 2027 fehlt noch."));
        for text in [
            "Pflichtfelder sind Telefon und Geschlecht (01 02 03 04).",
            "Felder Telefon und Geschlecht mit 001 002 003",
            "Die App Mobil startet am 01/02/2027",
            "Schlüssel 00115005104000",
            "Vertrag 0815 4711 0815",
            "Werte 001 002 003",
        ] {
            assert!(!gives_a_phone_number(text), "{text}");
        }
        for text in [
            "Mobil erreichbar unter 0151 1234567",
            "Telefon der Leitstelle: (089) 233-12345",
            "Telefon im Ausland: +49 89 23312345",
            "Rückruf unter 089 23312345",
            "0151-1234567 anrufen",
            "Akte 089/23312345",
        ] {
            assert!(gives_a_phone_number(text), "{text}");
        }
    }
}
