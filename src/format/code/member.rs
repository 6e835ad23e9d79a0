//! Members of an enumeration that repeat the value of an earlier one: they are aliases.

use std::collections::HashMap;

use crate::model::{Located, Value};

/// A member and its stored value, if known.
pub struct Member {
    /// Its name and label.
    pub value: Value,
    /// The stored value as written.
    pub stored: Option<String>,
}

/// The values of an enumeration. An alias becomes the original member; its own name serves as label if it has none.
pub fn values(members: impl IntoIterator<Item = Member>) -> Vec<Value> {
    let mut first: HashMap<String, Located<String>> = HashMap::new();
    let mut found = Vec::new();
    for Member { mut value, stored } in members {
        if let Some(stored) = stored {
            match first.get(&stored) {
                Some(original) => {
                    let name = std::mem::replace(&mut value.raw, original.clone());
                    let is_read = |label: &Located<String>| label.value != stored;
                    value.label = value.label.filter(is_read).or(Some(name));
                }
                None => {
                    first.insert(stored, value.raw.clone());
                }
            }
        }
        found.push(value);
    }
    found
}

/// Stored numbers of members in a language that numbers them: an explicit number, that of another member, or the
/// previous one plus one.
#[derive(Default)]
pub struct Numbering {
    next: Option<i64>,
    by_name: HashMap<String, i64>,
    is_begun: bool,
}

impl Numbering {
    /// The number of the next member.
    pub fn number(&mut self, name: &str, written: Option<&str>) -> Option<String> {
        let number = match written.map(str::trim) {
            Some(written) => written
                .parse()
                .ok()
                .or_else(|| self.by_name.get(written).copied()),
            None if self.is_begun => self.next,
            None => Some(0),
        };
        self.is_begun = true;
        self.next = number.and_then(|number| number.checked_add(1));
        if let Some(number) = number {
            self.by_name.insert(name.to_owned(), number);
        }
        number.map(|number| number.to_string())
    }
}
