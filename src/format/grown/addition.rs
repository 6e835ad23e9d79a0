//! Statements that add entries to a named list, or change it in another way.

use super::removal::{is_deleted, is_of_blank, taken_by_call, taken_by_sign};
use crate::format::embedded::Code;
use crate::format::limits::CODE_CHARS;
use crate::model::{Located, Span, Value};

/// Methods that add entries to a list.
#[rustfmt::skip]
const GROWING: [&str; 29] = [
    "add", "Add", "addAll", "AddRange", "addElement", "addFirst", "addLast", "append", "append!", "concat", "emplace",
    "emplace_back", "extend", "insert", "Insert", "merge", "merge!", "prepend", "push", "push!", "push_back", "put",
    "putAll", "putIfAbsent", "set", "store", "table.insert", "unshift", "update",
];
/// Methods that, in most languages, leave the list unchanged and return a new one.
const COPYING: [&str; 2] = ["concat", "merge"];
/// Attributes of fields and controls that may have the name of a list.
#[rustfmt::skip]
const ATTRIBUTES: [&str; 14] = [
    "caption", "default", "description", "help_text", "hint", "id", "label", "length", "name", "placeholder", "text",
    "title", "type", "value",
];
/// Functions that take the list as an argument and add to it.
#[rustfmt::skip]
const FILLING: [&str; 11] = [
    "addAll", "append!", "array_push", "array_unshift", "extend_enum", "insert", "lappend", "prepend!", "push", "push!",
    "unshift",
];
/// Methods that take a key and its label.
const PAIRING: [&str; 6] = ["Add", "add", "put", "putIfAbsent", "set", "store"];
/// Operators that append to a variable.
const SIGNS: [&str; 4] = ["++=", "+=", "<<", "|="];
/// Words used to write lists that say nothing about their content.
#[rustfmt::skip]
const MAKERS: [&str; 31] = [
    "Array", "Arrays", "List", "Map", "Seq", "Set", "String", "array", "arrayOf", "asList", "c", "const", "contentsOf",
    "from", "into", "let", "list", "listOf", "mapOf", "new", "of", "pairOf", "set", "setOf", "std", "str", "string", "to",
    "to_owned", "to_string", "vec",
];
/// Keywords that start code which runs conditionally or repeatedly.
#[rustfmt::skip]
const BRANCHES: [&str; 22] = [
    "case", "catch", "default", "elif", "else", "elsif", "ensure", "except", "finally", "for", "foreach", "guard", "if",
    "loop", "match", "rescue", "switch", "try", "unless", "until", "when", "while",
];
/// Maximum length; longer statements add more than entries.
const LONGEST: usize = 2_000;
/// Maximum number of uses examined per name.
const MOST_USES: usize = 500;

/// The effect of one statement on a list.
pub(super) struct Addition {
    /// The literal entries.
    pub values: Vec<Value>,
    /// Whether these are all and the statement runs unconditionally.
    pub is_plain: bool,
    /// The effect on the entries.
    pub effect: Effect,
    /// The part of the source that adds them.
    pub part: Span,
}

/// The effect of a statement on its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// They are added.
    Adds,
    /// They are removed.
    Takes,
    /// They and the list form a new list, which may lack other entries.
    Rewrites,
}

/// The use of a list's name.
enum Use {
    /// Adds entries, in this part of the source; optionally under a key.
    Adds(Span, Option<Located<String>>),
    /// Removes the entries in this part of the source, or the one with this name.
    Takes(Span, Option<Located<String>>),
    /// Assigns a list derived from this one by this part of the source.
    Rewrites(Span),
    /// Changes the list in a way that cannot be read.
    Changes(Span),
    /// Defines another list with the same name.
    Redefined,
    Other,
}

/// A list, as needed to read its statements.
#[derive(Clone, Copy)]
pub(super) struct Base<'c> {
    pub name: &'c str,
    /// End of its name.
    pub from: usize,
    /// End of its literal.
    pub end: usize,
    /// Whether its entries have keys.
    pub is_map: bool,
}

/// The additions of the statements after a list.
pub(super) fn additions(code: &Code<'_>, base: Base<'_>) -> Vec<Addition> {
    let mut found: Vec<Addition> = Vec::new();
    if let Some(part) = cascade(code, base.end) {
        found.push(addition(code, base.name, part, None));
    }
    let depth = indent_at(code, base.from);
    let scope = end_of_block(code, base.from, depth);
    for at in uses(code, base.name, base.from).take(MOST_USES) {
        let certain = || {
            // After the list's block ends, the name refers to something else.
            at < scope
                && !depends(code, at, base.from, depth)
                && (begins_statement(code, at)
                    || is_handed_to_filler(code, at)
                    || is_deleted(code, at))
        };
        let is_new =
            |part: Span, found: &[Addition]| found.iter().all(|seen| !seen.part.overlaps(part));
        match use_at(code, base, at) {
            Use::Adds(part, key) => {
                if is_new(part, &found) {
                    let mut added = addition(code, base.name, part, key);
                    added.is_plain = added.is_plain && certain();
                    found.push(added);
                }
            }
            Use::Rewrites(part) => {
                if is_new(part, &found) {
                    let mut made = addition(code, base.name, part, None);
                    made.is_plain = made.is_plain && certain();
                    // After the block of the list, the name refers to something else.
                    if at < scope {
                        made.effect = Effect::Rewrites;
                    }
                    found.push(made);
                }
            }
            Use::Takes(part, member) => {
                if at < scope && is_new(part, &found) && !is_of_blank(code, part) {
                    let mut taken = addition(code, base.name, part, None);
                    if let Some(member) = member {
                        taken.values = vec![Value {
                            raw: member,
                            ..Value::default()
                        }];
                        taken.is_plain = true;
                    }
                    taken.is_plain = taken.is_plain && certain();
                    taken.effect = Effect::Takes;
                    found.push(taken);
                }
            }
            Use::Changes(part) => {
                if at < scope && is_new(part, &found) {
                    found.push(Addition {
                        values: Vec::new(),
                        is_plain: false,
                        effect: Effect::Takes,
                        part,
                    });
                }
            }
            Use::Redefined if at > base.end => break,
            Use::Redefined | Use::Other => {}
        }
    }
    found
}

/// The occurrences of a name on its own, outside texts and comments.
fn uses<'c>(code: &'c Code<'_>, name: &'c str, from: usize) -> impl Iterator<Item = usize> + 'c {
    let found = code.from(from).match_indices(name);
    found.map(move |(at, _)| from + at).filter(move |at| {
        let before = code.before(*at).chars().next_back();
        let behind = code.from(at + name.len()).chars().next();
        let is_whole = !before.is_some_and(is_part) && !behind.is_some_and(is_part);
        is_whole && code.passed_at(*at).is_none()
    })
}

pub(super) fn is_part(ch: char) -> bool {
    ch.is_alphanumeric() || ch == '_'
}

/// `['m', 'w']..addAll(['d'])` in Dart: what continues after the list's closing bracket.
fn cascade(code: &Code<'_>, end: usize) -> Option<Span> {
    let behind = code.from(end);
    let rest = behind.trim_start_matches(|ch: char| ch.is_whitespace() || ")]}'\"".contains(ch));
    let at = end + behind.len() - rest.len();
    let call = rest.strip_prefix("..")?;
    let word = word(call);
    GROWING
        .contains(&word)
        .then(|| Span::new(at + "..".len() + word.len(), statement_end(code, at)))
}

fn use_at(code: &Code<'_>, base: Base<'_>, at: usize) -> Use {
    let name = base.name;
    let end = at + name.len();
    let behind = code.from(end);
    let lead = behind.trim_start_matches([' ', '\t']);
    let start = end + behind.len() - lead.len();
    let until = statement_end(code, end);
    if is_handed_to_filler(code, at) && lead.starts_with(',') {
        return Use::Adds(Span::new(start, until), None);
    }
    if lead.starts_with(['.', '[', '{', '-']) && is_deleted(code, at) {
        let member = lead.strip_prefix('.').map(word);
        let member = member.filter(|member| !member.is_empty()).map(|member| {
            let from = start + ".".len();
            Located::with_span(member.to_owned(), Span::new(from, from + member.len()))
        });
        return Use::Takes(Span::new(start, until), member);
    }
    if let Some(from) = taken_by_sign(lead) {
        return Use::Takes(Span::new(start + from, until.max(start + from)), None);
    }
    if SIGNS.iter().any(|sign| lead.starts_with(sign)) {
        // `out << gender << "…"` is about another name.
        if statement_before(code, at).contains("<<") {
            return Use::Other;
        }
        return Use::Adds(Span::new(start, until), None);
    }
    // If two match, the longer one applies.
    let member = ["..", ".", "::", ":", "->", "?.", "!!."]
        .iter()
        .find_map(|sign| lead.strip_prefix(sign));
    if let Some(member) = member {
        let call = word(member);
        let from = end + behind.len() - member.len() + call.len();
        let part = Span::new(from, until.max(from));
        match taken_by_call(call) {
            Some(true) => return Use::Takes(part, None),
            Some(false) => return Use::Changes(part),
            None => {}
        }
        if COPYING.contains(&call) {
            // Either the returned list is not used, or the language changes this one.
            return match begins_statement(code, at) {
                true => Use::Changes(Span::new(from, until.max(from))),
                false => Use::Other,
            };
        }
        if GROWING.contains(&call)
            && code
                .from(from)
                .trim_start()
                .starts_with(['(', '\'', '"', '[', '{', '<'])
        {
            return Use::Adds(Span::new(from, until), None);
        }
        if let Some(value) = assigned(code.from(from))
            && base.is_map
            && !ATTRIBUTES.contains(&call)
        {
            let key = Located::with_span(call.to_owned(), Span::new(from - call.len(), from));
            let value = code.source.len() - value.len();
            return match call.is_empty() || value >= until {
                true => Use::Other,
                false => Use::Adds(Span::new(value, until), Some(key)),
            };
        }
        return Use::Other;
    }
    if let Some((key, value)) = element(code, start) {
        return Use::Adds(Span::new(value, until.max(value)), key);
    }
    match assigned(lead) {
        Some(value) => {
            let from = code.source.len() - value.len();
            let again = uses(code, name, from).take_while(|at| *at < until).next();
            if is_type(code, at) {
                return Use::Other;
            }
            let Some(again) = again else {
                return Use::Redefined;
            };
            // `genders = genders - ['d']`
            let behind = code.from(again + name.len());
            let rest = behind.trim_start_matches([' ', '\t']);
            match rest.strip_prefix('-') {
                Some(taken) if !taken.starts_with('>') => {
                    let from = code.source.len() - taken.len();
                    Use::Takes(Span::new(from, until.max(from)), None)
                }
                _ => Use::Rewrites(Span::new(from, until)),
            }
        }
        None => Use::Other,
    }
}

/// The word at the beginning of a text, including the mark of mutating calls.
pub(super) fn word(text: &str) -> &str {
    let length = text.find(|ch: char| !is_part(ch)).unwrap_or(text.len());
    let marked = usize::from(text.get(length..).is_some_and(|rest| rest.starts_with('!')));
    text.get(..length + marked).unwrap_or_default()
}

/// The text after an assignment operator.
fn assigned(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '\t']);
    let value = [":=", "<-", "="]
        .iter()
        .find_map(|sign| text.strip_prefix(sign))?;
    (!value.starts_with(['=', '>', '~'])).then_some(value)
}

/// `['d'] =`, `{d} =`, `[] =` after a name: the key, if there is one, and where the value starts.
fn element(code: &Code<'_>, at: usize) -> Option<(Option<Located<String>>, usize)> {
    const LONGEST_KEY: usize = 80;
    let text = code.from(at);
    let close = match text.chars().next()? {
        '[' => ']',
        '{' => '}',
        _ => return None,
    };
    let length = text.find(close).filter(|length| *length <= LONGEST_KEY)?;
    let value = assigned(text.get(length + 1..)?)?;
    let written = text.get(1..length)?;
    let key = written.trim_matches(|ch: char| ch.is_whitespace() || "'\":".contains(ch));
    let is_key =
        !key.is_empty() && key.chars().all(is_part) && !key.chars().all(|ch| ch.is_ascii_digit());
    let start = at + 1 + written.find(key).unwrap_or(0);
    let key =
        is_key.then(|| Located::with_span(key.to_owned(), Span::new(start, start + key.len())));
    Some((key, code.source.len() - value.len()))
}

/// Whether a name is a type: `type Gender = …`, `M: Gender = …`.
fn is_type(code: &Code<'_>, at: usize) -> bool {
    let before = code.before(at).trim_end();
    before.ends_with(':') || before.ends_with(" type") || before.ends_with("\ntype")
}

/// Whether a name is the first argument of a function that adds to it: `push @genders`, `table.insert(genders`.
fn is_handed_to_filler(code: &Code<'_>, at: usize) -> bool {
    let before = code
        .before(at)
        .trim_end_matches(['@', '$', '&', '\\', '*', ' ']);
    let before = before
        .strip_suffix('(')
        .unwrap_or(before)
        .trim_end_matches(' ');
    FILLING.iter().any(|filler| {
        let rest = before.strip_suffix(filler);
        rest.is_some_and(|rest| !rest.ends_with(is_part))
    })
}

/// The text before a name within its statement.
pub(super) fn statement_before<'c>(code: &Code<'c>, at: usize) -> &'c str {
    let before = nearby(code, at);
    let statement = before.rsplit(['\n', ';', '{', '}']).next();
    statement.unwrap_or_default().trim_start()
}

/// Whether a statement is about the name at a position: only a path to it precedes, `self.`, `this->`, `$`.
fn begins_statement(code: &Code<'_>, at: usize) -> bool {
    let before = statement_before(code, at);
    let is_path = before
        .chars()
        .all(|ch| is_part(ch) || "$@&\\%.:->?! ".contains(ch));
    is_path
        && !["&&", "? ", " and ", " or ", "return "]
            .iter()
            .any(|word| before.contains(word))
}

/// The text before a position, as far as it may be relevant.
fn nearby<'c>(code: &Code<'c>, at: usize) -> &'c str {
    const NEARBY: usize = 20_000;
    let before = code.before(at);
    let start = before.ceil_char_boundary(before.len().saturating_sub(NEARBY));
    before.get(start..).unwrap_or_default()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Indentation of the line at a position.
fn indent_at(code: &Code<'_>, at: usize) -> usize {
    let start = code.before(at).rfind('\n').map_or(0, |start| start + 1);
    indent(code.from(start).split('\n').next().unwrap_or_default())
}

/// The end of the block around a line: before the first line with less indentation. Directives may have any.
fn end_of_block(code: &Code<'_>, from: usize, depth: usize) -> usize {
    let mut at = from;
    for line in code.from(from).split_inclusive('\n') {
        let is_said = !line.trim().is_empty() && !line.starts_with('#');
        let is_deeper = indent(line) >= depth || code.passed_at(at + indent(line)).is_some();
        if at > from && is_said && !is_deeper {
            return at;
        }
        at += line.len();
    }
    at
}

/// The end of the statement at `at`: at its terminator, or with its line if no bracket is open and the next line starts
/// something new.
fn statement_end(code: &Code<'_>, at: usize) -> usize {
    let mut depth = 0_usize;
    let mut here = at;
    let bytes = code.source.as_bytes();
    while here < bytes.len() && here < at + LONGEST {
        if let Some(passed) = code.passed_at(here) {
            here = passed.end as usize;
            continue;
        }
        match bytes[here] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => return here,
            b')' | b']' | b'}' => depth -= 1,
            b';' if depth == 0 => return here,
            b'\n' if depth == 0 => {
                let goes_on = code.from(here).trim_start().starts_with(['.', '<', '+']);
                if !goes_on {
                    return here;
                }
            }
            _ => {}
        }
        here += 1;
    }
    here.min(bytes.len())
}

/// The entries added by a part of the source.
fn addition(code: &Code<'_>, name: &str, part: Span, key: Option<Located<String>>) -> Addition {
    let mut values: Vec<Value> = Vec::new();
    // The rest of a longer statement is not read.
    let mut is_plain = ((part.end - part.start) as usize) < LONGEST;
    let mut pending: Option<Located<String>> = key;
    let mut at = part.start as usize;
    let end = part.end as usize;
    while at < end {
        let rest = code.from(at);
        if let Some(passed) = code.passed_at(at) {
            at = passed.end as usize;
            let written = code.source.get(passed.range()).unwrap_or_default();
            let Some(text) = unquoted(written) else {
                continue;
            };
            let text = Located::with_span(text.to_owned(), passed);
            if is_key(code.from(at)) {
                pending = Some(text);
            } else if text.value.is_empty()
                || text.value.chars().count() > CODE_CHARS
                || !written.starts_with('\'') && text.value.contains(['$', '{'])
            {
                // It may contain inserted values.
                is_plain = false;
            } else {
                values.push(match pending.take() {
                    Some(raw) => Value {
                        raw,
                        label: Some(text),
                        ..Value::default()
                    },
                    None => Value {
                        raw: text,
                        ..Value::default()
                    },
                });
            }
            continue;
        }
        let said = word(rest);
        if said.is_empty() {
            // A subtraction, or a conditional choice.
            is_plain &= !rest.starts_with(['-', '?', '!']) || rest.starts_with("->");
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let span = Span::new(at, at + said.len());
        at += said.len();
        if is_key(code.from(at)) {
            pending = Some(Located::with_span(said.to_owned(), span));
        } else {
            is_plain &= said == name || MAKERS.contains(&said) || GROWING.contains(&said);
        }
    }
    pair_up(code, part, &mut values);
    is_plain &= !values.is_empty();
    Addition {
        values,
        is_plain,
        effect: Effect::Adds,
        part,
    }
}

/// `put("d", "divers")`: two texts are key and label, if the call takes both.
fn pair_up(code: &Code<'_>, part: Span, values: &mut Vec<Value>) {
    let before = code.before(part.start as usize);
    let call = before
        .rsplit(|ch: char| !is_part(ch))
        .next()
        .unwrap_or_default();
    if let [key, label] = values.as_slice()
        && key.label.is_none()
        && label.label.is_none()
        && PAIRING.contains(&call)
    {
        *values = vec![Value {
            label: Some(label.raw.clone()),
            ..key.clone()
        }];
    }
}

/// Whether the text just read is the key of what follows.
fn is_key(behind: &str) -> bool {
    let behind = behind.trim_start_matches([' ', '\t']);
    let is_sign = |sign: &str, not: &[char]| {
        behind
            .strip_prefix(sign)
            .is_some_and(|rest| !rest.starts_with(not))
    };
    is_sign("=>", &[]) || is_sign(":", &[':', '=']) || is_sign("=", &['=', '>', '~'])
}

/// A text without its quotes; `None` for a comment.
fn unquoted(written: &str) -> Option<&str> {
    let quote = written
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    Some(written.trim_matches(quote))
}

/// Whether the code at a position may run conditionally or repeatedly: its line, or one it is nested in, starts a
/// branch, a loop, or a block that does not contain the list. `list` is the position of the list's name, `list_indent`
/// the indentation of its line.
fn depends(code: &Code<'_>, at: usize, list: usize, list_indent: usize) -> bool {
    const MOST_LINES: usize = 200;
    let branches = |line: &str| {
        let line = line.trim_start().trim_start_matches(['}', ' ']);
        BRANCHES.contains(&word(line))
    };
    let mut lines = nearby(code, at).rsplit('\n');
    let own = lines.next().unwrap_or_default();
    if branches(own) {
        return true;
    }
    // A block opened in the same line after the list.
    let since = own.get(own.len().saturating_sub(at.saturating_sub(list))..);
    let since = since.unwrap_or(own);
    let is_opened = since.matches('{').count() > since.matches('}').count();
    if is_opened && !is_initial(own) {
        return true;
    }
    let mut depth = indent(own);
    for line in lines
        // A brace on its own line belongs to the line before.
        .filter(|line| !matches!(line.trim(), "" | "{"))
        .take(MOST_LINES)
    {
        if indent(line) < depth {
            depth = indent(line);
            let is_other = depth >= list_indent && !is_initial(line);
            if branches(line) || is_other {
                return true;
            }
        }
    }
    false
}

/// Whether a line starts code that runs before a list is used: `static {`, `init {`, a constructor.
fn is_initial(line: &str) -> bool {
    const MODIFIERS: [&str; 6] = [
        "def",
        "internal",
        "private",
        "protected",
        "public",
        "static",
    ];
    const NAMES: [&str; 5] = [
        "__construct",
        "__init__",
        "constructor",
        "init",
        "initialize",
    ];
    let line = line.trim();
    let head = line.split(['(', '{']).next().unwrap_or_default();
    if head.trim() == "static" {
        return true;
    }
    let mut words = head
        .split_whitespace()
        .filter(|word| !MODIFIERS.contains(word) && *word != "function");
    let name = words.next().unwrap_or_default();
    let is_constructor = name.starts_with(char::is_uppercase)
        && name.chars().all(is_part)
        && line.contains('(')
        && !line.contains("=>");
    words.next().is_none() && (NAMES.contains(&name) || is_constructor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::embedded::notation_of;

    /// What is added to `genders`, declared in the first line: entries, and whether they are all.
    fn added(extension: &str, source: &str) -> Vec<(Vec<String>, bool)> {
        let Some(notation) = notation_of(extension) else {
            return Vec::new();
        };
        let code = Code::of(source, notation);
        let name = "genders";
        let from = source.find(name).map_or(0, |at| at + name.len());
        let end = source.find(']').unwrap_or(from);
        let base = Base {
            name,
            from,
            end,
            is_map: false,
        };
        let found = additions(&code, base).into_iter().map(|addition| {
            let entries = addition.values.into_iter().map(|value| value.raw.value);
            (entries.collect(), addition.is_plain)
        });
        found.collect()
    }

    #[test]
    fn what_always_runs_is_told_from_what_may() {
        let d = || vec!["d".to_owned()];
        for (extension, behind, expected) in [
            ("js", "genders.push('d');", vec![(d(), true)]),
            ("js", "genders = genders.concat(['d']);", vec![(d(), true)]),
            ("js", "all = genders.concat(['d']);", vec![]),
            ("js", "isNew && genders.push('d');", vec![(d(), false)]),
            ("js", "isNew ? genders.push('d') : 0;", vec![(d(), false)]),
            (
                "js",
                "function a() {\n  genders.push('d');\n}",
                vec![(d(), false)],
            ),
            (
                "js",
                "function a() { genders.push('d'); }",
                vec![(d(), false)],
            ),
            ("js", "try {\n  genders.push('d');\n}", vec![(d(), false)]),
            ("js", "genders.push(`${d}`);", vec![(vec![], false)]),
            ("js", "genders.pop();", vec![(vec![], false)]),
            ("js", "delete genders.d;", vec![(d(), true)]),
            ("js", "delete genders['d'];", vec![(d(), true)]),
            ("js", "if (old) delete genders.d;", vec![(d(), false)]),
            ("js", "genders.splice(2, 1);", vec![(vec![], false)]),
            (
                "js",
                "genders = genders.filter(known);",
                vec![(vec![], false)],
            ),
            ("php", "unset($genders['d']);", vec![(d(), true)]),
            ("py", "del genders['d']", vec![(d(), true)]),
            ("py", "genders.remove('d')", vec![(d(), true)]),
            ("py", "genders -= {'d'}", vec![(d(), true)]),
            ("java", "genders.remove(\"d\");", vec![(d(), true)]),
            ("js", "genders.label = 'd';", vec![]),
            ("cpp", "std::cout << genders << \"d\";", vec![]),
            ("rb", "genders << 'd'", vec![(d(), true)]),
            ("rb", "genders = genders - ['d']", vec![(d(), true)]),
            (
                "py",
                "def a():\n    genders.append('d')",
                vec![(d(), false)],
            ),
            (
                "java",
                "static {\n  genders.add(\"d\");\n}",
                vec![(d(), true)],
            ),
        ] {
            let source = format!("genders = ['m', 'w'];\n{behind}\n");
            assert_eq!(added(extension, &source), expected, "{behind}");
        }
    }
}
