//! Templ: functions of Go whose bodies are markup, with values in braces and with statements and calls in lines of
//! their own.

use super::script::behind_group;
use super::{Acts, behind, behind_raw, tag_name};
use crate::format::fragment::{Act, Begin, End};
use crate::model::Span;

/// The effects of the parts.
pub fn acts(source: &str) -> Vec<(Span, Act)> {
    let mut acts = Acts::default();
    let mut at = 0;
    // Where the program before the next function starts.
    let mut program = 0;
    for line in source.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if start < program || !line.starts_with("templ ") {
            continue;
        }
        let Some(open) = opening_brace(source, start) else {
            break;
        };
        let end = end_of_body(source, open + 1);
        acts.begin(program, open + 1, Begin::If);
        body(source, open + 1, end, &mut acts);
        program = (end + 1).min(source.len());
        acts.end(end, program, Begin::If);
    }
    acts.add(program, source.len(), Act::Nothing);
    acts.0
}

/// The position of the brace that opens a function: the last sign of a line.
fn opening_brace(source: &str, start: usize) -> Option<usize> {
    let parameters = start + source.get(start..)?.find('(')?;
    let mut past = behind_group(source, parameters)?;
    loop {
        let rest = source.get(past..)?;
        let next = rest.trim_start_matches([' ', '\t']);
        let here = past + (rest.len() - next.len());
        if next.starts_with('{') {
            return Some(here);
        }
        // `templ (page Page) Name(title string) {`
        let line = next.lines().next().unwrap_or_default();
        past = behind_group(source, here + line.find('(')?)?;
    }
}

/// The position of the brace that ends a body: the formatter of the language puts it at the start of a line.
fn end_of_body(source: &str, from: usize) -> usize {
    let rest = source.get(from..).unwrap_or_default();
    rest.find("\n}").map_or(source.len(), |end| from + end + 1)
}

/// Reads a body.
fn body(source: &str, from: usize, end: usize, acts: &mut Acts) {
    let bytes = source.as_bytes();
    let mut at = from;
    let mut begins_line = true;
    let mut in_tag = false;
    while at < end {
        let Some(byte) = bytes.get(at) else {
            return;
        };
        let rest = source.get(at..end).unwrap_or_default();
        if begins_line && !byte.is_ascii_whitespace() {
            begins_line = false;
            if let Some(past) = statement(source, at, rest, acts) {
                at = past;
                begins_line = true;
                continue;
            }
        }
        match byte {
            b'\n' => begins_line = true,
            b'<' if rest.starts_with("<!--") => {
                at = behind(source, at, "-->");
                continue;
            }
            b'<' => {
                if let Some((name, past)) = tag_name(source, at) {
                    if matches!(name, "script" | "style") {
                        at = behind_raw(source, at, name).min(end);
                        continue;
                    }
                    in_tag = true;
                    at = past;
                    continue;
                }
            }
            b'>' => in_tag = false,
            b'"' if in_tag => {
                at = behind(source, at + 1, "\"");
                continue;
            }
            // `disabled?={ locked }`
            b'?' if in_tag && rest.starts_with("?={") => {
                let past = behind_group(source, at + 2).unwrap_or(end);
                acts.add(at, past, Act::Print);
                at = past;
                continue;
            }
            b'{' => {
                let past = behind_group(source, at).unwrap_or(end);
                let act = match rest.starts_with("{{") {
                    true => Act::Nothing,
                    false => Act::Print,
                };
                acts.add(at, past, act);
                at = past;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Reads a statement or a call at the start of a line, and returns where it ends; `None` if it is markup or a text.
fn statement(source: &str, at: usize, rest: &str, acts: &mut Acts) -> Option<usize> {
    let line = rest.lines().next().unwrap_or_default().trim_end();
    let past = at + line.len();
    if line.starts_with("//") {
        acts.add(at, past, Act::Nothing);
        return Some(past);
    }
    if rest.starts_with('@') {
        return call(source, at, rest, acts);
    }
    if line == "}" {
        acts.add(at, past, Act::End(End::Any));
        return Some(past);
    }
    let is_else = line.starts_with("} else ") && line.ends_with('{');
    let is_case = (line.starts_with("case ") || line == "default:") && line.ends_with(':');
    if is_else || is_case {
        acts.add(at, past, Act::Otherwise);
        return Some(past);
    }
    let begin = [
        ("if ", Begin::If),
        ("for ", Begin::Loop),
        ("switch ", Begin::Switch),
    ];
    let begin = begin.iter().find(|(word, _)| line.starts_with(word));
    if let Some((_, begin)) = begin.filter(|_| line.ends_with('{')) {
        acts.begin(at, past, *begin);
        return Some(past);
    }
    None
}

/// Reads a call of another component: `@card(title) {`, `@pages.Menu()`, `@layout`.
fn call(source: &str, at: usize, rest: &str, acts: &mut Acts) -> Option<usize> {
    if !rest[1..].starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '_') {
        return None;
    }
    let mut past = at + 1;
    loop {
        let behind = source.get(past..)?;
        let word = behind.find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '_' | '.')));
        past += word.unwrap_or(behind.len());
        match source.as_bytes().get(past) {
            Some(b'(' | b'[') => past = behind_group(source, past)?,
            // Fields of a literal: `@Button{Text: "Go"}`.
            Some(b'{') => past = behind_group(source, past)?,
            _ => break,
        }
    }
    let behind = source.get(past..)?;
    let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    match behind.get(blanks..)?.starts_with('{') {
        true => {
            past += blanks + 1;
            acts.begin(at, past, Begin::Wrap);
        }
        false => acts.add(at, past, Act::Print),
    }
    Some(past)
}
