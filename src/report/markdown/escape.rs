//! Text from outside as Markdown text, and the building blocks of pages.

use std::fmt::Write;

use crate::texts::harmless;

/// Text that stays text: no markup, no HTML, no table delimiter, no automatic link.
pub fn plain(text: &str) -> String {
    let text = harmless(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut start = true;
    let mut rest = text.as_str();
    while let Some(ch) = rest.chars().next() {
        let link = rest.starts_with("://") || rest.starts_with("www.");
        match ch {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '#' | '!' => {
                out.push('\\');
                out.push(ch);
            }
            '+' | '-' | '=' if start => {
                out.push('\\');
                out.push(ch);
            }
            // `1.` and `1)` at the start would begin a list.
            '.' | ')'
                if !out.is_empty()
                    && out.chars().all(|ch| ch.is_ascii_digit())
                    && matches!(rest.chars().nth(1), None | Some(' ')) =>
            {
                out.push('\\');
                out.push(ch);
            }
            // An invisible word joiner keeps addresses and mentions from becoming links.
            _ if link => {
                out.push(ch);
                out.push('\u{2060}');
            }
            '@' => out.push_str("@\u{2060}"),
            _ => out.push(ch),
        }
        start = start && ch == ' ';
        rest = &rest[ch.len_utf8()..];
    }
    out
}

/// Code: a fence with more backticks than any run in the text.
pub fn code(text: &str) -> String {
    let text = harmless(text).replace('|', "\u{2758}");
    if text.trim().is_empty() {
        return String::new();
    }
    let mut longest = 0;
    let mut run = 0;
    for ch in text.chars() {
        run = if ch == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A table row of Markdown cells.
pub fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The header of a table, from plain text.
pub fn head(cells: &[&str]) -> String {
    let mut out = row(&cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>());
    let _ = writeln!(out, "|{}", " --- |".repeat(cells.len()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_stays_text() {
        assert_eq!(plain("a|b <i> *x*"), "a\\|b \\<i\\> \\*x\\*");
        assert_eq!(plain("- a"), "\\- a");
        assert_eq!(plain("12. a"), "12\\. a");
        assert_eq!(plain("1.2 a-b"), "1.2 a-b");
        assert_eq!(plain("http://x"), "http:\u{2060}//x");
        assert_eq!(plain("a\n# b"), "a\u{fffd}\\# b");
    }

    #[test]
    fn code_cannot_be_left() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code("a|b"), "`a\u{2758}b`");
    }
}
