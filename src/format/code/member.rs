//! Members of an enumeration that repeat the value of an earlier one: they are further names of that one.

use std::collections::HashMap;

use crate::model::{Located, Value};

/// A member, and what is stored for it, where that is known.
pub struct Member {
    /// Its name, and its label.
    pub value: Value,
    /// The stored value as written.
    pub stored: Option<String>,
}

/// The values of an enumeration. A further name of a member stands for that one; itself, it is what people read.
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

/// What members of a language that numbers them store: a number of their own, that of another member, or one more than
/// the member before.
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
