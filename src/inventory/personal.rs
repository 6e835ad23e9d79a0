//! Facts about persons in sentences (dates of birth, sex beside age, illness), and names that are only suspected.

use std::ops::Range;

use super::contact::{is_first_name, is_of_an_organisation};
use super::contacts::contacts;
use super::mention::{Word, is_family_name, names_in, words};
use crate::problem::fold;

/// What a sentence may say about a person; only people can decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suspected {
    Name,
    Health,
}

/// A text with dates of birth, and with sex and age in brackets, replaced by `…`; `None` if it apparently has none.
pub(crate) fn without_personal_facts(text: &str) -> Option<String> {
    let mut gone = births_in(text);
    gone.extend(sex_with_age_in(text));
    gone.sort_by_key(|range| range.start);
    struck(text, &gone)
}

/// A text with these ranges replaced by `…`; `None` without ranges.
pub(super) fn struck(text: &str, gone: &[Range<usize>]) -> Option<String> {
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

/// Byte ranges of dates behind words for a birth: `geb. 12.03.1955`, `*12.03.1955`.
fn births_in(text: &str) -> Vec<Range<usize>> {
    let words = words(text);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = text.get(..word.range.start).unwrap_or_default();
        let behind_star = before.trim_end().ends_with('*');
        let folded = fold(word.plain);
        let first = if behind_star {
            at
        } else if contacts().births.contains(&folded) {
            let small = words.get(at + 1..).unwrap_or_default().iter();
            let small = small.take_while(|it| contacts().birth_fillers.contains(&fold(it.plain)));
            at + 1 + small.count()
        } else {
            continue;
        };
        // A form's field has a date of birth as well; a person was born in a year.
        let is_person = contacts().born.contains(&folded);
        let Some(last) = end_of_date(&words, first, is_person) else {
            continue;
        };
        if let (Some(first), Some(last)) = (words.get(first), words.get(last)) {
            found.push(first.range.start..last.range.end);
        }
    }
    found
}

/// Index of the last word of the date that begins at `start`: `12.03.1955`, `12. 3. 1955`, `12. März 1955`.
fn end_of_date(words: &[Word<'_>], start: usize, is_person: bool) -> Option<usize> {
    let first = words.get(start)?;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let is_year = |text: &str| text.len() == 4 && is_digits(text);
    let parts: Vec<&str> = first.plain.split(['.', '-', '/']).collect();
    if parts.len() > 1 {
        let is_date = parts.iter().all(|part| is_digits(part) && part.len() <= 4);
        // No date of birth, but the lack of one.
        let is_none = parts.iter().any(|part| ["1900", "9999"].contains(part));
        return (is_date && !is_none).then_some(start);
    }
    if is_year(first.plain) {
        return is_person.then_some(start);
    }
    let is_day = is_digits(first.plain) && first.plain.len() <= 2 && first.whole.ends_with('.');
    let month = words.get(start + 1).map_or("", |word| word.plain);
    let is_month = is_digits(month) && month.len() <= 2
        || month.chars().count() >= 3 && month.chars().all(char::is_alphabetic);
    let year = words.get(start + 2).map_or("", |word| word.plain);
    (is_day && is_month && is_year(year)).then_some(start + 2)
}

/// Byte ranges of sex and age in brackets: `(w, 54)`, `(54 J., m)`.
fn sex_with_age_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find('(')) {
        let start = from + open + 1;
        let rest = text.get(start..).unwrap_or_default();
        let Some(end) = rest.find([')', '(']) else {
            break;
        };
        let inner = rest.get(..end).unwrap_or_default();
        let parts: Vec<&str> = inner
            .split([',', '/', ';'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let is_sex = |part: &str| contacts().sexes.contains(&fold(part));
        let is_age = |part: &str| {
            let digits = part.trim_end_matches(|ch: char| !ch.is_ascii_digit());
            let behind = fold(part.get(digits.len()..).unwrap_or_default());
            let number = digits
                .parse::<u8>()
                .is_ok_and(|age| (14..=99).contains(&age));
            number && (behind.is_empty() || contacts().years.contains(&behind))
        };
        let is_fact = match parts.as_slice() {
            [one, other] => is_sex(one) && is_age(other) || is_age(one) && is_sex(other),
            _ => false,
        };
        if is_fact {
            found.push(start..start + end);
        }
        from = start + end;
    }
    found
}

/// What a text may say about a person, without doing so for certain: `Rückfragen an Huber`, `Aumüller ist krank`.
pub(crate) fn suspected(text: &str) -> Option<Suspected> {
    let words = words(text);
    if tells_of_health(text, &words) {
        return Some(Suspected::Health);
    }
    let mut at = 0..words.len();
    at.any(|at| may_be_named_at(&words, at))
        .then_some(Suspected::Name)
}

/// Maximum number of words between who is ill and the word that says so.
const SENTENCE: usize = 6;

/// Whether a text may say that somebody is ill, expects a child or has died: a word for it behind a name, or in a text
/// that certainly names a person. Applications are about such things as well: `Krankmeldungen`, `Anträge auf Elternzeit`.
fn tells_of_health(text: &str, words: &[Word<'_>]) -> bool {
    let health: Vec<usize> = (0..words.len())
        .filter(|at| is_state_of_health(words, *at))
        .collect();
    let is_behind_a_name = |at: &usize| {
        let first = at.saturating_sub(SENTENCE);
        let before = words.get(first..*at).unwrap_or_default();
        let ends = |word: &Word<'_>| {
            let is_date = word.plain.ends_with(|ch: char| ch.is_ascii_digit());
            word.whole.ends_with([',', ';', ':', '!', '?'])
                || word.whole.ends_with('.') && !is_date && !word.is_initial()
        };
        let clause = before.iter().rposition(ends).map_or(0, |it| it + 1);
        (first + clause..*at).any(|index| is_subject(words, index, *at))
    };
    !health.is_empty() && (!names_in(text).is_empty() || health.iter().any(is_behind_a_name))
}

/// Whether a word tells of somebody's health: `krank`, `in Elternzeit`.
fn is_state_of_health(words: &[Word<'_>], at: usize) -> bool {
    let Some(word) = words.get(at) else {
        return false;
    };
    let folded = fold(word.plain);
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    let is_in = before.is_some_and(|it| contacts().absent_in.contains(&fold(it.plain)));
    contacts().ill.contains(&folded) || is_in && contacts().absences.contains(&folded)
}

/// Whether the word at `index` may be the person of whom the word at `state` tells.
fn is_subject(words: &[Word<'_>], index: usize, state: usize) -> bool {
    let (Some(word), Some(next)) = (words.get(index), words.get(index + 1)) else {
        return false;
    };
    let before = index.checked_sub(1).and_then(|before| words.get(before));
    let is_told = index + 1 == state || contacts().copulas.contains(&fold(next.plain));
    let is_kind = before.is_some_and(|it| contacts().determiners.contains(&fold(it.plain)));
    let is_person = contacts().persons.contains(&fold(word.plain));
    is_told && (is_person || word.may_be_a_name() && !is_kind)
}

/// Whether the word at `at` may be a name: a frequent family name behind a word for whoever is asked, a name behind one
/// for a deputy, or a family name in front of a verb for persons.
fn may_be_named_at(words: &[Word<'_>], at: usize) -> bool {
    let Some(word) = words.get(at) else {
        return false;
    };
    if !word.may_be_a_name() {
        return false;
    }
    let is_family = is_family_name(word.plain);
    let next = words.get(at + 1);
    let is_apart = word.plain != word.whole || next.is_none();
    let is_of_a_firm = !is_apart
        && next.is_some_and(|it| it.is_named_after_persons() || is_of_an_organisation(it.plain));
    if is_of_a_firm {
        return false;
    }
    if is_family && next.is_some_and(|it| contacts().person_verbs.contains(&fold(it.plain))) {
        return true;
    }
    let mut lead = at;
    while let Some(before) = lead.checked_sub(1)
        && words
            .get(before)
            .is_some_and(|it| it.is_particle() && !is_lead(it))
    {
        lead = before;
    }
    let before = lead.checked_sub(1).and_then(|before| words.get(before));
    let Some(before) = before else {
        return false;
    };
    // `von van der Aue`
    let particles = words.get(lead..at).unwrap_or_default();
    if particles.iter().any(|it| it.whole == "van") && (is_lead(before) || before.may_be_a_name()) {
        return true;
    }
    // `an Petra Aumüller`, `an Zoë Huber`: one of both is known.
    let is_first =
        is_first_name(word.plain) && !contacts().ambiguous_first_names.contains(&fold(word.plain));
    let family = next.filter(|it| !is_apart && it.may_be_a_name());
    if is_lead(before) && family.is_some_and(|it| is_first || is_family_name(it.plain)) {
        return true;
    }
    let folded = fold(before.plain);
    let is_deputy = contacts().deputies.contains(&folded);
    let is_known = is_family || is_deputy && is_first_name(word.plain);
    is_known && (is_lead(before) || is_deputy) || is_deputy && is_apart
}

/// Whether a word stands before whoever is asked or does something: `an`, `von`, `laut`.
fn is_lead(word: &Word<'_>) -> bool {
    word.plain == word.whole && contacts().leads.contains(&fold(word.plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_birth_and_ages_are_struck() {
        for (text, kept) in [
            ("geb. 12.03.1955", Some("geb. …")),
            ("geboren am 2. März 1961 in X", Some("geboren am … in X")),
            ("Geburtsdatum: 1955-03-12", Some("Geburtsdatum: …")),
            ("Klara (*3.4.61)", Some("Klara (*…)")),
            ("geb. 1955", Some("geb. …")),
            ("bearbeitet (w, 54) allein", Some("bearbeitet (…) allein")),
            ("Leitung (61 J./m)", Some("Leitung (…)")),
            ("Geburtsdatum ab 01.01.2027 Pflicht", None),
            ("Geburtsdatum 01.01.1900 heißt unbekannt", None),
            ("Feld Geburtsdatum 2027 neu", None),
            ("Werte (m, w)", None),
            ("Stufen (1, 54)", None),
        ] {
            assert_eq!(without_personal_facts(text).as_deref(), kept, "{text}");
        }
    }

    #[test]
    fn health_and_names_are_suspected() {
        for (text, what) in [
            ("Aumüller ist seit 1.3. krank", Suspected::Health),
            ("Aumüller krankgeschrieben bis 3.5.", Suspected::Health),
            (
                "Frau Aumüller (Elternzeit) war in Elternzeit",
                Suspected::Health,
            ),
            ("Die Kollegin ist schwanger", Suspected::Health),
            (
                "Der Schlüssel liegt im Schrank von Kowalski",
                Suspected::Name,
            ),
            ("Rückfragen an Huber", Suspected::Name),
            ("Vertretung Aumüller, sonst IT", Suspected::Name),
            ("Vertretung: Petra", Suspected::Name),
            ("Huber hat zugesagt", Suspected::Name),
            ("Rückfragen an Petra Aumüller", Suspected::Name),
            ("Rückfragen an Zoë Huber", Suspected::Name),
            ("Schlüssel bei van der Aue", Suspected::Name),
        ] {
            assert_eq!(suspected(text), Some(what), "{text}");
        }
        for text in [
            "Krankmeldungen der Beschäftigten",
            "Verwaltet Anträge auf Elternzeit und Mutterschutz",
            "Auskunft für Kinder, die krank sind",
            "Ein Tier ist krank",
            "Vertrag mit Huber Software",
            "Daten an Fabasoft",
            "Vertretung durch das Sachgebiet",
            "Anbindung an das Huber Gymnasium",
            "Läuft unter Windows, Wechsel bis 2028",
        ] {
            assert_eq!(suspected(text), None, "{text}");
        }
    }
}
