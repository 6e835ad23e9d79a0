//! Whether a script only listens to and shows an element that it finds by its id, or may write a text.

use super::script_program::Program;

/// Calls that find an element by its id.
const LOOK_UPS: [&str; 5] = [
    "getElementById(",
    "querySelector(",
    "querySelectorAll(",
    "jQuery(",
    "$(",
];

/// Members of an element or of jQuery that leave its text and its name as they are.
const QUIET: [&str; 46] = [
    "addClass",
    "addEventListener",
    "animate",
    "blur",
    "checked",
    "className",
    "click",
    "classList",
    "closest",
    "css",
    "disabled",
    "display",
    "fadeIn",
    "fadeOut",
    "fadeToggle",
    "focus",
    "hasClass",
    "height",
    "hidden",
    "hide",
    "hover",
    "is",
    "length",
    "off",
    "offset",
    "offsetHeight",
    "offsetTop",
    "on",
    "onclick",
    "one",
    "remove",
    "removeClass",
    "removeEventListener",
    "scrollIntoView",
    "scrollTop",
    "show",
    "slideDown",
    "slideToggle",
    "slideUp",
    "style",
    "submit",
    "tabIndex",
    "toggle",
    "toggleClass",
    "trigger",
    "width",
];

/// Members that write a text or a name.
const WRITERS: [&str; 16] = [
    "append",
    "appendChild",
    "ariaLabel",
    "attr",
    "html",
    "innerHTML",
    "innerText",
    "insertAdjacent",
    "load",
    "prepend",
    "prop",
    "replace",
    "setAttribute",
    "text",
    "title",
    "val",
];

/// Maximum number of occurrences; more frequent ids and variables are ordinary words and are not followed.
const MOST_PLACES: usize = 30;

/// Whether a program may write a text into the element with an id, or name it. An unknown use of the id counts as such.
pub(super) fn may_write(program: &str, id: &str) -> bool {
    let mut known = false;
    for (count, (at, _)) in program.match_indices(id).enumerate() {
        if count == MOST_PLACES {
            return true;
        }
        if continues_word(&program[..at], &program[at + id.len()..]) {
            continue;
        }
        known = true;
        if !is_quiet_use(program, at, id.len()) {
            return true;
        }
    }
    // A handler may write into the clicked element.
    known && writes_into_target(program)
}

/// Whether a program refers to the element with an id, by a string or as a member of the window.
pub(super) fn names(program: &Program<'_>, id: &str) -> bool {
    program.places(id).any(|at| {
        let (before, after) = (&program.text[..at], &program.text[at + id.len()..]);
        let told = before.ends_with(|ch| is_quotation_mark(ch) || ch == '#');
        told || after.starts_with('.')
    })
}

pub(super) fn is_of_word(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '_' | '-' | '$')
}

/// Whether an occurrence is part of a longer word.
fn continues_word(before: &str, after: &str) -> bool {
    before.chars().next_back().is_some_and(is_of_word)
        || after.chars().next().is_some_and(is_of_word)
}

/// Whether the id at a position is only looked up to listen, show or hide.
fn is_quiet_use(program: &str, at: usize, length: usize) -> bool {
    let Some(found) = look_up(program, at, length) else {
        return false;
    };
    match variable(found.before) {
        Some(name) => {
            is_quiet_variable(program, name)
                && found.after.trim_start().starts_with([';', ',', '\n'])
        }
        None => is_quiet_chain(found.after),
    }
}

/// A call that finds an element by its id.
pub(super) struct LookUp<'a> {
    /// The text before it.
    pub(super) before: &'a str,
    /// The text after it.
    pub(super) after: &'a str,
}

/// The call that looks up the id at a position, if the id is its only argument.
pub(super) fn look_up(program: &str, at: usize, length: usize) -> Option<LookUp<'_>> {
    let before = program[..at].strip_suffix('#').unwrap_or(&program[..at]);
    let before = before.strip_suffix(is_quotation_mark)?.trim_end();
    let call = LOOK_UPS.iter().find(|call| before.ends_with(*call))?;
    let after = program[at + length..].strip_prefix(is_quotation_mark)?;
    let after = after.trim_start().strip_prefix(')')?;
    let before = before[..before.len() - call.len()].trim_end();
    let before = before.strip_suffix("document.").unwrap_or(before);
    Some(LookUp { before, after })
}

pub(super) fn is_quotation_mark(ch: char) -> bool {
    matches!(ch, '"' | '\'' | '`')
}

/// The variable that receives a value, from the text before the value.
pub(super) fn variable(before: &str) -> Option<&str> {
    let before = before.trim_end().strip_suffix('=')?.trim_end();
    let start = before.rfind(|ch: char| !is_of_word(ch)).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let name = &before[start..];
    (!name.is_empty()).then_some(name)
}

/// Whether a program's uses of a variable all leave the text unchanged.
fn is_quiet_variable(program: &str, name: &str) -> bool {
    let mut places = program.match_indices(name);
    let mut followed = places.by_ref().take(MOST_PLACES);
    let is_quiet = followed.all(|(at, _)| {
        let (before, after) = (&program[..at], &program[at + name.len()..]);
        if continues_word(before, after) {
            return true;
        }
        let rest = after.trim_start();
        let is_given = rest.starts_with('=') && !rest.starts_with("==");
        let is_asked = rest.starts_with([')', '&', '|']) && {
            let before = before.trim_end();
            let before = before.strip_suffix('!').unwrap_or(before).trim_end();
            let before = before.strip_suffix('(').unwrap_or(before).trim_end();
            before.ends_with("if")
        };
        is_given || is_asked || is_quiet_chain(after)
    });
    is_quiet && places.next().is_none()
}

/// Whether all chained calls leave the text unchanged.
fn is_quiet_chain(after: &str) -> bool {
    /// Maximum bytes of a handler.
    const MOST_BYTES: usize = 4_000;
    let mut depth = 0usize;
    let mut members = 0usize;
    for (at, ch) in after.char_indices() {
        match ch {
            _ if at > MOST_BYTES => return false,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ';' | '=' | ',' if depth == 0 => break,
            '\n' if depth == 0 && !after[at..].trim_start().starts_with('.') => break,
            '.' if depth == 0 => {
                let rest = &after[at + 1..];
                let end = rest.find(|ch: char| !is_of_word(ch)).unwrap_or(rest.len());
                if !QUIET.contains(&&rest[..end]) && !is_part_of_quiet(&after[..at]) {
                    return false;
                }
                members += 1;
            }
            _ => {}
        }
    }
    members > 0
}

/// Whether a member belongs to a class list or a style, which are not text.
fn is_part_of_quiet(before: &str) -> bool {
    before.ends_with("classList") || before.ends_with("style")
}

/// Whether a handler writes into its event's target.
pub(super) fn writes_into_target(program: &str) -> bool {
    ["this", "arget"].iter().any(|word| {
        program.match_indices(word).any(|(at, _)| {
            let rest = program[at + word.len()..].trim_start_matches(')');
            rest.strip_prefix('.')
                .is_some_and(|member| WRITERS.iter().any(|writer| member.starts_with(writer)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::may_write;

    #[test]
    fn listening_and_showing_write_nothing() {
        let quiet = [
            "document.getElementById('oar').addEventListener('click', () => { row(); });",
            "$('#oar').on('click', function () { $('#boat').toggleClass('open'); });",
            "const b = document.querySelector(\"#oar\");\nif (b) { b.onclick = row; b.classList.add('x'); }",
            "$('#oar').click(function () { $(this).addClass('used') }).show();",
            "document.getElementById('oars').textContent = 'Oars';",
        ];
        for program in quiet {
            assert!(!may_write(program, "oar"), "{program}");
        }
    }

    #[test]
    fn what_writes_or_is_not_known_may_name() {
        let loud = [
            "document.getElementById('oar').textContent = 'Row';",
            "$('#oar').on('click', row).html('Row');",
            "const b = document.querySelector('#oar');\nb.setAttribute('aria-label', 'Row');",
            "const b = document.getElementById('oar'); label(b);",
            "label('oar', 'Row');",
            "$('#oar').click(function () { $(this).text('Rowed') });",
            "$('#oar, #mast').tooltip();",
        ];
        for program in loud {
            assert!(may_write(program, "oar"), "{program}");
        }
    }
}
