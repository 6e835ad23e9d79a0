//! Lists of values as people write them in a cell: `m=männlich; w=weiblich`, `m|w|d`, `1 - Frau, 2 - Herr`.
//!
//! Sentences mention values too. A cell only counts if it is a list from beginning to end.

use std::ops::Range;

use super::Cell;
use crate::format::limits::{CODE_CHARS, ENTRY_WORDS, LABEL_CHARS};
use crate::model::{Domain, Known, Located, Reference, Value, Why};

/// Words that show that a text is not a list, or not a complete one.
#[rustfmt::skip]
const DOUBTS: [&str; 32] = [
    "usw", "etc", "beispiel", "beispiele", "bsp", "z.b", "z.", "u.a", "u.", "ggf", "max", "min", "maximal", "mindestens", "stellen",
    "stellig", "zeichen", "ziffern", "zahlen", "buchstaben", "bis", "format", "länge", "alle", "beliebig", "frei", "freitext", "text",
    "siehe", "gemäß", "laut", "nach",
];

/// Words that start a reference to another list.
#[rustfmt::skip]
const POINTERS: [&str; 16] = [
    "siehe", "s.", "vgl.", "gemäß", "laut", "lt.", "nach", "schlüsseltabelle", "schlüsselverzeichnis", "schlüssel", "codeliste",
    "codelist", "katalog", "wertetabelle", "see", "referenztabelle",
];

/// Separators of items, most certain first.
const SEPARATORS: [&[&str]; 6] = [
    &["\n"],
    &[";"],
    &["|"],
    &[",", " oder ", " or "],
    &[" / ", " oder ", " or "],
    &["/"],
];

/// Separators between a code and its meaning, most certain first.
const MEANS: [&str; 8] = ["=>", "->", "→", "=", " - ", " – ", ": ", ":"];

/// Whether a text is a list of at least two values.
pub(super) fn is_list(text: &str) -> bool {
    items(text).is_some_and(|items| items.len() > 1)
}

/// Whether a cell is a list or a reference to one.
pub(super) fn says_something(cell: &Cell) -> bool {
    matches!(domain(cell, None), Known::Yes(_))
}

/// The values stated by a cell; unknown if it is neither a list nor a reference.
pub(super) fn domain(cell: &Cell, labels: Option<&Cell>) -> Known<Domain> {
    let text = cell.text.as_str();
    if let Some(items) = items(text).filter(|items| items.len() > 1) {
        if let Some(values) = labels.and_then(|labels| beside(cell, &items, labels)) {
            return Known::closed(values);
        }
        if is_yes_or_no(text, &items) {
            return Known::Yes(Domain::Boolean);
        }
        let values = items.into_iter().map(|item| item.value(cell)).collect();
        return Known::closed(values);
    }
    elsewhere(cell.trimmed())
}

/// A list of nothing but pairs, as found in descriptions.
pub(super) fn pairs(cell: &Cell) -> Option<Vec<Value>> {
    let items = items(&cell.text)?;
    let all = items.len() > 1 && items.iter().all(|item| item.label.is_some());
    all.then(|| items.into_iter().map(|item| item.value(cell)).collect())
}

/// Codes in one cell and their meanings in another, in the same order. Two codes may have the same meaning.
fn beside(cell: &Cell, codes: &[Item], labels: &Cell) -> Option<Vec<Value>> {
    let texts = any_items(&labels.text)?;
    let plain = |items: &[Item]| items.iter().all(|item| item.label.is_none());
    (texts.len() == codes.len() && plain(codes) && plain(&texts)).then(|| {
        codes
            .iter()
            .zip(&texts)
            .map(|(code, text)| Value {
                label: Some(located(labels, &text.raw)),
                ..code.value(cell)
            })
            .collect()
    })
}

fn is_yes_or_no(text: &str, items: &[Item]) -> bool {
    let words: Vec<String> = items
        .iter()
        .map(|item| {
            text.get(item.raw.clone())
                .unwrap_or_default()
                .to_lowercase()
        })
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words.as_slice(),
        ["ja" | "j", "nein" | "n"]
            | ["nein" | "n", "ja" | "j"]
            | ["yes" | "y", "no" | "n"]
            | ["true" | "wahr", "false" | "falsch"]
            | ["false" | "falsch", "true" | "wahr"]
    )
}

/// A reference to a list elsewhere.
fn elsewhere(text: &str) -> Known<Domain> {
    if text.is_empty() {
        return Known::No(Why::NotStated);
    }
    let plain = !text.contains(char::is_whitespace);
    if plain && (text.starts_with("urn:") || text.contains("://")) {
        return Known::Yes(Domain::Reference(Reference::CodeList {
            uri: text.to_owned(),
            version: None,
        }));
    }
    let lower = text.to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or_default();
    if POINTERS.contains(&first.trim_end_matches(':')) && text.chars().count() <= LABEL_CHARS {
        return Known::named(text);
    }
    Known::No(Why::NotUnderstood)
}

/// The byte ranges of an item's parts.
struct Item {
    raw: Range<usize>,
    label: Option<Range<usize>>,
}

impl Item {
    fn value(&self, cell: &Cell) -> Value {
        Value {
            raw: located(cell, &self.raw),
            label: self.label.as_ref().map(|label| located(cell, label)),
            ..Value::default()
        }
    }
}

fn located(cell: &Cell, range: &Range<usize>) -> Located<String> {
    let text = cell.text.get(range.clone()).unwrap_or_default();
    Located::with_span(text.to_owned(), cell.part(range.clone()))
}

/// The items of a list; `None` if the text is not one. Repeated items are data.
fn items(text: &str) -> Option<Vec<Item>> {
    let items = any_items(text)?;
    let mut seen: Vec<&str> = items
        .iter()
        .filter_map(|item| text.get(item.raw.clone()))
        .collect();
    seen.sort_unstable();
    let before = seen.len();
    seen.dedup();
    (seen.len() == before).then_some(items)
}

/// The items of a list, including repeated ones.
fn any_items(text: &str) -> Option<Vec<Item>> {
    let whole = unwrapped(text, 0..text.len());
    let lists = || {
        SEPARATORS
            .iter()
            .map(|signs| split(text, whole.clone(), signs))
    };
    let pairs = |parts: &Vec<Range<usize>>| {
        let items = parts.iter().map(|part| pair(text, part.clone()));
        items.collect::<Option<Vec<Item>>>()
    };
    let several = |parts: &Vec<Range<usize>>| parts.len() > 1;
    // `1, Male | 2, Female`: bars separate the items, commas their parts.
    let barred = || Some(split(text, whole.clone(), &["|"])).filter(several);
    let commas = |parts: Vec<Range<usize>>| {
        let items = parts
            .iter()
            .map(|part| divided(text, part.clone(), &[", "]));
        items.collect::<Option<Vec<Item>>>()
    };
    if let Some(items) = barred().and_then(commas) {
        return Some(turned(text, items));
    }
    if let Some(items) = lists().filter(several).find_map(|parts| pairs(&parts)) {
        return Some(turned(text, items));
    }
    let words = split(text, whole.clone(), &[" "]);
    let letters = |parts: &Vec<Range<usize>>| {
        parts.iter().all(|part| {
            text.get(part.clone())
                .is_some_and(|word| word.chars().count() <= 2)
        })
    };
    let plain = lists().filter(several).find_map(|parts| {
        parts
            .iter()
            .map(|part| single(text, part.clone()))
            .collect::<Option<Vec<Item>>>()
    });
    let plain = plain.or_else(|| {
        let parts = Some(words).filter(several).filter(letters)?;
        parts
            .iter()
            .map(|part| single(text, part.clone()))
            .collect()
    });
    // The callers decide what a single item means.
    plain.or_else(|| Some(vec![single(text, whole)?]))
}

/// Swaps code and label in lists like `männlich=1`.
fn turned(text: &str, items: Vec<Item>) -> Vec<Item> {
    let length = |range: &Range<usize>| {
        text.get(range.clone())
            .map_or(0, |part| part.chars().count())
    };
    let other_way = items.iter().all(|item| {
        item.label
            .as_ref()
            .is_some_and(|label| length(label) <= 2 && length(&item.raw) > 3)
    });
    if !other_way {
        return items;
    }
    items
        .into_iter()
        .map(|item| match item.label {
            Some(label) => Item {
                raw: label,
                label: Some(item.raw),
            },
            None => item,
        })
        .collect()
}

/// Strips the brackets around a list (`[m, w]`, `ENUM('m','w')`).
fn unwrapped(text: &str, range: Range<usize>) -> Range<usize> {
    let range = trimmed(text, range);
    let part = text.get(range.clone()).unwrap_or_default();
    let enumeration = part
        .get(..4)
        .filter(|word| word.eq_ignore_ascii_case("enum"))
        .map_or(0, str::len);
    let inside = part.get(enumeration..).unwrap_or_default();
    for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
        if inside.starts_with(open) && inside.ends_with(close) && inside.matches(open).count() == 1
        {
            return range.start + enumeration + 1..range.end - 1;
        }
    }
    range
}

/// The non-empty parts between separators.
fn split(text: &str, range: Range<usize>, signs: &[&str]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    let mut at = range.start;
    while at < range.end {
        let rest = text.get(at..range.end).unwrap_or_default();
        match signs.iter().find(|sign| rest.starts_with(**sign)) {
            Some(sign) => {
                parts.push(start..at);
                at += sign.len();
                start = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    parts.push(start..range.end);
    parts
        .into_iter()
        .map(|part| trimmed(text, part))
        .filter(|part| !part.is_empty())
        .collect()
}

/// Strips blanks, bullets and quotation marks.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let blank = |ch: char| {
        ch.is_whitespace() || matches!(ch, '•' | '"' | '\'' | '„' | '“' | '”' | '‚' | '‘')
    };
    let front = part.trim_start_matches(blank);
    let front = front.strip_prefix("- ").unwrap_or(front);
    let start = range.end - front.len();
    let length = front.trim_end_matches(|ch| blank(ch) || ch == ',').len();
    start..start + length
}

/// A code and its meaning.
fn pair(text: &str, range: Range<usize>) -> Option<Item> {
    divided(text, range, &MEANS)
}

/// A code and its meaning, separated by one of these signs.
fn divided(text: &str, range: Range<usize>, signs: &[&str]) -> Option<Item> {
    let part = text.get(range.clone())?;
    let (code, label) = signs
        .iter()
        .find_map(|sign| {
            let at = part.find(sign)?;
            let raw = trimmed(text, range.start..range.start + at);
            let label = trimmed(text, range.start + at + sign.len()..range.end);
            Some((raw, label))
        })
        .or_else(|| {
            // `m (männlich)`
            let open = part.find('(').filter(|_| part.ends_with(')'))?;
            let raw = trimmed(text, range.start..range.start + open);
            let label = trimmed(text, range.start + open + 1..range.end - 1);
            Some((raw, label))
        })?;
    let length = |range: &Range<usize>| {
        text.get(range.clone())
            .map_or(0, |part| part.chars().count())
    };
    let blanks = text.get(code.clone())?.contains(char::is_whitespace);
    let fits = !blanks
        && (1..=CODE_CHARS).contains(&length(&code))
        && (1..=LABEL_CHARS).contains(&length(&label));
    fits.then_some(Item {
        raw: code,
        label: Some(label),
    })
}

/// A value without a meaning.
fn single(text: &str, range: Range<usize>) -> Option<Item> {
    let part = text.get(range.clone())?;
    let lower = part.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let letters = part.chars().any(char::is_alphabetic);
    let digits = part.chars().any(|ch| ch.is_ascii_digit());
    let doubtful = words.iter().any(|word| DOUBTS.contains(word) || DOUBTS.contains(&word.trim_end_matches(['.', ':'])))
        // "1-9", "20-stellig", "Anlage 3"
        || digits && (letters && words.len() > 1 || part.contains(['-', '–']))
        || part.contains("..") || part.contains('…') || part.contains(['=', '?', '<', '>', '('])
        || part.ends_with('.');
    let fits =
        !words.is_empty() && words.len() <= ENTRY_WORDS && part.chars().count() <= 2 * CODE_CHARS;
    (fits && !doubtful).then_some(Item {
        raw: range,
        label: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    fn listed_values(text: &str) -> Option<Vec<String>> {
        let cell = Cell {
            text: text.to_owned(),
            span: Span::new(0, text.len()),
            exact: true,
        };
        match domain(&cell, None) {
            Known::Yes(Domain::Closed(values)) => Some(
                values
                    .into_iter()
                    .map(|value| {
                        let span = value.raw.span.expect("placed");
                        assert_eq!(&text[span.range()], value.raw.value);
                        match value.label {
                            Some(label) => format!("{}={}", value.raw.value, label.value),
                            None => value.raw.value,
                        }
                    })
                    .collect(),
            ),
            _ => None,
        }
    }

    #[test]
    fn lists_are_read_in_all_the_ways_people_write_them() {
        for text in [
            "m=männlich; w=weiblich; d=divers",
            "m = männlich, w = weiblich, d = divers",
            "m - männlich\nw - weiblich\nd - divers",
            "m: männlich | w: weiblich | d: divers",
            "m (männlich), w (weiblich), d (divers)",
            "• m → männlich\n• w → weiblich\n• d → divers",
            "männlich=m; weiblich=w; divers=d",
            "[m=männlich, w=weiblich, d=divers]",
        ] {
            let expected = ["m=männlich", "w=weiblich", "d=divers"];
            assert_eq!(
                listed_values(text).as_deref(),
                Some(&expected.map(str::to_owned)[..]),
                "{text}"
            );
        }
        for text in [
            "m|w|d",
            "m/w/d",
            "m, w oder d",
            "m w d",
            "'m', 'w', 'd'",
            "ENUM('m','w','d')",
            "{m; w; d}",
        ] {
            let expected = ["m", "w", "d"];
            assert_eq!(
                listed_values(text).as_deref(),
                Some(&expected.map(str::to_owned)[..]),
                "{text}"
            );
        }
        assert_eq!(
            listed_values("männlich, weiblich, divers, ohne Angabe").map(|list| list.len()),
            Some(4)
        );
        assert_eq!(listed_values("3;4").map(|list| list.len()), Some(2));
    }

    #[test]
    fn sentences_and_ranges_are_no_lists() {
        for text in [
            "Geschlecht der Person, wie im Register eingetragen",
            "Text, max. 20 Zeichen",
            "m, w usw.",
            "z. B. m, w",
            "1-9",
            "0..9, A..Z",
            "männlich",
            "m; m; w",
            "alphanumerisch, 3-stellig",
            "nur Großbuchstaben, siehe Anlage 3",
            "",
            "=;=",
        ] {
            assert_eq!(listed_values(text), None, "{text}");
        }
    }

    #[test]
    fn other_lists_are_referred_to() {
        let cell = |text: &str| Cell {
            text: text.to_owned(),
            ..Cell::default()
        };
        assert!(matches!(
            domain(&cell("urn:de:musterstadt:codeliste:geschlecht"), None),
            Known::Yes(Domain::Reference(Reference::CodeList { .. }))
        ));
        assert!(matches!(
            domain(&cell("siehe Schlüsseltabelle Geschlecht"), None),
            Known::Yes(Domain::Reference(Reference::Named(_)))
        ));
        assert_eq!(domain(&cell("ja/nein"), None), Known::Yes(Domain::Boolean));
    }
}
