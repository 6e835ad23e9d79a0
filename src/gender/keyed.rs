//! Types that are no field's list: keys of tables of figures, lists that a program only draws from, and genders that
//! choose the endings of words.

use super::surroundings::Surroundings;
use crate::model::{Element, ElementKind, Layer, RelationKind};

/// Types of tables, whose first argument is that of their keys.
const TABLES: [&str; 14] = [
    "BTreeMap",
    "Dict",
    "Dictionary",
    "EnumMap",
    "HashMap",
    "IReadOnlyDictionary",
    "ImmutableMap",
    "LinkedHashMap",
    "Map",
    "Mapping",
    "MutableMap",
    "Record",
    "SortedDictionary",
    "dict",
];

impl<'a> Surroundings<'a> {
    /// The name of a type that a program uses as the key of a table of figures (`dict[Sex, tuple[int, int]]`) and for no
    /// field: it says for whom a limit holds, and nobody's entry is stored in it.
    pub(super) fn keys_figures<'t>(&self, element: &'t Element) -> Option<&'t str> {
        /// Maximum number of uses examined.
        const MOST_USES: usize = 100;
        let name = element.name.value.as_str();
        if element.kind != ElementKind::ValueType
            || element.layer != Layer::Code
            || name.is_empty()
            || self.is_list_of_a_field(element)
        {
            return None;
        }
        let text = self.model.text.as_str();
        let mut uses = text.match_indices(name).take(MOST_USES);
        uses.any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            let behind = text.get(at + name.len()..).unwrap_or_default();
            held_by_key(before, behind).is_some_and(|held| self.vocabulary.is_type_of_figures(held))
        })
        .then_some(name)
    }

    /// The name of a list that a program only draws from by chance: whoever has one of its values is made up.
    pub(super) fn only_drawn<'t>(&self, element: &'t Element) -> Option<&'t str> {
        let name = element.name.value.as_str();
        let mut relations = self.model.relations.iter();
        let is_drawn = relations
            .any(|relation| matches!(&relation.kind, RelationKind::Draws(list) if list == name));
        (is_drawn && element.kind == ElementKind::ValueType && !self.is_list_of_a_field(element))
            .then_some(name)
    }

    /// The name of a list whose own name says nothing, and whose rows a loop of Go copies into another one: what is added
    /// there is not known here.
    pub(super) fn is_copied<'t>(&self, element: &'t Element) -> Option<&'t str> {
        /// Maximum length of the loop's body that is looked at.
        const LONGEST: usize = 120;
        let name = element.name.value.as_str();
        if self.model.format != "go" || name.is_empty() {
            return None;
        }
        let text = self.model.text.as_str();
        let head = format!(":= range {name} {{");
        let mut loops = text.match_indices(&head);
        let copies = loops.any(|(at, head)| {
            let behind = text.get(at + head.len()..).unwrap_or_default();
            let body = behind.split('}').next().unwrap_or_default();
            body.len() <= LONGEST && body.contains("] = ")
        });
        (copies && !self.vocabulary.names_either(name)).then_some(name)
    }

    /// Evidence that a program puts words into grammatical cases, for which it needs a gender.
    pub(super) fn inflects(&self, element: &Element) -> Option<&str> {
        if element.layer != Layer::Code {
            return None;
        }
        let found = self.inflects.get_or_init(|| {
            let text = self.model.text.as_str().to_lowercase();
            let words = self.vocabulary.inflecting.iter();
            let mut said = words.filter(|word| text.contains(word.as_str()));
            let first = said.next()?;
            // One of them may be meant otherwise: an invitation is declined, a cost is instrumental.
            said.next().map(|_| first.clone())
        });
        found.as_deref()
    }
}

/// The type of what a table holds, if its type ends `before` the type of its keys and goes on `behind` it.
fn held_by_key<'t>(before: &str, behind: &'t str) -> Option<&'t str> {
    /// Longer types are not read.
    const LONGEST: usize = 120;
    // de.stadt.Sex
    let before =
        before.trim_end_matches(|ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '.'));
    let before = before.trim_end();
    // map[Sex]Range
    if before.ends_with("map[") {
        let held = behind.strip_prefix(']')?;
        let end = held.find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '[' | ']' | '.')));
        return held.get(..end.unwrap_or(held.len()));
    }
    let table = before.strip_suffix(['<', '[', '('])?.trim_end();
    let named = table
        .rsplit(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
        .next()?;
    if !TABLES.contains(&named) {
        return None;
    }
    let held = behind.trim_start().strip_prefix(',')?;
    let mut depth = 0_usize;
    let end = held.char_indices().take(LONGEST).find(|(_, ch)| {
        match ch {
            '<' | '[' | '(' | '{' => depth += 1,
            '>' | ']' | ')' | '}' if depth == 0 => return true,
            '>' | ']' | ')' | '}' => depth -= 1,
            _ => {}
        }
        false
    });
    held.get(..end?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_holds_what_stands_behind_its_key() {
        let held = |text: &str| {
            let at = text.find("Sex").unwrap();
            held_by_key(&text[..at], &text[at + 3..]).map(|held| held.trim().to_owned())
        };
        assert_eq!(
            held("x: dict[Sex, tuple[int, int]] = {}").as_deref(),
            Some("tuple[int, int]")
        );
        assert_eq!(
            held("Map<Sex, double[]> LIMITS").as_deref(),
            Some("double[]")
        );
        assert_eq!(held("Record<model.Sex, Range>").as_deref(), Some("Range"));
        assert_eq!(held("var m = map[Sex]Range{").as_deref(), Some("Range"));
        assert_eq!(held("List<Sex> all"), None);
        assert_eq!(held("function range(sex?: Sex): Range"), None);
    }
}
