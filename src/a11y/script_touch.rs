//! The attributes and texts that a page's script writes in elements found by a selector.

use scraper::{ElementRef, Selector};

use super::script_program::Program;
use super::script_use::{is_of_word, is_quotation_mark, writes_into_target};

/// The properties that a script writes, as a set of flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writes(u8);

impl Writes {
    /// Its name or content.
    pub const NAME: Self = Self(1);
    /// Its role and keyboard access.
    pub const KEYBOARD: Self = Self(2);
    /// Its visibility to any users.
    pub const HIDING: Self = Self(4);
    /// The language.
    pub const LANGUAGE: Self = Self(8);
    /// Classes.
    pub const CLASSES: Self = Self(16);
    /// Its `content` (of a `<meta>`).
    pub const CONTENT: Self = Self(32);

    /// Attributes, and the properties for them and for the text.
    const PROPERTIES: [(Self, &'static [&'static str]); 6] = [
        (
            Self::NAME,
            &[
                "aria-label",
                "ariaLabel",
                "alt",
                "title",
                "placeholder",
                "textContent",
                "innerText",
                "innerHTML",
                "outerHTML",
                "text",
            ],
        ),
        (
            Self::KEYBOARD,
            &[
                "tabindex",
                "tabIndex",
                "role",
                "href",
                "disabled",
                "contentEditable",
            ],
        ),
        (
            Self::HIDING,
            &[
                "aria-hidden",
                "ariaHidden",
                "hidden",
                "inert",
                "tabindex",
                "tabIndex",
            ],
        ),
        (Self::LANGUAGE, &["lang"]),
        (Self::CLASSES, &["className", "class"]),
        (Self::CONTENT, &["content"]),
    ];

    /// Functions that always write, whatever their arguments.
    const CALLS: [(Self, &'static [&'static str]); 3] = [
        (
            Self::NAME,
            &[
                "html",
                "text",
                "append",
                "appendChild",
                "prepend",
                "insertAdjacentHTML",
                "insertAdjacentText",
                "insertAdjacentElement",
                "insertBefore",
                "replaceChildren",
                "replaceWith",
                "load",
                "render",
            ],
        ),
        (Self::HIDING, &["remove"]),
        (Self::CLASSES, &["addClass", "toggleClass", "removeClass"]),
    ];

    /// The properties that a piece of program may write. Context matters: `text` writes as a member, but not as the
    /// value of an attribute or as a class.
    fn in_program(program: &str) -> Self {
        let mut all = Self(0);
        let mut end = 0;
        while let Some(lead) = program[end..].find(is_of_word) {
            let start = end + lead;
            let rest = &program[start..];
            let length = rest.find(|ch: char| !is_of_word(ch)).unwrap_or(rest.len());
            end = start + length;
            all = all.with(Self::by_word(
                &program[..start],
                &rest[..length],
                &program[end..],
            ));
        }
        all
    }

    /// The properties that a word writes, judging by the text before and after it.
    fn by_word(before: &str, word: &str, after: &str) -> Self {
        let before = before.trim_end();
        let is_member = before.ends_with('.');
        if let Some(given) = after.strip_prefix('(') {
            let end = end_of_group(given).unwrap_or(given.len());
            return Self::by_call(before, word, &given[..end]);
        }
        if is_member && word == CLASS_LIST {
            return Self::CLASSES;
        }
        let bare = after.strip_prefix(is_quotation_mark).unwrap_or(after);
        let is_quoted = bare.len() < after.len();
        let around = before.trim_end_matches(is_quotation_mark);
        let is_key = around.trim_end().ends_with(['{', ',']) && bare.trim_start().starts_with(':');
        // `o['title'] = …`
        let is_computed =
            is_quoted && around.ends_with('[') && bare.strip_prefix(']').is_some_and(is_set);
        match is_member && is_set(after) || is_key || is_computed {
            true => Self::of(&Self::PROPERTIES, |name| name == word),
            false => Self(0),
        }
    }

    /// The properties that a call writes. `given`: its arguments, with the closing bracket.
    fn by_call(before: &str, name: &str, given: &str) -> Self {
        if only_asks(name, given) {
            return Self(0);
        }
        if ATTRIBUTE_WRITERS.contains(&name) {
            let attribute = literal(given).filter(|_| !name.ends_with("NS"));
            return match attribute {
                Some((attribute, _)) => Self::of(&Self::PROPERTIES, |name| name == attribute),
                // Several attributes at once, or one determined at run time.
                None => Self::of(&Self::PROPERTIES, |name| {
                    given
                        .split(|ch: char| !is_of_word(ch))
                        .any(|word| word == name)
                }),
            };
        }
        let holder = before.trim_end_matches(['.', '?']).trim_end();
        match holder.ends_with(CLASS_LIST) {
            true => Self(0),
            false => Self::of(&Self::CALLS, |call| call == name),
        }
    }

    /// The kinds with a matching name.
    fn of(kinds: &[(Self, &[&str])], is_it: impl Fn(&str) -> bool) -> Self {
        let matching = kinds
            .iter()
            .filter(|(_, names)| names.iter().any(|name| is_it(name)));
        matching.fold(Self(0), |all, (kind, _)| all.with(*kind))
    }

    const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn contain(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Elements that a script finds, and its operations on them.
#[derive(Debug)]
pub struct Touch {
    selector: Selector,
    /// Whether the selector names more than kinds of elements.
    is_particular: bool,
    writes: Writes,
    /// The source of these operations.
    deed: String,
}

/// The member that holds the classes of an element.
const CLASS_LIST: &str = "classList";

/// Calls that write the attribute in their first argument.
const ATTRIBUTE_WRITERS: [&str; 8] = [
    "attr",
    "prop",
    "removeAttr",
    "removeAttribute",
    "removeProp",
    "setAttribute",
    "setAttributeNS",
    "toggleAttribute",
];

/// Calls that find elements, with the prefix that turns their argument into a selector.
const FINDERS: [(&str, &str); 7] = [
    ("querySelector(", ""),
    ("querySelectorAll(", ""),
    ("$(", ""),
    ("jQuery(", ""),
    ("getElementById(", "#"),
    ("getElementsByClassName(", "."),
    ("getElementsByTagName(", ""),
];

/// Elements that a script can access without a look-up.
const KNOWN: [(&str, &str); 2] = [
    ("document.documentElement", "html"),
    ("document.body", "body"),
];

/// Maximum number of touches per page; further ones are not followed.
const MOST_TOUCHES: usize = 400;

/// Maximum bytes read of the operations on an element.
const MOST_BYTES: usize = 2_000;

impl Touch {
    /// All touches of a program.
    pub fn all(text: &str) -> Vec<Self> {
        let program = Program::new(text);
        let mut all = Vec::new();
        for (name, selector) in KNOWN {
            let known = text.match_indices(name).take(MOST_TOUCHES);
            all.extend(known.filter_map(|(at, _)| {
                let after = &text[at + name.len()..];
                Self::new(selector, &program, &text[..at], after)
            }));
        }
        let most = all.len() + MOST_TOUCHES;
        for (call, sign) in FINDERS {
            for (at, _) in text.match_indices(call) {
                if all.len() == most {
                    return all;
                }
                if let Some((argument, after)) = literal(&text[at + call.len()..]) {
                    let before = text[..at].trim_end_matches("document.");
                    let selector = format!("{sign}{argument}");
                    all.extend(Self::new(&selector, &program, before, after));
                }
            }
        }
        all
    }

    fn new(selector: &str, program: &Program<'_>, before: &str, after: &str) -> Option<Self> {
        let mut deed = String::new();
        add_deeds(after, &mut deed);
        if let Some(rest) = after.trim_start().strip_prefix(',')
            && is_handed_to_setter(before)
        {
            deed.push_str(".setAttribute(");
            let end = end_of_group(rest)
                .unwrap_or_else(|| rest.floor_char_boundary(MOST_BYTES.min(rest.len())));
            deed.push_str(&rest[..end]);
        }
        if let Some(name) = holder(before) {
            add_deeds_of_variable(program, name, &mut deed);
        }
        let writes = Writes::in_program(&deed);
        if writes.0 == 0 {
            return None;
        }
        Some(Self {
            is_particular: selector.contains(['#', '.', '[']),
            selector: Selector::parse(selector).ok()?,
            writes,
            deed,
        })
    }

    /// Whether it writes these properties of an element.
    pub fn changes(&self, element: ElementRef<'_>, writes: Writes) -> bool {
        self.writes.contain(writes) && self.selector.matches(&element)
    }

    /// Whether it means this very element: it names more than its kind, or the page has only one of it.
    pub fn means(&self, element: ElementRef<'_>) -> bool {
        self.is_particular || matches!(element.value().name(), "html" | "head" | "title" | "body")
    }

    /// The source of its operations.
    pub fn deed(&self) -> &str {
        &self.deed
    }
}

/// The string in a call's first argument, and the text after the call.
fn literal(arguments: &str) -> Option<(&str, &str)> {
    let arguments = arguments.trim_start();
    let mark = arguments.chars().next()?;
    if !matches!(mark, '"' | '\'' | '`') {
        return None;
    }
    let (text, after) = arguments[1..].split_once(mark)?;
    let rest = after.trim_start();
    let after = match rest.strip_prefix(')') {
        Some(after) => after,
        None => {
            let end = rest.starts_with(',').then(|| end_of_group(rest))??;
            &rest[end..]
        }
    };
    (!text.is_empty() && !text.contains("${")).then_some((text, after))
}

/// The position after the bracket that closes a group which the text starts inside of.
pub(super) fn end_of_group(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, ch) in text.char_indices().take_while(|(at, _)| *at < MOST_BYTES) {
        match ch {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return Some(at + 1),
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether an element that is found here is handed to a call that sets an attribute of it, as Angular's renderer does:
/// `renderer.setAttribute(document.querySelector('html'), 'lang', language)`.
fn is_handed_to_setter(before: &str) -> bool {
    let before = before.trim_end_matches(|ch: char| is_of_word(ch) || ch == '.');
    before.trim_end().ends_with("setAttribute(")
}

/// The name that receives the found element: `const x = `, `for (const x of `.
fn holder(before: &str) -> Option<&str> {
    let before = before.trim_end();
    let before = before.strip_suffix("[...").unwrap_or(before);
    let before = before.strip_suffix("Array.from(").unwrap_or(before);
    let before = before.trim_end();
    let given = before
        .strip_suffix('=')
        .or_else(|| before.strip_suffix(" of"))?
        .trim_end();
    let start = given.rfind(|ch: char| !is_of_word(ch));
    let start = start.map_or(0, |at| {
        at + given[at..].chars().next().map_or(1, char::len_utf8)
    });
    let name = &given[start..];
    (!name.is_empty()).then_some(name)
}

/// Adds a program's operations on a variable.
fn add_deeds_of_variable(program: &Program<'_>, name: &str, deed: &mut String) {
    for at in program.places(name) {
        add_deeds(&program.text[at + name.len()..], deed);
    }
}

/// Members that add event listeners.
const LISTENERS: [&str; 12] = [
    "addEventListener",
    "on",
    "one",
    "click",
    "change",
    "submit",
    "hover",
    "keydown",
    "keyup",
    "onclick",
    "onchange",
    "onsubmit",
];

/// Adds the chained calls and assignments. An event listener does not affect the element unless it writes into the
/// event's target.
fn add_deeds(after: &str, deed: &mut String) {
    let end = after.floor_char_boundary(MOST_BYTES);
    let mut rest = &after[..end];
    loop {
        rest = rest.trim_start().trim_start_matches([')', ']']);
        rest = rest.trim_start();
        if let Some(inner) = rest.strip_prefix('[') {
            let Some(end) = end_of_group(inner) else {
                return;
            };
            rest = &inner[end..];
            continue;
        }
        let member = rest.strip_prefix("?.").or_else(|| rest.strip_prefix('.'));
        let Some(member) = member else {
            break;
        };
        let end = member.find(|ch: char| !is_of_word(ch));
        let (name, behind) = member.split_at(end.unwrap_or(member.len()));
        rest = behind;
        if let Some(arguments) = behind.strip_prefix('(') {
            let Some(end) = end_of_group(arguments) else {
                return;
            };
            let given = &arguments[..end];
            let listens = LISTENERS.contains(&name) && !writes_into_target(given);
            if !listens && !only_asks(name, given) {
                deed.extend([".", name, "("]);
                add_without_listeners(given, deed);
            }
            rest = &arguments[end..];
        } else if HOLDERS.contains(&name) {
            deed.extend([".", name, " "]);
        } else if is_set(behind) && !LISTENERS.contains(&name) {
            deed.extend([".", name, " = "]);
        }
    }
}

/// Adds a piece of program without its event listeners, which only act later.
fn add_without_listeners(program: &str, deed: &mut String) {
    let mut rest = program;
    while let Some((before, call)) = rest.split_once('.') {
        deed.extend([before, "."]);
        rest = call;
        let end = call.find(|ch: char| !is_of_word(ch)).unwrap_or(call.len());
        let (name, behind) = call.split_at(end);
        if !LISTENERS.contains(&name) {
            continue;
        }
        let Some(arguments) = behind.strip_prefix('(') else {
            continue;
        };
        let end = end_of_group(arguments).unwrap_or(arguments.len());
        if !writes_into_target(&arguments[..end]) {
            rest = &arguments[end..];
        }
    }
    deed.push_str(rest);
}

/// Members whose own members hold the written values.
const HOLDERS: [&str; 3] = [CLASS_LIST, "dataset", "style"];

/// Whether the expression before a text is assigned to.
pub(super) fn is_set(behind: &str) -> bool {
    let behind = behind.trim_start();
    let joined = ["+", "||", "??", "&&"];
    let joined = joined.iter().find_map(|sign| behind.strip_prefix(sign));
    let behind = joined.unwrap_or(behind);
    behind.starts_with('=') && !behind.starts_with("==") && !behind.starts_with("=>")
}

/// Whether a call only reads a text or an attribute. `given`: its arguments, with the closing bracket.
fn only_asks(name: &str, given: &str) -> bool {
    match name {
        "text" | "html" => given.trim_start().starts_with(')'),
        "attr" | "prop" => !given.contains([',', '{']),
        "getAttribute" | "hasAttribute" | "hasClass" | "contains" | "matches" | "closest" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Touch, Writes};

    fn writes(program: &str) -> Vec<Writes> {
        let touches = Touch::all(program);
        touches.iter().map(|touch| touch.writes).collect()
    }

    #[test]
    fn what_is_done_with_an_element_is_read() {
        let naming = [
            "document.querySelector('.oar').setAttribute('aria-label', 'Oar');",
            "document.querySelectorAll(\"img.x\").forEach(i => i.alt = i.dataset.t);",
            "$('.oar').each(function () { $(this).attr('title', 'x'); });",
            "const o = document.querySelector('.oar');\no.textContent = 'Oar';",
            "for (const o of document.querySelectorAll('.oar')) { o.innerHTML = x(); }",
            "[...document.querySelectorAll('.oar')].map(o => o.title = 'x')",
            "$('.oar', boat).html(t('oar'));",
            "$('.oar').attr({ 'title': 'Oar' });",
            "document.querySelector('.oar').title ||= 'Oar';",
            "document.querySelectorAll('.oar').forEach(o => { o['aria-label'] = 'Oar'; });",
            "document.querySelectorAll('.oar').forEach(o => render(o));",
        ];
        for program in naming {
            let found = writes(program);
            assert!(
                found.iter().any(|writes| writes.contain(Writes::NAME)),
                "{program}"
            );
        }
    }

    #[test]
    fn what_is_done_with_others_is_not() {
        let quiet = [
            "document.querySelector('.oar').addEventListener('click', () => { out.textContent = 'x'; });",
            "$('.oar').on('click', function () { boat.text('x'); });",
            "document.querySelector('.oar').focus(); other.title = 'x';",
            "$('<p>').text('x');",
            "log($('.oar').text(), $('.oar').attr('title'));",
            "document.querySelectorAll('.oar').forEach(o => o.addEventListener('click', () => { log.textContent = 'x'; }));",
            "const t = document.querySelector('.oar').textContent;",
            "const o = document.querySelector('.oar'); const p = o2.textContent;",
            "$('.oar').addClass('has text');",
            "$('.oar').attr('type', 'text');",
            "$('.oar').data('title', 'Oar');",
            "document.querySelector('.oar').classList.add('title');",
            "$('.oar').each(function () { log($(this).attr('title'), this.title); });",
            "view.setAttribute(document.querySelector('.oar'), 'lang', x); boat.title = 'x';",
        ];
        for program in quiet {
            let found = writes(program);
            assert!(
                found.iter().all(|writes| !writes.contain(Writes::NAME)),
                "{program}"
            );
        }
    }

    #[test]
    fn classes_are_no_attributes() {
        let hiding = |program: &str| {
            let found = writes(program);
            found.iter().any(|writes| writes.contain(Writes::HIDING))
        };
        for program in [
            "document.querySelector('.oar').removeAttribute('aria-hidden');",
            "document.querySelector('.oar').remove();",
            "document.querySelectorAll('.oar').forEach(o => o.hidden = true);",
            "$('.oar').prop('hidden', false);",
        ] {
            assert!(hiding(program), "{program}");
        }
        for program in [
            "document.querySelector('.oar').classList.remove('dark');",
            "document.querySelector('.oar').classList.add('hidden');",
            "document.querySelectorAll('.oar').forEach(o => o.classList.remove('dark'));",
            "$('.oar').removeAttr('style');",
        ] {
            assert!(!hiding(program), "{program}");
        }
    }
}
