//! Passwords, account numbers and facts about persons are kept out of the inventory, which many people read. Removed text
//! is reported without repeating it; what is only suspected is left out until the user has decided.

use super::cell;
use super::fields::Flat;
use crate::inventory::{
    Message, Private, Suspected, private, suspected, without_personal_facts, without_secrets,
};
use crate::texts::Bilingual;

/// A text without its secrets, and the message about them; `None` if it apparently contains none.
pub(super) fn without_secret(flat: &Flat, text: &str) -> Option<(String, Bilingual)> {
    let kept = without_secrets(text)?;
    let said = Message::new("imp-002-secret").with_both("field", flat.named());
    Some((kept, said.text()))
}

/// A free text without dates of birth and ages, and the message about them; `None` if it apparently contains none.
pub(super) fn without_facts(flat: &Flat, text: &str) -> Option<(String, Bilingual)> {
    let kept = without_personal_facts(text).filter(|_| cell::is_free_text(flat.field))?;
    let said = Message::new("imp-002-facts").with_both("field", flat.named());
    Some((kept, said.text()))
}

/// Why a free text is left out: it may say something about a person. `kept`: what is left of it without what certainly
/// does.
pub(super) fn suspicion(flat: &Flat, text: &str, kept: &str) -> Option<Bilingual> {
    if !cell::is_free_text(flat.field) {
        return None;
    }
    let what = match suspected(text) {
        Some(Suspected::Health) => Suspected::Health,
        _ => suspected(kept)?,
    };
    let key = match what {
        Suspected::Health => "imp-002-suspected-health",
        Suspected::Name => "imp-002-suspected-name",
    };
    let said = Message::new(key)
        .with_both("field", flat.named())
        .with("key", &flat.path);
    Some(said.text())
}

/// The message about a cell that is neither understood nor may be shown; `None` if it may be.
pub(super) fn not_shown(named: Bilingual, text: &str) -> Option<Bilingual> {
    let key = match private(text)? {
        Private::Secret => "imp-002-hidden-secret",
        Private::Person => "imp-002-hidden-person",
        Private::Perhaps(_) => "imp-002-hidden-perhaps",
    };
    Some(Message::new(key).with_both("field", named).text())
}
