//! Bracketed groups of plain values in any syntax, and what names them: the variable or key of the group, the type of a
//! new object, the table or field passed to a call.

use std::sync::OnceLock;

use regex::Regex;

use crate::model::Span;
use crate::topic::tokens;

/// Groups with more cells are records of something else.
pub(super) const MOST_CELLS: usize = 10;
/// Maximum nesting of groups.
const MOST_DEPTH: usize = 64;
/// How many groups around a row are searched for its name: a call, its list, an object in it.
const MOST_AROUND: usize = 4;
/// Longer text before a bracket is not a path.
const LONGEST_PATH: usize = 80;

/// A value in a bracketed group.
#[derive(Clone, Debug)]
pub(super) struct Cell<'t> {
    pub(super) key: Option<&'t str>,
    /// As written, without quotes; empty if a call computes it.
    pub(super) text: &'t str,
    pub(super) span: Span,
    pub(super) is_text: bool,
}

impl Cell<'_> {
    /// Whether it refers to something else: a variable, a constant.
    pub(super) fn is_name(&self) -> bool {
        const WORDS: [&str; 6] = ["null", "nil", "none", "true", "false", "undefined"];
        let says_itself = self.text.is_empty()
            || self.text.starts_with(|ch: char| ch.is_ascii_digit())
            || WORDS
                .iter()
                .any(|word| self.text.eq_ignore_ascii_case(word));
        !self.is_text && !says_itself
    }
}

/// A group of values.
#[derive(Debug)]
pub(super) struct Row<'t> {
    pub(super) cells: Vec<Cell<'t>>,
    /// What is created or filled there, nearest first: the type of a new object, the table passed to a call.
    pub(super) around: Vec<Named<'t>>,
    /// The variable or key the group is assigned to.
    pub(super) own: Option<Named<'t>>,
    /// The called function: `combo->addItems`, `qw`.
    pub(super) called: Named<'t>,
    /// The subjects of the surrounding groups, nearest first.
    pub(super) outer: Vec<Outer<'t>>,
}

/// The subject of a bracketed group.
#[derive(Clone, Debug)]
pub(super) struct Outer<'t> {
    /// The variable or key it is assigned to.
    pub(super) own: Option<Named<'t>>,
    /// The called function.
    pub(super) called: Named<'t>,
    /// The argument of the previous call in a chain.
    pub(super) chained: Option<Named<'t>>,
    /// Its first value, if that is a text: the subject of a call.
    pub(super) first: Option<Named<'t>>,
    /// The value of a key for names.
    pub(super) name: Option<Named<'t>>,
}

/// A name and its span.
pub(super) type Named<'t> = (&'t str, Span);

/// Visits the groups of plain values in a text one by one, because a large text has very many.
pub(super) fn visit_rows<'t>(text: &'t str, mut visit: impl FnMut(&Row<'t>)) {
    let mut scan = Scan {
        text,
        open: Vec::new(),
        called: None,
        filled: None,
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'(' | b'[' | b'{' => {
                scan.opens(at);
                1
            }
            b')' | b']' | b'}' => {
                if let Some(row) = scan.closes(at) {
                    visit(&row);
                }
                1
            }
            b';' => {
                scan.ends_statement();
                1
            }
            b'"' | b'\'' => match literal(bytes, at) {
                Some(length) => {
                    scan.cell(at, length, true);
                    length
                }
                None => 1,
            },
            byte if is_part_of_word(*byte) => {
                let is_part = |byte: &&u8| is_part_of_word(**byte) || matches!(byte, b'.' | b'-');
                let rest = bytes.get(at..).unwrap_or_default();
                let length = rest.iter().take_while(is_part).count();
                scan.cell(at, length, false);
                length
            }
            _ => 1,
        };
    }
}

fn is_part_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

struct Scan<'t> {
    text: &'t str,
    open: Vec<Group<'t>>,
    /// What the last closed call names, and where it ends, because a chain continues with it.
    called: Option<(Named<'t>, usize)>,
    /// The table whose columns a statement just listed: its rows follow.
    filled: Option<Named<'t>>,
}

/// An open bracketed group.
#[derive(Debug, Default)]
struct Group<'t> {
    cells: Vec<Cell<'t>>,
    key: Option<Named<'t>>,
    /// Whether it contains groups or statements.
    nests: bool,
    /// The called function: `Gender.create!`.
    head: Head<'t>,
    /// The argument of the previous call in a chain, or the table of its statement.
    chained: Option<Named<'t>>,
    /// Its key.
    own: Option<Named<'t>>,
}

/// The text before a bracket.
#[derive(Clone, Copy, Debug, Default)]
struct Head<'t> {
    path: &'t str,
    start: usize,
    /// Whether it is a call.
    calls: bool,
    /// Whether its name suggests that it creates an object of its type.
    builds: bool,
    /// Whether its name suggests that it stores its argument.
    stores: bool,
}

impl<'t> Scan<'t> {
    fn opens(&mut self, at: usize) {
        let head = Head::before(self.text, at);
        let goes_on = head.path.starts_with(['.', '-', '?']);
        let called = self.called.take().filter(|(_, end)| *end == head.start);
        let mut chained = called.filter(|_| goes_on).map(|(named, _)| named);
        if self.open.is_empty() {
            chained = chained.or_else(|| self.statement(head));
        }
        let key = self.open.last_mut().and_then(|outer| outer.key.take());
        if self.open.len() == MOST_DEPTH {
            self.open.clear();
        }
        self.open.push(Group {
            head,
            chained,
            own: key.or_else(|| assigned(self.text, head.start)),
            ..Group::default()
        });
    }

    /// The table of a statement whose row starts here: `INSERT INTO gender (code, name) VALUES (…), (…)`.
    fn statement(&mut self, head: Head<'t>) -> Option<Named<'t>> {
        let before = self.text.get(..head.start).unwrap_or_default().trim_end();
        let is_next = head.path.is_empty() && before.ends_with(',');
        if is_next || head.path.eq_ignore_ascii_case("values") {
            return self.filled;
        }
        let word = before.rsplit(char::is_whitespace).next();
        let fills = word.is_some_and(|word| word.eq_ignore_ascii_case("into"));
        self.filled = parts(head.path, head.start).last().filter(|_| fills);
        None
    }

    fn ends_statement(&mut self) {
        self.filled = None;
        if let Some(group) = self.open.last_mut() {
            group.nests = true;
        }
    }

    /// The row that ends at a bracket, if it is one.
    fn closes(&mut self, at: usize) -> Option<Row<'t>> {
        let group = self.open.pop()?;
        let handed = match group.cells.as_slice() {
            [only] if !group.nests => Some((only.text, only.span)),
            _ => None,
        };
        let goes_on = group
            .chained
            .filter(|_| !self.open.is_empty() || self.filled.is_none());
        self.called = goes_on
            .or(handed)
            .filter(|_| group.head.calls)
            .map(|named| (named, at + 1));
        let value = group.value(at + 1);
        if let Some(outer) = self.open.last_mut() {
            match value {
                Some(value) if outer.cells.len() <= MOST_CELLS => {
                    let key = group.own.map(|(name, _)| name);
                    outer.cells.push(Cell { key, ..value });
                }
                Some(_) => {}
                None => outer.nests = true,
            }
        }
        if group.nests || group.cells.is_empty() {
            return None;
        }
        let mut around = Vec::new();
        around.extend(group.chained);
        if group.head.builds || group.head.stores {
            around.extend(parts(group.head.path, group.head.start));
        }
        for (steps, outer) in self.open.iter().rev().take(MOST_AROUND).enumerate() {
            outer.names(steps == 0, &mut around);
        }
        let outer = self.open.iter().rev().take(MOST_AROUND).map(Group::about);
        Some(Row {
            around,
            own: group.own,
            called: group.head.named(),
            outer: std::iter::once(group.about()).chain(outer).collect(),
            cells: group.cells,
        })
    }

    /// Adds a value to its group, or remembers it as the key of the next one.
    fn cell(&mut self, at: usize, length: usize, is_text: bool) {
        let Some(group) = self.open.last_mut() else {
            return;
        };
        let behind = self.text.get(at + length..).unwrap_or_default();
        let border = usize::from(is_text);
        let Some(said) = self.text.get(at + border..at + length - border) else {
            return;
        };
        let goes_on = ["(", "!(", "::", "->"]
            .iter()
            .any(|mark| behind.starts_with(mark));
        // `N'männlich'`, `b"m"`
        let is_prefix = length == 1 && behind.starts_with(['\'', '"']);
        if !is_text && (goes_on || is_prefix) {
            return;
        }
        let behind = behind.trim_start_matches(' ');
        let is_key =
            behind.starts_with("=>") || behind.starts_with(':') && !behind.starts_with("::");
        let is_named =
            behind.starts_with('=') && !behind.starts_with("==") && !behind.starts_with("=>");
        if is_key || (is_named && !is_text) {
            group.key = Some((said, Span::new(at + border, at + length - border)));
        } else if group.cells.len() <= MOST_CELLS {
            group.cells.push(Cell {
                key: group.key.take().map(|(name, _)| name),
                text: said,
                span: Span::new(at + border, at + length - border),
                is_text,
            });
        }
    }
}

impl<'t> Group<'t> {
    fn about(&self) -> Outer<'t> {
        const NAMES: [&str; 4] = ["name", "field", "id", "key"];
        let named = |cell: &Cell<'t>| (cell.text, cell.span);
        let says_name = |cell: &&Cell<'t>| cell.key.is_some_and(|key| NAMES.contains(&key));
        Outer {
            own: self.own,
            called: self.head.named(),
            chained: self.chained,
            first: self
                .cells
                .first()
                .filter(|first| first.is_text && first.key.is_none())
                .map(named),
            name: self.cells.iter().find(says_name).map(named),
        }
    }

    /// What it says about groups inside it. `directly`: the group is not nested in another one of them.
    fn names(&self, directly: bool, found: &mut Vec<Named<'t>>) {
        /// Keys of an object that name the table of the object below it.
        const KEYS: [&str; 4] = ["model", "table", "entity", "class"];
        found.extend(self.chained);
        if self.head.builds || self.head.stores {
            found.extend(parts(self.head.path, self.head.start));
        }
        let names_row = |cell: &&Cell<'t>| {
            let is_key = |key: &str| KEYS.iter().any(|known| known.eq_ignore_ascii_case(key));
            self.head.stores || directly && cell.is_text && cell.key.is_some_and(is_key)
        };
        let cells = self.cells.iter().filter(names_row);
        // `people.gender`
        found.extend(cells.filter_map(|cell| parts(cell.text, cell.span.start as usize).last()));
    }

    /// What remains of a call if only its value counts: the text it transforms, or something unknown.
    fn value(&self, end: usize) -> Option<Cell<'t>> {
        /// Functions that transform or translate their text.
        #[rustfmt::skip]
        const PASSING: [&str; 19] = [
            "upper", "lower", "trim", "ltrim", "rtrim", "initcap", "ucfirst", "strtoupper", "strtolower", "cast", "convert",
            "_", "__", "t", "tr", "trans", "gettext", "i18n", "text",
        ];
        if self.nests || !self.head.calls || self.head.stores {
            return None;
        }
        // `i18n.i18n('male')`
        let path = self.head.path;
        let function = path.strip_prefix("i18n.").unwrap_or(path);
        let passes = PASSING
            .iter()
            .any(|name| name.eq_ignore_ascii_case(function));
        // C macros state a type: `GTK_COMBO_BOX(combo)`.
        let casts = self.head.path.contains('_') && !self.head.path.contains(char::is_lowercase);
        let passed = self
            .cells
            .first()
            .filter(|first| passes && first.is_text || casts && first.is_name());
        Some(match passed {
            Some(text) => Cell {
                key: None,
                ..text.clone()
            },
            None => Cell {
                key: None,
                text: "",
                span: Span::new(self.head.start, end),
                is_text: false,
            },
        })
    }
}

impl<'t> Head<'t> {
    fn named(&self) -> Named<'t> {
        (
            self.path,
            Span::new(self.start, self.start + self.path.len()),
        )
    }

    /// The text before the bracket at a position.
    fn before(text: &'t str, at: usize) -> Self {
        /// Words in the names of functions that store rows.
        const STORING: [&str; 10] = [
            "create", "insert", "seed", "upsert", "save", "persist", "populate", "data", "values",
            "store",
        ];
        let bracket = text.as_bytes().get(at);
        let before = text.get(..at).unwrap_or_default();
        let before = match bracket {
            // `VALUES (`, `new Gender {`
            Some(b'(' | b'{') => before.trim_end_matches(' '),
            _ => before,
        };
        let adjoins = before.len() == at;
        let called = before.trim_end_matches(['!', '?']);
        let is_part = |ch: &char| ch.is_alphanumeric() || "_.:$@>-?".contains(*ch);
        let length: usize = called
            .chars()
            .rev()
            .take(LONGEST_PATH)
            .take_while(is_part)
            .map(char::len_utf8)
            .sum();
        let start = called.len() - length;
        let path = called.get(start..).unwrap_or_default();
        let word = called
            .get(..start)
            .unwrap_or_default()
            .trim_end()
            .rsplit(|ch: char| !ch.is_alphanumeric())
            .next();
        let is_new = word == Some("new");
        let last = parts(path, start).last().map_or("", |(name, _)| name);
        let is_type = last.starts_with(char::is_uppercase) && last.contains(char::is_lowercase);
        let calls = bracket == Some(&b'(') && adjoins && !last.is_empty();
        let named = bracket == Some(&b'(') && !last.is_empty();
        Self {
            path,
            start,
            calls,
            builds: match bracket {
                Some(b'(') => calls && (is_new || is_type),
                Some(b'{') => is_new || adjoins && is_type,
                _ => false,
            },
            stores: named
                && tokens(last)
                    .iter()
                    .any(|word| STORING.contains(&word.as_str())),
        }
    }
}

/// The variable or key that the value at a position is assigned to: `my @genders = (`, `values => [`, `const SEXES:
/// [&str; 2] = [`.
fn assigned(text: &str, at: usize) -> Option<Named<'_>> {
    const NEAR: usize = 120;
    static ASSIGNED: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = ASSIGNED.get_or_init(|| {
        Regex::new(
            r#"(?P<name>\w+)["'\]]*\s*(?:\[\w*\]\s*)*(?::\s*(?:\[[^\]\n]*\]|[^=:;{}()\n])+)?\s*(?:=>|:=|<-|=|:)\s*(?:(?:new|const)\b[\s\w<>.]*)?(?:\[\s*\]\s*|&\s*|<\w+(?:,\s*\w+)*>\s*)?$"#,
        )
        .ok()
    });
    let start = text.floor_char_boundary(at.saturating_sub(NEAR));
    let window = text.get(start..at)?;
    // Most brackets follow something else.
    if !window.trim_end().ends_with(['=', '>', ':', '-', ']', '&']) && !window.contains("new") {
        return None;
    }
    let name = pattern.as_ref()?.captures(window)?.name("name")?;
    Some((
        name.as_str(),
        Span::new(start + name.start(), start + name.end()),
    ))
}

/// The names in a path with their spans.
pub(super) fn parts(path: &str, start: usize) -> impl Iterator<Item = Named<'_>> {
    let mut at = start;
    path.split_inclusive(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
        .map(move |part| {
            let name = part.trim_end_matches(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
            let span = Span::new(at, at + name.len());
            at += part.len();
            (name, span)
        })
        .filter(|(name, _)| !name.is_empty())
}

/// Length in bytes of a single-line literal, including its quotes.
fn literal(bytes: &[u8], start: usize) -> Option<usize> {
    const LONGEST: usize = 400;
    let quote = bytes.get(start)?;
    let rest = bytes.get(start + 1..)?;
    let mut escaped = false;
    for (at, byte) in rest.iter().take(LONGEST).enumerate() {
        match byte {
            b'\n' => return None,
            b'\\' if !escaped => {
                escaped = true;
                continue;
            }
            byte if byte == quote && !escaped => return Some(at + 2),
            _ => {}
        }
        escaped = false;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let cells = |row: &Row<'_>| {
            let cells = row.cells.iter().map(|cell| match cell.key {
                Some(key) => format!("{key}={}", cell.text),
                None => cell.text.to_owned(),
            });
            cells.collect::<Vec<_>>().join("|")
        };
        let mut found = Vec::new();
        visit_rows(text, |row| found.push(cells(row)));
        found
    }

    fn around(text: &str) -> Vec<Vec<&str>> {
        let names = |row: &Row<'_>| row.around.iter().map(|(_, at)| &text[at.range()]).collect();
        let mut found = Vec::new();
        visit_rows(text, |row| found.push(names(row)));
        found
    }

    #[test]
    fn groups_hold_values_with_their_keys() {
        let text = "a(1, 'b', \"c d\"); [{x => 'y', :z => 2}, {k: 'don''t'}] 'open";
        assert_eq!(said(text), ["1|b|c d", "x=y|z=2", "k=don|t"]);
    }

    #[test]
    fn calls_are_values_of_what_they_stand_in() {
        let text = "(nextval('s'), upper('m'), N'Male'); f(g(1), if_(2))";
        assert_eq!(said(text), ["s", "m", "|m|Male", "1", "2", "|"]);
    }

    #[test]
    fn what_is_made_or_filled_names_its_rows() {
        for (text, names) in [
            ("Gender.create!(code: 'm')", vec![vec!["Gender", "create"]]),
            (
                "insert_row(db, 'sex', ['m', 'f'])",
                vec![vec!["insert_row", "db", "sex"]],
            ),
            ("new Sex { A = 'm' }", vec![vec!["Sex"]]),
            ("t('sex').insert(['m'])", vec![vec!["sex", "insert"]]),
            (
                "insert into g (a) values ('m'), ('f')",
                vec![vec![], vec!["g", "values"], vec!["g"]],
            ),
            ("{model: 'p.sex', fields: {a: 'm'}}", vec![vec!["sex"]]),
            ("class Sex { a('m') }", vec![vec![]]),
        ] {
            let mut found = around(text);
            found.retain(|names| !names.is_empty());
            let mut wanted = names;
            wanted.retain(|names: &Vec<&str>| !names.is_empty());
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn broken_texts_end() {
        for text in [
            "((((",
            "))))",
            "('a",
            "(\"",
            "(a: b: c",
            "{ä: 'ö'}",
            "(''",
            "(\\",
        ] {
            said(text);
        }
    }
}
