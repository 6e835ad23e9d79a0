//! Passwords and account numbers are kept out of the inventory, which many people read. Removed text is reported
//! without repeating it.

use super::fields::Flat;
use crate::inventory::{Message, without_secrets};
use crate::texts::Bilingual;

/// A text without its secrets, and the message about them; `None` if it apparently contains none.
pub(super) fn without_secret(flat: &Flat, text: &str) -> Option<(String, Bilingual)> {
    let kept = without_secrets(text)?;
    let said = Message::new("imp-002-secret").with_both("field", flat.named());
    Some((kept, said.text()))
}
