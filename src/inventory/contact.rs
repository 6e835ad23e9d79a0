//! Contact data of persons where roles belong (INV-021).

use super::contacts::contacts;
use super::mention::is_family_name;
use super::phone::has_phone_number;
use crate::problem::fold;

/// Key of the sentence about the personal data in `text`; `None` if it has none.
pub(super) fn personal(text: &str) -> Option<&'static str> {
    match personal_data(text) {
        Some(PersonalData::Mail) => Some("inv-021-mail"),
        Some(PersonalData::Phone) => Some("inv-021-phone"),
        Some(PersonalData::Name) => Some("inv-021-name"),
        None => may_name_a_person(text).then_some("inv-021-perhaps"),
    }
}

/// Whether a text that [`personal_data`] lets pass has a part like a name: two to four capitalised words or initials,
/// none of them typical of an organisation; a frequent family name alone; or a mail address of such words. Only people
/// can decide.
pub(crate) fn may_name_a_person(text: &str) -> bool {
    segments(text).any(may_be_a_name) || may_be_two_names(text)
}

/// `Maier/Huber`: two words, neither of them typical of an organisation.
fn may_be_two_names(text: &str) -> bool {
    let mut pairs = ["/", "&", "+", " und ", " u. "]
        .into_iter()
        .filter_map(|sign| text.split_once(sign));
    pairs.any(|(first, second)| [first, second].iter().all(|side| is_one_name(side)))
}

/// `Maier`, `van der Aue`, `Freiin von Aumüller`: a single word that may be a name, with its particles.
fn is_one_name(side: &str) -> bool {
    let mut own = own_words(side);
    match (own.next(), own.next()) {
        (Some(only), None) => is_like_a_name(only) && !is_of_an_organisation(only),
        _ => false,
    }
}

fn may_be_a_name(segment: &str) -> bool {
    if segment.contains('@') {
        return words(segment).any(may_be_a_mail_box_of_a_person);
    }
    if is_only_a_family_name(segment) || is_name_of_a_deputy(segment) {
        return true;
    }
    let is_person = |word: &&str| contacts().persons.contains(&fold(word));
    let own: Vec<&str> = own_words(segment).skip_while(is_person).collect();
    (2..=4).contains(&own.len())
        && own
            .iter()
            .all(|word| is_like_a_name(word) || is_initial(word))
        && own.iter().any(|word| is_like_a_name(word))
        && !own.iter().any(|word| is_of_an_organisation(word))
}

/// The words of a part without particles and titles of nobility (`von`, `de`, `Freiin`).
fn own_words(segment: &str) -> impl Iterator<Item = &str> {
    let is_particle = |word: &str| contacts().particles.iter().any(|known| known == word);
    let is_noble = |word: &str| contacts().nobility.contains(&fold(word));
    segment
        .split_whitespace()
        .filter(move |word| !is_particle(word) && !is_noble(word))
}

/// `Vertretung Aumüller`: a word for a deputy or a contact, then one that may be a name.
fn is_name_of_a_deputy(segment: &str) -> bool {
    let mut own = own_words(segment);
    let is_deputy = |word: &str| contacts().deputies.contains(&fold(word));
    let first = own.next().is_some_and(is_deputy);
    match (own.next(), own.next()) {
        (Some(only), None) => first && is_like_a_name(only) && !is_of_an_organisation(only),
        _ => false,
    }
}

/// `Huber`, `Vertretung Huber`
fn is_only_a_family_name(segment: &str) -> bool {
    let is_before = |word: &&str| contacts().before.contains(&fold(word));
    let mut names = own_words(segment).skip_while(is_before);
    match (names.next(), names.next()) {
        (Some(only), None) => only.starts_with(char::is_uppercase) && is_family_name(only),
        _ => false,
    }
}

/// `Müller`, `Müller-Lüdenscheidt`, `O'Brien`; words in capitals only if too long for the sign of an office.
pub(super) fn is_like_a_name(word: &str) -> bool {
    let mut letters = word.chars().filter(|ch| ch.is_alphabetic());
    let is_written = word
        .chars()
        .all(|ch| ch.is_alphabetic() || matches!(ch, '-' | '\'' | '’'));
    is_written
        && word.chars().count() > 1
        && letters.next().is_some_and(char::is_uppercase)
        && !is_sign(word)
}

/// Longest name, in bytes. Longer words are compounds, typical of offices and tasks.
const LONGEST_NAME: usize = 15;

/// `S.`
pub(super) fn is_initial(word: &str) -> bool {
    let mut signs = word.chars();
    signs.next().is_some_and(char::is_uppercase) && signs.as_str() == "."
}

pub(super) fn is_of_an_organisation(word: &str) -> bool {
    word.split('-').any(|piece| {
        let folded = fold(piece);
        let ends = |end: &String| folded.len() > end.len() + 1 && folded.ends_with(end.as_str());
        is_sign(piece)
            || folded.len() > LONGEST_NAME
            || contacts().organisation.binary_search(&folded).is_ok()
            || contacts().organisation_ends.iter().any(ends)
            || is_office(piece)
    })
}

fn may_be_a_mail_box_of_a_person(word: &str) -> bool {
    let Some((local, domain)) = word.split_once('@') else {
        return false;
    };
    let parts: Vec<&str> = local.split(['.', '_']).collect();
    if let [only] = parts.as_slice() {
        return domain.contains('.') && is_family_name(only);
    }
    let is_word =
        |part: &&str| part.len() > 3 && part.chars().all(|ch| ch.is_alphabetic() || ch == '-');
    domain.contains('.')
        && parts.len() == 2
        && parts.iter().all(is_word)
        && !parts.iter().any(|part| is_of_an_organisation(part))
}

/// Kind of personal data found in a text where a role belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PersonalData {
    Mail,
    Phone,
    Name,
}

/// The kind of personal data in a text; `None` for roles, functional mail boxes, and in case of doubt.
pub(crate) fn personal_data(text: &str) -> Option<PersonalData> {
    if words(text).any(is_personal_mail) {
        return Some(PersonalData::Mail);
    }
    if has_phone_number(text) {
        return Some(PersonalData::Phone);
    }
    let segments: Vec<&str> = segments(text).collect();
    let named = segments.iter().any(|segment| names_somebody(segment));
    (named || has_name_backwards(&segments)).then_some(PersonalData::Name)
}

/// Whether a text where a role belongs certainly holds contact data of a person, even just a frequent family name.
pub(crate) fn names_a_person(text: &str) -> bool {
    personal_data(text).is_some() || segments(text).any(is_only_a_family_name)
}

/// Whether a text where a role belongs may as well name a person: a name that is none of the frequent ones, or `ich`. It
/// is not a role unless it says more: `Leitung KVR-II`.
pub(crate) fn may_be_no_role(text: &str) -> bool {
    may_name_a_person(text)
        || contacts().pronouns.contains(&fold(text))
        || segments(text).any(is_one_unknown_word)
}

/// `Sonnenschein`, `Sachbearbeiterin Sonnenschein`: behind words for persons, a single one that is typical neither of
/// organisations nor of roles. Behind a function it is its subject: `Verfahrensverantwortung Parkausweise`.
fn is_one_unknown_word(segment: &str) -> bool {
    let is_before = |word: &&str| {
        let folded = fold(word);
        contacts().persons.contains(&folded) || contacts().deputies.contains(&folded)
    };
    let mut own = own_words(segment).skip_while(is_before);
    match (own.next(), own.next()) {
        (Some(only), None) => {
            is_like_a_name(only)
                && !is_of_an_organisation(only)
                && !contacts().roles.contains(&fold(only))
        }
        _ => false,
    }
}

/// Whether a text holds the mail address of a person.
pub(crate) fn is_mail_of_a_person(word: &str) -> bool {
    words(word).any(is_personal_mail)
}

/// The organisation in a text with contact data of a person: the parts that certainly name an office, a team or a
/// functional mail box. Empty if there are none.
pub(crate) fn organisation(text: &str) -> String {
    let offices =
        segments(text).filter(|segment| personal(segment).is_none() && is_office(segment));
    offices.collect::<Vec<_>>().join(", ")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|ch: char| {
        ch.is_whitespace() || matches!(ch, '<' | '>' | ',' | ';' | '(' | ')' | ':')
    })
    .filter(|word| !word.is_empty())
}

/// The parts of an entry between commas, brackets, dashes, slashes and line breaks.
fn segments(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '(', ')', '<', '>', '\n', ':'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "))
        .flat_map(|part| part.split(" / "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// `KVR-II/3`, `RBS`: the sign of an office rather than a word; longer words in capitals may be names.
fn is_sign(word: &str) -> bool {
    let letters = word.chars().filter(|ch| ch.is_alphabetic());
    let marked = word.contains(|ch: char| ch.is_ascii_digit() || "-/._".contains(ch));
    word.chars()
        .all(|ch| ch.is_alphanumeric() || "-/._".contains(ch))
        && (2..=if marked { 12 } else { 4 }).contains(&letters.clone().count())
        && letters.clone().all(char::is_uppercase)
}

fn is_office(segment: &str) -> bool {
    words(segment).any(|word| {
        let folded = fold(word);
        let office =
            |name: &String| folded.ends_with(name.as_str()) || folded.starts_with(name.as_str());
        is_sign(word)
            || contacts().offices.iter().any(office)
            || word.contains('@') && !is_personal_mail(word) && !has_two_parts(word)
    })
}

/// `vorname.nachname@…`: two words before the `@`, as in personal mail boxes.
fn has_two_parts(mail: &str) -> bool {
    let local = mail.split('@').next().unwrap_or_default();
    local
        .split(['.', '_'])
        .filter(|part| part.len() > 1)
        .count()
        > 1
}

fn is_personal_mail(word: &str) -> bool {
    let Some((local, domain)) = word.split_once('@') else {
        return false;
    };
    let domain = domain.trim_end_matches('.').to_lowercase();
    let private = contacts().private_mail.contains(&domain);
    // `erika.muster@…` and `e.muster@…` are mail boxes of persons; `kvr.termine@…` is not.
    let person = domain.contains('.')
        && local.split_once(['.', '_']).is_some_and(|(first, last)| {
            let initial = first.chars().count() == 1 && first.starts_with(char::is_alphabetic);
            last.len() > 1 && (initial || is_first_name(first) || is_first_name(last))
        });
    private || person
}

pub(super) fn is_first_name(word: &str) -> bool {
    // The first part decides in a double name: `Anna-Lena`.
    let folded = fold(word.split('-').next().unwrap_or(word));
    contacts().first_names.binary_search(&folded).is_ok()
}

/// Whether a part starts with a title or a first name followed by a name: `Frau Muster`, `KVR-I Jürgen Muster`.
fn names_somebody(segment: &str) -> bool {
    let is_before = |word: &str| contacts().before.contains(&fold(word));
    if words(segment)
        .zip(words(segment).skip(1))
        .any(|(word, next)| {
            is_salutation(word) && is_like_a_name(next) && !is_of_an_organisation(next)
        })
    {
        return true;
    }
    let mut words =
        words(segment).skip_while(|word| !is_title(word) && (is_sign(word) || is_before(word)));
    let (Some(first), Some(_)) = (words.next(), words.next()) else {
        return false;
    };
    is_title(first) || first.starts_with(char::is_uppercase) && is_first_name(first)
}

pub(super) fn is_salutation(word: &str) -> bool {
    contacts().salutations.iter().any(|known| known == word)
}

pub(super) fn is_title(word: &str) -> bool {
    contacts().titles.iter().any(|title| title == word)
}

/// `Muster, Erika`: a single word, then a first name.
fn has_name_backwards(segments: &[&str]) -> bool {
    let single =
        |segment: &str| words(segment).count() == 1 && segment.starts_with(char::is_uppercase);
    segments.windows(2).any(|pair| match pair {
        [last, first] => {
            let first = words(first).next().unwrap_or_default();
            single(last)
                && !is_office(last)
                && is_first_name(first)
                && first.starts_with(char::is_uppercase)
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_told_from_roles() {
        for (text, key) in [
            ("hundesteuer77@gmx.de", "inv-021-mail"),
            ("Erika Muster <Erika.Muster@stadt.example>", "inv-021-mail"),
            ("thomas_b@stadt.example", ""),
            (
                "Verfahrensverantwortung, Tel. 0171 1234567",
                "inv-021-phone",
            ),
            ("+49 89 123-45678", "inv-021-phone"),
            ("Frau Muster", "inv-021-name"),
            ("Jürgen Muster", "inv-021-name"),
            ("Muster, Erika (KVR-II/3)", "inv-021-name"),
            ("KVR-II/3, Herr Muster", "inv-021-name"),
            ("Ansprechperson: Frau Muster", "inv-021-name"),
            ("KVR-II/3 Jürgen Muster", "inv-021-name"),
            ("e.muster@stadt.example", "inv-021-mail"),
            ("muster.erika@stadt.example", "inv-021-mail"),
            ("anna-lena.muster@stadt.example", "inv-021-mail"),
            ("IT-Betrieb / Fr. Schmidt", "inv-021-name"),
            ("Mustermann, Max", "inv-021-name"),
            ("Max Mustermann", "inv-021-name"),
            ("Leitung KVR-II (z. Zt. Sabine Kraus)", "inv-021-name"),
            ("Sachgebiet 3 Frau Huber", "inv-021-name"),
            ("Ansprechpartner Mehmet Öztürk", "inv-021-name"),
            ("S. Huber", "inv-021-perhaps"),
            ("Schmidt A.", "inv-021-perhaps"),
            ("Nguyen Thi Lan", "inv-021-perhaps"),
            ("Yılmaz Ayşe", "inv-021-perhaps"),
            ("Xanthippe Kowalczyk", "inv-021-perhaps"),
            ("Anwendungsbetrieb, Owusu Kwame", "inv-021-perhaps"),
            ("von der Aue Thea", "inv-021-perhaps"),
            ("kwame.owusu@stadt.example", "inv-021-perhaps"),
            ("Kowalczyk/Huber", "inv-021-perhaps"),
            ("Owusu und Müller-Lüdenscheidt", "inv-021-perhaps"),
            ("Huber", "inv-021-perhaps"),
            ("Vertretung Maier", "inv-021-perhaps"),
            ("Anwendungsbetrieb, Öztürk", "inv-021-perhaps"),
            ("huber@stadt.example", "inv-021-perhaps"),
            ("Vertretung Aumüller", "inv-021-perhaps"),
            ("Kowalczyk/van der Aue", "inv-021-perhaps"),
            ("Freiin von Aumüller/Yılmaz", "inv-021-perhaps"),
        ] {
            assert_eq!(personal(text).unwrap_or_default(), key, "{text}");
        }
        for text in [
            "termine.bue@stadt.example",
            "it.service@stadt.example",
            "Verfahrensverantwortung Kita-Anmeldung",
            "BUE-II/3",
            "Team Frank",
            "Vertrag 0815",
            "Frank",
            "Sachgebiet Gewerbe, Leitung",
            "Schule, Sport",
            "KVR-II/3",
            "RBS",
            "gewerbe@stadt.example",
            "Zentrale Dienste",
            "Kartenvorverkauf Stadthalle",
            "Programmservice Volkshochschule",
            "Funktionspostfach Wahlen",
            "Lenkungskreis Geschlechtsangaben",
            "Digitale Verwaltung Nord",
            "Amt für Soziales",
            "Fachstelle Wohnen Mitte",
            "Team Ausländerwesen",
            "Kita Sonnenschein",
            "Stadtwerke Musterhausen",
            "Beispielsoft GmbH",
            "IT-Service Schulen",
            "Service Desk",
            "Product Owner Bauantrag",
            "Gesundheit Infektionsschutz",
            "Kämmerei Vollstreckung",
            "Hoch- und Tiefbau",
            "Presse und Öffentlichkeitsarbeit",
            "Kasse Steuern",
            "termine.standesamt@stadt.example",
            "wohnen.mitte@stadt.example",
            "kvr.fuehrerschein@stadt.example",
            "Gewerbe / Gaststätten",
            "Gewerbe/Gaststätten",
            "KVR/SOZ",
            "Personal und Organisation",
            "Jugend & Familie",
            "Redaktion",
            "Team Huber",
            "AKDB",
        ] {
            assert_eq!(personal(text), None, "{text}");
        }
    }

    #[test]
    fn a_family_name_alone_is_no_role() {
        for text in ["Huber", "Leitung Maier", "Fachstelle, Öztürk"] {
            assert!(names_a_person(text), "{text}");
        }
        for text in ["Leitung", "Redaktion", "Team Huber", "S. Huber"] {
            assert!(!names_a_person(text), "{text}");
        }
        for text in [
            "Sachbearbeiterin Klara Sonnenschein",
            "K. Sonnenschein",
            "Sonnenschein",
            "Leitung (Sonnenschein)",
            "ich",
        ] {
            assert!(names_a_person(text) || may_be_no_role(text), "{text}");
        }
        for text in [
            "Leitung",
            "Redaktion",
            "Team A",
            "Fachadministration",
            "Leitung KVR-II",
            "Entwicklerin",
            "Product Owner",
            "Sachbearbeitung Wohngeld",
            "Verfahrensverantwortung Parkausweise",
            "Leitung Ausweise",
            "IT-Betrieb",
            "Datenschutz",
            "application owner",
        ] {
            assert!(!names_a_person(text) && !may_be_no_role(text), "{text}");
        }
    }

    #[test]
    fn of_a_person_only_the_office_stays() {
        for (text, office) in [
            ("Muster, Erika (KVR-II/3)", "KVR-II/3"),
            ("Frau Muster, Sachgebiet Gewerbe", "Sachgebiet Gewerbe"),
            ("Erika Muster <erika.muster@stadt.example>", ""),
            (
                "Herr Muster, gewerbe@stadt.example",
                "gewerbe@stadt.example",
            ),
            ("Frau Dr. Muster", ""),
            ("Muster, Tel. 089 1234567", ""),
            ("Ordnungsamt - Jürgen Muster", "Ordnungsamt"),
            ("Frau Muster, mailto:ayse.beispiel@stadt.example", ""),
            ("IT-Betrieb / Fr. Schmidt", "IT-Betrieb"),
            ("Leitung KVR-II (z. Zt. Sabine Kraus)", "Leitung KVR-II"),
            ("Anwendungsbetrieb, Owusu Kwame", "Anwendungsbetrieb"),
            ("Kwame Owusu", ""),
        ] {
            assert_eq!(organisation(text), office, "{text}");
        }
    }
}
