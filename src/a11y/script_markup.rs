//! Markup that a script writes into its page as a literal.

use super::script_use::is_quotation_mark;

/// Properties and calls that make elements of a text.
const WRITERS: [&str; 6] = [
    ".innerHTML",
    ".outerHTML",
    ".insertAdjacentHTML(",
    "document.write(",
    "document.writeln(",
    ".html(",
];

/// Maximum number of literals per page, and of bytes of one.
const MOST_LITERALS: usize = 20;
const MOST_BYTES: usize = 4_000;

/// The literals with tags that a program writes into the page. Joined and computed texts are left out.
pub(super) fn written_markup(program: &str) -> Vec<String> {
    let calls = WRITERS.iter().flat_map(|writer| {
        let places = program.match_indices(writer).take(MOST_LITERALS);
        places.filter_map(|(at, _)| literal_behind(&program[at + writer.len()..]))
    });
    let tagged = calls.filter(|text| {
        let mut tags = text.match_indices('<');
        tags.any(|(at, _)| text[at + 1..].starts_with(|ch: char| ch.is_ascii_alphabetic()))
    });
    tagged.take(MOST_LITERALS).map(str::to_owned).collect()
}

/// The literal that is assigned or given, as a whole. The first argument of `insertAdjacentHTML` is a place.
fn literal_behind(behind: &str) -> Option<&str> {
    /// Places beside an element.
    const PLACES: [&str; 4] = ["beforebegin", "afterbegin", "beforeend", "afterend"];
    let behind = behind.trim_start();
    let behind = behind.strip_prefix('=').unwrap_or(behind);
    let (text, after) = quoted(behind)?;
    let is_place = PLACES.iter().any(|place| text.eq_ignore_ascii_case(place));
    let (text, after) = match is_place {
        true => quoted(after.trim_start().strip_prefix(',')?)?,
        false => (text, after),
    };
    let after = after.trim_start_matches([' ', '\t', ')']);
    let ends = after.is_empty() || after.starts_with([';', '\n', '\r', '}', ',']);
    let is_plain = !text.contains(['\\', '\u{1a}']) && !text.contains("${");
    (ends && is_plain && text.len() <= MOST_BYTES).then_some(text)
}

/// The text between the quotation marks at the beginning, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let mark = text.chars().next().filter(|ch| is_quotation_mark(*ch))?;
    text[1..].split_once(mark)
}

#[cfg(test)]
mod tests {
    use super::written_markup;

    #[test]
    fn whole_literals_are_read() {
        for (program, markup) in [
            ("oar.innerHTML = '<b>x</b>';", "<b>x</b>"),
            ("oar.innerHTML = `<b>x</b>`", "<b>x</b>"),
            ("$('#oar').html(\"<b></b>\");", "<b></b>"),
            ("oar.insertAdjacentHTML('beforeend', '<b></b>')", "<b></b>"),
            ("document.write('<b></b>');", "<b></b>"),
        ] {
            assert_eq!(written_markup(program), [markup], "{program}");
        }
    }

    #[test]
    fn joined_texts_and_plain_ones_are_not() {
        for program in [
            "oar.innerHTML = '<b>' + x + '</b>';",
            "oar.innerHTML = `<b>${x}</b>`;",
            "oar.innerHTML = 'a < b';",
            "oar.innerHTML += x;",
            "oar.insertAdjacentHTML('beforeend', x)",
            "if (oar.innerHTML == '<b></b>') x();",
        ] {
            assert!(written_markup(program).is_empty(), "{program}");
        }
    }
}
