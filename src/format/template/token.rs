//! Splits expressions of template languages into tokens. One lexer for all, because they differ less than their names
//! suggest.

use crate::model::Span;

/// Maximum number of tokens; longer expressions compute instead of choosing a salutation.
const MOST_TOKENS: usize = 400;

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub span: Span,
    /// Whether white space precedes it.
    pub apart: bool,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name, keyword or number.
    Word(String),
    /// A string literal.
    Text(String),
    /// An operator or bracket.
    Sign(&'static str),
}

/// The longest first.
const SIGNS: [&str; 41] = [
    "===", "!==", "?->", "==", "!=", "<>", "&&", "||", "??", "?:", "?.", "->", "=>", "::", "!!",
    "${", "*{", "#{", "@{", "?", ":", "!", "=", "<", ">", "(", ")", "[", "]", "{", "}", ",", ";",
    ".", "|", "~", "+", "-", "*", "/", "&",
];
/// How markup escapes characters that would end an attribute.
const ENTITIES: [(&str, char); 9] = [
    ("&quot;", '"'),
    ("&#34;", '"'),
    ("&apos;", '\''),
    ("&#39;", '\''),
    ("&#x27;", '\''),
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&nbsp;", ' '),
];

/// The tokens of the text at `at`; `None` if a string is not closed or there are too many tokens.
pub fn tokens(source: &str, at: Span) -> Option<Vec<Token>> {
    let text = source.get(at.range())?;
    let mut found: Vec<Token> = Vec::new();
    let mut position = 0;
    let mut apart = false;
    while let Some((ch, length)) = character(text, position) {
        let start = position;
        if ch.is_whitespace() {
            position += length;
            apart = true;
            continue;
        }
        if let Some(length) = word_list(text, position, at, &mut found, apart) {
            position += length;
            apart = false;
            continue;
        }
        let kind = if let Some(closing) = closing(ch) {
            let (content, end) = quoted(text, position + length, closing)?;
            position = end;
            Kind::Text(content)
        } else if is_word(ch)
            || (matches!(ch, '$' | '@' | '#') && starts_name(text, position + length))
        {
            position += length;
            while let Some((next, length)) = character(text, position) {
                if !is_word(next) {
                    break;
                }
                position += length;
            }
            if is_predicate(text, position) {
                position += 1;
            }
            Kind::Word(text.get(start..position)?.to_owned())
        } else {
            let sign = sign(text, position)?;
            position += sign.1;
            Kind::Sign(sign.0)
        };
        found.push(Token {
            kind,
            span: Span::new(at.start as usize + start, at.start as usize + position),
            apart,
        });
        apart = false;
        if found.len() > MOST_TOKENS {
            return None;
        }
    }
    Some(found)
}

/// Reads Ruby's `%w[a b]` as a list; returns its length.
fn word_list(
    text: &str,
    position: usize,
    at: Span,
    found: &mut Vec<Token>,
    apart: bool,
) -> Option<usize> {
    let rest = text.get(position..)?;
    let behind = ["%w", "%i", "%W", "%I"]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark))?;
    let closing = match behind.bytes().next()? {
        b'[' => ']',
        b'(' => ')',
        b'{' => '}',
        b'<' => '>',
        b'|' => '|',
        _ => return None,
    };
    let inside = behind.get(1..)?;
    let end = inside.find(closing)?;
    let start = at.start as usize + position + 3;
    let sign = |sign: &'static str, offset: usize, apart: bool| Token {
        kind: Kind::Sign(sign),
        span: Span::new(offset, offset + 1),
        apart,
    };
    found.push(sign("[", start - 1, apart));
    let mut from = 0;
    for word in inside.get(..end)?.split_whitespace().take(MOST_TOKENS) {
        from += inside.get(from..)?.find(word)?;
        let span = Span::new(start + from, start + from + word.len());
        from += word.len();
        found.push(Token {
            kind: Kind::Text(word.to_owned()),
            span,
            apart: true,
        });
        found.push(sign(",", start + from, false));
    }
    found.push(sign("]", start + end, false));
    Some(3 + end + 1)
}

fn is_word(ch: char) -> bool {
    ch.is_alphanumeric() || ch == '_'
}

fn starts_name(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(|ch| ch.is_alphabetic() || ch == '_')
}

/// Whether a name ends with a question mark, as in Ruby predicates, which does not start a choice.
fn is_predicate(text: &str, at: usize) -> bool {
    let Some(behind) = text.get(at..).and_then(|rest| rest.strip_prefix('?')) else {
        return false;
    };
    let next = behind.trim_start();
    next.is_empty()
        || next.starts_with([')', '|'])
        || (next.starts_with(['?', '&']) && next.len() < behind.len())
}

/// A character and the number of bytes of its notation: entities of markup are resolved.
fn character(text: &str, at: usize) -> Option<(char, usize)> {
    let rest = text.get(at..)?;
    let ch = rest.chars().next()?;
    if ch == '&' {
        let entity = ENTITIES.iter().find(|(name, _)| rest.starts_with(name));
        if let Some((name, ch)) = entity {
            return Some((*ch, name.len()));
        }
    }
    Some((ch, ch.len_utf8()))
}

/// The characters that close a string opened by this one. Word processors replace quotes by others.
fn closing(ch: char) -> Option<&'static [char]> {
    Some(match ch {
        '"' => &['"'],
        '\'' => &['\''],
        '`' => &['`'],
        '„' | '“' | '”' => &['“', '”', '"'],
        '‚' | '‘' | '’' => &['‘', '’', '\''],
        _ => return None,
    })
}

fn quoted(text: &str, start: usize, closing: &[char]) -> Option<(String, usize)> {
    let mut content = String::new();
    let mut at = start;
    while let Some((ch, length)) = character(text, at) {
        at += length;
        if closing.contains(&ch) {
            return Some((content, at));
        }
        if ch == '\\' {
            let (escaped, length) = character(text, at)?;
            at += length;
            content.push(escaped);
        } else {
            content.push(ch);
        }
    }
    None
}

/// An operator and the number of bytes of its notation.
fn sign(text: &str, at: usize) -> Option<(&'static str, usize)> {
    let mut written = String::new();
    let mut ends = Vec::new();
    let mut position = at;
    while let Some((ch, length)) = character(text, position)
        && written.chars().count() < 3
    {
        written.push(ch);
        position += length;
        ends.push((written.len(), position - at));
    }
    let sign = SIGNS.iter().find(|sign| written.starts_with(**sign));
    match sign {
        Some(sign) => {
            let (_, length) = ends.into_iter().find(|(bytes, _)| *bytes == sign.len())?;
            Some((sign, length))
        }
        // A sign that no supported language uses.
        None => Some((";", ends.first()?.1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        tokens(text, Span::new(0, text.len()))
            .unwrap_or_default()
            .into_iter()
            .map(|token| match token.kind {
                Kind::Word(word) => word,
                Kind::Text(text) => format!("'{text}'"),
                Kind::Sign(sign) => sign.to_owned(),
            })
            .collect()
    }

    #[test]
    fn one_lexer_reads_all_languages() {
        assert_eq!(kinds("$p->g === 'm'"), ["$p", "->", "g", "===", "'m'"]);
        assert_eq!(
            kinds("g = &quot;m&quot; &amp;&amp; !x"),
            ["g", "=", "'m'", "&&", "!", "x"]
        );
        assert_eq!(
            kinds("${g} ? „Herr“ : 'Fr\\'au'"),
            ["${", "g", "}", "?", "'Herr'", ":", "'Fr'au'"]
        );
        assert_eq!(
            kinds("p.maennlich? ? 1 : 2"),
            ["p", ".", "maennlich?", "?", "1", ":", "2"]
        );
        assert_eq!(kinds("g ? 1 : 2"), ["g", "?", "1", ":", "2"]);
        assert_eq!(kinds("g?lower_case"), ["g", "?", "lower_case"]);
        assert_eq!(
            kinds("%w[m w].x"),
            ["[", "'m'", ",", "'w'", ",", "]", ".", "x"]
        );
        assert_eq!(kinds("g == 'open"), Vec::<String>::new());
    }
}
