//! Limits of the grammars' scanners. They keep their state in a fixed-size buffer and abort the process on overflow, so
//! oversized input is refused beforehand. So is input that takes them too long.

use crate::format::Failure;
use crate::gap::GapReason;

/// Maximum indentation levels that certainly fit into the Python scanner's state: two bytes each in a buffer of 1,024.
const MOST_INDENTATION: usize = 200;

/// Maximum bytes of a Ruby heredoc's terminator; the scanner keeps the length in one byte.
const MOST_HEREDOC_WORD: usize = 200;

/// Maximum bytes of a Scala line; the scanner asks for the column repeatedly, counting from the start of the line each
/// time. Hand-written lines are shorter.
const MOST_LINE: usize = 16 * 1024;

/// Refuses text that would overflow or stall a language's scanner.
pub fn verify_scannable(language: &str, text: &str) -> Result<(), Failure> {
    let refused = match language {
        "python" if deepest_indentation(text) > MOST_INDENTATION => (
            GapReason::TooDeep,
            format!("indented more than {MOST_INDENTATION} levels deep"),
        ),
        "ruby" if longest_heredoc_word(text) > MOST_HEREDOC_WORD => (
            GapReason::UnsafeContent,
            format!("a here document whose word is longer than {MOST_HEREDOC_WORD} bytes"),
        ),
        "scala" if text.lines().any(|line| line.len() > MOST_LINE) => (
            GapReason::UnsafeContent,
            format!("a line longer than {MOST_LINE} bytes"),
        ),
        _ => return Ok(()),
    };
    Err(Failure::new(refused.0, None, refused.1))
}

/// The maximum number of nested blocks, judging by indentation alone.
fn deepest_indentation(text: &str) -> usize {
    const TAB_STOP: usize = 8;
    let mut open: Vec<usize> = Vec::new();
    let mut deepest = 0;
    for line in text.split(['\n', '\r', '\u{c}']) {
        let code = line.trim_start();
        if code.is_empty() || code.starts_with('#') {
            continue;
        }
        let indent = &line[..line.len() - code.len()];
        let width = indent
            .chars()
            .map(|ch| if ch == '\t' { TAB_STOP } else { 1 })
            .sum();
        while open.last().is_some_and(|outer| *outer >= width) {
            open.pop();
        }
        if width > 0 {
            open.push(width);
        }
        deepest = deepest.max(open.len());
    }
    deepest
}

/// Bytes of the longest word after `<<`, `<<~` and `<<-`, quoted or not.
fn longest_heredoc_word(text: &str) -> usize {
    let word_length = |rest: &str| {
        let rest = rest.trim_start_matches(['~', '-']);
        let quote = rest.chars().next().filter(|ch| "\"'`".contains(*ch));
        let (word, ends): (&str, &dyn Fn(char) -> bool) = match &quote {
            Some(quote) => (&rest[1..], &move |ch| ch == *quote),
            None => (rest, &|ch| !ch.is_alphanumeric() && ch != '_'),
        };
        word.find(ends).unwrap_or(word.len())
    };
    text.split("<<").skip(1).map(word_length).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_that_are_open_together_are_counted() {
        assert_eq!(deepest_indentation("if a:\n  if b:\n    c\n  d\ne\n"), 2);
        assert_eq!(deepest_indentation("if a:\n\tif b:\n\t\tc\n"), 2);
        assert_eq!(deepest_indentation("a\n  # b\n\n    \n"), 0);
    }

    #[test]
    fn words_of_here_documents_are_measured() {
        assert_eq!(longest_heredoc_word("a << b; c = <<~TEXT.strip\n"), 4);
        assert_eq!(longest_heredoc_word("a = <<-'two words'\n"), 9);
        assert_eq!(longest_heredoc_word("a = 1\n"), 0);
    }
}
