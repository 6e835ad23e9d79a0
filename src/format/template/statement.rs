//! Parses statements of a template into their effects.

use super::branch::labels;
use super::parser::expression;
use super::piece::{Act, End};
use crate::format::logic::{Constant, Expression};
use crate::model::{Located, Span};

/// The first word of a statement, and the offset of the rest.
fn keyword(text: &str) -> (&str, usize) {
    let lead = text.len() - text.trim_start().len();
    let rest = &text[lead..];
    let length = rest
        .find(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
        .unwrap_or(rest.len());
    (&rest[..length], lead + length)
}

/// The part of the text at `at` from byte `start` on, trimmed.
fn part(at: Span, source: &str, start: usize) -> Span {
    let text = source.get(at.range()).unwrap_or_default();
    let text = text.get(start..).unwrap_or_default();
    let lead = text.len() - text.trim_start().len();
    let begin = at.start as usize + start + lead;
    Span::new(begin, begin + text.trim().len())
}

/// `{% … %}`: Twig, Jinja, Django, Liquid.
pub fn jinja(source: &str, at: Span) -> Act {
    let text = source.get(at.range()).unwrap_or_default();
    let (word, end) = keyword(text);
    let rest = part(at, source, end);
    let read = || expression(source, rest, false);
    match word {
        "if" => Act::If(read()),
        "elif" | "elseif" | "elsif" => Act::ElseIf(read()),
        "unless" => Act::If(read().negated()),
        "ifequal" => Act::If(prefix(source, rest, "eq")),
        "ifnotequal" => Act::If(prefix(source, rest, "eq").negated()),
        "else" | "empty" => Act::Else,
        "endif" | "endunless" | "endifequal" | "endifnotequal" => Act::End(End::If),
        "case" | "switch" => Act::Switch(read()),
        "when" => Act::Case(labels(listed(source, rest))),
        "endcase" | "endswitch" => Act::End(End::Switch),
        "for" => Act::Loop,
        "endfor" => Act::End(End::Loop),
        "set" | "assign" => assignment(source, rest).unwrap_or(Act::Quiet),
        "extends" | "layout" => Act::Extends,
        "load" | "trans" | "endtrans" | "translate" | "blocktrans" | "endblocktrans"
        | "blocktranslate" | "endblocktranslate" | "block" | "endblock" | "raw" | "endraw"
        | "verbatim" | "endverbatim" | "spaceless" | "endspaceless" | "apply" | "endapply"
        | "autoescape" | "endautoescape" | "comment" | "endcomment" | "import" | "from"
        | "with" | "endwith" | "csrf_token" | "do" | "form_theme" | "use" => Act::Quiet,
        _ => Act::Other,
    }
}

/// `{{ … }}` of Go; `None` if it only prints.
pub fn go(source: &str, at: Span) -> Option<Act> {
    let text = source.get(at.range())?;
    let (word, end) = keyword(text);
    let rest = part(at, source, end);
    let asked = |at: Span| prefix(source, at, "");
    Some(match word {
        "if" | "with" => Act::If(asked(rest)),
        "else" => {
            let (next, length) = keyword(source.get(rest.range())?);
            match next {
                "if" | "with" => Act::ElseIf(asked(part(rest, source, length))),
                _ => Act::Else,
            }
        }
        "range" => Act::Loop,
        "define" | "block" => Act::Block,
        "end" => Act::End(End::Any),
        "template" | "partial" | "partialCached" | "include" => Act::Other,
        "break" | "continue" | "return" => Act::Quiet,
        // `$name := value`
        _ if text.starts_with('$') && text.contains('=') => Act::Quiet,
        _ => return None,
    })
}

/// `name = value`.
fn assignment(source: &str, at: Span) -> Option<Act> {
    let text = source.get(at.range())?;
    let sign = text.find('=')?;
    if text.as_bytes().get(sign + 1) == Some(&b'=') {
        return None;
    }
    let name = text[..sign].trim();
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '$' | '@' | '.'));
    let name = name.trim_start_matches(['$', '@']);
    is_name.then(|| {
        Act::Set(
            name.to_owned(),
            expression(source, part(at, source, sign + 1), false),
        )
    })
}

fn listed(source: &str, at: Span) -> Vec<Expression> {
    let mut found = Vec::new();
    let text = source.get(at.range()).unwrap_or_default();
    let mut start = 0;
    for piece in text.split(',') {
        let end = start + piece.len();
        let span = Span::new(at.start as usize + start, at.start as usize + end);
        found.push(expression(source, part(span, source, 0), false));
        start = end + 1;
    }
    found
}

/// `{{#if …}}`, `{{/if}}`, `{{else}}`, `{{#isMale}}`, `{{^isMale}}`; `None` if it prints a value.
pub fn handlebars(source: &str, at: Span) -> Option<Act> {
    let text = source.get(at.range())?.trim_matches('~');
    let offset = source.get(at.range())?.find(text)?;
    let sign = text.trim_start().chars().next()?;
    let inner = part(
        at,
        source,
        offset + text.len() - text.trim_start().len() + sign.len_utf8(),
    );
    let body = source.get(inner.range())?.trim_end_matches('~');
    let inner = Span::new(inner.start as usize, inner.start as usize + body.len());
    let (word, end) = keyword(body);
    let rest = part(inner, source, end);
    Some(match sign {
        '#' => match word {
            "if" => Act::If(prefix(source, rest, "")),
            "unless" => Act::If(prefix(source, rest, "").negated()),
            "each" | "list" => Act::Loop,
            "with" | "let" => Act::Block,
            "switch" => Act::Switch(prefix(source, rest, "")),
            "case" | "when" => Act::Case(labels(words(source, rest))),
            _ if rest.start >= rest.end => Act::If(expression(source, inner, false)),
            _ => Act::If(prefix(source, rest, word)),
        },
        // A parent template, and the content inserted into it.
        '<' | '$' => Act::If(Expression::unknown()),
        '^' if body.is_empty() => Act::Else,
        '^' => Act::If(expression(source, inner, false).negated()),
        '/' => match word {
            "each" | "list" | "with" | "let" => Act::End(End::Loop),
            "switch" => Act::End(End::Switch),
            "case" | "when" | "default" => Act::Quiet,
            _ => Act::End(End::If),
        },
        '>' => Act::Other,
        '!' => Act::Quiet,
        _ => {
            let (word, end) = keyword(text);
            if word != "else" {
                return None;
            }
            let rest = part(at, source, offset + end);
            let (next, length) = keyword(source.get(rest.range())?);
            match next {
                "if" => Act::ElseIf(prefix(source, part(rest, source, length), "")),
                "" => Act::Else,
                name => Act::ElseIf(prefix(source, part(rest, source, length), name)),
            }
        }
    })
}

/// A helper with its arguments in sequence: `eq gender "m"`, `(eq gender "m")`, `gender "==" "m"`.
pub fn prefix(source: &str, at: Span, helper: &str) -> Expression {
    nested_prefix(source, at, helper, 0)
}

/// Maximum nesting of helpers; deeper ones do not choose a salutation.
const MOST_DEPTH: usize = 40;

fn nested_prefix(source: &str, at: Span, helper: &str, depth: usize) -> Expression {
    let text = source.get(at.range()).unwrap_or_default();
    if depth > MOST_DEPTH {
        return Expression::unknown();
    }
    if let Some(inner) = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
    {
        let (word, end) = keyword(inner);
        let inner = Span::new(at.start as usize + 1, at.end as usize - 1);
        if word.is_empty() || end >= inner.range().len() {
            // `(isMale)`: a helper without arguments is read as its value.
            return expression(source, inner, false);
        }
        return nested_prefix(source, part(inner, source, end), word, depth + 1);
    }
    let arguments = nested_words(source, at, depth + 1);
    let folded = helper.to_ascii_lowercase();
    let mut arguments = arguments.into_iter();
    match (
        arguments.next(),
        arguments.next(),
        arguments.next(),
        arguments.next(),
    ) {
        (Some(only), None, ..) if helper.is_empty() => only,
        (Some(only), None, ..) if folded == "not" => only.negated(),
        (Some(left), Some(right), None, _)
            if folded.contains("eq")
                || matches!(folded.as_str(), "is" | "compare" | "ifcond" | "ifval") =>
        {
            let positive =
                !(folded.contains("not") || folded.contains("neq") || folded.starts_with("ne"));
            left.equals(right).negated_if(!positive)
        }
        (Some(left), Some(Expression::Literal(Constant { text: sign, .. })), Some(right), None) => {
            match sign.value.as_str() {
                "==" | "===" | "eq" => left.equals(right),
                "!=" | "!==" | "ne" => left.equals(right).negated(),
                _ => Expression::unknown(),
            }
        }
        (Some(left), Some(right), None, _) if folded == "or" => {
            Expression::Or(Box::new(left), Box::new(right))
        }
        (Some(left), Some(right), None, _) if folded == "and" => {
            Expression::And(Box::new(left), Box::new(right))
        }
        _ => Expression::unknown(),
    }
}

/// The parts separated by blanks, respecting quotes and brackets.
fn words(source: &str, at: Span) -> Vec<Expression> {
    nested_words(source, at, 0)
}

fn nested_words(source: &str, at: Span, level: usize) -> Vec<Expression> {
    let text = source.get(at.range()).unwrap_or_default();
    let mut found = Vec::new();
    let (mut start, mut depth, mut quote) = (None, 0_u32, None);
    let mut push = |from: usize, to: usize| {
        let span = Span::new(at.start as usize + from, at.start as usize + to);
        let bracket = text.get(from..to).is_some_and(|word| word.starts_with('('));
        found.push(if bracket {
            nested_prefix(source, span, "", level)
        } else {
            expression(source, span, false)
        });
    };
    for (index, ch) in text.char_indices() {
        match (quote, ch) {
            (Some(open), _) if open == ch => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => {
                quote = Some(ch);
                start = start.or(Some(index));
            }
            (None, '(') => {
                depth += 1;
                start = start.or(Some(index));
            }
            (None, ')') => depth = depth.saturating_sub(1),
            (None, ch) if ch.is_whitespace() && depth == 0 => {
                if let Some(from) = start.take() {
                    push(from, index);
                }
            }
            _ => start = start.or(Some(index)),
        }
    }
    if let Some(from) = start {
        push(from, text.len());
    }
    found
}

/// `{if …}`, `{/if}`, `{elseif …}`; `None` if it prints a value.
pub fn smarty(source: &str, at: Span) -> Option<Act> {
    let text = source.get(at.range())?;
    if text.starts_with(['$', '"', '\'', '#']) {
        return None;
    }
    let closes = text.starts_with('/');
    let (word, end) = keyword(text.trim_start_matches('/'));
    let rest = part(at, source, end + usize::from(closes));
    Some(match (closes, word) {
        (false, "if") => Act::If(expression(source, rest, false)),
        (false, "elseif") => Act::ElseIf(expression(source, rest, false)),
        (false, "else") => Act::Else,
        (true, "if") => Act::End(End::If),
        (false, "foreach" | "section" | "for" | "while") => Act::Loop,
        (true, "foreach" | "section" | "for" | "while") => Act::End(End::Loop),
        // A comment of RainTPL.
        (false, "ignore") => Act::If(expression("false", Span::new(0, 5), false)),
        (true, "ignore") => Act::End(End::If),
        (false, "foreachelse" | "sectionelse") => Act::Quiet,
        (false, "extends" | "layout") => Act::Extends,
        (false, "assign" | "append") => {
            let name = named(source, rest, "var");
            let value = named(source, rest, "value");
            match (name, value) {
                (Some(name), Some(value)) => {
                    let text = Located::with_span(value.0, value.1);
                    Act::Set(name.0, Expression::text(text))
                }
                _ => Act::Quiet,
            }
        }
        (
            _,
            "literal" | "noparse" | "strip" | "block" | "capture" | "nocache" | "config_load" | "t",
        ) => Act::Quiet,
        _ => Act::Other,
    })
}

/// A statement of Benchpress: `if ./title`, `each posts`, `end`.
pub fn benchpress(source: &str, at: Span) -> Option<Act> {
    let (word, end) = keyword(source.get(at.range())?);
    Some(match word {
        "if" => Act::If(expression(source, part(at, source, end), false)),
        "else" => Act::Else,
        "each" => Act::Loop,
        "end" => Act::End(End::Any),
        _ => return None,
    })
}

/// An attribute of a statement: `var=anrede value="Herr"`.
fn named(source: &str, at: Span, name: &str) -> Option<(String, Span)> {
    let text = source.get(at.range())?;
    let found = text.match_indices(name).find(|(index, _)| {
        let before = text[..*index].chars().next_back();
        let behind = text[index + name.len()..].trim_start();
        before.is_none_or(char::is_whitespace) && behind.starts_with('=')
    })?;
    let start = found.0 + name.len();
    let sign = start + text.get(start..)?.find('=')? + 1;
    let value = part(at, source, sign);
    let written = source.get(value.range())?;
    let quote = written.chars().next().filter(|ch| matches!(ch, '"' | '\''));
    let content = match quote {
        Some(quote) => written.get(1..)?.split(quote).next()?,
        None => written.split_whitespace().next()?,
    };
    let start = value.start as usize + usize::from(quote.is_some());
    Some((content.to_owned(), Span::new(start, start + content.len())))
}

/// `#if(…)`, `<#if …>`: the name of a directive, and the rest.
pub fn directive(source: &str, name: &str, closes: bool, rest: Span, builtins: bool) -> Act {
    let read = || expression(source, rest, builtins);
    match (closes, name) {
        (false, "if") => Act::If(read()),
        (false, "elseif" | "elseIf") => Act::ElseIf(read()),
        (false, "else") => Act::Else,
        (true, "if") => Act::End(End::If),
        (false, "list" | "items" | "foreach") => Act::Loop,
        (true, "list" | "items" | "foreach") => Act::End(End::Loop),
        (false, "switch") => Act::Switch(read()),
        (false, "case") => Act::Case(labels(listed(source, rest))),
        (false, "default") => Act::Else,
        (true, "switch") => Act::End(End::Switch),
        (false, "macro" | "function" | "define" | "nested") if !builtins => Act::Block,
        (false, "end") => Act::End(End::Any),
        (false, "assign" | "local" | "global" | "set") => {
            assignment(source, rest).unwrap_or(Act::Quiet)
        }
        (false, "parse" | "include" | "evaluate" | "nested" | "recurse" | "visit" | "fallback") => {
            Act::Other
        }
        _ => Act::Quiet,
    }
}

/// Statements in program languages between the markup: Ruby, PHP, Java, JavaScript, C#.
pub fn program(source: &str, at: Span, ruby: bool) -> Vec<Act> {
    let text = source.get(at.range()).unwrap_or_default();
    let mut acts = Vec::new();
    for (start, end) in segments(text, ruby) {
        let segment = Span::new(at.start as usize + start, at.start as usize + end);
        line(source, part(segment, source, 0), ruby, &mut acts);
    }
    if acts.is_empty() {
        acts.push(Act::Quiet);
    }
    acts
}

/// Ranges of statements: they end at `;`, at line ends in Ruby, and after `{` and `}`.
fn segments(text: &str, ruby: bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_i32, None);
    let mut before = ' ';
    for (index, ch) in text.char_indices() {
        match (quote, ch) {
            (Some(open), _) if open == ch && before != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(ch),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth -= 1,
            (None, ';') if depth <= 0 => {
                found.push((start, index));
                start = index + 1;
            }
            (None, '\n') if ruby && depth <= 0 => {
                found.push((start, index));
                start = index + 1;
            }
            (None, '{') if !ruby && depth <= 0 => {
                found.push((start, index + 1));
                start = index + 1;
            }
            (None, '}') if !ruby && depth <= 0 => {
                found.push((start, index));
                found.push((index, index + 1));
                start = index + 1;
            }
            _ => {}
        }
        before = ch;
    }
    found.push((start, text.len()));
    found.retain(|(start, end)| {
        text.get(*start..*end)
            .is_some_and(|part| !part.trim().is_empty())
    });
    found
}

fn line(source: &str, at: Span, ruby: bool, acts: &mut Vec<Act>) {
    let text = source.get(at.range()).unwrap_or_default();
    if text == "}" {
        acts.push(Act::End(End::Any));
        return;
    }
    let (word, end) = keyword(text);
    let opens = text.ends_with(['{', ':']);
    let body = text.trim_end_matches(['{', ':']).trim_end();
    let rest = part(
        Span::new(at.start as usize, at.start as usize + body.len()),
        source,
        end.min(body.len()),
    );
    let then = |span: Span| -> Span {
        let text = source.get(span.range()).unwrap_or_default();
        let text = text.strip_suffix("then").map_or(text, str::trim_end);
        Span::new(span.start as usize, span.start as usize + text.len())
    };
    let read = || expression(source, then(rest), false);
    let act = match word {
        "if" if ruby || opens => Act::If(read()),
        "unless" if ruby => Act::If(read().negated()),
        "elsif" | "elseif" | "elif" => Act::ElseIf(read()),
        "else" => {
            let (next, length) = keyword(source.get(rest.range()).unwrap_or_default());
            if next == "if" {
                Act::ElseIf(expression(source, part(rest, source, length), false))
            } else {
                Act::Else
            }
        }
        "endif" => Act::End(End::If),
        "endforeach" | "endfor" | "endwhile" => Act::End(End::Loop),
        "endswitch" => Act::End(End::Switch),
        "end" if ruby => Act::End(End::Any),
        "switch" => Act::Switch(read()),
        "case" if ruby && rest.start < rest.end => Act::Switch(read()),
        "case" => Act::Case(labels(listed(source, rest))),
        "when" if ruby => Act::Case(labels(listed(source, then(rest)))),
        "default" => Act::Else,
        "foreach" | "for" | "while" => Act::Loop,
        "break" | "use" | "require" | "include_once" | "require_once" | "import" => Act::Quiet,
        "include" | "echo" | "print" | "render" | "concat" => Act::Other,
        _ if ruby && opens_block(text) => Act::Loop,
        _ if !ruby && text.ends_with('{') => Act::Block,
        _ => assignment(source, without_type(source, at)).unwrap_or(Act::Quiet),
    };
    // `} else {` closes before it continues.
    if matches!(act, Act::Else | Act::ElseIf(_)) && acts.last() == Some(&Act::End(End::Any)) {
        acts.pop();
    }
    acts.push(act);
}

/// `String anrede = …`, `var anrede = …` → `anrede = …`.
fn without_type(source: &str, at: Span) -> Span {
    let text = source.get(at.range()).unwrap_or_default();
    let name = text.split('=').next().unwrap_or_default().trim_end();
    let start = name.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    Span::new(at.start as usize + start, at.end as usize)
}

fn opens_block(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(" do")
        || (text.ends_with('|') && text.contains(" do |"))
        || text.starts_with("begin")
        || text.starts_with("while ")
        || text.starts_with("until ")
}

/// The statements of a Template Toolkit directive. `END` ends whatever started last.
pub fn toolkit(source: &str, inner: Span) -> Vec<Act> {
    let text = source.get(inner.range()).unwrap_or_default();
    let flags = ['-', '+', '=', '~'];
    let lead = text.len() - text.trim_start_matches(flags).len();
    let body = text.trim_matches(flags);
    let mut at = inner.start as usize + lead;
    let mut acts = Vec::new();
    for part in body.split(';') {
        if !part.trim().is_empty() {
            acts.push(toolkit_statement(source, Span::new(at, at + part.len())));
        }
        at += part.len() + 1;
    }
    if acts.is_empty() {
        acts.push(Act::Quiet);
    }
    acts
}

fn toolkit_statement(source: &str, inner: Span) -> Act {
    let text = source.get(inner.range()).unwrap_or_default();
    let start = inner.start as usize + (text.len() - text.trim_start().len());
    let text = text.trim();
    // `[% | html %]` abbreviates a filter, and has an end like one.
    if text.starts_with('|') {
        return Act::Block;
    }
    let keyword = text
        .split(|ch: char| !ch.is_ascii_uppercase())
        .next()
        .unwrap_or_default();
    let rest = Span::new(start + keyword.len(), start + text.len());
    let asked = || expression(source, rest, false);
    match keyword {
        "IF" => Act::If(asked()),
        "UNLESS" => Act::If(asked().negated()),
        "ELSIF" => Act::ElseIf(asked()),
        "ELSE" => Act::Else,
        "SWITCH" => Act::Switch(asked()),
        "CASE" => Act::Case(vec![asked()]),
        "FOREACH" | "FOR" | "WHILE" => Act::Loop,
        "BLOCK" | "WRAPPER" | "FILTER" | "VIEW" | "TRY" | "PERL" | "RAWPERL" => Act::Block,
        "MACRO" if text.ends_with("BLOCK") => Act::Block,
        "END" => Act::End(End::Any),
        "SET" | "USE" | "DEFAULT" | "MACRO" | "STOP" | "LAST" | "NEXT" | "CALL" | "RETURN"
        | "CLEAR" | "META" | "THROW" | "CATCH" | "FINAL" | "DEBUG" => Act::Quiet,
        _ => Act::Other,
    }
}
