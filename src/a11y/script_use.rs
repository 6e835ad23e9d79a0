//! What a script does with an element that it finds by its id: whether it only listens and shows, may write a text, or
//! opens it.

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

/// Ids and variables that occur more often are words of all kinds, which nobody follows.
const MOST_PLACES: usize = 30;

/// Whether a program may write a text into the element of an id, or name it. What it does with the id in a way that is
/// not known may do so.
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
    // A handler may write into what was clicked.
    known && writes_into_target(program)
}

/// Members that show an element, or change what hides it.
const SHOWERS: [&str; 30] = [
    "addClass",
    "ariaHidden",
    "attr",
    "classList",
    "className",
    "collapse",
    "css",
    "dialog",
    "fadeIn",
    "fadeTo",
    "fadeToggle",
    "hidden",
    "inert",
    "modal",
    "offcanvas",
    "open",
    "popover",
    "prop",
    "removeAttr",
    "removeAttribute",
    "removeClass",
    "setAttribute",
    "show",
    "showModal",
    "showPopover",
    "slideDown",
    "slideToggle",
    "style",
    "toggle",
    "toggleClass",
];

/// Words in names of functions that open what they are given.
const OPENERS: [&str; 8] = [
    "collapse",
    "dialog",
    "drawer",
    "modal",
    "offcanvas",
    "open",
    "show",
    "toggle",
];

/// Whether a program shows the element of an id: it finds it and changes what hides it, or hands it to something that
/// opens.
pub(super) fn may_show(program: &str, id: &str) -> bool {
    let places = program.match_indices(id).take(MOST_PLACES);
    let mut whole = places
        .map(|(at, _)| at)
        .filter(|at| !continues_word(&program[..*at], &program[at + id.len()..]));
    whole.any(|at| shows_at(program, at, id.len()))
}

fn shows_at(program: &str, at: usize, length: usize) -> bool {
    let Some(found) = look_up(program, at, length) else {
        let before = program[..at].strip_suffix('#').unwrap_or(&program[..at]);
        let named = before.strip_suffix(is_quotation_mark);
        return match named {
            Some(before) => opens_argument(before),
            // By its id alone, as a member of the window.
            None => calls_shower(&program[at + length..]),
        };
    };
    let by_variable = |name: &str| {
        let mut places = program.match_indices(name).take(MOST_PLACES);
        places.any(|(at, _)| {
            let (before, after) = (&program[..at], &program[at + name.len()..]);
            !continues_word(before, after) && (calls_shower(after) || opens_argument(before))
        })
    };
    calls_shower(found.after)
        || opens_argument(found.before)
        || variable(found.before).is_some_and(by_variable)
}

/// Whether what follows an element takes a member of it that shows it.
fn calls_shower(after: &str) -> bool {
    let after = after.trim_start();
    let member = after.strip_prefix("?.").or_else(|| after.strip_prefix('.'));
    member.is_some_and(|member| {
        let end = member.find(|ch: char| !is_of_word(ch));
        SHOWERS.contains(&&member[..end.unwrap_or(member.len())])
    })
}

/// Whether something that opens is called with what follows.
fn opens_argument(before: &str) -> bool {
    before.trim_end().strip_suffix('(').is_some_and(|before| {
        let start = before.rfind(|ch: char| !is_of_word(ch));
        let start = start.map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
        let called = before[start..].to_ascii_lowercase();
        OPENERS.iter().any(|word| called.contains(word))
    })
}

/// Whether a program names the element of an id, as a text or as a member of the window.
pub(super) fn names(program: &str, id: &str) -> bool {
    let mut places = program.match_indices(id).take(MOST_PLACES);
    places.any(|(at, _)| {
        let (before, after) = (&program[..at], &program[at + id.len()..]);
        let told = before.ends_with(|ch| is_quotation_mark(ch) || ch == '#');
        !continues_word(before, after) && (told || after.starts_with('.'))
    })
}

/// The words of a program: what may be the id of an element.
pub(super) fn words(program: &str) -> impl Iterator<Item = &str> {
    program.split(|ch: char| !is_of_word(ch))
}

pub(super) fn is_of_word(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '_' | '-' | '$')
}

/// Whether an occurrence is a part of a longer word.
fn continues_word(before: &str, after: &str) -> bool {
    before.chars().next_back().is_some_and(is_of_word)
        || after.chars().next().is_some_and(is_of_word)
}

/// Whether the id at a place is looked up only to listen, to show or to hide.
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
struct LookUp<'a> {
    /// What stands before it.
    before: &'a str,
    /// What stands behind it.
    after: &'a str,
}

/// The call that looks up the id at a place, where it is its only argument.
fn look_up(program: &str, at: usize, length: usize) -> Option<LookUp<'_>> {
    let before = program[..at].strip_suffix('#').unwrap_or(&program[..at]);
    let before = before.strip_suffix(is_quotation_mark)?.trim_end();
    let call = LOOK_UPS.iter().find(|call| before.ends_with(*call))?;
    let after = program[at + length..].strip_prefix(is_quotation_mark)?;
    let after = after.trim_start().strip_prefix(')')?;
    let before = before[..before.len() - call.len()].trim_end();
    let before = before.strip_suffix("document.").unwrap_or(before);
    Some(LookUp { before, after })
}

fn is_quotation_mark(ch: char) -> bool {
    matches!(ch, '"' | '\'' | '`')
}

/// The name that a value is given, by what stands before it.
fn variable(before: &str) -> Option<&str> {
    let before = before.trim_end().strip_suffix('=')?.trim_end();
    let start = before.rfind(|ch: char| !is_of_word(ch)).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let name = &before[start..];
    (!name.is_empty()).then_some(name)
}

/// Whether a program does with a variable nothing but what leaves the text alone.
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

/// Whether all members that are called one after another leave the text alone.
fn is_quiet_chain(after: &str) -> bool {
    /// Handlers that are longer are not followed.
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

/// Whether a member belongs to a list of classes or a style, which are no text.
fn is_part_of_quiet(before: &str) -> bool {
    before.ends_with("classList") || before.ends_with("style")
}

/// Whether a handler writes into the element that it hears.
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
    use super::{may_show, may_write};

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

    #[test]
    fn what_a_program_shows_it_finds_by_its_id() {
        let showing = [
            "document.getElementById('oar').showModal();",
            "$('#oar').slideToggle();",
            "const o = document.querySelector('#oar');\nb.onclick = () => o.classList.add('on');",
            "new bootstrap.Modal(document.getElementById('oar'));",
            "openWindow('oar');",
            "b.onclick = () => oar.showModal();",
        ];
        for program in showing {
            assert!(may_show(program, "oar"), "{program}");
        }
        let not_showing = [
            "$('#oar').remove();",
            "$('#oars').show();",
            "const o = $('#oar'); o.text('Oar');",
            "track('oar');",
        ];
        for program in not_showing {
            assert!(!may_show(program, "oar"), "{program}");
        }
    }
}
