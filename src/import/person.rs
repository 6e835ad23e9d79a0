//! Names and contact data of persons stay out of the inventory. Of an owner's cell the office is kept if it can surely be
//! told; what was left out is said without repeating it.

use super::fields::Flat;
use crate::inventory::{
    FieldType, Message, PersonalData, both, is_mail_of_a_person, may_name_a_person, organisation,
    personal_data,
};
use crate::texts::Bilingual;

/// Fields that name who is responsible.
const RESPONSIBLE: [&str; 5] = [
    "business_owner",
    "technical_owner",
    "accessibility_contact",
    "accessibility.exception.approved_by",
    "contact",
];

/// A text without the person it named, and what to say about that.
#[derive(Debug)]
pub(super) struct WithoutPerson {
    /// What may be kept; empty where nothing is.
    pub kept: String,
    pub said: Bilingual,
}

/// What is left of a value that names a person; `None` where it names none, as far as that can be told.
pub(super) fn without_person(flat: &Flat, text: &str) -> Option<WithoutPerson> {
    if RESPONSIBLE.contains(&flat.path.as_str()) {
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
    if flat.field.kind != FieldType::Text || flat.field.list || !is_mail_of_a_person(text) {
        return None;
    }
    let stays = |word: &&str| !is_mail_of_a_person(word);
    let lines = text.lines().map(|line| {
        let words = line.split(' ').filter(stays);
        words.collect::<Vec<_>>().join(" ")
    });
    Some(WithoutPerson {
        kept: lines.collect::<Vec<_>>().join("\n").trim().to_owned(),
        said: Message::new("imp-002-person-mail")
            .with_both("field", flat.named())
            .with("key", &flat.path)
            .text(),
    })
}
