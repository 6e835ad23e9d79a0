//! Signs that a program fills or changes an element, so that content missing in the markup may be added later.

use crate::model::Attributes;
use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use ego_tree::NodeRef;
use foldhash::HashMap;
use scraper::{ElementRef, Node};

use super::script_touch::{Touch, Writes};
use super::{Index, role, script_markup, script_title, script_use};
use crate::model::{HOLE, LinkedScript, html};

/// Attributes of frameworks that set text.
const TEXT: [&str; 12] = [
    "data-bind",
    "data-i18n",
    "data-l10n-id",
    "i18n",
    "translate",
    "[innerhtml]",
    "[innertext]",
    "[textcontent]",
    "*ngtemplateoutlet",
    "*ngcomponentoutlet",
    "...attributes",
    "@attributes",
];
/// Attributes that insert another document, a part of one or a view.
const TAKING_IN: [&str; 12] = [
    "layout:fragment",
    "layout:insert",
    "layout:replace",
    "ui-view",
    "ng-view",
    "ng-include",
    "data-ui-view",
    "data-ng-view",
    "data-ng-include",
    "metal:define-slot",
    "metal:use-macro",
    "w3-include-html",
];
/// Prefixes of attributes that set other attributes or text.
const BINDING: [&str; 7] = [
    "th:",
    "data-th-",
    "[attr.",
    "wicket:",
    "tal:",
    "translate-attr",
    ".",
];
/// Suffixes of attributes that set other attributes.
const BOUND: [&str; 4] = [".bind", ".one-way", ".to-view", ".two-way"];
/// Namespaces of frameworks, with or without a leading `data-`.
const SPACES: [&str; 10] = [
    "v", "x", "ng", "th", "tal", "py", "sly", "t", "i18n", "l10n",
];
/// Words after a namespace in attributes that write the content of the element or bind one of its attributes.
const WRITING: [&str; 14] = [
    "text",
    "utext",
    "html",
    "content",
    "replace",
    "bind",
    "esc",
    "raw",
    "out",
    "t",
    "inline",
    "translate",
    "key",
    "msgid",
];
/// Words after a namespace in attributes that set attributes.
const SETTING: [&str; 6] = ["att", "attf", "attr", "attrs", "attribute", "attributes"];
/// HTML attributes without a hyphen, including legacy ones.
const STANDARD: &str = "\
    abbr about accept accesskey action align alink allow allowfullscreen alt archive as async autocapitalize \
    autocomplete autofocus autoplay axis background bgcolor blocking border bordercolor bordercolordark \
    bordercolorlight cellpadding cellspacing char charset checked cite class classid clear code codebase codetype \
    color cols colspan compact content contenteditable controls coords crossorigin data datatype datetime declare \
    decoding default defer dir dirname disabled download draggable enctype enterkeyhint face fetchpriority focusable \
    for form formaction formmethod formtarget frame frameborder headers height hidden high href hreflang hspace id \
    imagesizes imagesrcset inert inputmode integrity is ismap itemid itemprop itemref itemscope itemtype kind label \
    lang language link list loading longdesc loop low manifest marginheight marginwidth max maxlength media method \
    min multiple muted name nohref nonce noresize noshade novalidate nowrap object open optimum part pattern ping \
    placeholder popover popovertarget popovertargetaction poster prefix preload profile property readonly \
    referrerpolicy rel required resource rev reversed role rows rowspan rules sandbox scope scrolling selected shape \
    size sizes slot span spellcheck src srcdoc srclang srcset standby start step style summary tabindex target text \
    title translate type typeof unselectable usemap valign value version vlink vocab vspace width wrap xlink xmlns";
/// Attributes by which a framework creates an element conditionally.
const CONDITIONS: [&str; 16] = [
    "v-if",
    "v-else",
    "v-else-if",
    "x-if",
    "ng-if",
    "ng-switch-when",
    "ng-switch-default",
    "*ngif",
    "th:if",
    "th:unless",
    "py:if",
    "sly-test",
    "t-if",
    "t-elif",
    "t-else",
    "tal:condition",
];
/// Attributes that show or hide an existing element.
const SHOWING: [&str; 8] = [
    "v-show", "v-cloak", "x-show", "x-cloak", "ng-show", "ng-hide", "ng-cloak", "[hidden]",
];

/// Whether a framework sets the text or attributes of an element at run time.
pub fn is_bound(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| binds(name) && !(name == "data-bind" && only_reacts(value)))
}

/// Whether a framework sets more of an element at run time than attributes that affect neither keyboard access nor
/// content: its role, its ARIA attributes, its id.
pub fn is_bound_beyond_telling(element: ElementRef<'_>) -> bool {
    const TELLING: [&str; 5] = ["role", "title", "id", "lang", "key"];
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| {
        let tells = || {
            bound_attribute(name)
                .is_some_and(|bound| TELLING.contains(&bound) || bound.starts_with("aria-"))
        };
        binds(name) && !tells() && !(name == "data-bind" && only_reacts(value))
    })
}

/// Whether Knockout bindings write neither text nor attributes: `click: save, visible: isOpen`.
fn only_reacts(bindings: &str) -> bool {
    const REACTING: [&str; 12] = [
        "click",
        "clickBubble",
        "event",
        "submit",
        "visible",
        "hidden",
        "enable",
        "disable",
        "css",
        "style",
        "checked",
        "hasFocus",
    ];
    let mut depth = 0_usize;
    let parts = bindings.split(|ch: char| {
        match ch {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        ch == ',' && depth == 0
    });
    let mut names = parts.map(|part| part.split(':').next().unwrap_or_default().trim());
    names.all(|name| REACTING.contains(&name))
}

/// Whether an attribute sets the text or attributes of its element. Called for nearly every attribute of every element.
fn binds(name: &str) -> bool {
    let mut signs = name.bytes().filter(|byte| !byte.is_ascii_lowercase());
    match signs.next() {
        None => return TEXT.contains(&name),
        // Among these, only words identify bindings: `ng-bind`, `data-sly-text`, `th:text`, `i18n`.
        Some(b'-' | b':' | b'0'..=b'9') if name.starts_with(|ch: char| ch.is_ascii_lowercase()) => {
            if name.starts_with("aria-") {
                return false;
            }
        }
        // A program writes the whole attribute: `<img {{ attributes }}>`, `<img #alt()>`.
        Some(_) if is_written_name(name) => return true,
        Some(_) => {}
    }
    TEXT.contains(&name)
        || BINDING.iter().any(|prefix| name.starts_with(prefix))
        || BOUND.iter().any(|ending| name.ends_with(ending))
        || translates(name)
        || sets_by_rivets(name)
        || of_framework(name)
            .is_some_and(|(word, _)| WRITING.contains(&word) || SETTING.contains(&word))
        // Shorthands of Vue (`:title`), Angular (`[title]`), Alpine.
        || name.starts_with(':')
        || (name.starts_with('[') && name.ends_with(']'))
}

/// Whether a directive of the application translates the text of its element: `app-translate="key"`.
fn translates(name: &str) -> bool {
    name.ends_with("-translate") && !name.ends_with("no-translate")
}

/// Whether Rivets sets the text or an attribute of an element: `rv-text`, `rv-id`. Its other bindings handle events,
/// and show or repeat elements.
fn sets_by_rivets(name: &str) -> bool {
    const OTHERS: [&str; 8] = [
        "on", "each", "if", "unless", "show", "hide", "enabled", "disabled",
    ];
    let own = bare(name).strip_prefix("rv-");
    own.is_some_and(|own| {
        let word = own.split('-').next().unwrap_or(own);
        !OTHERS.contains(&word)
    })
}

/// Whether a program writes a whole attribute: `<img {{ attributes }}>`, `<img #alt()>`. Handlers of Vue and Alpine
/// start with a mark of their own (`@click`).
fn is_written_name(name: &str) -> bool {
    !name.starts_with('@') && is_insert(name) || name.starts_with('#') && name.contains('(')
}

/// Whether htmx loads markup into an element, at once or later.
pub fn loads_markup(element: ElementRef<'_>) -> bool {
    const LOADING: [&str; 6] = [
        "hx-get",
        "hx-post",
        "hx-put",
        "hx-sse",
        "sse-swap",
        "hx-swap-oob",
    ];
    let mut attributes = element.value().attrs();
    attributes.any(|(name, _)| LOADING.contains(&bare(name)))
}

/// Whether an attribute inserts a view or a part of another document into an element.
pub fn takes_in(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let loads = || {
        let when = value.attr("hx-trigger").unwrap_or_default();
        value.attr("hx-get").is_some() && (when.contains("load") || when.contains("revealed"))
    };
    let includes = |(name, _): (&str, &str)| {
        TAKING_IN.contains(&name)
            || name.starts_with("data-sly-include")
            || name.starts_with("data-sly-resource")
    };
    value.attrs().any(includes) || loads()
}

/// Parts of an attribute in a framework's namespace (`data-sly-text`, `py:content`, `t-att-lang`): the first word after
/// the namespace, and the rest.
fn of_framework(name: &str) -> Option<(&str, &str)> {
    let name = name.strip_prefix("data-").unwrap_or(name);
    let (space, rest) = name.split_once(['-', ':'])?;
    let (word, of_what) = rest.split_once(['-', ':', '.']).unwrap_or((rest, ""));
    SPACES.contains(&space).then_some((word, of_what))
}

/// Whether a framework or a template language may set an attribute that the markup does not state: `th:lang`,
/// `[attr.lang]`, `tal:attributes="lang …"`, `<html {{ attributes }}>`.
pub fn may_set(element: ElementRef<'_>, attribute: &str) -> bool {
    element.value().attrs().any(|(name, value)| {
        let binds = || {
            let last = name.trim_end_matches([']', ')']);
            let last = BOUND
                .iter()
                .find_map(|ending| last.strip_suffix(ending))
                .unwrap_or(last);
            let last = last.rsplit([':', '.', '-', '[']).next();
            last == Some(attribute) && name != "xml:lang" && !name.starts_with("data-lang")
        };
        // An attribute that sets several names them or passes all of them on.
        let sets_several = || {
            let binds_all = matches!(name, "v-bind" | "x-bind");
            let sets = binds_all
                || of_framework(name)
                    .is_some_and(|(word, rest)| SETTING.contains(&word) && rest.is_empty());
            sets && (value.contains(attribute)
                || binds_all
                || name.starts_with("py:")
                || is_insert(value))
        };
        // Knockout: `data-bind="attr: { href: address }"`.
        let sets_by_binding =
            || name == "data-bind" && value.contains("attr") && value.contains(attribute);
        is_written_name(name) || name != attribute && binds() || sets_several() || sets_by_binding()
    })
}

/// Whether a program fills in the value of an attribute (`role="{{ kind }}"`), or a framework binds it (`:tabindex`,
/// `[attr.role]`, `ng-disabled`).
pub fn is_left_to_program(element: ElementRef<'_>, attribute: &str) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| {
        if name == attribute {
            return is_insert(value);
        }
        bound_attribute(name) == Some(attribute)
    })
}

/// Whether a program fills in or binds a state or property of ARIA.
pub fn leaves_states_to_program(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| {
        name.starts_with("aria-") && is_insert(value)
            || bound_attribute(name).is_some_and(|bound| bound.starts_with("aria-"))
    })
}

/// The attribute bound by an attribute of a framework.
fn bound_attribute(name: &str) -> Option<&str> {
    const BINDERS: [&str; 12] = [
        ":", "v-bind:", "x-bind:", "[attr.", "[", "ng-attr-", "ng-", "th:", "data-th-", "bind:",
        "rv-", "data-rv-",
    ];
    let ending = BOUND.iter().find_map(|ending| name.strip_suffix(ending));
    let begun = || {
        let own = name.strip_prefix("data-");
        let name = own.filter(|own| own.starts_with("ng-")).unwrap_or(name);
        let bound = BINDERS
            .iter()
            .find_map(|binder| name.strip_prefix(binder))?;
        bound.split([']', '.']).next()
    };
    ending.or_else(begun)
}

/// Whether an element has an attribute unknown to HTML and frameworks: a program of the application may read it and
/// fill the element (`trspan="title"`, `data-translate-key`).
pub fn has_own_attribute(element: ElementRef<'_>) -> bool {
    const TRANSLATED: [&str; 9] = [
        "i18n",
        "i18next",
        "l10n",
        "intl",
        "localize",
        "msg",
        "msgid",
        "translate",
        "translation",
    ];
    /// Attributes by which scripts only find an element, as by a class.
    const MARKS: [&str; 1] = ["component"];
    let own = |name: &str| {
        match name.strip_prefix("data-") {
            Some(data) => data.split('-').any(|part| TRANSLATED.contains(&part)),
            None => {
                // Handlers and ARIA attributes are standard; prefixes identify frameworks.
                let plain = name.bytes().all(|byte| byte.is_ascii_lowercase());
                plain
                    && !name.starts_with("on")
                    && !MARKS.contains(&name)
                    && STANDARD.split(' ').all(|known| known != name)
            }
        }
    };
    role::is_html(element) && element.value().attrs().any(|(name, _)| own(name))
}

/// Whether an element has an attribute by which the script of a component library finds and fills it (`uk-close`,
/// `bx-icon="menu"`): a prefix unknown to HTML and to frameworks that only handle events or bind.
pub fn belongs_to_library(element: ElementRef<'_>) -> bool {
    /// Further prefixes, including Angular directives that only style a button.
    const OTHERS: [&str; 25] = [
        "accept", "aria", "cdk", "clr", "cy", "data", "hx", "http", "mat", "md", "mdc", "nb", "ng",
        "nz", "on", "qa", "sly", "tal", "test", "th", "unicorn", "up", "v", "wire", "x",
    ];
    let of_library = |name: &str| {
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|at| at.is_ascii_lowercase());
        let mut parts = name.split('-');
        parts
            .next()
            .is_some_and(|first| plain(first) && !OTHERS.contains(&first))
            && parts.next().is_some_and(plain)
    };
    role::is_html(element) && element.value().attrs().any(|(name, _)| of_library(name))
}

/// Whether a class marks an element for scripts (`js-toggle`, `c-tabs__js-head`).
pub fn is_hook_of_script(element: ElementRef<'_>) -> bool {
    let mut classes = element.value().classes();
    classes.any(|class| class.contains('-') && class.split(['-', '_']).any(|part| part == "js"))
}

/// Whether a template language fills in a value when the page is made.
pub fn is_insert(value: &str) -> bool {
    const MARKS: [&str; 12] = [
        "{{", "${", "#{", "@{", "{%", "<%", "<?", "[[", "*{", "[%", "[{", "{$",
    ];
    let value = value.trim();
    // Every mark has one of these brackets; texts without them are many times more frequent.
    let mut bytes = value.bytes();
    let has_bracket = bytes.any(|byte| matches!(byte, b'{' | b'<' | b'['));
    value.contains(HOLE)
        || value.starts_with('@')
        || has_bracket && MARKS.iter().any(|mark| value.contains(mark))
}

/// Whether a program replaces a text or a part of it: an expression of a template language, or a mark such as
/// `@@title`, `__TITLE__`, `%TITLE%` and `$title$`.
pub fn is_filled_later(text: &str) -> bool {
    const MARKS: [(&str, &str); 6] = [
        ("@@", ""),
        ("__", "__"),
        ("%", "%"),
        ("$", "$"),
        ("{#", "}"),
        ("{", "}"),
    ];
    let text = text.trim();
    let is_name = |name: &str| {
        let mut signs = name.chars();
        signs.next().is_some_and(char::is_alphabetic)
            && signs.all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '.' | '-'))
    };
    let is_marked = |(opens, closes): &(&str, &str)| {
        let inner = text.strip_prefix(opens);
        let inner = inner.and_then(|inner| inner.strip_suffix(closes));
        inner.is_some_and(is_name)
    };
    is_insert(text) || is_expression(text) || MARKS.iter().any(is_marked)
}

/// Whether a text consists only of template expressions: `{{ body }}`, `${page.body}`, `$body`.
pub fn is_expression(text: &str) -> bool {
    const MARKS: [(&str, &str); 5] = [
        ("{{", "}}"),
        ("${", "}"),
        ("$!{", "}"),
        ("#{", "}"),
        ("###", "###"),
    ];
    let text = text.trim();
    let is_alone = |(opens, closes): &(&str, &str)| {
        let inner = text.strip_prefix(opens);
        let inner = inner.and_then(|text| text.strip_suffix(closes));
        // Several in a row: `{{ block "main" . }}{{ end }}`.
        inner.is_some_and(|inner| {
            let mut parts = inner.split(closes);
            let first = parts.next().is_some_and(|first| !first.is_empty());
            first && parts.all(|part| part.trim_start().starts_with(opens))
        })
    };
    let is_name = |text: &str| {
        let mut signs = text.chars();
        !text.is_empty()
            && !text.starts_with(|ch: char| ch.is_ascii_digit())
            && signs.all(|ch| ch.is_alphanumeric() || matches!(ch, '_' | '.' | '-'))
    };
    MARKS.iter().any(is_alone) || text.strip_prefix('$').is_some_and(is_name)
}

/// Whether a handler in the markup may move the focus on as soon as the element receives it.
pub fn hears_focus(element: ElementRef<'_>) -> bool {
    let value = element.value();
    value.attrs().any(|(name, value)| {
        let event = name
            .trim_start_matches(['@', '(', '['])
            .trim_start_matches("v-on:")
            .trim_start_matches("x-on:")
            .trim_start_matches("hx-on:")
            .trim_start_matches("ng-")
            .trim_start_matches("on:")
            .trim_start_matches("on");
        let event = event.split(['.', ')', ']']).next().unwrap_or_default();
        let binds = name.len() > event.len();
        (binds && matches!(event, "focus" | "focusin" | "focuscapture"))
            || (name == "data-action" && value.contains("focus"))
    })
}

/// Whether an attribute is an event handler of HTML or a framework.
pub fn is_handler(name: &str) -> bool {
    const PREFIXES: [&str; 7] = ["@", "(", "v-on:", "x-on:", "hx-on", "on:", "ng-"];
    let plain = name.strip_prefix("on");
    plain.is_some_and(|event| {
        !event.is_empty() && event.bytes().all(|byte| byte.is_ascii_lowercase())
    }) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether a framework shows or hides an element at run time.
pub fn is_toggled(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    let depends =
        attributes.any(|(name, _)| SHOWING.contains(&bare(name))) || is_conditional(element);
    depends && !is_never_shown(element)
}

/// Whether a framework never shows an element because of a constant condition: `ng-show="false"`.
pub fn is_never_shown(element: ElementRef<'_>) -> bool {
    const SHOWN_IF: [&str; 7] = [
        "ng-show", "ng-if", "v-show", "v-if", "x-show", "x-if", "*ngif",
    ];
    let mut attributes = element.value().attrs();
    attributes.any(|(name, value)| match value.trim() {
        "false" => SHOWN_IF.contains(&bare(name)),
        "true" => bare(name) == "ng-hide",
        _ => false,
    })
}

/// Whether a framework or a template engine creates an element conditionally.
pub fn is_conditional(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    attributes.any(|(name, _)| CONDITIONS.contains(&bare(name)))
}

/// Whether a template language removes the tags of an element under a condition, and leaves its content.
pub fn may_lose_tags(element: ElementRef<'_>) -> bool {
    const REMOVING: [&str; 3] = ["tal:omit-tag", "py:strip", "data-sly-unwrap"];
    let mut attributes = element.value().attrs();
    attributes.any(|(name, _)| REMOVING.contains(&name))
}

/// The name of a framework's attribute without the HTML prefix: `data-ng-if`.
fn bare(name: &str) -> &str {
    name.strip_prefix("data-").unwrap_or(name)
}

/// Whether the content of an element is created elsewhere: custom elements, tags of template languages, empty elements that
/// HTML does not know (`<timer></timer>`, a directive of AngularJS).
pub fn is_foreign(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    let is_unknown = || role::is_html(element) && !html::is_html_element(name);
    name.contains('-') && !is_svg_name(name)
        || name.contains(':')
        || name == "slot"
        || is_unknown() && element.text().all(|text| text.trim().is_empty())
        || element.children().any(|child| {
            child.value().as_element().is_some_and(|child| {
                child.name() == "template" && child.attribute("shadowrootmode").is_some()
            })
        })
}

fn is_svg_name(name: &str) -> bool {
    matches!(
        name,
        "annotation-xml"
            | "color-profile"
            | "font-face"
            | "font-face-src"
            | "font-face-uri"
            | "font-face-format"
            | "font-face-name"
            | "missing-glyph"
    )
}

/// Whether a template language inserts content between the children of an element.
pub fn has_inserts(element: ElementRef<'_>) -> bool {
    element.children().any(is_inserted)
}

/// Whether a node stands for content that a template language or a framework inserts there: an instruction in a comment,
/// a `<template>` that is shown in its place.
pub fn is_inserted(node: NodeRef<'_, Node>) -> bool {
    /// Server-side includes, phpBB, Benchpress, Knockout and the like.
    const INCLUDES: [&str; 11] = [
        "ko text:",
        "ko template:",
        "#include",
        "#echo",
        "#exec",
        "#printenv",
        "INCLUDE ",
        "INCLUDEX ",
        "IMPORT ",
        "BEGIN ",
        "EVENT ",
    ];
    match node.value() {
        Node::Element(part) => part.name() == "template" && part.attrs().any(shows_template),
        Node::Comment(comment) => {
            let comment = comment.trim_start();
            // nginx accepts a blank after the `#`.
            let statement = comment.strip_prefix("# ");
            let includes = |text: &str, word: &str| text.starts_with(word);
            comment.starts_with(['?', '%'])
                || INCLUDES.iter().any(|word| {
                    let behind_sign = word.strip_prefix('#');
                    includes(comment, word)
                        || statement
                            .zip(behind_sign)
                            .is_some_and(|(statement, word)| includes(statement, word))
                })
                || is_outlet(comment)
        }
        Node::ProcessingInstruction(_) => true,
        _ => false,
    }
}

/// Whether a framework shows the content of a `<template>` with this attribute in its place: `x-if` of Alpine, `v-for`
/// of Vue, `is="dom-if"` of Polymer, `if:true` of Lightning, `repeat.for` of Aurelia.
fn shows_template((name, _): (&str, &str)) -> bool {
    const PREFIXES: [&str; 6] = ["x-", "v-", "ng-", "*", "#", "["];
    name == "is" || name.contains([':', '.']) || PREFIXES.iter().any(|mark| name.starts_with(mark))
}

/// Whether a template language that is only known by its marks prints something into an element:
/// `<?shop text("Back") ?>`.
pub fn is_printed_into(element: ElementRef<'_>) -> bool {
    /// First words of instructions that print nothing.
    const STATEMENTS: [&str; 20] = [
        "if",
        "unless",
        "else",
        "elsif",
        "elseif",
        "end",
        "endif",
        "for",
        "foreach",
        "endfor",
        "endforeach",
        "while",
        "endwhile",
        "switch",
        "case",
        "set",
        "block",
        "include",
        "process",
        "use",
    ];
    let prints = |instruction: &str| {
        let inner = instruction
            .strip_prefix('?')
            .and_then(|inner| inner.strip_suffix('?'));
        let (name, said) = inner.and_then(|inner| inner.split_once(char::is_whitespace))?;
        let first = said
            .trim_start()
            .split(|ch: char| !ch.is_alphanumeric())
            .next()?;
        let is_statement = STATEMENTS.contains(&first.to_ascii_lowercase().as_str());
        // Declarations of XML and of word processors.
        let is_declaration = name.to_ascii_lowercase().starts_with("xml");
        Some(!said.trim().is_empty() && !is_statement && !is_declaration)
    };
    let mut inside = element.descendants();
    inside.any(|node| match node.value() {
        Node::Comment(comment) => prints(comment.trim()) == Some(true),
        _ => false,
    })
}

/// Whether a comment marks the place for server-rendered content: `<!--ssr-outlet-->`, `<!--app-html-->`.
fn is_outlet(comment: &str) -> bool {
    const MARKS: [&str; 3] = ["app-html", "app-head", "app-body"];
    let mark = comment.trim();
    let mut words = mark.split('-');
    let is_single = !mark.contains(char::is_whitespace);
    is_single && (MARKS.contains(&mark) || words.any(|word| matches!(word, "ssr" | "outlet")))
}

/// Whether a text contains a name, in upper or lower case, as a word or as whole words of one: `slimScroll` is in
/// `slimScrollDiv`, `iscroll` is not in `multiscroll`.
pub fn has_name(text: &str, name: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let mut places = lower.match_indices(&name);
    places.any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut behind = text[at..].chars();
        let is_capital = behind.next().is_some_and(char::is_uppercase);
        let begins = before
            .is_none_or(|before| !before.is_alphanumeric() || is_capital && before.is_lowercase());
        let next = text[at + name.len()..].chars().next();
        begins && !next.is_some_and(char::is_lowercase)
    })
}

/// The scripts of a page.
#[derive(Debug, Default)]
pub struct Scripts {
    /// Text of the inline scripts.
    text: String,
    /// Whether scripts are loaded from elsewhere.
    pub external: bool,
    /// By attribute: whether a script changes it. Cached, because scripts are long and many elements ask.
    changed: RefCell<HashMap<String, bool>>,
    /// By name: whether a script contains it.
    named: RefCell<HashMap<String, bool>>,
    touches: OnceCell<Vec<Touch>>,
    /// Linked scripts at hand.
    linked: Vec<Arc<LinkedScript>>,
    written: OnceCell<Vec<String>>,
}

impl Scripts {
    /// Collects the scripts of a page. `linked`: those it links to and that are at hand.
    pub fn new(index: &Index<'_>, linked: &[Arc<LinkedScript>]) -> Self {
        let mut scripts = Self {
            linked: linked.to_vec(),
            ..Self::default()
        };
        for element in index.elements() {
            if element.value().name() != "script" || !is_program(element) {
                continue;
            }
            if element.attribute("src").is_some() {
                scripts.external = true;
            } else {
                scripts.text.extend(element.text());
                scripts.text.push('\n');
            }
        }
        scripts
    }

    /// Text of the inline scripts.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is any script.
    pub fn any(&self) -> bool {
        self.external || !self.text.trim().is_empty()
    }

    /// Whether an inline script contains a text.
    pub fn mention(&self, text: &str) -> bool {
        !text.is_empty() && self.text.contains(text)
    }

    /// Whether an inline script contains a name, see [`has_name`].
    pub fn name(&self, name: &str) -> bool {
        if let Some(named) = self.named.borrow().get(name) {
            return *named;
        }
        let named = has_name(&self.text, name);
        self.named.borrow_mut().insert(name.to_owned(), named);
        named
    }

    /// Whether an inline script connects labels with fields.
    pub fn connect_labels(&self) -> bool {
        const WAYS: [&str; 5] = [".htmlFor =", ".htmlFor=", "(\"for\"", "('for'", "(`for`"];
        WAYS.iter().any(|way| self.text.contains(way))
    }

    /// Whether a script of the page sets its title.
    pub fn set_title(&self) -> bool {
        let mut linked = self.linked.iter();
        script_title::sets_title(&self.text)
            || linked.any(|script| script_title::sets_title(&script.text))
    }

    /// Markup that inline scripts write into the page as it is.
    pub fn written_markup(&self) -> &[String] {
        self.written
            .get_or_init(|| script_markup::written_markup(&self.text))
    }

    /// Whether an inline script sets or removes an attribute.
    pub fn change_attribute(&self, name: &str) -> bool {
        if let Some(changed) = self.changed.borrow().get(name) {
            return *changed;
        }
        let changed = self.find_change(name);
        self.changed.borrow_mut().insert(name.to_owned(), changed);
        changed
    }

    fn find_change(&self, name: &str) -> bool {
        const WAYS: [&str; 6] = [
            "setAttribute",
            "removeAttribute",
            "toggleAttribute",
            ".attribute(",
            ".removeAttr(",
            ".dataset",
        ];
        // The property for `aria-label` is `ariaLabel`.
        let property: String =
            name.split('-')
                .enumerate()
                .fold(String::new(), |mut all, (at, part)| {
                    match (at, part.chars().next()) {
                        (1.., Some(first)) => {
                            all.extend(first.to_uppercase());
                            all.push_str(&part[first.len_utf8()..]);
                        }
                        _ => all.push_str(part),
                    }
                    all
                });
        (self.mention(name) && WAYS.iter().any(|way| self.mention(way)))
            || (name.contains('-') && self.mention(&format!(".{property}")))
            || (name == "tabindex" && self.mention(".tabIndex"))
    }

    /// The operations of the scripts on elements they find.
    fn touches(&self) -> &[Touch] {
        self.touches.get_or_init(|| Touch::all(&self.text))
    }

    /// Whether a script of the page finds an element and writes this kind of data.
    pub fn write(&self, element: ElementRef<'_>, what: Writes) -> bool {
        let mut touches = self.touches().iter();
        let mut linked = self.linked.iter();
        touches.any(|touch| touch.changes(element, what))
            || linked.any(|script| {
                let touches = script.derived(Touch::all);
                // Linked scripts serve many pages: what they do to all buttons, they do where it fits.
                let mut touches = touches.iter();
                touches.any(|touch| touch.changes(element, what) && touch.means(element))
            })
    }

    /// The code with which inline scripts operate on an element, if they write this kind of data.
    pub fn deeds<'s>(
        &'s self,
        element: ElementRef<'s>,
        what: Writes,
    ) -> impl Iterator<Item = &'s str> {
        let touches = self.touches().iter();
        let concerned = touches.filter(move |touch| touch.changes(element, what));
        concerned.map(Touch::deed)
    }

    /// Whether a script may find an element by its id.
    pub fn may_find(&self, element: ElementRef<'_>) -> bool {
        let Some(id) = element.attribute("id").filter(|id| !id.is_empty()) else {
            return false;
        };
        self.external || self.mention(id)
    }

    /// Whether a script may give an element a text or a name: an inline script does more with its id than handle events
    /// or toggle, or an external script may fill it while it is empty. An element that shows an icon gets no text.
    pub fn may_fill(&self, element: ElementRef<'_>) -> bool {
        let Some(id) = element.attribute("id").filter(|id| !id.is_empty()) else {
            return false;
        };
        (self.external && is_bare(element)) || script_use::may_write(&self.text, id)
    }
}

/// Whether an element has no visible content, not even an icon of an icon font.
pub fn is_bare(element: ElementRef<'_>) -> bool {
    let mut inside = element.descendants().skip(1).filter_map(ElementRef::wrap);
    !inside.any(is_sign)
}

/// Whether an element is, or contains, an icon or a picture without words. Some icons are letters, which are read out;
/// those do not count.
pub fn shows_sign(element: ElementRef<'_>) -> bool {
    const LETTERS: [&str; 20] = [
        "plus",
        "add",
        "equals",
        "at",
        "asterisk",
        "hashtag",
        "percent",
        "percentage",
        "question",
        "exclamation",
        "less",
        "greater",
        "dollar",
        "usd",
        "euro",
        "eur",
        "pound",
        "times",
        "close",
        "cross",
    ];
    let is_single = |word: &str| {
        let mut signs = word.chars();
        signs.next().is_some_and(char::is_alphabetic) && signs.next().is_none()
    };
    let may_be_letter = || {
        let mut classes = element.value().classes();
        classes.any(|class| {
            let mut words = class.split('-');
            words.clone().skip(1).any(is_single) || words.any(|word| LETTERS.contains(&word))
        })
    };
    !is_bare(element) || is_sign(element) && !may_be_letter()
}

/// Whether an element is, or contains, an icon or a picture, read out or not.
pub fn shows_picture(element: ElementRef<'_>) -> bool {
    !is_bare(element) || is_sign(element)
}

fn is_sign(element: ElementRef<'_>) -> bool {
    /// Classes by which style sheets of icon fonts mark icons.
    const OF_SIGNS: [&str; 12] = [
        "fa", "fas", "far", "fab", "fal", "bi", "mdi", "ti", "las", "lab", "pi", "ri",
    ];
    let shows = |class: &str| {
        class.contains("icon") || class.contains("glyph") || OF_SIGNS.contains(&class)
    };
    matches!(element.value().name(), "i" | "svg" | "img") || element.value().classes().any(shows)
}

/// Whether a `<script>` contains a program instead of data.
pub(super) fn is_program(script: ElementRef<'_>) -> bool {
    let kind = script.attribute("type").unwrap_or_default().trim();
    kind.is_empty()
        || kind.eq_ignore_ascii_case("module")
        || kind.to_ascii_lowercase().contains("javascript")
        || kind.to_ascii_lowercase().contains("ecmascript")
}
