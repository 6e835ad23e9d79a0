//! Recognises the language of a page by its marks.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use regex::{Regex, RegexSet, SetMatches};

use super::{
    COLDFUSION, EJS, ERB, FACES, FILE_INCLUDE, FLUID, FREEMARKER, GO, HANDLEBARS, HTML_TEMPLATE,
    HTML_TEMPLATE_TAGS, JINJA, JINJA_LINES, JSP, Language, MAKO, MARKED, MASON, PARTIALS, PHP,
    RAZOR, ROUNDCUBE, SERVER_SIDE, SMARTY, SQUARE_SMARTY, THYMELEAF, TOOLKIT, VELOCITY,
};

/// The language of a file named like HTML (or like a text), by its marks; `None` for a plain page.
pub fn by_marks(text: &str) -> Option<Language> {
    static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| Table::new().ok());
    TABLE.as_ref()?.language_of(text)
}

/// The evidence for a language; all conditions must hold.
#[derive(Clone, Copy)]
struct Row {
    language: Language,
    /// At least one of these occurs.
    any_of: &'static [&'static str],
    /// And at least one of these.
    and_any_of: &'static [&'static str],
    /// And none of these.
    none_of: &'static [&'static str],
    /// Patterns for marks that also occur in text, style and script, with their minimum number of matches.
    shapes: &'static [(&'static str, usize)],
    /// A check that no pattern can express.
    proves: Option<fn(&str) -> bool>,
}

impl Row {
    const fn of(language: Language, any_of: &'static [&'static str]) -> Self {
        Self {
            language,
            any_of,
            and_any_of: &[],
            none_of: &[],
            shapes: &[],
            proves: None,
        }
    }

    const fn with(mut self, and_any_of: &'static [&'static str]) -> Self {
        self.and_any_of = and_any_of;
        self
    }

    const fn without(mut self, none_of: &'static [&'static str]) -> Self {
        self.none_of = none_of;
        self
    }

    const fn shaped(mut self, shapes: &'static [(&'static str, usize)]) -> Self {
        self.shapes = shapes;
        self
    }

    const fn proven(mut self, proves: fn(&str) -> bool) -> Self {
        self.proves = Some(proves);
        self
    }
}

/// Lines of Python, ending with a colon.
const MAKO_LINE: &str =
    r"(?m)^\s*%\s*(?:(?:if|elif|for|while)\s.+:|else:|endif|endfor|endwhile)\s*$";
/// Lines of Perl, ending with a brace.
const MASON_LINE: &str = r"(?m)^%\s*(?:(?:(?:els)?if|unless|for|foreach|while)\b.*\{|\}|my\s.+;)";
/// Lines of Jinja, and their end lines.
const JINJA_LINE: &str = r"(?m)^[ \t]*#[ \t]+(?:if|for|block|with|macro)[ \t].+$";
const JINJA_LINE_END: &str = r"(?m)^[ \t]*#[ \t]+end(?:if|for|block|with|macro)\b";
/// `{{if .A}}`, `{{- range .A -}}`.
const GO_BLOCK: &str = r"\{\{-?\s*(?:if|with|range|define|block)\s+[^{}]{1,300}\}\}";
/// `[{$a}]`, `[{if $a}]`.
const SQUARE_SMARTY_TAG: &str =
    r"\[\{\s*(?:\$\w|/?(?:if|foreach|oxmultilang|block|include|assign)\b)[^}]{0,400}\}\]";
/// `{$a->b}`, `{if $a}`, `{/foreach}`.
const SMARTY_TAG: &str =
    r"\{(?:\$[A-Za-z_][\w.\->\[\]|:@']*|/(?:if|foreach|block)|(?:if|foreach) \$[^}]{1,200})\}";
/// `@if (a) {`, `@model A`, `class="@(a)"`.
const RAZOR_BLOCK: &str = r"(?m)^\s*@(?:if|foreach)\s*\([^)]*\)\s*\{|^@model\s|=\x22@(?:if|\()";

/// The first matching row decides.
const ROWS: &[Row] = &[
    // Unique tags come first, because their content may look like any other language. Faces before Fluid: both have
    // tags that start with `<f:`.
    Row::of(
        FACES,
        &[
            "xmlns:h=\"http",
            "xmlns:f=\"http",
            "<h:form",
            "<ui:composition",
            "<ui:define",
        ],
    )
    .with(&["<h:", "<f:", "<p:", "<ui:"])
    .without(&["typo3"]),
    // Before all languages with single braces, in which it prints.
    Row::of(FLUID, &["<f:", "{f:"]).with(&[
        "typo3.org/ns",
        "<f:form",
        "<f:if",
        "<f:for",
        "<f:layout",
        "<f:section",
    ]),
    Row::of(HTML_TEMPLATE, &HTML_TEMPLATE_TAGS),
    Row::of(ROUNDCUBE, &["<roundcube:"]),
    // Mako and Mason before other languages that print with `<%`.
    Row::of(
        MAKO,
        &[
            "<%inherit ",
            "<%namespace ",
            "<%def name=",
            "<%block name=",
            "<%include file=",
            "<%page ",
        ],
    ),
    Row::of(
        MASON,
        &[
            "</%init>", "</%INIT>", "</%args>", "</%ARGS>", "</%perl>", "</%PERL>", "</&>",
        ],
    ),
    // Program lines: Python in Mako, Perl in Mason.
    Row::of(MAKO, &["%"]).shaped(&[(MAKO_LINE, 2)]),
    Row::of(MASON, &["%"]).shaped(&[(MASON_LINE, 2)]),
    Row::of(JINJA_LINES, &["#"]).shaped(&[(JINJA_LINE, 1), (JINJA_LINE_END, 1)]),
    // Before ERB: both print with `<%=`.
    Row::of(JSP, &["<%@", "<c:if", "<c:choose", "<c:forEach", "<form:"]),
    // Before Velocity, whose `#if` occurs in its tags.
    Row::of(
        FREEMARKER,
        &[
            "<#if",
            "<#list",
            "<#assign",
            "<#macro",
            "<#include",
            "<#import",
        ],
    ),
    // Before Handlebars: a comment, `{{/* … */}}`, looks like the end of one of its blocks.
    Row::of(GO, &["{{"]).shaped(&[(GO_BLOCK, 1), (r"\{\{-?\s*end\s*-?\}\}", 1)]),
    // Before Jinja, whose comments start with the `{#` of its blocks.
    Row::of(
        HANDLEBARS,
        &["{{#if", "{{#each", "{{#unless", "{{> ", "{{/"],
    ),
    // A page may print single values in curly brackets for a script in the browser; only statements and comments count.
    Row::of(JINJA, &["{%"]).with(&["%}"]),
    Row::of(JINJA, &["{#"]).shaped(&[(r"\{#\s[^#<]*</?[a-z][^#]*#\}", 1)]),
    // Before languages with square brackets, in which it prints.
    Row::of(THYMELEAF, &["data-th-", "[[${", "[(${"]),
    Row::of(THYMELEAF, &["th:"]).shaped(&[(r"\sth:[a-z]+\s*=", 1)]),
    // Before everything that may occur in program text.
    Row::of(PHP, &["<?php", "<?="]),
    // Before ERB, in which `<%-` only strips blanks.
    Row::of(EJS, &["<%-"]).proven(prints_unescaped),
    Row::of(ERB, &["<%="]).with(&["%>"]),
    // Before Razor, whose `@if` occurs in `@@if`.
    Row::of(FILE_INCLUDE, &["@@include", "@@if", "@@loop"])
        .shaped(&[(r"@@(?:include|if|loop)\s*\(", 1)]),
    Row::of(SMARTY, &["{include"])
        .shaped(&[(r#"\{include(?:=|\s+file=|\s)\s*["'$][^{}\n]{1,200}\}"#, 1)]),
    Row::of(PARTIALS, &["[[>"]).shaped(&[(r"\[\[>\s*[\w./-]{1,80}", 1)]),
    Row::of(VELOCITY, &["#parse"]).shaped(&[(r#"#parse\s*\(\s*["'$]"#, 1)]),
    // A head completed by other files. With a title of its own, a page can be judged as it is.
    Row::of(SERVER_SIDE, &["<!--#include "])
        .with(&["<head"])
        .without(&["<title"]),
    Row::of(TOOLKIT, &["[%"]).shaped(&[(r"\[%[-+=~]?\s+[^%]{1,400}?%\]", 1)]),
    // Before Smarty with its usual delimiters, which occur in these: `[{$a}]`.
    Row::of(SQUARE_SMARTY, &["[{"]).shaped(&[(SQUARE_SMARTY_TAG, 1)]),
    Row::of(SMARTY, &["{$", "{/if}", "{/foreach}"]).shaped(&[(SMARTY_TAG, 1)]),
    Row::of(VELOCITY, &["#if", "#foreach"])
        .with(&["#end"])
        .shaped(&[(r"(?m)^\s*#(?:if|foreach)\s*\(", 1)]),
    // Angular's control flow looks alike; the text after a block distinguishes them.
    Row::of(RAZOR, &["@if", "@foreach", "@model"])
        .without(&["} @else", "@case (", "; track ", "@empty {", "@defer"])
        .shaped(&[(RAZOR_BLOCK, 1)]),
    Row::of(COLDFUSION, &["<cfif", "<cfoutput", "<cfloop"]),
    Row::of(MARKED, &["<dtml-var", "<dtml-if", "<dtml-in"]),
    // Mere replacement marks come last, because others may contain them. A single one may be literal text.
    Row::of(MARKED, &["###"]).shaped(&[(r"###[A-Z][A-Z0-9_]+###", 2)]),
    Row::of(MARKED, &["{"]).shaped(&[(r"\{[A-Z][A-Z0-9_]{2,}\}", 2)]),
    Row::of(MARKED, &["%"]).shaped(&[(r"%[a-zA-Z_][a-zA-Z_.]{2,}%", 2)]),
];

/// The rows, prepared for searching all marks at once.
struct Table {
    /// Each distinct mark of the rows.
    marks: RegexSet,
    rows: Vec<Prepared>,
}

/// A row with its marks as indexes of the set.
struct Prepared {
    row: &'static Row,
    any_of: Vec<usize>,
    and_any_of: Vec<usize>,
    none_of: Vec<usize>,
    /// Compiled when the marks of the row are found for the first time, because compiling takes longer than reading
    /// many pages.
    shapes: OnceLock<Vec<(Regex, usize)>>,
}

impl Table {
    fn new() -> Result<Self, regex::Error> {
        let mut positions: HashMap<&str, usize> = HashMap::new();
        let mut known: Vec<String> = Vec::new();
        let mut positions_of = |marks: &'static [&'static str]| -> Vec<usize> {
            let positions = marks.iter().map(|mark| {
                *positions.entry(*mark).or_insert_with(|| {
                    known.push(regex::escape(mark));
                    known.len() - 1
                })
            });
            positions.collect()
        };
        let mut rows = Vec::with_capacity(ROWS.len());
        for row in ROWS {
            rows.push(Prepared {
                row,
                any_of: positions_of(row.any_of),
                and_any_of: positions_of(row.and_any_of),
                none_of: positions_of(row.none_of),
                shapes: OnceLock::new(),
            });
        }
        let marks = RegexSet::new(known)?;
        Ok(Self { marks, rows })
    }

    fn language_of(&self, text: &str) -> Option<Language> {
        let found = self.marks.matches(text);
        let prepared = self.rows.iter().find(|row| row.holds(&found, text))?;
        Some(prepared.row.language)
    }
}

impl Prepared {
    /// Its patterns with their minimum number of matches.
    fn shapes(&self) -> &[(Regex, usize)] {
        self.shapes.get_or_init(|| {
            // Compiled in; a test compiles each.
            let shapes = self.row.shapes.iter();
            shapes
                .filter_map(|(shape, least)| Some((Regex::new(shape).ok()?, *least)))
                .collect()
        })
    }

    fn holds(&self, found: &SetMatches, text: &str) -> bool {
        let has_any = |marks: &[usize]| marks.iter().any(|mark| found.matched(*mark));
        let stands = |(shape, least): &(Regex, usize)| {
            // The rest of a long text need not be searched.
            shape.find_iter(text).take(*least).count() == *least
        };
        has_any(&self.any_of)
            && (self.and_any_of.is_empty() || has_any(&self.and_any_of))
            && !has_any(&self.none_of)
            && self.shapes().iter().all(stands)
            && self.row.proves.is_none_or(|proves| proves(text))
    }
}

/// Whether `<%-` prints, as in EJS: it contains a bare expression. In ERB it only strips blanks before a statement.
fn prints_unescaped(text: &str) -> bool {
    const STATEMENTS: [&str; 16] = [
        "if", "unless", "else", "elsif", "end", "case", "when", "for", "while", "until", "begin",
        "rescue", "do", "return", "next", "break",
    ];
    let mut codes = text
        .split("<%-")
        .skip(1)
        .filter_map(|rest| rest.split_once("%>"));
    codes.any(|(code, _)| {
        let is_trimmed = code.ends_with('-');
        let code = code.trim();
        let first = code
            .split(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
            .next()
            .unwrap_or_default();
        let opens_block = code.ends_with(" do") || code.ends_with('|') || code.ends_with('{');
        let assigns = code.contains(" = ") || code.contains("||=");
        !is_trimmed && !first.is_empty() && !STATEMENTS.contains(&first) && !opens_block && !assigns
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_looked_for() {
        let table = Table::new().expect("shapes are regular expressions");
        assert_eq!(table.rows.len(), ROWS.len());
        for row in ROWS {
            assert!(!row.any_of.is_empty(), "{}", row.language.name);
        }
        for row in &table.rows {
            assert_eq!(row.shapes().len(), row.row.shapes.len());
        }
    }

    #[test]
    fn languages_whose_marks_hold_those_of_others_come_before_them() {
        let marked = |text: &str| by_marks(text).map(|language| language.name);
        for (text, language) in [
            ("<h:form><f:if condition='a'>", "jsf"),
            ("<#if a>\n#if (b)\n#end", "freemarker"),
            ("{{/* a */}}{{if .A}}b{{end}}", "go"),
            ("{{#if a}}<b>{{/if}} {# <b> #}", "handlebars"),
            ("<p>[[${a}]] [[> b]]", "thymeleaf"),
            ("<%- a %><%= b %>", "ejs"),
            ("<%- if a -%><%= b %>", "erb"),
            ("@@if(a)\n@if (b) {", "file-include"),
            ("[{$a}]", "smarty"),
            ("# for a in b:\n<p>${a}</p>\n# endfor", "jinja"),
        ] {
            assert_eq!(marked(text), Some(language), "{text}");
        }
        assert_eq!(by_marks("[{$a}]"), Some(SQUARE_SMARTY));
        assert_eq!(marked("# for a in b:\n<p>a</p>"), None);
    }
}
