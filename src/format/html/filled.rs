//! Entries that a script of the same page adds to a drop-down: `select.add(new Option("divers", "d"))`,
//! `$("#g").append("<option …>")`.
//!
//! Literal entries count as if they were in the markup. Entries added by a loop, a condition or a request are unknown.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Located, PageModel, Span, Value};

/// Members and calls after the name of a control that add entries to it.
const FILLING: &[&str] = &[
    ".add(",
    ".append(",
    ".appendChild(",
    ".html(",
    ".innerHTML",
    ".insertAdjacentHTML(",
    ".insertBefore(",
    ".length",
    ".load(",
    ".prepend(",
    ".replaceChildren(",
    "[",
];
/// Calls that take the control to fill as an argument: `$("<option>").appendTo("#g")`.
const FILLED: &[&str] = &["appendTo(", "prependTo("];
/// Words before a brace whose block runs conditionally or repeatedly.
const CONDITIONS: &[&str] = &[
    "if", "else", "for", "while", "switch", "each", "forEach", "map", "then",
];
/// Maximum length of a statement that adds an entry.
const LONGEST: usize = 2_000;
/// Maximum number of mentions of one control; pages with more are not written by people.
const MOST_MENTIONS: usize = 200;
/// Maximum number of variables for one control.
const MOST_VARIABLES: usize = 8;
/// Number of bytes before the name of a control in which an assignment is searched for.
const LINE: usize = 200;
/// Maximum number of script bytes searched for the controls of one page; the content of the rest is unknown.
const MOST_SEARCHED: usize = 256 << 20;

/// What scripts add to a control.
pub(super) enum Filled {
    /// Nothing.
    Nothing,
    /// Literal entries.
    With(Vec<Value>),
    /// Entries that the page does not state.
    Somehow,
}

/// The scripts of a page.
pub(super) struct Scripts<'p> {
    text: &'p str,
    scripts: Vec<Script>,
    /// Number of bytes searched so far.
    searched: Cell<usize>,
}

/// A script with its conditional sections.
struct Script {
    span: Span,
    borders: Vec<Border>,
}

/// An offset after a brace or the end of a statement.
struct Border {
    at: usize,
    /// Whether the following code runs conditionally or repeatedly.
    depends: bool,
}

impl<'p> Scripts<'p> {
    pub(super) fn of_page(page: &'p PageModel) -> Self {
        static SCRIPT: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r"(?is)<script\b[^>]*>(?P<code>.*?)</script").ok());
        let text = page.text.as_str();
        let found = SCRIPT.iter().flat_map(|script| script.captures_iter(text));
        let code = found.filter_map(|found| found.name("code"));
        Self {
            text,
            scripts: code
                .map(|code| Script {
                    span: Span::new(code.start(), code.end()),
                    borders: borders(code.as_str()),
                })
                .collect(),
            searched: Cell::new(0),
        }
    }

    /// The entries that scripts add to the control with this id or name.
    pub(super) fn fill(&self, id: Option<&str>, name: Option<&str>) -> Filled {
        let mut values = Vec::new();
        for script in &self.scripts {
            let Some(code) = self.text.get(script.span.range()) else {
                continue;
            };
            let mut handles: Vec<(usize, usize)> = Vec::new();
            for name in [id, name].into_iter().flatten() {
                handles.extend(named(code, name).take(MOST_MENTIONS));
            }
            let variables: BTreeSet<&str> = handles
                .iter()
                .filter_map(|(at, _)| assigned(code, *at))
                .take(MOST_VARIABLES)
                .collect();
            let searches = 2 + variables.len();
            self.searched
                .set(self.searched.get() + searches * code.len());
            if self.searched.get() > MOST_SEARCHED {
                return Filled::Somehow;
            }
            for variable in variables {
                let found = words(code, variable).take(MOST_MENTIONS);
                handles.extend(found.map(|at| (at, at + variable.len())));
            }
            handles.sort_unstable();
            handles.dedup();
            for (at, end) in handles.into_iter().take(MOST_MENTIONS) {
                match script.added(code, at, end) {
                    Filled::Nothing => {}
                    Filled::With(more) => values.extend(more),
                    Filled::Somehow => return Filled::Somehow,
                }
            }
        }
        match values.is_empty() {
            true => Filled::Nothing,
            false => Filled::With(values),
        }
    }
}

impl Script {
    /// The entries added by the statement that names the control from `at` to `end`.
    fn added(&self, code: &str, at: usize, end: usize) -> Filled {
        let before = code.get(..at).unwrap_or_default();
        let before = before.trim_end_matches(['#', '"', '\'', '`', ' ']);
        let before = before.strip_suffix("$(").unwrap_or(before);
        let is_handed = FILLED.iter().any(|call| before.ends_with(call));
        let behind = behind_handle(code, end);
        if !is_handed && !fills(behind) {
            return Filled::Nothing;
        }
        if is_handed || self.depends(before) {
            return Filled::Somehow;
        }
        let start = code.len() - behind.len();
        let statement = statement(behind);
        let values = entries(statement, self.span.start as usize + start);
        let makes_more = statement.contains("${") || is_joined(statement);
        match values.is_empty() || makes_more {
            true => Filled::Somehow,
            false => Filled::With(values),
        }
    }

    /// Whether the code after `before` runs conditionally or repeatedly.
    fn depends(&self, before: &str) -> bool {
        let behind = self
            .borders
            .partition_point(|border| border.at <= before.len());
        let border = behind
            .checked_sub(1)
            .and_then(|last| self.borders.get(last));
        let head = border.map_or(0, |border| border.at);
        let head = head.max(before.len().saturating_sub(LONGEST));
        let last = before.get(before.ceil_char_boundary(head)..);
        border.is_some_and(|border| border.depends) || states_condition(last.unwrap_or_default())
    }
}

/// Start and end of each mention of a control in a script: `"g"` or `"#g"` in quotes, `form.g`.
fn named<'c>(code: &'c str, name: &'c str) -> impl Iterator<Item = (usize, usize)> + 'c {
    words(code, name).filter_map(move |at| {
        let end = at + name.len();
        let before = code.get(..at)?;
        let behind = code.get(end..)?;
        let quoted = before.ends_with(['"', '\'', '#', '`', '='])
            && behind.starts_with(['"', '\'', '`', ']']);
        let is_part = before.ends_with('.') && !behind.starts_with('(');
        (quoted || is_part).then_some((at, end))
    })
}

/// Offsets of a whole word.
fn words<'c>(code: &'c str, word: &'c str) -> impl Iterator<Item = usize> + 'c {
    let is_part = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '-' | '$');
    let found = code.match_indices(word).filter(move |(at, _)| {
        let before = code
            .get(..*at)
            .and_then(|before| before.chars().next_back());
        let behind = code
            .get(at + word.len()..)
            .and_then(|behind| behind.chars().next());
        !word.is_empty() && !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    });
    found.map(|(at, _)| at)
}

/// The variable to which the control named at `at` is assigned.
fn assigned(code: &str, at: usize) -> Option<&str> {
    static ASSIGNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?P<name>[A-Za-z_$][\w$]*)\s*=\s*(?:\$|jQuery|[\w.]*(?:getElementById|querySelector|getElementsByName))\(\s*.{0,20}$").ok()
    });
    let start = code.floor_char_boundary(at.saturating_sub(LINE));
    let line = code.get(start..at)?.rsplit(['\n', ';']).next()?;
    Some(ASSIGNED.as_ref()?.captures(line)?.name("name")?.as_str())
}

/// The text after the expression that names a control: after its quotes and brackets, `[0]` and `.options`.
fn behind_handle(code: &str, end: usize) -> &str {
    let mut rest = code.get(end..).unwrap_or_default();
    rest = rest.trim_start_matches(['"', '\'', '`', ']']);
    rest = rest.trim_start_matches(')').trim_start();
    for part in ["[0]", ".first()", ".get(0)", ".options"] {
        rest = rest.strip_prefix(part).unwrap_or(rest);
    }
    rest
}

/// Whether the text after the name of a control fills it.
fn fills(behind: &str) -> bool {
    let call = FILLING.iter().find(|call| behind.starts_with(**call));
    let assigns = |rest: &str| {
        let rest = rest.trim_start();
        rest.starts_with("+=") || rest.starts_with('=') && !rest.starts_with("==")
    };
    match call.copied() {
        None => false,
        // `options[2] = new Option(…)`
        Some("[") => behind
            .split_once(']')
            .is_some_and(|(_, rest)| assigns(rest)),
        Some(part @ (".innerHTML" | ".length")) => assigns(&behind[part.len()..]),
        // Without arguments, `.html()` only reads.
        Some(part) => !behind[part.len()..].starts_with(')'),
    }
}

/// Borders of the statements and blocks of a script.
fn borders(code: &str) -> Vec<Border> {
    let mut borders = Vec::new();
    let mut open: Vec<bool> = Vec::new();
    let mut conditions = 0_usize;
    let mut head = 0;
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b'{' => {
                let head = head.max(at.saturating_sub(LONGEST));
                let words = code.get(code.ceil_char_boundary(head)..at);
                let is_condition = states_condition(words.unwrap_or_default());
                conditions += usize::from(is_condition);
                open.push(is_condition);
            }
            b'}' => conditions -= usize::from(open.pop().unwrap_or_default()),
            b';' => {}
            _ => continue,
        }
        head = at + 1;
        borders.push(Border {
            at: head,
            depends: conditions > 0,
        });
    }
    borders
}

/// Whether a text has a word whose block runs conditionally or repeatedly.
fn states_condition(text: &str) -> bool {
    let mut words = text.split(|ch: char| !ch.is_ascii_alphanumeric());
    words.any(|word| CONDITIONS.contains(&word))
}

/// The rest of a statement.
fn statement(behind: &str) -> &str {
    let end = behind.char_indices().take(LONGEST).find(|(at, ch)| {
        // A chain continues on the next line.
        let rest = behind.get(at + 1..).unwrap_or_default().trim_start();
        *ch == ';' || *ch == '\n' && !rest.starts_with(['.', '\'', '"', '+', '`', '<', ')'])
    });
    let end = end.map_or(behind.len(), |(at, _)| at);
    behind.get(..end).unwrap_or_default()
}

/// Whether literals are concatenated with anything else.
fn is_joined(statement: &str) -> bool {
    let parts = statement.split('+').skip(1);
    parts
        .map(|part| part.trim_start_matches('=').trim_start())
        .any(|part| !part.starts_with(['"', '\'', '`']))
}

/// The literal entries of a statement.
fn entries(statement: &str, offset: usize) -> Vec<Value> {
    static MARKUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"<option\b[^>]*?\bvalue=\\?["']?(?P<raw>[^"'\\>\s]*)[^>]*>(?P<label>[^<]*)<"#)
            .ok()
    });
    static OBJECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r#"new\s+Option\(\s*["'](?P<label>[^"']*)["']\s*(?:,\s*["'](?P<raw>[^"']*)["'])?"#,
        )
        .ok()
    });
    let mut values = Vec::new();
    for pattern in [&MARKUP, &OBJECT] {
        for found in pattern
            .iter()
            .flat_map(|pattern| pattern.captures_iter(statement))
        {
            let text = |name: &str| {
                let text = found.name(name)?;
                let at = Span::new(offset + text.start(), offset + text.end());
                Some(Located::with_span(text.as_str().to_owned(), at))
            };
            let label = text("label");
            if let Some(raw) = text("raw").or_else(|| label.clone()) {
                values.push(Value {
                    raw,
                    label,
                    ..Value::default()
                });
            }
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(code: &str) -> Option<Vec<String>> {
        let scripts = Scripts {
            text: code,
            scripts: vec![Script {
                span: Span::new(0, code.len()),
                borders: borders(code),
            }],
            searched: Cell::new(0),
        };
        match scripts.fill(Some("g"), Some("sex")) {
            Filled::Nothing => Some(Vec::new()),
            Filled::With(values) => Some(values.into_iter().map(|value| value.raw.value).collect()),
            Filled::Somehow => None,
        }
    }

    #[test]
    fn entries_that_are_written_out_are_known() {
        for code in [
            "$('#g').append('<option value=\"d\">divers</option>');",
            "document.getElementById('g').add(new Option('divers', 'd'));",
            "const s = document.querySelector('#g'); s.options.add(new Option('divers', 'd'));",
            "document.forms.f.sex.options[2] = new Option('divers', 'd');",
            "$('[name=sex]').append(\"<option value='d'>divers</option>\")",
        ] {
            assert_eq!(filled(code), Some(vec!["d".to_owned()]), "{code}");
        }
    }

    #[test]
    fn what_else_adds_is_not_known() {
        for code in [
            "$('#g').load('/more');",
            "if (x) { $('#g').append('<option value=\"d\">divers</option>'); }",
            "var s = $('#g'); more.forEach(m => s.append(new Option(m.t, m.v)));",
            "$(list).appendTo('#g');",
        ] {
            assert_eq!(filled(code), None, "{code}");
        }
    }

    #[test]
    fn what_only_reads_adds_nothing() {
        for code in [
            "document.getElementById('g').value = 'm';",
            "document.getElementById('g').classList.add('wide');",
            "if ($('#g').options.length == 2) { f(); }",
            "document.getElementById('g2').add(new Option('divers', 'd'));",
            "x.g(1); $('#g').html();",
        ] {
            assert_eq!(filled(code), Some(Vec::new()), "{code}");
        }
    }
}
