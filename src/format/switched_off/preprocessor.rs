//! Preprocessor directives that decide what a compiler sees: `#if 0`, `#if true` … `#else`.

use super::NEVER;
use crate::format::embedded::Code;
use crate::model::Span;

/// Literals of conditions that always hold.
const ALWAYS: [&str; 4] = ["true", "True", "TRUE", "1"];

/// Whether sources with this extension are preprocessed, or have such directives.
pub(super) fn is_used_by(extension: &str) -> bool {
    const C: [&str; 10] = ["c", "cc", "cpp", "cxx", "h", "hh", "hpp", "hxx", "m", "mm"];
    C.contains(&extension) || matches!(extension, "cs" | "csx" | "swift" | "vb")
}

/// An open condition.
struct Open {
    /// The state of the current branch.
    part: Part,
    start: usize,
    /// Whether an earlier branch always holds.
    is_decided: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Off,
    On,
    Unknown,
}

/// The parts that no compiler sees.
pub(super) fn parts(code: &Code<'_>) -> Vec<Span> {
    let source = code.source;
    let mut found = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let Some((word, condition)) = directive(line) else {
            continue;
        };
        // Inside a comment it is not a directive.
        let sign = start + line.len() - line.trim_start().len();
        let passed = code.passed_at(sign);
        if passed.is_some_and(|passed| code.from(passed.start as usize).starts_with("/*")) {
            continue;
        }
        let ends_part = matches!(word.as_str(), "elif" | "elseif" | "else" | "endif" | "end");
        if ends_part
            && let Some(last) = open.last()
            && last.part == Part::Off
        {
            found.push(Span::new(last.start, start));
        }
        match word.as_str() {
            "if" | "ifdef" | "ifndef" => {
                let part = match word.as_str() {
                    "if" => decided(condition),
                    _ => Part::Unknown,
                };
                open.push(Open {
                    part,
                    start: end,
                    is_decided: part == Part::On,
                });
            }
            "elif" | "elseif" | "else" => {
                if let Some(last) = open.last_mut() {
                    last.part = match (last.is_decided, word.as_str()) {
                        (true, _) => Part::Off,
                        (false, "else") => Part::Unknown,
                        _ => decided(condition),
                    };
                    last.is_decided |= last.part == Part::On;
                    last.start = end;
                }
            }
            "endif" | "end" => {
                open.pop();
            }
            _ => {}
        }
    }
    found
}

/// The keyword of a directive in lower case, and what follows it; for `#End If` in Visual Basic, `end`.
fn directive(line: &str) -> Option<(String, &str)> {
    let line = line.trim().strip_prefix('#')?.trim_start();
    let end = line.find(|ch: char| !ch.is_ascii_alphabetic());
    let (word, condition) = line.split_at(end.unwrap_or(line.len()));
    let (word, condition) = (word.to_ascii_lowercase(), condition.trim());
    // `#End Region` ends no condition.
    let ends_other = word == "end"
        && !condition
            .get(..2)
            .is_some_and(|word| word.eq_ignore_ascii_case("if"));
    (!ends_other).then_some((word, condition))
}

fn decided(condition: &str) -> Part {
    let condition = condition.split("//").next().unwrap_or_default();
    let condition = condition.split("/*").next().unwrap_or_default().trim();
    let condition = condition.strip_suffix("Then").unwrap_or(condition).trim();
    let condition = condition
        .trim_start_matches('(')
        .trim_end_matches(')')
        .trim();
    if NEVER.contains(&condition) {
        Part::Off
    } else if ALWAYS.contains(&condition) {
        Part::On
    } else {
        Part::Unknown
    }
}
