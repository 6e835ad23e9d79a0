//! The language of a page by the marks that stand in it.

use std::sync::OnceLock;

use regex::Regex;

use super::{
    EJS, ERB, FACES, FILE_INCLUDE, FLUID, FREEMARKER, GO, HANDLEBARS, HTML_TEMPLATE, JINJA, JSP,
    Language, MAKO, MARKED, MASON, PARTIALS, PHP, RAZOR, ROUNDCUBE, SERVER_SIDE, SMARTY,
    SQUARE_SMARTY, THYMELEAF, TOOLKIT, VELOCITY, is_html_template,
};

/// The language of a file that is named like HTML (or like a text), by its marks; `None`: a page.
pub fn by_marks(text: &str) -> Option<Language> {
    let has = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    if has(&[
        "xmlns:h=\"http",
        "xmlns:f=\"http",
        "<h:form",
        "<ui:composition",
        "<ui:define",
    ]) && has(&["<h:", "<f:", "<p:", "<ui:"])
        && !has(&["typo3"])
    {
        return Some(FACES);
    }
    if has(&["<f:", "{f:"])
        && has(&[
            "typo3.org/ns",
            "<f:form",
            "<f:if",
            "<f:for",
            "<f:layout",
            "<f:section",
        ])
    {
        return Some(FLUID);
    }
    if is_html_template(text) {
        return Some(HTML_TEMPLATE);
    }
    if has(&["<roundcube:"]) {
        return Some(ROUNDCUBE);
    }
    if has(&[
        "<%inherit ",
        "<%namespace ",
        "<%def name=",
        "<%block name=",
        "<%include file=",
        "<%page ",
    ]) {
        return Some(MAKO);
    }
    if has(&[
        "</%init>", "</%INIT>", "</%args>", "</%ARGS>", "</%perl>", "</%PERL>", "</&>",
    ]) {
        return Some(MASON);
    }
    if has(&["%"]) && counted(text, Marks::MakoLine) > 1 {
        return Some(MAKO);
    }
    if has(&["%"]) && counted(text, Marks::MasonLine) > 1 {
        return Some(MASON);
    }
    if has(&["<%@", "<c:if", "<c:choose", "<c:forEach", "<form:"]) {
        return Some(JSP);
    }
    if has(&[
        "<#if",
        "<#list",
        "<#assign",
        "<#macro",
        "<#include",
        "<#import",
    ]) {
        return Some(FREEMARKER);
    }
    if has(&["{{"]) && counted(text, Marks::GoBlock) > 0 && counted(text, Marks::GoEnd) > 0 {
        return Some(GO);
    }
    if has(&["{{#if", "{{#each", "{{#unless", "{{> ", "{{/"]) {
        return Some(HANDLEBARS);
    }
    // A page may print single values in curly brackets for a script in the browser.
    let is_jinja = has(&["{%"]) && has(&["%}"]);
    if is_jinja || has(&["{#"]) && counted(text, Marks::Remark) > 0 {
        return Some(JINJA);
    }
    if has(&["data-th-", "[[${", "[(${"]) || has_thymeleaf(text) {
        return Some(THYMELEAF);
    }
    if has(&["<?php", "<?="]) {
        return Some(PHP);
    }
    if has(&["<%-"]) && prints_unescaped(text) {
        return Some(EJS);
    }
    if has(&["<%="]) && has(&["%>"]) {
        return Some(ERB);
    }
    let bracketed = |marks: Marks| counted(text, marks) > 0;
    if has(&["@@include", "@@if", "@@loop"]) && bracketed(Marks::FileInclude) {
        return Some(FILE_INCLUDE);
    }
    if has(&["{include"]) && bracketed(Marks::SmartyInclude) {
        return Some(SMARTY);
    }
    if has(&["[[>"]) && bracketed(Marks::Partial) {
        return Some(PARTIALS);
    }
    if has(&["#parse"]) && bracketed(Marks::VelocityInclude) {
        return Some(VELOCITY);
    }
    // A head that other files complete. With a title of its own, a page can be judged as it stands.
    if has(&["<!--#include "]) && has(&["<head"]) && !has(&["<title"]) {
        return Some(SERVER_SIDE);
    }
    if has(&["[%"]) && bracketed(Marks::Toolkit) {
        return Some(TOOLKIT);
    }
    if has(&["[{"]) && bracketed(Marks::SquareSmarty) {
        return Some(SQUARE_SMARTY);
    }
    if has(&["{$", "{/if}", "{/foreach}"]) && bracketed(Marks::Smarty) {
        return Some(SMARTY);
    }
    if has(&["#if", "#foreach"]) && has(&["#end"]) && bracketed(Marks::Velocity) {
        return Some(VELOCITY);
    }
    // Control flow of Angular looks alike; what follows a block tells them apart.
    let is_component = has(&["} @else", "@case (", "; track ", "@empty {", "@defer"]);
    if has(&["@if", "@foreach", "@model"]) && !is_component && bracketed(Marks::Razor) {
        return Some(RAZOR);
    }
    if has(&[
        "<cfif",
        "<cfoutput",
        "<cfloop",
        "<dtml-var",
        "<dtml-if",
        "<dtml-in",
    ]) {
        return Some(MARKED);
    }
    // One alone may be meant as it stands.
    let several = |marks: Marks| counted(text, marks) > 1;
    let replaced = (has(&["###"]) && several(Marks::Hashes))
        || (has(&["{"]) && several(Marks::Capitals))
        || (has(&["%"]) && several(Marks::Percents));
    replaced.then_some(MARKED)
}

/// Marks that only their whole shape tells from text, style and script.
#[derive(Clone, Copy)]
enum Marks {
    Toolkit,
    SquareSmarty,
    Smarty,
    Velocity,
    Razor,
    Hashes,
    Capitals,
    Percents,
    FileInclude,
    SmartyInclude,
    Partial,
    VelocityInclude,
    MakoLine,
    MasonLine,
    GoBlock,
    GoEnd,
    Remark,
}

/// How often marks stand in a text; two are as many as anybody asks for.
fn counted(text: &str, marks: Marks) -> usize {
    static SHAPES: OnceLock<Vec<Option<Regex>>> = OnceLock::new();
    let shapes = SHAPES.get_or_init(|| {
        [
            r"\[%[-+=~]?\s+[^%]{1,400}?%\]",
            r"\[\{\s*(?:\$\w|/?(?:if|foreach|oxmultilang|block|include|assign)\b)[^}]{0,400}\}\]",
            r"\{(?:\$[A-Za-z_][\w.\->\[\]|:@']*|/(?:if|foreach|block)|(?:if|foreach) \$[^}]{1,200})\}",
            r"(?m)^\s*#(?:if|foreach)\s*\(",
            r"(?m)^\s*@(?:if|foreach)\s*\([^)]*\)\s*\{|^@model\s|=\x22@(?:if|\()",
            r"###[A-Z][A-Z0-9_]+###",
            r"\{[A-Z][A-Z0-9_]{2,}\}",
            r"%[a-zA-Z_][a-zA-Z_.]{2,}%",
            r"@@(?:include|if|loop)\s*\(",
            r#"\{include(?:=|\s+file=|\s)\s*["'$][^{}\n]{1,200}\}"#,
            r"\[\[>\s*[\w./-]{1,80}",
            r#"#parse\s*\(\s*["'$]"#,
            r"(?m)^\s*%\s*(?:(?:if|elif|for|while)\s[^\n]{1,300}:|else:|endif|endfor|endwhile)\s*$",
            r"(?m)^%\s*(?:(?:(?:els)?if|unless|for|foreach|while)\b[^\n]{0,300}\{|\}|my\s[^\n]{1,300};)",
            r"\{\{-?\s*(?:if|with|range|define|block)\s+[^{}]{1,300}\}\}",
            r"\{\{-?\s*end\s*-?\}\}",
            r"\{#\s[^#<]*</?[a-z][^#]*#\}",
        ]
        .into_iter()
        .map(|shape| Regex::new(shape).ok())
        .collect()
    });
    let shape = shapes.get(marks as usize).and_then(Option::as_ref);
    shape.map_or(0, |shape| shape.find_iter(text).take(2).count())
}

/// Whether `<%-` prints, as in EJS: a bare expression stands in it. In ERB it only takes blanks away before a statement.
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

/// `th:text="…"` and its like.
fn has_thymeleaf(text: &str) -> bool {
    static ATTRIBUTE: OnceLock<Option<Regex>> = OnceLock::new();
    ATTRIBUTE
        .get_or_init(|| Regex::new(r"\sth:[a-z]+\s*=").ok())
        .as_ref()
        .is_some_and(|attribute| attribute.is_match(text))
}
