//! Code after a condition that is never true: `if (false) { … }`, `if False:`, `if false … end`.

use super::Off;
use crate::format::embedded::Code;
use crate::model::Span;

/// Languages whose blocks end with a keyword at the start of a line.
const WORDED: [&str; 11] = [
    "rb", "rake", "ru", "lua", "jl", "ex", "exs", "sh", "bash", "vb", "bas",
];
/// Languages with indented blocks.
const INDENTED: [&str; 3] = ["py", "pyi", "pyw"];
/// Keywords that end a block or start another one.
const ENDS: [&str; 7] = ["end", "else", "elsif", "elseif", "elif", "fi", "End"];

/// Languages in which 0 is true or not a condition.
const ZERO_RUNS: [&str; 9] = ["rb", "rake", "ru", "lua", "jl", "ex", "exs", "sh", "bash"];
/// Case-insensitive languages, in which `False` and `FALSE` mean `false`.
#[rustfmt::skip]
const CASELESS: [&str; 15] = [
    "bas", "cls", "ctp", "dpr", "frm", "lpr", "pas", "php", "php5", "php7", "php8", "phtml", "pp", "vb", "vbs",
];
/// Languages whose sources write `FALSE`.
const SHOUTED: [&str; 11] = [
    "c", "cc", "cpp", "cxx", "h", "hh", "hpp", "hxx", "m", "mm", "r",
];

/// Maximum number of parts; hand-written sources have fewer.
const MOST_PARTS: usize = 500;
/// Maximum bytes of a block.
pub(super) const LONGEST: usize = 256 * 1024;

/// The parts of a source that never run.
pub(super) fn parts(code: &Code<'_>, extension: &str) -> Vec<Off> {
    let source = code.source;
    let mut found = Vec::new();
    let mut at = 0;
    let mut tried = 0_usize;
    let fixed = fixed_as_never(code);
    while at < source.len() && tried < MOST_PARTS {
        if let Some(passed) = code.passed_at(at) {
            at = passed.end as usize;
            continue;
        }
        let Some(condition) = condition(source, at, extension, &fixed) else {
            at += 1;
            continue;
        };
        tried += 1;
        let off = if INDENTED.contains(&extension) {
            indented(code, at, condition)
        } else if WORDED.contains(&extension) {
            worded(code, at, condition)
        } else {
            braced(code, at, condition)
        };
        at = condition;
        if let Some(off) = off {
            at = at.max(off.span.end as usize);
            found.push(off);
        }
    }
    found
}

/// The end of a condition at `at` that never holds: `if (false)`, `if 0`, and `{false &&` in JSX. `fixed`: names of
/// constants that are false.
fn condition(source: &str, at: usize, extension: &str, fixed: &[&str]) -> Option<usize> {
    let rest = source.get(at..)?;
    let (word, opens) = match rest.as_bytes().first()? {
        b'i' | b'I' => (
            rest.get(..2)
                .filter(|word| word.eq_ignore_ascii_case("if"))?,
            true,
        ),
        b'{' => ("{", false),
        _ => return None,
    };
    let is_part = |ch: char| ch.is_alphanumeric() || "_$.@".contains(ch);
    let before = source.get(..at)?.chars().next_back();
    if opens && before.is_some_and(is_part) {
        return None;
    }
    let behind = rest.get(word.len()..)?;
    let inner = behind.trim_start_matches([' ', '\t']);
    let bare = inner.trim_start_matches(['(', ' ']);
    let length = bare
        .find(|ch: char| !ch.is_alphanumeric() && ch != '_')
        .unwrap_or(bare.len());
    let (literal, rest) = bare.split_at(length);
    let is_apart = inner.len() < behind.len() || bare.len() < inner.len();
    let is_never = never(literal, extension) || fixed.contains(&literal);
    if !is_never || opens && !is_apart {
        return None;
    }
    let rest = match opens {
        true => {
            let brackets = inner.get(..inner.len() - bare.len())?.matches('(').count();
            (0..brackets).try_fold(rest, |rest, _| rest.trim_start().strip_prefix(')'))?
        }
        // The parenthesis may close after something else.
        false if bare.len() < inner.len() => return None,
        false => rest.trim_start().strip_prefix("&&")?,
    };
    Some(source.len() - rest.len())
}

/// Whether a literal is never true in a language.
fn never(literal: &str, extension: &str) -> bool {
    match literal {
        "false" => true,
        "0" => !ZERO_RUNS.contains(&extension),
        "False" => INDENTED.contains(&extension) || CASELESS.contains(&extension),
        "FALSE" => SHOUTED.contains(&extension) || CASELESS.contains(&extension),
        _ => false,
    }
}

/// The constants that a source fixes as false, and nowhere as anything else: `const DIVERS_AKTIV = false`.
fn fixed_as_never<'s>(code: &Code<'s>) -> Vec<&'s str> {
    const FALSE: &str = "= false";
    let source = code.source;
    // An assignment in a comment does not count.
    let places = source.match_indices(FALSE);
    let places = places
        .filter(|(at, _)| code.passed_at(*at).is_none())
        .take(MOST_PARTS);
    let fixed = places.filter_map(|(at, _)| {
        let behind = source
            .get(at + FALSE.len()..)?
            .trim_start_matches([' ', '\t', '\r']);
        let start = source.get(..at)?.rfind('\n').map_or(0, |line| line + 1);
        let before = source.get(start..at)?.trim_end();
        let typed = [": boolean", ": bool"];
        let before = typed
            .iter()
            .find_map(|of| before.strip_suffix(of))
            .unwrap_or(before);
        let mut words = before.split_whitespace().rev();
        let name = words.next()?;
        let is_constant = match words.next()? {
            "const" | "val" => true,
            // `const bool`, `static final boolean`
            "bool" | "boolean" => words
                .next()
                .is_some_and(|word| matches!(word, "const" | "final")),
            _ => false,
        };
        let ends = behind.is_empty() || behind.starts_with([';', '\n']);
        // Parameters and variables, which may shadow a constant, start with a lower-case letter.
        (is_constant && ends && name.starts_with(char::is_uppercase)).then_some(name)
    });
    let is_set_once = |name: &&str| source.matches(&format!("{name} =")).count() <= 1;
    fixed.filter(is_set_once).collect()
}

/// `{ … }` after a condition, or the rest of `{false && …}` around it.
fn braced(code: &Code<'_>, at: usize, condition: usize) -> Option<Off> {
    let source = code.source;
    let open = match source.get(at..)?.starts_with('{') {
        true => at,
        false => {
            let behind = source.get(condition..)?;
            let lead = behind.len() - behind.trim_start().len();
            behind
                .trim_start()
                .starts_with('{')
                .then_some(condition + lead)?
        }
    };
    let close = closing(code, open)?;
    if open < condition {
        // The condition itself remains.
        return (!may_go_on(code, condition, close)).then(|| Off {
            span: Span::new(condition, close),
            needs_filling: true,
        });
    }
    Some(Span::new(open + 1, close).into())
}

/// Whether an operator with lower precedence than `&&` occurs outside brackets, so that what follows may be shown.
fn may_go_on(code: &Code<'_>, start: usize, end: usize) -> bool {
    let mut depth = 0_usize;
    let mut at = start;
    while at < end {
        if let Some(passed) = code.passed_at(at) {
            at = passed.end as usize;
            continue;
        }
        let rest = code.from(at);
        match rest.as_bytes().first() {
            Some(b'(' | b'[' | b'{') => depth += 1,
            Some(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            Some(b'?') if depth == 0 && !rest.starts_with("?.") => return true,
            Some(b'|' | b',') if depth == 0 => return true,
            _ => {}
        }
        at += 1;
    }
    false
}

/// The position of the brace that closes the one at `open`: in the same line, or at the start of a line with the same
/// indentation. `None` for anything else, which might be misinterpreted.
pub(super) fn closing(code: &Code<'_>, open: usize) -> Option<usize> {
    let source = code.source;
    let bytes = source.as_bytes();
    let mut depth = 0_usize;
    let mut at = open;
    while at < bytes.len() && at - open < LONGEST {
        if let Some(passed) = code.passed_at(at) {
            at = passed.end as usize;
            continue;
        }
        match bytes[at] {
            b'{' => depth += 1,
            b'}' if depth == 1 => {
                let inside = source.get(open..at)?;
                let begins = indent(source, at)?;
                let is_even = source.get(begins..at)?.chars().all(|ch| ")]".contains(ch))
                    && line_indent(source, open) == line_indent(source, at);
                return (!inside.contains('\n') || is_even).then_some(at);
            }
            b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

fn line(source: &str, at: usize) -> &str {
    let start = source.get(..at).and_then(|before| before.rfind('\n'));
    let rest = source
        .get(start.map_or(0, |start| start + 1)..)
        .unwrap_or_default();
    rest.split('\n').next().unwrap_or_default()
}

fn line_indent(source: &str, at: usize) -> &str {
    let line = line(source, at);
    &line[..line.len() - line.trim_start().len()]
}

/// Position of the first character in the line of `at`.
fn indent(source: &str, at: usize) -> Option<usize> {
    let start = source.get(..at)?.rfind('\n').map_or(0, |start| start + 1);
    Some(start + line_indent(source, at).len())
}

/// The more deeply indented lines after `if False:`. `at`: the first character of its line; `condition`: its colon.
pub(super) fn indented(code: &Code<'_>, at: usize, condition: usize) -> Option<Off> {
    let source = code.source;
    let rest = source.get(condition..)?;
    let first = rest.split('\n').next()?;
    // One-line blocks are rare, and a condition in a list of values is not a statement.
    let is_alone = first
        .trim_start()
        .strip_prefix(':')?
        .split('#')
        .next()?
        .trim()
        .is_empty();
    let own = line_indent(source, at);
    if !is_alone || indent(source, at)? != at {
        return None;
    }
    let start = condition + first.len();
    let mut end = start;
    let mut next = start + 1;
    for line in source.get(next..)?.split_inclusive('\n') {
        let lead = line.len() - line.trim_start().len();
        let is_deeper = lead > own.len();
        if !line.trim().is_empty() {
            let in_text = is_within(code, next + lead);
            let is_remark = line.trim_start().starts_with('#');
            if is_deeper || in_text {
                end = next + line.trim_end().len();
            } else if !is_remark {
                break;
            }
        }
        next += line.len();
    }
    // Never cut a string in two.
    (end > start && !is_within(code, end)).then(|| Off {
        span: Span::new(start, end),
        needs_filling: true,
    })
}

/// Whether a position is inside a string; comments end with their line.
fn is_within(code: &Code<'_>, at: usize) -> bool {
    code.passed_at(at).is_some_and(|passed| {
        let start = passed.start as usize;
        start < at && !code.from(start).starts_with(['#', '-'])
    })
}

/// The lines between `if false` and the keyword at the start of a line with the same indentation.
fn worded(code: &Code<'_>, at: usize, condition: usize) -> Option<Off> {
    let source = code.source;
    let rest = source.get(condition..)?;
    let first = rest.split('\n').next()?;
    let opens = first.trim().trim_start_matches(';').trim();
    if !matches!(opens, "" | "then" | "Then" | "do") || indent(source, at)? != at {
        return None;
    }
    let own = line_indent(source, at);
    let start = condition + first.len();
    let mut next = start + 1;
    for line in source.get(next..)?.split_inclusive('\n') {
        let lead = line.get(..line.len() - line.trim_start().len())?;
        let is_own = !is_within(code, next + lead.len());
        if is_own && !line.trim().is_empty() && lead.len() <= own.len() {
            let word = line.trim().split(|ch: char| !ch.is_alphabetic()).next()?;
            let ends = lead == own && ENDS.contains(&word);
            return ends.then(|| Span::new(start, next).into());
        }
        next += line.len();
    }
    None
}
