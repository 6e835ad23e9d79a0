//! Files that never mention the topic but declare a type of letters (`type Code = "m" | "f"`), which a gender field in
//! another file may use.

use super::reader::Reader;
use super::{Code, imports, scanner, tree, walk};
use crate::format::{Failure, Parsed};
use crate::model::{Domain, Element, ElementKind, Known};
use crate::source::Capture;
use crate::topic::Topic;

/// The letter types of a file that is not otherwise read; `None` if there are none.
pub fn types(code: &Code, capture: &Capture, topic: &Topic) -> Result<Option<Parsed>, Failure> {
    let text = capture.text()?;
    if !may_declare_letters(text.as_str()) {
        return Ok(None);
    }
    // An unreadable file does not mention the topic, so nothing is lost.
    let parsed = scanner::verify_scannable(code.name, text.as_str())
        .and_then(|()| tree(text.as_str(), &(code.grammar)(&super::extension(capture))));
    let Ok(tree) = parsed else {
        return Ok(None);
    };
    let mut reader = Reader::new(&capture.document, code.name, code.layer, text, topic);
    walk(&tree, |node, _| {
        (code.visit)(&mut reader, node);
        if !reader.was_read(node) {
            imports::visit(&mut reader, node);
        }
    });
    let mut model = reader.finish();
    if !model.elements.iter().any(is_list_of_letters) {
        return Ok(None);
    }
    model.relations.clear();
    Ok(Some(Parsed {
        schemas: vec![model],
        pages: code.pages(capture, Some(&tree), topic),
        ..Parsed::default()
    }))
}

fn is_list_of_letters(element: &Element) -> bool {
    let Known::Yes(Domain::Closed(values)) = &element.domain.value else {
        return false;
    };
    element.kind == ElementKind::ValueType
        && values
            .iter()
            .all(|value| value.raw.value.chars().count() <= 1)
}

/// Whether a file contains quoted letters for männlich and weiblich, and a keyword that declares such types.
fn may_declare_letters(text: &str) -> bool {
    let mut male = false;
    let mut female = false;
    let bytes = text.as_bytes();
    let quotes = (0..bytes.len()).filter(|at| matches!(bytes[*at], b'\'' | b'"'));
    for at in quotes {
        let (Some(letter), Some(close)) = (bytes.get(at + 1), bytes.get(at + 2)) else {
            break;
        };
        if *close == bytes[at] {
            male |= letter.eq_ignore_ascii_case(&b'm');
            female |= matches!(letter.to_ascii_lowercase(), b'f' | b'w');
        }
        if male && female {
            return text.contains("type ") || text.contains("Literal");
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::may_declare_letters;

    #[test]
    fn only_types_of_both_letters_are_looked_at() {
        assert!(may_declare_letters("export type Code = 'm' | 'f';"));
        assert!(may_declare_letters("Code = Literal[\"W\", \"M\"]"));
        assert!(!may_declare_letters("type Unit = 'm' | 'km';"));
        assert!(!may_declare_letters("const units = ['m', 'f'];"));
    }
}
