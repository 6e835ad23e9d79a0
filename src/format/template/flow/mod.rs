//! What the parts of a template do to the tree of its markup, for languages whose parts [`scan`](super::scan) does not
//! cut: programs between tags, and values with markup of their own.

mod astro;
mod coldfusion;
mod edge;
mod marko;
mod riot;
mod script;
mod templ;

pub use self::riot::is_riot;
use super::language::{ASTRO, COLDFUSION, EDGE, Language, MARKO, RIOT, TEMPL};
use crate::format::fragment::{Act, Begin, Dialect, End};
use crate::model::Span;

/// The effects of the parts of a template in text order, and what interprets its attributes; `None` for other languages
/// and for notations that are not read.
pub fn flow(source: &str, language: &Language) -> Option<(Vec<(Span, Act)>, Dialect)> {
    let (mut acts, dialect) = match *language {
        ASTRO => (astro::acts(source), Dialect::Compiled),
        RIOT => (riot::acts(source), Dialect::Compiled),
        MARKO => (marko::acts(source)?, Dialect::Compiled),
        EDGE => (edge::acts(source), Dialect::Server),
        TEMPL => (templ::acts(source), Dialect::Server),
        COLDFUSION => (coldfusion::acts(source), Dialect::Server),
        _ => return None,
    };
    acts.sort_by_key(|(span, _)| span.start);
    Some((acts, dialect))
}

/// Whether [`flow`] reads a language, or else nothing does.
pub fn is_read_by_flow(language: &Language) -> bool {
    [ASTRO, RIOT, MARKO, EDGE, TEMPL, COLDFUSION].contains(language)
}

/// The effects of parts, as they are collected.
#[derive(Default)]
struct Acts(Vec<(Span, Act)>);

impl Acts {
    fn add(&mut self, start: usize, end: usize, act: Act) {
        if start < end {
            self.0.push((Span::new(start, end), act));
        }
    }

    fn begin(&mut self, start: usize, end: usize, begin: Begin) {
        self.add(start, end, Act::Begin(begin));
    }

    fn end(&mut self, start: usize, end: usize, begin: Begin) {
        self.add(start, end, Act::End(End::Of(begin)));
    }

    /// Adds a second act at the place of the last one.
    fn also(&mut self, act: Act) {
        if let Some((span, _)) = self.0.last().copied() {
            self.0.push((span, act));
        }
    }
}

/// The position behind a text, from a position on; the end of the source if it does not occur.
fn behind(source: &str, from: usize, text: &str) -> usize {
    let rest = source.get(from..).unwrap_or_default();
    rest.find(text)
        .map_or(source.len(), |at| from + at + text.len())
}

/// The position behind an element whose content is not markup: `from` is that of its start tag.
fn behind_raw(source: &str, from: usize, name: &str) -> usize {
    let bytes = source.as_bytes();
    let mut at = from + 1;
    while let Some(found) = source.get(at..).and_then(|rest| rest.find("</")) {
        at += found + 2;
        let is_own = bytes
            .get(at..at + name.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()));
        if is_own {
            return behind(source, at, ">");
        }
    }
    source.len()
}

/// The name of a tag that starts at a position, with the position behind the name; `None` if no tag starts there.
fn tag_name(source: &str, at: usize) -> Option<(&str, usize)> {
    let rest = source.get(at..)?.strip_prefix('<')?;
    if !rest.starts_with(|ch: char| ch.is_ascii_alphabetic()) {
        return None;
    }
    let end = rest.find(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '-' | ':' | '_' | '.')));
    let name = &rest[..end.unwrap_or(rest.len())];
    Some((name, at + 1 + name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The acts of a source, each as its text and a sign.
    pub(super) fn told(source: &str, language: &Language) -> Vec<String> {
        let (acts, _) = flow(source, language).unwrap_or((Vec::new(), Dialect::Server));
        let sign = |act: Act| match act {
            Act::Print | Act::PrintTags => "=",
            Act::Nothing => "-",
            Act::Extend => "^",
            Act::Store | Act::EndStore => "@",
            Act::Begin(_) => "+",
            Act::Otherwise => "|",
            Act::End(_) => "/",
        };
        let text = |span: Span| source.get(span.range()).unwrap_or_default();
        acts.into_iter()
            .map(|(span, act)| format!("{}{}", sign(act), text(span)))
            .collect()
    }

    #[test]
    fn parts_are_told_apart() {
        let cases: [(&Language, &str, &[&str]); 16] = [
            (
                &ASTRO,
                "---\nconst a = '<p>';\n---\n<p class={a}>{b}</p>",
                &["----\nconst a = '<p>';\n---", "={a}", "={b}"],
            ),
            (&ASTRO, "{a && <p>{b}</p>}", &["+{a && ", "={b}", "/}"]),
            (
                &ASTRO,
                "{a ? (<p>x</p>) : (<b>y</b>)}",
                &["+{a ? (", "|) : (", "/)}"],
            ),
            (
                &ASTRO,
                "<ul>{list.map((one) => <li>{one}<br>c</li>)}</ul>",
                &["+{list.map((one) => ", "={one}", "/)}"],
            ),
            (
                &ASTRO,
                "{/* <p> */}<style>a{b:c}</style>{a < b}",
                &["-{/* <p> */}", "={a < b}"],
            ),
            (
                &RIOT,
                "<my-list>\n<li each={ a in b } title=\"a { c }\">{ a.n }</li>\n<script>export default {}</script>\n</my-list>",
                &[
                    "-<my-list>",
                    "={ a in b }",
                    "={ c }",
                    "={ a.n }",
                    "-</my-list>",
                ],
            ),
            (
                &EDGE,
                "@if(a)\n<p>{{ b }}</p>\n@else\n{{-- c --}}\n@end\na@b.de @{{ d }}",
                &[
                    "+@if(a)",
                    "={{ b }}",
                    "|@else",
                    "-{{-- c --}}",
                    "/@end",
                    "-@",
                ],
            ),
            (
                &EDGE,
                "@each(a in b)\n@!card({\n  c: 1\n})\n@end\n@card()\n<p>\n@end",
                &[
                    "+@each(a in b)",
                    "=@!card({\n  c: 1\n})",
                    "/@end",
                    "+@card()",
                    "/@end",
                ],
            ),
            (
                &TEMPL,
                "package a\n\ntempl b(c string) {\n\t<p>{ c }</p>\n}\n",
                &["+package a\n\ntempl b(c string) {", "={ c }", "/}", "-\n"],
            ),
            (
                &TEMPL,
                "templ a() {\n\tif b {\n\t\t<p></p>\n\t} else {\n\t\t@c(d)\n\t}\n}",
                &["+templ a() {", "+if b {", "|} else {", "=@c(d)", "/}", "/}"],
            ),
            (
                &COLDFUSION,
                "<cfset a = 1><cfif b><a href=\"#top\">x</a><cfelse><cfoutput>#c# ##</cfoutput></cfif>",
                &[
                    "-<cfset a = 1>",
                    "+<cfif b>",
                    "|<cfelse>",
                    "-<cfoutput>",
                    "=#c#",
                    "-#",
                    "-</cfoutput>",
                    "/</cfif>",
                ],
            ),
            (
                &COLDFUSION,
                "<!--- <p> <!--- x ---> ---><cfoutput query=\"a\"><p>#b#</p></cfoutput><cfquery name=\"c\">select <b></cfquery>",
                &[
                    "-<!--- <p> <!--- x ---> --->",
                    "+<cfoutput query=\"a\">",
                    "=#b#",
                    "/</cfoutput>",
                    "-<cfquery name=\"c\">select <b></cfquery>",
                ],
            ),
            (
                &MARKO,
                "<if=a><p>${b}</p></if>\n<else><b/></else>",
                &["+<if=a>", "=${b}", "-</if>", "|<else>", "/</else>"],
            ),
            (
                &MARKO,
                "<for|one| of=list><li title=one.name lang=\"de\">x</li></for>",
                &["+<for|one| of=list>", "=one.name", "/</for>"],
            ),
            (
                &MARKO,
                "import a from \"b\"\nclass {\n  c() { d < e }\n}\n$ const f = 1;\n<button onClick() { g > h }>i</button>",
                &[
                    "-import a from \"b\"",
                    "-class {\n  c() { d < e }\n}",
                    "-$ const f = 1;",
                    "-() { g > h }",
                ],
            ),
            (&MARKO, "div\n  p -- a\n", &[]),
        ];
        for (language, source, expected) in cases {
            assert_eq!(told(source, language), expected, "{source}");
        }
    }
}
