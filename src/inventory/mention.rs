//! Persons in sentences: forms of address and first names followed by names, mail addresses, telephone numbers. Where a
//! role belongs, `contact.rs` judges the whole entry instead.

use std::borrow::Cow;
use std::ops::Range;

use super::contact::{
    contacts, has_phone_number, is_first_name, is_initial, is_like_a_name, is_mail_of_a_person,
    is_of_an_organisation, is_salutation, is_stand_in, is_title,
};
use crate::problem::fold;

/// Whether sentences mention a person: by mail address, or by a form of address, a title or a first name followed by a
/// name. Sample names do not count: `Sehr geehrte Frau Muster`.
pub(crate) fn mentions_a_person(text: &str) -> bool {
    is_mail_of_a_person(text) || !names_in(text).is_empty() || !birthdays_in(text).is_empty()
}

/// Whether sentences give a telephone number: one that begins like one, with a word that announces it. Without such a
/// word, digits may be a code.
pub(crate) fn gives_a_phone_number(text: &str) -> bool {
    !phone_numbers_in(text, &names_in(text)).is_empty()
}

/// A text with names of persons and telephone numbers replaced by `…`; `None` if it apparently has none.
pub(crate) fn without_persons(text: &str) -> Option<String> {
    let mut gone = names_in(text);
    let numbers = phone_numbers_in(text, &gone);
    gone.extend(numbers);
    gone.extend(birthdays_in(text));
    gone.sort_by_key(|range| range.start);
    if gone.is_empty() {
        return None;
    }
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for range in gone {
        kept.push_str(text.get(at..range.start).unwrap_or_default());
        kept.push('…');
        at = range.end;
    }
    kept.push_str(text.get(at..).unwrap_or_default());
    Some(kept)
}

/// The name of a firm without the persons and telephone numbers named with it: `Beispiel AG (Frau Huber, 0151 1234567)`.
/// `None` if it apparently names none. Firms may be named after persons, so that only what stands apart from the firm,
/// or follows a form of address, is a person.
pub(crate) fn firm_without_persons(text: &str) -> Option<String> {
    let mut kept: Vec<&str> = Vec::new();
    let mut struck = false;
    for (index, part) in text.split([',', ';', '(', ')', '\n']).enumerate() {
        let part = part.trim();
        let firm = match is_person_beside_a_firm(part, index == 0) {
            true => "",
            false => without_end(part),
        };
        struck |= firm.len() < part.len();
        if !firm.is_empty() {
            kept.push(firm);
        }
    }
    struck.then(|| kept.join(", "))
}

/// Whether a part of an entry about a firm only names a person. `is_first`: it may be the firm itself.
fn is_person_beside_a_firm(part: &str, is_first: bool) -> bool {
    let words = words(part);
    let is_firm = words
        .iter()
        .any(|word| !word.announces() && is_of_an_organisation(word.plain));
    let starts_with_a_name = names_in(part).first().is_some_and(|name| name.start == 0);
    let is_said_to = words.first().is_some_and(|word| is_salutation(word.whole));
    !is_firm && starts_with_a_name && (is_said_to || !is_first)
}

/// A part of an entry about a firm up to the person or the telephone number behind it: `Beispiel AG Herr Huber`.
fn without_end(part: &str) -> &str {
    let said_to = words(part).into_iter().enumerate().find(|(at, word)| {
        let is_contact = contacts().phone_words.contains(&word.plain.to_lowercase());
        let is_person = *at > 0 && is_salutation(word.whole);
        is_person || is_contact && has_digits(part.get(word.range.end..))
    });
    let runs = runs(part, |ch| ch.is_ascii_digit() || " +/-()".contains(ch)).into_iter();
    let mut numbers = runs.filter(|run| part.get(run.clone()).is_some_and(has_phone_number));
    let number = numbers.next().map(|run| run.start);
    let ends = said_to
        .map(|(_, word)| word.range.start)
        .into_iter()
        .chain(number);
    let end = ends.min().unwrap_or(part.len());
    let kept = part.get(..end).unwrap_or_default();
    match end < part.len() {
        true => kept.trim_end_matches([' ', '-', '–', ':', '/', '+']),
        false => kept,
    }
}

fn has_digits(text: Option<&str>) -> bool {
    let digits = text.unwrap_or_default().bytes();
    digits.filter(u8::is_ascii_digit).count() >= EXTENSION_DIGITS
}

/// A word of a sentence.
struct Word<'t> {
    plain: &'t str,
    /// Byte range of the plain word in the text.
    range: Range<usize>,
    /// With the punctuation after it: `Hr.` announces a name, `Herr,` does not.
    whole: &'t str,
}

impl Word<'_> {
    /// Whether a name-like next word is a name.
    fn announces(&self) -> bool {
        is_salutation(self.whole) || is_title(self.whole)
    }

    /// Whether it is a first name without punctuation before the next word.
    fn is_first_name(&self) -> bool {
        self.plain == self.whole
            && is_like_a_name(self.plain)
            && is_first_name(self.plain)
            && !is_of_an_organisation(self.plain)
    }

    fn may_be_a_name(&self) -> bool {
        is_like_a_name(self.plain)
            && !is_of_an_organisation(self.plain)
            && !contacts().examples.contains(&fold(self.plain))
    }

    /// Whether it is a name used in examples and forms: `Mustermann`.
    fn is_sample_name(&self) -> bool {
        contacts().sample_names.contains(&fold(self.plain))
    }

    /// Whether it is a noun for what is named after persons: `Gymnasium`.
    fn is_named_after_persons(&self) -> bool {
        let folded = fold(self.plain);
        let mut ends = contacts().named_after_ends.iter();
        self.plain.starts_with(char::is_uppercase) && ends.any(|end| folded.ends_with(end.as_str()))
    }

    /// Whether it is the first letter of a first name: `S.`
    fn is_initial(&self) -> bool {
        is_initial(self.whole)
    }

    fn is_particle(&self) -> bool {
        contacts().particles.iter().any(|known| known == self.whole)
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let parts = runs(text, |ch| !ch.is_whitespace()).into_iter();
    let words = parts.filter_map(|range| {
        let whole = text.get(range.clone())?;
        let start = whole.find(char::is_alphanumeric)?;
        let whole = whole.get(start..)?;
        let plain = whole.trim_end_matches(|ch: char| !ch.is_alphanumeric());
        let start = range.start + start;
        Some(Word {
            plain,
            range: start..start + plain.len(),
            whole,
        })
    });
    words.collect()
}

/// A text of the same length in which blanks part the words of the names of files: `Mail_Petra_Huber.msg`.
fn with_file_names_parted(text: &str) -> Cow<'_, str> {
    let is_signed = |ch: char| matches!(ch, '.' | '_');
    if !text.contains(is_signed) {
        return Cow::Borrowed(text);
    }
    let mut parted = text.to_owned();
    for range in runs(text, |ch| !ch.is_whitespace()) {
        let word = text.get(range.clone()).unwrap_or_default();
        let word = word.trim_end_matches(|ch: char| !ch.is_alphanumeric());
        let Some((stem, ending)) = word.rsplit_once('.') else {
            continue;
        };
        let is_ending = (2..=4).contains(&ending.len())
            && ending.starts_with(|ch: char| ch.is_ascii_lowercase())
            && ending
                .chars()
                .all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit());
        if is_ending && !stem.contains(['@', '/', '.']) {
            let words = word.replace(is_signed, " ");
            parted.replace_range(range.start..range.start + words.len(), &words);
        }
    }
    Cow::Owned(parted)
}

/// Byte ranges of the names of persons, including the forms of address before them.
fn names_in(text: &str) -> Vec<Range<usize>> {
    let text = with_file_names_parted(text);
    let words = words(&text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = words.get(at) {
        match end_of_name(&words, at) {
            Some(last) => {
                let end = words.get(last).map_or(first.range.end, |it| it.range.end);
                found.push(first.range.start..end);
                at = last + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// Index of the last word of the name that begins at `start`; `None` if none begins there.
fn end_of_name(words: &[Word<'_>], start: usize) -> Option<usize> {
    let past = |mut at: usize, is_passed: fn(&Word<'_>) -> bool| {
        while words.get(at).is_some_and(is_passed) {
            at += 1;
        }
        at
    };
    let at = past(start, |word| word.announces());
    let is_announced = at > start;
    if let Some(first) = words.get(at).filter(|word| word.is_first_name()) {
        let family = past(at + 1, |word| word.is_particle());
        // `Max Zeichen`: some first names are also ordinary words.
        let is_word = contacts()
            .ambiguous_first_names
            .contains(&fold(first.plain));
        // `Kita Maria Stern`, `Anne Frank Haus`: without a form of address, it may be the name of a thing.
        let is_sure = is_announced && !is_word;
        let next = words.get(family + 1);
        let does = next.is_some_and(|word| contacts().person_verbs.contains(&fold(word.plain)));
        // `Kita Maria Stern hat geöffnet`
        let before = start.checked_sub(1).and_then(|before| words.get(before));
        let is_told = !is_word
            && (does && !before.is_some_and(Word::is_named_after_persons)
                || is_said_by(words, start));
        let is_named = words.get(family).is_some_and(|word| {
            let is_known = word.is_sample_name() || is_family_name(word.plain);
            word.may_be_a_name() && (is_sure || is_told || is_known)
        });
        let is_thing = !is_announced && next.is_some_and(Word::is_named_after_persons);
        if is_named && !is_thing {
            return Some(family);
        }
    }
    if is_a_name_of_one_away(words, start) || is_a_deputy(words, start) {
        return Some(start);
    }
    if let Some(last) = end_of_name_backwards(words, start) {
        return Some(last);
    }
    if let Some(last) = end_of_initials(words, start) {
        return Some(last);
    }
    // `Herr M. Berger`
    let family = past(at, |word| word.is_particle() || word.is_initial());
    let is_named = words
        .get(family)
        .is_some_and(|word| word.may_be_a_name() && !word.is_sample_name());
    (is_announced && is_named).then_some(family)
}

/// Whether the word is the name of somebody who is said to be away: `Huber ist seit 1.3. krank`.
fn is_a_name_of_one_away(words: &[Word<'_>], start: usize) -> bool {
    /// Maximum number of words between.
    const APART: usize = 6;
    let is_verb = |word: &Word<'_>| matches!(word.plain, "ist" | "war" | "hat" | "is" | "was");
    let rest = words.get(start + 1..).unwrap_or_default();
    let named = words.get(start).is_some_and(Word::may_be_a_name);
    named
        && rest.first().is_some_and(is_verb)
        && rest
            .iter()
            .take(APART)
            .any(|word| contacts().away.contains(&fold(word.plain)))
}

/// Whether the word is the first name of a deputy: `Vertretung Petra`.
fn is_a_deputy(words: &[Word<'_>], start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|before| words.get(before));
    let is_word = |word: &Word<'_>| {
        let ambiguous = &contacts().ambiguous_first_names;
        ambiguous.contains(&fold(word.plain))
    };
    before.is_some_and(|word| is_stand_in(word.plain))
        && words.get(start).is_some_and(|word| {
            is_like_a_name(word.plain) && is_first_name(word.plain) && !is_word(word)
        })
        && !words
            .get(start)
            .is_some_and(|word| is_of_an_organisation(word.plain))
}

/// Byte ranges of days of birth: a date behind a word that says so. The first and last days of calendars stand for an
/// unknown one.
fn birthdays_in(text: &str) -> Vec<Range<usize>> {
    let words = words(text);
    let is_day = |word: &Word<'_>| {
        let parts: Vec<&str> = word.plain.split('.').collect();
        let is_number = |part: &&str| {
            !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        parts.len() == 3
            && parts.iter().all(is_number)
            && !matches!(word.plain, "01.01.1900" | "01.01.1970" | "31.12.9999")
    };
    let is_between = |word: &Word<'_>| matches!(word.plain, "am" | "on" | "den");
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let is_said = contacts().birth_words.contains(&fold(word.plain));
        let behind = words.get(at + 1..).unwrap_or_default();
        let mut behind = behind.iter().skip_while(|word| is_between(word));
        if let Some(day) = behind.next().filter(|day| is_said && is_day(day)) {
            found.push(day.range.clone());
        }
    }
    found
}

/// Whether the words before a name say that the person wrote or said something: `laut …`, `Mail von …`.
fn is_said_by(words: &[Word<'_>], start: usize) -> bool {
    let folded = |steps: usize| {
        let word = start.checked_sub(steps).and_then(|at| words.get(at));
        word.map(|word| fold(word.plain)).unwrap_or_default()
    };
    let by = folded(1);
    let is_by = by == "an" || contacts().said_by.contains(&by);
    by == "laut" || is_by && contacts().messages.contains(&folded(2))
}

/// Index of the first name behind a family name that begins at `start`: `Berger, Klaus`.
fn end_of_name_backwards(words: &[Word<'_>], start: usize) -> Option<usize> {
    let [family, first] = words.get(start..start + 2)? else {
        return None;
    };
    let before = start.checked_sub(1).and_then(|before| words.get(before));
    let is_said_by = before.is_some_and(|word| contacts().said_by.contains(&fold(word.plain)));
    let is_family = family.whole.strip_suffix(',') == Some(family.plain)
        && family.may_be_a_name()
        && (is_said_by || is_family_name(family.plain));
    let is_first = is_like_a_name(first.plain)
        && is_first_name(first.plain)
        && !contacts()
            .ambiguous_first_names
            .contains(&fold(first.plain));
    (is_family && is_first).then_some(start + 1)
}

/// Index of the family name behind the initials that begin at `start`: `H. Berger`. Only frequent names count, because
/// letters with dots also abbreviate: `z. B. Schule`.
fn end_of_initials(words: &[Word<'_>], start: usize) -> Option<usize> {
    let before = start.checked_sub(1).and_then(|before| words.get(before));
    if before.is_some_and(|word| word.plain.chars().count() == 1 && word.whole.ends_with('.')) {
        return None;
    }
    let initials = words
        .get(start..)?
        .iter()
        .take_while(|word| word.is_initial());
    let family = start + initials.count();
    let name = words.get(family).filter(|_| family > start)?;
    let next = words.get(family + 1);
    let is_thing = next.is_some_and(Word::is_named_after_persons);
    (name.may_be_a_name() && is_family_name(name.plain) && !is_thing).then_some(family)
}

/// Whether a word is one of the most frequent family names.
pub(super) fn is_family_name(word: &str) -> bool {
    let mut pieces = word.split('-');
    pieces.any(|piece| contacts().family_names.binary_search(&fold(piece)).is_ok())
}

/// Minimum number of digits after a word for extensions, and after any other word for telephones.
const EXTENSION_DIGITS: usize = 3;
const PHONE_DIGITS: usize = 5;

/// Byte ranges of telephone numbers: after a word that announces one or right behind one of the names and, if the text
/// has such a word or a name, wherever a number begins that is neither a list of codes nor a date.
fn phone_numbers_in(text: &str, names: &[Range<usize>]) -> Vec<Range<usize>> {
    let known = |words: &[String], word: &str| words.contains(&word.to_lowercase());
    let mut said = text.split(|ch: char| !ch.is_alphanumeric());
    let is_said = !names.is_empty() || said.any(|word| known(&contacts().phone_words, word));
    let in_number = |ch: char| {
        ch.is_ascii_digit() || matches!(ch, '+' | ' ' | '/' | '-' | '(' | ')' | '\u{a0}')
    };
    let numbers = runs(text, in_number).into_iter().filter_map(|range| {
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

/// The byte ranges of maximal runs of matching characters.
fn runs(text: &str, belongs: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for (at, ch) in text.char_indices().filter(|(_, ch)| belongs(*ch)) {
        let end = at + ch.len_utf8();
        match all.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end = end,
            None => all.push(at..end),
        }
    }
    all
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

    #[test]
    fn sentences_may_speak_of_nobody() {
        for text in [
            "laut Frau Huber nicht",
            "Auskunft von Hr. Huber, 3.11.",
            "Rückfrage bei Dr. Huber",
            "siehe Mail von erika.muster@stadt.example",
            "Bestätigt von Max Mustermann",
            "laut Sabine Kraus (Fachstelle) nicht nötig",
            "Auskunft: Frau von der Aue",
            "s. Mail von H. Berger vom 3.5.",
            "laut J. S. Koch",
            "Herr M. Aumüller, Zi. 312",
            "Kollegin Aumüller hat geprüft",
            "Petra Aumüller hat es bestätigt",
            "laut Aumüller, Petra (KVR II)",
            "Mail von Petra Aumüller.msg",
            "Mail_von_Petra_Aumüller.msg",
            "laut Petra Aumüller",
            "Gespräch mit Petra Aumüller am 3.11.",
            "Aumüller ist seit 1.3. krank",
            "Freiin von Aue bearbeitet das",
            "geb. 12.03.1955",
            "Antragstellerin, geboren am 1.2.1960",
        ] {
            assert!(mentions_a_person(text), "{text}");
        }
        for text in [
            "Die Anrede lautet Sehr geehrte Frau Muster.",
            "Frau/Herr wird aus dem Schlüssel gebildet",
            "Anrede nur Herr und Frau möglich",
            "Auswahl: Herr, Frau, Divers",
            "Herr Frau Divers stehen zur Wahl",
            "„Sehr geehrter Herr Nachname“ steht im Brief",
            "Laut Verfahrensverantwortung nicht",
            "Titel Dr. Auswahl fehlt",
            "bei Anrede Herr Eintrag entfernt",
            "Rückmeldung bis Fr. Abend",
            "Titel Dr. Med. möglich",
            "Max Länge des Felds: 20 Zeichen",
            "Spalten: Jan Feb Mrz",
            "Das Formular der Anne-Frank-Schule ist umgestellt",
            "Belegung des Ludwig Thoma Gymnasiums",
            "Anmeldung zur Kita Maria Stern",
            "Führung durch das Anne Frank Haus",
            "Räume der Sabine Huber Realschule",
            "z. B. Schmidt und andere Anbieter",
            "nach § 5 S. 2",
            "Kollegin Sachbearbeitung",
            "Die Kita Maria Aumüller hat geöffnet",
            "Felder Anrede, Petra",
            "Umzug in die A. Koch Schule",
            "Vertretung Fachadministration",
            "Das System ist seit 1.3. krank",
            "Vorgabe Geburtsdatum 01.01.1900",
            "geb. ist Pflicht",
            "Handbuch_Max_Laenge.pdf",
            "siehe Petra_Konzept.docx",
        ] {
            assert!(!mentions_a_person(text), "{text}");
        }
    }

    #[test]
    fn a_firm_stays_without_its_persons() {
        for (text, kept) in [
            (
                "Fa. Huber Software (Hr. Huber, 0151 1234567)",
                Some("Fa. Huber Software"),
            ),
            (
                "Muster AG, Frau Petra Kraus, Tel. 089/233-12345",
                Some("Muster AG"),
            ),
            ("Muster AG Herr Kraus", Some("Muster AG")),
            ("Muster AG, Petra Kraus", Some("Muster AG")),
            ("Muster AG - Tel. 12345", Some("Muster AG")),
            ("Frau Petra Kraus", Some("")),
            ("Petra Kraus", None),
            ("Dr. Huber Software GmbH", None),
            ("Huber, Kraus & Partner", None),
            ("Muster Telefon GmbH", None),
            ("Muster 2000 GmbH, Augsburg", None),
            ("1&1 Internet SE", None),
        ] {
            assert_eq!(firm_without_persons(text).as_deref(), kept, "{text}");
        }
    }

    #[test]
    fn the_rest_of_a_sentence_stays() {
        for (text, kept) in [
            (
                "Ansprechpartnerin ist Frau Müller (Tel. 12345)",
                Some("Ansprechpartnerin ist … (Tel. …)"),
            ),
            (
                "Frau Dr. Erika Müller prüft, Durchwahl 4711.",
                Some("… prüft, Durchwahl …."),
            ),
            ("Frau Kraus, 089 233-12345", Some("…, …")),
            ("Herr Huber (+49 89 23312345)", Some("… (…)")),
            ("Frau Kraus 233-12345, ab 2027", Some("… …, ab 2027")),
            ("Kontakt: Huber, Klaus, -12345", Some("Kontakt: …, -…")),
            (
                "Frau Kraus hat am 12.05.2027 zugesagt",
                Some("… hat am 12.05.2027 zugesagt"),
            ),
            ("abwesend, Vertretung Petra", Some("abwesend, Vertretung …")),
            ("geb. 12.03.1955, Akte 7", Some("geb. …, Akte 7")),
            ("Vertrag 0815 4711 0815 gilt", None),
            ("Wartung bis 2027, Vertrag 0815 gekündigt", None),
        ] {
            assert_eq!(without_persons(text).as_deref(), kept, "{text}");
        }
    }
}
