//! Marks that some program replaces by a value: `%NAME%`, `[[name]]`, `«Name»`, `{$name}`, `###NAME###`.

use super::super::expression::name;
use super::super::piece::PieceKind;
use super::{Found, Scanner};
use crate::model::{Located, Span};

/// How placeholders begin and end, the longest first.
const MARKS: [(&str, &str); 13] = [
    ("###", "###"),
    ("{{", "}}"),
    ("[[", "]]"),
    ("<<", ">>"),
    ("%%", "%%"),
    ("{$", "}"),
    ("${", "}"),
    ("«", "»"),
    ("{", "}"),
    ("[", "]"),
    ("%", "%"),
    ("#", "#"),
    ("@", "@"),
];
/// Shorter names are codes of signs (`%C3%A4`) and numbers of notes.
const SHORTEST: usize = 3;
/// Maximum length of a name.
const LONGEST: usize = 60;

impl Scanner<'_> {
    /// A placeholder that begins here.
    pub(super) fn placeholder(&self, at: usize) -> Option<Found> {
        if !self.language.placeholders {
            return None;
        }
        let (length, inner) = placeholder(self.source, at)?;
        let called = self.source.get(inner.range())?.to_owned();
        let value = name(Located::with_span(called, inner));
        Some((length, vec![PieceKind::Output(value, None)]))
    }
}

/// Whether a text looks like a letter with values to fill in: a short line ends like a form of address, and holds a
/// placeholder.
pub fn addresses_by_placeholder(text: &str) -> bool {
    /// Longer lines are paragraphs.
    const LONGEST_LINE: usize = 160;
    let ends = |line: &str| line.ends_with([',', '!', ':']) || line.ends_with(CLOSING);
    let lines = text.lines().map(str::trim);
    let mut lines = lines.filter(|line| line.len() <= LONGEST_LINE && ends(line));
    lines.any(|line| {
        let mut places = line.char_indices().map(|(at, _)| at);
        places.any(|at| placeholder(line, at).is_some())
    })
}

/// Last signs of placeholders.
const CLOSING: [char; 6] = ['}', ']', '>', '»', '%', '#'];

/// The length of a placeholder that begins here, and its name.
fn placeholder(source: &str, at: usize) -> Option<(usize, Span)> {
    let rest = source.get(at..)?;
    if !rest.starts_with(['#', '{', '[', '<', '%', '$', '«', '@']) {
        return None;
    }
    let (opens, closes) = MARKS.iter().find(|(opens, _)| rest.starts_with(opens))?;
    // An index (`a[name]`) and an address (`info@amt@stadt`) belong to the word before.
    let before = source.get(..at)?.chars().next_back();
    if matches!(*opens, "[" | "@" | "#") && before.is_some_and(|ch| !is_apart(ch)) {
        return None;
    }
    let inside = rest.get(opens.len()..)?;
    // A single sign with a blank beside it stands for itself: `100 % der % von`.
    let may_be_blank = opens.chars().count() > 1;
    let blanks = match may_be_blank {
        true => inside.len() - inside.trim_start_matches(' ').len(),
        false => 0,
    };
    let inside = inside.get(blanks..)?;
    let signs = inside.char_indices().take(LONGEST + 1);
    let length = signs
        .take_while(|(_, ch)| ch.is_alphanumeric() || matches!(ch, '_' | '.' | '-' | ':'))
        .last()
        .map_or(0, |(at, ch)| at + ch.len_utf8());
    let (called, behind) = inside.split_at_checked(length)?;
    let behind = match may_be_blank {
        true => behind.trim_start_matches(' '),
        false => behind,
    };
    let is_name = called.starts_with(char::is_alphabetic)
        && called.chars().count() >= SHORTEST
        && !called.ends_with([':', '.', '-']);
    let behind = behind.strip_prefix(*closes).filter(|_| is_name)?;
    let start = at + opens.len() + blanks;
    let span = Span::new(start, start + called.len());
    Some((rest.len() - behind.len(), span))
}

fn is_apart(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '>' | '(' | '"' | '/' | ',' | ';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_hold_a_name() {
        let named = |text: &str| {
            let found = text
                .char_indices()
                .find_map(|(at, _)| placeholder(text, at));
            let (length, inner) = found?;
            Some((length, text[inner.range()].to_owned()))
        };
        for (text, expected) in [
            ("Frau %NAME%,", Some((6, "NAME"))),
            ("Frau [[ nachname ]],", Some((14, "nachname"))),
            ("Frau «Nachname»,", Some((12, "Nachname"))),
            ("Frau {$person.name},", Some((14, "person.name"))),
            ("Frau ###NACHNAME###,", Some((14, "NACHNAME"))),
            ("Frau [Nachname],", Some((10, "Nachname"))),
            ("Frau <<Nachname>>,", Some((12, "Nachname"))),
            ("Sehr geehrte%ENDUNG%", Some((8, "ENDUNG"))),
            ("a[name] = 1", None),
            ("100 % der % von", None),
            ("?q=%C3%A4", None),
            ("{a: b}", None),
            ("«So ist es»", None),
        ] {
            let expected = expected.map(|(length, name)| (length, name.to_owned()));
            assert_eq!(named(text), expected, "{text}");
        }
    }

    #[test]
    fn a_letter_has_a_placeholder_in_a_short_line_of_its_own() {
        for (text, expected) in [
            ("Hallo %NAME%,\nwir melden uns.", true),
            ("Guten Tag [Nachname]!\n", true),
            ("Sehr geehrte Frau «Nachname»\n", true),
            ("Hallo,\nwir melden uns bei %NAME% am Montag.", false),
            ("Copyright [year] the authors", false),
        ] {
            assert_eq!(addresses_by_placeholder(text), expected, "{text}");
        }
    }
}
