//! Recognises the template language of a file: by its name, for HTML by its content.

mod marks;

use super::indented::Dialect;

pub use marks::by_marks;

/// The marks of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Name for explanations.
    pub name: &'static str,
    /// `{{ … }}`, `{% … %}`, `{…}`.
    pub curly: Curly,
    /// `<% … %>`.
    pub percent: Percent,
    /// `<?php … ?>`.
    pub php: bool,
    /// `${…}`, `#{…}`.
    pub dollar: bool,
    /// `<c:if test="…">`, `<xsl:when test="…">`.
    pub tags: bool,
    /// `<#if …>`, `#if(…)`, `<TMPL_IF …>`.
    pub hash: Hash,
    /// `@if (…) {`, `@if(…)`.
    pub at: At,
    /// `th:if="…"`, `rendered="…"`.
    pub attributes: bool,
    /// `[% … %]`, `[{ … }]`.
    pub square: Square,
    /// Indentation instead of end tags.
    pub indented: Option<Dialect>,
    /// Names between marks of any kind, which some program replaces.
    pub placeholders: bool,
}

/// Languages that use square brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Square {
    No,
    Toolkit,
    Smarty,
    /// `[[> … ]]`.
    Partials,
}

/// Languages that use curly brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curly {
    No,
    Jinja,
    Handlebars,
    Blade,
    Smarty,
    Go,
    /// `{…}`.
    Braces,
}

/// Languages that use percent signs: `<% … %>`, `% if …:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Percent {
    No,
    Ruby,
    Script,
    Java,
    Mako,
    Mason,
}

/// Languages that use number signs, and elements or comments in their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    No,
    FreeMarker,
    Velocity,
    HtmlTemplate,
    /// `<!--#include …-->`.
    ServerSide,
    /// Lines of Jinja: `# for zone in zones:`.
    JinjaLines,
}

/// Languages that use at signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    No,
    Razor,
    Blade,
    /// `@if(…)`, `@template.head()`.
    Jte,
    /// `@@include(…)`.
    FileInclude,
}

const NONE: Language = Language {
    name: "",
    curly: Curly::No,
    percent: Percent::No,
    php: false,
    dollar: false,
    tags: false,
    hash: Hash::No,
    at: At::No,
    attributes: false,
    square: Square::No,
    indented: None,
    placeholders: false,
};
/// Twig, Jinja, Django, Liquid, Nunjucks.
pub const JINJA: Language = Language {
    name: "jinja",
    curly: Curly::Jinja,
    ..NONE
};
/// Jinja with statements in lines of their own, as Trac sets it up.
const JINJA_LINES: Language = Language {
    dollar: true,
    hash: Hash::JinjaLines,
    ..JINJA
};
/// Handlebars, Mustache, Ember.
pub const HANDLEBARS: Language = Language {
    name: "handlebars",
    curly: Curly::Handlebars,
    ..NONE
};
const ERB: Language = Language {
    name: "erb",
    percent: Percent::Ruby,
    ..NONE
};
const EJS: Language = Language {
    name: "ejs",
    percent: Percent::Script,
    ..NONE
};
const JSP: Language = Language {
    name: "jsp",
    percent: Percent::Java,
    dollar: true,
    tags: true,
    ..NONE
};
/// Web Forms.
const ASPX: Language = Language {
    name: "aspx",
    percent: Percent::Java,
    ..NONE
};
const GSP: Language = Language { name: "gsp", ..JSP };
const FACES: Language = Language {
    name: "jsf",
    dollar: true,
    tags: true,
    attributes: true,
    ..NONE
};
const XSLT: Language = Language {
    name: "xslt",
    tags: true,
    ..NONE
};
const FREEMARKER: Language = Language {
    name: "freemarker",
    dollar: true,
    hash: Hash::FreeMarker,
    ..NONE
};
const VELOCITY: Language = Language {
    name: "velocity",
    hash: Hash::Velocity,
    ..NONE
};
const MAKO: Language = Language {
    name: "mako",
    percent: Percent::Mako,
    ..NONE
};
/// `html/template` of Go, Hugo, Helm.
const GO: Language = Language {
    name: "go",
    curly: Curly::Go,
    ..NONE
};
/// Components of Perl's Mason.
const MASON: Language = Language {
    name: "mason",
    percent: Percent::Mason,
    ..NONE
};
/// Files combined by gulp-file-include.
const FILE_INCLUDE: Language = Language {
    name: "file-include",
    at: At::FileInclude,
    ..NONE
};
/// Partials in square brackets.
const PARTIALS: Language = Language {
    name: "partials",
    square: Square::Partials,
    ..NONE
};
/// Server-side includes of web servers.
const SERVER_SIDE: Language = Language {
    name: "server-side-includes",
    hash: Hash::ServerSide,
    ..NONE
};
/// Perl's HTML::Template.
const HTML_TEMPLATE: Language = Language {
    name: "html-template",
    hash: Hash::HtmlTemplate,
    ..NONE
};
const RAZOR: Language = Language {
    name: "razor",
    at: At::Razor,
    ..NONE
};
/// Templates of Play.
pub const TWIRL: Language = Language {
    name: "twirl",
    ..RAZOR
};
/// Templates of Phoenix: values may be in braces.
const HEEX: Language = Language {
    name: "heex",
    curly: Curly::Braces,
    ..ERB
};
/// Templates of Java and Kotlin.
const JTE: Language = Language {
    name: "jte",
    percent: Percent::Java,
    dollar: true,
    at: At::Jte,
    ..NONE
};
const BLADE: Language = Language {
    name: "blade",
    curly: Curly::Blade,
    php: true,
    at: At::Blade,
    ..NONE
};
const SMARTY: Language = Language {
    name: "smarty",
    curly: Curly::Smarty,
    php: true,
    ..NONE
};
/// Marks in word processor letters for any program.
pub const LETTER: Language = Language {
    name: "letter",
    curly: Curly::Jinja,
    dollar: true,
    hash: Hash::FreeMarker,
    placeholders: true,
    ..NONE
};
/// Expressions between the text of components and page templates, without statements of their own.
pub const EXPRESSIONS: Language = Language {
    name: "expressions",
    curly: Curly::Jinja,
    dollar: true,
    placeholders: true,
    ..NONE
};
/// PHP between HTML.
pub const PHP: Language = Language {
    name: "php",
    php: true,
    ..NONE
};
const THYMELEAF: Language = Language {
    name: "thymeleaf",
    attributes: true,
    ..NONE
};
/// Template Toolkit.
const TOOLKIT: Language = Language {
    name: "template-toolkit",
    square: Square::Toolkit,
    ..NONE
};
/// Smarty with custom delimiters, as in OXID.
const SQUARE_SMARTY: Language = Language {
    name: "smarty",
    square: Square::Smarty,
    ..NONE
};
/// Marks replaced by some program: `###NAME###`, `{NAME}`, `%name%`, tags of Zope.
const MARKED: Language = Language {
    name: "marked",
    placeholders: true,
    ..NONE
};
/// Page templates of Zope and Chameleon: their logic is in attributes, which are read with the markup.
const ZOPE: Language = Language {
    name: "zope",
    dollar: true,
    ..NONE
};
/// Skins of Roundcube: its own elements between those of HTML.
const ROUNDCUBE: Language = Language {
    name: "roundcube",
    tags: true,
    ..NONE
};
const FLUID: Language = Language {
    name: "fluid",
    tags: true,
    curly: Curly::No,
    ..NONE
};
/// Components with markup in their values.
pub const ASTRO: Language = Language {
    name: "astro",
    curly: Curly::Braces,
    ..NONE
};
/// Components with values in braces.
pub const RIOT: Language = Language {
    name: "riot",
    ..ASTRO
};
/// Components whose attributes are expressions.
pub const MARKO: Language = Language {
    name: "marko",
    dollar: true,
    ..NONE
};
/// Templates of Adonis.
pub const EDGE: Language = Language {
    name: "edge",
    curly: Curly::Blade,
    ..NONE
};
/// Templates of Go with functions around their markup.
pub const TEMPL: Language = Language {
    name: "templ",
    ..NONE
};
/// Tags and values of ColdFusion.
pub const COLDFUSION: Language = Language {
    name: "coldfusion",
    ..NONE
};
const HAML: Language = Language {
    name: "haml",
    indented: Some(Dialect::Haml),
    ..NONE
};
const SLIM: Language = Language {
    name: "slim",
    indented: Some(Dialect::Slim),
    ..NONE
};
const PUG: Language = Language {
    name: "pug",
    indented: Some(Dialect::Pug),
    ..NONE
};

impl Language {
    /// Whether the tree of its markup is read. Not followed: XML transformations, and marks replaced by some program.
    pub fn is_followed(&self) -> bool {
        ![XSLT, MARKED].contains(self)
    }
}

impl Dialect {
    /// The language of the lines after conversion to end tags.
    pub const fn markup(self) -> Language {
        match self {
            Self::Haml | Self::Slim => ERB,
            Self::Pug => EJS,
        }
    }
}

/// File extensions with their languages, the longest first.
const ENDINGS: &[(&str, Language)] = &[
    (".blade.php", BLADE),
    (".scala.html", TWIRL),
    (".jspx", JSP),
    (".jspf", JSP),
    (".jsp", JSP),
    (".tag", JSP),
    (".tagx", JSP),
    (".gsp", GSP),
    (".aspx", ASPX),
    (".ascx", ASPX),
    (".master", ASPX),
    (".xsl", XSLT),
    (".xslt", XSLT),
    (".twig", JINJA),
    (".j2", JINJA),
    (".jinja", JINJA),
    (".jinja2", JINJA),
    (".njk", JINJA),
    (".volt", JINJA),
    (".liquid", JINJA),
    (".hbs", HANDLEBARS),
    (".handlebars", HANDLEBARS),
    (".mustache", HANDLEBARS),
    (".erb", ERB),
    (".rhtml", ERB),
    (".eex", ERB),
    (".leex", ERB),
    (".heex", HEEX),
    (".jte", JTE),
    (".kte", JTE),
    (".ejs", EJS),
    (".eta", EJS),
    (".ep", EJS),
    (".astro", ASTRO),
    (".riot", RIOT),
    (".marko", MARKO),
    (".edge", EDGE),
    (".templ", TEMPL),
    (".haml", HAML),
    (".slim", SLIM),
    (".pug", PUG),
    (".jade", PUG),
    (".gohtml", GO),
    (".latte", SMARTY),
    (".tpl", SMARTY),
    (".smarty", SMARTY),
    (".cshtml", RAZOR),
    (".vbhtml", RAZOR),
    (".razor", RAZOR),
    (".tt", TOOLKIT),
    (".tt2", TOOLKIT),
    (".cfm", COLDFUSION),
    (".cfml", COLDFUSION),
    (".dtml", MARKED),
    (".ftl", FREEMARKER),
    (".ftlh", FREEMARKER),
    (".ftlx", FREEMARKER),
    (".vm", VELOCITY),
    (".vtl", VELOCITY),
    (".vt", VELOCITY),
    (".mako", MAKO),
    (".mak", MAKO),
    (".pt", ZOPE),
    (".zpt", ZOPE),
];

/// Extensions for help texts.
pub const EXTENSIONS: &[&str] = &[
    "jsp",
    "jspx",
    "jspf",
    "tag",
    "gsp",
    "aspx",
    "ascx",
    "master",
    "xhtml",
    "xsl",
    "xslt",
    "twig",
    "j2",
    "jinja",
    "jinja2",
    "njk",
    "volt",
    "liquid",
    "hbs",
    "handlebars",
    "mustache",
    "erb",
    "eex",
    "leex",
    "heex",
    "jte",
    "kte",
    "ejs",
    "eta",
    "ep",
    "astro",
    "riot",
    "marko",
    "edge",
    "templ",
    "haml",
    "slim",
    "pug",
    "jade",
    "gohtml",
    "latte",
    "tpl",
    "cshtml",
    "razor",
    "ftl",
    "ftlh",
    "vm",
    "vt",
    "mako",
    "mak",
    "tt",
    "tt2",
    "cfm",
    "cfml",
    "dtml",
    "pt",
    "zpt",
];

/// The language of a file whose extension several languages share; `None` if it is in none of them.
pub fn of_shared_ending(named: Language, text: &str) -> Option<Language> {
    match named {
        SMARTY if is_html_template(text) => Some(HTML_TEMPLATE),
        // Rules for make have the same extension.
        MAKO => text.contains('<').then_some(MAKO),
        ZOPE => has_zope(text).then_some(ZOPE),
        _ => Some(named),
    }
}

/// Whether a text has tags with insertions of Zope or Chameleon.
fn has_zope(text: &str) -> bool {
    const MARKS: [&str; 6] = ["tal:", "metal:", "i18n:", "xmlns:tal", "${", "structure "];
    text.contains("</") && MARKS.iter().any(|mark| text.contains(mark))
}

/// Prefixes of HTML::Template tags.
const HTML_TEMPLATE_TAGS: [&str; 8] = [
    "<TMPL_",
    "<!-- TMPL_",
    "<!--TMPL_",
    "<tmpl_",
    "<!-- tmpl_",
    "<!--tmpl_",
    "</TMPL_",
    "</tmpl_",
];

/// Whether a text has tags of HTML::Template.
fn is_html_template(text: &str) -> bool {
    HTML_TEMPLATE_TAGS.iter().any(|tag| text.contains(tag))
}

/// The language according to a file name.
pub fn by_name(file: &str) -> Option<Language> {
    ENDINGS
        .iter()
        .find(|(ending, _)| file.ends_with(ending))
        .map(|(_, language)| *language)
}

/// Whether a source in the language is also a page for browsers, with insertions marked by attributes known to the
/// accessibility rules.
pub fn is_natural(language: Language, text: &str) -> bool {
    const PARTS: [&str; 6] = [
        "th:replace",
        "th:insert",
        "th:include",
        "layout:decorate",
        "layout:fragment",
        "th:fragment",
    ];
    language == THYMELEAF && !PARTS.iter().any(|part| text.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_promise_and_marks_prove() {
        let named = |file: &str| by_name(file).map(|language| language.name);
        assert_eq!(named("anschreiben.html.twig"), Some("jinja"));
        assert_eq!(named("form.blade.php"), Some("blade"));
        assert_eq!(named("index.php"), None);
        let marked = |text: &str| by_marks(text).map(|language| language.name);
        assert_eq!(marked("<p th:text='x'>"), Some("thymeleaf"));
        assert_eq!(marked("{% if x"), None);
        assert_eq!(marked("{% if x %}a{% endif %}"), Some("jinja"));
        assert_eq!(marked("<p>{{ vue }}</p>"), None);
        assert_eq!(marked("<f:if condition=\"{a}\">"), Some("fluid"));
        assert_eq!(marked("<!doctype html><p>"), None);
        assert_eq!(marked("<p lang='[% l %]'>"), Some("template-toolkit"));
        assert_eq!(marked("[{ oxmultilang ident=\"A\" }]"), Some("smarty"));
        assert_eq!(marked("{if $a}<p>{$b->c}</p>{/if}"), Some("smarty"));
        assert_eq!(marked("#if ($a)\n<p>\n#end"), Some("velocity"));
        assert_eq!(marked("<p @if (a) { <b> }>\n@if (x) {\n}"), Some("razor"));
        assert_eq!(marked("@if (x) {\n<p>\n} @else {\n}"), None);
        assert_eq!(marked("###A_B### ###C_D###"), Some("marked"));
        assert_eq!(marked("<a>{L_TITLE}</a> {S_ACTION}"), Some("marked"));
        assert_eq!(marked("<p>%vorname% %nachname%"), Some("marked"));
        assert_eq!(marked("<head>@@include('kopf.html')"), Some("file-include"));
        assert_eq!(marked("<head>{include=\"kopf\"}"), Some("smarty"));
        assert_eq!(marked("<head>[[> kopf]]"), Some("partials"));
        assert_eq!(marked("<head>#parse('kopf.vm')"), Some("velocity"));
        assert_eq!(marked("<%include file='kopf.mako'/>"), Some("mako"));
        assert_eq!(marked("{{if .A}}<p>{{.B}}</p>{{end}}"), Some("go"));
        assert_eq!(marked("{{- range .A -}}<p>{{ end }}"), Some("go"));
        assert_eq!(marked("% if ($a) {\n<p>\n% }"), Some("mason"));
        assert_eq!(marked("<%init>\nmy $a;\n</%init>"), Some("mason"));
        assert_eq!(marked("% for a in b:\n<p>\n% endfor"), Some("mako"));
        assert_eq!(marked("<cfoutput>#name#</cfoutput>"), Some("coldfusion"));
        for page in [
            "<script>$(function(){$('#a').hide()})</script>",
            "<a href='?q=%C3%A4%C3%B6'>100 % [%] [{a: 1}]</a>",
            "<style>a{color:red}</style>### {A} 50%",
            "<p>{include} mail@@include [[>]] #parse",
            "<p>{{ end }} {{ range }}\n% of all\n% of some",
            "<style>\n#iframe { a: b }\n@media x { }</style>",
        ] {
            assert_eq!(marked(page), None, "{page}");
        }
    }
}
