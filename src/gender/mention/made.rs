//! Whether a place creates an entry: by a table, by a number, or by naming one that no person has stated.

use super::handed::{LONGEST_VALUE, own_part};
use super::scan::Scan;
use super::token::{Token, TokenKind};

impl<'t> Scan<'t> {
    /// Whether a name is assigned something created there: a look-up by an entry, the parity of a number, or one member
    /// of a list of entries. Nothing is copied unchanged.
    pub(super) fn is_made(&self, index: usize) -> bool {
        let Some(value) = self.value_of(index) else {
            return false;
        };
        let asks_parity = value
            .windows(2)
            .any(|pair| matches!(pair, [sign, two] if sign.is_mark(b'%') && two.text == "2"));
        asks_parity || self.is_looked_up(value) || self.is_member_of_entries(value)
    }

    /// The value after a name and its assignment: `gender = …`, `"gender": …`, `put("gender", …)`.
    fn value_of(&self, index: usize) -> Option<&[Token<'t>]> {
        let mut at = index + 1;
        let is_key = self.tokens.get(index)?.kind == TokenKind::Literal;
        at += usize::from(is_key && self.tokens.get(at)?.is_mark(b']'));
        let mark = self.tokens.get(at)?;
        let is_put = is_key && mark.is_mark(b',') && self.before(index, 1)?.is_mark(b'(');
        if !(is_put || mark.is_mark(b':') || mark.is_mark(b'=')) {
            return None;
        }
        let next = self.tokens.get(at + 1)?;
        let is_double =
            mark.is_mark(b'=') && next.is_mark(b'>') || mark.is_mark(b':') && next.is_mark(b'=');
        let rest = self.tokens.get(at + 1 + usize::from(is_double)..)?;
        Some(own_part(rest.get(..rest.len().min(LONGEST_VALUE + 1))?))
    }

    /// `NAMES[person.gender]`, `NAMES.get(person.gender)`: a non-literal name is the key of a look-up.
    fn is_looked_up(&self, value: &[Token<'t>]) -> bool {
        let asking = &self.vocabulary.programs.asking;
        let opens = value.windows(2).position(|pair| {
            let [before, mark] = pair else { return false };
            before.kind == TokenKind::Word
                && (mark.is_mark(b'[')
                    || mark.is_mark(b'(') && asking.contains(&before.text.to_ascii_lowercase()))
        });
        let Some(opens) = opens else { return false };
        let key = value.get(opens + 2..).unwrap_or_default();
        let end = key
            .iter()
            .position(|token| token.is_mark(b',') || token.is_mark(b'['));
        let key = key.get(..end.unwrap_or(key.len())).unwrap_or_default();
        key.iter()
            .any(|token| token.kind == TokenKind::Word && self.is_name(token.text))
    }

    /// `Sex.OTHER`, `Gender::Unknown`: a fixed entry that no person has stated.
    fn is_member_of_entries(&self, value: &[Token<'t>]) -> bool {
        let parting = |token: &Token<'_>| token.is_mark(b'.') || token.is_mark(b':');
        let mut words = value.iter().filter(|token| !parting(token));
        let (Some(owner), Some(member), None) = (words.next(), words.next(), words.next()) else {
            return false;
        };
        let is_word = |token: &Token<'_>| {
            token.kind == TokenKind::Word && token.text.starts_with(|ch: char| ch.is_uppercase())
        };
        value.len() > 2 && is_word(owner) && is_word(member) && self.is_name(owner.text)
    }
}
