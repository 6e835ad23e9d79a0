//! Block comments of languages without a grammar here that have a notation of their own.

use crate::model::Span;

/// The text with such comments blanked out and everything else in place; `None` if there are none.
pub fn blanked(text: &str, extension: &str) -> Option<String> {
    let remarks = match extension {
        "lua" => between(text, "--[[", "]]"),
        "jl" => between(text, "#=", "=#"),
        "pl" | "pm" => plain_old_documentation(text),
        _ => return None,
    };
    if remarks.is_empty() {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    for remark in remarks {
        let inside = bytes.get_mut(remark.range()).into_iter().flatten();
        inside
            .filter(|byte| **byte != b'\n')
            .for_each(|byte| *byte = b' ');
    }
    // Comments start and end on character boundaries, so this never fails.
    String::from_utf8(bytes).ok()
}

/// The parts between two marks; unclosed ones don't count.
fn between(text: &str, opens: &str, closes: &str) -> Vec<Span> {
    let mut remarks = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(opens)) {
        let start = from + start;
        let inside = start + opens.len();
        let Some(length) = text.get(inside..).and_then(|rest| rest.find(closes)) else {
            break;
        };
        from = inside + length + closes.len();
        remarks.push(Span::new(start, from));
    }
    remarks
}

/// From a line that starts with a command (`=pod`, `=head1`) through `=cut`, and everything after `__END__` (perlpod,
/// perldata).
fn plain_old_documentation(text: &str) -> Vec<Span> {
    let mut remarks = Vec::new();
    let mut begun: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let is_command = line
            .strip_prefix('=')
            .is_some_and(|command| command.starts_with(|ch: char| ch.is_ascii_alphabetic()));
        match begun {
            Some(start) if line.starts_with("=cut") => {
                remarks.push(Span::new(start, end));
                begun = None;
            }
            None if matches!(line.trim_end(), "__END__" | "__DATA__") => {
                begun = Some(at);
                break;
            }
            None if is_command => begun = Some(at),
            _ => {}
        }
        at = end;
    }
    remarks.extend(begun.map(|start| Span::new(start, text.len())));
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_blank_and_lines_stay() {
        for (extension, text, expected) in [
            ("lua", "a --[[ ä\nb ]] c", Some("a        \n     c")),
            ("lua", "a --[[ b", None),
            ("jl", "#= a =# b", Some("        b")),
            ("pl", "a\n=pod\nb\n\n=cut\nc", Some("a\n    \n \n\n    \nc")),
            ("pm", "a = 1\n__END__\nb", Some("a = 1\n       \n ")),
            ("pl", "$a =\n  1;", None),
            ("sh", "--[[ a ]]", None),
        ] {
            assert_eq!(blanked(text, extension).as_deref(), expected, "{text}");
        }
    }
}
