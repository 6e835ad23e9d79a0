//! Answers to the survey on gender data, possibly several for one application. Agreeing answers are taken over; a
//! differing one is disputed and the old value is kept.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::cell;
use super::fault::Fault;
use super::fields::{Flat, Kind, get, named, with_role};
use super::rows::{Record, Stated};
use crate::inventory::{AnswerState, FieldRole, GenderValue, Message};

/// One answer, without the respondent.
#[derive(Debug)]
pub(super) struct Answer {
    place: String,
    stated: BTreeMap<&'static str, Stated>,
    /// Whether the form was sent with what is known in its cells.
    is_prefilled: bool,
}

impl Answer {
    pub fn of(mut record: Record, is_prefilled: bool) -> Self {
        record.stated.retain(|path, _| path.starts_with("gender."));
        Self {
            place: record.place,
            stated: record.stated,
            is_prefilled,
        }
    }

    /// Whether it says no more than what was sent with the form.
    fn is_untouched(&self, known: &Map<String, Value>) -> bool {
        let is_known = |stated: &Stated| {
            get(known, &stated.flat.path)
                .is_some_and(|old| cell::same(stated.flat, old, &stated.value))
        };
        self.is_prefilled && self.stated.values().all(is_known)
    }

    /// The cell that speaks of stored gender data although nothing is said to be stored; the values come first.
    fn contradiction(&self) -> Option<&Stated> {
        let stated = |role| {
            let flat = with_role(Kind::Application, role)?;
            self.stated.get(flat.path.as_str())
        };
        let is_no = stated(FieldRole::GenderStored)?.value == "no";
        let values = stated(FieldRole::GenderValues).into_iter();
        let speaks =
            |stated: &&Stated| stated.flat.field.presumes_stored && says_some(&stated.value);
        let mut all = values.chain(self.stated.values()).filter(speaks);
        all.next().filter(|_| is_no)
    }
}

/// Whether a value says that there is something: no list without entries, no "no" and no "none".
fn says_some(value: &Value) -> bool {
    match value {
        Value::Array(all) => !all.is_empty(),
        Value::Bool(flag) => *flag,
        Value::String(word) => !["no", "none", "unknown"].contains(&word.as_str()),
        Value::Null => false,
        Value::Number(_) | Value::Object(_) => true,
    }
}

/// The outcome of the answers about an application.
pub(super) struct Settled {
    pub record: Record,
    pub faults: Vec<Fault>,
    pub disputed: bool,
}

/// Settles the answers about an application.
pub(super) fn settle(known: &Map<String, Value>, mut answers: Vec<Answer>) -> Settled {
    answers.retain(|answer| !answer.is_untouched(known));
    let mut settled = Settled {
        record: Record {
            place: answers
                .first()
                .map(|answer| answer.place.clone())
                .unwrap_or_default(),
            ..Record::default()
        },
        faults: Vec::new(),
        disputed: false,
    };
    let mut differing = BTreeMap::new();
    for answer in &answers {
        if let Some(values) = answer.contradiction() {
            let key = match values.flat.is(FieldRole::GenderValues) {
                true => "imp-002-stores-none",
                false => "imp-002-stores-none-beside",
            };
            let message = Message::new(key).with_both("field", values.flat.named());
            settled
                .faults
                .push(Fault::new(&values.place, message.text()));
            continue;
        }
        for (path, stated) in &answer.stated {
            let first = settled.record.stated.get(path);
            // An unknown answer contradicts no other and replaces no known value.
            let is_unknown = |stated: &Stated| cell::is_unknown(stated.flat, &stated.value);
            if is_unknown(stated) && (first.is_some() || get(known, path).is_some()) {
                continue;
            }
            match first.filter(|first| !is_unknown(first)) {
                Some(first) if !cell::same(stated.flat, &first.value, &stated.value) => {
                    differing.insert(*path, (first.place.clone(), stated.place.clone()));
                }
                Some(_) => {}
                None => {
                    settled.record.stated.insert(path, stated.clone());
                }
            }
        }
    }
    // What is stored hangs on whether anything is.
    let stored = with_role(Kind::Application, FieldRole::GenderStored);
    if stored.is_some_and(|flat| differing.contains_key(flat.path.as_str())) {
        settled.record.stated.clear();
    }
    for (path, (first, second)) in differing {
        settled.disputed = true;
        settled.record.stated.remove(path);
        let message = Message::new("imp-002-disputed")
            .with_both("field", named(path))
            .with("first", first);
        settled.faults.push(Fault::new(&second, message.text()));
    }
    // A checked value is not overwritten by an unchecked answer.
    let state = with_role(Kind::Application, FieldRole::AnswerState);
    let stands = state.and_then(|flat| get(known, &flat.path)?.as_str());
    let checked = stands == Some(AnswerState::Checked.name());
    if checked {
        let differs = |stated: &Stated| {
            get(known, &stated.flat.path)
                .is_none_or(|old| !cell::same(stated.flat, old, &stated.value))
        };
        for (path, stated) in settled
            .record
            .stated
            .iter()
            .filter(|(_, stated)| differs(stated))
        {
            let message = Message::new("imp-002-checked").with_both("field", named(path));
            settled
                .faults
                .push(Fault::new(&stated.place, message.text()));
        }
        settled.record.stated.clear();
        return settled;
    }
    if let Some(flat) = state.filter(|_| !settled.record.stated.is_empty() || settled.disputed) {
        let value = match settled.disputed {
            true => AnswerState::Disputed,
            false => AnswerState::Survey,
        };
        settled.record.stated.insert(
            flat.path.as_str(),
            Stated {
                flat,
                value: Value::from(value.name()),
                written: String::new(),
                place: settled.record.place.clone(),
            },
        );
    }
    settled
}

/// Handles answers that name the stored values (`m/w/d`, `Anrede`) to the question whether gender data are stored. They
/// count as a yes, and the named entries are kept. `None`: the cell says something else.
pub(super) fn entries_instead(asked: &Flat, text: &str) -> Option<Option<(&'static Flat, Value)>> {
    if !asked.is(FieldRole::GenderStored) {
        return None;
    }
    if cell::is_only_salutation(text) {
        return Some(None);
    }
    // Words for unknown values are not an answer: `unbekannt / keine Angabe`.
    const SAYS_WHICH: [GenderValue; 3] =
        [GenderValue::Male, GenderValue::Female, GenderValue::Diverse];
    let says_which = |entry: &Value| {
        let value = entry.as_str().and_then(GenderValue::from_name);
        value.is_some_and(|value| SAYS_WHICH.contains(&value))
    };
    let values = with_role(Kind::Application, FieldRole::GenderValues)?;
    match cell::understand(values, text) {
        // A single word is ambiguous: `offen`.
        Ok(Some(Value::Array(entries))) if entries.len() > 1 && entries.iter().any(says_which) => {
            Some(Some((values, Value::Array(entries))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_what_is_not_known_are_no_yes() {
        let asked = with_role(Kind::Application, FieldRole::GenderStored).expect("a field");
        for text in [
            "unbekannt / keine Angabe",
            "offen, unbekannt",
            "entfällt / nicht anwendbar",
        ] {
            assert!(entries_instead(asked, text).is_none(), "{text}");
        }
        for text in ["m/w/d", "männlich, weiblich und unbekannt"] {
            assert!(entries_instead(asked, text).is_some(), "{text}");
        }
    }
}
