//! Choices of Perl, read as those of a language with braces: `eq` is `==`, `$person->{gender}` is a member, and a
//! condition behind its statement stands before it.

use super::choice::relations;
use super::{Tongue, braces, token};
use crate::format::token::{Kind, Token};
use crate::model::{Relation, Span};

/// The translations that the choices of a source make.
pub(in crate::format) fn choices(text: &str) -> Vec<Relation> {
    let remarks = without_remarks(text);
    let tokens = token::tokens(&remarks, Tongue::C);
    let read = conditions_first(spoken(&tokens));
    let closing = braces::closing(&read);
    relations(&read, &closing, Tongue::C)
}

/// The text with remarks behind `#` blanked out. A `#` inside a text or a pattern follows no blank.
fn without_remarks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let begin = match line.trim_start().starts_with('#') {
            true => Some(line.len() - line.trim_start().len()),
            false => line.find(" # ").filter(|at| !is_quoted(line, *at)),
        };
        let (said, remark) = line.split_at(begin.unwrap_or(line.len()));
        out.push_str(said);
        let blank = |byte: u8| if byte == b'\n' { '\n' } else { ' ' };
        out.extend(remark.bytes().map(blank));
    }
    out
}

fn is_quoted(line: &str, at: usize) -> bool {
    let before = line.get(..at).unwrap_or_default();
    ['"', '\'']
        .iter()
        .any(|quote| before.matches(*quote).count() % 2 == 1)
}

/// The tokens in the words of a language with braces.
fn spoken<'t>(tokens: &[Token<'t>]) -> Vec<Token<'t>> {
    let mut out: Vec<Token<'t>> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let is =
            |ahead: usize, mark: &str| tokens.get(at + ahead).is_some_and(|next| next.is(mark));
        let word = |ahead: usize| {
            let next = tokens.get(at + ahead);
            next.filter(|next| next.kind == Kind::Word)
        };
        let put = |kind, text| Token {
            kind,
            text,
            ..*token
        };
        match (token.kind, token.text) {
            // $person, @_, %row
            (Kind::Mark, "$" | "@" | "%") if word(1).is_some() => {}
            // ->{gender}, {gender} behind a variable
            (Kind::Mark, "-") if is(1, ">") && is(2, "{") && is(4, "}") => at += 1,
            (Kind::Mark, "{") if is(2, "}") && follows_name(tokens, at) => {
                if let Some(name) = tokens.get(at + 1) {
                    out.push(put(Kind::Mark, "."));
                    out.push(Token {
                        kind: Kind::Word,
                        ..*name
                    });
                }
                at += 2;
            }
            // lc($gender)
            (Kind::Word, "lc" | "uc" | "lcfirst" | "ucfirst") if is(1, "(") => {}
            (Kind::Word, "my" | "our" | "local") => {}
            (Kind::Word, "eq") => out.extend(operator(token, ["=", "="])),
            (Kind::Word, "ne") => out.extend(operator(token, ["!", "="])),
            (Kind::Word, "and") => out.extend(operator(token, ["&", "&"])),
            (Kind::Word, "or") => out.extend(operator(token, ["|", "|"])),
            (Kind::Word, "elsif") => {
                out.extend([put(Kind::Word, "else"), put(Kind::Word, "if")]);
            }
            (Kind::Word, "die" | "croak" | "confess") => out.push(put(Kind::Word, "throw")),
            // sub greeting {
            (Kind::Word, "sub") if word(1).is_some() && is(2, "{") => {
                out.push(*token);
                out.extend(word(1).copied());
                out.extend([put(Kind::Mark, "("), put(Kind::Mark, ")")]);
                at += 1;
            }
            _ => out.push(*token),
        }
        at += 1;
    }
    out
}

/// Whether a brace opens the key of a variable: no blank stands before it.
fn follows_name(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let here = tokens.get(at).map(|token| token.span.start);
    before.is_some_and(|before| {
        let names = before.kind == Kind::Word || before.is(">") || before.is("}");
        names && Some(before.span.end) == here
    })
}

/// An operator of two marks in the place of a word.
fn operator<'t>(word: &Token<'t>, marks: [&'static str; 2]) -> [Token<'t>; 2] {
    let start = word.span.start as usize;
    let [first, second] = marks;
    let put = |text, from: usize| Token {
        kind: Kind::Mark,
        text,
        span: Span::new(from, from + 1),
    };
    [put(first, start), put(second, start + 1)]
}

/// Puts conditions that stand behind their statement before it: `return "Herr" if $g == "m";`.
fn conditions_first(tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    /// Longer statements have no condition behind them.
    const MOST: usize = 80;
    let mut out: Vec<Token<'_>> = Vec::with_capacity(tokens.len());
    let mut begin = 0;
    for token in tokens {
        let ends = token.is(";");
        out.push(token);
        if token.is("{") || token.is("}") {
            begin = out.len();
        }
        if !ends {
            continue;
        }
        let statement = out.get(begin..).unwrap_or_default();
        let condition = statement
            .iter()
            .position(|part| part.kind == Kind::Word && part.text == "if")
            .filter(|at| *at > 0 && statement.len() <= MOST);
        if let Some(at) = condition {
            let mut moved: Vec<Token<'_>> = Vec::with_capacity(statement.len() + 2);
            let asked = statement
                .get(at + 1..statement.len() - 1)
                .unwrap_or_default();
            let bracket = |text| Token {
                kind: Kind::Mark,
                text,
                span: statement[at].span,
            };
            moved.push(statement[at]);
            moved.push(bracket("("));
            moved.extend(asked);
            moved.push(bracket(")"));
            moved.extend(statement.get(..at).unwrap_or_default());
            moved.push(token);
            out.truncate(begin);
            out.extend(moved);
        }
        begin = out.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let tokens = token::tokens(text, Tongue::C);
        let read = conditions_first(spoken(&tokens));
        let words: Vec<&str> = read.iter().map(|token| token.text).collect();
        words.join(" ")
    }

    #[test]
    fn variables_and_operators_are_those_of_other_languages() {
        assert_eq!(
            written("if ($p->{sex} eq 'm') { f(); }"),
            "if ( p . sex = = m ) { f ( ) ; }"
        );
        assert_eq!(written("$x{sex} ne 'm' and 1;"), "x . sex ! = m & & 1 ;");
        assert_eq!(written("sub greet {"), "sub greet ( ) {");
    }

    #[test]
    fn conditions_stand_before_their_statements() {
        assert_eq!(
            written("my $a = 1; return 'Herr' if lc($g) eq 'm'; return 'Frau';"),
            "a = 1 ; if ( ( g ) = = m ) return Herr ; return Frau ;"
        );
    }

    #[test]
    fn remarks_are_blank() {
        assert_eq!(without_remarks("a; # don't\n# b\nc"), "a;        \n   \nc");
        assert_eq!(without_remarks("f(\"a # b\");"), "f(\"a # b\");");
    }
}
