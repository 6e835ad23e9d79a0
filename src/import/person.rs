//! Names and contact data of persons are kept out of the inventory. An owner's cell is reduced to the office if it can
//! be told with certainty; removed text is reported without repeating it.

use super::cell;
use super::fields::Flat;
use crate::inventory::{
    FieldRole, FieldType, Message, PersonalData, both, firm_without_persons, is_mail_of_a_person,
    may_name_a_person, names_and_numbers, organisation, personal_data, without_persons,
};
use crate::texts::Bilingual;

/// A text without the person it named, and the message about it.
#[derive(Debug)]
pub(super) struct WithoutPerson {
    /// The remaining text; empty if there is none.
    pub kept: String,
    pub said: Bilingual,
}

/// The rest of a value that names a person; `None` if it apparently names none.
pub(super) fn without_person(flat: &Flat, text: &str) -> Option<WithoutPerson> {
    if flat.is(FieldRole::Responsible) {
        let what = match personal_data(text) {
            Some(PersonalData::Mail) => "imp-person-mail",
            Some(PersonalData::Phone) => "imp-person-phone",
            Some(PersonalData::Name) => "imp-person-name",
            None if may_name_a_person(text) => "imp-person-name",
            None => return None,
        };
        let is_sure = personal_data(text).is_some();
        let kept = organisation(text);
        let key = match (is_sure, kept.is_empty()) {
            (true, true) => "imp-002-person",
            (true, false) => "imp-002-person-kept",
            (false, true) => "imp-002-person-perhaps",
            (false, false) => "imp-002-person-perhaps-kept",
        };
        let said = Message::new(key)
            .with_both("field", flat.named())
            .with("key", &flat.path)
            .with("kept", &kept)
            .with_both("what", both(what, &[]))
            .text();
        return Some(WithoutPerson { kept, said });
    }
    if flat.field.kind != FieldType::Text || flat.field.list {
        return None;
    }
    if flat.is(FieldRole::Vendor)
        && let Some(kept) = firm_without_persons(text)
    {
        let key = match kept.is_empty() {
            true => "imp-002-person",
            false => "imp-002-person-firm",
        };
        let said = Message::new(key)
            .with_both("field", flat.named())
            .with("kept", &kept)
            .with_both("what", both("imp-person-name", &[]))
            .text();
        return Some(WithoutPerson { kept, said });
    }
    without_mentions(flat, text)
}

/// A text without mail addresses of persons and, in free text, without their names and telephone numbers.
fn without_mentions(flat: &Flat, text: &str) -> Option<WithoutPerson> {
    let stays = |word: &&str| !is_mail_of_a_person(word);
    let without_mail = is_mail_of_a_person(text).then(|| {
        let lines = text.lines().map(|line| {
            let words = line.split(' ').filter(stays);
            words.collect::<Vec<_>>().join(" ")
        });
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    });
    let rest = without_mail.as_deref().unwrap_or(text);
    // Names of things may be those of persons: `Kita Frau Holle`.
    let (names, numbers) = match cell::is_free_text(flat.field) {
        true => names_and_numbers(rest),
        false => (false, false),
    };
    let nameless = (names || numbers).then(|| without_persons(rest)).flatten();
    let what = [
        (names, "imp-struck-names"),
        (numbers, "imp-struck-numbers"),
        (without_mail.is_some(), "imp-struck-mails"),
    ];
    let said = Message::new("imp-002-person-text")
        .with_both("field", flat.named())
        .with_both("what", listed(&what));
    Some(WithoutPerson {
        kept: nameless.or(without_mail)?,
        said: said.text(),
    })
}

/// The words of what was struck, joined.
fn listed(what: &[(bool, &'static str)]) -> Bilingual {
    let words = what.iter().filter(|(is_struck, _)| *is_struck);
    let words: Vec<Bilingual> = words.map(|(_, key)| both(key, &[])).collect();
    let joined = |language| {
        let all: Vec<&str> = words.iter().map(|it| it.get(language).as_str()).collect();
        all.join(", ")
    };
    Bilingual::of(joined)
}
