//! A source in LaTeX as tokens, and which of them belong together.

use crate::model::Span;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A backslash with a name, or with a single sign.
    Command,
    Open,
    Close,
    /// From a per cent sign to the end of the line.
    Comment,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) span: Span,
}

impl<'t> Token<'t> {
    pub(super) fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }

    /// The name of a command; empty if it is none or a single sign.
    pub(super) fn name(&self) -> &'t str {
        let name = self.text.strip_prefix('\\').unwrap_or_default();
        match name.starts_with(char::is_alphabetic) {
            true => name,
            false => "",
        }
    }
}

/// Commands that begin like conditions but take their texts as arguments.
const WITH_ARGUMENTS: [&str; 16] = [
    "ifthenelse",
    "ifdefstring",
    "ifcsstring",
    "ifstrequal",
    "ifdefstrequal",
    "ifdef",
    "ifundef",
    "ifcsdef",
    "ifdefempty",
    "ifstrempty",
    "ifbool",
    "iftoggle",
    "ifstr",
    "ifstrstart",
    "ifnumber",
    "ifisdimen",
];

/// Cuts a source into tokens.
pub(super) fn tokens(source: &str) -> Vec<Token<'_>> {
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = &source[at..];
        let (kind, length) = match byte {
            b'\\' => (Kind::Command, command(rest)),
            b'{' => (Kind::Open, 1),
            b'}' => (Kind::Close, 1),
            b'%' => (Kind::Comment, rest.find('\n').unwrap_or(rest.len())),
            _ => {
                let end = rest.find(['\\', '{', '}', '%']).unwrap_or(rest.len());
                (Kind::Text, end)
            }
        };
        found.push(Token {
            kind,
            text: &rest[..length],
            span: Span::new(at, at + length),
        });
        at += length;
    }
    found
}

/// The length of a command: its name, or the sign behind the backslash.
fn command(rest: &str) -> usize {
    let name = rest[1..]
        .find(|ch: char| !(ch.is_ascii_alphabetic() || ch == '@'))
        .unwrap_or(rest.len() - 1);
    match name {
        0 => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        name => 1 + name,
    }
}

/// Brackets with their ends, and conditions with their alternatives and ends, by token.
pub(super) struct Matches {
    closing: Vec<u32>,
    otherwise: Vec<u32>,
    /// The `\or` that follows a condition or another `\or`.
    further: Vec<u32>,
}

/// A condition whose end was not met yet.
struct Fork {
    at: usize,
    /// Its last `\or`, or itself.
    last: usize,
    /// Number of open brackets around it.
    depth: usize,
}

/// No token.
const NONE: u32 = u32::MAX;

impl Matches {
    pub(super) fn new(tokens: &[Token<'_>]) -> Self {
        let mut closing = vec![NONE; tokens.len()];
        let mut otherwise = vec![NONE; tokens.len()];
        let mut further = vec![NONE; tokens.len()];
        let mut open = Vec::new();
        let mut forks: Vec<Fork> = Vec::new();
        let mut declares = false;
        for (at, token) in tokens.iter().enumerate() {
            let number = u32::try_from(at).unwrap_or(NONE);
            match (token.kind, token.name()) {
                (Kind::Open, _) => open.push(at),
                (Kind::Close, _) => {
                    if let Some(open) = open.pop() {
                        closing[open] = number;
                    }
                }
                (Kind::Command, "else") => {
                    if let Some(fork) = forks.last()
                        && let Some(known) = otherwise.get_mut(fork.at)
                        && *known == NONE
                    {
                        *known = number;
                    }
                }
                // Inside brackets, it may join two conditions of \ifthenelse.
                (Kind::Command, "or") => {
                    if let Some(fork) = forks.last_mut().filter(|fork| fork.depth == open.len()) {
                        further[fork.last] = number;
                        fork.last = at;
                    }
                }
                (Kind::Command, "fi") => {
                    if let Some(fork) = forks.pop()
                        && let Some(end) = closing.get_mut(fork.at)
                    {
                        *end = number;
                    }
                }
                (Kind::Command, name)
                    if name.starts_with("if") && !declares && !WITH_ARGUMENTS.contains(&name) =>
                {
                    forks.push(Fork {
                        at,
                        last: at,
                        depth: open.len(),
                    });
                }
                _ => {}
            }
            declares = token.name() == "newif";
        }
        Self {
            closing,
            otherwise,
            further,
        }
    }

    /// The closing bracket of an opening one.
    pub(super) fn closing(&self, open: usize) -> Option<usize> {
        let end = self.closing.get(open).filter(|end| **end != NONE)?;
        Some(*end as usize)
    }

    /// The `\else` of a condition, if it has one, and its `\fi`.
    pub(super) fn fork(&self, at: usize) -> Option<(Option<usize>, usize)> {
        let otherwise = self.otherwise.get(at).filter(|at| **at != NONE);
        Some((otherwise.map(|at| *at as usize), self.closing(at)?))
    }

    /// The next `\or` of a condition, behind it or behind another `\or`.
    pub(super) fn further(&self, at: usize) -> Option<usize> {
        let further = self.further.get(at).filter(|at| **at != NONE)?;
        Some(*further as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_conditions_find_their_ends() {
        let source = "\\newif\\ifa{b\\{}\\ifa x\\ifnum1=2 y\\fi\\else z\\fi % }";
        let tokens = tokens(source);
        let matches = Matches::new(&tokens);
        let texts: Vec<&str> = tokens.iter().map(|token| token.text).collect();
        let at = |text: &str| {
            texts
                .iter()
                .rposition(|other| *other == text)
                .expect("a token")
        };
        let shown = |at: usize| texts[at..].concat();
        assert_eq!(shown(matches.closing(2).expect("an end")), shown(at("}")));
        let (otherwise, end) = matches.fork(at("\\ifa")).expect("an end");
        assert_eq!(otherwise.map(shown).as_deref(), Some("\\else z\\fi % }"));
        assert_eq!(shown(end), "\\fi % }");
        assert_eq!(matches.fork(1), None);
    }
}
