//! Handlebars in the programs of Ember: `<template>…</template>` between the members of a class (`.gts`, `.gjs`), and
//! hbs`…` in other scripts.

use std::borrow::Cow;

use crate::model::Span;

const OPENS: &str = "<template>";
const CLOSES: &str = "</template>";

/// Extensions of scripts that hold templates in tags.
fn holds_tags(extension: &str) -> bool {
    matches!(extension, "gts" | "gjs")
}

/// The spans of the markup in the templates of a program, in the order of the text.
pub fn templates(extension: &str, source: &str) -> Vec<Span> {
    match holds_tags(extension) {
        true => tagged(source),
        false => literals(source),
    }
}

/// The content of `<template>` tags.
fn tagged(source: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = source.get(at..).and_then(|rest| rest.find(OPENS)) {
        let start = at + next + OPENS.len();
        let Some(length) = length_to_end(source.get(start..).unwrap_or_default()) else {
            break;
        };
        found.push(Span::new(start, start + length));
        at = start + length + CLOSES.len();
    }
    found
}

/// The length of a template's content up to its own end tag.
fn length_to_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let next = at + text.get(at..)?.find("template")?;
        let before = &text[..next];
        at = next + "template".len();
        if before.ends_with("</") {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(next - "</".len()),
            }
        } else if before.ends_with('<') && !goes_on(text, at) {
            depth += 1;
        }
    }
}

/// Whether the name of a tag is longer than what ends at an offset: `<template-list />`.
fn goes_on(text: &str, at: usize) -> bool {
    let next = text.get(at..).and_then(|rest| rest.chars().next());
    next.is_some_and(|next| next.is_alphanumeric() || next == '-')
}

/// The content of hbs`…`, into which nothing can be inserted.
fn literals(source: &str) -> Vec<Span> {
    const MARK: &str = "hbs`";
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = source.get(at..).and_then(|rest| rest.find(MARK)) {
        let start = at + next + MARK.len();
        let before = source[..at + next].chars().next_back();
        at = start;
        if before.is_some_and(|ch| ch.is_alphanumeric() || "_$.`".contains(ch)) {
            continue;
        }
        let Some(length) = source.get(start..).and_then(|rest| rest.find('`')) else {
            break;
        };
        let text = source.get(start..start + length).unwrap_or_default();
        if text.contains('<') && !text.ends_with('\\') {
            found.push(Span::new(start, start + length));
        }
        at = start + length + 1;
    }
    found
}

/// The program without the templates in tags, at the same offsets: a text where a value is expected, otherwise nothing.
pub fn without_templates<'s>(extension: &str, source: &'s str) -> Cow<'s, str> {
    let spans = match holds_tags(extension) {
        true => tagged(source),
        false => Vec::new(),
    };
    if spans.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut bytes = source.as_bytes().to_vec();
    for span in spans {
        let start = span.start as usize - OPENS.len();
        let end = span.end as usize + CLOSES.len();
        let before = source.get(..start).unwrap_or_default().trim_end();
        let is_value = before.ends_with(['=', '(', ',', ':', '?', '>'])
            || before.ends_with("return")
            || before.ends_with("default");
        let Some(part) = bytes.get_mut(start..end) else {
            continue;
        };
        for byte in part.iter_mut().filter(|byte| **byte != b'\n') {
            *byte = b' ';
        }
        if is_value {
            part[0] = b'`';
            part[end - start - 1] = b'`';
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => Cow::Owned(text),
        Err(_) => Cow::Borrowed(source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'s>(extension: &str, source: &'s str) -> Vec<&'s str> {
        let spans = templates(extension, source);
        let text = |span: Span| source.get(span.range()).unwrap_or_default();
        spans.into_iter().map(text).collect()
    }

    #[test]
    fn templates_are_found_in_tags_and_in_literals() {
        let source = "const A = <template><b><template>x</template></b></template>;\n\
                      class B { <template>y</template> }";
        assert_eq!(texts("gts", source), ["<b><template>x</template></b>", "y"]);
        assert!(texts("ts", source).is_empty());
        assert_eq!(
            texts("js", "a(hbs`<p></p>`, xhbs`<b>`, hbs`c`)"),
            ["<p></p>"]
        );
        assert_eq!(
            texts("gjs", "<template><template-list /></template>"),
            ["<template-list />"]
        );
        assert!(texts("gjs", "<template><p>").is_empty());
    }

    #[test]
    fn the_program_keeps_its_places() {
        let source =
            "const A = <template>\nä</template>;\nclass B { <template>y</template> c = 1; }";
        let program = without_templates("gts", source);
        assert_eq!(program.len(), source.len());
        assert!(program.starts_with("const A = `         \n"), "{program}");
        assert!(program.ends_with("c = 1; }") && !program.contains("template"));
        assert!(matches!(without_templates("ts", source), Cow::Borrowed(_)));
    }
}
