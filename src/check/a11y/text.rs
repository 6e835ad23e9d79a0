//! Texts in a form for comparison.

use crate::model::HOLE;
use crate::texts::on_one_line;

/// The words of a text: letters and digits, in lower case, separated by single spaces.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            ch if ch.is_alphanumeric() => folded.extend(ch.to_lowercase()),
            // Soft hyphens and joiners are invisible.
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' => {}
            _ if !folded.is_empty() && !folded.ends_with(' ') => folded.push(' '),
            _ => {}
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whether a text has words: signs and single letters are symbols.
pub(super) fn has_words(text: &str) -> bool {
    text.chars()
        .filter(|ch| ch.is_alphabetic())
        .nth(1)
        .is_some()
}

/// A text for a message: white space folded, program output omitted, shortened to a readable length.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 80;
    let text = text.replace(HOLE, "…");
    let text = on_one_line(&text);
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_folded_to_their_words() {
        assert_eq!(folded("  Mehr\u{ad}zweck –  Halle! "), "mehrzweck halle");
        assert_eq!(folded("***"), "");
        assert!(has_words("Ort") && !has_words("@ 12") && !has_words("*"));
        assert_eq!(shown(&"ab ".repeat(60)).chars().last(), Some('…'));
    }
}
