//! Edits as unified diff, computed from the surrounding lines only.

use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};

use super::edit::{RemedyEdit, applied};
use crate::model::Span;

/// Context lines before and after a change, as in `diff -u`.
const CONTEXT: usize = 3;

/// The edits of one document in the format of `patch -p1` and `git apply`; `None` if they conflict. `text` is the
/// present document, `path` its location relative to where the patch is applied.
pub(super) fn unified_diff(path: &str, text: &str, edits: &[&RemedyEdit]) -> Option<String> {
    let mut edits = edits.to_vec();
    edits.sort();
    edits.dedup();
    let path = path.trim_start_matches("./").trim_start_matches('/');
    let mut out = format!("--- a/{path}\n+++ b/{path}\n");
    let headed = out.len();
    let lines = Lines::of(text);
    let mut added = 0;
    for window in windows(&lines, &edits) {
        let before = text.get(window.lines.range())?;
        let shift = window.lines.start as usize;
        let own: Vec<RemedyEdit> = window
            .edits
            .iter()
            .map(|edit| edit.moved_back(shift))
            .collect();
        let after = applied(before, &own)?;
        added += write_hunks(&mut out, before, &after, lines.before(shift), added);
    }
    if out.len() == headed {
        out.clear();
    }
    Some(out)
}

/// Lines to compare, with the edits in them.
struct Window<'e> {
    /// From the start of a line to the end of one.
    lines: Span,
    edits: Vec<&'e RemedyEdit>,
}

/// Edits with their context lines; edits whose contexts meet share a window. `edits` must be in text order.
fn windows<'e>(lines: &Lines, edits: &[&'e RemedyEdit]) -> Vec<Window<'e>> {
    let mut windows: Vec<Window<'e>> = Vec::new();
    for edit in edits {
        let range = edit.span.range();
        let start = lines.start(lines.before(range.start).saturating_sub(CONTEXT));
        let end = lines.start(lines.before(range.end) + CONTEXT + 1);
        match windows.last_mut() {
            Some(last) if start <= last.lines.end as usize => {
                last.lines = Span::new(last.lines.start as usize, end.max(last.lines.end as usize));
                last.edits.push(edit);
            }
            _ => windows.push(Window {
                lines: Span::new(start, end),
                edits: vec![edit],
            }),
        }
    }
    windows
}

/// Where the lines of a text begin. Each edit asks, and a line may be as long as the text.
struct Lines {
    starts: Vec<usize>,
    end: usize,
}

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            starts: std::iter::once(0).chain(ends).collect(),
            end: text.len(),
        }
    }

    /// The number of lines that end before a byte.
    fn before(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte) - 1
    }

    /// Where a line begins; the end of the text behind the last one.
    fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.end)
    }
}

/// Writes the differences and returns by how many lines the text has grown. `first` is the number of lines before
/// these; `added` is by how many lines the text before has grown.
fn write_hunks(out: &mut String, before: &str, after: &str, first: usize, added: isize) -> isize {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let diff = TextDiff::from_slices(&old, &new);
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        let (Some(head), Some(tail)) = (hunk.ops().first(), hunk.ops().last()) else {
            continue;
        };
        let old = head.old_range().start..tail.old_range().end;
        let new = head.new_range().start..tail.new_range().end;
        let _ = writeln!(
            out,
            "@@ -{} +{} @@",
            lines(first, &old),
            lines(first.saturating_add_signed(added), &new)
        );
        for change in hunk.iter_changes() {
            out.push(match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            });
            let line = change.value();
            out.push_str(line);
            if !line.ends_with('\n') {
                out.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    new.len().cast_signed() - old.len().cast_signed()
}

/// The line range in a hunk header: first line and count, which is omitted if it is one.
fn lines(first: usize, range: &std::ops::Range<usize>) -> String {
    match range.len() {
        1 => (first + range.start + 1).to_string(),
        // Empty ranges state the line before.
        0 => format!("{},0", first + range.start),
        count => format!("{},{count}", first + range.start + 1),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Applies a patch the way `patch` does, without searching for moved lines.
    fn patched(text: &str, patch: &str) -> String {
        let old: Vec<&str> = text.split_inclusive('\n').collect();
        let mut at = 0;
        let mut out = String::new();
        let mut last = String::new();
        for line in patch.split_inclusive('\n').skip(2) {
            if let Some(head) = line.strip_prefix("@@ -") {
                let figure = head.split([',', ' ']).next().expect("a line");
                let first: usize = figure.parse().expect("a number");
                let is_none = head.split(' ').next().expect("lines").ends_with(",0");
                let first = if is_none { first } else { first - 1 };
                out.extend(old[at..first].iter().copied());
                at = first;
                continue;
            }
            if line.starts_with('\\') {
                if last != "-" {
                    out.pop();
                }
                continue;
            }
            let (sign, content) = line.split_at(1);
            if sign != "+" {
                assert_eq!(
                    old[at].trim_end_matches('\n'),
                    content.trim_end_matches('\n')
                );
                at += 1;
            }
            if sign != "-" {
                out.push_str(content);
            }
            last = sign.to_owned();
        }
        out.extend(old[at..].iter().copied());
        out
    }

    #[test]
    fn changes_far_from_each_other_have_the_lines_of_the_document() {
        let text: String = (1..=40).fold(String::new(), |mut text, line| {
            let _ = writeln!(text, "Zeile {line}");
            text
        });
        let at = |word: &str| text.find(word).expect("there");
        let first = RemedyEdit::insert("t", at("Zeile 10\n"), "neu\nneu\n".into());
        let second = RemedyEdit::replace("t", at("Zeile 30"), at("Zeile 31"), String::new());
        let diff = unified_diff("./src/t", &text, &[&second, &first]).expect("a diff");
        let heads: Vec<&str> = diff.lines().filter(|line| !line.starts_with(' ')).collect();
        assert_eq!(
            heads,
            [
                "--- a/src/t",
                "+++ b/src/t",
                "@@ -7,6 +7,8 @@",
                "+neu",
                "+neu",
                "@@ -27,7 +29,6 @@",
                "-Zeile 30",
            ]
        );
    }

    proptest! {
        #[test]
        fn a_patch_makes_what_the_edits_make(
            lines in proptest::collection::vec("[ab]{0,3}\n?", 0..30),
            edits in proptest::collection::vec((0..90_usize, 0..4_usize, "[abc\n]{0,4}"), 0..4),
        ) {
            let text = lines.concat();
            let edits: Vec<RemedyEdit> = edits
                .into_iter()
                .map(|(at, length, new)| RemedyEdit::replace("t", at, at + length, new))
                .collect();
            let all: Vec<&RemedyEdit> = edits.iter().collect();
            let whole = applied(&text, &edits);
            if let Some(whole) = whole {
                let patch = unified_diff("t", &text, &all).expect("edits that go together have a patch");
                prop_assert_eq!(patched(&text, &patch), whole);
            }
        }
    }
}
