//! Rules whose id changed between two runs.

use std::collections::BTreeMap;

use super::snapshot::RuleState;

/// Former rule ids and the current id of each.
pub(super) struct Aliases(BTreeMap<String, String>);

impl Aliases {
    pub fn of<'a>(books: impl IntoIterator<Item = &'a BTreeMap<String, RuleState>>) -> Self {
        let mut aliases = BTreeMap::new();
        for (id, rule) in books.into_iter().flatten() {
            for alias in &rule.aliases {
                aliases.insert(alias.clone(), id.clone());
            }
        }
        Self(aliases)
    }

    /// The current id of a rule.
    pub fn now<'a>(&'a self, rule: &'a str) -> &'a str {
        self.0.get(rule).map_or(rule, String::as_str)
    }

    /// Whether a rule ran under any of its ids. A report without rule cards proves nothing, so it counts as yes.
    pub fn has(&self, book: &BTreeMap<String, RuleState>, rule: &str) -> bool {
        let now = self.now(rule);
        book.is_empty()
            || book.contains_key(rule)
            || book.contains_key(now)
            || self
                .0
                .iter()
                .any(|(alias, id)| id == now && book.contains_key(alias))
    }
}
