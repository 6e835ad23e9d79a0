//! Directives that start with a sign: FreeMarker's `<#if>`, Velocity's `#if`, Blade's `@if`.

use std::collections::HashSet;

use super::super::branch::labels;
use super::super::parser::expression;
use super::super::piece::{Act, End, PieceKind};
use super::super::statement;
use super::{Found, Scanner, comment, end_of, path_length, trim};
use crate::format::logic::Expression;
use crate::model::Span;

/// Blade directives that enclose markup, by their end: `@role('a') … @endrole`.
#[derive(Default)]
pub(super) struct Pairs<'t>(HashSet<&'t str>);

impl<'t> Pairs<'t> {
    /// The pairs of a template.
    pub(super) fn of(source: &'t str) -> Self {
        let ends = source.split("@end").skip(1).map(|rest| {
            let length = rest.find(|ch: char| !ch.is_alphabetic());
            &rest[..length.unwrap_or(rest.len())]
        });
        Self(ends.filter(|name| !name.is_empty()).collect())
    }

    /// The effect of a directive that is not part of Blade; it decides who sees its content.
    fn act(&self, word: &str) -> Option<Act> {
        let ends = |name: &str| self.0.contains(name);
        match (word.strip_prefix("end"), word.strip_prefix("else")) {
            (Some(name), _) if ends(name) => Some(Act::End(End::If)),
            (_, Some(name)) if ends(name) => Some(Act::ElseIf(Expression::unknown())),
            _ => ends(word).then(|| Act::If(Expression::unknown())),
        }
    }
}

impl Scanner<'_> {
    pub(super) fn freemarker(&self, at: usize) -> Option<Found> {
        let rest = self.source.get(at..)?;
        if let Some(found) = self.between(at, "<#--", "-->") {
            return Some(comment(found));
        }
        let (opens, close) = match rest.as_bytes().first()? {
            b'<' => ('<', b'>'),
            b'[' => ('[', b']'),
            _ => return None,
        };
        let rest = rest.strip_prefix(opens)?;
        let closes = rest.starts_with('/');
        let rest = rest.trim_start_matches('/');
        let macros = rest.starts_with('@');
        let name = rest.strip_prefix(['#', '@'])?;
        let length = name
            .find(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
            .unwrap_or(name.len());
        let (name, behind) = name.split_at(length);
        let end = end_of(behind, close)?;
        let start = self.source.len() - behind.len();
        let whole = start + end + 1 - at;
        let arguments = behind.get(..end)?.trim_end_matches('/');
        let arguments = trim(self.source, Span::new(start, start + arguments.len()));
        let act = if macros {
            Act::Other
        } else {
            statement::directive(self.source, name, closes, arguments, true)
        };
        Some((whole, vec![PieceKind::Act(act)]))
    }

    pub(super) fn velocity(&self, at: usize) -> Option<Found> {
        let rest = self.source.get(at..)?;
        if rest.starts_with("##") {
            let end = rest.find('\n').unwrap_or(rest.len());
            return Some((end, vec![PieceKind::Comment]));
        }
        if let Some(found) = self.between(at, "#*", "*#") {
            return Some(comment(found));
        }
        if let Some(name) = rest.strip_prefix('#') {
            let bare = name.trim_start_matches('{');
            let braced = name.len() - bare.len();
            let length = bare
                .find(|ch: char| !ch.is_alphabetic())
                .unwrap_or(bare.len());
            let word = bare.get(..length)?;
            const KNOWN: [&str; 13] = [
                "if", "elseif", "else", "end", "foreach", "set", "macro", "define", "parse",
                "include", "break", "stop", "evaluate",
            ];
            if !KNOWN.contains(&word) {
                return None;
            }
            let mut whole = 1 + braced + length;
            whole += closing_braces(rest.get(whole..)?, braced);
            let mut arguments = Span::new(at + whole, at + whole);
            if let Some(inside) = rest
                .get(whole..)
                .map(str::trim_start)
                .and_then(|rest| rest.strip_prefix('('))
                && !matches!(word, "else" | "end")
            {
                let start = self.source.len() - inside.len();
                let end = end_of(inside, b')')?;
                arguments = trim(self.source, Span::new(start, start + end));
                whole = start + end + 1 - at;
            }
            let act = statement::directive(self.source, word, false, arguments, false);
            return Some((whole, vec![PieceKind::Act(act)]));
        }
        let name = rest.strip_prefix('$')?;
        let bare = name.trim_start_matches(['!', '{']);
        if !bare.starts_with(|ch: char| ch.is_alphabetic() || ch == '_') {
            return None;
        }
        let sigils = name.get(..name.len() - bare.len())?;
        let length = path_length(bare);
        let start = at + rest.len() - bare.len();
        let closing = closing_braces(bare.get(length..)?, sigils.matches('{').count());
        let whole = start + length - at + closing;
        Some((whole, vec![self.print(Span::new(start, start + length))]))
    }

    /// Like Blade, with other templates called by path.
    pub(super) fn jte(&self, at: usize) -> Option<Found> {
        let rest = self.source.get(at + 1..)?;
        if ["template.", "layout.", "tag."]
            .iter()
            .any(|call| rest.starts_with(call))
        {
            return Some((path_length(rest) + 1, vec![PieceKind::Act(Act::Other)]));
        }
        if ["param ", "import "]
            .iter()
            .any(|word| rest.starts_with(word))
        {
            let end = rest.find('\n').unwrap_or(rest.len());
            return Some((end + 1, vec![PieceKind::Act(Act::Quiet)]));
        }
        self.blade(at)
    }

    pub(super) fn blade(&self, at: usize) -> Option<Found> {
        let rest = self.source.get(at + 1..)?;
        let before = self.source.get(..at)?.chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let length = rest
            .find(|ch: char| !ch.is_alphabetic())
            .unwrap_or(rest.len());
        let word = rest.get(..length)?;
        let mut whole = 1 + length;
        let mut arguments = Span::new(at + whole, at + whole);
        let behind = rest.get(length..)?;
        if word == "php" && self.language.php && !behind.trim_start_matches(' ').starts_with('(') {
            return self.blade_code(at);
        }
        let gap = behind.len() - behind.trim_start_matches(' ').len();
        if let Some(inside) = behind.trim_start_matches(' ').strip_prefix('(') {
            let end = end_of(inside, b')')?;
            let start = at + 1 + length + gap + 1;
            arguments = trim(self.source, Span::new(start, start + end));
            whole = start + end + 1 - at;
        }
        let read = || expression(self.source, arguments, false);
        let act = match word {
            "if" => Act::If(read()),
            "unless" => Act::If(read().negated()),
            "isset" | "auth" | "guest" | "can" | "empty" | "error" | "hasSection" | "env"
            | "production" => Act::If(Expression::unknown()),
            "elseif" => Act::ElseIf(read()),
            "else" => Act::Else,
            "endif" | "endunless" | "endisset" | "endauth" | "endguest" | "endcan" | "endempty"
            | "enderror" | "endenv" | "endproduction" => Act::End(End::If),
            "switch" => Act::Switch(read()),
            "case" => Act::Case(labels(vec![read()])),
            "default" => Act::Else,
            "endswitch" => Act::End(End::Switch),
            "foreach" | "for" | "forelse" | "while" => Act::Loop,
            "endforeach" | "endfor" | "endforelse" | "endwhile" => Act::End(End::Loop),
            "extends" => Act::Extends,
            "include" | "includeIf" | "includeWhen" | "includeUnless" | "includeFirst" | "each"
            | "component" | "endcomponent" | "slot" | "endslot" | "livewire" | "yield" | "lang"
            | "choice" | "json" | "js" | "stack" | "parent" | "show" | "dump" => Act::Other,
            "selected" | "checked" | "disabled" | "class" | "style" | "csrf" | "method"
            | "section" | "endsection" | "break" | "continue" | "php" | "endphp" | "push"
            | "endpush" | "stop" | "endlang" | "required" | "readonly" | "props" => Act::Quiet,
            _ => self.pairs.act(word)?,
        };
        Some((whole, vec![PieceKind::Act(act)]))
    }
}

impl Scanner<'_> {
    /// `@php … @endphp`: program, whatever tags its strings hold.
    fn blade_code(&self, at: usize) -> Option<Found> {
        const OPENS: &str = "@php";
        const CLOSES: &str = "@endphp";
        /// Longer blocks are programs of their own.
        const LONGEST: usize = 20_000;
        let inside = self.source.get(at + OPENS.len()..)?;
        let inside = &inside[..inside.floor_char_boundary(LONGEST)];
        let length = inside.find(CLOSES)?;
        let start = at + OPENS.len();
        let acts = statement::program(self.source, Span::new(start, start + length), false);
        let kind = match acts.contains(&Act::Other) {
            true => Act::Other,
            false => Act::Quiet,
        };
        Some((
            OPENS.len() + length + CLOSES.len(),
            vec![PieceKind::Act(kind)],
        ))
    }
}

/// How many of the opened braces are closed at the start of `rest`.
///
/// A template that breaks off in the middle of a name closes none.
fn closing_braces(rest: &str, opened: usize) -> usize {
    rest.bytes()
        .take(opened)
        .take_while(|&byte| byte == b'}')
        .count()
}
