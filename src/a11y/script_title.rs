//! Whether a script sets the title of its page.

use super::script_touch::is_set;
use super::script_use::is_quotation_mark;

/// The document, as programs and their libraries name it.
const DOCUMENTS: [&str; 3] = ["document", "$document[0]", "$(document)"];

/// Members that set the title of what they belong to, by name: `$(document).attr("title", …)`, `title.setTitle(…)`.
const SETTERS: [&str; 2] = ["attr(", "prop("];

/// Calls of Angular's service for titles.
const SERVICES: [&str; 2] = ["itle.setTitle(", "itleService.setTitle("];

/// Calls that make an element, up to its name.
const MAKERS: [&str; 1] = ["createElement("];

/// Whether a program writes the title as a property of the document, or makes its element. What it writes into an
/// element that is there is a touch.
pub(super) fn sets_title(program: &str) -> bool {
    by_property(program)
        || makes_element(program)
        || SERVICES.iter().any(|call| program.contains(call))
}

fn makes_element(program: &str) -> bool {
    MAKERS.iter().any(|maker| {
        let mut calls = program.match_indices(maker);
        calls.any(|(at, _)| quoted_title(&program[at + maker.len()..]).is_some())
    })
}

fn by_property(program: &str) -> bool {
    DOCUMENTS.iter().any(|document| {
        program.match_indices(document).any(|(at, _)| {
            let after = &program[at + document.len()..];
            let is_whole = !program[..at].ends_with(|ch: char| ch.is_alphanumeric() || ch == '_');
            is_whole && writes_title(after)
        })
    })
}

/// Whether the text after an expression writes its title: `.title = …`, `["title"] = …`, `.attr("title", …)`.
fn writes_title(after: &str) -> bool {
    let set = |after: &str| is_set(after);
    if let Some(behind) = after.strip_prefix(".title") {
        return set(behind);
    }
    let computed = after.strip_prefix('[').and_then(quoted_title);
    if let Some(behind) = computed {
        return behind.strip_prefix(']').is_some_and(set);
    }
    let Some(call) = after.strip_prefix('.') else {
        return false;
    };
    let given = SETTERS.iter().find_map(|setter| call.strip_prefix(setter));
    let behind = given.and_then(quoted_title);
    behind.is_some_and(|behind| behind.trim_start().starts_with(','))
}

/// The text behind a literal `"title"`.
fn quoted_title(text: &str) -> Option<&str> {
    let text = text.trim_start().strip_prefix(is_quotation_mark)?;
    text.strip_prefix("title")?.strip_prefix(is_quotation_mark)
}

#[cfg(test)]
mod tests {
    use super::sets_title;

    #[test]
    fn titles_are_set_in_several_ways() {
        for program in [
            "document.title = 'Oars';",
            "window.document.title=t('oars')",
            "document['title'] = x",
            "$document[0].title = config.title || 'Oars';",
            "document.title += ' (3)'",
            "$(document).attr('title', 'Oars')",
            "document.head.append(document.createElement('title'))",
            "this.titleService.setTitle(`Oars`);",
        ] {
            assert!(sets_title(program), "{program}");
        }
    }

    #[test]
    fn other_titles_and_readers_set_none() {
        for program in [
            "if (document.title == 'Oars') row();",
            "log(document.title)",
            "document.querySelector('#oar').title = 'Oar';",
            "mydocument.title = 'x'",
            "document.createElementNS(svg, 'title')",
            "document.createElement('titlebar')",
            "$(document).attr('title')",
            "$('.title').text('Oars')",
        ] {
            assert!(!sets_title(program), "{program}");
        }
    }
}
