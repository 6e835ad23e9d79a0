//! Attribute syntax of template languages and frameworks.

use super::attributes::{Attributes, Condition, Given, Placeholder};
use super::handler::listen;
use super::zope;
use crate::topic::Components;

mod compiled;
mod tagged;

/// What processes the markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// A server that generates HTML.
    Server,
    /// Vue.
    Vue,
    /// Angular.
    Angular,
    /// Svelte.
    Svelte,
    /// Lit and its relatives: markup in tagged literals of a program, parsed by the browser.
    Lit,
    /// Htm: such literals with the attributes and the self-closing tags of JSX.
    Htm,
    /// Astro, Marko, Riot: components that a compiler reads, with the attributes of HTML.
    Compiled,
}

impl Dialect {
    /// Whether a program around the markup tells what is inserted into it.
    pub fn is_filled(self) -> bool {
        matches!(self, Self::Server | Self::Lit | Self::Htm | Self::Compiled)
    }

    /// Whether a browser parses its tags.
    pub fn is_parsed_by_browsers(self) -> bool {
        matches!(self, Self::Server | Self::Lit)
    }
}

/// An attribute as written.
pub struct Written<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its value with holes marked; `None` for a name without value.
    pub value: Option<String>,
    /// The value as written.
    pub source: &'t str,
    /// Whether brackets mark the value as an expression.
    pub is_expression: bool,
}

impl Written<'_> {
    fn given(self) -> Given {
        match self.value {
            None => Given::Nothing,
            Some(_) if self.is_expression => Given::Expression(self.source.to_owned()),
            Some(value) => Given::Text(value),
        }
    }

    fn expression(&self) -> Given {
        Given::Expression(self.source.to_owned())
    }
}

/// Adds an attribute according to its language.
pub fn add(
    dialect: Dialect,
    tag: &str,
    written: Written<'_>,
    to: &mut Attributes,
    known: &Components,
) {
    match dialect {
        Dialect::Server => add_server(tag, written, to, known),
        Dialect::Vue => add_vue(written, to, known),
        Dialect::Angular => add_angular(tag, written, to, known),
        Dialect::Svelte => add_svelte(written, to),
        Dialect::Lit => tagged::add_lit(tag, &written, to),
        Dialect::Htm => tagged::add_htm(&written, to),
        Dialect::Compiled => compiled::add(&written, to),
    }
}

fn plain(written: Written<'_>, to: &mut Attributes) {
    let name = written.name.to_ascii_lowercase();
    to.set(&name, written.given());
}

/// Attributes written by a server, and what a browser framework makes of them.
fn add_server(tag: &str, written: Written<'_>, to: &mut Attributes, known: &Components) {
    let name = written.name;
    if let Some((space, statement)) = zope::statement(tag, name) {
        return zope::add(tag, space, statement, &written, to);
    }
    if let Some(own) = name
        .strip_prefix("th:")
        .or_else(|| name.strip_prefix("data-th-"))
    {
        return add_thymeleaf(own, &written, to);
    }
    // Blazor, Ember and Velocity macros pass attributes on: `@attributes="More"`, `...attributes`, `#alt()`.
    let hands_on = matches!(name, "@attributes" | "...attributes")
        || name.starts_with('#') && name.contains('(');
    if hands_on {
        to.any = true;
        return;
    }
    // Phoenix: `:if={…}`, `:for={item <- items}`; elsewhere `:for` is an attribute of labels.
    match name {
        ":if" => return to.depend(Condition::If),
        ":for" if written.source.contains("<-") => return to.depend(Condition::Loop),
        ":let" => return,
        _ => {}
    }
    if name.starts_with(':') || name.starts_with("v-") || name.starts_with('@') {
        return add_vue(written, to, known);
    }
    if name.starts_with(['*', '[', '(', '#']) {
        return add_angular(tag, written, to, known);
    }
    if listens(name) {
        return plain(written, to);
    }
    if let Some(own) = name.strip_prefix("x-").or_else(|| name.strip_prefix("ng-")) {
        return add_directive(name, own, &written, to);
    }
    if name.starts_with("asp-") {
        return add_asp(tag, name, &written, to);
    }
    match name {
        "rendered" => to.depend(Condition::If),
        "sec:authorize" | "py:if" | "py:when" | "py:otherwise" => to.depend(Condition::If),
        "py:for" => to.depend(Condition::Loop),
        "py:attrs" | "t-att" => to.any = true,
        "t-esc" | "t-out" | "t-raw" | "t-field" => to.content = true,
        "py:content" => {
            to.content = true;
            to.placeholder = Some(Placeholder::Content);
        }
        "py:replace" => {
            to.kind = true;
            to.placeholder = Some(Placeholder::Content);
        }
        // Genshi writes what stands inside alone.
        "py:strip" | "t-call" => to.kind = true,
        "py:def" | "py:match" => to.place = true,
        "py:with" | "py:choose" => {}
        "t-if" | "t-elif" | "t-else" => to.depend(Condition::If),
        "t-foreach" => to.depend(Condition::Loop),
        _ if name.starts_with("layout:") || name.starts_with("ui:") => {
            to.kind = true;
        }
        _ if name.starts_with("t-att-") || name.starts_with("t-attf-") => {
            let own = name
                .trim_start_matches("t-attf-")
                .trim_start_matches("t-att-");
            to.set(&own.to_ascii_lowercase(), written.expression());
        }
        _ if name.contains(':')
            && !name.starts_with("xml")
            && !name.starts_with("xlink:")
            && !name.starts_with("hx-") =>
        {
            // Attributes of an unsupported language.
            to.any = true;
        }
        // A directive of a framework that takes over in the browser.
        _ if !tag.contains(':')
            && name.chars().any(|ch| ch.is_ascii_uppercase())
            && name.chars().any(|ch| ch.is_ascii_lowercase())
            && !is_written_large(name)
            && !known.is_harmless(name) =>
        {
            to.any = true;
            to.content = true;
            plain(written, to);
        }
        _ => plain(written, to),
    }
}

/// Directives of Alpine (`x-…`) and AngularJS (`ng-…`); `own` is the name without the prefix.
fn add_directive(name: &str, own: &str, written: &Written<'_>, to: &mut Attributes) {
    let bound = own
        .strip_prefix("bind:")
        .or_else(|| own.strip_prefix("attr-"));
    match (own, bound) {
        (_, Some(bound)) => to.set(&bound.to_ascii_lowercase(), written.expression()),
        ("bind", _) if name == "x-bind" => to.any = true,
        ("text" | "html" | "bind" | "bind-html" | "transclude", _) => to.content = true,
        ("if" | "show", _) if is_always(written, "false") => hide(to),
        ("hide", _) if is_always(written, "true") => hide(to),
        ("if" | "show" | "hide", _) => to.depend(Condition::If),
        ("for" | "repeat", _) => to.depend(Condition::Loop),
        ("include" | "view" | "teleport", _) => {
            to.content = true;
            to.kind = true;
        }
        ("href" | "src" | "srcset", _) => to.set(own, written.expression()),
        ("hidden" | "disabled" | "checked" | "readonly" | "open" | "selected", _) => {
            to.unknown.push(own.to_owned());
        }
        _ => {}
    }
}

/// Attributes of ASP.NET tag helpers.
fn add_asp(tag: &str, name: &str, written: &Written<'_>, to: &mut Attributes) {
    match name {
        // ASP.NET tag helpers name a field and its label after the property.
        "asp-for" => {
            let id = format!("asp-for:{}", written.source);
            match tag {
                "label" => {
                    to.content = true;
                    to.set("for", Given::Text(id));
                }
                _ => {
                    if to.value("id").is_none() {
                        to.set("id", Given::Text(id));
                    }
                    if tag == "input" && to.value("type").is_none() {
                        to.unknown.push("type".to_owned());
                    }
                }
            }
        }
        "asp-validation-for" | "asp-validation-summary" | "asp-items" => to.content = true,
        _ if tag == "a" => to.set("href", Given::Expression(String::new())),
        _ => {}
    }
}

/// HTML and SVG attributes that are often written with capitals.
fn is_written_large(name: &str) -> bool {
    const LARGE: [&str; 40] = [
        "accesskey",
        "align",
        "alt",
        "autocomplete",
        "autofocus",
        "bgcolor",
        "border",
        "cellpadding",
        "cellspacing",
        "checked",
        "class",
        "clippath",
        "color",
        "colspan",
        "contenteditable",
        "disabled",
        "enctype",
        "for",
        "frameborder",
        "gradientunits",
        "height",
        "href",
        "id",
        "marginheight",
        "marginwidth",
        "maxlength",
        "method",
        "name",
        "novalidate",
        "nowrap",
        "preserveaspectratio",
        "readonly",
        "rowspan",
        "src",
        "style",
        "tabindex",
        "target",
        "usemap",
        "valign",
        "viewbox",
    ];
    let lower = name.to_ascii_lowercase();
    LARGE.binary_search(&lower.as_str()).is_ok()
        || lower.starts_with("on")
        || matches!(
            lower.as_str(),
            "width" | "type" | "value" | "title" | "role" | "scrolling" | "allowfullscreen"
        )
        || lower.starts_with("aria-")
        || lower.starts_with("data-")
}

/// Whether an expression hands fragments of the same template to another one (`~{layout :: page(~{::content})}`): what stands
/// inside of the element is shown there.
fn hands_over_fragments(expression: &str) -> bool {
    expression.split("~{").skip(1).any(|behind| {
        let behind = behind.trim_start();
        behind.starts_with("::") || behind.starts_with("this")
    })
}

fn add_thymeleaf(own: &str, written: &Written<'_>, to: &mut Attributes) {
    match own {
        "if" | "unless" => to.depend(Condition::If),
        "case" => to.depend(Condition::If),
        "each" => to.depend(Condition::Loop),
        "text" | "utext" => {
            to.content = true;
            to.placeholder = placeholder(written.source, "_");
        }
        "replace" | "insert" | "include" | "substituteby" => {
            to.content = true;
            to.kind = true;
            to.placeholder =
                placeholder(written.source, "_").filter(|_| !hands_over_fragments(written.source));
        }
        "attr" | "attrappend" | "attrprepend" | "assert" => to.any = true,
        "fragment" => to.place = true,
        "remove" => match written.source.trim() {
            "all" => to.placeholder = Some(Placeholder::Whole),
            "all-but-first" => to.placeholder = Some(Placeholder::AllButFirst),
            "body" => {
                to.placeholder = Some(Placeholder::Content);
                to.kind = true;
            }
            _ => to.kind = true,
        },
        "field" => {
            for name in ["id", "name", "value"] {
                if !to.mention(name) {
                    to.set(name, written.expression());
                }
            }
        }
        "classappend" | "styleappend" | "object" | "with" | "switch" | "inline" | "ref"
        | "block" => {}
        "alt-title" => {
            to.set("alt", Given::Expression(String::new()));
            to.set("title", Given::Expression(String::new()));
        }
        "lang-xmllang" => to.set("lang", Given::Expression(String::new())),
        other => {
            // The static value beside it is only for viewing the template as a file.
            let name = other.to_ascii_lowercase();
            to.known.retain(|(known, _)| *known != name);
            to.set(&name, written.expression());
        }
    }
}

/// What a statement that writes content leaves of the content in the source: nothing, unless its expression names the
/// word for leaving it.
pub fn placeholder(expression: &str, leaving: &str) -> Option<Placeholder> {
    let is_name = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '.' | '/' | '$');
    let mut words = expression.split(|ch| !is_name(ch));
    (!words.any(|word| word == leaving)).then_some(Placeholder::Content)
}

/// Sets an attribute to an expression, which may be constant.
fn bind(name: &str, written: &Written<'_>, to: &mut Attributes) {
    let name = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    if matches!(name.as_str(), "class" | "style" | "key" | "ref") {
        if name == "style" {
            add_style(written.source, to);
        }
        to.unknown.push(name);
        return;
    }
    to.set(&name, written.expression());
}

/// Records that a style expression may hide the element.
fn add_style(style: &str, to: &mut Attributes) {
    if ["none", "hidden"].iter().any(|word| style.contains(word)) {
        to.unknown.push("hidden".to_owned());
    }
}

/// Whether an object of styles hides whatever its expressions are: `{ display: 'none', width: size }`.
fn always_hides(style: &str) -> bool {
    const HIDING: [(&str, &str); 2] = [("display", "none"), ("visibility", "hidden")];
    let object = style
        .trim()
        .trim_start_matches(['{', '('])
        .trim_end_matches(['}', ')']);
    // Another object may be spread over this one, and a condition may choose it.
    if object.contains("...") || object.contains(['?', '{', '[', '|', '&']) {
        return false;
    }
    object.split(',').any(|entry| {
        let (name, value) = entry.split_once(':').unwrap_or((entry, ""));
        let name = name.trim().trim_matches(['\'', '"']);
        let value = value.trim();
        let quote = value
            .chars()
            .next()
            .filter(|ch| matches!(ch, '\'' | '"' | '`'));
        let inner = quote.and_then(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
        HIDING
            .iter()
            .any(|(property, hides)| name == *property && inner == Some(*hides))
    })
}

/// Whether a condition is a constant, as for elements that are switched off in the source.
fn is_always(written: &Written<'_>, constant: &str) -> bool {
    written.source.trim() == constant
}

/// Hides an element for good.
fn hide(to: &mut Attributes) {
    to.set("hidden", Given::Nothing);
}

fn add_vue(written: Written<'_>, to: &mut Attributes, known: &Components) {
    let name = written.name;
    if let Some(bound) = name
        .strip_prefix("v-bind:")
        .or_else(|| name.strip_prefix(':'))
    {
        match bound {
            _ if bound.starts_with('[') => to.any = true,
            "is" => to.kind = true,
            _ if bound.contains(".prop") || bound.starts_with("inner-html") => to.content = true,
            // `:title` alone refers to the variable with that name.
            _ => bind(bound, &written, to),
        }
        return;
    }
    if name.starts_with('@') || name.starts_with("v-on") {
        let event = name
            .strip_prefix('@')
            .or_else(|| name.strip_prefix("v-on:"))
            .unwrap_or_default();
        return listen(event, written.source, to);
    }
    if name.starts_with('#') || name.starts_with("v-slot") {
        to.place = true;
        return;
    }
    let Some(directive) = name.strip_prefix("v-") else {
        if name == "is" {
            to.kind = true;
        }
        if !matches!(name, "ref" | "key" | "slot-scope") {
            plain(written, to);
        }
        return;
    };
    let directive = directive.split([':', '.']).next().unwrap_or(directive);
    match directive {
        "bind" => to.any = true,
        "if" | "show" if is_always(&written, "false") => hide(to),
        "if" | "show" => to.depend(Condition::If),
        "else" | "else-if" => to.depend(Condition::Else),
        "for" => to.depend(Condition::Loop),
        "text" | "html" => to.content = true,
        "model" | "cloak" | "once" | "pre" | "memo" => {}
        "is" => to.kind = true,
        _ if known.is_harmless(&format!("v-{directive}")) => {}
        _ => {
            to.any = true;
            to.content = true;
        }
    }
}

fn add_angular(tag: &str, written: Written<'_>, to: &mut Attributes, known: &Components) {
    let name = written.name;
    if name.starts_with('(')
        || name.starts_with("on-")
        || name.starts_with("[(")
        || name.starts_with("bindon-")
    {
        // `[(ngModel)]` and the like are not events.
        let event = name
            .strip_prefix('(')
            .and_then(|name| name.strip_suffix(')'))
            .or_else(|| name.strip_prefix("on-"))
            .unwrap_or_default();
        return listen(event, written.source, to);
    }
    if name.starts_with('#')
        || name.starts_with("ref-")
        || name.starts_with("let-")
        || name.starts_with("i18n")
        || name.starts_with('@')
    {
        return;
    }
    if let Some(structural) = name.strip_prefix('*') {
        return match structural {
            "ngFor" | "cdkVirtualFor" => to.depend(Condition::Loop),
            "ngIf" if is_always(&written, "false") => hide(to),
            "ngIf" | "ngSwitchCase" | "ngSwitchDefault" => to.depend(Condition::If),
            "ngTemplateOutlet" | "ngComponentOutlet" | "cdkPortalOutlet" => {
                to.content = true;
                to.kind = true;
            }
            _ => {
                to.depend(Condition::If);
                to.place = true;
            }
        };
    }
    let inner = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
        .or_else(|| name.strip_prefix("bind-"));
    if let Some(property) = inner {
        let attribute = property.strip_prefix("attr.");
        match (attribute, property) {
            (Some(attribute), _) => bind(attribute, &written, to),
            (
                _,
                "innerHTML" | "innerText" | "textContent" | "innerHtml" | "translate" | "ngPlural",
            ) => to.content = true,
            (_, "htmlFor") => bind("for", &written, to),
            (_, "routerLink") => to.set("href", written.expression()),
            (_, "ngTemplateOutlet" | "ngComponentOutlet" | "cdkPortalOutlet") => {
                to.content = true;
                to.kind = true;
            }
            (_, "ngIf" | "ngForOf" | "ngSwitchCase") => to.depend(Condition::If),
            _ if property.starts_with("style.") || property == "ngStyle" => {
                add_style(written.source, to);
            }
            _ if property.starts_with("class")
                || property.starts_with('@')
                || known.is_harmless(property) => {}
            // A property of HTML or of a directive.
            _ if is_directive(property) && !is_property(property) => {
                to.any = true;
            }
            _ => bind(&property.to_ascii_lowercase(), &written, to),
        }
        return;
    }
    match name {
        "routerLink" => to.set("href", Given::Expression(written.source.to_owned())),
        "translate" | "transloco" | "ngPlural" => {
            to.content = true;
        }
        "tabIndex" => plain(written, to),
        _ if is_directive(name) && !known.is_harmless(name) => {
            if tag.contains('-') {
                // An input of a component.
                return plain(written, to);
            }
            to.any = true;
            to.content = true;
        }
        _ => plain(written, to),
    }
}

/// Whether an attribute only declares reactions to events, in frameworks used with server templates: Livewire, Phoenix,
/// Alpine, htmx, AngularJS.
fn listens(name: &str) -> bool {
    const PREFIXES: [&str; 4] = ["wire:", "phx-", "x-on:", "hx-"];
    PREFIXES.iter().any(|prefix| name.starts_with(prefix)) || name == "ng-click"
}

/// Whether an attribute selects an Angular directive; attributes of HTML are all lower case.
fn is_directive(name: &str) -> bool {
    const HTML: [&str; 3] = ["accept-charset", "http-equiv", "data-"];
    if name.starts_with("aria-") || HTML.iter().any(|html| name.starts_with(html)) {
        return false;
    }
    name.contains('-') || name.chars().any(|ch| ch.is_ascii_uppercase())
}

/// Element properties with capitals.
fn is_property(name: &str) -> bool {
    matches!(
        name,
        "tabIndex"
            | "readOnly"
            | "colSpan"
            | "rowSpan"
            | "maxLength"
            | "minLength"
            | "srcObject"
            | "ariaLabel"
            | "scrollTop"
            | "noValidate"
            | "autoFocus"
            | "formAction"
            | "isContentEditable"
            | "ngClass"
            | "ngStyle"
            | "ngModel"
            | "formGroup"
            | "formControl"
            | "ngValue"
            | "srcSet"
            | "srcDoc"
    )
}

fn add_svelte(written: Written<'_>, to: &mut Attributes) {
    let name = written.name;
    let Some((prefix, own)) = name.split_once(':') else {
        if name == "slot" {
            to.place = true;
        }
        if name == "this" {
            to.kind = true;
        }
        if let Some(event) = name.strip_prefix("on").filter(|_| written.is_expression) {
            return listen(event, written.source, to);
        }
        return plain(written, to);
    };
    match prefix {
        "bind" => match own {
            "innerHTML" | "innerText" | "textContent" => to.content = true,
            "this" | "value" | "group" | "checked" | "files" => {}
            _ => to.set(&own.to_ascii_lowercase(), Given::Expression(own.to_owned())),
        },
        "on" => listen(own, written.source, to),
        "style" => add_style(written.source, to),
        "class" | "in" | "out" | "transition" | "animate" | "let" => {}
        "use" => {
            to.any = true;
            to.content = true;
        }
        _ => plain(written, to),
    }
}

/// Adds the HTML attribute for a React property, in lower case.
pub fn add_jsx(name: &str, given: Given, to: &mut Attributes) {
    let lower = name.to_ascii_lowercase();
    match name {
        "key" | "ref" => return,
        "dangerouslySetInnerHTML" => {
            to.content = true;
            return;
        }
        // Properties of elements, which Solid, Stencil and Vue set as well.
        "children" | "innerHTML" | "innerText" | "textContent" | "v-html" | "v-text" => {
            to.content |= !matches!(&given, Given::Text(text) if text.is_empty());
            return;
        }
        "className" | "class" => return to.set("class", given),
        "htmlFor" => return to.set("for", given),
        "defaultValue" => return to.set("value", given),
        "style" => {
            to.unknown.push("style".to_owned());
            if let Given::Expression(style) = &given {
                match always_hides(style) {
                    true => hide(to),
                    false => add_style(style, to),
                }
            }
            return;
        }
        _ => {}
    }
    // Solid: `attr:title`, `on:click`, `use:action`.
    if let Some((space, own)) = name.split_once(':') {
        match space {
            "attr" | "prop" => return add_jsx(own, given, to),
            "bool" => return to.unknown.push(own.to_ascii_lowercase()),
            "use" => {
                to.any = true;
                to.content = true;
                return;
            }
            "on" | "oncapture" => {
                if let Given::Expression(handler) = &given {
                    listen(own, handler, to);
                }
                return;
            }
            "class" | "style" => return,
            _ => {}
        }
    }
    if name.starts_with("on")
        && name
            .chars()
            .nth(2)
            .is_some_and(|ch| ch.is_ascii_uppercase())
    {
        if let Given::Expression(handler) = &given {
            listen(&lower[2..], handler, to);
        }
        return;
    }
    if lower.starts_with("aria-") && given == Given::Nothing {
        // `aria-hidden` alone means true.
        return to.set(&lower, Given::Text("true".into()));
    }
    to.set(&lower, given);
}
