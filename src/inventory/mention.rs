//! Persons in sentences: forms of address and first names followed by names, mail addresses. Where a
//! role belongs, `contact.rs` judges the whole entry instead.

use std::ops::Range;

use super::contact::{
    is_first_name, is_initial, is_like_a_name, is_mail_of_a_person, is_of_an_organisation,
    is_salutation, is_title,
};
use super::contacts::contacts;
use super::personal::struck;
use super::phone::{EXTENSION_DIGITS, has_phone_number, phone_numbers_in};
use crate::problem::fold;

/// Whether sentences mention a person: by mail address, or by a form of address, a title or a first name followed by a
/// name. Sample names do not count: `Sehr geehrte Frau Muster`.
pub(crate) fn mentions_a_person(text: &str) -> bool {
    is_mail_of_a_person(text) || !names_in(text).is_empty()
}

/// Whether a text certainly names persons, and whether it gives telephone numbers.
pub(crate) fn names_and_numbers(text: &str) -> (bool, bool) {
    let names = names_in(text);
    (
        !names.is_empty(),
        !phone_numbers_in(text, &names).is_empty(),
    )
}

/// A text with names of persons and telephone numbers replaced by `…`; `None` if it apparently has none.
pub(crate) fn without_persons(text: &str) -> Option<String> {
    let mut gone = names_in(text);
    let numbers = phone_numbers_in(text, &gone);
    gone.extend(numbers);
    gone.sort_by_key(|range| range.start);
    struck(text, &gone)
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
    // Behind a person only what may be a firm is one: `Hr. Huber (freier MA)` names none.
    if struck && !kept.iter().any(|part| may_be_a_firm(part)) {
        kept.clear();
    }
    struck.then(|| kept.join(", "))
}

/// Whether a part of an entry may be a firm: it has a word like a name, and speaks of no person.
fn may_be_a_firm(part: &str) -> bool {
    let words = words(part);
    let is_person = |word: &Word<'_>| contacts().persons.contains(&fold(word.plain));
    let starts = words.first().is_some_and(|word| {
        word.plain
            .starts_with(|ch: char| ch.is_uppercase() || ch.is_ascii_digit())
    });
    starts && !words.iter().any(is_person)
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
pub(super) struct Word<'t> {
    pub plain: &'t str,
    /// Byte range of the plain word in the text.
    pub range: Range<usize>,
    /// With the punctuation after it: `Hr.` announces a name, `Herr,` does not.
    pub whole: &'t str,
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

    pub(super) fn may_be_a_name(&self) -> bool {
        is_like_a_name(self.plain)
            && !is_of_an_organisation(self.plain)
            && !contacts().examples.contains(&fold(self.plain))
    }

    /// Whether it is a name used in examples and forms: `Mustermann`.
    fn is_sample_name(&self) -> bool {
        contacts().sample_names.contains(&fold(self.plain))
    }

    /// Whether it is a noun for what is named after persons: `Gymnasium`.
    pub(super) fn is_named_after_persons(&self) -> bool {
        let folded = fold(self.plain);
        let mut ends = contacts().named_after_ends.iter();
        self.plain.starts_with(char::is_uppercase) && ends.any(|end| folded.ends_with(end.as_str()))
    }

    /// Whether it is the first letter of a first name: `S.`
    pub(super) fn is_initial(&self) -> bool {
        is_initial(self.whole)
    }

    pub(super) fn is_particle(&self) -> bool {
        contacts().particles.iter().any(|known| known == self.whole)
    }

    /// Whether it is a particle that is no preposition of ordinary sentences: `von`, `van`; unlike `zur`.
    fn is_strong_particle(&self) -> bool {
        self.is_particle() && !contacts().weak_particles.iter().any(|it| it == self.whole)
    }

    /// Whether it is a title of nobility, which stands before a particle: `Freiin`.
    fn is_noble(&self) -> bool {
        self.plain.starts_with(char::is_uppercase)
            && contacts().nobility.contains(&fold(self.plain))
    }
}

pub(super) fn words(text: &str) -> Vec<Word<'_>> {
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

/// Byte ranges of the names of persons, including the forms of address before them.
pub(super) fn names_in(text: &str) -> Vec<Range<usize>> {
    let words = words(text);
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
        let family = past(at + 1, |word| word.is_particle() || word.is_noble());
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
        let is_person = !is_word && !before.is_some_and(Word::is_named_after_persons);
        let is_told = does && is_person;
        // `Mehmet van der Berg`
        let has_particle = words.get(at + 1).is_some_and(Word::is_strong_particle) && is_person;
        let is_named = words.get(family).is_some_and(|word| {
            let is_known = word.is_sample_name() || is_family_name(word.plain);
            word.may_be_a_name() && (is_sure || is_told || is_known || has_particle)
        });
        let is_thing = !is_announced && next.is_some_and(Word::is_named_after_persons);
        if is_named && !is_thing {
            return Some(family);
        }
    }
    // `Kollegin Freiin von Aumüller`
    let noble = past(at, |word| word.is_noble());
    let family = past(noble, |word| word.is_particle());
    let is_named = words.get(family).is_some_and(Word::may_be_a_name);
    let next = words.get(family + 1);
    let is_thing = !is_announced && next.is_some_and(Word::is_named_after_persons);
    if noble > at && is_named && !is_thing && (is_announced || family > noble) {
        return Some(family);
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
    // `Frau Xanthippe Huber`: the first name may be a rare one.
    let is_first = words
        .get(family)
        .is_some_and(|word| word.plain == word.whole && !is_family_name(word.plain));
    let is_family = |word: &Word<'_>| word.may_be_a_name() && is_family_name(word.plain);
    let has_family = is_first && words.get(family + 1).is_some_and(is_family);
    (is_announced && is_named).then_some(family + usize::from(has_family))
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

/// The byte ranges of maximal runs of matching characters.
pub(super) fn runs(text: &str, belongs: impl Fn(char) -> bool) -> Vec<Range<usize>> {
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
            "Rückfragen an Mehmet van der Aue",
            "Freiin von Aumüller bearbeitet das",
            "Petra von Aumüller fragen",
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
            "Umbau der Katharina von Aue Schule",
            "Schriftstück von Team Mitte",
            "Graf und Gräfin als Anrede",
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
            ("Hr. Huber (freier MA)", Some("")),
            ("Frau Kraus (Mitarbeiterin extern)", Some("")),
            ("Frau Kraus, Laubsoft", Some("Laubsoft")),
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
            ("Kollegin Freiin von Aumüller prüft", Some("… prüft")),
            ("Frau Xanthippe Huber prüft", Some("… prüft")),
            (
                "Frau Kraus hat am 12.05.2027 zugesagt",
                Some("… hat am 12.05.2027 zugesagt"),
            ),
            ("Vertrag 0815 4711 0815 gilt", None),
            ("Wartung bis 2027, Vertrag 0815 gekündigt", None),
        ] {
            assert_eq!(without_persons(text).as_deref(), kept, "{text}");
        }
    }
}
