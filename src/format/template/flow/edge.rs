//! Edge: values in double braces, and statements that start a line: `@if(…)`, `@each(…)`, `@!component(…)`, `@end`.

use super::script::behind_group;
use super::{Acts, behind};
use crate::format::fragment::{Act, Begin, End};
use crate::model::Span;

/// Statements without an end.
const ALONE: [&str; 22] = [
    "include",
    "includeIf",
    "includeWhen",
    "layout",
    "set",
    "let",
    "assign",
    "eval",
    "inject",
    "debugger",
    "dump",
    "dd",
    "svg",
    "vite",
    "viteReactRefresh",
    "entryPointStyles",
    "entryPointScripts",
    "newError",
    "stack",
    "yield",
    "super",
    "routerLink",
];

/// Of those, the ones that print nothing.
const SILENT: [&str; 8] = [
    "set", "let", "assign", "eval", "inject", "debugger", "newError", "super",
];

/// With more statements that are none, it is another text.
const MOST_LOST: usize = 100;

/// The effects of the parts.
pub fn acts(source: &str) -> Vec<(Span, Act)> {
    let mut acts = Acts::default();
    let mut open: Vec<Block> = Vec::new();
    let bytes = source.as_bytes();
    let mut at = 0;
    let mut begins_line = true;
    // Brackets that stay open are of a text.
    let mut lost = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = source.get(at..).unwrap_or_default();
        if rest.starts_with("{{--") {
            let past = behind(source, at, "--}}");
            acts.add(at, past, Act::Nothing);
            at = past;
        } else if rest.starts_with("@{{") {
            // Shown as it is.
            acts.add(at, at + 1, Act::Nothing);
            at = behind(source, at, "}}");
            begins_line = false;
        } else if rest.starts_with("{{{") {
            let past = behind(source, at, "}}}");
            acts.add(at, past, Act::Print);
            at = past;
            begins_line = false;
        } else if rest.starts_with("{{") {
            let past = behind_group(source, at).unwrap_or(source.len());
            acts.add(at, past, Act::Print);
            at = past;
            begins_line = false;
        } else if begins_line && *byte == b'@' && lost < MOST_LOST {
            match statement(source, at, &mut acts, &mut open) {
                Some(past) => at = past,
                None => {
                    lost += 1;
                    at += 1;
                }
            }
        } else {
            begins_line = *byte == b'\n' || begins_line && byte.is_ascii_whitespace();
            at += 1;
        }
    }
    acts.0
}

/// What is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Branch(Begin),
    /// Content of a part of another template.
    Stored,
}

/// Reads a statement, and returns where it ends; `None` if it is a text.
fn statement(source: &str, at: usize, acts: &mut Acts, open: &mut Vec<Block>) -> Option<usize> {
    let rest = source.get(at + 1..)?;
    let alone = rest.starts_with('!');
    let from = at + 1 + usize::from(alone);
    let word = source.get(from..)?;
    let length = word.find(|ch: char| !(ch.is_ascii_alphanumeric() || matches!(ch, '.' | '_')));
    let name = &word[..length.unwrap_or(word.len())];
    if !name.starts_with(|ch: char| ch.is_ascii_alphabetic()) {
        return None;
    }
    let mut past = from + name.len();
    let has_arguments = source.as_bytes().get(past) == Some(&b'(');
    if has_arguments {
        past = behind_group(source, past)?;
    }
    // `~` swallows the line break.
    past += usize::from(source.as_bytes().get(past) == Some(&b'~'));
    let ends_line = source.get(past..)?.trim_start_matches([' ', '\t', '\r']);
    if !ends_line.is_empty() && !ends_line.starts_with('\n') {
        return None;
    }
    match name {
        "if" | "unless" | "can" | "cannot" | "error" | "inputError" | "flashMessage" | "errors" => {
            acts.begin(at, past, Begin::If);
            open.push(Block::Branch(Begin::If));
        }
        "elseif" | "else" => acts.add(at, past, Act::Otherwise),
        "each" | "for" => {
            acts.begin(at, past, Begin::Loop);
            open.push(Block::Branch(Begin::Loop));
        }
        "section" => {
            acts.begin(at, past, Begin::Block);
            open.push(Block::Branch(Begin::Block));
        }
        "slot" | "pushTo" | "pushOnceTo" => {
            acts.add(at, past, Act::Store);
            open.push(Block::Stored);
        }
        "raw" | "verbatim" => {
            let past = behind(source, past, "@end");
            acts.add(at, past, Act::Print);
            return Some(past);
        }
        _ if name == "end" || name.starts_with("end") && !has_arguments => match open.pop() {
            Some(Block::Stored) => acts.add(at, past, Act::EndStore),
            Some(Block::Branch(_)) => acts.add(at, past, Act::End(End::Any)),
            None => acts.add(at, past, Act::Nothing),
        },
        _ if alone || ALONE.contains(&name) => {
            let act = match name {
                "layout" => Act::Extend,
                _ if SILENT.contains(&name) => Act::Nothing,
                _ => Act::Print,
            };
            acts.add(at, past, act);
        }
        // A component with content.
        _ if has_arguments => {
            acts.begin(at, past, Begin::Wrap);
            open.push(Block::Branch(Begin::Wrap));
        }
        _ => return None,
    }
    Some(past)
}
