//! Names and contact data of persons are kept out of the inventory. An owner's cell is reduced to the office if it can
//! be told with certainty; removed text is reported without repeating it.

use super::cell;
use super::fields::Flat;
use crate::inventory::{
    FieldRole, FieldType, Message, PersonalData, both, firm_without_persons, is_mail_of_a_person,
    may_name_a_person, organisation, personal_data, without_persons,
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
    let stays = |word: &&str| !is_mail_of_a_person(word);
    let without_mail = is_mail_of_a_person(text).then(|| {
        let lines = text.lines().map(|line| {
            let words = line.split(' ').filter(stays);
            words.collect::<Vec<_>>().join(" ")
        });
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    });
    // Names of things may be those of persons: `Kita Frau Holle`.
    let nameless = match cell::is_free_text(flat.field) {
        true => without_persons(without_mail.as_deref().unwrap_or(text)),
        false => None,
    };
    let key = match nameless {
        Some(_) => "imp-002-person-text",
        None => "imp-002-person-mail",
    };
    Some(WithoutPerson {
        kept: nameless.or(without_mail)?,
        said: Message::new(key)
            .with_both("field", flat.named())
            .with("key", &flat.path)
            .text(),
    })
}
