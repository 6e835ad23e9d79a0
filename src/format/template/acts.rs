//! The effects of a template's pieces on the tree of its markup.

use std::collections::HashSet;

use super::language::{At, Curly, Hash, Language, Percent, Square};
use super::piece::{Act, End, Piece, PieceKind};
use crate::format::fragment::{Act as Does, Begin, End as Ends};
use crate::model::Span;

/// The effects of the pieces, in the order of the text. Effects of attributes are read from the attributes themselves.
pub fn acts(source: &str, pieces: &[Piece], language: &Language) -> Vec<(Span, Does)> {
    let mut acts = Vec::new();
    let ended = ended(source, pieces, language);
    let mut aside = None;
    let mut program = None;
    let mut end = 0;
    for piece in pieces {
        // A statement that was not understood left no piece behind.
        if piece.span.start > end && aside.is_none() {
            acts.push((
                Span {
                    start: end,
                    end: piece.span.start,
                },
                Does::Print,
            ));
        }
        end = end.max(piece.span.end);
        if piece.span.start == piece.span.end || piece.kind == PieceKind::Literal {
            continue;
        }
        let text = source.get(piece.span.range()).unwrap_or_default();
        let word = match language.curly {
            // A remark as a whole opens nothing.
            Curly::Jinja if piece.kind != PieceKind::Comment => word(text),
            _ => "",
        };
        // {% comment %} … {% endcomment %}
        if let Some((start, end)) = aside {
            if word == end {
                acts.push((
                    Span::new(start, piece.span.end as usize),
                    match end {
                        "endcomment" => Does::Nothing,
                        _ => Does::Print,
                    },
                ));
                aside = None;
            }
            continue;
        }
        let start = piece.span.start as usize;
        match word {
            "comment" => aside = Some((start, "endcomment")),
            // Documentation of a snippet in Liquid.
            "doc" => aside = Some((start, "enddoc")),
            // Markup as text.
            "filter" if text.contains("escape") => aside = Some((start, "endfilter")),
            _ => {}
        }
        if aside.is_some() {
            continue;
        }
        // Several pieces may belong to one part of a program.
        if program != Some(piece.span) {
            program = Some(piece.span);
            if let Some(code) = code(text, language) {
                acts.extend(printed_by(code).map(|does| (piece.span, does)));
            }
        }
        acts.push((
            piece.span,
            stored(text, word)
                .or_else(|| wraps(text, &piece.kind, language, &ended))
                .or_else(|| listens(text, language))
                .or_else(|| extends(text, language))
                .unwrap_or_else(|| does(piece, word)),
        ));
    }
    acts
}

/// `{{on "click" this.close}}`: Ember listens to an event of the element, and writes nothing.
fn listens(text: &str, language: &Language) -> Option<Does> {
    let is_modifier = language.curly == Curly::Handlebars && text.starts_with("{{on ");
    is_modifier.then_some(Does::Nothing)
}

/// Layouts that are set by calls and comments: `<% layout('page') -%>`, `{{!< page}}`, `Layout = "_Page";`.
fn extends(text: &str, language: &Language) -> Option<Does> {
    let sets_layout = |code: &str| {
        let behind = code.trim_start().strip_prefix("layout");
        behind.is_some_and(|behind| behind.trim_start().starts_with('('))
    };
    let of_razor = || {
        let (_, behind) = text.split_once("Layout")?;
        let value = behind.trim_start().strip_prefix('=')?.trim_start();
        Some(!value.starts_with(['=', 'n']))
    };
    let is_layout = text.starts_with("{{!<") && language.curly == Curly::Handlebars
        || text.strip_prefix("<%").is_some_and(sets_layout)
        || language.at == At::Razor && of_razor() == Some(true);
    is_layout.then_some(Does::Extend)
}

/// Names of the statements that are closed by another one.
fn ended<'t>(source: &'t str, pieces: &[Piece], language: &Language) -> HashSet<&'t str> {
    let texts = pieces
        .iter()
        .filter(|piece| piece.kind == PieceKind::Act(Act::Other))
        .filter_map(|piece| source.get(piece.span.range()));
    texts
        .filter_map(|text| paired(text, language))
        .filter_map(|(name, opens)| (!opens).then_some(name))
        .collect()
}

/// The name of a statement that may enclose markup, and whether it opens or closes.
fn paired<'t>(text: &'t str, language: &Language) -> Option<(&'t str, bool)> {
    let named = |text: &'t str| {
        let end = text.find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '_' | '.' | '-')));
        &text[..end.unwrap_or(text.len())]
    };
    let by_end = |name: &'t str| match name.strip_prefix("end") {
        // Some write {% end_if_flag %}.
        Some(name) => (name.trim_start_matches('_'), false),
        None => (name, true),
    };
    if language.hash == Hash::FreeMarker {
        let inner = text.strip_prefix(['<', '['])?;
        return match inner.strip_prefix("/@") {
            Some(name) => Some((named(name), false)),
            None => {
                let name = inner.strip_prefix('@')?;
                let alone = text.trim_end_matches(['>', ']']).ends_with('/');
                (!alone).then(|| (named(name), true))
            }
        };
    }
    if language.percent == Percent::Mako {
        // <%call expr="…">, <%teile:rahmen titel="…">
        return match text.strip_prefix("</%") {
            Some(name) => Some((name.trim_end_matches('>'), false)),
            None => {
                let name = text.strip_prefix("<%")?;
                let end = name.find([' ', '>', '\n', '/'])?;
                (!text.ends_with("/>")).then(|| (&name[..end], true))
            }
        };
    }
    if language.at == At::Blade {
        let name = named(text.strip_prefix('@')?);
        // `@slot('titel', 'Antrag')` has no end.
        let complete = name == "slot" && text.contains(',');
        return (!complete).then(|| by_end(name));
    }
    if language.curly == Curly::Smarty || language.square == Square::Smarty {
        let inner = text.strip_prefix("[{").or_else(|| text.strip_prefix('{'))?;
        let inner = inner.trim_start();
        return Some(match inner.strip_prefix('/') {
            Some(name) => (named(name), false),
            None => (named(inner), true),
        });
    }
    (language.curly == Curly::Jinja).then(|| by_end(word(text)))
}

/// Whether a block of Handlebars is one of a program's own helpers, which may print something around its content:
/// `{{#panel title="…"}}`. A section of Mustache is written like one without arguments.
fn is_block_of_helper(text: &str) -> bool {
    /// Beginnings of helpers that only decide whether their content is shown.
    const DECIDING: [&str; 10] = [
        "if", "unless", "is", "has", "eq", "ne", "not", "and", "or", "compare",
    ];
    let inner = text
        .strip_prefix("{{")
        .map(|inner| inner.trim_start_matches('~'));
    let name = inner.and_then(|inner| inner.strip_prefix('#'));
    name.is_some_and(|name| {
        let name = name.trim_start();
        let begins_name = name.starts_with(char::is_alphabetic);
        begins_name && !DECIDING.iter().any(|word| name.starts_with(word))
    })
}

/// The effect of statements that enclose markup and print something around it: `<%= content_tag :ul do %>`, `{% call …
/// %}`, `<@liste>`.
fn wraps(text: &str, kind: &PieceKind, language: &Language, ended: &HashSet<&str>) -> Option<Does> {
    /// Statements that show their content in place.
    const THROUGH: [&str; 11] = [
        "cache",
        "compress",
        "filter",
        "form",
        "ifchanged",
        "language",
        "localize",
        "localtime",
        "paginate",
        "sandbox",
        "timezone",
    ];
    let smarty = language.curly == Curly::Smarty || language.square == Square::Smarty;
    match kind {
        // `{% for … recursive %}`: its content is repeated wherever it calls itself.
        PieceKind::Act(Act::Loop) if language.curly == Curly::Jinja => {
            let inner = text.strip_suffix("%}")?;
            let inner = inner.trim_end_matches(['-', '~', '+']).trim_end();
            let recursive = inner.split_whitespace().next_back()? == "recursive";
            recursive.then_some(Does::Begin(Begin::Wrap))
        }
        PieceKind::Act(Act::Loop) if language.percent == Percent::Ruby => {
            let call = text.strip_prefix("<%")?.strip_prefix('=')?;
            let call = call.trim_start_matches(['=', '-']).trim_start();
            let end = call.find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '_' | '.')));
            let name = call.get(..end.unwrap_or(call.len()))?;
            // The form or nothing is around these.
            let known = name.contains("form") || name.contains("fields") || name == "cache";
            (!known).then_some(Does::Begin(Begin::Wrap))
        }
        PieceKind::Act(Act::If(_))
            if ["{{#>", "{{<", "{{$"]
                .iter()
                .any(|sign| text.starts_with(sign)) =>
        {
            Some(Does::Begin(Begin::Wrap))
        }
        PieceKind::Act(Act::If(_)) if is_block_of_helper(text) => Some(Does::Begin(Begin::Wrap)),
        PieceKind::Act(Act::Quiet) if smarty => match paired(text, language)? {
            // A template that extends this one may fill it.
            ("block", true) => Some(Does::Begin(Begin::Block)),
            ("block", false) => Some(Does::End(Ends::Of(Begin::Block))),
            _ => None,
        },
        PieceKind::Act(Act::Block) if language.square == Square::Toolkit => {
            let inner = text.strip_prefix("[%")?;
            let inner = inner.trim_start_matches(['-', '+', '=', '~']).trim_start();
            let wraps = inner.starts_with("WRAPPER");
            wraps.then_some(Does::Begin(Begin::Wrap))
        }
        PieceKind::Act(Act::Other) => {
            let (name, opens) = paired(text, language)?;
            let pairs = !name.is_empty() && !THROUGH.contains(&name) && ended.contains(name);
            let anonymous = ended.contains("") && language.hash == Hash::FreeMarker;
            (pairs || anonymous).then_some(match opens {
                true => Does::Begin(Begin::Wrap),
                false => Does::End(Ends::Of(Begin::Wrap)),
            })
        }
        _ => None,
    }
}

/// `{% set a %}…{% endset %}`, `{% macro a() %}…{% endmacro %}`: content written here and shown elsewhere.
fn stored(text: &str, word: &str) -> Option<Does> {
    // <%def name="zeile()">…</%def>
    if text.starts_with("<%def ") {
        return Some(Does::Store);
    }
    if text.starts_with("</%def") {
        return Some(Does::EndStore);
    }
    match word {
        "set" | "assign" if !text.contains('=') => Some(Does::Store),
        "macro" | "capture" => Some(Does::Store),
        "endset" | "endassign" | "endmacro" | "endcapture" => Some(Does::EndStore),
        _ => None,
    }
}

fn does(piece: &Piece, word: &str) -> Does {
    match &piece.kind {
        PieceKind::Literal | PieceKind::Comment => Does::Nothing,
        // Relevant only for markup.
        PieceKind::Act(_) if matches!(word, "trans" | "translate") => Does::Print,
        PieceKind::Act(_) if word == "block" => Does::Begin(Begin::Block),
        PieceKind::Act(_) if word == "endblock" => Does::End(Ends::Of(Begin::Block)),
        PieceKind::Output(..) => Does::Print,
        PieceKind::Act(act) => match act {
            Act::If(_) | Act::ElseAfter | Act::Choose => Does::Begin(Begin::If),
            Act::ElseIf(_) | Act::Else | Act::Case(_) => Does::Otherwise,
            Act::Switch(_) => Does::Begin(Begin::Switch),
            Act::Loop => Does::Begin(Begin::Loop),
            Act::Block => Does::Begin(Begin::Block),
            Act::End(End::If) => Does::End(Ends::Of(Begin::If)),
            Act::End(End::Switch) => Does::End(Ends::Of(Begin::Switch)),
            Act::End(End::Loop) => Does::End(Ends::Of(Begin::Loop)),
            Act::End(End::Any) => Does::End(Ends::Any),
            Act::Set(..) | Act::Quiet => Does::Nothing,
            Act::Extends => Does::Extend,
            Act::Other => Does::Print,
        },
    }
}

/// The first word of a statement in curly brackets.
fn word(statement: &str) -> &str {
    let Some(inner) = statement.strip_prefix("{%") else {
        return "";
    };
    let inner = inner.trim_start_matches(['-', '~', '+']).trim_start();
    let end = inner.find(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
    inner.get(..end.unwrap_or(inner.len())).unwrap_or_default()
}

/// The code of a piece that is a program and may print by itself.
fn code<'t>(text: &'t str, language: &Language) -> Option<&'t str> {
    if language.php
        && let Some(code) = text.strip_prefix("<?")
        && !code.starts_with('=')
    {
        let code = code.strip_prefix("php").unwrap_or(code);
        return Some(code.strip_suffix("?>").unwrap_or(code));
    }
    if matches!(language.percent, Percent::Java | Percent::Script)
        && let Some(code) = text.strip_prefix("<%")
        && !code.starts_with(['=', '-', '@', '!', '#'])
    {
        return Some(code.strip_suffix("%>").unwrap_or(code));
    }
    None
}

/// The output of a program's statements: nothing, something, or tags that others may close.
fn printed_by(code: &str) -> Option<Does> {
    /// Calls that print an attribute for the selection only.
    const CHOSEN: [&str; 6] = [
        "checked(",
        "selected(",
        "disabled(",
        "readonly(",
        "wp_readonly(",
        "wp_nonce_field(",
    ];
    /// Words before a bracket that is not a call, and calls that print nothing.
    const SILENT: [&str; 34] = [
        "array_push",
        "case",
        "catch",
        "compact",
        "const",
        "declare",
        "define",
        "defined",
        "die",
        "elif",
        "else",
        "elseif",
        "empty",
        "exit",
        "extract",
        "for",
        "foreach",
        "function",
        "global",
        "header",
        "if",
        "isset",
        "list",
        "namespace",
        "ob_start",
        "parse_str",
        "require_once",
        "return",
        "set_time_limit",
        "switch",
        "throw",
        "unset",
        "use",
        "while",
    ];
    let code = code.trim();
    if CHOSEN.iter().any(|call| code.starts_with(call))
        && code.trim_end_matches(';').matches(';').count() == 0
    {
        return Some(Does::Nothing);
    }
    let prints = |statement: &str| {
        let statement = statement.trim();
        let labelled = ["case ", "default", "else:"]
            .iter()
            .any(|label| statement.starts_with(label));
        let statement = match statement.split_once(':') {
            Some((_, behind)) if labelled => behind.trim_start_matches(':').trim_start(),
            _ => statement,
        };
        let end = statement.find(|ch: char| !(ch.is_alphanumeric() || ch == '_'));
        let word = &statement[..end.unwrap_or(statement.len())];
        if matches!(
            word,
            "echo" | "print" | "printf" | "include" | "require" | "include_once"
        ) {
            return true;
        }
        let Some(open) = statement.find('(') else {
            return false;
        };
        let assigns = statement[..open]
            .find('=')
            .is_some_and(|sign| statement.as_bytes().get(sign + 1) != Some(&b'>'));
        !assigns && !SILENT.contains(&word)
    };
    let code = without_comments(code);
    if !code.split([';', '{', '}']).any(prints) {
        return None;
    }
    let tags = ["'<", "\"<", "<<<"].iter().any(|mark| code.contains(mark));
    Some(if tags { Does::PrintTags } else { Does::Print })
}

/// Removes the text between `/*` and `*/`, and after `//`.
fn without_comments(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        rest = rest[at..]
            .find("*/")
            .map_or("", |end| &rest[at + end + 2..]);
    }
    out.push_str(rest);
    let lines = out
        .lines()
        .map(|line| match line.trim_start().starts_with("//") {
            true => "",
            false => line,
        });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_print_by_calls() {
        for code in [
            "_e( 'Weiter' );",
            "the_title();",
            "if ($a) { echo 'b'; }",
            "else: foo();",
            "$a->render();",
            "/* x */ _e('a')",
        ] {
            assert_eq!(printed_by(code), Some(Does::Print), "{code}");
        }
        for code in [
            "$a = foo();",
            "if (a()) :",
            "endif;",
            "foreach (a() as $b) {",
            "}",
            "return foo();",
        ] {
            assert_eq!(printed_by(code), None, "{code}");
        }
        assert_eq!(printed_by("echo '<ul>';"), Some(Does::PrintTags));
        assert_eq!(printed_by("checked( $a, 1 );"), Some(Does::Nothing));
    }
}
