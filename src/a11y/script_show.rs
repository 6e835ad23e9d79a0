//! Whether a script certainly shows an element that it finds by its id at some point.

use super::hiding::is_hiding;
use super::script_program::Program;
use super::script_touch::{end_of_group, is_set};
use super::script_use::{is_of_word, is_quotation_mark, look_up, variable};

/// Members that show an element, whatever their arguments.
const SHOWERS: [&str; 9] = [
    "fadeIn",
    "fadeToggle",
    "show",
    "showModal",
    "showPopover",
    "slideDown",
    "slideToggle",
    "toggle",
    "togglePopover",
];

/// Members by which libraries create widgets, and open or close them.
const WIDGETS: [&str; 5] = ["collapse", "dialog", "modal", "offcanvas", "popover"];

/// Attributes that hide an element.
const WITHHOLDING: [&str; 3] = ["aria-hidden", "hidden", "inert"];

/// Words in names of functions that open their argument, and in classes that show their element.
const OPENERS: [&str; 9] = [
    "aufklapp", "einblend", "oeffne", "open", "show", "toggle", "visible", "zeig", "öffne",
];

/// Words in names of functions that close their argument.
const CLOSERS: [&str; 9] = [
    "ausblend", "close", "dismiss", "hide", "remove", "schlie", "verberg", "versteck", "zuklapp",
];

/// Words in names of functions for widgets that can be opened.
const OPENED: [&str; 5] = ["collapse", "dialog", "drawer", "modal", "offcanvas"];

/// Whether a program certainly shows the element with an id at some point: it finds the element and removes what hides
/// it, or passes it to a function that opens it. It may hide the element at other times.
pub(super) fn surely_shows(program: &Program<'_>, id: &str) -> bool {
    program.places(id).any(|at| shows_at(program, at, id.len()))
}

fn shows_at(program: &Program<'_>, at: usize, length: usize) -> bool {
    let text = program.text;
    let Some(found) = look_up(text, at, length) else {
        let before = text[..at].strip_suffix('#').unwrap_or(&text[..at]);
        let named = before.strip_suffix(is_quotation_mark);
        return match named {
            Some(before) => opens_argument(before),
            // Directly by its id, as a member of the window.
            None => calls_shower(&text[at + length..]),
        };
    };
    let by_variable = |name: &str| {
        let mut places = program.places(name);
        places.any(|at| calls_shower(&text[at + name.len()..]) || opens_argument(&text[..at]))
    };
    calls_shower(found.after)
        || opens_argument(found.before)
        || variable(found.before).is_some_and(by_variable)
}

/// Whether one of the chained calls or assignments after an element shows it.
fn calls_shower(after: &str) -> bool {
    let mut rest = after;
    loop {
        rest = rest.trim_start();
        let member = rest.strip_prefix("?.").or_else(|| rest.strip_prefix('.'));
        let Some(member) = member else {
            return false;
        };
        let end = member.find(|ch: char| !is_of_word(ch));
        let (name, behind) = member.split_at(end.unwrap_or(member.len()));
        if matches!(name, "classList" | "style") {
            return changes_sight(name, behind);
        }
        let Some(arguments) = behind.strip_prefix('(') else {
            return WITHHOLDING.contains(&name) && becomes(behind, &["false", "!"])
                || name == "ariaHidden" && becomes(behind, &["\"false", "'false"])
                || name == "open" && becomes(behind, &["true", "!"]);
        };
        let Some(end) = end_of_group(arguments) else {
            return false;
        };
        let given = &arguments[..end - 1];
        if shows_by_call(name, given) {
            return true;
        }
        rest = &arguments[end..];
    }
}

/// Whether a member call with these arguments shows the element.
fn shows_by_call(name: &str, given: &str) -> bool {
    let first = first_text(given);
    let withholds = || first.is_some_and(|attribute| WITHHOLDING.contains(&attribute));
    match name {
        // `toggle(false)`, `show(false)`
        _ if SHOWERS.contains(&name) => given.trim() != "false",
        _ if WIDGETS.contains(&name) => {
            !first.is_some_and(|order| matches!(order, "close" | "destroy" | "dispose" | "hide"))
        }
        "addClass" => first.is_some_and(shows_by_class),
        "removeClass" => first.is_some_and(is_hiding),
        "toggleClass" => first.is_some_and(|class| shows_by_class(class) || is_hiding(class)),
        "removeAttr" | "removeAttribute" | "toggleAttribute" => withholds(),
        "attr" | "prop" | "setAttribute" => {
            withholds() && given.contains("false")
                || first == Some("open") && !given.contains("false")
        }
        "css" => first == Some("display") && given.contains(',') && shows_by_style(given),
        _ => false,
    }
}

/// Whether a change of an element's classes or style shows it.
fn changes_sight(holder: &str, behind: &str) -> bool {
    let Some(member) = behind.trim_start().strip_prefix('.') else {
        return false;
    };
    let end = member.find(|ch: char| !is_of_word(ch));
    let (name, behind) = member.split_at(end.unwrap_or(member.len()));
    if holder == "style" {
        let end = behind.find([';', '\n', '}']).unwrap_or(behind.len());
        return matches!(name, "display" | "visibility")
            && is_set(behind)
            && shows_by_style(&behind[..end]);
    }
    let class = behind.strip_prefix('(').and_then(first_text);
    class.is_some_and(|class| match name {
        "add" => shows_by_class(class),
        "remove" => is_hiding(class),
        "toggle" => shows_by_class(class) || is_hiding(class),
        _ => false,
    })
}

/// Whether an argument or assigned value shows an element: one of its strings is not the one that hides it.
/// `o.style.display = o.style.display === "none" ? "block" : "none"`
fn shows_by_style(values: &str) -> bool {
    const SHOWING: [&str; 9] = [
        "block",
        "contents",
        "flex",
        "grid",
        "initial",
        "inline",
        "inline-block",
        "revert",
        "visible",
    ];
    let mut texts = values.split(is_quotation_mark).skip(1).step_by(2);
    texts.any(|text| text.trim().is_empty() || SHOWING.contains(&text.trim()))
}

/// Whether one of several values is assigned. `behind`: the text after the member.
fn becomes(behind: &str, values: &[&str]) -> bool {
    let value = behind.trim_start().strip_prefix('=').map(str::trim_start);
    is_set(behind) && value.is_some_and(|value| values.iter().any(|begin| value.starts_with(begin)))
}

/// The first string in the arguments of a call.
fn first_text(given: &str) -> Option<&str> {
    let inner = given.trim_start().strip_prefix(is_quotation_mark)?;
    inner.split(is_quotation_mark).next().map(str::trim)
}

/// Whether the name of a class states that its element is shown.
fn shows_by_class(class: &str) -> bool {
    let mut words = class.split(['-', '_']);
    words.any(|word| matches!(word, "open" | "opened" | "show" | "shown" | "visible"))
        && !CLOSERS.iter().any(|closer| class.contains(closer))
}

/// Whether the following text is an argument of a call that opens it, possibly after other arguments.
fn opens_argument(before: &str) -> bool {
    let Some((before, between)) = before.rsplit_once('(') else {
        return false;
    };
    if between.contains([')', '{', '}', ';', '\n']) {
        return false;
    }
    let start = before.rfind(|ch: char| !is_of_word(ch));
    let start = start.map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let is_declared = before[..start].trim_end().ends_with("function");
    let called = before[start..].to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| called.contains(word));
    let only_asks = called.starts_with("is") || called.starts_with("has");
    !is_declared && !only_asks && (says(&OPENERS) || says(&OPENED) && !says(&CLOSERS))
}

#[cfg(test)]
mod tests {
    use super::{Program, surely_shows};

    #[test]
    fn what_a_program_shows_it_finds_by_its_id() {
        for program in [
            "document.getElementById('oar').showModal();",
            "$('#oar').slideToggle();",
            "$('#oar').addClass('wet').show();",
            "const o = document.querySelector('#oar');\nb.onclick = () => o.classList.add('is-open');",
            "document.getElementById('oar').classList.remove('hidden');",
            "document.getElementById('oar').hidden = false;",
            "const o = document.getElementById('oar'); o.hidden = !o.hidden;",
            "document.getElementById('oar').style.display = 'block';",
            "var o = document.getElementById('oar');\no.style.display = o.style.display === 'none' ? 'block' : 'none';",
            "document.getElementById('oar').removeAttribute('hidden');",
            "$('#oar').prop('hidden', false);",
            "$('#oar').css('display', 'flex');",
            "$('#oar').modal('show');",
            "new bootstrap.Modal(document.getElementById('oar'));",
            "openWindow('oar');",
            "openTab(event, 'oar');",
            "b.onclick = () => oar.showModal();",
        ] {
            assert!(surely_shows(&Program::new(program), "oar"), "{program}");
        }
    }

    #[test]
    fn what_hides_or_asks_shows_nothing() {
        for program in [
            "$('#oar').remove();",
            "$('#oars').show();",
            "const o = $('#oar'); o.text('Oar');",
            "track('oar');",
            "document.getElementById('oar').style.display = 'none';",
            "document.getElementById('oar').hidden = true;",
            "document.getElementById('oar').classList.add('d-none');",
            "$('#oar').attr('data-url');",
            "$('#oar').addClass('d-none');",
            "$('#oar').prop('inert', true);",
            "$('#oar').css('display', 'none');",
            "$('#oar').modal('hide');",
            "const o = $('#oar'); function showAll(o) {}",
            "hide('oar');",
            "closeModal('oar');",
            "if (isOpen('oar')) row();",
        ] {
            assert!(!surely_shows(&Program::new(program), "oar"), "{program}");
        }
    }
}
