//! Answers to the survey on gender data, several to one application. What they agree on holds; where they differ the
//! answer is disputed and the former one stays.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::cell;
use super::fault::Fault;
use super::fields::{Flat, Kind, flat, get, named};
use super::rows::{Record, Stated};
use crate::inventory::Message;

/// One answer; nothing of who gave it.
#[derive(Debug)]
pub(super) struct Answer {
    place: String,
    stated: BTreeMap<&'static str, Stated>,
}

impl Answer {
    pub fn of(mut record: Record) -> Self {
        record.stated.retain(|path, _| path.starts_with("gender."));
        Self {
            place: record.place,
            stated: record.stated,
        }
    }
}

/// What the answers about an application come to.
pub(super) struct Settled {
    pub record: Record,
    pub faults: Vec<Fault>,
    pub disputed: bool,
}

/// Settles the answers about an application.
pub(super) fn settle(known: &Map<String, Value>, answers: Vec<Answer>) -> Settled {
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
        for (path, stated) in &answer.stated {
            match settled.record.stated.get(path) {
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
    for (path, (first, second)) in differing {
        settled.disputed = true;
        settled.record.stated.remove(path);
        let message = Message::new("imp-002-disputed")
            .with_both("field", named(path))
            .with("first", first);
        settled.faults.push(Fault::new(&second, message.text()));
    }
    // What somebody checked is not overwritten by what somebody thinks.
    let checked = get(known, "gender.answer_state").and_then(Value::as_str) == Some("checked");
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
    let state = flat(Kind::Application)
        .iter()
        .find(|flat| flat.path == "gender.answer_state");
    if let Some(flat) = state.filter(|_| !settled.record.stated.is_empty() || settled.disputed) {
        let value = if settled.disputed {
            "disputed"
        } else {
            "survey"
        };
        settled.record.stated.insert(
            flat.path.as_str(),
            Stated {
                flat,
                value: Value::from(value),
                written: String::new(),
                place: settled.record.place.clone(),
            },
        );
    }
    settled
}

/// Where it is asked whether gender data are kept, many answer which: `m/w/d`, `Anrede`. That is a yes, and the entries
/// are kept where they are named. `None`: the cell says something else.
pub(super) fn entries_instead(asked: &Flat, text: &str) -> Option<Option<(&'static Flat, Value)>> {
    if asked.path != "gender.stored" {
        return None;
    }
    if cell::is_only_salutation(text) {
        return Some(None);
    }
    // Words for what is not known answer nothing: `unbekannt / keine Angabe`.
    const SAYS_WHICH: [&str; 3] = ["male", "female", "diverse"];
    let says_which = |entry: &Value| entry.as_str().is_some_and(|it| SAYS_WHICH.contains(&it));
    let mut fields = flat(Kind::Application).iter();
    let values = fields.find(|flat| flat.path == "gender.values")?;
    match cell::understand(values, text) {
        // A single word may mean anything: `offen`.
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
        let mut fields = flat(Kind::Application).iter();
        let asked = fields.find(|flat| flat.path == "gender.stored");
        let asked = asked.expect("a field");
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
