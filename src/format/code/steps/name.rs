//! Names of lists in the expressions that fill them, without their object and without the parts of a control that hold
//! entries.

/// Parts of a control that hold its entries.
pub(super) const PARTS: &[&str] = &[
    ".Items",
    ".items",
    ".options",
    ".adapter",
    ".DataSource",
    ".ItemsSource",
    ".getItems()",
    ".choices",
];

/// `$genders[]`, `$genders['m']`: the list and the content of the brackets.
pub(super) fn element_of(target: &str) -> Option<(&str, Option<&str>)> {
    let (list, index) = target.strip_suffix(']')?.rsplit_once('[')?;
    let index = index.trim();
    Some((list, (!index.is_empty()).then_some(index)))
}

/// The name of a list: `form.gender` and `self.fields["gender"]` are `gender`.
pub(super) fn variable_of(key: &str) -> &str {
    /// Configuration keys that do not reveal what is configured.
    const PLAIN: [&str; 2] = ["config", "items"];
    let is_quote = |ch: char| matches!(ch, '"' | '\'');
    let keys = key.split(['[', ']']).skip(1);
    let keys = keys.filter(|part| part.len() > 2 && part.starts_with(is_quote));
    let keys = keys.map(|part| part.trim_matches(is_quote));
    let last = keys.filter(|key| !PLAIN.contains(key)).last();
    let last = last.filter(|_| key.ends_with(']'));
    last.unwrap_or_else(|| key.rsplit(['.', '>']).next().unwrap_or(key))
}

/// A variable without the parts that hold its entries and without the object it belongs to.
pub(super) fn key_of(written: &str) -> &str {
    let mut key = written.trim();
    for part in PARTS {
        let owner = key.strip_suffix(part);
        let owner = owner.filter(|owner| !matches!(*owner, "this" | "self" | "$this"));
        key = owner.unwrap_or(key);
    }
    for own in ["this.", "self.", "$this->", "@"] {
        key = key.strip_prefix(own).unwrap_or(key);
    }
    key
}
