//! Tests and previews inside the program: Python test cases, functions that only a developer's tool renders, and code
//! that only a test runner enters.

use super::Off;
use super::block::{LONGEST, closing, indented};
use crate::format::embedded::Code;
use crate::model::Span;

/// Suffix of the base classes of Python test cases (`SimpleTestCase`).
const SUITE: &str = "TestCase";
/// Prefix of the annotations of Kotlin previews (`@PreviewLightDark`).
const PREVIEW: &str = "@Preview";
/// Keywords of other declarations that may be annotated.
const DECLARATIONS: [&str; 6] = ["class", "interface", "object", "typealias", "val", "var"];
/// Only defined while tests run.
const RUNNER: &str = "import.meta.vitest";
/// A source without these words has nothing to leave out.
pub(super) const MARKS: [&str; 3] = [SUITE, PREVIEW, RUNNER];

/// Maximum number of parts; hand-written sources have fewer.
const MOST_PARTS: usize = 500;

/// The parts of a source that users never see or run.
pub(super) fn parts(code: &Code<'_>, extension: &str) -> Vec<Off> {
    let (mark, part): (_, fn(&Code<'_>, usize) -> Option<Off>) = match extension {
        "py" => (SUITE, suite),
        "kt" => (PREVIEW, preview),
        "ts" | "mts" | "tsx" | "js" | "mjs" | "jsx" => (RUNNER, tested),
        _ => return Vec::new(),
    };
    let places = code.source.match_indices(mark).take(MOST_PARTS);
    places
        .filter(|(at, _)| code.passed_at(*at).is_none())
        .filter_map(|(at, _)| part(code, at))
        .collect()
}

/// The body of `class FormTest(unittest.TestCase):`.
fn suite(code: &Code<'_>, base: usize) -> Option<Off> {
    let start = code.source.get(..base)?.rfind('\n').map_or(0, |at| at + 1);
    let line = code.source.get(start..)?.split('\n').next()?;
    let class = start + (line.len() - line.trim_start().len());
    let bases = line.trim_start().strip_prefix("class ")?;
    let bases = bases.split_once('(')?.1;
    let (bases, _) = bases.split_once(')')?;
    let is_suite = |name: &str| name.trim().ends_with(SUITE);
    let condition = start + line.find(')')? + 1;
    bases
        .split(',')
        .any(is_suite)
        .then(|| indented(code, class, condition))?
}

/// `@Preview @Composable fun PersonPreview() { … }`, with its annotations.
fn preview(code: &Code<'_>, mark: usize) -> Option<Off> {
    let bytes = code.source.as_bytes();
    let mut depth = 0_usize;
    let mut is_function = false;
    let mut at = mark;
    while at < bytes.len() && at - mark < LONGEST {
        if let Some(passed) = code.passed_at(at) {
            at = passed.end as usize;
            continue;
        }
        match bytes[at] {
            first if depth == 0 && is_of_word(first) => {
                let length = bytes[at..].iter().take_while(|byte| is_of_word(**byte));
                let word = code.source.get(at..at + length.count())?;
                // `annotation class` combines previews under a name of its own.
                if !is_function && DECLARATIONS.contains(&word) {
                    return None;
                }
                is_function |= word == "fun";
                at += word.len();
                continue;
            }
            // The annotation applies to a parameter, not to a function.
            b')' | b',' | b'}' if depth == 0 => return None,
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'=' if depth == 0 => return None,
            b'{' if depth == 0 => {
                let end = closing(code, at)? + 1;
                return is_function.then(|| Span::new(mark, end).into());
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// The block of `if (import.meta.vitest) { … }`.
fn tested(code: &Code<'_>, runner: usize) -> Option<Off> {
    let before = code.source.get(..runner)?.trim_end().strip_suffix('(')?;
    let behind = code.source.get(runner + RUNNER.len()..)?;
    let block = behind.trim_start().strip_prefix(')')?.trim_start();
    let is_condition = before.trim_end().ends_with("if") && block.starts_with('{');
    let open = code.source.len() - block.len();
    is_condition.then(|| Some(Span::new(open + 1, closing(code, open)?).into()))?
}
