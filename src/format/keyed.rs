//! What programs do with whole lists beside declaring fields: tables whose keys are of a list's type, and loops that copy
//! its rows.

use foldhash::HashSet;

use crate::model::{Relation, RelationKind, SchemaModel, Span};

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

/// Adds what a program does with the lists that it declares.
pub(super) fn relate(model: &mut SchemaModel) {
    let text = model.text.clone();
    let source = text.as_str();
    let names = model.elements.iter();
    let names: HashSet<&str> = names.map(|element| element.name.value.as_str()).collect();
    if names.is_empty() {
        return;
    }
    let keyed = tables(source).filter(|(list, ..)| names.contains(list));
    let keyed = keyed.map(|(list, held, at)| {
        let (list, held) = (list.to_owned(), held.trim().to_owned());
        (RelationKind::Keys { list, held }, at)
    });
    let copied = copied(source).filter(|(list, _)| names.contains(list) && model.format == "go");
    let copied = copied.map(|(list, at)| (RelationKind::Copies(list.to_owned()), at));
    let found = keyed.chain(copied).map(|(kind, at)| Relation {
        kind,
        elements: Vec::new(),
        span: Span::new(at, at),
    });
    let found: Vec<Relation> = found.collect();
    model.relations.extend(found);
}

/// The lists whose rows a loop of Go puts into another table, with the places of the loops.
fn copied(text: &str) -> impl Iterator<Item = (&str, usize)> {
    /// Maximum length of the loop's body that is looked at.
    const LONGEST: usize = 120;
    const HEAD: &str = ":= range ";
    text.match_indices(HEAD).filter_map(|(at, _)| {
        let behind = text.get(at + HEAD.len()..)?;
        let is_name = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '.');
        let end = behind.find(|ch: char| !is_name(ch))?;
        let (list, behind) = behind.split_at(end);
        let body = behind.strip_prefix(" {")?;
        let near = &body[..body.floor_char_boundary(LONGEST + 1)];
        let end = near.find('}')?;
        near.get(..end)?.contains("] = ").then_some((list, at))
    })
}

/// The types of tables in a program: that of their keys, that of what they hold, and their place.
fn tables(text: &str) -> impl Iterator<Item = (&str, &str, usize)> {
    let brackets = text.match_indices(['<', '[', '(']);
    brackets.filter_map(|(at, bracket)| {
        let before = text.get(..at)?;
        let behind = text.get(at + bracket.len()..)?;
        let (key, held) = table(before, bracket, behind)?;
        Some((key, held, at))
    })
}

/// The types of a table whose name ends `before` a bracket.
fn table<'t>(before: &str, bracket: &str, behind: &'t str) -> Option<(&'t str, &'t str)> {
    /// Longer types are not read.
    const LONGEST: usize = 120;
    let is_name = |ch: char| ch.is_alphanumeric() || ch == '_';
    let named = before.trim_end();
    let named = named.rsplit(|ch: char| !is_name(ch)).next()?;
    // map[Sex]Range
    let of_go = named == "map" && bracket == "[";
    if !of_go && !TABLES.contains(&named) {
        return None;
    }
    let behind = behind.trim_start();
    // de.stadt.Sex
    let end = behind.find(|ch: char| !is_name(ch) && ch != '.')?;
    let (path, behind) = behind.split_at(end);
    let key = path.rsplit('.').next()?;
    if of_go {
        let held = behind.strip_prefix(']')?;
        let end = held.find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '[' | ']' | '.')));
        return Some((key, held.get(..end.unwrap_or(held.len()))?));
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
    Some((key, held.get(..end?.0)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_holds_what_stands_behind_its_key() {
        let held = |text: &'static str| {
            let mut of_sex = tables(text).filter(|(key, ..)| *key == "Sex");
            of_sex.next().map(|(_, held, _)| held.trim())
        };
        for (text, expected) in [
            (
                "x: dict[Sex, tuple[int, int]] = {}",
                Some("tuple[int, int]"),
            ),
            ("Map<Sex, double[]> LIMITS", Some("double[]")),
            ("Record<model.Sex, Range>", Some("Range")),
            ("HashMap < Sex , Range >", Some("Range")),
            ("var m = map[Sex]Range{", Some("Range")),
            ("Map<Range, Sex>", None),
            ("Map<BirdSex, Range>", None),
            ("List<Sex> all", None),
            ("function range(sex?: Sex): Range", None),
            ("Map<Sex", None),
        ] {
            assert_eq!(held(text), expected, "{text}");
        }
    }
}
