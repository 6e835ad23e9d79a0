//! Whether a place only passes on data of another one: a parameter, a copy, a column among others. It fixes no values.
//! A change of values needs the number of such places, but none of them comes first.

use super::declaring::is_type;
use super::scan::Scan;
use super::token::{Token, TokenKind};
use crate::gender::Concept;
use crate::topic::{spelling, tokens};

/// Number of lines before and after a place that must not mention an entry.
const LINES: usize = 3;
/// Maximum number of tokens examined on either side, regardless of lines.
const MOST_TOKENS: usize = 160;
/// Maximum number of tokens of a passed value and of a function's parameters.
pub(super) const LONGEST_VALUE: usize = 24;
const LONGEST_PARAMETERS: usize = 120;

/// Words before a parenthesis or a name that declare content of an object instead of parameters of a function.
const HOLDING: &[&str] = &[
    "class",
    "struct",
    "record",
    "table",
    "object",
    "type",
    "val",
    "var",
    "private",
    "public",
    "protected",
    "readonly",
    "internal",
    "override",
    "column",
    "field",
    "entity",
    "message",
    "interface",
    "annotation",
    "exists",
    "into",
];
/// Values of a parameter that mean no value.
const NOTHING: &[&str] = &[
    "None",
    "null",
    "nil",
    "undefined",
    "NULL",
    "Nil",
    "nullptr",
    "false",
    "False",
];

impl<'t> Scan<'t> {
    /// Whether a sighted name is only passed on: its line has that form, and nothing near mentions an entry or asks for
    /// one.
    pub(super) fn is_handed_on(&self, index: usize) -> bool {
        (self.is_parameter(index)
            || self.is_copied(index)
            || self.is_one_of_many_names(index)
            || self.is_function(index))
            && !self.stands_near_an_entry(index)
    }

    /// The tokens of the lines around one, as far as they are looked at.
    fn lines_around(&self, index: usize) -> &[Token<'t>] {
        let is_end = |at: &usize| {
            self.tokens
                .get(*at)
                .is_some_and(|token| token.kind == TokenKind::LineEnd)
        };
        let first = index.saturating_sub(MOST_TOKENS);
        let last = (index + MOST_TOKENS).min(self.tokens.len());
        let begin = (first..index)
            .rev()
            .filter(is_end)
            .nth(LINES)
            .map_or(first, |at| at + 1);
        let end = (index..last).filter(is_end).nth(LINES).unwrap_or(last);
        self.tokens.get(begin..end).unwrap_or_default()
    }

    fn stands_near_an_entry(&self, index: usize) -> bool {
        let programs = &self.vocabulary.programs;
        let around = self.lines_around(index);
        let compares = |pair: &[Token<'_>]| {
            let [first, second] = pair else { return false };
            let adjoin = second.start == first.start + 1;
            let is = |mark: u8, next: u8| first.is_mark(mark) && second.is_mark(next);
            adjoin && (is(b'=', b'=') || is(b'!', b'=') || is(b'=', b'~') || is(b'<', b'>'))
        };
        let asks = around.iter().any(|token| {
            token.kind == TokenKind::Word
                && programs.choosing.contains(&token.text.to_ascii_lowercase())
        });
        let compared = around.windows(2).enumerate().any(|(at, pair)| {
            compares(pair)
                && !around[at..]
                    .iter()
                    .take(4)
                    .any(|token| NOTHING.contains(&token.text))
        });
        let (Some(first), Some(last)) = (around.first(), around.last()) else {
            return false;
        };
        let text = self.text.get(first.start..last.start + last.text.len());
        // Comments have no tokens and may name the entries.
        asks || compared || text.is_some_and(|text| self.speaks_of_entries(text))
    }

    /// Whether a text mentions men or women, or has a quoted letter or number.
    fn speaks_of_entries(&self, text: &str) -> bool {
        let is_sided = |word: &str| {
            let concept = self.vocabulary.spellings.get(&spelling(word));
            concept.is_some_and(|concept| matches!(concept, Concept::Male | Concept::Female))
        };
        let named = text
            .split(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
            .filter(|word| word.len() > 1)
            .any(|word| {
                is_sided(word)
                    || tokens(word)
                        .iter()
                        .any(|part| part.len() > 1 && is_sided(part))
            });
        let is_quote = |byte: u8| matches!(byte, b'"' | b'\'' | b'`');
        let quoted = text
            .as_bytes()
            .windows(3)
            .any(|part| is_quote(part[0]) && part[0] == part[2] && part[1].is_ascii_alphanumeric());
        named || quoted
    }

    /// Whether a name is a parameter without a value of its own: `def a(sex: str, b)`, `void set(String gender)`,
    /// `func a(gender string)`.
    fn is_parameter(&self, index: usize) -> bool {
        let Some(token) = self
            .tokens
            .get(index)
            .filter(|token| token.kind == TokenKind::Word)
        else {
            return false;
        };
        let Some((open, close)) = self.parentheses_around(index) else {
            return false;
        };
        // The parameters of a class, a table or a record are its content.
        let before = &self.tokens[open.saturating_sub(6)..open];
        let line = before
            .rsplit(|token| token.kind == TokenKind::LineEnd)
            .next()
            .unwrap_or_default();
        let named = line
            .last()
            .is_some_and(|token| token.kind == TokenKind::Word || token.is_mark(b'>'));
        let holds = |token: &Token<'_>| {
            HOLDING
                .iter()
                .any(|word| word.eq_ignore_ascii_case(token.text))
        };
        let own = self.tokens[open + 1..index]
            .rsplit(|token| token.is_mark(b','))
            .next()
            .unwrap_or_default();
        if !named || line.iter().any(|token| is_class(token)) || own.iter().any(holds) {
            return false;
        }
        let rest = &self.tokens[index + 1..close];
        let own_rest = own_part(rest);
        let typed_behind = own_rest
            .first()
            .is_some_and(|mark| mark.is_mark(b':') || mark.is_mark(b'?'))
            && own_rest.iter().any(|token| token.kind == TokenKind::Word);
        let typed_before = own.last().is_some_and(|token| {
            token.kind == TokenKind::Word
                || token.is_mark(b'*')
                || token.is_mark(b'>')
                || token.is_mark(b'?')
        }) && own_rest.first().is_none_or(|token| token.is_mark(b'='));
        let in_go = self.line_begins_with(open, &["func", "fn"])
            && own_rest.len() == 1
            && is_type(own_rest[0].text);
        let preset = own_rest
            .iter()
            .position(|token| token.is_mark(b'='))
            .map(|at| &own_rest[at + 1..]);
        // `def a(age, gender=None)`
        let untyped = own_rest.first().is_some_and(|token| token.is_mark(b'='));
        let presets_nothing = preset.is_none_or(|preset| match preset {
            [only] => {
                NOTHING.contains(&only.text)
                    || only.kind == TokenKind::Literal && only.text.is_empty()
            }
            _ => false,
        });
        // A constructor with the content of its object: data classes declare it in this way, too.
        let is_called =
            token.text.contains(|ch: char| ch.is_lowercase()) || token.text.starts_with('_');
        (typed_behind || typed_before || in_go || untyped) && presets_nothing && is_called
    }

    /// Whether the line of a token begins with one of these words, modifiers aside.
    fn line_begins_with(&self, index: usize, words: &[&str]) -> bool {
        (0..=8)
            .map_while(|steps| self.before(index, steps))
            .take_while(|token| token.kind != TokenKind::LineEnd)
            .any(|token| words.contains(&token.text))
    }

    /// The parentheses in which a token stands, no other brackets between.
    fn parentheses_around(&self, index: usize) -> Option<(usize, usize)> {
        let mut depth = 0usize;
        let first = index.saturating_sub(LONGEST_PARAMETERS);
        let open = (first..index)
            .rev()
            .find_map(|at| match self.tokens[at].kind {
                TokenKind::Mark(b')' | b']' | b'}') => {
                    depth += 1;
                    None
                }
                TokenKind::Mark(b'(' | b'[' | b'{') if depth > 0 => {
                    depth -= 1;
                    None
                }
                TokenKind::Mark(mark @ (b'(' | b'[' | b'{' | b';')) => Some((at, mark)),
                _ => None,
            });
        let (open, mark) = open?;
        let last = (index + LONGEST_PARAMETERS).min(self.tokens.len());
        let close = index + first_outside(self.tokens.get(index..last)?, |_| false)?;
        (mark == b'(' && self.tokens[close].is_mark(b')')).then_some((open, close))
    }

    /// Whether a name is assigned the content of another place: `self._sex = row[1]`, `put("gender", r.getGender())`,
    /// `"gender": person.gender`.
    fn is_copied(&self, index: usize) -> bool {
        let Some(token) = self.tokens.get(index) else {
            return false;
        };
        let is_key = token.kind == TokenKind::Literal;
        let mut at = index + 1;
        let is_subscript = is_key
            && self
                .before(index, 1)
                .is_some_and(|before| before.is_mark(b'['))
            && self.tokens.get(at).is_some_and(|mark| mark.is_mark(b']'));
        at += usize::from(is_subscript);
        let Some(mark) = self.tokens.get(at) else {
            return false;
        };
        let is_put = is_key
            && mark.is_mark(b',')
            && self
                .before(index, 1)
                .is_some_and(|before| before.is_mark(b'('))
            && self
                .before(index, 2)
                .is_some_and(|callee| callee.kind == TokenKind::Word);
        if !(is_put || mark.is_mark(b':') || mark.is_mark(b'=')) {
            return false;
        }
        at += 1;
        // `=>` of a key, `:=` of a variable.
        if self.tokens.get(at).is_some_and(|next| {
            mark.is_mark(b'=') && next.is_mark(b'>') || mark.is_mark(b':') && next.is_mark(b'=')
        }) {
            at += 1;
        }
        let rest = self.tokens.get(at..).unwrap_or_default();
        let rest = &rest[..rest.len().min(LONGEST_VALUE + 1)];
        let value = own_part(rest);
        value.len() <= LONGEST_VALUE && self.is_access(value, is_key || mark.is_mark(b'='))
    }

    /// Whether a passed value is a name, a member, a subscript, or the result of a getter. `plain`: a single word is
    /// not a type there.
    fn is_access(&self, value: &[Token<'t>], plain: bool) -> bool {
        let programs = &self.vocabulary.programs;
        let is_allowed = |token: &Token<'_>| match token.kind {
            TokenKind::Word => true,
            TokenKind::Literal => token.text.len() != 1,
            TokenKind::Mark(mark) => b".[]()?!->@$,".contains(&mark),
            _ => false,
        };
        let words = || value.iter().filter(|token| token.kind == TokenKind::Word);
        let makes = |token: &Token<'_>| {
            tokens(token.text)
                .iter()
                .any(|word| programs.making.contains(word))
        };
        let is_constant = |token: &Token<'_>| {
            token.text.len() > 1
                && !token.text.contains(|ch: char| ch.is_lowercase())
                && token.text.contains(|ch: char| ch.is_uppercase())
        };
        let begins_with_name = value.first().is_some_and(|token| {
            token.kind == TokenKind::Word && !token.text.starts_with(|ch: char| ch.is_ascii_digit())
                || token.is_mark(b'[')
        });
        if !begins_with_name
            || !value.iter().all(is_allowed)
            || words().any(|token| {
                makes(token) || is_constant(token) || is_type(token.text) && value.len() == 1
            })
        {
            return false;
        }
        let names_it = |token: &Token<'t>| {
            matches!(token.kind, TokenKind::Word | TokenKind::Literal) && self.is_name(token.text)
        };
        if let [only] = value {
            // `gender: Gender` declares.
            return names_it(only)
                && (plain || only.text.starts_with(|ch: char| ch.is_lowercase()));
        }
        let is_call = |pair: &[Token<'t>]| {
            let [callee, mark] = pair else { return false };
            callee.kind == TokenKind::Word && mark.is_mark(b'(')
        };
        let gives = |callee: &Token<'t>| {
            let first = tokens(callee.text).into_iter().next().unwrap_or_default();
            programs.getting.contains(&first) || self.is_name(callee.text)
        };
        let calls = || value.windows(2).filter(|pair| is_call(pair));
        let is_subscript = value.last().is_some_and(|token| token.is_mark(b']'));
        let is_named = value.iter().any(names_it);
        if calls().next().is_none() {
            return is_named || is_subscript;
        }
        // A function with the entry as an argument passes it on, or is examined at its own place.
        let handed = value.iter().enumerate().any(|(at, token)| {
            token.kind == TokenKind::Word
                && names_it(token)
                && !value
                    .get(at + 1)
                    .is_some_and(|next| next.is_mark(b'(') && !self.is_empty_call(value, at))
        });
        handed || is_named && calls().all(|pair| gives(&pair[0]))
    }

    fn is_empty_call(&self, value: &[Token<'t>], at: usize) -> bool {
        value.get(at + 1).is_some_and(|token| token.is_mark(b'('))
            && value.get(at + 2).is_some_and(|token| token.is_mark(b')'))
            && at > 0
    }

    /// Whether a literal is one of several names: columns of a query, fields of a profile.
    fn is_one_of_many_names(&self, index: usize) -> bool {
        const OTHERS: usize = 3;
        let is_parting = |token: &Token<'_>| {
            token.kind == TokenKind::LineEnd || token.is_mark(b',') || token.is_mark(b'|')
        };
        let is_single = |token: &Token<'_>| {
            token.kind == TokenKind::Literal
                && token.text.len() > 1
                && token
                    .text
                    .chars()
                    .all(|ch| ch.is_ascii_alphanumeric() || b"_-.".contains(&(ch as u8)))
        };
        if !self.tokens.get(index).is_some_and(is_single) {
            return false;
        }
        let ahead = self.tokens[index + 1..].iter().take(LONGEST_VALUE);
        let ahead = ahead.take_while(|token| is_parting(token) || is_single(token));
        let first = index.saturating_sub(LONGEST_VALUE);
        let behind = self.tokens[first..index].iter().rev();
        let behind = behind.take_while(|token| is_parting(token) || is_single(token));
        let next_parts = |at: Option<&Token<'_>>| {
            at.is_none_or(|token| !token.is_mark(b':') && !token.is_mark(b'='))
        };
        next_parts(self.after(index, 1))
            && ahead.chain(behind).filter(|token| is_single(token)).count() >= OTHERS
    }

    /// Whether a name is that of a function: `normalizeGender: (gender) => …`, `getSalutations: () => getSalutations`.
    fn is_function(&self, index: usize) -> bool {
        let Some(token) = self
            .tokens
            .get(index)
            .filter(|token| token.kind == TokenKind::Word)
        else {
            return false;
        };
        let words = tokens(token.text);
        let does = words.len() > 1
            && words
                .first()
                .is_some_and(|word| self.vocabulary.programs.doing.contains(word));
        let value = self.after(index, 2);
        does && self
            .after(index, 1)
            .is_some_and(|mark| mark.is_mark(b':') || mark.is_mark(b'='))
            && value.is_some_and(|value| {
                value.is_mark(b'(')
                    || value.text == token.text
                    || matches!(value.text, "function" | "async")
            })
    }
}

/// The tokens up to the end of a value: its line, the next comma, the enclosing bracket.
pub(super) fn own_part<'a, 't>(tokens: &'a [Token<'t>]) -> &'a [Token<'t>] {
    let parts = |kind: TokenKind| matches!(kind, TokenKind::LineEnd | TokenKind::Mark(b',' | b';'));
    let end = first_outside(tokens, parts).unwrap_or(tokens.len());
    tokens.get(..end).unwrap_or_default()
}

/// Index of the first token that closes the bracket around all of them, or matches `ends` outside further brackets.
fn first_outside(tokens: &[Token<'_>], ends: impl Fn(TokenKind) -> bool) -> Option<usize> {
    let mut depth = 0usize;
    tokens.iter().position(|token| match token.kind {
        TokenKind::Mark(b'(' | b'[' | b'{') => {
            depth += 1;
            false
        }
        TokenKind::Mark(b')' | b']' | b'}') if depth == 0 => true,
        TokenKind::Mark(b')' | b']' | b'}') => {
            depth -= 1;
            false
        }
        kind => depth == 0 && ends(kind),
    })
}

/// Whether a word starts a declaration with content.
fn is_class(token: &Token<'_>) -> bool {
    HOLDING
        .iter()
        .any(|word| word.eq_ignore_ascii_case(token.text))
        && !matches!(
            token.text,
            "public" | "private" | "protected" | "internal" | "override" | "type"
        )
}
