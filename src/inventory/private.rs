//! What of a scanned text may be shown: messages, proposals and reports are passed on, so that the rules for what an
//! inventory keeps hold for them as well.

use std::borrow::Cow;

use super::contact::is_mail_of_a_person;
use super::mention::without_persons;
use super::personal::{Suspected, suspected, without_personal_facts};
use super::secret::without_secrets;

/// What a text holds that is kept out of the inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Private {
    Secret,
    Person,
    /// Only people can decide.
    Perhaps(Suspected),
}

/// What a text holds that must not be kept or shown; `None` if it apparently holds nothing of the kind.
pub(crate) fn private(text: &str) -> Option<Private> {
    if is_plain(text) {
        return None;
    }
    if without_secrets(text).is_some() {
        return Some(Private::Secret);
    }
    if is_mail_of_a_person(text)
        || without_persons(text).is_some()
        || without_personal_facts(text).is_some()
    {
        return Some(Private::Person);
    }
    suspected(text).map(Private::Perhaps)
}

/// Longest plain word, in bytes.
const PLAIN: usize = 14;

/// Whether a text is a short word without digits, or a date: most cells of a list are, and none holds anything private.
fn is_plain(text: &str) -> bool {
    let text = text.trim();
    let is_date = || {
        text.contains('.')
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    text.len() <= PLAIN && (text.chars().all(char::is_alphabetic) || is_date())
}

/// A scanned text as messages and proposals may show it: `…` if it holds secrets or speaks of persons.
pub(crate) fn showable(text: &str) -> Cow<'_, str> {
    match private(text) {
        Some(_) => Cow::Borrowed("…"),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_persons_are_not_shown() {
        for text in [
            "Zugang: user=wart pass=Laub723",
            "PW: Winter2031!",
            "Passwort Herbst2031",
            "Fr. Aumüller ist krank",
            "kwame.huber@gmx.de",
            "Tel. 0151 1234567",
            "geb. 12.03.1955",
        ] {
            assert_eq!(showable(text), "…", "{text}");
        }
        for text in [
            "im Echtbetrieb",
            "Neue Plattform",
            "m/w/d",
            "FV-1009 -> SAP",
        ] {
            assert_eq!(showable(text), text);
        }
    }
}
